package gpt

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// claims are what a sentence may say, each with what must be so then. The
// groups of the pattern are handed on.
var claims = []struct {
	pattern string
	holds   func(l *Lab, is []string) bool
}{
	{`has ([\d.]+) times the (\w+) of`, func(l *Lab, is []string) bool { return l.ratioIs(is[2], number64(is[1]), 0.05) }},
	{`has ([\d.]+) of the (\w+) of`, func(l *Lab, is []string) bool { return l.ratioIs(is[2], number64(is[1]), 0.05) }},
	{`has 1/(\d+) of the (\w+) of`, func(l *Lab, is []string) bool { return l.ratioIs(is[2], 1/number64(is[1]), 0.05) }},
	{`are equal in (\w+)`, func(l *Lab, is []string) bool { return l.ratioIs(is[1], 1, 0) }},
	{`are equal in (?:data|compute)`, func(l *Lab, _ []string) bool { // whoever was tuned has seen more
		return (l.a().Training.Text != l.b().Training.Text) == strings.Contains(lab.Sentence(l).String(), "before fine-tuning")
	}},
	{`looks back on ([\d,]+) tokens`, func(l *Lab, is []string) bool { return l.a().Context.Value == number64(is[1]) }},
	{`has ([\d,]+) ids`, func(l *Lab, is []string) bool { return l.a().Vocab.Value == number64(is[1]) }},
	{`where the size is not`, func(l *Lab, _ []string) bool { return l.a().Shape == nil && l.a().Vocab.Known() }},
	{`The scale ends where disclosure ends`, func(l *Lab, _ []string) bool { return l.b().Shape == nil }},
	{`vocabulary and context are public`, func(l *Lab, _ []string) bool { return l.a().Vocab.Known() && l.a().Context.Known() }},
	{`The (?:rest of the )?block is the same`, func(l *Lab, _ []string) bool {
		older, newer := l.aged()
		d := blocks(older, newer)
		return len(d.unknown) == 0 && len(d.same) > 0 && len(d.changed) > 0
	}},
	{`no aspect changed`, func(l *Lab, _ []string) bool {
		older, newer := l.aged()
		return slices.EqualFunc(older.Aspects()[:9], newer.Aspects()[:9], sameWord)
	}},
	{`L = (\d+) and d = (\d+) stay too`, func(l *Lab, is []string) bool {
		a, b := l.a().Shape, l.b().Shape
		return a.Layers == b.Layers && a.Width == b.Width && float64(a.Layers) == number64(is[1]) && float64(a.Width) == number64(is[2])
	}},
	{`L goes from (\d+) to (\d+)`, func(l *Lab, is []string) bool {
		older, newer := l.aged()
		return is[1] != is[2] && float64(older.Shape.Layers) == number64(is[1]) && float64(newer.Shape.Layers) == number64(is[2])
	}},
	{`(\d+) aspects changed`, func(l *Lab, is []string) bool { return float64(len(blocks(l.aged()).changed)) == number64(is[1]) }},
	{`attention half as much`, func(l *Lab, _ []string) bool {
		p := l.a().Shape.Parts()
		return math.Abs(float64(p.MLP)/float64(p.Attention)-2) < 0.1
	}},
	{`, (\d+) % of all`, func(l *Lab, is []string) bool {
		d := l.loadOf(l.a())
		return math.Abs(100*d.cache/d.total()-number64(is[1])) <= 0.51
	}},
	{`less than 1 % of all`, func(l *Lab, _ []string) bool { d := l.loadOf(l.a()); return d.cache/d.total() < 0.01 }},
	{`cost more than the model`, func(l *Lab, _ []string) bool { d := l.loadOf(l.a()); return d.cache > d.weights }},
	{`ends at ([\d,]+) tokens`, func(l *Lab, is []string) bool {
		return float64(l.a().Shape.Context) == number64(is[1]) && l.context > l.a().Shape.Context
	}},
	{`doubles with context`, func(l *Lab, _ []string) bool { return l.context < l.a().Shape.Context }},
	{`this text gained nothing`, func(l *Lab, _ []string) bool { return len(l.splits[0].tokens) == len(l.splits[2].tokens) }},
	{`one corpus, (.+?): `, func(l *Lab, is []string) bool { return len(l.a().Corpora) == 1 && l.a().Corpora[0].Name == is[1] }},
	{`books`, func(l *Lab, _ []string) bool { return strings.Contains(l.a().Corpora[0].Size.Text, "books") }},
	{`that is was not printed`, func(l *Lab, _ []string) bool { return !l.a().Tokens.Known() }},
	{`collected: (.+?) ([\d.]+) times, (.+?) ([\d.]+) times`, func(l *Lab, is []string) bool {
		for _, c := range l.a().Corpora {
			if c.Epochs.Value > number64(is[2]) || c.Epochs.Value < number64(is[4]) {
				return false
			}
		}
		return true
	}},
}

