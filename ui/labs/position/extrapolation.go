package position

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"logitarium/core/elementary"
	"logitarium/core/experiment"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/position"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// What the networks are that read longer texts than they learnt from, and how
// much they read.
const (
	trialDepth, trialWidth = 2, 32
	trialLength            = 4 * experiment.RaceLength
	trialTexts             = 64
	trialRate              = 1e-2
	firstSteps, mostSteps  = 300, 600
)

// trial is the training under way of small networks that differ in how they are
// told positions, if the knobs still describe it.
type trial struct {
	seed, steps int
	run         *experiment.Extrapolation // nil before the first step
	kept        *experiment.Extrapolation // the last one that Keep has seen
	paused      bool
}

// follow begins again when the settings are others.
func (t *trial) follow(s settings) {
	if t.seed != s.seed || t.steps != s.steps {
		*t = trial{seed: s.seed, steps: s.steps}
	}
}

func (t *trial) busy() bool {
	return t.steps > 0 && !t.paused && (t.run == nil || !t.run.Done())
}

// part goes on with a step, of as many networks as its budget is for.
func (t *trial) part(own lm.Model) (over bool, err error) {
	if t.run == nil {
		return true, t.start(own)
	}
	lab.Own(&t.run, t.kept)
	return t.run.AdvanceFor(lab.Centisecond, lab.PartBudget), nil
}

// start draws the networks. They learn the world of a model with its tokens.
func (t *trial) start(own lm.Model) error {
	world, err := lm.WorldOf(own)
	if err != nil {
		return fmt.Errorf("the text to learn from: %w", err)
	}
	tokens := own.Tokenizer()
	t.run = experiment.NewExtrapolation(experiment.ExtrapolationSetting{
		Depth: trialDepth, Width: trialWidth, Vocabulary: tokens.Size(),
		Steps: t.steps, Length: trialLength, Texts: trialTexts, Rate: trialRate, Seed: uint64(t.seed),
	}, func(rng *rand.Rand) []int { return append(tokens.Encode(world.Document(rng)), tokens.End()) })
	return nil
}

// stage is how far it has come: steps of training, then texts that are read.
func (t *trial) stage() (at, of int) {
	if t.steps == 0 {
		return 0, 0
	}
	if t.run == nil {
		return 0, t.steps + trialTexts
	}
	return t.run.Trained() + t.run.Texts(), t.steps + trialTexts
}

// schemeOf is a scheme of the networks, by the knob's.
var schemeOf = [...]gpt.Positions{sinusoidal: gpt.Sinusoidal, learned: gpt.Learned, rope: gpt.Rotary, alibi: gpt.ALiBi, none: gpt.NoPositions}

// unlike is how far what sinusoids add to a word at each position is from the
// nearest of what they add at the positions of training, as a share of its
// length.
func unlike() []float64 {
	const base = 10000 // of the networks
	table := position.Sinusoid{Dim: trialWidth, Base: base}.Table(0, trialLength)
	far := make([]float64, trialLength)
	for p := range far {
		nearest := math.Inf(1)
		for q := range experiment.RaceLength {
			nearest = min(nearest, position.Distance(table.Row(p), table.Row(q)))
		}
		far[p] = nearest / position.Length(table.Row(p))
	}
	return far
}

// extrapolation shows how well the networks of a trial read past the length of
// the texts that they learnt from.
type extrapolation struct {
	s                    settings
	trained, read        int
	paused               bool
	learning, perplexity [len(schemes)][]float64 // by scheme: the loss over the steps, and e^loss over the positions
	within, beyond       [len(schemes)]float64   // e^loss of the positions around, see insideFrom
	unlike               []float64               // see there; nil once they are to be trained
}

// Where the perplexities that are compared are taken from: with something to go
// by, but not past the end, and well past it.
const (
	insideFrom = experiment.RaceLength / 2
	beyondFrom = 2 * experiment.RaceLength
	blockOf    = 8 // positions to a point of the curve
)

func (l *Lab) newExtrapolation() extrapolation {
	m := extrapolation{s: l.set, paused: l.trial.paused}
	if l.set.steps == 0 {
		m.unlike = unlike()
	}
	run := l.trial.run
	if run == nil {
		return m
	}
	m.trained, m.read = run.Trained(), run.Texts()
	for scheme, positions := range schemeOf {
		n := &run.Networks[slices.Index(experiment.Schemes(), positions)]
		for i := range m.trained {
			m.learning[scheme] = append(m.learning[scheme], n.Loss(i+1))
		}
		if m.read == 0 {
			continue
		}
		losses := n.Losses()
		for first := 0; first < len(losses); first += blockOf {
			p := elementary.Exp(mean(losses[first : first+blockOf]))
			m.perplexity[scheme] = append(m.perplexity[scheme], slices.Repeat([]float64{p}, blockOf)...)
		}
		m.within[scheme] = elementary.Exp(mean(losses[insideFrom:experiment.RaceLength]))
		m.beyond[scheme] = elementary.Exp(mean(losses[beyondFrom:]))
	}
	return m
}

