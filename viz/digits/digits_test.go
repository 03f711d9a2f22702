package digits

import "testing"

func TestGroup(t *testing.T) {
	for number, want := range map[string]string{"999": "999", "9999": "9,999", "+4608": "+4,608", "12345.67": "12,345.67", "-1234567": "-1,234,567", "3.143e+23": "3.143e+23", "–": "–"} {
		if got := Group(number); got != want {
			t.Errorf("%s is grouped as %s, want %s", number, got, want)
		}
	}
}
