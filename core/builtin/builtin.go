// Package builtin is the language model inside the binary: its weights, how
// they were made, and how to make them again.
package builtin

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"strings"

	"logitarium/core/checkpoint"
	"logitarium/core/fault"
	"logitarium/core/gpt"
	"logitarium/core/huggingface"
	"logitarium/core/token"
	"logitarium/core/world"
)

// LM is a model with what is needed to talk to it. It offers everything that
// may be asked of a model, see [lm.Model].
type LM struct {
	Model  *gpt.Model
	Tokens *token.BPE
	World  *world.World // what it was trained on
	Card   Card
}

//go:embed tiny-world.safetensors
var weights []byte

// Load returns the embedded model. Each call makes its own copy.
func Load() (*LM, error) {
	f, err := checkpoint.Open(bytes.NewReader(weights), int64(len(weights)))
	if err != nil {
		return nil, fault.Errorf("the embedded model: %v", err)
	}
	return Read(f)
}

// File returns a copy of the embedded safetensors file.
func File() []byte { return bytes.Clone(weights) }

// The notes in the files, beside the tensors.
const (
	cardKey   = "card"   // JSON
	mergesKey = "merges" // as in GPT-2's merges.txt
)

// Read returns the model in a file that [LM.Save] or [Run.Save] wrote.
func Read(f *checkpoint.File) (*LM, error) {
	notes := f.Metadata()
	if notes[cardKey] == "" || notes[mergesKey] == "" {
		return nil, fault.Errorf("the file has no model card and merges in its metadata: it was not written by logitarium")
	}
	m := &LM{}
	if err := json.Unmarshal([]byte(notes[cardKey]), &m.Card); err != nil {
		return nil, fault.Errorf("the model card in the file: %v", err)
	}
	c := m.Card.Config
	if err := c.Validate(); err != nil {
		return nil, fault.Errorf("the model card in the file: %v", err)
	}
	var err error
	if m.Tokens, err = token.ReadMerges(strings.NewReader(notes[mergesKey])); err != nil {
		return nil, fault.Errorf("the merges in the file: %v", err)
	}
	if n := m.Tokens.Size(); n != c.Vocab {
		return nil, fault.Errorf("the merges in the file make %d tokens, the model has %d", n, c.Vocab)
	}
	// Before memory is taken for it, the file must hold what the card promises.
	if t, ok := f.Tensor("wte.weight"); !ok || t.Len() != c.Vocab*c.Width {
		return nil, fault.Errorf("the file has no tensor wte.weight of [%d, %d], which its card promises", c.Vocab, c.Width)
	}
	m.Model = gpt.Zeros(c)
	m.World = world.New(m.Card.Recipe.World)
	if err := fill(f, m.Model.Tensors()); err != nil {
		return nil, err
	}
	return m, nil
}

// fill reads tensors by the names that GPT-2's files have.
func fill(f *checkpoint.File, tensors []gpt.Tensor) error {
	for _, t := range tensors {
		t.Name = huggingface.TensorName(t.Name)
		info, ok := f.Tensor(t.Name)
		if !ok {
			return fault.Errorf("the file has no tensor %q", t.Name)
		}
		if info.Len() != len(t.Data) {
			return fault.Errorf("tensor %q has shape %v, the model needs %v", t.Name, info.Shape, t.Shape())
		}
		if err := f.ReadInto(t.Data, t.Name); err != nil {
			return err
		}
	}
	return nil
}

// Save writes the model as one safetensors file in half precision, with its
// card and merges as metadata. The file appears whole or not at all.
func (m *LM) Save(path string) error {
	return save(path, m, m.Model.Tensors(), checkpoint.F16, nil)
}

func save(path string, m *LM, tensors []gpt.Tensor, as checkpoint.DType, more map[string]string) error {
	card, err := json.Marshal(m.Card)
	if err != nil {
		return err
	}
	var merges strings.Builder
	if err := m.Tokens.WriteMerges(&merges); err != nil {
		return err
	}
	notes := map[string]string{"format": "pt", cardKey: string(card), mergesKey: merges.String()}
	for k, v := range more {
		notes[k] = v
	}
	out := make([]checkpoint.Tensor, len(tensors))
	for i, t := range tensors {
		out[i] = checkpoint.Tensor{Name: huggingface.TensorName(t.Name), Shape: t.Shape(), Data: t.Data, DType: as}
	}
	return checkpoint.WriteFile(path, out, notes)
}
