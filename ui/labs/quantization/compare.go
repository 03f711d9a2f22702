package quantization

import (
	"math"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
)

// compared is what two models make of the same tokens, each predicted from
// those before it: sums over the tokens.
type compared struct {
	tokens        int
	before, after float64 // losses, nats
	divergence    float64 // of after from before, nats
	same          int     // tokens of which both find the same one the likeliest
}

func (c *compared) add(o compared) {
	c.tokens += o.tokens
	c.before += o.before
	c.after += o.after
	c.divergence += o.divergence
	c.same += o.same
}

// perplexities are those before and after.
func (c compared) perplexities() (before, after float64) {
	n := float64(c.tokens)
	return gpt.Perplexity(c.before / n), gpt.Perplexity(c.after / n)
}

// bits is the divergence of a token, on average.
func (c compared) bits() float64 { return c.divergence / float64(c.tokens) / math.Ln2 }

// comparing has two models read a row of tokens, and compares what they
// predict; [lab.Stepper].
type comparing struct {
	row           []int
	passes        series
	before, after tensor.Matrix // logits [T-1, V]
	at            int           // tokens compared
	found         compared
}

// newComparing is for a model before and after; of the one before the logits
// may be known.
func newComparing(before, after *gpt.Model, probe gpt.Probe, row []int, known tensor.Matrix) *comparing {
	c := &comparing{row: row, before: known}
	if known.Rows == 0 {
		c.passes.begin = append(c.passes.begin, func() lab.Stepper { return passOver(before, nil, row, &c.before) })
	}
	c.passes.begin = append(c.passes.begin, func() lab.Stepper { return passOver(after, probe, row, &c.after) })
	return c
}

// Step lets the models read on, and then compares some tokens.
func (c *comparing) Step() bool {
	if c.passes.Step() {
		return true
	}
	each := max(int(stepBudget/tokenCost(c.after.Cols)), 1)
	from, to := c.at, min(c.at+each, c.after.Rows)
	before, after, targets := c.before.Slice(from, to), c.after.Slice(from, to), c.row[from+1:to+1]
	part := compared{tokens: to - from}
	n := float64(part.tokens)
	lost, _ := gpt.CrossEntropy(before, targets)
	loses, _ := gpt.CrossEntropy(after, targets)
	part.before, part.after, part.divergence = n*lost, n*loses, n*gpt.Divergence(before, after)
	for i := range part.tokens {
		if likeliest(before.Row(i)) == likeliest(after.Row(i)) {
			part.same++
		}
	}
	c.found.add(part)
	c.at = to
	return c.at < c.after.Rows
}

// Share is not asked for: a queue counts pieces.
func (c *comparing) Share() float64 { return 0 }

func likeliest(logits []float32) int { return slices.Index(logits, slices.Max(logits)) }

// passOver has a model read a row but for its last token; its logits come to
// stand in a matrix.
func passOver(m *gpt.Model, probe gpt.Probe, row []int, logits *tensor.Matrix) lab.Stepper {
	last := len(row) - 1
	pass := &gpt.Pass{Probe: probe, Fleeting: true}
	return &passing{m.Begin(pass, row[:last], last), logits}
}

// passing is a pass that leaves its logits.
type passing struct {
	*gpt.Run
	logits *tensor.Matrix
}

// Step goes on with the pass.
func (p *passing) Step() bool {
	if p.Run.Step() {
		return true
	}
	*p.logits = p.Run.Logits()
	return false
}

// tokenCost is that of comparing two distributions over a vocabulary, in
// nanoseconds: four exponentials for each of its tokens.
func tokenCost(vocabulary int) float64 { return 30 * float64(vocabulary) }
