package lens

import (
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Test is a way to find out what a head reads: some texts, and at which of
// their tokens it should read which others.
type Test int

// The tests.
const (
	PreviousToken Test = iota // on a text: the token before
	FirstToken                // on a text: the first one
	Induction                 // on random tokens twice: the one after the same token's first time (Elhage et al. 2021, Olsson et al. 2022)
	Echo                      // the same where "say" and some words are followed by "echo" and these words
	ReadAnswer                // from where an answer begins, at the answer in the text
	Tests                     // how many there are
)

// Aim is that a token should read another one, both counted in the text.
type Aim struct {
	Test     Test
	From, To int
}

// Sample is a text with its aims.
type Sample struct {
	Tokens []int
	Aims   []Aim
}

// Scores are mean weights: how much each head reads at what a test aims at.
type Scores struct {
	Weights [][][Tests]float64 // [L][H]
	Aims    [Tests]int         // over how many aims; of none there is no score
}

// Score returns what the heads read at the aims in the text of a trace.
func (t *Trace) Score(aims []Aim) Scores {
	s := Measure(t.Model, nil)
	for l := range t.pass.Layers {
		s.look(l, t.pass.Layers[l].Attention, aims)
	}
	for _, a := range aims {
		s.scores.Aims[a.Test]++
	}
	s.finish()
	return s.scores
}

// Survey is heads being measured over samples, in steps.
type Survey struct {
	model   *gpt.Model
	samples []Sample
	at      int
	run     *gpt.Run
	scores  Scores // sums, until all is done
	over    bool
}

// Measure begins to measure all heads. It panics as [gpt.Model.Begin] does.
func Measure(m *gpt.Model, samples []Sample) *Survey {
	s := &Survey{model: m, samples: samples, scores: Scores{Weights: make([][][Tests]float64, m.Config.Layers)}}
	for l := range s.scores.Weights {
		s.scores.Weights[l] = make([][Tests]float64, m.Config.Heads)
	}
	return s
}

// SurveyCost is about what measuring takes, in multiplications as
// [gpt.Config.Work] counts.
func SurveyCost(c gpt.Config, samples []Sample) float64 {
	cost := 0.0
	for _, s := range samples {
		cost += c.Work(len(s.Tokens))
	}
	return cost
}

// Step goes on for about a budget, and says whether anything is left.
func (s *Survey) Step(budget float64) (more bool) {
	for budget > 0 && s.at < len(s.samples) {
		sample := s.samples[s.at]
		if s.run == nil {
			pass := &gpt.Pass{Predict: gpt.Nothing, ReuseLayers: true, Probe: func(site gpt.Site, layer int, x tensor.Matrix) {
				if site == gpt.Attention {
					s.look(layer, x, sample.Aims)
				}
			}}
			s.run = s.model.Begin(pass, sample.Tokens, len(sample.Tokens))
		}
		if s.run.Step(budget) {
			return true
		}
		budget -= s.run.Work()
		s.run = nil
		s.at++
		for _, a := range sample.Aims {
			s.scores.Aims[a.Test]++
		}
	}
	if s.at == len(s.samples) && !s.over {
		s.finish()
	}
	return !s.over
}

// look adds what the heads of a layer read at the aims.
func (s *Survey) look(layer int, weights tensor.Matrix, aims []Aim) {
	for h := range s.model.Config.Heads {
		w := s.model.Config.Head(weights, h)
		for _, a := range aims {
			s.scores.Weights[layer][h][a.Test] += float64(w.At(a.From, a.To))
		}
	}
}

func (s *Survey) finish() {
	for _, heads := range s.scores.Weights {
		for h := range heads {
			for test, n := range s.scores.Aims {
				if n > 0 {
					heads[h][test] /= float64(n)
				}
			}
		}
	}
	s.over = true
}

// Share is how much is done, from 0 to 1, by samples.
func (s *Survey) Share() float64 {
	if len(s.samples) == 0 {
		return 1
	}
	return float64(s.at) / float64(len(s.samples))
}

// Scores returns what was found, when all is done.
func (s *Survey) Scores() Scores { return s.scores }
