// Package toy is a small honest lab for tests of the shell, the contract test
// and the command line: the softmax of five fixed logits. It has a knob of
// every kind, an idle one, a reading that can be undefined, and goes on by itself.
package toy

import (
	"embed"
	"math"
	"slices"
	"strings"
	"time"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

//go:embed notes.md
var notes embed.FS

// Notes is what the n key shows.
var Notes = message.Document{Folder: notes, Name: "notes.md"}

var (
	words  = [...]string{"forest", "cave", "den", "meadow", "river"}
	logits = [...]float64{2.1, 1.4, 0.9, 0.2, -0.3}
)

// Lab is the softmax of five logits.
type Lab struct {
	prompt      string
	temperature float64
	keep        int
	order       int
	log         bool
	view        int

	probs   []float64 // by rank of the order
	names   []string
	running bool
	steps   int
}

// New returns the lab as it opens.
func New() *Lab {
	l := &Lab{}
	lab.Reset(l.Knobs())
	return l
}

// Twin returns another one.
func (l *Lab) Twin() lab.Lab { return New() }

// Keep implements [lab.Kept].
func (l *Lab) Keep() (restore func()) { return lab.KeepStruct(l) }

// Info describes it.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID: "toy", Tab: "Toy", Title: "Softmax of five logits",
		Question: "What does temperature do?", Subject: "five logits", Notes: Notes,
	}
}

// Knobs has one of every kind.
func (l *Lab) Knobs() []lab.Knob {
	return []lab.Knob{
		{Name: "prompt", Help: "what the five words follow",
			Setting: lab.Text{At: &l.prompt, Default: "the fox lives in the", Max: 200, Pieces: strings.Fields}},
		{Name: "temperature", Help: "divides the logits before softmax", Scrolls: true,
			Setting: lab.Number{At: &l.temperature, Default: 1, Min: 0, Max: 5, Step: 0.05, Digits: 2}},
		{Name: "keep", Help: "how many words stay",
			Setting: lab.Integer{At: &l.keep, Default: 0, Min: 0, Max: 5, Names: []lab.Named{{Value: 0, Name: "off"}}}},
		{Name: "order", Help: "how the words are sorted",
			Setting: lab.Choice{At: &l.order, Options: []lab.Option{
				{Name: "rank", Help: message.New("the likeliest first")}, {Name: "alphabet", Help: message.New("by name")}}}},
		{Name: "log", Help: "a logarithmic axis", Setting: lab.Switch{At: &l.log}},
	}
}

// Views are bars and a list.
func (l *Lab) Views() lab.Views {
	common := []lab.Field{&l.prompt, &l.temperature, &l.keep, &l.order}
	return lab.Views{At: &l.view, Readings: l.readings, List: []lab.View{
		{Name: "bars", Help: "a bar for each word", Moves: append(common, &l.log),
			Draw: l.drawBars, Sentence: l.sayDifferences, Readings: l.readSpread, At: l.atBar},
		{Name: "list", Help: "the numbers alone", Moves: common,
			Draw: l.drawList, Sentence: l.sayLikeliest, Readings: l.readSpread},
	}}
}

