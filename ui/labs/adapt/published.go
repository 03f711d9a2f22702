package adapt

import (
	"math"
	"slices"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

const ovadia = "Ovadia et al. 2023, arXiv 2312.05934, Table 2"

// ovadiaNotes are what was measured there, and how it differs from here.
var ovadiaNotes = []message.Text{
	message.New("Ovadia et al. 2023 (arXiv 2312.05934), Table 2."),
	message.New("Multiple-choice questions about current events, 7 billion parameters."),
	message.New("FT is pre-training continued on the texts, FT-par on paraphrases too."),
	message.New("This lab trains on questions with answers."),
	message.New("So the order of the ways may differ here: these are the questions of the test."),
}

// result is what a way reached with three models.
type result struct {
	way                    string
	help                   message.ID
	mistral, llama2, orca2 float64
}

// published are the shares of right answers in [ovadia].
var published = []result{
	{"base", "as it is", .481, .353, .456},
	{"RAG", "with retrieved passages", .875, .585, .876},
	{"FT", "trained further on the texts", .504, .219, .511},
	{"FT-par", "trained further on the texts and paraphrases of them", .588, .392, .566},
	{"FT + RAG", "trained further and with retrieved passages", .810, .326, .820},
	{"FT-par + RAG", "trained further, on paraphrases too, and with retrieved passages", .830, .520, .826},
}

// elsewhere is the view of what others measured.
func (l *Lab) elsewhere() lab.View {
	return lab.View{
		Name: "published", Help: "the same comparison with models of 7 billion parameters", Moves: append(l.trained(), &l.way),
		Draw: l.drawPublished, Readings: publishedReadings, Sentence: l.sayPublished,
	}
}

// row is a way in the table, by its name there.
func row(way string) int {
	return slices.IndexFunc(published, func(p result) bool { return p.way == way })
}

// rows are those of a way: with training on texts, and on paraphrases too.
func rows(w knowledge.Way) []int {
	switch w {
	case knowledge.AsIs:
		return []int{row("base")}
	case knowledge.Retrieval:
		return []int{row("RAG")}
	case knowledge.Tuned:
		return []int{row("FT"), row("FT-par")}
	default:
		return []int{row("FT + RAG"), row("FT-par + RAG")}
	}
}

// sayPublished says what the way brought Mistral.
func (l *Lab) sayPublished() message.Text {
	share := func(w knowledge.Way, i int) float64 { return published[rows(w)[i]].mistral }
	base, rag, texts, too := share(knowledge.AsIs, 0), share(knowledge.Retrieval, 0), share(knowledge.Tuned, 0), share(knowledge.Tuned, 1)
	switch knowledge.Way(l.way) {
	case knowledge.AsIs:
		return message.New("As it is, Mistral answers %.3f of the questions right there; with passages %.3f, after training on the texts and paraphrases of them %.3f.", base, rag, too)
	case knowledge.Tuned:
		return message.New("Training on the texts adds %.3f to Mistral's share there, with paraphrases of them %.3f; passages add %.3f.", texts-base, too-base, rag-base)
	}
	best := max(share(knowledge.Both, 0), share(knowledge.Both, 1))
	return message.New("Mistral with RAG is at %.3f there, with RAG and training at most %.3f, with training alone at most %.3f.", rag, best, max(texts, too))
}

func publishedReadings() []lab.Reading {
	var list []lab.Reading
	for _, p := range published {
		list = append(list, lab.Reading{
			Name: "Mistral-7B: " + p.way, Help: message.New("the share of questions about current events that Mistral-7B answered right, %v", p.help),
			Value: p.mistral, Digits: 3, Provenance: lab.Published, Source: ovadia,
		})
	}
	return list
}

// here is the way of this lab that a row of the table is most like.
func here(row int) knowledge.Way {
	for _, w := range knowledge.Ways() {
		if slices.Contains(rows(w), row) {
			return w
		}
	}
	panic("adapt: a row of no way")
}

// measures says whether the training here is like that of a row: one text for
// each fact is a row without paraphrases, more are one with them.
func (l *Lab) measures(row int) bool {
	list := rows(here(row))
	return len(list) == 1 || (list[1] == row) == (l.paraphrases > 1)
}

// drawPublished draws what others measured as points on one axis, with the
// share of new facts that this lab measured beside them.
func (l *Lab) drawPublished(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	notes := l.publishedNotes(f)
	const least = len("FT-par + RAG") + 2
	rows, each := 0, 1
	switch more := (f.H - len(notes) - 2) / len(published); {
	case more < 4 && f.H >= 4*len(published)+2: // a row for each model, rather than notes
		each = 4
	case more > 1:
		each = min(more, 5)
	}
	rows = each*len(published) + 2 // with the legend and the axis
	if f.W < least+20 || f.H < 4 {
		g.Put(0, 0, l.tablePublished(f))
		return g
	}
	g.Put(0, 0, l.plotPublished(f.In(f.W, min(rows, f.H)), least, each))
	for y, line := range notes {
		if rows+y >= f.H {
			break
		}
		g.Text(0, rows+y, line, f.Theme.Faint)
	}
	return g
}

// publishedNotes are the lines of the notes that have room for a whole one.
func (l *Lab) publishedNotes(f lab.Frame) []viz.Safe {
	var lines []viz.Safe
	for _, note := range ovadiaNotes {
		wrapped := viz.Wrap(f.Theme.Show(f.Print(note)), f.W)
		if len(lines)+len(wrapped)+len(published)+2 > f.H {
			break
		}
		lines = append(lines, wrapped...)
	}
	return lines
}

// markers are the letters of the models, as the plot has them, and of this lab.
func (l *Lab) markers(f lab.Frame) []viz.LegendItem {
	t := f.Theme
	ours := '●'
	if t.Glyphs == viz.ASCII {
		ours = '@'
	}
	return []viz.LegendItem{
		{Glyph: ours, Style: t.Measured, Name: t.FitFirst(max(f.W-40, 16), f.Say("here, now: new facts"), f.Say("here: new facts"))},
		{Glyph: 'M', Style: t.Reference, Name: viz.Clean("Mistral")},
		{Glyph: 'L', Style: t.Reference, Name: viz.Clean("Llama-2")},
		{Glyph: 'O', Style: t.Reference, Name: viz.Clean("Orca-2")},
	}
}

// plotPublished draws a row, or a group of rows, for each way.
func (l *Lab) plotPublished(f lab.Frame, left, each int) viz.Grid {
	g, t := f.Theme.Grid(f.Size), f.Theme
	t.Scaled("share right", 0, 1)
	items := l.markers(f)
	g.Put(0, 0, viz.Legend(viz.Size{W: f.W - 2, H: 1}, t, items))
	chosen := rows(knowledge.Way(l.way))
	const number = 6
	if each < 4 {
		g.Text(f.W-1, 0, viz.Clean("M"), t.Reference)
	}
	w := f.W - left - number // Mistral's, or in a group of rows that of each
	at := func(v float64) int { return left + int(math.Round(v*float64(w-1))) }
	for i, p := range published {
		y := 1 + i*each
		if y >= f.H {
			break
		}
		st := t.Text
		if slices.Contains(chosen, i) {
			st = t.Accent
		}
		g.Text(0, y, t.Fit(viz.Clean(p.way), left-1), st)
		values := []float64{math.NaN(), p.mistral, p.llama2, p.orca2}
		if score, ok := l.study.score(knowledge.New, here(i)); ok && l.measures(i) {
			values[0] = score.Share()
		}
		dot := '·'
		if t.Glyphs == viz.ASCII {
			dot = '.'
		}
		for j := len(values) - 1; j >= 0; j-- { // ours last, over the others
			row := y
			if each >= 4 {
				row = y + j
			}
			if j == len(values)-1 || each >= 4 {
				g.Fill(left, row, w, 1, dot, t.Faint)
			}
			if math.IsNaN(values[j]) {
				continue
			}
			g.Set(at(values[j]), row, items[j].Glyph, items[j].Style)
			if each >= 4 || j == 1 {
				g.Text(f.W-number+1, row, viz.Fixed(values[j], 3), items[j].Style)
			}
		}
	}
	if y := 1 + len(published)*each; y < f.H {
		g.Text(left, y, viz.Clean("0"), t.Faint)
		g.Text(left+w/2, y, viz.Clean(".5"), t.Faint)
		g.Text(left+w-1, y, viz.Clean("1"), t.Faint)
		g.Text(0, y, t.Fit(f.Say("share right"), left-1), t.Faint)
	}
	return g
}

// tablePublished is the table, where there is no room for the plot.
func (l *Lab) tablePublished(f lab.Frame) viz.Grid {
	table := viz.TableData{Columns: []viz.Column{
		{Title: f.Say("share right"), Left: true, Width: 11},
		{Title: viz.Clean("Mistral"), Width: 7}, {Title: viz.Clean("Llama-2"), Width: 7}, {Title: viz.Clean("Orca-2"), Width: 6, Spare: true},
	}}
	chosen := rows(knowledge.Way(l.way))
	for i, p := range published {
		row := viz.TableRow{Cells: []viz.Safe{viz.Clean(p.way), viz.Fixed(p.mistral, 3), viz.Fixed(p.llama2, 3), viz.Fixed(p.orca2, 3)}}
		if slices.Contains(chosen, i) {
			row.Style = f.Theme.Strong
		}
		table.Rows = append(table.Rows, row)
	}
	return viz.Table(f.Size, f.Theme, table)
}
