package stored

import "testing"

// everyPath runs a test with each set of kernels that the machine has.
func everyPath(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	defer func(a, v bool) { avx, vnni = a, v }(avx, vnni)
	hasAVX, hasVNNI := avx, vnni
	for name, path := range map[string]struct{ avx, vnni, has bool }{
		"plain": {false, false, true}, "AVX2": {true, false, hasAVX}, "VNNI": {true, true, hasVNNI},
	} {
		t.Run(name, func(t *testing.T) {
			if !path.has {
				t.Skip("this machine does not have it")
			}
			avx, vnni = path.avx, path.vnni
			test(t)
		})
	}
}
