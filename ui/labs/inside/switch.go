package inside

import (
	"math/rand/v2"

	"logitarium/core/intervention"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// What is switched off, as the knob off has it. All but the cut are parts.
const (
	offHead = iota
	offAttention
	offMLP
	offLayer
	offEdge
)

// What stands in for what is off.
const (
	zero = iota
	mean
)

// What a cut hides.
const (
	hideFacts = iota
	hideName
	hideKey
)

// switched is what is switched off, and what the model says then.
type switched struct {
	off     int // the knobs
	also    int // a second head, counted from 1 over all layers; 0: none
	instead int
	hide    int

	key           switchKey
	before, after heard
	means         *intervention.Means // of held-out text; nil: not taken yet
	changes       []change
	parts         []float64 // what the likeliest token has left without each part, row by row; NaN: not measured yet
}

// switchKey is all that the two passes depend on.
type switchKey struct {
	text          string
	set           intervened
	lo, hi, token int
}

// intervened is what is done: the knobs that count.
type intervened struct{ off, layer, head, also, instead int }

// partsKey is all that the map of parts depends on.
type partsKey struct {
	text                string
	edge                bool
	instead, token, key int
}

func (s *switched) knobs(l *Lab) []lab.Knob {
	c := l.config()
	names := []lab.Named{{Value: 0, Name: "none"}}
	for i := range c.Layers * c.Heads {
		names = append(names, lab.Named{Value: float64(i + 1), Name: l.headAt(i).String()})
	}
	return []lab.Knob{
		{Name: "off", Help: "what is switched off", Setting: lab.Choice{At: &s.off, Options: []lab.Option{
			{Name: "head", Help: message.New("what one head reads")},
			{Name: "attention", Help: message.New("all that attention adds in a layer")},
			{Name: "mlp", Help: message.New("all that the MLP adds in a layer")},
			{Name: "layer", Help: message.New("both")},
			{Name: "edge", Help: message.New("some tokens are hidden from the one that reads, in one layer")},
		}}},
		{Name: "also", Help: "a second head", Setting: lab.Integer{At: &s.also, Max: c.Layers * c.Heads, Coarse: c.Heads, Names: names}},
		{Name: "instead", Help: "what a part gives that is off", Setting: lab.Choice{At: &s.instead, Options: []lab.Option{
			{Name: "zero", Help: message.New("nothing: zeros")},
			{Name: "mean", Help: message.New("what it gives on average")},
		}}},
		{Name: "hide", Help: "what a cut hides", Setting: lab.Choice{At: &s.hide, Options: []lab.Option{
			{Name: "facts", Help: message.New("all before the question")},
			{Name: "name", Help: message.New("the person's name in the question")},
			{Name: "key", Help: message.New("the token that the knob key is on")},
		}}},
	}
}

// headAt is a head, counted over all layers.
func (l *Lab) headAt(i int) intervention.Part {
	return intervention.Part{Kind: intervention.Head, Layer: i / l.config().Heads, Head: i % l.config().Heads}
}

// heads are the chosen ones: one, or with the second two.
func (l *Lab) heads() []intervention.Part {
	heads := []intervention.Part{{Kind: intervention.Head, Layer: l.layer, Head: l.head}}
	if l.switched.also > 0 {
		if second := l.headAt(l.switched.also - 1); second != heads[0] {
			heads = append(heads, second)
		}
	}
	return heads
}

// set is what is done, without the knobs that do not count.
func (l *Lab) set() intervened {
	s := &l.switched
	set := intervened{off: s.off, layer: l.layer, instead: s.instead}
	switch s.off {
	case offHead:
		set.head = l.head
		if len(l.heads()) > 1 {
			set.also = s.also
		}
	case offEdge:
		set.instead = zero
	}
	return set
}

// parts are those that are off.
func (s intervened) parts(l *Lab) []intervention.Part {
	switch s.off {
	case offHead:
		parts := []intervention.Part{{Kind: intervention.Head, Layer: s.layer, Head: s.head}}
		if s.also > 0 {
			parts = append(parts, l.headAt(s.also-1))
		}
		return parts
	case offAttention:
		return []intervention.Part{{Kind: intervention.Attention, Layer: s.layer}}
	case offMLP:
		return []intervention.Part{{Kind: intervention.MLP, Layer: s.layer}}
	case offLayer:
		return []intervention.Part{{Kind: intervention.Layer, Layer: s.layer}}
	}
	return nil
}

// plan switches parts off, with what they give instead.
func (l *Lab) plan(parts []intervention.Part, instead int) *intervention.Plan {
	p := &intervention.Plan{Off: parts}
	if instead == mean {
		p.Fill = l.switched.means
	}
	return p
}

// hidden returns which tokens a cut hides, hi excluded; none if the text has no
// such part.
func (l *Lab) hidden(hide int) (lo, hi int) {
	switch p := l.question.prompt; {
	case hide == hideKey:
		at := l.keyAt()
		return at, at + 1
	case !l.question.is:
	case hide == hideFacts:
		return 0, p.Facts
	case p.Name >= 0:
		return p.Name, p.Name + 1
	}
	return 0, 0
}

// keyAt is the token that the knob key is on: of strongest, what the heads of
// the layer together read most, beside the token itself.
func (l *Lab) keyAt() int {
	if l.attention.key > 0 {
		return l.attention.key - 1
	}
	at, most := 0, -1.0
	for i := range l.token - 1 {
		sum := 0.0
		for h := range l.config().Heads {
			sum += float64(l.read.trace.Weights(l.layer, h).At(l.token-1, i))
		}
		if sum > most {
			at, most = i, sum
		}
	}
	return at
}

// cut hides tokens in a layer from the token that reads and those after it.
func (l *Lab) cut(layer, lo, hi int) *intervention.Plan {
	return &intervention.Plan{Masks: []intervention.Mask{{Layer: layer, Head: -1, From: l.token - 1, Lo: lo, Hi: hi}}}
}

// hear has the model read the text as it is and as the knobs want it; it says
// whether that is done.
func (l *Lab) hear() bool {
	s := &l.switched
	if s.off == offEdge && !l.pass() { // what a head reads most is not known yet
		return false
	}
	l.recognize()
	set := l.set()
	key := switchKey{text: l.text, set: set}
	if set.off == offEdge {
		key.lo, key.hi = l.hidden(s.hide)
		key.token = l.token
	}
	if s.key == key {
		return true
	}
	if l.work.Is(key) {
		return false
	}
	n := len(l.text0.tokens)
	l.work.Begin(key, message.Count(n, "The model reads %d token", "The model reads %d tokens", n))
	if set.instead == mean {
		l.average()
	}
	if s.key == (switchKey{}) || s.key.text != l.text { // a text may be empty, as that of no key is
		s.key = switchKey{}
		l.listen(l.question, l.text0.tokens, nothing, func(h heard) { l.switched.before = h })
	}
	plan := func() *intervention.Plan {
		if set.off == offEdge {
			return l.cut(set.layer, key.lo, key.hi)
		}
		return l.plan(set.parts(l), set.instead)
	}
	l.listen(l.question, l.text0.tokens, plan, func(h heard) { l.switched.after, l.switched.key = h, key })
	l.work.Start()
	return !l.work.Waiting()
}

// rows and rowLength are how much held-out text is read for means and losses.
const (
	meanRows  = 16
	lossRows  = 8
	rowLength = 128
)

// average takes the means of what each part gives, over held-out documents, or
// in a model that was trained on others over the text.
func (l *Lab) average() {
	if l.lm.World == nil {
		means := new(intervention.Means)
		l.passOver(l.text0.tokens, means.Probe, func() { l.switched.means = means })
		return
	}
	if l.switched.means != nil {
		return
	}
	means := new(intervention.Means)
	for _, row := range l.heldOut(meanRows, 1) {
		l.passOver(row, means.Probe, nil)
	}
	l.work.Add(0, nil, func() { l.switched.means = means })
}

// heldOut draws rows of documents that the model was not trained on: from a
// seed of their own.
func (l *Lab) heldOut(rows int, stream uint64) [][]int {
	rng := rand.New(rand.NewPCG(0x1ab, stream))
	n := min(rowLength, l.lm.Model.Context())
	all := make([][]int, rows)
	for i := range all {
		for len(all[i]) < n {
			all[i] = append(append(all[i], l.lm.Tokens.Encode(l.lm.World.Document(rng))...), l.lm.Tokens.End())
		}
		all[i] = all[i][:n]
	}
	return all
}
