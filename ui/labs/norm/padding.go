package norm

import (
	"math"
	"slices"

	"logitarium/core/norm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// padded is a batch of whole sentences of one length, and what padding does to
// BatchNorm's statistics.
type padded struct {
	length int   // of each, in tokens
	real   []int // tokens of each sentence

	x                []float64   // [batch·length, features]
	masked, counted  norm.Output // BatchNorm
	unpadded, filled norm.Output // the norm it is compared with: without padding, and with it
}

// pad compares the norms of the batch with those of the batch filled up to one
// length. The model's padding is its end-of-text token, as is usual with GPT-2;
// the example's is zeros.
func (l *Lab) pad() {
	p := padded{length: l.paddedLength()}
	for _, s := range l.set.samples[:l.batch] {
		p.real = append(p.real, len(s.words))
	}
	c := l.features()
	p.x = make([]float64, l.batch*p.length*c)
	if l.data == fromModel {
		p.x = widen(slices.Concat(l.filled.x[l.layer-1]...))
	}
	mask := make([]bool, l.batch*p.length)
	var plain []float64
	for i, n := range p.real {
		from := i * p.length * c
		if l.data != fromModel {
			copy(p.x[from:], l.set.samples[i].x)
		}
		plain = append(plain, p.x[from:from+n*c]...)
		for j := range n {
			mask[i*p.length+j] = true
		}
	}
	s := l.rows(p.x)
	p.masked = norm.Batch(p.x, s, mask, l.affine(), l.eps())
	p.counted = norm.Batch(p.x, s, nil, l.affine(), l.eps())
	p.unpadded = l.inTraining(l.contrast(), plain)
	p.filled = l.inTraining(l.contrast(), p.x)
	l.padded = p
}

// paddedLength is how long the sentences of the batch are with their padding.
func (l *Lab) paddedLength() int {
	longest := 0
	for _, s := range l.set.samples[:l.batch] {
		longest = max(longest, len(s.words))
	}
	if l.data != fromModel {
		return longest + l.padding
	}
	return min(longest+l.padding, l.lm.Model.Context())
}

// padSentences returns the tokens of the batch with their padding.
func (l *Lab) padSentences() [][]int {
	length := l.paddedLength()
	out := make([][]int, l.batch)
	for i, sentence := range l.read.tokens[:l.batch] {
		out[i] = slices.Concat(sentence, slices.Repeat([]int{l.lm.Tokens.End()}, length-len(sentence)))
	}
	return out
}

// cell returns the index of my sentence's last token in the padded batch.
func (p padded) cell(row, column, features int) int {
	return ((row-1)*p.length+p.real[row-1]-1)*features + column - 1
}

// unpaddedCell is the same in the batch without its padding.
func (p padded) unpaddedCell(row, column, features int) int {
	before := 0
	for _, n := range p.real[:row] {
		before += n
	}
	return (before-1)*features + column - 1
}

// drawPadding draws the padded batch, and the statistics with and without the
// padding in them.
func (l *Lab) drawPadding(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	title := message.New("padded with · (end of text)")
	if l.data != fromModel {
		title = message.New("padded with · (rows of zeros)")
	}
	top := head(g, f, title)
	const below = 9
	rows := min(l.batch, max(g.H-top-below-1, 0))
	first := max(min((l.row-1)/max(rows, 1)*max(rows, 1), l.batch-rows), 0)
	for i := range rows {
		l.paddedRow(g, f.Theme, top+i, first+i)
	}
	if rows > 0 {
		top += rows
		if rows < l.batch {
			g.Text(0, top, f.Theme.Fit(f.Print(message.Count(l.batch-rows, "… one more sentence", "… %d more sentences", l.batch-rows)), g.W), f.Theme.Faint)
		}
		top++
	}
	table := below - 1
	g.Put(0, top, viz.Table(viz.Size{W: g.W, H: min(g.H-top, table)}, f.Theme, l.paddingTable(f)))
	if y := top + table + 1; g.H-y >= leastMoved {
		g.Put(0, y, l.drawMoved(f.In(g.W, g.H-y), message.New("how far counted padding moves BatchNorm's y: a row is a sentence's last token, a column one of %d features", l.features()), l.paddingMoves()))
	}
	return g
}

// paddingMoves is by how much counted padding moves the last tokens' outputs,
// [batch, features].
func (l *Lab) paddingMoves() []float64 {
	p := l.padded
	var by []float64
	for row := 1; row <= l.batch; row++ {
		for column := 1; column <= l.features(); column++ {
			i := p.cell(row, column, l.features())
			by = append(by, p.counted.Y[i]-p.masked.Y[i])
		}
	}
	return by
}

// paddedRow writes one sentence and its padding, a column per token.
func (l *Lab) paddedRow(g viz.Grid, t viz.Theme, y, i int) {
	st, left := t.Text, 2+viz.Cleanf("%d", l.batch).Width()
	if i == l.row-1 {
		st = t.Accent
		g.Text(0, y, t.Show(viz.Clean("▸")), st)
	}
	g.Text(1, y, viz.Cleanf("%*d", left-2, i+1), t.Faint)
	room := max(g.W-left, 0)
	each := min(max(room/max(l.padded.length, 1), 2), 7)
	words, short := l.set.samples[i].words, l.set.samples[i].short
	for j := range min(l.padded.length, room/each) {
		x := left + j*each
		switch {
		case (j+1)*each+each > room && j < l.padded.length-1:
			g.Text(x, y, t.Fit(viz.Clean("…"), 1), t.Faint)
		case j >= len(words):
			g.Text(x, y, t.Fit(viz.Clean("·"), 1), t.Bad)
		default:
			word := t.Grid(viz.Size{W: each - 1, H: 1}) // cut without an ellipsis, which would be most of it
			name := t.Show(viz.Clean(words[j]))
			if name.Width() > word.W {
				name = t.Show(viz.Clean(short[j]))
			}
			word.Text(0, 0, name, st)
			g.Put(x, y, word)
		}
	}
}

func (l *Lab) paddingTable(f lab.Frame) viz.TableData {
	p, c := l.padded, l.column-1
	i, j := p.cell(l.row, l.column, l.features()), p.unpaddedCell(l.row, l.column, l.features())
	row := func(name viz.Safe, decimals int, masked, counted float64) viz.TableRow {
		change := moved(counted - masked)
		if decimals == 0 {
			change = viz.Cleanf("%+.0f", counted-masked)
		}
		return viz.TableRow{Cells: []viz.Safe{name, viz.Fixed(masked, decimals), viz.Fixed(counted, decimals), change}}
	}
	chosen := row(viz.Clean(kindNames[batchNorm]), 3, p.masked.Y[i], p.counted.Y[i])
	chosen.Chosen = true
	return viz.TableData{
		Columns: []viz.Column{
			{Title: viz.Cleanf("f%d", l.column), Left: true, Width: 9},
			{Title: f.Say("masked"), Width: 6},
			{Title: f.Say("counted"), Width: 7},
			{Title: f.Say("moved"), Width: 6, Spare: true},
		},
		Rows: []viz.TableRow{
			row(f.Say("values"), 0, float64(p.masked.Count[c]), float64(p.counted.Count[c])),
			row(f.Say("mean"), 3, p.masked.Mean[c], p.counted.Mean[c]),
			row(f.Say("variance"), 3, p.masked.Var[c], p.counted.Var[c]),
			{Rule: true, Cells: []viz.Safe{f.Say("y of row %d", l.row)}},
			chosen,
			row(viz.Clean(kindNames[l.contrast()]), 3, p.unpadded.Y[j], p.filled.Y[i]),
		},
	}
}

func (l *Lab) sayPadding() message.Text {
	p := l.padded
	at := p.cell(l.row, l.column, l.features())
	masked, counted := p.masked.Y[at], p.counted.Y[at]
	share := l.paddingShare()
	switch {
	case math.IsNaN(counted):
		return message.New("f%d has no spread, and ε is 0: y is 0/0, no number.", l.column)
	case math.IsNaN(masked):
		return message.New("f%d has no spread without the padding, and ε is 0: y is 0/0, no number.", l.column)
	case share == 0:
		return message.New("No padding in this batch: both are the same.")
	}
	padding, all := p.counted.Count[0]-p.masked.Count[0], p.counted.Count[0]
	other := kindNames[l.contrast()]
	text := message.Count(padding, "One of %[2]d positions is padding: counted, it moves BatchNorm's y by %+.3[3]f. %[4]s has nothing to count.",
		"%[1]d of %[2]d positions are padding: counted, they move BatchNorm's y by %+.3[3]f. %[4]s has nothing to count.", padding, all, counted-masked, other)
	if math.Abs(counted-masked) < leastShown {
		text = message.Count(padding, "One of %[2]d positions is padding: counted, it moves BatchNorm's y by less than 0.0005 here. %[3]s has nothing to count.",
			"%[1]d of %[2]d positions are padding: counted, they move BatchNorm's y by less than 0.0005 here. %[3]s has nothing to count.", padding, all, other)
	}
	if p.masked.Count[0] == 1 {
		return message.Join(text, message.New("Masked, one value is its own mean: y = β."))
	}
	return text
}

func (l *Lab) readPadding() []lab.Reading {
	p := l.padded
	i, j := p.cell(l.row, l.column, l.features()), p.unpaddedCell(l.row, l.column, l.features())
	return []lab.Reading{
		{Name: "padding", Help: message.New("how much of the batch is filled up and belongs to no sentence"), Value: 100 * l.paddingShare(), Digits: 1, Unit: "%", Note: message.New("%d of %d", p.counted.Count[0]-p.masked.Count[0], p.counted.Count[0])},
		{Name: "shift", Help: message.New("by how much BatchNorm's output in my row changes when padding is counted"), Value: p.counted.Y[i] - p.masked.Y[i], Digits: 4, Note: message.New("my y, BatchNorm")},
		{Name: "masked y", Help: message.New("BatchNorm's output in my row when the padding is left out"), Value: p.masked.Y[i], Digits: 4},
		{Name: "counted y", Help: message.New("BatchNorm's output in my row when the padding is counted"), Value: p.counted.Y[i], Digits: 4},
		{Name: "other shift", Help: message.New("by how much the output of a norm that takes each token by itself changes with the padding"), Value: p.filled.Y[i] - p.unpadded.Y[j], Digits: 4, Note: message.Verbatim(kindNames[l.contrast()])},
	}
}

// paddingShare is the part of the batch that is padding.
func (l *Lab) paddingShare() float64 {
	return 1 - float64(l.padded.masked.Count[0])/float64(l.padded.counted.Count[0])
}

// readPadded has the model read the padded sentences.
func (l *Lab) readPadded() bool {
	return l.data != fromModel ||
		l.obtain(&l.filled, activationsKey{of: forPadding, batch: l.batch, padding: l.padding, text: l.text}, l.padSentences)
}
