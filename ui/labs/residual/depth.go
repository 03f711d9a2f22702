package residual

import (
	"math"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// depths are those of the networks that this view compares: 2, 4, 6, … layers,
// and as many as the knob says.
func (l *Lab) depths() []int {
	var all []int
	for depth := evens; depth < l.depth; depth += evens {
		all = append(all, depth)
	}
	return append(all, l.depth)
}

// alike is how many networks are measured at every depth that has any: means
// over as many can be compared.
func (l *Lab) alike() int {
	n := l.draws
	for _, depth := range l.depths() {
		if measured := len(l.pairs(depth)); measured > 0 {
			n = min(n, measured)
		}
	}
	return n
}

// sweep is the last layer's gradient in networks of 2, 4, 6, … layers; NaN
// where none is measured.
type sweep struct {
	pre, post, root []float64 // root is 1/√L through pre-LN's first value
	networks        int       // at each depth
}

func (l *Lab) sweep() sweep {
	s := sweep{networks: l.alike()}
	for depth := evens; depth <= deepest; depth += evens {
		pre, post := math.NaN(), math.NaN()
		if depth <= l.depth {
			if m := l.norms(depth, s.networks); m.networks > 0 {
				pre, post = last(m.pre), last(m.post)
			}
		}
		s.pre, s.post = append(s.pre, pre), append(s.post, post)
		s.root = append(s.root, s.pre[0]*math.Sqrt(evens/float64(depth)))
	}
	return s
}

// deeper is the view of networks of more and more layers.
func (l *Lab) deeper() lab.View {
	return lab.View{
		Name: "depth", Help: "the last layer's gradient, in networks of more and more layers",
		Moves: append(l.drawn(), &l.cross, &l.gradient, &l.draws),
		Draw:  l.drawDepth, Sentence: l.sayDepth, Readings: l.readDepth, Actions: l.redraw,
	}
}

// drawDepth draws the last layer's gradient over the number of layers.
func (l *Lab) drawDepth(f lab.Frame) viz.Grid {
	s := l.sweep()
	chart := viz.LineChart{
		Series: []viz.Line{
			{Name: f.Say("pre"), Values: s.pre}, {Name: f.Say("post"), Values: s.post}, {Name: viz.Clean("1/√L"), Values: s.root, Under: true},
		},
		X:     [2]float64{evens, deepest},
		XName: f.Say("layers L"),
	}
	top := 0.0
	for _, values := range [][]float64{s.pre, s.post} {
		for _, v := range values {
			if v > top {
				top = v
			}
		}
	}
	heading := []viz.Safe{
		f.Say("last gradient of %s, %v", gradientsOf[l.gradient].title, l.averaged(s.networks)),
		f.Print(l.claim()),
	}
	chart.Y = &[2]float64{0, viz.RoundUp(f.Top("‖∂"+gradientsOf[l.gradient].title+"‖", top))}
	return titled(f, heading, func(f lab.Frame) viz.Grid { return viz.Lines(f.Size, f.Theme, chart) })
}

// claim says what Theorem 1 has to say about the curves.
func (l *Lab) claim() message.Text {
	if !l.proved() {
		return message.New("untrained; Theorem 1 is not about these")
	}
	return message.New("untrained; Theorem 1's bounds: flat for post-LN, 1/√L for pre-LN")
}

// proved reports whether Theorem 1 is about the gradients on screen.
func (l *Lab) proved() bool { return gradientsOf[l.gradient].title == "W2" && !l.cross && l.unit() }

func (l *Lab) sayDepth() message.Text {
	n := l.alike()
	shallow, now := l.norms(evens, n), l.norms(l.depth, n)
	pre, post := last(now.pre)/last(shallow.pre), last(now.post)/last(shallow.post)
	switch {
	case math.IsNaN(pre) || math.IsNaN(post):
		return message.New("Queries and keys are all 0 here, and have no gradient at any depth.")
	case l.depth == evens:
		return message.New("Turn depth up: in a deeper network, what gradient does the last layer get?")
	}
	return message.Join(
		message.New("From %d to %d layers the last layer's gradient goes × %.2f in pre-LN, × %.2f in post-LN.", evens, l.depth, pre, post),
		l.sayProved())
}

// sayProved says what Theorem 1 has to do with the gradients on screen.
func (l *Lab) sayProved() message.Text {
	switch {
	case gradientsOf[l.gradient].title != "W2":
		return message.New("Theorem 1 is about W2.")
	case l.cross:
		return message.New("Theorem 1 has no cross-attention.")
	case !l.unit():
		return message.New("Theorem 1 is not about this init.")
	}
	return message.New("Theorem 1's bound for post-LN has no L in it.")
}

func (l *Lab) readDepth() []lab.Reading {
	n := l.alike()
	shallow, now := l.norms(evens, n), l.norms(l.depth, n)
	fall := func(name string, place message.ID, a, b []float64) lab.Reading {
		return lab.Reading{
			Name: name, Help: message.New("the last layer's gradient at this depth over that in a network of two layers, %v", place),
			Value: last(b) / last(a), Digits: 2, Note: message.New("L %d over L %d", l.depth, evens),
		}
	}
	size := func(name string, place message.ID, values []float64) lab.Reading {
		return lab.Reading{
			Name: name, Help: message.New("the size of the gradient at the layer next to the output, %v", place),
			Value: last(values), Digits: 3, Note: message.New("L %d", l.depth),
		}
	}
	const pre, post message.ID = "norms before the branches", "norms after the sums"
	return computed(zeroGradients, []lab.Reading{
		fall("pre change", pre, shallow.pre, now.pre),
		fall("post change", post, shallow.post, now.post),
		{Name: "theory", Formerly: "1/√L change", Help: message.New("how a gradient that goes as 1/√L would change, as pre-LN's bound in Theorem 1 does"), Value: math.Sqrt(evens / float64(l.depth)), Digits: 2, Note: message.New("1/√L")},
		size("pre last", pre, now.pre),
		size("post last", post, now.post),
	})
}
