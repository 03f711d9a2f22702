package residual

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"logitarium/core/elementary"
	"logitarium/core/experiment"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// Steps of a race: what space asks for first and then adds, and the most.
const firstSteps, moreSteps, mostSteps = 150, 50, 600

// race is the training under way, of one pair of networks or of one for each
// of several seeds, if the knobs still describe it.
type race struct {
	setting experiment.RaceSetting // but for the vocabulary, which comes with the text
	seeds   int
	run     *experiment.Series // nil before the first step
	kept    *experiment.Series // the last one that Keep has seen
	goal    int                // steps asked for last
	paused  bool
	figures bool // run has no networks: it was trained elsewhere

	begun *experiment.Series // the run to come, with the networks of some seeds
	again *experiment.Series // trained here as far as run, which has only figures; what it is, it will be then

	first []opening        // of the seeds so far
	next  *experiment.Race // the one that is shown its first batch; it has seen a part of it
	amid  bool             // in the middle of a step; what is kept then has the same next
}

// opening is what two networks make of their first batch, before any update:
// one loss each, and the gradients.
type opening struct{ pre, post experiment.Runner }

func (l *Lab) raceSetting() experiment.RaceSetting {
	return experiment.RaceSetting{Setting: l.setting(), Rate: l.rate, Warmup: l.warmup}
}

// follow begins again when the setting is another one. A pause does not
// outlive it, nor another number of steps.
func (r *race) follow(s experiment.RaceSetting, seeds, goal int) {
	if r.setting != s || r.seeds != seeds {
		*r = race{setting: s, seeds: seeds, goal: goal}
	}
	if r.goal != goal {
		r.goal, r.paused = goal, false
	}
}

func (r *race) restart() { r.run, r.begun, r.again, r.paused, r.figures = nil, nil, nil, false, false }

func (r *race) busy(steps int) bool {
	return !r.paused && r.trained(steps) < steps || steps == 0 && !r.looked()
}

// looked says whether all networks have been shown their first batch.
func (r *race) looked() bool { return len(r.first) == r.seeds }

// look shows the next networks their first batch, or a part of it. They are not
// kept: those of many seeds together are large.
func (r *race) look(own lm.Model) (over bool, err error) {
	switch {
	case r.next == nil:
		series, err := r.begin(own, len(r.first))
		if err != nil {
			return true, err
		}
		r.next, r.amid = series.Races[0], true
		return false, nil
	case !r.amid:
		r.next, r.amid = r.next.Clone(), true // what was kept to go back to has the other one
		return false, nil
	}
	if over = r.next.AdvanceFor(lab.PartBudget); r.next.Steps() > 0 {
		of := func(n *experiment.Runner) experiment.Runner { return experiment.Runner{Losses: n.Losses, W2: n.W2} }
		r.first, r.next = append(slices.Clip(r.first), opening{of(&r.next.Pre), of(&r.next.Post)}), nil
	}
	r.amid = !over
	return over, nil
}

// trained is how many steps are to be seen, of every seed.
func (r *race) trained(steps int) int {
	if r.run == nil {
		return 0
	}
	return min(r.run.Trained(), steps)
}

// part trains both networks of a seed for about ten milliseconds.
func (r *race) part(own lm.Model, steps int) (over bool, err error) {
	switch {
	case steps == 0 && !r.looked():
		return r.look(own)
	case r.run == nil || r.busy(steps) && r.figures && r.again == nil:
		return r.beginNext(own)
	case r.busy(steps) && r.figures:
		return r.catchUp(), nil
	case r.busy(steps):
		lab.Own(&r.run, r.kept)
		r.run.Steps = steps
		return r.run.AdvanceFor(lab.PartBudget), nil
	}
	return true, nil
}

// beginNext draws the networks of the next seed. It says whether all are drawn.
func (r *race) beginNext(own lm.Model) (over bool, err error) {
	var seeds []*experiment.Race
	if r.begun != nil {
		seeds = r.begun.Races
	}
	next, err := r.begin(own, len(seeds))
	if err != nil {
		return true, err
	}
	next.Races = append(slices.Clip(seeds), next.Races...)
	if r.begun = next; len(next.Races) < r.seeds {
		return false, nil
	}
	if r.begun = nil; r.figures {
		r.again = next
		return true, nil
	}
	r.run = next
	return true, nil
}

