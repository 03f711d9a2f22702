package digits

import "testing"

func TestGroup(t *testing.T) {
	for number, want := range map[string]string{"999": "999", "9999": "9,999", "+4608": "+4,608", "12345.67": "12,345.67", "-1234567": "-1,234,567", "3.143e+23": "3.143e+23", "–": "–"} {
		if got := Group(number); got != want {
			t.Errorf("%s is grouped as %s, want %s", number, got, want)
		}
	}
}

// A number with an exponent is written as people write it.
func TestScientific(t *testing.T) {
	for number, want := range map[string]string{
		"3.143e+23": "3.143×10²³", "-1.5e-07": "-1.5×10⁻⁷", "1.75e11": "1.75×10¹¹", "9.000e+100": "9.000×10¹⁰⁰",
		"1e-04": "10⁻⁴", "1.0e+09": "10⁹", "-1e-06": "-10⁻⁶", "2e-05": "2×10⁻⁵", "0.0e+00": "0", "5.0e+00": "5.0",
		"4567890": "4567890", "–": "–", "12,345.67": "12,345.67",
	} {
		if got := Scientific(number); got != want {
			t.Errorf("%s is written %s, want %s", number, got, want)
		}
	}
}
