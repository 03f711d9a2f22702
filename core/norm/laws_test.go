package norm

import (
	"math"
	"math/rand/v2"
	"testing"
)

// invented is a random input: a few values far from zero, some of them padding.
type invented struct {
	x, dy  []float64
	shape  Shape
	affine Affine
	mask   []bool
	groups int
	eps    float64
}

func invent(seed uint64) invented {
	rng := rand.New(rand.NewPCG(seed, 1))
	groups := 1 + rng.IntN(3)
	in := invented{
		shape:  Shape{2 + rng.IntN(4), groups * (1 + rng.IntN(3)), 1 + rng.IntN(3)},
		groups: groups,
		eps:    math.Pow(10, -float64(rng.IntN(9))),
	}
	draw := func(n int, mean, deviation float64) []float64 {
		v := make([]float64, n)
		for i := range v {
			v[i] = mean + rng.NormFloat64()*deviation
		}
		return v
	}
	in.x = draw(in.shape.Len(), rng.NormFloat64()*10, math.Exp(rng.NormFloat64()))
	in.dy = draw(in.shape.Len(), 0, 1)
	if rng.IntN(4) > 0 {
		in.affine = Affine{draw(in.shape.Features, 1, 1), draw(in.shape.Features, 0, 1)}
	}
	in.mask = make([]bool, in.shape.Samples*in.shape.Places)
	for i := range in.mask {
		in.mask[i] = i < 2 || rng.IntN(3) > 0
	}
	return in
}

// layers are the norms as functions of x alone.
func (in invented) layers() map[string]func(x []float64) Output {
	r := NewRunning(in.shape.Features)
	for c := range r.Mean {
		r.Mean[c], r.Var[c] = float64(c), 1+float64(c)
	}
	return map[string]func(x []float64) Output{
		"layer":  func(x []float64) Output { return Layer(x, in.shape, in.affine, in.eps) },
		"group":  func(x []float64) Output { return Group(x, in.shape, in.groups, in.affine, in.eps) },
		"rms":    func(x []float64) Output { return RMS(x, in.shape, in.affine, in.eps) },
		"batch":  func(x []float64) Output { return Batch(x, in.shape, nil, in.affine, in.eps) },
		"masked": func(x []float64) Output { return Batch(x, in.shape, in.mask, in.affine, in.eps) },
		"frozen": func(x []float64) Output { return Frozen(x, in.shape, r, in.affine, in.eps) },
	}
}

// The slow and obvious norm: for each value, look for all of its group.
func obvious(in invented, same func(i, j int) bool, centred bool, mask []bool) []float64 {
	y := make([]float64, len(in.x))
	seen := func(i int) bool {
		p := in.shape.Places
		return mask == nil || mask[i/(p*in.shape.Features)*p+i%p]
	}
	for i, v := range in.x {
		if !seen(i) {
			continue
		}
		mean, square, n := 0.0, 0.0, 0.0
		for j, w := range in.x {
			if same(i, j) && seen(j) {
				mean += w
				n++
			}
		}
		if mean /= n; !centred {
			mean = 0
		}
		for j, w := range in.x {
			if same(i, j) && seen(j) {
				square += (w - mean) * (w - mean)
			}
		}
		y[i] = (v - mean) / math.Sqrt(square/n+in.eps)
		if f := i / in.shape.Places % in.shape.Features; in.affine.Gain != nil {
			y[i] = in.affine.Gain[f]*y[i] + in.affine.Bias[f]
		}
	}
	return y
}

func FuzzAgainstTheObvious(f *testing.F) {
	for seed := range uint64(12) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		in := invent(seed)
		p, c := in.shape.Places, in.shape.Features
		sample := func(i int) int { return i / (p * c) }
		feature := func(i int) int { return i / p % c }
		group := func(i int) int { return feature(i) * in.groups / c }
		row := func(i, j int) bool { return sample(i) == sample(j) }
		column := func(i, j int) bool { return feature(i) == feature(j) }
		for name, want := range map[string][]float64{
			"layer":  obvious(in, row, true, nil),
			"group":  obvious(in, func(i, j int) bool { return row(i, j) && group(i) == group(j) }, true, nil),
			"rms":    obvious(in, row, false, nil),
			"batch":  obvious(in, column, true, nil),
			"masked": obvious(in, column, true, in.mask),
		} {
			near(t, name, in.layers()[name](in.x).Y, want, 1e-9)
		}
	})
}

