package class

import (
	"cmp"
	"math"
	"slices"

	"logitarium/ui/message"
)

// A Room is what has been handed in for a lesson. The zero Room of a quiz is empty.
type Room struct {
	Quiz   Quiz
	sheets map[handed]Sheet
}

// handed names a sheet: one of a student for a chapter.
type handed struct {
	id      uint32
	chapter int
}

// Hand takes a sheet. One of the same student for the same chapter is replaced;
// again reports that. The error says why a sheet is not one of this lesson.
func (r *Room) Hand(s Sheet) (again bool, err error) {
	switch {
	case s.Lesson != r.Quiz.Lesson:
		return false, message.Errorf("the code is of another lesson, or of another version of this one")
	case s.Chapter >= len(r.Quiz.Chapters) || len(s.Guesses) > len(r.Quiz.Chapters[s.Chapter].Questions):
		return false, r.unasked(s)
	}
	for i, g := range s.Guesses {
		if g.Kind == Wrong && g.Wrong >= len(r.Quiz.Chapters[s.Chapter].Questions[i].Wrong) {
			return false, r.unasked(s)
		}
	}
	if r.sheets == nil {
		r.sheets = map[handed]Sheet{}
	}
	key := handed{s.ID, s.Chapter}
	_, again = r.sheets[key]
	r.sheets[key] = s
	return again, nil
}

func (r *Room) unasked(s Sheet) error {
	return message.Errorf("the code answers what chapter %d of %q does not ask", s.Chapter+1, r.Quiz.Title)
}

// Students is how many have handed in something.
func (r *Room) Students() int {
	seen := map[uint32]bool{}
	for k := range r.sheets {
		seen[k.id] = true
	}
	return len(seen)
}

// A Tally is what a room guessed at one question.
type Tally struct {
	Question Question
	Asked    int // students who handed in its chapter
	Empty    int // of these, who looked at the answer without a guess
	Right    int // of these, whose guess is right
	Near     int // and who are within a tenth of the number that is right, but not right
	Rows     []Row
}

// A Row is one answer and how many gave it. Numbers are in order, and stand for
// all from From to To.
type Row struct {
	Kind     Kind
	Wrong    int     // of [Wrong]
	From, To float64 // of [Number]
	Count    int
}

// AllRows asks a tally for a row for each number.
const AllRows = 1 << 20

// Tally counts the guesses at a question of a chapter. Numbers that are close to
// each other share a row, where there would be more rows than asked for; the
// answer and those that the lesson knows to be wrong have their own. The answer
// has a row though nobody gave it.
func (r *Room) Tally(chapter, question, rows int) Tally {
	t := Tally{Question: r.Quiz.Chapters[chapter].Questions[question]}
	right, _ := t.Question.number()
	var numbers []float64
	words := map[Row]int{}
	for k, s := range r.sheets {
		if k.chapter != chapter || question >= len(s.Guesses) {
			continue
		}
		t.Asked++
		switch g := s.Guesses[question]; g.Kind {
		case None:
			t.Empty++
		case Right:
			t.Right++
		case Number:
			numbers = append(numbers, g.Number)
			if math.Abs(g.Number-right) <= 0.1*math.Abs(right) {
				t.Near++
			}
		default:
			words[Row{Kind: g.Kind, Wrong: g.Wrong}]++
		}
	}
	var others []Row
	for row, n := range words {
		row.Count = n
		others = append(others, row)
	}
	slices.SortFunc(others, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Wrong, b.Wrong))
	})
	t.Rows = numberRows(numbers, Row{Kind: Right, From: right, To: right, Count: t.Right}, rows-len(others))
	t.Rows = append(t.Rows, others...)
	return t
}

// numberRows puts numbers and the answer in order, in at most n rows, or in three, if more
// are to be: the two neighbours that are closest are joined, never the answer.
func numberRows(numbers []float64, answer Row, n int) []Row {
	slices.Sort(numbers)
	rows := []Row{answer}
	for _, v := range numbers {
		if last := &rows[len(rows)-1]; last.Kind == Number && last.To == v {
			last.Count++
			continue
		}
		rows = append(rows, Row{Kind: Number, From: v, To: v, Count: 1})
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(a.From, b.From) })
	for len(rows) > max(n, 3) {
		closest := -1
		for i := range len(rows) - 1 {
			if rows[i].Kind == Right || rows[i+1].Kind == Right {
				continue
			}
			if closest < 0 || rows[i+1].To-rows[i].From < rows[closest+1].To-rows[closest].From {
				closest = i
			}
		}
		rows[closest].To = rows[closest+1].To
		rows[closest].Count += rows[closest+1].Count
		rows = slices.Delete(rows, closest+1, closest+2)
	}
	return rows
}
