package position

import (
	"fmt"
	"math"
	"strings"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/position"
	"logitarium/core/tensor"
	"logitarium/viz"
)

// probe returns the gpt.Probe that puts a scheme in the place of a model's own
// positions: rows of length tokens each, the first token of each at position
// start. Then also, if not nil, sees what is left.
func (s settings) probe(c gpt.Config, start, length int, also gpt.Probe) gpt.Probe {
	slopes := position.Slopes(c.Heads)
	return func(site gpt.Site, layer int, x tensor.Matrix) {
		switch site {
		case gpt.TokenEmbedding:
			if s.scheme == sinusoidal { // §3.4 of the paper
				tensor.Scale(x.Data, float32(math.Sqrt(float64(c.Width))))
			}
		case gpt.PositionEmbedding:
			if s.scheme != learned {
				clear(x.Data)
				s.addPositions(x, start, length)
			}
		case gpt.Embedding:
			if c.Positions != gpt.Learned { // the model has no place for positions
				s.addPositions(x, start, length)
			}
		case gpt.Query, gpt.Key:
			if s.scheme == rope {
				s.turn(x, start, length)
			}
		case gpt.Scores:
			if s.scheme == alibi {
				penalize(x, slopes, length)
			}
		}
		if also != nil {
			also(site, layer, x)
		}
	}
}

// addPositions adds the sinusoids, if that is the scheme, to rows of tokens.
func (s settings) addPositions(x tensor.Matrix, start, length int) {
	if s.scheme != sinusoidal {
		return
	}
	pe := s.sinusoid(x.Cols).Table(start, length)
	for i := range x.Rows {
		for j, v := range pe.Row(i % length) {
			x.Row(i)[j] += float32(v)
		}
	}
}

// turn applies RoPE to the queries or keys of all heads, each head's tokens
// one under the other.
func (s settings) turn(x tensor.Matrix, start, length int) {
	r := s.rotary(x.Cols)
	rows := position.NewTable(length, x.Cols)
	for first := 0; first < x.Rows; first += length {
		head := x.Slice(first, first+length)
		for i, v := range head.Data {
			rows.Data[i] = float64(v)
		}
		for i, v := range r.RotateRows(rows, start).Data {
			head.Data[i] = float32(v)
		}
	}
}

// penalize applies ALiBi to the scores of all heads.
func penalize(x tensor.Matrix, slopes []float64, length int) {
	for i := range x.Rows {
		slope := slopes[i/length%len(slopes)]
		for j := range x.Cols {
			x.Row(i)[j] += float32(position.Bias(slope, float64(i%length-j)))
		}
	}
}

// beginning returns the embedding and the first block of a model, with a
// vocabulary of the given tokens alone, in their order: what is looked at
// there, without the work of the rest.
func beginning(m *gpt.Model, ids ...int) *gpt.Model {
	c := m.Config
	c.Layers, c.Vocab = 1, len(ids)
	tokens := tensor.New(len(ids), c.Width)
	for i, id := range ids {
		m.Embedding(tokens.Row(i), id)
	}
	return &gpt.Model{Config: c, Tokens: tokens, Positions: m.Positions, Blocks: m.Blocks[:1], Final: m.Final, Slower: m.Slower}
}

const mostTokens = 16 // of the text that the model reads

// tokens returns the beginning of the text, and how much was left out.
func tokens(of lm.Offer, text string) (ids []int, left int) {
	ids = of.Tokens.Encode(text)
	if len(ids) == 0 {
		ids = []int{of.Tokens.End()}
	}
	most := min(mostTokens, of.Model.Context())
	left = max(len(ids)-most, 0)
	return ids[:len(ids)-left], left
}

// label names a token.
func label(of lm.Offer, id int) viz.Safe { return viz.Clean(lm.Label(of.Tokens, id)) }

// labels names the tokens of a text, names does so that no two different ones
// look alike.
func labels(of lm.Offer, ids []int) []viz.Safe { return cleaned(lm.Labels(of.Tokens, ids)) }
func names(of lm.Offer, ids []int) []viz.Safe  { return cleaned(lm.Names(of.Tokens, ids)) }

func cleaned(texts []string) []viz.Safe {
	out := make([]viz.Safe, len(texts))
	for i, text := range texts {
		out[i] = viz.Clean(text)
	}
	return out
}

// quoted writes a token in prose.
func quoted(name viz.Safe) string {
	if strings.HasPrefix(name.String(), `"`) && name.Width() > 1 {
		return name.String()
	}
	return `"` + name.String() + `"`
}

// scaled writes a number in few digits, and none that is not 0 as 0.
func scaled(v float64, digits int) string {
	text := viz.Fixed(v, digits).String()
	if v != 0 && strings.Trim(text, "0.") == "" {
		return strings.Replace(fmt.Sprintf("%.0e", v), "e-0", "e-", 1)
	}
	return text
}
