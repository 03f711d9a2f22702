package cli

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// A token looks the same in text as it does in the grid of a screen.
func TestStyle(t *testing.T) {
	all := []viz.Style{{}, {Attr: viz.Dim}, {Attr: viz.Italic}, {Attr: viz.Reverse}}
	for _, th := range viz.Themes() {
		all = append(all, th.Text, th.Faint, th.Strong, th.Accent, th.Measured, th.Bad, th.Reference, th.Second, th.Panel)
	}
	for _, s := range all {
		g := viz.NewGrid(viz.Size{W: 1, H: 1})
		g.Set(0, 0, 'x', s)
		want := strings.Replace(g.String(), "\x1b[0m", "\x1b[m", 1)
		if got := style(s).Render("x"); got != want {
			t.Errorf("%+v: %q, in a grid %q", s, got, want)
		}
	}
}

// Whatever the width, no line is longer and nothing of the text is lost.
func TestPagesFit(t *testing.T) {
	a := &app{labs: []lab.Lab{newDice()}}
	root := a.root()
	pages := map[string]func(typesetter) []string{
		"root": func(p typesetter) []string { return a.helpIn(p, root, a.questions()) },
		"values": func(p typesetter) []string {
			return []string{p.table(rows{body: [][]string{{"a-long-name", "5"}, {"b", "日本語 text"}}})}
		},
	}
	for _, c := range root.Commands() {
		pages[c.Name()] = func(p typesetter) []string { return a.helpIn(p, c, nil) }
	}
	for name, blocks := range pages {
		var want []rune
		for width := 98; width >= 8; width -= 5 {
			var out bytes.Buffer
			p := typesetter{width: width}
			if err := p.print(&out, blocks(p)...); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(out.String()) {
				if n := ansi.StringWidth(strings.TrimSuffix(line, "\n")); n > width {
					t.Errorf("%s: %d cells in %d: %q", name, n, width, line)
				}
			}
			letters := []rune(strings.Join(strings.Fields(out.String()), ""))
			slices.Sort(letters)
			if want == nil {
				want = letters
			}
			if !slices.Equal(letters, want) {
				t.Errorf("%s: %d letters at width %d, want %d:\n%s", name, len(letters), width, len(want), out.String())
			}
		}
	}
}

func TestTable(t *testing.T) {
	r := rows{
		head:  []string{"name", "n"},
		body:  [][]string{{"a", "1"}, {"b→c", "1234"}},
		right: []bool{false, true},
	}
	p := typesetter{width: 80}
	if got, want := p.table(r), "name     n\n──────────\na        1\nb→c   1234"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	p.theme.Glyphs = viz.ASCII
	if got := p.table(r); strings.ContainsFunc(got, func(r rune) bool { return r > '~' }) || !strings.Contains(got, "b->c") {
		t.Errorf("not ASCII: %q", got)
	}
	if got := p.table(rows{}); got != "" {
		t.Errorf("no rows make %q", got)
	}
	r.body = [][]string{{"one", "two", "a third that is long"}}
	for line := range strings.SplitSeq((typesetter{width: 12}).table(rows{body: r.body}), "\n") {
		if n := ansi.StringWidth(line); n > 12 {
			t.Errorf("%d cells in 12: %q", n, line)
		}
	}
}

// No line of the cards stays in English but a row of numbers and names.
func TestModelCardInChinese(t *testing.T) {
	_, english, _ := callReal(t, "model", "--lang", "en")
	_, chinese, _ := callReal(t, "model", "--lang", "zh-Hant")
	inChinese := strings.Split(chinese, "\n")
	lines := strings.Split(english, "\n")
	if len(lines) != len(inChinese) {
		t.Fatalf("%d lines in English, %d in Chinese", len(lines), len(inChinese))
	}
	names := regexp.MustCompile(`^# |pre-LN|^\| (MLP|LayerNorm) \||^[^\p{L}]*$`)
	for i, line := range lines {
		if line == inChinese[i] && !names.MatchString(line) {
			t.Errorf("line %d stays %q", i+1, line)
		}
	}
}

// A card for a program is Markdown to the letter, and for the eye has none
// of its signs.
func TestModelCard(t *testing.T) {
	lm := builtintest.Load(t)
	var out bytes.Buffer
	a := &app{lm: lm, in: strings.NewReader(""), out: &out, err: &out}
	if code := a.main([]string{"model"}); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	markdown, isCard := out.String(), (&app{}).page(lm.Card.Page())
	if !strings.HasPrefix(markdown, isCard) || strings.Count(markdown, "SHA-256") != 2 || !strings.Contains(markdown, "## Test: a name never seen") {
		t.Errorf("not the card:\n%s", markdown)
	}
	p := typesetter{width: 80}
	out.Reset()
	if err := p.print(&out, p.markdown(markdown)...); err != nil {
		t.Fatal(err)
	}
	set := out.String()
	if strings.ContainsAny(set, "|#*") {
		t.Errorf("Markdown is left:\n%s", set)
	}
	for _, want := range []string{
		"tiny-world\n\nA decoder-only", "\n\nConfiguration\n\nlayers         4\n", "\ncontext        128\n",
		"\nkind of question    right   of  share\n─", "\ncommon                400  400  1.000\n", "Seed 1. Done:",
	} {
		if !strings.Contains(set, want) {
			t.Errorf("lacks %q:\n%s", want, set)
		}
	}
	for line := range strings.Lines(set) {
		if n := ansi.StringWidth(line); n > 80 {
			t.Errorf("%d cells: %q", n, line)
		}
	}
}

// hostile is a lab whose texts would steer a terminal.
type hostile struct{ *dice }

func (h hostile) Info() lab.Info {
	info := h.dice.Info()
	info.Title, info.Question = "Di\x1b]52;c;AA\ace", "What\x1b[2J\u202e?"
	return info
}

func TestNothingSteersTheTerminal(t *testing.T) {
	const attack = "\x1b]0;x\a\u009b2J"
	for _, args := range [][]string{{"list"}, {"--help"}, {"dice", "--help"}, {"doctor"}, {attack}, {"dice", "--label", "fault" + attack}} {
		var out bytes.Buffer
		a := &app{
			labs: []lab.Lab{hostile{newDice()}}, in: strings.NewReader(""), out: &out, err: &out,
			env: []string{"FORCE_COLOR=1", "TERM=xterm\x1b[2J", "LANG=C\x1b[2J"},
		}
		a.main(args)
		for i, piece := range strings.Split(out.String(), "\x1b") {
			if i > 0 && (piece[0] != '[' || strings.Trim(piece[1:strings.Index(piece, "m")], "0123456789;") != "") {
				t.Errorf("%q: an escape that is no style: %q", args, piece)
			}
		}
		if strings.ContainsAny(out.String(), "\a\u009b\u202e") {
			t.Errorf("%q: %q", args, out.String())
		}
	}
	p := typesetter{width: 80}
	if text := strings.Join(p.markdown("# a"+attack+"\n\n| b"+attack+" | c |\n|---|---|\n| d"+attack+" | e |\n"), ""); strings.ContainsAny(text, "\a\x1b\u009b") {
		t.Errorf("markdown: %q", text)
	}
}
