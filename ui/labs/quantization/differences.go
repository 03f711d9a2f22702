package quantization

import (
	"math"

	"logitarium/core/quant"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// kindOf is one of the two kinds that the view differences compares.
type kindOf struct {
	s       settings
	values  int        // that are put on grids: once, or in a pass over the prompt
	before  int        // bytes as 16-bit floats: of the weights, or of the cache of keys and values
	bytes   int        // and quantized
	pass    quant.Cost // of the prompt's products
	outcome outcome
	known   bool // outcome
}

// kinds are weights and activations as the knobs stand.
func (l *Lab) kinds() (w, x kindOf) {
	both := l.bothKinds()
	for i, k := range []*kindOf{&w, &x} {
		k.s = both[i]
		_, total := l.ledger(k.s)
		k.before, k.bytes = total.half, total.size.Bytes()
		k.outcome, k.known = l.outcomes.of(k.s)
	}
	w.pass, x.pass = l.passCost(quant.WeightOnly, x.s), l.passCost(operation(x.s), x.s)
	l.eachTensor(func(kind, _ int, m tensor.Matrix) { w.values += quant.OnceCost(m.Cols, m.Rows).Rounded })
	x.values = x.pass.Rounded
	return w, x
}

// operation is how activations are multiplied.
func operation(s settings) quant.Operation {
	if s.calibration == static {
		return quant.Static
	}
	return quant.Dynamic
}

// passCost counts what the prompt's products take: each site's activations with
// the weights that they meet, in all layers. The head is asked for the token
// after the prompt alone.
func (l *Lab) passCost(o quant.Operation, s settings) (sum quant.Cost) {
	for _, site := range l.sites {
		if site.feeds == "" {
			continue
		}
		layers, tokens := l.config().Layers, len(l.seen.tokens)
		if !site.layered() {
			layers, tokens = 1, 1
		}
		for layer := range layers {
			w := l.tensorNamed(site.feeds, layer) // [out, in]
			sum = sum.Add(quant.PassCost(o, tokens, w.Cols, w.Rows, s.weightPlan(), s.plan()))
		}
	}
	return sum
}

// missing says why a kind has no outcome yet.
func (l *Lab) missing(k kindOf) message.Text {
	if l.set == k.s {
		return l.progress()
	}
	return message.New("measured next")
}

func (l *Lab) readDifferences() []lab.Reading {
	w, x := l.kinds()
	list := []lab.Reading{
		l.whenMeasured(x, lab.Reading{Name: "activations perplexity", Help: message.New("perplexity on texts that training did not draw, with all activations quantized"),
			Value: x.outcome.after, Digits: 3, Note: message.New("was %.3f", x.outcome.before)}),
		l.whenMeasured(w, lab.Reading{Name: "weights perplexity", Help: message.New("perplexity on the same texts, with all weights quantized"),
			Value: w.outcome.after, Digits: 3, Note: message.New("was %.3f", w.outcome.before)}),
	}
	if l.lm.World != nil {
		list = append(list,
			l.whenMeasured(x, lab.Reading{Name: "activations right", Help: message.New("how many questions about its world the model answers with all activations quantized"),
				Value: float64(x.outcome.correct), Note: message.New("of %d, was %d", x.outcome.asked, x.outcome.known)}),
			l.whenMeasured(w, lab.Reading{Name: "weights right", Help: message.New("how many it answers with all weights quantized"),
				Value: float64(w.outcome.correct), Note: message.New("of %d, was %d", w.outcome.asked, w.outcome.known)}))
	}
	once, beside := message.New("once"), message.New("in each pass")
	return append(list,
		lab.Reading{Name: "weights rounded", Help: message.New("how many weights are put on grids, before any text comes"), Value: float64(w.values), Note: once},
		lab.Reading{Name: "activations rounded", Help: message.New("how many activations of the prompt are put on grids while it is read"), Value: float64(x.values), Note: beside},
		lab.Reading{Name: "weights bytes", Help: message.New("the memory that the weights take, in the file and when they are loaded, scales and what stays in half precision included"), Value: float64(w.bytes), Note: message.New("was %s", viz.Grouped(w.before))},
		lab.Reading{Name: "cache bytes", Help: message.New("the memory that the cache of keys and values takes when it is full"), Value: float64(x.bytes), Note: message.New("was %s", viz.Grouped(x.before))},
		lab.Reading{Name: "weights beside", Help: message.New("what a pass over the prompt does beside its products when weights alone are integers: each is multiplied by its scale"), Value: float64(w.pass.Beside()), Note: beside},
		lab.Reading{Name: "activations beside", Help: message.New("what it does beside its products when activations and weights are integers: ranges are searched, values rounded, sums scaled"), Value: float64(x.pass.Beside()), Note: beside},
		lab.Reading{Name: "multiply-adds", Help: message.New("how many the products of a pass over the prompt take: of floats, or of integers"), Value: float64(w.pass.Float)},
	)
}

// whenMeasured is a reading of a kind's outcome, or the reason why there is none
// yet.
func (l *Lab) whenMeasured(k kindOf, r lab.Reading) lab.Reading {
	if !k.known {
		r.Undefined, r.Note = l.missing(k), message.Text{}
		return r
	}
	return finite(r, "infinite")
}

func (l *Lab) sayDifferences() message.Text {
	w, x := l.kinds()
	switch {
	case !w.known:
		return message.New("Weights are quantized once, before any text; activations in each pass. What is lost is being measured: %v.", l.missing(w))
	case !x.known:
		return message.New("With weights in %d bits perplexity is %s; activations are being measured: %v.", w.s.bits, viz.Fixed(w.outcome.after, 3), l.missing(x))
	}
	was := viz.Fixed(w.outcome.before, 3)
	pw, px := l.perplexity(w), l.perplexity(x)
	if w.outcome.asked > 0 {
		return message.Join(message.New("In %d bits: weights leave %d of %d answers right and perplexity %v; activations leave %d, and %v. Unquantized: %d, %s.",
			w.s.bits, w.outcome.correct, w.outcome.asked, pw, x.outcome.correct, px, w.outcome.known, was), l.sayTexts())
	}
	return message.Join(message.New("In %d bits: weights take perplexity from %s to %v, activations to %v.", w.s.bits, was, pw, px), l.sayTexts())
}

// perplexity is a kind's perplexity in words.
func (l *Lab) perplexity(k kindOf) message.Text {
	if math.IsInf(k.outcome.after, 1) {
		return message.New("beyond all numbers")
	}
	return message.Verbatim(viz.Fixed(k.outcome.after, 3).String())
}
