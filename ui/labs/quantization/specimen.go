package quantization

import (
	"fmt"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/quant"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// layerSite is where activations are: a site in a layer, -1 outside of the layers.
type layerSite struct {
	site  gpt.Site
	layer int
}

// capture is what a prompt is inside the model.
type capture struct {
	read   bool
	prompt string
	tokens []int // the prompt's last tokens
	cut    int   // tokens of the prompt that were left out before them
	logits []float64
	at     map[layerSite]tensor.Matrix // [tokens, features]
}

func (c capture) is(prompt string) bool { return c.read && c.prompt == prompt }

// mostTokens is how many tokens of a prompt are looked at.
const mostTokens = 128

// promptKey is that of the work of reading one.
type promptKey struct{ prompt string }

// obtainPrompt has the model read the prompt, and says whether it has.
func (l *Lab) obtainPrompt(spend spending) bool {
	prompt := l.set.prompt
	if !l.set.reads || l.seen.is(prompt) {
		l.reading.Drop() // what is under way is no longer asked for
		return true
	}
	key := promptKey{prompt}
	if l.reading.Is(key) {
		spend(&l.reading)
		return !l.reading.Waiting()
	}
	m := l.lm.Network
	c := captureOf(l.lm, prompt)
	l.reading.Begin(key, message.New("The model reads %d tokens", len(c.tokens)))
	pass := &gpt.Pass{Predict: gpt.AfterLast, ReuseLayers: true}
	pass.Probe = watch(m.Config, l.sites, func(p layerSite, x tensor.Matrix) { c.at[p] = x.Clone() })
	l.reading.Add(m.Config.Work(len(c.tokens)), func() lab.Stepper { return slower{m.Begin(pass, c.tokens, len(c.tokens)), 2} }, func() {
		c.logits = widened(pass.Logits.Row(0))
		l.seen = c
	})
	spend(&l.reading)
	return !l.reading.Waiting()
}

// captureOf cuts a prompt into tokens. An empty one asks how a document begins.
func captureOf(of lm.Offer, prompt string) capture {
	tokens := of.Tokens.Encode(prompt)
	if len(tokens) == 0 {
		tokens = []int{of.Tokens.End()}
	}
	c := capture{read: true, prompt: prompt, at: map[layerSite]tensor.Matrix{}}
	c.cut = max(len(tokens)-min(of.Model.Context(), mostTokens), 0)
	c.tokens = tokens[c.cut:]
	return c
}

// watch is a probe that shows what is at the sites, tokens as rows.
func watch(c gpt.Config, sites []siteKind, see func(layerSite, tensor.Matrix)) gpt.Probe {
	return func(site gpt.Site, layer int, x tensor.Matrix) {
		if !slices.ContainsFunc(sites, func(s siteKind) bool { return s.site == site }) {
			return
		}
		if site != gpt.Key && site != gpt.Value {
			see(layerSite{site, layer}, x)
			return
		}
		tokens := tensor.New(x.Rows/c.KeyHeads(), c.KeyHeads()*c.HeadWidth())
		across(c, x, func(row []float32, token, from int) { copy(tokens.Row(token)[from:], row) })
		see(layerSite{site, layer}, tokens)
	}
}

// change says what is to be changed at a site; nil changes nothing.
type change = func(site gpt.Site, layer int, x tensor.Matrix) gpt.Change

// altering changes what is at the sites, tokens as rows, in steps.
func altering(c gpt.Config, sites []siteKind, alter func(layerSite, tensor.Matrix) gpt.Change) change {
	return func(site gpt.Site, layer int, x tensor.Matrix) gpt.Change {
		if !slices.ContainsFunc(sites, func(s siteKind) bool { return s.site == site }) {
			return gpt.Change{}
		}
		if site != gpt.Key && site != gpt.Value {
			return alter(layerSite{site, layer}, x)
		}
		tokens := tensor.New(x.Rows/c.KeyHeads(), c.KeyHeads()*c.HeadWidth())
		across(c, x, func(row []float32, token, from int) { copy(tokens.Row(token)[from:], row) })
		inner := alter(layerSite{site, layer}, tokens)
		return gpt.Change{Cost: inner.Cost, Step: func(budget float64) bool {
			if inner.Step(budget) {
				return true
			}
			across(c, x, func(row []float32, token, from int) { copy(row, tokens.Row(token)[from:]) })
			return false
		}}
	}
}

// across visits the rows of a matrix of keys or values, per head, with the token that each is of,
// and the first of its features when heads stand side by side.
func across(c gpt.Config, x tensor.Matrix, f func(row []float32, token, from int)) {
	length := x.Rows / c.KeyHeads()
	for h := range c.KeyHeads() {
		for t := range length {
			f(x.Row(h*length+t), t, h*c.HeadWidth())
		}
	}
}

// specimen is the matrix under study.
type specimen struct {
	key        specimenKey
	name       message.Text
	rows, cols int
	stride     int           // every n-th row of the tensor: n
	full       int           // values of the tensor
	values     []float32     // as quantized: smoothed, with the outlier
	plain      []float32     // without the outlier; nil if there is none
	peak       float64       // the largest magnitude, without the outlier
	sigma      float64       // the standard deviation, without the outlier
	ends       quant.Range   // the least and the greatest value
	rms, crest float64       // the root mean square, and the largest magnitude over it
	tokens     []viz.Safe    // names of the rows of activations
	weights    tensor.Matrix // what the activations are multiplied by; no rows if nothing
	rough      []float32     // activations before SmoothQuant; nil if it is off
	met        tensor.Matrix // and the weights
}

// specimenKey is all that a specimen depends on.
type specimenKey struct {
	what, tensor, site, layer, outlier, smooth, rows int
	prompt                                           string
}

func (l *Lab) specimenKey() specimenKey {
	s := l.set
	return specimenKey{s.what, s.tensor, s.site, s.layer, s.outlier, s.smooth, l.watchedRows(), s.prompt}
}

// eight is the worked example.
var eight = []float32{.5, -1.2, 3.1, .02, -.7, 2.4, -2.9, 1.05}

// obtain returns the specimen that the settings ask for.
func (l *Lab) obtain() specimen {
	sp := specimen{key: l.specimenKey(), stride: 1}
	switch l.set.what {
	case example:
		sp.name, sp.rows, sp.cols, sp.values = message.New("eight weights"), 2, 4, slices.Clone(eight)
	case weights:
		kind := l.tensors[l.set.tensor]
		all := *kind.of(l.lm.Network, l.set.layer)
		m, stride := sampled(all)
		sp.name, sp.rows, sp.cols, sp.values = message.Verbatim(l.tensorName(l.set.tensor, l.set.layer)), m.Rows, m.Cols, m.Data
		sp.stride, sp.full = stride, len(all.Data)
		if s := l.smoothing(kind.name, l.set.layer); s != nil && kind.behindNorm {
			quant.ScaleColumns(sp.values, s)
		}
	case activations:
		l.obtainActivations(&sp)
	}
	if sp.full == 0 {
		sp.full = len(sp.values)
	}
	usual := quant.SpreadOf(sp.values)
	sp.peak, sp.sigma = usual.Peak, usual.Deviation
	if l.set.outlier > 0 {
		sp.plain = slices.Clone(sp.values)
		sp.values[0] = float32(float64(l.set.outlier) * sp.sigma)
		usual = quant.SpreadOf(sp.values)
	}
	sp.ends, sp.rms, sp.crest = usual.Range, usual.RMS, usual.Crest()
	return sp
}

func (l *Lab) obtainActivations(sp *specimen) {
	kind := l.sites[l.set.site]
	p := l.placeOf(l.set.site, l.set.layer)
	x := l.seen.at[p]
	sp.name, sp.rows, sp.cols, sp.values = message.Verbatim(l.siteName(l.set.site, l.set.layer)), x.Rows, x.Cols, slices.Clone(x.Data)
	for _, name := range lm.Names(l.lm.Tokens, l.seen.tokens) {
		sp.tokens = append(sp.tokens, viz.Clean(name))
	}
	if kind.feeds != "" {
		sp.weights, _ = sampled(l.tensorNamed(kind.feeds, l.set.layer))
	}
	if s := l.smoothing(kind.feeds, l.set.layer); s != nil && kind.behindNorm {
		sp.rough, sp.met = slices.Clone(sp.values), sp.weights.Clone()
		quant.Smooth(sp.values, sp.weights.Data, s)
	}
}

// placeOf is where the site of an index is.
func (l *Lab) placeOf(site, layer int) layerSite {
	if !l.sites[site].layered() {
		layer = -1
	}
	return layerSite{l.sites[site].site, layer}
}

// smoothing returns SmoothQuant's factors for the product with a tensor; nil
// if it is off, or nothing is known of the activations yet.
func (l *Lab) smoothing(tensor string, layer int) []float32 {
	alpha, on := l.set.alpha()
	if !on || l.watched.rows == 0 {
		return nil
	}
	i := slices.IndexFunc(l.sites, func(s siteKind) bool { return s.behindNorm && s.feeds == tensor })
	if i < 0 {
		return nil
	}
	key := factorKey{tensor, layer, l.watched.rows, l.set.smooth}
	if f, ok := l.factors[key]; ok {
		return f
	}
	peaks := l.watched.peaks(l.placeOf(i, layer))
	f := quant.Smoothing(peaks, l.tensorNamed(tensor, layer).Data, len(peaks), alpha)
	if l.factors == nil {
		l.factors = map[factorKey][]float32{}
	}
	l.factors[key] = f
	return f
}

// factorKey is what SmoothQuant's factors depend on.
type factorKey struct {
	tensor      string
	layer, rows int // rows of calibration
	smooth      int // the knob
}

func (l *Lab) tensorName(i, layer int) string {
	if t := l.tensors[i]; t.layered {
		return fmt.Sprintf("%s %d", t.name, layer)
	}
	return l.tensors[i].name
}

func (l *Lab) siteName(i, layer int) string {
	if s := l.sites[i]; s.layered() {
		return fmt.Sprintf("%s %d", s.name, layer)
	}
	return l.sites[i].name
}

// label shows a token.
func (l *Lab) label(token int) viz.Safe { return viz.Clean(lm.Label(l.lm.Tokens, token)) }

// shape is that of the specimen, for the knobs that scroll; 1 by 1 before the
// first refresh.
func (l *Lab) shape() (rows, cols int) {
	if l.open().stored && l.lm.Network != nil {
		return l.matrixShape()
	}
	cols = l.specimen.cols
	if l.multiplies() { // columns are outputs
		cols = l.specimen.weights.Rows
	}
	return max(l.specimen.rows, 1), max(cols, 1)
}

func widened(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}
