package sampling

import (
	"math"
	"slices"

	"logitarium/core/elementary"
	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// worked is the formula of softmax with the numbers of one token in it.
type worked struct {
	token          int
	z, best        float64
	t              float64
	weight, sum    float64 // e^((z − best)/T), and that of all tokens
	p, kept, final float64 // kept is what the cuts leave of p(T); NaN if a step rescores
	cut            bool
}

// workOut puts the numbers of the token at the chosen rank into the formula.
func (l *Lab) workOut() worked {
	raw, final := l.trace.Stages[0], l.trace.Final()
	w := worked{token: raw.Order[min(l.from, len(raw.Order))-1], t: l.divisor()}
	w.z, w.best = raw.Score(w.token), raw.Score(raw.Order[0])
	w.p, w.final = l.warm.of(w.token), final.P(w.token)
	w.cut = !stays(final, w.token)
	w.weight = l.weight(w.token)
	w.sum = 1 / l.warm.of(raw.Order[0]) // the best one weighs 1
	for _, token := range final.Order {
		w.kept += l.warm.of(token)
	}
	if l.penalized() {
		w.kept = math.NaN()
	}
	return w
}

// penalized says whether a step has changed a logit.
func (l *Lab) penalized() bool {
	return slices.ContainsFunc(l.trace.Stages, func(s sampling.Stage) bool { return len(s.Rescored()) > 0 })
}

// weight is e^((z − best)/T): at T = 0, its limit.
func (l *Lab) weight(token int) float64 {
	raw := l.trace.Stages[0]
	z, best := raw.Score(token), raw.Score(raw.Order[0])
	switch {
	case l.divisor() > 0:
		return elementary.Exp((z - best) / l.divisor())
	case token == raw.Order[0]:
		return 1
	}
	return 0
}

// drawFormula draws the formula with its numbers over the likeliest tokens,
// each with its probability as it was, at T, and in the end.
func (l *Lab) drawFormula(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	lines := l.formula(f)
	head := min(len(lines), max(g.H-4, 0))
	for y, line := range lines[:head] {
		style := f.Theme.Text
		if y == 0 {
			style = f.Theme.Faint
		}
		g.Text(0, y, f.Theme.Fit(line, g.W), style)
	}
	if head > 0 {
		head++
	}
	g.Put(0, head, viz.Bars(viz.Size{W: g.W, H: g.H - head}, f.Theme, l.thrice(f, g.H-head)))
	return g
}

// formula is the formula, and then the same with numbers.
func (l *Lab) formula(f lab.Frame) []viz.Safe {
	w := l.workOut()
	name := l.label(w.token)
	lines := []viz.Safe{
		viz.Clean("p = e^((z − z₁)/T) / Σ e^((z − z₁)/T)"),
		f.Say("p(%s) = e^((%s − %s)/%s) / Σ", name, viz.Fixed(w.z, 2), viz.Fixed(w.best, 2), exactly(w.t)),
		viz.Cleanf("      = %s / %s = %s", amount(w.weight), amount(w.sum), amount(w.p)),
	}
	if w.t == 0 {
		lines = []viz.Safe{viz.Clean("p = lim e^((z − z₁)/T) / Σ e^((z − z₁)/T), T → 0"), f.Say("p(%s) = %s", name, viz.Share(w.p, 5))}
	}
	switch {
	case w.cut:
		return append(lines, f.Say("final = 0: it is cut"))
	case math.IsNaN(w.kept):
		return append(lines, f.Say("final = %s, with the logits that a penalty left", viz.Share(w.final, 5)))
	case w.t == 0:
		return append(lines, f.Say("final = %s", viz.Share(w.final, 5)))
	}
	return append(lines, f.Say("final = %s / %s = %s, over what the cuts leave", amount(w.p), amount(w.kept), viz.Share(w.final, 5)))
}

// amount is a weight with four decimals, or by its power of ten.
func amount(v float64) viz.Safe {
	if v != 0 && v < 0.00005 {
		return viz.Cleanf("%.3g", v)
	}
	return viz.Fixed(v, 4)
}

// thrice is the chart of three bars for each token.
func (l *Lab) thrice(f lab.Frame, h int) viz.BarChart {
	raw, final := l.trace.Stages[0], l.trace.Final()
	divided := viz.Clean("÷" + exactly(l.divisor()))
	if l.divisor() == 0 {
		divided = viz.Clean("T → 0")
	}
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("token"), Left: true, Width: 10},
			{Title: f.Say("logit"), Width: 6, Spare: true},
			{Title: f.Print(message.About("sampling", "step")), Left: true, Width: 6},
			{Title: viz.Clean("p"), Width: 6},
		},
		Kept:    f.Say("probability"),
		Removed: f.Say("cut"),
		Max:     1,
		Axis:    true,
	}
	for i := min(l.from, len(raw.Order)) - 1; i < len(raw.Order) && len(chart.Rows) <= h; i++ {
		t := raw.Order[i]
		last := viz.BarRow{Value: final.P(t), Mark: math.NaN(), Cells: []viz.Safe{{}, {}, f.Say("final"), viz.Share(final.P(t), 6)}}
		if !stays(final, t) {
			last.Value, last.Removed, last.Cells[3] = l.warm.of(t), true, f.Say("cut")
		}
		chart.Rows = append(chart.Rows,
			viz.BarRow{Value: raw.P(t), Mark: math.NaN(), Cells: []viz.Safe{l.label(t), viz.Fixed(raw.Score(t), 2), viz.Clean("T = 1"), viz.Share(raw.P(t), 6)}},
			viz.BarRow{Value: l.warm.of(t), Mark: math.NaN(), Cells: []viz.Safe{{}, {}, divided, viz.Share(l.warm.of(t), 6)}},
			last)
	}
	chart.More = func(rows int, _ float64) viz.Safe { return f.Say("… and so on for all %d", len(raw.Order)) }
	return chart
}

