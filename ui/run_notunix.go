//go:build !unix

package ui

func canSuspend() bool { return false }
