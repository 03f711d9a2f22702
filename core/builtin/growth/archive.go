//go:build !js

package growth

import _ "embed"

//go:embed growth.zip
var embedded []byte

// archive returns the record as it was written.
func archive() ([]byte, error) { return embedded, nil }
