// Package modelfile opens GGUF files, as llama.cpp, Ollama and LM Studio keep
// them, as models for the labs, and writes them.
//
// Source: llama.cpp 0.7.0, whose tokens and logits it is held to.
package modelfile

import (
	"path/filepath"
	"regexp"
	"strings"

	"logitarium/core/architecture"
	"logitarium/core/fault"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/token"
)

var _ interface {
	lm.Predictor
	lm.Transformer
	lm.Trainable
} = (*Model)(nil)

// Model is a model in a GGUF file. It has been read: the file is closed.
type Model struct {
	name     string
	network  *gpt.Model
	Tokens   *token.Vocabulary
	Metadata gguf.Metadata
	Stored   []gguf.Tensor // as the file has them
}

// partNumber is what a split model's files have behind their name.
var partNumber = regexp.MustCompile(`-\d{5}-of-\d{5}$`)

// Open reads a file, or all parts of a split one. It also asks the model once
// what comes next: one whose answer can't be right is an error. Errors name the
// file, and the key or tensor.
func Open(path string, o architecture.Options) (*Model, error) {
	f, err := gguf.OpenPath(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // opened for reading: nothing can be lost
	m := &Model{name: nameOf(path), Metadata: f.Metadata, Stored: f.Tensors()}
	if err := m.read(f, o); err != nil {
		return nil, fault.Errorf("%s: %v", filepath.Base(path), err)
	}
	return m, nil
}

// nameOf is the file's name without its ending.
func nameOf(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), ".gguf")
	return partNumber.ReplaceAllString(name, "")
}

// read reads the tokenizer first: it is small, and what is wrong with it is said
// before the weights are read.
func (m *Model) read(f *gguf.File, o architecture.Options) error {
	c, err := architecture.Config(f)
	if err != nil {
		return err
	}
	if m.Tokens, err = Tokens(f, c.Vocab); err != nil {
		return err
	}
	if m.network, err = architecture.GGUF(f, o); err != nil {
		return err
	}
	first := m.Tokens.End()
	if begin, _ := m.Tokens.Begin(); begin >= 0 {
		first = begin
	}
	return lm.Sound(gpt.NewDecoder(m.network).Step(first))
}

// Name is the file's own.
func (m *Model) Name() string { return m.name }

// Architecture is how the file calls it: "llama".
func (m *Model) Architecture() string {
	name, _ := m.Metadata.String("general.architecture") // it was read by that
	return name
}

// Tokenizer implements [lm.Model].
func (m *Model) Tokenizer() lm.Tokenizer { return m.Tokens }

// Context implements [lm.Model].
func (m *Model) Context() int { return m.network.Config.Context }

// Reader implements [lm.Predictor].
func (m *Model) Reader() lm.Reader { return lm.NewReader(m.network) }

// Network implements [lm.Transformer].
func (m *Model) Network() *gpt.Model { return m.network }

// Copy implements [lm.Trainable]. Rounded weights can't be trained, nor can
// parts that GPT-2 does not have.
func (m *Model) Copy() (*gpt.Model, error) {
	switch {
	case m.network.Precision != gpt.Float32:
		return nil, &lm.Lack{Model: m.name, What: lm.Copying, Why: lm.Rounded}
	case !m.network.Config.Trains():
		return nil, &lm.Lack{Model: m.name, What: lm.Copying, Why: lm.Modern}
	}
	return m.network.Clone(), nil
}
