package norm

import (
	"slices"

	"logitarium/core/experiment/norms"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// Updates of the networks of a race: what space asks for first and then adds,
// the most, and how many a step of the clock and a part of it make. A step of the
// clock examines one of the networks, on so many samples in a part.
const (
	firstUpdates, moreUpdates, mostUpdates = 600, 200, 2000
	updatesAtOnce, updatesOfAPart          = 10, 2
	samplesOfAPart                         = 64
)

// raceBatches are the sizes of batch that the networks are trained with.
var raceBatches = []int{2, 8}

// race is the training of small networks, one for each norm and each size of
// batch, and how they do when it is over: before the first update, too.
type race struct {
	seed   int
	run    *norms.Race // nil before the first update
	kept   *norms.Race // the last one that Keep has seen
	goal   int         // updates asked for last
	paused bool
	exams  []norms.Exam // of the first racers so far, after the updates asked for
	exam   norms.Exam   // of the next one, which is under way
}

// follow begins again where the knobs ask for another race, or for less of it.
// A pause does not outlive another number of updates.
func (r *race) follow(seed, goal int) {
	if r.seed != seed || r.trained() > goal {
		*r = race{seed: seed, goal: goal}
	}
	if r.goal != goal {
		r.goal, r.paused, r.exams, r.exam = goal, false, nil, norms.Exam{}
	}
}

// trained is how many updates all networks have made.
func (r *race) trained() int {
	if r.run == nil {
		return 0
	}
	return r.run.Trained()
}

// over says whether all is trained and examined.
func (r *race) over() bool { return r.trained() == r.goal && r.examined() }

func (r *race) examined() bool { return r.run != nil && len(r.exams) == len(r.run.Racers) }

func (r *race) busy() bool { return !r.paused && !r.over() }

// part trains all networks a little, or examines one of them, and says whether a
// step is over.
func (r *race) part() (over bool) {
	if !r.busy() {
		return true
	}
	if r.run == nil {
		r.run = norms.NewRace(norms.Setting{Layers: 3, Width: 16, Batches: raceBatches, Devices: 1, Rate: 0.03, Seed: uint64(r.seed)})
	}
	switch {
	case r.trained() < r.goal:
		lab.Own(&r.run, r.kept)
		r.run.Setting.Steps = min(r.trained()+updatesOfAPart, r.goal)
		r.run.Step(r.run.Cost())
		return r.trained()%updatesAtOnce == 0 || r.trained() == r.goal
	case r.run.Examine(&r.exam, &r.run.Racers[len(r.exams)], samplesOfAPart):
		return false
	}
	r.exams, r.exam = append(slices.Clip(r.exams), r.exam), norms.Exam{}
	return true
}

// racer returns the network with a norm and a size of batch, and how it did;
// ok is false before it was examined.
func (r *race) racer(k norms.Kind, batch int) (x *norms.Racer, e norms.Exam, ok bool) {
	for i := range r.run.Racers {
		if x = &r.run.Racers[i]; x.Kind == k && x.Batch == batch {
			if i < len(r.exams) {
				return x, r.exams[i], true
			}
			return x, norms.Exam{}, false
		}
	}
	return nil, norms.Exam{}, false
}

// raceActions train.
func (l *Lab) raceActions() []lab.Action {
	var turns []lab.Field
	if l.race.over() || l.updates == 0 {
		turns = []lab.Field{&l.updates}
	}
	return []lab.Action{{Name: l.trainName(), Key: "space", Help: "train, pause, go on", Turns: turns, Do: func() error { l.trainOn(); return nil }}}
}

// trainName is what space does now.
func (l *Lab) trainName() string {
	switch {
	case l.updates == 0:
		return "train"
	case !l.race.over() && l.race.paused:
		return "go on"
	case !l.race.over():
		return "pause"
	}
	return "more steps"
}

// trainOn pauses a race and goes on with it, starts one, or adds updates to one
// that has ended.
func (l *Lab) trainOn() {
	switch {
	case l.updates == 0:
		l.updates = firstUpdates
	case !l.race.over():
		l.race.paused = !l.race.paused
	default:
		l.updates = min(l.updates+moreUpdates, mostUpdates)
	}
}

// Stage implements [lab.Gradual].
func (l *Lab) Stage() (at, of int, unit string) {
	if !l.open().trains {
		return 0, 0, ""
	}
	return l.race.trained(), l.updates, "step"
}

// Pause implements [lab.Gradual].
func (l *Lab) Pause() { l.race.paused = true }

// GoOn implements [lab.Gradual].
func (l *Lab) GoOn() { l.race.paused = false }

// Share implements [lab.Shared].
func (l *Lab) Share() (give func(to lab.Lab) bool) {
	r := l.race
	if r.run != nil {
		r.run = r.run.Clone()
		r.kept = r.run
	}
	return func(to lab.Lab) bool {
		other, ok := to.(*Lab)
		if !ok || other.race.seed != r.seed || other.race.goal != r.goal {
			return false
		}
		other.race = r
		return true
	}
}

// raceState is how far the race is.
func (l *Lab) raceState() message.Text {
	switch trained := l.race.trained(); {
	case l.updates == 0:
		return message.New("seed %d: space trains six networks for %d steps", l.seed, firstUpdates)
	case l.race.paused:
		return message.New("seed %d: step %d of %d, paused", l.seed, trained, l.updates)
	case trained < l.updates:
		return message.New("seed %d: step %d of %d", l.seed, trained, l.updates)
	case !l.race.over():
		return message.New("seed %d: after step %d the networks are examined", l.seed, l.updates)
	}
	return message.New("seed %d: after %d steps, right answers to %d new samples", l.seed, l.updates, norms.TestSamples)
}
