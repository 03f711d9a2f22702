package serve

import (
	"context"
	"sync"
	"time"

	"logitarium/ui/clock"

	tea "charm.land/bubbletea/v2"
)

// queue gives turns to the steps of slow work, one after the other over all
// sessions, so that who trains waits for others who train, and a core is left
// for keys.
type queue struct {
	mu      sync.Mutex
	free    int // turns that can be taken now
	waiting []*turn
}

// turn is one step's. It is offered, and taken soon or lost: a session that is
// stuck in a write holds nobody up.
type turn struct {
	state turnState
	ready chan struct{} // is closed when it is offered
	lapse *time.Timer
}

type turnState byte

const (
	waits turnState = iota
	offered
	taken
	lost
)

// offerLasts is how long a turn is offered.
const offerLasts = 100 * time.Millisecond

func newQueue(cores int) *queue { return &queue{free: max(cores-1, 1)} }

// enter asks for a turn.
func (q *queue) enter() *turn {
	q.mu.Lock()
	defer q.mu.Unlock()
	t := &turn{ready: make(chan struct{})}
	q.waiting = append(q.waiting, t)
	q.offer()
	return t
}

// offer is called with the lock held.
func (q *queue) offer() {
	for q.free > 0 && len(q.waiting) > 0 {
		t := q.waiting[0]
		q.waiting = q.waiting[1:]
		if t.state != waits {
			continue
		}
		q.free--
		t.state = offered
		t.lapse = time.AfterFunc(offerLasts, func() { q.drop(t) })
		close(t.ready)
	}
}

// begin takes a turn, unless it was lost.
func (q *queue) begin(t *turn) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if t.state != offered {
		return false
	}
	t.lapse.Stop()
	t.state = taken
	return true
}

// end gives a turn back that was taken.
func (q *queue) end(t *turn) {
	q.mu.Lock()
	defer q.mu.Unlock()
	t.state = lost
	q.free++
	q.offer()
}

// drop gives up a turn that was not taken.
func (q *queue) drop(t *turn) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch t.state {
	case offered:
		q.free++
		t.state = lost
		q.offer()
	case waits:
		t.state = lost
	}
}

// fair is a program that takes turns with others. Its keys take none, until they
// cost more than a hand can ask for.
type fair struct {
	tea.Model
	queue *queue
	ctx   context.Context // of the session
	debt  time.Duration   // that keys have cost of late
	last  time.Time
}

// turnMsg says that a step has its turn.
type turnMsg struct {
	turn *turn
	tick clock.Tick
}

// Update has a step of work wait for its turn, and does the rest at once.
func (f *fair) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case clock.Tick:
		return f, f.wait(msg)
	case turnMsg:
		if !f.queue.begin(msg.turn) {
			return f, f.wait(msg.tick)
		}
		defer f.queue.end(msg.turn)
		_, cmd := f.Model.Update(msg.tick)
		return f, cmd
	}
	const burst = time.Second
	if f.debt > burst { // a flood of keys
		t := f.queue.enter()
		select {
		case <-t.ready:
		case <-f.ctx.Done():
		}
		if f.queue.begin(t) {
			defer f.queue.end(t)
		}
	}
	begin := time.Now()
	_, cmd := f.Model.Update(msg)
	f.spend(begin, time.Now())
	return f, cmd
}

// spend notes what a message has cost. Half of a core is forgotten as it is used.
func (f *fair) spend(begin, end time.Time) {
	if !f.last.IsZero() {
		f.debt = max(f.debt-end.Sub(f.last)/2, 0)
	}
	f.debt += end.Sub(begin)
	f.last = end
}

func (f *fair) wait(tick clock.Tick) tea.Cmd {
	t := f.queue.enter()
	return func() tea.Msg {
		select {
		case <-t.ready:
			return turnMsg{t, tick}
		case <-f.ctx.Done():
			f.queue.drop(t)
			return nil
		}
	}
}
