//go:build !js

package raster

import (
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/gomonobolditalic"
	"golang.org/x/image/font/gofont/gomonoitalic"

	"logitarium/viz"
)

// goMono returns the files of Go Mono.
func goMono() (map[viz.Attr][]byte, error) {
	return map[viz.Attr][]byte{
		0: gomono.TTF, viz.Bold: gomonobold.TTF, viz.Italic: gomonoitalic.TTF, viz.Bold | viz.Italic: gomonobolditalic.TTF,
	}, nil
}
