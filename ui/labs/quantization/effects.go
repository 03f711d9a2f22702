package quantization

import (
	"math"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// subject says what the effect is of.
func (l *Lab) subject() message.Text {
	switch {
	case l.set.what == weights && l.set.scope == everything:
		return message.New("all weights in %d bits", l.set.bits)
	case l.set.what == weights && l.set.scope == inOneLayer:
		return message.New("weights %s in %d bits", l.tensorName(l.set.tensor, l.set.layer), l.set.bits)
	case l.set.what == weights:
		return message.New("weights %s in %d bits", l.tensors[l.set.tensor].name, l.set.bits)
	case l.set.scope == everything:
		return message.New("all activations in %d bits", l.set.bits)
	case l.set.scope == inOneLayer:
		return message.New("activations %s in %d bits", l.siteName(l.set.site, l.set.layer), l.set.bits)
	}
	return message.New("activations %s in %d bits", l.sites[l.set.site].name, l.set.bits)
}

// drawEffect draws the next token before and after, and what the model has
// lost on longer texts.
func (l *Lab) drawEffect(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	if l.set.what == example {
		g.Put(0, 0, viz.Paragraph(f.Size, f.Theme, f.Print(notInAModel()), f.Theme.Text))
		return g
	}
	top := head(g, f.Theme, f.Print(l.subject()), f.Print(l.progress()))
	if rest := g.H - top; rest > 4 {
		top += l.scores(g, top, f, min(rest/4, 3))
		if rest > 8 {
			top++
		}
	}
	if l.predicted() && g.H-top > 6 {
		kl := viz.Fixed(l.predictions.kl, 3)
		g.Text(0, top, f.Theme.FitFirst(g.W,
			f.Say("one next token, this prompt's: KL %s bits", kl),
			f.Say("one next token: KL %s bits", kl),
			f.Say("KL %s bits", kl)), f.Theme.Faint)
		top++
	}
	g.Put(0, top, l.bars(f.In(g.W, g.H-top)))
	return g
}

// progress says what is being done.
func (l *Lab) progress() message.Text {
	e := l.effect
	switch {
	case l.calibrating():
		return message.New("reading texts for ranges: %d of %d", l.watchedRows(), calibrationRows)
	case !e.ready():
		done, all := e.preparing.Tasks()
		return message.New("quantizing: %d of %d tensors", done, all)
	case e.reading.Waiting():
		done, all := e.reading.Tasks()
		return message.New("measuring: %d of %d texts", done, all)
	}
	switch l.reads() {
	case yourPrompt:
		return message.Count(e.read.tokens, "on %d token of the prompt", "on %d tokens of the prompt", e.read.tokens)
	case tinyWorlds:
		return message.New("on %s tokens of Tiny World's texts", viz.Grouped(e.read.tokens))
	}
	return message.New("on %s tokens, %d questions", viz.Grouped(e.read.tokens), e.asked)
}

// whose says which texts a perplexity is of.
type whose int

// The texts: of the world that the model was taught, where nothing has to be said
// of them; of the same world, to another model; the prompt.
const (
	itsWorlds whose = iota
	tinyWorlds
	yourPrompt
)

// reads are the texts that the models read.
func (l *Lab) reads() whose {
	switch {
	case l.set.texts == ofPrompt:
		return yourPrompt
	case l.lm.World == nil:
		return tinyWorlds
	}
	return itsWorlds
}

// sayTexts says it in a sentence of its own.
func (l *Lab) sayTexts() message.Text {
	switch l.reads() {
	case yourPrompt:
		return message.New("Perplexity here is measured on the prompt.")
	case tinyWorlds:
		return message.New("Perplexity here is measured on Tiny World's texts.")
	}
	return message.Text{}
}

// scores are what longer texts say, in so many lines at most; it returns how
// many.
func (l *Lab) scores(g viz.Grid, y int, f lab.Frame, most int) int {
	e := l.effect
	none := viz.Clean("–")
	texts := [3]struct{ name, before, after viz.Safe }{
		{f.Say("perplexity"), none, none},
		{f.Say("right answers"), none, none},
		{f.Say("KL, mean of all"), viz.Safe{}, none},
	}
	if l.measured() {
		was, is := e.read.perplexities()
		texts[0].before, texts[0].after = viz.Fixed(was, 3), viz.Fixed(is, 3)
		texts[2].after = f.Say("%s bits", viz.Fixed(e.read.bits(), 3))
	}
	if l.answered() {
		texts[1].before, texts[1].after = viz.Cleanf("%d", e.known), f.Say("%d of %d", e.correct, e.asked)
	}
	names := 0
	for _, text := range texts {
		names = max(names, text.name.Width())
	}
	for i, text := range texts[:most] {
		line := viz.Cleanf("%s  %s → %s", text.name.PadRight(names), text.before.PadLeft(6), text.after)
		if text.before.Width() == 0 {
			line = viz.Cleanf("%s  %s", text.name.PadRight(names), text.after)
		}
		g.Text(0, y+i, f.Theme.Fit(line, g.W), f.Theme.Text)
	}
	return most
}

// measured says whether there is a perplexity, answered whether there are
// answers.
func (l *Lab) measured() bool { return l.predicted() && l.effect.read.tokens > 0 }
func (l *Lab) answered() bool { return l.predicted() && l.effect.asked > 0 }

func share(n, of int) float64 { return float64(n) / float64(of) }

// bars are the next tokens.
func (l *Lab) bars(f lab.Frame) viz.Grid {
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("next token"), Left: true, Width: 10},
			{Title: f.Say("before"), Width: 6},
			{Title: f.Say("after"), Width: 6},
		},
		Kept:  f.Say("after"),
		Marks: f.Say("before"),
		Max:   1,
		Axis:  true,
	}
	p := l.predictions
	if !l.predicted() {
		return viz.Bars(f.Size, f.Theme, chart)
	}
	for _, token := range p.order[:min(len(p.order), f.H+1)] {
		chart.Rows = append(chart.Rows, viz.BarRow{
			Value: p.after[token], Mark: p.before[token],
			Cells: []viz.Safe{l.label(token), viz.Fixed(p.before[token], 3), viz.Fixed(p.after[token], 3)},
		})
	}
	passed := len(chart.Rows)
	chart.More = func(rows int, _ float64) viz.Safe {
		before, after := 0.0, 0.0
		for _, token := range p.order[passed-rows:] {
			before += p.before[token]
			after += p.after[token]
		}
		return f.Say("… %d more: %.3f, %.3f", len(p.order)-passed+rows, before, after)
	}
	return viz.Bars(f.Size, f.Theme, chart)
}

