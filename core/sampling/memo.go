package sampling

import (
	"reflect"
	"slices"
)

// Memo runs chains on one input behind one history, and keeps their stages: a
// chain that begins like an earlier one goes on from where the two part. So a
// knob that turns the last step costs that step, and not all before it.
//
// The traces are those of [Chain.RunOn], to the bit, and share stages.
type Memo struct {
	in      Input
	history []int
	root    kept
	age     int
}

// kept is a stage, and those that steps behind it have led to.
type kept struct {
	stage  Stage
	before *kept // nil for the input
	same   *kept // a stage before that only calls its step otherwise; it has what is after
	after  []*kept
	used   int // when a chain last came here
}

// NewMemo returns a memo that has kept nothing yet. The history must not change.
func NewMemo(in Input, history []int) *Memo {
	return &Memo{in: in, history: history, root: kept{stage: in.first}}
}

// Run is [Chain.RunOn] on the input and the history of the memo.
func (m *Memo) Run(chain Chain) Trace {
	t := Trace{Stages: make([]Stage, 1, len(chain)+1), Damaged: m.in.damaged}
	t.Stages[0] = m.in.first
	at := &m.root
	for _, step := range chain {
		at = at.to(step, m.history)
		at.used = m.age
		if at.same != nil {
			at.same.used = m.age
		}
		t.Stages = append(t.Stages, at.stage)
	}
	return t
}

// Left returns how many tokens the chain leaves. The last step is counted, and
// not kept: on a large vocabulary that is a fraction of the work.
func (m *Memo) Left(chain Chain) int {
	if len(chain) == 0 {
		return len(m.in.first.Order)
	}
	last := len(chain) - 1
	return m.Run(chain[:last]).Final().count(chain[last], m.history)
}

// Forget drops the stages that no chain has come to since the Forget before
// this one. What is kept is then what the last two rounds of chains asked for.
func (m *Memo) Forget() {
	m.root.forget(m.age)
	m.age++
}

// to returns the stage that a step leads to.
func (k *kept) to(step Step, history []int) *kept {
	if k.same != nil {
		k = k.same
	}
	next := &kept{before: k}
	for _, other := range k.after {
		if reflect.DeepEqual(other.stage.Step, step) {
			return other
		}
		if other.same == nil && reflect.DeepEqual(plainly(other.stage.Step, history), plainly(step, history)) {
			next.same, next.stage = other, other.stage
			next.stage.Step = step
		}
	}
	if next.same == nil {
		next.stage = k.take(step, history)
	}
	k.after = append(k.after, next)
	return next
}

// plainly is the step without the settings that do nothing behind a history, in
// which programs differ.
func plainly(step Step, history []int) Step {
	p, ok := step.(Penalties)
	if !ok {
		return step
	}
	if p.Window >= len(history) {
		p.Window = 0
	}
	if p.Frequency == 0 && p.Presence == 0 {
		p.Prompt = 0
	}
	return p
}

// take takes a step: a temperature behind a penalty from another one where
// there is one, for all but the few tokens that were penalized.
func (k *kept) take(step Step, history []int) Stage {
	t, ok := step.(Temperature)
	if !ok || len(k.stage.changed) == 0 {
		return k.stage.then(step, history)
	}
	for _, other := range append(k.before.after[:len(k.before.after):len(k.before.after)], k.before) {
		if other != k.before && len(other.stage.changed) == 0 {
			continue
		}
		for _, next := range other.after {
			if next.stage.Step != step {
				continue
			}
			if s, ok := t.like(next.stage, k.stage, slices.Concat(k.stage.changed, other.stage.changed)); ok {
				return s
			}
		}
	}
	return k.stage.then(step, history)
}

func (k *kept) forget(age int) {
	stay := k.after[:0]
	for _, next := range k.after {
		if next.used == age {
			next.forget(age)
			stay = append(stay, next)
		}
	}
	clear(k.after[len(stay):])
	k.after = stay
}
