package lm

import "logitarium/core/gguf"

// Filed is a model that was read from a GGUF file, and knows how the file stores
// its weights.
type Filed interface {
	Model
	// Stored lists the tensors in the order of the file.
	Stored() []Stored
	// Block returns the bytes of block i of a tensor.
	Block(t Stored, i int) ([]byte, error)
	// Read sets dst to elements of a tensor, from one on, whole blocks of them.
	Read(dst []float32, t Stored, from int) error
}

// Stored is a tensor as a file has it.
type Stored struct {
	// Parameter is its name as [gpt.Model.Tensors] has it, whose values have the
	// same order; "" if it is none.
	Parameter string
	gguf.Tensor
}

// FileOf returns the model as one that was read from a file; nil if it was not.
func FileOf(m Model) Filed {
	f, _ := m.(Filed)
	return f
}

// Templated is a model that carries a template of how it is to be asked.
type Templated interface {
	Model
	ChatTemplate() string // in Jinja; "" if there is none
}

// TemplateOf returns the template of how a model is to be asked; "" if it has
// none.
func TemplateOf(m Model) string {
	if t, ok := m.(Templated); ok {
		return t.ChatTemplate()
	}
	return ""
}
