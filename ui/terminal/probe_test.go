//go:build unix

package terminal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"logitarium/core/tensor"
	"logitarium/ui/rescue"
)

// TestMain lets the test binary be the program under test as well.
func TestMain(m *testing.M) {
	rescue.Main()
	var model tea.Model = &probe{}
	switch os.Getenv("UI_TEST_PROBE") {
	case "":
		tensor.UseExact() // for screens that are held to files
		os.Exit(m.Run())
	case "parade":
		model = paradeModel()
	}
	err := Run(context.Background(), model, "test", TTY{
		In: os.Stdin, Out: os.Stdout, Env: os.Environ(), Profile: colorprofile.TrueColor, Watched: true,
	})
	os.Exit(exitOf(err))
}

func exitOf(err error) int {
	var signalled Signalled
	var crash *Crash
	switch {
	case err == nil:
		return 0
	case errors.As(err, &signalled):
		return 128 + int(signalled.Signal)
	case errors.As(err, &crash):
		fmt.Fprintln(os.Stderr, err)
		return 70
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// probe is a model that uses every mode of the terminal, and fails on demand.
type probe struct {
	width, height, frame int
	flood, panicInView   bool
	keys                 []string // that it was sent, and pastes
}

type probeTick struct{}

func probeTicks() tea.Cmd {
	return tea.Tick(10*time.Millisecond, func(time.Time) tea.Msg { return probeTick{} })
}

func (p *probe) Init() tea.Cmd { return nil }

func (p *probe) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.width, p.height = msg.Width, msg.Height
	case probeTick:
		p.frame++
		return p, probeTicks()
	case tea.PasteMsg:
		p.keys = append(p.keys, fmt.Sprintf("paste(%.40s)", msg.Content))
	case tea.KeyPressMsg:
		p.keys = append(p.keys, msg.String())
		switch msg.String() {
		case "q", "ctrl+c":
			return p, tea.Quit
		case "f":
			p.flood = true
			return p, probeTicks()
		case "u":
			panic("in update\x1b[31m")
		case "v":
			p.panicInView = true
		case "g": // where the guard doesn't see it
			go panic("in a foreign goroutine\x1b[31m")
		case "m":
			return p, func() tea.Msg { panic("in a command") }
		case "b":
			return p, tea.Batch(probeTicks(), func() tea.Msg { panic("in a batch") })
		}
	}
	return p, nil
}

func (p *probe) View() tea.View {
	if p.panicInView {
		panic("in view")
	}
	text := fmt.Sprintf("\x1b[31mready\x1b[m %dx%d", p.width, p.height)
	if len(p.keys) > 0 {
		text += " " + strings.Join(p.keys, " ")
	}
	if p.flood {
		row := strings.Repeat(string(rune('a'+p.frame%26)), p.width)
		text = strings.Repeat(row+"\n", max(p.height, 1))
	}
	view := tea.NewView(text)
	view.AltScreen = true
	view.ReportFocus = true
	view.MouseMode = tea.MouseModeAllMotion
	return view
}
