package atlas

import (
	"strconv"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/ui/message"
	"logitarium/viz"
)

// kind is what a stop is.
type kind int

const (
	atText kind = iota
	atPosition
	atBlock
	atSampling
	atCard
)

// stop is a place on the way that can be chosen.
type stop struct {
	kind  kind
	block int // of atBlock, from 0
	card  *card
	lab   int // that opens there; -1: none
}

// stops are those of the model, down the way and then the cards.
func (a *Map) stops() []stop {
	list := []stop{{kind: atText, lab: -1}}
	if a.lm.Network != nil {
		list = append(list, stop{kind: atPosition, lab: a.labCalled("position")})
		for b := range a.config().Layers {
			list = append(list, stop{kind: atBlock, block: b, lab: a.labCalled(a.labAt(b))})
		}
	}
	list = append(list, stop{kind: atSampling, lab: a.labCalled("sampling")})
	for _, c := range a.cards {
		list = append(list, stop{kind: atCard, card: c, lab: c.index})
	}
	return list
}

// labAt is the lab that stands at a block: the norm at the first one, the sum at
// the second, and from there on what the parts of a block do with the text.
func (a *Map) labAt(block int) string {
	switch block {
	case 0:
		return "norm"
	case 1:
		return "residual"
	}
	return "inside"
}

// stop is the chosen one.
func (a *Map) stop() stop {
	list := a.stops()
	return list[min(a.at, len(list)-1)]
}

// Walk goes to the next stop, or to the one before.
func (a *Map) Walk(step int) { a.Choose(a.at + step) }

// Choose goes to a stop by its index.
func (a *Map) Choose(i int) { a.at = min(max(i, 0), len(a.stops())-1) }

// Cross goes from the way to the cards, or back.
func (a *Map) Cross(toCards bool) {
	list := a.stops()
	first := len(list) - len(a.cards)
	isCard := list[a.at].kind == atCard
	if toCards == isCard || len(a.cards) == 0 {
		return
	}
	if toCards { // the one beside it
		a.at = first + a.at*len(a.cards)/first
	} else {
		a.at = (a.at - first) * first / len(a.cards)
	}
}

// Carried is a value that goes along to the lab that is opened from a stop, and the
// knob which takes it.
type Carried struct{ Knob, Value string }

// Carries is what goes along to the lab of the chosen stop: its block, and the text
// if it is another one than the first, which labs have better ones than. A lab
// without such a knob stays as it is.
func (a *Map) Carries() (list []Carried) {
	s := a.stop()
	knob := ""
	switch {
	case s.kind == atBlock && a.labAt(s.block) == "inside":
		list = append(list, Carried{"layer", strconv.Itoa(s.block)})
		knob = "text"
	case s.kind == atBlock && a.labAt(s.block) == "residual", s.kind == atPosition:
		knob = "text"
	case s.kind == atSampling:
		knob = "prompt"
	}
	if knob != "" && a.text != start {
		list = append(list, Carried{knob, a.text})
	}
	return list
}

// Lab is the index of the lab at the chosen stop, -1 where there is none, and
// Typing whether the text is chosen.
func (a *Map) Lab() int { return a.stop().lab }

// Typing reports whether the text is chosen.
func (a *Map) Typing() bool { return a.stop().kind == atText }

// tab names the lab of a stop as the tabs do.
func (a *Map) tab(s stop) message.Text {
	if s.lab < 0 {
		return message.Text{}
	}
	return message.New("%s %s", strconv.Itoa(s.lab+1), message.New(a.labs[s.lab].Info().Tab))
}

// question is what the lab of a stop answers.
func (a *Map) question(s stop) message.Text {
	if s.lab < 0 {
		return message.Text{}
	}
	return message.New(a.labs[s.lab].Info().Question)
}

// Stop is the name of the chosen stop.
func (a *Map) Stop() message.Text { return a.rows()[a.at].name }

// Says is what can be read at the chosen stop, in a sentence or two.
func (a *Map) Says() message.Text { return a.says(a.stop()) }

