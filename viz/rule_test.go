package viz

import "testing"

// A frame stands on the edge of what it is given, whatever it frames.
func TestBoxIsAtTheEdge(t *testing.T) {
	theme := Dark()
	theme.Glyphs = ASCII
	for _, tt := range []struct {
		size  Size
		title string
		want  string
	}{
		{Size{6, 3}, "", "+----+\n|    |\n+----+"},
		{Size{9, 2}, "a", "+- a ---+\n+-------+"},
		{Size{5, 2}, "a", "+---+\n+---+"}, // too narrow for a title
	} {
		if got := Box(tt.size, theme, Clean(tt.title), theme.Faint).Plain(); got != tt.want {
			t.Errorf("%v %q:\n%s\nwant\n%s", tt.size, tt.title, got, tt.want)
		}
	}
}
