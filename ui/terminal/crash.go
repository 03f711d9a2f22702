package terminal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"logitarium/ui/message"
	"logitarium/ui/rescue"
)

// Crash is the error of a program that ended by a panic.
type Crash struct {
	Value   string // what it panicked with
	Stack   string
	Report  string // the file that tells the rest, or ""
	Unsaved error  // why there is no file
}

func (c *Crash) Error() string { return c.Message().String() }

// Message is what a user reads of it.
func (c *Crash) Message() message.Text {
	switch {
	case c.Report != "":
		return message.New("a fault in logitarium: %s; its report is in %s", c.Value, c.Report)
	case c.Unsaved != nil:
		return message.New("a fault in logitarium: %s; no report could be saved: %v", c.Value, message.Of(c.Unsaved))
	}
	return message.New("a fault in logitarium: %s; no report could be saved", c.Value)
}

// guard stands between Bubble Tea and the model, so that a panic in any of its
// methods or commands ends the program in order: Bubble Tea would print the
// stack on the terminal, from the middle of a frame.
type guard struct {
	model tea.Model
	end   context.CancelCauseFunc
	jobs  *jobControl

	watcher *rescue.Watcher
	resized tea.Cmd // waits for another size; nil where Bubble Tea asks for it

	pastes pastes
	doubly bool // the text of the next paste was given to the model already

	mu     sync.Mutex // commands run beside the model
	crash  *Crash
	size   tea.WindowSizeMsg
	recent []string // the types of the last messages, never what is in them

	shown tea.View // the last view
}

func newGuard(m tea.Model, end context.CancelCauseFunc, jobs *jobControl) *guard {
	return &guard{model: m, end: end, jobs: jobs}
}

// Init starts the model.
func (g *guard) Init() (cmd tea.Cmd) {
	defer g.catch()
	return g.safe(tea.Batch(g.model.Init(), g.jobs.next, g.watched(), g.resized))
}

// watched starts the watcher when the first frame is out, which is not to wait
// for another process to begin.
func (g *guard) watched() tea.Cmd {
	const out = time.Second / 4
	return tea.Tick(out, func(time.Time) tea.Msg {
		g.watcher.Start()
		return nil
	})
}

// Update hands the message on.
func (g *guard) Update(msg tea.Msg) (self tea.Model, cmd tea.Cmd) {
	self = g
	defer g.catch()
	g.note(msg)
	if g.crashed() != nil {
		return g, nil
	}
	meant, cmd := g.meant(msg)
	for _, msg := range meant {
		var next tea.Cmd
		g.model, next = g.model.Update(msg)
		cmd = tea.Batch(cmd, next)
	}
	return g, g.safe(cmd)
}

// pasteMsg asks whether the end of a paste is lost.
type pasteMsg struct{}

// meant returns what the model is to see of a message, and what follows from it
// besides.
func (g *guard) meant(msg tea.Msg) ([]tea.Msg, tea.Cmd) {
	switch msg := msg.(type) {
	case jobMsg: // that asked for nothing
		return nil, g.jobs.next
	case resumedMsg:
		return nil, g.jobs.after(msg)
	case resizedMsg:
		size := msg.size
		return nil, tea.Batch(g.resized, func() tea.Msg { return size })
	case tea.PasteStartMsg:
		return []tea.Msg{msg}, laterPaste(pastePatience)
	case pasteMsg:
		text, lost, wait := g.pastes.giveUp(time.Now())
		if lost {
			g.doubly = true
			return []tea.Msg{tea.PasteMsg{Content: text}}, nil
		}
		if wait > 0 {
			return nil, laterPaste(wait)
		}
		return nil, nil
	case tea.PasteMsg:
		if g.doubly {
			g.doubly = false
			return nil, nil
		}
	case tea.KeyPressMsg:
		if msg.Code == tea.KeyEscape && msg.Mod == tea.ModAlt {
			// Esc pressed twice comes as this when both are in one read.
			once := tea.KeyPressMsg{Code: tea.KeyEscape}
			return []tea.Msg{once, once}, nil
		}
	}
	return []tea.Msg{msg}, nil
}

