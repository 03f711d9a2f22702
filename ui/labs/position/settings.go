package position

import (
	"logitarium/core/position"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// settings are the values of the knobs.
type settings struct {
	view, scheme            int
	layout, spacing         int
	positions, dModel, base int
	position, offset        int
	dimension, head, seed   int
	steps                   int
	text                    string

	textEnd int // the last offset of the text, where the last picture ended there; else -1
}

// The schemes, in the order of the knob.
const (
	sinusoidal = iota
	learned
	rope
	alibi
	none
)

var schemes = [...]lab.Option{
	{Name: "sinusoidal", Help: message.New("sines and cosines added to the embedding (Vaswani et al. 2017)")},
	{Name: "learned", Help: message.New("the model's own trained table, added to the embedding (GPT-1, GPT-2, BERT)")},
	{Name: "rope", Help: message.New("queries and keys are turned by angles (Su et al. 2021)")},
	{Name: "alibi", Help: message.New("scores lose a fixed amount for each step (Press et al. 2021)")},
	{Name: "none", Help: message.New("nothing says where a token stands")},
}

var layouts = []lab.Option{
	{Name: "interleaved", Help: message.New("a pair is two neighbours (2i, 2i+1): the paper, GPT-J")},
	{Name: "concatenated", Help: message.New("a pair is (i, i + d/2): sines, then cosines; in RoPE GPT-NeoX and Hugging Face")},
}

var spacings = []lab.Option{
	{Name: "paper", Help: message.New("frequencies base^(-2i/d), as in Vaswani et al.")},
	{Name: "tensor2tensor", Help: message.New("frequencies base^(-i/(d/2-1)), as in the paper's code, fairseq and Whisper")},
}

const (
	mostPositions = 256
	mostDims      = 512
	mostBase      = 1 << 20
	mostSeed      = 9999
	defaultOffset = 5
)

// sinusoid returns the sinusoidal encoding of the knobs, at a width.
func (s settings) sinusoid(width int) position.Sinusoid {
	return position.Sinusoid{Dim: width, Base: float64(s.base), Layout: position.Layout(s.layout), Spacing: position.Spacing(s.spacing)}
}

// rotary returns RoPE with the settings of the knobs, at a width.
func (s settings) rotary(width int) position.Rotary {
	return position.Rotary{Dim: width, Base: float64(s.base), Layout: position.Layout(s.layout)}
}

// width is the number of dimensions of the vectors that the view shows.
func (l *Lab) width() int {
	if l.set.scheme == learned || l.open().ownWidth {
		return l.config().Width
	}
	return l.set.dModel
}

// last returns the greatest position and offset.
func (l *Lab) last() (position, offset int) {
	if last := l.open().last; last != nil {
		return last()
	}
	return l.set.positions - 1, l.set.positions - 1
}

// lastOfText is that of a text which slides along the whole context: the
// offset ends with the text.
func (l *Lab) lastOfText() (position, offset int) {
	ids, _ := tokens(l.lm, l.set.text)
	return l.lm.Model.Context() - 1, len(ids) - 1
}

// clamp keeps cursors inside what the other knobs left of their ranges. The
// default offset that a short text cuts comes back with room for it.
func (l *Lab) clamp() {
	s := &l.set
	position, offset := l.last()
	if s.textEnd >= 0 && s.offset == min(defaultOffset, s.textEnd) {
		s.offset = defaultOffset
	}
	s.textEnd = -1
	if l.open().last != nil {
		s.textEnd = offset
	}
	s.position, s.offset = min(s.position, position), min(s.offset, offset)
	s.dimension = min(s.dimension, l.width()-1)
}

// Knobs lists what can be turned.
func (l *Lab) Knobs() []lab.Knob {
	s := &l.set
	lastPosition, lastOffset := l.last()
	offset := defaultOffset
	if l.open().last != nil {
		offset = min(offset, lastOffset)
	}
	return []lab.Knob{
		{Name: "scheme", Help: "how tokens are told where they stand", Setting: lab.Choice{
			At: &s.scheme, Options: schemes[:]}},
		{Name: "layout", Help: "which two dimensions make a pair", Setting: lab.Choice{
			At: &s.layout, Options: layouts}},
		{Name: "spacing", Help: "how the frequencies fall from 1", Setting: lab.Choice{
			At: &s.spacing, Options: spacings}},
		{Name: "positions", Help: "how many positions are looked at", Setting: lab.Integer{
			At: &s.positions, Default: 24, Min: 2, Max: mostPositions, Log: true}},
		{Name: "d-model", Help: "the width of the encoding; in RoPE that of one head", Setting: lab.Integer{
			At: &s.dModel, Default: 32, Min: 2, Max: mostDims, Step: 2, Coarse: 16, Log: true}},
		{Name: "base", Help: "the slowest frequencies are about 1/base; 10000 in the paper", Setting: lab.Integer{
			At: &s.base, Default: 10000, Min: 1, Max: mostBase, Doubling: true}},
		{Name: "position", Help: "p, the position under the cursor; in view sum that of the first token", Scrolls: true, Setting: lab.Integer{
			At: &s.position, Default: 12, Min: 0, Max: lastPosition}},
		{Name: "offset", Help: "k, the steps from one position to another", Setting: lab.Integer{
			At: &s.offset, Default: offset, Min: 0, Max: lastOffset}},
		{Name: "dimension", Help: "the dimension under the cursor, and with it a pair", Setting: lab.Integer{
			At: &s.dimension, Default: 4, Min: 0, Max: l.width() - 1}},
		{Name: "head", Help: "the attention head", Setting: lab.Integer{
			At: &s.head, Default: 0, Min: 0, Max: l.config().Heads - 1}},
		{Name: "text", Help: "the sentence that the model reads", Setting: lab.Text{
			At: &s.text, Default: "the fox lives in the", Max: 400, Pieces: l.lm.Pieces}},
		{Name: "seed", Help: "of the order of the words; in view similarity of a random matrix, in view extrapolation of weights and texts", Setting: lab.Integer{
			At: &s.seed, Default: 2, Min: 0, Max: mostSeed}},
		{Name: "steps", Help: "to train for; another number begins again", Setting: lab.Integer{
			At: &s.steps, Default: 0, Min: 0, Max: mostSteps, Step: 50, Coarse: 100}},
	}
}
