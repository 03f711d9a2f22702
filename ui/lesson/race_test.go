//go:build race

package lesson_test

// raceDetector: under it a training takes ten times as long.
const raceDetector = true
