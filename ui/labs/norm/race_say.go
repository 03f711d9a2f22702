package norm

import (
	"logitarium/core/elementary"
	"logitarium/core/experiment/norms"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// sayRace interprets the losses, and at the end the answers.
func (l *Lab) sayRace() message.Text {
	trained := l.race.trained()
	switch {
	case trained == 0 && l.race.examined() && l.updates == 0:
		return l.sayUntrained()
	case trained == 0:
		return message.New("Six small networks will learn one task from the same first weights. Only the norm and the size of the batch differ.")
	case l.race.examined() && l.race.over():
		return l.sayAnswers()
	}
	loss := func(k norms.Kind) float64 {
		x, _, _ := l.race.racer(k, raceBatches[0])
		return x.Loss(trained)
	}
	now := message.New("With batches of %d LayerNorm is at a loss of %.2f, RMSNorm at %.2f, BatchNorm at %.2f; guessing has %.2f.",
		raceBatches[0], loss(norms.Layer), loss(norms.RMS), loss(norms.Batch), elementary.Log(norms.Classes))
	if l.race.paused {
		return message.Join(message.New("Paused: space goes on."), now)
	}
	return now
}

// sayUntrained says what the networks know before the first update.
func (l *Lab) sayUntrained() message.Text {
	least, most := norms.TestSamples, 0
	for _, k := range raceKinds {
		for _, batch := range raceBatches {
			for _, evaluation := range []bool{false, true} {
				right := l.race.right(k, batch, evaluation)
				least, most = min(least, right), max(most, right)
			}
		}
	}
	return message.New("Six small networks, untrained: %d to %d of %d answers are right, and guessing has about %d. Only the norm and the size of the batch differ.",
		least, most, norms.TestSamples, norms.TestSamples/norms.Classes)
}

// sayAnswers says what the switch to evaluation does with the smaller batches.
func (l *Lab) sayAnswers() message.Text {
	small := raceBatches[0]
	right := func(k norms.Kind, evaluation bool) int { return l.race.right(k, small, evaluation) }
	return message.New("At batches of %d BatchNorm has %d of %d right, in evaluation %d. LayerNorm has %d and %d.", small,
		right(norms.Batch, false), norms.TestSamples, right(norms.Batch, true), right(norms.Layer, false), right(norms.Layer, true))
}

// racerNames are what readings call the norms.
var racerNames = map[norms.Kind]string{norms.Layer: "layer", norms.Batch: "batch", norms.RMS: "rms"}

// readRace are the jumps, what is right in evaluation, and the losses.
func (l *Lab) readRace() []lab.Reading {
	var jumps, right, losses []lab.Reading
	trained := l.race.trained()
	for _, batch := range raceBatches {
		jump := lab.Reading{Name: viz.Cleanf("jump %d", batch).String(), Help: message.New("how many answers more BatchNorm has right in evaluation than with the statistics of each batch"), Note: message.New("batches of %d", batch)}
		if l.race.examined() {
			jump.Value = float64(l.race.right(norms.Batch, batch, true) - l.race.right(norms.Batch, batch, false))
		} else {
			jump.Undefined = message.New("not examined yet")
		}
		jumps = append(jumps, jump)
		for _, k := range raceKinds {
			answers := lab.Reading{Name: viz.Cleanf("%s right %d", racerNames[k], batch).String(), Help: message.New("how many new samples are answered right in evaluation"), Note: message.New("of %d", norms.TestSamples)}
			loss := lab.Reading{Name: viz.Cleanf("%s loss %d", racerNames[k], batch).String(), Help: message.New("the cross-entropy in training, the mean of the last fifty steps"), Unit: "nats", Digits: 2, Note: message.New("batches of %d", batch)}
			if l.race.examined() {
				answers.Value = float64(l.race.right(k, batch, true))
			} else {
				answers.Undefined = message.New("not examined yet")
			}
			if trained > 0 {
				x, _, _ := l.race.racer(k, batch)
				loss.Value = x.Loss(trained)
			} else {
				loss.Undefined = message.New("no step yet")
			}
			right, losses = append(right, answers), append(losses, loss)
		}
	}
	step := lab.Reading{Name: "step", Help: message.New("how many updates all networks have made"), Value: float64(trained), Note: message.New("of %d", l.updates)}
	return append(append(append(jumps, right...), losses...), step)
}
