//go:build !js

package tiktoken

import _ "embed"

//go:embed r50k.flate
var r50kPacked string

//go:embed cl100k.flate
var cl100kPacked string

//go:embed o200k.flate
var o200kPacked string

// The packed texts of the vocabularies.
func packedR50k() string   { return r50kPacked }
func packedCL100k() string { return cl100kPacked }
func packedO200k() string  { return o200kPacked }
