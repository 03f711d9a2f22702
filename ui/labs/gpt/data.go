package gpt

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"logitarium/core/family"
	"logitarium/viz"
)

// viewData draws what a model was trained on, as it was printed.
func (l *Lab) viewData(p *page) {
	m := l.a()
	if len(m.Corpora) == 0 && m.ID == loadedID {
		p.line(p.t.Accent, "%s: what it was trained on is not in its file", m.Name)
		return
	}
	if len(m.Corpora) == 0 {
		p.line(p.t.Accent, "%s: training data undisclosed", m.Name)
		p.gap(4)
		p.wrapped(p.t.Text, 0, upper(origin(m.Tokens))+".")
		if m.Tokens.Note != "" {
			p.wrapped(p.t.Text, 0, "Printed: "+m.Tokens.Note+".")
		}
		p.gap(4)
		p.wrapped(p.t.Faint, 0, "The last model whose corpora were printed with their weights is GPT-3, in 2020.")
		return
	}
	if m.Corpora[0].Weight.Text == "" {
		l.drawCorpora(p, m)
		return
	}
	l.drawMix(p, m)
}

// drawCorpora writes corpora that have no weights.
func (l *Lab) drawCorpora(p *page, m family.Model) {
	p.line(p.t.Accent, "%s was trained on", m.Name)
	p.gap(6)
	written := ""
	for _, c := range m.Corpora {
		text := c.Name + ": " + c.Size.Text
		if c.Epochs.Text != "" {
			text += ", read " + c.Epochs.Text + " times"
		}
		p.wrapped(p.t.Text, 2, text+" ("+origin(c.Size)+").")
		written += text + "\n"
	}
	tokens := "Tokens seen: " + m.Tokens.Text
	if m.Tokens.Known() {
		tokens = "Tokens seen: " + grouped(int(m.Tokens.Value))
	}
	p.wrapped(p.t.Text, 2, tokens+" ("+origin(m.Tokens)+").")
	if !strings.Contains(written, m.Tokens.Note) {
		p.wrapped(p.t.Faint, 2, upper(m.Tokens.Note)+".")
	}
}

// drawMix draws the weights of the corpora against their sizes.
func (l *Lab) drawMix(p *page, m family.Model) {
	size, weight := 0.0, 0.0
	for _, c := range m.Corpora {
		size += c.Size.Value
		weight += c.Weight.Value
	}
	saw, of := short(m.Tokens.Value), short(size)
	p.title(p.t.Accent, m.Name+" saw "+saw+" tokens of "+of+" collected", m.Name+": saw "+saw+" of "+of)
	epochs := ""
	for i, c := range m.Corpora {
		if i > 0 {
			epochs += ", "
		}
		epochs += viz.Fixed(family.Epochs(c, m.Tokens.Value), 2).String()
	}
	p.foot(p.t.Faint, 6, len(m.Corpora)+5, fmt.Sprintf("%s. The mix sums to %s %%. From mix and size, which are rounded, read would be %s.",
		upper(origin(m.Corpora[0].Weight)), short(weight), epochs))
	p.gap(len(m.Corpora) + 5)
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: viz.Clean("corpus"), Left: true, Width: 12},
			{Title: viz.Clean("size"), Width: 4},
			{Title: viz.Clean("mix"), Width: 3},
			{Title: viz.Clean("read"), Width: 4},
		},
		Kept:  viz.Clean("mix"),
		Marks: viz.Clean("size, as shares"),
		Max:   100,
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
	p.put(len(chart.Rows)+4, func(size viz.Size) viz.Grid { return viz.Bars(size, p.t, chart) })
	p.gap(3)
	if most := mostRead(m.Corpora); most.Name != "" {
		p.wrapped(p.t.Text, 0, p.whole(p.room(), most.Name+" was read most often, "+most.Epochs.Text+" times; what is held to be good is drawn more often than its size."))
	}
}

// mostRead and leastRead are the corpora with the most and the fewest epochs.
func mostRead(corpora []family.Corpus) family.Corpus {
	return slices.MaxFunc(corpora, byEpochs)
}

func leastRead(corpora []family.Corpus) family.Corpus {
	return slices.MinFunc(corpora, byEpochs)
}

func byEpochs(a, b family.Corpus) int { return cmp.Compare(a.Epochs.Value, b.Epochs.Value) }
