//go:build !js

// Package page is a page in a browser as the terminal of the program.
package page

// Main returns false: there is no page outside of a browser.
func Main() (ran bool) { return false }
