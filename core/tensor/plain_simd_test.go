//go:build amd64 || arm64

package tensor

import "testing"

// bothPaths runs a test with the assembly, where the machine has it, and with
// plain Go; with fast kernels and with exact ones.
func bothPaths(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	t.Run("plain", func(t *testing.T) {
		was := simd
		simd = false
		defer func() { simd = was }()
		fastAndExact(t, test)
	})
	t.Run("assembly", func(t *testing.T) {
		if !simd {
			t.Skip("this machine has not what the assembly needs")
		}
		fastAndExact(t, test)
	})
}
