package quantization

import (
	"fmt"
	"math"
)

// percent writes a share that is not 0 so that it is not shown as 0.
func percent(share float64) string {
	if 100*share < .005 {
		return fmt.Sprintf("%.1g", 100*share)
	}
	return fmt.Sprintf("%.2f", 100*share)
}

// nearly writes a share near 1 so that it is not shown as all when it is not.
func nearly(share float64) string {
	switch {
	case share == 1:
		return "all"
	case share >= .995:
		return "nearly all"
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}

// clippedOf writes a share of n values as their number.
func clippedOf(share float64, n int) string {
	k := int(math.Round(share * float64(n)))
	if k == 1 {
		return "1 value is"
	}
	return fmt.Sprintf("%d values are", k)
}
