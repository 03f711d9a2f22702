// Package demos holds the lessons: tapes that are played, recorded, tested
// and printed by the program, and that a teacher can write alike.
package demos

import "embed"

// Tapes are the lessons, one file each.
//
//go:embed *.tape
var Tapes embed.FS
