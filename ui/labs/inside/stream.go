package inside

import (
	"math"
	"slices"
	"strings"

	"logitarium/core/lens"
	"logitarium/core/lm"
	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// stream is whose contributions make a logit.
type stream struct {
	against int // the knob

	key      pathKey
	parts    *lens.Parts
	values   []float64 // what each part adds
	logit    float64   // that they sum to
	order    []int     // of the parts, the largest first
	others   int       // tokens whose mean is taken off; 0: none
	question bool      // they are the other answers that the question allows
}

// What contributions are held against.
const (
	againstNothing = iota
	againstOthers
)

var againsts = []lab.Option{
	{Name: "nothing", Help: message.New("the logit itself, with what a part does for all tokens alike")},
	{Name: "others", Help: message.New("less the mean over the other answers that a question allows; without one, over the nine likeliest other tokens")},
}

func (l *Lab) streamKnobs() []lab.Knob {
	return []lab.Knob{{Name: "against", Help: "what is taken off each contribution", Setting: lab.Choice{
		At: &l.stream.against, Default: againstOthers, Options: againsts}}}
}

func (l *Lab) streamView() view {
	return view{
		View: lab.View{Name: "stream", Help: "whose contributions make the logit of a word",
			Moves: []lab.Field{&l.text, &l.token, &l.lens.word, &l.stream.against, &l.layer, &l.head},
			Draw:  l.drawStream, Sentence: l.sayStream, Readings: l.readStream, Lists: l.listStream, Actions: l.streamActions},
		ready: func() bool { return l.pass() && l.lensPath() && l.takeApart() }, compute: l.contribute,
		idle: func(d lab.Idle) {
			if len(l.text0.tokens) == 1 {
				d.Because(message.New("the text has one token"), &l.token)
			}
			if l.config().Heads == 1 {
				d.Because(message.New("the block has one head"), &l.head)
			}
			if l.config().Layers == 1 {
				d.Because(message.New("the model has one block"), &l.layer)
			}
		},
	}
}

// streamActions go from a bar to its head.
func (l *Lab) streamActions() []lab.Action {
	return append(l.Actions(), lab.Action{Name: "largest", Key: "b", Help: "choose the head that adds most; view attention shows it", Turns: []lab.Field{&l.layer, &l.head}, Do: func() error {
		if i := l.stream.largest(func(p lens.Part) bool { return p.Kind == lens.HeadPart }); i >= 0 {
			l.layer, l.head = l.stream.parts.List[i].Layer, l.stream.parts.List[i].Head
		}
		return nil
	}})
}

// takeApart has the stream at the chosen token taken apart; it says whether that
// is done.
func (l *Lab) takeApart() bool {
	key := pathKey{l.read.key, l.token}
	if l.stream.parts != nil && l.stream.key == key {
		return true
	}
	type partsKey struct{ pathKey }
	if l.work.Is(partsKey{key}) {
		return false
	}
	trace := l.read.trace
	l.work.Begin(partsKey{key}, message.New("The stream is taken apart"))
	l.work.Add(lens.PartsCost(l.config()), nil, func() { l.stream.key, l.stream.parts = key, trace.Parts(key.token-1) })
	l.work.Start()
	return !l.work.Waiting()
}

// contribute finds what each part adds to the logit of the followed word.
func (l *Lab) contribute() {
	l.lens.token = l.token - 1
	followed := l.followedToken()
	l.lens.followed = followed
	s := stream{against: l.stream.against, key: l.stream.key, parts: l.stream.parts}
	if s.against == againstOthers {
		var others []int
		others, s.question = l.comparable(followed)
		s.others = len(others)
		s.values, s.logit = s.parts.Against(followed, others)
	} else {
		s.values, s.logit = s.parts.Logit(followed)
	}
	s.order = make([]int, len(s.values))
	for i := range s.order {
		s.order[i] = i
	}
	slices.SortStableFunc(s.order, func(i, j int) int {
		switch a, b := math.Abs(s.values[i]), math.Abs(s.values[j]); {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
	l.stream = s
}

// comparable are the tokens that a word is held against: the first ones of the
// other answers that the question in the text allows, or else of the nine
// likeliest others.
func (l *Lab) comparable(followed int) (others []int, question bool) {
	if relation, ok := l.asked(); ok {
		for _, value := range relation.Values() {
			token := lm.Follow(l.lm.Tokens, " "+value)[0]
			if token != followed && !slices.Contains(others, token) {
				others = append(others, token)
			}
		}
		return others, true
	}
	const most = 10
	for _, g := range l.lens.path.Best(l.lens.path.Logits.Rows-1, most) {
		if g.Token != followed && len(others) < most-1 {
			others = append(others, g.Token)
		}
	}
	return others, false
}

// asked is the relation that the text's last question asks for, where the model
// was trained on such questions.
func (l *Lab) asked() (r world.Relation, ok bool) {
	if l.lm.World == nil {
		return r, false
	}
	for line := range strings.SplitSeq(typed(l.text), "\n") {
		if q, is := strings.CutPrefix(line, "Question: "); is {
			f, known := world.ReadQuestion(q)
			r, ok = f.Relation, known
		}
	}
	return r, ok
}

// largest is the part that adds most of those asked for, -1 of none.
func (s stream) largest(of func(lens.Part) bool) int {
	best := -1
	for i, part := range s.parts.List {
		if of(part) && (best < 0 || s.values[i] > s.values[best]) {
			best = i
		}
	}
	return best
}

// partName names a part.
func partName(p lens.Part) message.Text {
	switch p.Kind {
	case lens.TokenPart:
		return message.New("token")
	case lens.PositionPart:
		return message.New("position")
	case lens.HeadPart:
		return message.New("head %d.%d", p.Layer, p.Head)
	case lens.AttentionBias:
		return message.New("bias %d", p.Layer)
	case lens.MLPPart:
		return message.New("MLP %d", p.Layer)
	case lens.RoundingPart:
		return message.New("rounding")
	}
	if p.Layer < 0 {
		return message.New("norm bias")
	}
	return message.New("norm bias %d", p.Layer)
}

func (l *Lab) sayStream() message.Text {
	s := l.stream
	word := l.called(l.lens.followed)
	best := s.largest(func(lens.Part) bool { return true })
	head := s.largest(func(p lens.Part) bool { return p.Kind == lens.HeadPart })
	says := message.New("“%s” has the logit %.2f.", word, s.logit)
	switch {
	case s.others > 0 && s.question:
		says = message.New("“%s” is %.2f above the mean of %d other answers.", word, s.logit, s.others)
	case s.others > 0:
		says = message.New("“%s” is %.2f above the mean of the %d likeliest others.", word, s.logit, s.others)
	}
	if s.others > 0 && s.logit < 0 {
		says = message.New("“%s” is %.2f below the mean of %d others.", word, -s.logit, s.others)
	}
	if s.parts.List[best].Kind == lens.HeadPart {
		return message.Join(says, message.New("%v adds most, %+.2f: it leads all parts.", partName(s.parts.List[best]), s.values[best]))
	}
	return message.Join(says, message.New("%v adds most, %+.2f; of the heads %d.%d, %+.2f.", partName(s.parts.List[best]), s.values[best], s.parts.List[head].Layer, s.parts.List[head].Head, s.values[head]))
}

func (l *Lab) readStream() []lab.Reading {
	s := l.stream
	total := 0.0
	for _, v := range s.values {
		total += v
	}
	best := s.largest(func(lens.Part) bool { return true })
	head := s.largest(func(p lens.Part) bool { return p.Kind == lens.HeadPart })
	mine := s.largest(func(p lens.Part) bool { return p == lens.Part{Kind: lens.HeadPart, Layer: l.layer, Head: l.head} })
	difference := lab.Reading{Name: "logit", Help: message.New("what all parts add up to, from the pass"), Value: s.logit, Digits: 4, Note: message.New("of “%s”", l.called(l.lens.followed))}
	if s.others > 0 {
		difference.Note = message.Count(s.others, "of “%s”, less that of %d other", "of “%s”, less the mean of %d others", l.called(l.lens.followed), s.others)
	}
	return []lab.Reading{
		{Name: "adds most", Help: message.New("the part with the largest contribution"), Text: partName(s.parts.List[best]), Note: message.New("%+.3f", s.values[best])},
		difference,
		{Name: "sum", Help: message.New("the contributions, added up: the same but for rounding"), Value: total, Digits: 4, Note: message.Count(len(s.values), "of %d part", "of %d parts", len(s.values))},
		{Name: "best head", Help: message.New("the head with the largest contribution"), Text: partName(s.parts.List[head]), Note: message.New("%+.3f", s.values[head])},
		{Name: "this head", Help: message.New("what the chosen head adds"), Value: s.values[mine], Digits: 4, Note: partName(s.parts.List[mine])},
	}
}

// listStream has all contributions, the largest first.
func (l *Lab) listStream() []lab.List {
	s := l.stream
	list := lab.List{Name: "parts", Columns: []string{"part", "adds"}}
	for _, i := range s.order {
		part := s.parts.List[i]
		list.Add(lab.Word(partName(part).String()), lab.Amount(s.values[i], 4))
	}
	return []lab.List{list}
}

// drawStream draws the contributions as bars to both sides of 0.
func (l *Lab) drawStream(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	s := l.stream
	title := f.Say("what each part adds to the logit of “%s” after “%s”", l.called(l.lens.followed), l.word(l.lens.token))
	if s.others > 0 {
		title = f.Say("what each part adds to “%s” after “%s”, less its mean for %d others", l.called(l.lens.followed), l.word(l.lens.token), s.others)
	}
	top := 0
	if g.H >= 6 {
		g.Text(0, 0, f.Theme.FitFirst(g.W, title, f.Say("what each part adds to “%s”", l.called(l.lens.followed))), f.Theme.Strong)
		top = 1
	}
	c := viz.BarChart{
		Columns: []viz.Column{{Title: f.Say("part"), Left: true, Width: 11}, {Title: f.Say("adds"), Width: 7}},
		More: func(rows int, sum float64) viz.Safe {
			return f.Print(message.Count(rows, "%d smaller one: %s", "%d smaller ones: %s", rows, viz.Cleanf("%+.2f", sum)))
		},
	}
	low, high := 0.0, 0.0
	for _, i := range s.order {
		part, v := s.parts.List[i], s.values[i]
		low, high = min(low, v), max(high, v)
		c.Rows = append(c.Rows, viz.BarRow{
			Cells: []viz.Safe{f.Print(partName(part)), viz.Cleanf("%+.3f", v)}, Value: v, Mark: math.NaN(),
			Chosen: part == lens.Part{Kind: lens.HeadPart, Layer: l.layer, Head: l.head},
		})
	}
	c.Low, c.Max = f.Axis("contribution", -viz.RoundUp(-low), viz.RoundUp(high))
	g.Put(0, top, viz.Bars(viz.Size{W: g.W, H: g.H - top}, f.Theme, c))
	return g
}
