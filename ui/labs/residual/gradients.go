package residual

import (
	"math"
	"slices"

	"logitarium/core/experiment"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// gradients is the view of each layer's gradient.
func (l *Lab) gradients() lab.View {
	return lab.View{
		Name: "gradients", Help: "how large the gradient of each layer's weights is, before any training",
		Moves: append(l.drawn(), &l.cross, &l.gradient, &l.draws),
		Draw:  l.drawGradients, Sentence: l.sayGradients, Readings: l.readGradients, Actions: l.redraw,
	}
}

// gradientFrame is a frame for the gradients that the knob chooses.
func (l *Lab) gradientFrame(f lab.Frame) gradientFrame {
	return gradientFrame{f, gradientsOf[l.gradient].title}
}

// drawGradients draws each layer's gradient, both places side by side to one
// scale.
func (l *Lab) drawGradients(f lab.Frame) viz.Grid {
	m := l.norms(l.depth, l.draws)
	scale := l.gradientFrame(f).barScale(m)
	heading := []viz.Safe{
		f.Say("gradients ‖∂loss/∂%s‖, untrained; %v", gradientsOf[l.gradient].title, l.averaged(m.networks)),
		scale.said(f),
	}
	return titled(f, heading, func(f lab.Frame) viz.Grid {
		g := f.Theme.Grid(f.Size)
		half := (f.W - 2) / 2
		thick := thickness(len(m.pre), f.H-1-captionRows(f, l.theorem()))
		for i, side := range m.sides() {
			g.Put(i*(f.W-half), 0, side.draw(f.In(half, f.H), scale, thick))
		}
		drawCaptions(g, 2+thick*len(m.pre), f, l.theorem())
		return g
	})
}

// theorem says what is proved about the gradients, and what they don't explain.
func (l *Lab) theorem() []message.ID {
	texts := []message.ID{
		"Theorem 1 (Xiong et al. 2020): however deep the network, the last layer's gradient of W2 keeps its size in post-LN; in pre-LN it falls with the root of the depth L.",
		"Uneven gradients are not why training fails (Liu et al. 2020, Admin). What makes it unstable is an output that leans heavily on the branches: small changes become large ones.",
	}
	if !l.unit() {
		texts[0] = "Theorem 1 (Xiong et al. 2020), for Xavier weights: however deep the network, the last layer's gradient of W2 keeps its size in post-LN; in pre-LN it falls with the root of the depth L."
	}
	if l.cross {
		texts = slices.Insert(texts, 0, "A likely reason, no proof: cross-attention adds to the sum that a norm divides by, and gives x almost no gradient back.")
	}
	return texts
}

// vanishing is how many times the first layer's gradient the last one's is, at
// least, to be called so.
const vanishing = 8

func (l *Lab) sayGradients() message.Text {
	m := l.norms(l.depth, l.draws)
	pre, post := ratio(m.pre), ratio(m.post)
	switch {
	case math.IsNaN(pre) || math.IsNaN(post):
		return message.New("Queries and keys are all 0 here: each position attends equally, and a product of zeros has no gradient for either.")
	case l.startsSmall():
		return message.Join(sayRatios(pre, post),
			message.New("The weights begin small: post-LN's last one is 1/%.0f of pre-LN's.", last(m.pre)/last(m.post)))
	case l.cross && post > vanishing:
		return message.New("With cross-attention post-LN's first layer gets 1/%.0f of the last one's gradient: it vanishes, it does not explode.", post)
	case l.cross && post > 2 && l.depth < deepest:
		return message.New("With cross-attention post-LN's first layer gets 1/%.1f of the last one's gradient. Turn depth up: it vanishes.", post)
	case post > vanishing:
		return message.New("Post-LN's first layer gets 1/%.0f of the last one's gradient, at initialisation: nothing explodes.", post)
	}
	return message.Join(sayRatios(pre, post), sayEvenness(m), message.New("So it is before training."))
}

// sayRatios says what the last layer's gradients are to the first layer's.
func sayRatios(pre, post float64) message.Text {
	return message.New("The last layer's gradient is %v times the first one's in post-LN, %v in pre-LN.", times(post), times(pre))
}

const (
	uneven = 1.6 // times the least that the largest of some gradients is, where they are not even any more
	apart  = 4   // times, by which one differs from even ones
)

// sayEvenness says of post-LN's gradients, and of pre-LN's if they are so too,
// that they hardly differ from layer to layer. Means of a few networks differ
// by a fifth.
func sayEvenness(m means) message.Text {
	switch {
	case spread(m.post) <= uneven && spread(m.pre) <= uneven:
		return message.New("Both are even over the layers.")
	case spread(m.post) <= uneven:
		return message.New("Post-LN's are even over the layers.")
	case firstAlone(m.post):
		return message.New("Post-LN's are even but for layer 1.")
	}
	return message.Text{}
}

// firstAlone reports whether the first of some gradients alone differs from the
// rest.
func firstAlone(values []float64) bool {
	r := ratio(values)
	return len(values) > 2 && spread(values[1:]) < uneven && (r > apart || r < 1./apart)
}

// spread is the largest of some positive values over the least.
func spread(values []float64) float64 { return slices.Max(values) / slices.Min(values) }

// times writes a factor to two digits or three.
func times(factor float64) viz.Safe {
	switch {
	case factor >= 99.95:
		return viz.Fixed(factor, 0)
	case factor >= 9.995:
		return viz.Fixed(factor, 1)
	}
	return viz.Fixed(factor, min(max(1-viz.Decade(factor), 2), 6))
}

// startsSmall reports whether the first weights are so small that the stream is
// much smaller than its norms make it.
func (l *Lab) startsSmall() bool {
	i := experiment.Init(l.init)
	return i == experiment.GPT2 || i == experiment.Unscaled
}

func (l *Lab) readGradients() []lab.Reading {
	m := l.norms(l.depth, l.draws)
	e := l.mean(l.depth, l.draws, func(m experiment.Measurement) []float64 { return m.EncoderW2 })
	encoder := func(name string, place string, w2 []float64) lab.Reading {
		r := lab.Reading{Name: name, Help: message.New("the same for W2 in the encoder that a %v decoder reads through cross-attention", message.Verbatim(place)), Digits: 2, Note: message.New("last / first, W2")}
		if len(w2) == 0 {
			r.Undefined = message.New("no encoder")
		} else {
			r.Value = ratio(w2)
		}
		return r
	}
	return computed(zeroGradients, slices.Concat(l.readRatios(m), []lab.Reading{
		{Name: "pre last", Help: message.New("the size of the gradient at the layer next to the output, norms before the branches"), Value: last(m.pre), Digits: 3, Note: message.New("‖gradient‖")},
		{Name: "post last", Help: message.New("the size of the gradient at the layer next to the output, norms after the sums"), Value: last(m.post), Digits: 3, Note: message.New("‖gradient‖")},
		{Name: "pre first", Help: message.New("the size of the gradient at the layer next to the input, norms before the branches"), Value: first(m.pre), Digits: 4},
		{Name: "post first", Help: message.New("the size of the gradient at the layer next to the input, norms after the sums"), Value: first(m.post), Digits: 4},
		encoder("pre encoder", "pre-LN", e.pre),
		encoder("post encoder", "post-LN", e.post),
	}))
}

// readRatios compare the last layer with the first.
func (l *Lab) readRatios(m means) []lab.Reading {
	return []lab.Reading{
		{Name: "post ratio", Help: message.New("the last layer's gradient over the first layer's with norms after the sums: 1 is even, less falls toward the output"), Value: ratio(m.post), Digits: 2, Note: l.averaged(m.networks)},
		{Name: "pre ratio", Help: message.New("the last layer's gradient over the first layer's with norms before the branches: 1 is even, less falls toward the output"), Value: ratio(m.pre), Digits: 2, Note: l.averaged(m.networks)},
	}
}
