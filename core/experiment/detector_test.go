//go:build race

package experiment

// raceDetector: under it networks train many times slower, and learn the same.
const raceDetector = true
