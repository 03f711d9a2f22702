//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package rescue

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// variable is the environment variable that makes this program a watcher: an
// order in JSON.
const variable = "LOGITARIUM_RESCUE"

// order is what a watcher is told when it is started.
type order struct {
	Plan  Plan
	Modes unix.Termios // of the terminal, before the program changed them
}

// The open files of a watcher besides the three of any program: stdin is the
// pipe, stdout the terminal that was written to, stderr that of the program.
const inputFD = 3 // the terminal that was read from

// Main is the first thing that main calls. In a process that was started as a
// watcher it does what that is for, and does not return.
func Main() {
	text, ok := os.LookupEnv(variable)
	if !ok {
		return
	}
	signal.Ignore(unix.SIGINT, unix.SIGQUIT, unix.SIGTERM, unix.SIGHUP, unix.SIGPIPE, unix.SIGTSTP, unix.SIGTTIN, unix.SIGTTOU)
	var o order
	if json.Unmarshal([]byte(text), &o) == nil {
		o.watch(os.Stdin, os.Stdout, os.Stderr, inputFD)
	}
	os.Exit(0)
}

// watch waits until the program is gone.
func (o order) watch(program io.Reader, out, errs io.Writer, in int) {
	var t told
	if _, err := io.Copy(&t, program); err != nil || t.last == ended {
		return
	}
	// A terminal that takes no output must not keep the watcher.
	const patience = 5 * time.Second
	time.AfterFunc(patience, func() { os.Exit(0) })
	if t.last != away {
		o.restore(in)
		_, _ = io.WriteString(out, o.Plan.Sequences)
	}
	if len(t.crash) > 0 {
		_, _ = io.WriteString(errs, o.Plan.message(&t))
	}
}

// restore puts the modes of the terminal back if it is still raw: a shell may
// have it already, with modes of its own.
func (o order) restore(fd int) {
	now, err := unix.IoctlGetTermios(fd, getModes)
	if err != nil || now.Lflag&(unix.ICANON|unix.ISIG) != 0 || now.Oflag&unix.OPOST != 0 {
		return
	}
	_ = unix.IoctlSetTermios(fd, setModes, &o.Modes)
}

// A Watcher watches over this process. Nil watches over nothing. Any number of
// goroutines may use it.
type Watcher struct {
	in, out *os.File
	order   order

	mu   sync.Mutex
	word byte     // that was told last
	pipe *os.File // nil before Start, or if it failed
	pid  int
}

// Prepare notes how a terminal is that the program is about to read from in and
// write to out, for a watcher that [Watcher.Start] starts. It returns nil for
// what is no terminal.
func Prepare(in, out *os.File, p Plan) *Watcher {
	modes, err := unix.IoctlGetTermios(int(in.Fd()), getModes)
	if err != nil {
		return nil
	}
	return &Watcher{in: in, out: out, order: order{p, *modes}}
}

// Start starts the other process, unless [Watcher.End] was called. If that can't
// be, the program does without. Main must have been called before.
func (w *Watcher) Start() {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.pipe != nil || w.word == ended {
		return
	}
	text, err := json.Marshal(w.order)
	if err != nil {
		return
	}
	self, err := os.Executable()
	if err != nil {
		return
	}
	read, write, err := os.Pipe()
	if err != nil {
		return
	}
	defer read.Close()
	cmd := exec.Command(self)
	cmd.Env = []string{variable + "=" + string(text)}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = read, w.out, os.Stderr
	cmd.ExtraFiles = []*os.File{w.in}
	// In a session of its own neither a key nor a hangup of the terminal, nor
	// the shell's job control reaches it.
	cmd.SysProcAttr = &unix.SysProcAttr{Setsid: true}
	_ = debug.SetCrashOutput(write, debug.CrashOptions{}) // without it the report is empty
	if err := cmd.Start(); err != nil {
		_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
		_ = write.Close()
		return
	}
	w.pipe, w.pid = write, cmd.Process.Pid
	_ = cmd.Process.Release() // End waits for it
	if w.word != 0 {
		w.say()
	}
}

// say passes on the last word.
func (w *Watcher) say() { _, _ = w.pipe.Write([]byte{w.word}) } // nobody is there if this fails

func (w *Watcher) tell(word byte) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.word = word; w.pipe != nil {
		w.say()
	}
}

// Away says that the terminal is given back for now: to a shell.
func (w *Watcher) Away() { w.tell(away) }

// Back says that it is the program's again.
func (w *Watcher) Back() { w.tell(back) }

// End says that the program has restored the terminal itself, and waits for the
// watcher to end.
func (w *Watcher) End() {
	if w == nil {
		return
	}
	w.tell(ended)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.pipe == nil {
		return
	}
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	_ = w.pipe.Close()
	const patience, pause = 500, time.Millisecond
	for range patience {
		if pid, err := unix.Wait4(w.pid, nil, unix.WNOHANG, nil); pid != 0 && err != unix.EINTR {
			return
		}
		time.Sleep(pause)
	}
}