// Likeliest is the likeliest of what is left to draw from, and its probability;
// ok is false where that is not known.
func (a *Map) Likeliest() (word string, p float64, ok bool) {
	w := a.view
	if w == nil || a.silent != nil || !w.certain || len(w.chosen.Order) == 0 {
		return "", 0, false
	}
	best := w.chosen.Order[0]
	return a.word(best), w.chosen.P(best), true
}

// says is what can be read at a stop, in a sentence or two.
func (a *Map) says(s stop) message.Text {
	w := a.view
	switch {
	case s.kind == atCard:
		return message.Join(a.question(s), a.saysCard(s.card, message.New("It is trained when you come here.")))
	case s.kind == atText:
		return message.New("This is what the model reads. Enter types another text, space lets the model write a word.")
	case a.failure != nil:
		return message.Of(a.failure)
	case w == nil:
		return message.New("The model reads.")
	case s.kind == atSampling:
		return a.saysSampling(w)
	case w.look == nil:
		return message.Text{}
	case s.kind == atPosition && w.look.Place == 0:
		return message.New("The word goes into the first block as it is, %.2f long: no place is added to it.", w.look.Word)
	case s.kind == atPosition:
		return message.New("The word is %.2f long, its place %.2f; their sum, %.2f long, goes into the first block.", w.look.Word, w.look.Place, w.look.Start)
	}
	b := w.look.Blocks[s.block]
	head, at, share := b.Strongest()
	return message.New("Attention adds %.1f, the MLP %.1f. Head %d reads %.2f at %q. If the model stopped here it would say %q, with %.2f.",
		b.Attention, b.MLP, head+1, share, a.word(w.look.Tokens[at]), a.word(b.Says[0].Token), b.Says[0].P)
}

func (a *Map) saysSampling(w *way) message.Text {
	switch {
	case a.silent != nil:
		return message.New("This model does not say what comes next.")
	case !w.certain:
		return message.New("This model tells its %d likeliest tokens. What these cuts leave does not follow from that: the lab says which would.", len(w.next.Top))
	case len(w.chosen.Order) == 0:
		return message.New("Nothing is left to draw from.")
	}
	best, left, all := w.chosen.Order[0], len(w.chosen.Order), viz.Grouped(a.lm.Tokens.Size())
	had := message.New("%q had %.3f; of what is left it has %.3f.", a.word(best), a.before(best), w.chosen.P(best))
	switch {
	case w.by.temperature == 0:
		return message.New("At temperature 0 the likeliest of %s tokens is taken: %q, which had %.3f.", all, a.word(best), a.before(best))
	case w.by.temperature == 1:
		return message.Join(message.New("At temperature 1 the logits stay as they are; of %s tokens the cuts leave %s.", all, viz.Grouped(left)), had)
	}
	return message.Join(message.New("The temperature divides the logits, and of %s tokens the cuts leave %s.", all, viz.Grouped(left)), had)
}

// before is a token's probability at temperature 1, before any cut.
func (a *Map) before(token int) float64 {
	w := a.view
	if w.look != nil {
		for _, g := range w.look.Blocks[len(w.look.Blocks)-1].Says {
			if g.Token == token {
				return g.P
			}
		}
	}
	for _, c := range w.next.Top {
		if c.Token == token {
			return c.P
		}
	}
	return 0
}

// Headline says what the map is.
func (a *Map) Headline() message.Text {
	if a.lm.Network == nil {
		return message.New("What %s says next; its inside is not to be seen", a.lm.Model.Name())
	}
	c := a.config()
	return message.Count(c.Layers, "A token's way through %s: %s numbers, one block, one guess", "A token's way through %s: %s numbers, %d blocks, one guess",
		a.subject(), viz.Grouped(c.Counts().Total()), c.Layers)
}

// subject names the model, with how it is stored if that is not exact.
func (a *Map) subject() string {
	if a.lm.Network.Precision != gpt.Float32 {
		return lm.Subject(a.lm.Model)
	}
	return a.lm.Model.Name()
}

// At is the index of the chosen stop.
func (a *Map) At() int { return a.at }
