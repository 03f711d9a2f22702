package norm

import (
	"math"
	"math/rand/v2"
	"slices"

	"logitarium/core/norm"
)

// eps is what is added to the variance.
func (l *Lab) eps() float64 { return epsilons[l.epsilon].value }

// affine is the model's gain and bias, or 1 and 0.
func (l *Lab) affine() norm.Affine {
	if l.learned {
		return l.set.affine
	}
	return norm.Affine{}
}

// groups is how many GroupNorm makes of the features.
func groups(features int) int {
	switch {
	case features >= 16 && features%4 == 0:
		return 4
	case features%2 == 0:
		return 2
	}
	return 1
}

// normalise applies a norm to rows, as the knobs say.
func (l *Lab) normalise(kind int, x []float64) norm.Output {
	if kind == batchNorm && l.remembers() {
		return norm.Frozen(x, l.rows(x), l.now(), l.affine(), l.eps())
	}
	return l.inTraining(kind, x)
}

// inTraining applies a norm to rows, with the statistics of these rows.
func (l *Lab) inTraining(kind int, x []float64) norm.Output {
	switch kind {
	case batchNorm:
		return norm.Batch(x, l.rows(x), nil, l.affine(), l.eps())
	case rmsNorm:
		return norm.RMS(x, l.rows(x), l.affine(), l.eps())
	case groupNorm:
		return norm.Group(x, l.rows(x), groups(l.features()), l.affine(), l.eps())
	}
	return norm.Layer(x, l.rows(x), l.affine(), l.eps())
}

// rows is the shape of values as rows of features.
func (l *Lab) rows(x []float64) norm.Shape { return norm.Matrix(len(x)/l.features(), l.features()) }

// contrast is the norm that BatchNorm is compared with.
func (l *Lab) contrast() int {
	if l.kind == batchNorm {
		return layerNorm
	}
	return l.kind
}

// now is BatchNorm's memory after the steps done.
func (l *Lab) now() norm.Running { return l.running[min(l.steps, len(l.running)-1)] }

// startWeight is that of the start in BatchNorm's memory.
func (l *Lab) startWeight() float64 { return math.Pow(1-l.momentum, float64(l.now().Steps)) }

// jump splits by how much my output changes on the switch from training to
// evaluation. There is none to split for a batch of one.
func (l *Lab) jump() norm.Jump {
	return l.now().Jump(l.x[l.mine()], l.column-1, l.inTraining(batchNorm, l.x), l.startWeight(), l.gain(), l.eps())
}

// lesson is what the batches of training depend on.
type lesson struct {
	source
	batch int
}

// train takes BatchNorm through its training steps: the first on the batch on
// screen, each later one on as many tokens drawn from the set.
func (l *Lab) train() {
	if on := (lesson{l.from, l.batch}); l.history == nil || l.taught != on {
		l.history, l.taught = l.batches(), on
	}
	l.running = []norm.Running{norm.NewRunning(l.features())}
	for _, batch := range l.history {
		next, err := l.running[len(l.running)-1].Update(batch, l.momentum)
		if l.refused = err; err != nil {
			break
		}
		l.running = append(l.running, next)
	}
}

// batches normalises the batch of each training step.
func (l *Lab) batches() []norm.Output {
	c, tokens := l.features(), len(l.set.all)/l.features()
	made := []norm.Output{norm.Batch(l.x, l.rows(l.x), nil, norm.Affine{}, 0)}
	for step := uint64(2); step <= mostSteps; step++ {
		x := make([]float64, 0, l.batch*c)
		for _, i := range draw(step, l.batch, tokens) {
			x = append(x, l.set.all[i*c:(i+1)*c]...)
		}
		made = append(made, norm.Batch(x, l.rows(x), nil, norm.Affine{}, 0))
	}
	return made
}

// draw returns k of the numbers below n, in an order that depends on the seed
// alone: fewer are the first ones of more.
func draw(seed uint64, k, n int) []int {
	rng := rand.New(rand.NewPCG(seed, 5))
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	k = min(k, n)
	for i := range k {
		j := i + int(rng.Uint32N(uint32(n-i)))
		all[i], all[j] = all[j], all[i]
	}
	return all[:k]
}

// neighbour is what a push of one sample does to the others.
type neighbour struct {
	row    int       // that is pushed; 0: there is none
	x      []float64 // with the push
	out    norm.Output
	curves [2][]float64 // my output over the push: BatchNorm, and what it is compared with
}

// curvePoints are the pushes that the curves are computed for, over the knob's range.
const curvePoints = 21

func (l *Lab) pushNeighbour() neighbour {
	n := neighbour{x: l.x, out: l.out}
	if l.batch < 2 {
		return n
	}
	n.row = l.row%l.batch + 1
	n.x = l.withPush(l.push)
	n.out = l.normalise(l.kind, n.x)
	// What can't matter is left out: other features to BatchNorm, other rows to
	// the rest.
	c := l.features()
	for i := range curvePoints {
		x := l.withPush(-mostPush + 2*mostPush*float64(i)/(curvePoints-1))
		var column []float64
		for at := l.column - 1; at < len(x); at += c {
			column = append(column, x[at])
		}
		pair := slices.Concat(x[(l.row-1)*c:l.row*c], x[(n.row-1)*c:n.row*c])
		n.curves[0] = append(n.curves[0], l.columnAlone(column)[l.row-1])
		n.curves[1] = append(n.curves[1], l.inTraining(l.contrast(), pair).Y[l.column-1])
	}
	return n
}

