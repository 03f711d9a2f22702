package player

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"logitarium/ui/lab/labtest"
	"logitarium/ui/lesson"
	"logitarium/viz"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// typing lists those that are no text while a guess is typed.
func (k keyMap) typing() []key.Binding { return []key.Binding{k.answer, k.leave, k.quitTyping} }

// choosing lists those that are live over the list of chapters.
func (k keyMap) choosing() []key.Binding {
	return []key.Binding{k.up, k.down, k.choose, k.close, k.quit}
}

func TestNoClashes(t *testing.T) {
	k := newKeys()
	for name, live := range map[string][]key.Binding{"playing": append(k.playing(), k.slower, k.codes, k.say, k.pause, k.record, k.undo), "typing": k.typing(), "choosing": k.choosing()} {
		owner := map[string]string{}
		for _, b := range live {
			if b.Help().Desc == "" {
				t.Errorf("%v has no help", b.Keys())
			}
			for _, name := range b.Keys() {
				if other, taken := owner[name]; taken {
					t.Errorf("%s is both %q and %q", name, other, b.Help().Desc)
				}
				owner[name] = b.Help().Desc
			}
		}
		for i := 1; i <= 9; i++ {
			if owner[fmt.Sprint(i)] != "" {
				t.Errorf("while %s, %d is not only a chapter", name, i)
			}
		}
	}
}

func checkFrame(t *testing.T, p *Player, w, h int) {
	t.Helper()
	v := p.View()
	lines := strings.Split(v.Content, "\n")
	if len(lines) > max(h, 1) {
		t.Fatalf("%d lines at %dx%d", len(lines), w, h)
	}
	for _, line := range lines {
		if n := ansi.StringWidth(line); n > max(w, 0) {
			t.Fatalf("a line of %d cells at %dx%d", n, w, h)
		}
	}
	if c := v.Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= w || c.Y >= h) {
		t.Fatalf("the cursor is at %d, %d on %dx%d", c.X, c.Y, w, h)
	}
}

// Every mode at every size, in every theme and both sets of glyphs.
func TestEverySize(t *testing.T) {
	wide := strings.ReplaceAll(string(mustRead(t)), "The bars show", "近い森 棒 👩‍👩‍👧 The bars show")
	themes := viz.Themes()
	i := 0
	for _, present := range []bool{false, true} {
		for _, pressed := range [][]string{{}, {"g"}, {"?"}, {"space"}, {"space", "1.5"}, {"space", "1.5", "enter"}, {"esc", "n"}, {"end"}} {
			theme := themes[i%len(themes)]
			theme.Glyphs = viz.Glyphs(i % 2)
			i++
			p := start(t, parse(t, wide), Options{Theme: theme, Present: present})
			untilHalt(t, p)
			for _, name := range pressed {
				if name == "end" {
					for range 20 {
						press(p, "enter")
						untilHalt(t, p)
					}
					continue
				}
				press(p, name)
				if name == "space" {
					untilHalt(t, p)
				}
			}
			for h := 0; h <= 60; h += 1 + h/6 {
				for w := 0; w <= 200; w += 1 + w/4 {
					p.Update(tea.WindowSizeMsg{Width: w, Height: h})
					checkFrame(t, p, w, h)
				}
			}
			p.Update(tea.WindowSizeMsg{Width: 1 << 20, Height: -3})
			p.View()
		}
	}
}

func mustRead(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile("../testdata/rich.tape")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestStorm presses, resizes, clicks and lets time pass at random.
func TestStorm(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	names := strings.Fields("space enter left right pgup pgdown g r p + - esc ? 1 2 3 up down x é n t v c 0.4")
	p := start(t, read(t, "rich.tape"), Options{Mouse: true})
	stale := p.clock.Tick()
	p.clock.Stop()
	w, h := 80, 24
	for range 1200 {
		switch rng.IntN(6) {
		case 0:
			w, h = rng.IntN(130), rng.IntN(50)
			p.Update(tea.WindowSizeMsg{Width: w, Height: h})
		case 1:
			p.View()
			p.Update(tea.MouseClickMsg{X: rng.IntN(140) - 5, Y: rng.IntN(60) - 5, Button: tea.MouseLeft})
			p.Update(tea.PasteMsg{Content: "pasted \x1b[31m"})
		case 2:
			beats(p, rng.IntN(40))
		case 3:
			p.Update(stale) // of a clock that was stopped
		default:
			press(p, names[rng.IntN(len(names))])
		}
		checkFrame(t, p, w, h)
	}
}

// Whole screens, as they are at the halts of a lesson; UPDATE=1 writes them.
func TestScreens(t *testing.T) {
	for _, size := range []viz.Size{{W: 80, H: 24}, {W: 60, H: 18}} {
		for _, present := range []bool{false, true} {
			p := start(t, read(t, "rich.tape"), Options{Present: present})
			p.Update(tea.WindowSizeMsg{Width: size.W, Height: size.H})
			var all strings.Builder
			look := func(what string) {
				fmt.Fprintf(&all, "=== %s\n%s\n", what, p.Grid().Plain())
			}
			untilHalt(t, p)
			look("the first pause")
			press(p, "space")
			untilHalt(t, p)
			press(p, "0.9")
			look("a question, with a guess")
			press(p, "enter")
			look("its answer")
			press(p, "esc", "v")
			look("exploring")
			press(p, "esc", "g")
			look("chapters")
			press(p, "esc", "?")
			look("keys")
			press(p, "x")
			for p.run.Halt() != lesson.Ended {
				press(p, "enter")
				untilHalt(t, p)
			}
			look("the end")
			name := fmt.Sprintf("play-%dx%d", size.W, size.H)
			if present {
				name = fmt.Sprintf("present-%dx%d", size.W, size.H)
			}
			labtest.Golden(t, name, all.String())
		}
	}
}
