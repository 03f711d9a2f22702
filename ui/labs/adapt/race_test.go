//go:build race

package adapt

// raceDetector: under it a whole training takes ten times as long.
const raceDetector = true
