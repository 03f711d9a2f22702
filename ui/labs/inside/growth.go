package inside

import (
	"slices"
	"strconv"

	"logitarium/core/builtin/growth"
	"logitarium/core/elementary"
	"logitarium/core/gpt"
	"logitarium/core/lens"
	"logitarium/core/lm"
	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
	"logitarium/ui/message"
	"logitarium/viz"
)

// growing is a model while it was trained: figures that were recorded then, and
// what a head of one of its checkpoints reads now.
type growing struct {
	checkpoint int // the knob: index of a kept step

	key   growthKey
	trace *lens.Trace
	order []int // of what the head reads, the most first
}

// growthKey is all that a pass of a checkpoint depends on.
type growthKey struct {
	text       string
	checkpoint int
}

// recorded is the record that the figures are from.
const recorded = "growth.zip"

// abilities are what is drawn of the questions that were asked.
var abilities = []struct {
	kind    world.Kind
	reading string
	name    message.ID // beside its curve
	help    message.ID
	of      message.ID
}{
	{world.KnowCommon, "from memory", "known", "right answers about the people that the corpus tells of most, with no fact in the prompt", "about common people, from memory"},
	{world.Contradicts, "reading", "read", "right answers from a fact in the prompt that contradicts what the corpus tells", "the fact is in the prompt, and not what the corpus says"},
	{world.OneFresh, "spelling", "spelt", "right answers from a fact in the prompt whose names no document has", "an invented name, written letter by letter"},
	{world.ThreeFresh, "choosing", "picked", "right answers from three such facts in the prompt, of which one is asked for", "the right one of three invented names"},
}

func (g *growing) knobs() []lab.Knob {
	kept := []int{0}
	if r, err := growth.Load(); err == nil {
		kept = r.Kept()
	}
	options := make([]lab.Option, len(kept))
	for i, step := range kept {
		options[i] = lab.Option{Name: strconv.Itoa(step), Help: message.Count(step, "the weights after one step", "the weights after %d steps", step)}
	}
	return []lab.Knob{{Name: "checkpoint", Help: "after how many steps of the training the weights are looked at", Setting: lab.Choice{
		At: &g.checkpoint, Default: max(slices.Index(kept, 900), 0), Options: options}}}
}

func (l *Lab) growthView() view {
	v := view{
		View: lab.View{Name: "growth", Help: "what the model could do while it was trained, and what a head reads at a checkpoint",
			Moves: []lab.Field{&l.growing.checkpoint, &l.text, &l.layer, &l.head, &l.token},
			Draw:  l.drawGrowth, Sentence: l.sayGrowth, Readings: l.readGrowth, Lists: l.listGrowth},
		ready: l.grown, compute: l.look,
		idle: func(d lab.Idle) {
			if len(l.text0.tokens) == 1 {
				d.Because(message.New("the text has one token"), &l.token)
			}
		},
	}
	if err := l.growable(); err != nil {
		v.View = lacking.View(v.View, err)
		v.ready, v.compute, v.idle = nil, func() {}, nil
	}
	return v
}

// growable says why there is no record of how such a model was trained.
func (l *Lab) growable() error {
	r, err := growth.Load()
	if err != nil {
		return err
	}
	if _, err := lm.WorldOf(l.lm.Model); err != nil {
		return err
	}
	if l.config() != r.Recipe.Config() {
		return &lm.Lack{Model: l.lm.Model.Name(), What: lm.TinyWorld, Why: lm.Foreign}
	}
	return nil
}

// record is the record of the training; the view has asked whether there is one.
func record() *growth.Record {
	r, _ := growth.Load()
	return r
}

// rebuilding is about what the weights of a checkpoint cost, beside passes.
const rebuilding = 1 << 28

// grown has the checkpoint read the text; it says whether that is done.
func (l *Lab) grown() bool {
	g, r := &l.growing, record()
	key := growthKey{l.text, g.checkpoint}
	if g.trace != nil && g.key == key {
		return true
	}
	if l.work.Is(key) {
		return false
	}
	n := len(l.text0.tokens)
	g.order = nil
	var weights *gpt.Model
	var t *lens.Trace
	l.work.Begin(key, message.New("The checkpoint of step %d reads", r.Kept()[g.checkpoint]))
	for k := r.Rebuilt(); k < key.checkpoint; k++ {
		l.work.Add(rebuilding, nil, func() { _, _ = r.Weights(k) }) // an error comes again below
	}
	l.work.Add(l.config().Work(n), func() lab.Stepper {
		var err error
		if weights, err = r.Weights(key.checkpoint); err != nil {
			panic(err) // the record is a part of the program, and its test rebuilds them all
		}
		var run *gpt.Run
		t, run = lens.Record(weights, l.text0.tokens, nil)
		return run
	}, func() { l.growing.key, l.growing.trace = key, t })
	l.work.Start()
	return !l.work.Waiting()
}

// look orders what the head reads at the chosen token.
func (l *Lab) look() {
	row := l.growing.trace.Weights(l.layer, l.head).Row(l.token - 1)
	l.growing.order = mostFirst(row[:l.token])
}

// step is the step of the checkpoint.
func (l *Lab) step() int { return record().Kept()[l.growing.checkpoint] }

// figures are those of the checkpoint, and of the one that is kept before it; ok
// is false of the first.
func (l *Lab) figures() (now, before growth.Figures, ok bool) {
	r := record()
	at := func(step int) growth.Figures {
		i := slices.IndexFunc(r.Figures, func(f growth.Figures) bool { return f.Step == step })
		return r.Figures[i]
	}
	now = at(l.step())
	if l.growing.checkpoint == 0 {
		return now, now, false
	}
	return now, at(r.Kept()[l.growing.checkpoint-1]), true
}

