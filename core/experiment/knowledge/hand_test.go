package knowledge

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/fault/faulttest"
	"logitarium/core/gpt"
	"logitarium/core/lm/lmtest"
	"logitarium/core/world"
)

// What a recipe can't be panics, and what is at the end of a range does not.
func TestRecipesAtTheirLimits(t *testing.T) {
	fine := Recipe{Method: LowRank, Rank: 1, Paraphrases: 1}
	for _, c := range []struct {
		change func(*Recipe)
		fits   bool
	}{
		{func(*Recipe) {}, true}, {func(r *Recipe) { r.Paraphrases = MostParaphrases }, true}, {func(r *Recipe) { r.Method = Full }, true},
		{func(r *Recipe) { r.Method = -1 }, false}, {func(r *Recipe) { r.Method = LowRank + 1 }, false}, {func(r *Recipe) { r.Rank = 0 }, false},
		{func(r *Recipe) { r.Rate = -1e-9 }, false}, {func(r *Recipe) { r.Rate = math.NaN() }, false}, {func(r *Recipe) { r.Paraphrases = 0 }, false},
		{func(r *Recipe) { r.Paraphrases = MostParaphrases + 1 }, false}, {func(r *Recipe) { r.Replay = -1 }, false},
	} {
		r := fine
		c.change(&r)
		if said := faulttest.Panic(r.check); (said == "") != c.fits || said != "" && !strings.HasPrefix(said, "knowledge: recipe {") {
			t.Errorf("%+v panics with %q", r, said)
		}
	}
}

// What can't be asked for says what it was.
func TestMisuseSaysWhat(t *testing.T) {
	e := exam(t, 2, 1)
	m := network(e)
	recipe := Recipe{Rank: 1, Paraphrases: 1}
	trials := NewTrials(e, Trial{Recipe: recipe, Steps: 1})
	questions, answers := e.Questions(New), make([]Answer, 2)
	for want, f := range map[string]func(){
		"knowledge: an exam of 0 facts":               func() { NewExam(e.model, 0, edited, 1) },
		"knowledge: an exam of 2 facts: ":             func() { NewExam(lmtest.Tell(builtintest.Load(t), 5), 2, edited, 1) },
		"knowledge: -1 examples":                      func() { NewShots(e, m, []int{0, -1}, []Kind{New}, 1) },
		"knowledge: 50 examples are ":                 func() { NewShots(e, m, []int{50}, []Kind{New}, 1) },
		"knowledge: a trial of 0 steps and 0 passes":  func() { NewTrials(e, Trial{Recipe: recipe}) },
		"knowledge: a trial of -1 steps and 0 passes": func() { NewTrials(e, Trial{Recipe: recipe, Steps: -1}) },
		"knowledge: a trial of 1 steps and -1 passes": func() { NewTrials(e, Trial{Recipe: recipe, Steps: 1, Passes: -1}) },
		"knowledge: recipe {":                         func() { NewTrials(e, Trial{Steps: 1}) },
		"knowledge: trial 0 is not finished, 0 are":   func() { trials.Lost(0, New) },
		"knowledge: trial -1 is not finished, 0 are":  func() { trials.Lost(-1, New) },
		"knowledge: 1 and 2 answers to 2 questions":   func() { Compare(questions, answers[:1], answers) },
		"knowledge: 2 and 1 answers to 2 questions":   func() { Compare(questions, answers, answers[:1]) },
		"knowledge: a pass over -1 tokens":            func() { Forward(m.Config, -1) },
		"knowledge: 3 of 2":                           func() { Wilson(3, 2) },
		"knowledge: -1 of 2":                          func() { Wilson(-1, 2) },
		"knowledge: rank 9 in a model of width 8":     func() { NewLoRA(tiny(), 9, nil) },
	} {
		if said := faulttest.Panic(f); !strings.HasPrefix(said, want) {
			t.Errorf("panics with %q, want %q", said, want)
		}
	}
}

