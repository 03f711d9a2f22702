package sampling

import (
	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawPair draws what the same rules leave after two prompts, side by side.
func (l *Lab) drawPair(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	const gap = 2
	w := (g.W - gap) / 2
	first, second := l.quoted(f.Theme, w)
	g.Put(0, 0, l.side(f.In(w, g.H), first, l.trace, l.entropy, l.label))
	g.Put(w+gap, 0, l.side(f.In(w, g.H), second, l.second.trace, l.second.left, l.labelBeside))
	return g
}

// labelBeside is the name of a token of the model.
func (l *Lab) labelBeside(token int) viz.Safe { return viz.Clean(lm.Label(l.lm.Tokens, token)) }

// side is one of the two: how open the choice is, and its tokens.
func (l *Lab) side(f lab.Frame, title viz.Safe, trace sampling.Trace, entropy float64, label func(int) viz.Safe) viz.Grid {
	g := f.Theme.Grid(f.Size)
	raw, final := trace.Stages[0], trace.Final()
	g.Text(0, 0, title, f.Theme.Strong)
	can, open := len(final.Order), sampling.Perplexity(entropy)
	says := [2]viz.Safe{f.Print(message.Count(can, "%d can come, as open as %.1f", "%d can come, as open as %.1f", can, open)), f.Print(message.Count(can, "%d can come", "%d can come", can))}
	if all, ok := l.next.all(); ok {
		says = [2]viz.Safe{
			f.Print(message.Count(can, "%d of %d can come, as open as %.1f", "%d of %d can come, as open as %.1f", can, all, open)),
			f.Say("%d of %d can come", can, all),
		}
	}
	g.Text(0, 1, f.Theme.FitFirst(g.W, says[:]...), f.Theme.Measured)
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("token"), Left: true, Width: 8},
			{Title: viz.Clean("p(T=1)"), Width: 6, Spare: true},
			{Title: f.Say("final"), Width: 5},
		},
		Kept:    f.Say("final"),
		Removed: f.Say("cut"),
		Marks:   viz.Clean("p(T=1)"),
		Max:     1,
		Axis:    true,
	}
	const head = 3
	h := max(g.H-head, 0)
	for i := 0; i < len(raw.Order) && len(chart.Rows) <= h; i++ {
		t := raw.Order[i]
		row := viz.BarRow{Value: final.P(t), Mark: raw.P(t), Cells: []viz.Safe{label(t), viz.Share(raw.P(t), 6), viz.Share(final.P(t), 5)}}
		if !stays(final, t) {
			row.Value, row.Removed, row.Cells[2] = raw.P(t), true, viz.Clean("–  ")
		}
		chart.Rows = append(chart.Rows, row)
	}
	chart.More = func(rows int, _ float64) viz.Safe { return f.Say("… %d more", len(raw.Order)-len(chart.Rows)+rows) }
	g.Put(0, min(head, g.H), viz.Bars(viz.Size{W: g.W, H: h}, f.Theme, chart))
	return g
}

// sayPair compares the two.
func (l *Lab) sayPair() message.Text {
	a, b := len(l.trace.Final().Order), len(l.second.trace.Final().Order)
	open, closed := sampling.Perplexity(l.next.entropyOf(l.trace.Stages[0])), sampling.Perplexity(l.second.entropyOf(l.second.trace.Stages[0]))
	how := message.New("As open as %.1f equal tokens after the first prompt, as %.1f after the second.", open, closed)
	if a == b {
		return message.Join(how, message.Count(a, "The same rules leave %d token in both.", "The same rules leave %d tokens in both.", a))
	}
	return message.Join(how, message.New("The same rules leave %d and %d.", a, b))
}

// readPair is how much is left of both.
func (l *Lab) readPair() []lab.Reading {
	beside := lab.Reading{Name: "beside", Help: message.New("tokens that can still come after the second prompt"), Provenance: lab.Computed,
		Value: float64(len(l.second.trace.Final().Order)), Note: l.second.ofAll()}
	choices := lab.Reading{Name: "choices beside", Help: message.New("among how many equally likely tokens a guess after the second prompt would be as uncertain"), Provenance: lab.Computed,
		Value: sampling.Perplexity(l.second.left), Digits: 1}
	return []lab.Reading{l.survivors(), beside, choices}
}
