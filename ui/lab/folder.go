package lab

import (
	"io/fs"

	"logitarium/core/fault"
)

// Collector is a lab that can look into a folder of the user's own. It is handed
// the one that the user names on the command line, as the value of a knob's
// flag, and by nobody else: a lesson or a copied command opens nothing.
type Collector interface {
	// Reads returns the name of the knob whose flag takes the path of a folder
	// besides its own values.
	Reads() (knob string)
	// Read takes a folder. The path, as it was typed, becomes one of the
	// knob's values. The remarks, a line each, say what its owner should know
	// of single files: those that were left out, and why. The error says why
	// none of it can be used.
	//
	// A lab may return before all is read, and go on in its steps. What there
	// is to say of the rest, Outcome says when they are done.
	Read(path string, folder fs.FS) (remarks []fault.Text, err error)
	Outcome() (remarks []fault.Text, err error)
}