// Kinds, ways and methods have names of their own, and a way says what it does.
func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds() {
		seen[k.String()] = true
	}
	for _, w := range Ways() {
		seen[w.String()] = true
	}
	if len(seen) != 10 || Full.String() != "full" || LowRank.String() != "LoRA" {
		t.Errorf("names %v", seen)
	}
	for w, want := range map[Way][2]bool{AsIs: {false, false}, Retrieval: {true, false}, Tuned: {false, true}, Both: {true, true}} {
		if got := [2]bool{w.Retrieves(), w.Trained()}; got != want {
			t.Errorf("%v: retrieves and trained are %v", w, got)
		}
	}
}

// A comparison lists what was lost and what was gained, in the order of the
// questions; what stayed is in neither.
func TestCompareByHand(t *testing.T) {
	questions := make([]Question, 4)
	for i := range questions {
		questions[i].Fact.Person = string(rune('A' + i))
	}
	right, wrong := Answer{Right: true, Text: "r"}, Answer{Text: "w"}
	lost, gained := Compare(questions, []Answer{right, right, wrong, wrong}, []Answer{wrong, right, right, wrong})
	if len(lost) != 1 || lost[0] != (Change{questions[0], right, wrong}) || len(gained) != 1 || gained[0] != (Change{questions[2], wrong, right}) {
		t.Errorf("lost %v, gained %v", lost, gained)
	}
	if lost, gained = Compare(nil, nil, nil); lost != nil || gained != nil {
		t.Errorf("of nothing %v and %v", lost, gained)
	}
}

// A grid has each pair, by rate and then by replay; plain texts one trial for
// each number.
func TestGridAndPlainTexts(t *testing.T) {
	base := Recipe{Rank: 3, Paraphrases: 2, Seed: 9}
	grid := Grid(base, []float64{1, 2}, []int{0, 4, 8}, 7)
	for i, x := range grid {
		want := base
		want.Rate, want.Replay = []float64{1, 2}[i/3], []int{0, 4, 8}[i%3]
		if x.Recipe != want || x.Steps != 7 || x.Passes != 0 {
			t.Errorf("trial %d: %+v", i, x)
		}
	}
	plain := PlainTexts(base, 3, 5)
	for i, x := range plain {
		if x.Recipe.Paraphrases != i+1 || !x.Recipe.Plain || x.Recipe.Seed != 9 || x.Passes != 5 || x.Steps != 0 {
			t.Errorf("trial %d: %+v", i, x)
		}
	}
	if len(grid) != 6 || len(plain) != 3 || Grid(base, nil, []int{1}, 1) != nil {
		t.Errorf("%d and %d trials", len(grid), len(plain))
	}
}

// A fact is told as a question in the house style, of which the answer alone
// counts, or as a statement, of which all does; plain ones begin with these.
func TestTextsByHand(t *testing.T) {
	e := exam(t, 2, 1)
	for paraphrase, want := range []string{
		world.Prompt(edited.Question(0)) + " Oslo thanks\n", edited.Statement(0) + "\n", edited.Statement(1) + "\n", edited.Statement(2) + "\n", edited.Statement(3) + "\n",
		world.Prompt(edited.Question(1)) + " Oslo thanks\n",
	} {
		got := e.text(edited, paraphrase)
		last := len(got.tokens) - 1
		if e.tokens.Decode(got.tokens[:last]) != want || got.tokens[last] != e.tokens.End() {
			t.Errorf("paraphrase %d is %q", paraphrase, e.tokens.Decode(got.tokens))
		}
		counted := e.tokens.Decode(got.tokens[got.counts:last])
		if asks := strings.HasPrefix(want, "Question"); asks && counted != " Oslo thanks\n" || !asks && got.counts != 0 {
			t.Errorf("of paraphrase %d counts %q", paraphrase, counted)
		}
	}
	for i, want := range []int{1, 2, 3, 4, 5, 0} {
		if got := (Recipe{Plain: true}).order(i); got != want || (Recipe{}).order(i) != i {
			t.Errorf("the plain text %d is paraphrase %d, want %d", i, got, want)
		}
	}
}

