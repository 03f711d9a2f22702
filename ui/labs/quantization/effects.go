package quantization

import (
	"fmt"
	"math"
	"unicode"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// subject says what the effect is of.
func (l *Lab) subject() viz.Safe {
	what := "all weights"
	switch {
	case l.set.what == weights && l.set.scope != 0:
		what = "weights " + l.tensors[l.set.tensor].name
	case l.set.what == activations && l.set.scope == 0:
		what = "all activations"
	case l.set.what == activations:
		what = "activations " + l.sites[l.set.site].name
	}
	return viz.Cleanf("%s in %d bits", what, l.set.bits)
}

// drawEffect draws the next token before and after, and what the model has
// lost on longer texts.
func (l *Lab) drawEffect(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	if l.set.what == example {
		g.Put(0, 0, viz.Paragraph(f.Size, f.Theme, viz.Clean("The example is not part of a model: turn what to weights or activations."), f.Theme.Text))
		return g
	}
	top := head(g, f.Theme, l.subject(), l.progress())
	if rest := g.H - top; rest > 4 {
		top += l.scores(g, top, f.Theme, min(rest/4, 3))
		if rest > 8 {
			top++
		}
	}
	if l.predicted() && g.H-top > 6 {
		kl := viz.Fixed(l.predictions.kl, 3)
		g.Text(0, top, f.Theme.FitFirst(g.W,
			viz.Cleanf("one next token, this prompt's: KL %s bits", kl),
			viz.Cleanf("one next token: KL %s bits", kl),
			viz.Cleanf("KL %s bits", kl)), f.Theme.Faint)
		top++
	}
	g.Put(0, top, l.bars(f.In(g.W, g.H-top)))
	return g
}

// progress says what is being done.
func (l *Lab) progress() viz.Safe {
	e := l.effect
	switch {
	case l.calibrating():
		return viz.Cleanf("watching texts for ranges: %d of %d", l.watchedRows(), calibrationRows)
	case !e.ready():
		done, all := e.preparing.Tasks()
		return viz.Cleanf("quantizing: %d of %d tensors", done, all)
	case e.reading.Waiting():
		done, all := e.reading.Tasks()
		return viz.Cleanf("measuring: %d of %d texts", done, all)
	}
	return viz.Cleanf("on %d tokens, %d questions", e.read.tokens, e.asked)
}

// scores are what longer texts say, in so many lines at most; it returns how
// many.
func (l *Lab) scores(g viz.Grid, y int, t viz.Theme, most int) int {
	e := l.effect
	before, after, known, correct, moved := "–", "–", "–", "–", viz.Clean("–")
	if l.measured() {
		was, is := e.read.perplexities()
		before, after = fmt.Sprintf("%.3f", was), fmt.Sprintf("%.3f", is)
		moved = viz.Cleanf("%s bits", viz.Fixed(e.read.bits(), 3))
	}
	if l.answered() {
		known, correct = fmt.Sprintf("%.2f", share(e.known, e.asked)), fmt.Sprintf("%.2f", share(e.correct, e.asked))
	}
	lines := []viz.Safe{
		viz.Cleanf("perplexity  %s → %s", viz.Clean(before).PadLeft(6), after),
		viz.Cleanf("facts right %s → %s", viz.Clean(known).PadLeft(6), correct),
		viz.Cleanf("KL, mean of all %s", moved),
	}[:most]
	for i, line := range lines {
		g.Text(0, y+i, t.Fit(line, g.W), t.Text)
	}
	return len(lines)
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
			{Title: viz.Clean("next token"), Left: true, Width: 10},
			{Title: viz.Clean("before"), Width: 6},
			{Title: viz.Clean("after"), Width: 6},
		},
		Kept:  viz.Clean("after"),
		Marks: viz.Clean("before"),
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
		return viz.Cleanf("… %d more: %.3f, %.3f", len(p.order)-passed+rows, before, after)
	}
	return viz.Bars(f.Size, f.Theme, chart)
}

func (l *Lab) sayEffect() string {
	e := l.effect
	switch {
	case l.set.what == example:
		return "The example is not part of a model."
	case !l.predicted():
		return "The effect is measured as soon as all is quantized: " + l.progress().String() + "."
	}
	subject := capital(l.subject().String())
	if !l.measured() {
		return subject + ": the bars are one prompt's next token; longer texts are being read."
	}
	was, is := e.read.perplexities()
	before, after := viz.Fixed(was, 3), viz.Fixed(is, 3)
	text := fmt.Sprintf("%s: perplexity from %s to %s", subject, before, after)
	if math.IsInf(is, 1) {
		text = fmt.Sprintf("%s: perplexity from %s to beyond all numbers", subject, before)
	} else if before == after {
		text = fmt.Sprintf("%s: perplexity stays at %s", subject, before)
	}
	switch {
	case e.asked > 0 && e.known == e.correct:
		text += fmt.Sprintf(", right answers at %d of %d", e.correct, e.asked)
	case e.asked > 0:
		text += fmt.Sprintf(", right answers from %d to %d of %d", e.known, e.correct, e.asked)
	}
	if e.reading.Waiting() {
		return text + ", so far."
	}
	switch {
	case l.set.scope != 0:
	case l.set.what == weights && is < 1.5*was:
		return text + ". Now turn what to activations."
	case l.set.what == activations && is > 1.2*was:
		return text + ". View layers: which lose most?"
	}
	return text + "."
}

// capital begins a text as a sentence.
func capital(text string) string {
	r := []rune(text)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}
