// Package knowledge compares the ways in which a model that was trained once
// can come to know what has changed since: retrieval, which puts facts into
// its prompt, and fine-tuning, which puts them into its weights.
//
// An [Exam] holds the questions and the store of passages, a [Tuning] trains
// a copy of the model, on all weights or through a [LoRA]. Nothing here has a
// clock: a tuning goes on in pieces, and its state depends on its setting and
// the number of steps alone.
//
// Sources: Lewis et al. 2020 (retrieval-augmented generation), Hu et al. 2021
// (LoRA), Ovadia et al. 2023 (the comparison of the two).
package knowledge

import "fmt"

// A Kind says what a question tests.
type Kind int

// The kinds of questions.
const (
	New      Kind = iota // about people who came after the training
	Reworded             // the same facts, asked in the other wording
	Changed              // about people the model knows, whose facts have changed
	Old                  // what the model knew before and is still true
	Format               // the same, but what counts is how the answer ends: see [Closing]
	Untold               // about people nobody told of: any answer is made up
)

// Kinds returns all kinds, in order.
func Kinds() []Kind { return []Kind{New, Reworded, Changed, Old, Format, Untold} }

// String returns a short name of the kind.
func (k Kind) String() string {
	return [...]string{"new facts", "reworded", "changed facts", "old facts", "format", "never told"}[k]
}

// A Way is a way to get an answer.
type Way int

// The ways.
const (
	AsIs      Way = iota // the model as it was trained
	Retrieval            // the same with retrieved facts in its prompt
	Tuned                // a fine-tuned copy
	Both                 // the copy, with retrieved facts in its prompt
)

// Ways returns all ways, in order.
func Ways() []Way { return []Way{AsIs, Retrieval, Tuned, Both} }

// String returns a short name of the way.
func (w Way) String() string { return [...]string{"as is", "RAG", "tuned", "both"}[w] }

// Retrieves says whether the prompt holds retrieved facts.
func (w Way) Retrieves() bool { return w == Retrieval || w == Both }

// Trained says whether the fine-tuned copy answers.
func (w Way) Trained() bool { return w == Tuned || w == Both }

// Closing is the word that the house style asks for at the end of an answer:
// "Paris thanks". No document that the model was trained on has such answers.
const Closing = "thanks"

// Method says which parameters a fine-tuning trains.
type Method int

// The methods.
const (
	Full    Method = iota // all of them
	LowRank               // a [LoRA]
	methods int    = iota
)

// String returns the method's name.
func (m Method) String() string { return [...]string{"full", "LoRA"}[m] }

// Recipe holds the hyperparameters of a fine-tuning.
type Recipe struct {
	Method      Method
	Rank        int     // of the LoRA
	Rate        float64 // AdamW's learning rate, constant
	Paraphrases int     // texts for each fact, 1 to MostParaphrases
	Plain       bool    // the first texts are statements, and the questions come last
	Replay      int     // rows of old documents in each batch of Rows
	Seed        uint64  // of the batches and of the LoRA's A
}

// A batch is this many rows of new texts, and Replay rows of old ones.
const (
	Rows      = 4
	RowTokens = 64
)

// MostParaphrases is in how many texts a fact can be told: one for each
// wording of its question, and one for each of its statement.
const MostParaphrases = 6

// check panics at what no recipe can be.
func (r Recipe) check() {
	if r.Method < 0 || int(r.Method) >= methods || r.Rank < 1 || !(r.Rate >= 0) ||
		r.Paraphrases < 1 || r.Paraphrases > MostParaphrases || r.Replay < 0 {
		panic(fmt.Sprintf("knowledge: recipe %+v", r))
	}
}
