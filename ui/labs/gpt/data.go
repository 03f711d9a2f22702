package gpt

import (
	"cmp"
	"slices"
	"strings"

	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawData draws what a model was trained on, as it was printed.
func (l *Lab) drawData(p *poster) {
	m := l.a()
	defer l.drawEach(p)
	if len(m.Corpora) == 0 && m.ID == loadedID && m.Shape != nil {
		p.line(p.t.Strong, p.say("%s: what it was trained on is not in its file", m.Name))
		return
	}
	if len(m.Corpora) == 0 {
		p.line(p.t.Strong, p.say("%s: training data undisclosed", m.Name))
		p.gap(4)
		p.wrapped(p.t.Text, 0, p.sentence(p.f.Print(origin(m.Tokens))))
		if m.Tokens.Note != "" {
			p.wrapped(p.t.Text, 0, p.say("Printed: %s.", p.fact(m.Tokens.Note)))
		}
		p.gap(4)
		p.wrapped(p.t.Faint, 0, p.say("The last model whose corpora were printed with their weights is GPT-3, in 2020."))
		return
	}
	if m.Corpora[0].Weight.Text == "" {
		l.drawCorpora(p, m)
		return
	}
	l.drawMix(p, m)
}

// drawCorpora writes corpora that have no weights.
func (l *Lab) drawCorpora(p *poster, m family.Model) {
	p.line(p.t.Strong, p.say("%s was trained on", m.Name))
	p.gap(6)
	written := ""
	for _, c := range m.Corpora {
		if c.Epochs.Text != "" {
			p.wrapped(p.t.Text, 2, p.say("%s: %v, read %s times (%v).", c.Name, word(c.Size), c.Epochs.Text, origin(c.Size)))
		} else {
			p.wrapped(p.t.Text, 2, p.say("%s: %v (%v).", c.Name, word(c.Size), origin(c.Size)))
		}
		written += c.Size.Text + "\n"
	}
	tokens := word(m.Tokens)
	if m.Tokens.Known() {
		tokens = message.Verbatim(grouped(int(m.Tokens.Value)))
	}
	p.wrapped(p.t.Text, 2, p.say("Tokens seen: %v (%v).", tokens, origin(m.Tokens)))
	if !strings.Contains(written, m.Tokens.Note) {
		p.wrapped(p.t.Faint, 2, p.sentence(p.fact(m.Tokens.Note)))
	}
}

// drawMix draws the weights of the corpora against their sizes.
func (l *Lab) drawMix(p *poster, m family.Model) {
	size, weight := 0.0, 0.0
	for _, c := range m.Corpora {
		size += c.Size.Value
		weight += c.Weight.Value
	}
	saw, of := short(m.Tokens.Value), short(size)
	p.title(p.t.Strong, p.say("%s saw %s tokens of %s collected", m.Name, saw, of), p.say("%s: saw %s of %s", m.Name, saw, of))
	epochs := ""
	for i, c := range m.Corpora {
		if i > 0 {
			epochs += ", "
		}
		epochs += viz.Fixed(family.Epochs(c, m.Tokens.Value), 2).String()
	}
	p.foot(p.t.Faint, 6, len(m.Corpora)+5, p.say("%v The mix sums to %s %%. From mix and size, which are rounded, read would be %s.",
		p.sentence(p.f.Print(origin(m.Corpora[0].Weight))), short(weight), epochs))
	p.gap(len(m.Corpora) + 5)
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: p.say("corpus"), Left: true, Width: 12},
			{Title: p.say("size"), Width: 4},
			{Title: p.say("mix"), Width: 3},
			{Title: p.say("read"), Width: 4},
		},
		Kept:  p.say("mix"),
		Marks: p.say("size, as shares"),
		Max:   100,
		Thick: 2,
	}
	for _, c := range m.Corpora {
		chart.Rows = append(chart.Rows, viz.BarRow{
			Cells: []viz.Safe{
				viz.Clean(c.Name), viz.Clean(c.Size.Text), viz.Clean(c.Weight.Text),
				viz.Clean(c.Epochs.Text),
			},
			Value: c.Weight.Value, Mark: 100 * c.Size.Value / size,
		})
	}
	rows := len(chart.Rows) + 4
	if p.room() > 2*rows+eachRows+workedRows {
		rows += len(chart.Rows)
	}
	p.put(rows, func(size viz.Size) viz.Grid { return viz.Bars(size, p.t, chart) })
	p.worked(m)
	p.gap(3)
	if most := mostRead(m.Corpora); most.Name != "" {
		p.wrapped(p.t.Text, 0, p.whole(p.room(), p.say("%s was read most often, %s times: text that its makers trusted was drawn more often than its size.", most.Name, most.Epochs.Text)))
	}
}

// What comes below the bars of a mix: the two lines of worked with one above,
// and at least so many rows of drawEach.
const (
	workedRows = 3
	eachRows   = 8
)

