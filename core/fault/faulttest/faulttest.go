// Package faulttest asks in tests what a misuse panics with.
package faulttest

import (
	"fmt"
	"strings"
	"testing"
)

// Panic calls f, and returns what it panics with, as text; "" if it does not.
func Panic(f func()) (said string) {
	defer func() {
		if r := recover(); r != nil {
			said = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}

// MustPanic fails the test unless f panics with a text that has want in it.
func MustPanic(t testing.TB, want string, f func()) {
	t.Helper()
	switch said := Panic(f); {
	case said == "":
		t.Errorf("no panic, want one with %q", want)
	case !strings.Contains(said, want):
		t.Errorf("panic %q, want one with %q", said, want)
	}
}
