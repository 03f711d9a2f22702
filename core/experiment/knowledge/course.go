package knowledge

// A Course is a [Tuning] of a number of steps, with looks at what the model
// knows on the way.
type Course struct {
	Tuning *Tuning
	Goal   int // steps
	Losses []float64
	Points []Point // one for every Every steps, from before the first on

	look   *Sitting
	belief *Believing // in the edited fact, after the look's questions; nil before it is begun
}

// Every is after how many steps a course looks.
const Every = 5

// A Point is what the model knew after some steps, without retrieval.
type Point struct {
	Step                      int
	New, Changed, Old, Format Score
	Belief                    float64 // in the new value of the edited fact
}

// NewCourse begins a tuning that ends after goal steps.
func NewCourse(e *Exam, r Recipe, goal int) *Course {
	c := &Course{Tuning: NewTuning(e, r), Goal: goal}
	c.begin()
	return c
}

// begin begins a look.
func (c *Course) begin() {
	c.look = NewSitting(c.Tuning.exam, c.Tuning.model, 0, []Kind{New, Changed, Old, Format}, AsIs)
}

// Done says whether all steps were made and looked at.
func (c *Course) Done() bool { return c.look == nil && c.Tuning.steps >= c.Goal }

// AdvanceFor does a part of a piece, some questions or rows, for about a budget in
// multiplications on each thread, and says whether the piece is over. What can be
// read off the course changes at its end alone.
func (c *Course) AdvanceFor(budget float64) (over bool) {
	switch {
	case c.look != nil && !c.look.Done():
		return c.look.AdvanceFor(budget)
	case c.look != nil:
		return c.endLook(budget)
	case c.Tuning.steps < c.Goal:
		before := c.Tuning.steps
		if !c.Tuning.AdvanceFor(budget) {
			return false
		}
		if c.Tuning.steps > before {
			c.Losses = append(c.Losses, c.Tuning.loss)
			if c.Tuning.steps%Every == 0 {
				c.begin()
			}
		}
	}
	return true
}

// endLook measures the belief in the edited fact, for about a budget, and notes
// the look when that is done. It says whether it is.
func (c *Course) endLook(budget float64) (over bool) {
	t, s := c.Tuning, c.look
	if c.belief == nil {
		edited := t.exam.Edited()
		c.belief = t.exam.BeginBelief(t.model, edited, AsIs, 0, edited.Fact.Value)
	}
	if c.belief.Advance(budget); !c.belief.Done() {
		return false
	}
	c.Points = append(c.Points, Point{
		Step: t.steps, New: s.Score(New, AsIs), Changed: s.Score(Changed, AsIs),
		Old: s.Score(Old, AsIs), Format: s.Score(Format, AsIs),
		Belief: c.belief.Belief(),
	})
	c.look, c.belief = nil, nil
	return true
}
