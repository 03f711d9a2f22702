package lens_test

import (
	"math/rand/v2"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/lens"
	"logitarium/core/lm"
	"logitarium/core/world"
)

// A study of this model with other draws of 200 questions found: no answer is
// decided before the attention of block 2, all are by the last MLP (.43 of them
// are the likeliest after attention 2, .56 after MLP 2, .74 after attention 3),
// and against the other values MLP 3 adds most, +6.2, then heads 3.3, +2.4, and
// 2.0, +2.0.
func TestWhereAnswersForm(t *testing.T) {
	const n = 40
	b := builtintest.Load(t)
	likeliest := make([]float64, 9)
	adds := map[lens.Part]float64{}
	for _, q := range b.World.Questions(world.KnowCommon, n, rand.New(rand.NewPCG(5, 1))) {
		tokens := b.Tokens.Encode(q.Prompt)
		answer := lm.Follow(b.Tokens, " "+q.Answer)[0]
		trace := record(t, b.Model, tokens)
		path := run(t, trace.NewPath(len(tokens)-1), 1e9).Path()
		point, ok := decided(path, answer)
		if !ok || point < 5 {
			t.Errorf("%q: %q is decided at %d, %t", q.Prompt, q.Answer, point, ok)
		}
		for p := range likeliest {
			if rank, _ := path.Rank(p, answer); rank == 1 {
				likeliest[p] += 1.0 / n
			}
		}
		var others []int
		for _, value := range q.Asked.Relation.Values() {
			if value != q.Answer {
				others = append(others, lm.Follow(b.Tokens, " "+value)[0])
			}
		}
		parts := trace.Parts(len(tokens) - 1)
		values, logit := parts.Against(answer, others)
		if off(sum(values), logit, 1e-4) {
			t.Errorf("%q: parts sum to %v, want %v", q.Prompt, sum(values), logit)
		}
		for i, v := range values {
			adds[parts.List[i]] += v / n
		}
	}
	for p, want := range []float64{0, 0, 0, 0, 0, .43, .56, .74, 1} {
		if off(likeliest[p], want, .17) || want == 0 && likeliest[p] > 0 {
			t.Errorf("point %d: %.2f of the answers are the likeliest, want about %.2f", p, likeliest[p], want)
		}
	}
	for part, want := range map[lens.Part]float64{{Kind: lens.MLPPart, Layer: 3, Head: -1}: 6.22, {Kind: lens.HeadPart, Layer: 3, Head: 3}: 2.39, {Kind: lens.HeadPart, Layer: 2}: 2.02} {
		if off(adds[part], want, .6) {
			t.Errorf("%+v adds %.2f, want about %.2f", part, adds[part], want)
		}
	}
}
