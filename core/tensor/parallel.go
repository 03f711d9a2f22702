package tensor

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Parallel calls f(0) … f(n-1), on as many threads as GOMAXPROCS allows, and
// returns when all have returned. The calls must not depend on their order, and
// no two may write to the same place. If a call panics, calls that have not
// begun are skipped, and Parallel panics with the value of the lowest such i; a
// call that ends its goroutine, by runtime.Goexit, ends that of Parallel.
// While one Parallel runs, any other, also one inside its calls, uses only its
// own thread.
func Parallel(n int, f func(i int)) {
	threads := min(n, runtime.GOMAXPROCS(0))
	if threads <= 1 || !crew.taken.CompareAndSwap(false, true) {
		for i := range n {
			f(i)
		}
		return
	}
	t := &task{f: f, n: int64(n)}
	crew.task.Store(t)
	for int(crew.helpers.Load()) < threads-1 {
		crew.helpers.Add(1)
		go help()
	}
	t.finish()
	if t.failed.set.Load() {
		if t.failed.value == nil { // a panic has a value: a helper left by Goexit
			runtime.Goexit()
		}
		panic(t.failed.value)
	}
}

// crew is who helps with a Parallel. Of a model's products each takes some
// microseconds and the next one follows soon, sooner than a sleeping thread
// wakes: so a helper watches for more work before it goes. It is gone some
// tens of microseconds after the last, so that an idle program does nothing,
// and nobody has to end it.
var crew struct {
	taken   atomic.Bool
	task    atomic.Pointer[task] // what may be joined
	helpers atomic.Int32         // goroutines in help
	inside  sync.RWMutex         // helpers hold it for reading while they may look at the task
}

// patience is the number of times that a thread polls before it stops or sleeps:
// some tens of microseconds.
const patience = 1 << 16

// help joins in task after task, as long as they keep coming.
func help() {
	defer crew.helpers.Add(-1)
	for idle := 0; idle < patience; idle++ {
		if join() {
			idle = 0
		}
	}
}

// join works on the task there is, and says whether anything was left to do.
func join() bool {
	if crew.task.Load() == nil || !crew.inside.TryRLock() {
		return false
	}
	defer crew.inside.RUnlock()
	t := crew.task.Load() // may have been taken back in between
	return t != nil && t.work()
}

// disband takes the task back and sets the crew free, when no helper is inside.
func disband() {
	crew.task.Store(nil)
	locked := false
	for i := 0; i < patience && !locked; i++ {
		locked = crew.inside.TryLock()
	}
	if !locked {
		crew.inside.Lock() // sleeps
	}
	crew.taken.Store(false)
	crew.inside.Unlock()
}

// task is one call of Parallel.
type task struct {
	f      func(i int)
	n      int64
	next   atomic.Int64
	failed failure
}

// finish works on the task to its end, and sets the crew free.
func (t *task) finish() {
	defer disband() // a call may leave by runtime.Goexit
	t.work()
}

// work makes calls until none are left, and says whether it made any.
func (t *task) work() (some bool) {
	for !t.failed.set.Load() {
		i := t.next.Add(1) - 1
		if i >= t.n {
			break
		}
		some = true
		t.failed.guard(int(i), t.f)
	}
	return some
}

// failure is the panic of the lowest call that had one.
type failure struct {
	set   atomic.Bool
	mu    sync.Mutex
	call  int
	value any
}

// guard calls f(i) and keeps its panic.
func (p *failure) guard(i int, f func(int)) {
	done := false
	defer func() {
		if done {
			return
		}
		value := recover()
		p.mu.Lock()
		defer p.mu.Unlock()
		if !p.set.Load() || i < p.call {
			p.call, p.value = i, value
		}
		p.set.Store(true)
	}()
	f(i)
	done = true
}
