package ui

import (
	"cmp"
	"slices"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// differences are the readings of A beside those of B, those that differ first.
type differences struct {
	at     message.Text // how far both have come; "" where that does not matter
	pairs  [][2]lab.Reading
	differ int // how many of the pairs, from the first on, differ
}

// level is what A and B read when they last stood at the same step.
type level struct {
	at   message.Text
	a, b []lab.Reading
}

// differences compares A and B. While one is ahead of the other it returns the
// last comparison at a common step, so that the table stands still while they
// take turns; ok is false if there was none.
func (m *Model) differences() (d differences, ok bool) {
	p := m.here()
	if _, uneven := p.uneven(); !uneven {
		p.level = &level{p.at(), p.lastShown(p.pinned).numbers(p.pinned), p.lastShown(p.lab).numbers(p.lab)}
	}
	if p.level == nil {
		return differences{}, false
	}
	d.at = p.level.at
	d.pairs, d.differ = differingFirst(pairs(m.covers.hide(p.level.a), m.covers.hide(p.level.b)))
	return d, true
}

// pairs puts readings of the same name beside each other: first A's, in their
// order, then those that only B has. Which there are can depend on the knobs.
func pairs(a, b []lab.Reading) [][2]lab.Reading {
	var list [][2]lab.Reading
	named := func(readings []lab.Reading, name string) (lab.Reading, bool) {
		i := slices.IndexFunc(readings, func(r lab.Reading) bool { return r.Name == name })
		if i < 0 {
			return lab.Reading{Name: name, Undefined: message.New("not read here")}, false
		}
		return readings[i], true
	}
	for _, r := range a {
		other, _ := named(b, r.Name)
		list = append(list, [2]lab.Reading{r, other})
	}
	for _, r := range b {
		if other, both := named(a, r.Name); !both {
			list = append(list, [2]lab.Reading{other, r})
		}
	}
	return list
}

// draw lists the differences, in two columns where one is too short for all.
func (m *Model) drawDifferences(c *canvas, r rect, d differences) {
	if r.h < 1 || r.w < 1 {
		return
	}
	parts := []rect{r}
	const gap = 4
	if half := (r.w - gap) / 2; len(d.pairs) > r.h-1 && m.widthOf(d, 2*(r.h-1)) <= half {
		parts = []rect{{r.x, r.y, half, r.h}, {r.x + half + gap, r.y, half, r.h}}
	}
	room := len(parts) * (r.h - 1) // a row is the header
	list := d.pairs
	if len(list) > room && r.h > 2 {
		list = list[:room-1] // and the last one says what is left out
	}
	rest := len(d.pairs) - len(list)
	for i, part := range parts {
		from := min(i*(r.h-1), len(list))
		m.drawColumn(c, part, d.at, list[from:min(from+r.h-1, len(list))])
	}
	if rest > 0 {
		text := m.words("… %d more, all the same", rest)
		if hidden := d.differ - len(list); hidden > 0 {
			text = m.words("… %d more differ: ? lists all", hidden)
		}
		end := parts[len(parts)-1]
		c.text(end.x, end.y+end.h-1, end.w, text, c.theme.Faint)
	}
}

// drawColumn lists some of the pairs under a header.
func (m *Model) drawColumn(c *canvas, r rect, at message.Text, pairs [][2]lab.Reading) {
	if at.Empty() {
		at = message.New("reading")
	}
	t := viz.TableData{
		Columns: []viz.Column{{Left: true}, {}, {}, {}, {Left: true, Spare: true}},
		// The header is a row, because a rule under it would cost another one.
		Rows: []viz.TableRow{{Style: c.theme.Faint, Cells: []viz.Safe{
			m.print(at), viz.Clean("A"), viz.Clean("B"), viz.Clean("B − A"), {},
		}}},
	}
	for _, pair := range pairs {
		t.Rows = append(t.Rows, viz.TableRow{Cells: append(m.cells(pair), m.words(cmp.Or(pair[1].Unit, pair[0].Unit)))})
	}
	c.grid.Put(r.x, r.y, viz.Table(r.size(), c.theme, t))
}

// cells are the name, A, B and B − A.
func (m *Model) cells(pair [2]lab.Reading) []viz.Safe {
	a, b := pair[0], pair[1]
	return []viz.Safe{m.print(message.Label("reading", a.Name)), m.print(number(a)), m.print(number(b)), m.print(difference(a, b))}
}

// width is how many cells the first n pairs need beside each other, without
// their units.
func (m *Model) widthOf(d differences, n int) int {
	const between = 2
	widest := [4]int{m.print(d.at).Width()}
	for _, pair := range d.pairs[:min(n, len(d.pairs))] {
		for i, cell := range m.cells(pair) {
			widest[i] = max(widest[i], cell.Width())
		}
	}
	return widest[0] + widest[1] + widest[2] + widest[3] + 3*between
}

// compared is a row in words.
func compared(pair [2]lab.Reading) message.Text {
	a, b := pair[0], pair[1]
	valueA, valueB := value(a), value(b)
	switch d, is := subtract(a, b); is {
	case same:
		return message.New("A %v, B %v: the same", valueA, valueB)
	case different:
		return message.New("A %v, B %v: B − A = %s", valueA, valueB, signed(d))
	default:
		return message.New("A %v, B %v", valueA, valueB)
	}
}

// differingFirst sorts pairs of readings: those that differ, those without a
// value on one side, those that are the same. It returns how many of the first
// two kinds there are.
func differingFirst(list [][2]lab.Reading) (sorted [][2]lab.Reading, differ int) {
	rank := func(p [2]lab.Reading) int {
		switch {
		case !p[0].Undefined.Empty() && !p[1].Undefined.Empty():
			return 2
		case !p[0].Undefined.Empty() || !p[1].Undefined.Empty():
			return 1
		case equal(p[0], p[1]):
			return 2
		}
		return 0
	}
	sorted = slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b [2]lab.Reading) int { return cmp.Compare(rank(a), rank(b)) })
	for _, p := range list {
		if rank(p) < 2 {
			differ++
		}
	}
	return sorted, differ
}
