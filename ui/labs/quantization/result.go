package quantization

import (
	"fmt"
	"math"

	"logitarium/core/quant"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
)

// quantized is a specimen on its grids.
type quantized struct {
	key    resultKey
	matrix quant.Matrix
	back   []float32 // the values of the integers
	off    []float64 // by how many steps each is off
	lost   quant.Errors
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

// key is what a result depends on; width is that of the integers.
func (l *Lab) resultKey(width int) resultKey {
	s := l.set
	s.view, s.row, s.column, s.scope, s.prompt, s.reads, s.bits = 0, 0, 0, 0, "", false, width
	return resultKey{l.specimen.key, s}
}

// examine quantizes the specimen, if anything has changed, and says whether it
// is done; else that is under way.
func (l *Lab) examine() bool {
	if key := l.specimenKey(); l.specimen.key != key || l.specimen.values == nil {
		l.specimen = l.obtain()
		l.row, l.column = min(l.row, l.specimen.rows-1), min(l.column, l.specimen.cols-1)
		l.set = l.settings()
	}
	if key := l.resultKey(l.set.bits); l.result.key != key || l.result.back == nil {
		name := fmt.Sprintf("%+v", key)
		if l.work.Is(name) && l.work.Waiting() {
			return false
		}
		g := l.gridding(key)
		l.work.Begin(name, "values are put on their grids")
		l.work.Add(workOf(g.cost()), g.begin, func() { l.result = g.result() })
		if l.work.Start(); l.work.Waiting() {
			return false
		}
	}
	l.work.Drop() // what is under way is no longer asked for
	return true
}

// gridding puts a specimen on the grids of some settings, some rows at a time
// where rows have grids of their own; [lab.Stepper].
type gridding struct {
	l    *Lab // for the ranges of static quantization
	sp   specimen
	key  resultKey
	todo [][]float32    // the values, and those without the outlier or SmoothQuant
	done []quant.Matrix // what has become of them
	now  quant.Matrix   // what becomes of the next
	row  int            // of it
}

func (l *Lab) gridding(key resultKey) *gridding { return &gridding{l: l, sp: l.specimen, key: key} }

func (g *gridding) begin() lab.Stepper {
	g.todo, g.done, g.row = [][]float32{g.sp.values}, nil, 0
	if g.sp.plain != nil {
		g.todo = append(g.todo, g.sp.plain)
	} else if g.sp.rough != nil {
		g.todo = append(g.todo, g.sp.rough)
	}
	return g
}

// rowwise says whether rows can be done by themselves.
func (g *gridding) rowwise() bool {
	p := g.key.s.plan()
	return g.key.s.calibration != static && (p.Granularity == quant.PerRow || p.Granularity == quant.PerGroup)
}

// each is the cost of a value.
func (g *gridding) each() float64 {
	if g.key.s.clip == clipSearch && g.rowwise() {
		return groupCost
	}
	return snapCostOf(g.key.s.clip)
}

func (g *gridding) cost() float64 {
	n := len(g.sp.values) + len(g.sp.plain)
	if g.sp.plain == nil {
		n += len(g.sp.rough)
	}
	return g.each() * float64(n)
}

// Step quantizes some rows.
func (g *gridding) Step() bool {
	values, plan, rows, cols := g.todo[len(g.done)], g.key.s.plan(), g.sp.rows, g.sp.cols
	if !g.rowwise() {
		smoothed := len(g.done) == 0 || g.sp.plain != nil
		g.done = append(g.done, g.integers(values, smoothed))
		return len(g.done) < len(g.todo)
	}
	if g.row == 0 {
		g.now = quant.Matrix{Rows: rows, Cols: cols, Granularity: plan.Granularity, Group: plan.Group}
	}
	n := min(max(int(stepBudget/(g.each()*float64(cols))), 1), rows-g.row)
	part := plan.Quantize(values[g.row*cols:(g.row+n)*cols], n, cols)
	g.now.Q, g.now.Grids = append(g.now.Q, part.Q...), append(g.now.Grids, part.Grids...)
	if g.row += n; g.row == rows {
		g.done, g.row = append(g.done, g.now), 0
	}
	return len(g.done) < len(g.todo)
}

// Share is how many rows are done.
func (g *gridding) Share() float64 {
	return float64(len(g.done)*g.sp.rows+g.row) / float64(len(g.todo)*g.sp.rows)
}

// result is what has become of the specimen, with all that is said of it.
func (g *gridding) result() quantized {
	sp := g.sp
	q := quantized{key: g.key, matrix: g.done[0]}
	q.back = q.matrix.Dequantize()
	q.lost = quant.Compare(sp.values, q.back)
	q.levels, q.used = q.matrix.Grids[0].Levels(), quant.LevelsUsed(q.matrix.Q)
	q.off = make([]float64, len(q.back))
	var steps, zeros, tiny float64
	eachBlock(q.matrix, func(grid quant.Grid, from, to int) {
		scale := float64(grid.Scale)
		for i := from; i < to; i++ {
			v := float64(sp.values[i])
			q.off[i] = (float64(q.back[i]) - v) / scale
			if q.matrix.Q[i] == grid.Zero {
				zeros++
				tiny += float64(q.off[i] * q.off[i])
			}
			if !grid.Clips(sp.values[i]) {
				q.most = max(q.most, math.Abs(q.off[i]))
			}
		}
		steps += float64(float64(to-from) * scale * scale)
		q.cut += float64(float64(to-from) * quant.ClippedShare(grid, sp.values[from:to]))
	})
	n := len(sp.values)
	q.rms, q.step, q.cut = sp.rms, math.Sqrt(steps/float64(n)), q.cut/float64(n)
	q.zeros, q.small = zeros/float64(n), tiny < zeros*quant.NoiseRMS(1)*quant.NoiseRMS(1)
	q.bits = g.key.s.plan().Size(sp.rows, sp.cols, scaleBits).PerWeight()
	if sp.plain != nil {
		plain, end := g.done[1].Dequantize(), blockLength(q.matrix)
		q.inliers = &inliers{
			near:   beside(sp, q, plain, 1, end),
			rest:   beside(sp, q, plain, end, n),
			others: quant.SpreadOf(sp.plain[1:]).Peak,
		}
	}
	if sp.weights.Rows > 0 {
		q.products = &products{error: multiplied(sp, sp.values, q.back, sp.weights, g.key.s), plain: math.NaN()}
		if sp.plain == nil && sp.rough != nil {
			q.products.plain = multiplied(sp, sp.rough, g.done[1].Dequantize(), sp.met, g.key.s)
		}
	}
	return q
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
	if s.calibration != static {
		return s.plan().Quantize(values, rows, cols)
	}
	at := l.placeOf(s.site, s.layer)
	grid := l.calibrated.grid(at, s)
	if factors := l.smoothing(l.sites[s.site].feeds, s.layer); smoothed && factors != nil && l.sites[s.site].behindNorm {
		grid = l.calibrated.smoothedGrid(at, factors, s)
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
	plan := quant.Plan{Scheme: quant.Textbook(s.bits, quant.Symmetric), Granularity: quant.PerRow}
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

// eachBlock visits the stretches of values that share a grid.
func eachBlock(m quant.Matrix, f func(g quant.Grid, from, to int)) {
	n, from, i := blockLength(m), 0, 0
	for from < len(m.Q) {
		to := from + n
		if m.Granularity == quant.PerGroup {
			to = min(to, (from/m.Cols+1)*m.Cols)
		}
		f(m.Grids[i], from, to)
		from, i = to, i+1
	}
}

// sweep is the specimen at all widths.
type sweep struct {
	key      resultKey // of width 0
	queue    *queue
	measured [9]float64 // SQNR in dB by bits; NaN if not known yet
	uniform  [9]float64 // what uniform noise would give
}

const leastBits, mostBits = 2, 8

// sweepWidths begins to measure the specimen at all widths.
func (l *Lab) sweepWidths() {
	key := l.resultKey(0)
	if l.sweep.queue == nil || l.sweep.key != key {
		l.sweep = sweep{key: key, queue: &queue{}}
		for b := range l.sweep.measured {
			l.sweep.measured[b], l.sweep.uniform[b] = math.NaN(), math.NaN()
		}
		for b := leastBits; b <= mostBits; b++ {
			g := l.gridding(l.resultKey(b))
			l.sweep.queue.addSteps(g.cost()+float64(5*snapCost*float64(len(l.specimen.values))), g.begin, func() {
				if math.IsNaN(l.sweep.measured[b]) {
					l.sweep.take(g.result())
				}
			})
		}
	}
	l.sweep.take(l.result)
}

func (s *sweep) take(q quantized) {
	b := q.key.s.bits
	s.measured[b], s.uniform[b] = q.lost.SQNR, quant.PredictedSQNR(q.rms, q.step)
}