func laterPaste(wait time.Duration) tea.Cmd {
	return tea.Tick(wait, func(time.Time) tea.Msg { return pasteMsg{} })
}

// View returns the model's view, or after a panic the last one there was.
func (g *guard) View() (shown tea.View) {
	shown = g.shown
	defer g.catch()
	if g.crashed() == nil {
		shown = g.model.View()
		// A terminal that can tell which key it was says so, whatever the
		// layout: without this ctrl-c is none under a Cyrillic one.
		shown.KeyboardEnhancements.ReportAlternateKeys = true
		g.shown = shown
	}
	return shown
}

// safe returns cmd with its panics caught. Bubble Tea itself catches those in
// a tea.Sequence, which can't be looked into.
func (g *guard) safe(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer g.catch()
		msg = cmd()
		batch, ok := msg.(tea.BatchMsg)
		if !ok {
			return msg
		}
		safe := make(tea.BatchMsg, len(batch))
		for i, each := range batch {
			safe[i] = g.safe(each)
		}
		return safe
	}
}

func (g *guard) catch() {
	v := recover()
	if v == nil {
		return
	}
	g.mu.Lock()
	if g.crash == nil {
		g.crash = &Crash{Value: oneLine(fmt.Sprint(v)), Stack: rescue.Stack()}
	}
	g.mu.Unlock()
	g.end(errCrashed)
}

var errCrashed = errors.New("crashed")

func (g *guard) crashed() *Crash {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.crash
}

func (g *guard) note(msg tea.Msg) {
	const most = 50
	g.mu.Lock()
	defer g.mu.Unlock()
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		g.size = size
	}
	if len(g.recent) == most {
		g.recent = append(g.recent[:0], g.recent[1:]...)
	}
	g.recent = append(g.recent, fmt.Sprintf("%T", msg))
}

// report writes the crash to a file of its own and returns its path.
func (g *guard) report(c *Crash, version string, env []string) (string, error) {
	const most = 48 << 10 // of the stack
	stack := c.Stack
	if len(stack) > most {
		stack = stack[:most] + "\n(cut)\n"
	}
	g.mu.Lock()
	text := fmt.Sprintf("%s, %d x %d cells\n\npanic: %s\n\n%s\nlast messages, oldest first:\n%s\n",
		heading(version, env), g.size.Width, g.size.Height, c.Value, stack, strings.Join(g.recent, "\n"))
	g.mu.Unlock()

	dir, err := stateDir(env)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, "crash-*.txt")
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(text)
	return f.Name(), errors.Join(err, f.Close())
}

// heading begins the report of a crash: what crashed, and where.
func heading(version string, env []string) string {
	return fmt.Sprintf("logitarium %s, %s, %s/%s\nTERM %s",
		version, runtime.Version(), runtime.GOOS, runtime.GOARCH, oneLine(variable(env, "TERM")))
}

// stateDir is where the XDG base directory specification keeps what a program
// leaves behind: logs and the like.
func stateDir(env []string) (string, error) {
	if dir := variable(env, "XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "logitarium"), nil
	}
	if dir := variable(env, "LOCALAPPDATA"); runtime.GOOS == "windows" && filepath.IsAbs(dir) {
		return filepath.Join(dir, "logitarium"), nil
	}
	if home := variable(env, "HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "state", "logitarium"), nil
	}
	return "", message.Errorf("neither XDG_STATE_HOME nor HOME is set")
}

// variable looks an environment variable up; the last one of a name counts.
func variable(env []string, name string) string {
	value := ""
	for _, each := range env {
		if v, ok := strings.CutPrefix(each, name+"="); ok {
			value = v
		}
	}
	return value
}

// oneLine makes a text from outside fit to be shown in a line of a message.
func oneLine(s string) string {
	const most = 200 // bytes
	q := strconv.Quote(s)
	q = q[1 : len(q)-1]
	if len(q) > most {
		q = strings.ToValidUTF8(q[:most], "") + "..."
	}
	return q
}
