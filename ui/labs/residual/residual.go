// Package residual is the lab about the place of the norm in a transformer's
// block: after the residual sum (GPT-1) or before the branch (GPT-2), and what
// that does to the gradients.
package residual

import (
	_ "embed"
	"slices"
	"time"

	"logitarium/core/builtin"
	"logitarium/core/experiment"
	"logitarium/ui/lab"
	"logitarium/viz"
)

//go:embed notes.md
var notes string

// Lab is the residual lab.
type Lab struct {
	lm *builtin.LM

	// The knobs.
	view, width, init, gradient int
	cross                       bool
	depth, draws, seed          int
	rate                        float64
	warmup, steps               int

	survey survey
	race   race
}

// The views, in the order of the knob.
const (
	viewWiring = iota
	viewGradients
	viewStream
	viewDepth
	viewRace
)

var views = []lab.Option{
	{Name: "wiring", Help: "both blocks; the thick line is the way of the stream x"},
	{Name: "gradients", Help: "how large the gradient of each layer's weights is, before any training"},
	{Name: "stream", Help: "how large the stream is after each layer"},
	{Name: "depth", Help: "the last layer's gradient, in networks of more and more layers"},
	{Name: "race", Help: "both networks learn Tiny World, live"},
}

var widths = []int{16, 32, 64}

var inits = []lab.Option{
	{Name: "xavier", Help: "uniform within ±√(6/(in+out)), embeddings 1/√d"},
	{Name: "gpt-2", Help: "N(0, 0.02²), projections into the stream divided by √(2L)"},
	{Name: "unscaled", Help: "N(0, 0.02²) throughout"},
	{Name: "theory", Help: "what the theorems assume: Gaussian Xavier, uniform attention, a ReLU MLP of width d"},
}

// New returns the lab at its defaults. The race is on the model's text and
// tokens if it has Tiny World's, else on those of the built-in one.
func New(lm *builtin.LM) *Lab {
	l := &Lab{lm: lm}
	lab.Reset(l.Knobs())
	return l
}

// Twin returns another lab on the same model.
func (l *Lab) Twin() lab.Lab { return New(l.lm) }

// Info describes the lab.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID:       "residual",
		Tab:      "Pre/Post",
		Title:    "Pre-LN and post-LN: where the norm goes",
		Question: "Where does the norm go, and what does it do to gradients?",
		Subject:  "fresh networks",
		Notes:    notes,
	}
}

// Knobs lists what can be turned.
func (l *Lab) Knobs() []lab.Knob {
	only := func(reason string, in ...int) string {
		if slices.Contains(in, l.view) {
			return ""
		}
		return reason
	}
	sizes := make([]lab.Option, len(widths))
	for i, w := range widths {
		sizes[i] = lab.Option{Name: viz.Cleanf("%d", w).String(), Help: "values per position in the stream"}
	}
	const drawn, measured, raced = "the wiring has no weights", "nothing is averaged here", "only the race trains"
	crossIdle := ""
	if l.view == viewRace {
		crossIdle = "the race is between decoders alone"
	}
	return []lab.Knob{
		{Name: "view", Help: "the picture", Setting: lab.Choice{At: &l.view, Options: views}},
		{Name: "depth", Help: "layers", Setting: lab.Integer{
			At: &l.depth, Default: 6, Min: 2, Max: 24, Coarse: 6}},
		{Name: "width", Help: "values per position in the stream", Idle: only(drawn, viewGradients, viewStream, viewDepth, viewRace), Setting: lab.Choice{
			At: &l.width, Default: 2, Options: sizes}},
		{Name: "init", Help: "how the first weights are drawn", Idle: only(drawn, viewGradients, viewStream, viewDepth, viewRace), Setting: lab.Choice{
			At: &l.init, Options: inits}},
		{Name: "cross", Help: "cross-attention: a decoder that reads an encoder, as the Transformer of 2017", Idle: crossIdle, Setting: lab.Switch{
			At: &l.cross}},
		{Name: "gradient", Help: "of which weights the gradient is shown", Idle: only("no gradient is shown here", viewGradients, viewDepth), Setting: lab.Choice{
			At: &l.gradient, Options: gradientOptions()}},
		{Name: "networks", Help: "networks averaged, from seed on", Idle: only(measured, viewGradients, viewStream, viewDepth), Setting: lab.Integer{
			At: &l.draws, Default: 8, Min: 1, Max: 32}},
		{Name: "seed", Help: "of the first weights, and of the text", Idle: only(drawn, viewGradients, viewStream, viewDepth, viewRace), Setting: lab.Integer{
			At: &l.seed, Default: 1, Min: 0, Max: 9999}},
		{Name: "rate", Help: "learning rate, after the warm-up", Idle: only(raced, viewRace), Setting: lab.Number{
			At: &l.rate, Default: 0.005, Min: 0.0001, Max: 0.05, Step: 0.0005, Coarse: 0.005, Digits: 4}},
		{Name: "warm-up", Help: "steps in which the learning rate rises", Idle: only(raced, viewRace), Setting: lab.Integer{
			At: &l.warmup, Min: 0, Max: 300, Step: 5, Coarse: 75, Names: []lab.Named{{Value: 0, Name: "off"}}}},
		{Name: "steps", Help: "to train for", Idle: only(raced, viewRace), Setting: lab.Integer{
			At: &l.steps, Min: 0, Max: mostSteps, Step: 10, Coarse: 50}},
	}
}

