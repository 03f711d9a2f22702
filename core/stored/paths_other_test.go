//go:build !amd64 && !arm64

package stored

import "testing"

func everyPath(t *testing.T, test func(t *testing.T)) { t.Run("plain", test) }
