package inside

import (
	"fmt"
	"slices"

	"logitarium/core/intervention"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
	"logitarium/ui/message"
	"logitarium/viz"
)

func (e *exam) knobs() []lab.Knob {
	var options []lab.Option
	for _, a := range skills() {
		options = append(options, lab.Option{Name: a.name, Help: a.help})
	}
	return []lab.Knob{{Name: "ability", Help: "what the questions need", Setting: lab.Choice{At: &e.ability, Options: options}}}
}

func (l *Lab) abilitiesView() view {
	s := &l.switched
	v := view{
		View: lab.View{Name: "abilities", Help: "what the model can still do with a part off, and what it says instead",
			Moves: []lab.Field{&l.layer, &l.head, &s.off, &s.also, &s.instead, &l.exam.ability},
			Draw:  l.drawSkills, Sentence: l.sayAbilities, Readings: l.readAbilities, Lists: l.listAbilities,
			Actions: l.actAbilities},
		ready: l.obtainMeans, compute: func() {}, measure: l.examine,
		idle: func(d lab.Idle) {
			if s.off == offEdge {
				d.Because(message.New("a cut is no part: the view switch has it"), &l.layer, &l.head, &s.also, &s.instead)
			}
			l.idlePart(d)
		},
	}
	if _, err := lm.WorldOf(l.lm.Model); err != nil {
		v.View = lacking.View(v.View, err)
		v.ready, v.compute, v.measure, v.idle = nil, func() {}, nil, nil
	}
	return v
}

func (l *Lab) actAbilities() []lab.Action {
	return []lab.Action{{Name: "all parts", Key: "space", Help: "measure every part, or the chosen one alone", Do: func() error {
		l.exam.whole = !l.exam.whole
		return nil
	}}}
}

// shortAbility names an ability in a column.
func shortAbility(i int) message.Text {
	return [...]message.Text{message.New("common"), message.New("1 fact"), message.New("3 facts"), message.New("against")}[i]
}

// nameSet names what is off in a row.
func nameSet(s partSet) message.Text {
	switch s.n {
	case 0:
		return message.New("nothing")
	case 1:
		return offName(s.a)
	}
	return message.New("heads %v, %v", s.a.String(), s.b.String())
}

// drawSkills draws the table of parts, and what is said instead of the right
// answer.
func (l *Lab) drawSkills(f lab.Frame) viz.Grid {
	const kindsW, kindsH = 48, 9
	g := f.Theme.Grid(f.Size)
	if f.W >= 110 {
		g.Put(0, 0, l.drawExam(f.In(f.W-kindsW-2, f.H)))
		for i := range skills() { // the chosen one first
			a := (l.exam.ability + i) % len(skills())
			if y := i * (kindsH + 1); y+kindsH <= f.H {
				g.Put(f.W-kindsW, y, l.drawKinds(f.In(kindsW, kindsH), a))
			}
		}
		return g
	}
	rows := max(f.H-kindsH-1, 3)
	g.Put(0, 0, l.drawExam(f.In(f.W, rows)))
	g.Put(0, rows, l.drawKinds(f.In(f.W, f.H-rows), l.exam.ability))
	return g
}

// drawExam draws nothing off, and of the other rows those that there is room
// for, around the chosen one.
func (l *Lab) drawExam(f lab.Frame) viz.Grid {
	chosen := l.chosenSet()
	columns := []viz.Column{{Title: f.Say("off"), Left: true, Width: 11}}
	shown := []int{0, 1, 2, 3}
	if f.W < 62 {
		shown = shown[l.exam.ability : l.exam.ability+1]
	}
	for _, i := range shown {
		columns = append(columns, viz.Column{Title: f.Print(shortAbility(i)), Width: 7})
	}
	chart := viz.BarChart{Columns: append(columns, viz.Column{Title: f.Say("loss"), Width: 6}), Max: 1}
	sets := l.sets()
	room, at := max(f.H-2, 1), slices.Index(sets, chosen)
	first := max(min(at-room/2, len(sets)-room), 1)
	for i, off := range sets {
		if i == 0 || i >= first && i < first+room {
			chart.Rows = append(chart.Rows, l.examRow(f, off, shown))
		}
	}
	return viz.Bars(f.Size, f.Theme, chart)
}

