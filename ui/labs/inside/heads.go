package inside

import (
	"math"
	"strings"

	"logitarium/core/lens"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// scored is what all heads of the model are for, by tests.
type scored struct {
	work   lab.Work        // of testing, which goes on while the view is open
	copies [][]lens.Copies // by their weights, [L][H]; nil of a model that has no such circuits
	own    lens.Scores     // on texts of its own; without weights until all is done
	onText lens.Scores     // on the text that is read
}

// testKey is the work of testing, which depends on the model alone.
type testKey struct{}

// The rows of the table: the tests, and what weights say alone.
const (
	copiesRaw = lens.Tests + iota
	copies
	rows
)

// tests are the rows with their names: of rows, of readings, and what a head that
// has most there is for.
var tests = [rows]struct {
	name        string
	short, help message.ID
}{
	lens.PreviousToken: {"previous", "previous", "how much of what the head takes comes from the token before, on my text"},
	lens.FirstToken:    {"first", "first", "how much comes from the first token, on my text"},
	lens.Induction:     {"induction", "induction", "the published test: 50 random tokens twice; how much comes from the token after the same one's first time"},
	lens.Echo:          {"echo", "say/echo", "the same in documents of this world, where say and some words are followed by echo and these words"},
	lens.ReadAnswer:    {"reading", "answer", "three facts and a question: how much comes from the answer in the text, where it is about to be said"},
	copiesRaw:          {"bare", "copies raw", "by its weights, of bare embeddings: 1 raises the tokens that it reads, −1 lowers them; eigenvalues of its OV circuit, Σ Re λ / Σ |λ|"},
	copies:             {"copies", "copies", "the same of what really enters the block, behind the word say"},
}

func (l *Lab) headsView() view {
	return view{
		tests: true,
		View: lab.View{Name: "heads", Help: "what each head is for, by tests on this model",
			Moves: []lab.Field{&l.text, &l.layer, &l.head},
			Draw:  l.drawTests, Sentence: l.sayTests, Readings: l.readTests, Lists: l.listTests},
		ready: l.pass, compute: l.survey,
		idle: func(d lab.Idle) {
			if l.config().Heads == 1 {
				d.Because(message.New("the block has one head"), &l.head)
			}
			if l.config().Layers == 1 {
				d.Because(message.New("the model has one block"), &l.layer)
			}
		},
	}
}

// survey scores the heads on the text, and has them tested on texts of its own.
func (l *Lab) survey() {
	l.scored.onText = l.read.trace.Score(lens.OnText(l.text0.tokens).Aims)
	if l.scored.own.Weights != nil || l.scored.work.Is(testKey{}) {
		return
	}
	const most, budget, length, seed = 20, 2e10, 100, 1
	size := int(min(max(budget/l.config().Work(length), 2), most))
	samples := lens.Samples(l.lm, size, seed)
	var s *lens.Survey
	var circuits *lens.Circuits
	before := l.lm.Tokens.Encode("say")
	l.scored.work.Begin(testKey{}, message.New("All heads are tested on %d texts", len(samples)))
	l.scored.work.Add(lens.CircuitsCost(l.config(), len(before)), func() lab.Stepper {
		circuits = lens.NewCircuits(l.lm.Network, before)
		return circuits
	}, func() { l.scored.copies = circuits.Copies() })
	l.scored.work.Add(lens.SurveyCost(l.config(), samples), func() lab.Stepper {
		s = lens.Measure(l.lm.Network, samples)
		return s
	}, func() { l.scored.own = s.Scores() })
}

// testing says whether the tests go on.
func (l *Lab) testing() bool { return l.scored.work.Waiting() && l.open().tests }

// score is how much a head reads at what a test aims at; ok is false where that
// is not known.
func (h scored) score(test lens.Test, layer, head int) (v float64, ok bool) {
	if test >= lens.Tests {
		if h.copies == nil || h.own.Weights == nil { // all are shown together
			return math.NaN(), false
		}
		v = h.copies[layer][head].Entering
		if test == copiesRaw {
			v = h.copies[layer][head].Bare
		}
		return v, !math.IsNaN(v)
	}
	s := h.of(test)
	if s.Weights == nil || s.Aims[test] == 0 {
		return math.NaN(), false
	}
	return s.Weights[layer][head][test], true
}

// of are the scores that have a test.
func (h scored) of(test lens.Test) lens.Scores {
	if test == lens.PreviousToken || test == lens.FirstToken {
		return h.onText
	}
	return h.own
}

func (l *Lab) sayTests() message.Text {
	score := func(test lens.Test) float64 {
		v, _ := l.scored.score(test, l.layer, l.head)
		return v
	}
	_, text := l.scored.score(lens.FirstToken, l.layer, l.head)
	_, asked := l.scored.score(lens.ReadAnswer, l.layer, l.head)
	switch {
	case l.scored.own.Weights == nil:
		return message.New("All heads are being tested on texts of their own: %.0f %% done.", 100*l.scored.work.Progress().Share)
	case asked:
		return message.New("Head %d.%d by the published test of induction, on random tokens: %.2f. In this world's say/echo: %.2f. At the answer in the text: %.2f.",
			l.layer, l.head, score(lens.Induction), score(lens.Echo), score(lens.ReadAnswer))
	case !text:
		return message.New("Head %d.%d by the published test of induction, on random tokens: %.2f.", l.layer, l.head, score(lens.Induction))
	}
	return message.New("Head %d.%d reads %.2f at the token before, %.2f at the first one; %.2f by the published test of induction, on random tokens.",
		l.layer, l.head, score(lens.PreviousToken), score(lens.FirstToken), score(lens.Induction))
}

func (l *Lab) readTests() []lab.Reading {
	var readings []lab.Reading
	for _, test := range []lens.Test{lens.ReadAnswer, lens.Echo, lens.Induction, lens.PreviousToken, lens.FirstToken} {
		v, ok := l.scored.score(test, l.layer, l.head)
		n := l.scored.of(test).Aims[test]
		r := lab.Reading{Name: tests[test].name, Help: message.New(tests[test].help), Value: v, Digits: 3, Note: message.Count(n, "at %d place", "at %d places", n)}
		if !ok {
			r.Value, r.Note, r.Undefined = 0, message.Text{}, l.untested(test)
		}
		readings = append(readings, r)
	}
	for _, test := range []lens.Test{copiesRaw, copies} {
		v, ok := l.scored.score(test, l.layer, l.head)
		n := l.config().HeadWidth()
		r := lab.Reading{Name: tests[test].name, Help: message.New(tests[test].help), Value: v, Digits: 3, Note: message.Count(n, "of %d eigenvalue", "of %d eigenvalues", n)}
		if !ok {
			r.Value, r.Note, r.Undefined = 0, message.Text{}, l.untested(test)
		}
		readings = append(readings, r)
	}
	return readings
}

// untested says why there is no score.
func (l *Lab) untested(test lens.Test) message.Text {
	switch {
	case test == lens.PreviousToken || test == lens.FirstToken:
		return message.New("the text has one token")
	case l.scored.own.Weights == nil:
		return message.New("the heads are being tested")
	case test >= lens.Tests:
		return message.New("it takes a model that reads behind its norms, and room for a word")
	}
	return message.New("it takes a model that was trained on Tiny World")
}

// listTests has all heads.
func (l *Lab) listTests() []lab.List {
	list := lab.List{Name: "heads", Columns: []string{"head"}}
	for _, test := range tests {
		list.Columns = append(list.Columns, test.name)
	}
	for i := range l.config().Layers * l.config().Heads {
		layer, head := l.column(i)
		cells := []lab.Cell{lab.Word(viz.Cleanf("%d.%d", layer, head).String())}
		for test := range rows {
			if v, ok := l.scored.score(test, layer, head); ok {
				cells = append(cells, lab.Amount(v, 3))
			} else {
				cells = append(cells, lab.Word(""))
			}
		}
		list.Add(cells...)
	}
	return []lab.List{list}
}

// drawTests draws a table, a row for each test and a column for each head, and
// below what the tests are, or where there is the room one test as bars.
func (l *Lab) drawTests(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	title := f.Theme.FitFirst(g.W, f.Say("how much each head reads at what a test aims at; a column is a head"), f.Say("a column is a head, a row a test"))
	if first, n, all := l.tested(g.W); n < all {
		layer, head := l.column(first)
		toLayer, toHead := l.column(first + n - 1)
		title = f.Say("heads %d.%d to %d.%d of %d, a column each", layer, head, toLayer, toHead, all)
	}
	g.Text(0, 0, f.Theme.Fit(title, g.W), f.Theme.Strong)
	l.writeTests(f, g, 1)
	y := len(tests) + 3
	if y < g.H {
		g.Put(0, y-1, viz.Legend(viz.Size{W: g.W, H: 1}, f.Theme, []viz.LegendItem{
			{Glyph: '■', Style: f.Theme.Measured, Name: f.Say("from %.1f on", strong)},
			{Glyph: '■', Style: f.Theme.Text, Name: f.Say("from %.1f on", some)},
			{Glyph: '■', Style: f.Theme.Faint, Name: f.Say("below")},
		}))
	}
	if bars := l.config().Layers*l.config().Heads + 2; g.H >= headsH {
		bars = min(bars, g.H-y)
		g.Put(0, y, l.testBars(f.In(g.W, bars)))
		y += bars + 1
	}
	if rest := g.H - y; rest > 0 {
		g.Put(0, y, l.drawHelp(f.In(g.W, rest)))
	}
	return g
}

// testBars draws one test as bars: of the answer, or of induction where no
// answers are known.
func (l *Lab) testBars(f lab.Frame) viz.Grid {
	test := lens.ReadAnswer
	if _, ok := l.scored.score(test, 0, 0); !ok {
		test = lens.Induction
	}
	c := viz.BarChart{Columns: []viz.Column{{Title: f.Say("head"), Left: true, Width: 5}, {Title: f.Say(tests[test].short), Width: 9}}, Max: 1}
	for i := range l.config().Layers * l.config().Heads {
		layer, head := l.column(i)
		v, _ := l.scored.score(test, layer, head)
		c.Rows = append(c.Rows, viz.BarRow{Cells: []viz.Safe{viz.Cleanf("%d.%d", layer, head), viz.Fixed(v, 3)}, Value: v, Mark: nan, Chosen: layer == l.layer && head == l.head})
	}
	return viz.Bars(f.Size, f.Theme, c)
}

const (
	testLabels = 11 // columns for the name of a test
	testCell   = 4  // and for a score
)

// tested are the heads that the table has room for, around the chosen one: the
// first, how many, and of how many.
func (l *Lab) tested(w int) (first, n, all int) {
	c := l.config()
	all = c.Layers * c.Heads
	n = min(all, max((w-testLabels)/testCell, 1))
	return windowAt(l.layer*c.Heads+l.head, n, all), n, all
}

// column is one head in the table.
func (l *Lab) column(i int) (layer, head int) { return i / l.config().Heads, i % l.config().Heads }

// The scores that are written brightly, and less so, and by which a head is
// named.
const (
	strong = 0.4
	some   = 0.1
	names  = 0.5
)

// writeTests writes the table in four columns a head, as many heads as fit
// around the chosen one.
func (l *Lab) writeTests(f lab.Frame, g viz.Grid, y int) {
	const cell = testCell
	first, columns, _ := l.tested(g.W)
	for k := range columns {
		layer, head := l.column(first + k)
		x, style := testLabels+k*cell, f.Theme.Faint
		if layer == l.layer && head == l.head {
			style = f.Theme.Accent
		}
		g.Text(x, y, f.Theme.Fit(viz.Cleanf("%d.%d", layer, head), cell-1), style)
		for test := range tests {
			v, ok := l.scored.score(lens.Test(test), layer, head)
			if !ok {
				g.Text(x, y+1+test, f.Theme.Show(viz.Clean("–")), f.Theme.Faint)
				continue
			}
			style := f.Theme.Faint
			switch {
			case v >= strong:
				style = f.Theme.Measured
			case v >= some:
				style = f.Theme.Text
			}
			g.Text(x, y+1+test, f.Theme.Show(signed(v, cell-1)), style)
		}
	}
	for test, t := range tests {
		g.Text(0, y+1+test, f.Theme.Fit(f.Say(t.short), testLabels-1), f.Theme.Text)
	}
}

// signed writes a score, of a negative one a digit less.
func signed(v float64, w int) viz.Safe {
	if v > -0.05 {
		return narrowShare(max(v, 0), w)
	}
	return viz.Clean("−" + strings.TrimSuffix(strings.TrimPrefix(viz.Fixed(-v, 1).String(), "0"), ".0"))
}

// named is what the tests say that a head is for: the one where it has most, if
// that is half of what it reads.
func (l *Lab) named() (short message.ID, score float64, ok bool) {
	for test := range lens.Tests {
		if v, known := l.scored.score(test, l.layer, l.head); known && v >= names && v > score {
			short, score, ok = tests[test].short, v, true
		}
	}
	return short, score, ok
}

// drawHelp says what the tests are.
func (l *Lab) drawHelp(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	y := 0
	for _, t := range tests {
		text := f.Say("%v: %v", message.New(t.short), message.New(t.help))
		lines := viz.Wrap(text, g.W)
		if y+len(lines) > g.H {
			break
		}
		for _, line := range lines {
			g.Text(0, y, f.Theme.Show(line), f.Theme.Faint)
			y++
		}
		if g.H >= headsH/2 {
			y++
		}
	}
	return g
}
