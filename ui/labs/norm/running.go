package norm

import (
	"logitarium/core/elementary"
	"logitarium/core/norm"
)

// runningNow is the running statistics after the steps done.
func (l *Lab) runningNow() norm.Running { return l.running[min(l.steps, len(l.running)-1)] }

// startWeight is that of the start in the running statistics.
func (l *Lab) startWeight() float64 {
	return elementary.Pow(1-l.momentum, float64(l.runningNow().Steps))
}

// jump splits by how much my output changes on the switch from training to
// evaluation. There is none to split for a batch of one.
func (l *Lab) jump() norm.Jump {
	return l.runningNow().Jump(l.x[l.mine()], l.column-1, l.inTraining(batchNorm, l.x), l.startWeight(), l.gain(), l.eps())
}

// historyKey is what the batches of training depend on.
type historyKey struct {
	setKey
	batch int
}

// train takes BatchNorm through its training steps: the first on the batch on
// screen, each later one on as many tokens drawn from the set.
func (l *Lab) train() {
	if on := (historyKey{l.from, l.batch}); l.history == nil || l.historyOf != on {
		l.history, l.historyOf = l.batches(), on
	}
	l.running = []norm.Running{norm.NewRunning(l.features())}
	for _, batch := range l.history {
		next, err := l.running[len(l.running)-1].Update(batch, l.momentum)
		if l.refused = err; err != nil {
			break
		}
		l.running = append(l.running, next)
	}
}

// batches normalises the batch of each training step.
func (l *Lab) batches() []norm.Output {
	c, tokens := l.features(), len(l.set.all)/l.features()
	first := l.set.last(l.batch)
	made := []norm.Output{norm.Batch(first, l.rows(first), nil, norm.Affine{}, 0)}
	for step := uint64(2); step <= mostSteps; step++ {
		x := make([]float64, 0, l.batch*c)
		for _, i := range norm.Draw(step, l.batch, tokens) {
			x = append(x, l.set.all[i*c:(i+1)*c]...)
		}
		made = append(made, norm.Batch(x, l.rows(x), nil, norm.Affine{}, 0))
	}
	return made
}
