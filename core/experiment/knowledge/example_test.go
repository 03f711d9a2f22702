package knowledge_test

import (
	"fmt"
	"math/rand/v2"

	"logitarium/core/builtin"
	"logitarium/core/experiment/knowledge"
	"logitarium/core/gpt"
	"logitarium/core/world"
)

func model() *builtin.LM {
	lm, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	return lm
}

var moved = world.Fact{Person: "Ann", Relation: world.Home, Value: "Oslo"}

func ExampleNewExam() {
	e := knowledge.NewExam(model(), 20, moved, 1)
	for _, k := range knowledge.Kinds() {
		fmt.Println(k, len(e.Questions(k)))
	}
	passages, _ := e.Store()
	fmt.Println("passages", passages)
	// Output:
	// new facts 20
	// reworded 20
	// changed facts 10
	// old facts 20
	// format 20
	// never told 20
	// passages 452
}

// A fact that is edited in the store is answered at once, by a model that
// knew another.
func ExampleExam_Ask() {
	lm := model()
	e := knowledge.NewExam(lm, 20, moved, 1)
	q := e.Edited()
	fmt.Println(q.Text(), "was", q.Before)
	for _, w := range []knowledge.Way{knowledge.AsIs, knowledge.Retrieval} {
		a := e.Ask(lm.Model, q, w, 3)
		fmt.Println(w, a.Text, a.Right)
	}
	// Output:
	// Where does Ann live? was Delhi
	// as is Delhi false
	// RAG Oslo true
}

func ExampleExam_Belief() {
	lm := model()
	e := knowledge.NewExam(lm, 20, moved, 1)
	for _, value := range []string{"Oslo", "Delhi"} {
		p := e.Belief(lm.Model, e.Edited(), knowledge.Retrieval, 1, value)
		fmt.Printf("%s %.1f\n", value, p)
	}
	// Output:
	// Oslo 1.0
	// Delhi 0.0
}

func ExampleExam_Prompt() {
	e := knowledge.NewExam(model(), 20, moved, 1)
	fmt.Println(e.Prompt(e.Edited(), knowledge.Retrieval, 1))
	// Output:
	// Fact: Ann's home is Oslo.
	// Question: Where does Ann live?
	// Answer:
}

func ExampleNewCourse() {
	e := knowledge.NewExam(model(), 4, moved, 1)
	c := knowledge.NewCourse(e, knowledge.Recipe{Method: knowledge.Full, Rank: 1, Rate: 1e-3, Paraphrases: 1}, 20)
	for !c.Done() {
		c.AdvanceFor(1 << 28)
	}
	for _, p := range []knowledge.Point{c.Points[0], c.Points[len(c.Points)-1]} {
		fmt.Printf("step %d: new facts %.1f\n", p.Step, p.New.Share())
	}
	// Output:
	// step 0: new facts 0.0
	// step 20: new facts 1.0
}

func ExampleNewSitting() {
	lm := model()
	e := knowledge.NewExam(lm, 5, moved, 1)
	s := knowledge.NewSitting(e, lm.Model, 3, []knowledge.Kind{knowledge.Old}, knowledge.AsIs)
	for !s.Done() {
		s.AdvanceFor(1 << 28)
	}
	fmt.Printf("%.3f\n", s.Score(knowledge.Old, knowledge.AsIs).Share())
	// Output: 1.000
}

func ExampleNewLoRA() {
	m := model().Model
	l := knowledge.NewLoRA(m, 8, rand.New(rand.NewPCG(1, 1)))
	fmt.Printf("%d pairs, %d parameters of %d\n", len(l.Pairs), l.Parameters(), m.Config.Counts().Total())
	a, b := l.Pairs[0].A, l.Pairs[0].B
	fmt.Printf("%s: B [%d, %d] · A [%d, %d]\n", l.Pairs[0].Name, b.Rows, b.Cols, a.Rows, a.Cols)
	// Output:
	// 16 pairs, 65536 parameters of 940800
	// blocks.0.qkv.weight: B [384, 8] · A [8, 128]
}

func ExampleWilson() {
	low, high := knowledge.Wilson(20, 20)
	fmt.Printf("%.3f to %.3f\n", low, high)
	// Output: 0.839 to 1.000
}

func ExampleForward() {
	c := model().Model.Config
	fmt.Printf("%.3f million\n", float64(knowledge.Forward(c, 1))/1e6)
	// Output: 0.919 million
}

func ExampleRecipe_Training() {
	c := gpt.Config{Vocab: 1024, Context: 128, Width: 128, Layers: 4, Heads: 4, Inner: 512}
	r := knowledge.Recipe{Method: knowledge.LowRank, Rank: 8, Paraphrases: 1}
	fmt.Printf("%.3f billion products, %d parameters\n", float64(r.Training(c, 40))/1e9, r.Trainable(c))
	// Output: 29.208 billion products, 65536 parameters
}

func ExampleBreakEven() {
	answers, _ := knowledge.BreakEven(3000, 10, 40)
	fmt.Printf("%.3f\n", answers)
	// Output: 100.000
}

// Which old facts a fine-tuning lost, by name.
func ExampleTrials_Lost() {
	e := knowledge.NewExam(model(), 4, moved, 1)
	recipe := knowledge.Recipe{Method: knowledge.Full, Rank: 1, Paraphrases: 1, Seed: 1}
	trials := knowledge.NewTrials(e, knowledge.Grid(recipe, []float64{1e-3}, []int{0}, 10)...)
	for !trials.Done() {
		trials.AdvanceFor(1 << 28)
	}
	lost, _ := trials.Lost(0, knowledge.Old)
	fmt.Println(len(lost) == trials.Before.Score(knowledge.Old, knowledge.AsIs).Right-trials.All[0].After.Score(knowledge.Old, knowledge.AsIs).Right)
	// Output:
	// true
}

