package position

import (
	"slices"

	"logitarium/core/position"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// unique shows how well an encoding tells positions apart.
type unique struct {
	s       settings
	rows    int
	p, q    int       // the closest two positions
	least   float64   // and their distance
	curve   []float64 // distance over the offset; of a learned table from position p to each other
	from    float64   // x of the first value
	pair    table     // the closest two rows
	typical float64   // the mean of the curve
	next    float64   // distance to the next position
	remedy  remedy    // if the closest two are nearly one
}

func newUnique(s settings, own table) unique {
	u := unique{s: s, rows: s.positions}
	if s.scheme == learned {
		return u.learned(own)
	}
	u.s.layout = int(position.Interleaved) // distances are the same in both; so is the picture
	pe := u.s.sinusoid(s.dModel)
	offset, least := pe.Nearest(s.positions)
	u.q, u.least, u.from = offset, least, 1
	t := pe.Table(0, s.positions)
	for k := 1; k < s.positions; k++ {
		u.curve = append(u.curve, position.Distance(t.Row(0), t.Row(k)))
	}
	u.next, u.typical = u.curve[0], mean(u.curve)
	u.pair = table{Rows: 2, Cols: s.dModel, Data: slices.Concat(t.Row(0), t.Row(offset))}
	if u.nearlyOne() {
		u.remedy = newRemedy(u.s)
	}
	return u
}

// nearlyOne reports whether two positions that are no neighbours are much closer
// than neighbours are.
func (u unique) nearlyOne() bool { return nearlyOne(u.q, u.least, u.next) }

func nearlyOne(apart int, least, next float64) bool { return apart > 1 && least < next/4 }

// remedy says which turns of a knob take apart the positions of a sinusoid that
// are nearly one.
type remedy struct{ dims, larger, smaller bool }

// newRemedy tries them: what helps depends on the other knobs. One pair turns by
// 1 rad a step in every base, in base 1 all pairs do, and of two pairs one stands
// still in a large base.
func newRemedy(s settings) (r remedy) {
	separate := func(dims, base int) bool {
		s.dModel, s.base = dims, base
		pe := s.sinusoid(dims)
		apart, least := pe.Nearest(s.positions)
		t := pe.Table(0, 2)
		return !nearlyOne(apart, least, position.Distance(t.Row(0), t.Row(1)))
	}
	dims, base := s.dModel, s.base
	for d := 2 * dims; d <= mostDims && base > 1 && !r.dims; d *= 2 {
		r.dims = separate(d, base)
	}
	for b := 2 * base; b <= mostBase && dims > 2 && !r.larger; b *= 2 {
		r.larger = separate(dims, b)
	}
	for b := base / 2; b >= 1 && dims > 2 && !r.larger && !r.smaller; b /= 2 {
		r.smaller = separate(dims, b)
	}
	return r
}

// say is empty if none of them helps.
func (r remedy) say(s settings) message.Text {
	switch {
	case r.larger && s.base == 1:
		return message.New("A larger base separates them: here all pairs turn alike.")
	case r.dims && s.dModel == 2:
		return message.New("More dimensions separate them: one pair turns as fast in every base.")
	case r.dims && r.larger:
		return message.New("More dimensions or a larger base separate them.")
	case r.dims && r.smaller:
		return message.New("More dimensions or a smaller base separate them.")
	case r.dims:
		return message.New("More dimensions separate them.")
	case s.dModel == 2 && s.base == 1:
		return message.New("More dimensions and a larger base together separate them.")
	}
	return message.Text{}
}

func (u unique) learned(own table) unique {
	u.rows = min(u.s.positions, own.Rows)
	if u.rows < 2 {
		return u
	}
	first := table{Rows: u.rows, Cols: own.Cols, Data: own.Data[:u.rows*own.Cols]}
	u.p, u.q, u.least = first.Nearest()
	here := min(u.s.position, u.rows-1)
	u.from = -float64(here)
	for q := range u.rows {
		u.curve = append(u.curve, position.Distance(first.Row(here), first.Row(q)))
	}
	u.next = u.curve[max(here-1, min(here+1, u.rows-1))]
	u.typical = mean(u.curve)
	u.pair = table{Rows: 2, Cols: own.Cols, Data: slices.Concat(first.Row(u.p), first.Row(u.q))}
	return u
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

func (u unique) draw(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	title := f.Say("distance over the offset")
	if u.s.scheme == learned {
		title = f.Say("distance from position %d", min(u.s.position, u.rows-1))
	}
	x, values := u.offsets(f)
	c := viz.LineChart{
		X: x, XName: f.Say("offset k"),
		Series: []viz.Line{{Name: title, Values: values}},
		Y:      f.Span("distance", u.curve),
		Marks:  []viz.LineMark{{X: float64(u.s.offset), Label: viz.Clean("k"), Held: true}},
	}
	switch {
	case u.s.scheme == learned:
	case u.q == u.s.offset:
		c.Marks[0].Label = f.Say("k, closest")
	default:
		c.Marks = append(c.Marks, viz.LineMark{X: float64(u.q), Label: f.Say("closest")})
	}
	strip := 0
	if g.H >= 14 {
		strip = 5
		u.strip(g, f, g.H-strip+1)
	}
	g.Put(0, 0, viz.Lines(viz.Size{W: g.W, H: g.H - strip}, f.Theme, c))
	return g
}

// offsets is the axis of the curve, and the curve with gaps where the axis goes
// on: for a picture beside it that needs more of it.
func (u unique) offsets(f lab.Frame) (x [2]float64, values []float64) {
	low, high := u.from, u.from+float64(len(u.curve)-1)
	x[0], x[1] = f.Axis("offset", low, high)
	before := lab.Padded(nil, int(low-x[0]))
	return x, lab.Padded(slices.Concat(before, u.curve), int(x[1]-x[0])+1)
}

// strip draws the closest two rows, one above the other, from row y on.
func (u unique) strip(g viz.Grid, f lab.Frame, y int) {
	t := f.Theme
	g.Text(0, y, t.Fit(f.Say("positions %d and %d, all dimensions", u.p, u.q), g.W), t.Strong)
	m := viz.HeatMap{Values: u.pair.Data, Cols: u.pair.Cols, Scale: viz.Diverging, Reduce: viz.Extreme, Bare: true}
	if u.s.scheme != learned {
		dims, _ := shownDims(u.s, 0, g.W)
		m.Cols, m.Values = len(dims), nil
		for p := range 2 {
			for _, j := range dims {
				m.Values = append(m.Values, u.pair.Row(p)[j])
			}
		}
		m.Range = &[2]float64{-1, 1}
	} else {
		m.Range = diverging(f, "table", u.pair.Data)
	}
	g.Put(0, y+1, viz.Heat(viz.Size{W: g.W, H: 2}, t, m))
	g.Put(0, y+3, viz.HeatLegend(viz.Size{W: g.W, H: 1}, t, m))
}

func (u unique) readings() []lab.Reading {
	at := lab.Reading{Name: "at offset k", Help: message.New("the distance of two positions k steps apart"), Digits: 4, Note: message.New("k = %d", u.s.offset)}
	if i := u.s.offset - int(u.from); i < 0 {
		at.Note = message.New("the same position")
	} else if i >= len(u.curve) {
		at.Undefined = message.New("beyond the last position")
	} else {
		at.Value = u.curve[i]
	}
	return []lab.Reading{
		{Name: "closest", Help: message.New("the distance of the two positions that are most alike"), Value: u.least, Digits: 4, Note: message.New("positions %d and %d", u.p, u.q)},
		{Name: "apart", Help: message.New("how many steps lie between the two positions that are most alike"), Value: float64(u.q - u.p), Note: message.New("steps between these two")},
		{Name: "neighbours", Formerly: "neighbors", Help: message.New("the distance of a position from the next one"), Value: u.next, Digits: 4, Note: message.New("distance of p and p+1")},
		{Name: "mean", Help: message.New("the average distance of the curve"), Value: u.typical, Digits: 4, Note: message.New("of the curve")},
		at,
	}
}

func (u unique) insight() message.Text {
	if u.s.scheme == learned {
		return message.New("Of %d rows the closest are %d and %d, %.2f apart. A learned table ends; positions beyond it have no vector at all.", u.rows, u.p, u.q, u.least)
	}
	switch k := u.q; {
	case u.least == 0:
		return message.New("Positions %d apart have the same vector: the model could not tell them apart.", k)
	case u.nearlyOne():
		return message.Join(message.New("Positions %d apart are nearly one vector: %.3f, neighbours %.3f.", k, u.least, u.next), u.remedy.say(u.s))
	}
	text := message.New("No two of these %d share a vector: the closest are %.2f apart.", u.rows, u.least)
	if u.s.dModel > 2 && u.s.base > 1 {
		return message.Join(text, message.New("Now try d-model 2, or base 1."))
	}
	return text
}
