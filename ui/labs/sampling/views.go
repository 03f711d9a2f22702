package sampling

import (
	"slices"

	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
	"logitarium/ui/message"
)

// The views.
const (
	viewBars = iota
	viewFormula
	viewEngines
	viewCurve
	viewPair
	viewNucleus
	viewDraws
	viewText
	viewThree
	viewTree
	viewRules
)

// A view is what the shell asks for, and what belongs to it besides.
type view struct {
	lab.View
	compute func()               // from what the model said; nil: nothing
	write   func(budget float64) // what is asked of the model besides, never of made up logits; nil: nothing
	behind  func() bool          // whether that has to go on; nil: it does not
	beside  func(budget float64) // what is made of a second prompt, never of made up logits; nil: there is none
	summed  bool                 // it sums up what the model says at all temperatures
	engines bool                 // it shows all engines, which have what the chosen one lacks
	grows   bool                 // it shows the tree, which grows while it is open
	goesOn  bool                 // the text goes on in it, and may come to what is not in the prompt
	draws   bool                 // it shows draws, which the seed decides
}

// open is the view that is shown.
func (l *Lab) open() view { return l.views()[l.view] }

// behind says whether the open view has text that is still to be written.
func (l *Lab) behind() bool {
	behind := l.open().behind
	return behind != nil && behind()
}

// views are the ranking, its running sum, draws from it, and texts.
func (l *Lab) views() []view {
	if l.all != nil {
		return l.all
	}
	steps := l.stepFields()
	with := func(more ...lab.Field) []lab.Field { return append(steps, more...) }
	written := with(&l.seed, &l.length)
	l.all = []view{
		viewBars: {View: lab.View{Name: "bars", Help: "the tokens by rank: logit, probability before and after, and where the cuts fall", Moves: with(&l.draws, &l.from),
			Draw: l.drawBars, Sentence: l.sayBars, Readings: l.readSurvivors, Actions: l.actDraw, Lists: l.listTokens, At: l.atBar},
			compute: func() { l.keepCuts(false) }, draws: true},
		viewFormula: {View: lab.View{Name: "formula", Help: "the formula with a token's numbers in it, and each token as it was, at T, and in the end", Moves: with(&l.from),
			Draw: l.drawFormula, Sentence: l.sayFormula, Readings: l.readFormula, Actions: l.actDraw, Lists: l.listTokens, At: l.atFormula}},
		viewCurve: {View: lab.View{Name: "curve", Help: "probability over rank, and the running sum that top-p cuts", Moves: with(&l.draws),
			Draw: l.drawCurve, Sentence: l.sayCurve, Readings: l.readSurvivors, Actions: l.actDraw, At: l.atRank},
			compute: func() { l.keepCuts(true) }, draws: true},
		viewPair: {View: lab.View{Name: "pair", Help: "two prompts side by side under the same rules", Moves: with(&l.beside),
			Draw: l.drawPair, Sentence: l.sayPair, Readings: l.readPair, Actions: l.actDraw},
			beside: func(budget float64) { l.cutSecond(budget) }},
		viewNucleus: {View: lab.View{Name: "nucleus", Help: "how many tokens top-p keeps as the temperature rises, beside published counts", Moves: steps,
			Draw: l.drawNucleus, Sentence: l.sayNucleus, Readings: l.readNucleus, Actions: l.actDraw},
			compute: l.countNucleus, summed: true},
		viewEngines: {View: lab.View{Name: "engines", Help: "who keeps what: the same settings in each program", Moves: steps,
			Draw: l.drawEngines, Sentence: l.sayEngines, Readings: l.readEngines, Actions: l.actDraw, Lists: l.listEngines},
			compute: l.inAll, engines: true},
		viewDraws: {View: lab.View{Name: "draws", Help: "tokens drawn, against what the distribution promises", Moves: with(&l.draws, &l.from),
			Draw: l.drawDraws, Sentence: l.sayDraws, Readings: l.readDraws, Actions: l.actDrawMany, Lists: l.listDraws, At: l.atDraw},
			draws: true},
		viewText: {View: lab.View{Name: "text", Help: "the prompt goes on, token by token", Moves: written,
			Draw: l.drawPage, Sentence: l.sayText, Readings: l.readText, Actions: l.actWrite},
			write: l.writeText, behind: func() bool { return l.text.behind(l.length) }, goesOn: true},
		viewThree: {View: lab.View{Name: "three", Help: "the prompt goes on cold, at T and hot, side by side", Moves: written,
			Draw: l.drawThree, Sentence: l.sayThree, Readings: l.readThree, Actions: l.actThree},
			write: l.writeThree, behind: l.threeBehind},
		viewTree: {View: lab.View{Name: "tree", Help: "all that can be said, branch by branch, with its probability; what the rules cut, and what is true", Moves: with(&l.seed, &l.branch, &l.levels),
			Draw: l.drawTree, Sentence: l.sayTree, Readings: l.readTree, Actions: l.actTree, Lists: l.listTree, Whole: l.wholeTree, At: l.atTree},
			write: l.grow, grows: true},
		viewRules: {View: lab.View{Name: "rules", Help: "what each rule loses of the truth and leaves of the false, after two prompts", Moves: with(&l.beside),
			Draw: l.drawRules, Sentence: l.sayRules, Readings: l.readRules, Actions: l.actDraw, Lists: l.listRules},
			beside: l.judge},
	}
	return l.all
}

