package adapt

import (
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// A says is what is on screen beside a sentence.
type says struct {
	l     *Lab
	t     *testing.T
	words []string // the groups of the pattern
}

// read is a reading, NaN where it has no value.
func (s says) read(name string) float64 {
	r := labtest.Reading(s.t, s.l, name)
	if !r.Undefined.Empty() {
		return math.NaN()
	}
	return r.Value
}

// is says whether a group of the pattern is a number, to as many digits.
func (s says) is(group int, v float64) bool {
	text := strings.ReplaceAll(s.words[group], ",", "")
	if text == "one" {
		text = "1"
	}
	p, err := strconv.ParseFloat(text, 64)
	_, decimals, _ := strings.Cut(text, ".")
	return err == nil && math.Abs(v-p) <= 0.5001*math.Pow10(-len(decimals))
}

// count says whether a group of the pattern is how many answers of a kind are
// right, by the reading of their share.
func (s says) count(group int, k knowledge.Kind, w knowledge.Way) bool {
	n := len(s.l.study.exam.Questions(k))
	share := s.l.scoreReading(k, w)
	return share.Undefined.Empty() && s.is(group, math.Round(share.Value*float64(n)))
}

// A claim is what a sentence may say, with what must be so then.
type claim struct {
	pattern string
	holds   func(says) bool
}

const ragWay, tunedWay, asIsWay = knowledge.Retrieval, knowledge.Tuned, knowledge.AsIs

var claims = []claim{
	{`still counts`, func(s says) bool {
		return s.l.study.exam.Edited().Fact.Statement(0) == defaultEdit || strings.Contains(defaultEdit, s.l.study.exam.Edited().Fact.Value)
	}},
	{`Nothing is trained yet`, func(s says) bool { return s.read("steps") == 0 && math.IsNaN(s.read("new, tuned")) }},
	{`: (\d+) of (\d+) questions\.`, func(s says) bool { a, _ := strconv.Atoi(s.words[1]); b, _ := strconv.Atoi(s.words[2]); return a < b }},
	{`RAG knows (\d+) of \d+ new facts untrained, and has the form in (\d+)`, func(s says) bool {
		return s.count(1, knowledge.New, ragWay) && s.count(2, knowledge.Format, ragWay)
	}},
	{`is not done yet`, func(s says) bool {
		return math.IsNaN(s.read("old, tuned")) || math.IsNaN(s.read("form, tuned")) || s.l.Busy()
	}},
	{`^RAG: (\d+) of \d+ new facts, the form in (\d+)`, func(s says) bool {
		return s.count(1, knowledge.New, ragWay) && s.count(2, knowledge.Format, ragWay)
	}},
	{`Tuned on questions with their answers: (\d+) of \d+, the form in (\d+), and (\d+) of`, func(s says) bool {
		return s.l.steps > 0 && s.count(1, knowledge.New, tunedWay) && s.count(2, knowledge.Format, tunedWay) && s.count(3, knowledge.Old, tunedWay)
	}},
	{`answers as the model does: (\d+) of`, func(s says) bool {
		return s.read("steps") == 0 && s.count(1, knowledge.New, tunedWay) && s.read("new, tuned") == s.read("new, as is")
	}},
	{`The model is asked as it is first`, func(s says) bool { return s.read("steps") == 0 && s.l.study.asking() }},
	{`asked what it knows before the first step`, func(s says) bool { return s.read("steps") == 0 && !s.l.study.asking() }},
	{`Step (\d+): (\d+) of (\d+) new facts, the form in (\d+) of (\d+), (\d+) of (\d+) old`, func(s says) bool {
		p, _ := s.l.study.point()
		of := func(i int) float64 { v, _ := strconv.ParseFloat(s.words[i], 64); return v }
		return s.is(1, float64(p.Step)) && s.is(2, s.read("new so far")*of(3)) && s.is(4, s.read("form so far")*of(5)) && s.is(6, s.read("old so far")*of(7))
	}},
	{`had the form at step (\d+), the right fact at (\d+)`, func(s says) bool {
		form, facts := false, false
		for _, p := range s.l.study.course.Points {
			form = form || s.is(1, float64(p.Step)) && p.Format.Share() >= 0.9
			facts = facts || s.is(2, float64(p.Step)) && p.New.Share() >= 0.9
		}
		return form && facts
	}},
	{`the model is asked next`, func(s says) bool { return math.IsNaN(s.read("now, RAG")) }},
	{`RAG gives "(.*)" p = ([\d.]+\d)`, func(s says) bool {
		return s.words[1] == s.l.study.exam.Edited().Fact.Value && s.is(2, s.read("now, RAG"))
	}},
	{`has yet to be trained`, func(s says) bool { return math.IsNaN(s.read("now, tuned")) }},
	{`before any step the tuned copy gives it ([\d.]+\d)`, func(s says) bool {
		return s.is(1, s.read("now, tuned")) && s.l.study.beliefs[tunedWay].step == 0
	}},
	{`tuning gives it ([\d.]+\d) after (\d+|one) step`, func(s says) bool {
		return s.is(1, s.read("now, tuned")) && s.is(2, float64(s.l.study.beliefs[tunedWay].step))
	}},
	{`comes next; then both`, func(s says) bool { return math.IsNaN(s.read("old left")) && math.IsNaN(s.read("other left")) }},
	{`^Before training (\d+) of (\d+)`, func(s says) bool {
		of, _ := strconv.ParseFloat(s.words[2], 64)
		return s.is(1, s.read("old left")*of) && s.read("old left") == s.read("other left") && s.count(1, knowledge.Old, asIsWay)
	}},
	{`nothing is forgotten`, func(s says) bool { return s.l.steps == 0 }},
	{`has made no step yet`, func(s says) bool { return s.l.study.rival.Tuning.Steps() < knowledge.Every }},
	{`After (\d+|one) steps? of each: (\d+) of (\d+) old facts are left with ([a-z0-9 ]+), and (\d+) with ([a-z0-9 ]+)\.`, func(s says) bool {
		of, _ := strconv.ParseFloat(s.words[3], 64)
		note := labtest.Reading(s.t, s.l, "old left").Note
		other := labtest.Reading(s.t, s.l, "other left").Note
		return s.is(2, s.read("old left")*of) && s.is(5, s.read("other left")*of) &&
			s.is(1, float64(s.l.study.compared())) &&
			strings.HasPrefix(note.String(), s.words[4]+", step ") && strings.HasPrefix(other.String(), s.words[6]+", step ")
	}},
	{`is being measured`, func(s says) bool { return math.IsNaN(s.read("break-even")) }},
	{`nothing is learnt`, func(s says) bool { return s.l.steps == 0 && s.read("cost: tuning") == 0 }},
	{`With ([\d,]+|one) answers? for each change RAG is cheaper\. Beyond ([\d,]+) `, func(s says) bool {
		return s.is(1, float64(s.l.answers)) && s.is(2, s.read("break-even")) && s.total(ragWay) < s.total(tunedWay)
	}},
	{`With ([\d,]+|one) answers? for each change fine-tuning is cheaper: its training is paid off after ([\d,]+)\.`, func(s says) bool {
		return s.is(1, float64(s.l.answers)) && s.is(2, s.read("break-even")) && s.total(tunedWay) < s.total(ragWay)
	}},
	{`Mistral answers (0\.\d+) .* with passages (0\.\d+), after .* paraphrases of them (0\.\d+)\.`, func(s says) bool {
		return s.is(1, s.read("Mistral-7B: base")) && s.is(2, s.read("Mistral-7B: RAG")) && s.is(3, s.read("Mistral-7B: FT-par"))
	}},
	{`adds (0\.\d+) to Mistral's share there, with paraphrases of them (0\.\d+); passages add (0\.\d+)\.`, func(s says) bool {
		base := s.read("Mistral-7B: base")
		return s.is(1, s.read("Mistral-7B: FT")-base) && s.is(2, s.read("Mistral-7B: FT-par")-base) && s.is(3, s.read("Mistral-7B: RAG")-base)
	}},
	{`Mistral with RAG is at (0?\.\d+) there, with RAG and training at most (0?\.\d+), with training alone at most (0?\.\d+)\.`, func(s says) bool {
		best := 0.0
		for _, p := range published {
			if strings.Contains(p.way, "+ RAG") {
				best = max(best, p.mistral)
			}
		}
		alone := max(s.read("Mistral-7B: FT"), s.read("Mistral-7B: FT-par"))
		return s.is(1, s.read("Mistral-7B: RAG")) && s.is(2, best) && s.is(3, alone)
	}},
	{`^Space trains (\d+) copies that differ in rate`, func(s says) bool { return s.is(1, 16) && s.read("cells") == 0 }},
	{`^Rate ([\d.e-]+) with ([a-z0-9 ]+) leaves (\d+) of (\d+) old facts and learns (\d+) new`, func(s says) bool {
		return s.read("cells") == 1 && s.is(1, s.l.rate) && s.count(3, knowledge.Old, tunedWay) && s.count(5, knowledge.New, tunedWay)
	}},
	{`Of (\d+) old facts (\d+) are left at rate .* and (\d+) at .* in (\d+) of 16 cells`, func(s says) bool {
		of, _ := strconv.ParseFloat(s.words[1], 64)
		return s.is(2, s.read("most left")*of) && s.is(3, s.read("fewest left")*of) && s.is(4, s.read("cells"))
	}},
	{`(\d+) of 16 fine-tunings`, func(s says) bool { return s.is(1, s.read("cells")) && s.l.grid.pending() }},
	{`(\d+) of 6 copies`, func(s says) bool { return s.l.told.pending() && s.is(1, float64(s.l.textsDone())) }},
	{`Space trains 6 copies, on 1 to 6`, func(s says) bool { return s.l.told.run == nil && math.IsNaN(s.read("new, 1 text")) }},
	{`(?:More statements|With 1 to 4 statements).*at most (\d+) of \d+ (?:.*: (\d+) in other words, (\d+) with|.*other words (\d+), and with the question itself (\d+))`, func(s says) bool {
		stated := 0
		for n := 1; n <= 4; n++ {
			stated = max(stated, s.l.toldScore(n, knowledge.New).Right)
		}
		other := s.l.toldScore(5, knowledge.New).Right
		return s.is(1, float64(stated)) && s.words[2]+s.words[4] == strconv.Itoa(other) &&
			s.words[3]+s.words[5] == strconv.Itoa(s.l.toldScore(6, knowledge.New).Right) && (s.words[2] == "") == (2*stated >= other)
	}},
	{`is not measured here yet`, func(s says) bool { return math.IsNaN(s.read("new, "+knowledge.Way(s.l.way).String())) || s.l.Busy() }},
	{`“(.*)”, measured here: (\d+) of`, func(s says) bool {
		return strings.EqualFold(s.words[1], knowledge.Way(s.l.way).String()) && s.count(2, knowledge.New, knowledge.Way(s.l.way))
	}},
	{`measured here.* (\d+) of \d+ old ones`, func(s says) bool { return s.count(1, knowledge.Old, knowledge.Way(s.l.way)) }},
	{`measured here.* of the old facts (\d+) of \d+ are left`, func(s says) bool { return s.count(1, knowledge.Old, tunedWay) }},
	{`measured here.* the form in (\d+)`, func(s says) bool { return s.count(1, knowledge.Format, knowledge.Way(s.l.way)) }},
	{`measured here.* after (\d+) steps`, func(s says) bool { return s.is(1, s.read("steps")) }},
	{`^Paused at step (\d+) of (\d+): space goes on`, func(s says) bool {
		return s.is(1, s.read("steps")) && !s.l.Busy() && s.l.Actions()[0].Name == "go on"
	}},
	{`^The training has diverged`, func(s says) bool { return math.IsNaN(s.read("loss")) && s.read("steps") > 0 }},
	{`^The same training with.* has diverged`, func(s says) bool { return diverged(s.l.study.rival) && !diverged(s.l.study.course) }},
}

// total is what a way costs in all, as the ledger draws it.
func (s says) total(w knowledge.Way) float64 {
	v, _ := s.l.total(w, float64(s.l.answers))
	return v
}

// compared is the step up to which two courses are compared.
func (s *study) compared() int {
	mine, _, _ := s.even()
	return mine.Step
}

// What is said in any view, at any point of the work, is so.
func TestEveryClaim(t *testing.T) {
	patterns, met := make([]*regexp.Regexp, len(claims)), make([]int, len(claims))
	for i, c := range claims {
		patterns[i] = regexp.MustCompile(c.pattern)
	}
	rng := rand.New(rand.NewPCG(1, 8))
	check := func(l *Lab) {
		text := lab.Sentence(l)
		for i, c := range claims {
			if words := patterns[i].FindStringSubmatch(text.String()); words != nil {
				if met[i]++; !c.holds(says{l, t, words}) && met[i] < 5 {
					t.Errorf("it is not so: %q (%s)\n%s", text, c.pattern, command.Of(l))
				}
			}
		}
		if bad := regexp.MustCompile(`NaN|Inf|%!`).FindString(text.String()); bad != "" {
			t.Errorf("%s in %q", bad, text)
		}
	}
	// all looks at every view and way, whose sentences need no more work.
	all := func(l *Lab) {
		view := l.view
		for l.view = range l.workViews() {
			l.way, l.answers = rng.IntN(4), 1<<rng.IntN(20)
			check(l)
		}
		l.view = view
	}
	settings := [][]string{
		{"steps", "10", "rate", "0.003"},
		{"steps", "5", "method", "lora", "replay", "2", "edit", "Ann lives in Delhi."},
		{"steps", "0", "edit", "Zyx lives in Oslo."},
		{"steps", "3", "top-n", "1", "edit", "Where is she?"},
	}
	if labtest.Brief() {
		settings = settings[:1]
	}
	for i, s := range settings {
		l := fresh(t)
		labtest.Turn(t, l, append([]string{"facts", "2", "view", "forgetting"}, s...)...)
		for all(l); l.Busy(); all(l) {
			if rng.IntN(12) == 0 { // a pause, as long as the training waits
				_ = l.Actions()[0].Do()
				all(l)
				_ = l.Actions()[0].Do()
			}
			if err := l.Step(0); err != nil {
				t.Fatal(err)
			}
		}
		if i == 0 { // the table fills as the knobs turn
			labtest.Turn(t, l, "view", "rates", "rate", "0.001", "replay", "4")
			settle(t, l)
			all(l)
			labtest.Turn(t, l, "rate", "0.0005")
			settle(t, l)
			all(l)
			for _, view := range []string{"texts", "rates"} {
				if labtest.Brief() {
					break
				}
				labtest.Turn(t, l, "view", view, "steps", "1")
				settle(t, l)
				_ = lab.Actions(l)[0].Do()
				for all(l); l.Busy(); all(l) {
					if err := l.Step(0); err != nil {
						t.Fatal(err)
					}
				}
			}
			labtest.Turn(t, l, "view", "forgetting", "rate", "0.003", "replay", "0", "steps", "5")
			settle(t, l)
		}
		if i == 0 { // other passages for the prompts leave the training as it is
			labtest.Turn(t, l, "top-n", "2")
			all(l)
			diverge(l.study.rival)
			all(l)
			diverge(l.study.course)
			all(l)
		}
	}
	for i, n := range met {
		if n == 0 && !labtest.Brief() {
			t.Errorf("nothing said %q", claims[i].pattern)
		}
	}
}

// diverge makes a course one that has diverged.
func diverge(c *knowledge.Course) {
	w := c.Tuning.Model().Tensors()[0].Data
	for i := range w {
		w[i] = float32(math.NaN())
	}
	for c.Goal++; !c.Done() && !diverged(c); {
		c.AdvanceFor(1e9)
	}
}

// A value that the world does not have is said to be one, and a passage that
// is not read not to be found.
func TestUnknownValue(t *testing.T) {
	for edit, unknown := range map[string]bool{"Ann lives in Timbuktu.": true, defaultEdit: false} {
		l := fresh(t)
		labtest.Turn(t, l, "facts", "2", "steps", "0", "view", "fact", "edit", edit)
		settle(t, l)
		says := labtest.Ungrouped(lab.Sentence(l)).String()
		if strings.Contains(says, "never read") != unknown || strings.Contains(says, "did not find") && l.found(l.study.exam.Edited()) {
			t.Errorf("%q: %q", edit, says)
		}
	}
}

// One training is measured in one row.
func TestMeasuredRow(t *testing.T) {
	l := fresh(t)
	for paraphrases, name := range map[int]string{1: "FT", 4: "FT-par"} {
		l.paraphrases = paraphrases
		for i, p := range published {
			if want := p.way == "base" || p.way == "RAG" || p.way == name || p.way == name+" + RAG"; l.measures(i) != want {
				t.Errorf("%d paraphrases: row %s is measured: %v", paraphrases, p.way, !want)
			}
		}
	}
}

// What the notes say of passages, of replay and of who is sure is measured.
func TestNotes(t *testing.T) {
	if raceDetector {
		t.Skip("the golden screens do the same work under the race detector")
	}
	l := fresh(t)
	left := 1.0
	for _, top := range []string{"1", "4", "8"} {
		labtest.Turn(t, l, "steps", "0", "top-n", top)
		settle(t, l)
		r := labtest.Reading(t, l, "old, RAG")
		if r.Value > left || top == "8" && r.Value > 0.85 {
			t.Errorf("with %s passages %v of the old facts are right, and %v with fewer", top, r.Value, left)
		}
		left = r.Value
	}
	for _, c := range []struct {
		rate, replay string
		sure         float64
	}{{"0.0003", "4", 0.52}, {"0.0005", "off", 0.74}} {
		labtest.Turn(t, l, "top-n", "4", "steps", "40", "rate", c.rate, "replay", c.replay)
		settle(t, l)
		asIs, tuned := labtest.Reading(t, l, "untold p, as is").Value, labtest.Reading(t, l, "untold p, tuned").Value
		if math.Abs(asIs-0.62) > 0.01 || math.Abs(tuned-c.sure) > 0.03 {
			t.Errorf("rate %s, replay %s: p %.2f as it is and %.2f tuned", c.rate, c.replay, asIs, tuned)
		}
	}
}
