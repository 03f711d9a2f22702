package lab

import (
	"slices"

	"logitarium/ui/message"
)

// Work is a queue of tasks that may take longer than a key can wait, each with a
// cost. It is the one way to do slow work. The unit of cost is a multiplication
// in a matrix product, see [Centisecond]. The zero value is empty.
//
// A copy of Work is a snapshot, from which it can be continued. So tasks must do
// the same when they are done again. A training, which cannot be repeated, is no
// such work: its lab continues a copy, see [Own].
type Work struct {
	// Patience is how much is done at once, when a key asks for it; 0: as much
	// as a key can wait for; less than 0: none.
	Patience float64

	key   any
	what  message.Text
	tasks []task
	at    int     // index into tasks
	spent float64 // on those before at
	steps int     // taken of the task at it
	under *under  // shared by copies
	left  float64 // of a step that is made in parts; 0 between steps
}

// Centisecond is what one core of about 2020 does in 10 ms.
const Centisecond = 1 << 28

// Budgets of work: what a key can wait for beside its picture, and what a step of
// the shell's clock may take.
const (
	KeyBudget  = Centisecond
	StepBudget = Centisecond
)

// Stepper is a task that can be left in the middle; a gpt.Run is one.
type Stepper interface {
	// Step goes on for about a budget, and says whether anything is left.
	Step(budget float64) (more bool)
	// Share is how much is done, from 0 to 1.
	Share() float64
}

type task struct {
	cost  float64
	begin func() Stepper
	then  func()
	last  *under // begun last: what the task holds on to is of it
}

// under is a task that has begun.
type under struct {
	run   Stepper
	steps int
	over  bool // nothing of it is left
}

// A Stopper is a task that others work on meanwhile, as a server does on a
// request. It is stopped when its work is dropped; a step after that, of a copy
// of the work, begins again.
type Stopper interface {
	Stepper
	Stop()
}

// Begin drops the current work, for work on something else. The key is all
// that it depends on: a comparable value of a type of the lab's own. What says
// for the user what is done.
func (w *Work) Begin(key any, what message.Text) {
	if w.under != nil {
		if s, ok := w.under.run.(Stopper); ok {
			s.Stop()
		}
	}
	*w = Work{Patience: w.Patience, key: key, what: what}
}

// Add adds a task of a cost. Begin starts it, when those before it are done;
// nil stands for nothing but then, which is called at its end and may be nil
// too.
func (w *Work) Add(cost float64, begin func() Stepper, then func()) {
	w.tasks = append(slices.Clip(w.tasks), task{cost: cost, begin: begin, then: then}) // copies share no room
}

// Is reports whether the work, done or not, is that of a key.
func (w *Work) Is(key any) bool { return w.key != nil && w.key == key }

// Drop drops the current work.
func (w *Work) Drop() { w.Begin(nil, message.Text{}) }

// Waiting says whether any is left.
func (w *Work) Waiting() bool { return w.at < len(w.tasks) }

// Tasks returns how many are done, and how many there are; of work that is
// done, 0 of 0.
func (w *Work) Tasks() (done, all int) { return w.at, len(w.tasks) }

// Start does what a key can wait for. What is left is for Step.
func (w *Work) Start() {
	patience := w.Patience
	if patience == 0 {
		patience = KeyBudget
	}
	w.Fit(patience)
}

// Step goes on for about 10 ms.
func (w *Work) Step() { w.Do(StepBudget) }

// Part does a part of a step, of about [PartBudget], and says whether the step is
// over: see [Divided]. What is done in the end is the same.
func (w *Work) Part() (over bool) {
	begins := w.left <= 0
	if begins {
		w.left = StepBudget
	}
	budget := min(float64(PartBudget), w.left)
	w.left -= budget
	if left := w.Fit(budget); w.Waiting() && left >= budget {
		w.goOn(budget, begins)
	}
	if !w.Waiting() {
		w.left = 0
	}
	return w.left <= 0
}

// goOn does a part of a task that is longer, or all of one that has none.
func (w *Work) goOn(budget float64, begins bool) {
	t := &w.tasks[w.at]
	if t.begin == nil {
		w.finish(t)
		return
	}
	run := w.catchUp(t)
	if begins || w.steps == 0 {
		w.steps++
		w.under.steps++
	}
	if !run.Step(budget) {
		w.finish(t)
	}
}

// Fit does tasks, one after the other, as long as all of one fits into the
// budget. It returns what is left of it.
func (w *Work) Fit(budget float64) (left float64) {
	for w.Waiting() && w.steps == 0 && w.tasks[w.at].cost <= budget {
		t := &w.tasks[w.at]
		if t.begin != nil {
			run := w.catchUp(t)
			for run.Step(StepBudget) {
			}
		}
		w.finish(t)
		budget -= t.cost
	}
	return budget
}

// Do does what fits into the budget, and if that is all of a step's, a step
// of a task that does not fit. It returns what is left of it.
func (w *Work) Do(budget float64) (left float64) {
	left = w.Fit(budget)
	if !w.Waiting() || left < StepBudget {
		return left
	}
	t := &w.tasks[w.at]
	if t.begin == nil {
		w.finish(t)
		return 0
	}
	run := w.catchUp(t)
	before := run.Share()
	w.steps++
	w.under.steps++
	if run.Step(StepBudget) {
		return 0
	}
	w.finish(t)
	return w.Fit(left - float64(t.cost*(1-before)))
}

// catchUp begins a task, again if it is not where the work was kept.
func (w *Work) catchUp(t *task) Stepper {
	if w.under != nil && w.under == t.last && w.under.steps == w.steps && !w.under.over {
		return w.under.run
	}
	w.under = &under{run: t.begin(), steps: w.steps}
	t.last = w.under
	for range w.steps {
		w.under.run.Step(StepBudget)
	}
	return w.under.run
}

func (w *Work) finish(t *task) {
	w.spent += t.cost
	if w.under != nil {
		w.under.over = true
	}
	w.at, w.steps, w.under = w.at+1, 0, nil
	if t.then != nil {
		t.then()
	}
	if !w.Waiting() { // what tasks hold on to can be large
		w.tasks, w.at = nil, 0
	}
}

// Progress says what the current work is and how much of it is done.
func (w *Work) Progress() Progress {
	if !w.Waiting() {
		return Progress{}
	}
	done, all := w.spent, 0.0
	for _, t := range w.tasks {
		all += t.cost
	}
	if t := &w.tasks[w.at]; w.steps > 0 {
		done += float64(t.cost * w.catchUp(t).Share())
	}
	if all == 0 {
		return Progress{What: w.what, Stale: true}
	}
	return Progress{What: w.what, Share: done / all, Stale: true}
}
