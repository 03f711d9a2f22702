//go:build !race

package adapt

const raceDetector = false
