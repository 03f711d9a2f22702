package gpt

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"logitarium/core/family"
	"logitarium/ui/message"
	"logitarium/viz"
)

// standing are the models that are always drawn to one scale.
var standing = []string{loadedID, "gpt-2", "gpt-2-xl", "gpt-3-175b"}

// widest is the greatest width of a model that can stand beside those: GPT-3
// 13B's. Room is kept for it, so that the scale is always the same.
const widest = 5140

// scaled returns the models that stand, those whose shape is known, and how many
// they are; and behind them the chosen one if it is none of them.
func (l *Lab) scaled() (models []family.Model, stand int) {
	for _, m := range l.models {
		if m.Shape != nil && slices.Contains(standing, m.ID) {
			models = append(models, m)
		}
	}
	stand = len(models)
	if a := l.a(); a.Shape != nil && !slices.Contains(standing, a.ID) {
		models = append(models, a)
	}
	return models, stand
}

// drawScale draws models as towers: the width is d, the height is L.
func (l *Lab) drawScale(p *poster) {
	models, stand := l.scaled()
	p.title(p.t.Strong, p.say("To one scale: width d, height L blocks"), p.say("To one scale: d wide, L high"))
	table := viz.TableData{Columns: []viz.Column{
		{Title: p.say("model"), Left: true, Width: 14},
		{Title: viz.Clean("L"), Width: 2},
		{Title: viz.Clean("d"), Width: 6},
		{Title: p.say("heads"), Width: 5, Spare: true},
		{Title: p.say("a block"), Width: 7, Spare: true},
		{Title: p.say("all"), Width: 5, Spare: true},
	}}
	for i, m := range models {
		s := m.Shape
		table.Rows = append(table.Rows, viz.TableRow{Chosen: m.ID == l.a().ID, Cells: []viz.Safe{
			viz.Cleanf("%d %s", i+1, m.Name), viz.Cleanf("%d", s.Layers), viz.Clean(grouped(s.Width)), viz.Cleanf("%d", s.Heads),
			viz.Clean(short(float64(s.Block()))), viz.Clean(short(float64(s.Parts().Total()))),
		}})
	}
	if a := l.a(); a.Shape == nil {
		table.Rows = append(table.Rows, viz.TableRow{Chosen: true, Cells: []viz.Safe{
			viz.Clean("– " + a.Name), viz.Clean("?"), viz.Clean("?"), viz.Clean("?"), viz.Clean("?"), viz.Clean("?"),
		}})
	}
	const least = 4
	below := stand + 3
	if p.room() == stand+1+least { // the rule below the header makes room for towers
		below = stand + 1
	}
	if p.room() >= below+least {
		p.put(p.room()-below, func(size viz.Size) viz.Grid { return towers(size, p.t, models, stand) })
	}
	p.put(below, func(size viz.Size) viz.Grid { return viz.Table(size, p.t, table) })
}

// towers draws the models beside each other on the ground, numbered below. A
// cell is four dots, so that the smallest one can be seen: it has one at least.
func towers(size viz.Size, t viz.Theme, models []family.Model, stand int) viz.Grid {
	g := t.Grid(size)
	const gap = 2
	wide, high := widest, 1
	for _, m := range models[:stand] {
		wide += m.Shape.Width
		high = max(high, m.Shape.Layers)
	}
	free, rows := g.W-(gap+1)*stand, g.H-1
	if free < len(models) || rows < 1 {
		return g
	}
	t.Scaled("x", 0, float64(wide))
	t.Scaled("y", 0, float64(high))
	x := 0
	for i, m := range models {
		w := max(int(math.Round(2*float64(free)*float64(m.Shape.Width)/float64(wide))), 1)
		h := max(int(math.Round(2*float64(rows)*float64(m.Shape.Layers)/float64(high))), 1)
		st := t.Text
		if len(t.Series) > 0 {
			st = t.Series[i%len(t.Series)]
		}
		block(g, t, x, rows, w, h, st)
		g.Text(x, g.H-1, viz.Cleanf("%d", i+1), t.Strong)
		x += (w+1)/2 + gap
	}
	return g
}

// block fills w dots from x to the right and h dots from row up.
func block(g viz.Grid, t viz.Theme, x, row, w, h int, st viz.Style) {
	for cy := 0; cy < (h+1)/2; cy++ {
		for cx := 0; cx < (w+1)/2; cx++ {
			lacksTop, lacksRight := 2*cy+1 >= h, 2*cx+1 >= w
			r := '█'
			switch {
			case lacksTop && lacksRight:
				r = '▖'
			case lacksTop:
				r = '▄'
			case lacksRight:
				r = '▌'
			}
			if t.Glyphs == viz.ASCII {
				r = '#'
				if lacksTop || lacksRight {
					r = '.'
				}
			}
			g.Set(x+cx, row-1-cy, r, st)
		}
	}
}

// sayScale compares the smallest of the models that stand with the largest.
func (l *Lab) sayScale() message.Text {
	models, stand := l.scaled()
	small, large := *models[0].Shape, *models[stand-1].Shape
	return message.New("From 1 to %d: %s times as wide, %s times as deep, %s times the blocks' parameters: L·d², not L·d as the areas.",
		stand, factor(large.Width, small.Width), factor(large.Layers, small.Layers), factor(large.Blocks(), small.Blocks()))
}

// factor writes a ratio in three digits at least.
func factor(a, b int) string {
	r := float64(a) / float64(b)
	switch {
	case r >= 999.5:
		return short(r)
	case r >= 1:
		return strings.TrimSuffix(strings.TrimRight(three(r), "0"), ".")
	}
	return fmt.Sprintf("%.2g", r)
}