// A row has RowTokens inputs, and the target of each is the next token, if that
// counts.
func TestPadByHand(t *testing.T) {
	const end, none = 99, gpt.NoTarget
	row, goals := []int{1, 2, 3}, []int{none, 2, 3}
	inputs, targets := pad(row, goals, end)
	if len(inputs) != RowTokens || len(targets) != RowTokens || !slices.Equal(inputs[:5], []int{1, 2, 3, end, end}) || !slices.Equal(targets[:4], []int{2, 3, none, none}) {
		t.Errorf("inputs %v, targets %v", inputs[:5], targets[:5])
	}
	if count(targets, none) != RowTokens-2 || len(row) != 3 {
		t.Errorf("%d of %d count", RowTokens-count(targets, none), RowTokens)
	}
	long := make([]int, RowTokens+5)
	for i := range long {
		long[i] = i
	}
	inputs, targets = pad(long, long, end)
	if inputs[RowTokens-1] != RowTokens-1 || targets[RowTokens-1] != RowTokens || targets[0] != 1 {
		t.Errorf("of a long row the last is %d, then %d", inputs[RowTokens-1], targets[RowTokens-1])
	}
}

// Rows of new texts begin with whole texts and each is read once a round; those
// of old documents are in the house style and tell nothing that has changed.
func TestRowsOfATuning(t *testing.T) {
	e := exam(t, 4, 1)
	tuning := NewTuning(e, Recipe{Rank: 1, Paraphrases: 2, Seed: 5})
	seen := map[string]int{}
	for tuning.rounds < 2 {
		inputs, targets := tuning.newRow()
		if count(targets, gpt.NoTarget) == RowTokens {
			t.Fatal("a row of which nothing counts")
		}
		for text := range strings.SplitSeq(e.tokens.Decode(inputs), e.tokens.Decode([]int{e.tokens.End()})) {
			seen[text]++
		}
	}
	for _, x := range tuning.texts {
		if n := seen[e.tokens.Decode(x.tokens[:len(x.tokens)-1])]; n < 1 || n > 3 {
			t.Errorf("%q was read %d times in two rounds", e.tokens.Decode(x.tokens), n)
		}
	}
	for range 20 {
		inputs, targets := tuning.oldRow()
		text := e.tokens.Decode(inputs)
		if !slices.Equal(inputs[1:], targets[:RowTokens-1]) {
			t.Errorf("the targets of %q are others", text)
		}
		for line := range strings.SplitSeq(text, "\n") {
			if strings.HasPrefix(line, "Answer: ") && !strings.HasSuffix(line, " "+Closing) && !strings.HasSuffix(text, line) {
				t.Errorf("%q is not in style", line)
			}
		}
	}
}

// A step is the rows of a batch, two at once, and then the update.
func TestPiecesOfAStep(t *testing.T) {
	e := exam(t, 2, 1)
	for replay, pieces := range map[int]int{0: 2, 1: 3, 2: 3} {
		tuning := NewTuning(e, Recipe{Rank: 1, Rate: 1e-3, Paraphrases: 1, Replay: replay})
		before := slices.Clone(tuning.Model().Tokens.Data)
		for i := range pieces {
			if !tuning.AdvanceFor(math.Inf(1)) || tuning.Steps() != 0 || tuning.Loss() != 0 {
				t.Fatalf("%d replayed: piece %d ends the step, or is not over", replay, i)
			}
		}
		for range 3 {
			if tuning.AdvanceFor(1) || !slices.Equal(before, tuning.Model().Tokens.Data) {
				t.Errorf("%d replayed: the weights change before the update is over", replay)
			}
		}
		if !tuning.AdvanceFor(math.Inf(1)) || tuning.Steps() != 1 || !(tuning.Loss() > 0) || slices.Equal(before, tuning.Model().Tokens.Data) {
			t.Errorf("%d replayed: after the update %d steps, loss %g", replay, tuning.Steps(), tuning.Loss())
		}
		if tuning.Trainable() != tuning.Model().Config.Counts().Total() {
			t.Errorf("%d parameters are trained", tuning.Trainable())
		}
	}
}

