package attached

import (
	"syscall/js"

	"logitarium/core/fault"
)

// Read returns a file by its path from the top of the repository. It waits until
// the page, or in Node the script that runs the program, has it. The page's
// script defines the function attached in the global scope, which returns a
// Uint8Array, or a text that says what is wrong.
func Read(path string) ([]byte, error) {
	get := js.Global().Get("attached")
	if get.Type() != js.TypeFunction {
		return nil, fault.Errorf("%s: nothing here hands out the files of the program", path)
	}
	got := get.Invoke(path)
	if got.Type() == js.TypeString {
		return nil, fault.Errorf("%s can't be loaded: %s", path, got.String())
	}
	data := make([]byte, got.Length())
	js.CopyBytesToGo(data, got)
	return data, nil
}

// Must is Read for a file without which the program can't go on. It panics where
// there is none: begun again, the program asks again.
func Must(path string) []byte {
	data, err := Read(path)
	if err != nil {
		panic(err)
	}
	return data
}
