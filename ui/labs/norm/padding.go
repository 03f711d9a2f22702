package norm

import (
	"fmt"
	"strings"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// viewPadding draws the padded batch, and the statistics with and without the
// padding in them.
func (l *Lab) viewPadding(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	title := "padded with · (end of text)"
	if l.data == fromExample {
		title = "padded with · (rows of zeros)"
	}
	top := head(g, f.Theme, viz.Clean(title))
	const below = 9
	rows := min(l.batch, max(g.H-top-below-1, 0))
	first := max(min((l.row-1)/max(rows, 1)*max(rows, 1), l.batch-rows), 0)
	for i := range rows {
		l.paddedRow(g, f.Theme, top+i, first+i)
	}
	if rows > 0 {
		top += rows
		if rows < l.batch {
			g.Text(0, top, f.Theme.Fit(viz.Cleanf("… %d more sentences", l.batch-rows), g.W), f.Theme.Faint)
		}
		top++
	}
	g.Put(0, top, viz.Table(viz.Size{W: g.W, H: g.H - top}, f.Theme, l.paddingTable()))
	return g
}

// paddedRow writes one sentence and its padding, a column per place.
func (l *Lab) paddedRow(g viz.Grid, t viz.Theme, y, i int) {
	st, left := t.Text, 2+len(fmt.Sprint(l.batch))
	if i == l.row-1 {
		st = t.Accent
		g.Text(0, y, t.Show(viz.Clean("▸")), st)
	}
	g.Text(1, y, viz.Cleanf("%*d", left-2, i+1), t.Faint)
	room := max(g.W-left, 0)
	each := min(max(room/max(l.padded.places, 1), 2), 7)
	words := l.set.samples[i].words
	for j := range min(l.padded.places, room/each) {
		x := left + j*each
		switch {
		case (j+1)*each+each > room && j < l.padded.places-1:
			g.Text(x, y, t.Fit(viz.Clean("…"), 1), t.Faint)
		case j >= len(words):
			g.Text(x, y, t.Fit(viz.Clean("·"), 1), t.Mark)
		default:
			word := t.Grid(viz.Size{W: each - 1, H: 1}) // cut without an ellipsis, which would be most of it
			word.Text(0, 0, t.Show(viz.Clean(strings.TrimSpace(words[j]))), st)
			g.Put(x, y, word)
		}
	}
}

func (l *Lab) paddingTable() viz.TableData {
	p, c := l.padded, l.column-1
	i, alone := p.cell(l.row, l.column, l.features()), p.cellAlone(l.row, l.column, l.features())
	row := func(name string, decimals int, masked, counted float64) viz.TableRow {
		change := moved(counted - masked)
		if decimals == 0 {
			change = viz.Cleanf("%+.0f", counted-masked)
		}
		return viz.TableRow{Cells: []viz.Safe{viz.Clean(name), viz.Fixed(masked, decimals), viz.Fixed(counted, decimals), change}}
	}
	chosen := row("BatchNorm", 3, p.masked.Y[i], p.counted.Y[i])
	chosen.Chosen = true
	return viz.TableData{
		Columns: []viz.Column{
			{Title: viz.Cleanf("f%d", l.column), Left: true, Width: 9},
			{Title: viz.Clean("masked"), Width: 6},
			{Title: viz.Clean("counted"), Width: 7},
			{Title: viz.Clean("moved"), Width: 6, Spare: true},
		},
		Rows: []viz.TableRow{
			row("values", 0, float64(p.masked.Count[c]), float64(p.counted.Count[c])),
			row("mean", 3, p.masked.Mean[c], p.counted.Mean[c]),
			row("variance", 3, p.masked.Var[c], p.counted.Var[c]),
			{Rule: true, Cells: []viz.Safe{viz.Cleanf("y of row %d", l.row)}},
			chosen,
			row(kindNames[l.contrast()], 3, p.alone.Y[alone], p.together.Y[i]),
		},
	}
}
