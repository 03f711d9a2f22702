package labs_test

import (
	"cmp"
	"math/rand/v2"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
)

// TestCommandsOpenWhatTheyName holds for every lab, with its knobs anywhere
// and anything in its texts: the command of a screen opens that screen.
func TestCommandsOpenWhatTheyName(t *testing.T) {
	lm := builtintest.Load(t)
	hostile := []string{"", " ", "-x", "--seed", "it's", `a\`, "$(id)", "a;b|c>d", "\x1b[31m", "a\nb", "\xff", "\u202e", "日本", "=#~*"}
	rng := rand.New(rand.NewPCG(3, 4))
	for i, l := range labs.All(lm, lm) {
		for range 20 {
			lab.Reset(lab.Knobs(l))
			for j := range lab.Knobs(l) {
				k := lab.Knobs(l)[j] // a range may follow from the knobs before
				if rng.IntN(2) == 0 {
					continue
				}
				if text, ok := k.Setting.(lab.Text); ok {
					_ = text.Set(hostile[rng.IntN(len(hostile))])
				} else {
					k.Setting.SetPosition(rng.Float64())
				}
			}
			if cmp.Or(l.Refresh(), lab.Show(l), l.Refresh()) != nil { // the shell copies no command of what it can't show
				continue
			}
			line := command.Of(l)
			again := labs.All(lm, lm)
			id, err := command.Open(line, again)
			if err != nil || id != l.Info().ID {
				t.Errorf("%s opens %q: %v", line, id, err)
				continue
			}
			if err := again[i].Refresh(); err != nil {
				t.Errorf("%s: %v", line, err)
				continue
			}
			for j, k := range lab.Knobs(again[i]) {
				mine := lab.Knobs(l)[j].Setting
				if want := mine.String(); k.Setting.String() != want && k.Idle.Empty() && mine.Set(want) == nil {
					t.Errorf("%s leaves %s at %q, want %q", line, k.Name, k.Setting, want)
				}
			}
		}
	}
}
