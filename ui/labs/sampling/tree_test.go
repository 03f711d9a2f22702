package sampling

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// However few branches there is room for, the ends of those that are drawn and
// the row of all others have 1 together, and the list's leaves and rests too.
func TestBranchesSumToOne(t *testing.T) {
	l := fresh(t)
	for _, knobs := range [][]string{
		{"view", "tree"},
		{"temperature", "1", "top-k", "off", "top-p", "off"},
		{"temperature", "0"},
		{"temperature", "3", "min-p", "0.05", "prompt", "once upon a time there was a"},
		{"prompt", "to be or not", "reach", "2", "order", "llama.cpp"},
	} {
		turnTree(t, l, knobs...)
		for n := range 40 {
			rows, rest := twigs(l.tree.grown, n, l.chosen(), uint64(l.seed))
			sum := rest
			for i, w := range rows {
				if end := i+1 == len(rows) || l.tree.grown.Nodes[rows[i+1].first()].Parent != w.last(); end {
					sum += l.tree.grown.Nodes[w.last()].RulesMass
				}
			}
			if math.Abs(sum-1) > 1e-9 || len(rows) > n {
				t.Fatalf("%v: of %d rows %d are drawn, with %g", knobs, n, len(rows), sum)
			}
		}
		if sum := labtest.Reading(t, l, "leaves").Value + labtest.Reading(t, l, "beyond").Value; math.Abs(sum-1) > 1e-9 {
			t.Errorf("%v: leaves and what is beyond them sum to %g", knobs, sum)
		}
	}
}

// The chosen branch has a row, and so has the seed's path where it is in the
// tree; without one no legend speaks of it.
func TestChosenBranchAndPathAreDrawn(t *testing.T) {
	l := fresh(t)
	turnTree(t, l, "view", "tree")
	for branch := 1; branch <= treeWide; branch++ {
		turnTree(t, l, "branch", strconv.Itoa(branch))
		if s := treeScreen(l); !strings.Contains(s, "▸") {
			t.Errorf("branch %d: no row is marked:\n%s", branch, s)
		}
	}
	dots := 0
	for seed := range 12 {
		turnTree(t, l, "seed", strconv.Itoa(seed+1), "branch", "3")
		inTree := slices.ContainsFunc(l.tree.branches(), func(n int) bool {
			return slices.Contains(l.tree.grown.Nodes[n].Seeds, uint64(l.seed))
		})
		s := treeScreen(l)
		rows, legend := s, ""
		if at := strings.LastIndex(s, "• path"); at >= 0 {
			rows, legend = s[:at], s[at:]
		}
		dot := strings.Contains(rows, "•")
		if dot != inTree || dot != (legend != "") {
			t.Errorf("seed %d: in the tree %v, a dot %v, a legend %q", l.seed, inTree, dot, legend)
		}
		if dot {
			dots++
		}
	}
	if dots == 0 {
		t.Error("no seed's path is drawn")
	}
}

// A seed's path is how its text begins.
func TestSeedsArePaths(t *testing.T) {
	l := fresh(t)
	for _, seed := range []string{"7", "8", "9", "10"} {
		turnTree(t, l, "view", "text", "seed", seed, "length", "6")
		tokens := l.text.history[len(l.next.tokens):]
		turnTree(t, l, "view", "tree")
		seeds, n := 0, 0
		for at := 0; n < len(tokens); n++ {
			at, _ = l.tree.grown.Find(tokens[:n+1])
			if l.tree.grown.Nodes[at].Depth != n+1 {
				break
			}
			for _, s := range l.tree.grown.Nodes[at].Seeds {
				if s == uint64(l.seed) {
					seeds++
				}
			}
		}
		if n == 0 || seeds != n {
			t.Errorf("seed %s: %d of its text's first %d tokens in the tree are on its path", seed, seeds, n)
		}
	}
	if root := l.tree.grown.Nodes[0]; len(root.Seeds) != treeSeeds {
		t.Errorf("%d seeds begin", len(root.Seeds))
	}
}

