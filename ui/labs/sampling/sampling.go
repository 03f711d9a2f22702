// Package sampling is the lab about temperature, top-k, top-p and min-p: how a
// distribution over the next token becomes one token.
package sampling

import (
	"embed"
	"slices"
	"strings"
	"time"

	"logitarium/core/fault"
	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

//go:embed notes*.md
var notes embed.FS

// Lab is the sampling lab.
type Lab struct {
	lm      lm.Offer
	silent  error // why the model does not say what comes next; nil if it does
	engines []sampling.Engine
	all     []view // built once: what is asked in each step of work

	// The knobs.
	view, engine            int
	prompt                  string
	temperature, topP, minP float64
	topK, seed              int
	special                 int // how the name of the special token is read
	extra                   extra
	draws, from, length     int
	branch, levels          int    // of the tree
	scores                  int    // where the logits come from
	beside                  string // the second prompt

	work       lab.Work // of reading the prompt
	cutting    lab.Work // of taking the steps behind it
	decoder    *decoder
	next       distribution // after the prompt
	cutBy      recipe       // what trace, certain, warm, alone and entropy depend on
	trace      sampling.Trace
	certain    bool    // what is left is known; always, of a model that tells everything
	warm       shares  // softmax(z/T), whatever the order of the steps
	entropy    float64 // of what is left, in bits
	alone      []cutAlone
	cutsAre    []cutAt  // in the ranking
	cutsBy     *cutsKey // what they depend on; nil: they are not known
	summedUp   *summed  // for the curve
	engineRows []ruled  // what each engine leaves
	engineSets int      // how many of these differ
	enginesBy  recipe   // what that depends on
	rules      []rule   // judged
	rulesBy    judged   // what that depends on
	nucleus    nucleus
	second     second // what stands beside it, in views of two prompts
	own        string // a prompt that was typed, while examples are shown
	sample     sample // what was drawn from the final distribution
	text       draft
	three      [texts]draft
	begun      begun // to be written
	tree       tree
	pending    int  // draws still to come
	writing    bool // the text goes on by itself
	wait       time.Duration
}

// How the name of the special token is read in a prompt.
const (
	specialText = iota
	specialToken
)

var specials = []lab.Option{
	{Name: "text", Help: message.New("as the characters that it is written with")},
	{Name: "token", Help: message.New("as the one token, as transformers reads it")},
}

const (
	mostDraws  = 10_000
	drawBatch  = 100 // draws for one press of space in the view of draws
	drawStep   = 10  // of them at a time, so that the bars are seen to move
	writePause = 90 * time.Millisecond
)

// New returns the lab at its defaults, for a model.
func New(m lm.Model) *Lab {
	l := &Lab{lm: lm.Open(m), engines: sampling.Engines(), decoder: new(decoder)}
	var p lm.Predictor
	if p, l.silent = lm.PredictorOf(m); l.silent == nil {
		l.decoder.from = p.Reader()
	}
	lab.Reset(l.Knobs())
	return l
}

// Twin returns another lab on the same model.
func (l *Lab) Twin() lab.Lab { return New(l.lm.Model) }

// Info describes the lab.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID:       "sampling",
		Tab:      "Sampling",
		Title:    "Temperature, top-k, top-p and min-p",
		Question: "What do temperature, top-k and top-p each do?",
		Brief:    "What do T, top-k and top-p do?",
		Subject:  lm.Subject(l.lm.Model),
		Notes:    message.Document{Folder: notes, Name: "notes.md"},
	}
}

