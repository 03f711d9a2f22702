package viz

import (
	"math"
	"strconv"
	"strings"
)

// Decade returns the power of ten that begins the decade of v, ⌊log10 |v|⌋: 3 of
// 1000 and -1 of 0.1, exactly, which the logarithm of no machine is at every
// power. It is 0 of 0 and of what is not finite.
func Decade(v float64) int {
	if v == 0 || !finite(v) {
		return 0
	}
	s := strconv.FormatFloat(v, 'e', -1, 64)
	d, err := strconv.Atoi(s[strings.IndexByte(s, 'e')+1:])
	if err != nil {
		panic("viz: " + err.Error()) // FormatFloat has written it
	}
	return d
}

// tenTo returns the number nearest to 10^d: 0 and +Inf beyond their range.
func tenTo(d int) float64 {
	v, _ := strconv.ParseFloat("1e"+strconv.Itoa(d), 64) // out of range is no error here
	return v
}

// RoundUp returns the least number of 1, 2 or 5 times a power of ten that is not
// below v: 1 of what is not above 0, and +Inf of what is above the last one.
func RoundUp(v float64) float64 {
	if !(v > 0) {
		return 1
	}
	if math.IsInf(v, 1) {
		return v
	}
	d := Decade(v)
	for _, nice := range []string{"1e", "2e", "5e"} {
		if round, _ := strconv.ParseFloat(nice+strconv.Itoa(d), 64); v <= round {
			return round
		}
	}
	return tenTo(d + 1)
}

// Log10 returns the decimal logarithm to 12 decimals: machines differ in the
// last bits of theirs, and where a value would stand between two rows or columns
// these would decide.
func Log10(v float64) float64 {
	const digits = 1 << 40
	return math.Round(math.Log10(v)*digits) / digits
}
