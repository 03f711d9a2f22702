//go:build race

package gpt

// raceDetector: under it a sync.Pool forgets at random, so that allocations
// can't be counted.
const raceDetector = true
