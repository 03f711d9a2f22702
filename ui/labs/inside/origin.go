package inside

import (
	"fmt"
	"strings"

	"logitarium/core/experiment/origin"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
	"logitarium/ui/message"
)

// tracing is the way from an answer back to the documents that taught it.
type tracing struct {
	fact, moment int // the knobs; facts count from 1
	prove        [facts + 1]bool

	taught   *taught
	finished *finished
	proof    *proof
}

// The corpus: small enough to be learnt in seconds.
const (
	facts   = 4
	telling = 4 // documents that tell a fact
	others  = 32
	seed    = 1
)

var corpusSize = origin.Size{Facts: facts, Each: telling, Ordinary: others}

// The moments at which gradients are taken.
const (
	learning = iota
	learnt
	known
)

// taught is what a training on new facts came to.
type taught struct {
	corpus *origin.Corpus
	belief [][]float64 // by checkpoint and fact
	says   []string    // by fact, at the end
	pulls  [][][]float64
}

// finished is the same of the model as it is, and of facts that it knows.
type finished struct {
	corpus *origin.Corpus
	belief []float64
	says   []string
	pulls  [][]float64
}

// proof is what was believed after trainings without some documents.
type proof struct{ top, others float64 }

func (t *tracing) knobs() []lab.Knob {
	return []lab.Knob{
		{Name: "fact", Help: "which of the facts is asked for", Setting: lab.Integer{At: &t.fact, Default: 1, Min: 1, Max: facts, Coarse: 2}},
		{Name: "moment", Help: "when the gradients are taken", Setting: lab.Choice{At: &t.moment, Options: []lab.Option{
			{Name: "learning", Help: message.New("at the beginning and after each pass but the last, summed")},
			{Name: "learnt", Help: message.New("after the last pass")},
			{Name: "finished", Help: message.New("the model as it is, and facts that it has known for long")},
		}}},
	}
}

func (l *Lab) originView() view {
	v := view{
		View: lab.View{Name: "origin", Help: "the documents that taught an answer, by how much they pull at it",
			Moves: []lab.Field{&l.tracing.fact, &l.tracing.moment},
			Draw:  l.drawOrigin, Sentence: l.sayOrigin, Readings: l.readOrigin, Lists: l.listOrigin, Actions: l.originActions},
		ready: l.traced, compute: func() {},
	}
	if err := l.teachable(); err != nil {
		v.View = lacking.View(v.View, err)
		v.ready = nil
	}
	return v
}

// teachable says why no copy of the model can be taught facts.
func (l *Lab) teachable() error {
	if _, err := lm.WorldOf(l.lm.Model); err != nil {
		return err
	}
	switch m := l.lm.Network; {
	case m == nil:
		return &lm.Lack{Model: l.lm.Model.Name(), What: lm.Network}
	case m.Precision != gpt.Float32:
		return &lm.Lack{Model: l.lm.Model.Name(), What: lm.Copying, Why: lm.Rounded}
	}
	return nil
}

// originActions trains again, for the proof.
func (l *Lab) originActions() []lab.Action {
	if l.tracing.moment != learning {
		return nil
	}
	return []lab.Action{{Name: "train again", Key: "space", Help: "without the first documents, and without as many others", Do: func() error {
		l.tracing.prove[l.tracing.fact] = true
		return nil
	}}}
}

// traced has done what the knobs ask for; it says whether that is done.
func (l *Lab) traced() bool {
	t := &l.tracing
	if t.moment == known {
		if t.finished == nil {
			t.finished, _ = recall[*finished](l.results, finishedKey{})
		}
		return t.finished != nil || l.askFinished()
	}
	if t.taught == nil {
		t.taught, _ = recall[*taught](l.results, taughtKey{})
	}
	if t.taught == nil {
		return l.teach()
	}
	t.proof = nil
	if t.moment == learning && t.prove[t.fact] {
		var ok bool
		if t.proof, ok = recall[*proof](l.results, proofKey{t.fact}); !ok {
			return l.proveIt()
		}
	}
	return true
}

// teach trains a copy on the corpus and takes gradients at its checkpoints.
func (l *Lab) teach() bool {
	key := taughtKey{}
	if l.work.Is(key) {
		return false
	}
	c := origin.New(l.lm.World, l.lm.Tokens, corpusSize, seed)
	done := &taught{corpus: c, belief: make([][]float64, origin.Epochs+1), pulls: make([][][]float64, origin.Epochs+1)}
	at := make([]*origin.Checkpoint, origin.Epochs+1)
	at[0] = origin.Begin(l.lm.Network)
	l.work.Begin(key, message.New("A copy of the model learns %d facts from %d documents", facts, len(c.Documents)))
	for k := range at {
		if k > 0 {
			l.train(c, at, k, nil)
		}
		var p *origin.Pulls
		l.work.Add(c.PullsCost(l.config()), func() lab.Stepper {
			p = c.Pulls(at[k])
			return p
		}, func() {
			done.pulls[k] = pullsOf(c, p)
			p = nil
		})
		l.work.Add(lab.Centisecond, nil, func() { done.belief[k] = beliefs(c, at[k].Model) })
	}
	l.work.Add(lab.Centisecond, nil, func() {
		done.says = sayings(c, at[origin.Epochs].Model)
		l.results.remember(key, done)
	})
	l.work.Start()
	return false
}

