package tiktoken

import (
	"sync"

	"logitarium/core/attached"
)

// The packed texts of the vocabularies.
var (
	packedR50k   = loaded("r50k")
	packedCL100k = loaded("cl100k")
	packedO200k  = loaded("o200k")
)

func loaded(name string) func() string {
	return sync.OnceValue(func() string { return string(attached.Must("core/tiktoken/" + name + ".flate")) })
}
