package adapt

import (
	"math"
	"slices"
	"strings"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// fact is the view of one edited fact.
func (l *Lab) fact() lab.View {
	return lab.View{
		Name: "fact", Help: "one edited fact: what each way believes", Moves: l.trained(),
		Draw: l.drawFact, Sentence: l.sayFact, Readings: l.readFact,
	}
}

// readFact is how far each way believes what the fact says now.
func (l *Lab) readFact() []lab.Reading {
	var readings []lab.Reading
	for _, w := range []knowledge.Way{knowledge.Retrieval, knowledge.Tuned, knowledge.AsIs, knowledge.Both} {
		b := l.study.beliefs[w]
		r := lab.Reading{Name: "now, " + w.String(), Help: message.New("the probability of the edited fact's value as the answer, %v", wayHelp[w]), Value: b.now, Digits: 3}
		switch {
		case !b.known:
			r.Undefined = message.New("not asked yet")
		case math.IsNaN(b.now):
			r.Undefined = message.New("training has diverged")
		case w.Trained():
			r.Note = message.New("step %d", b.step)
		}
		readings = append(readings, r)
	}
	return computed(readings)
}

// drawFact draws what each way believes about the edited fact, and where there
// is room what RAG reads.
func (l *Lab) drawFact(f lab.Frame) viz.Grid {
	q := l.study.exam.Edited()
	title := viz.Clean(q.Text())
	if _, ok := l.edited(); !ok {
		title = f.Say("not read as a fact; still: %s", q.Text())
	}
	return titled(f, title, func(f lab.Frame) viz.Grid {
		g := f.Theme.Grid(f.Size)
		chart := l.beliefChart(f, q)
		rows := min(len(chart.Rows)+1, f.H)
		if read := strings.Split(l.study.exam.Prompt(q, knowledge.Retrieval, l.top), "\n"); rows+len(read)+2 <= f.H {
			drawRead(f, g, rows+1, read)
		} else {
			rows = f.H
		}
		g.Put(0, 0, viz.Bars(viz.Size{W: f.W, H: rows}, f.Theme, chart))
		return g
	})
}

// drawRead writes what RAG reads, from row y on.
func drawRead(f lab.Frame, g viz.Grid, y int, read []string) {
	g.Text(0, y, f.Theme.Fit(f.Say("what the model reads with RAG, its answer last:"), f.W), f.Theme.Strong)
	for i, line := range read {
		g.Text(0, y+1+i, f.Theme.Fit(viz.Clean(line), f.W), f.Theme.Text)
	}
}

// beliefChart has, for each way, the value that the fact has now, and the one
// that it had; in a low frame without a heading over the two, which would leave out
// the last way.
func (l *Lab) beliefChart(f lab.Frame, q knowledge.Question) viz.BarChart {
	if low := f.H < 3*len(knowledge.Ways()); low {
		return l.lowBeliefs(f, q)
	}
	reworded := f.H >= 4*4+3
	chart := viz.BarChart{
		Columns: []viz.Column{{Title: f.Say("answer"), Left: true, Width: 15}, {Title: viz.Clean("p"), Width: 5}},
		Max:     1,
	}
	if f.H <= 3*len(knowledge.Ways()) { // the answers before their heading
		chart.Columns[0].Title, chart.Columns[1].Title = viz.Safe{}, viz.Safe{}
	}
	for _, w := range knowledge.Ways() {
		b := l.study.beliefs[w]
		chart.Rows = append(chart.Rows, viz.BarRow{Rule: f.Print(waySays(w, b)), Heading: true})
		chart.Rows = append(chart.Rows, beliefRow(f.Say("%s (now)", q.Fact.Value), b.now, b.known))
		if reworded {
			chart.Rows = append(chart.Rows, beliefRow(f.Say("  reworded"), b.reworded, b.known))
		}
		chart.Rows = append(chart.Rows, beforeRow(f, q, b))
	}
	return chart
}

// lowBeliefs is the chart with the ways in a column of their own, and below each
// what it answers.
func (l *Lab) lowBeliefs(f lab.Frame, q knowledge.Question) viz.BarChart {
	chart := viz.BarChart{Columns: []viz.Column{{Left: true, Width: 14}, {Left: true, Width: 12}, {Width: 5}}, Max: 1}
	if f.H > 2*len(knowledge.Ways()) {
		for i, title := range []viz.Safe{f.Say("way"), f.Say("answer"), viz.Clean("p")} {
			chart.Columns[i].Title = title
		}
	}
	for _, w := range knowledge.Ways() {
		b := l.study.beliefs[w]
		name := f.Print(message.New(wayNames[w]))
		for _, row := range []viz.BarRow{beliefRow(f.Say("%s (now)", q.Fact.Value), b.now, b.known), beforeRow(f, q, b)} {
			row.Cells = append([]viz.Safe{name}, row.Cells...)
			chart.Rows = append(chart.Rows, row)
			if name = (viz.Safe{}); b.known {
				name = f.Say("“%s”", viz.Clean(b.text).Cut(12))
			}
		}
	}
	return chart
}

// beforeRow is the value that the fact had.
func beforeRow(f lab.Frame, q knowledge.Question, b belief) viz.BarRow {
	switch q.Before {
	case "":
		return beliefRow(f.Say("(was unknown)"), math.NaN(), false)
	case q.Fact.Value:
		return beliefRow(f.Say("(was the same)"), math.NaN(), false)
	}
	row := beliefRow(f.Say("%s (was)", q.Before), b.old, b.known)
	row.Removed = true // believed, it is wrong
	return row
}

func beliefRow(name viz.Safe, p float64, known bool) viz.BarRow {
	if !known {
		p = math.NaN()
	}
	return viz.BarRow{Cells: []viz.Safe{name.Cut(18), viz.Fixed(p, 3)}, Value: p, Mark: math.NaN()}
}

// waySays is what a way answers, and after which step.
func waySays(w knowledge.Way, b belief) message.Text {
	way := message.New(wayNames[w])
	switch {
	case !b.known:
		return message.New("%v: not asked yet", way)
	case w.Trained():
		return message.New("%v, step %d: %s", way, b.step, viz.Clean(b.text).Cut(14))
	}
	return message.New("%v: %s", way, viz.Clean(b.text).Cut(20))
}

// found says whether RAG reads the value of a fact.
func (l *Lab) found(q knowledge.Question) bool {
	return slices.ContainsFunc(l.study.exam.Retrieve(q.Text(), l.top), func(passage string) bool {
		return strings.Contains(passage, q.Fact.Person) && strings.Contains(passage, q.Fact.Value)
	})
}

func (l *Lab) sayFact() message.Text {
	q := l.study.exam.Edited()
	rag, tuned := l.study.beliefs[knowledge.Retrieval], l.study.beliefs[knowledge.Tuned]
	switch {
	case !slices.Contains(q.Fact.Relation.Values(), q.Fact.Value):
		text := message.New("No fact of this kind has the value %q in this world: the model as it is has never read one.", q.Fact.Value)
		if !l.found(q) {
			return message.Join(text, message.New("RAG did not find the passage."))
		}
		return text
	case !rag.known:
		return message.New("The fact is in the store already; the model is asked next.")
	case !tuned.known:
		return message.New("RAG gives %q p = %.3f as soon as the store has it. The tuned copy has yet to be trained.", q.Fact.Value, rag.now)
	case tuned.step == 0:
		return message.New("RAG gives %q p = %.3f without training; before any step the tuned copy gives it %.3f.", q.Fact.Value, rag.now, tuned.now)
	}
	return message.Count(tuned.step,
		"RAG gives %q p = %.3f without training; tuning gives it %.3f after one step. Edit again, and it starts from 0.",
		"RAG gives %q p = %.3f without training; tuning gives it %.3f after %d steps. Edit again, and it starts from 0.",
		q.Fact.Value, rag.now, tuned.now, tuned.step)
}
