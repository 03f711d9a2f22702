package adapt

import (
	"logitarium/ui/lab"
	"logitarium/viz"
)

const (
	ovadia      = "Ovadia et al. 2023, arXiv 2312.05934, Table 2"
	ovadiaNotes = "Ovadia et al. 2023 (arXiv 2312.05934), Table 2: multiple-choice questions about current events, 7 B parameters. " +
		"FT is continued pre-training on the raw texts, FT-par on paraphrases of them too; neither saw questions. " +
		"So these are not the conditions of this lab, which trains on questions and answers."
)

// published are the shares of right answers in [ovadia].
var published = []struct {
	way, help              string
	mistral, llama2, orca2 float64
}{
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
		Name: "published", Help: "the same comparison with models of 7 billion parameters", Moves: l.trained(),
		Draw: l.drawPublished, Readings: publishedReadings, Sentence: func() string {
			return "RAG gains more there than training on the texts does; and both together are worse than RAG alone: Mistral .830 at best, against .875."
		},
	}
}

func publishedReadings() []lab.Reading {
	var list []lab.Reading
	for _, p := range published {
		list = append(list, lab.Reading{
			Name: "Mistral-7B: " + p.way, Help: "the share of questions about current events that Mistral-7B answered right, " + p.help,
			Value: p.mistral, Digits: 3, Provenance: lab.Published, Source: ovadia,
		})
	}
	return list
}

// drawPublished draws the table that others measured.
func (l *Lab) drawPublished(f lab.Frame) viz.Grid {
	table := viz.TableData{Columns: []viz.Column{
		{Title: viz.Clean("share right"), Left: true, Width: 11},
		{Title: viz.Clean("Mistral"), Width: 7}, {Title: viz.Clean("Llama-2"), Width: 7}, {Title: viz.Clean("Orca-2"), Width: 6, Spare: true},
	}}
	for _, p := range published {
		row := viz.TableRow{Cells: []viz.Safe{viz.Clean(p.way), viz.Fixed(p.mistral, 3), viz.Fixed(p.llama2, 3), viz.Fixed(p.orca2, 3)}}
		if p.way == "RAG" {
			row.Style = f.Theme.Strong
		}
		table.Rows = append(table.Rows, row)
	}
	rows := min(len(published)+2, f.H)
	g := f.Theme.Grid(f.Size)
	g.Put(0, 0, viz.Table(viz.Size{W: f.W, H: rows}, f.Theme, table))
	if rows+1 < f.H {
		g.Put(0, rows+1, viz.Paragraph(viz.Size{W: f.W, H: f.H - rows - 1}, f.Theme, viz.Clean(ovadiaNotes), f.Theme.Faint))
	}
	return g
}
