package atlas

import (
	"logitarium/core/lm"
	"logitarium/ui/message"
	"logitarium/viz"
)

// row is a stop in a list: what it is called, and what is found there.
type row struct {
	name, fact message.Text
}

// rows are the stops as a list.
func (a *Map) rows() []row {
	list := make([]row, 0, len(a.cards)+8)
	v := a.view
	for _, s := range a.stops() {
		var r row
		switch s.kind {
		case atText:
			r = row{message.New("text"), message.Verbatim(a.text)}
		case atPosition:
			r.name = message.New("+ position")
			if v != nil && v.look != nil {
				r.fact = message.New("word %.2f + place %.2f = %.2f long", v.look.Word, v.look.Place, v.look.Start)
				if v.look.Place == 0 {
					r.fact = message.New("word %.2f long; no place is added", v.look.Word)
				}
			}
		case atBlock:
			r.name = message.New("block %d", s.block+1)
			if v != nil && v.look != nil {
				b := v.look.Blocks[s.block]
				_, at, share := b.Strongest()
				r.fact = message.New("says %q %.2f, sees %q %.2f",
					a.name(b.Says[0].Token), b.Says[0].P, lm.Labels(a.lm.Tokens, v.tokens)[at], share)
			}
		case atSampling:
			r.name = message.New("next word")
			if v != nil {
				r.fact = a.next(v)
			}
		case atCard:
			r.name = message.New(a.labs[s.lab].Info().Tab)
			r.fact = a.saysCard(s.card, a.question(s))
		}
		list = append(list, r)
	}
	return list
}

// next says what comes next, as far as it is known.
func (a *Map) next(v *way) message.Text {
	switch {
	case a.silent != nil:
		return message.New("not told by this model")
	case v.certain && len(v.chosen.Order) > 0:
		best := v.chosen.Order[0]
		if left := len(v.chosen.Order); left > 1 {
			return message.New("%q %.3f, one of %s left at T %.2f", a.name(best), v.chosen.P(best), viz.Grouped(left), v.by.temperature)
		}
		return message.New("%q %.3f, alone left at T %.2f", a.name(best), v.chosen.P(best), v.by.temperature)
	case len(v.next.Top) > 0:
		return message.New("%q %.3f at T 1, before any cut", a.name(v.next.Top[0].Token), v.next.Top[0].P)
	}
	return message.Text{}
}

// list draws the stops one under the other, those around the chosen one where
// not all fit.
func (c *canvas) list() {
	const nameX, factX = 5, 17
	y := 0
	if c.H > 4 {
		c.headline()
		y = 1
	}
	rows, stops := c.rows(), c.Map.stops()
	said := 0 // rows of the rule and what is said of the chosen stop
	if c.H >= 9 {
		const least, most = 3, 5
		said = max(least, min(c.H-y-len(rows), most))
	}
	room := max(c.H-y-said, 1)
	first := min(max(c.at-room/2, 0), max(len(rows)-room, 0))
	for i := first; i < min(len(rows), first+room); i++ {
		chosen := i == c.at
		c.chip(1, y, stops[i].lab, chosen)
		if chosen {
			c.text(nameX-1, y, 1, viz.Clean("▸"), c.theme.Accent)
		}
		c.text(nameX, y, factX-nameX-1, c.print(rows[i].name), c.mark(chosen, c.theme.Text))
		c.text(factX, y, c.W-factX-1, c.print(rows[i].fact), c.mark(chosen, c.theme.Faint))
		c.Stops[i] = Area{0, y, c.W, 1}
		if i == 0 {
			c.Drawing.Text = Area{factX, y, max(c.W-factX-1, 1), 1}
		}
		y++
	}
	if said > 0 {
		y = c.H - said
		c.Put(0, y, viz.Rule(viz.Size{W: c.W, H: 1}, c.theme, viz.Safe{}))
		c.wrapped(1, y+1, c.W-2, said-1, c.says(c.stop()), c.theme.Text)
	}
}
