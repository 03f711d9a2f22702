package messagetest

import (
	"slices"
	"strings"
	"unicode"
)

// English lists what reads like English in a text that was printed in the
// [Pseudo] language: two words of small letters of ASCII, one after the other.
// Names are in no language, and are left out.
func English(text string, names ...string) []string {
	var found, run []string
	end := func() {
		if len(run) > 1 {
			found = append(found, strings.Join(run, " "))
		}
		run = nil
	}
	for _, w := range strings.Fields(text) {
		bare := strings.Trim(w, `.,:;?!"()[]'`)
		isWord := len(bare) > 1 && strings.IndexFunc(bare, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLower(r) }) < 0
		if !isWord || slices.Contains(names, bare) {
			end()
			continue
		}
		run = append(run, bare)
	}
	end()
	return found
}
