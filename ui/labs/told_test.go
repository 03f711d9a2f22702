package labs_test

import (
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/lm/lmtest"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/ui/labs"
	"logitarium/viz"
)

// told are the labs on a model that tells its 20 likeliest next tokens, and
// nothing else.
func told(t testing.TB) []lab.Lab {
	t.Helper()
	own := builtintest.Load(t)
	return labs.All(lmtest.Tell(own, 20), own)
}

// Every lab opens on a model that offers little, and keeps the rules of labs
// there.
func TestTold(t *testing.T) {
	if labtest.RaceDetector {
		t.Skip("what runs at once does so in the labs' own tests")
	}
	for i, l := range told(t) {
		switch id := l.Info().ID; id {
		case "adapt": // its model is its own
		case "rag": // a test of its package does this with a library that is made once
		default:
			t.Run(id, func(t *testing.T) { labtest.Rules(t, func() lab.Lab { return told(t)[i] }) })
		}
	}
}

// What needs more than the model offers says so, in every view, and gives no
// number.
func TestToldLacks(t *testing.T) {
	for _, tt := range []struct {
		lab   string
		knobs []string
		views []string // that need the network; nil: all
	}{
		{"residual", nil, []string{"model"}},
		{"quantization", []string{"what", "weights"}, nil},
		{"quantization", []string{"what", "activations"}, nil},
		{"norm", []string{"data", "model"}, []string{"matrix", "norms", "neighbour", "devices", "batch", "modes", "padding", "sequence", "shape"}},
		{"position", []string{"scheme", "learned"}, []string{"shuffle", "heatmap", "odometer", "waves", "similarity", "rotation", "unique", "sum", "attention", "relative", "own"}},
		{"position", []string{"scheme", "rope"}, []string{"shuffle", "sum", "attention", "relative", "own"}},
	} {
		for _, l := range told(t) {
			if l.Info().ID != tt.lab {
				continue
			}
			labtest.Turn(t, l, tt.knobs...)
			for _, view := range l.Views().List {
				labtest.Turn(t, l, "view", view.Name)
				lacks := tt.views == nil || slices.Contains(tt.views, view.Name)
				want := "View " + view.Name + " needs the weights or the activations of the model."
				picture := strings.Join(strings.Fields(lab.Draw(l, lab.Frame{Size: viz.Size{W: 80, H: 20}, Theme: viz.Themes()[0]}).Plain()), " ")
				if says := lab.Sentence(l); strings.HasPrefix(says.String(), want) != lacks || strings.HasPrefix(picture, want) != lacks {
					t.Errorf("%s %v, view %s says %q, and shows %q", tt.lab, tt.knobs, view.Name, says, picture)
				}
				for _, r := range lab.Readings(l) {
					if lacks && r.Undefined.Empty() && r.Text.Empty() {
						t.Errorf("%s %v, view %s: %s is %g", tt.lab, tt.knobs, view.Name, r.Name, r.Value)
					}
				}
				if _, busy := l.(lab.Animated); busy && lacks && l.(lab.Animated).Busy() {
					t.Errorf("%s %v, view %s is busy", tt.lab, tt.knobs, view.Name)
				}
			}
		}
	}
}

// The model in this program has a row among the GPTs, with what is not told
// said to be kept back.
func TestToldAmongTheGPTs(t *testing.T) {
	for _, l := range told(t) {
		if l.Info().ID != "gpt" {
			continue
		}
		for _, knob := range []string{"gpt", "compare"} {
			labtest.Turn(t, l, "gpt", "gpt-2", "compare", "gpt-1", knob, "loaded")
			for _, view := range l.Views().List {
				for _, measure := range []string{"parameters", "data", "compute", "context", "vocabulary"} {
					labtest.Turn(t, l, "view", view.Name, "measure", measure)
					shows := lab.Draw(l, lab.Frame{Size: viz.Size{W: 80, H: 24}, Theme: viz.Themes()[0]}).Plain() + "\n" + lab.Sentence(l).String()
					t.Logf("%s %s %s: %s", knob, view.Name, measure, lab.Sentence(l))
					for _, claim := range []string{"GPT-4 Technical", "published", "printed none", "is public", "are public", "its file", "from shapes"} {
						if knob == "gpt" && strings.Contains(shows, claim) {
							t.Errorf("%s, view %s, %s: nobody has said %q: %s", knob, view.Name, measure, claim, shows)
						}
					}
				}
			}
		}
	}
}

// What a view says on it, for a person to read with -v: by lab and view.
func TestToldSays(t *testing.T) {
	for _, l := range told(t) {
		for v, view := range l.Views().List {
			*l.Views().At = v
			err := l.Refresh()
			if id := l.Info().ID; err == nil && id != "adapt" && id != "residual" { // what these train is no matter here
				err = lab.Settle(l)
			}
			if err != nil {
				t.Errorf("%s %s: %v", l.Info().ID, view.Name, err)
				continue
			}
			grid := lab.Draw(l, lab.Frame{Size: viz.Size{W: 80, H: 20}, Theme: viz.Themes()[0]})
			says := lab.Sentence(l)
			if strings.TrimSpace(grid.String()) == "" || says.Empty() {
				t.Errorf("%s %s shows nothing, and says %q", l.Info().ID, view.Name, says)
			}
			t.Logf("%s %s: %s", l.Info().ID, view.Name, says)
			for _, r := range lab.Readings(l) {
				t.Logf("    %s %v %s %s", r.Name, r.Value, r.Text, r.Undefined)
			}
		}
	}
}
