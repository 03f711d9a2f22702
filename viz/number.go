package viz

import (
	"logitarium/viz/digits"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Fixed writes a number with that many decimals, NaN as –. What is too long
// to be read as a decimal (1e15 and more) becomes 1.234e+300.
func Fixed(v float64, decimals int) Safe {
	switch {
	case math.IsNaN(v):
		return Safe{"–"}
	case math.Abs(v) >= 1e15 && !math.IsInf(v, 0):
		return Safe{strconv.FormatFloat(v, 'e', 3, 64)}
	}
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Trim(s, "-0.") == "" { // no -0.00
		s = strings.TrimPrefix(s, "-")
	}
	return Safe{s}
}

// Scientific writes a number to that many decimals and a power of ten, as people
// do: 3.14×10²³, and 10⁻⁴ without a factor of 1.
func Scientific(v float64, decimals int) Safe {
	return Safe{digits.Scientific(strconv.FormatFloat(v, 'e', decimals, 64))}
}

// Share writes a share of 0 to 1 with three decimals in at most width cells,
// and one that they would round to 0 by its power of ten, as 2e-5: in a
// vocabulary of 50,257 all of a flat distribution is that small.
func Share(v float64, width int) Safe {
	fixed := Fixed(v, 3)
	if !(v > 0) || fixed.String() != "0.000" {
		return fixed
	}
	for digits := min(width-len("2.e-9"), 1); digits >= 0; digits-- {
		s := strconv.FormatFloat(v, 'e', digits, 64)
		s = strings.Replace(s, "e-0", "e-", 1)
		if len(s) <= width {
			return Safe{s}
		}
	}
	return Safe{"<e-99"}
}

// Grouped writes a whole number with a comma before each three digits:
// 174,604,259,328.
func Grouped(n int) Safe { return Safe{digits.Group(strconv.Itoa(n))} }

// span returns the smallest and the largest finite value; ok is false if
// there is none.
func span(values []float64) (low, high float64, ok bool) {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		if !ok {
			low, high, ok = v, v, true
		}
		low, high = min(low, v), max(high, v)
	}
	return low, high, ok
}

// position returns where v stands between low and high, 0 to 1 and beyond,
// without overflowing on the way; 0.5 if both are the same.
func position(v, low, high float64) float64 {
	if low == high {
		return 0.5
	}
	return (float64(v/2) - float64(low/2)) / (float64(high/2) - float64(low/2))
}

// between returns the value at a position.
func between(low, high, at float64) float64 { return float64(low*(1-at)) + float64(high*at) }

// labels writes the values of an axis with common decimals, as few as tell
// neighbours apart; with powers of ten where these are too many.
func labels(values []float64) []string {
	low, high, _ := span(values)
	peak := max(math.Abs(low), math.Abs(high))
	step := peak
	for i := 1; i < len(values); i++ {
		if d := math.Abs(float64(values[i]/2)-float64(values[i-1]/2)) * 2; d > 0 && d < step {
			step = d
		}
	}
	decimals := 0
	if step > 0 {
		decimals = max(0, -Decade(step*(1+1e-9)))
	}
	for decimals < 6 && !exact(values, decimals, step) {
		decimals++
	}
	if decimals > 6 || peak >= 1e7 {
		return powers(values)
	}
	return written(values, func(v float64) string { return digits.Group(Fixed(v, decimals).s) })
}

// powers writes values with powers of ten, to one decimal if one of them needs it.
func powers(values []float64) []string {
	decimals := 0
	for _, v := range values {
		if mantissa := v / tenTo(Decade(v)); math.Abs(mantissa-math.Round(mantissa)) > 0.01 {
			decimals = 1
		}
	}
	return written(values, func(v float64) string {
		return digits.Scientific(strconv.FormatFloat(v, 'e', decimals, 64))
	})
}

// logLabels writes the values of a logarithmic axis: as decimals, or where one
// would have more than four of them or seven digits, with powers of ten.
func logLabels(values []float64) []string {
	long := func(v float64) bool { return v != 0 && (math.Abs(v) < 1e-4*(1-1e-9) || math.Abs(v) >= 1e6) }
	if slices.ContainsFunc(values, long) {
		return powers(values)
	}
	return written(values, func(v float64) string {
		if math.Abs(v) < 1e-3 && v != 0 {
			return strconv.FormatFloat(v, 'f', 4, 64)
		}
		return short(v)
	})
}

func written(values []float64, write func(float64) string) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = write(v)
	}
	return texts
}

// exact reports whether that many decimals are off by at most a hundredth of
// a step.
func exact(values []float64, decimals int, step float64) bool {
	scale := tenTo(decimals)
	return !slices.ContainsFunc(values, func(v float64) bool {
		return math.Abs(math.Round(v*scale)/scale-v) > step/100
	})
}

// short writes a number in few characters, to two digits or as an integer.
func short(v float64) string {
	switch a := math.Abs(v); {
	case math.IsNaN(v):
		return "-"
	case a != 0 && (a < 1e-3 || a >= 1e6):
		return digits.Scientific(strconv.FormatFloat(v, 'e', 1, 64))
	case a >= 10 || a == 0:
		return digits.Group(strconv.FormatFloat(v, 'f', 0, 64))
	}
	return strconv.FormatFloat(v, 'g', 2, 64)
}

// aligned returns texts as the theme shows them, all as wide as the widest.
func aligned(t Theme, texts []string) []Safe {
	out := shown(t, texts)
	width := 0
	for _, s := range out {
		width = max(width, s.Width())
	}
	for i, s := range out {
		out[i].s = strings.Repeat(" ", width-s.Width()) + s.s
	}
	return out
}
