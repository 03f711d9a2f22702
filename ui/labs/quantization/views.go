package quantization

import (
	"slices"

	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
)

// workView is a view with the work that it needs.
type workView struct {
	lab.View
	specimen bool                // it shows one matrix
	stored   bool                // it is about weights as a file has them, whatever the knob what says
	product  bool                // it is of a product of integers, number by number
	operands bool                // it is about activations and the weights that they meet, whatever the knob what says
	trials   func() []settings   // the effects that it compares, of which one is measured after the other; nil: it shows what the knobs say
	prepare  func(spending) bool // begins what it shows, does some of it, and says whether it is there
	measure  func(spending)      // goes on with what is measured while it is shown; may be nil
	works    []*lab.Work         // all that; may be nil
	idle     func(lab.Idle)      // says which knobs change nothing in it; may be nil
}

// workViews are the views, in the order of the knob.
func (l *Lab) workViews() []workView {
	scales := []lab.Field{&l.what, &l.bits, &l.grid, &l.granularity, &l.group}
	measured := slices.Concat(scales, []lab.Field{&l.convention, &l.tensor, &l.site, &l.calibration, &l.clip, &l.smooth, &l.prompt})
	chosen := slices.Concat(measured, []lab.Field{&l.layer})
	altered := slices.Concat(chosen, []lab.Field{&l.outlier})
	published := slices.Concat(scales[1:], []lab.Field{&l.convention, &l.clip, &l.smooth, &l.texts, &l.prompt})
	compared := slices.Concat(scales[1:], []lab.Field{&l.convention, &l.calibration, &l.clip, &l.smooth, &l.prompt})
	beside := slices.Concat(compared, []lab.Field{&l.texts})
	met := slices.Concat(compared, []lab.Field{&l.site, &l.layer})
	scrolled := slices.Concat(altered, []lab.Field{&l.row, &l.column})
	return []workView{
		{View: lab.View{Name: "values", Help: "how often values occur, and the levels that are left of them", Moves: scrolled,
			Draw: l.drawValues, Sentence: l.sayValues, Readings: l.readValues},
			specimen: true, prepare: l.prepareSpecimen, works: []*lab.Work{&l.gridding}, idle: l.idleInValues},
		{View: lab.View{Name: "error", Help: "what rounding loses, against uniform noise and 6.02 dB a bit", Moves: altered,
			Draw: l.drawError, Sentence: l.sayError, Readings: l.readError},
			specimen: true, prepare: l.prepareError, measure: func(spend spending) { spend(&l.sweep.work) },
			works: []*lab.Work{&l.gridding, &l.sweep.work}, idle: l.idleOfSpecimen},
		{View: lab.View{Name: "differences", Help: "weights beside activations: when, what is saved, what a pass costs, what is lost", Moves: beside,
			Draw: l.drawDifferences, Sentence: l.sayDifferences, Readings: l.readDifferences},
			trials: l.bothKinds, prepare: l.prepareEffect, measure: l.measureTrials,
			works: []*lab.Work{&l.effect.preparing, &l.effect.reading}},
		{View: lab.View{Name: "effect", Help: "the model's next token, perplexity and facts, before and after",
			Moves: slices.Concat(chosen, []lab.Field{&l.scope, &l.texts}),
			Draw:  l.drawEffect, Sentence: l.sayEffect, Readings: l.readEffect},
			prepare: l.prepareEffect, measure: l.measureEffect,
			works: []*lab.Work{&l.effect.preparing, &l.guessing, &l.effect.reading}, idle: l.idleInEffect},
		{View: lab.View{Name: "outliers", Help: "the features that are large in every token, and what SmoothQuant moves to the weights",
			Moves: slices.Concat(met, []lab.Field{&l.outlier}),
			Draw:  l.drawOutliers, Sentence: l.sayOutliers, Readings: l.readOutliers},
			specimen: true, operands: true, prepare: l.prepareSpecimen, works: []*lab.Work{&l.gridding}, idle: l.idleOfSpecimen},
		{View: lab.View{Name: "matrix", Help: "numbers, their integers, and what comes back, with the formula", Moves: scrolled,
			Draw: l.drawMatrix, Sentence: l.sayMatrix, Readings: l.readMatrix},
			specimen: true, prepare: l.prepareSpecimen, works: []*lab.Work{&l.gridding}, idle: l.idleOfSpecimen},
		{View: lab.View{Name: "layers", Help: "which tensors or sites lose most", Moves: chosen,
			Draw: l.drawLayers, Sentence: l.sayLayers, Readings: l.readLayers, Lists: l.listLayers},
			prepare: l.prepareLayers, measure: func(spend spending) { spend(&l.survey.work) },
			works: []*lab.Work{&l.gridding, &l.survey.work}, idle: l.idleOfPrompt},
		{View: lab.View{Name: "published", Help: "perplexity by bits a weight: here, and of Llama 3 8B", Moves: published,
			Draw: l.drawPublished, Sentence: l.sayPublished, Readings: l.readPublished},
			trials: l.allWidths, prepare: l.prepareEffect, measure: l.measureTrials,
			works: []*lab.Work{&l.effect.preparing, &l.effect.reading}, idle: l.idleInPublished},
		{View: lab.View{Name: "ledger", Help: "bytes, and where time is saved", Moves: scales,
			Draw: l.drawLedger, Sentence: l.sayLedger, Readings: l.readLedger},
			prepare: l.prepareLedger},
		{View: lab.View{Name: "product", Help: "one number of x·W in integers, beside the same in floats",
			Moves: slices.Concat(met, []lab.Field{&l.row, &l.column}),
			Draw:  l.drawProduct, Sentence: l.sayProduct, Readings: l.readTerms},
			specimen: true, product: true, operands: true, prepare: l.prepareProduct, works: []*lab.Work{&l.gridding}, idle: l.idleInProduct},
		{View: lab.View{Name: "blocks", Help: "the bytes of a block: its scales, and one weight worked out of them",
			Moves: []lab.Field{&l.tensor, &l.layer, &l.row, &l.column, &l.format},
			Draw:  l.drawBlocks, Sentence: l.sayBlocks, Readings: l.readStock},
			stored: true, prepare: l.prepareBlocks},
		{View: lab.View{Name: "stored", Help: "what each tensor is stored in, and what that lost",
			Moves: []lab.Field{&l.format, &l.tensor, &l.layer},
			Draw:  l.drawStored, Sentence: l.sayStored, Readings: l.readStored, Lists: l.listStored},
			stored: true, prepare: l.prepareStored, measure: func(spend spending) { spend(&l.inventory.work) },
			works: []*lab.Work{&l.inventory.work}},
	}
}