// An index that is kept up to date is written where the facts have changed.
func ExampleExam_Upkeep() {
	u := knowledge.NewExam(model(), 20, moved, 1).Upkeep()
	fmt.Println(u.Passages, "of", u.Store, "passages")
	// Output:
	// 30 of 452 passages
}

// A model of 0.9 million weights that was not trained to does not take a style
// from examples.
func ExampleNewShots() {
	lm := model()
	e := knowledge.NewExam(lm, 10, moved, 1)
	s := knowledge.NewShots(e, lm.Model, []int{0, 4}, []knowledge.Kind{knowledge.Old, knowledge.Format}, 1)
	for s.Step(1 << 28) {
	}
	for _, k := range s.Kinds {
		fmt.Println(k, s.Score(k, 0).Right, s.Score(k, 1).Right, "of", s.Score(k, 0).Of)
	}
	// Output:
	// old facts 10 10 of 10
	// format 0 0 of 10
}

func ExampleKinds() {
	fmt.Println(len(knowledge.Kinds()), knowledge.New, "to", knowledge.Untold)
	// Output: 6 new facts to never told
}

func ExampleWays() {
	for _, w := range knowledge.Ways() {
		fmt.Println(w, w.Retrieves(), w.Trained())
	}
	// Output:
	// as is false false
	// RAG true false
	// tuned false true
	// both true true
}

func ExampleScore_Add() {
	var s knowledge.Score
	s.Add(knowledge.Answer{Right: true, Confidence: 0.75, Prompt: 20})
	s.Add(knowledge.Answer{Confidence: 0.25, Prompt: 40})
	fmt.Println(s.Right, "of", s.Of, s.Share(), s.MeanConfidence(), s.MeanPrompt())
	// Output: 1 of 2 0.5 0.5 30
}

func ExampleRecipe_Memory() {
	c := gpt.Config{Vocab: 1024, Context: 128, Width: 128, Layers: 4, Heads: 4, Inner: 512}
	full := knowledge.Recipe{Method: knowledge.Full, Rank: 1, Paraphrases: 1}
	thin := knowledge.Recipe{Method: knowledge.LowRank, Rank: 8, Paraphrases: 1}
	fmt.Printf("%.3f MB, through a LoRA %.3f MB\n", float64(full.Memory(c))/1e6, float64(thin.Memory(c))/1e6)
	// Output: 15.053 MB, through a LoRA 4.812 MB
}

func ExampleExam_Retrieve() {
	e := knowledge.NewExam(model(), 20, moved, 1)
	fmt.Println(e.Retrieve("Where does Ann live?", 1))
	fmt.Println(e.Taught()[20] == moved)
	// Output:
	// [Ann's home is Oslo.]
	// true
}

func ExampleNewTuning() {
	e := knowledge.NewExam(model(), 2, moved, 1)
	t := knowledge.NewTuning(e, knowledge.Recipe{Method: knowledge.LowRank, Rank: 2, Rate: 1e-3, Paraphrases: 1})
	for t.Steps() < 1 {
		t.AdvanceFor(1 << 28)
	}
	c := t.Clone()
	for t.Steps() < 2 {
		t.AdvanceFor(1 << 28)
	}
	fmt.Println(t.Steps(), c.Steps(), t.Trainable(), t.Loss() > 0, t.Passes() > 0)
	// Output: 2 1 16384 true true
}

func ExampleSitting_Answers() {
	lm := model()
	e := knowledge.NewExam(lm, 2, moved, 1)
	s := knowledge.NewSitting(e, lm.Model, 3, []knowledge.Kind{knowledge.Old}, knowledge.AsIs)
	c := s.Clone()
	s.AdvanceFor(1 << 28)
	asked, of := s.Progress()
	fmt.Println(asked, "of", of, len(s.Answers(knowledge.Old, knowledge.AsIs)), len(c.Answers(knowledge.Old, knowledge.AsIs)))
	// Output: 2 of 2 2 0
}

func ExampleCompare() {
	right, wrong := knowledge.Answer{Right: true}, knowledge.Answer{}
	lost, gained := knowledge.Compare(make([]knowledge.Question, 3), []knowledge.Answer{right, right, wrong}, []knowledge.Answer{wrong, right, right})
	fmt.Println(len(lost), len(gained))
	// Output: 1 1
}

func ExamplePlainTexts() {
	for _, t := range knowledge.PlainTexts(knowledge.Recipe{Rank: 1}, 2, 30) {
		fmt.Println(t.Recipe.Paraphrases, t.Passes)
	}
	// Output:
	// 1 30
	// 2 30
}

func ExampleLoRA_Apply() {
	m := model().Model
	l := knowledge.NewLoRA(m, 1, rand.New(rand.NewPCG(1, 1)))
	was := m.Blocks[0].QKV.Weight.At(0, 0)
	l.Pairs[0].A.Row(0)[0], l.Pairs[0].B.Row(0)[0] = 0.5, 0.25
	l.Apply()
	fmt.Printf("%.2f\n", m.Blocks[0].QKV.Weight.At(0, 0)-was) // scale · B · A
	// Output: 0.25
}

func ExampleQuestion_Text() {
	q := knowledge.Question{Kind: knowledge.Reworded, Fact: moved, Form: 1}
	fmt.Println(q.Kind, "-", q.Text())
	// Output: reworded - Which town is Ann's home?
}
