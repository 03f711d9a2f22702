package tensor

import (
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestParallelCallsEachOnce(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	for _, threads := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(threads)
		for _, n := range []int{0, 1, 2, 100} {
			calls := make([]atomic.Int32, n)
			Parallel(n, func(i int) { calls[i].Add(1) })
			for i := range calls {
				if got := calls[i].Load(); got != 1 {
					t.Errorf("%d threads, %d calls: call %d made %d times", threads, n, i, got)
				}
			}
		}
	}
}

func TestParallelRaisesThePanicInTheCaller(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	for _, threads := range []int{1, 4} {
		runtime.GOMAXPROCS(threads)
		for range 50 {
			func() {
				defer func() {
					if got := recover(); got != 3 {
						t.Errorf("%d threads: panic %v, want that of call 3", threads, got)
					}
				}()
				Parallel(20, func(i int) {
					if i >= 3 {
						panic(i)
					}
				})
			}()
		}
	}
}

func TestParallelInParallel(t *testing.T) {
	sums := make([]int, 5)
	Parallel(5, func(i int) {
		parts := make([]int, 6)
		Parallel(6, func(j int) { parts[j] = i * j })
		for _, p := range parts {
			sums[i] += p
		}
	})
	if want := []int{0, 15, 30, 45, 60}; !slices.Equal(sums, want) {
		t.Errorf("%v, want %v", sums, want)
	}
}

// Helpers leave by themselves: an idle program does nothing. So no test in a
// bubble waits for them either.
func TestHelpersLeave(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	work := func(t *testing.T) {
		var calls atomic.Int32
		for range 100 {
			Parallel(8, func(int) { calls.Add(1) })
		}
		if calls.Load() != 800 {
			t.Errorf("%d calls", calls.Load())
		}
	}
	work(t)
	synctest.Test(t, work)
	for deadline := time.Now().Add(10 * time.Second); crew.helpers.Load() != 0; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d helpers are still there", crew.helpers.Load())
		}
	}
}

// A call that ends its goroutine, as a failing test's does, sets the others
// free.
func TestParallelSurvivesGoexit(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	done := make(chan bool)
	go func() {
		defer close(done)
		Parallel(1000, func(int) { runtime.Goexit() })
	}()
	<-done
	// Whoever comes first waits for another to leave: at times a helper leaves, at
	// times the caller. A browser has one thread: there nobody else would come.
	for range 50 * (runtime.GOMAXPROCS(0) - 1) {
		var come atomic.Int32
		left, after := make(chan bool), false
		ended := make(chan bool)
		go func() {
			defer close(ended)
			Parallel(1000, func(int) {
				switch come.Add(1) {
				case 1:
					<-left
				case 2:
					defer close(left)
					runtime.Goexit()
				}
			})
			after = true
		}()
		<-ended
		if after {
			t.Fatal("Parallel returns, as if all calls had")
		}
	}
	var calls atomic.Int32
	Parallel(20, func(int) { calls.Add(1) })
	if calls.Load() != 20 || crew.taken.Load() {
		t.Errorf("%d calls of 20, taken %v", calls.Load(), crew.taken.Load())
	}
}
