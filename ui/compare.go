package ui

import (
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

func (m *Model) comparing() bool {
	p := m.here()
	return p != nil && p.pinned != nil
}

// compare pins the open lab as A and opens a twin of it as B, or ends the
// comparison. A keeps everything that it has drawn or learnt; B draws and learns
// it again.
func (m *Model) compare() {
	p := m.here()
	if p.pinned != nil {
		p.pinned = nil
		return
	}
	twinned, ok := p.lab.(lab.Twinned)
	if !ok {
		m.say("%s can't be compared", m.words(p.lab.Info().Tab))
		return
	}
	b := twinned.Twin()
	lab.Speak(b, m.options.Printer.Language)
	if err := lab.Turn(b, lab.Assignments(p.lab)); err != nil {
		m.complain(err)
		return
	}
	m.clock.Stop()
	p.axes = &lab.Axes{}
	for _, l := range []lab.Lab{p.lab, b} {
		goOn(l) // A too: both must come equally far
	}
	p.pinned, p.lab = p.lab, b
	p.shown = [2]lastShown{{}, p.shown[0]}
	p.refresh()
	m.say("this is A; turn a knob and see B beside it; c ends the comparison")
}

// drawComparison draws A and B, the chosen knob, and how the readings differ.
func (m *Model) drawComparison(c *canvas, l layout) {
	p := m.here()
	sides := []struct {
		name  string
		lab   lab.Lab
		rect  rect
		index int
	}{{"A", p.pinned, l.picture, pinnedLab}, {"B", p.lab, l.pictB, openLab}}
	pictures := p.drawBoth(m.frame(l.picture.under(1).size()), m.frame(l.pictB.under(1).size()))
	for i, s := range sides {
		head := s.rect.row(0)
		w := c.text(head.x, head.y, head.w, viz.Clean(s.name), c.theme.Accent)
		c.text(head.x+w+2, head.y, head.w-w-2, m.print(m.apart(s.lab, p)), c.theme.Strong)
		r := s.rect.under(1)
		c.grid.Put(r.x, r.y, pictures[i])
		c.spot(r, onPicture, s.index)
	}
	c.spot(l.strip, onPanel, 0)
	d, ok := m.differences()
	if !ok {
		at, _ := p.uneven()
		c.grid.Put(l.differences.x, l.differences.y, viz.Paragraph(l.differences.size(), c.theme, m.print(at), c.theme.Text))
		return
	}
	m.drawDifferences(c, l.differences, d)
}

// drawBoth draws A and B into their frames, on the same axes. Their ranges are
// known only when both are drawn, so both are drawn again if one was too short.
func (p *perLab) drawBoth(a, b lab.Frame) (pictures [2]viz.Grid) {
	if !lab.ProgressOf(p.pinned).Stale && !lab.ProgressOf(p.lab).Stale {
		p.axes = &lab.Axes{} // else the side that is drawn keeps the axes of both
	}
	a.Axes, b.Axes = p.axes, p.axes
	p.axes.Settle(func() {
		pictures[0] = p.lastShown(p.pinned).view(p.pinned, a)
		pictures[1] = p.lastShown(p.lab).view(p.lab, b)
	})
	return pictures
}

// apart lists the values of those knobs that differ between A and B, as the
// knobs show them; a text whole.
func (m *Model) apart(l lab.Lab, p *perLab) message.Text {
	var out []message.Text
	a, b := lab.Knobs(p.pinned), lab.Knobs(p.lab)
	for i, k := range lab.Knobs(l) {
		if a[i].Setting.String() != b[i].Setting.String() {
			shown := k.Setting.String()
			if _, isText := k.Setting.(lab.Text); !isText {
				shown = strings.TrimSpace(k.Setting.Show(m.options.Printer))
			}
			out = append(out, knobAt(k, shown))
		}
	}
	if out == nil {
		return message.New("the same settings")
	}
	return message.Series(out...)
}

// knobAt is a knob with its value.
func knobAt(k lab.Knob, value string) message.Text {
	return message.New("%v %v", message.Label("knob", k.Name), message.Verbatim(viz.Clean(value).String()))
}