// sayFormula reads the numbers of the formula aloud.
func (l *Lab) sayFormula() message.Text {
	if says := l.sayTold(); !says.Empty() {
		return says
	}
	w := l.workOut()
	name := l.label(w.token)
	switch {
	case w.t == 0 && w.p > 0:
		return message.New("Nothing is divided by zero: as T goes to 0, all of the probability goes to %q, whose logit is the highest.", name)
	case w.t == 0:
		return message.New("Nothing is divided by zero: as T goes to 0, all of the probability goes to the highest logit, and none is left for %q.", name)
	}
	says := message.New("%q weighs %s of %s in all: p is %s.", name, viz.Share(w.weight, 5), viz.Fixed(w.sum, 3), viz.Share(w.p, 5))
	switch {
	case w.cut:
		return message.Join(says, message.New("Then it is cut."))
	case math.IsNaN(w.kept):
		return message.Join(says, message.New("A penalty changes the logits: after all steps it is %s.", viz.Share(w.final, 5)))
	case len(l.acting()) == 0:
		return message.Join(says, message.New("Nothing is cut."))
	}
	return message.Join(says, message.New("Over the %s that the cuts leave: %s.", viz.Share(w.kept, 5), viz.Share(w.final, 5)))
}

// readFormula is the chosen token's.
func (l *Lab) readFormula() []lab.Reading {
	w := l.workOut()
	readings := []lab.Reading{
		share("p at T", "what the chosen token has at T, before any cut", w.p),
		share("weight", "e to the power of the chosen token's logit less the highest one, divided by T", w.weight),
		{Name: "sum", Help: message.New("what all tokens weigh together"), Value: w.sum, Digits: 3},
	}
	for i := range readings {
		readings[i].Provenance = lab.Computed
		if math.IsNaN(readings[i].Value) {
			readings[i].Value, readings[i].Undefined = 0, message.New(untold)
		}
	}
	return readings
}

// atFormula reads a token's bars.
func (l *Lab) atFormula(f lab.Frame, _, y int) message.Text {
	head := min(len(l.formula(f)), max(f.H-4, 0))
	if head > 0 {
		head++
	}
	i, ok := l.thrice(f, f.H-head).RowAt(f.H-head, y-head)
	order := l.trace.Stages[0].Order
	at := min(l.from, len(order)) - 1 + i/3
	if !ok || at >= len(order) {
		return message.Text{}
	}
	return l.fate(order[at])
}
