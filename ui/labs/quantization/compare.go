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
	begin         []func() *gpt.Run // the passes that are to be begun
	run           *gpt.Run          // the one that is under way
	work          float64           // of all passes
	done          float64           // of those that are over
	before, after *tensor.Matrix    // logits [T-1, V]
	at            int               // tokens compared
	probs         []float32         // [V], to compute with
	found         compared
}

// newComparing is for a model before and after, each with a pass of its own; of
// the one before the logits may be known.
func newComparing(before, after *gpt.Model, passes *[2]gpt.Pass, row []int, known tensor.Matrix) *comparing {
	c, last := &comparing{row: row, before: &known, after: &passes[1].Logits}, len(row)-1
	if known.Rows == 0 {
		c.before = &passes[0].Logits
		c.begin = append(c.begin, func() *gpt.Run { return before.Begin(&passes[0], row[:last], last) })
	}
	c.begin = append(c.begin, func() *gpt.Run { return after.Begin(&passes[1], row[:last], last) })
	c.work = float64(len(c.begin)) * after.Config.Work(last)
	return c
}

// Step lets the models read on, and then compares some tokens.
func (c *comparing) Step(budget float64) bool {
	if len(c.begin) > 0 {
		c.pass(budget)
		return true
	}
	if c.probs == nil {
		c.probs = make([]float32, c.after.Cols)
	}
	to := c.after.Rows
	if n := budget / tokenCost(c.after.Cols); n < float64(to-c.at) {
		to = c.at + max(int(n), 1)
	}
	for ; c.at < to; c.at++ { // one by one: what they come to does not depend on the budget
		before, after := c.before.Slice(c.at, c.at+1), c.after.Slice(c.at, c.at+1)
		target := c.row[c.at+1]
		c.found.tokens++
		c.found.before += c.loss(before.Row(0), target)
		c.found.after += c.loss(after.Row(0), target)
		c.found.divergence += gpt.Divergence(before, after)
		if likeliest(before.Row(0)) == likeliest(after.Row(0)) {
			c.found.same++
		}
	}
	if c.at < c.after.Rows {
		return true
	}
	n := float64(c.found.tokens)
	c.found.divergence = n * (c.found.divergence / n) // of a mean, as [gpt.Divergence] rounds it
	return false
}

// pass goes on with the pass that is under way, or begins the next: half of a
// budget, since what a pass does beside its products is not counted.
func (c *comparing) pass(budget float64) {
	if c.run == nil {
		c.run = c.begin[0]()
	}
	if c.run.Step(budget / 2) {
		return
	}
	c.done += c.run.Work()
	c.begin, c.run = c.begin[1:], nil
}

// loss is [gpt.CrossEntropy] of a token, in memory that is there.
func (c *comparing) loss(logits []float32, target int) float64 {
	return float64(tensor.Softmax(c.probs, logits)) - float64(logits[target])
}

// Share is how much of the passes and of the comparison is done.
func (c *comparing) Share() float64 {
	compare := tokenCost(c.after.Cols)
	done := c.done + float64(compare*float64(c.at))
	if c.run != nil {
		done += float64(c.run.Work() * c.run.Share())
	}
	return done / (c.work + float64(compare*float64(len(c.row)-1)))
}

func likeliest(logits []float32) int { return slices.Index(logits, slices.Max(logits)) }
