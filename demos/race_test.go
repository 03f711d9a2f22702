//go:build race

package demos_test

// raceDetector: under it a training takes ten times as long.
const raceDetector = true
