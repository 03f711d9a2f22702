package atlas

import (
	"math"

	"logitarium/core/lens"
	"logitarium/core/lm"
	"logitarium/ui/message"
	"logitarium/viz"
)

// The map has this room, or it is a list.
const (
	leastW, leastH = 76, 21
	fixedRows      = 10 // of the way, beside its blocks
	stripRows      = 3  // what the chosen stop says
)

// Columns of the way.
const (
	chipX, stemX, nameX, mainX = 1, 5, 7, 19
)

// plan says where everything lies.
type plan struct {
	cardX, cardW int
	right        int // where the way ends
	strip        int // the row where it begins
	blocks       []int
	each         int // rows of a block
	streamW      int
	seesX, seesW int
	saysX, saysW int
}

func (c *canvas) plan() plan {
	p := plan{strip: c.H - stripRows}
	p.cardW = min(max(c.W*24/100, 22), 46)
	p.cardX = c.W - p.cardW - 1
	p.right = p.cardX - 5
	if len(c.cards) == 0 {
		p.right = c.W - 2
	}
	room := p.strip - fixedRows
	if c.lm.Network != nil {
		n := c.config().Layers
		shown := min(n, max(room/2, 1))
		if shown < n { // more of each of fewer
			shown = min(shown, max(room/5, 4))
		}
		p.blocks = make([]int, shown)
		for i := range p.blocks {
			if shown > 1 {
				p.blocks[i] = i * (n - 1) / (shown - 1)
			}
		}
		p.each = min(room/shown, 12)
		if tall := (room - 4) / shown; tall >= 4 { // the end of the way has some of it too
			p.each = min(tall, 12)
		}
	}
	w := p.right - mainX
	if p.each < 4 {
		p.saysW, p.seesW = 8, 6
		p.streamW = w - p.saysW - p.seesW - 2
	} else {
		p.streamW, p.seesW = w*33/100, w*31/100
		p.saysW = w - p.streamW - p.seesW - 4
	}
	p.seesX = mainX + p.streamW + 1
	p.saysX = p.seesX + p.seesW + 1
	if p.each >= 4 {
		p.seesX, p.saysX = p.seesX+1, p.saysX+2
	}
	return p
}

// headline says in the first row what the map is, in fewer words where it is
// narrow.
func (c *canvas) headline() {
	wordings := []viz.Safe{c.print(c.Headline())}
	if c.lm.Network != nil {
		wordings = append(wordings, c.print(message.New("A token's way through %s: %s numbers", c.subject(), viz.Grouped(c.config().Counts().Total()))), c.print(message.New("A token's way through %s", c.subject())))
	}
	c.text(1, 0, c.W-2, c.theme.FitFirst(c.W-2, wordings...), c.theme.Strong)
}

// way draws the map with all that is on it.
func (c *canvas) way() {
	p := c.plan()
	c.headline()
	y := 1
	y = c.head(p, y)
	for i, b := range p.blocks {
		c.block(p, y, i, b)
		y += p.each
	}
	c.tail(p, y)
	c.drawCards(p)
	c.strip(p)
}

// stem draws one cell of the way, which what is on it passes through.
func (c *canvas) stem(y int, node, thick bool) {
	st, r := c.theme.Faint, c.glyph('│', '|')
	switch {
	case node:
		st, r = c.theme.Measured, c.glyph('●', 'o')
	case thick:
		st, r = c.theme.Measured, c.glyph('┃', '|')
	}
	c.Set(stemX, y, r, st)
}

// pulse draws what goes down the way, while anything moves.
func (c *canvas) pulse(from, to int) {
	const perRow = beat
	if c.still || c.awake >= Rest || to <= from {
		return
	}
	const pause = 8 // rows' worth, between two
	at := from + int(c.moment/perRow)%(to-from+pause)
	if at <= to {
		c.Set(stemX, at, c.glyph('◆', '*'), c.theme.Strong)
	}
}

