package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// page is an emulator whose keys and sizes a test sends.
type page struct {
	keys    chan string
	resized chan struct{}

	mu      sync.Mutex
	columns int
	drawn   strings.Builder
}

const enough = 30 * time.Second // a busy machine is no fault

func (p *page) Size() (columns, rows int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.columns, 24
}

func (p *page) Resized() <-chan struct{} { return p.resized }

func (p *page) Read(b []byte) (int, error) {
	keys, ok := <-p.keys
	if !ok {
		return 0, io.EOF
	}
	return copy(b, keys), nil
}

func (p *page) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.drawn.Write(b)
}

func (p *page) shows() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.drawn.String()
}

// ruler says how wide it is, and quits on q.
type ruler struct{ columns int }

func (ruler) Init() tea.Cmd { return nil }

func (r ruler) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		r.columns = msg.Width
	case tea.KeyPressMsg:
		if msg.String() == "q" {
			return r, tea.Quit
		}
	}
	return r, nil
}

func (r ruler) View() tea.View { return tea.NewView(fmt.Sprintf("columns:%d", r.columns)) }

func TestEmulatorTellsItsSize(t *testing.T) {
	p := &page{keys: make(chan string, 1), resized: make(chan struct{}, 1), columns: 80}
	ended := make(chan error, 1)
	go func() {
		ended <- Run(context.Background(), ruler{}, "test", TTY{In: p, Out: p, Profile: colorprofile.ASCII})
	}()
	p.awaits(t, "columns:80")
	p.mu.Lock()
	p.columns = 61
	p.drawn.Reset()
	p.mu.Unlock()
	p.resized <- struct{}{}
	p.awaits(t, "61")
	p.keys <- "q"
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// awaits waits until something is drawn.
func (p *page) awaits(t *testing.T, text string) {
	t.Helper()
	for start := time.Now(); !strings.Contains(p.shows(), text); time.Sleep(time.Millisecond) {
		if time.Since(start) > enough {
			t.Fatalf("it draws %q, without %q", p.shows(), text)
		}
	}
}

// The end of what is typed is the end of the program.
func TestEmulatorHangsUp(t *testing.T) {
	p := &page{keys: make(chan string), resized: make(chan struct{}), columns: 80}
	close(p.keys)
	err := Run(context.Background(), ruler{}, "test", TTY{In: p, Out: p, Profile: colorprofile.ASCII})
	if signalled := (Signalled{}); !errors.As(err, &signalled) || signalled.Signal != Hangup {
		t.Errorf("it ended with %v", err)
	}
}

// faulty panics on a key.
type faulty struct{ ruler }

func (f faulty) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		panic("a fault of its own")
	}
	return f, nil
}

// A program for somebody elsewhere ends as one here does: on q without an error, by
// a fault of its own with that, and when it is stopped with the reason. Who has gone
// is no error: that is how most end.
func TestServeSaysHowItEnded(t *testing.T) {
	stopped := errors.New("the class is over")
	for how, c := range map[string]struct {
		model tea.Model
		ends  func(p *page, stop context.CancelCauseFunc)
		says  string
	}{
		"q":       {ruler{}, func(p *page, _ context.CancelCauseFunc) { p.keys <- "q" }, ""},
		"a fault": {faulty{}, func(p *page, _ context.CancelCauseFunc) { p.keys <- "q" }, "a fault of its own"},
		"stopped": {ruler{}, func(_ *page, stop context.CancelCauseFunc) { stop(stopped) }, "the class is over"},
		"gone":    {ruler{}, func(p *page, _ context.CancelCauseFunc) { close(p.keys) }, ""},
	} {
		p := &page{keys: make(chan string, 1), resized: make(chan struct{}, 1), columns: 80}
		ctx, stop := context.WithCancelCause(context.Background())
		ended := make(chan error, 1)
		go func() {
			ended <- Serve(ctx, c.model, "test", TTY{In: p, Out: p, Profile: colorprofile.ASCII})
		}()
		p.awaits(t, "columns:")
		c.ends(p, stop)
		if err := <-ended; (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: it ended with %v, want %q", how, err, c.says)
		}
		stop(nil)
	}
}

// Every view asks which key it was, whatever the layout: ctrl-c has to quit under a
// Cyrillic one.
func TestViewsAskForTheKey(t *testing.T) {
	g := newGuard(ruler{}, nil, nil)
	for range 2 {
		if v := g.View(); !v.KeyboardEnhancements.ReportAlternateKeys || !strings.Contains(v.Content, "columns:") {
			t.Errorf("%+v", v)
		}
	}
}
