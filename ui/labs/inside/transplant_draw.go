package inside

import (
	"logitarium/core/intervention"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

func (l *Lab) transplantView() view {
	s, t := &l.switched, &l.transplant
	return view{
		View: lab.View{Name: "transplant", Help: "what a head read in another text, put into this one",
			Moves: []lab.Field{&l.text, &t.donor, &l.layer, &l.head, &s.also},
			Draw:  l.drawTransplant, Sentence: l.sayTransplant, Readings: l.readTransplant, Lists: l.listTransplant,
			Actions: l.actTransplant},
		ready: l.exchange, compute: func() { l.transplant.changes = l.changes(l.transplant.before, l.transplant.after) },
		measure: l.countFollowers,
		idle:    l.idleShape,
	}
}

func (l *Lab) actTransplant() []lab.Action {
	return []lab.Action{{Name: "other pair", Key: "space", Help: "another pair of texts", Turns: []lab.Field{&l.text, &l.transplant.donor}, Do: func() error {
		t := &l.transplant
		pairs := l.pairs()
		now := l.text + "\x00" + t.donor
		names := make([]string, len(pairs))
		for i, p := range pairs {
			names[i] = p[0] + "\x00" + p[1]
		}
		next := t.examples.Next(now, names)
		for i, name := range names {
			if name == next {
				l.text, t.donor = pairs[i][0], pairs[i][1]
			}
		}
		return nil
	}}}
}

// sayHeads names the heads that are transplanted.
func (l *Lab) sayHeads() message.Text {
	heads := l.heads()
	if len(heads) > 1 {
		return message.New("heads %v and %v", heads[0].String(), heads[1].String())
	}
	return message.New("head %v", heads[0].String())
}

// transplanted is how many numbers of the heads are transplanted.
func (l *Lab) transplanted() int {
	return len(l.heads()) * l.config().HeadWidth()
}

// drawTransplant draws both texts and what is said, the tokens that may come
// next, and how often answers follow the donor.
func (l *Lab) drawTransplant(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	t := l.transplant
	th := f.Theme
	line := func(y int, text, said string, style viz.Style, names ...viz.Safe) {
		end := th.Show(f.Say("→ “%s”", said))
		x := g.Text(0, y, th.FitFirst(g.W-end.Width()-1, names...), style) + 1
		g.Text(x, y, th.FitTail(viz.Clean(text), g.W-end.Width()-x-1), th.Text)
		g.Text(g.W-end.Width(), y, end, style)
	}
	line(0, l.text, t.before.saidBy(l), th.Reference, f.Say("host"))
	line(1, t.donor, t.donated.saidBy(l), th.Second, f.Say("donor"))
	line(2, "", t.after.saidBy(l), th.Measured, f.Say("host with the donor's %v", l.sayHeads()), f.Say("with %v", l.sayHeads()))
	const countsH, least = 7, 7
	rest := f.H - 4
	chart := viz.BarChart{
		Columns: []viz.Column{{Title: f.Say("next"), Left: true, Width: 8}, {Title: f.Say("host"), Width: 5}, {Title: f.Say("now"), Width: 5}},
		Max:     1, Kept: f.Say("with the donor's"), Marks: f.Say("host"),
		More: l.others(f, t.changes),
	}
	for _, c := range t.changes {
		chart.Rows = append(chart.Rows, viz.BarRow{Cells: []viz.Safe{viz.Clean(c.label), viz.Share(c.before, 5), viz.Share(c.after, 5)},
			Value: c.after, Mark: c.before, Chosen: c.token == t.after.token})
	}
	switch {
	case l.lm.World == nil:
		g.Put(0, 4, viz.Bars(viz.Size{W: f.W, H: rest}, th, chart))
	case f.W >= 110:
		left := f.W - 62
		g.Put(0, 4, viz.Bars(viz.Size{W: left, H: rest}, th, chart))
		g.Put(left+2, 4, l.drawCounts(f.In(60, min(rest, 2+4*countsThick))))
	case rest >= countsH+least-3:
		g.Put(0, 4, viz.Bars(viz.Size{W: f.W, H: rest - countsH + 1}, th, chart))
		g.Put(0, f.H-countsH+1, l.drawCounts(f.In(f.W, countsH-1)))
	default:
		g.Put(0, 3, l.drawCounts(f.In(f.W, f.H-3)))
	}
	return g
}

// contrastName names what the questions of pairs differ in.
func contrastName(c intervention.Contrast) message.Text {
	switch c {
	case intervention.OtherAsked:
		return message.New("of something else")
	case intervention.OtherPerson:
		return message.New("of another person")
	case intervention.OtherBoth:
		return message.New("both differ")
	}
	return message.New("another line of three")
}

// countsThick is the rows of a bar of the counts, where there is the room.
const countsThick = 3

// drawCounts draws whom the answers follow in pairs of each contrast.
func (l *Lab) drawCounts(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	g.Text(0, 0, f.Theme.FitFirst(g.W, f.Say("%d pairs each: whom does the answer follow? (the bar: the donor, wholly or in part)", drawnPairs), f.Say("%d pairs each: whom does it follow? (bar: donor, mixed)", drawnPairs)), f.Theme.Strong)
	chart := viz.BarChart{
		Columns: []viz.Column{{Title: f.Say("the donor's question"), Left: true, Width: 23}, {Title: f.Say("host"), Width: 4}, {Title: f.Say("donor"), Width: 5},
			{Title: f.Say("mixed"), Width: 5}, {Title: f.Say("else"), Width: 4}},
		Max: 1, Thick: countsThick,
	}
	for c := intervention.OtherAsked; c <= intervention.OtherLine; c++ {
		row := viz.BarRow{Cells: []viz.Safe{f.Print(contrastName(c))}, Value: nan, Mark: nan}
		if int(c) >= len(l.transplant.counts) {
			for range 4 {
				row.Cells = append(row.Cells, viz.Clean("–"))
			}
			chart.Rows = append(chart.Rows, row)
			continue
		}
		n := l.transplant.counts[c].count
		mixed := n[intervention.HostPerson] + n[intervention.DonorPerson]
		for _, v := range []int{n[intervention.Host], n[intervention.Donor], mixed, n[intervention.Neither]} {
			row.Cells = append(row.Cells, viz.Cleanf("%d", v))
		}
		row.Value = float64(n[intervention.Donor]+mixed) / float64(n.Of())
		chart.Rows = append(chart.Rows, row)
	}
	g.Put(0, 1, viz.Bars(viz.Size{W: g.W, H: g.H - 1}, f.Theme, chart))
	return g
}

func (l *Lab) sayTransplant() message.Text {
	t := l.transplant
	first, now := t.before.saidBy(l), t.after.saidBy(l)
	n := l.transplanted()
	whose, donor, ok := l.whose()
	switch {
	case l.text == t.donor:
		return message.New("Host and donor are the same text: %d numbers are replaced by themselves, and nothing changes.", n)
	case first == now:
		return message.New("The answer stays “%s”: the %d numbers of the donor's %v do not turn it.", now, n, l.sayHeads())
	case !ok:
		return message.New("With %d numbers of the donor's %v it says “%s” instead of “%s”.", n, l.sayHeads(), now, first)
	}
	host := l.question.prompt.Asked
	switch whose {
	case intervention.Donor:
		return message.New("With %d numbers of the donor's %v it says “%s” instead of “%s”: the donor's answer.", n, l.sayHeads(), now, first)
	case intervention.HostPerson:
		return message.New("With %d numbers of the donor's %v it says “%s” instead of “%s”: what the donor asks, answered of %s.", n, l.sayHeads(), now, first, host.Person)
	case intervention.DonorPerson:
		return message.New("With %d numbers of the donor's %v it says “%s” instead of “%s”: what the host asks, answered of %s.", n, l.sayHeads(), now, first, donor.prompt.Asked.Person)
	}
	return message.New("With %d numbers of the donor's %v it says “%s” instead of “%s”: neither the host's answer nor the donor's.", n, l.sayHeads(), now, first)
}

func (l *Lab) readTransplant() []lab.Reading {
	t := l.transplant
	readings := []lab.Reading{
		{Name: "p of host", Help: message.New("what is left to the token that is the likeliest in the host as it is"), Value: t.after.p(t.before.token), Digits: 3, Note: l.begins(t.before)},
		{Name: "p of donor", Help: message.New("the probability in the host, with the transplant, of the token that is the likeliest in the donor"), Value: t.after.p(t.donated.token), Digits: 3, Note: l.begins(t.donated)},
		{Name: "says now", Help: message.New("what the model says with the transplant"), Text: message.Verbatim(t.after.saidBy(l))},
		{Name: "says as it is", Help: message.New("what the model says to the host as it is"), Text: message.Verbatim(t.before.saidBy(l))},
		{Name: "numbers", Help: message.New("how many numbers are transplanted"), Value: float64(l.transplanted()), Note: message.New("at the last token")},
	}
	if l.lm.World == nil {
		return readings
	}
	for c := intervention.OtherAsked; c <= intervention.OtherLine; c++ {
		r := lab.Reading{Name: contrastReading[c], Help: contrastHelp(c), Undefined: message.New("not tried yet")}
		if int(c) < len(t.counts) {
			n := t.counts[c].count
			r.Undefined = message.Text{}
			r.Value = float64(n[intervention.Donor] + n[intervention.HostPerson] + n[intervention.DonorPerson])
			r.Note = message.New("of %d pairs", n.Of())
		}
		readings = append(readings, r)
	}
	return readings
}

// contrastReading are the names of the counts for lessons and exports.
var contrastReading = [...]string{"asked follows", "person follows", "both differ", "line follows"}

func contrastHelp(c intervention.Contrast) message.Text {
	switch c {
	case intervention.OtherAsked:
		return message.New("the answers that follow the donor, where it asks something else of the same person")
	case intervention.OtherPerson:
		return message.New("the answers that follow the donor, where it asks the same of another person")
	case intervention.OtherBoth:
		return message.New("the answers that follow the donor wholly or in part, where it asks something else of another person")
	}
	return message.New("the answers that follow the donor, where it asks for another of three facts in the prompt")
}

// listTransplant has the tokens that may come next, and the counts.
func (l *Lab) listTransplant() []lab.List {
	t := l.transplant
	tokens := lab.List{Name: "next tokens", Columns: []string{"token", "p in the host", "p now"}}
	for _, c := range t.changes {
		tokens.Add(lab.Word(c.label), lab.Amount(c.before, 4), lab.Amount(c.after, 4))
	}
	if len(t.counts) == 0 {
		return []lab.List{tokens}
	}
	counts := lab.List{Name: "pairs", Columns: []string{"the donor's question", "host", "donor", "host's person", "donor's person", "else"}}
	for _, n := range t.counts {
		counts.Add(lab.Word(contrastName(n.contrast).String()), lab.Count(n.count[intervention.Host]), lab.Count(n.count[intervention.Donor]),
			lab.Count(n.count[intervention.HostPerson]), lab.Count(n.count[intervention.DonorPerson]), lab.Count(n.count[intervention.Neither]))
	}
	return []lab.List{tokens, counts}
}
