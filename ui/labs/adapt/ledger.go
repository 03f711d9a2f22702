package adapt

import (
	"math"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// answerTokens is what an answer is counted as, besides its prompt: the word,
// the closing word and the end of the line.
const answerTokens = 4

// perAnswer is the multiply-adds of an answer to a question about new facts,
// with the search where there is one; ok is false before such questions were
// asked.
func (l *Lab) perAnswer(w knowledge.Way) (tokens float64, products int, ok bool) {
	asks, search := knowledge.AsIs, 0 // tuned, the prompt is the same, and so is the model's shape
	if w.Retrieves() {
		asks, search = knowledge.Retrieval, l.study.upkeep.Search
	}
	score, ok := l.study.score(knowledge.New, asks)
	if !ok {
		return math.NaN(), 0, false
	}
	tokens = score.MeanPrompt()
	return tokens, search + knowledge.Forward(l.study.lm.Network.Config, int(math.Round(tokens))+answerTokens), true
}

// perChange is the multiply-adds of a change of the facts: the training, and
// the passages that the encoder reads anew.
func (l *Lab) perChange(w knowledge.Way) int {
	products := 0
	if w.Trained() {
		products += l.recipe().Training(l.study.lm.Network.Config, l.steps)
	}
	if w.Retrieves() {
		products += l.study.upkeep.Products
	}
	return products
}

// total is the multiply-adds of one change and some answers.
func (l *Lab) total(w knowledge.Way, answers float64) (products float64, ok bool) {
	_, each, ok := l.perAnswer(w)
	return float64(l.perChange(w)) + float64(answers*float64(each)), ok
}

// breakEven is after how many answers fine-tuning has cost no more than
// retrieval.
func (l *Lab) breakEven() (answers float64, ok bool) {
	_, plain, known := l.perAnswer(knowledge.AsIs)
	_, retrieving, also := l.perAnswer(knowledge.Retrieval)
	if !known || !also {
		return 0, false
	}
	return knowledge.BreakEven(max(l.perChange(knowledge.Tuned)-l.perChange(knowledge.Retrieval), 0), plain, retrieving)
}

// ledger is the view of costs.
func (l *Lab) ledger() lab.View {
	return lab.View{
		Name: "ledger", Help: "what an answer and a change of the facts cost", Moves: append(l.trained(), &l.answers, &l.throughput),
		Draw: l.drawLedger, Sentence: l.sayLedger, Readings: func() []lab.Reading {
			return computed(append([]lab.Reading{l.breakEvenReading()}, l.costReadings()...))
		},
	}
}

// drawLedger draws what each way costs for one change and the answers after
// it, over the number of answers, and what else is held and counted.
func (l *Lab) drawLedger(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	y := min(len(knowledge.Ways())+2, f.H)
	head := f.Theme.FitFirst(f.W, f.Print(message.Count(l.answers,
		"multiply-adds: one change, one answer", "multiply-adds: one change, %s answers", viz.Grouped(l.answers))), f.Say("multiply-adds, in all"))
	g.Put(0, 0, titled(f.In(f.W, y), head, l.drawTotals))
	room := f.In(f.W, f.H-y)
	switch {
	case room.H < 6:
		g.Put(0, y, l.drawHeld(room))
	case f.W >= 100:
		room.W /= 2
		g.Put(0, y, l.drawCrossing(room.In(room.W-2, room.H)))
		g.Put(room.W, y, l.drawHeld(f.In(f.W-room.W, room.H)))
	case room.H >= 16:
		g.Put(0, y, l.drawCrossing(f.In(f.W, room.H/2)))
		g.Put(0, y+room.H/2, l.drawHeld(f.In(f.W, room.H-room.H/2)))
	default:
		g.Put(0, y, l.drawCrossing(room))
	}
	return g
}

// drawTotals draws a row for each way.
func (l *Lab) drawTotals(f lab.Frame) viz.Grid {
	chart := viz.BarChart{Columns: []viz.Column{
		{Title: f.Say("way"), Left: true, Width: 5},
		{Title: f.Say("prompt"), Width: 6, Spare: true},
		{Title: f.Say("answer"), Width: 6},
		{Title: f.Say("change"), Width: 6},
		{Title: f.Say("total"), Width: 6},
	}}
	top := 0.0
	for _, w := range knowledge.Ways() {
		tokens, products, _ := l.perAnswer(w)
		total, ok := l.total(w, float64(l.answers))
		row := viz.BarRow{Value: total, Mark: math.NaN(), Cells: []viz.Safe{
			f.Say(wayNames[w]), viz.Fixed(tokens, 1), amount(float64(products)), amount(float64(l.perChange(w))), amount(total)}}
		if !ok {
			row.Value, row.Cells[2], row.Cells[4] = math.NaN(), viz.Clean("–"), viz.Clean("–")
		} else {
			top = max(top, total)
		}
		chart.Rows = append(chart.Rows, row)
	}
	chart.Max = f.Top("multiply-adds in all", top)
	return viz.Bars(f.Size, f.Theme, chart)
}

// drawCrossing draws the cost of RAG and of the tuned copy over the answers
// between two changes: the lines cross where the training is paid off. The axis
// goes well beyond that, and stands still while answers turn.
func (l *Lab) drawCrossing(f lab.Frame) viz.Grid {
	const points = 41
	even, ok := l.breakEven()
	if !ok {
		return viz.Paragraph(f.Size, f.Theme, f.Say("The lines of RAG and of the tuned copy come when RAG is asked."), f.Theme.Faint)
	}
	end := f.Top("answers", viz.RoundUp(max(1.5*even, float64(l.answers), 100)))
	chart := viz.LineChart{
		X: [2]float64{0, end}, XName: f.Say("answers"),
		Marks: []viz.LineMark{{X: float64(l.answers), Label: f.Say("answers"), Held: true}},
	}
	if even > 0 && even <= end {
		chart.Marks = append(chart.Marks, viz.LineMark{X: even, Label: f.Say("even: %s", viz.Grouped(int(math.Round(even))))})
	}
	top := 0.0
	for _, w := range []knowledge.Way{knowledge.Retrieval, knowledge.Tuned} {
		line := viz.Line{Name: f.Say(wayNames[w])}
		for i := range points {
			total, _ := l.total(w, end*float64(i)/(points-1))
			line.Values = append(line.Values, total/1e9)
			top = max(top, total/1e9)
		}
		chart.Series = append(chart.Series, line)
	}
	chart.Y = &[2]float64{0, f.Top("billion multiply-adds", viz.RoundUp(top))}
	return titled(f, f.Theme.FitFirst(f.W, f.Say("billion multiply-adds, by answers for each change"), f.Say("billions in all, by answers")), func(f lab.Frame) viz.Grid {
		return viz.Lines(f.Size, f.Theme, chart)
	})
}

// drawHeld says what is held, and what is counted.
func (l *Lab) drawHeld(f lab.Frame) viz.Grid {
	g, y := f.Theme.Grid(f.Size), 0
	for _, text := range l.held() {
		lines := viz.Wrap(f.Theme.Show(f.Print(text)), f.W)
		if y+len(lines) > f.H {
			break
		}
		for i, line := range lines {
			g.Text(0, y+i, line, f.Theme.Text)
		}
		y += len(lines)
	}
	return g
}

// held are the sentences of the ledger, the most important first.
func (l *Lab) held() []message.Text {
	c := l.study.lm.Network.Config
	u, r := l.study.upkeep, l.recipe()
	_, bytes := l.study.exam.Store()
	even := message.New("Break-even: not known until RAG was asked.")
	if answers, ok := l.breakEven(); ok {
		even = message.New("Break-even: %s answers for each change.", viz.Grouped(int(math.Round(answers))))
	}
	return []message.Text{
		even,
		message.New("Below it RAG is cheaper, above it fine-tuning."),
		message.New("Index: %d of %s passages are written anew, %s tokens.", u.Passages, viz.Grouped(u.Store), viz.Grouped(u.Tokens)),
		message.New("The encoder reads these with %s multiply-adds.", amount(float64(u.Products))),
		message.New("Another encoder would read all: %s.", amount(float64(u.StoreProducts))),
		l.seconds(),
		message.New("Trained: %s of %s parameters.", viz.Grouped(r.Trainable(c)), viz.Grouped(c.Counts().Total())),
		l.gradients(),
		message.New("They are kept as %v for each set of facts; training holds %v.", size(4*r.Trainable(c)), size(r.Memory(c))),
		message.New("Store: %v. Model: %v.", size(bytes), size(4*c.Counts().Total())),
		message.New("Not counted: writing the texts, and how good the answers are."),
	}
}

// gradients says what a training computes, whatever it then changes.
func (l *Lab) gradients() message.Text {
	if knowledge.Method(l.method) == knowledge.Full {
		return message.New("Every weight has its gradient computed.")
	}
	return message.New("The LoRA saves no multiply-adds here: its gradients come from those of all weights.")
}

// seconds says how long a change and an answer take a machine of the given
// throughput. How long they took here nobody knows: a lab has no clock.
func (l *Lab) seconds() message.Text {
	tuning := lasting(l.perChange(knowledge.Tuned), l.throughput)
	_, plain, known := l.perAnswer(knowledge.AsIs)
	_, retrieving, also := l.perAnswer(knowledge.Retrieval)
	if !known || !also {
		return message.New("At %s billion a second: tuning %s a change.", viz.Grouped(l.throughput), tuning)
	}
	return message.New("At %s billion a second: tuning %s a change, an answer %s, by RAG %s.",
		viz.Grouped(l.throughput), tuning, lasting(plain, l.throughput), lasting(retrieving, l.throughput))
}

// lasting is the time that some multiply-adds take, to three digits.
func lasting(products, throughput int) viz.Safe {
	s := float64(products) / (1e9 * float64(throughput))
	switch {
	case s == 0:
		return viz.Clean("0 s")
	case s < 1e-3:
		return viz.Cleanf("%.3g µs", 1e6*s)
	case s < 1:
		return viz.Cleanf("%.3g ms", 1e3*s)
	}
	return viz.Cleanf("%.3g s", s)
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

// size writes bytes.
func size(bytes int) viz.Safe {
	if bytes >= 1e6 {
		return viz.Cleanf("%.1f MB", float64(bytes)/1e6)
	}
	return viz.Cleanf("%.1f kB", float64(bytes)/1e3)
}