// examRow is a row of the table, with some of the abilities; the bar is the
// share of the chosen one.
func (l *Lab) examRow(f lab.Frame, off partSet, shown []int) viz.BarRow {
	row := viz.BarRow{Cells: []viz.Safe{f.Print(nameSet(off))}, Value: nan, Mark: nan, Chosen: off == l.chosenSet()}
	e, ok := l.row(off)
	if !ok {
		for range len(shown) + 1 {
			row.Cells = append(row.Cells, viz.Clean("–"))
		}
		return row
	}
	for _, a := range shown {
		row.Cells = append(row.Cells, viz.Cleanf("%d/%d", e.tallies[a][intervention.Right], e.tallies[a].Of()))
	}
	t := e.tallies[l.exam.ability]
	row.Value = float64(t[intervention.Right]) / float64(t.Of())
	row.Cells = append(row.Cells, viz.Fixed(e.loss, 3))
	return row
}

// drawKinds draws what is said with the chosen part off, by what it is to the
// question.
func (l *Lab) drawKinds(f lab.Frame, ability int) viz.Grid {
	g := f.Theme.Grid(f.Size)
	e, ok := l.row(l.chosenSet())
	what := l.sayOff()
	if l.chosenSet().n == 0 {
		what = message.New("Nothing off")
	}
	g.Text(0, 0, f.Theme.FitFirst(g.W, f.Say("%v: what it says (%v)", what, shortAbility(ability)), f.Print(what)), f.Theme.Strong)
	if !ok {
		if p := l.more.Progress(); g.H > 3 && l.more.Waiting() {
			p.Draw(g, f, 2)
		}
		return g
	}
	t := e.tallies[ability]
	chart := viz.BarChart{Columns: []viz.Column{{Title: f.Say("the answer is"), Left: true, Width: 20}, {Title: f.Say("answers"), Width: 4}}, Max: float64(t.Of())}
	for _, v := range intervention.Verdicts() {
		if v != intervention.Right && t[v] == 0 && g.H < len(t)+2 { // there is little room
			continue
		}
		chart.Rows = append(chart.Rows, viz.BarRow{Cells: []viz.Safe{f.Print(kind(v)), viz.Cleanf("%d", t[v])}, Value: float64(t[v]), Mark: nan, Wrong: v != intervention.Right})
	}
	g.Put(0, 1, viz.Bars(viz.Size{W: g.W, H: g.H - 1}, f.Theme, chart))
	return g
}

// most is the kind that most errors are of.
func most(t intervention.Tally) (v intervention.Verdict, errors int) {
	v = intervention.Else
	for _, w := range intervention.Verdicts() {
		if w == intervention.Right {
			continue
		}
		errors += t[w]
		if t[w] > t[v] {
			v = w
		}
	}
	return v, errors
}

func (l *Lab) sayAbilities() message.Text {
	chosen := l.chosenSet()
	e, ok := l.row(chosen)
	if !ok {
		return message.New("The model is asked questions of four kinds, with nothing off, and with the chosen part off.")
	}
	t := e.tallies[l.exam.ability]
	right, of := t[intervention.Right], t.Of()
	name := skills()[l.exam.ability]
	v, errors := most(t)
	switch {
	case chosen.n == 0:
		return message.New("Nothing is off, as a cut is no part: %d of %d answers are right.", right, of)
	case errors == 0:
		return message.New("%v: all %d answers are right. Asked is %v.", l.sayOff(), of, name.help)
	}
	return message.Join(message.New("%v: %d of %d answers are right.", l.sayOff(), right, of), sayErrors(v, t[v], errors))
}

// sayErrors says what most errors are.
func sayErrors(v intervention.Verdict, n, errors int) message.Text {
	if n == errors {
		return sayAll(v, n)
	}
	switch v {
	case intervention.OtherGiven:
		return message.New("%d of the other %d are the value of another line of the prompt.", n, errors)
	case intervention.Memory:
		return message.New("%d of the other %d are what it had learnt, against the prompt.", n, errors)
	case intervention.SamePerson:
		return message.New("%d of the other %d are true of the person, but not what is asked.", n, errors)
	case intervention.SameRelation:
		return message.New("%d of the other %d are fitting values, but somebody else's.", n, errors)
	case intervention.OtherRelation:
		return message.New("%d of the other %d are neither what is asked nor true.", n, errors)
	}
	return message.New("%d of the other %d are the value of no fact.", n, errors)
}

