// Package family is the GPT series as data: what has been published about each
// model, from where, and what follows from its shape. What has not been
// published is said to be undisclosed, and nothing is put in its place.
package family

import (
	"slices"
)

// Provenance says how good a fact is.
type Provenance string

// Every cell is one of these.
const (
	Computed    Provenance = "computed from shapes"
	Paper       Provenance = "paper"
	Official    Provenance = "official" // OpenAI's code, model cards, announcements, documentation
	ThirdParty  Provenance = "third party"
	Undisclosed Provenance = "undisclosed"
)

// Cell is one fact about one model.
type Cell struct {
	Value  float64 // NaN if it is not a number, or undisclosed
	Text   string  // as it was printed, or the fact if it is a word
	Unit   string
	Date   string // of the source, year-month-day as far as known
	Origin Provenance
	Source string // who printed it; for undisclosed, who kept it back
	Place  string // where in the source the fact stands: "table 2", "n_head"; empty if it was not published
	Note   string // an erratum, or what the number hides; may be empty
}

// Known reports whether the cell has a fact in it. The zero Cell has none.
func (c Cell) Known() bool { return c.Origin != Undisclosed && c.Origin != "" }

// Model is one member of the series.
type Model struct {
	ID       string // one word: "gpt-2-xl"
	Name     string // "GPT-2 XL"
	Series   string // "GPT-2": siblings have the same
	Flagship bool   // stands for its series where there is room for one

	Released   Cell // Text is the date
	Parameters Cell // as printed; what the shape says is Shape.Parts
	Layers     Cell
	Width      Cell
	Heads      Cell
	Context    Cell // tokens
	Vocab      Cell // ids; Text is the encoding
	Tokens     Cell // seen in training
	Training   Cell // in words
	Input      Cell // what it reads, in words; zero where no source was found
	Block      Block
	Corpora    []Corpus // what it was trained on, if that was printed

	Shape *Shape // nil if it is undisclosed
}

// Block is the architecture in words; a cell each, to compare models by.
type Block struct {
	NormPlace, NormKind, Positions, Attention, KV, MLP, Activation, Head Cell
}

// Aspect is one row of a comparison of blocks.
type Aspect struct {
	Name string
	Cell Cell
}

// Aspects lists the block's cells with their names, how it was trained, and
// what it reads if that is known.
func (m Model) Aspects() []Aspect {
	b := m.Block
	aspects := []Aspect{
		{"norm place", b.NormPlace}, {"norm", b.NormKind}, {"positions", b.Positions},
		{"attention", b.Attention}, {"KV heads", b.KV}, {"MLP", b.MLP},
		{"activation", b.Activation}, {"head", b.Head}, {"training", m.Training},
	}
	if m.Input.Known() {
		aspects = append(aspects, Aspect{"input", m.Input})
	}
	return aspects
}

// Cells lists the facts of a model with their names, those that are not known
// too.
func (m Model) Cells() []Aspect {
	return append([]Aspect{
		{"released", m.Released}, {"parameters", m.Parameters}, {"layers", m.Layers}, {"width", m.Width}, {"heads", m.Heads},
		{"context", m.Context}, {"vocabulary", m.Vocab}, {"tokens", m.Tokens},
	}, m.Aspects()...)
}

// Unchanged lists what all models with a published block have in common, from
// GPT-1 to gpt-oss-120b.
func Unchanged() []string {
	return []string{
		"next-token prediction",
		"causal attention",
		"residual additions",
		"one block, repeated L times",
		"softmax over the vocabulary",
	}
}

// Total returns the parameters of a model: from its shape if that is known,
// else as printed.
func (m Model) Total() Cell {
	if m.Shape == nil {
		return m.Parameters
	}
	return Cell{Value: float64(m.Shape.Parts().Total()), Origin: Computed, Source: "its shape", Date: m.Released.Date, Note: m.Parameters.Note}
}

// Compute returns the operations of training, 6·N·D of the parameters that a
// token goes through: undisclosed if either is.
func (m Model) Compute() Cell {
	switch {
	case m.Shape == nil:
		return undisclosed(m.Parameters.Source, m.Parameters.Date)
	case !m.Tokens.Known():
		c := m.Tokens
		c.Note = "6·N·D needs D, the tokens seen"
		return c
	}
	return Cell{
		Value: TrainingFLOPs(float64(m.Shape.Active()), m.Tokens.Value),
		Unit:  "FLOP", Origin: Computed, Source: "6·N·D; D: " + m.Tokens.Source, Date: m.Tokens.Date,
	}
}

// All returns the series in the order of release. Each call makes its own copy.
func All() []Model {
	return slices.Concat(gpt1(), gpt2(), gpt3(), chat(), gpt4(), omni(), oss(), gpt5())
}

// Notes returns what is to be known about a model's numbers: errata, and what
// they hide. What the words of its block hide stands with them.
func (m Model) Notes() []string {
	var notes []string
	cells := []Cell{m.Released, m.Parameters, m.Layers, m.Width, m.Heads, m.Context, m.Vocab, m.Tokens}
	for _, c := range cells {
		if c.Note != "" && !slices.Contains(notes, c.Note) {
			notes = append(notes, c.Note)
		}
	}
	return notes
}

// Reticence is what the GPT-4 Technical Report (2023, section 2) says about
// what it does not say.
const Reticence = "this report contains no further details about the architecture (including model size), hardware, training compute, dataset construction, training method, or similar"
