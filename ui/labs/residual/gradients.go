package residual

import (
	"fmt"
	"math"
	"slices"
	"strings"

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
		Draw:  l.drawGradients, Sentence: lab.English(l.sayGradients), Readings: l.readGradients, Actions: l.redraw,
	}
}

// drawGradients draws each layer's gradient, both places side by side to one
// scale.
func (l *Lab) drawGradients(f lab.Frame) viz.Grid {
	m := l.norms(l.depth, l.draws)
	heading := []string{
		fmt.Sprintf("‖∂loss/∂%s‖, %s", gradientsOf[l.gradient].title, l.averaged(m.networks)),
		"untrained; input side first",
	}
	top := 0.0
	for _, v := range append(append([]float64{}, m.pre...), m.post...) {
		if v > top {
			top = v
		}
	}
	top = f.Top("gradient of "+gradientsOf[l.gradient].title, top)
	return titled(f, heading, func(f lab.Frame) viz.Grid {
		g := f.Theme.Grid(f.Size)
		half := (f.W - 2) / 2
		for i, side := range []struct {
			name   string
			values []float64
		}{{"pre-LN", m.pre}, {"post-LN", m.post}} {
			x, size := i*(f.W-half), viz.Size{W: half, H: f.H - 1}
			g.Text(x, 0, f.Theme.Fit(viz.Clean(side.name), half), f.Theme.Strong)
			g.Put(x, 1, viz.Bars(size, f.Theme, layerBars(side.values, size, top)))
		}
		drawCaptions(g, len(m.pre)+2, f.Theme, l.theorem())
		return g
	})
}

// theorem says what is proved about the gradients, and what they don't explain.
func (l *Lab) theorem() []string {
	texts := []string{
		"Theorem 1 (Xiong et al. 2020): the last layer's ‖∂loss/∂W2‖ is O(d√ln d) in post-LN, O(d√(ln d / L)) in pre-LN.",
		"Admin (Liu et al. 2020): uneven gradients are not the root cause of unstable training; leaning heavily on the branches is, as that amplifies small changes.",
	}
	if l.cross {
		texts = append([]string{"A likely reason, no proof: cross-attention adds to the sum that a norm divides by, and gives x almost no gradient back."}, texts...)
	}
	return texts
}

// shown says whether layer i of n has a bar: all have if the height allows, else
// every second or third, and always the first and the last.
func shown(i, n, height int) bool {
	every := 1
	for every < n && 1+(n+every-2)/every > height {
		every++
	}
	return i == 0 || (n-1-i)%every == 0
}

// layerBars is one side, for a picture of that size.
func layerBars(values []float64, size viz.Size, top float64) viz.BarChart {
	chart := viz.BarChart{Columns: []viz.Column{{Width: 8}}, Max: top}
	label := func(layer int, v float64) viz.Safe { return viz.Cleanf("%d %s", layer, small(v).PadLeft(5)) }
	if size.W < 16 {
		chart.Columns[0].Width = 6
		label = func(layer int, v float64) viz.Safe { return viz.Cleanf("%d %s", layer, tiny(v).PadLeft(3)) }
	}
	for i, v := range values {
		if shown(i, len(values), size.H) {
			chart.Rows = append(chart.Rows, viz.BarRow{Cells: []viz.Safe{label(i+1, v)}, Value: v, Mark: math.NaN()})
		}
	}
	return chart
}

// small writes a norm in five cells.
func small(v float64) viz.Safe {
	switch {
	case v >= 1000 || v > 0 && v < 0.001:
		return viz.Cleanf("%.0e", v)
	case v >= 100:
		return viz.Fixed(v, 1)
	case v >= 10:
		return viz.Fixed(v, 2)
	}
	return viz.Fixed(v, 3)
}

// tiny writes a norm in three cells, below 1 without the leading 0.
func tiny(v float64) viz.Safe {
	switch {
	case v >= 9.95:
		return viz.Fixed(v, 0)
	case v >= 0.995:
		return viz.Fixed(v, 1)
	}
	return viz.Clean(strings.TrimPrefix(viz.Fixed(v, 2).String(), "0"))
}