// The gradient is what a small change of each input does to Σ dy·y.
func FuzzBack(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		in := invent(seed)
		in.eps = max(in.eps, 1e-4) // where the curve is not too sharp for differences
		for name, layer := range in.layers() {
			d := layer(in.x).Back(in.dy)
			slopes := func(params []float64) []float64 {
				out := make([]float64, len(params))
				for i, v := range params {
					const h = 1e-5
					params[i] = v + h
					up := dot(in.dy, layer(in.x).Y)
					params[i] = v - h
					out[i] = (up - dot(in.dy, layer(in.x).Y)) / (2 * h)
					params[i] = v
				}
				return out
			}
			near(t, name+" dx", d.X, slopes(in.x), 2e-5)
			if in.affine.Gain != nil {
				near(t, name+" dgain", d.Gain, slopes(in.affine.Gain), 1e-6)
				near(t, name+" dbias", d.Bias, slopes(in.affine.Bias), 1e-6)
			}
		}
	})
}

// What each norm does not see: a shift and a scale of a sample, a scale of a
// sample, other samples, padding.
func FuzzBlindness(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		in := invent(seed)
		in.eps = 0
		if in.shape.Features/in.groups*in.shape.Places < 2 {
			return // the only value of its group is 0/0
		}
		layers := in.layers()
		rng := rand.New(rand.NewPCG(seed, 2))
		scale, shift := math.Exp(rng.NormFloat64()), 10*rng.NormFloat64()
		changed := func(f func(v float64) float64) []float64 {
			out := make([]float64, len(in.x))
			for i, v := range in.x {
				out[i] = f(v)
			}
			return out
		}
		moved := changed(func(v float64) float64 { return scale*v + shift })
		near(t, "layer of scale·x + shift", layers["layer"](moved).Y, layers["layer"](in.x).Y, 1e-8)
		near(t, "batch of scale·x + shift", layers["batch"](moved).Y, layers["batch"](in.x).Y, 1e-8)
		scaled := changed(func(v float64) float64 { return scale * v })
		near(t, "rms of scale·x", layers["rms"](scaled).Y, layers["rms"](in.x).Y, 1e-8)

		one := len(in.x) / in.shape.Samples
		other := append([]float64(nil), in.x...)
		for i := one; i < len(other); i++ {
			other[i] += rng.NormFloat64()
		}
		for _, name := range []string{"layer", "group", "rms", "frozen"} {
			near(t, name+" beside other samples", layers[name](other).Y[:one], layers[name](in.x).Y[:one], 0)
		}
		p, c := in.shape.Places, in.shape.Features
		for i := range other {
			if other[i] = in.x[i]; !in.mask[i/(p*c)*p+i%p] {
				other[i] = 1e9 * rng.NormFloat64()
			}
		}
		near(t, "masked batch with other padding", layers["masked"](other).Y, layers["masked"](in.x).Y, 0)
	})
}

// A group's x̂ has mean 0 and variance var/(var + eps).
func TestMoments(t *testing.T) {
	for seed := range uint64(20) {
		in := invent(seed)
		for name, layer := range in.layers() {
			if name == "frozen" || name == "rms" {
				continue
			}
			o := layer(in.x)
			sum, square := make([]float64, len(o.Var)), make([]float64, len(o.Var))
			for i, v := range o.Hat {
				sum[o.Group(i)] += v
				square[o.Group(i)] += v * v
			}
			for g, n := range o.Count {
				sum[g] /= float64(n)
				square[g] -= float64(n) * o.Var[g] / (o.Var[g] + in.eps)
			}
			near(t, name+" means", sum, make([]float64, len(sum)), 1e-12)
			near(t, name+" squares", square, make([]float64, len(square)), 1e-9)
		}
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// near allows a difference of tolerance times the size of the largest value.
func near(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	size := 1.0
	for _, v := range want {
		size = math.Max(size, math.Abs(v))
	}
	for i, v := range want {
		if !(math.Abs(got[i]-v) <= tolerance*size) {
			t.Fatalf("%s: value %d is %v, want %v", what, i, got[i], v)
		}
	}
}
