package experiment

import (
	"fmt"
	"math"
	"slices"
)

// Series is the same race from several seeds, one after the other's: whether
// one place of the norm wins once, or as a rule. It is a task that is done in
// steps.
type Series struct {
	Races []*Race // seeds Setting.Seed, Setting.Seed+1, …
	Steps int     // of each
}

// NewSeries returns count races before their first step. It panics as [NewRace]
// does, and if count is less than 1 or steps less than 0.
func NewSeries(s RaceSetting, corpus Corpus, count, steps int) *Series {
	if count < 1 || steps < 0 {
		panic(fmt.Sprintf("experiment: %d races of %d steps", count, steps))
	}
	r := &Series{Steps: steps}
	for i := range count {
		seed := s
		seed.Seed += uint64(i)
		r.Races = append(r.Races, NewRace(seed, corpus))
	}
	return r
}

// advanceCost is about what [Race.Advance] takes, in multiplications.
const advanceCost = 1 << 28

// Step goes on for about a budget in multiplications, and says whether anything
// is left. The race that has come least far goes on.
func (r *Series) Step(budget float64) (more bool) {
	for ; budget > 0 && r.Trained() < r.Steps; budget -= advanceCost {
		r.behind().Advance()
	}
	return r.Trained() < r.Steps
}

// AdvanceFor does a part of a Step of one call of [Race.Advance], for about a
// budget on each thread, and says whether that step is over.
func (r *Series) AdvanceFor(budget float64) (over bool) {
	return r.Trained() >= r.Steps || r.behind().AdvanceFor(budget)
}

// behind is the race that has come least far.
func (r *Series) behind() *Race {
	return slices.MinFunc(r.Races, func(a, b *Race) int { return a.Steps() - b.Steps() })
}

// Trained returns how many steps all races have made.
func (r *Series) Trained() int {
	n := r.Races[0].Steps()
	for _, race := range r.Races {
		n = min(n, race.Steps())
	}
	return n
}

// Cost is about what all of it takes, in multiplications.
func (r *Series) Cost() float64 {
	calls := (RaceRows + r.Races[0].rowsAtOnce() - 1) / r.Races[0].rowsAtOnce()
	return advanceCost * float64(calls*r.Steps*len(r.Races))
}

// Share is how much is done, from 0 to 1.
func (r *Series) Share() float64 {
	if r.Trained() >= r.Steps {
		return 1
	}
	done := 0
	for _, race := range r.Races {
		done += race.Steps()
	}
	return float64(done) / float64(r.Steps*len(r.Races))
}

// Lead is by how much pre-LN is ahead, over seeds.
type Lead struct {
	Mean, Deviation float64 // nats: loss of post-LN less that of pre-LN; over the seeds, divided by one less
	Pre, Of         int     // in how many races pre-LN has the smaller loss
}

// Lead compares the running means of the losses after some steps, at most
// [Series.Trained]. The deviation of one race is NaN, and so is all without a
// step.
func (r *Series) Lead(steps int) Lead {
	var leads []float64
	l := Lead{Of: len(r.Races)}
	for _, race := range r.Races {
		lead := race.Post.Loss(steps) - race.Pre.Loss(steps)
		if lead > 0 {
			l.Pre++
		}
		leads = append(leads, lead)
		l.Mean += lead / float64(len(r.Races))
	}
	for _, lead := range leads {
		l.Deviation += float64((lead - l.Mean) * (lead - l.Mean))
	}
	l.Deviation = math.Sqrt(l.Deviation / float64(len(leads)-1))
	return l
}

// Clone returns a series at the same point that goes on by itself.
func (r *Series) Clone() *Series {
	c := &Series{Steps: r.Steps}
	for _, race := range r.Races {
		c.Races = append(c.Races, race.Clone())
	}
	return c
}

// Figures returns what can be read off a series so far, without its networks: it
// does not go on, and making it takes no time worth counting.
func (r *Series) Figures() *Series {
	of := func(n Runner) Runner {
		return Runner{Losses: slices.Clone(n.Losses), Layers: slices.Clone(n.Layers), W2: slices.Clone(n.W2)}
	}
	c := &Series{Steps: r.Steps}
	for _, race := range r.Races {
		c.Races = append(c.Races, &Race{Setting: race.Setting, Pre: of(race.Pre), Post: of(race.Post), counts: slices.Clone(race.counts)})
	}
	return c
}