func (l *Lab) sayGradients() string {
	m := l.norms(l.depth, l.draws)
	pre, post := ratio(m.pre), ratio(m.post)
	const vanishing = 8 // how much less the first layer gets, at least
	switch {
	case math.IsNaN(pre) || math.IsNaN(post):
		return "Queries and keys are all 0 here: each position attends equally, and a product of zeros has no gradient for either."
	case l.small():
		return fmt.Sprintf("Small init: toward the output post-LN %s, pre-LN %s. Post-LN's last is 1/%.0f of pre-LN's.",
			slope(m.post), slope(m.pre), last(m.pre)/last(m.post))
	case l.cross && post > vanishing:
		return fmt.Sprintf("With cross-attention post-LN's first layer gets 1/%.0f of the last one's gradient: it vanishes, it does not explode.", post)
	case l.cross && post > 2 && l.depth < deepest:
		return fmt.Sprintf("With cross-attention post-LN's first layer gets 1/%.1f of the last one's gradient. Turn depth up: it vanishes.", post)
	case post > vanishing:
		return fmt.Sprintf("Post-LN's first layer gets 1/%.0f of the last one's gradient, at initialisation: nothing explodes.", post)
	}
	return fmt.Sprintf("Toward the output post-LN %s, pre-LN %s. That is initialisation, not training.", slope(m.post), slope(m.pre))
}

const (
	uneven = 1.6 // times the least that the largest of some gradients is, where they are not even any more
	apart  = 4   // times, by which one differs from even ones
)

// slope says what the last layer's gradient is to the first's. Means of a few
// networks differ by a fifth.
func slope(values []float64) string {
	switch ratio := ratio(values); {
	case len(values) > 2 && spread(values[1:]) < uneven && ratio > apart:
		return fmt.Sprintf("is even but for layer 1 (1/%s of the last)", times(ratio))
	case len(values) > 2 && spread(values[1:]) < uneven && ratio < 1./apart:
		return fmt.Sprintf("is even but for layer 1 (%s times the last)", times(1/ratio))
	case ratio < 0.1:
		return fmt.Sprintf("falls to 1/%.0f", 1/ratio)
	case ratio < 0.8:
		return fmt.Sprintf("falls to %.2f", ratio)
	case ratio > 1.25:
		return fmt.Sprintf("rises to %s", times(ratio))
	case spread(values) > uneven:
		return fmt.Sprintf("ends as it began (%.2f), uneven in between", ratio)
	default:
		return fmt.Sprintf("is even (%.2f)", ratio)
	}
}

// spread is the largest of some positive values over the least.
func spread(values []float64) float64 { return slices.Max(values) / slices.Min(values) }

// times writes a factor to three digits.
func times(factor float64) string {
	switch {
	case factor >= 99.95:
		return fmt.Sprintf("%.0f", factor)
	case factor >= 9.995:
		return fmt.Sprintf("%.1f", factor)
	}
	return fmt.Sprintf("%.2f", factor)
}

func (l *Lab) small() bool {
	i := experiment.Init(l.init)
	return i == experiment.GPT2 || i == experiment.Unscaled
}

func (l *Lab) readGradients() []lab.Reading {
	m := l.norms(l.depth, l.draws)
	e := l.mean(l.depth, l.draws, func(m experiment.Measurement) []float64 { return m.EncoderW2 })
	const note = "last / first"
	encoder := func(name string, place message.ID, w2 []float64) lab.Reading {
		r := lab.Reading{Name: name, Help: message.New("the same for W2 in the encoder that a %v decoder reads through cross-attention", place), Digits: 2, Note: message.New(note + ", W2")}
		if len(w2) == 0 {
			r.Undefined = message.New("no encoder")
		} else {
			r.Value = ratio(w2)
		}
		return r
	}
	return computed(zeroGradients, []lab.Reading{
		{Name: "pre ratio", Help: message.New("the last layer's gradient over the first layer's with norms before the branches: 1 is even, less falls toward the output"), Value: ratio(m.pre), Digits: 2, Note: message.New(note)},
		{Name: "post ratio", Help: message.New("the last layer's gradient over the first layer's with norms after the sums: 1 is even, less falls toward the output"), Value: ratio(m.post), Digits: 2, Note: message.New(note)},
		{Name: "pre last", Help: message.New("the size of the gradient at the layer next to the output, norms before the branches"), Value: last(m.pre), Digits: 3, Note: message.New("‖gradient‖")},
		{Name: "post last", Help: message.New("the size of the gradient at the layer next to the output, norms after the sums"), Value: last(m.post), Digits: 3, Note: message.New("‖gradient‖")},
		{Name: "pre first", Help: message.New("the size of the gradient at the layer next to the input, norms before the branches"), Value: first(m.pre), Digits: 4},
		{Name: "post first", Help: message.New("the size of the gradient at the layer next to the input, norms after the sums"), Value: first(m.post), Digits: 4},
		encoder("pre encoder", "pre-LN", e.pre),
		encoder("post encoder", "post-LN", e.post),
	})
}
