package quantization

import (
	"strconv"

	"logitarium/ui/lab"
)

// The views, in the order of the knob.
const (
	viewValues = iota
	viewError
	viewMatrix
	viewEffect
	viewLayers
	viewLedger
)

var views = []lab.Option{
	{Name: "values", Help: "how often values occur, and the levels that are left of them"},
	{Name: "error", Help: "what rounding loses, against uniform noise and 6.02 dB a bit"},
	{Name: "matrix", Help: "numbers, their integers, and what comes back, with the formula"},
	{Name: "effect", Help: "the model's next token, perplexity and facts, before and after"},
	{Name: "layers", Help: "which tensors or sites lose most"},
	{Name: "ledger", Help: "bytes, and where time is saved"},
}

// The values of what.
const (
	weights = iota
	activations
	example
)

// The values of granularity.
const (
	perTensor = iota
	perChannel
	perToken
	perGroup
)

// The values of clip.
const (
	clipNone = iota
	clipPercentile
	clipSearch
)

// cutShare is the percentile that clip percentile keeps at each end.
const cutShare = 0.999

// mostOutlier is how far an outlier goes, in standard deviations.
const mostOutlier = 100

const noSmoothing = 0 // index of off; i is α = (i − 1)/10

// Knobs lists what can be turned.
func (l *Lab) Knobs() []lab.Knob {
	idle := l.reasons()
	rows, columns := l.shape()
	layers := l.lm.Model.Config.Layers
	knobs := []lab.Knob{
		{Name: "view", Help: "the picture", Setting: lab.Choice{At: &l.view, Options: views}},
		{Name: "what", Help: "what is quantized", Setting: lab.Choice{At: &l.what, Options: []lab.Option{
			{Name: "weights", Help: "of the model: known before any text"},
			{Name: "activations", Help: "what the prompt is inside the model: known when it has come"},
			{Name: "example", Help: "eight weights to check by hand"}}}},
		{Name: "tensor", Help: "which weights", Setting: lab.Choice{At: &l.tensor, Default: l.defaultTensor(), Options: l.tensorOptions()}},
		{Name: "site", Help: "which activations", Setting: lab.Choice{At: &l.site, Options: l.siteOptions()}},
		{Name: "layer", Help: "of the model, from 0", Setting: lab.Integer{At: &l.layer, Default: min(1, layers-1), Max: layers - 1}},
		{Name: "bits", Help: "of each integer", Setting: lab.Integer{At: &l.bits, Default: 4, Min: 2, Max: 8, Coarse: 2}},
		{Name: "grid", Help: "how levels lie over the values", Setting: lab.Choice{At: &l.grid, Options: []lab.Option{
			{Name: "symmetric", Help: "0 in the middle: a scale"},
			{Name: "affine", Help: "from the least to the greatest value: a scale and a zero point"}}}},
		{Name: "granularity", Help: "which values share a scale", Setting: lab.Choice{At: &l.granularity, Options: []lab.Option{
			{Name: "tensor", Help: "all of them"},
			{Name: "channel", Help: "an output channel of weights; an activation's features are refused one each"},
			{Name: "token", Help: "a token of activations"},
			{Name: "group", Help: "neighbours in a row"}}}},
		{Name: "group", Help: "neighbours that share a scale", Setting: lab.Integer{At: &l.group, Default: 32, Min: 16, Max: 128, Doubling: true}},
		{Name: "calibration", Help: "when an activation's scale is chosen", Setting: lab.Choice{At: &l.calibration, Options: []lab.Option{
			{Name: "dynamic", Help: "from the values themselves, each time"},
			{Name: "static", Help: "before, from other texts: what is larger is clipped"}}}},
		{Name: "clip", Help: "how the range is chosen", Setting: lab.Choice{At: &l.clip, Options: []lab.Option{
			{Name: "min-max", Help: "all values fit"},
			{Name: "percentile", Help: "0.1 % of the values at each end are cut"},
			{Name: "mse", Help: "the range with the least squared error"}}}},
		{Name: "outlier", Help: "σ, standard deviations, that the first value becomes", Setting: lab.Integer{
			At: &l.outlier, Max: mostOutlier, Step: 5, Coarse: 20, Names: []lab.Named{{Value: 0, Name: "off"}}}},
		{Name: "smooth", Help: "SmoothQuant's α: how much difficulty moves from activations to weights", Setting: lab.Choice{
			At: &l.smooth, Options: smoothings()}},
		{Name: "scope", Help: "what the effect is of", Setting: lab.Choice{At: &l.scope, Options: []lab.Option{
			{Name: "all", Help: "every tensor, or every input of a product"},
			{Name: "chosen", Help: "the chosen tensor or site, in all layers"}}}},
		{Name: "row", Help: "the first row shown; its channel, token or group", Scrolls: true, Setting: lab.Integer{At: &l.row, Max: rows - 1}},
		{Name: "column", Help: "the first column shown", Setting: lab.Integer{At: &l.column, Max: columns - 1}},
		{Name: "prompt", Help: "the text that the model reads", Setting: lab.Text{At: &l.prompt, Default: prompts[0], Max: 2000}},
	}
	for i := range knobs {
		knobs[i].Idle = idle[knobs[i].Name]
	}
	return knobs
}

