package encoder

import "logitarium/core/attached"

func file() ([]byte, error) {
	return attached.Read("core/retrieval/encoder/tiny-world-retriever.safetensors")
}
