package quantization

import "logitarium/ui/lab"

// A queue is slow work cut into pieces. A lab has no clock, so each piece
// comes with an estimate of its cost, in nanoseconds on one core. A queue may
// be copied: the copy goes on from the same place.
type queue struct {
	pieces []piece
	done   int
	steps  int    // taken of the next piece
	under  *under // shared by copies
}

// piece is done in one go, or first by a stepper.
type piece struct {
	cost  float64
	begin func() lab.Stepper // nil if there is none
	do    func()
}

// under is a piece that has begun.
type under struct {
	piece, steps int
	run          lab.Stepper
}

func (q *queue) add(cost float64, do func()) { q.pieces = append(q.pieces, piece{cost: cost, do: do}) }

// addSteps adds a piece that goes on in steps, and ends with do.
func (q *queue) addSteps(cost float64, begin func() lab.Stepper, do func()) {
	q.pieces = append(q.pieces, piece{cost, begin, do})
}

// left returns how many pieces are still to do; of no queue, none.
func (q *queue) left() int {
	if q == nil {
		return 0
	}
	return len(q.pieces) - q.done
}

// advance does the next piece, and those after it that fit into the budget, or
// one step of a piece that is larger. It returns what they cost.
func (q *queue) advance(budget float64) (spent float64) {
	for first := q.left(); q.left() > 0; {
		p := q.pieces[q.done]
		if q.left() < first && spent+p.cost > budget {
			return spent
		}
		if p.begin != nil {
			if p.cost > budget && budget < stepBudget { // a key waits for none of it
				return spent
			}
			more := q.step(p)
			for more && p.cost <= stepBudget {
				more = q.step(p)
			}
			if more {
				return spent + stepBudget
			}
		}
		p.do()
		q.done, q.steps, q.under = q.done+1, 0, nil
		spent += p.cost
	}
	return spent
}

// step goes on with a piece, begun again if this is a copy that was left
// behind, and says whether more is to be done.
func (q *queue) step(p piece) bool {
	if u := q.under; u == nil || u.piece != q.done || u.steps != q.steps {
		q.under = &under{piece: q.done, run: p.begin(), steps: q.steps}
		for range q.steps {
			q.under.run.Step()
		}
	}
	q.steps++
	q.under.steps++
	return q.under.run.Step()
}

// series is several steppers, one after the other.
type series struct {
	begin []func() lab.Stepper
	at    lab.Stepper
}

// Step goes on with the first that is not done.
func (s *series) Step() bool {
	if len(s.begin) == 0 {
		return false
	}
	if s.at == nil {
		s.at = s.begin[0]()
	}
	if !s.at.Step() {
		s.begin, s.at = s.begin[1:], nil
	}
	return len(s.begin) > 0
}

// Share is not asked for: a queue counts pieces.
func (s *series) Share() float64 { return 0 }

// Costs in nanoseconds, measured on one core of 2020 or so.
const (
	flopCost    = 0.03  // of a floating-point operation in a product
	snapCost    = 3.0   // of a value put on a grid
	sortCost    = 60.0  // of a value whose percentile is asked for
	searchSteps = 80    // grids tried by a search
	groupCost   = 300.0 // of a value in a group whose grid is searched for
)

// workOf turns nanoseconds into the multiplications that [lab.Work] counts in.
func workOf(cost float64) float64 { return cost / (2 * flopCost) }

// passCost is that of the model reading some tokens.
func passCost(parameters, tokens int) float64 {
	return 2 * flopCost * float64(parameters) * float64(tokens)
}

// snapCostOf is that of quantizing one value with a clip.
func snapCostOf(clip int) float64 {
	switch clip {
	case clipPercentile:
		return sortCost
	case clipSearch:
		return snapCost * searchSteps / 2 // most candidates are given up half-way
	}
	return snapCost
}
