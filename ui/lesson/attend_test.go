package lesson_test

import (
	"fmt"
	"strings"
	"testing"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"
)

// halt takes a live run to where it halts.
func halt(t *testing.T, r *lesson.Run) {
	t.Helper()
	for range 10_000 {
		if r.Frame(); r.Halt() != lesson.Going {
			return
		}
	}
	t.Fatal("the run doesn't halt")
}

// screens are those that a lesson has to be readable on.
func screens(t *testing.T, r *lesson.Run, tp *tape.Tape) map[string]string {
	t.Helper()
	all := map[string]string{}
	for name, look := range map[string]ui.Chrome{"": ui.WithoutFooter, " --present": ui.Presenting} {
		for _, size := range []viz.Size{{W: 60, H: 18}, {W: 80, H: 24}, {W: 120, H: 40}} {
			r.Dress(viz.Theme{}, look)
			r.Resize(lesson.RoomFor(tp, size, look, message.Printer{}))
			all[fmt.Sprintf("%dx%d%s", size.W, size.H, name)] = r.Screen(size).Plain()
		}
	}
	return all
}

// TestQuestionsAreCovered: while a question is open neither the sentence nor
// the readings that answer it can be read, at any size; with the answer they can.
func TestQuestionsAreCovered(t *testing.T) {
	const source = "#@ ask \"What is the entropy?\" | it is so\n#@ expect entropy > 0\nSleep 1s\n#@ say \"So.\"\nSleep 1s"
	tp := parse(t, source)
	r := start(t, source, live())
	halt(t, r)
	l, _ := r.Shell().Lab()
	sentence := strings.Fields(lab.Sentence(l).String())[:3]
	entropy := ""
	for _, rd := range lab.Readings(l) {
		if rd.Name == "entropy" {
			entropy = strings.TrimSpace(viz.Fixed(rd.Value, rd.Digits).String())
		}
	}
	covered := screens(t, r, tp)
	for size, text := range covered {
		if !strings.Contains(text, "?????") && !strings.HasSuffix(size, "present") || strings.Contains(text, entropy) || strings.Contains(text, strings.Join(sentence, " ")) {
			t.Errorf("%s: an open question leaves the answer in sight:\n%s", size, text)
		}
	}
	r.Answer("")
	for size, text := range screens(t, r, tp) {
		large := strings.HasSuffix(size, "present") // its digits are no text
		if strings.Contains(text, "?????") || !large && !strings.Contains(text, entropy) {
			t.Errorf("%s: the answer stays covered:\n%s", size, text)
		}
		before, after := strings.Split(covered[size], "\n"), strings.Split(text, "\n")
		if len(before) != len(after) {
			t.Errorf("%s: the screen has %d rows covered, and %d", size, len(before), len(after))
		}
	}
}

// TestCover: from a cover on what would answer the next question can't be read,
// but for what the caption speaks of, until something comes behind the answer.
func TestCover(t *testing.T) {
	for _, c := range []struct {
		caption string
		hidden  bool // the entropy
	}{{"Look.", true}, {"The entropy, again.", false}} {
		source := "#@ cover\n#@ say \"" + c.caption + "\"\nSleep 1s\n#@ pause\n#@ ask \"What is it?\" | so\n#@ expect entropy > 0\nSleep 1s\n#@ say \"So.\"\nSleep 1s"
		tp := parse(t, source)
		r := start(t, source, live())
		halt(t, r)
		l, _ := r.Shell().Lab()
		sentence := strings.Join(strings.Fields(lab.Sentence(l).String())[:3], " ")
		hides := func(when string, said, entropy bool) {
			for size, text := range screens(t, r, tp) {
				large := strings.HasSuffix(size, "present") // its digits are no text, and it has no room for a sentence
				if !large && strings.Contains(text, sentence) == said {
					t.Errorf("%s, %s: is the sentence covered, %t:\n%s", when, size, said, text)
				}
				if shown := strings.Contains(text, "1.88"); !large && shown == entropy {
					t.Errorf("%s, %s: is the entropy covered, %t:\n%s", when, size, entropy, text)
				}
			}
		}
		hides(c.caption, true, c.hidden)
		r.Next()
		halt(t, r)
		hides("asked", true, true)
		r.Answer("")
		hides("answered", true, true)
		r.Next()
		r.Frame()
		hides("as it comes true", false, false)
	}
}

