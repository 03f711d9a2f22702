package adapt

import (
	"fmt"
	"math"
	"strings"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// scores is the view of right answers.
func (l *Lab) scores() lab.View {
	return lab.View{
		Name: "scores", Help: "right answers, by kind of question and way to answer", Moves: l.trained(),
		Draw: l.drawScores, Sentence: lab.English(l.sayScores), Readings: l.readScores, At: l.atScore,
	}
}

// readScores are those that the sentence compares first.
func (l *Lab) readScores() []lab.Reading {
	var readings []lab.Reading
	for _, k := range knowledge.Kinds() {
		for _, w := range []knowledge.Way{knowledge.Retrieval, knowledge.Tuned, knowledge.AsIs, knowledge.Both} {
			readings = append(readings, l.scoreReading(k, w))
		}
	}
	return computed(append(readings, l.confidenceReading(knowledge.AsIs), l.confidenceReading(knowledge.Tuned)))
}

// drawScores draws a block for each kind of question, with a column for each
// way: its share of right answers as a number and a bar, and below, where
// there is room, the 95 % interval. Where not even the blocks fit, each kind is
// one row of numbers behind its name.
func (l *Lab) drawScores(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	ways := knowledge.Ways()
	left, column := scoreColumns(f)
	if column < 5 {
		g.Put(0, 0, viz.Paragraph(f.Size, f.Theme, viz.Clean("the scores need 20 columns"), f.Theme.Faint))
		return g
	}
	rows := scoreRows(f)
	for i, w := range ways {
		head, x := viz.Clean(w.String()), left+i*column
		if rows > 1 {
			head = f.Theme.Fit(head, column-1)
		} else if head.Width() >= column {
			x-- // into the gap before it: none has two such neighbours
		}
		g.Text(x, 0, head, f.Theme.Strong)
	}
	y := 1
	for _, k := range knowledge.Kinds() {
		below := min(rows-1, 1) // a heading
		if y+below >= f.H {
			break
		}
		if below == 0 {
			g.Text(0, y, f.Theme.Fit(viz.Clean(kindNames[k]), left-1), f.Theme.Text)
		} else {
			g.Put(0, y, viz.Rule(viz.Size{W: f.W, H: 1}, f.Theme, l.kindLabel(k, f.W)))
		}
		for i, w := range ways {
			g.Put(left+i*column, y+below, l.scoreCell(f.Theme, viz.Size{W: column - 1, H: max(rows-below, 1)}, k, w))
		}
		y += rows
	}
	if y < f.H {
		legend := scoreLegend
		if rows == 3 {
			legend = intervalLegend
		}
		g.Put(0, y, viz.Paragraph(viz.Size{W: f.W, H: f.H - y}, f.Theme, viz.Clean(legend), f.Theme.Faint))
	}
	return g
}

// scoreRows is how many rows a kind of question has.
func scoreRows(f lab.Frame) int {
	kinds := len(knowledge.Kinds())
	switch {
	case f.H >= 3*kinds+1:
		return 3
	case f.H < 2*kinds+1 && f.W >= scoreName+5*len(knowledge.Ways()):
		return 1
	}
	return 2
}

// scoreName is the width of the names that stand before the scores when a kind
// has one row.
const scoreName = 9

// scoreColumns is where the column of the first way begins, and how wide one is.
func scoreColumns(f lab.Frame) (left, width int) {
	if scoreRows(f) == 1 {
		left = scoreName
	}
	return left, (f.W - left) / len(knowledge.Ways())
}

// atScore says in words what a cell of the scores stands for.
func (l *Lab) atScore(f lab.Frame, x, y int) string {
	left, column := scoreColumns(f)
	if column < 5 || x < left || x >= f.W || y < 1 || y >= f.H {
		return ""
	}
	k, w := knowledge.Kind((y-1)/scoreRows(f)), knowledge.Way((x-left)/column)
	if int(k) >= len(knowledge.Kinds()) || int(w) >= len(knowledge.Ways()) {
		return ""
	}
	score, done := l.study.score(k, w)
	if !done {
		return fmt.Sprintf("%s, %s: %d of %d asked", k, w, score.Of, l.study.questions(k))
	}
	if k == knowledge.Untold {
		return fmt.Sprintf("%s, %s: %d of %d answers name a value, mean p %.2f", k, w, score.Right, score.Of, score.MeanConfidence())
	}
	low, high := knowledge.Wilson(score.Right, score.Of)
	return fmt.Sprintf("%s, %s: %d of %d right, 95 %% %.2f to %.2f", k, w, score.Right, score.Of, low, high)
}

// The legends without and with the row below each number.
const (
	scoreLegend    = "Share of right answers. Of people never told of every answer is made up: the share that names a value."
	intervalLegend = "Share of right answers; below, its 95 % interval (Wilson). Of people never told of every answer is made up: the share that names a value, and how sure the model was (mean p)."
)

// kindLabel names a kind and says of how many questions, and of which what
// counts is not being right.
func (l *Lab) kindLabel(k knowledge.Kind, width int) viz.Safe {
	label := k.String()
	if width >= 38 {
		switch k {
		case knowledge.Reworded:
			label = "new facts, reworded"
		case knowledge.Format:
			label = `answers that end in "` + knowledge.Closing + `"`
		case knowledge.Untold:
			label = "never told: names a value"
		}
	} else if k == knowledge.Untold {
		label = "never told: says one"
	}
	return viz.Cleanf("%s, %d", label, l.study.questions(k))
}

// scoreCell draws one number with its bar and its interval; of answers that
// nobody can know, how sure the model was instead. The bar comes when all
// questions are asked.
func (l *Lab) scoreCell(t viz.Theme, size viz.Size, k knowledge.Kind, w knowledge.Way) viz.Grid {
	g := t.Grid(size)
	score, done := l.study.score(k, w)
	if score.Of == 0 {
		g.Text(0, 0, t.Fit(viz.Clean("–"), size.W), t.Faint)
		return g
	}
	style := t.Strong
	if !done {
		style = t.Faint
	}
	g.Text(0, 0, viz.Clean(share(score.Share())), style)
	if bar := size.W - 5; bar > 0 && done { // what is made up is no success: its bar is that of what is wrong
		g.Put(5, 0, viz.Bars(viz.Size{W: bar, H: 1}, t, viz.BarChart{Rows: []viz.BarRow{
			{Value: score.Share(), Mark: math.NaN(), Removed: k == knowledge.Untold}}, Max: 1}))
	}
	if k == knowledge.Untold {
		g.Text(0, 1, t.Fit(viz.Cleanf("p %s", share(score.MeanConfidence())), size.W), t.Faint)
		return g
	}
	low, high := knowledge.Wilson(score.Right, score.Of)
	g.Text(0, 1, t.Fit(viz.Clean(short(low)+"-"+short(high)), size.W), t.Faint)
	return g
}

// share writes a share in four cells.
func share(v float64) string { return viz.Fixed(v, 2).String() }

// short writes a share in three cells, .05, or four, 1.00.
func short(v float64) string { return strings.TrimPrefix(share(v), "0") }

func (l *Lab) sayScores() string {
	fresh, ok := l.study.score(knowledge.New, knowledge.Retrieval)
	form, also := l.study.score(knowledge.Format, knowledge.Retrieval)
	if !ok || !also {
		asked, of := l.study.progress()
		text := fmt.Sprintf("The model is asked as it is, and with retrieved facts in its prompt: %d of %d questions.", asked, of)
		if l.study.stepsDone() == 0 {
			text += " Nothing is trained yet."
		}
		return text
	}
	tuned, ok1 := l.study.score(knowledge.Old, knowledge.Tuned)
	style, ok2 := l.study.score(knowledge.Format, knowledge.Tuned)
	learnt, ok3 := l.study.score(knowledge.New, knowledge.Tuned)
	if !ok1 || !ok2 || !ok3 {
		return fmt.Sprintf("RAG knows %d of %d new facts untrained, and has the form in %d of %d answers. The tuned copy is not done yet.",
			fresh.Right, fresh.Of, form.Right, form.Of)
	}
	if l.steps == 0 {
		return fmt.Sprintf("RAG: %d of %d new facts, the form in %d. The tuned copy has made no step and answers as the model does: %d of %d.",
			fresh.Right, fresh.Of, form.Right, learnt.Right, learnt.Of)
	}
	return fmt.Sprintf("RAG: %d of %d new facts, the form in %d. Tuned: %d of %d, the form in %d, and %d of %d old facts left.",
		fresh.Right, fresh.Of, form.Right, learnt.Right, learnt.Of, style.Right, tuned.Right, tuned.Of)
}
