package quantization

import (
	"slices"

	"logitarium/ui/lab"
)

// idle says why knobs that move the open view change nothing now. What the
// view itself says comes first.
func (l *Lab) idle() lab.Idle {
	d, v := lab.Idle{}, l.open()
	if l.refused != nil {
		d.Because("no values are shown while the scales are refused", &l.row, &l.column)
	}
	if v.idle != nil {
		v.idle(d)
	}
	switch l.what {
	case weights:
		d.Because("sites are of activations", &l.site)
		if !l.tensors[l.tensor].layered {
			d.Because("the model has one of it", &l.layer)
		}
	case activations:
		d.Because("tensors are of weights", &l.tensor)
		if !l.sites[l.site].layered() {
			d.Because("the model has one of it", &l.layer)
		}
	default:
		d.Because("the example has eight weights", &l.tensor, &l.site)
		d.Because("the example has no layers", &l.layer)
		d.Because("it takes activations and the weights that they meet", &l.smooth)
		d.Because("nothing reads a prompt here", &l.prompt)
	}
	if l.what != activations {
		d.Because("the values are known: nothing has to be guessed from other texts", &l.calibration)
	} else if l.calibration == static && slices.Contains(v.Moves, lab.Field(&l.calibration)) {
		d.Because("a static scale is chosen before there are tokens: one for the site", &l.granularity)
	}
	if d[&l.granularity] != "" || l.granularity != perGroup {
		d.Because("there are no groups", &l.group)
	}
	return d
}

// idleOfPrompt is for views that show weights without a text.
func (l *Lab) idleOfPrompt(d lab.Idle) {
	if l.what == weights {
		d.Because("weights are the same for every prompt: that is the difference", &l.prompt)
	}
}

// idleOfSpecimen is for views of one matrix.
func (l *Lab) idleOfSpecimen(d lab.Idle) {
	l.idleOfPrompt(d)
	l.idleWithoutNorm(d)
	if l.what == activations && l.calibration == static && l.smooth != noSmoothing && l.smoothable() {
		d.Because("of smoothed activations only the peaks were watched", &l.clip)
	}
}

// idleInValues is for the histogram, of the values that share a scale.
func (l *Lab) idleInValues(d lab.Idle) {
	l.idleOfSpecimen(d)
	switch {
	case l.granularity == perTensor || l.what == activations && l.calibration == static:
		d.Because("one scale holds for all rows", &l.row, &l.column)
	case l.granularity != perGroup:
		d.Because("a scale holds for a whole row", &l.column)
	}
}

// idleInProduct is for one output of a product of activations.
func (l *Lab) idleInProduct(d lab.Idle) {
	if l.what != activations || l.sites[l.site].feeds == "" {
		for _, f := range l.open().Moves {
			if f != lab.Field(&l.what) && (l.what != activations || f != lab.Field(&l.site)) {
				d.Because(l.noProduct(), f)
			}
		}
		return
	}
	l.idleOfSpecimen(d)
}

// idleInEffect is for the model as a whole.
func (l *Lab) idleInEffect(d lab.Idle) {
	switch {
	case l.what == example:
		for _, f := range l.open().Moves {
			if f != lab.Field(&l.what) {
				d.Because("the example is not part of a model", f)
			}
		}
	case l.scope == 0:
		d.Because("everything is quantized: turn scope to chosen", &l.tensor, &l.site)
	default:
		l.idleWithoutNorm(d)
	}
}

// idleWithoutNorm is for a product that SmoothQuant leaves as it is.
func (l *Lab) idleWithoutNorm(d lab.Idle) {
	if l.what != example && !l.smoothable() {
		d.Because("there is no norm before it whose gain could take up the factor", &l.smooth)
	}
}

// smoothable says whether the specimen is a side of a product behind a norm.
func (l *Lab) smoothable() bool {
	if l.what == weights {
		return l.tensors[l.tensor].behindNorm
	}
	return l.sites[l.site].behindNorm
}