// The ends of the axes: what is beyond is marked at the edge.
const (
	mostPerplexity     = 30
	mostUnlike         = 1
	lowLoss, highLoss  = 1, 8
	leastOfDescription = 10 // rows of a picture that has the description above it
)

func (m extrapolation) draw(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	top := 0
	if g.H >= leastOfDescription {
		top = 2
		g.Text(0, 0, f.Theme.FitFirst(g.W, m.state(f)...), f.Theme.Strong)
		g.Text(0, 1, f.Theme.FitFirst(g.W,
			f.Say("learned has %d rows: from position %d on its last row is read again and again", experiment.RaceLength, experiment.RaceLength),
			f.Say("learned ends at %d: then its last row again", experiment.RaceLength)), f.Theme.Faint)
	}
	chart := m.reading(f)
	switch {
	case m.unlike != nil:
		chart = m.untrained(f)
	case m.trained > 0 && m.read == 0:
		chart = m.training(f)
	}
	g.Put(0, top, viz.Lines(viz.Size{W: g.W, H: g.H - top}, f.Theme, chart))
	return g
}

// state is how far the trial is, in several lengths.
func (m extrapolation) state(f lab.Frame) []viz.Safe {
	switch {
	case m.s.steps == 0:
		return []viz.Safe{
			f.Say("space: five networks learn from texts of %d tokens, then read texts of %d", experiment.RaceLength, trialLength),
			f.Say("space: learn from %d tokens, read %d", experiment.RaceLength, trialLength),
		}
	case m.paused:
		return []viz.Safe{f.Say("step %d of %d, %d of %d texts read, paused", m.trained, m.s.steps, m.read, trialTexts), f.Say("paused")}
	case m.read == 0:
		return []viz.Safe{f.Say("step %d of %d, texts of %d tokens; seed %d", m.trained, m.s.steps, experiment.RaceLength, m.s.seed), f.Say("step %d of %d", m.trained, m.s.steps)}
	}
	return []viz.Safe{
		f.Say("trained for %d steps on %d tokens, %d of %d texts read; seed %d", m.trained, experiment.RaceLength, m.read, trialTexts, m.s.seed),
		f.Say("%d steps, %d of %d texts read", m.trained, m.read, trialTexts),
	}
}

// reading is the chart of what the networks make of longer texts.
func (m extrapolation) reading(f lab.Frame) viz.LineChart {
	name := f.Say("perplexity")
	if f.W >= 100 {
		name = f.Say("perplexity: among so many tokens it wavers")
	}
	return viz.LineChart{
		X: [2]float64{0, trialLength - 1}, Y: &[2]float64{0, mostPerplexity},
		XName: f.Say("position"), YName: name, Series: m.series(f, m.perplexity),
		Marks: []viz.LineMark{{X: experiment.RaceLength, Label: f.Say("end of training texts"), Cut: true}},
	}
}

// untrained is the chart of what is added to a word, before anything is learnt.
func (m extrapolation) untrained(f lab.Frame) viz.LineChart {
	name := f.Say("how far from all that was added in training, in lengths")
	if f.W < 100 {
		name = f.Say("far from all added in training, in lengths")
	}
	return viz.LineChart{
		X: [2]float64{0, trialLength - 1}, Y: &[2]float64{0, f.Top("unlike", mostUnlike)},
		XName: f.Say("position"), YName: name,
		Series: []viz.Line{
			{Name: f.Say("sinusoidal"), Values: m.unlike},
			{Name: f.Say("the others"), Values: make([]float64, trialLength)},
		},
		Marks: []viz.LineMark{{X: experiment.RaceLength, Label: f.Say("end of training texts"), Cut: true}},
	}
}

// training is the chart of what they learn.
func (m extrapolation) training(f lab.Frame) viz.LineChart {
	last := f.Last("steps", m.s.steps)
	values := m.learning
	for i := range values {
		values[i] = lab.Padded(values[i], last)
	}
	return viz.LineChart{
		X: [2]float64{1, float64(last)}, Y: &[2]float64{lowLoss, highLoss},
		XName: f.Say("step"), YName: f.Say("loss, nats"), Series: m.series(f, values),
	}
}

func (m extrapolation) series(f lab.Frame, values [len(schemes)][]float64) []viz.Line {
	lines := make([]viz.Line, len(schemes))
	for i := range schemes {
		lines[i] = viz.Line{Name: f.Print(message.Label("value", schemes[i].Name)), Values: values[i]}
	}
	return lines
}