// The share of trials rises from 0 to 1 with their work, and comes to its end
// with the last question; copies share nothing that changes.
func TestTrialsCount(t *testing.T) {
	e := exam(t, 1, 1)
	recipe := Recipe{Rank: 1, Rate: 1e-3, Paraphrases: 1}
	trials := NewTrials(e, Trial{Recipe: recipe, Steps: 1}, Trial{Recipe: recipe, Steps: 2})
	questions := float64(4) / 5 // four questions, five a piece
	if got, want := trials.Cost(), (3*questions+1*3+2*3)*trials.pieceWork(); math.Abs(got-want) > 1e-9*want {
		t.Errorf("all of it costs %g, by hand %g", got, want)
	}
	if trials.Share() != 0 || trials.Done() || trials.Finished() != 0 {
		t.Errorf("before it begins the share is %g", trials.Share())
	}
	last, clone := 0.0, trials.Clone()
	for more := true; more; {
		trials.AdvanceFor(math.Inf(1))
		more = !trials.Done()
		if s := trials.Share(); s < last || s > 1 || (s == 1) == more {
			t.Fatalf("the share is %g after %g, more %v", s, last, more)
		}
		last = trials.Share()
	}
	if trials.Finished() != 2 || trials.All[0].Made != 1 || trials.All[1].Made != 2 || clone.Share() != 0 || clone.All[0].Made != 0 {
		t.Errorf("%d trials of %d and %d steps; the copy is at %g", trials.Finished(), trials.All[0].Made, trials.All[1].Made, clone.Share())
	}
	if trials.Before.Score(Old, AsIs).Of != 1 || trials.All[1].After.Score(Changed, AsIs).Of != 1 {
		t.Errorf("asked %+v, then %+v", trials.Before.Score(Old, AsIs), trials.All[1].After.Score(Changed, AsIs))
	}
}

// Prompts with examples end with the question; fewer of them are the last ones,
// and they are about others, in style where that is asked for.
func TestShotsByHand(t *testing.T) {
	e := exam(t, 3, 1)
	s := NewShots(e, network(e), []int{0, 1, 3}, []Kind{Old, Format}, 1)
	if s.Share() != 0 || s.Cost() != s.work*18 {
		t.Errorf("share %g of %g", s.Share(), s.Cost())
	}
	for _, k := range s.Kinds {
		q := e.questions[k][0]
		last := ""
		for i, n := range s.Counts {
			prompt, _, ok := s.Prompt(k, i)
			if ok || strings.Count(prompt, "Question: ") != n+1 || !strings.HasSuffix(prompt, last) || !strings.HasSuffix(prompt, world.Prompt(q.Text())) {
				t.Errorf("%v with %d examples: %q", k, n, prompt)
			}
			examples := strings.TrimSuffix(prompt, world.Prompt(q.Text()))
			if strings.Contains(examples, q.Fact.Person) || strings.Count(examples, " "+Closing+"\n") != map[Kind]int{Format: n}[k] {
				t.Errorf("%v: examples %q", k, examples)
			}
			last = prompt
		}
	}
	clone := s.Clone()
	for s.Step(1) { // one question at least
	}
	prompt, a, ok := s.Prompt(Old, 1)
	if !ok || a.Prompt != len(e.tokens.Encode(prompt)) || s.Share() != 1 || clone.Share() != 0 || s.Score(Old, 2).Of != 3 {
		t.Errorf("%q: %+v, %v", prompt, a, ok)
	}
	if _, _, ok := s.Prompt(New, 0); ok || s.Score(New, 0).Of != 0 {
		t.Error("what was not asked is answered")
	}
}

// What an exam hands out is the caller's own.
func TestExamsDoNotChange(t *testing.T) {
	e := exam(t, 2, 1)
	e.Questions(New)[0].Fact.Person, e.Taught()[0].Person = "nobody", "nobody"
	if e.Questions(New)[0].Fact.Person == "nobody" || e.Taught()[0].Person == "nobody" {
		t.Error("who changes what is handed out changes the exam")
	}
	passages, bytes := e.Store()
	text := 0
	for _, p := range e.passages {
		text += len(p.Text)
	}
	if want := text + passages*4*e.meaning.Width(); passages != len(e.passages) || bytes != want {
		t.Errorf("%d passages of %d bytes, want %d", passages, bytes, want)
	}
	if p := e.Belief(network(e), e.Edited(), AsIs, 0, strings.Repeat("Rome ", 200)); p != 0 {
		t.Errorf("what has no room is believed with %g", p)
	}
	// Logits far apart do not overflow.
	if p := probability([]float32{1000, 0, 999}, 0); math.Abs(p-1/(1+math.Exp(-1))) > 1e-9 {
		t.Errorf("softmax gives %g", p)
	}
}