func smoothings() []lab.Option {
	options := []lab.Option{{Name: "off", Help: "activations and weights as they are"}}
	for i := range 11 {
		help := "some of the difficulty moves to the weights"
		switch i {
		case 0:
			help = "all of it moves to the activations"
		case 5:
			help = "shared: the default of the paper"
		case 10:
			help = "all of it moves to the weights"
		}
		options = append(options, lab.Option{Name: strconv.FormatFloat(float64(i)/10, 'g', -1, 64), Help: help})
	}
	return options
}

// reasons says of knobs that change nothing now why they do not.
func (l *Lab) reasons() map[string]string {
	r := map[string]string{}
	if l.view == viewEffect && l.what == example {
		for _, name := range []string{"tensor", "site", "layer", "bits", "grid", "granularity", "group", "calibration",
			"clip", "outlier", "smooth", "scope", "row", "column", "prompt"} {
			r[name] = "the example is not part of a model"
		}
		return r
	}
	l.reasonsOfWhat(r)
	l.reasonsOfScales(r)
	if !l.specimenView() {
		r["outlier"] = "it is put into the values, error and matrix views"
	}
	if l.view != viewEffect {
		r["scope"] = "it belongs to the view effect"
	}
	switch shared := r["granularity"] != "" || l.granularity == perTensor; {
	case l.view == viewMatrix:
	case l.view != viewValues:
		r["row"] = "it scrolls the views values and matrix"
		r["column"] = r["row"]
	case shared:
		r["row"] = "one scale holds for all rows"
		r["column"] = r["row"]
	case l.granularity != perGroup:
		r["column"] = "a scale holds for a whole row"
	}
	switch {
	case l.what == example:
		r["prompt"] = "nothing reads a prompt here"
	case l.view == viewLedger:
		r["prompt"] = "bytes do not depend on the text"
	case l.what == weights && l.view != viewEffect:
		r["prompt"] = "weights are the same for every prompt: that is the difference"
	}
	return r
}

// reasonsOfWhat is about the choice of a specimen.
func (l *Lab) reasonsOfWhat(r map[string]string) {
	switch l.what {
	case weights:
		r["site"] = "sites are of activations"
	case activations:
		r["tensor"] = "tensors are of weights"
	default:
		r["tensor"], r["site"], r["layer"] = "the example has eight weights", "the example has eight weights", "the example has no layers"
	}
	if l.what == weights && !l.tensors[l.tensor].layered || l.what == activations && !l.sites[l.site].layered() {
		r["layer"] = "the model has one of it"
	}
	whole := ""
	switch {
	case l.view == viewLedger:
		whole = "the ledger counts the whole model"
	case l.view == viewEffect && l.scope == 0:
		whole = "everything is quantized: turn scope to chosen"
	}
	if whole != "" {
		r["tensor"], r["site"] = whole, whole
	}
	if l.view == viewLedger || l.view == viewEffect {
		r["layer"] = "all layers count"
	}
}

// reasonsOfScales is about how scales are found.
func (l *Lab) reasonsOfScales(r map[string]string) {
	if l.what != activations {
		r["calibration"] = "the values are known: nothing has to be guessed from other texts"
	}
	if l.view == viewLedger {
		r["calibration"] = "the bytes are the same"
		r["clip"] = r["calibration"]
	}
	if r["calibration"] == "" && l.calibration == static {
		r["granularity"] = "a static scale is chosen before there are tokens: one for the site"
	}
	if r["granularity"] != "" || l.granularity != perGroup {
		r["group"] = "there are no groups"
	}
	if r["calibration"] == "" && l.calibration == static && l.smooth != noSmoothing && l.specimenView() && l.smoothable() {
		r["clip"] = "of smoothed activations only the peaks were watched"
	}
	switch {
	case l.what == example:
		r["smooth"] = "it takes activations and the weights that they meet"
	case l.view == viewLedger:
		r["smooth"] = "the bytes are the same"
	case l.view == viewLayers || l.view == viewEffect && l.scope == 0:
	case !l.smoothable():
		r["smooth"] = "there is no norm before it whose gain could take up the factor"
	}
}

// specimenView says whether the view shows one matrix.
func (l *Lab) specimenView() bool {
	return l.view == viewValues || l.view == viewError || l.view == viewMatrix
}

// smoothable says whether the specimen is a side of a product behind a norm.
func (l *Lab) smoothable() bool {
	if l.what == weights {
		return l.tensors[l.tensor].behindNorm
	}
	return l.sites[l.site].behindNorm
}
