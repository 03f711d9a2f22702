package quantization

// A queue is slow work cut into pieces. A lab has no clock, so each piece
// comes with an estimate of its cost, in nanoseconds on one core.
type queue struct {
	pieces []piece
	done   int
}

type piece struct {
	cost float64
	do   func()
}

func (q *queue) add(cost float64, do func()) { q.pieces = append(q.pieces, piece{cost, do}) }

// left returns how many pieces are still to do; of no queue, none.
func (q *queue) left() int {
	if q == nil {
		return 0
	}
	return len(q.pieces) - q.done
}

// advance does the next piece, and those after it that fit into the budget.
// It returns what they cost.
func (q *queue) advance(budget float64) (spent float64) {
	for first := q.left(); q.left() > 0; {
		p := q.pieces[q.done]
		if q.left() < first && spent+p.cost > budget {
			break
		}
		p.do()
		q.done++
		spent += p.cost
	}
	return spent
}

// Costs in nanoseconds, measured on one core of 2020 or so.
const (
	flopCost    = 0.03 // of a floating-point operation in a product
	snapCost    = 3.0  // of a value put on a grid
	sortCost    = 60.0 // of a value whose percentile is asked for
	searchSteps = 80   // grids tried by a search
)

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