// head draws the text, its tokens and their places.
func (c *canvas) head(p plan, y int) int {
	a := c.Map
	chosen := a.Typing()
	w := p.right - mainX
	c.stem(y, true, false)
	c.text(nameX, y, mainX-nameX, c.print(message.New("text")), c.mark(chosen, c.theme.Faint))
	c.Drawing.Text = Area{mainX, y, w, 1}
	text := c.theme.FitTail(viz.Clean(a.text), w-5)
	x := mainX + c.text(mainX, y, w-4, text, c.theme.Strong) + 1
	c.Fill(x, y, 4, 1, c.glyph('▁', '_'), c.theme.Accent)
	c.Stops[0] = Area{0, y, p.right, 1}

	y++
	c.stem(y, false, false)
	c.say(nameX, y, mainX-nameX, c.theme.Faint, "tokens")
	if a.view != nil {
		c.tokens(mainX, y, w)
	}

	y++
	i, s := c.find(atPosition, 0)
	if i < 0 {
		return y
	}
	chosen = a.at == i
	c.chip(chipX, y, s.lab, chosen)
	c.stem(y, true, false)
	c.say(nameX, y, mainX-nameX-1, c.mark(chosen, c.theme.Text), "+ position")
	c.Stops[i] = Area{0, y, p.right, 1}
	if a.view != nil && a.view.look != nil {
		l := a.view.look
		long, short := message.New("word %.2f + place %.2f = %.2f long", l.Word, l.Place, l.Start), message.New("word %.2f + place %.2f = %.2f", l.Word, l.Place, l.Start)
		if l.Place == 0 {
			long = message.New("word %.2f long; no place is added", l.Word)
			short = long
		}
		c.text(mainX, y, w, c.theme.FitFirst(w, c.print(long), c.print(short)), c.theme.Text)
	}
	y++
	c.stem(y, false, false)
	if p.each > 0 {
		c.say(mainX, y, p.streamW, c.theme.Faint, "stream, 0 to %.0f", c.scale())
		if p.each >= 4 {
			c.text(p.seesX, y, p.seesW, c.print(message.Count(c.config().Heads, "one head reads", "%d heads read", c.config().Heads)), c.theme.Faint)
			c.say(p.saysX, y, p.saysW, c.theme.Faint, "would say now")
		} else {
			c.say(p.seesX, y, p.seesW, c.theme.Faint, "sees")
			c.say(p.saysX, y, p.saysW, c.theme.Faint, "says")
		}
	}
	return y + 1
}

// tokens draws the pieces of the text, the last ones where not all fit.
func (c *canvas) tokens(x, y, w int) {
	v := c.view
	labels := lm.Labels(c.lm.Tokens, v.tokens)
	count := c.print(message.Count(len(v.tokens), "one token", "%d tokens", len(v.tokens)))
	room, first := w-count.Width()-3, len(labels)
	ids := 0
	for _, id := range v.tokens {
		ids += viz.Cleanf(" %d", id).Width()
	}
	width := func(i int) int { return c.theme.Show(viz.Clean(labels[i])).Width() + 1 }
	all := 0
	for i := range labels {
		all += width(i)
	}
	numbered := all+ids+2*len(labels) <= room
	for used := 2; first > 0 && used+width(first-1) <= room; first-- {
		used += width(first - 1)
	}
	if all <= room {
		first = 0
	}
	end := x + w
	if first > 0 {
		x += c.text(x, y, 2, viz.Clean("…"), c.theme.Faint) + 1
	}
	for i := first; i < len(labels); i++ {
		x += c.text(x, y, end-x, viz.Clean(labels[i]), c.theme.Measured)
		if numbered {
			x += c.text(x, y, end-x, viz.Cleanf(" %d  ", v.tokens[i]), c.theme.Faint)
		} else if i < len(labels)-1 {
			x += c.text(x, y, end-x, c.theme.Show(viz.Clean("·")), c.theme.Faint)
		}
	}
	c.text(x+2, y, end-x-2, count, c.theme.Faint)
}