// open is the picture that is shown.
func (l *Lab) open() workView { return l.workViews()[l.view] }

// Views are the pictures; where scales are refused, each says why.
func (l *Lab) Views() lab.Views {
	v := lab.Views{At: &l.view, Idle: l.idle()}
	for _, p := range l.workViews() {
		if err := l.lacksIn(p); err != nil {
			var moves []lab.Field
			if !p.operands && p.trials == nil && !p.stored { // then the example needs no model
				moves = append(moves, &l.what)
			}
			p.View = lacking.View(p.View, err, moves...)
			v.List = append(v.List, p.View)
			continue
		}
		if l.refused != accepted {
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

func (l *Lab) prepareSpecimen(spend spending) bool {
	if !l.examine(spend) {
		return false
	}
	l.forgetLarge()
	return true
}

func (l *Lab) prepareError(spend spending) bool {
	if !l.prepareSpecimen(spend) {
		return false
	}
	l.sweepWidths()
	return true
}

func (l *Lab) prepareLayers(spend spending) bool {
	if !l.prepareSpecimen(spend) {
		return false
	}
	if key := l.set.forSurvey(l.watchedRows()); !l.survey.work.Is(key) {
		l.newSurvey(key)
	}
	return true
}

func (l *Lab) prepareEffect(spending) bool {
	l.gridding.Drop() // what is under way for another view is no longer asked for
	l.followEffect()
	return true
}

func (l *Lab) prepareLedger(spending) bool {
	l.gridding.Drop()
	l.forgetLarge()
	return true
}

// forgetLarge drops the copy of a large model, which is not kept for later.
func (l *Lab) forgetLarge() {
	if l.config().Counts().Total() > mostKept {
		l.effect = effect{}
		l.guessing.Drop()
		l.spare.keepLargest()
	}
}