func (m extrapolation) readings() []lab.Reading {
	pending := message.New("not read yet")
	if m.read > 0 {
		pending = message.Text{}
	}
	scheme := message.Label("value", schemes[m.s.scheme].Name)
	readings := []lab.Reading{
		{Name: "beyond", Help: message.New("the perplexity from position %d on, with the chosen scheme: among so many equally likely tokens the network would waver as much", beyondFrom), Value: m.beyond[m.s.scheme], Digits: 1, Undefined: pending, Note: message.New("perplexity, %v", scheme)},
		{Name: "within", Help: message.New("the perplexity at positions %d to %d, inside the length of training, with the chosen scheme", insideFrom, experiment.RaceLength-1), Value: m.within[m.s.scheme], Digits: 1, Undefined: pending, Note: message.New("perplexity, %v", scheme)},
		{Name: "steps made", Help: message.New("the steps that each network was trained for"), Value: float64(m.trained), Note: message.New("of %d", m.s.steps)},
		{Name: "texts read", Help: message.New("the longer texts that each network has read"), Value: float64(m.read), Note: message.New("of %d", trialTexts)},
	}
	if m.unlike != nil {
		readings = append([]lab.Reading{{Name: "farthest", Help: message.New("how far what sines add to a word at some position gets from the nearest of what they add at positions 0 to %d, as a share of its length", experiment.RaceLength-1), Value: slices.Max(m.unlike), Digits: 2, Note: message.New("lengths, sinusoidal")}}, readings...)
	}
	for _, i := range m.order() {
		readings = append(readings, lab.Reading{Name: schemes[i].Name + " beyond", Help: message.New("the perplexity from position %d on, with this scheme", beyondFrom), Value: m.beyond[i], Digits: 1, Undefined: pending})
	}
	return readings
}

// order is the schemes, the one that reads on best first.
func (m extrapolation) order() []int {
	all := []int{alibi, rope, none, learned, sinusoidal}
	if m.read > 0 {
		slices.SortStableFunc(all, func(a, b int) int {
			switch {
			case m.beyond[a] < m.beyond[b]:
				return -1
			case m.beyond[a] > m.beyond[b]:
				return 1
			}
			return 0
		})
	}
	return all
}

// readsOn is how much greater a perplexity may be past the end for a network
// to be said to read on.
const readsOn = 1.15

func (m extrapolation) insight() message.Text {
	name := func(i int) message.Text { return message.Label("value", schemes[i].Name) }
	switch {
	case m.s.steps == 0:
		return message.New("Defined is not learned: from %d on only the sines add to a word what was never added before. Space trains five networks, alike but for their positions.", experiment.RaceLength)
	case m.read == 0:
		return message.New("Five networks, the same first weights and texts of %d tokens. Only how they are told positions differs.", experiment.RaceLength)
	case m.read < trialTexts:
		return message.New("They are trained. Now each reads longer texts: %d of %d, of %d tokens each.", m.read, trialTexts, trialLength)
	}
	c := m.s.scheme
	text := message.New("With %v the network loses its way past %d tokens: perplexity %.1f before, %.1f from %d on.", name(c), experiment.RaceLength, m.within[c], m.beyond[c], beyondFrom)
	if m.beyond[c] <= readsOn*m.within[c] {
		text = message.New("With %v the network reads on past %d tokens: perplexity %.1f before, %.1f from %d on.", name(c), experiment.RaceLength, m.within[c], m.beyond[c], beyondFrom)
	}
	order := m.order()
	best, worst := order[0], order[len(order)-1]
	return message.Join(text, message.New("Lowest there: %v %.1f; highest: %v %.1f.", name(best), m.beyond[best], name(worst), m.beyond[worst]))
}

// extrapolationActions train.
func (l *Lab) extrapolationActions() []lab.Action {
	name, turns := "another seed", []lab.Field{&l.set.seed}
	switch {
	case l.set.steps == 0:
		name, turns = "train", []lab.Field{&l.set.steps}
	case l.trial.paused:
		name, turns = "go on", nil
	case l.trial.busy():
		name, turns = "pause", nil
	}
	return []lab.Action{{Name: name, Key: "space", Help: "train, pause, go on; at the end again with the next seed", Turns: turns, Do: func() error {
		switch {
		case l.set.steps == 0:
			l.set.steps = firstSteps
		case l.trial.paused || l.trial.busy():
			l.trial.paused = !l.trial.paused
		default:
			l.set.seed = (l.set.seed + 1) % (mostSeed + 1)
		}
		return l.Refresh()
	}}}
}
