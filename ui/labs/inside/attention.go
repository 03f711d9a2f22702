package inside

import (
	"cmp"
	"math"
	"slices"

	"logitarium/core/lens"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// attention is what one head reads, and one of its weights worked out.
type attention struct {
	key int // the knob: the token that is read, from 1; 0: the one that is read most

	weights tensor.Matrix // [T, T], of the trace
	pair    lens.Pair
	from    int   // the token that reads, from 0
	at      int   // and the one that is read
	order   []int // of what it reads, the most first
	spread  float64
	alike   bool // several have the largest weight
}

func (a *attention) knobs(tokens int) []lab.Knob {
	return []lab.Knob{{Name: "key", Help: "the token that is read", Setting: lab.Integer{
		At: &a.key, Min: 0, Max: tokens, Coarse: 8, Names: []lab.Named{{Value: 0, Name: "strongest"}}}}}
}

func (l *Lab) attentionView() view {
	return view{
		View: lab.View{Name: "attention", Help: "what one head reads at each token, and one weight worked out",
			Moves: []lab.Field{&l.text, &l.layer, &l.head, &l.token, &l.attention.key},
			Draw:  l.drawAttention, Sentence: l.sayAttention, Readings: l.readAttention, Lists: l.listAttention},
		ready: l.pass, compute: l.attend,
		idle: func(d lab.Idle) {
			if l.config().Heads == 1 {
				d.Because(message.New("the block has one head"), &l.head)
			}
			if l.config().Layers == 1 {
				d.Because(message.New("the model has one block"), &l.layer)
			}
			if len(l.text0.tokens) == 1 {
				d.Because(message.New("the text has one token"), &l.token, &l.attention.key)
			}
		},
	}
}

// attend looks at the chosen head, and works the chosen weight out.
func (l *Lab) attend() {
	a := attention{key: l.attention.key, from: l.token - 1}
	a.weights = l.read.trace.Weights(l.layer, l.head)
	row := a.weights.Row(a.from)
	a.order = mostFirst(row[:a.from+1])
	a.alike = len(a.order) > 1 && row[a.order[0]] == row[a.order[1]]
	a.at = a.order[0]
	if a.key > 0 {
		a.at = a.key - 1
	}
	a.pair = l.read.trace.Pair(l.layer, l.head, a.from, a.at)
	a.spread = lens.Entropy(row)
	l.attention = a
	l.scored.onText = l.read.trace.Score(lens.OnText(l.text0.tokens).Aims)
}

// word names a token of the text, from 0.
func (l *Lab) word(i int) string { return l.text0.labels[i] }

func (l *Lab) sayAttention() message.Text {
	a := l.attention
	from, at := l.word(a.from), l.word(a.at)
	best := a.order[0]
	switch {
	case !a.pair.Seen && a.at > a.from:
		return message.New("“%s” stands after “%s”: the mask hides it, whatever q·k is. A token reads itself and what is before it.", at, from)
	case !a.pair.Seen:
		return message.New("“%s” is too far back: this layer sees the last %d tokens, and the mask hides the rest.", at, l.config().Window(l.layer))
	case a.from == 0:
		return message.New("The first token sees itself alone, so its one weight is 1 in every head.")
	case a.at != best:
		return message.New("Head %d.%d reads %.3f at “%s” from “%s”; most, %.3f, at “%s”.", l.layer, l.head, a.pair.Weight, at, from, a.weights.At(a.from, best), l.word(best))
	}
	return message.New("From “%s” head %d.%d reads most at “%s”: %.3f of all. The weights of a row sum to 1.", from, l.layer, l.head, at, a.pair.Weight)
}

func (l *Lab) readAttention() []lab.Reading {
	a := l.attention
	p := a.pair
	score := lab.Reading{Name: "score", Help: message.New("what softmax sees of this token: q·k times its scale, before the mask"), Value: p.Score, Digits: 4, Note: message.New("from “%s” to “%s”", l.word(a.from), l.word(a.at))}
	return []lab.Reading{
		{Name: "weight", Help: message.New("the share of what the head reads here that comes from this token"), Value: p.Weight, Digits: 4, Note: message.New("softmax of the scores that are seen")},
		score,
		{Name: "q·k", Help: message.New("the product of the reading token's query with this token's key"), Value: p.Dot, Digits: 4, Note: message.Count(len(p.Query), "over %d value", "over %d values", len(p.Query))},
		{Name: "strongest", Help: message.New("the token that the head reads most from here"), Text: message.Verbatim(l.word(a.order[0])), Note: message.New("weight %.4f", a.weights.At(a.from, a.order[0]))},
		{Name: "spread", Help: message.New("the entropy of the row: over how many tokens the head spreads what it reads, as a power of 2"), Value: a.spread, Unit: "bits", Digits: 3, Note: message.New("0 is one token")},
	}
}

// listAttention has the weights of the chosen row.
func (l *Lab) listAttention() []lab.List {
	a := l.attention
	list := lab.List{Name: "weights", Columns: []string{"position", "token", "weight"}}
	for i, w := range a.weights.Row(a.from) {
		list.Add(lab.Count(i+1), lab.Word(l.word(i)), lab.Amount(float64(w), 4))
	}
	return []lab.List{list}
}

// values is the head's matrix, with gaps where nothing is seen.
func (l *Lab) values(layer, head int) []float64 { return masked(l.read.trace.Weights(layer, head)) }

// masked are weights, with gaps where nothing is seen.
func masked(w tensor.Matrix) []float64 {
	out := make([]float64, 0, w.Rows*w.Cols)
	for i := range w.Rows {
		for j, v := range w.Row(i) {
			if j > i {
				out = append(out, math.NaN())
			} else {
				out = append(out, float64(v))
			}
		}
	}
	return out
}

// heat is the picture of a head.
func (l *Lab) heat(layer, head int) viz.HeatMap {
	return viz.HeatMap{Values: l.values(layer, head), Cols: len(l.text0.tokens), Scale: viz.Sequential,
		Range: &[2]float64{0, 1}, Reduce: viz.Extreme}
}

// mostFirst numbers weights from the largest on, equals in their order.
func mostFirst(row []float32) []int {
	order := make([]int, len(row))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(row[j], row[i]) })
	return order
}