func sameWord(a, b family.Aspect) bool { return a.Cell.Text == b.Cell.Text }

func number64(s string) float64 {
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// ratioIs says whether one model has so many times what the other one has.
func (l *Lab) ratioIs(name string, want, near float64) bool {
	i := slices.IndexFunc(measures, func(m measure) bool { return m.name == name })
	got := measures[i].of(l.a()).Value / measures[i].of(l.b()).Value
	return math.Abs(got-want) <= near*want
}

// What is said at random settings is so.
func TestEveryClaim(t *testing.T) {
	patterns := make([]*regexp.Regexp, len(claims))
	met := make([]int, len(claims))
	for i, c := range claims {
		patterns[i] = regexp.MustCompile(c.pattern)
	}
	check := func(at lab.Lab) {
		l := at.(*Lab)
		says := labtest.Ungrouped(lab.Sentence(l))
		for i, c := range claims {
			if is := patterns[i].FindStringSubmatch(says.String()); is != nil {
				if met[i]++; !c.holds(l, is) {
					t.Errorf("view %s, %s beside %s: it is not so: %q", l.Views().Open().Name, l.a().ID, l.b().ID, says)
				}
			}
		}
	}
	labtest.Roam(t, func() lab.Lab { return fresh(t) }, 2, check)
	l := fresh(t)
	for v := range l.Views().List {
		for i := range l.models {
			for _, j := range []int{0, 1, 2, 10, 13, i} {
				for k := range measures {
					l.view, l.model, l.compare, l.measure = v, i, j, k
					l.batch, l.context = 1<<(2*(k%4)), 2048
					if err := l.Refresh(); err != nil {
						t.Fatal(err)
					}
					if !l.Progress().Stale {
						check(l)
					}
				}
			}
		}
	}
	turn(t, l, "view", "tokens", "text", "hello")
	check(l)
	for i, n := range met {
		if n == 0 && !labtest.Brief() {
			t.Errorf("nothing said %q", claims[i].pattern)
		}
	}
}

// What abilities, shots and generations say is what their numbers are.
func TestNewClaims(t *testing.T) {
	l := fresh(t)
	for task, b := range family.Benchmarks() {
		for i, m := range l.sizes() {
			turn(t, l, "view", "abilities", "task", taskNames[task], "gpt", m.ID)
			says := lab.Sentence(l).String()
			want := fmt.Sprintf("%s got %s %% right with no example in its prompt, %s with one, %s with %d.", m.Name, printed(b.Accuracy[0][i]), printed(b.Accuracy[1][i]), printed(b.Accuracy[2][i]), b.Examples)
			if !strings.HasPrefix(says, want) {
				t.Errorf("%q, want %q", says, want)
			}
			if worse := strings.Contains(says, "made it worse"); worse != (b.Accuracy[1][i] < b.Accuracy[0][i]) {
				t.Errorf("%s, %s: %q", b.Name, m.Name, says)
			}
			gain := func(i int) float64 { return b.Accuracy[2][i] - b.Accuracy[0][i] }
			if more := strings.Contains(says, "to the largest and"); more && gain(7) <= gain(0) {
				t.Errorf("%s: %q", b.Name, says)
			}
			for j, other := range l.sizes() { // the largest does not stand for all: who gains most is named
				add := strings.Contains(says, "Examples add")
				if add && gain(j) > max(gain(0), gain(7))+0.05 && !strings.Contains(says, "points to Small, ") {
					t.Errorf("%s: %s gains %.1f: %q", b.Name, other.Name, gain(j), says)
				}
				if named := fmt.Sprintf(" to %s, ", strings.TrimPrefix(other.Name, "GPT-3 ")); j > 0 && strings.Contains(says, named) && (gain(j) != slices.Max([]float64{gain(0), gain(1), gain(2), gain(3), gain(4), gain(5), gain(6), gain(7)}) || !strings.Contains(says, points(gain(j))+named)) {
					t.Errorf("%s: %s gains %.1f: %q", b.Name, other.Name, gain(j), says)
				}
			}
			if strings.Contains(says, "add -") || strings.Contains(says, "and -") {
				t.Errorf("%s adds less than nothing: %q", b.Name, says)
			}
		}
	}
	turn(t, l, "view", "shots", "seed", "3")
	says := lab.Sentence(l).String()
	if four, known := labtest.Reading(t, l, "style, 4"), labtest.Reading(t, l, "known, 0"); four.Value != 0 || !strings.Contains(says, fmt.Sprintf("end so: 0 of %d", questionsEach)) || !strings.Contains(says, fmt.Sprintf("%.0f of %d", known.Value, questionsEach)) {
		t.Errorf("%v and %v: %q", four.Value, known.Value, says)
	}
	turn(t, l, "view", "generations")
	if got := labtest.Reading(t, l, "growth").Value; math.Abs(got-174604259328./116534784) > 1e-9 || !strings.Contains(lab.Sentence(l).String(), "1,498 times") {
		t.Errorf("%v: %q", got, lab.Sentence(l))
	}
	turn(t, l, "view", "use", "gpt", "gpt-4")
	if says := lab.Sentence(l).String(); !strings.Contains(says, "done in 5 ways") { // fine-tuned, zero-shot, examples, instructions, reasons first
		t.Error(says)
	}
	if r := labtest.Reading(t, l, "released"); r.Text.String() != "2023-03-14" || r.Provenance != lab.Published {
		t.Errorf("GPT-4 was released on %q", r.Text)
	}
}

// The number under discussion is the first reading, and no reading that has a
// value reads as 0.
func TestSubject(t *testing.T) {
	l := fresh(t)
	for _, c := range []struct{ view, measure, want string }{
		{"timeline", "parameters", "parameters"}, {"timeline", "context", "context max"}, {"timeline", "data", "data"},
		{"timeline", "compute", "training"}, {"timeline", "vocabulary", "vocabulary"},
		{"ledger", "data", "parameters"}, {"memory", "data", "weights"}, {"tokens", "data", "r50k"}, {"data", "context", "data"},
	} {
		turn(t, l, "view", c.view, "measure", c.measure)
		if got := lab.Readings(l)[0].Name; got != c.want {
			t.Errorf("%s of %s is about %s, want %s", c.view, c.measure, got, c.want)
		}
	}
	turn(t, l, "gpt", "loaded", "compare", "gpt-3-175b", "context", "128")
	for _, view := range []string{"timeline", "memory"} {
		turn(t, l, "view", view)
		for _, r := range lab.Readings(l) {
			if shown := viz.Fixed(r.Value, r.Digits).String(); r.Undefined.Empty() && r.Value > 0 && strings.Trim(shown, "0.") == "" {
				t.Errorf("%s: %s is %g and shown as %s", view, r.Name, r.Value, shown)
			}
		}
	}
}