// A stricter rule removes more, and is seen to.
func TestRulesCutTheTree(t *testing.T) {
	l := fresh(t)
	turnTree(t, l, "view", "tree", "temperature", "1", "top-k", "off", "top-p", "off")
	if r := labtest.Reading(t, l, "removed"); r.Value != 0 || strings.Contains(treeScreen(l), "   cut  ") {
		t.Errorf("%+v without a rule", r)
	}
	removed, lost := 0.0, 0.0
	for _, p := range []string{"0.9", "0.5", "0.1"} {
		turnTree(t, l, "top-p", p)
		r, gone := labtest.Reading(t, l, "removed").Value, labtest.Reading(t, l, "true lost").Value
		if r <= removed || gone <= lost || !strings.Contains(treeScreen(l), "   cut  ") || !strings.Contains(lab.Sentence(l).String(), "of what is true") {
			t.Errorf("top-p %s removes %g and %g of the truth, a milder one %g and %g: %q", p, r, gone, removed, lost, lab.Sentence(l))
		}
		removed, lost = r, gone
	}
	turnTree(t, l, "prompt", "to be or not")
	if r := labtest.Reading(t, l, "true lost"); r.Undefined.Empty() || strings.Contains(treeScreen(l), " true ") {
		t.Errorf("where nothing is known %+v", r)
	}
}

func treeScreen(l *Lab) string {
	return lab.Draw(l, lab.Frame{Size: viz.Size{W: 78, H: 20}, Theme: viz.Themes()[0]}).Plain()
}

// Space takes the chosen branch, cut or not, and the other key goes back.
func TestWalkingTheTree(t *testing.T) {
	l := fresh(t)
	turnTree(t, l, "view", "tree", "top-k", "1", "branch", "2")
	for _, key := range []string{"space", "a"} {
		for _, a := range lab.Actions(l) {
			if a.Key == key {
				if err := a.Do(); err != nil {
					t.Fatal(err)
				}
			}
		}
		turnTree(t, l)
		if want := map[string]string{"space": "the fox lives in the cave", "a": "the fox lives in the"}[key]; l.prompt != want || l.branch != 1 {
			t.Errorf("after %s the prompt is %q, and branch %d is chosen", key, l.prompt, l.branch)
		}
	}
	turnTree(t, l, "prompt", "a")
	if err := l.rewind(); err == nil {
		t.Error("the only token is taken off")
	}
}

// The whole tree is handed out, nested, and sums up.
func TestTreeAsJSON(t *testing.T) {
	l := fresh(t)
	turnTree(t, l, "view", "tree")
	list := l.listTree()[0]
	if n := len(list.Rows) + list.Left; n != len(l.tree.grown.Nodes) || n < 100 {
		t.Errorf("%d rows of %d nodes", n, len(l.tree.grown.Nodes))
	}
	data, err := json.Marshal(l.Views().Open().Whole())
	if err != nil {
		t.Fatal(err)
	}
	var root branch
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	if sum := root.sum(); root.Text != "the fox lives in the" || math.Abs(sum-1) > 1e-9 {
		t.Errorf("%q, with %g", root.Text, sum)
	}
}

type branch struct {
	Text  string
	Mass  float64 `json:"rules_mass"`
	Rest  *branch
	Below []branch `json:"children"`
}

// sum is that of the leaves and rests.
func (b branch) sum() float64 {
	if b.Rest == nil {
		return b.Mass
	}
	sum := b.Rest.Mass
	for _, c := range b.Below {
		sum += c.sum()
	}
	return sum
}

// A model that tells 20 tokens has a tree where the rules leave no others, and
// none where they do.
func TestToldTree(t *testing.T) {
	l := told(t)
	turnTree(t, l, "view", "tree", "top-k", "12")
	if l.tree.grown == nil || l.tree.grown.Vague {
		t.Fatalf("no tree of what is known: %q", lab.Sentence(l))
	}
	turnTree(t, l, "top-k", "off", "top-p", "off")
	if says := lab.Sentence(l).String(); !strings.Contains(says, "tells 20 of 1,024") {
		t.Errorf("it says %q", says)
	}
}

// turnTree turns knobs and lets the tree grow.
func turnTree(t *testing.T, l *Lab, settings ...string) {
	t.Helper()
	labtest.Turn(t, l, settings...)
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
}