// setting is a network as the knobs ask for it.
func (l *Lab) setting() experiment.Setting {
	return experiment.Setting{
		Depth: l.depth, Width: widths[l.width], Init: experiment.Init(l.init), Cross: l.cross, Seed: uint64(l.seed),
	}
}

// Actions lists what space and letters set off.
func (l *Lab) Actions() []lab.Action {
	switch l.view {
	case viewWiring:
		return nil // there are no weights in it
	case viewGradients, viewStream, viewDepth:
		return []lab.Action{{Name: "redraw", Key: "space", Help: "other weights: the next seed", Do: func() error {
			l.seed = (l.seed + 1) % 10000
			return nil
		}}}
	}
	return []lab.Action{
		{Name: l.trainName(), Key: "space", Help: "train, pause, go on", Do: func() error { l.train(); return nil }},
		{Name: "restart", Key: "b", Help: "begin again at step 0", Do: func() error { l.race.restart(); return nil }},
	}
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

// Stage implements [lab.Gradual]: the steps of the race, or the networks that
// are measured.
func (l *Lab) Stage() (at, of int, unit string) {
	switch l.view {
	case viewWiring:
		return 0, 0, ""
	case viewRace:
		return l.race.trained(l.steps), l.steps, "step"
	case viewDepth:
		return l.sweep().networks, l.draws, "network"
	}
	return len(l.pairs(l.depth)), l.draws, "network"
}

// GoOn implements [lab.Gradual].
func (l *Lab) GoOn() { l.race.paused = false }

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

// Busy says whether networks are still to be measured or trained.
func (l *Lab) Busy() bool {
	switch l.view {
	case viewWiring:
		return false
	case viewRace:
		return l.race.busy(l.steps)
	}
	_, more := l.missing()
	return more
}

// Step measures or trains a little more.
func (l *Lab) Step(time.Duration) error {
	if l.view == viewRace {
		return l.race.step(l.lm, l.steps)
	}
	for work := 0; work < stepLayers; {
		s, more := l.missing()
		if !more {
			return nil
		}
		work += l.survey.measure(s)
	}
	return nil
}

// Refresh measures the first network, and calls a race off that is no longer
// the one that the knobs describe.
func (l *Lab) Refresh() error {
	switch l.view {
	case viewWiring:
	case viewRace:
		l.race.follow(l.raceSetting(), l.steps)
	default:
		l.survey.tidy()
		l.survey.need(l.setting())
		if l.view == viewDepth { // where the curve begins
			for depth := evens; depth <= min(l.depth, 3*evens); depth += evens {
				l.survey.need(l.drawn(0, depth))
			}
		}
	}
	return nil
}

// View draws the chosen picture.
func (l *Lab) View(f lab.Frame) viz.Grid {
	switch l.view {
	case viewGradients:
		return l.viewGradients(f)
	case viewStream:
		return l.viewStream(f)
	case viewDepth:
		return l.viewDepth(f)
	case viewRace:
		return l.viewRace(f)
	}
	return l.viewWiring(f)
}

// titled puts a heading over a picture. A heading of several lines gives up
// its last ones first.
func titled(f lab.Frame, lines []string, picture func(lab.Frame) viz.Grid) viz.Grid {
	g := f.Theme.Grid(f.Size)
	n := min(len(lines), max(f.H/6, 0))
	for y, line := range lines[:n] {
		st := f.Theme.Faint
		if y == 0 {
			st = f.Theme.Strong
		}
		g.Text(0, y, f.Theme.Fit(viz.Clean(line), f.W), st)
	}
	f.H -= n
	g.Put(0, n, picture(f))
	return g
}
