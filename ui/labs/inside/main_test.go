package inside_test

import (
	"testing"

	"logitarium/ui/lab/labtest"
)

func TestMain(m *testing.M) { labtest.Main(m) }
