//go:build !amd64 && !arm64

package tensor

import "testing"

func bothPaths(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	t.Run("plain", func(t *testing.T) { fastAndExact(t, test) })
}
