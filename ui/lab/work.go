package lab

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"logitarium/viz"
)

// Work is what a lab computes before it can show anything, in steps if a key
// can't wait for it. Its zero value is no work.
//
// A lab that has kept a copy may go back to it: the work goes on from there.
// So what its tasks do must be the same when it is done again.
type Work struct {
	// Patience is the work that is done at once, in multiplications; 0: as
	// much as a key can wait for; less than 0: none.
	Patience float64

	begun     bool
	key, what string
	tasks     []task
	at        int // index into tasks
	steps     int // taken of the task at it
	spent     float64
	under     *under // shared by copies
}

// Stepper goes on in steps of some milliseconds; a gpt.Run is one.
type Stepper interface {
	Step() (more bool)
	Share() float64 // done, from 0 to 1
}

type task struct {
	cost  float64
	begin func() Stepper
	then  func()
}

// under is a task that has begun.
type under struct {
	task  *task
	run   Stepper
	steps int
}

// The multiplications that a key can wait for, and those that one step of the
// shell's clock may take: about 10 ms of them on one core of 2020 or so.
const (
	keyPatience = 1 << 29
	stepBudget  = 1 << 28
)

// Begin drops what is under way, for work on something else: key is all that
// it depends on, what says for the user what is done.
func (w *Work) Begin(key, what string) {
	*w = Work{Patience: w.Patience, begun: true, key: key, what: what}
}

// Add adds a task of a cost in multiplications. Begin starts it, when those
// before it are done; nil stands for nothing but then, which is called at its
// end and may be nil too.
func (w *Work) Add(cost float64, begin func() Stepper, then func()) {
	w.tasks = append(slices.Clip(w.tasks), task{cost, begin, then}) // copies share no room
}

// Start does all of the work if it is little. What is left is for Step.
func (w *Work) Start() {
	most := w.Patience
	if most == 0 {
		most = keyPatience
	}
	if w.total() > most {
		return
	}
	for w.Waiting() {
		w.Step()
	}
}

func (w *Work) total() float64 {
	sum := 0.0
	for _, t := range w.tasks {
		sum += t.cost
	}
	return sum
}

// Is says whether the work, done or under way, is that of a key.
func (w *Work) Is(key string) bool { return w.begun && w.key == key }

// Drop drops what is under way.
func (w *Work) Drop() { *w = Work{Patience: w.Patience} }

// Waiting says whether any is left.
func (w *Work) Waiting() bool { return w.at < len(w.tasks) }

// Step goes on for about 10 ms.
func (w *Work) Step() {
	for budget := float64(stepBudget); w.Waiting() && budget > 0; {
		t := &w.tasks[w.at]
		if t.begin == nil {
			budget -= t.cost
			w.finish(t)
			continue
		}
		w.catchUp(t)
		more := w.under.run.Step()
		w.under.steps++
		w.steps++
		if more {
			return
		}
		budget -= min(t.cost, stepBudget)
		w.finish(t)
	}
}

// catchUp begins a task, again if it is not where the work was kept.
func (w *Work) catchUp(t *task) {
	if w.under != nil && w.under.task == t && w.under.steps == w.steps {
		return
	}
	w.under = &under{task: t, run: t.begin(), steps: w.steps}
	for range w.steps {
		w.under.run.Step()
	}
}

func (w *Work) finish(t *task) {
	w.spent += t.cost
	w.at, w.steps, w.under = w.at+1, 0, nil
	if t.then != nil {
		t.then()
	}
	if !w.Waiting() { // what tasks hold on to can be large
		w.tasks, w.at = nil, 0
	}
}

// Progress says what is under way and how much of it is done.
func (w *Work) Progress() Progress {
	if !w.Waiting() {
		return Progress{}
	}
	done := w.spent
	if t := &w.tasks[w.at]; w.steps > 0 {
		w.catchUp(t)
		done += float64(t.cost * w.under.run.Share())
	}
	return Progress{What: w.what, Share: done / w.total(), Stale: true}
}

// Progress is how far a lab's work is.
type Progress struct {
	What  string  // "the model reads 6 tokens"; "" when there is nothing to do
	Share float64 // done, from 0 to 1
	Stale bool    // until it is done the lab has nothing to show
}

// Working is a lab whose work may take longer than a key can wait. While there
// is some, the shell calls Step as fast as it can instead of at its beat. While
// it is stale, View draws how far it is, the only reading is that, and the
// shell keeps the last picture in sight, marked as such.
type Working interface {
	Animated
	Progress() Progress
}

// Reading is the one number of a lab at work.
func (p Progress) Reading() Reading {
	return Reading{Name: "done", Help: "how much of the work under way is done", Value: 100 * p.Share, Unit: "%", Provenance: Computed, Note: p.What}
}

// Insight says what is under way.
func (p Progress) Insight() string {
	first, size := utf8.DecodeRuneInString(p.What)
	return string(unicode.ToUpper(first)) + p.what()[size:] + "."
}

func (p Progress) what() string { return p.What + ": " + viz.Cleanf("%.0f %%", 100*p.Share).String() }

// View draws it in the middle of a frame.
func (p Progress) View(f Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	p.Draw(g, f.Theme, max(g.H/2-1, 0))
	return g
}

// Draw draws it into two rows of a grid, y and the one below: in words and as
// a bar.
func (p Progress) Draw(g viz.Grid, t viz.Theme, y int) {
	text := t.FitFirst(g.W, viz.Clean(p.what()), viz.Cleanf("%.0f %%", 100*p.Share))
	g.Text((g.W-text.Width())/2, y, text, t.Strong)
	const most = 32
	w := min(g.W, most)
	full, rest := '█', '░'
	if t.Glyphs == viz.ASCII {
		full, rest = '#', '.'
	}
	x, done := (g.W-w)/2, int(p.Share*float64(w))
	g.Fill(x, y+1, done, 1, full, t.Accent)
	g.Fill(x+done, y+1, w-done, 1, rest, t.Faint)
}
