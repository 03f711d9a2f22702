package sampling

import (
	"slices"

	"logitarium/core/gpt"
)

// reader feeds the model's decoder. It knows what the decoder holds, so it can
// be asked for any text at any time, and goes on from what both have in common.
//
// A prompt is always fed in one go and the rest token by token, so that the
// logits are the same to the bit however the text came about.
type reader struct {
	decoder *gpt.Decoder
	prompt  int   // how many tokens were fed in one go
	held    []int // all that was fed
	run     *gpt.Run
	feeding []int // by the run
}

// step goes some milliseconds nearer to what the model says after a prompt and
// tokens written behind it. The logits are those of the next token; nil until
// they are known.
func (r *reader) step(m *gpt.Model, prompt, written []int) []float32 {
	if r.decoder == nil {
		r.decoder = gpt.NewDecoder(m)
	}
	text := slices.Concat(prompt, written)
	if r.run != nil && !r.leadsTo(prompt, text) {
		r.run = nil
	}
	for work := 0.0; work < catchUp; {
		if r.run == nil {
			r.begin(prompt, text)
		}
		if r.run.Step() {
			return nil
		}
		work += r.run.Work()
		logits := r.run.Logits().Row(0)
		r.held, r.run = append(r.held, r.feeding...), nil
		if len(r.held) == len(text) {
			return logits
		}
	}
	return nil
}

// catchUp is how many multiplications a step takes to come to a text that was
// kept while another one was read: enough for a small model to go on as if
// it had never left.
const catchUp = 1 << 31

// leadsTo says whether what is held and being fed is the beginning of a text.
func (r *reader) leadsTo(prompt, text []int) bool {
	n := len(r.held) + len(r.feeding)
	return r.prompt == len(prompt) && n <= len(text) &&
		slices.Equal(text[:len(r.held)], r.held) && slices.Equal(text[len(r.held):n], r.feeding)
}

// begin starts to feed what comes first of a text that is not held.
func (r *reader) begin(prompt, text []int) {
	shared := 0
	for shared < min(len(r.held), len(text)-1) && r.held[shared] == text[shared] {
		shared++
	}
	if r.prompt != len(prompt) || shared < len(prompt) {
		shared, r.prompt, r.feeding = 0, len(prompt), prompt
	} else {
		r.feeding = text[shared : shared+1]
	}
	r.held = r.held[:shared]
	r.decoder.Rewind(shared)
	r.run = r.decoder.Begin(r.feeding)
}

// promptRun is a prompt being read, as a task of a lab's work.
type promptRun struct {
	r      *reader
	m      *gpt.Model
	prompt []int
	logits []float32 // when it is done
}

func (g *promptRun) Step() bool {
	g.logits = g.r.step(g.m, g.prompt, nil)
	return g.logits == nil
}

func (g *promptRun) Share() float64 {
	if g.r.run == nil {
		return 0
	}
	return g.r.run.Share()
}
