package inside

import (
	"cmp"
	"slices"

	"logitarium/core/intervention"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

func (l *Lab) switchView() view {
	s := &l.switched
	return view{
		View: lab.View{Name: "switch", Help: "what the model says when a part is off, or some tokens are hidden",
			Moves: []lab.Field{&l.text, &l.layer, &l.head, &l.token, &l.attention.key, &s.off, &s.also, &s.instead, &s.hide},
			Draw:  l.drawSwitch, Sentence: l.saySwitch, Readings: l.readSwitch, Lists: l.listSwitch},
		ready: l.hear, compute: func() { l.switched.changes = l.changes(l.switched.before, l.switched.after) },
		measure: l.measureParts,
		idle:    l.idleSwitch,
	}
}

// idleSwitch says which knobs do not count.
func (l *Lab) idleSwitch(d lab.Idle) {
	s := &l.switched
	l.idlePart(d)
	if s.off == offEdge {
		d.Because(message.New("a cut puts nothing in its place"), &s.instead)
		if s.hide != hideKey {
			d.Because(message.New("the cut hides something else"), &l.attention.key)
		}
		return
	}
	d.Because(message.New("no edge is cut"), &s.hide, &l.token, &l.attention.key)
}

// idlePart says which knobs of the part do not count.
func (l *Lab) idlePart(d lab.Idle) {
	if l.switched.off != offHead {
		d.Because(message.New("it is not a head that is off"), &l.head, &l.switched.also)
	}
	l.idleShape(d)
}

// idleShape says which knobs have no choice in this model.
func (l *Lab) idleShape(d lab.Idle) {
	if l.config().Heads == 1 {
		d.Because(message.New("the block has one head"), &l.head)
	}
	if l.config().Layers == 1 {
		d.Because(message.New("the model has one block"), &l.layer)
	}
}

// sayOff names what is done: “Head 1.3 off”.
func (l *Lab) sayOff() message.Text {
	switch set := l.set(); set.off {
	case offHead:
		heads := l.heads()
		if len(heads) > 1 {
			return message.New("Heads %v and %v off", heads[0].String(), heads[1].String())
		}
		return message.New("Head %v off", heads[0].String())
	case offAttention:
		return message.New("Attention of layer %d off", set.layer)
	case offMLP:
		return message.New("MLP of layer %d off", set.layer)
	case offLayer:
		return message.New("Layer %d off", set.layer)
	}
	return message.New("Layer %d can't read %v", l.layer, l.sayHidden())
}

// sayHidden names what is hidden.
func (l *Lab) sayHidden() message.Text {
	switch l.switched.hide {
	case hideFacts:
		return message.New("the facts")
	case hideName:
		return message.New("the name")
	}
	return message.New("“%s”", l.word(l.keyAt()))
}

// kind names a verdict in a few words.
func kind(v intervention.Verdict) message.Text {
	switch v {
	case intervention.Right:
		return message.New("right")
	case intervention.OtherGiven:
		return message.New("another line's value")
	case intervention.Memory:
		return message.New("memory's answer")
	case intervention.SamePerson:
		return message.New("true, but not asked")
	case intervention.SameRelation:
		return message.New("somebody else's")
	case intervention.OtherRelation:
		return message.New("not asked, not true")
	}
	return message.New("no fact's value")
}

// drawSwitch draws what may come next, before and after, and the map of parts.
func (l *Lab) drawSwitch(f lab.Frame) viz.Grid {
	const mapW, least, bars = 51, 44, 8 // bars: the fewest rows for those above the map
	g := f.Theme.Grid(f.Size)
	mapH := l.config().Layers + 2
	said := func(w, h int) viz.Grid {
		return l.drawSaid(f.In(w, h), l.switched.before, l.switched.after, f.Print(l.sayOff()))
	}
	switch {
	case f.W >= least+mapW+2:
		left := f.W - mapW - 2
		g.Put(0, 0, said(left, f.H))
		g.Put(left+2, 0, l.drawParts(f.In(mapW, min(mapH, f.H))))
		if rest := f.H - mapH - 1; rest >= bars {
			g.Put(left+2, mapH+1, l.drawLosses(f.In(mapW, rest)))
		}
	case f.H >= mapH+bars:
		g.Put(0, 0, said(f.W, f.H-mapH))
		g.Put(0, f.H-mapH, l.drawParts(f.In(min(f.W, mapW), mapH)))
	default:
		g.Put(0, 0, said(f.W, f.H))
	}
	return g
}

// drawLosses draws the parts that the likeliest token loses most without.
func (l *Lab) drawLosses(f lab.Frame) viz.Grid {
	s := l.switched
	var order []int
	for i, p := range s.parts {
		if p == p {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(s.parts[i], s.parts[j]) })
	chart := viz.BarChart{
		Columns: []viz.Column{{Title: f.Say("off"), Left: true, Width: 11}, {Title: f.Say("left"), Width: 5}},
		Max:     1,
		More:    func(rows int, _ float64) viz.Safe { return f.Print(message.Count(rows, "%d more", "%d more", rows)) },
	}
	at := l.chosen()
	for _, i := range order {
		row, column := i/l.columns(), i%l.columns()
		name := l.namePart(row, column)
		chart.Rows = append(chart.Rows, viz.BarRow{Cells: []viz.Safe{f.Print(name), viz.Share(s.parts[i], 5)}, Value: s.parts[i], Mark: nan,
			Chosen: row == at.Row && column == at.Col})
	}
	return viz.Bars(f.Size, f.Theme, chart)
}

// namePart names a cell of the map of parts.
func (l *Lab) namePart(row, column int) message.Text {
	if l.switched.off == offEdge {
		return [...]message.Text{message.New("facts, layer %d", row), message.New("name, layer %d", row), message.New("key, layer %d", row)}[column]
	}
	return offName(l.part(row, column))
}

// offName names a part.
func offName(p intervention.Part) message.Text {
	switch p.Kind {
	case intervention.Attention:
		return message.New("attention %d", p.Layer)
	case intervention.MLP:
		return message.New("MLP %d", p.Layer)
	case intervention.Layer:
		return message.New("layer %d", p.Layer)
	}
	return message.New("head %d.%d", p.Layer, p.Head)
}

// drawSaid draws the answers of both passes and the tokens that may come next.
func (l *Lab) drawSaid(f lab.Frame, before, after heard, what viz.Safe) viz.Grid {
	g := f.Theme.Grid(f.Size)
	t := f.Theme
	y := 0
	if l.question.is {
		say := func(name viz.Safe, h heard, style viz.Style) {
			g.Text(0, y, t.FitFirst(g.W, f.Say("%v: “%s”, %v", name, h.word, kind(h.verdict)), f.Say("%v: “%s”", name, h.word)), style)
			y++
		}
		say(f.Say("as it is"), before, t.Reference)
		say(what, after, t.Measured)
	}
	chart := viz.BarChart{
		Columns: []viz.Column{{Title: f.Say("next"), Left: true, Width: 8}, {Title: f.Say("as it is"), Width: 8}, {Title: f.Say("now"), Width: 5}},
		Max:     1, Axis: true, Kept: what, Marks: f.Say("as it is"),
		More: l.others(f, l.switched.changes),
	}
	for _, c := range l.switched.changes {
		chart.Rows = append(chart.Rows, viz.BarRow{Cells: []viz.Safe{viz.Clean(c.label), viz.Share(c.before, 5), viz.Share(c.after, 5)},
			Value: c.after, Mark: c.before, Chosen: c.token == after.token})
	}
	g.Put(0, y, viz.Bars(viz.Size{W: g.W, H: g.H - y}, t, chart))
	return g
}

// others words what all tokens have together now that are not in sight.
func (l *Lab) others(f lab.Frame, shown []change) func(int, float64) viz.Safe {
	rest := 1.0
	for _, c := range shown {
		rest -= c.after
	}
	return func(_ int, sum float64) viz.Safe { return f.Say("all others: %s", viz.Share(max(rest+sum, 0), 5)) }
}

// begins notes which token a number is of, and which word begins with it.
func (l *Lab) begins(h heard) message.Text {
	if label := l.label(h.token); h.word != "" && h.word != label {
		return message.New("of “%s”, which begins “%s”", label, h.word)
	}
	return message.New("of “%s”", l.label(h.token))
}

func (l *Lab) saySwitch() message.Text {
	s := l.switched
	before, after := s.before, s.after
	off := l.sayOff()
	if l.set().off == offEdge {
		if lo, hi := l.hidden(s.hide); lo >= min(hi, l.token-1) {
			return l.sayNothingCut()
		}
	}
	first, now := before.saidBy(l), after.saidBy(l)
	p, q := viz.Share(before.p(before.token), 5), viz.Share(after.p(before.token), 5)
	if !l.question.is {
		switch {
		case first == now && p == q:
			return message.New("%v: the likeliest next token stays “%s”, with %s as before.", off, now, q)
		case first == now:
			return message.New("%v: the likeliest next token stays “%s”, with %s instead of %s.", off, now, q, p)
		}
		return message.New("%v: the likeliest next token is now “%s”, and not “%s”, which goes from %s to %s.", off, now, first, p, q)
	}
	asked := l.question.prompt.Asked
	switch {
	case first == now && p == q:
		return message.New("%v: the answer stays “%s”, with %s as before.", off, now, q)
	case first == now:
		return message.New("%v: the answer stays “%s”, with %s instead of %s.", off, now, q, p)
	case after.verdict == intervention.Right:
		return message.New("%v: the answer becomes right, “%s” instead of “%s”.", off, now, first)
	case after.verdict == intervention.OtherGiven:
		return message.New("%v: it says “%s” instead of “%s”. That is the value of another fact in the prompt.", off, now, first)
	case after.verdict == intervention.Memory:
		return message.New("%v: it says “%s” instead of “%s”. That is what it had learnt about %s, against the prompt.", off, now, first, asked.Person)
	case after.verdict == intervention.SamePerson:
		return message.New("%v: it says “%s” instead of “%s”. That is true of %s too, but not what is asked.", off, now, first, asked.Person)
	case after.verdict == intervention.SameRelation:
		return message.New("%v: it says “%s” instead of “%s”. That answers the question, but not of %s.", off, now, first, asked.Person)
	case after.verdict == intervention.OtherRelation:
		return message.New("%v: it says “%s” instead of “%s”. That is neither what is asked nor true of %s.", off, now, first, asked.Person)
	}
	return message.New("%v: it says “%s” instead of “%s”. That is the value of no fact.", off, now, first)
}

// sayNothingCut says why a cut hides nothing.
func (l *Lab) sayNothingCut() message.Text {
	switch hide := l.switched.hide; {
	case hide == hideKey && l.token == 1:
		return message.New("The first token reads itself alone: there is nothing to hide.")
	case hide == hideKey:
		return message.New("“%s” is not before the token that reads, so nothing is hidden: a token reads what is before it, and itself.", l.word(l.keyAt()))
	case !l.question.is:
		return message.New("This text is no question that the model was trained to answer: there are no facts and no name to hide. Hide a key.")
	case hide == hideFacts && l.question.prompt.Facts == 0:
		return message.New("The text states no fact before its question: nothing is hidden.")
	}
	return message.New("What is to be hidden is not before the token that reads: nothing is hidden.")
}

func (l *Lab) readSwitch() []lab.Reading {
	s := l.switched
	p, q := s.before.p(s.before.token), s.after.p(s.before.token)
	readings := []lab.Reading{
		{Name: "p now", Help: message.New("what is left to the token that is the likeliest when nothing is off"), Value: q, Digits: 3, Note: message.New("of “%s”, with %v", l.label(s.before.token), l.sayOff())},
		{Name: "p as it is", Help: message.New("the probability of the likeliest next token when nothing is off"), Value: p, Digits: 3, Note: l.begins(s.before)},
		{Name: "says now", Help: message.New("what the model says with the part off"), Text: message.Verbatim(s.after.saidBy(l)), Note: l.noteKind(s.after)},
		{Name: "says as it is", Help: message.New("what the model says when nothing is off"), Text: message.Verbatim(s.before.saidBy(l)), Note: l.noteKind(s.before)},
	}
	if l.question.is {
		readings = append(readings, lab.Reading{Name: "kind", Help: message.New("what the answer with the part off is to the question"), Text: kind(s.after.verdict)})
		if truth, ok := l.truth(); ok {
			readings = append(readings, lab.Reading{Name: "p of memory", Help: message.New("the probability of what is true in the world it was trained on, with the part off"),
				Value: s.after.p(intervention.Opening(l.lm.Tokens, truth)), Digits: 3, Note: message.New("of “%s”", truth)})
		}
	}
	if set := l.set(); set.instead == mean && l.switched.means != nil {
		readings = append(readings, lab.Reading{Name: "mean of", Help: message.New("over how many tokens the mean is taken that stands in for the part"), Value: float64(l.switched.means.Tokens()), Unit: "tokens"})
	}
	return readings
}

// truth is what is true in the world of the question, whatever the prompt says.
func (l *Lab) truth() (value string, ok bool) {
	asked := l.question.prompt.Asked
	f, ok := l.lm.World.Fact(asked.Person, asked.Relation)
	return f.Value, ok
}

func (l *Lab) noteKind(h heard) message.Text {
	if l.question.is {
		return kind(h.verdict)
	}
	return message.New("the likeliest next token")
}

// listSwitch has the tokens that may come next, then the map of parts.
func (l *Lab) listSwitch() []lab.List {
	tokens := lab.List{Name: "next tokens", Columns: []string{"token", "p as it is", "p now"}}
	for _, c := range l.switched.changes {
		tokens.Add(lab.Word(c.label), lab.Amount(c.before, 4), lab.Amount(c.after, 4))
	}
	if l.switched.off == offEdge {
		return []lab.List{tokens}
	}
	parts := lab.List{Name: "parts", Columns: []string{"off", "p of " + lm.Label(l.lm.Tokens, l.switched.before.token)}}
	for i, p := range l.switched.parts {
		if p == p {
			parts.Add(lab.Word(l.part(i/l.columns(), i%l.columns()).String()), lab.Amount(p, 4))
		}
	}
	return []lab.List{tokens, parts}
}
