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
	way                    string
	mistral, llama2, orca2 float64
}{
	{"base", .481, .353, .456},
	{"RAG", .875, .585, .876},
	{"FT", .504, .219, .511},
	{"FT-par", .588, .392, .566},
	{"FT + RAG", .810, .326, .820},
	{"FT-par + RAG", .830, .520, .826},
}

// viewPublished draws the table that others measured.
func (l *Lab) viewPublished(f lab.Frame) viz.Grid {
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
