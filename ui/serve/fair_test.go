package serve

import (
	"context"
	"testing"
	"time"

	"logitarium/ui/clock"

	tea "charm.land/bubbletea/v2"
)

// Turns are taken in order, as many at once as there are; one that is not taken
// is lost to the next.
func TestTurns(t *testing.T) {
	q := newQueue(2)
	a, b, c := q.enter(), q.enter(), q.enter()
	if !isReady(a) || isReady(b) {
		t.Fatal("the first one alone has a turn")
	}
	if !q.begin(a) || q.begin(a) || q.begin(b) {
		t.Error("a turn is taken once, when it is offered")
	}
	q.drop(b) // has left
	q.end(a)
	if isReady(b) || !isReady(c) {
		t.Error("who has left is passed over")
	}
	d := q.enter()
	select { // c is stuck
	case <-d.ready:
	case <-time.After(20 * time.Second):
		t.Fatal("who takes no turn holds the others up")
	}
	if q.begin(c) || !q.begin(d) {
		t.Error("a lost turn is taken")
	}
	q.end(d)
	if q.free != 1 || len(q.waiting) != 0 {
		t.Errorf("%d turns are free, %d wait", q.free, len(q.waiting))
	}
	if newQueue(1).free != 1 || newQueue(8).free != 7 {
		t.Error("one core is left for keys, where there is another")
	}
}

func isReady(t *turn) bool {
	select {
	case <-t.ready:
		return true
	default:
		return false
	}
}

// counted counts the ticks and the other messages that it gets, which take a
// time.
type counted struct {
	ticks, others int
	takes         time.Duration
}

func (c *counted) Init() tea.Cmd { return nil }
func (c *counted) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	time.Sleep(c.takes)
	if _, ok := msg.(clock.Tick); ok {
		c.ticks++
	} else {
		c.others++
	}
	return c, nil
}
func (c *counted) View() tea.View { return tea.View{} }

// A step waits for its turn, a key does not, and a flood of keys does.
func TestFair(t *testing.T) {
	q := newQueue(2)
	ctx, end := context.WithCancel(context.Background())
	c := &counted{}
	f := &fair{Model: c, queue: q, ctx: ctx}
	other := q.enter()
	_ = q.begin(other)
	_, cmd := f.Update(clock.Tick{})
	f.Update(tea.KeyPressMsg{Code: 'a'})
	if c.ticks != 0 || c.others != 1 {
		t.Errorf("%+v: a step goes first, or a key waits", c)
	}
	q.end(other)
	msg := cmd()
	if _, again := f.Update(msg); again != nil || c.ticks != 1 {
		t.Errorf("%+v: no step in its turn", c)
	}
	if _, again := f.Update(msg); again == nil || c.ticks != 1 {
		t.Errorf("%+v: a turn is taken twice", c)
	}
	end()

	ctx, end = context.WithCancel(context.Background())
	defer end()
	c = &counted{}
	f = &fair{Model: c, queue: newQueue(2), ctx: ctx}
	now := time.Unix(1e9, 0)
	for range 100 { // a hand: 5 keys a second, of 20 ms
		f.spend(now, now.Add(20*time.Millisecond))
		now = now.Add(200 * time.Millisecond)
	}
	if f.debt > time.Second/10 {
		t.Errorf("a hand is in debt by %v", f.debt)
	}
	for range 200 { // a flood
		f.spend(now, now.Add(20*time.Millisecond))
		now = now.Add(21 * time.Millisecond)
	}
	if f.debt < time.Second {
		t.Errorf("a flood is in debt by %v", f.debt)
	}
	f.queue.free = 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		f.Update(tea.KeyPressMsg{Code: 'a'})
	}()
	select {
	case <-done:
		t.Error("a flood takes no turns")
	case <-time.After(50 * time.Millisecond):
	}
	end() // a session that ends waits no longer
	<-done
}