// Knobs lists what can be turned.
func (l *Lab) Knobs() []lab.Knob {
	vocab := l.lm.Tokens.Size()
	orders := make([]lab.Option, len(l.engines))
	for i, e := range l.engines {
		orders[i] = lab.Option{Name: e.Name, Help: said(e.Source)}
	}
	return slices.Concat([]lab.Knob{
		{Name: "prompt", Help: "the text that the model reads", Setting: l.promptText()},
		{Name: "beside", Help: "the second prompt, for views of two", Setting: l.besideText()},
		{Name: "temperature", Help: "divides the logits: below 1 sharper, above 1 flatter", Setting: lab.Number{
			At: &l.temperature, Default: 0.7, Min: 0, Max: 5, Step: 0.05, Coarse: 0.5, Digits: 2}},
		{Name: "top-k", Help: "keep the k most likely tokens", Setting: lab.Integer{
			At: &l.topK, Default: 12, Min: 0, Max: vocab, Log: true, Names: []lab.Named{{Value: 0, Name: "off"}}}},
		{Name: "top-p", Help: "keep the fewest tokens whose probabilities sum to p", Setting: lab.Number{
			At: &l.topP, Default: 0.9, Min: 0, Max: 1, Step: 0.01, Digits: 2, Names: []lab.Named{{Value: 1, Name: "off"}}}},
		{Name: "min-p", Help: "keep tokens at least this share of the best one's probability", Setting: lab.Number{
			At: &l.minP, Default: 0, Min: 0, Max: 1, Step: 0.01, Digits: 2, Names: []lab.Named{{Value: 0, Name: "off"}}}},
		{Name: "order", Help: "whose order of steps, and rules at the edges", Setting: lab.Choice{
			At: &l.engine, Options: orders}},
		{Name: "seed", Help: "of what is drawn", Setting: lab.Integer{
			At: &l.seed, Default: 7, Min: 0, Max: 9999}},
		{Name: "draws", Help: "tokens drawn so far", Setting: lab.Integer{
			At: &l.draws, Min: 0, Max: mostDraws, Log: true, Coarse: 100}},
		{Name: "from", Help: "the first rank in the list", Scrolls: true, Setting: lab.Integer{
			At: &l.from, Default: 1, Min: 1, Max: vocab, Log: true}},
		{Name: "special", Help: "how the name of the special token is read in the prompt", Setting: lab.Choice{
			At: &l.special, Options: specials}},
		{Name: "logits", Help: "where the logits come from", Setting: lab.Choice{At: &l.scores, Options: scoresFrom}},
		{Name: "length", Help: "tokens written on", Setting: lab.Integer{
			At: &l.length, Default: 24, Min: 0, Max: l.mostLength()}},
		{Name: "branch", Help: "which of the tokens that may follow is followed, the likeliest first", Scrolls: true, Setting: lab.Integer{
			At: &l.branch, Default: 1, Min: 1, Max: vocab, Log: true}},
		{Name: "levels", Formerly: "reach", Help: "how many tokens deep the tree goes", Setting: lab.Integer{
			At: &l.levels, Default: 6, Min: 1, Max: 24}},
		{Name: "extra", Help: "one more step: another cut, or a penalty for what came before", Setting: lab.Choice{
			At: &l.extra.step, Options: extraOptions()}},
	}, l.extraKnobs())
}

// pieces are the tokens of a prompt that is being typed.
func (l *Lab) pieces(text string) []string {
	tokens := l.lm.Tokens.Encode(text)
	if l.special == specialToken {
		tokens = l.lm.Tokens.EncodeSpecial(text)
	}
	return lm.Labels(l.lm.Tokens, tokens)
}

func (l *Lab) promptText() lab.Text {
	t := lab.Text{At: &l.prompt, Default: "the fox lives in the", Max: 2000, Pieces: l.pieces}
	if l.served() {
		t.Pieces = nil
	}
	return t
}

func (l *Lab) besideText() lab.Text {
	t := l.promptText()
	t.At, t.Default = &l.beside, l.firstBeside()
	return t
}

// uncut says why a cut does nothing in the chosen engine.
func (l *Lab) uncut(cut sampling.Kind) message.Text { return l.uncutIn(l.engines[l.engine], cut) }

// uncutIn says why a cut does nothing in an engine: it has no such step, or ends
// before it with the best token.
func (l *Lab) uncutIn(e sampling.Engine, cut sampling.Kind) message.Text {
	if why := e.Lacks(cut); why != "" {
		return said(why)
	}
	if l.temperature == 0 && slices.Index(e.Order, sampling.KindTemperature) < slices.Index(e.Order, cut) {
		return message.New("at T = 0 the best token is taken, without cuts")
	}
	return message.Text{}
}

// said is what package sampling says of a step or an engine.
func said(words fault.Format) message.Text { return message.From(fault.New(words)) }

// unnamed says why it does not matter how the special token's name is read.
func (l *Lab) unnamed() message.Text {
	if l.served() {
		return message.New("the server reads the prompt in its own way")
	}
	if name := l.endName(); !strings.Contains(l.prompt, name) {
		return message.New("there is no %s in the prompt", name)
	}
	return message.Text{}
}

// endName is how the token that ends a document is written.
func (l *Lab) endName() string { return string(l.lm.Tokens.Bytes(l.lm.Tokens.End())) }

// Busy says whether the model reads, draws are pending or the text goes on.
func (l *Lab) Busy() bool {
	if l.unanswered() != nil {
		return false
	}
	return l.growing() || l.waitsFor() != nil || l.pending > 0 || l.writing || l.behind()
}

// waitsFor is the work that there is nothing to show without; nil if all is done.
func (l *Lab) waitsFor() *lab.Work {
	works := []*lab.Work{&l.work, &l.cutting}
	if l.open().beside != nil && l.scores != scoresMade {
		works = append(works, &l.second.cutting)
	}
	if i := slices.IndexFunc(works, (*lab.Work).Waiting); i >= 0 {
		return works[i]
	}
	return nil
}

// Progress says how far the model has read, and when it is slow at writing.
func (l *Lab) Progress() lab.Progress {
	if w := l.waitsFor(); w != nil {
		return w.Progress()
	}
	if l.decoder.run != nil && l.behind() {
		return lab.Progress{What: message.New("the model writes"), Share: l.decoder.run.Share()}
	}
	if l.growing() {
		return lab.Progress{What: message.New("The tree grows"), Share: l.tree.grown.Share(), Stale: !l.tree.grown.Nodes[0].Open}
	}
	return lab.Progress{}
}

