package raster

import (
	"logitarium/core/attached"
	"logitarium/viz"
)

// goMono returns the files of Go Mono.
func goMono() (map[viz.Attr][]byte, error) {
	files := map[viz.Attr][]byte{}
	for attr, name := range map[viz.Attr]string{
		0: "Go-Mono", viz.Bold: "Go-Mono-Bold", viz.Italic: "Go-Mono-Italic", viz.Bold | viz.Italic: "Go-Mono-Bold-Italic",
	} {
		data, err := attached.Read("fonts/" + name + ".ttf")
		if err != nil {
			return nil, err
		}
		files[attr] = data
	}
	return files, nil
}
