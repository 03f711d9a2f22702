package norm

import (
	"math"
	"slices"
	"strings"

	"logitarium/core/lm"
	"logitarium/core/norm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// sequence is a sentence before and after its last token changed, with the
// statistics of BatchNorm taken over its tokens.
type sequence struct {
	words, changed []string // one per token, no two different ones alike
	from, to       string   // the ends that differ; "" in the example
	x, moved       []float64
	before, after  norm.Output
	shared         int // tokens that did not change
}

// changeEnding compares my sentence with that of the other ending. In the
// example the rows are the steps of one sequence, and the last is pushed.
func (l *Lab) changeEnding() {
	var s sequence
	if l.data != fromModel {
		s.x, s.moved = l.x, slices.Clone(l.x)
		s.moved[l.at(l.batch, l.column)] += float64(l.push * l.deviation())
		for _, sample := range l.set.samples[:l.batch] {
			s.words = append(s.words, sample.name)
		}
		s.changed = s.words
	} else {
		s.x, s.moved = l.set.samples[l.row-1].x, widen(l.other.x[l.layer-1][0])
		tokens, other := l.read.tokens[l.row-1], l.other.tokens[0]
		shared := len(tokens) - 1
		names := lm.Names(l.lm.Tokens, slices.Concat(tokens, other[shared:]))
		s.words = names[:len(tokens)]
		s.changed = slices.Concat(names[:shared], names[len(tokens):])
		s.from, s.to = l.ends(tokens[shared:], other[shared:])
	}
	s.shared = len(s.words) - 1
	s.before, s.after = l.inTraining(l.kind, s.x), l.inTraining(l.kind, s.moved)
	l.changed = s
}

// otherEnding returns my sentence's tokens with the other ending.
func (l *Lab) otherEnding() [][]int {
	tokens := l.read.tokens[l.row-1]
	other := slices.Concat(tokens[:len(tokens)-1], lm.Follow(l.lm.Tokens, l.ending))
	if len(other) < len(tokens) { // no ending: the document ends
		other = append(other, l.lm.Tokens.End())
	}
	return [][]int{other[:min(len(other), l.lm.Model.Context())]}
}

// leak is the most that an output before the change has moved.
func (s sequence) leak(column, features int) float64 {
	most := 0.0
	for t := range s.shared {
		i := t*features + column - 1
		most = max(most, math.Abs(s.after.Y[i]-s.before.Y[i]))
	}
	return most
}

// moves is by how much the outputs of tokens moved that both sentences have a
// place for, [tokens, features].
func (s sequence) moves() []float64 {
	by := make([]float64, min(len(s.before.Y), len(s.after.Y)))
	for i := range by {
		by[i] = s.after.Y[i] - s.before.Y[i]
	}
	return by
}

// drawSequence draws the outputs along a sentence, before and after its last
// token changed.
func (l *Lab) drawSequence(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	s := l.changed
	full, short := message.New("%s: the last step moves by %+.1f σ", kindNames[l.kind], l.push), message.New("last step %+.1f σ", l.push)
	if l.data == fromModel {
		full, short = message.New("%s: “%s” becomes “%s”", kindNames[l.kind], s.from, s.to), message.New("“%s” becomes “%s”", s.from, s.to)
	}
	top := head(g, f, full, short)
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("token"), Left: true, Width: 8},
			{Title: viz.Clean("x"), Width: 6, Spare: true},
			{Title: viz.Clean("y"), Width: 6},
			{Title: f.Say("moved"), Width: 6},
		},
		Low: -outputScale, Max: outputScale,
		Kept: f.Say("y, the end changed"), Marks: f.Say("before"),
	}
	for t, word := range s.changed {
		i := t*l.features() + l.column - 1
		row := viz.BarRow{Value: s.after.Y[i], Mark: math.NaN(), Chosen: l.data != fromModel && t == l.row-1}
		change := f.Say("new")
		if t < len(s.words) {
			row.Mark = s.before.Y[i]
			change = moved(s.after.Y[i] - s.before.Y[i])
		}
		if t == s.shared {
			chart.Rows = append(chart.Rows, viz.BarRow{Rule: f.Say("changed from here on")})
		}
		row.Cells = []viz.Safe{viz.Clean(word), viz.Fixed(s.moved[i], 2), viz.Fixed(row.Value, 3), change}
		chart.Rows = append(chart.Rows, row)
	}
	below := l.overTime(f)
	h := len(chart.Rows) + 3 // with titles and legend
	if top+h+1+len(below) > g.H {
		h, below = g.H-top, nil
	}
	g.Put(0, top, viz.Bars(viz.Size{W: g.W, H: h}, f.Theme, chart))
	lines(g, f.Theme, top+h+1, below)
	if y := top + h + len(below) + 2; g.H-y >= leastMoved {
		g.Put(0, y, l.drawMoved(f.In(g.W, g.H-y), message.New("how far y moved: a row is a token, a column one of %d features", l.features()), s.moves()))
	}
	return g
}

