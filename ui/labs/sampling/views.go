package sampling

import (
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

// Views are the ranking, its running sum, draws from it, and texts.
func (l *Lab) Views() lab.Views {
	knobs := append([]lab.Field{&l.prompt, &l.temperature, &l.topK, &l.topP, &l.minP, &l.engine, &l.special, &l.extra.step}, l.extraFields()...)
	knobs = knobs[:len(knobs):len(knobs)]
	steps := append(knobs, &l.scores)
	steps = steps[:len(steps):len(steps)]
	drawn := append(steps, &l.draws)
	if l.draws > 0 || l.tosses() {
		drawn = append(drawn, &l.seed)
	}
	drawn = drawn[:len(drawn):len(drawn)]
	written := append(knobs, &l.scores, &l.seed, &l.length)
	v := lab.Views{At: &l.view, Readings: l.readings, Idle: l.idle(), List: []lab.View{
		viewBars: {Name: "bars", Help: "the tokens by rank: logit, probability before and after, and where the cuts fall", Moves: append(drawn, &l.from),
			Draw: l.drawBars, Sentence: l.sayBars, Readings: l.readSurvivors, Actions: l.actDraw, Lists: l.listTokens, At: l.atBar},
		viewFormula: {Name: "formula", Help: "the formula with a token's numbers in it, and each token as it was, at T, and in the end", Moves: append(steps, &l.from),
			Draw: l.drawFormula, Sentence: l.sayFormula, Readings: l.readFormula, Actions: l.actDraw, Lists: l.listTokens, At: l.atFormula},
		viewCurve: {Name: "curve", Help: "probability over rank, and the running sum that top-p cuts", Moves: drawn,
			Draw: l.drawCurve, Sentence: l.sayCurve, Readings: l.readSurvivors, Actions: l.actDraw, At: l.atRank},
		viewPair: {Name: "pair", Help: "two prompts side by side under the same rules", Moves: append(steps, &l.beside),
			Draw: l.drawPair, Sentence: l.sayPair, Readings: l.readPair, Actions: l.actDraw},
		viewNucleus: {Name: "nucleus", Help: "how many tokens top-p keeps as the temperature rises, beside published counts", Moves: steps,
			Draw: l.drawNucleus, Sentence: l.sayNucleus, Readings: l.readNucleus, Actions: l.actDraw},
		viewEngines: {Name: "engines", Help: "who keeps what: the same settings in each program", Moves: steps,
			Draw: l.drawEngines, Sentence: l.sayEngines, Readings: l.readEngines, Actions: l.actDraw, Lists: l.listEngines},
		viewDraws: {Name: "draws", Help: "tokens drawn, against what the distribution promises", Moves: append(drawn, &l.from),
			Draw: l.drawDraws, Sentence: l.sayDraws, Readings: l.readDraws, Actions: l.actDrawMany, Lists: l.listDraws, At: l.atDraw},
		viewText: {Name: "text", Help: "the prompt goes on, token by token", Moves: written,
			Draw: l.drawPage, Sentence: l.sayText, Readings: l.readText, Actions: l.actWrite},
		viewThree: {Name: "three", Help: "the prompt goes on cold, at T and hot, side by side", Moves: written,
			Draw: l.drawThree, Sentence: l.sayThree, Readings: l.readThree, Actions: l.actThree},
		viewTree: {Name: "tree", Help: "all that can be said, branch by branch, with its probability; what the rules cut, and what is true", Moves: append(steps, &l.seed, &l.branch, &l.levels),
			Draw: l.drawTree, Sentence: l.sayTree, Readings: l.readTree, Actions: l.actTree, Lists: l.listTree, Whole: l.wholeTree, At: l.atTree},
		viewRules: {Name: "rules", Help: "what each rule loses of the truth and leaves of the false, after two prompts", Moves: append(steps, &l.beside),
			Draw: l.drawRules, Sentence: l.sayRules, Readings: l.readRules, Actions: l.actDraw, Lists: l.listRules},
	}}
	l.lack(v.List, steps)
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

// lack lets views say what they can't show.
func (l *Lab) lack(views []lab.View, steps []lab.Field) {
	both := append(steps[:len(steps):len(steps)], &l.beside)
	switch {
	case l.scores == scoresMade:
		for _, i := range []int{viewText, viewThree, viewTree, viewPair, viewRules} {
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
	if l.view == viewEngines { // others have what the chosen one lacks
		return idle
	}
	idle.Because(l.uncut(sampling.KindTopK), &l.topK)
	if l.view != viewNucleus { // where it is counted at all temperatures
		idle.Because(l.uncut(sampling.KindTopP), &l.topP)
	}
	idle.Because(l.uncut(sampling.KindMinP), &l.minP)
	return idle
}
