package cli

import (
	"slices"
	"strings"
	"time"

	"logitarium/core/tensor"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/lesson"
	"logitarium/ui/message"
	"logitarium/ui/terminal"

	tea "charm.land/bubbletea/v2"
)

// longestLink is how many bytes a link may have: what copies go to a clipboard.
const longestLink = 8 << 10

// Page is a page that shows the program.
type Page interface {
	terminal.Emulator
	// Follows is told, after each change, the command that opens what the page
	// shows, or "" where that is a lesson, and the keys that can be pressed.
	Follows(command string, keys [][2]string)
}

// Open runs what a link to a page says: a lab with its knobs, a lesson, the
// list, or the map. It may come from anybody, so it can open nothing else. It
// returns the exit code.
func Open(line string, p Page, env []string) int {
	tensor.UseExact() // the same numbers on the page of whoever sent the link
	a, code := load(p, p, p, env)
	if a == nil {
		return code
	}
	a.shows = p
	words, err := a.linked(line)
	if err != nil {
		spoken, _ := language(nil, a.env)
		a.words = spoken.words
		a.complain(err)
		return exitCode(err)
	}
	return a.main(words)
}

// linked returns the words of the command line that a link stands for.
func (a *app) linked(line string) ([]string, error) {
	if len(line) > longestLink {
		return nil, usagef("the link has %d bytes, and may have %d", len(line), longestLink)
	}
	words, err := command.Words(line)
	if err != nil {
		return nil, coded{exitUsage, err}
	}
	if len(words) > 0 && words[0] == "logitarium" {
		words = words[1:]
	}
	if len(words) == 0 {
		return words, nil
	}
	if strings.HasPrefix(words[0], "--") { // of the map
		for _, w := range words {
			if !strings.HasPrefix(w, "--") { // it could be a command
				return nil, usagef("a link can't have %q", w)
			}
		}
		return words, a.linkedFlags(words, "print", "plain", "json", "exact")
	}
	switch name := words[0]; name {
	case "list":
		return words, a.linkedFlags(words[1:], "plain")
	case "play":
		if len(words) < 2 || !slices.Contains(a.lessonNames(), words[1]) {
			return nil, usagef("a link plays one of the lessons %s", strings.Join(a.lessonNames(), ", "))
		}
		return words, a.linkedFlags(words[2:], "chapter", "speed", "present", "lang", "plain")
	default:
		l, err := lab.ByID(a.labs, name)
		if err != nil {
			return nil, coded{exitUsage, err}
		}
		allowed := []string{"print", "plain", "json", "csv", "size", "theme", "lang", "present", "exact", "only"}
		for _, k := range lab.Knobs(l) {
			allowed = append(allowed, k.Name)
			if k.Formerly != "" {
				allowed = append(allowed, k.Formerly)
			}
		}
		return words, a.linkedFlags(words[1:], allowed...)
	}
}

// linkedFlags refuses all flags but some. What is no flag is the value of one,
// or refused by the command.
func (a *app) linkedFlags(words []string, allowed ...string) error {
	for _, w := range words {
		name, isFlag := strings.CutPrefix(w, "--")
		name, _, _ = strings.Cut(name, "=")
		short := !isFlag && len(w) > 1 && w[0] == '-' && (w[1] < '0' || w[1] > '9') && w[1] != '.'
		if short || isFlag && !slices.Contains(allowed, name) {
			return mistyped(w, flagNames(allowed), "a link can't have %q", w)
		}
	}
	return nil
}

func flagNames(names []string) []string {
	var all []string
	for _, n := range names {
		all = append(all, "--"+n)
	}
	return all
}

// shown is a program as a page follows it.
type shown interface {
	tea.Model
	Hints() []lesson.Hint
}

// followed lets the page follow a program, where there is one.
func (a *app) followed(m shown) tea.Model {
	if a.shows == nil {
		return m
	}
	return &follower{shown: m, page: a.shows, words: a.words}
}

// follower tells a page what its program shows.
type follower struct {
	shown
	page  Page
	words message.Printer
	last  string    // that was told
	hand  time.Time // of the last key, or of the mouse
}

// rest is for how long nothing is trained after a key. A page has one thread: a
// step there takes longer than a key may wait, and who turns a knob presses the
// next key soon.
const rest = 300 * time.Millisecond

// Update hands the message on, a step of training once the hands rest.
func (f *follower) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg:
		f.hand = time.Now()
	}
	if m, ok := f.shown.(interface{ Trains(tea.Msg) bool }); ok && m.Trains(msg) {
		if left := rest - time.Since(f.hand); left > 0 {
			return f, tea.Tick(left, func(time.Time) tea.Msg { return msg })
		}
	}
	_, cmd := f.shown.Update(msg)
	line := ""
	if m, ok := f.shown.(interface{ Command() string }); ok {
		line = m.Command()
	}
	keys := [][2]string{}
	now := line
	for _, h := range f.Hints() {
		keys = append(keys, [2]string{h.Key, f.words.Print(h.Does)})
		now += "\x00" + h.Key + f.words.Print(h.Does)
	}
	if now != f.last {
		f.last = now
		f.page.Follows(line, keys)
	}
	return f, cmd
}
