package quantization

import (
	"slices"
	"time"

	"logitarium/core/quant"
	"logitarium/ui/lab"
)

// Costs of a value, in the multiplications that [lab.Work] counts.
const (
	rangeCost   = 60   // looked at for a range
	snapCost    = 90   // put on a grid
	blockCost   = 280  // put on the grid of a group, which is to be found first
	freshCost   = 500  // written to memory that the system has yet to give
	compareCost = 400  // compared with what it was
	measureCost = 1000 // looked up, and compared in all the ways that are shown
	sortCost    = 600  // whose percentile is asked for
)

// searchCost is that of a value whose grid is searched for, with others of its
// block: among few, each is put on every grid that is tried, which has to be
// made too; among many, those that each level stands for are looked up.
func searchCost(p quant.Plan, cols int) float64 {
	n := float64(cols)
	switch p.Granularity {
	case quant.PerTensor:
		return 1500 // so many that the levels do not count
	case quant.PerGroup:
		n = min(n, float64(p.Group))
	}
	if levels := float64(p.Scheme.Grid(quant.Range{Lo: -1, Hi: 1}).Levels()); n > 16*levels {
		return 2000 + 120_000*levels/n
	}
	return 3000 + 190_000/n
}

// tokenCost is that of comparing two distributions over a vocabulary: four
// exponentials for each of its tokens.
func tokenCost(vocabulary int) float64 { return 1000 * float64(vocabulary) }

// measureBudget is how much of a key's budget goes into what is measured while
// the picture is shown: enough to quantize all of the built-in model. Of a model
// that this is not enough for, a measurement takes many steps, and only begins in
// the key.
func (l *Lab) measureBudget() float64 {
	const most = 1 << 28
	if blockCost*float64(l.config().Counts().Total()) > most {
		return most / 8
	}
	return most
}

// spending does some work, as far as a budget goes.
type spending func(*lab.Work)

// Refresh computes what the view shows. What takes long is begun here, and
// goes on in Step.
func (l *Lab) Refresh() error {
	before := l.set
	l.set = l.settings()
	l.refused = l.set.refusal()
	budget := l.patience
	switch {
	case l.set == before: // what is under way goes on in Step alone
		budget = -1
	case budget == 0:
		budget = lab.KeyBudget
	}
	first := func(w *lab.Work) { budget = w.Fit(budget) }
	more := l.measureBudget()
	l.follow(first, func(w *lab.Work) {
		room := min(budget, more)
		spent := room - w.Fit(room)
		budget, more = budget-spent, more-spent
	})
	return nil
}

// Step goes on with what is under way.
func (l *Lab) Step(time.Duration) error {
	budget := float64(lab.StepBudget)
	spend := func(w *lab.Work) { budget = w.Do(budget) }
	l.follow(spend, spend)
	return nil
}

// Part implements [lab.Divided]: it goes on with the first that waits.
func (l *Lab) Part(time.Duration) (over bool, err error) {
	over, done := true, false
	spend := func(w *lab.Work) {
		if !done && w.Waiting() {
			over, done = w.Part(), true
		}
	}
	l.follow(spend, spend)
	return over, nil
}

// follow begins what the settings ask for, and does some of it: first what
// there is no picture without, then what is measured while that is shown.
func (l *Lab) follow(first, then spending) {
	switch { // what is under way for something else is no longer asked for
	case l.lacks() != nil:
		l.reading.Drop()
		l.gridding.Drop()
		return
	case !l.obtainPrompt(first):
		return
	case l.refused != accepted:
		l.gridding.Drop()
		return
	}
	if l.set.calibrates() {
		l.watch()
		if l.watched.rows == 0 || !l.gridding.Waiting() {
			then(&l.watching)
		}
		if l.watched.rows == 0 {
			return
		}
	}
	if v := l.open(); v.prepare(first) && v.measure != nil && !l.calibrating() { // ranges come first
		v.measure(then)
	}
}

// works are what is to be done for the open view, in order.
func (l *Lab) works() []*lab.Work {
	list := []*lab.Work{&l.reading}
	if l.lacks() != nil || l.refused != accepted {
		return list
	}
	if l.set.calibrates() {
		list = append(list, &l.watching)
	}
	return append(list, l.open().works...)
}

// Busy says whether work is left.
func (l *Lab) Busy() bool { return slices.ContainsFunc(l.works(), (*lab.Work).Waiting) }

// waiting says whether there is nothing to show yet: the model is reading the
// prompt, values are put on grids, or no text has been watched for ranges.
func (l *Lab) waiting() bool {
	return l.reading.Waiting() || l.lacks() == nil && l.refused == accepted && (l.gridding.Waiting() || l.calibrating() && l.watched.rows == 0)
}

// Progress says how far the work is.
func (l *Lab) Progress() lab.Progress {
	works := l.works()
	if l.gridding.Waiting() && !l.reading.Waiting() && l.refused == accepted {
		works = []*lab.Work{&l.gridding}
	}
	for _, w := range works {
		if w.Waiting() {
			p := w.Progress()
			p.Stale = l.waiting()
			return p
		}
	}
	return lab.Progress{}
}
