//go:build race

package rag

// raceDetector: under it a large folder takes ten times as long.
const raceDetector = true
