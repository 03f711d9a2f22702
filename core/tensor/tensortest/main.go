// Package tensortest has the tests of other packages run on the exact kernels.
package tensortest

import (
	"flag"
	"os"
	"testing"

	"logitarium/core/tensor"
)

// Main is the TestMain of a package whose tests hold numbers to the bit, to files
// or to each other: they run on the exact kernels, which give the same bits on
// every machine. Benchmarks run on the fast ones.
func Main(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.bench").Value.String() == "" {
		tensor.UseExact()
	}
	os.Exit(m.Run())
}
