package knowledge

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/gpt"
	"logitarium/core/token"
)

func run(c *Course) *Course {
	for !c.Done() {
		c.AdvanceFor(1e9)
	}
	return c
}

// A course teaches what it is given, forgets, and leaves the exam's model as
// it was.
func TestCourse(t *testing.T) {
	e := exam(t, 8, 1)
	before := network(e).Clone()
	for _, r := range []Recipe{
		{Method: Full, Rank: 1, Rate: 1e-3, Paraphrases: 1},
		{Method: LowRank, Rank: 16, Rate: 5e-3, Paraphrases: 1},
	} {
		c := run(NewCourse(e, r, 25))
		last := c.Points[len(c.Points)-1]
		if len(c.Losses) != 25 || len(c.Points) != 6 || last.Step != 25 {
			t.Errorf("%s: %d losses, %d points, the last after %d", r.Method, len(c.Losses), len(c.Points), last.Step)
		}
		if c.Points[0].Old.Share() < 0.9 || last.New.Share() < 0.8 || last.Format.Share() < 0.8 || last.Belief < 0.3 {
			t.Errorf("%s: from %+v to %+v", r.Method, c.Points[0], last)
		}
		if c.Losses[24] > c.Losses[0]/4 {
			t.Errorf("%s: the loss went from %v to %v", r.Method, c.Losses[0], c.Losses[24])
		}
	}
	for i, p := range network(e).Tensors() {
		if !slices.Equal(p.Data, before.Tensors()[i].Data) {
			t.Fatalf("the shared %s has changed", p.Name)
		}
	}
}

// The gradient that the pieces add up is that of the trainer, which reads a
// whole batch at once, if each row counts as much.
func TestPiecesAreABatch(t *testing.T) {
	e := exam(t, 8, 2)
	r := Recipe{Method: Full, Rank: 1, Rate: 1e-3, Paraphrases: 1, Replay: 2}
	pieces, rows := NewTuning(e, r), NewTuning(e, r)
	want := gpt.Zeros(network(e).Config)
	trainer := gpt.NewTrainer(rows.model, settings)
	for i := range Rows + r.Replay {
		draw := rows.newRow
		if i >= Rows {
			draw = rows.oldRow
		}
		inputs, targets := draw()
		_, grad := trainer.Gradient(gpt.Batch{Tokens: inputs, Targets: targets, Length: RowTokens})
		for j, p := range want.Tensors() {
			for k, g := range grad.Tensors()[j].Data {
				p.Data[k] += g / float32(Rows+r.Replay)
			}
		}
	}
	for pieces.rows < Rows+r.Replay {
		pieces.AdvanceFor(1e7)
	}
	off, all := 0.0, 0.0
	for j, p := range want.Tensors() {
		for k, g := range pieces.grads[0].Tensors()[j].Data {
			d := float64(g + pieces.grads[1].Tensors()[j].Data[k] - p.Data[k])
			off += d * d
			all += float64(p.Data[k]) * float64(p.Data[k])
		}
	}
	if !(off <= 1e-8*all) {
		t.Errorf("the gradients differ by %g of their square", off/all)
	}
}

// The state after n steps depends on the recipe and n alone: not on the parts in
// which they are made, and a copy taken between two parts comes to the same.
func TestTuningIsDeterministic(t *testing.T) {
	e := exam(t, 4, 3)
	r := Recipe{Method: Full, Rank: 1, Rate: 1e-3, Paraphrases: 3, Replay: 1, Seed: 5}
	a, b := NewTuning(e, r), NewTuning(e, r)
	for a.Steps() < 3 {
		a.AdvanceFor(math.Inf(1))
	}
	others, parts := []*Tuning{b}, 0
	for b.Steps() < 3 {
		before := b.Loss()
		if parts++; !b.AdvanceFor(1) && b.Loss() != before {
			t.Fatal("a part of a piece shows")
		}
		if parts%29 == 0 {
			others = append(others, b.Clone())
		}
	}
	if least := 3 * (Rows + r.Replay) * network(e).Config.Layers; parts < least || len(others) < 3 {
		t.Errorf("three steps in %d parts, want %d or more", parts, least)
	}
	for _, b := range others {
		for b.Steps() < 3 {
			b.AdvanceFor(1e8)
		}
		for i, p := range a.Model().Tensors() {
			if !slices.Equal(p.Data, b.Model().Tensors()[i].Data) {
				t.Fatalf("%s differs", p.Name)
			}
		}
		if a.Loss() != b.Loss() || a.Loss() == 0 {
			t.Errorf("losses %v and %v", a.Loss(), b.Loss())
		}
	}
}

