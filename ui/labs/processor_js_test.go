package labs_test

import (
	"syscall/js"
	"time"
)

// processorTime is how long Node has computed so far, on all its threads.
func processorTime() time.Duration {
	return time.Duration(js.Global().Get("process").Call("cpuUsage").Get("user").Int()) * time.Microsecond
}