// Step lets the model read on, or draws a few of the pending tokens, or writes
// one.
func (l *Lab) Step(dt time.Duration) error {
	if w := l.waitsFor(); w != nil {
		return l.refresh(max(w.Do(lab.StepBudget), 0), 0)
	}
	if l.growing() {
		lab.Own(&l.tree.grown, l.tree.kept)
		l.tree.grown.Grow(treeStep, lab.StepBudget)
	}
	if l.pending > 0 {
		n := min(l.pending, drawStep, mostDraws-l.draws)
		l.draws += n
		if l.pending -= n; n == 0 {
			l.pending = 0
		}
	}
	if l.wait -= dt; l.writing && l.wait <= 0 {
		l.wait = writePause
		l.length++
		l.writing = l.length < l.mostLength()
	}
	if err := l.refresh(lab.StepBudget, lab.StepBudget); err != nil {
		return err
	}
	l.writing = l.writing && l.open().goesOn && !l.text.ended
	return nil
}

// Refresh computes everything that the knobs ask for; the model runs only
// when the prompt is another one, or a text is written.
func (l *Lab) Refresh() error { return l.refresh(cutBudget, keyBudget) }

// keyBudget is what texts and the tree may take of a key's time, beside the
// steps on a large vocabulary and the picture. These may take cutBudget: enough
// for two prompts and the vocabulary of GPT-2, and too little for 152,000 tokens.
const (
	keyBudget = lab.KeyBudget / 2
	cutBudget = lab.KeyBudget * 5 / 8
)

// refresh takes the steps, as far as a budget for them goes, and lets the model
// write for about another one, from which they are taken too.
func (l *Lab) refresh(cuts, writes float64) error {
	if l.silent == nil || l.scores == scoresMade {
		l.read()
	}
	if !l.next.is(l.asks()) || l.unanswered() != nil { // the model is still reading
		return nil
	}
	left := l.cutFirst(cuts)
	if l.cutting.Waiting() {
		return nil
	}
	if !l.certain {
		l.draws, l.pending = 0, 0 // nobody knows what could be drawn
	}
	if by := (sampleKey{l.cutBy, l.draws}); l.sample.by != by {
		l.sample = drawn(l.trace.Final(), by)
	}
	open := l.open()
	if open.compute != nil {
		open.compute()
	}
	if open.write != nil && l.scores != scoresMade { // of which there is nothing to read or to write
		open.write(writes - (cuts - left))
	}
	if open.beside != nil && l.scores != scoresMade {
		open.beside(left)
	}
	return nil
}

// cutFirst takes the steps behind the prompt, or as much of that as fits into a
// budget. It returns what is left of it.
func (l *Lab) cutFirst(budget float64) (left float64) {
	by := l.recipe()
	switch {
	case l.trace.Stages != nil && l.cutBy == by:
		l.cutting.Drop() // what is under way for settings that were taken back
		return budget
	case !l.cutting.Is(by) || !l.cutting.Waiting():
		l.cutting.Begin(by, message.New("The settings are applied to all tokens"))
		l.cutting.Add(l.cutCost(), nil, func() {
			l.cutBy, l.cutsBy = by, nil
			l.next.forget()
			l.trace, l.certain = l.next.run(l.chain(0))
			l.warm = l.next.tempered(l.divisor())
			l.alone = l.cutsAlone()
			l.entropy = l.next.entropyOf(l.trace.Final())
		})
	}
	return l.cutting.Fit(budget)
}

// unanswered is why the model says nothing after the prompt; nil if it does.
func (l *Lab) unanswered() error {
	if l.scores == scoresMade {
		return nil
	}
	if l.silent == nil && l.next.is(l.asks()) {
		return l.next.failed
	}
	return l.silent
}

// divisor is the temperature as the engine uses it: some raise a tiny one.
func (l *Lab) divisor() float64 {
	if l.temperature == 0 {
		return 0
	}
	return max(l.temperature, l.engines[l.engine].LeastT)
}

// settings are the knobs as the engines take them, for the n-th token that is
// written: the first one is that of the distribution.
func (l *Lab) settings(n int) sampling.Settings { return l.settingsFor(l.engines[l.engine], n) }

// settingsFor are the same for another engine.
func (l *Lab) settingsFor(e sampling.Engine, n int) sampling.Settings {
	s := sampling.Neutral()
	s.Temperature, s.TopK, s.TopP, s.MinP = l.temperature, l.topK, l.topP, l.minP
	s.Prompt = len(l.next.tokens)
	l.addExtra(&s, e, n)
	return s
}

func (l *Lab) chain(n int) sampling.Chain { return l.engines[l.engine].Chain(l.settings(n)) }
