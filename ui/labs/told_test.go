package labs_test

import (
	"strings"
	"testing"

	"logitarium/core/builtin"
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
	own, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	return labs.All(lmtest.Tell(own, 20), own)
}

// Every lab opens on a model that offers little, and keeps the rules of labs
// there.
func TestTold(t *testing.T) {
	for i, l := range told(t) {
		switch id := l.Info().ID; id {
		case "adapt", "residual": // their model is their own
		case "rag": // a test of its package does this with a library that is made once
		default:
			t.Run(id, func(t *testing.T) { labtest.Rules(t, func() lab.Lab { return told(t)[i] }) })
		}
	}
}

// What a view says on it, for a person to read with -v: by lab and view.
func TestToldSays(t *testing.T) {
	for _, l := range told(t) {
		for v, view := range l.Views().List {
			*l.Views().At = v
			err := l.Refresh()
			if err == nil {
				err = lab.Settle(l)
			}
			if err != nil {
				t.Errorf("%s %s: %v", l.Info().ID, view.Name, err)
				continue
			}
			grid := lab.Draw(l, lab.Frame{Size: viz.Size{W: 80, H: 20}, Theme: viz.Themes()[0]})
			says := lab.Sentence(l)
			if strings.TrimSpace(grid.String()) == "" || says == "" {
				t.Errorf("%s %s shows nothing, and says %q", l.Info().ID, view.Name, says)
			}
			t.Logf("%s %s: %s", l.Info().ID, view.Name, says)
			for _, r := range lab.Readings(l) {
				t.Logf("    %s %v %s %s", r.Name, r.Value, r.Text, r.Undefined)
			}
		}
	}
}
