package quantization

import (
	"strconv"

	"logitarium/ui/lab"
	"logitarium/ui/message"
)

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

// The values of scope.
const (
	everything = iota
	inAllLayers
	inOneLayer
)

// The values of texts.
const (
	ofWorld = iota
	ofPrompt
)

// The values of convention.
const (
	textbook = iota
	pyTorch
	onnxRuntime
	gptFast
)

// cutShare is the percentile that clip percentile keeps at each end.
const cutShare = 0.999

// mostOutlier is how far an outlier goes, in standard deviations.
const mostOutlier = 100

const noSmoothing = 0 // index of off; i is α = (i − 1)/10

// Knobs lists what can be turned.
func (l *Lab) Knobs() []lab.Knob {
	rows, columns := l.shape()
	layers := l.config().Layers
	return []lab.Knob{
		{Name: "what", Help: "what is quantized", Setting: lab.Choice{At: &l.what, Default: l.defaultWhat(), Options: []lab.Option{
			{Name: "weights", Help: message.New("of the model: known before any text")},
			{Name: "activations", Help: message.New("what the prompt is inside the model: known when it has come")},
			{Name: "example", Help: message.New("eight weights to check by hand")}}}},
		{Name: "tensor", Help: "which weights", Setting: lab.Choice{At: &l.tensor, Default: l.defaultTensor(), Options: l.tensorOptions()}},
		{Name: "site", Help: "which activations", Setting: lab.Choice{At: &l.site, Options: l.siteOptions()}},
		{Name: "layer", Help: "of the model, from 0", Setting: lab.Integer{At: &l.layer, Default: min(1, layers-1), Max: layers - 1}},
		{Name: "bits", Help: "of each integer", Setting: lab.Integer{At: &l.bits, Default: 4, Min: 2, Max: 8, Coarse: 2}},
		{Name: "grid", Help: "how levels lie over the values", Setting: lab.Choice{At: &l.grid, Options: []lab.Option{
			{Name: "symmetric", Help: message.New("0 in the middle: a scale")},
			{Name: "affine", Help: message.New("from the least to the greatest value: a scale and a zero point")}}}},
		{Name: "granularity", Help: "which values share a scale", Setting: lab.Choice{At: &l.granularity, Options: []lab.Option{
			{Name: "tensor", Help: message.New("all of them")},
			{Name: "channel", Help: message.New("an output channel of weights; an activation's features are refused one each")},
			{Name: "token", Help: message.New("a token of activations")},
			{Name: "group", Help: message.New("neighbours in a row")}}}},
		{Name: "group", Help: "neighbours that share a scale", Setting: lab.Integer{At: &l.group, Default: 32, Min: 16, Max: 128, Doubling: true}},
		{Name: "calibration", Help: "when an activation's scale is chosen", Setting: lab.Choice{At: &l.calibration, Options: []lab.Option{
			{Name: "dynamic", Help: message.New("from the values themselves, each time")},
			{Name: "static", Help: message.New("before, from other texts: what is larger is clipped")}}}},
		{Name: "clip", Help: "how the range is chosen", Setting: lab.Choice{At: &l.clip, Options: []lab.Option{
			{Name: "min-max", Help: message.New("no value is left out of the range")},
			{Name: "percentile", Help: message.New("0.1 % of the values at each end are cut")},
			{Name: "mse", Help: message.New("the range with the least squared error")}}}},
		{Name: "outlier", Help: "σ, standard deviations, that the first value becomes", Setting: lab.Integer{
			At: &l.outlier, Max: mostOutlier, Step: 5, Coarse: 20, Names: []lab.Named{{Value: 0, Name: "off"}}}},
		{Name: "smooth", Help: "SmoothQuant's α: how much difficulty moves from activations to weights", Setting: lab.Choice{
			At: &l.smooth, Options: smoothings()}},
		{Name: "scope", Help: "what the effect is of", Setting: lab.Choice{At: &l.scope, Options: []lab.Option{
			{Name: "all", Help: message.New("every tensor, or every input of a product")},
			{Name: "chosen", Help: message.New("the chosen tensor or site, in all layers")},
			{Name: "one", Help: message.New("the chosen tensor or site of the chosen layer alone")}}}},
		{Name: "texts", Help: "whose texts perplexity is measured on", Setting: lab.Choice{At: &l.texts, Options: []lab.Option{
			{Name: "tiny-world", Help: message.New("some that the built-in model was not trained on: the same for every model")},
			{Name: "prompt", Help: message.New("yours: the prompt alone")}}}},
		{Name: "row", Help: "the first row shown; its channel, token or group", Scrolls: true, Setting: lab.Integer{At: &l.row, Max: rows - 1}},
		{Name: "column", Help: "the first column shown", Setting: lab.Integer{At: &l.column, Max: columns - 1}},
		{Name: "format", Help: "the type that weights are stored in", Setting: lab.Choice{At: &l.format, Default: l.defaultFormat(), Options: l.formatOptions()}},
		{Name: "prompt", Help: "the text that the model reads", Setting: lab.Text{At: &l.prompt, Default: prompts[0], Max: 2000, Pieces: l.lm.Pieces}},
		{Name: "convention", Help: "who chooses the scale: implementations differ in small things", Setting: lab.Choice{At: &l.convention, Options: []lab.Option{
			textbook:    {Name: "textbook", Help: message.New("symmetric: max|x|/(2^(b−1)−1), the lowest integer unused; affine: from 0")},
			pyTorch:     {Name: "pytorch", Help: message.New("symmetric: max|x|/((2^b−1)/2), all integers used; affine: from −2^(b−1)")},
			onnxRuntime: {Name: "onnxruntime", Help: message.New("as the textbook, in 4 bits as pytorch; affine: from −2^(b−1), Z rounded as one sum")},
			gptFast:     {Name: "gpt-fast", Help: message.New("symmetric: as PyTorch tests 4-bit products, halves rounded up; no zero points")}}}},
	}
}

// defaultWhat is weights, or what needs no model where there are none.
func (l *Lab) defaultWhat() int {
	if l.lm.Network == nil {
		return example
	}
	return weights
}

func smoothings() []lab.Option {
	options := []lab.Option{{Name: "off", Help: message.New("activations and weights as they are")}}
	for i := range 11 {
		help := message.ID("some of the difficulty moves to the weights")
		switch i {
		case 0:
			help = "all of it moves to the activations"
		case 5:
			help = "shared: the default of the paper"
		case 10:
			help = "all of it moves to the weights"
		}
		options = append(options, lab.Option{Name: strconv.FormatFloat(float64(i)/10, 'g', -1, 64), Help: message.New(help)})
	}
	return options
}
