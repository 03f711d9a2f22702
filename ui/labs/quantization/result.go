package quantization

import (
	"math"

	"logitarium/core/quant"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// quantized is a specimen on its grids.
type quantized struct {
	key    resultKey
	matrix quant.Matrix
	back   []float32 // the values of the integers
	off    []float64 // by how many steps each is off
	lost   quant.Distance
	rms    float64 // of the specimen
	step   float64 // root mean square of the steps: the scale, if there is one
	levels int     // of the grid
	used   int     // different integers in use
	cut    float64 // share of values beyond the ends
	zeros  float64 // share of values that become 0
	small  bool    // whether these are off by less than uniform noise would be
	most   float64 // the largest error in steps of its grid, of what is not clipped
	bits   float64 // a value, with its share of the scales

	inliers  *inliers
	products *products
}

// inliers is what an outlier does to the others: to those that share its
// scale, and to those that do not.
type inliers struct {
	near, rest bystanders
	others     float64 // their largest magnitude
}

// bystanders are values beside an outlier.
type bystanders struct {
	n      int
	used   int     // different integers in use
	rmse   float64 // 0 of none, as is before
	before float64 // rmse without the outlier
}

// ratio is how many times as much they lose with the outlier; NaN if they lose
// nothing.
func (b bystanders) ratio() float64 {
	if b.rmse == b.before && b.rmse > 0 {
		return 1
	}
	return b.rmse / b.before
}

// products is what becomes of x·Wᵀ when both are quantized: the error relative
// to its root mean square, and what it would be without SmoothQuant.
type products struct{ error, plain float64 }

type resultKey struct {
	specimen specimenKey
	s        settings
}

// resultKey is what a result depends on; width is that of the integers.
func (l *Lab) resultKey(width int) resultKey {
	s := l.set
	s.view, s.row, s.column, s.scope, s.prompt, s.reads, s.bits = 0, 0, 0, 0, "", false, width
	return resultKey{l.specimenKey(), s}
}

// examine quantizes the specimen, if anything has changed, and says whether it
// is done; else that is under way.
func (l *Lab) examine(spend spending) bool {
	key := l.resultKey(l.set.bits)
	if l.result.key == key && l.result.back != nil {
		l.gridding.Drop() // what is under way is no longer asked for
		l.hold()
		return true
	}
	if !l.gridding.Is(key) {
		var g *gridding
		l.gridding.Begin(key, message.New("Values are put on their grids"))
		l.gridding.Add(l.griddingCost(key.s), func() lab.Stepper {
			g = &gridding{l: l, key: key}
			if l.specimen.key == key.specimen {
				g.sp = l.specimen
			}
			return g
		}, func() {
			l.specimen, l.result = g.sp, g.result
			l.hold()
		})
	}
	spend(&l.gridding)
	return !l.gridding.Waiting()
}

// hold keeps row and column among those that there are.
func (l *Lab) hold() {
	if rows, cols := l.shape(); l.row >= rows || l.column >= cols {
		l.row, l.column = min(l.row, rows-1), min(l.column, cols-1)
		l.set = l.settings()
	}
}

// griddingCost is about what it takes to obtain a specimen, to put it on its
// grids and to measure it.
func (l *Lab) griddingCost(s settings) float64 {
	n, cols, outs, others := len(eight), len(eight), 0, 0. // others: what the weights take
	switch s.what {
	case weights:
		m := l.tensors[s.tensor].of(l.lm.Network, s.layer)
		n, cols = min(len(m.Data), mostValues), m.Cols
	case activations:
		x := l.seen.at[l.placeOf(s.site, s.layer)]
		n, cols = len(x.Data), x.Cols
		if feeds := l.sites[s.site].feeds; feeds != "" {
			w := l.tensorNamed(feeds, s.layer)
			outs = min(w.Rows, mostValues/w.Cols)
			others = float64(compareCost * float64(outs*w.Cols))
			if s.smooth != noSmoothing {
				others += float64(snapCost * float64(len(w.Data))) // for the factors
			}
		}
	}
	times := 1.
	if s.outlier > 0 || outs > 0 && s.smooth != noSmoothing {
		times = 2
	}
	return times * (others + float64(float64(n)*(measureCost+gridCost(s.plan(), cols)+float64(2*float64(outs)))))
}

// gridding obtains a specimen, puts it on the grids of some settings, some
// rows at a time where rows have grids of their own, and measures what is
// lost; [lab.Stepper].
type gridding struct {
	l      *Lab
	key    resultKey
	brief  bool           // nothing but the values themselves is asked for
	sp     specimen       // without values until it is obtained
	done   []quant.Matrix // what has become of those of todo
	now    quant.Matrix   // what becomes of the next
	row    int            // of it
	result quantized
	tally  tally // of the rows measured
}

// tally is what is counted of values, row by row.
type tally struct {
	rows                 int
	compared             quant.Comparison
	zeros, tiny, clipped float64 // of those that become 0: how many, and the square of by how many steps they are off
}

// todo are the values, and those without the outlier or SmoothQuant.
func (g *gridding) todo() [][]float32 {
	switch sp := g.sp; {
	case g.brief:
	case sp.plain != nil:
		return [][]float32{sp.values, sp.plain}
	case sp.rough != nil:
		return [][]float32{sp.values, sp.rough}
	}
	return [][]float32{g.sp.values}
}

// rowwise says whether rows can be done by themselves.
func (g *gridding) rowwise() bool {
	p := g.key.s.plan()
	return g.key.s.calibration != static && (p.Granularity == quant.PerRow || p.Granularity == quant.PerGroup)
}

// Step obtains the specimen, quantizes some rows, or measures.
func (g *gridding) Step(budget float64) bool {
	switch todo := g.todo(); {
	case g.sp.values == nil:
		g.sp = g.l.obtain()
	case len(g.done) < len(todo):
		g.quantize(todo[len(g.done)], budget)
	case g.tally.rows < g.sp.rows:
		g.measure(budget)
		return !g.brief || g.tally.rows < g.sp.rows
	default:
		return g.compare(&g.result)
	}
	return true
}

// quantize does some rows.
func (g *gridding) quantize(values []float32, budget float64) {
	plan, rows, cols := g.key.s.plan(), g.sp.rows, g.sp.cols
	if !g.rowwise() {
		smoothed := len(g.done) == 0 || g.sp.plain != nil
		g.done = append(g.done, g.integers(values, smoothed))
		return
	}
	if g.row == 0 {
		g.now = g.empty(plan, rows*cols, plan.Grids(rows, cols))
	}
	n := rows - g.row
	if room := budget / (gridCost(plan, cols) * float64(cols)); room < float64(n) {
		n = max(int(room), 1)
	}
	plan.Append(&g.now, values[g.row*cols:(g.row+n)*cols], n, cols)
	if g.row += n; g.row == rows {
		g.done, g.row = append(g.done, g.now), 0
	}
}

// empty is a matrix without rows, and with the room for all: where it is not
// shown, in memory that is used again.
func (g *gridding) empty(plan quant.Plan, values, grids int) quant.Matrix {
	m := quant.Matrix{Granularity: plan.Granularity, Group: plan.Group}
	if g.brief {
		m.Q, m.Grids = room(&g.l.spare.codes, values)[:0], room(&g.l.spare.grids, grids)[:0]
	} else {
		m.Q, m.Grids = make([]int32, 0, values), make([]quant.Grid, 0, grids)
	}
	return m
}

// Share counts the specimen, the rows, and two measurements.
func (g *gridding) Share() float64 {
	if g.sp.values == nil {
		return 0
	}
	done, all := 1+float64(len(g.done)), 3+float64(len(g.todo()))
	return (done + float64(g.row+g.tally.rows)/float64(g.sp.rows)) / all
}

// measure looks at what has become of some rows.
func (g *gridding) measure(budget float64) {
	sp, q, t := g.sp, &g.result, &g.tally
	if t.rows == 0 {
		*q = quantized{key: g.key, matrix: g.done[0], rms: sp.rms}
		if g.brief {
			q.back = room(&g.l.spare.back, len(sp.values))
		} else {
			q.back, q.off = make([]float32, len(sp.values)), make([]float64, len(sp.values))
		}
	}
	n := min(max(int(budget/float64(2*measureCost*sp.cols)), 1), sp.rows-t.rows)
	first, last := t.rows*sp.cols, (t.rows+n)*sp.cols
	part, values, back := q.matrix.Part(t.rows, t.rows+n), sp.values[first:last], q.back[first:last]
	part.Blocks(func(grid quant.Grid, from, to int) {
		grid.ValueAll(back[from:to], part.Q[from:to])
		if !g.brief {
			t.count(q, grid, first+from, values[from:to])
		}
	})
	t.compared.Add(values, back)
	if t.rows += n; t.rows < sp.rows {
		return
	}
	q.lost, q.step = t.compared.Errors(), quant.StepRMS(q.matrix)
	if g.brief {
		return
	}
	all := float64(len(sp.values))
	q.levels, q.used = q.matrix.Grids[0].Levels(), quant.LevelsUsed(q.matrix.Q)
	q.cut, q.zeros, q.small = t.clipped/all, t.zeros/all, t.tiny < t.zeros*quant.NoiseRMS(1)*quant.NoiseRMS(1)
	q.bits = g.key.s.plan().Size(sp.rows, sp.cols, scaleBits).PerWeight()
}

// count counts the values of a block, which begins at an index of all.
func (t *tally) count(q *quantized, grid quant.Grid, at int, values []float32) {
	scale, off := float64(grid.Scale), q.off[at:at+len(values)]
	back, codes := q.back[at:at+len(values)], q.matrix.Q[at:at+len(values)]
	for i, v := range values {
		off[i] = (float64(back[i]) - float64(v)) / scale
		if codes[i] == grid.Zero {
			t.zeros++
			t.tiny += float64(off[i] * off[i])
		}
		if grid.Clips(v) {
			t.clipped++
		} else {
			q.most = max(q.most, math.Abs(off[i]))
		}
	}
}

// compare adds what an outlier does to the others, and what becomes of the
// product with the weights, one product at a time. It says whether one is left.
func (g *gridding) compare(q *quantized) (more bool) {
	sp, n := g.sp, len(g.sp.values)
	if sp.plain != nil && q.inliers == nil {
		plain, end := g.done[1].Dequantize(), blockLength(q.matrix)
		q.inliers = &inliers{
			near:   beside(sp, *q, plain, 1, end),
			rest:   beside(sp, *q, plain, end, n),
			others: quant.SpreadOf(sp.plain[1:]).Peak,
		}
	}
	switch {
	case sp.weights.Rows == 0:
	case q.products == nil:
		q.products = &products{error: multiplied(sp, sp.values, q.back, sp.weights, g.key.s), plain: math.NaN()}
		return sp.plain == nil && sp.rough != nil
	default:
		q.products.plain = multiplied(sp, sp.rough, g.done[1].Dequantize(), sp.met, g.key.s)
	}
	return false
}

// beside measures the values from one to another, beside an outlier.
func beside(sp specimen, q quantized, plain []float32, from, to int) bystanders {
	if from >= to {
		return bystanders{}
	}
	return bystanders{
		n:      to - from,
		used:   quant.LevelsUsed(q.matrix.Q[from:to]),
		rmse:   quant.Compare(sp.values[from:to], q.back[from:to]).RMSE,
		before: quant.Compare(sp.plain[from:to], plain[from:to]).RMSE,
	}
}

// integers quantizes values in the shape of the specimen: on the ranges of
// their own blocks, or on the one that calibration has found, of values after
// SmoothQuant or before.
func (g *gridding) integers(values []float32, smoothed bool) quant.Matrix {
	l, s, rows, cols := g.l, g.key.s, g.sp.rows, g.sp.cols
	if plan := s.plan(); s.calibration != static {
		m := g.empty(plan, len(values), plan.Grids(rows, cols))
		plan.Append(&m, values, rows, cols)
		return m
	}
	at := l.placeOf(s.site, s.layer)
	grid := l.watched.grid(at, s)
	if factors := l.smoothing(l.sites[s.site].feeds, s.layer); smoothed && factors != nil && l.sites[s.site].behindNorm {
		grid = l.watched.smoothedGrid(at, factors, s)
	}
	m := quant.Matrix{Rows: rows, Cols: cols, Q: make([]int32, len(values)), Grids: []quant.Grid{grid}}
	grid.IntegerAll(m.Q, values)
	return m
}

// multiplied compares x·Wᵀ with the product of what both become: the error
// relative to its root mean square. The weights get as many bits, a scale for
// each channel.
func multiplied(sp specimen, x, back []float32, weights tensor.Matrix, s settings) float64 {
	w := weights.Clone()
	plan := s.weightPlan()
	plan.Fake(w.Data, w.Rows, w.Cols)
	shaped := func(x []float32) tensor.Matrix { return tensor.Of(sp.rows, sp.cols, x) }
	return quant.ProductError(shaped(x), shaped(back), weights, w)
}

// blockLength is how many values share the first grid.
func blockLength(m quant.Matrix) int {
	switch m.Granularity {
	case quant.PerRow:
		return m.Cols
	case quant.PerGroup:
		return min(m.Group, m.Cols)
	}
	return len(m.Q)
}

// sweep is the specimen at all widths.
type sweep struct {
	work     lab.Work   // of a resultKey of width 0
	measured [9]float64 // SQNR in dB by bits; NaN if not known yet
	uniform  [9]float64 // what uniform noise would give
}

const leastBits, mostBits = 2, 8

// sweepWidths begins to measure the specimen at all widths.
func (l *Lab) sweepWidths() {
	if key := l.resultKey(0); !l.sweep.work.Is(key) {
		l.sweep = sweep{}
		for b := range l.sweep.measured {
			l.sweep.measured[b], l.sweep.uniform[b] = math.NaN(), math.NaN()
		}
		l.sweep.work.Begin(key, message.New("The lab measures"))
		cost := float64(len(l.specimen.values)) * (compareCost + gridCost(l.set.plan(), l.specimen.cols))
		for b := leastBits; b <= mostBits; b++ {
			var g *gridding
			l.sweep.work.Add(cost, func() lab.Stepper {
				g = &gridding{l: l, sp: l.specimen, key: l.resultKey(b), brief: true}
				return g
			}, func() { l.sweep.take(g.result) })
		}
	}
	l.sweep.take(l.result)
}

func (s *sweep) take(q quantized) {
	b := q.key.s.bits
	s.measured[b], s.uniform[b] = q.lost.SQNR, quant.PredictedSQNR(q.rms, q.step)
}
