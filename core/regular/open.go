//go:build !js

package regular

import "syscall"

// unwaiting opens a named pipe without waiting for a writer.
const unwaiting = syscall.O_NONBLOCK
