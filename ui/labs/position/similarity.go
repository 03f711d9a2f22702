package position

import (
	"math"
	"math/rand/v2"
	"slices"

	"logitarium/core/position"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// similarity shows dot products of positions.
type similarity struct {
	s       settings
	rows    int       // positions that have a vector
	all     []float64 // [rows, rows], PE(p)·PE(q)
	plain   []float64 // PE(p)·PE(p+k) for k from −reach to reach; NaN without a row
	through []float64 // the same through a random matrix
	reach   int
	drift   float64 // the largest difference between plain and the products of other positions
	rise    int     // of sinusoids: the first offset at which the product grows
	uneven  float64 // of a learned table: see position.Unevenness
}

// random is a matrix of normal values with standard deviation ¼: the size at
// which both curves fit one picture.
type random struct {
	width, seed int
	values      []float64 // [width, width]
}

func (r *random) at(width, seed int) []float64 {
	if r.values == nil || r.width != width || r.seed != seed {
		src := rand.New(rand.NewPCG(uint64(seed), 2))
		values := make([]float64, width*width)
		for i := range values {
			values[i] = src.NormFloat64() / 4
		}
		*r = random{width, seed, values}
	}
	return r.values
}

func newSimilarity(s settings, own table, r *random) similarity {
	m := similarity{s: s, reach: s.positions - 1}
	var near table // positions p−reach … p+reach
	if s.scheme == learned {
		m.rows = min(s.positions, own.Rows)
		gram := (table{Rows: m.rows, Cols: own.Cols, Data: own.Data[:m.rows*own.Cols]}).Gram()
		m.all = gram.Data
		near = around(own, s.position, m.reach)
		m.uneven = position.Unevenness(gram)
	} else {
		// A dot product has no order: the layout is of no matter, so W meets
		// the same vectors in both.
		pe := s.sinusoid(s.dModel)
		pe.Layout = position.Interleaved
		m.rows = s.positions
		dots := pe.Dots(s.positions)
		m.all = toeplitz(dots)
		near = pe.Table(s.position-m.reach, 2*m.reach+1)
		m.rise = pe.FirstRise(farthestRise)
	}
	here := near.Row(m.reach)
	m.plain = near.Dots(here)
	m.through = near.Dots(position.Through(here, r.at(near.Cols, s.seed)))
	if s.scheme != learned {
		m.drift = position.Drift(m.plain, m.all[:m.rows])
	}
	return m
}

const farthestRise = 1000 // steps: far enough for every width and base of interest

// toeplitz returns the matrix that has dots[|p−q|] at row p and column q.
func toeplitz(dots []float64) []float64 {
	n := len(dots)
	out := make([]float64, 0, n*n)
	for p := range n {
		for q := range n {
			out = append(out, dots[max(p-q, q-p)])
		}
	}
	return out
}

// around returns the rows p−reach to p+reach, NaN where there are none.
func around(t table, p, reach int) table {
	out := position.NewTable(2*reach+1, t.Cols)
	for i := range out.Rows {
		if q := p - reach + i; q >= 0 && q < t.Rows {
			copy(out.Row(i), t.Row(q))
			continue
		}
		for j := range out.Row(i) {
			out.Row(i)[j] = math.NaN()
		}
	}
	return out
}

func (m similarity) draw(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	if g.H < 9 || g.W < 60 && g.H < 18 {
		return m.curve(f)
	}
	g.Text(0, 0, f.Theme.Fit(f.Say("dot products PE(p)·PE(q)"), g.W), f.Theme.Strong)
	w, h := g.W, g.H-1
	if w >= 60 {
		left := w/2 - 1
		g.Put(0, 1, m.matrix(f.In(left, h)))
		g.Put(left+2, 1, m.curve(f.In(w-left-2, h)))
		return g
	}
	top := h / 2
	g.Put(0, 1, m.matrix(f.In(w, top)))
	g.Put(0, 1+top, m.curve(f.In(w, h-top)))
	return g
}

func (m similarity) matrix(f lab.Frame) viz.Grid {
	rows := f.Last("positions", m.rows-1) + 1
	h := viz.HeatMap{
		Values: widened(m.all, m.rows, rows), Cols: rows, Scale: viz.Sequential,
		XName: viz.Clean("q"), YName: viz.Clean("p"),
		Range: f.Span("dots", m.all),
	}
	if m.s.position < m.rows {
		h.Cross = &viz.Spot{Row: m.s.position, Col: min(m.s.position+m.s.offset, m.rows-1)}
	}
	return viz.Heat(f.Size, f.Theme, h)
}

// widened is a square matrix of n rows in the corner of a larger one, NaN
// around it.
func widened(square []float64, n, to int) []float64 {
	if n == to {
		return square
	}
	out := make([]float64, 0, to*to)
	for p := range n {
		out = append(out, lab.Padded(square[p*n:(p+1)*n], to)...)
	}
	return lab.Padded(out, to*to)
}

// curve draws both products over the offset: of the positions themselves, and
// below, on an axis of its own, through W.
func (m similarity) curve(f lab.Frame) viz.Grid {
	const least = 6 // rows of a chart that names its curve
	plain := m.over(f, viz.Cleanf("PE(%d)·PE(%d+k)", m.s.position, m.s.position), m.plain)
	through := m.over(f, f.Say("as q·k, through W"), m.through)
	if m.s.scheme == learned {
		plain.Y, through.Y = f.Span("product", m.plain), f.Span("product through W", m.through)
	} else {
		// Up to |PE(p)|² whatever p is, or the first curve would seem to move.
		length := m.plain[m.reach]
		low, high := f.Axis("product", m.lowest(), length)
		plain.Y = &[2]float64{low, high}
		through.Y = f.Span("product through W", m.through)
	}
	if f.H < 2*least {
		return viz.Lines(f.Size, f.Theme, plain)
	}
	g := f.Theme.Grid(f.Size)
	top := (f.H + 1) / 2
	g.Put(0, 0, viz.Lines(viz.Size{W: f.W, H: top}, f.Theme, plain))
	g.Put(0, top, viz.Lines(viz.Size{W: f.W, H: f.H - top}, f.Theme, through))
	return g
}

// lowest is the end of the axis of the plain curve: 0, or a tenth of |PE(p)|²
// that is below all of it.
func (m similarity) lowest() float64 {
	length, low := m.plain[m.reach], 0.0
	for _, v := range m.plain {
		for v < low && length > 0 {
			low -= length / 10
		}
	}
	return low
}

// over is the chart of a product over the offset.
func (m similarity) over(f lab.Frame, name viz.Safe, values []float64) viz.LineChart {
	reach := f.Last("offset", m.reach)
	gap := lab.Padded(nil, reach-m.reach) // on both sides
	return viz.LineChart{
		X: [2]float64{-float64(reach), float64(reach)}, XName: f.Say("offset k"),
		Series: []viz.Line{{Name: name, Values: slices.Concat(gap, values, gap)}},
		Marks:  []viz.LineMark{{X: float64(m.s.offset), Label: viz.Clean("k"), Held: true}},
	}
}

func (m similarity) readings() []lab.Reading {
	at := func(name string, help message.ID, values []float64, k int, note message.Text) lab.Reading {
		r := lab.Reading{Name: name, Help: message.New(help), Value: values[m.reach+k], Digits: 4, Note: note}
		if math.IsNaN(r.Value) {
			r.Undefined = message.New("the table has no such row")
		}
		return r
	}
	k := m.s.offset
	readings := []lab.Reading{
		at("at offset k", "the dot product of position p with the one k steps on", m.plain, k, message.New("k = %d", k)),
		at("q·k at k", "the product of p with the one k steps on as attention forms it, with weights between the two, here random ones", m.through, k, message.New("as q·k, weights random")),
		at("q·k at -k", "the product of p with the one k steps back as attention forms it", m.through, -k, message.Text{}),
		at("at offset -k", "the dot product of position p with the one k steps back", m.plain, -k, message.Text{}),
		at("at offset 0", "the dot product of position p with itself: its squared length", m.plain, 0, message.New("|PE(p)|², d/2 for sinusoids")),
	}
	if m.s.scheme == learned {
		return append([]lab.Reading{m.unevenness()}, readings...)
	}
	rise := lab.Reading{Name: "first rise", Help: message.New("the first offset at which the dot product grows again: it is no measure of distance from there on"), Value: float64(m.rise), Note: message.New("grows again from here")}
	if m.rise == 0 {
		rise.Undefined = message.New("none up to %d", farthestRise)
	}
	drift := lab.Reading{Name: "change with p", Formerly: "drift", Help: message.New("by how much the curve differs between positions: 0 means that only the offset counts"), Value: m.drift, Digits: 9, Note: message.New("of the curve, at most")}
	return append([]lab.Reading{rise}, append(readings, drift)...)
}

func (m similarity) insight() message.Text {
	p, k := m.s.position, m.s.offset
	if m.s.scheme == learned {
		if p >= m.rows {
			return message.New("The table ends at %d: position %d has no vector to compare.", m.rows-1, p)
		}
		if r := m.unevenness(); !r.Undefined.Empty() {
			return message.New("Nobody told this table what near means: training did. Turn positions up for more neighbours to compare.")
		}
		return message.New("Nobody told this table what near means: training did. Products of neighbours vary by %s %%.", scaled(100*m.uneven, 0))
	}
	ahead, behind := viz.Fixed(m.through[m.reach+k], 1), viz.Fixed(m.through[m.reach-k], 1)
	first := message.New("The first curve is the same for every p.")
	if m.rise > 0 {
		first = message.New("The first curve is the same for every p; at k = %d it rises again.", m.rise)
	}
	if ahead == behind {
		return message.Join(first, message.New("As q·k, with weights W between, it moves with p."))
	}
	return message.Join(first, message.New("As q·k, with weights W between: %s ahead, %s behind.", ahead, behind))
}

// unevenness is how far products of neighbours differ along a learned table.
func (m similarity) unevenness() lab.Reading {
	r := lab.Reading{Name: "unevenness", Help: message.New("how much the dot products of neighbours vary along the table: 0 means that only the offset counts"), Value: m.uneven, Digits: 4, Note: message.New("of neighbours, along the table")}
	if m.rows < 3 {
		r.Undefined = message.New("there is one pair of neighbours at most")
	}
	return r
}