// overTime says which statistics the outputs have in common.
func (l *Lab) overTime(f lab.Frame) []viz.Safe {
	s, c := l.changed, l.column-1
	if l.kind != batchNorm {
		return []viz.Safe{f.Say("each token has its own statistics")}
	}
	return []viz.Safe{
		f.Say("shared by all tokens, in f%d:", l.column),
		f.Say("mean      %7.3f, was %7.3f", s.after.Mean[c], s.before.Mean[c]),
		f.Say("variance  %7.3f, was %7.3f", s.after.Var[c], s.before.Var[c]),
	}
}

// ends writes the last tokens of two sentences, without blanks around them
// unless these are all that differs.
func (l *Lab) ends(from, to []int) (string, string) {
	write := func(tokens []int) string {
		if slices.Equal(tokens, []int{l.lm.Tokens.End()}) {
			return "<end>"
		}
		return l.lm.Tokens.Decode(tokens)
	}
	a, b := write(from), write(to)
	if strings.TrimSpace(a) == strings.TrimSpace(b) && a != b {
		return a, b
	}
	return strings.TrimSpace(a), strings.TrimSpace(b)
}

func (l *Lab) saySequence() message.Text {
	s := l.changed
	switch leak := s.leak(l.column, l.features()); {
	case s.shared == 0:
		return message.New("One token only: there is nothing before it.")
	case math.IsNaN(leak):
		return message.New("f%d has no spread in the sentence, and ε is 0: y is 0/0, no number.", l.column)
	case l.kind != batchNorm && leak < 0.00005:
		return message.New("%s: earlier outputs stand still. Each token is normalised by itself, so the future stays unknown.", kindNames[l.kind])
	case l.kind != batchNorm:
		return message.New("%s: earlier outputs moved by %.4f, a rounding error: each token is normalised by itself.", kindNames[l.kind], leak)
	case slices.Equal(s.x, s.moved):
		return message.New("The end is the same as before: nothing moved.")
	case leak < leastShown && s.shared == 1 && len(s.moved) == len(s.x):
		return message.New("Before γ and β BatchNorm makes 1 and −1 of two tokens, whatever they are: the first moves only when the second passes it. Three tell more.")
	case leak < leastShown:
		return message.New("Earlier tokens share f%d's mean with the end, but this change moves them by less than 0.0005.", l.column)
	default:
		return message.New("Only the end changed, yet earlier outputs moved by up to %.3f: a mean over time tells them the future.", leak)
	}
}

func (l *Lab) readSequence() []lab.Reading {
	s := l.changed
	leak := lab.Reading{Name: "leak", Help: message.New("the most that an output before the change has moved: what it was told of the future"), Digits: 4}
	if s.shared == 0 {
		leak.Undefined = message.New("nothing comes before")
	} else {
		leak.Value, leak.Note = s.leak(l.column, l.features()), message.New("most, earlier y")
	}
	at := s.shared*l.features() + l.column - 1
	return []lab.Reading{
		leak,
		{Name: "last moved", Help: message.New("by how much the output moved where the change begins"), Value: s.after.Y[at] - s.before.Y[at], Digits: 4},
		{Name: "steps before", Help: message.New("tokens before the change, which should not move"), Value: float64(s.shared)},
	}
}

// readEnding has the model read my sentence with the other ending.
func (l *Lab) readEnding() bool {
	return l.data != fromModel ||
		l.obtain(&l.other, activationsKey{of: forEnding, row: l.row, ending: l.ending, text: l.text}, l.otherEnding)
}
