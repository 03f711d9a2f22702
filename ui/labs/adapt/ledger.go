package adapt

import (
	"fmt"
	"math"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// answerTokens is what an answer is counted as, besides its prompt: the word,
// the closing word and the end of the line.
const answerTokens = 4

// perAnswer is the multiply-adds of an answer to a question about new facts;
// ok is false before such questions were asked.
func (l *Lab) perAnswer(w knowledge.Way) (tokens float64, products int, ok bool) {
	if w == knowledge.Tuned {
		w = knowledge.AsIs // the prompt is the same, and so is the model's shape
	}
	if w == knowledge.Both {
		w = knowledge.Retrieval
	}
	score, ok := l.study.score(knowledge.New, w)
	if !ok {
		return math.NaN(), 0, false
	}
	tokens = score.MeanPrompt()
	return tokens, knowledge.Forward(l.study.lm.Network.Config, int(math.Round(tokens))+answerTokens), true
}

// perChange is the multiply-adds of a change of the facts.
func (l *Lab) perChange(w knowledge.Way) int {
	if !w.Trained() {
		return 0
	}
	return l.recipe().Training(l.study.lm.Network.Config, l.steps)
}

// breakEven is after how many answers fine-tuning has cost no more than
// retrieval.
func (l *Lab) breakEven() (answers float64, ok bool) {
	_, plain, known := l.perAnswer(knowledge.AsIs)
	_, retrieving, also := l.perAnswer(knowledge.Retrieval)
	if !known || !also {
		return 0, false
	}
	return knowledge.BreakEven(l.perChange(knowledge.Tuned), plain, retrieving)
}

// ledger is the view of costs.
func (l *Lab) ledger() lab.View {
	return lab.View{
		Name: "ledger", Help: "what an answer and a change of the facts cost", Moves: append(l.trained(), &l.answers, &l.throughput),
		Draw: l.drawLedger, Sentence: lab.English(l.sayLedger), Readings: func() []lab.Reading {
			return computed(append([]lab.Reading{l.breakEvenReading()}, l.costReadings()...))
		},
	}
}

// drawLedger draws what each way costs for one change and the answers after
// it.
func (l *Lab) drawLedger(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	chart := viz.BarChart{Columns: []viz.Column{
		{Title: viz.Clean("way"), Left: true, Width: 5},
		{Title: viz.Clean("prompt"), Width: 6, Spare: true},
		{Title: viz.Clean("answer"), Width: 6},
		{Title: viz.Clean("change"), Width: 6},
		{Title: viz.Clean("total"), Width: 6},
	}}
	for _, w := range knowledge.Ways() {
		tokens, products, ok := l.perAnswer(w)
		total := float64(l.perChange(w)) + float64(float64(l.answers)*float64(products))
		row := viz.BarRow{Value: total, Mark: math.NaN(), Cells: []viz.Safe{
			viz.Clean(w.String()), viz.Fixed(tokens, 1), amount(float64(products)), amount(float64(l.perChange(w))), amount(total)}}
		if !ok {
			row.Value, row.Cells[2], row.Cells[4] = math.NaN(), viz.Clean("–"), viz.Clean("–")
		}
		chart.Rows = append(chart.Rows, row)
	}
	top := 0.0
	for _, row := range chart.Rows {
		if row.Value > top {
			top = row.Value
		}
	}
	chart.Max = f.Top("multiply-adds in all", top)
	head := fmt.Sprintf("multiply-adds: 1 change, %s", plural(l.answers, "answer"))
	if viz.Clean(head).Width() > f.W {
		head = "multiply-adds, in all"
	}
	y := min(6, f.H)
	g.Put(0, 0, titled(f.In(f.W, y), head, func(f lab.Frame) viz.Grid {
		return viz.Bars(f.Size, f.Theme, chart)
	}))
	y++
	if y < f.H {
		g.Put(0, y, viz.Paragraph(viz.Size{W: f.W, H: f.H - y}, f.Theme, viz.CleanLines(l.ledgerText()), f.Theme.Text))
	}
	return g
}

// ledgerText says what is held, and where the ways break even.
func (l *Lab) ledgerText() string {
	c := l.study.lm.Network.Config
	passages, bytes := l.study.exam.Store()
	text := ""
	if answers, ok := l.breakEven(); ok {
		text = fmt.Sprintf("Break-even: %.0f answers for each change. Below it RAG is cheaper, above it fine-tuning.\n", answers)
	} else {
		text = "Break-even: not known until RAG was asked.\n"
	}
	text += l.seconds()
	r := l.recipe()
	text += fmt.Sprintf("Store: %d passages, %s. Model: %s.\n", passages, kilo(bytes), kilo(4*c.Counts().Total()))
	text += fmt.Sprintf("Trained: %s of %s parameters, kept as %s for each set of facts; training holds %s.\n",
		thousands(r.Trainable(c)), thousands(c.Counts().Total()), kilo(4*r.Trainable(c)), kilo(r.Memory(c)))
	return text + "Not counted: search, writing the texts, quality."
}

// seconds says how long a change and an answer take a machine of the given
// throughput. How long they took here nobody knows: a lab has no clock.
func (l *Lab) seconds() string {
	text := fmt.Sprintf("At %s G/s: tuning %s a change", thousands(l.throughput), l.lasting(l.perChange(knowledge.Tuned)))
	_, plain, known := l.perAnswer(knowledge.AsIs)
	_, retrieving, also := l.perAnswer(knowledge.Retrieval)
	if known && also {
		text += fmt.Sprintf(", an answer %s, by RAG %s", l.lasting(plain), l.lasting(retrieving))
	}
	return text + ".\n"
}

// lasting is the time that some multiply-adds take, to three digits.
func (l *Lab) lasting(products int) string {
	s := float64(products) / (1e9 * float64(l.throughput))
	switch {
	case s == 0:
		return "0 s"
	case s < 1e-3:
		return fmt.Sprintf("%.3g µs", 1e6*s)
	case s < 1:
		return fmt.Sprintf("%.3g ms", 1e3*s)
	}
	return fmt.Sprintf("%.3g s", s)
}

// amount writes a count in at most six cells: 22.3M.
func amount(v float64) viz.Safe {
	switch {
	case v == 0:
		return viz.Clean("0")
	case v >= 1e12:
		return viz.Cleanf("%.1fT", v/1e12)
	case v >= 1e9:
		return viz.Cleanf("%.1fG", v/1e9)
	}
	return viz.Cleanf("%.1fM", v/1e6)
}

func kilo(bytes int) string {
	if bytes >= 1e6 {
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	}
	return fmt.Sprintf("%.1f kB", float64(bytes)/1e3)
}

// thousands writes a whole number with commas.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return thousands(n) + " " + word + "s"
}