// Refresh computes the probabilities. Without a prompt there is nothing to follow.
func (l *Lab) Refresh() error {
	if l.prompt == "" {
		return message.Errorf("the prompt is empty: type a few words")
	}
	p := make([]float64, len(logits))
	sum := 0.0
	for i, z := range logits {
		switch {
		case l.keep > 0 && i >= l.keep:
			continue
		case l.temperature == 0 && i == 0:
			p[i] = 1
		case l.temperature > 0:
			p[i] = math.Exp((z - logits[0]) / l.temperature)
		}
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	names := words[:]
	if l.order == 1 {
		by := map[string]float64{}
		for i, w := range words {
			by[w] = p[i]
		}
		names = slices.Sorted(slices.Values(names))
		for i, w := range names {
			p[i] = by[w]
		}
	}
	l.probs, l.names = p, names
	return nil
}

func (l *Lab) entropy() float64 {
	h := 0.0
	for _, p := range l.probs {
		if p > 0 {
			h -= p * math.Log2(p)
		}
	}
	return h
}

// readSpread is the entropy, and its effective number of choices.
func (l *Lab) readSpread() []lab.Reading {
	return []lab.Reading{
		{Name: "entropy", Help: message.New("how uncertain the next word is"), Value: l.entropy(), Unit: "bits", Digits: 2, Provenance: lab.Computed, Note: message.New("of 2.32")},
		{Name: "choices", Help: message.New("among how many equally likely words a guess would be as uncertain"), Value: math.Exp2(l.entropy()), Digits: 1, Provenance: lab.Computed, Note: message.New("2^entropy")},
	}
}

// readings are those of both views.
func (l *Lab) readings() []lab.Reading {
	gain := lab.Reading{Name: "gain", Help: message.New("by how much differences between logits grow"), Value: 1 / l.temperature, Digits: 2, Note: message.New("on differences"), Provenance: lab.Computed}
	if l.temperature == 0 {
		gain.Undefined = message.New("infinite at T = 0")
	}
	return []lab.Reading{
		gain,
		{Name: "likeliest", Help: message.New("the word with the largest logit"), Text: message.Verbatim(words[0]), Provenance: lab.Computed},
		{Name: "letters", Help: message.New("the length of the prompt"), Value: float64(len(l.prompt)), Provenance: lab.Computed, Note: message.New("of the prompt")},
		{Name: "steps", Help: message.New("how often it has counted"), Value: float64(l.steps), Provenance: lab.Computed},
	}
}

// sayDifferences interprets the temperature.
func (l *Lab) sayDifferences() message.Text {
	switch {
	case l.temperature == 0:
		return message.New("At temperature 0 the likeliest word is certain: nothing is left to chance.")
	case l.temperature < 1:
		return message.New("Differences between logits grow by %.2f: the likely get likelier.", 1/l.temperature)
	case l.temperature > 1:
		return message.New("Differences between logits shrink to %.2f: the unlikely get their chance.", 1/l.temperature)
	}
	return message.New("Temperature 1 leaves the model's own distribution.")
}

func (l *Lab) sayLikeliest() message.Text {
	return message.New("The likeliest word is %s.", words[0])
}

func (l *Lab) drawList(f lab.Frame) viz.Grid {
	d := viz.TableData{Columns: []viz.Column{{Title: f.Say("word"), Left: true}, {Title: viz.Clean("p")}}}
	for i, p := range l.probs {
		d.Rows = append(d.Rows, viz.TableRow{Cells: []viz.Safe{viz.Clean(l.names[i]), viz.Fixed(p, 3)}})
	}
	return viz.Table(f.Size, f.Theme, d)
}

func (l *Lab) drawBars(f lab.Frame) viz.Grid { return viz.Bars(f.Size, f.Theme, l.chart()) }

func (l *Lab) chart() viz.BarChart {
	c := viz.BarChart{Columns: []viz.Column{{Title: viz.Clean("word"), Left: true}, {Title: viz.Clean("p")}}, Max: 1}
	for i, p := range l.probs {
		c.Rows = append(c.Rows, viz.BarRow{
			Cells: []viz.Safe{viz.Clean(l.names[i]), viz.Fixed(p, 3)}, Value: l.shown(p), Mark: math.NaN(), Removed: p == 0,
		})
	}
	return c
}

// atBar reads a bar.
func (l *Lab) atBar(f lab.Frame, _, y int) message.Text {
	if i, ok := l.chart().RowAt(f.H, y); ok {
		return message.New("%s: p %v", l.names[i], viz.Fixed(l.probs[i], 5))
	}
	return message.Text{}
}

// shown is the length of a bar: p, or its place on a logarithmic axis from 0.001 to 1.
func (l *Lab) shown(p float64) float64 {
	if !l.log {
		return p
	}
	return max(1+math.Log10(max(p, 1e-9))/3, 0)
}

// Actions are to run, and to count one step.
func (l *Lab) Actions() []lab.Action {
	return []lab.Action{
		{Name: "run", Key: "space", Help: "count by itself, or pause", Do: func() error { l.running = !l.running; return nil }},
		{Name: "fail", Key: "f", Help: "report an error", Do: func() error { return message.Errorf("the toy failed, as asked") }},
	}
}

// Busy reports whether it runs.
func (l *Lab) Busy() bool { return l.running }

// Step counts, up to 100.
func (l *Lab) Step(time.Duration) error {
	l.steps++
	l.running = l.steps < 100
	return nil
}