// TestAnswersComeTrueInSight: while the keys behind an answered question bring
// it about, each reading that the tape expects of it is in front.
func TestAnswersComeTrueInSight(t *testing.T) {
	l, _ := start(t, "Sleep 1s", live()).Shell().Lab()
	for _, rd := range lab.Readings(l) {
		source := fmt.Sprintf("#@ ask \"What is it?\" | so\nSleep 2s\n#@ expect %s != nothing\n#@ say \"So.\"\nSleep 1s", rd.Name)
		tp := parse(t, source)
		r := start(t, source, live())
		halt(t, r)
		r.Answer("")
		r.Next()
		r.Frame()
		for size, text := range screens(t, r, tp) {
			if !strings.Contains(text, rd.Name) {
				t.Errorf("%s: %s is not in sight:\n%s", size, rd.Name, text)
			}
		}
	}
}

// TestOldCaptionsGo: a caption that had its time goes with the keys that change
// what it spoke of; one that announces keys stays while they are pressed.
func TestOldCaptionsGo(t *testing.T) {
	for _, c := range []struct{ tape, want string }{
		{"#@ say a\nSleep 2s\nType t\nSleep 1s\n#@ say b\nSleep 1s", "a||b"},
		{"#@ say a\nType@500ms \"tt\"\nSleep 1s\n#@ say b\nSleep 1s", "a|b"},
		{"#@ say a\nSleep 1s\n#@ pause\nType t\nSleep 1s\n#@ say b\nSleep 1s", "a||b"},
		{"#@ ask \"q?\" | c\nSleep 1s\nType@500ms \"tt\"\n#@ say b\nSleep 1s", "q?|b"},
	} {
		for _, s := range []lesson.Setup{live(), setup()} {
			r := start(t, strings.ReplaceAll(c.tape, "Type t", "Type \"t\""), s)
			var seen []string
			for r.Halt() != lesson.Ended {
				if r.Frame(); len(seen) == 0 && r.Caption().Text != "" || len(seen) > 0 && seen[len(seen)-1] != r.Caption().Text {
					seen = append(seen, r.Caption().Text)
				}
				r.Answer("")
				if r.Halt() == lesson.Paused {
					r.Next()
				}
			}
			if got := strings.Join(seen, "|"); got != c.want {
				t.Errorf("%q shows %q, want %q", c.tape, got, c.want)
			}
		}
	}
}

// TestJumpRunsTheKeys: a chapter is jumped to where it first speaks, with the
// picture that its keys have made.
func TestJumpRunsTheKeys(t *testing.T) {
	r := start(t, "#@ chapter \"A\"\n#@ say a\nSleep 1s\n#@ chapter \"B\"\nType \"t\"\nLeft 4\nSleep 1s\n#@ say b\nSleep 1s\n#@ chapter \"C\"\nSleep 1s", live())
	for range 2 {
		r.Jump(1)
		hurry(r)
		if r.Caption().Text != "b" || knob(t, r, "temperature") != "0.8" || r.Halt() != lesson.Paused {
			t.Errorf("a jump leads to %q at temperature %s", r.Caption().Text, knob(t, r, "temperature"))
		}
		r.Jump(2) // nothing is said there
		if hurry(r); r.Caption().Text != "" {
			t.Errorf("a silent chapter opens with %q", r.Caption().Text)
		}
		r.Jump(0)
		hurry(r)
	}
}
