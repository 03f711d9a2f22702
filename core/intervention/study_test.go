package intervention_test

import (
	"flag"
	"math"
	"math/rand/v2"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	. "logitarium/core/intervention"
	"logitarium/core/tensor/tensortest"
	"logitarium/core/world"
)

// With it, TestTable writes what every part does: go test -run Table -v -table.
var table = flag.Bool("table", false, "measure every part, in minutes")

func TestMain(m *testing.M) { tensortest.Main(m) }

// run does all of a task at once.
func run[T interface{ Step(float64) bool }](task T) T {
	for task.Step(math.Inf(1)) {
	}
	return task
}

func head(layer, head int) Part { return Part{Head, layer, head} }

func draw() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

func off(parts ...Part) Planner { return Always(&Plan{Off: parts}) }

// hidden hides the facts from the answer in a layer.
func hidden(layer int) Planner {
	return func(p Prompt) *Plan {
		return &Plan{Masks: []Mask{{Layer: layer, Head: -1, From: p.Last(), Hi: p.Facts}}}
	}
}

// What each part is for in the built-in model, counted. The heads belong to
// this file of weights.
func TestStudy(t *testing.T) {
	b := builtintest.Load(t)
	common := Known(b.World, world.Common, 0)
	three := b.World.Questions(world.ThreeFacts, 40, draw())
	against := b.World.Questions(world.Contradicts, 40, draw())
	const right, given, memory, same, relation, other, none = Right, OtherGiven, Memory, SamePerson, SameRelation, OtherRelation, Else
	for _, test := range []struct {
		what      string
		questions []world.Question
		plan      Planner
		want      Tally
	}{
		{"nothing off, common facts", common, off(), Tally{right: 144}},
		// The head that carries what is asked: the person stays, the question goes.
		{"1.3 off, common facts", common, off(head(1, 3)), Tally{right: 95, same: 46, relation: 1, other: 2}},
		// The heads that read of whom: what is asked stays, the person goes.
		{"2.0 and 3.3 off, common facts", common, off(head(2, 0), head(3, 3)), Tally{right: 13, relation: 131}},
		// The head that finds the line of the prompt is of no use without a prompt.
		{"1.1 off, common facts", common, off(head(1, 1)), Tally{right: 143, none: 1}},
		{"1.1 off, three facts", three, off(head(1, 1)), Tally{right: 17, given: 14, relation: 1, none: 8}},
		{"1.3 off, three facts", three, off(head(1, 3)), Tally{right: 38, given: 2}},
		// Switching off brings memory back nowhere, one cut does.
		{"2.0 and 3.3 off, against memory", against, off(head(2, 0), head(3, 3)), Tally{right: 17, memory: 1, relation: 15, none: 7}},
		{"layer 1 hides the facts", against, hidden(1), Tally{right: 40}},
		{"layer 2 hides the facts", against, hidden(2), Tally{memory: 40}},
		{"layer 3 hides the facts", against, hidden(3), Tally{right: 38, none: 2}},
	} {
		got := run(Examine(b.Model, b.Tokens, b.World, test.questions, test.plan)).Tally()
		if got != test.want {
			t.Errorf("%s: %v, want %v", test.what, got, test.want)
		}
	}
}

// Without head 0.2 an invented name that one line tells is found, and misspelt:
// each wrong answer begins with the right letter. Of three lines it is spelt.
func TestMisspelt(t *testing.T) {
	b := builtintest.Load(t)
	for _, test := range []struct {
		kind           world.Kind
		right, letters int // of 40: right, and of the others those with the first letter right
	}{{world.OneFresh, 11, 29}, {world.ThreeFresh, 37, 2}} {
		questions := b.World.Questions(test.kind, 40, draw())
		exam := run(Examine(b.Model, b.Tokens, b.World, questions, off(head(0, 2))))
		right, letters := 0, 0
		for i, word := range exam.Words() {
			switch answer := questions[i].Answer; {
			case word == answer:
				right++
			case word[:1] == answer[:1]:
				letters++
			}
		}
		if right != test.right || letters != test.letters {
			t.Errorf("%v: %d right, %d with the first letter right, want %d and %d", test.kind, right, letters, test.right, test.letters)
		}
	}
}

// The cut in layer 2 leaves no doubt: memory's answer is nearly certain.
func TestOverruled(t *testing.T) {
	b := builtintest.Load(t)
	sum, n := 0.0, 40
	for _, q := range b.World.Questions(world.Contradicts, n, draw()) {
		p := Read(b.Tokens, q)
		truth, _ := b.World.Fact(q.Asked.Person, q.Asked.Relation)
		sum += run(Ask(b.Model, b.Tokens, p.Tokens, truth.Value, hidden(2)(p))).Begins(truth.Value)
	}
	if mean := sum / float64(n); math.Abs(mean-.976) > .001 {
		t.Errorf("memory's answer has %.3f on average", mean)
	}
}

