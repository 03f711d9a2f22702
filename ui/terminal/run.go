// Package terminal runs a Bubble Tea program in a terminal, and leaves the
// terminal as it was found however the program ends. It knows nothing of the
// program: any tea.Model will do.
//
// Input passes a sieve, since the decoder panics on some of what a terminal can
// send; a paste is bounded. Output never blocks the program for long.
// Suspending and continuing work as a shell with job control expects.
package terminal

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"logitarium/ui/message"
	"logitarium/ui/rescue"
)

// TTY is the terminal that a program runs in.
type TTY struct {
	In      io.Reader
	Out     io.Writer
	Env     []string
	Profile colorprofile.Profile // the colours it may be sent
	// Watched has a second process restore the terminal when this one is
	// killed. It asks that main calls rescue.Main.
	Watched bool
}

// Signalled is the error of a program that a signal ended.
type Signalled struct{ Signal syscall.Signal }

func (s Signalled) Error() string { return s.Message().String() }

// Message is what a user reads of it.
func (s Signalled) Message() message.Text { return message.New("ended by a signal: %v", s.Signal) }

// errHangup stands for a terminal that is gone without a word: its window was
// closed, and SIGHUP went to somebody else.
var errHangup = Signalled{Hangup}

const (
	// patience is how long an ended program may take to restore the terminal
	// by itself.
	patience = time.Second
	// stall is how long a terminal may take none of the output before frames
	// are dropped instead of waited for.
	stall = 400 * time.Millisecond
)

// Run shows a model on a terminal until it quits. However that comes about -
// a key, a signal, a panic, a terminal that hangs up or reads no more - the
// terminal is left as it was found. The version is for the report of a crash.
// The error is a [Signalled], a [*Crash], or says why the terminal can't be
// used.
func Run(ctx context.Context, model tea.Model, version string, t TTY) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, Hangup, syscall.SIGQUIT)
	defer signal.Stop(signals)
	jobs := newJobControl(ctx)
	defer jobs.close()

	guard := newGuard(model, end, jobs)
	out := openScreen(t.Out)
	defer out.close()
	restore := remember(t.In)
	watcher := t.watcher(version)
	jobs.watcher, guard.watcher = watcher, watcher
	options, resized := sized(t.Out)
	program := tea.NewProgram(guard, append(options,
		tea.WithContext(ctx),
		tea.WithInput(watch(t.In, end, &guard.pastes)),
		tea.WithOutput(out.writer()),
		tea.WithEnvironment(t.Env),
		tea.WithColorProfile(t.Profile),
		tea.WithFilter(jobs.filter),
		tea.WithoutSignalHandler())...)

	done := make(chan error, 1)
	// The one goroutine of the shell: a program that is stuck in a write must
	// not keep this function from ending. Bubble Tea recovers its panics.
	go func() {
		_, err := program.Run()
		done <- err
	}()

	err := wait(ctx, end, program, out, signals, resized, done)
	if out.dropped() || errors.Is(err, errStuck) {
		restore()
		out.reset()
	}
	watcher.End() // not deferred: after a panic here it has something to do
	return guard.verdict(ctx, err, version, t.Env)
}

// watcher is to restore the terminal when this process can't; nil if there is
// nothing to restore.
func (t TTY) watcher(version string) *rescue.Watcher {
	in, isFile := t.In.(*os.File)
	out, areFiles := t.Out.(*os.File)
	if !t.Watched || !isFile || !areFiles || !term.IsTerminal(in.Fd()) || !term.IsTerminal(out.Fd()) {
		return nil
	}
	folder, _ := stateDir(t.Env) // without one there is no report
	return rescue.Prepare(in, out, rescue.Plan{
		Sequences: farewell(),
		Report:    heading(version, t.Env),
		Folder:    folder,
	})
}

// errStuck is the end of a program that had to be left behind.
var errStuck = message.Errorf("the terminal takes no output")

// wait returns when the program has ended, or has had its time to.
func wait(ctx context.Context, end context.CancelCauseFunc, program *tea.Program,
	out *screen, signals <-chan os.Signal, resized <-chan struct{}, done <-chan error) error {
	for {
		select {
		case err := <-done:
			return err
		case s := <-signals:
			end(Signalled{s.(syscall.Signal)})
		case <-resized:
			resize(program, out.given)
		case <-out.caughtUp():
			program.Send(tea.ClearScreen())
		case <-ctx.Done():
			select {
			case err := <-done:
				return err
			case <-time.After(patience):
				return errStuck
			}
		}
	}
}

// verdict turns how the program ended into the error of [Run].
func (g *guard) verdict(ctx context.Context, err error, version string, env []string) error {
	if crash := g.crashed(); crash != nil {
		crash.Report, crash.Unsaved = g.report(crash, version, env)
		return crash
	}
	if errors.Is(err, tea.ErrProgramPanic) { // in a place that the guard doesn't see
		return &Crash{Value: err.Error()}
	}
	if cause := context.Cause(ctx); cause != nil {
		if errors.Is(cause, context.Canceled) {
			return message.Errorf("stopped: %v", cause)
		}
		return cause
	}
	if err != nil {
		return message.Errorf("the terminal can't be used: %v", err)
	}
	return nil
}

// remember returns what puts the terminal's modes back, for the case that
// Bubble Tea can't.
func remember(in io.Reader) func() {
	f, ok := in.(term.File)
	if !ok {
		return func() {}
	}
	state, err := term.GetState(f.Fd())
	if err != nil {
		return func() {}
	}
	return func() { _ = term.Restore(f.Fd(), state) }
}

// leave undoes every mode that a frame may have set, for a terminal that lost
// some of what was written to it.
const leave = ansi.ResetModeSynchronizedOutput +
	ansi.ResetModeMouseNormal + ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent +
	ansi.ResetModeMouseExtSgr + ansi.ResetModeFocusEvent + ansi.ResetModeBracketedPaste +
	ansi.ResetModeUnicodeCore + ansi.ResetModifyOtherKeys + ansi.SetModeAutoWrap +
	ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable + ansi.ResetStyle

// farewell is leave for a terminal that Bubble Tea took no leave of. Only such
// a one has its keyboard modes taken off: they are a stack, and below ours is
// the shell's.
func farewell() string { return ansi.PopKittyKeyboard(1) + leave }
