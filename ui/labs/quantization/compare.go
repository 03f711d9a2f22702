package quantization

import (
	"math"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
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
	passes        []*gpt.Run
	before, after tensor.Matrix // logits [T-1, V]
	at            int           // tokens compared
	found         compared
}

// newComparing is for a model before and after, each with a pass of its own; of
// the one before the logits may be known.
func newComparing(before, after *gpt.Model, passes *[2]gpt.Pass, row []int, known tensor.Matrix) *comparing {
	c, last := &comparing{row: row, before: known}, len(row)-1
	if known.Rows == 0 {
		c.passes = append(c.passes, before.Begin(&passes[0], row[:last], last))
		c.before = passes[0].Logits
	}
	c.passes = append(c.passes, after.Begin(&passes[1], row[:last], last))
	c.after = passes[1].Logits
	return c
}

// Step lets the models read on, and then compares some tokens.
func (c *comparing) Step(budget float64) bool {
	for _, r := range c.passes {
		if r.Share() < 1 {
			r.Step(budget)
			return true
		}
	}
	to := c.after.Rows
	if n := budget / tokenCost(c.after.Cols); n < float64(to-c.at) {
		to = c.at + max(int(n), 1)
	}
	before, after, targets := c.before.Slice(c.at, to), c.after.Slice(c.at, to), c.row[c.at+1:to+1]
	part := compared{tokens: to - c.at}
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

// Share is how much of the passes and of the comparison is done.
func (c *comparing) Share() float64 {
	compare := tokenCost(c.after.Cols)
	done, all := float64(compare*float64(c.at)), float64(compare*float64(c.after.Rows))
	for _, r := range c.passes {
		done += float64(r.Work() * r.Share())
		all += r.Work()
	}
	return done / all
}

func likeliest(logits []float32) int { return slices.Index(logits, slices.Max(logits)) }