// find returns a stop and its index, -1 if there is none.
func (a *Map) find(k kind, block int) (int, stop) {
	for i, s := range a.stops() {
		if s.kind == k && s.block == block {
			return i, s
		}
	}
	return -1, stop{lab: -1}
}

// scale is the end of the axis of the stream: a round number, so that it stays
// when the text changes a little.
func (a *Map) scale() float64 {
	most := 1.0
	if a.view != nil && a.view.look != nil {
		for _, b := range a.view.look.Blocks {
			if !math.IsInf(b.RMS, 0) {
				most = max(most, b.RMS)
			}
		}
	}
	return viz.RoundUp(most)
}

// block draws what one block does.
func (c *canvas) block(p plan, y, place, b int) {
	i, s := c.find(atBlock, b)
	chosen := c.at == i
	chipped := 1
	if p.each < 2 {
		chipped = 0
	}
	if place < 2 || chosen {
		c.chip(chipX, y+chipped, s.lab, chosen)
	}
	for row := range p.each {
		c.stem(y+row, false, true)
	}
	c.Stops[i] = Area{0, y, p.right, p.each}
	name := message.New("block %d", b+1)
	if len(p.blocks) < c.config().Layers {
		name = message.New("block %d of %d", b+1, c.config().Layers)
	}
	c.text(nameX, y, mainX-nameX-1, c.print(name), c.mark(chosen, c.theme.Text))
	v := c.view
	if v == nil || v.look == nil {
		return
	}
	block := v.look.Blocks[b]
	if p.each < 4 {
		c.narrow(p, y, block, chosen)
	} else {
		c.wide(p, y, place, block)
	}
}

// narrow draws a block in two rows.
func (c *canvas) narrow(p plan, y int, b lens.Block, chosen bool) {
	number := viz.Cleanf("%.2f", b.RMS)
	x := mainX + c.bar(mainX, y, p.streamW-number.Width()-1, b.RMS/c.scale(), c.theme.Measured)
	c.text(x+1, y, p.seesX-x, number, c.theme.Strong)
	_, at, share := b.Strongest()
	labels := lm.Labels(c.lm.Tokens, c.view.tokens)
	c.text(p.seesX, y, p.seesW, viz.Clean(labels[at]), c.theme.Second)
	c.text(p.saysX, y, p.saysW, viz.Clean(c.name(b.Says[0].Token)), c.theme.Strong)
	if p.each < 2 {
		return
	}
	adds := c.print(message.New("attention +%.1f, MLP +%.1f", b.Attention, b.MLP))
	c.text(nameX, y+1, p.seesX-nameX-1, adds, c.theme.Faint)
	c.text(p.seesX, y+1, p.seesW, viz.Cleanf("%.2f", share), c.theme.Faint)
	c.text(p.saysX, y+1, p.saysW, viz.Cleanf("%.2f", b.Says[0].P), c.theme.Faint)
}