// notInAModel says why the example has no effect.
func notInAModel() message.Text {
	return message.New("The example is not part of a model: turn %v to %v or %v.",
		message.Label("knob", "what"), message.Label("value", "weights"), message.Label("value", "activations"))
}

func (l *Lab) sayEffect() message.Text {
	e := l.effect
	switch {
	case l.set.what == example:
		return message.New("The example is not part of a model.")
	case !l.predicted():
		return message.New("The effect is measured as soon as all is quantized: %v.", l.progress())
	case !l.measured():
		return message.New("Of %v the bars show one prompt's next token; longer texts are being read.", l.subject())
	}
	says := l.sayPerplexity()
	if e.asked > 0 {
		answers := message.New("Right answers stay at %d of %d.", e.correct, e.asked)
		if e.known != e.correct {
			answers = message.New("Right answers go from %d to %d of %d.", e.known, e.correct, e.asked)
		}
		says = message.Join(says, answers)
	}
	was, is := e.read.perplexities()
	switch {
	case e.reading.Waiting():
		return message.Join(says, message.New("More texts are being read."))
	case l.set.scope != everything:
	case l.reads() == tinyWorlds:
		return message.Join(says, turn("texts", "prompt"))
	case l.set.what == weights && is < 1.5*was:
		return message.Join(says, turn("what", "activations"))
	case l.set.what == activations && is > 1.2*was:
		return message.Join(says, message.New("View %v: which lose most?", message.Label("view", "layers")))
	}
	return says
}

// sayPerplexity says what longer texts are to the quantized model.
func (l *Lab) sayPerplexity() message.Text {
	was, is := l.effect.read.perplexities()
	before, after := viz.Fixed(was, 3), viz.Fixed(is, 3)
	switch on := l.reads(); {
	case math.IsInf(is, 1) && on == yourPrompt:
		return message.New("With %v, perplexity on the prompt goes from %s beyond all numbers.", l.subject(), before)
	case math.IsInf(is, 1) && on == tinyWorlds:
		return message.New("With %v, perplexity on Tiny World's texts goes from %s beyond all numbers.", l.subject(), before)
	case math.IsInf(is, 1):
		return message.New("With %v, perplexity goes from %s beyond all numbers.", l.subject(), before)
	case before == after && on == yourPrompt:
		return message.New("With %v, perplexity on the prompt stays at %s.", l.subject(), before)
	case before == after && on == tinyWorlds:
		return message.New("With %v, perplexity on Tiny World's texts stays at %s.", l.subject(), before)
	case before == after:
		return message.New("With %v, perplexity stays at %s.", l.subject(), before)
	case on == yourPrompt:
		return message.New("With %v, perplexity on the prompt goes from %s to %s.", l.subject(), before, after)
	case on == tinyWorlds:
		return message.New("With %v, perplexity on Tiny World's texts goes from %s to %s.", l.subject(), before, after)
	}
	return message.New("With %v, perplexity goes from %s to %s.", l.subject(), before, after)
}
