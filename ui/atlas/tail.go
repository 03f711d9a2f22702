package atlas

import (
	"logitarium/core/lm"
	"logitarium/ui/message"
	"logitarium/viz"
)

// tail draws the end of the way: logits, temperature and cuts, the next word.
func (c *canvas) tail(p plan, y int) {
	w := p.right - mainX
	v := c.view
	i, s := c.find(atSampling, 0)
	chosen := c.at == i
	c.stem(y, true, false)
	c.say(nameX, y, mainX-nameX, c.theme.Faint, "logits")
	if v != nil && v.next.Whole() {
		c.logits(mainX, y, w)
	}
	y++
	last := p.strip - 1
	if last-y > 4 { // room to breathe
		c.stem(y, false, false)
		y, last = y+1, last-1
	}
	last = min(last, y+7)
	c.chip(chipX, y, s.lab, chosen)
	c.stem(y, true, false)
	for row := y + 1; row < last; row++ {
		c.stem(row, false, false)
	}
	c.Stops[i] = Area{0, y, p.right, last - y + 1}
	if v != nil {
		c.sampling(p, y, last-y, chosen)
	}
	c.Set(stemX, last, c.glyph('▼', 'v'), c.theme.Measured)
	c.say(nameX, last, mainX-nameX, c.theme.Faint, "next word")
	if v != nil && v.certain && len(v.chosen.Order) > 0 {
		next := viz.Clean(string(c.lm.Tokens.Bytes(v.chosen.Order[0])))
		if v.chosen.Order[0] == c.lm.Tokens.End() {
			next = viz.Clean("<end>")
		}
		x := mainX + c.text(mainX, last, w-next.Width()-1, c.theme.FitTail(viz.Clean(c.Map.text), w-next.Width()-2), c.theme.Text)
		c.text(x, last, w, next, c.theme.Strong)
	}
	c.pulse(1, last)
}

// logits writes the highest.
func (c *canvas) logits(x, y, w int) {
	v := c.view
	end := x + w
	order := best(v.next.Logits, 6)
	for i, t := range order {
		text := viz.Cleanf("%s %.2f", c.name(t), v.next.Logits[t])
		if x+text.Width()+3 > end {
			break
		}
		st := c.theme.Faint
		if i == 0 {
			st = c.theme.Text
		}
		x += c.text(x, y, end-x, text, st) + 2
	}
	c.text(x, y, end-x, viz.Clean("…"), c.theme.Faint)
}

// best returns the tokens of the highest logits, the lower of two alike first.
func best(logits []float32, most int) []int {
	var top []int
	for t, z := range logits {
		if len(top) == most && !(z > logits[top[most-1]]) {
			continue
		}
		if len(top) < most {
			top = append(top, 0)
		}
		i := len(top) - 1
		for ; i > 0 && z > logits[top[i-1]]; i-- {
			top[i] = top[i-1]
		}
		top[i] = t
	}
	return top
}

