package viz

import "testing"

func TestShare(t *testing.T) {
	for _, c := range []struct {
		v     float64
		width int
		want  string
	}{
		{0, 5, "0.000"}, {1, 5, "1.000"}, {0.0005, 5, "0.001"}, {0.00049, 5, "5e-4"}, {0.00049, 6, "4.9e-4"},
		{1. / 50257, 5, "2e-5"}, {1. / 50257, 6, "2.0e-5"}, {3e-45, 5, "3e-45"}, {3e-45, 6, "3e-45"}, {3e-45, 7, "3.0e-45"},
		{1e-300, 5, "<e-99"}, {1e-300, 6, "1e-300"}, {-0.0001, 5, "0.000"},
	} {
		got := Share(c.v, c.width).String()
		if got != c.want || len(got) > c.width {
			t.Errorf("Share(%g, %d) is %q, want %q", c.v, c.width, got, c.want)
		}
	}
}