// catchUp trains for about ten milliseconds as far as the run that was given, which
// stands meanwhile: the same seeds and texts come to the same numbers. Then it goes
// on from there.
func (r *race) catchUp() (over bool) {
	r.again.Steps = r.run.Trained()
	over = r.again.AdvanceFor(lab.PartBudget)
	if r.again.Trained() >= r.again.Steps {
		r.run, r.again, r.figures = r.again, nil, false
	}
	return over
}

// begin draws the networks of a seed, counted from the first one.
func (r *race) begin(own lm.Model, seed int) (*experiment.Series, error) {
	world, err := lm.WorldOf(own)
	if err != nil {
		return nil, fmt.Errorf("the race's text: %w", err)
	}
	s, tokens := r.setting, own.Tokenizer()
	s.Vocabulary, s.Seed = tokens.Size(), s.Seed+uint64(seed)
	return experiment.NewSeries(s, func(rng *rand.Rand) []int {
		return append(tokens.Encode(world.Document(rng)), tokens.End())
	}, 1, 0), nil
}

// shown are the networks of a seed as far as they have come, with the steps of
// which there are losses and gradients: of the first there are before any
// update. 0: there are none yet.
func (r *race) shown(seed, steps int) (pre, post *experiment.Runner, of int) {
	if of = r.trained(steps); of > 0 {
		return &r.run.Races[seed].Pre, &r.run.Races[seed].Post, of
	}
	if seed < len(r.first) {
		return &r.first[seed].pre, &r.first[seed].post, 1
	}
	return nil, nil, 0
}