// A learning rate of 0 changes nothing.
func TestNoRate(t *testing.T) {
	e := exam(t, 2, 4)
	for _, m := range []Method{Full, LowRank} {
		tuning := NewTuning(e, Recipe{Method: m, Rank: 2, Paraphrases: 1})
		for tuning.Steps() < 2 {
			tuning.AdvanceFor(1e9)
		}
		for i, p := range tuning.Model().Tensors() {
			if !slices.Equal(p.Data, network(e).Tensors()[i].Data) {
				t.Fatalf("%s: %s has changed", m, p.Name)
			}
		}
	}
}

// What is replayed has no document that tells what has changed, and answers
// in the house style.
func TestOldRow(t *testing.T) {
	e := exam(t, 40, 6)
	tuning := NewTuning(e, Recipe{Method: Full, Rank: 1, Rate: 1e-3, Paraphrases: 1, Replay: 1})
	answers := 0
	for range 300 {
		inputs, _ := tuning.oldRow()
		for document := range strings.SplitSeq(e.tokens.Decode(inputs), token.End) {
			if e.outdated(document) {
				t.Errorf("%q is replayed", document)
			}
			lines := strings.Split(document, "\n")
			for _, line := range lines[:len(lines)-1] { // the last one may be cut
				if strings.HasPrefix(line, "Answer: ") {
					answers++
					if !strings.HasSuffix(line, " "+Closing) {
						t.Errorf("the line %q", line)
					}
				}
			}
		}
	}
	if answers < 50 {
		t.Errorf("%d answers in 300 rows", answers)
	}
}

// In the new texts the loss counts on what follows "Answer:", to the end of
// the line and of the document.
func TestNewRowCounts(t *testing.T) {
	e := exam(t, 4, 5)
	tuning := NewTuning(e, Recipe{Method: Full, Rank: 1, Rate: 1e-3, Paraphrases: 1})
	inputs, targets := tuning.newRow()
	if len(inputs) != RowTokens || len(targets) != RowTokens {
		t.Fatalf("%d inputs, %d targets", len(inputs), len(targets))
	}
	var counted []int
	for _, target := range targets {
		if target != gpt.NoTarget {
			counted = append(counted, target)
		}
	}
	text := e.tokens.Decode(counted)
	values := 0
	for _, f := range e.Taught() {
		line := " " + f.Value + " " + Closing + "\n"
		for i := 0; i+len(line) <= len(text); i++ {
			if text[i:i+len(line)] == line {
				values++
				break
			}
		}
	}
	if values < 2 {
		t.Errorf("what counts is %q", text)
	}
}

func TestRecipeMisuse(t *testing.T) {
	e := exam(t, 2, 1)
	for _, r := range []Recipe{
		{Rank: 1}, {Rank: 0, Paraphrases: 1}, {Rank: 1, Paraphrases: 7}, {Rank: 1, Paraphrases: 1, Rate: -1},
		{Rank: 1, Paraphrases: 1, Replay: -1}, {Rank: 1, Paraphrases: 1, Method: 2},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%+v is taken", r)
				}
			}()
			NewTuning(e, r)
		}()
	}
}

func BenchmarkAdvance(b *testing.B) {
	e := exam(b, 20, 1)
	for _, r := range []Recipe{
		{Method: Full, Rank: 1, Rate: 1e-4, Paraphrases: 1, Replay: 2},
		{Method: LowRank, Rank: 8, Rate: 1e-4, Paraphrases: 1, Replay: 2},
	} {
		b.Run(r.Method.String(), func(b *testing.B) {
			tuning := NewTuning(e, r)
			for b.Loop() {
				tuning.AdvanceFor(math.Inf(1))
			}
		})
	}
}
