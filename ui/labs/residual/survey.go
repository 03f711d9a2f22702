package residual

import (
	"maps"
	"math"

	"logitarium/core/experiment"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// pair is one network measured with its norms at either place.
type pair struct{ pre, post experiment.Measurement }

// survey keeps what was measured, by setting.
type survey struct {
	done map[experiment.Setting]pair
	kept bool // the next measurement goes into a copy

	layers int // that are measured of a step under way
}

const (
	stepLayers = 12   // layers measured in one step, about
	mostKept   = 2000 // measurements
	evens      = 2    // the depths of the view depth are its multiples
	deepest    = 24
)

// tidy makes room. Only [Lab.Refresh] may call it, which then measures what
// the picture cannot do without.
func (s *survey) tidy() {
	if s.done == nil || len(s.done) >= mostKept {
		s.done, s.kept = map[experiment.Setting]pair{}, false
	}
}

func (s *survey) has(setting experiment.Setting) bool {
	_, ok := s.done[setting]
	return ok
}

// need measures a network unless that is done.
func (s *survey) need(setting experiment.Setting) {
	if !s.has(setting) {
		s.measure(setting)
	}
}

// measure measures a network and returns how many layers that were.
func (s *survey) measure(setting experiment.Setting) (layers int) {
	var p pair
	p.pre, p.post = experiment.Measure(setting)
	if s.kept {
		s.done, s.kept = maps.Clone(s.done), false
	}
	s.done[setting] = p
	if setting.Cross {
		return 2 * setting.Depth
	}
	return setting.Depth
}

// network returns the setting of the i-th network that is averaged, at a depth.
func (l *Lab) network(i, depth int) experiment.Setting {
	s := l.setting()
	s.Depth = depth
	s.Seed += uint64(i)
	return s
}

// missing returns the next network of some depths to be measured.
func (l *Lab) missing(depths []int) (experiment.Setting, bool) {
	for i := range l.draws {
		for _, depth := range depths {
			if s := l.network(i, depth); !l.survey.has(s) {
				return s, true
			}
		}
	}
	return experiment.Setting{}, false
}

// pairs returns what is measured so far at a depth: the first of the networks
// without a gap.
func (l *Lab) pairs(depth int) []pair {
	var all []pair
	for i := range l.draws {
		p, ok := l.survey.done[l.network(i, depth)]
		if !ok {
			break
		}
		all = append(all, p)
	}
	return all
}

// means are averages over networks, layer by layer, of both places.
type means struct {
	pre, post []float64
	networks  int
}

// mean averages a quantity of the networks measured at a depth, of the first
// most of them.
func (l *Lab) mean(depth, most int, of func(experiment.Measurement) []float64) means {
	all := l.pairs(depth)
	all = all[:min(most, len(all))]
	m := means{networks: len(all)}
	add := func(sum *[]float64, values []float64) {
		if *sum == nil {
			*sum = make([]float64, len(values))
		}
		for i, v := range values {
			(*sum)[i] += v / float64(len(all))
		}
	}
	for _, p := range all {
		add(&m.pre, of(p.pre))
		add(&m.post, of(p.post))
	}
	return m
}

// gradients are the choices of the knob of that name.
var gradientsOf = []struct {
	option lab.Option
	title  string
	of     func(experiment.Measurement) []float64
}{
	{lab.Option{Name: "w2", Help: message.New("the MLP's second matrix: what Theorem 1 is about")}, "W2", tensor(experiment.W2)},
	{lab.Option{Name: "w1", Help: message.New("the MLP's first matrix")}, "W1", tensor("mlp.up.weight")},
	{lab.Option{Name: "query", Help: message.New("self-attention's queries")}, "Wq", tensor("self.query.weight")},
	{lab.Option{Name: "key-value", Help: message.New("self-attention's keys and values")}, "Wkv", tensor("self.keyvalue.weight")},
	{lab.Option{Name: "output", Help: message.New("self-attention's projection into the stream")}, "Wo", tensor("self.out.weight")},
	{lab.Option{Name: "layer", Help: message.New("all of a layer's weights together")}, "layer", experiment.Measurement.Layers},
	{lab.Option{Name: "stream", Help: message.New("the stream that leaves the layer")}, "x", func(m experiment.Measurement) []float64 { return m.Flow[1:] }},
}

func tensor(name string) func(experiment.Measurement) []float64 {
	return func(m experiment.Measurement) []float64 { return m.Of(name) }
}

func gradientOptions() []lab.Option {
	options := make([]lab.Option, len(gradientsOf))
	for i, g := range gradientsOf {
		options[i] = g.option
	}
	return options
}

// norms are the means of the chosen gradient at a depth, over so many networks
// at most.
func (l *Lab) norms(depth, most int) means { return l.mean(depth, most, gradientsOf[l.gradient].of) }

// first and last are NaN where nothing is measured.
func first(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	return values[0]
}

func last(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	return values[len(values)-1]
}

// ratio is the last layer's value over the first's; NaN where both are 0, as
// the gradient of queries is whose keys are 0.
func ratio(values []float64) float64 { return last(values) / first(values) }

// zeroGradients is why a ratio has no value.
const zeroGradients message.ID = "these gradients are 0"

// computed are readings that were computed here; why says what has become of
// those that are no numbers.
func computed(why message.ID, readings []lab.Reading) []lab.Reading {
	for i := range readings {
		r := &readings[i]
		if r.Provenance == "" {
			r.Provenance = lab.Computed
		}
		if r.Undefined.Empty() && (math.IsNaN(r.Value) || math.IsInf(r.Value, 0)) {
			r.Undefined = message.New(why)
		}
	}
	return readings
}
