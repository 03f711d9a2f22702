package huggingface

import (
	"logitarium/core/gpt"
	"logitarium/core/lm"
)

var _ interface {
	lm.Predictor
	lm.Transformer
	lm.Trainable
} = (*Folder)(nil)

// Name is the folder's own.
func (f *Folder) Name() string { return f.name }

// Tokenizer implements [lm.Model]. It is nil if there is none in the folder.
func (f *Folder) Tokenizer() lm.Tokenizer { return f.Tokens }

// Context implements [lm.Model].
func (f *Folder) Context() int { return f.Model.Config.Context }

// Reader implements [lm.Predictor].
func (f *Folder) Reader() lm.Reader { return lm.NewReader(f.Model) }

// Network implements [lm.Transformer].
func (f *Folder) Network() *gpt.Model { return f.Model }

// Copy implements [lm.Trainable].
func (f *Folder) Copy() (*gpt.Model, error) { return lm.CopyToTrain(f.name, f.Model) }