// training is the work of a view that trains from so many seeds.
func (l *Lab) training(r *race, seeds func() int) work {
	return work{
		race:  r,
		begin: func() { r.follow(l.raceSetting(), seeds(), l.steps) },
		busy:  func() bool { return r.busy(l.steps) },
		part:  func() (over bool, err error) { return r.part(l.own, l.steps) },
		stage: func() (at, of int, unit string) { return r.trained(l.steps), l.steps, "step" },
	}
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

// The ranges of the race's losses, in nats, and of its gradients; what is
// beyond is marked at the edge.
const (
	lowLoss, highLoss         = 1, 8
	lowGradient, highGradient = 1e-6, 10
)

// racing is the view in which both networks are trained.
func (l *Lab) racing() lab.View {
	return lab.View{
		Name: "race", Help: "both networks learn Tiny World, live",
		Moves: append(l.drawn(), &l.cross, &l.rate, &l.warmup, &l.steps),
		Draw:  l.drawRace, Sentence: l.sayRace, Readings: l.readRace,
		Actions: func() []lab.Action { return l.raceActions(&l.race) },
	}
}

// raceActions train.
func (l *Lab) raceActions(r *race) []lab.Action {
	var turns []lab.Field
	if r.trained(l.steps) >= l.steps {
		turns = []lab.Field{&l.steps}
	}
	return []lab.Action{
		{Name: l.trainName(r), Key: "space", Help: "train, pause, go on", Turns: turns, Do: func() error { l.train(r); return nil }},
		{Name: "restart", Key: "b", Help: "begin again at step 0", Do: func() error { r.restart(); return nil }},
	}
}

// drawRace draws both losses over the steps, and beside them the gradients of
// the layers now.
func (l *Lab) drawRace(f lab.Frame) viz.Grid {
	heading := []viz.Safe{f.Print(l.raceState(&l.race)), f.Print(l.raceOf())}
	return titled(f, heading, func(f lab.Frame) viz.Grid {
		if f.W < besideFrom {
			return l.drawLosses(f)
		}
		g := f.Theme.Grid(f.Size)
		right := f.W * 2 / 5
		g.Put(0, 0, l.drawLosses(f.In(f.W-right-2, f.H)))
		g.Put(f.W-right, 0, l.drawLive(f.In(right, f.H)))
		return g
	})
}

// raceState is how far the race is.
func (l *Lab) raceState(r *race) message.Text {
	trained := r.trained(l.steps)
	switch {
	case l.steps == 0:
		return message.New("space trains both for %d steps", firstSteps)
	case r.paused:
		return message.New("step %d of %d, paused", trained, l.steps)
	}
	if r.again != nil {
		return message.New("step %d of %d as it was given; here the networks are at step %d", trained, l.steps, r.again.Trained())
	}
	return message.New("step %d of %d", trained, l.steps)
}

// raceOf is what is trained, in short.
func (l *Lab) raceOf() message.Text {
	if l.cross {
		return message.New("encoder and decoder of %d layers, width %d, init %v, seed %d", l.depth, widths[l.width], inits[l.init].Label(), l.seed)
	}
	return message.New("%d layers, width %d, init %v, seed %d", l.depth, widths[l.width], inits[l.init].Label(), l.seed)
}

// drawLosses draws both losses, over what is had without reading: before any
// step the loss of who guesses evenly, then that of token frequencies.
func (l *Lab) drawLosses(f lab.Frame) viz.Grid {
	span := f.Last("steps", l.span())
	chart := viz.LineChart{
		Series: []viz.Line{{Name: f.Say("pre")}, {Name: f.Say("post")}, {Under: true}},
		X:      [2]float64{1, float64(span)},
		Y:      &[2]float64{lowLoss, highLoss},
		XName:  f.Say("step"), YName: f.Say("loss, nats"),
	}
	if pre, post, of := l.race.shown(0, l.steps); of > 0 {
		chart.Series[0].Values = curve(pre, of, span)
		chart.Series[1].Values = curve(post, of, span)
	}
	if l.race.trained(l.steps) > 0 {
		chart.Series[2].Name = f.Say("frequencies")
		chart.Series[2].Values = constant(l.race.run.Races[0].Unigram(), span)
	} else {
		size := l.own.Tokenizer().Size()
		evenly := elementary.Log(float64(size))
		chart.Series[2].Name = f.Say("guessing")
		chart.Series[2].Values = constant(evenly, span)
		chart.Invite = f.Say("Will both losses fall? Guessing evenly among %s tokens costs ln %s = %.2f nats.", viz.Grouped(size), viz.Grouped(size), evenly)
	}
	if l.warmup > 0 {
		chart.Marks = append(chart.Marks, viz.LineMark{X: float64(l.warmup), Label: f.Say("warm-up ends")})
	}
	return viz.Lines(f.Size, f.Theme, chart)
}

// drawLive draws the gradient of each layer's W2, the mean of the last steps.
func (l *Lab) drawLive(f lab.Frame) viz.Grid {
	layers := f.Last("layers", l.depth)
	chart := viz.LineChart{
		Series: []viz.Line{{Name: f.Say("pre")}, {Name: f.Say("post")}},
		X:      [2]float64{1, float64(layers)}, Whole: true,
		Y: &[2]float64{lowGradient, highGradient}, Log: true,
		XName: f.Say("layer"), YName: f.Say("gradient now"),
	}
	if l.race.trained(l.steps) == 0 {
		chart.Invite = f.Say("The gradient of each layer, step by step.")
	}
	if pre, post, of := l.race.shown(0, l.steps); of > 0 {
		chart.Series[0].Values = lab.Padded(recent(pre.W2, of), layers)
		chart.Series[1].Values = lab.Padded(recent(post.W2, of), layers)
	}
	return viz.Lines(f.Size, f.Theme, chart)
}

// recent is the mean over the last of so many steps, at most ten, as that of
// losses is.
func recent(steps [][]float64, trained int) []float64 {
	const window = 10
	last := steps[max(0, trained-window):trained]
	mean := make([]float64, len(last[0]))
	for _, step := range last {
		for i, v := range step {
			mean[i] += v / float64(len(last))
		}
	}
	return mean
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
func (l *Lab) trainName(r *race) string {
	switch trained := r.trained(l.steps); {
	case trained < l.steps && r.paused:
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
func (l *Lab) train(r *race) {
	switch {
	case r.trained(l.steps) < l.steps:
		r.paused = !r.paused
	case l.steps == 0:
		l.steps = firstSteps
	default:
		l.steps = min(l.steps+moreSteps, mostSteps)
	}
}
