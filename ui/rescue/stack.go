//go:build !js

package rescue

import "runtime/debug"

// Stack is the stack of the goroutine that asks, for the report of a crash.
func Stack() string { return string(debug.Stack()) }
