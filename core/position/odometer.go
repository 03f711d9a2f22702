package position

import "math"

// Digits returns the tenth of its turn in which the hand of each pair stands at
// position p, 0 to 9: ⌊10·(pω/2π mod 1)⌋, [d/2], of frequencies ω in radians
// per position. Pairs whose turns take 10, 100 and 1000 positions have the
// decimal digits of p: an encoding is a counter whose wheels turn at other
// speeds. A hand less than a billionth of a turn before a tenth is in it, since
// angles are rounded. A frequency or position that is not finite gives 0.
func Digits(frequencies []float64, p float64) []int {
	digits := make([]int, len(frequencies))
	for i, w := range frequencies {
		turns := p * w / (2 * math.Pi)
		if math.IsNaN(turns) || math.IsInf(turns, 0) {
			continue
		}
		const rounding = 1e-9
		digits[i] = int(math.Floor(float64(10*(turns-math.Floor(turns)))+10*rounding)) % 10
	}
	return digits
}
