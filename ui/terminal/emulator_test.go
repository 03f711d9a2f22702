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
