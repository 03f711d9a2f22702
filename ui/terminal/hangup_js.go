package terminal

import "syscall"

// Hangup stands for the signal of a terminal that is gone, which this system has
// not: a page that is closed takes the program with it.
const Hangup = syscall.SIGTERM