// millions is how many tokens the training has seen after so many steps.
func millions(step int) float64 { return float64(record().Tokens(step)) / 1e6 }

func (l *Lab) sayGrowth() message.Text {
	now, before, ok := l.figures()
	right := func(f growth.Figures, i int) int { return f.Right[abilities[i].kind] }
	of := record().Questions
	if !ok {
		return message.New("Nothing is learnt yet: of %d questions of each kind %d are answered right from memory, and %d from the prompt.", of, right(now, 0), right(now, 1))
	}
	return message.New("After %.1f million tokens, of %d: %d known, %d read, %d spelt, %d picked out of three. A checkpoint before: %d, %d, %d, %d.",
		millions(now.Step), of, right(now, 0), right(now, 1), right(now, 2), right(now, 3), right(before, 0), right(before, 1), right(before, 2), right(before, 3))
}

func (l *Lab) readGrowth() []lab.Reading {
	now, _, _ := l.figures()
	r := record()
	var list []lab.Reading
	for _, a := range abilities {
		formerly := ""
		if a.kind == world.KnowCommon {
			formerly = "memory"
		}
		list = append(list, lab.Reading{Name: a.reading, Formerly: formerly, Help: message.New(a.help), Value: float64(now.Right[a.kind]),
			Note: message.New("of %d: %v", r.Questions, message.New(a.of)), Provenance: lab.Recorded, Source: recorded})
	}
	strongest := lab.Reading{Name: "strongest", Help: message.New("the token that the head of this checkpoint reads most from the chosen one"), Undefined: message.New("not read yet")}
	if g := l.growing; len(g.order) > 0 {
		strongest.Undefined, strongest.Text = message.Text{}, message.Verbatim(l.word(g.order[0]))
		strongest.Note = message.New("weight %.4f, from “%s”", g.trace.Weights(l.layer, l.head).At(l.token-1, g.order[0]), l.word(l.token-1))
	}
	return append(list,
		lab.Reading{Name: "head score", Help: message.New("how much the head reads of the answer, from the end of 100 prompts with three facts: the mean weight of the value's first token"),
			Value: now.Answer[l.layer][l.head], Digits: 3, Note: message.New("%.3f in what is echoed", now.Echo[l.layer][l.head]), Provenance: lab.Recorded, Source: recorded},
		l.readerReading(now),
		lab.Reading{Name: "held-out loss", Help: message.New("the mean loss on documents that no training draws"), Value: now.HeldOut, Unit: "nats", Digits: 3,
			Note: message.New("a token; e to that is %.1f", elementary.Exp(now.HeldOut)), Provenance: lab.Recorded, Source: recorded},
		strongest,
		lab.Reading{Name: "tokens", Help: message.New("seen in training up to this checkpoint"), Value: millions(now.Step), Unit: "million", Digits: 2,
			Note: message.Count(now.Step, "one step of %[2]d", "%d steps of %d", now.Step, r.Recipe.Steps), Provenance: lab.Recorded, Source: recorded},
	)
}

// readerReading is the head that read most of the answer.
func (l *Lab) readerReading(now growth.Figures) lab.Reading {
	layer, head := 0, 0
	for i, scores := range now.Answer {
		for j, s := range scores {
			if s > now.Answer[layer][head] {
				layer, head = i, j
			}
		}
	}
	return lab.Reading{Name: "reader", Help: message.New("the head that read most of the answer at this checkpoint, by the same score"),
		Text: message.New("head %d.%d", layer, head), Note: message.New("score %.3f", now.Answer[layer][head]), Provenance: lab.Recorded, Source: recorded}
}

// listGrowth has all that was recorded of the curves.
func (l *Lab) listGrowth() []lab.List {
	list := lab.List{Name: "growth", Columns: []string{"step", "tokens", "from memory", "reading", "spelling", "choosing", "head score", "held-out loss"}}
	for _, f := range record().Figures {
		row := []lab.Cell{lab.Count(f.Step), lab.Count(record().Tokens(f.Step))}
		for _, a := range abilities {
			row = append(row, lab.Count(f.Right[a.kind]))
		}
		list.Add(append(row, lab.Amount(f.Answer[l.layer][l.head], 3), lab.Amount(f.HeldOut, 3))...)
	}
	return []lab.List{list}
}

// drawn are what is recorded as values at even steps, with straight lines between
// those that were measured, as a curve has.
func drawn(of func(growth.Figures) float64) []float64 {
	const every = 50
	all := record().Figures
	var values []float64
	for i := range all[1:] {
		from, to := all[i], all[i+1]
		for step := from.Step; step < to.Step; step += every {
			share := float64(step-from.Step) / float64(to.Step-from.Step)
			values = append(values, of(from)+float64(share*(of(to)-of(from))))
		}
	}
	return append(values, of(all[len(all)-1]))
}

// overTokens draws curves over the tokens that were seen, with the checkpoint.
func (l *Lab) overTokens(f lab.Frame, lines []viz.Line, y *[2]float64, name viz.Safe) viz.Grid {
	all := record().Figures
	return viz.Lines(f.Size, f.Theme, viz.LineChart{
		Series: lines, X: [2]float64{0, millions(all[len(all)-1].Step)}, Y: y,
		XName: f.Say("million tokens"), YName: name,
		Marks: []viz.LineMark{{X: millions(l.step()), Label: f.Say("step %d", l.step()), Held: true}},
	})
}
