package stored

import "testing"

// everyPath runs a test with each set of kernels that the machine has.
func everyPath(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	defer func(a, v bool) { simd, vnni = a, v }(simd, vnni)
	hasAVX, hasVNNI := simd, vnni
	for name, path := range map[string]struct{ simd, vnni, has bool }{
		"plain": {false, false, true}, "AVX2": {true, false, hasAVX}, "VNNI": {true, true, hasVNNI},
	} {
		t.Run(name, func(t *testing.T) {
			if !path.has {
				t.Skip("this machine does not have it")
			}
			simd, vnni = path.simd, path.vnni
			test(t)
		})
	}
}
