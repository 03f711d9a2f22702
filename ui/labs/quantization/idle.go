package quantization

import (
	"slices"

	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// idle says why knobs that move the open view change nothing now. What the
// view itself says comes first.
func (l *Lab) idle() lab.Idle {
	d, v := lab.Idle{}, l.open()
	if l.refused != accepted {
		d.Because(message.New("no values are shown while the scales are refused"), &l.row, &l.column)
	}
	if v.idle != nil {
		v.idle(d)
	}
	switch {
	case v.trials != nil: // whatever what says
	case l.kind() == weights:
		d.Because(message.New("sites are of activations"), &l.site)
		if !l.tensors[l.tensor].layered {
			d.Because(message.New("the model has one of it"), &l.layer)
		}
	case l.kind() == activations:
		d.Because(message.New("tensors are of weights"), &l.tensor)
		if !l.sites[l.site].layered() {
			d.Because(message.New("the model has one of it"), &l.layer)
		}
	default:
		d.Because(message.New("the example has eight weights"), &l.tensor, &l.site)
		d.Because(message.New("the example has no layers"), &l.layer)
		d.Because(message.New("it takes activations and the weights that they meet"), &l.smooth)
		d.Because(message.New("nothing reads a prompt here"), &l.prompt)
	}
	if v.trials != nil {
		// The view has said it.
	} else if l.kind() != activations {
		d.Because(message.New("the values are known: nothing has to be guessed from other texts"), &l.calibration)
	} else if l.calibration == static && slices.Contains(v.Moves, lab.Field(&l.calibration)) {
		d.Because(message.New("a static scale is chosen before there are tokens: one for the site"), &l.granularity)
	}
	if !d[&l.granularity].Empty() || l.granularity != perGroup {
		d.Because(message.New("there are no groups"), &l.group)
	}
	return d
}

// idleOfPrompt is for views that show weights without a text.
func (l *Lab) idleOfPrompt(d lab.Idle) {
	if l.kind() == weights {
		d.Because(message.New("weights are the same for every prompt: that is the difference"), &l.prompt)
	}
}

// idleOfSpecimen is for views of one matrix.
func (l *Lab) idleOfSpecimen(d lab.Idle) {
	l.idleOfPrompt(d)
	l.idleWithoutNorm(d)
	if l.kind() == activations && l.calibration == static && l.smooth != noSmoothing && l.smoothable() {
		d.Because(message.New("of smoothed activations only the peaks were watched"), &l.clip)
	}
}

// idleInValues is for the histogram, of the values that share a scale.
func (l *Lab) idleInValues(d lab.Idle) {
	l.idleOfSpecimen(d)
	switch {
	case l.granularity == perTensor || l.kind() == activations && l.calibration == static:
		d.Because(message.New("one scale holds for all rows"), &l.row, &l.column)
	case l.granularity != perGroup:
		d.Because(message.New("a scale holds for a whole row"), &l.column)
	}
}

// idleInProduct is for one output of a product of activations.
func (l *Lab) idleInProduct(d lab.Idle) {
	if !l.producing() {
		for _, f := range l.open().Moves {
			if f != lab.Field(&l.site) {
				d.Because(noProduct(), f)
			}
		}
		return
	}
	l.idleOfSpecimen(d)
}

// idleInPublished is for the weights in each number of bits.
func (l *Lab) idleInPublished(d lab.Idle) {
	if l.texts != ofPrompt {
		d.Because(message.New("other texts are read: turn texts to prompt"), &l.prompt)
	}
}

// idleInEffect is for the model as a whole.
func (l *Lab) idleInEffect(d lab.Idle) {
	switch {
	case l.what == example:
		for _, f := range l.open().Moves {
			if f != lab.Field(&l.what) {
				d.Because(message.New("the example is not part of a model"), f)
			}
		}
	case l.scope == everything:
		d.Because(message.New("everything is quantized: turn scope to chosen"), &l.tensor, &l.site, &l.layer)
	default:
		if l.scope == inAllLayers {
			d.Because(message.New("all layers are quantized: turn scope to one"), &l.layer)
		}
		l.idleWithoutNorm(d)
	}
}

// idleWithoutNorm is for a product that SmoothQuant leaves as it is.
func (l *Lab) idleWithoutNorm(d lab.Idle) {
	if l.kind() != example && !l.smoothable() {
		d.Because(message.New("there is no norm before it whose gain could take up the factor"), &l.smooth)
	}
}

// smoothable says whether the specimen is a side of a product behind a norm.
func (l *Lab) smoothable() bool {
	if l.kind() == weights {
		return l.tensors[l.tensor].behindNorm
	}
	return l.sites[l.site].behindNorm
}