// train adds the epoch that comes to the k-th checkpoint.
func (l *Lab) train(c *origin.Corpus, at []*origin.Checkpoint, k int, without []int) {
	var e *origin.Epoch
	l.work.Add(c.EpochCost(l.config()), func() lab.Stepper {
		e = c.Train(at[k-1], without)
		return e
	}, func() { at[k] = e.End() })
}

// askFinished takes gradients of the model as it is.
func (l *Lab) askFinished() bool {
	key := finishedKey{}
	if l.work.Is(key) {
		return false
	}
	c := origin.Known(l.lm.World, l.lm.Tokens, corpusSize, seed)
	l.work.Begin(key, message.New("The gradients of %d documents are taken", len(c.Documents)))
	var p *origin.Pulls
	l.work.Add(c.PullsCost(l.config()), func() lab.Stepper {
		p = c.Pulls(origin.Begin(l.lm.Network))
		return p
	}, nil)
	var belief []float64
	l.work.Add(lab.Centisecond, nil, func() { belief = beliefs(c, l.lm.Network) })
	l.work.Add(lab.Centisecond, nil, func() {
		l.results.remember(key, &finished{c, belief, sayings(c, l.lm.Network), pullsOf(c, p)})
	})
	l.work.Start()
	return false
}

// proveIt trains again without the documents that pull most, and without others.
func (l *Lab) proveIt() bool {
	key := proofKey{l.tracing.fact}
	if l.work.Is(key) {
		return false
	}
	c, fact := l.tracing.taught.corpus, key.fact-1
	l.work.Begin(key, message.New("Two copies learn again, each without %d documents", telling))
	without := [][]int{origin.Order(l.tracing.taught.scores(learning, fact))[:telling], c.Others(fact, telling)}
	ends := make([]*origin.Checkpoint, len(without))
	for i, left := range without {
		at := make([]*origin.Checkpoint, origin.Epochs+1)
		at[0] = origin.Begin(l.lm.Network)
		for k := range origin.Epochs {
			l.train(c, at, k+1, left)
		}
		l.work.Add(0, nil, func() { ends[i] = at[origin.Epochs] })
	}
	l.work.Add(0, nil, func() { l.results.remember(key, &proof{c.Belief(ends[0].Model, fact), c.Belief(ends[1].Model, fact)}) })
	l.work.Start()
	return false
}

func beliefs(c *origin.Corpus, m *gpt.Model) (all []float64) {
	for fact := range c.Facts {
		all = append(all, c.Belief(m, fact))
	}
	return all
}

func sayings(c *origin.Corpus, m *gpt.Model) (all []string) {
	for fact := range c.Facts {
		all = append(all, c.Says(m, fact))
	}
	return all
}

func pullsOf(c *origin.Corpus, p *origin.Pulls) (all [][]float64) {
	for fact := range c.Facts {
		all = append(all, p.Of(fact))
	}
	return all
}

// scores are the documents' pulls at an answer, at a moment of the training.
func (t *taught) scores(moment, fact int) []float64 {
	if moment == learnt {
		return t.pulls[origin.Epochs][fact]
	}
	sum := t.pulls[0][fact]
	for k := 1; k < origin.Epochs; k++ {
		sum = origin.Sum(sum, t.pulls[k][fact])
	}
	return sum
}

// shown is what the picture is about.
type shown struct {
	corpus *origin.Corpus
	fact   int // from 0
	belief float64
	says   string
	scores []float64
	order  []int
}

// answered returns what the knobs ask for; ok is false before it is computed.
func (l *Lab) answered() (s shown, ok bool) {
	t := l.tracing
	s.fact = t.fact - 1
	switch {
	case t.moment == known && t.finished != nil:
		f := t.finished
		s.corpus, s.belief, s.says, s.scores = f.corpus, f.belief[s.fact], f.says[s.fact], f.pulls[s.fact]
	case t.moment != known && t.taught != nil:
		s.corpus, s.belief, s.says = t.taught.corpus, t.taught.belief[origin.Epochs][s.fact], t.taught.says[s.fact]
		s.scores = t.taught.scores(t.moment, s.fact)
	default:
		return s, false
	}
	s.order = origin.Order(s.scores)
	return s, true
}