// wide draws a block in four rows or more: the stream as an area, all heads, and
// the likeliest words.
func (c *canvas) wide(p plan, y, place int, b lens.Block) {
	rows := p.each - 1
	c.say(nameX, y+1, mainX-nameX-1, c.theme.Faint, "norm")
	if rows >= 4 {
		c.say(nameX, y+2, mainX-nameX-1, c.theme.Faint, "attention")
	}
	c.say(nameX, y+rows-1, mainX-nameX-1, c.theme.Faint, "MLP")
	x := mainX + c.text(mainX, y, p.streamW, viz.Cleanf("%.2f", b.RMS), c.theme.Strong)
	c.say(x+1, y, mainX+p.streamW-x-1, c.theme.Faint, "rms")
	const adds = 7 // cells, for what is added
	for row := 1; row < rows; row++ {
		x = mainX + c.bar(mainX, y+row, p.streamW-adds, b.RMS/c.scale(), c.theme.Measured) + 1
	}
	if rows >= 4 {
		c.text(x, y+2, adds-1, viz.Cleanf("+%.1f", b.Attention), c.theme.Faint)
	}
	c.text(x, y+rows-1, adds-1, viz.Cleanf("+%.1f", b.MLP), c.theme.Faint)
	c.heads(p, y, rows, b)
	if place == len(p.blocks)-1 {
		c.under(p, y+rows)
	}
	wordW := min(max(p.saysW*2/5, 8), 16)
	for row, g := range b.Says[:min(rows, len(b.Says))] {
		word, st := c.theme.Faint, c.theme.Faint
		if row == 0 {
			word, st = c.theme.Strong, c.theme.Measured
		}
		c.text(p.saysX, y+row, wordW-1, viz.Clean(c.name(g.Token)), word)
		barW := p.saysW - wordW - 5
		x := p.saysX + wordW + c.bar(p.saysX+wordW, y+row, barW, g.P, st)
		if row == 0 || p.saysW >= 30 {
			c.text(x+1, y+row, 4, viz.Cleanf("%.2f", g.P), word)
		}
	}
}

// heads draws how much each head reads at each token, and the number of the
// strongest on it.
func (c *canvas) heads(p plan, y, rows int, b lens.Block) {
	if len(b.Heads) == 0 || p.seesW < 4 {
		return
	}
	t := len(b.Heads[0])
	values := make([]float64, 0, len(b.Heads)*t)
	for _, row := range b.Heads {
		for _, w := range row {
			values = append(values, float64(w))
		}
	}
	if n := len(b.Heads); rows > n { // all heads alike
		rows = rows / n * n
	}
	size := viz.Size{W: p.seesW, H: rows}
	if t <= size.W {
		size.W = size.W / t * t
	}
	c.Put(p.seesX, y, viz.Heat(size, c.theme, viz.HeatMap{
		Values: values, Cols: t, Scale: viz.Sequential, Range: &[2]float64{0, 1}, Bare: true, Reduce: viz.Extreme}))
	head, at, share := b.Strongest()
	cell := size.W / t
	if cell < 3 || rows < len(b.Heads) {
		return
	}
	x, row := p.seesX+at*cell, y+head*rows/len(b.Heads)
	under := c.Row(row)[x]
	ground := under.Bg
	if under.Rune != ' ' {
		ground = under.Fg
	}
	st := viz.Style{Bg: ground, Fg: inkOn(ground), Attr: viz.Bold}
	if len(c.theme.Sequential) == 0 || c.theme.Glyphs == viz.ASCII {
		st = c.theme.Strong
	} else {
		c.Fill(x, row, cell, 1, ' ', st)
	}
	c.text(x, row, cell, viz.Clean(viz.Cleanf("%.2f", share).String()[1:]), st)
	if share >= 0.995 {
		c.text(x, row, cell, viz.Clean("1.0"), st)
	}
}

// inkOn is black or white, whichever is read better on a colour.
func inkOn(c viz.Color) viz.Color {
	r, g, b := float64(c>>16&0xff), float64(c>>8&0xff), float64(c&0xff)
	if float64(0.299*r)+float64(0.587*g)+float64(0.114*b) > 128 {
		return viz.RGB(0, 0, 0)
	}
	return viz.RGB(255, 255, 255)
}

// under names the tokens under the heads of the last block.
func (c *canvas) under(p plan, y int) {
	labels := lm.Labels(c.lm.Tokens, c.view.tokens)
	cell := p.seesW / len(labels)
	if cell < 3 {
		c.say(p.seesX, y, p.seesW, c.theme.Faint, "the tokens, from left")
		return
	}
	_, at, _ := c.view.look.Blocks[c.config().Layers-1].Strongest()
	for i, label := range labels {
		st := c.theme.Faint
		if i == at {
			st = c.theme.Second
		}
		c.text(p.seesX+i*cell, y, cell-1, viz.Clean(label).Cut(cell-1), st)
	}
}
