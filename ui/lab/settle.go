package lab

import "time"

// settleSteps bounds [Settle]: a lab that is never done is shown as far as it
// has come.
const settleSteps = 10_000

// Show lets a lab work until it has something to show.
func Show(l Lab) error {
	w, ok := l.(Working)
	for range settleSteps {
		if !ok || !w.Progress().Stale {
			break
		}
		if err := w.Step(time.Second); err != nil {
			return err
		}
	}
	return nil
}

// Settle runs a lab that is at work to its end, for those who take one frame
// and can't wait for the next. A lab at rest, or that is never at work, stays
// as it is.
func Settle(l Lab) error {
	a, ok := l.(Animated)
	if !ok {
		return nil
	}
	for range settleSteps {
		if !a.Busy() {
			return nil
		}
		if err := a.Step(time.Second); err != nil {
			return err
		}
	}
	return nil
}
