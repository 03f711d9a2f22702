package atlas

import (
	"math"
	"sync"
	"time"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// card is what surrounds a model, with one fact that a lab of its own measures
// once: fresh from the list, so that the one that is opened stays as it is.
type card struct {
	id    string
	tries map[string]string // knobs that are set for it
	slow  bool              // takes seconds: measured when somebody comes to it
	long  bool              // measured after the others
	fact  func(readings map[string]lab.Reading, l lab.Lab) message.Text

	index int // of the lab
	make  func() []lab.Lab
	lab   lab.Lab // while it is measured
	known message.Text
	done  bool
}

// deal lays out the cards of the labs that there are.
func (a *Map) deal() {
	fresh := sync.OnceValue(a.fresh) // one of each lab is enough for all cards
	for _, c := range []card{
		{id: "rag", tries: map[string]string{"query": "What instrument does Anita play?"}, fact: rank},
		{id: "quantization", tries: map[string]string{"view": "effect"}, long: true, fact: rounded},
		{id: "adapt", slow: true, fact: learnt},
		{id: "gpt", tries: map[string]string{"view": "timeline", "compare": "loaded"}, fact: relatives},
	} {
		if c.index = a.labCalled(c.id); c.index >= 0 && a.fresh != nil {
			c.make = fresh
			a.cards = append(a.cards, &c)
		}
	}
}

// card is the one that is chosen, nil without one.
func (a *Map) card() *card {
	if s := a.stop(); s.card != nil {
		return s.card
	}
	return nil
}

// toMeasure is the card that is to be measured next: the chosen one, else, on a
// map that moves, the first of those that take no time.
func (a *Map) toMeasure() *card {
	if c := a.card(); c != nil && !c.done {
		return c
	}
	if a.resting() {
		return nil
	}
	for _, long := range []bool{false, true} {
		for _, c := range a.cards {
			if !c.done && !c.slow && c.long == long {
				return c
			}
		}
	}
	return nil
}

// step measures for some milliseconds.
func (c *card) step(dt time.Duration) {
	if c.lab == nil {
		c.lab = c.make()[c.index]
		for _, k := range lab.Knobs(c.lab) {
			if to, ok := c.tries[k.Name]; ok && k.Setting.Set(to) != nil {
				c.end(message.Text{})
				return
			}
		}
		if c.lab.Refresh() != nil {
			c.end(message.Text{})
		}
		return
	}
	if l, ok := c.lab.(lab.Animated); ok && l.Busy() {
		if l.Step(dt) != nil {
			c.end(message.Text{})
		}
		return
	}
	readings := map[string]lab.Reading{}
	for _, r := range lab.Readings(c.lab) {
		if r.Undefined.Empty() {
			readings[r.Name] = r
		}
	}
	c.end(c.fact(readings, c.lab))
}

// end keeps a fact, or that there is none, and lets go of the lab.
func (c *card) end(fact message.Text) {
	if fact.Empty() {
		fact = message.New("There is no figure here; the lab says why.")
	}
	c.known, c.done, c.lab = fact, true, nil
}

// says is what stands on the card now.
func (c *card) says(question message.Text, resting bool) message.Text {
	switch g, gradual := c.lab.(lab.Gradual); {
	case c.done:
		return c.known
	case c.lab == nil && c.slow:
		return question
	case c.lab == nil:
		return message.New("Not measured yet.")
	case gradual:
		at, of, _ := g.Stage()
		if w, ok := c.lab.(lab.Working); ok && !w.Progress().What.Empty() {
			return message.New("The model is being asked, %.0f %% done.", 100*w.Progress().Share)
		}
		return message.New("Training, step %d of %d.", at, of)
	}
	done := 100 * lab.ProgressOf(c.lab).Share
	switch {
	case resting:
		return message.New("%.0f %% measured; a key goes on.", done)
	case done >= 1:
		return message.New("Measuring, %.0f %% done.", done)
	}
	return message.New("Measuring …")
}

// saysCard is what stands on a card. The chosen one is measured at rest, too.
func (a *Map) saysCard(c *card, question message.Text) message.Text {
	return c.says(question, a.resting() && c != a.card())
}

// have returns the values of readings, and whether all are there.
func have(readings map[string]lab.Reading, names ...string) ([]float64, bool) {
	var values []float64
	for _, name := range names {
		r, ok := readings[name]
		if !ok || math.IsNaN(r.Value) || math.IsInf(r.Value, 0) {
			return nil, false
		}
		values = append(values, r.Value)
	}
	return values, true
}

func rank(readings map[string]lab.Reading, _ lab.Lab) message.Text {
	v, ok := have(readings, "passages", "bm25", "bi-encoder")
	if !ok {
		return message.Text{}
	}
	return message.New("%s passages: the answer ranks %.0f by words, %.0f by vectors.", viz.Grouped(int(v[0])), v[1], v[2])
}

func rounded(readings map[string]lab.Reading, l lab.Lab) message.Text {
	perplexity, ok := have(readings, "perplexity")
	bits := ""
	for _, k := range l.Knobs() {
		if k.Name == "bits" {
			bits = k.Setting.String()
		}
	}
	if !ok || bits == "" {
		return message.Text{}
	}
	right, known := have(readings, "facts right")
	if !known { // a model that was not taught these facts
		return message.New("Weights of %s bits: perplexity %.2f.", bits, perplexity[0])
	}
	return message.New("Weights of %s bits: %.0f %% of facts right, perplexity %.2f.", bits, 100*right[0], perplexity[0])
}

func learnt(readings map[string]lab.Reading, _ lab.Lab) message.Text {
	v, ok := have(readings, "steps", "new, tuned", "old, tuned")
	if !ok {
		return message.Text{}
	}
	return message.New("After %.0f steps it answers %.0f %% of new facts right, %.0f %% of old.", v[0], 100*v[1], 100*v[2])
}

func relatives(readings map[string]lab.Reading, _ lab.Lab) message.Text {
	v, ok := have(readings, "ratio")
	if !ok {
		return message.Text{}
	}
	if v[0] < 9.95 { // a large model is open
		return message.New("GPT-3 has %s times as many numbers.", viz.Fixed(v[0], 2))
	}
	return message.New("GPT-3 has %s times as many numbers.", viz.Grouped(int(math.Round(v[0]))))
}
