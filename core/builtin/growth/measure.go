package growth

import (
	"math"
	"math/rand/v2"
	"strings"

	"logitarium/core/builtin"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
	"logitarium/core/world"
)

// Figures are what was measured of a model after some steps of its training.
type Figures struct {
	Step    int     `json:"step"`
	HeldOut float64 `json:"held_out"` // mean loss on documents that no training draws, in nats a token
	Right   []int   `json:"right"`    // answers, of the record's questions, in the order of [world.Kinds]

	// Answer is how much each head reads of the answer where it has to be said:
	// its attention from the end of a prompt with three facts to the first token
	// of the value that is asked for, [L][H].
	Answer [][]float64 `json:"answer"`
	// Echo is the same in documents of the say-and-echo kind: the attention from
	// each token of a repeated word to the one that follows it in what is
	// repeated, [L][H]. On random tokens this is the induction score of Olsson et
	// al. 2022.
	Echo [][]float64 `json:"echo"`
}

const (
	heldOutRows = 64
	scored      = 100 // prompts and documents that the heads are scored on
	digits      = 1e5 // figures are rounded to so much
)

// The stream of random numbers that the prompts for the heads are drawn from.
const streamScores = 1<<62 + 1<<20

// measure asks a model so many questions of each kind, the same for the same
// seed, and scores its heads. The step is left at 0.
func measure(m *builtin.LM, questions int, seed uint64) Figures {
	loss, _ := m.HeldOut(heldOutRows, m.Context(), seed)
	f := Figures{HeldOut: rounded(loss)}
	for _, s := range m.Accuracy(questions, seed) {
		f.Right = append(f.Right, s.Right)
	}
	f.Answer, f.Echo = scores(m, scored, seed)
	return f
}

func rounded(v float64) float64 { return math.Round(v*digits) / digits }

// scores measures what [Figures] calls Answer and Echo, on n prompts and as many
// documents, the same for the same seed.
func scores(m *builtin.LM, n int, seed uint64) (answer, echo [][]float64) {
	rng := rand.New(rand.NewPCG(seed, streamScores))
	var prompts, documents []text
	for _, q := range m.World.Questions(world.ThreeFacts, n, rng) {
		prompts = append(prompts, prompt(m, q))
	}
	for len(documents) < n {
		d := m.World.Document(rng)
		if strings.HasPrefix(d, say) {
			if t := repeated(m, d); len(t.tokens) <= m.Context() {
				documents = append(documents, t)
			}
		}
	}
	return score(m.Model, prompts), score(m.Model, documents)
}

// A text is tokens, and pairs of them: where a token is read from, and where it
// stands.
type text struct {
	tokens []int
	pairs  [][2]int
}

// prompt is a question; the pair is its last token and the value's first one.
func prompt(m *builtin.LM, q world.Question) text {
	t := text{tokens: m.Tokens.Encode(q.Prompt)}
	lines, before := strings.SplitAfter(q.Prompt, "\n"), 0
	for i, f := range q.Given {
		if f == q.Asked { // the person comes first in each statement
			before += strings.LastIndex(lines[i], f.Value)
			break
		}
		before += len(lines[i])
	}
	t.pairs = [][2]int{{len(t.tokens) - 1, holding(m, t.tokens, before)}}
	return t
}

const say, repeat = "say ", "echo "

// repeated is a document of lines "say …" and "echo …"; the pairs are each token
// that was repeated, but the last of a line, and the one that followed the first
// time.
func repeated(m *builtin.LM, document string) text {
	t, before := text{tokens: m.Tokens.Encode(document)}, 0
	for line := range strings.Lines(document) {
		if strings.HasPrefix(line, say) {
			// Words begin with their blank.
			first := holding(m, t.tokens, before+len(say)-1)
			again := holding(m, t.tokens, before+len(line)+len(repeat)-1)
			for k := 1; again+k < len(t.tokens) && t.tokens[first+k] == t.tokens[again+k] && m.Tokens.Bytes(t.tokens[first+k])[0] != '\n'; k++ {
				t.pairs = append(t.pairs, [2]int{again + k - 1, first + k})
			}
		}
		before += len(line)
	}
	return t
}

// holding returns the token that holds a byte of the text.
func holding(m *builtin.LM, tokens []int, at int) int {
	for i, t := range tokens {
		if at -= len(m.Tokens.Bytes(t)); at < 0 {
			return i
		}
	}
	return len(tokens) - 1
}

// score is the mean attention over all pairs, of each head.
func score(m *gpt.Model, texts []text) [][]float64 {
	c := m.Config
	sums := make([][]float64, len(texts)) // [texts][L·H]
	tensor.Parallel(len(texts), func(i int) {
		sums[i] = make([]float64, c.Layers*c.Heads)
		p := gpt.Pass{Predict: gpt.Nothing, ReuseLayers: true}
		p.Probe = func(site gpt.Site, layer int, x tensor.Matrix) {
			if site != gpt.Attention {
				return
			}
			for h := range c.Heads {
				weights := c.Head(x, h) // [T, T]
				for _, pair := range texts[i].pairs {
					sums[i][layer*c.Heads+h] += float64(weights.At(pair[0], pair[1]))
				}
			}
		}
		m.Forward(&p, texts[i].tokens, len(texts[i].tokens))
	})
	pairs := 0
	for _, t := range texts {
		pairs += len(t.pairs)
	}
	mean := make([][]float64, c.Layers)
	for l := range mean {
		for h := range c.Heads {
			sum := 0.0
			for i := range texts {
				sum += sums[i][l*c.Heads+h]
			}
			mean[l] = append(mean[l], rounded(sum/float64(max(pairs, 1))))
		}
	}
	return mean
}
