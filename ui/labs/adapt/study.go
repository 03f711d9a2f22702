package adapt

import (
	"math"

	"logitarium/core/experiment/knowledge"
	"logitarium/core/lm"
	"logitarium/core/world"
	"logitarium/ui/lab"
)

// A study is the work behind all views, in pieces: the model as it is is
// asked, then a copy is fine-tuned, then the copy is asked.
type study struct {
	lm lm.Offer

	examined examKey
	exam     *knowledge.Exam
	upkeep   knowledge.Upkeep // of the exam's index
	top      int
	recipe   knowledge.Recipe
	goal     int

	before, after *knowledge.Sitting // as is and RAG; tuned and both
	course        *knowledge.Course
	rival         *knowledge.Course // with another replay, for comparison
	beliefs       [4]belief         // by way
	due           []knowledge.Way   // ways whose belief the tuned copy is to be asked for next; never changed in place
	hearing       *hearing          // of the edited fact, under way
	kept          held
}

// examKey is what the questions and the store depend on.
type examKey struct {
	edited world.Fact
	facts  int
	seed   uint64
}

// belief is what one way makes of the edited fact.
type belief struct {
	known    bool
	step     int    // after which it was measured
	text     string // what it answers
	now, old float64
	reworded float64 // now, asked in the other wording
}

// rivalReplay is what the comparison replays where nothing is.
const rivalReplay = 4

// follow drops what does not belong to these settings.
func (s *study) follow(k examKey, top int, r knowledge.Recipe, goal int) {
	anew := s.exam == nil || s.examined != k
	if anew {
		s.examined = k
		s.exam = knowledge.NewExam(s.lm.Model, k.facts, k.edited, k.seed)
		s.upkeep = s.exam.Upkeep()
	}
	if anew || s.top != top {
		s.top = top
		s.before, s.after, s.due, s.hearing = nil, nil, nil, nil
		s.beliefs = [4]belief{}
	}
	if s.goal != goal {
		s.goal = goal
		s.after, s.due, s.hearing = nil, nil, nil
		head(goal, &s.course, s.kept.course)
		head(goal, &s.rival, s.kept.rival)
	}
	if anew || s.recipe != r {
		s.recipe = r
		s.restart()
	}
}

// head sets the goal of a course, if there is one, and drops one that is past it.
func head(goal int, c **knowledge.Course, kept *knowledge.Course) {
	switch {
	case *c == nil:
	case (*c).Tuning.Steps() > goal:
		*c = nil
	default:
		lab.Own(c, kept)
		(*c).Goal = goal
	}
}

// restart begins the fine-tuning again.
func (s *study) restart() {
	s.course, s.rival, s.after, s.due, s.hearing = nil, nil, nil, nil, nil
	s.beliefs[knowledge.Tuned], s.beliefs[knowledge.Both] = belief{}, belief{}
}

// rivalRecipe is the recipe with replay if it has none, and without if it has.
func (s *study) rivalRecipe() knowledge.Recipe {
	r := s.recipe
	r.Replay = rivalReplay
	if s.recipe.Replay > 0 {
		r.Replay = 0
	}
	return r
}

// pending says whether work is left.
func (s *study) pending(rival bool) bool {
	return s.exam != nil && (len(s.due) > 0 || s.before == nil || !s.before.Done() || s.course == nil || !s.course.Done() ||
		s.after == nil || !s.after.Done() || rival && (s.rival == nil || !s.rival.Done()))
}

// asking says whether the model as it is has still to answer, by itself or
// with retrieved facts: that needs no training.
func (s *study) asking() bool {
	return s.exam != nil && (s.before == nil || !s.before.Done())
}

// advance does a part of the next piece of work, and says whether the piece is
// over: first what a change of the edited fact shows at once.
func (s *study) advance(rival bool) (over bool) {
	model := s.lm.Network
	all := knowledge.Kinds()
	switch {
	case s.exam == nil:
	case len(s.due) > 0:
		if !s.hear(s.course.Tuning.Model(), s.course.Tuning.Steps(), s.due[0]) {
			return false
		}
		s.due = s.due[1:]
	case !s.beliefs[knowledge.Retrieval].known:
		return s.hear(model, 0, knowledge.AsIs, knowledge.Retrieval)
	case s.before == nil:
		s.before = knowledge.NewSitting(s.exam, model, s.top, all, knowledge.AsIs, knowledge.Retrieval)
	case !s.before.Done():
		lab.Own(&s.before, s.kept.before)
		return s.before.AdvanceFor(lab.PartBudget)
	case s.course == nil:
		s.course = knowledge.NewCourse(s.exam, s.recipe, s.goal)
	case !s.course.Done():
		lab.Own(&s.course, s.kept.course)
		looks := len(s.course.Points)
		over = s.course.AdvanceFor(lab.PartBudget)
		if len(s.course.Points) > looks {
			s.due = tunedWays
		}
		return over
	case s.after == nil:
		s.due = tunedWays
		s.after = knowledge.NewSitting(s.exam, s.course.Tuning.Model(), s.top, all, knowledge.Tuned, knowledge.Both)
	case !s.after.Done():
		lab.Own(&s.after, s.kept.after)
		return s.after.AdvanceFor(lab.PartBudget)
	case rival && s.rival == nil:
		s.rival = knowledge.NewCourse(s.exam, s.rivalRecipe(), s.goal)
	case rival && !s.rival.Done():
		lab.Own(&s.rival, s.kept.rival)
		return s.rival.AdvanceFor(lab.PartBudget)
	}
	return true
}

// tunedWays are those that the tuned copy answers in.
var tunedWays = []knowledge.Way{knowledge.Tuned, knowledge.Both}

// score is what is known of a kind and way; ok is false before all its
// questions were asked.
func (s *study) score(k knowledge.Kind, w knowledge.Way) (score knowledge.Score, ok bool) {
	sitting := s.before
	if w.Trained() {
		sitting = s.after
	}
	if sitting == nil {
		return score, false
	}
	score = sitting.Score(k, w)
	return score, score.Of == s.questions(k)
}

// progress is how many questions the model as it is was asked, by itself and
// with retrieved facts, and of how many.
func (s *study) progress() (asked, of int) {
	if s.before != nil {
		return s.before.Progress()
	}
	const ways = 2
	for _, k := range knowledge.Kinds() {
		of += ways * s.questions(k)
	}
	return 0, of
}

// questions is how many of a kind are asked.
func (s *study) questions(k knowledge.Kind) int { return len(s.exam.Questions(k)) }

// point is the last look at the course.
func (s *study) point() (p knowledge.Point, ok bool) {
	if s.course == nil || len(s.course.Points) == 0 {
		return p, false
	}
	return s.course.Points[len(s.course.Points)-1], true
}

// diverged says whether the loss of a course is no number any more.
func diverged(c *knowledge.Course) bool {
	return c != nil && (math.IsNaN(c.Tuning.Loss()) || math.IsInf(c.Tuning.Loss(), 0))
}

// stepsDone is how many steps the course has made.
func (s *study) stepsDone() int {
	if s.course == nil {
		return 0
	}
	return s.course.Tuning.Steps()
}
