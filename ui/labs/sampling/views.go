package sampling

import (
	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
)

// The views after bars and curve. For the text the model runs.
const (
	viewDraws = 2
	viewText  = 3
	viewTree  = 4
)

// Views are the ranking, its running sum, draws from it, and a text.
func (l *Lab) Views() lab.Views {
	steps := append([]lab.Field{&l.prompt, &l.temperature, &l.topK, &l.topP, &l.minP, &l.engine, &l.special, &l.extra.step}, l.extraFields()...)
	steps = steps[:len(steps):len(steps)]
	drawn := append(steps, &l.draws)
	if l.draws > 0 || l.tosses() {
		drawn = append(drawn, &l.seed)
	}
	drawn = drawn[:len(drawn):len(drawn)]
	v := lab.Views{At: &l.view, Readings: l.readings, Idle: l.idle(), List: []lab.View{
		{Name: "bars", Help: "the tokens by rank: logit, probability before and after, and where the cuts fall", Moves: append(drawn, &l.from),
			Draw: l.drawBars, Sentence: l.sayBars, Readings: l.readSurvivors, Actions: l.actDraw, Lists: l.listTokens, At: l.atBar},
		{Name: "curve", Help: "probability over rank, and the running sum that top-p cuts", Moves: drawn,
			Draw: l.drawCurve, Sentence: l.sayCurve, Readings: l.readSurvivors, Actions: l.actDraw, At: l.atRank},
		{Name: "draws", Help: "tokens drawn, against what the distribution promises", Moves: append(drawn, &l.from),
			Draw: l.drawDraws, Sentence: l.sayDraws, Readings: l.readDraws, Actions: l.actDrawMany, Lists: l.listDraws, At: l.atDraw},
		{Name: "text", Help: "the prompt goes on, token by token", Moves: append(steps, &l.seed, &l.length),
			Draw: l.drawPage, Sentence: l.sayText, Readings: l.readText, Actions: l.actWrite},
		{Name: "tree", Help: "all that can be said, branch by branch, with its probability; what the rules cut, and what is true", Moves: append(steps, &l.seed, &l.branch, &l.reach),
			Draw: l.drawTree, Sentence: l.sayTree, Readings: l.readTree, Actions: l.actTree, Lists: l.listTree, Whole: l.wholeTree, At: l.atTree},
	}}
	if l.next.known() && !l.certain {
		for _, i := range []int{viewDraws, viewText, viewTree} {
			if i != viewText || len(l.text.written) == 0 {
				v.List[i] = lacking.Sentence(v.List[i], l.sayTold(), steps...)
			}
		}
	}
	if err := l.unanswered(); err != nil {
		v.Readings = nil
		for i := range v.List {
			v.List[i] = lacking.View(v.List[i], err, &l.prompt)
		}
	}
	return v
}

// idle says which knobs change nothing, whatever the view.
func (l *Lab) idle() lab.Idle {
	idle := lab.Idle{}
	idle.Because(l.uncut(sampling.KindTopK), &l.topK)
	idle.Because(l.uncut(sampling.KindTopP), &l.topP)
	idle.Because(l.uncut(sampling.KindMinP), &l.minP)
	idle.Because(l.unnamed(), &l.special)
	return idle
}
