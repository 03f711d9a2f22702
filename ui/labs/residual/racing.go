package residual

import (
	"fmt"
	"math"
	"math/rand/v2"

	"logitarium/core/experiment"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// Steps of a race: what space asks for first and then adds, and the most.
const firstSteps, moreSteps, mostSteps = 150, 50, 600

// race is the training under way, if the knobs still describe it.
type race struct {
	setting experiment.RaceSetting // but for the vocabulary, which comes with the text
	run     *experiment.Race       // nil before the first step
	kept    *experiment.Race       // the last one that Keep has seen
	goal    int                    // steps asked for last
	paused  bool
}

func (l *Lab) raceSetting() experiment.RaceSetting {
	s := l.setting()
	s.Cross = false
	return experiment.RaceSetting{Setting: s, Rate: l.rate, Warmup: l.warmup}
}

// follow begins again when the setting is another one. A pause does not
// outlive it, nor another number of steps.
func (r *race) follow(s experiment.RaceSetting, goal int) {
	if r.setting != s {
		*r = race{setting: s, goal: goal}
	}
	if r.goal != goal {
		r.goal, r.paused = goal, false
	}
}

func (r *race) restart() { r.run, r.paused = nil, false }

func (r *race) busy(steps int) bool { return !r.paused && r.trained(steps) < steps }

// trained is how many steps are to be seen.
func (r *race) trained(steps int) int {
	if r.run == nil {
		return 0
	}
	return min(r.run.Steps(), steps)
}

// step trains both networks for about ten milliseconds.
func (r *race) step(own lm.Model, steps int) error {
	if r.run == nil {
		return r.start(own)
	}
	if r.busy(steps) {
		lab.Own(&r.run, r.kept)
		r.run.Advance()
	}
	return nil
}

// start draws the networks.
func (r *race) start(own lm.Model) error {
	world, err := lm.WorldOf(own)
	if err != nil {
		return fmt.Errorf("the race's text: %w", err)
	}
	s, tokens := r.setting, own.Tokenizer()
	s.Vocabulary = tokens.Size()
	r.run = experiment.NewRace(s, func(rng *rand.Rand) []int {
		return append(tokens.Encode(world.Document(rng)), tokens.End())
	})
	return nil
}

// curve is the running mean of a network's losses, as the readings have it.
func curve(n *experiment.Runner, trained, span int) []float64 {
	values := make([]float64, span)
	for i := range values {
		values[i] = math.NaN()
		if i < trained {
			values[i] = n.Loss(i + 1)
		}
	}
	return values
}

// The range of the race's losses, in nats; what is above is marked at the edge.
const lowLoss, highLoss = 1, 8

// racing is the view in which both networks are trained.
func (l *Lab) racing() lab.View {
	return lab.View{
		Name: "race", Help: "both networks learn Tiny World, live",
		Moves: append(l.drawn(), &l.rate, &l.warmup, &l.steps),
		Draw:  l.drawRace, Sentence: lab.English(l.sayRace), Readings: l.readRace, Actions: l.raceActions,
	}
}

// raceActions train.
func (l *Lab) raceActions() []lab.Action {
	return []lab.Action{
		{Name: l.trainName(), Key: "space", Help: "train, pause, go on", Do: func() error { l.train(); return nil }},
		{Name: "restart", Key: "b", Help: "begin again at step 0", Do: func() error { l.race.restart(); return nil }},
	}
}

// drawRace draws both losses over the steps.
func (l *Lab) drawRace(f lab.Frame) viz.Grid {
	trained := l.race.trained(l.steps)
	state := fmt.Sprintf("loss, step %3d of %3d", trained, l.steps)
	switch {
	case l.steps == 0:
		state = "loss: space trains both"
	case l.race.paused:
		state += ", paused"
	}
	heading := []string{
		state,
		fmt.Sprintf("L %d, d %d, %s, seed %d", l.depth, widths[l.width], inits[l.init].Name, l.seed),
	}
	span := f.Last("steps", l.span())
	chart := viz.LineChart{
		Series: []viz.Line{{Name: viz.Clean("pre")}, {Name: viz.Clean("post")}, {Name: viz.Clean("counts"), Under: true}},
		X:      [2]float64{1, float64(span)},
		Y:      &[2]float64{lowLoss, highLoss},
		XName:  viz.Clean("step"),
	}
	if r := l.race.run; r != nil && trained > 0 {
		chart.Series[0].Values = curve(&r.Pre, trained, span)
		chart.Series[1].Values = curve(&r.Post, trained, span)
		chart.Series[2].Values = constant(r.Unigram(), span)
	}
	if l.warmup > 0 {
		chart.Marks = append(chart.Marks, viz.LineMark{X: float64(l.warmup), Label: viz.Clean("warm-up ends")})
	}
	return titled(f, heading, func(f lab.Frame) viz.Grid { return viz.Lines(f.Size, f.Theme, chart) })
}

// span is how many steps the picture has room for.
func (l *Lab) span() int { return max(l.steps, firstSteps) }

func constant(v float64, n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = v
	}
	return values
}

// trainName is what space does now.
func (l *Lab) trainName() string {
	switch trained := l.race.trained(l.steps); {
	case trained < l.steps && l.race.paused:
		return "go on"
	case trained < l.steps:
		return "pause"
	case l.steps == 0:
		return "train"
	}
	return "more steps"
}

// train pauses a training and goes on with it, starts one, or adds steps to
// one that has ended.
func (l *Lab) train() {
	switch {
	case l.race.trained(l.steps) < l.steps:
		l.race.paused = !l.race.paused
	case l.steps == 0:
		l.steps = firstSteps
	default:
		l.steps = min(l.steps+moreSteps, mostSteps)
	}
}
