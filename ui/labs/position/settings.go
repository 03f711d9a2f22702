package position

import (
	"slices"
	"strings"

	"logitarium/core/builtin"
	"logitarium/core/gpt"
	"logitarium/core/position"
	"logitarium/ui/lab"
)

// settings are the values of the knobs.
type settings struct {
	view, scheme            int
	layout, spacing         int
	positions, dModel, base int
	position, offset        int
	dimension, head, seed   int
	text                    string

	summed  bool // the last picture was of view sum
	textEnd int  // and the last offset in its text
}

// The views, in the order of the knob.
const (
	viewHeatmap = iota
	viewWaves
	viewSimilarity
	viewRotation
	viewUnique
	viewShuffle
	viewSum
	viewAttention
)

var views = []lab.Option{
	{Name: "heatmap", Help: "position by dimension: what is added, or what turns, at each position"},
	{Name: "waves", Help: "one pair of dimensions over the positions, and three speeds side by side"},
	{Name: "similarity", Help: "dot products of positions, as a matrix and over the offset"},
	{Name: "rotation", Help: "the one matrix that shifts every position by the same offset"},
	{Name: "unique", Help: "how far apart positions are, and which two are closest"},
	{Name: "shuffle", Help: "a sentence in two orders: does the model notice?"},
	{Name: "sum", Help: "token embedding + position = input of the first block"},
	{Name: "attention", Help: "a real query and key: their score over the offset"},
}

// The schemes, in the order of the knob.
const (
	sinusoidal = iota
	learned
	rope
	alibi
	none
)

var schemes = []lab.Option{
	{Name: "sinusoidal", Help: "sines and cosines added to the embedding (Vaswani et al. 2017)"},
	{Name: "learned", Help: "the model's own trained table, added to the embedding (GPT-1, GPT-2, BERT)"},
	{Name: "rope", Help: "queries and keys are turned by angles (Su et al. 2021)"},
	{Name: "alibi", Help: "scores lose a fixed amount for each step (Press et al. 2021)"},
	{Name: "none", Help: "nothing says where a token stands"},
}

var layouts = []lab.Option{
	{Name: "interleaved", Help: "a pair is two neighbours (2i, 2i+1): the paper, GPT-J"},
	{Name: "concatenated", Help: "a pair is (i, i + d/2): sines, then cosines; in RoPE GPT-NeoX and Hugging Face"},
}

