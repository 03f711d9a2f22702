package labs_test

import (
	"strings"
	"testing"

	"logitarium/core/architecture"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/modelfile"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/viz"
)

// llama is the labs on a small Qwen 3 of random weights: RMSNorm, rotations,
// fewer heads of keys, norms on queries and keys, and a gated MLP.
func llama(t *testing.T) []lab.Lab {
	t.Helper()
	own := builtintest.Load(t)
	m, err := modelfile.Open("../../core/architecture/testdata/qwen3-Q8_0.gguf", architecture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return labs.All(m, own)
}

// Every view opens on a model that is built of other parts than GPT-2, and shows
// something, and no number that is none. What it says is for a person to read,
// with -v.
func TestLlama(t *testing.T) {
	for _, l := range llama(t) {
		if id := l.Info().ID; id == "adapt" || id == "residual" {
			continue // their model is their own
		}
		for v, view := range l.Views().List {
			*l.Views().At = v
			if err := l.Refresh(); err != nil {
				t.Errorf("%s %s: %v", l.Info().ID, view.Name, err)
				continue
			}
			if err := lab.Settle(l); err != nil {
				t.Errorf("%s %s: %v", l.Info().ID, view.Name, err)
				continue
			}
			shows := lab.Draw(l, lab.Frame{Size: viz.Size{W: 80, H: 20}, Theme: viz.Themes()[0]}).Plain()
			says := lab.Sentence(l)
			if strings.TrimSpace(shows) == "" || says.Empty() || strings.Contains(shows+says.String(), "NaN") {
				t.Errorf("%s %s says %q, and shows\n%s", l.Info().ID, view.Name, says, shows)
			}
			t.Logf("%s %s: %s", l.Info().ID, view.Name, says)
		}
	}
}
