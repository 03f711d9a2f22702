package cli

import (
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/labs"
	"logitarium/ui/lesson"

	tea "charm.land/bubbletea/v2"
)

func linking(t testing.TB) *app {
	own := builtintest.Load(t)
	return &app{lm: own, labs: labs.All(own, own), build: labs.All}
}

func TestLinked(t *testing.T) {
	a := linking(t)
	for _, tt := range []struct {
		line string
		want string // the words; "" if it is refused
	}{
		{"logitarium", " "},
		{"", " "},
		{"list", "list"},
		{"sampling --temperature 2 --top-p .8", "sampling|--temperature|2|--top-p|.8"},
		{"logitarium sampling --prompt 'the fox'", "sampling|--prompt|the fox"},
		{"sampling --temperature -1", "sampling|--temperature|-1"},
		{"sampling --only temperature,top-p", "sampling|--only|temperature,top-p"},
		{"norm --json --exact", "norm|--json|--exact"},
		{"play tour --chapter 2", "play|tour|--chapter|2"},
		{"logitarium --plain", "--plain"},
		{"logitarium --json --exact", "--json|--exact"},
		{"play tour --plain", "play|tour|--plain"},
		{"list --plain", "list|--plain"},
		{"--plain train", ""},
		{"--exact --model=x.gguf", ""},
		{"-- train", ""},
		{"play /etc/passwd", ""},
		{"play ../x.tape", ""},
		{"play", ""},
		{"record tour -o x", ""},
		{"train", ""},
		{"doctor", ""},
		{"sampling --model /etc/passwd", ""},
		{"sampling -h", ""},
		{"sampling; rm -rf /", ""},
		{"sampling --prompt $(id)", ""},
		{"sampling --temperature 1 " + strings.Repeat("x", longestLink), ""},
	} {
		words, err := a.linked(tt.line)
		if got := strings.Join(words, "|"); err != nil != (tt.want == "") || err == nil && got != strings.TrimSpace(tt.want) {
			t.Errorf("%.60q: %q, %v; want %q", tt.line, got, err, tt.want)
		}
	}
}

// Whatever a link says, it is refused, or opens a lab, a lesson, the list or the
// map, with no file.
func FuzzLinked(f *testing.F) {
	for _, line := range []string{"", "logitarium sampling --temperature 2", "play tour", "list", "rag --documents /etc", "sampling $'\\033'", "train --force", "--plain --json", "--plain list"} {
		f.Add(line)
	}
	a := linking(f)
	opens := []string{"play", "list"}
	for _, l := range a.labs {
		opens = append(opens, l.Info().ID)
	}
	f.Fuzz(func(t *testing.T, line string) {
		words, err := a.linked(line)
		if err != nil || len(words) == 0 {
			return
		}
		if strings.HasPrefix(words[0], "--") {
			if i := slices.IndexFunc(words, func(w string) bool { return !strings.HasPrefix(w, "--") }); i >= 0 {
				t.Errorf("%q opens %q", line, words[i])
			}
		} else if !slices.Contains(opens, words[0]) {
			t.Errorf("%q opens %q", line, words[0])
		}
		if words[0] == "play" && !slices.Contains(a.lessonNames(), words[1]) {
			t.Errorf("%q plays %q", line, words[1])
		}
		for _, w := range words {
			if name, _, _ := strings.Cut(w, "="); slices.Contains([]string{"--model", "--weights", "--notes", "--output", "--help"}, name) {
				t.Errorf("%q has %s", line, name)
			}
		}
	})
}

// learner is a program that takes steps.
type learner struct{ steps int }

type stepMsg struct{}

func (*learner) Init() tea.Cmd           { return nil }
func (*learner) View() tea.View          { return tea.View{} }
func (*learner) Hints() []lesson.Hint    { return nil }
func (*learner) Trains(msg tea.Msg) bool { return msg == stepMsg{} }
func (p *learner) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if p.Trains(msg) {
		p.steps++
	}
	return p, nil
}

type noPage struct{ Page }

func (noPage) Follows(string, [][2]string) {}

// After a key nothing is trained for a while, and then goes on.
func TestFollowerRests(t *testing.T) {
	p := &learner{}
	f := &follower{shown: p, page: noPage{}}
	if f.Update(stepMsg{}); p.steps != 1 {
		t.Errorf("%d steps without a key", p.steps)
	}
	f.Update(tea.KeyPressMsg{})
	_, later := f.Update(stepMsg{})
	if p.steps != 1 || later == nil {
		t.Fatalf("%d steps right after a key", p.steps)
	}
	if f.Update(later()); p.steps != 2 {
		t.Errorf("%d steps once the hands rested", p.steps)
	}
}
