package lab_test

import (
	"errors"
	"testing"
	"time"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
)

// worker is at work for some steps, or for ever.
type worker struct {
	*toy.Lab
	left int
	err  error
}

func (w *worker) Busy() bool { return w.left != 0 }

func (w *worker) Step(time.Duration) error {
	w.left--
	return w.err
}

func TestSettle(t *testing.T) {
	done := &worker{Lab: toy.New(), left: 7}
	if err := lab.Settle(done); err != nil || done.Busy() {
		t.Errorf("%v, %d steps left", err, done.left)
	}
	endless := &worker{Lab: toy.New(), left: -1}
	if err := lab.Settle(endless); err != nil {
		t.Error(err)
	}
	failing := &worker{Lab: toy.New(), left: 7, err: errors.New("diverged")}
	if err := lab.Settle(failing); err != failing.err {
		t.Errorf("error %v", err)
	}
}
