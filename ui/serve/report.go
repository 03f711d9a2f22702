package serve

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"logitarium/ui/class"
)

// Report writes what was guessed as CSV, a row a guess, by lesson, question and
// student. A guess in other words than the lesson knows has none of its own: what
// a student typed is not kept.
func (c *Class) Report(w io.Writer) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]handed, 0, len(c.given))
	for h := range c.given {
		if _, came := c.names[h.student]; came { // or it is another class's of just before
			all = append(all, h)
		}
	}
	slices.SortFunc(all, func(a, b handed) int {
		return cmp.Or(cmp.Compare(a.lesson, b.lesson), cmp.Compare(a.chapter, b.chapter), cmp.Compare(a.n, b.n), cmp.Compare(a.student, b.student))
	})
	out := csv.NewWriter(w)
	_ = out.Write([]string{"lesson", "chapter", "question", "answer", "student", "name", "guess", "right"}) // Error below says so
	for _, h := range all {
		quiz := c.quizzes[h.lesson]
		if h.chapter >= len(quiz.Chapters) || h.n >= len(quiz.Chapters[h.chapter].Questions) {
			continue
		}
		q, g := quiz.Chapters[h.chapter].Questions[h.n], c.given[h]
		_ = out.Write([]string{
			quiz.Title, strconv.Itoa(h.chapter + 1), q.Text, q.Answer, fmt.Sprintf("%07d", h.student), unformed(c.names[h.student]),
			inWords(q, g), strconv.FormatBool(g.Kind == class.Right),
		})
	}
	out.Flush()
	return out.Error()
}

// inWords is a guess as it was counted.
func inWords(q class.Question, g class.Guess) string {
	switch g.Kind {
	case class.Right:
		return q.Answer
	case class.Number:
		return strconv.FormatFloat(g.Number, 'g', -1, 64)
	case class.Wrong:
		if g.Wrong < len(q.Wrong) {
			return q.Wrong[g.Wrong]
		}
	}
	return ""
}

// unformed is a name that no spreadsheet takes for a formula.
func unformed(name string) string {
	if name != "" && slices.Contains([]byte("=+-@\t"), name[0]) {
		return "'" + name
	}
	return name
}
