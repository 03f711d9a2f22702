// Package lm defines what a caller may ask of a language model, as small
// interfaces. It separates models from the labs that look at them: a model
// implements what it can, a lab asks for what it needs, and neither knows the
// other.
//
// Every model has a name, tokens and a context: that is a [Model]. Everything
// else is optional. These functions return it, or a [*Lack] if the model does
// not offer it:
//
//	PredictorOf what comes next after some tokens: the whole distribution, or
//	            the likeliest tokens and what all others have together
//	NetworkOf   the network itself: activations by site, weights by name, as
//	            they are stored
//	CopyOf      a copy of it that may be trained
//	WorldOf     Tiny World, of a model that was trained on it
//	TrainingOf  how it was made, as far as that is recorded
//
// A Lack is data: which model, which [Ability], and for which [Reason]. Who
// shows it finds the words.
//
// A model joins by implementing Model and, of [Predictor], [Transformer],
// [Trainable], [Worldly] and [Documented], what it can. A server that tells the
// twenty likeliest tokens is a Predictor and no more; it may say why it lacks
// the rest as a [Reasoned].
//
// Nothing here blocks. What takes long, a pass of a large network or a request,
// is a [Reading], which is taken in steps.
package lm

import (
	"fmt"

	"logitarium/core/gpt"
	"logitarium/core/world"
)

// Model is implemented by every model.
type Model interface {
	Name() string // without its size: "tiny-world"
	Tokenizer() Tokenizer
	Context() int // the most tokens that are read at once
}

// Tokenizer cuts texts into tokens and back. Tokens are numbers from 0 on.
type Tokenizer interface {
	Size() int                       // of the vocabulary
	End() int                        // the special token that ends a document
	Encode(text string) []int        // names of special tokens in it are text
	EncodeSpecial(text string) []int // and here they are these tokens
	Decode(tokens []int) string

	// Bytes is the piece that a token stands for, the name for a special
	// one. The pieces of Encode(text), one after the other, are the text: a
	// token begins in it where the lengths of those before it end. Some
	// models expect a special token before a text, or a blank: these stand
	// before it then, and Decode leaves them out.
	Bytes(token int) []byte
}

// A Continuer is a tokenizer that puts something before a text.
type Continuer interface {
	// Follow returns the tokens of a text that goes on from others: nothing
	// is put before it.
	Follow(text string) []int
}

// Follow returns the tokens of a text that goes on from others.
func Follow(t Tokenizer, text string) []int {
	if f, ok := t.(Continuer); ok {
		return f.Follow(text)
	}
	return t.Encode(text)
}

// A Gatherer is a tokenizer that knows the tokens which a model has told, and no
// others: the model is behind a server. How the model cuts a text is not known;
// Encode cuts it into bytes. Size is a bound, so that tokens can be told later.
type Gatherer interface {
	Tokenizer
	Count() int // how many tokens the model has; -1 if that is not known
}

// Cuts says whether a tokenizer cuts texts as the model does.
func Cuts(t Tokenizer) bool {
	_, gathers := t.(Gatherer)
	return !gathers
}

// Count returns how many tokens the model has; -1 if that is not known.
func Count(t Tokenizer) int {
	if g, ok := t.(Gatherer); ok {
		return g.Count()
	}
	return t.Size()
}

// Predictor is a model that says what may come next.
type Predictor interface {
	Model
	Reader() Reader // one that has read nothing yet
}

// Transformer is a model whose network is at hand. A pass over it shows every
// activation to a [gpt.Probe], by its [gpt.Site], and [gpt.Model.Tensors]
// lists the weights by name, as they are stored. Nobody changes it: what is
// to be changed is [CopyOf] it, or a model that shares its memory.
type Transformer interface {
	Model
	Network() *gpt.Model
}

// Trainable is a model that can be copied for training.
type Trainable interface {
	Model
	// Copy returns a copy of the network in float32 that shares nothing with
	// it, or a *Lack.
	Copy() (*gpt.Model, error)
}

// Worldly is a model that was trained on Tiny World.
type Worldly interface {
	Model
	TinyWorld() *world.World // nil if it was not
}

// Documented is a model whose making is recorded.
type Documented interface {
	Model
	Training() Training
}

// Training describes how a model was trained. What is not known is 0.
type Training struct {
	Tokens int // seen
	Length int // of the texts, in tokens
}

