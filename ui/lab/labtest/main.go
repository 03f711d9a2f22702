package labtest

import (
	"testing"

	"logitarium/core/tensor/tensortest"
)

// Main is the TestMain of a package whose tests hold what labs show to files: see
// [tensortest.Main].
func Main(m *testing.M) { tensortest.Main(m) }
