package labtest

import (
	"flag"
	"os"
	"testing"

	"logitarium/core/tensor"
)

// Main is the TestMain of a package whose tests hold numbers to files: they run
// on the exact kernels, which give the same bits on every machine. Benchmarks
// run on the fast ones.
func Main(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.bench").Value.String() == "" {
		tensor.UseExact()
	}
	os.Exit(m.Run())
}
