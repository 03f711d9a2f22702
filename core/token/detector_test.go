//go:build race

package token

// raceDetector: under it a pool drops some of what it is given.
const raceDetector = true
