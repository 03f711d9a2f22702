package tensor

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Parallel calls f(0) … f(n-1), on as many threads as GOMAXPROCS allows, and
// returns when all have. Calls must not depend on each other's order; what
// each writes must be its own. A panic in one of them stops calls that have
// not begun and is raised again in the caller, the lowest i's first.
func Parallel(n int, f func(i int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for i := range n {
			f(i)
		}
		return
	}
	var (
		next   atomic.Int64
		failed failure
		wait   sync.WaitGroup
	)
	work := func() {
		defer wait.Done()
		for !failed.set.Load() {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			failed.guard(i, f)
		}
	}
	wait.Add(workers)
	for range workers - 1 {
		go work()
	}
	work()
	wait.Wait()
	if failed.set.Load() {
		panic(failed.value)
	}
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
