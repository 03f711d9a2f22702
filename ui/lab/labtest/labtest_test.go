package labtest_test

import (
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/ui/lab/toy"
)

func TestToy(t *testing.T) {
	labtest.Run(t, func() lab.Lab { return toy.New() })
}