// sayAll says what all errors are.
func sayAll(v intervention.Verdict, errors int) message.Text {
	switch v {
	case intervention.OtherGiven:
		return message.Count(errors, "The other one is the value of another line of the prompt.", "The other %d are all the value of another line of the prompt.", errors)
	case intervention.Memory:
		return message.Count(errors, "The other one is what it had learnt, against the prompt.", "The other %d are all what it had learnt, against the prompt.", errors)
	case intervention.SamePerson:
		return message.Count(errors, "The other one is true of the person, but not what is asked.", "The other %d are all true of the person, but not what is asked.", errors)
	case intervention.SameRelation:
		return message.Count(errors, "The other one is a fitting value, but somebody else's.", "The other %d are all fitting values, but somebody else's.", errors)
	case intervention.OtherRelation:
		return message.Count(errors, "The other one is neither what is asked nor true.", "The other %d are all neither what is asked nor true.", errors)
	}
	return message.Count(errors, "The other one is the value of no fact.", "The other %d are all the value of no fact.", errors)
}

func (l *Lab) readAbilities() []lab.Reading {
	e, ok := l.row(l.chosenSet())
	var readings []lab.Reading
	add := func(name string, help message.Text, value int, note message.Text) {
		r := lab.Reading{Name: name, Help: help, Value: float64(value), Note: note}
		if name == kindNames[intervention.Memory] {
			r.Formerly = "memory"
		}
		if !ok {
			r.Undefined, r.Note = message.New("not asked yet"), message.Text{}
		}
		readings = append(readings, r)
	}
	t := e.tallies[l.exam.ability]
	add("right", message.New("the answers of the chosen kind of question that are right with the part off"), t[intervention.Right], message.New("of %d", t.Of()))
	for _, v := range intervention.Verdicts()[1:] {
		add(kindNames[v], message.New("the answers that are wrong and of this kind"), t[v], kind(v))
	}
	for i, a := range skills() {
		add(a.name, a.help, e.tallies[i][intervention.Right], message.New("of %d are right", e.tallies[i].Of()))
	}
	loss := lab.Reading{Name: "loss", Help: message.New("the mean loss on documents that the model was not trained on, with the part off"), Value: e.loss, Unit: "nats", Digits: 3, Note: message.New("a token, of %d", lossRows*(rowLength-1))}
	if !ok {
		loss.Undefined = message.New("not asked yet")
	}
	return append(readings, loss)
}

// kindNames are the names of verdicts for lessons and exports.
var kindNames = map[intervention.Verdict]string{
	intervention.OtherGiven:    "other fact given",
	intervention.Memory:        "from memory",
	intervention.SamePerson:    "same person",
	intervention.SameRelation:  "same kind",
	intervention.OtherRelation: "other kind",
	intervention.Else:          "no value",
}

// listAbilities has the table, then the kinds of answers for each row.
func (l *Lab) listAbilities() []lab.List {
	table := lab.List{Name: "parts", Columns: []string{"off"}}
	for _, a := range skills() {
		table.Columns = append(table.Columns, fmt.Sprintf("%s, of %d", a.name, len(l.questions(a))))
	}
	table.Columns = append(table.Columns, "loss")
	kinds := lab.List{Name: "answers", Columns: []string{"off", "right"}}
	for _, v := range intervention.Verdicts()[1:] {
		kinds.Columns = append(kinds.Columns, kindNames[v])
	}
	for _, off := range l.sets() {
		e, ok := l.row(off)
		if !ok {
			continue
		}
		name := nameSet(off).String()
		cells, counts := []lab.Cell{lab.Word(name)}, []lab.Cell{lab.Word(name)}
		for _, t := range e.tallies {
			cells = append(cells, lab.Count(t[intervention.Right]))
		}
		table.Add(append(cells, lab.Amount(e.loss, 3))...)
		for _, v := range intervention.Verdicts() {
			counts = append(counts, lab.Count(e.tallies[l.exam.ability][v]))
		}
		kinds.Add(counts...)
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return []lab.List{table, kinds}
}
