package adapt

import (
	"math"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// passes is how often each text is read in the view of texts, whatever their
// number: twice the texts are then twice the steps.
const passes = 8

// texts is the view of right answers against the texts for a fact.
func (l *Lab) texts() lab.View {
	return lab.View{
		Name: "texts", Help: "do more texts about a fact teach it better?", Moves: l.trained(),
		Draw: l.drawTexts, Sentence: l.sayTexts, Readings: l.readTexts, Lists: l.listTexts,
		Actions: func() []lab.Action {
			return l.trialActions(&l.told, func() *knowledge.Trials {
				return knowledge.NewTrials(l.study.exam, knowledge.PlainTexts(l.recipe(), knowledge.MostParaphrases, passes)...)
			})
		},
	}
}

// toldJob is what the view of texts depends on.
func (l *Lab) toldJob() job {
	j := l.job.plain()
	j.recipe.Paraphrases, j.steps = 0, 0
	return j
}

// textsDone is how many copies are trained: those on 1 to so many texts.
func (l *Lab) textsDone() int {
	if l.told.run == nil {
		return 0
	}
	return l.told.run.Finished()
}

// toldScore is what the copy that was trained on n texts knows.
func (l *Lab) toldScore(n int, k knowledge.Kind) knowledge.Score {
	return l.told.run.All[n-1].After.Score(k, knowledge.AsIs)
}

// textKinds are the lines of the view.
var textKinds = []knowledge.Kind{knowledge.New, knowledge.Reworded, knowledge.Changed, knowledge.Old}

// drawTexts draws right answers over the number of texts, and beside it what
// each copy answers to one question.
func (l *Lab) drawTexts(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	says := f.Say("Texts 1 to 4 are statements, 5 is the question in other words, 6 the question that is asked. Each is read %d times.", passes)
	foot := viz.Wrap(f.Theme.Show(says), max(f.W, 1))
	rows := f.H - len(foot)
	if rows < 9 { // the curves, their names and the axis are worth more
		rows = f.H
	} else {
		for i, line := range foot {
			g.Text(0, rows+i, line, f.Theme.Faint)
		}
	}
	switch {
	case f.W >= 76:
		half := f.W / 2
		g.Put(0, 0, l.plotTexts(f.In(half-2, rows)))
		g.Put(half, 0, l.tableTexts(f.In(f.W-half, rows)))
	case rows >= 18:
		g.Put(0, 0, l.plotTexts(f.In(f.W, rows-10)))
		g.Put(0, rows-9, l.tableTexts(f.In(f.W, 9)))
	default:
		g.Put(0, 0, l.plotTexts(f.In(f.W, rows)))
	}
	return g
}

// asked says whether the model as it is has been asked what copies are compared
// by.
func (l *Lab) asked() bool {
	for _, k := range []knowledge.Kind{knowledge.New, knowledge.Old} {
		if _, known := l.study.score(k, knowledge.AsIs); !known {
			return false
		}
	}
	return true
}

// plotTexts draws the shares over the number of texts. Without any it is the
// model as it is.
func (l *Lab) plotTexts(f lab.Frame) viz.Grid {
	done := l.textsDone()
	chart := viz.LineChart{X: [2]float64{0, knowledge.MostParaphrases}, Whole: true, Y: &[2]float64{0, 1}, XName: f.Say("texts a fact")}
	for _, k := range textKinds {
		line := viz.Line{Name: f.Say(shortKinds[k]), Values: []float64{math.NaN()}}
		if before, known := l.study.score(k, knowledge.AsIs); known { // it has read none
			line.Values[0] = before.Share()
		}
		for n := 1; n <= done; n++ {
			line.Values = append(line.Values, l.toldScore(n, k).Share())
		}
		line.Values = lab.Padded(line.Values, 1+knowledge.MostParaphrases)
		chart.Series = append(chart.Series, line)
	}
	if l.told.run == nil { // once it goes on, the sentence says how far it is
		chart.Invite = f.Say("Space draws here which share of the answers is right after 1 to %d texts a fact.", knowledge.MostParaphrases)
	}
	return titled(f, f.Say("share of right answers"), func(f lab.Frame) viz.Grid { return viz.Lines(f.Size, f.Theme, chart) })
}

// saysFrom is the width from which the table has what is said, and says in
// colour that it is wrong.
const saysFrom = 48

// tableTexts has a row for the model as it is, and one for each copy, with its
// steps and what it says.
func (l *Lab) tableTexts(f lab.Frame) viz.Grid {
	q := l.study.exam.Questions(knowledge.New)[0]
	table := viz.TableData{Columns: []viz.Column{
		{Title: f.Say("texts"), Width: 5}, {Title: f.Say("steps"), Width: 5}, {Title: f.Say("new"), Width: 4}, {Title: f.Say("old"), Width: 4},
		{Title: viz.Clean(q.Text()), Left: true, Width: 8, Spare: true},
	}}
	for n := 0; n <= knowledge.MostParaphrases; n++ {
		row := viz.TableRow{Cells: []viz.Safe{viz.Cleanf("%d", n), viz.Clean("–"), viz.Clean("–"), viz.Clean("–"), viz.Clean("")}}
		sitting, made := l.study.before, 0
		if n > l.textsDone() || n == 0 && !l.asked() {
			table.Rows = append(table.Rows, row)
			continue
		}
		if n > 0 {
			sitting, made = l.told.run.All[n-1].After, l.told.run.All[n-1].Made
		}
		said := sitting.Answers(knowledge.New, knowledge.AsIs)[0]
		row.Cells = []viz.Safe{viz.Cleanf("%d", n), viz.Cleanf("%d", made),
			viz.Fixed(sitting.Score(knowledge.New, knowledge.AsIs).Share(), 2), viz.Fixed(sitting.Score(knowledge.Old, knowledge.AsIs).Share(), 2), viz.Clean(said.Text)}
		if !said.Right && f.W >= saysFrom {
			row.Style = f.Theme.Bad
		}
		table.Rows = append(table.Rows, row)
	}
	return viz.Table(f.Size, f.Theme, table)
}

func (l *Lab) sayTexts() message.Text {
	done := l.textsDone()
	before, known := l.study.score(knowledge.New, knowledge.AsIs)
	switch {
	case l.told.run == nil && known:
		return message.New("Is a fact learnt better when more texts tell it? As it is, the model has %d of %d right. Space trains %d copies, on 1 to %d texts a fact.",
			before.Right, before.Of, knowledge.MostParaphrases, knowledge.MostParaphrases)
	case l.told.run == nil:
		return message.New("Is a fact learnt better when more texts tell it? Space trains %d copies, on 1 to %d texts a fact: half a minute or more.", knowledge.MostParaphrases, knowledge.MostParaphrases)
	case l.told.pending() && l.paused:
		return message.New("Paused, with %d of %d copies trained. Space goes on.", done, knowledge.MostParaphrases)
	case l.told.pending():
		return message.New("Trained so far: %d of %d copies, each on one text more.", done, knowledge.MostParaphrases)
	}
	stated := 0
	for n := 1; n <= 4; n++ {
		stated = max(stated, l.toldScore(n, knowledge.New).Right)
	}
	other, asked := l.toldScore(5, knowledge.New), l.toldScore(6, knowledge.New)
	if 2*stated < other.Right {
		return message.New("More statements do not teach the answer: with 1 to 4 of them at most %d of %d are right. A question among the texts does: %d in other words, %d with its own.",
			stated, other.Of, other.Right, asked.Right)
	}
	return message.New("With 1 to 4 statements at most %d of %d answers are right, with a question in other words %d, and with the question itself %d.",
		stated, other.Of, other.Right, asked.Right)
}

// textNames are the names of the readings, by the number of texts.
var textNames = [knowledge.MostParaphrases]string{"new, 1 text", "new, 2 texts", "new, 3 texts", "new, 4 texts", "new, 5 texts", "new, 6 texts"}

func (l *Lab) readTexts() []lab.Reading {
	before := l.scoreReading(knowledge.New, knowledge.AsIs)
	var readings []lab.Reading
	if l.told.run == nil {
		readings = append(readings, before)
	}
	for _, n := range []int{1, 4, 5, 6} {
		r := lab.Reading{Name: textNames[n-1], Help: message.Count(n,
			"the share of new facts that a copy answers right which read one text about each",
			"the share of new facts that a copy answers right which read %d texts about each", n), Digits: 2, Undefined: message.New("no such copy is trained")}
		if n <= l.textsDone() {
			r.Value, r.Undefined = l.toldScore(n, knowledge.New).Share(), message.Text{}
			r.Note = message.Count(l.told.run.All[n-1].Made, "one step", "%d steps", l.told.run.All[n-1].Made)
		}
		readings = append(readings, r)
	}
	if l.told.run != nil {
		readings = append(readings, before)
	}
	return computed(append(readings, l.workReading(&l.told)))
}

func (l *Lab) listTexts() []lab.List {
	list := lab.List{Name: "copies", Columns: []string{"texts", "steps", "new", "reworded", "changed", "old"}}
	for n := 1; n <= l.textsDone(); n++ {
		row := []lab.Cell{lab.Count(n), lab.Count(l.told.run.All[n-1].Made)}
		for _, k := range textKinds {
			row = append(row, lab.Amount(l.toldScore(n, k).Share(), 2))
		}
		list.Add(row...)
	}
	return []lab.List{list}
}
