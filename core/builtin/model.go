package builtin

import (
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/world"
)

var _ interface {
	lm.Predictor
	lm.Transformer
	lm.Trainable
	lm.Worldly
	lm.Documented
} = (*LM)(nil)

// Name is "tiny-world", or what its card says.
func (m *LM) Name() string { return m.Card.Name }

// Tokenizer implements [lm.Model].
func (m *LM) Tokenizer() lm.Tokenizer { return m.Tokens }

// Context implements [lm.Model].
func (m *LM) Context() int { return m.Model.Config.Context }

// Reader implements [lm.Predictor].
func (m *LM) Reader() lm.Reader { return lm.NewReader(m.Model) }

// Network implements [lm.Transformer].
func (m *LM) Network() *gpt.Model { return m.Model }

// Copy implements [lm.Trainable].
func (m *LM) Copy() (*gpt.Model, error) { return m.Model.Clone(), nil }

// TinyWorld implements [lm.Worldly].
func (m *LM) TinyWorld() *world.World { return m.World }

// Training implements [lm.Documented].
func (m *LM) Training() lm.Training {
	return lm.Training{Tokens: m.Card.Tokens, Length: m.Card.Recipe.Length}
}