// columnAlone applies BatchNorm to values of the chosen feature.
func (l *Lab) columnAlone(x []float64) []float64 {
	one, c, affine := norm.Matrix(len(x), 1), l.column-1, norm.Affine{}
	if a := l.affine(); a.Gain != nil {
		affine = norm.Affine{Gain: a.Gain[c : c+1], Bias: a.Bias[c : c+1]}
	}
	if l.remembers() {
		now := l.now()
		return norm.Frozen(x, one, norm.Running{Mean: now.Mean[c : c+1], Var: now.Var[c : c+1]}, affine, l.eps()).Y
	}
	return norm.Batch(x, one, nil, affine, l.eps()).Y
}

// withPush returns the batch with the neighbour's feature moved by so many
// standard deviations.
func (l *Lab) withPush(push float64) []float64 {
	x := slices.Clone(l.x)
	x[l.at(l.row%l.batch+1, l.column)] += float64(push * l.deviation())
	return x
}

// deviation is that of the chosen feature over the whole set.
func (l *Lab) deviation() float64 { return math.Sqrt(l.set.stats.Var[l.column-1]) }

// batchNoise is how far the statistics of batches of one size are from those
// of the whole set: root mean squares over many batches.
type batchNoise struct {
	mean, std float64 // in standard deviations of the feature
	y         float64 // of my output
}

const noiseDraws = 200 // about as many

// measureNoise takes many batches from the set: windows of it in a random
// order, all the way round, so that every token is in as many batches of each
// size. They are normalised side by side, as if each were a feature: in
// BatchNorm features do not see each other.
func (l *Lab) measureNoise() []batchNoise {
	c, tokens := l.features(), len(l.set.all)/l.features()
	mu, sigma, mine := l.set.stats.Mean[l.column-1], l.deviation(), l.x[l.mine()]
	noise := make([]batchNoise, min(mostBatch, tokens))
	shuffles, starts := max(noiseDraws/tokens, 1), min(tokens, noiseDraws)
	draws := shuffles * starts
	x := make([]float64, len(noise)*draws) // [samples, draws]
	for s := range shuffles {
		order := draw(uint64(s), tokens, tokens)
		for start := range starts {
			for i := range noise {
				token := order[(start*tokens/starts+i)%tokens]
				x[i*draws+s*starts+start] = l.set.all[token*c+l.column-1]
			}
		}
	}
	with := slices.Concat(slices.Repeat([]float64{mine}, draws), x) // the same with mine first
	whole := norm.Running{Mean: []float64{mu}, Var: []float64{sigma * sigma}}
	gain, y := l.gain(), norm.Frozen([]float64{mine}, norm.Matrix(1, 1), whole, norm.Affine{}, l.eps()).Y[0]
	for i := range noise {
		n, shape, end := &noise[i], norm.Matrix(i+1, draws), (i+1)*draws
		o := norm.Batch(x[:end], shape, nil, norm.Affine{}, l.eps())
		n.mean = rms(o.Mean, func(v float64) float64 { return (v - mu) / sigma })
		n.std = rms(o.Var, func(v float64) float64 { return math.Sqrt(v)/sigma - 1 })
		if l.kind == batchNorm {
			o = norm.Batch(with[:end], shape, nil, norm.Affine{}, l.eps())
			n.y = rms(o.Y[:draws], func(v float64) float64 { return gain * (v - y) })
		} else {
			n.y = l.companyEffect(i + 1)
		}
	}
	return noise
}

// rms is the root of the mean of f².
func rms(values []float64, f func(float64) float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += float64(f(v) * f(v))
	}
	return math.Sqrt(sum / float64(len(values)))
}

// companyEffect is how much my output changes when a norm other than BatchNorm
// sees it in a batch of that size instead of alone.
func (l *Lab) companyEffect(size int) float64 {
	c := l.features()
	x := slices.Clone(l.x[(l.row-1)*c : l.row*c])
	alone := l.inTraining(l.kind, x).Y[l.column-1]
	for _, i := range draw(uint64(size), size-1, len(l.set.all)/c) {
		x = append(x, l.set.all[i*c:(i+1)*c]...)
	}
	return math.Abs(l.inTraining(l.kind, x).Y[l.column-1] - alone)
}

// gain is the chosen feature's.
func (l *Lab) gain() float64 {
	if g := l.affine().Gain; g != nil {
		return g[l.column-1]
	}
	return 1
}

// bothModes returns the outputs of training and of evaluation.
func (l *Lab) bothModes() (train, eval []float64) {
	train = l.inTraining(l.kind, l.x).Y
	if l.kind != batchNorm {
		return train, l.normalise(l.kind, l.x).Y
	}
	return train, norm.Frozen(l.x, l.rows(l.x), l.now(), l.affine(), l.eps()).Y
}
