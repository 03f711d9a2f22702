package lens

import (
	"math/rand/v2"
	"strings"

	"logitarium/core/lm"
	"logitarium/core/world"
)

// OnText is a text in which heads are asked for the token before and for the
// first one.
func OnText(tokens []int) Sample {
	s := Sample{Tokens: tokens}
	for i := 1; i < len(tokens); i++ {
		s.Aims = append(s.Aims, Aim{PreviousToken, i, i - 1}, Aim{FirstToken, i, 0})
	}
	return s
}

// Twice is n random tokens of a vocabulary, and the same once more: from each of
// the second time a head of induction reads what came after it the first time.
func Twice(vocabulary, n int, rng *rand.Rand) Sample {
	s := Sample{Tokens: make([]int, 2*n)}
	for i := range n {
		s.Tokens[i] = rng.IntN(vocabulary)
		s.Tokens[n+i] = s.Tokens[i]
	}
	for i := range n - 1 {
		s.Aims = append(s.Aims, Aim{Induction, n + i, i + 1})
	}
	return s
}

// Said is a document of lines "say" and "echo", with the aims of the test Echo:
// before each token of an echo, that token where it was said. It is empty for
// any other document.
func Said(t lm.Tokenizer, document string) Sample {
	lines := strings.Split(strings.TrimSuffix(document, "\n"), "\n")
	s := Sample{Tokens: t.Encode(document)}
	starts := offsets(t, s.Tokens)
	at := 0
	for i := 0; i+1 < len(lines); i += 2 {
		said, ok := strings.CutPrefix(lines[i], "say")
		echoed, again := strings.CutPrefix(lines[i+1], "echo")
		if !ok || !again || said != echoed {
			return Sample{}
		}
		from, to := tokensIn(starts, at+len("say"), len(said)), tokensIn(starts, at+len(lines[i])+1+len("echo"), len(said))
		for k := range min(len(from), len(to)) {
			s.Aims = append(s.Aims, Aim{Echo, to[k] - 1, from[k]})
		}
		at += len(lines[i]) + len(lines[i+1]) + 2
	}
	if len(s.Aims) == 0 {
		return Sample{}
	}
	return s
}

// Asked is a question whose answer stands in its text, with the aim of the test
// ReadAnswer: from its last token the answer's first one. It is empty if the
// answer does not stand there.
func Asked(t lm.Tokenizer, q world.Question) Sample {
	s := Sample{Tokens: t.Encode(q.Prompt)}
	at := 0
	for line := range strings.SplitSeq(q.Prompt, "\n") {
		f, ok := world.ReadStatement(strings.TrimPrefix(line, "Fact: "))
		if ok && f.Person == q.Asked.Person && f.Relation == q.Asked.Relation {
			if i := strings.LastIndex(line, " "+q.Answer); i >= 0 {
				if to := tokensIn(offsets(t, s.Tokens), at+i, 1+len(q.Answer)); len(to) > 0 {
					s.Aims = []Aim{{ReadAnswer, len(s.Tokens) - 1, to[0]}}
					return s
				}
			}
		}
		at += len(line) + 1
	}
	return Sample{}
}

// offsets are the bytes at which tokens begin in their text, and its end.
func offsets(t lm.Tokenizer, tokens []int) []int {
	starts := []int{0}
	for _, token := range tokens {
		starts = append(starts, starts[len(starts)-1]+len(t.Bytes(token)))
	}
	return starts
}

// tokensIn are the tokens that begin in so many bytes of a text.
func tokensIn(starts []int, at, n int) []int {
	var in []int
	for i, start := range starts[:len(starts)-1] {
		if start >= at && start < at+n {
			in = append(in, i)
		}
	}
	return in
}

// Samples are random tokens, size times, and for a model that was trained on
// Tiny World four times as many documents that say and echo, and questions about
// three facts. They are the same for the same seed.
func Samples(o lm.Offer, size int, seed uint64) []Sample {
	const half = 50 // random tokens, before they come again
	rng := rand.New(rand.NewPCG(seed, 1))
	var samples []Sample
	n := min(half, o.Model.Context()/2)
	for range size {
		samples = append(samples, Twice(o.Tokens.Size(), n, rng))
	}
	if o.World == nil {
		return samples
	}
	for said := 0; said < 4*size; {
		if s := Said(o.Tokens, o.World.Document(rng)); len(s.Aims) > 0 && len(s.Tokens) <= o.Model.Context() {
			samples = append(samples, s)
			said++
		}
	}
	for _, q := range o.World.Questions(world.ThreeFacts, 4*size, rng) {
		if s := Asked(o.Tokens, q); len(s.Aims) > 0 && len(s.Tokens) <= o.Model.Context() {
			samples = append(samples, s)
		}
	}
	return samples
}
