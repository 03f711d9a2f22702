//go:build !race

package rag

const raceDetector = false