func TestSwaps(t *testing.T) {
	b := builtintest.Load(t)
	for _, test := range []struct {
		what     string
		contrast Contrast
		heads    []Part
		want     Count
	}{
		{"1.3 carries what is asked", OtherAsked, []Part{head(1, 3)}, Count{Donor: 35, Neither: 5}},
		{"and no person", OtherPerson, []Part{head(1, 3)}, Count{Host: 40}},
		{"2.0 and 3.3 carry of whom", OtherPerson, []Part{head(2, 0), head(3, 3)}, Count{Donor: 39, Neither: 1}},
		{"and not what is asked", OtherAsked, []Part{head(2, 0), head(3, 3)}, Count{Host: 40}},
		{"1.3, both differ", OtherBoth, []Part{head(1, 3)}, Count{HostPerson: 34, Neither: 6}},
		{"2.0 and 3.3, both differ", OtherBoth, []Part{head(2, 0), head(3, 3)}, Count{DonorPerson: 37, Neither: 3}},
		{"1.1 chooses the line", OtherLine, []Part{head(1, 1)}, Count{Host: 3, Donor: 34, Neither: 3}},
	} {
		pairs := Pairs(b.World, test.contrast, 40, draw())
		if got := run(Swap(b.Model, b.Tokens, b.World, pairs, test.heads)).Count(); got != test.want {
			t.Errorf("%s: %v, want %v", test.what, got, test.want)
		}
	}
}

// heldOut draws rows of the length that the built-in model was trained on, from
// documents of another seed.
func heldOut(b *builtin.LM, rows int) [][]int {
	var all [][]int
	rng := rand.New(rand.NewPCG(9, 1))
	for range rows {
		var row []int
		for len(row) < 128 {
			row = append(append(row, b.Tokens.Encode(b.World.Document(rng))...), b.Tokens.End())
		}
		all = append(all, row[:128])
	}
	return all
}

// Zero and mean differ where what a part always says counts: in MLP 1.
func TestMeans(t *testing.T) {
	b := builtintest.Load(t)
	common := Known(b.World, world.Common, 0)
	means := average(b)
	mlp := Part{Kind: MLP, Layer: 1}
	zero := run(Examine(b.Model, b.Tokens, b.World, common, off(mlp))).Tally()
	mean := run(Examine(b.Model, b.Tokens, b.World, common, Always(&Plan{Off: []Part{mlp}, Fill: means}))).Tally()
	if zero[Right] != 101 || mean[Right] != 137 || means.Tokens() != 16*128 {
		t.Errorf("zeros leave %d right, means %d; of %d tokens", zero[Right], mean[Right], means.Tokens())
	}
	texts := heldOut(b, 4)
	whole, tokens := run(Lose(b.Model, texts, &Plan{})).Mean()
	without, _ := run(Lose(b.Model, texts, &Plan{Off: []Part{mlp}})).Mean()
	if tokens != 4*127 || math.Abs(whole-.887) > .1 || without < whole+.2 {
		t.Errorf("loss %.3f, without MLP 1 %.3f, of %d tokens", whole, without, tokens)
	}
}

func average(b *builtin.LM) *Means {
	var means Means
	for _, row := range heldOut(b, 16) {
		b.Model.Logits(row, means.Probe)
	}
	return &means
}

// TestTable measures what is right without each part, of a hundred questions or
// so a cell, and the loss on held-out text; then the transplants.
func TestTable(t *testing.T) {
	if !*table {
		t.Skip("takes minutes; -table")
	}
	b := builtintest.Load(t)
	kinds := []world.Kind{world.KnowMid, world.OneFresh, world.ThreeFacts, world.ThreeFresh, world.RareWithFact, world.Contradicts}
	exams := [][]world.Question{Known(b.World, world.Common, 0)}
	for _, k := range kinds {
		exams = append(exams, b.World.Questions(k, 120, draw()))
	}
	texts, means := heldOut(b, 48), average(b)
	t.Log("common", kinds, Verdicts())
	plans := []Plan{{}}
	for _, p := range Parts(b.Model.Config) {
		plans = append(plans, Plan{Off: []Part{p}}, Plan{Off: []Part{p}, Fill: means})
	}
	plans = append(plans, Plan{Off: []Part{head(2, 0), head(3, 3)}}, Plan{Off: []Part{head(2, 0), head(3, 0), head(3, 3)}})
	for _, plan := range plans {
		loss, _ := run(Lose(b.Model, texts, &plan)).Mean()
		t.Logf("off %v, mean %t: loss %.3f", plan.Off, plan.Fill != nil, loss)
		for _, questions := range exams {
			t.Log("\t", run(Examine(b.Model, b.Tokens, b.World, questions, Always(&plan))).Tally())
		}
	}
	for c := OtherAsked; c <= OtherLine; c++ {
		pairs := Pairs(b.World, c, 200, draw())
		for _, heads := range [][]Part{{head(1, 1)}, {head(1, 3)}, {head(2, 0)}, {head(3, 3)}, {head(2, 0), head(3, 3)}, {head(1, 1), head(1, 3)}} {
			t.Log("contrast", c, "heads", heads, run(Swap(b.Model, b.Tokens, b.World, pairs, heads)).Count())
		}
	}
}
