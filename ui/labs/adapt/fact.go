package adapt

import (
	"fmt"
	"math"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// fact is the view of one edited fact.
func (l *Lab) fact() lab.View {
	return lab.View{
		Name: "fact", Help: "one edited fact: what each way believes", Moves: l.trained(),
		Draw: l.drawFact, Sentence: lab.English(l.sayFact), Readings: l.readFact,
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

// drawFact draws what each way believes about the edited fact.
func (l *Lab) drawFact(f lab.Frame) viz.Grid {
	q := l.study.exam.Edited()
	title := q.Text()
	if _, ok := l.edited(); !ok {
		title = "not read as a fact; still: " + title
	}
	return titled(f, title, func(f lab.Frame) viz.Grid {
		reworded := f.H >= 4*4+3
		chart := viz.BarChart{
			Columns: []viz.Column{{Title: viz.Clean("answer"), Left: true, Width: 15}, {Title: viz.Clean("p"), Width: 5}},
			Max:     1,
		}
		if f.H <= 3*len(knowledge.Ways()) { // the answers before their heading
			chart.Columns[0].Title, chart.Columns[1].Title = viz.Safe{}, viz.Safe{}
		}
		for _, w := range knowledge.Ways() {
			b := l.study.beliefs[w]
			chart.Rows = append(chart.Rows, viz.BarRow{Rule: viz.Clean(l.waySays(w, b))})
			chart.Rows = append(chart.Rows, beliefRow(q.Fact.Value+" (now)", b.now, b.known))
			if reworded {
				chart.Rows = append(chart.Rows, beliefRow("  reworded", b.reworded, b.known))
			}
			switch {
			case q.Before == "":
				chart.Rows = append(chart.Rows, beliefRow("(was unknown)", math.NaN(), false))
			case q.Before == q.Fact.Value:
				chart.Rows = append(chart.Rows, beliefRow("(was the same)", math.NaN(), false))
			default:
				chart.Rows = append(chart.Rows, beliefRow(q.Before+" (was)", b.old, b.known))
			}
		}
		return viz.Bars(f.Size, f.Theme, chart)
	})
}

func beliefRow(name string, p float64, known bool) viz.BarRow {
	if !known {
		p = math.NaN()
	}
	return viz.BarRow{Cells: []viz.Safe{viz.Clean(name).Cut(18), viz.Fixed(p, 3)}, Value: p, Mark: math.NaN()}
}

// waySays is what a way answers, and after which step.
func (l *Lab) waySays(w knowledge.Way, b belief) string {
	switch {
	case !b.known:
		return w.String() + ": not asked yet"
	case w.Trained():
		return fmt.Sprintf("%s, step %d: %s", w, b.step, viz.Clean(b.text).Cut(14))
	}
	return fmt.Sprintf("%s: %s", w, viz.Clean(b.text).Cut(20))
}

func (l *Lab) sayFact() string {
	q := l.study.exam.Edited()
	rag, tuned := l.study.beliefs[knowledge.Retrieval], l.study.beliefs[knowledge.Tuned]
	switch {
	case !rag.known:
		return "The fact is in the store already; the model is asked next."
	case !tuned.known:
		return fmt.Sprintf("RAG gives %q p = %.3f as soon as the store has it. The tuned copy has yet to be trained.", q.Fact.Value, rag.now)
	case tuned.step == 0:
		return fmt.Sprintf("RAG gives %q p = %.3f without training; before any step the tuned copy gives it %.3f.", q.Fact.Value, rag.now, tuned.now)
	}
	return fmt.Sprintf("RAG gives %q p = %.3f without training; tuning gives it %.3f after %s. Edit again, and it starts from 0.",
		q.Fact.Value, rag.now, tuned.now, plural(tuned.step, "step"))
}
