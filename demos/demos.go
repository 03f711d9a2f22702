// Package demos holds the lessons: tapes that are played, recorded, tested
// and printed by the program, and that a teacher can write alike.
package demos

import (
	"embed"
	"strings"
	"time"
)

// Tapes are the lessons, one file each, and their translations: NAME.tape, and
// NAME.zh-Hant.tape.
//
//go:embed *.tape
var Tapes embed.FS

// Courses are the courses, which name lessons in an order, and their
// translations, of which the title and what is said are taken.
//
//go:embed *.course
var Courses embed.FS

// waits is a line for each lesson: its file, and how long its Waits took when
// it was last played by the tests, which write this table.
//
//go:embed waits.txt
var waits string

// Waits returns how long each Wait of a lesson takes, in the order of its file,
// so that nobody has to play it to know its length: a translation waits as its
// lesson does. It is nil for an unknown file. It panics if the table is not as the tests write it.
func Waits(file string) []time.Duration {
	if name, _, translated := strings.Cut(strings.TrimSuffix(file, ".tape"), "."); translated {
		file = name + ".tape"
	}
	for line := range strings.Lines(waits) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] != file {
			continue
		}
		var all []time.Duration
		for _, f := range fields[1:] {
			d, err := time.ParseDuration(f)
			if err != nil {
				panic("demos: waits.txt: " + err.Error())
			}
			all = append(all, d)
		}
		return all
	}
	return nil
}
