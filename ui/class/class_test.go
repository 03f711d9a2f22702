package class

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/ui/lesson/tape"
)

// lessonText has a question before its first chapter, one that is a number, one in
// words with answers that are known to be wrong, and a chapter that asks nothing.
const lessonText = `#@ title "Cats"
#@ ask "How many cats?" | 46
#@ chapter "Cats"
#@ ask "Does it rise?" | it falls
#@ answer down | !it rises | !it stays
#@ chapter "Silence"
#@ chapter "Dogs"
#@ ask "What share?" | 0.25
`

func quiz(t testing.TB) Quiz {
	t.Helper()
	parsed, err := tape.Parse("cats.tape", lessonText, nil)
	if err != nil {
		t.Fatal(err)
	}
	return Of(parsed)
}

func TestQuiz(t *testing.T) {
	q := quiz(t)
	var asked []string
	for _, c := range q.Chapters {
		asked = append(asked, fmt.Sprintf("%s %d", c.Name, len(c.Questions)))
	}
	if want := []string{"Cats 2", "Silence 0", "Dogs 1"}; !slices.Equal(asked, want) {
		t.Errorf("chapters are %q, want %q", asked, want)
	}
	other, err := tape.Parse("cats.tape", strings.Replace(lessonText, "46", "47", 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	if Of(other).Lesson == q.Lesson {
		t.Error("a lesson with another answer has the same number")
	}
}

func TestGuessed(t *testing.T) {
	number, words := quiz(t).Chapters[0].Questions[0], quiz(t).Chapters[0].Questions[1]
	for _, c := range []struct {
		q    Question
		said string
		want Guess
	}{
		{number, "", Guess{}},
		{number, " 46 ", Guess{Kind: Right}},
		{number, "about 46", Guess{Kind: Right}},
		{number, "４６", Guess{Kind: Right}},
		{number, "45", Guess{Kind: Number, Number: 45}},
		{number, "-3.5", Guess{Kind: Number, Number: -3.5}},
		{number, "many", Guess{Kind: Other}},
		{words, "falls", Guess{Kind: Right}},
		{words, "It rises", Guess{Kind: Wrong}},
		{words, "it stays.", Guess{Kind: Wrong, Wrong: 1}},
		{words, "46", Guess{Kind: Other}},
	} {
		if got := c.q.Guessed(c.said); got != c.want {
			t.Errorf("%q at %q is %+v, want %+v", c.said, c.q.Text, got, c.want)
		}
	}
}

func TestCode(t *testing.T) {
	all := []Guess{{}, {Kind: Right}, {Kind: Wrong, Wrong: 7}, {Kind: Other}, {Kind: Number, Number: 0.46}}
	for n := range len(all) + 1 {
		s := Sheet{Lesson: 0xbeef, Chapter: 31, ID: MaxID - 1, Guesses: append([]Guess{}, all[len(all)-n:]...)}
		code, err := s.Code()
		if err != nil || len(code) > MaxCode {
			t.Fatalf("%d guesses: %q, %d characters, %v", n, code, len(code), err)
		}
		for _, as := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", " "), strings.ReplaceAll(strings.ReplaceAll(code, "0", "O"), "1", "l")} {
			got, err := Read(as)
			if err != nil || fmt.Sprint(got) != fmt.Sprint(s) {
				t.Errorf("%s was read as %+v, %v; want %+v", as, got, err, s)
			}
		}
	}
}

func TestNumbersInCodes(t *testing.T) {
	for _, c := range []struct{ said, kept float64 }{
		{0, 0}, {1, 1}, {-1, -1}, {0.46, 0.46}, {1403, 1403}, {14037, 14040}, {174604259328, 1.746e11},
		{1e-15, 1e-15}, {1e-16, 0}, {1e300, 9999e16}, {-1e300, -9999e16}, {math.NaN(), 0}, {9999.5, 10000}, {-0.00012344, -0.0001234},
	} {
		kind, payload := Guess{Kind: Number, Number: c.said}.pack()
		if got := unpack(kind, payload); got.Kind != Number || got.Number != c.kept {
			t.Errorf("%v was kept as %v, want %v", c.said, got.Number, c.kept)
		}
	}
}

// The check is the CRC that catalogues of such sums call CRC-16/GENIBUS: codes that
// were handed out once are read by every later version.
func TestCheck(t *testing.T) {
	var w bits
	for _, c := range "123456789" {
		w.add(uint32(c), 8)
	}
	if got := w.check(); got != 0xD64E {
		t.Errorf("the check of 123456789 is %04X, and the catalogue's D64E", got)
	}
}

// What was not guessed is zeros.
func TestNoGuessIsZeros(t *testing.T) {
	if kind, payload := (Guess{}).pack(); kind != 0 || payload != 0 {
		t.Errorf("no guess is packed as %d, %d", kind, payload)
	}
	if got := unpack(0, 0); got != (Guess{}) {
		t.Errorf("zeros are read as %+v", got)
	}
}

// Any one wrong character, and any two neighbours that changed places, are found.
func TestFaultsAreFound(t *testing.T) {
	code, err := Sheet{Lesson: 4711, Chapter: 3, ID: 99999, Guesses: []Guess{{Kind: Number, Number: 12.5}, {Kind: Right}}}.Code()
	if err != nil {
		t.Fatal(err)
	}
	try := func(wrong string) {
		if s, err := Read(wrong); err == nil {
			t.Errorf("%s is read as %+v, and was written %s", wrong, s, code)
		}
	}
	for i := range code {
		if code[i] == '-' {
			continue
		}
		for _, d := range digits {
			if byte(d) != code[i] {
				try(code[:i] + string(d) + code[i+1:])
			}
		}
		if i+1 < len(code) && code[i+1] != '-' && code[i] != code[i+1] {
			try(code[:i] + string(code[i+1]) + string(code[i]) + code[i+2:])
		}
		try(code[:i])
	}
	for _, wrong := range []string{"", "-", "UUUUU", code + "0", code + "00000", strings.Repeat("7", 41), "no code", "答案"} {
		try(wrong)
	}
}

func TestLimits(t *testing.T) {
	for _, s := range []Sheet{
		{Chapter: -1}, {Chapter: MaxChapters}, {ID: MaxID}, {Guesses: make([]Guess, MaxGuesses+1)},
	} {
		if code, err := s.Code(); err == nil {
			t.Errorf("%+v has the code %s", s, code)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("04HMM-0000")
	f.Fuzz(func(t *testing.T, code string) {
		s, err := Read(code)
		if err != nil {
			return
		}
		again, err := s.Code()
		if err != nil {
			t.Fatalf("%q was read as %+v, which has no code: %v", code, s, err)
		}
		if back, err := Read(again); err != nil || fmt.Sprint(back) != fmt.Sprint(s) {
			t.Fatalf("%q: %+v was read again as %+v, %v", code, s, back, err)
		}
	})
}

// hand hands in guesses at the first chapter.
func hand(t *testing.T, r *Room, id uint32, guesses ...string) {
	t.Helper()
	s := Sheet{Lesson: r.Quiz.Lesson, ID: id}
	for i, g := range guesses {
		s.Guesses = append(s.Guesses, r.Quiz.Chapters[0].Questions[i].Guessed(g))
	}
	if _, err := r.Hand(s); err != nil {
		t.Fatal(err)
	}
}

func TestTally(t *testing.T) {
	r := &Room{Quiz: quiz(t)}
	for i, said := range []string{"46", "47", "10", "12", "1000", "", "46", "lots"} {
		hand(t, r, uint32(i), said, []string{"it falls", "it rises", "who knows"}[i%3])
	}
	hand(t, r, 1, "47", "it stays") // thinks again
	if n := r.Students(); n != 8 {
		t.Errorf("%d students, want 8", n)
	}
	got := r.Tally(0, 0, 5)
	if got.Asked != 8 || got.Empty != 1 || got.Right != 2 || got.Near != 1 {
		t.Errorf("numbers: %+v", got)
	}
	want := []Row{
		{Kind: Number, From: 10, To: 12, Count: 2}, {Kind: Right, From: 46, To: 46, Count: 2},
		{Kind: Number, From: 47, To: 47, Count: 1}, {Kind: Number, From: 1000, To: 1000, Count: 1}, {Kind: Other, Count: 1},
	}
	if !slices.Equal(got.Rows, want) {
		t.Errorf("numbers are in rows\n%+v, want\n%+v", got.Rows, want)
	}
	want = []Row{{Kind: Right, Count: 3}, {Kind: Wrong, Count: 2}, {Kind: Wrong, Wrong: 1, Count: 1}, {Kind: Other, Count: 2}}
	if got := r.Tally(0, 1, 5); !slices.Equal(got.Rows, want) {
		t.Errorf("words are in rows\n%+v, want\n%+v", got.Rows, want)
	}
	if got := r.Tally(2, 0, 5); got.Asked != 0 || !slices.Equal(got.Rows, []Row{{Kind: Right, From: 0.25, To: 0.25}}) {
		t.Errorf("nobody answered, and the tally is %+v", got)
	}
}

// However many rows there may be, no guess is lost.
func TestRowsHoldAll(t *testing.T) {
	r := &Room{Quiz: quiz(t)}
	for i := range 40 {
		hand(t, r, uint32(i), fmt.Sprint(i*i), "")
	}
	for rows := range 45 {
		sum := 0
		got := r.Tally(0, 0, rows).Rows
		for _, row := range got {
			sum += row.Count
		}
		if sum != 40 || len(got) > max(rows, 3) {
			t.Errorf("in %d rows: %d rows with %d guesses of 40", rows, len(got), sum)
		}
	}
}

func TestHandRefuses(t *testing.T) {
	r := &Room{Quiz: quiz(t)}
	for _, s := range []Sheet{
		{Lesson: r.Quiz.Lesson + 1},
		{Lesson: r.Quiz.Lesson, Chapter: 3},
		{Lesson: r.Quiz.Lesson, Chapter: 1, Guesses: []Guess{{Kind: Right}}},
		{Lesson: r.Quiz.Lesson, Guesses: []Guess{{}, {Kind: Wrong, Wrong: 2}}},
	} {
		if _, err := r.Hand(s); err == nil {
			t.Errorf("%+v was taken", s)
		}
	}
	if r.Students() != 0 {
		t.Error("what was refused counts")
	}
}
