package position_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"logitarium/core/position"
)

func ExampleDigits() {
	// Hands that take 1000, 100 and 10 positions for a turn are a counter.
	hands := []float64{2 * math.Pi / 1000, 2 * math.Pi / 100, 2 * math.Pi / 10}
	fmt.Println(position.Digits(hands, 427), position.Digits(hands, 428))
	// Output: [4 2 7] [4 2 8]
}

// Hands in steps of ten are the decimal digits of every position, those before
// 0 counted from the end.
func TestDigitsCount(t *testing.T) {
	hands := []float64{2 * math.Pi / 10000, 2 * math.Pi / 1000, 2 * math.Pi / 100, 2 * math.Pi / 10}
	for p := range 10000 {
		want := []int{p / 1000, p / 100 % 10, p / 10 % 10, p % 10}
		for _, at := range []float64{float64(p), float64(p - 10000), float64(p + 30000)} {
			if got := position.Digits(hands, at); !slices.Equal(got, want) {
				t.Fatalf("at %g: %v, want %v", at, got, want)
			}
		}
	}
}

// The digit is the angle of the encoding itself, as its sine and cosine have it.
func TestDigitsAreTheEncodings(t *testing.T) {
	s := position.Sinusoid{Dim: 32, Base: 10000}
	for p := range 300 {
		row := s.At(float64(p))
		for i, d := range position.Digits(s.Frequencies(), float64(p)) {
			tenths := math.Atan2(row[2*i], row[2*i+1]) / (2 * math.Pi) * 10
			if tenths < 0 {
				tenths += 10
			}
			if off := math.Abs(tenths - float64(d) - .5); off > .5+1e-6 && 10-off > .5+1e-6 {
				t.Fatalf("p %d, pair %d: digit %d at %.6f tenths of a turn", p, i, d, tenths)
			}
		}
	}
}

func TestDigitsOfNoNumbers(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := position.Digits([]float64{v, 1}, 3); got[0] != 0 || got[1] != 4 {
			t.Errorf("of a frequency %g: %v", v, got)
		}
		if got := position.Digits([]float64{1}, v); got[0] != 0 {
			t.Errorf("at %g: %v", v, got)
		}
	}
}
