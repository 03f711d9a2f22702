package tensor

import "testing"

// Processors before ARMv8.2 have no SDOT: what stands in for it computes the same.
func TestQ8WithoutSDOT(t *testing.T) {
	was := sdot
	sdot = false
	defer func() { sdot = was }()
	t.Run("Exact", TestIntegerKernelsAreExact)
	t.Run("Float64", TestQ8AgreesWithFloat64)
	t.Run("Extremes", TestQ8Extremes)
}
