package sampling

import (
	"strconv"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// The texts that stand side by side: one that is written cold, one with the
// knob's temperature and one that is written hot.
const (
	coldest = 0.2
	hottest = 2.0
	texts   = 3
)

// temperatureOf is that of one of the texts.
func (l *Lab) temperatureOf(text int) float64 {
	return [texts]float64{coldest, l.temperature, hottest}[text]
}

// moreAtOnce is how many tokens a press of space adds to each text.
const moreAtOnce = 8

// recipeOf is what one of the texts depends on.
func (l *Lab) recipeOf(text int) recipe {
	by := l.recipe()
	by.temperature = l.temperatureOf(text)
	return by
}

// writeThree writes on what is behind, one text after the other: they share a
// decoder.
func (l *Lab) writeThree(budget float64) {
	if !l.writes(budget) {
		return
	}
	for i := range l.three {
		draft, by := &l.three[i], l.recipeOf(i)
		if draft.by == by && len(draft.written) <= l.length && !draft.behind(l.length) {
			continue
		}
		if *draft, budget = draft.extend(l, by, budget); draft.behind(l.length) {
			return
		}
	}
}

// writeText writes the text on.
func (l *Lab) writeText(budget float64) {
	if l.writes(budget) {
		l.text, _ = l.text.extend(l, l.recipe(), budget)
	}
}

// begun is what a key has begun to write, with which the clock goes on.
type begun struct {
	view, length int
	recipe       recipe
}

// writes says whether texts are written on with a budget: that of a step of the
// clock always, that of a key if it asks for another text than the one before.
func (l *Lab) writes(budget float64) bool {
	by := begun{l.view, l.length, l.recipe()}
	if budget < lab.StepBudget && l.begun == by {
		return false
	}
	l.begun = by
	return true
}

// threeBehind says whether one of them is still to be written.
func (l *Lab) threeBehind() bool {
	for i, draft := range l.three {
		if draft.by != l.recipeOf(i) || draft.behind(l.length) {
			return true
		}
	}
	return false
}

// drawThree draws the texts in three columns, each with its tokens below.
func (l *Lab) drawThree(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	const gap = 2
	w := max((g.W-2*gap)/3, 0)
	high := 0
	for _, draft := range l.three {
		_, rows := flow(l.runs(f.Theme, draft), w)
		high = max(high, 2*rows)
	}
	text := min(high, max(g.H-2, 0))
	for i, draft := range l.three {
		x := i * (w + gap)
		t := plainly(l.temperatureOf(i))
		title := f.Say("T = %s", t)
		if len(draft.written) > 0 {
			title = f.Theme.FitFirst(w, f.Say("T = %s   %.2f bits a token", t, draft.surprise()), f.Say("T = %s   %.2f bits", t, draft.surprise()), f.Say("T = %s  %.2f bits", t, draft.surprise()))
		}
		column := f.Theme.Grid(viz.Size{W: w, H: g.H})
		column.Text(0, 0, f.Theme.Fit(title, w), f.Theme.Strong)
		body := f.Theme.Grid(viz.Size{W: w, H: text})
		l.drawText(body, f.Theme, draft, text)
		column.Put(0, 1, body)
		if rest := g.H - text - 2; rest >= 4 && len(draft.written) > 0 {
			column.Put(0, text+2, l.latest(f.In(w, rest), draft))
		}
		g.Put(x, 0, column)
	}
	if g.H-text-2 < 4 && g.H >= text+2 { // no column has a list of tokens with its legend
		g.Put(0, g.H-1, viz.Legend(viz.Size{W: g.W, H: 1}, f.Theme, []viz.LegendItem{
			{Glyph: gauge(f.Theme, 1), Style: f.Theme.Text, Name: f.Theme.FitFirst(g.W/2, f.Say("surprise of the token: an eighth a bit"), f.Say("surprise, an eighth a bit"))},
			{Glyph: gauge(f.Theme, badBits), Style: f.Theme.Bad, Name: f.Say("%d bits and more", badBits)},
		}))
	}
	return g
}

// sayThree compares how surprising they are.
func (l *Lab) sayThree() message.Text {
	for _, draft := range l.three {
		if says := draft.sayFailed(); !says.Empty() {
			return says
		}
	}
	if says := l.sayTold(); !says.Empty() {
		return says
	}
	for _, draft := range l.three {
		if len(draft.written) == 0 {
			return message.New("One prompt, one seed, three temperatures: space writes on.")
		}
		if draft.vague {
			return message.New("A text stops where what may come next is not all told. Top-k turned down goes on.")
		}
	}
	if len(l.acting()) > 0 {
		return message.New("One seed. At T = %s a token carries %.2f bits of surprise, at %s %.2f, at %s %.2f. Cuts tame T = 2: only what they keep is drawn.",
			plainly(coldest), l.three[0].surprise(), exactly(l.temperature), l.three[1].surprise(), plainly(hottest), l.three[2].surprise())
	}
	return message.New("One prompt, one seed. At T = %s a token carries %.2f bits of surprise, at %s %.2f, at %s %.2f.",
		plainly(coldest), l.three[0].surprise(), exactly(l.temperature), l.three[1].surprise(), plainly(hottest), l.three[2].surprise())
}

// readThree is how surprising each is.
func (l *Lab) readThree() []lab.Reading {
	readings := []lab.Reading{
		{Name: "surprise", Help: message.New(surpriseHelp)},
		{Name: "cold surprise", Help: message.New("the same of the text that is written at T = %s", plainly(coldest))},
		{Name: "hot surprise", Help: message.New("the same of the text that is written at T = %s", plainly(hottest))},
	}
	for i, text := range []int{1, 0, 2} {
		r := &readings[i]
		r.Unit, r.Digits, r.Note, r.Provenance = "bits", 2, message.New("a token"), lab.Computed
		if len(l.three[text].written) == 0 {
			r.Undefined = message.New("nothing is written")
		} else {
			r.Value = l.three[text].surprise()
		}
	}
	return readings
}

// actThree writes all three on.
func (l *Lab) actThree() []lab.Action {
	return l.acts(lab.Action{Name: "write", Key: "space", Help: "write some tokens more of each", Turns: []lab.Field{&l.length}, Do: func() error {
		if l.length >= l.mostLength() {
			return errWritten
		}
		l.length = min(l.length+moreAtOnce, l.mostLength())
		return nil
	}})
}

// plainly writes a number with as many digits as it has.
func plainly(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
