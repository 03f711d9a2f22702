package quantization

import (
	"slices"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// settings are the knobs that count in a view; what is idle is at its zero
// value, so that equal settings mean equal results.
type settings struct {
	view, what, tensor, site, layer int
	bits                            int
	kind                            quant.Kind
	granularity, group              int
	calibration, clip               int
	outlier, smooth, scope, texts   int
	convention                      int
	row, column                     int
	format                          int
	prompt                          string
	reads                           bool // the prompt, with the model
}

// The values of calibration.
const (
	dynamic = iota
	static
)

// settings are what the open view shows, or of the effects that it compares the
// first that is not measured yet.
func (l *Lab) settings() settings {
	trials := l.open().trials
	if trials == nil {
		return l.turned()
	}
	all := trials()
	for _, s := range all {
		if _, ok := l.outcomes.of(s); !ok {
			return s
		}
	}
	return all[len(all)-1]
}

// kind is what the open view is about.
func (l *Lab) kind() int {
	switch p := l.open(); {
	case p.operands:
		return activations
	case p.stored:
		return weights
	}
	return l.what
}

// turned are the settings as the knobs stand.
func (l *Lab) turned() settings {
	l.row, l.column = max(l.row, 0), max(l.column, 0)
	s := settings{view: l.view, what: l.kind()}
	idle, moves := l.idle(), l.open().Moves
	counts := func(f lab.Field) bool { return idle[f].Empty() && slices.Contains(moves, f) }
	for from, to := range map[*int]*int{
		&l.tensor: &s.tensor, &l.site: &s.site, &l.layer: &s.layer,
		&l.bits: &s.bits, &l.granularity: &s.granularity, &l.group: &s.group,
		&l.calibration: &s.calibration, &l.clip: &s.clip, &l.outlier: &s.outlier,
		&l.smooth: &s.smooth, &l.scope: &s.scope, &l.texts: &s.texts, &l.convention: &s.convention, &l.row: &s.row, &l.column: &s.column, &l.format: &s.format,
	} {
		if counts(from) {
			*to = *from
		}
	}
	if counts(&l.grid) && l.grid == 1 {
		s.kind = quant.Affine
	}
	if s.reads = counts(&l.prompt); s.reads || s.texts == ofPrompt {
		s.prompt = l.prompt
	}
	return s
}

// calibrates says whether other texts have to be watched first.
func (s settings) calibrates() bool {
	return s.calibration == static || s.smooth != noSmoothing
}

// alpha is SmoothQuant's; ok is false if it is off.
func (s settings) alpha() (alpha float64, ok bool) {
	return float64(s.smooth-1) / 10, s.smooth != noSmoothing
}

// scheme is how the convention makes a grid.
func (s settings) scheme(k quant.Kind) quant.Scheme {
	return [...]func(int, quant.Kind) quant.Scheme{quant.Textbook, quant.PyTorch, quant.ONNXRuntime, quant.GPTFast}[s.convention](s.bits, k)
}

// plan is the settings as package quant takes them.
func (s settings) plan() quant.Plan {
	p := quant.Plan{Scheme: s.scheme(s.kind), Group: s.group}
	switch {
	case s.granularity == perChannel && s.what == activations:
		p.Granularity = quant.PerColumn
	case s.granularity == perChannel, s.granularity == perToken:
		p.Granularity = quant.PerRow
	case s.granularity == perGroup:
		p.Granularity = quant.PerGroup
	}
	switch s.clip {
	case clipPercentile:
		p.Clip.Percentile = cutShare
	case clipSearch:
		p.Clip.Search = true
	}
	return p
}

// weightPlan is how the weights are quantized that activations meet: with as
// many bits, a scale for each channel, without zero points.
func (s settings) weightPlan() quant.Plan {
	return quant.Plan{Scheme: s.scheme(quant.Symmetric), Granularity: quant.PerRow}
}

// refusal is why there can be no integers for the settings.
type refusal int

// The refusals.
const (
	accepted        refusal = iota
	tokensOfWeights         // weights have no tokens
	zeroPoints              // gpt-fast has none
	featureScales           // a scale for each feature of activations stays in the sum
)

// refusal says whether there can be such scales.
func (s settings) refusal() refusal {
	switch {
	case s.what != activations && s.granularity == perToken:
		return tokensOfWeights
	case s.convention == gptFast && s.kind == quant.Affine:
		return zeroPoints
	case s.what == activations && quant.Check(quant.Activations, s.plan().Granularity) != nil:
		return featureScales
	}
	return accepted
}

// scales says in words what shares a scale.
func (s settings) scales() message.Text {
	switch s.granularity {
	case perChannel:
		return message.New("a scale per channel")
	case perToken:
		return message.New("a scale per token")
	case perGroup:
		return message.New("groups of %d", s.group)
	}
	return message.New("one scale")
}

// per is scales in fewer words.
func (s settings) per() message.Text {
	switch s.granularity {
	case perChannel:
		return message.New("per channel")
	case perToken:
		return message.New("per token")
	case perGroup:
		return message.New("per group")
	}
	return message.New("one scale")
}
