package adapt

import (
	"math"
	"strings"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// scores is the view of right answers.
func (l *Lab) scores() lab.View {
	return lab.View{
		Name: "scores", Help: "right answers, by kind of question and way to answer", Moves: l.trained(),
		Draw: l.drawScores, Sentence: l.sayScores, Readings: l.readScores, At: l.atScore,
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

// scoresLayout is where the scores of a frame stand: names, a column for each
// way, and some rows for each kind, of which the bar has the first ones.
type scoresLayout struct {
	names, cell    int
	each, bar      int
	interval, foot bool // a row of intervals below each bar, and how far the training is below all
}

// wordy is the least width at which kinds have their whole names.
const wordy = 70

// The width of the shortest names, with a gap, and what of it they are cut to
// before there is no room for the scores: half of a comparison at 60 columns.
const (
	shortest = 9
	cut      = 7
)

// leastScore is the cells of a score, without the gap after it.
const leastScore = 4

func layoutScores(size viz.Size) (at scoresLayout, ok bool) {
	at.names = shortest
	if size.W >= wordy {
		at.names = 17
	}
	ways, kinds := len(knowledge.Ways()), len(knowledge.Kinds())
	at.names = max(min(at.names, size.W-ways*(leastScore+1)), cut)
	at.cell = (size.W-at.names)/ways - 1
	rows := size.H - 1 // below the heading
	if rows > kinds {
		rows-- // for the legend
	}
	if at.foot = rows > 2*kinds; at.foot {
		rows--
	}
	at.each = min(max(rows/kinds, 1), 7)
	at.interval = at.each > 1
	switch {
	case at.each > 3: // air between the kinds
		at.bar = at.each - 2
	default:
		at.bar = max(at.each-1, 1)
	}
	return at, at.cell >= leastScore
}

func (at scoresLayout) x(w knowledge.Way) int  { return at.names + int(w)*(at.cell+1) }
func (at scoresLayout) y(k knowledge.Kind) int { return 1 + int(k)*at.each }

// drawScores draws a bar for each kind of question and each way, with its
// share in it, and below, where there is room, the 95 % interval. What is made
// up is no success: its bars are those of what is wrong.
func (l *Lab) drawScores(f lab.Frame) viz.Grid {
	g, t := f.Theme.Grid(f.Size), f.Theme
	at, ok := layoutScores(f.Size)
	if !ok {
		g.Put(0, 0, viz.Paragraph(f.Size, t, f.Say("the scores need %d columns", cut+(leastScore+1)*len(knowledge.Ways())), t.Faint))
		return g
	}
	for _, w := range knowledge.Ways() {
		l.headWay(f, g, at, w)
	}
	for _, k := range knowledge.Kinds() {
		y := at.y(k)
		if y >= f.H {
			break
		}
		st := t.Text
		if k == knowledge.Untold {
			st = t.Bad
		}
		g.Text(0, y, l.kindName(f, k, at.names-1), st)
		if at.interval {
			g.Text(0, y+1, l.counted(f, k, at.names-1), t.Faint)
		}
		for _, w := range knowledge.Ways() {
			l.drawScore(f, g, at, k, w)
		}
	}
	y := at.y(knowledge.Kind(len(knowledge.Kinds())))
	if y < f.H {
		g.Put(0, y, scoresLegend(f.In(f.W, 1), at))
	}
	if y++; at.foot && y < f.H {
		l.drawTrained(f, g, at, y)
	}
	if y++; at.foot && y < f.H {
		fact := l.study.exam.Questions(knowledge.New)[0].Fact
		g.Text(0, y, t.Fit(f.Say("a new fact: %s", fact.Statement(0)), f.W), t.Faint)
	}
	return g
}

// headWay writes the name of a way, and where there is room what it has.
func (l *Lab) headWay(f lab.Frame, g viz.Grid, at scoresLayout, w knowledge.Way) {
	x := at.x(w)
	name := f.Say(wayNames[w])
	if name.Width() > at.cell {
		name = name.Cut(at.cell)
	}
	g.Text(x, 0, f.Theme.Show(name), f.Theme.Strong)
	var has viz.Safe
	switch w {
	case knowledge.Retrieval:
		has = f.Print(message.Count(l.top, "one passage", "%d passages", l.top))
	case knowledge.Tuned:
		has = f.Print(message.Count(l.steps, "one step", "%d steps", l.steps))
	}
	if room := at.cell - name.Width() - 2; has.Width() > 0 && has.Width() <= room { // a gap to the next head, too

		g.Text(x+at.cell-has.Width(), 0, has, f.Theme.Faint)
	}
}

// The names of the kinds in front of their bars, at length and in short.
var (
	longKinds = [...]message.ID{
		knowledge.New: "new facts", knowledge.Reworded: "new, reworded", knowledge.Changed: "changed facts",
		knowledge.Old: "old facts", knowledge.Format: "form of answer", knowledge.Untold: "never told",
	}
	shortKinds = [...]message.ID{
		knowledge.New: "new", knowledge.Reworded: "reworded", knowledge.Changed: "changed",
		knowledge.Old: "old", knowledge.Format: "form", knowledge.Untold: "untold",
	}
	wayNames = [...]message.ID{knowledge.AsIs: "as is", knowledge.Retrieval: "RAG", knowledge.Tuned: "tuned", knowledge.Both: "both"}
)

// kindName is the longest name of a kind that fits.
func (l *Lab) kindName(f lab.Frame, k knowledge.Kind, cells int) viz.Safe {
	return f.Theme.FitFirst(cells, f.Say(longKinds[k]), f.Say(shortKinds[k]))
}

// counted says of how many questions, or what counts where it is not being right.
func (l *Lab) counted(f lab.Frame, k knowledge.Kind, cells int) viz.Safe {
	of := f.Say("%d asked", l.study.questions(k))
	switch k {
	case knowledge.Format:
		return f.Theme.FitFirst(cells, f.Say("ends in “%s”", knowledge.Closing), of)
	case knowledge.Untold:
		return f.Theme.FitFirst(cells, f.Say("makes one up"), f.Say("made up"), of)
	}
	return f.Theme.FitFirst(cells, of, viz.Clean(""))
}

// drawScore draws one share: as a number, and when all questions are asked as a
// bar with its interval below.
func (l *Lab) drawScore(f lab.Frame, g viz.Grid, at scoresLayout, k knowledge.Kind, w knowledge.Way) {
	score, done := l.study.score(k, w)
	x, y, t := at.x(w), at.y(k), f.Theme
	switch {
	case score.Of == 0:
		g.Text(x, y, t.Show(viz.Clean("–")), t.Faint)
		return
	case !done:
		g.Text(x, y, viz.Fixed(score.Share(), 2), t.Faint)
		return
	}
	bar := t.Grid(viz.Size{W: at.cell, H: min(at.bar, g.H-y)})
	drawShare(bar, t, score.Share(), k == knowledge.Untold)
	g.Put(x, y, bar)
	if at.interval {
		low, high := knowledge.Wilson(score.Right, score.Of)
		drawInterval(g, t, x, y+at.bar, at.cell, low, high)
	}
}

// drawShare draws a share as a bar from 0 to 1 over all of a grid, with its
// number in it, or beside it where it is too short. What is wrong has another
// hue and another glyph.
func drawShare(g viz.Grid, t viz.Theme, share float64, wrong bool) {
	full, st := '█', t.Measured
	if wrong {
		full, st = '▓', t.Bad
	}
	if t.Glyphs == viz.ASCII {
		full = map[bool]rune{false: '#', true: '%'}[wrong]
	}
	t.Scaled("bar", 0, 1)
	eighths := int(math.Round(8 * share * float64(g.W)))
	if share > 0 {
		eighths = max(eighths, 1)
	}
	whole, part := eighths/8, eighths%8
	if part > 0 && full != '█' {
		whole, part = int(math.Ceil(float64(eighths)/8)), 0
	}
	g.Fill(0, 0, whole, g.H, full, st)
	if part > 0 {
		g.Fill(whole, 0, 1, g.H, '█'+rune(8-part), st)
	}
	number := viz.Fixed(share, 2)
	switch {
	case whole > number.Width():
		st.Attr |= viz.Reverse | viz.Bold
		g.Text(1, 0, number, st)
	case whole+2+number.Width() <= g.W:
		g.Text(whole+1+min(part, 1), 0, number, t.Strong)
	default: // a narrow column: the number alone
		g.Fill(0, 0, g.W, g.H, ' ', t.Text)
		if st = t.Strong; wrong {
			st = t.Bad
		}
		g.Text(0, 0, number, st)
	}
}

// drawInterval draws from where to where a share may be.
func drawInterval(g viz.Grid, t viz.Theme, x, y, cells int, low, high float64) {
	left, line, right := '├', '─', '┤'
	if t.Glyphs == viz.ASCII {
		left, line, right = '|', '-', '|'
	}
	from := int(low * float64(cells))
	to := max(int(math.Ceil(high*float64(cells)))-1, from+1)
	g.Fill(x+from, y, to-from, 1, line, t.Faint)
	g.Set(x+from, y, left, t.Faint)
	g.Set(x+to, y, right, t.Faint)
}

// scoresLegend says what bars and intervals are, in one row.
func scoresLegend(f lab.Frame, at scoresLayout) viz.Grid {
	g, t := f.Theme.Grid(f.Size), f.Theme
	right, wrong, interval := "█", "▓", "├─┤"
	if t.Glyphs == viz.ASCII {
		right, wrong, interval = "#", "%", "|-|"
	}
	type item struct {
		glyph string
		words []viz.Safe
		style viz.Style
	}
	items := []item{
		{right, []viz.Safe{f.Say("share right"), f.Say("right")}, t.Measured},
		{wrong, []viz.Safe{f.Say("made up: less is better"), f.Say("made up")}, t.Bad},
	}
	if at.interval {
		items = append(items, item{interval, []viz.Safe{f.Say("95 % interval")}, t.Faint})
	}
	for wording := range 2 {
		x := 0
		for _, e := range items {
			x += viz.Clean(e.glyph).Width() + 1 + e.words[min(wording, len(e.words)-1)].Width() + 3
		}
		if x-3 > g.W && wording == 0 {
			continue
		}
		x = 0
		for _, e := range items {
			glyph, words := viz.Clean(e.glyph), e.words[min(wording, len(e.words)-1)]
			if x+glyph.Width()+1+words.Width() > g.W {
				break
			}
			g.Text(x, 0, glyph, e.style)
			g.Text(x+glyph.Width()+1, 0, words, e.style)
			x += glyph.Width() + 1 + words.Width() + 3
		}
		break
	}
	return g
}

// drawTrained draws how far the training is.
func (l *Lab) drawTrained(f lab.Frame, g viz.Grid, at scoresLayout, y int) {
	t := f.Theme
	g.Text(0, y, t.FitFirst(at.names-1, f.Say("fine-tuning"), f.Say("tuning")), t.Text)
	done := 0.0
	if l.steps > 0 {
		done = float64(l.study.stepsDone()) / float64(l.steps)
	}
	full := '█'
	if t.Glyphs == viz.ASCII {
		full = '='
	}
	g.Fill(at.names, y, int(math.Round(done*float64(at.cell))), 1, full, t.Second)
	x := at.x(1)
	steps := f.Say("step %d of %d", l.study.stepsDone(), l.steps)
	words := []viz.Safe{steps}
	if l.study.stepsDone() > 0 && !diverged(l.study.course) {
		words = append([]viz.Safe{f.Say("step %d of %d, loss %.2f", l.study.stepsDone(), l.steps, l.study.course.Tuning.Loss())}, words...)
		if answers, ok := l.breakEven(); ok && answers > 0 {
			words = append([]viz.Safe{f.Say("step %d of %d, loss %.2f; paid off after %s answers", l.study.stepsDone(), l.steps, l.study.course.Tuning.Loss(), viz.Grouped(int(math.Round(answers))))}, words...)
		}
	}
	g.Text(x, y, t.FitFirst(f.W-x, words...), t.Faint)
}

// atScore says in words what a cell of the scores stands for.
func (l *Lab) atScore(f lab.Frame, x, y int) message.Text {
	at, ok := layoutScores(f.Size)
	if !ok || x < at.names || x >= f.W || y < 1 || y >= f.H {
		return message.Text{}
	}
	k, w := knowledge.Kind((y-1)/at.each), knowledge.Way((x-at.names)/(at.cell+1))
	if int(k) >= len(knowledge.Kinds()) || int(w) >= len(knowledge.Ways()) {
		return message.Text{}
	}
	score, done := l.study.score(k, w)
	kind, way := message.New(longKinds[k]), message.New(wayNames[w])
	if !done {
		return message.New("%v, %v: %d of %d asked", kind, way, score.Of, l.study.questions(k))
	}
	if k == knowledge.Untold {
		return message.New("%v, %v: %d of %d answers name a value, mean p %.2f", kind, way, score.Right, score.Of, score.MeanConfidence())
	}
	low, high := knowledge.Wilson(score.Right, score.Of)
	return message.New("%v, %v: %d of %d right, 95 %% %.2f to %.2f", kind, way, score.Right, score.Of, low, high)
}

// share writes a share in four cells.
func share(v float64) string { return viz.Fixed(v, 2).String() }

// short writes a share in three cells, .05, or four, 1.00.
func short(v float64) string { return strings.TrimPrefix(share(v), "0") }

func (l *Lab) sayScores() message.Text {
	fresh, ok := l.study.score(knowledge.New, knowledge.Retrieval)
	form, also := l.study.score(knowledge.Format, knowledge.Retrieval)
	if !ok || !also {
		asked, of := l.study.progress()
		text := message.New("The model is asked as it is, and with retrieved facts in its prompt: %d of %d questions.", asked, of)
		if l.study.stepsDone() == 0 {
			return message.Join(text, message.New("Nothing is trained yet."))
		}
		return text
	}
	tuned, ok1 := l.study.score(knowledge.Old, knowledge.Tuned)
	style, ok2 := l.study.score(knowledge.Format, knowledge.Tuned)
	learnt, ok3 := l.study.score(knowledge.New, knowledge.Tuned)
	switch {
	case !ok1 || !ok2 || !ok3:
		return message.New("RAG knows %d of %d new facts untrained, and has the form in %d of %d answers. The tuned copy is not done yet.",
			fresh.Right, fresh.Of, form.Right, form.Of)
	case l.steps == 0:
		return message.New("RAG: %d of %d new facts, the form in %d. The tuned copy has made no step and answers as the model does: %d of %d.",
			fresh.Right, fresh.Of, form.Right, learnt.Right, learnt.Of)
	}
	if l.paraphrases == 1 {
		return message.New("RAG: %d of %d new facts, the form in %d. Tuned on questions with their answers: %d of %d, the form in %d, and %d of %d old facts left.",
			fresh.Right, fresh.Of, form.Right, learnt.Right, learnt.Of, style.Right, tuned.Right, tuned.Of)
	}
	return message.New("RAG: %d of %d new facts, the form in %d. Tuned on questions with answers, and statements: %d of %d, the form in %d, and %d of %d old facts left.",
		fresh.Right, fresh.Of, form.Right, learnt.Right, learnt.Of, style.Right, tuned.Right, tuned.Of)
}