// stepFields are the knobs of the prompt, of the steps after it, and of whose
// logits these are taken on.
func (l *Lab) stepFields() []lab.Field {
	fields := []lab.Field{&l.prompt, &l.temperature, &l.topK, &l.topP, &l.minP, &l.engine, &l.special, &l.extra.step, &l.scores}
	fields = append(fields, l.extraFields()...)
	return fields[:len(fields):len(fields)]
}

// Views are what can be seen, and what can't.
func (l *Lab) Views() lab.Views {
	v := lab.Views{At: &l.view, Readings: l.readings, Idle: l.idle()}
	seeded := l.draws > 0 || l.tosses()
	for _, one := range l.views() {
		if one.draws && seeded || one.engines && slices.ContainsFunc(l.engines, l.tossesIn) {
			one.Moves = append(one.Moves[:len(one.Moves):len(one.Moves)], &l.seed)
		}
		v.List = append(v.List, one.View)
	}
	l.lack(v.List, l.stepFields())
	if l.scores == scoresMade && slices.Contains(ofText, l.view) {
		v.Readings = nil // nothing is shown that they would stand beside
	}
	if err := l.unanswered(); err != nil {
		v.Readings = nil
		for i := range v.List {
			v.List[i] = lacking.View(v.List[i], err, &l.prompt, &l.scores)
			if l.served() {
				v.List[i].Actions = l.actAsk
			}
		}
	}
	return v
}

// ofText are the views of what a model makes of a text.
var ofText = []int{viewText, viewThree, viewTree, viewPair, viewRules}

// lack lets views say what they can't show.
func (l *Lab) lack(views []lab.View, steps []lab.Field) {
	both := append(steps[:len(steps):len(steps)], &l.beside)
	switch {
	case l.scores == scoresMade:
		for _, i := range ofText {
			views[i] = lacking.Sentence(views[i], message.New("Made up logits belong to no text: turn logits to model."), &l.scores)
		}
		return
	case l.next.known() && !l.certain:
		for _, i := range []int{viewFormula, viewDraws, viewText, viewThree, viewTree, viewPair, viewRules} {
			if i != viewText || len(l.text.written) == 0 {
				views[i] = lacking.Sentence(views[i], l.sayTold(), steps...)
			}
		}
	}
	if l.next.told != nil {
		for _, i := range []int{viewFormula, viewNucleus, viewRules} {
			needs := message.New("View %v needs the logits of all tokens, and the model tells the likeliest only.", message.Label("view", views[i].Name))
			views[i] = lacking.Sentence(views[i], needs, steps...)
		}
	}
	if _, err := lm.WorldOf(l.lm.Model); err != nil {
		views[viewRules] = lacking.View(views[viewRules], err, steps...)
	}
	if why := l.sayUncertain(); !why.Empty() {
		views[viewPair] = lacking.Sentence(views[viewPair], why, both...)
	}
	if l.second.failed != nil {
		for _, i := range []int{viewPair, viewRules} {
			views[i] = lacking.View(views[i], l.second.failed, both...)
		}
	}
}

// idle says which knobs change nothing, whatever the view.
func (l *Lab) idle() lab.Idle {
	idle := lab.Idle{}
	if l.scores == scoresMade {
		idle.Because(unread(), &l.prompt, &l.special)
	} else {
		idle.Because(l.unnamed(), &l.special)
	}
	open := l.open()
	if open.engines {
		return idle
	}
	idle.Because(l.uncut(sampling.KindTopK), &l.topK)
	if !open.summed { // else it cuts at some temperature
		idle.Because(l.uncut(sampling.KindTopP), &l.topP)
	}
	idle.Because(l.uncut(sampling.KindMinP), &l.minP)
	return idle
}