// sampling draws what temperature and cuts make of the distribution, and the
// probability of the likeliest, large.
func (c *canvas) sampling(p plan, y, rows int, chosen bool) {
	v := c.view
	if c.silent != nil {
		return
	}
	for i, t := range []message.Text{message.New("T %.2f", v.by.temperature), cut("top-k", v.by.topK > 0, "%d", v.by.topK), cut("top-p", v.by.topP < 1, "%.2f", v.by.topP)} {
		if i < rows {
			c.text(nameX, y+i, mainX-nameX-1, c.print(t), c.mark(chosen, c.theme.Text))
		}
	}
	list := v.chosen.Order
	probs := func(t int) float64 { return v.chosen.P(t) }
	if !v.certain {
		list = nil
		byToken := map[int]float64{}
		for _, t := range v.next.Top {
			list, byToken[t.Token] = append(list, t.Token), t.P
		}
		probs = func(t int) float64 { return byToken[t] }
	}
	if len(list) == 0 {
		return
	}
	bigW, bigH := 17, min(rows, 3)
	if rows >= 5 && p.right-mainX >= 60 {
		bigW, bigH = 34, 5
	}
	bigX := p.right - bigW
	c.Put(bigX, y, viz.Big(viz.Size{W: bigW, H: bigH}, c.theme, viz.Cleanf("%.3f", probs(list[0])), c.theme.Strong))
	room := bigX - mainX - 1
	barW := room - 12
	if barW < 12 {
		barW = max(room-6, 3)
	}
	shown := min(len(list), rows)
	if v.certain && shown == rows && shown > 3 {
		shown--
	}
	for i, t := range list[:shown] {
		x := mainX + c.bar(mainX, y+i, barW, probs(t), c.theme.Measured) + 1
		word, st := viz.Clean(c.name(t)), c.theme.Text
		if i == 0 {
			st = c.theme.Strong
		}
		x += c.text(x, y+i, bigX-x-1, word, st) + 1
		if i > 0 && bigX-x-1 >= 5 {
			c.text(x, y+i, 5, viz.Cleanf("%.3f", probs(t)), c.theme.Faint)
		}
	}
	gone := c.print(message.New("%s cut", viz.Grouped(c.lm.Tokens.Size()-len(list))))
	if !v.certain {
		gone = c.print(message.New("%s not told, %.3f", viz.Grouped(c.lm.Tokens.Size()-len(list)), lm.Next{Top: v.next.Top}.Rest()))
	}
	if shown < rows {
		c.text(mainX, y+shown, room, gone, c.theme.Bad)
	}
}

// cut names a cut and its setting.
func cut(name string, on bool, format message.ID, value any) message.Text {
	if !on {
		return message.New("%v off", message.Label("knob", name))
	}
	return message.New("%v %v", message.Label("knob", name), message.New(format, value))
}

// drawCards draws what surrounds the model, with one fact each.
func (c *canvas) drawCards(p plan) {
	if len(c.cards) == 0 {
		return
	}
	first := len(c.Stops) - len(c.cards)
	room := p.strip - 1
	each := min(room/len(c.cards), 8)
	for i, card := range c.cards {
		y, s := 1+i*each, first+i
		chosen := c.at == s
		line := c.theme.Faint
		c.text(p.cardX-4, y, 3, viz.Cleanf("%c%[2]c%[2]c", c.glyph('◂', '<'), c.glyph('─', '-')), line)
		c.chip(p.cardX-1, y, card.index, chosen)
		info := c.labs[card.index].Info()
		x := p.cardX + 3 + c.text(p.cardX+3, y, p.cardW-4, c.print(message.New(info.Tab)), c.mark(chosen, c.theme.Strong))
		if info.Subject != lm.Subject(c.lm.Model) { // the fact is about another model
			c.text(x+1, y, p.cardX+p.cardW-x-1, viz.Clean(info.Subject), c.theme.Faint)
		}
		row, end := y+1, y+each
		asks := c.question(stop{lab: card.index})
		if each >= 6 {
			row += c.wrapped(p.cardX-1, row, p.cardW, 3, asks, c.theme.Faint)
			asks = message.New("Come here, and it is measured.")
		}
		c.wrapped(p.cardX-1, row, p.cardW, end-row, c.saysCard(card, asks), c.theme.Text)
		c.Stops[s] = Area{p.cardX - 1, y, p.cardW + 1, each}
	}
}

// strip draws what the chosen stop says.
func (c *canvas) strip(p plan) {
	c.Put(0, p.strip, viz.Rule(viz.Size{W: c.W, H: 1}, c.theme, viz.Safe{}))
	s := c.stop()
	title := c.tab(s)
	if s.kind == atText {
		title = message.New("the text")
	}
	x := 2
	c.text(x, p.strip, c.W-4, viz.Cleanf(" %s ", c.print(title)), c.theme.Accent)
	c.wrapped(1, p.strip+1, c.W-2, 2, c.says(s), c.theme.Text)
}
