package stored

import "testing"

// everyPath runs a test with each set of kernels that the machine has.
func everyPath(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	defer func(n, s bool) { simd, sdot = n, s }(simd, sdot)
	hasSDOT := sdot
	for name, path := range map[string]struct{ simd, sdot, has bool }{
		"plain": {false, false, true}, "SMULL": {true, false, true}, "SDOT": {true, true, hasSDOT},
	} {
		t.Run(name, func(t *testing.T) {
			if !path.has {
				t.Skip("this machine does not have it")
			}
			simd, sdot = path.simd, path.sdot
			test(t)
		})
	}
}
