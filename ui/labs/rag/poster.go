package rag

import (
	"slices"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// The stages of the flow, as the views light them.
const (
	stageQuery     message.ID = "query"
	stageRetriever message.ID = "retriever"
	stageDocuments message.ID = "encoder"
	stagePrompt    message.ID = "prompt"
	stageGenerator message.ID = "generator"
)

// A poster is a picture that is filled from the top.
type poster struct {
	viz.Grid
	f lab.Frame
	y int
}

// poster begins a picture with the flow from query to answer and, outside of
// Tiny World, with what the encoder was trained on.
func (l *Lab) poster(f lab.Frame, stages ...message.ID) *poster {
	p := &poster{Grid: f.Theme.Grid(f.Size), f: f}
	if f.H >= 12 {
		p.flow(stages)
	}
	return p
}

// arrow is what stands between a word and what becomes of it.
func arrow(t viz.Theme) string {
	if t.Glyphs == viz.ASCII {
		return ">"
	}
	return "→"
}

// flow draws both encoders, the retriever between them, and the generator
// below. A stage that the view shows is in capitals; where a script has none, ▸
// stands before it.
func (p *poster) flow(stages []message.ID) {
	right, left, down, shown := "→", "←", "└→", "▸"
	if p.f.Theme.Glyphs == viz.ASCII {
		right, left, down, shown = ">", "<", "\\>", ">"
	}
	query, encoder, retriever, documents := p.f.Say(stageQuery), p.f.Say(stageDocuments), p.f.Say(stageRetriever), p.f.Say("docs")
	marks := 0
	if strings.ToUpper(query.String()) == query.String() {
		marks = len(stages)
	}
	if p.W < query.Width()+2*encoder.Width()+retriever.Width()+documents.Width()+4+marks {
		encoder = p.f.Say("enc")
	}
	const second = 3 // the row's encoder that the documents go through; the query's has the same name
	row := func(x int, words []viz.Safe, ids []message.ID, arrows []string) {
		for i, word := range words {
			st := p.f.Theme.Faint
			if slices.Contains(stages, ids[i]) && (ids[i] != stageDocuments || i == second) {
				st = p.f.Theme.Strong
				if capital := viz.Clean(strings.ToUpper(word.String())); capital != word {
					word = capital
				} else {
					word = viz.Clean(shown + word.String())
				}
			}
			if x >= p.W {
				break
			}
			x += p.Text(x, p.y, p.f.Theme.Fit(word, p.W-x), st)
			if i < len(arrows) {
				x += p.Text(x, p.y, viz.Clean(arrows[i]), p.f.Theme.Faint)
			}
		}
		p.y++
	}
	row(0, []viz.Safe{query, encoder, retriever, encoder, documents},
		[]message.ID{stageQuery, stageDocuments, stageRetriever, stageDocuments, ""}, []string{right, right, left, left})
	below := query.Width() + encoder.Width() + 2
	below += p.Text(below, p.y, viz.Clean(down), p.f.Theme.Faint)
	row(below, []viz.Safe{p.f.Say(stagePrompt), p.f.Say(stageGenerator)}, []message.ID{stagePrompt, stageGenerator}, []string{right})
}

// line writes one line.
func (p *poster) line(st viz.Style, text viz.Safe) {
	p.Text(0, p.y, p.f.Theme.Fit(text, p.W), st)
	p.y++
}

// question writes the query in a row of its own, or two where it is long.
func (p *poster) question(query string) {
	if p.left() > 8 {
		p.paragraph(p.f.Theme.Strong, 2, p.f.Say("“%s”", query))
	}
}

// title writes the first of some wordings that fits, else the last one, cut.
func (p *poster) title(st viz.Style, wordings ...viz.Safe) {
	p.line(st, p.f.Theme.FitFirst(p.W, wordings...))
}

// paragraph writes wrapped text on at most so many rows.
func (p *poster) paragraph(st viz.Style, rows int, text viz.Safe) {
	rows = min(rows, len(viz.Wrap(p.f.Theme.Show(text), p.W)), p.left())
	if rows <= 0 {
		return
	}
	p.Put(0, p.y, viz.Paragraph(viz.Size{W: p.W, H: rows}, p.f.Theme, text, st))
	p.y += rows
}

// whole returns as many sentences of a text as some rows hold, or all where they
// don't hold the first.
func (p *poster) whole(text viz.Safe, rows int) viz.Safe {
	rest := text.String()
	for len(viz.Wrap(p.f.Theme.Show(viz.Clean(rest)), p.W)) > rows {
		end := -1
		for _, stop := range []string{". ", "。"} {
			if i := strings.LastIndex(strings.TrimSuffix(rest, stop), stop); i+len(stop) > end && i >= 0 {
				end = i + len(stop)
			}
		}
		if end < 0 {
			return text
		}
		rest = strings.TrimSpace(rest[:end])
	}
	return viz.Clean(rest)
}

// left is how many rows are free.
func (p *poster) left() int { return max(p.H-p.y, 0) }

// rest puts a picture into the free rows but the last below ones.
func (p *poster) rest(below int, draw func(viz.Size, viz.Theme) viz.Grid) {
	h := max(p.left()-below, 0)
	p.Put(0, p.y, draw(viz.Size{W: p.W, H: h}, p.f.Theme))
	p.y += h
}

// A part is one summand of a score.
type part struct {
	name  message.Text
	value float64
}

// inks are the glyphs and styles of parts, by their place in the query.
func inks(t viz.Theme, i int) (rune, viz.Style) {
	glyphs := []rune("█▓▒░▞")
	if t.Glyphs == viz.ASCII {
		glyphs = []rune("#=+.:")
	}
	st := t.Text
	if len(t.Series) > 0 {
		st = t.Series[i%len(t.Series)]
	}
	return glyphs[i%len(glyphs)], st
}

// stack draws parts beside each other from zero, positive ones to the right
// and negative ones to the left. The ends of the scale are low ≤ 0 and high ≥ 0.
func stack(g viz.Grid, t viz.Theme, x, y, w int, parts []part, low, high float64) {
	if w < 1 || !(high > low) {
		return
	}
	cell := func(v float64) int { return int(float64((v-low)/(high-low)*float64(w)) + 0.5) }
	up, down := 0.0, 0.0
	for i, p := range parts {
		from, to := cell(up), cell(up+p.value)
		if p.value < 0 {
			from, to = cell(down+p.value), cell(down)
			down += p.value
		} else {
			up += p.value
		}
		glyph, st := inks(t, i)
		from, to = max(from, 0), min(to, w)
		if to > from {
			g.Fill(x+from, y, to-from, 1, glyph, st)
		}
	}
	if low < 0 {
		g.Set(x+min(cell(0), w-1), y, '|', t.Faint)
	}
}
