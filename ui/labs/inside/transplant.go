package inside

import (
	"math/rand/v2"
	"slices"

	"logitarium/core/intervention"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// transplant is what a head reads in another text, put into this one.
type transplant struct {
	donor    string // the knob
	examples lab.Cycle

	key           transplantKey
	before, after heard
	donated       heard // what the model says after the donor's text
	changes       []change
	counts        []counted // by contrast, as far as measured; a copy is written
}

type transplantKey struct{ text, donor, heads string }

// counted is whom the answers follow in pairs of questions of a contrast.
type counted struct {
	contrast intervention.Contrast
	count    intervention.Count
}

// drawnPairs is how many pairs of questions are tried of each contrast.
var drawnPairs = 50

// countsKey is all that the counts depend on.
type countsKey struct{ heads string }

func (t *transplant) knobs(l *Lab) []lab.Knob {
	return []lab.Knob{{Name: "donor", Help: `the text that heads are taken from; \n ends a line`, Setting: lab.Text{
		At: &t.donor, Default: l.pairs()[0][1], Max: 2000, Pieces: func(text string) []string { return l.lm.Pieces(typed(text)) }}}}
}

// exchange has the model read the donor, then the host with what the heads have
// read there; it says whether that is done.
func (l *Lab) exchange() bool {
	l.recognize()
	t := &l.transplant
	key := transplantKey{l.text, t.donor, l.nameHeads()}
	if t.key == key {
		return true
	}
	if l.work.Is(key) {
		return false
	}
	host := l.text0.tokens
	donor, _ := l.tokensOf(t.donor)
	heads := l.heads()
	n := len(host) + len(donor)
	l.work.Begin(key, message.Count(n, "The model reads %d token", "The model reads %d tokens", n))
	if t.key == (transplantKey{}) || t.key.text != l.text { // a text may be empty, as that of no key is
		l.listen(l.question, host, nothing, func(h heard) { l.transplant.before = h })
	}
	t.key = transplantKey{}
	kept := new(intervention.Donation)
	var donated heard
	l.passOver(donor, kept.Probe, nil)
	l.listen(l.ask(t.donor), donor, nothing, func(h heard) { donated = h })
	l.listen(l.question, host, func() *intervention.Plan { return kept.Plan(l.config(), heads, len(host)-1) },
		func(h heard) { l.transplant.donated, l.transplant.after, l.transplant.key = donated, h, key })
	l.work.Start()
	return !l.work.Waiting()
}

// nameHeads names the chosen heads in short: “2.0 3.3”.
func (l *Lab) nameHeads() string {
	heads := l.heads()
	name := heads[0].String()
	if len(heads) > 1 {
		name += " " + heads[1].String()
	}
	return name
}

// countFollowers tries the chosen heads on pairs of questions of each contrast.
func (l *Lab) countFollowers() {
	if l.lm.World == nil {
		return
	}
	key := countsKey{l.nameHeads()}
	if l.more.Is(key) {
		return
	}
	l.transplant.counts = nil
	heads := l.heads()
	l.more.Begin(key, message.New("The lab tries other pairs of questions"))
	for c := intervention.OtherAsked; c <= intervention.OtherLine; c++ {
		tokens := 16
		if c == intervention.OtherLine {
			tokens = 52
		}
		var e *intervention.Exchange
		l.more.Add(2.2*float64(drawnPairs)*l.config().Work(tokens), func() lab.Stepper {
			pairs := intervention.Pairs(l.lm.World, c, drawnPairs, rand.New(rand.NewPCG(0x1ab, uint64(c))))
			e = intervention.Swap(l.lm.Network, l.lm.Tokens, l.lm.World, pairs, heads)
			return e
		}, func() {
			l.transplant.counts = append(slices.Clip(l.transplant.counts), counted{c, e.Count()})
		})
	}
}

// whose says whom the answer follows, if host and donor are both questions.
func (l *Lab) whose() (w intervention.Follows, donor asked, ok bool) {
	donor = l.ask(l.transplant.donor)
	if !l.question.is || !donor.is {
		return 0, donor, false
	}
	p := intervention.Pair{Host: l.question.prompt.Question, Donor: donor.prompt.Question}
	return p.Whose(l.lm.World, l.transplant.after.word), donor, true
}
