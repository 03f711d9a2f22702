// Package atlas is the map that the program opens on: the way of a token
// through the open model, from the text to the next word, with the labs at
// their places on it. Like a lab it sees no key and no clock: the shell calls
// what a key stands for, and lets it go on.
package atlas

import (
	"embed"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"logitarium/core/gpt"
	"logitarium/core/lens"
	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

const (
	start    = "the fox lives in the"
	mostText = 2000 // bytes
	guesses  = 8    // that are kept of each block

	// Rest is how long the map moves after a key.
	Rest = 10 * time.Second
	// beat is the time between two frames while it moves.
	beat = 160 * time.Millisecond
)

// Notes is what is to be read about the map: what it shows and what is not so.
var Notes = message.Document{Folder: notes, Name: "notes.md"}

//go:embed notes*.md
var notes embed.FS

// Map is the way of a token through a model. Make one with [New].
type Map struct {
	lm     lm.Offer
	told   lm.Predictor // of a model whose network is not at hand
	silent error        // why nothing is known of what it says; nil if it is
	labs   []lab.Lab    // in the order of their digits
	fresh  func() []lab.Lab

	text    string
	work    lab.Work
	view    *way // what is shown; nil until the first text is read
	failure error
	written int // words, for what is drawn next

	at     int // index into stops
	cards  []*card
	still  bool          // nothing moves
	awake  time.Duration // since the last key
	moment time.Duration // of what moves
	beats  int           // in which a card was to be measured
}

// way is what one text was on its way.
type way struct {
	tokens  []int
	skipped int        // tokens before those that were read
	look    *lens.Look // nil for a model that does not show it
	next    lm.Next
	chosen  sampling.Stage // what is left to draw from
	certain bool           // it follows from what the model tells
	by      settings
}

// settings are those of the lab about sampling, as it is now.
type settings struct {
	temperature, topP, minP float64
	topK                    int
	order                   string // the engine whose steps are taken
}

// New returns the map of a model. The labs are those that it opens; fresh makes
// others of the same kinds, on the same model, for the facts on its cards.
// Nothing moves on a map that is still.
func New(m lm.Model, labs []lab.Lab, fresh func() []lab.Lab, still bool) *Map {
	a := &Map{lm: lm.Open(m), labs: labs, fresh: fresh, still: still}
	if a.lm.Network == nil {
		a.told, a.silent = lm.PredictorOf(m)
	}
	a.deal()
	_ = a.Read(start) // it is not empty
	return a
}

// Text is what the model reads.
func (a *Map) Text() string { return a.text }

// Read has the model read another text. The error says why it can't.
func (a *Map) Read(text string) error {
	tokens := a.lm.Tokens.Encode(text)
	switch {
	case len(tokens) == 0:
		return message.Errorf("the text is empty: type a few words")
	case len(text) > mostText:
		return message.Errorf("the text has %d bytes, and the map reads at most %d", len(text), mostText)
	}
	if text != a.text {
		a.written = 0
	}
	a.read(text, tokens)
	return nil
}

func (a *Map) read(text string, tokens []int) {
	a.text, a.failure = text, nil
	w := &way{tokens: tokens}
	if room := a.lm.Model.Context(); len(tokens) > room {
		w.skipped = len(tokens) - room
		w.tokens = tokens[w.skipped:]
	}
	type key struct{ text string }
	a.work.Begin(key{text}, message.Text{})
	switch n := a.lm.Network; {
	case n != nil:
		var r *lens.Looking
		a.work.Add(lens.Cost(n.Config, len(w.tokens)), func() lab.Stepper {
			r = lens.Begin(n, w.tokens, guesses)
			return r
		}, func() {
			w.look = r.Look()
			w.next = lm.Next{Logits: w.look.Logits}
			a.arrive(w)
		})
	case a.told != nil:
		reader := a.told.Reader()
		var r lm.Reading
		a.work.Add(reader.Cost(len(w.tokens)), func() lab.Stepper {
			r = reader.Begin(w.tokens)
			return r
		}, func() {
			if w.next, a.failure = r.Next(); a.failure == nil {
				a.arrive(w)
			}
		})
	default:
		a.arrive(w)
	}
	a.work.Start()
}

// arrive shows a way whose end is known.
func (a *Map) arrive(w *way) {
	a.view = w
	a.moment = 0
	a.choose()
}

// choose applies the settings of the lab about sampling to what may come next.
func (a *Map) choose() {
	w := a.view
	if w == nil || a.silent != nil {
		return
	}
	w.by = a.settings()
	s := sampling.Neutral()
	s.Temperature, s.TopK, s.TopP, s.MinP = w.by.temperature, w.by.topK, w.by.topP, w.by.minP
	chain := engine(w.by.order).Chain(s)
	if w.next.Whole() {
		scores := make([]float64, len(w.next.Logits))
		for i, z := range w.next.Logits {
			scores[i] = float64(z)
		}
		w.chosen, w.certain = chain.Run(scores, w.tokens).Final(), true
		return
	}
	told := sampling.Told{Vocab: a.lm.Tokens.Size()}
	for _, c := range w.next.Top {
		told.Tokens, told.Probs = append(told.Tokens, c.Token), append(told.Probs, c.P)
	}
	var trace sampling.Trace
	trace, w.certain = chain.RunTold(told, w.tokens)
	w.chosen = trace.Final()
}

// engine is the one of that name, else the first.
func engine(name string) sampling.Engine {
	all := sampling.Engines()
	return all[max(slices.IndexFunc(all, func(e sampling.Engine) bool { return e.Name == name }), 0)]
}

// settings reads the knobs of the lab about sampling.
func (a *Map) settings() settings {
	s := settings{temperature: 1, topP: 1}
	i := a.labCalled("sampling")
	if i < 0 {
		return s
	}
	for _, k := range a.labs[i].Knobs() {
		switch v := k.Setting.(type) {
		case lab.Number:
			switch k.Name {
			case "temperature":
				s.temperature = *v.At
			case "top-p":
				s.topP = *v.At
			case "min-p":
				s.minP = *v.At
			}
		case lab.Integer:
			if k.Name == "top-k" {
				s.topK = *v.At
			}
		case lab.Choice:
			if k.Name == "order" {
				s.order = v.String()
			}
		}
	}
	return s
}

// labCalled returns the index of a lab, -1 if there is none.
func (a *Map) labCalled(id string) int {
	for i, l := range a.labs {
		if l.Info().ID == id {
			return i
		}
	}
	return -1
}

// Write draws a token from what is left of the distribution and writes it
// behind the text. It says so where the model ends its text, or is not ready.
func (a *Map) Write() error {
	w := a.view
	switch {
	case a.work.Waiting():
		return message.Errorf("the model still reads")
	case w == nil || a.silent != nil || len(w.chosen.Order) == 0:
		return message.Errorf("this model does not say what comes next")
	case !w.certain:
		return message.Errorf("what is left after the cuts does not follow from what this model tells")
	}
	token := sampling.Draw(w.chosen.Probs(), rand.NewPCG(7, uint64(a.written)))
	if token == a.lm.Tokens.End() {
		return message.Errorf("here the model ends its text; r begins again")
	}
	tokens := append(append([]int{}, a.lm.Tokens.Encode(a.text)...), token)
	text := a.lm.Tokens.Decode(tokens)
	if len(text) > mostText {
		return message.Errorf("the text has %d bytes, as many as the map reads; r begins again", len(a.text))
	}
	a.written++
	a.read(text, a.lm.Tokens.Encode(text))
	return nil
}

// Again begins again with the first text.
func (a *Map) Again() { _ = a.Read(start) }

// Come is to be called when the map comes into sight: labs may have changed.
func (a *Map) Come() {
	a.choose()
	a.Touch()
}

// Touch keeps the map awake: a key was pressed.
func (a *Map) Touch() { a.awake = 0 }

// Busy reports whether anything is to be done or to move.
func (a *Map) Busy() bool {
	return a.work.Waiting() || a.toMeasure() != nil || !a.resting()
}

// resting reports whether nothing moves, nor is measured that nobody waits for.
func (a *Map) resting() bool { return a.still || a.awake >= Rest }

// Pause is the time until the next step.
func (a *Map) Pause() time.Duration {
	if c := a.toMeasure(); a.work.Waiting() || c != nil && c == a.card() {
		return time.Millisecond // somebody waits for it
	}
	return beat
}

// Step goes on by some time.
func (a *Map) Step(dt time.Duration) error {
	a.awake += dt
	a.moment += dt
	switch c := a.toMeasure(); {
	case a.work.Waiting():
		a.work.Step()
	case c != nil && (c == a.card() || a.turn()):
		c.step(dt)
	}
	return nil
}

// turn reports whether a card that nobody waits for is measured in this beat:
// in one of a few, as a step may take 10 ms of a core.
func (a *Map) turn() bool {
	const of = 5
	a.beats++
	return a.beats%of == 1
}

// Settle does all that is to be done, and rests.
func (a *Map) Settle() {
	a.Await()
	for _, c := range a.cards {
		for !c.done {
			c.step(time.Second)
		}
	}
	a.still = true
}

// name is what a token is called, with the blank in front of it left out.
func (a *Map) name(token int) string { return lm.Label(a.lm.Tokens, token) }

// config is the shape of the network.
func (a *Map) config() gpt.Config { return a.lm.Network.Config }

// word is the end of the text that a token would be, for a sentence.
func (a *Map) word(token int) string { return strings.TrimPrefix(a.name(token), "+") }
