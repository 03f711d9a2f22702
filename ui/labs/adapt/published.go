package adapt

import (
	"fmt"
	"slices"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

const (
	ovadia      = "Ovadia et al. 2023, arXiv 2312.05934, Table 2"
	ovadiaNotes = "Ovadia et al. 2023 (arXiv 2312.05934), Table 2: multiple-choice questions about current events, 7 B parameters. " +
		"FT is continued pre-training on the raw texts, FT-par on paraphrases of them too; neither saw questions. " +
		"So these are not the conditions of this lab, which trains on questions and answers."
)

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
		Name: "published", Help: "the same comparison with models of 7 billion parameters", Moves: []lab.Field{&l.way},
		Draw: l.drawPublished, Readings: publishedReadings, Sentence: lab.English(l.sayPublished),
		Actions: func() []lab.Action { return nil }, // nothing is trained here
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
func (l *Lab) sayPublished() string {
	share := func(w knowledge.Way, i int) float64 { return published[rows(w)[i]].mistral }
	base, rag, texts, too := share(knowledge.AsIs, 0), share(knowledge.Retrieval, 0), share(knowledge.Tuned, 0), share(knowledge.Tuned, 1)
	switch knowledge.Way(l.way) {
	case knowledge.AsIs:
		return fmt.Sprintf("As it is, Mistral answers %.3f of the questions right there; with passages %.3f, after training on the texts and paraphrases of them %.3f.", base, rag, too)
	case knowledge.Tuned:
		return fmt.Sprintf("Training on the texts adds %.3f to Mistral's share there, with paraphrases of them %.3f; passages add %.3f.", texts-base, too-base, rag-base)
	}
	best := max(share(knowledge.Both, 0), share(knowledge.Both, 1))
	return fmt.Sprintf("RAG gains more there than training on the texts does; and both together are worse than RAG alone: Mistral %.3f at best, against %.3f.", best, rag)
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

// drawPublished draws the table that others measured.
func (l *Lab) drawPublished(f lab.Frame) viz.Grid {
	table := viz.TableData{Columns: []viz.Column{
		{Title: viz.Clean("share right"), Left: true, Width: 11},
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
	height := min(len(published)+2, f.H)
	g := f.Theme.Grid(f.Size)
	g.Put(0, 0, viz.Table(viz.Size{W: f.W, H: height}, f.Theme, table))
	if height+1 < f.H {
		g.Put(0, height+1, viz.Paragraph(viz.Size{W: f.W, H: f.H - height - 1}, f.Theme, viz.Clean(ovadiaNotes), f.Theme.Faint))
	}
	return g
}
