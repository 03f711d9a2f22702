package gpt

import (
	"logitarium/core/family"
	"logitarium/viz"
)

// wiringRows is how high the picture of a block is: its name, a row of boxes,
// and below them the way that goes past them.
const wiringRows = 6

// wired is a box on the stream of a block, or the sum behind it.
type wired struct {
	name, detail viz.Safe
	changed      bool
	branch, sum  bool
}

// wires lists what a token meets in a block, in its order.
func (p *poster) wires(m family.Model, changed map[string]bool) []wired {
	b, s := m.Block, m.Shape
	norm := wired{name: p.say("norm"), detail: p.fact(b.NormKind.Text), changed: changed["norm"] || changed["norm place"]}
	attention := wired{name: p.say("attention"), detail: p.fact(b.Attention.Text), changed: changed["attention"] || changed["KV heads"]}
	mlp := wired{name: p.say("MLP, %v", p.fact(b.Activation.Text)), detail: p.fact(b.MLP.Text), changed: changed["MLP"] || changed["activation"]}
	var all []wired
	for _, part := range []wired{attention, mlp} {
		all = append(all, wired{branch: true})
		if !s.PostLN {
			all = append(all, norm)
		}
		all = append(all, part)
		if s.Sandwich {
			all = append(all, norm)
		}
		all = append(all, wired{sum: true})
		if s.PostLN {
			all = append(all, norm)
		}
	}
	return all
}

// pictures says whether both blocks are drawn first, with a list of what changed
// below them: where both are known, and there is the room.
func (p *poster) pictures(older, newer family.Model, changed []aspects) bool {
	if older.Shape == nil || newer.Shape == nil || p.room() < 2*wiringRows+len(changed) {
		return false
	}
	return max(p.wiringWidth(older, 0), p.wiringWidth(newer, 0)) <= p.g.W
}

// drawWirings draws the blocks of two models, one below the other.
func (p *poster) drawWirings(x int, older, newer family.Model, differences []aspects) {
	changed := map[string]bool{}
	for _, a := range differences {
		changed[a.name] = true
	}
	pad := 1 // blanks on either side of what stands in a box
	if x+max(p.wiringWidth(older, pad), p.wiringWidth(newer, pad)) > p.g.W {
		pad = 0
	}
	p.wiring(x, older, changed, pad)
	p.gap(wiringRows + len(differences))
	p.wiring(x, newer, changed, pad)
}

// wirings draws the blocks of two models below what is said of them, or, where
// there is no room below and it is wide, to the right of it, from the row top on.
func (p *poster) wirings(older, newer family.Model, differences []aspects, top int) {
	if older.Shape == nil || newer.Shape == nil {
		return
	}
	const beside = 70 // where they begin to the right of lists, which are narrower
	x, below := 0, p.y
	switch {
	case p.room() >= 2*wiringRows:
		p.y++
	case p.g.W >= 2*beside+20:
		x, p.y = beside, top
	default:
		return
	}
	p.drawWirings(x, older, newer, differences)
	p.y = max(p.y, below)
}

// The cells of a wiring between boxes, and of a mark on the stream.
const wire, mark = 2, 1

// wiringWidth is how wide a block is drawn.
func (p *poster) wiringWidth(m family.Model, pad int) int {
	width := mark + wire + 1 // the x it begins with, and its end
	for _, w := range p.wires(m, nil) {
		width += wire
		if w.branch || w.sum {
			width += mark
		} else {
			width += p.boxWidth(w, pad)
		}
	}
	return width
}

// boxWidth is that of a box with its sides.
func (p *poster) boxWidth(w wired, pad int) int {
	return max(p.t.Show(w.name).Width(), p.t.Show(w.detail).Width()) + 2 + 2*pad
}

// wiring draws the way through a block from left to right. The stream goes past
// the boxes below them, and what they add is added to it.
func (p *poster) wiring(x int, m family.Model, changed map[string]bool, pad int) {
	p.g.Text(x, p.y, p.t.Fit(p.say("A block of %s, of %d", m.Name, m.Shape.Layers), p.g.W-x), p.t.Strong)
	p.y++
	t, from := p.t, 0
	line, up, down := glyph(t, '─', '-'), glyph(t, '│', '|'), glyph(t, '└', '+')
	p.g.Text(x, p.y+1, viz.Clean("x"), t.Strong)
	x++
	for _, w := range p.wires(m, changed) {
		p.g.Fill(x, p.y+1, wire, 1, line, t.Measured)
		x += wire
		switch {
		case w.branch:
			from = x
			p.g.Set(x, p.y+1, glyph(t, '┬', '+'), t.Measured)
			x++
		case w.sum:
			p.g.Set(x, p.y+1, '+', t.Strong)
			for y := 2; y < wiringRows-2; y++ {
				p.g.Set(x, p.y+y, up, t.Measured)
				p.g.Set(from, p.y+y, up, t.Measured)
			}
			p.g.Fill(from, p.y+wiringRows-2, x-from, 1, line, t.Measured)
			p.g.Set(from, p.y+wiringRows-2, down, t.Measured)
			p.g.Set(x, p.y+wiringRows-2, glyph(t, '┘', '+'), t.Measured)
			x++
		default:
			st := t.Faint
			if w.changed {
				st = t.Strong
			}
			width := p.boxWidth(w, pad)
			p.g.Put(x, p.y, viz.Box(viz.Size{W: width, H: wiringRows - 2}, t, viz.Safe{}, st))
			p.g.Text(x+1+pad, p.y+1, w.name, st)
			p.g.Text(x+1+pad, p.y+2, w.detail, st)
			x += width
		}
	}
	p.g.Fill(x, p.y+1, wire, 1, line, t.Measured)
	p.g.Set(x+wire, p.y+1, glyph(t, '▸', '>'), t.Measured)
	p.y += wiringRows - 1
}
