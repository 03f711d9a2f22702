package residual

import (
	"fmt"
	"math"

	"logitarium/core/experiment"
	"logitarium/core/gpt"
	"logitarium/ui/lab"
)

// Readings are the numbers on screen; each view has its own.
func (l *Lab) Readings() []lab.Reading {
	var readings []lab.Reading
	switch l.view {
	case viewWiring:
		readings = []lab.Reading{
			{Name: "post norms", Value: float64(l.normsOnPath(gpt.PostLN)), Note: "on x's way"},
			{Name: "pre norms", Value: float64(l.normsOnPath(gpt.PreLN)), Note: "the final one"},
		}
	case viewGradients:
		readings = l.gradientReadings()
	case viewStream:
		readings = l.streamReadings()
	case viewDepth:
		readings = l.depthReadings()
	case viewRace:
		readings = l.raceReadings()
	}
	for i := range readings {
		r := &readings[i]
		if r.Provenance == "" {
			r.Provenance = lab.Computed
		}
		if r.Undefined == "" && (math.IsNaN(r.Value) || math.IsInf(r.Value, 0)) {
			r.Undefined = "these gradients are 0"
			if l.view == viewRace {
				r.Undefined = "no number any more"
			}
		}
	}
	return readings
}

func (l *Lab) gradientReadings() []lab.Reading {
	m := l.norms(l.depth)
	e := l.mean(l.depth, func(m experiment.Measurement) []float64 { return m.EncoderW2 })
	const note = "last / first"
	encoder := func(name string, w2 []float64) lab.Reading {
		r := lab.Reading{Name: name, Digits: 2, Note: note + ", W2"}
		if len(w2) == 0 {
			r.Undefined = "no encoder"
		} else {
			r.Value = ratio(w2)
		}
		return r
	}
	return []lab.Reading{
		{Name: "pre ratio", Value: ratio(m.pre), Digits: 2, Note: note},
		{Name: "post ratio", Value: ratio(m.post), Digits: 2, Note: note},
		{Name: "pre last", Value: last(m.pre), Digits: 3, Note: "‖gradient‖"},
		{Name: "post last", Value: last(m.post), Digits: 3, Note: "‖gradient‖"},
		{Name: "pre first", Value: first(m.pre), Digits: 4},
		{Name: "post first", Value: first(m.post), Digits: 4},
		encoder("pre encoder", e.pre),
		encoder("post encoder", e.post),
	}
}

func (l *Lab) streamReadings() []lab.Reading {
	m, sums := l.sizes(), l.summed()
	digits := 2
	if !l.unit() {
		digits = 5
	}
	low, high := bounds(l.depth)
	readings := []lab.Reading{
		{Name: "pre end", Value: last(m.pre), Unit: "d", Digits: digits, Note: "‖x‖², last"},
		{Name: "post end", Value: last(m.post), Unit: "d", Digits: digits, Note: "after LN"},
		{Name: "post sum", Value: last(sums.post), Unit: "d", Digits: digits, Note: "before LN"},
		{Name: "input", Value: first(m.pre), Unit: "d", Digits: digits},
	}
	const source = "Xiong et al. 2020, Lemma 2"
	for _, r := range []lab.Reading{{Name: "Lemma 2 low", Value: last(low)}, {Name: "Lemma 2 high", Value: last(high)}} {
		r.Unit, r.Digits, r.Provenance, r.Source = "d", 1, lab.Published, source
		switch {
		case !l.unit():
			r.Undefined = "not for this init"
		case l.cross:
			r.Undefined = "not with cross"
		}
		readings = append(readings, r)
	}
	return readings
}

func (l *Lab) depthReadings() []lab.Reading {
	shallow, now := l.norms(evens), l.norms(l.depth)
	fall := func(name string, a, b []float64) lab.Reading {
		return lab.Reading{Name: name, Value: last(b) / last(a), Digits: 2, Note: fmt.Sprintf("L %d over L %d", l.depth, evens)}
	}
	return []lab.Reading{
		fall("pre change", shallow.pre, now.pre),
		fall("post change", shallow.post, now.post),
		{Name: "theory", Value: math.Sqrt(evens / float64(l.depth)), Digits: 2, Note: "1/√L"},
		{Name: "pre last", Value: last(now.pre), Digits: 3, Note: fmt.Sprintf("L %d", l.depth)},
		{Name: "post last", Value: last(now.post), Digits: 3, Note: fmt.Sprintf("L %d", l.depth)},
	}
}

func (l *Lab) raceReadings() []lab.Reading {
	trained, r := l.race.trained(l.steps), l.race.run
	loss := func(name string, of func(*experiment.Race) float64, note string) lab.Reading {
		out := lab.Reading{Name: name, Unit: "nats", Digits: 2, Note: note, Undefined: "no step yet"}
		if trained > 0 {
			out.Value, out.Undefined = of(r), ""
		}
		return out
	}
	return []lab.Reading{
		{Name: "step", Value: float64(trained), Note: fmt.Sprintf("of %d", l.steps)},
		loss("pre loss", func(r *experiment.Race) float64 { return r.Pre.Loss(trained) }, "last 10 steps"),
		loss("post loss", func(r *experiment.Race) float64 { return r.Post.Loss(trained) }, "last 10 steps"),
		loss("frequencies", (*experiment.Race).Unigram, "token counts"),
		{Name: "rate now", Value: l.race.setting.RateAt(max(trained-1, 0)), Digits: 5},
	}
}