// worked writes how often the first corpus and the last were read, computed from
// their shares of the mix: not quite as printed, as all is rounded.
func (p *poster) worked(m family.Model) {
	const keep = eachRows + 3 // the rows of what comes below
	for i, c := range []family.Corpus{m.Corpora[0], m.Corpora[len(m.Corpora)-1]} {
		if p.room() < keep {
			return
		}
		p.gap(keep * (1 + i)) // before the first one alone
		p.line(p.t.Text, p.say("%s: %s of %s tokens = %s, of %s collected: read %s times; printed: %s", c.Name, c.Weight.Text, short(m.Tokens.Value),
			short(c.Weight.Value/100*m.Tokens.Value), c.Size.Text, viz.Fixed(family.Epochs(c, m.Tokens.Value), 2), c.Epochs.Text))
	}
}

// drawEach draws, where there is room, how many tokens each model saw for each
// of its parameters: every model of which both are known.
func (l *Lab) drawEach(p *poster) {
	chart := viz.BarChart{Columns: []viz.Column{
		{Title: p.say("model"), Left: true}, {Title: p.say("saw")}, {Title: p.say("parameters")}, {Title: p.say("tokens a parameter")},
	}, Kept: p.say("tokens a parameter, logarithmic: the bar of 10 is a quarter of that of 10,000"), Max: 4, Thick: 2}
	for _, m := range l.models {
		if m.Shape == nil || !m.Tokens.Known() {
			continue
		}
		n := m.Shape.Parts().Total()
		each := m.Tokens.Value / float64(n)
		chart.Rows = append(chart.Rows, viz.BarRow{Chosen: m.ID == l.a().ID, Value: max(viz.Log10(each), 0), Cells: []viz.Safe{
			viz.Clean(m.Name), viz.Clean(short(m.Tokens.Value)), viz.Clean(short(float64(n))), viz.Fixed(each, 1),
		}})
	}
	slices.SortStableFunc(chart.Rows, func(a, b viz.BarRow) int { return cmp.Compare(a.Value, b.Value) })
	if p.room() < eachRows {
		return
	}
	p.gap(eachRows)
	rows := 2*len(chart.Rows) + 3
	if p.room() < rows {
		rows = len(chart.Rows) + 3
	}
	p.put(rows, func(size viz.Size) viz.Grid { return viz.Bars(size, p.t, chart) })
}

// mostRead and leastRead are the corpora with the most and the fewest epochs.
func mostRead(corpora []family.Corpus) family.Corpus {
	return slices.MaxFunc(corpora, byEpochs)
}

func leastRead(corpora []family.Corpus) family.Corpus {
	return slices.MinFunc(corpora, byEpochs)
}

func byEpochs(a, b family.Corpus) int { return cmp.Compare(a.Epochs.Value, b.Epochs.Value) }

// sayData says what is known of the training data.
func (l *Lab) sayData() message.Text {
	m := l.a()
	switch {
	case len(m.Corpora) == 0 && m.ID == loadedID && m.Shape != nil:
		return message.New("A file of weights does not say what %s read. The counts of its tensors do not tell, either.", m.Name)
	case isClosed(m):
		return message.New("%s does not tell what it read, nor how much of it.", m.Name)
	case len(m.Corpora) == 0:
		return message.New("For %s no mix of corpora was printed: neither what it read, nor how much of it.", m.Name)
	case m.Corpora[0].Weight.Text == "":
		return insightCorpus(m)
	}
	var size float64
	for _, c := range m.Corpora {
		size += c.Size.Value
	}
	most, least := mostRead(m.Corpora), leastRead(m.Corpora)
	return message.Join(message.New("%s tokens were seen, not the %s collected: %s %s times, %s %s times.",
		short(m.Tokens.Value), short(size), most.Name, most.Epochs.Text, least.Name, least.Epochs.Text), insightRatio(m))
}

// insightCorpus says what is known of a single corpus, and what is not.
func insightCorpus(m family.Model) message.Text {
	c := m.Corpora[0]
	text := message.New("%s: one corpus, %s: %v.", m.Name, c.Name, word(c.Size))
	if c.Epochs.Text != "" {
		text = message.New("%s: one corpus, %s: %v, read %s times.", m.Name, c.Name, word(c.Size), c.Epochs.Text)
	}
	if !m.Tokens.Known() {
		return message.Join(text, message.New("How many tokens that is was not printed."))
	}
	return message.Join(text, message.New("It saw %s tokens.", short(m.Tokens.Value)), insightRatio(m))
}

// insightRatio relates data to parameters.
func insightRatio(m family.Model) message.Text {
	if m.Shape == nil || !m.Tokens.Known() {
		return message.Text{}
	}
	return message.New("%.1f a parameter.", m.Tokens.Value/float64(m.Shape.Parts().Total()))
}

// listCorpora is what the model was trained on.
func (l *Lab) listCorpora() []lab.List {
	m := l.a()
	if len(m.Corpora) == 0 {
		return nil
	}
	list := lab.List{Name: "corpora of " + m.Name, Title: message.New("corpora of %s", m.Name), Columns: []string{"corpus", "size", "mix", "read", "source"}}
	for _, c := range m.Corpora {
		list.Add(lab.Word(c.Name), lab.Word(c.Size.Text), lab.Word(c.Weight.Text), lab.Word(c.Epochs.Text), lab.Word(c.Size.Source))
	}
	return []lab.List{list}
}
