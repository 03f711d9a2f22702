package quantization

// Keep implements [lab.Kept].
func (l *Lab) Keep() (restore func()) {
	l.kept = l.calibrated
	saved := *l
	saved.holdQueues()
	return func() {
		*l = saved
		l.holdQueues()
	}
}

// holdQueues gives the lab queues of its own, at the same place.
func (l *Lab) holdQueues() {
	for _, q := range []**queue{&l.sweep.queue, &l.survey.queue, &l.effect.queue} {
		if *q != nil {
			own := **q
			*q = &own
		}
	}
}

// Clone returns a calibrator that has watched the same and goes on by itself.
func (c *calibrator) Clone() *calibrator {
	n := newCalibrator(c.of, c.sites)
	n.done, n.steps, n.stats = c.done, c.steps, cloned(c.stats)
	return n
}
