//go:build !js

package encoder

import _ "embed"

//go:embed tiny-world-retriever.safetensors
var embedded []byte

func file() ([]byte, error) { return embedded, nil }