// found is how many of the first documents tell the fact.
func (s shown) found() int { return s.corpus.Told(s.order[:telling], s.fact) }

func (s shown) asks() world.Fact { return s.corpus.Facts[s.fact] }

// statement is the fact as a sentence, without its full stop.
func (s shown) statement() string { return strings.TrimSuffix(s.asks().Statement(0), ".") }

// meanArea is the area under the curve over all facts, at a moment.
func (l *Lab) meanArea() float64 {
	sum := 0.0
	for fact := range facts {
		if l.tracing.moment == known {
			sum += l.tracing.finished.corpus.Area(l.tracing.finished.pulls[fact], fact)
		} else {
			sum += l.tracing.taught.corpus.Area(l.tracing.taught.scores(l.tracing.moment, fact), fact)
		}
	}
	return sum / facts
}

func (l *Lab) sayOrigin() message.Text {
	s, ok := l.answered()
	if !ok {
		return message.New("Nothing is learnt yet.")
	}
	switch t := l.tracing; {
	case t.moment == known:
		words := origin.Order(s.corpus.Words(s.fact))[:telling]
		return message.New("In the finished model the first %d hold %d of the %d that tell it, a word search %d. Mean area %.2f; by chance .5.",
			telling, s.found(), telling, s.corpus.Told(words, s.fact), l.meanArea())
	case t.moment == learnt:
		before := origin.Order(t.taught.scores(learning, s.fact))[:telling]
		return message.New("Once it is learnt, the first %d hold %d of the %d that tell it; while it was learnt, %d. Mean area %.2f.",
			telling, s.found(), telling, s.corpus.Told(before, s.fact), l.meanArea())
	case t.proof != nil:
		return message.New("Probability of “%s”: %.3f with all documents, %.3f without the first %d, %.3f without %d others.",
			s.asks().Value, s.belief, t.proof.top, telling, t.proof.others, telling)
	}
	return message.New("While “%s” is learnt, the first %d by their pull hold %d of the %d that tell it. Space trains again without them.",
		s.asks().Value, telling, s.found(), telling)
}

func (l *Lab) readOrigin() []lab.Reading {
	s, ok := l.answered()
	pending := message.New("not computed yet")
	list := []lab.Reading{
		{Name: "found", Help: message.New("how many of the documents that pull most at the answer tell the fact"), Undefined: pending},
		{Name: "area", Help: message.New("how often a document that tells the fact pulls more than one that does not: the area under the ROC curve"), Digits: 3, Undefined: pending},
		{Name: "mean area", Help: message.New("the same over all facts"), Digits: 3, Undefined: pending},
		{Name: "word search", Help: message.New("the same for a search for the person and the value: how many of the two words a document holds"), Digits: 3, Undefined: pending},
		{Name: "belief", Help: message.New("the probability that the model gives to the value after the question, when the training has ended"), Digits: 3, Undefined: pending},
		{Name: "answer", Help: message.New("what the model then says to the question: at each step the likeliest token"), Undefined: pending},
	}
	if ok {
		values := []float64{float64(s.found()), s.corpus.Area(s.scores, s.fact), l.meanArea(), s.corpus.Area(s.corpus.Words(s.fact), s.fact), s.belief}
		notes := []message.Text{message.New("of the first %d", telling), message.New(".5 by chance"), message.New("of %d facts", facts), message.New(".5 by chance"), message.New("of “%s”", s.asks().Value)}
		for i := range values {
			list[i].Value, list[i].Note, list[i].Undefined = values[i], notes[i], message.Text{}
		}
		list[len(values)].Text, list[len(values)].Undefined = message.Verbatim(s.says), message.Text{}
	}
	if l.tracing.moment != learning {
		return list
	}
	without := []lab.Reading{
		{Name: "without first", Help: message.New("what the copy believes when it is trained again without the documents that pull most"), Digits: 3, Undefined: message.New("not yet")},
		{Name: "without others", Help: message.New("and without as many others, that do not tell the fact"), Digits: 3, Undefined: message.New("not yet")},
	}
	if p := l.tracing.proof; p != nil {
		without[0].Value, without[0].Undefined = p.top, message.Text{}
		without[1].Value, without[1].Undefined = p.others, message.Text{}
	}
	return append(list, without...)
}

// listOrigin has all documents.
func (l *Lab) listOrigin() []lab.List {
	s, ok := l.answered()
	if !ok {
		return nil
	}
	list := lab.List{Name: "documents", Columns: []string{"rank", "pull", "tells", "document"}}
	for rank, i := range s.order {
		d := s.corpus.Documents[i]
		list.Add(lab.Count(rank+1), lab.Amount(s.scores[i], 4), lab.Word(fmt.Sprint(d.Fact == s.fact)), lab.Word(d.Text))
	}
	return []lab.List{list}
}
