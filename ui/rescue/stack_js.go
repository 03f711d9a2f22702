package rescue

import (
	"runtime/debug"
	"syscall/js"
)

// Stack is the stack of the goroutine that asks, for the report of a crash. A page
// loads the names of functions, a sixtieth of the program, now: its script defines
// the function named in the global scope, which puts them where the runtime looks.
func Stack() string {
	if named := js.Global().Get("named"); named.Type() == js.TypeFunction {
		named.Invoke()
	}
	return string(debug.Stack())
}
