package builtin

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"

	"logitarium/core/checkpoint"
	"logitarium/core/gpt"
	"logitarium/core/huggingface"
	"logitarium/core/tensor"
	"logitarium/core/world"
)

// heldOutRows is the number of rows on which perplexity is measured.
const heldOutRows = 256

// Accuracy asks n questions of each kind, the same for the same seed.
func (m *LM) Accuracy(n int, seed uint64) []KindScore {
	var scores []KindScore
	for _, kind := range world.Kinds() {
		rng := rand.New(rand.NewPCG(seed, streamQuestions+uint64(kind)))
		questions := m.World.Questions(kind, n, rng)
		right := make([]bool, n)
		tensor.Parallel(n, func(i int) { right[i] = m.Answers(questions[i]) })
		s := KindScore{Kind: kind.String(), Of: n}
		for _, ok := range right {
			if ok {
				s.Right++
			}
		}
		s.Share = float64(s.Right) / float64(n)
		scores = append(scores, s)
	}
	return scores
}

// Answers says whether greedy decoding answers a question word for word, the
// end of the line included. One pass over prompt and answer shows it: each
// token must be the likeliest after those before it. A question that does not
// fit into the context is not answered.
func (m *LM) Answers(q world.Question) bool {
	prompt := len(m.Tokens.Encode(q.Prompt))
	tokens := m.Tokens.Encode(q.Prompt + " " + q.Answer + "\n")
	if len(tokens) > m.Model.Config.Context {
		return false
	}
	logits := m.Model.Logits(tokens, nil) // [T, V]
	for i := prompt; i < len(tokens); i++ {
		if tensor.Argmax(logits.Row(i-1)) != tokens[i] {
			return false
		}
	}
	return true
}

// HeldOut returns the mean loss, in nats a token, on documents that no
// training with this seed draws, and over how many tokens.
func (m *LM) HeldOut(rows, length int, seed uint64) (loss float64, tokens int) {
	b := m.batch(rand.New(rand.NewPCG(seed, streamHeldOut)), rows, length)
	losses := make([]float64, rows)
	tensor.Parallel(rows, func(i int) {
		lo, hi := i*length, (i+1)*length
		losses[i], _ = gpt.CrossEntropy(m.Model.Logits(b.Tokens[lo:hi], nil), b.Targets[lo:hi])
	})
	return mean(losses), rows * length
}

// Finish measures the trained model as it will be stored, writes the figures
// into its card, and returns it. The run's own weights stay in single precision.
func (r *Run) Finish(questions int) (*LM, error) {
	stored, err := r.LM.halved()
	if err != nil {
		return nil, err
	}
	full, n := r.LM.HeldOut(heldOutRows, r.Recipe.Length, r.Recipe.Seed)
	half, _ := stored.HeldOut(heldOutRows, r.Recipe.Length, r.Recipe.Seed)
	stored.Card.HeldOut = Perplexity{Float32: gpt.Perplexity(full), Float16: gpt.Perplexity(half), Tokens: n}
	stored.Card.Accuracy = stored.Accuracy(questions, r.Recipe.Seed)
	return stored, nil
}

// halved is the model as it comes back from a file in half precision.
func (m *LM) halved() (*LM, error) {
	var file bytes.Buffer
	var tensors []checkpoint.Tensor
	for _, t := range m.Model.Tensors() {
		tensors = append(tensors, checkpoint.Tensor{Name: huggingface.TensorName(t.Name), Shape: t.Shape(), Data: t.Data, DType: checkpoint.F16})
	}
	if err := checkpoint.Write(&file, tensors, nil); err != nil {
		return nil, err
	}
	f, err := checkpoint.Open(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		return nil, err
	}
	half := *m
	half.Model = gpt.Zeros(m.Model.Config)
	return &half, fill(f, half.Model.Tensors())
}

// Line writes scores in one line: "common 1.00  mid 0.98 …".
func Line(scores []KindScore) string {
	parts := make([]string, len(scores))
	for i, s := range scores {
		parts[i] = fmt.Sprintf("%s %.2f", s.Kind, s.Share)
	}
	return strings.Join(parts, "  ")
}
