package gpt

import (
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// A view is what the shell asks for, and what has to be done for it.
type view struct {
	lab.View
	compute func()      // nil: all follows from shapes and tables on the spot
	shows   func() bool // whether there is something to see before the work is done; nil: there is not
	// ownModel: it is about the model in this program, so the numbers of the one
	// that is chosen are none of its own.
	ownModel bool
}

// open is the view that is shown.
func (l *Lab) open() view { return l.views()[l.view] }

// Views are what can be seen of the series.
func (l *Lab) Views() lab.Views {
	v := lab.Views{At: &l.view, Readings: l.readings, Idle: l.idle()}
	for i, one := range l.views() {
		v.List = append(v.List, one.View)
		if i == l.view && one.ownModel {
			v.Readings = nil
		}
	}
	return v
}

func (l *Lab) views() []view {
	pair := []lab.Field{&l.model, &l.compare}
	return []view{
		{View: lab.View{Name: "abilities", Help: "what GPT-3 can do with no example, one and some in its prompt, at eight sizes", Moves: []lab.Field{&l.task, &l.model},
			Draw: onPoster(l.drawAbilities), Sentence: l.sayAbilities, Readings: l.readAbilities, Actions: l.actTask, Lists: l.listAbilities}},
		{View: lab.View{Name: "generations", Large: true, Help: "GPT-1, 2, 3 and 4 in one table", Moves: []lab.Field{&l.model},
			Draw: onPoster(l.drawGenerations), Sentence: l.sayGenerations, Readings: l.readGenerations, Actions: l.actSwap, Lists: l.listGenerations}},
		{View: lab.View{Name: "shots", Help: "the model in this program with 0, 1 and 4 examples in its prompt", Moves: []lab.Field{&l.seed},
			Draw: onPoster(l.drawShots), Sentence: l.sayShots, Readings: l.readShots, Actions: l.actSeed},
			compute: l.ask, ownModel: true},
		{View: lab.View{Name: "use", Help: "what goes in, how it is asked, and who got what, over the years", Moves: []lab.Field{&l.model},
			Draw: onPoster(l.drawUse), Sentence: l.sayUse, Readings: l.readUse, Actions: l.actSwap, Lists: l.listUse}},
		{View: lab.View{Name: "timeline", Help: "all models on one logarithmic scale, and what is not disclosed", Moves: []lab.Field{&l.model, &l.compare, &l.measure},
			Draw: onPoster(l.drawTimeline), Sentence: l.sayTimeline, Readings: l.readMeasure, Actions: l.actSwap, Lists: l.listModels}},
		{View: lab.View{Name: "ledger", Help: "where the parameters are: the formula with this model's numbers", Moves: pair,
			Draw: onPoster(l.drawLedger), Sentence: l.sayLedger, Readings: l.readPair, Actions: l.actSwap, Lists: l.listParts}},
		{View: lab.View{Name: "block", Help: "what changed in the block, and what did not", Moves: pair,
			Draw: onPoster(l.drawBlock), Sentence: l.sayBlock, Readings: l.readPair, Actions: l.actSwap, Lists: l.listAspects}},
		{View: lab.View{Name: "scale", Help: "a few models drawn to one scale", Moves: pair,
			Draw: onPoster(l.drawScale), Sentence: l.sayScale, Readings: l.readPair, Actions: l.actSwap}},
		{View: lab.View{Name: "memory", Help: "weights and the cache of keys and values, and what they fit into", Moves: []lab.Field{&l.model, &l.compare, &l.precision, &l.context, &l.batch},
			Draw: onPoster(l.drawMemory), Sentence: l.sayMemory, Readings: l.readMemory, Actions: l.actSwap}},
		{View: lab.View{Name: "tokens", Help: "a text in the vocabularies of three generations", Moves: []lab.Field{&l.model, &l.special, &l.text},
			Draw: onPoster(l.drawTokens), Sentence: l.sayTokens, Readings: l.readText, Actions: l.actSample, Lists: l.listTokens},
			compute: l.splitText, shows: func() bool { return len(l.splits) > 0 }},
		{View: lab.View{Name: "data", Help: "what a model was trained on, as it was printed", Moves: []lab.Field{&l.model},
			Draw: onPoster(l.drawData), Sentence: l.sayData, Readings: l.readData, Actions: l.actSwap, Lists: l.listCorpora}},
	}
}

// onPoster is a picture that is written on a poster.
func onPoster(write func(*poster)) func(lab.Frame) viz.Grid {
	return func(f lab.Frame) viz.Grid {
		p := newPoster(f)
		write(p)
		return p.g
	}
}

// idle says which knobs change nothing, whatever the view.
func (l *Lab) idle() lab.Idle {
	idle := lab.Idle{}
	if !strings.Contains(l.text, endOfText) {
		idle.Because(message.New("there is no %s in the text", endOfText), &l.special)
	}
	if l.a().Shape == nil && l.b().Shape == nil {
		idle.Because(message.New("both models are undisclosed: there is nothing to weigh"), &l.context, &l.batch)
	}
	return idle
}

// actSwap swaps the models.
func (l *Lab) actSwap() []lab.Action {
	return []lab.Action{{Name: "swap", Key: "space", Help: "swap the two models", Turns: []lab.Field{&l.model, &l.compare}, Do: func() error {
		l.model, l.compare = l.compare, l.model
		return nil
	}}}
}

// actSample brings another text.
func (l *Lab) actSample() []lab.Action {
	return []lab.Action{{Name: "sample", Key: "space", Help: "the next sample text", Turns: []lab.Field{&l.text}, Do: func() error {
		l.text = l.cycle.Next(l.text, l.samples())
		return nil
	}}}
}