// Reasoned is a model that knows why it lacks something.
type Reasoned interface {
	Model
	Why(a Ability) Reason
}

// Ability is something that a model may offer.
type Ability int

// The abilities, one for each function of the package that asks.
const (
	Prediction Ability = iota
	Network
	Copying
	TinyWorld
)

// Reason is why a model does not offer something.
type Reason int

const (
	Untold  Reason = iota // it does not say
	Remote                // it is behind a server, which keeps it to itself
	Rounded               // its weights are rounded to integers
	Foreign               // it was trained on something else
	Modern                // its blocks have parts that are not trained here
)

// A Lack says that a model does not offer something.
type Lack struct {
	Model string // its name
	What  Ability
	Why   Reason
}

// Error says it for programs; what users read is worded in ui.
func (l *Lack) Error() string {
	what := map[Ability]string{
		Prediction: "next token's probabilities", Network: "network", Copying: "network for training", TinyWorld: "Tiny World"}[l.What]
	why := map[Reason]string{
		Untold: "it does not tell", Remote: "it is behind a server", Rounded: "its weights are integers", Foreign: "it was trained on something else", Modern: "its blocks have parts that are not trained here"}[l.Why]
	return fmt.Sprintf("lm: %s does not offer its %s: %s", l.Model, what, why)
}

// lack asks a model why it lacks something.
func lack(m Model, a Ability, otherwise Reason) *Lack {
	l := &Lack{Model: m.Name(), What: a, Why: otherwise}
	if r, ok := m.(Reasoned); ok {
		l.Why = r.Why(a)
	}
	return l
}

// PredictorOf returns the model as one that says what may come next, or a *Lack.
func PredictorOf(m Model) (Predictor, error) {
	if p, ok := m.(Predictor); ok {
		return p, nil
	}
	return nil, lack(m, Prediction, Untold)
}

// NetworkOf returns the model's network, or a *Lack.
func NetworkOf(m Model) (*gpt.Model, error) {
	if t, ok := m.(Transformer); ok {
		return t.Network(), nil
	}
	return nil, lack(m, Network, Untold)
}

// CopyOf returns a copy of the model's network that may be trained, or a *Lack.
func CopyOf(m Model) (*gpt.Model, error) {
	if t, ok := m.(Trainable); ok {
		return t.Copy()
	}
	return nil, lack(m, Copying, Untold)
}

// CopyToTrain is the Copy of a [Trainable] of a name whose network is as its file
// has it: rounded weights can't be trained, nor can parts that GPT-2 does not
// have.
func CopyToTrain(name string, network *gpt.Model) (*gpt.Model, error) {
	switch {
	case network.Precision != gpt.Float32:
		return nil, &Lack{Model: name, What: Copying, Why: Rounded}
	case !network.Config.Trains():
		return nil, &Lack{Model: name, What: Copying, Why: Modern}
	}
	return network.Clone(), nil
}

// WorldOf returns the Tiny World that the model was trained on, or a *Lack.
func WorldOf(m Model) (*world.World, error) {
	if w, ok := m.(Worldly); ok {
		if tiny := w.TinyWorld(); tiny != nil {
			return tiny, nil
		}
	}
	return nil, lack(m, TinyWorld, Foreign)
}

// TrainingOf returns how the model was made, as far as it is known.
func TrainingOf(m Model) Training {
	if c, ok := m.(Documented); ok {
		return c.Training()
	}
	return Training{}
}

// Offer is all that a model offers, asked once.
type Offer struct {
	Model   Model
	Tokens  Tokenizer
	Network *gpt.Model   // nil if it is not at hand
	World   *world.World // nil if it was not trained on one
}

// Open asks a model for all that it offers.
func Open(m Model) Offer {
	o := Offer{Model: m, Tokens: m.Tokenizer()}
	o.Network, _ = NetworkOf(m)
	o.World, _ = WorldOf(m)
	return o
}

// Subject names a model in a few characters: "tiny-world 0.9M", with the
// precision of its weights if they are rounded. Of one whose network is not at
// hand it is the name alone.
func Subject(m Model) string {
	n, err := NetworkOf(m)
	if err != nil {
		return m.Name()
	}
	subject := fmt.Sprintf("%s %.1fM", m.Name(), float64(n.Config.Counts().Total())/1e6)
	if n.Precision != gpt.Float32 {
		subject += " " + n.Precision.String()
	}
	return subject
}