var spacings = []lab.Option{
	{Name: "paper", Help: "frequencies base^(-2i/d), as in Vaswani et al."},
	{Name: "tensor2tensor", Help: "frequencies base^(-i/(d/2-1)), as in the paper's code, fairseq and Whisper"},
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

// uses says whether a knob changes what the chosen view shows of the scheme.
func (s settings) uses(knob string) bool {
	return slices.Contains(strings.Fields(s.used()), knob)
}

// used lists those knobs, besides view and scheme.
func (s settings) used() string {
	const formula = "layout spacing base "
	switch s.view {
	case viewHeatmap:
		return [...]string{
			sinusoidal: formula + "positions d-model position dimension",
			learned:    "positions position dimension",
			rope:       "layout base positions d-model position dimension",
			alibi:      "positions offset head",
			none:       "",
		}[s.scheme]
	case viewWaves:
		return [...]string{
			sinusoidal: formula + "positions d-model position offset dimension",
			learned:    "positions position offset dimension",
			rope:       "layout base positions d-model position offset dimension",
			alibi:      "positions offset head",
			none:       "",
		}[s.scheme]
	case viewSimilarity:
		return [...]string{
			sinusoidal: "spacing base positions d-model position offset seed",
			learned:    "positions position offset seed",
			none:       "",
		}[s.scheme]
	case viewRotation:
		return [...]string{
			sinusoidal: formula + "positions d-model position offset dimension",
			rope:       "layout base positions d-model position offset dimension",
			none:       "",
		}[s.scheme]
	case viewUnique:
		return [...]string{
			sinusoidal: "spacing base positions d-model offset",
			learned:    "positions position offset",
			none:       "",
		}[s.scheme]
	case viewShuffle:
		return "text seed " + [...]string{sinusoidal: formula, rope: "layout base", none: ""}[s.scheme]
	case viewSum:
		return "text position offset dimension " + [...]string{sinusoidal: formula, none: ""}[s.scheme]
	}
	return "text positions position offset head " + [...]string{sinusoidal: formula, rope: "layout base", none: ""}[s.scheme]
}

// idle says why a knob changes nothing now; "" when it does.
func (s settings) idle(knob string, c gpt.Config) string {
	if _, ok := unfit(s, c); ok {
		return "there is nothing to see of this scheme in this view"
	}
	if s.uses(knob) {
		return ""
	}
	switch {
	case knob == "d-model" && s.uses("dimension"):
		return "the width is the model's own"
	case knob == "layout" && s.view == viewSimilarity:
		return "the same numbers in another order have the same dot products"
	case knob == "layout" && s.view == viewUnique:
		return "the same numbers in another order are as far apart"
	case knob == "position" && s.view == viewUnique:
		return "of sinusoids the distance depends on the offset alone"
	case knob == "position" && s.scheme == alibi:
		return "ALiBi knows offsets only"
	case knob == "spacing" && s.scheme == rope:
		return "RoPE has one spacing, base^(-2i/d)"
	case slices.Contains([]string{"layout", "spacing", "base"}, knob) && s.scheme != sinusoidal:
		return "only schemes made of sines and cosines have it"
	}
	return "it changes nothing in this view"
}

// asksModel says whether the chosen view runs the model.
func (s settings) asksModel() bool {
	return s.view == viewShuffle || s.view == viewSum || s.view == viewAttention
}

// width is the number of dimensions of the vectors that the view shows.
func (s settings) width(c gpt.Config) int {
	if s.scheme == learned || s.view == viewSum {
		return c.Width
	}
	return s.dModel
}

// last returns the greatest position and offset: in view sum a text slides
// along the whole context, and the offset ends with the text.
func (s settings) last(lm *builtin.LM) (position, offset int) {
	if s.view == viewSum {
		ids, _ := tokens(lm, s.text)
		return lm.Model.Config.Context - 1, len(ids) - 1
	}
	return s.positions - 1, s.positions - 1
}

// clamp keeps cursors inside what the other knobs left of their ranges. The
// default offset that a short text of view sum cuts comes back with room for it.
func (s *settings) clamp(lm *builtin.LM) {
	position, offset := s.last(lm)
	if s.summed && s.offset == min(defaultOffset, s.textEnd) {
		s.offset = defaultOffset
	}
	s.summed, s.textEnd = s.view == viewSum, offset
	s.position, s.offset = min(s.position, position), min(s.offset, offset)
	s.dimension = min(s.dimension, s.width(lm.Model.Config)-1)
}

// Knobs lists what can be turned.
func (l *Lab) Knobs() []lab.Knob {
	s, c := &l.set, l.lm.Model.Config
	lastPosition, lastOffset := s.last(l.lm)
	offset := defaultOffset
	if s.view == viewSum {
		offset = min(offset, lastOffset)
	}
	knobs := []lab.Knob{
		{Name: "view", Help: "the picture", Setting: lab.Choice{At: &s.view, Options: views}},
		{Name: "scheme", Help: "how tokens are told where they stand", Setting: lab.Choice{
			At: &s.scheme, Options: schemes}},
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
			At: &s.dimension, Default: 4, Min: 0, Max: s.width(c) - 1}},
		{Name: "head", Help: "the attention head", Setting: lab.Integer{
			At: &s.head, Default: 0, Min: 0, Max: c.Heads - 1}},
		{Name: "text", Help: "the sentence that the model reads", Setting: lab.Text{
			At: &s.text, Default: "the fox lives in the", Max: 400}},
		{Name: "seed", Help: "of the order of the words; in view similarity of a random matrix", Setting: lab.Integer{
			At: &s.seed, Default: 2, Min: 0, Max: mostSeed}},
	}
	for i, k := range knobs {
		if k.Name != "view" && k.Name != "scheme" {
			knobs[i].Idle = s.idle(k.Name, c)
		}
	}
	return knobs
}
