package quantization

import (
	"slices"

	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
)

// picture is a view with the work that it needs.
type picture struct {
	lab.View
	specimen bool           // it shows one matrix
	prepare  func() bool    // gets what it shows, and says whether it is there
	slow     func() *queue  // what is measured while it is shown; may be nil
	guess    *lab.Work      // what is done beside that; may be nil
	after    func()         // what comes once some of it is measured; may be nil
	idle     func(lab.Idle) // says which knobs change nothing in it; may be nil
}

// pictures are the views, in the order of the knob.
func (l *Lab) pictures() []picture {
	scales := []lab.Field{&l.what, &l.bits, &l.grid, &l.granularity, &l.group}
	measured := slices.Concat(scales, []lab.Field{&l.tensor, &l.site, &l.calibration, &l.clip, &l.smooth, &l.prompt})
	chosen := slices.Concat(measured, []lab.Field{&l.layer})
	altered := slices.Concat(chosen, []lab.Field{&l.outlier})
	scrolled := slices.Concat(altered, []lab.Field{&l.row, &l.column})
	return []picture{
		{View: lab.View{Name: "values", Help: "how often values occur, and the levels that are left of them", Moves: scrolled,
			Draw: l.drawValues, Sentence: l.sayValues, Readings: l.readValues},
			specimen: true, prepare: l.prepareSpecimen, idle: l.idleInValues},
		{View: lab.View{Name: "error", Help: "what rounding loses, against uniform noise and 6.02 dB a bit", Moves: altered,
			Draw: l.drawError, Sentence: l.sayError, Readings: l.readError},
			specimen: true, prepare: l.prepareError, idle: l.idleOfSpecimen, slow: func() *queue { return l.sweep.queue }},
		{View: lab.View{Name: "matrix", Help: "numbers, their integers, and what comes back, with the formula", Moves: scrolled,
			Draw: l.drawMatrix, Sentence: l.sayMatrix, Readings: l.readMatrix},
			specimen: true, prepare: l.prepareSpecimen, idle: l.idleOfSpecimen},
		{View: lab.View{Name: "effect", Help: "the model's next token, perplexity and facts, before and after",
			Moves: slices.Concat(measured, []lab.Field{&l.scope}),
			Draw:  l.drawEffect, Sentence: l.sayEffect, Readings: l.readEffect},
			prepare: l.prepareEffect, idle: l.idleInEffect, slow: l.measuring, guess: &l.guess, after: l.predict},
		{View: lab.View{Name: "layers", Help: "which tensors or sites lose most", Moves: chosen,
			Draw: l.drawLayers, Sentence: l.sayLayers, Readings: l.readLayers, Lists: l.listLayers},
			prepare: l.prepareLayers, idle: l.idleOfPrompt, slow: func() *queue { return l.survey.queue }},
		{View: lab.View{Name: "ledger", Help: "bytes, and where time is saved", Moves: scales,
			Draw: l.drawLedger, Sentence: l.sayLedger, Readings: l.readLedger},
			prepare: l.prepareLedger},
	}
}

// open is the picture that is shown.
func (l *Lab) open() picture { return l.pictures()[l.view] }

// Views are the pictures; where scales are refused, each says why.
func (l *Lab) Views() lab.Views {
	v := lab.Views{At: &l.view, Idle: l.idle()}
	for _, p := range l.pictures() {
		if err := l.lacks(); err != nil {
			p.View = lacking.View(p.View, err, &l.what)
			v.List = append(v.List, p.View)
			continue
		}
		if l.refused != nil {
			p.Draw, p.Sentence, p.Readings, p.Lists = l.drawRefusal, l.sayRefusal, readRefusal, nil
		}
		read := p.Readings
		p.Readings = func() []lab.Reading { return computed(read()) }
		v.List = append(v.List, p.View)
	}
	return v
}

// computed marks readings as computed here, as all of this lab are.
func computed(readings []lab.Reading) []lab.Reading {
	for i := range readings {
		readings[i].Provenance = lab.Computed
	}
	return readings
}

func (l *Lab) prepareSpecimen() bool {
	if !l.examine() {
		return false
	}
	l.forgetLarge()
	return true
}

func (l *Lab) prepareError() bool {
	if !l.prepareSpecimen() {
		return false
	}
	l.sweepWidths()
	return true
}

func (l *Lab) prepareLayers() bool {
	if !l.prepareSpecimen() {
		return false
	}
	if key := l.set.forSurvey(l.calibratedRows()); l.survey.key != key || l.survey.queue == nil {
		l.survey = l.newSurvey(key)
	}
	return true
}

func (l *Lab) prepareEffect() bool {
	l.work.Drop() // what is under way for another view is no longer asked for
	l.followEffect()
	return true
}

func (l *Lab) prepareLedger() bool {
	l.work.Drop()
	l.forgetLarge()
	return true
}

// forgetLarge drops the copy of a large model, which is not kept for later.
func (l *Lab) forgetLarge() {
	if l.config().Counts().Total() > mostKept {
		l.effect = effect{}
	}
}

// measuring is the work of the effect; the example has none.
func (l *Lab) measuring() *queue {
	if l.set.what == example {
		return nil
	}
	return l.effect.queue
}
