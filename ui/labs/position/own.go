package position

import (
	"math"

	"logitarium/core/elementary"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/position"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// own shows the scheme that the model itself has: its frequencies or its
// table, and the score of a real query and key over their offset, in the first
// layer.
type own struct {
	s          settings
	c          gpt.Config
	key, query viz.Safe
	flat       float64   // without positions
	scores     []float64 // by offset; NaN where a key would stand before position 0
	theta      []float64 // of rotations: the angle of each pair from one position to the next
	plain      []float64 // without scaling
	rows       []float64 // of a table: the length of each row
}

func newOwn(s settings, of lm.Offer) figure {
	m, c := of.Network, of.Network.Config
	ids, _ := tokens(of, s.text)
	key, query := ids[min(1, len(ids)-1)], ids[len(ids)-1]
	o := own{s: s, c: c, key: label(of, key), query: label(of, query), scores: make([]float64, s.positions)}
	s.scheme = none
	q, keys := s.project(m, query, key, 0)
	score := position.BiasedScore(q, keys.Row(0), 0, 0)
	o.flat = score
	switch c.Positions {
	case gpt.Rotary:
		var magnitude float64
		o.theta, magnitude = m.Frequencies(0)
		bare := c.Parts.Rotation
		if c.Parts.Window > 0 {
			bare = c.Parts.Local
		}
		o.plain = plainFrequencies(bare.Base, len(o.theta))
		for k := range o.scores {
			o.scores[k] = turnedScore(q, keys.Row(0), o.theta, bare.Halves, k) * magnitude * magnitude
		}
	case gpt.ALiBi:
		slope := position.Slopes(c.Heads)[s.head]
		for k := range o.scores {
			o.scores[k] = position.BiasedScore(q, keys.Row(0), slope, float64(k))
		}
	case gpt.Learned, gpt.Sinusoidal:
		o.s.position = min(s.position, c.Context-1)
		if c.Positions == gpt.Learned {
			s.scheme = learned
			for i := range m.Positions.Rows {
				o.rows = append(o.rows, math.Sqrt(float64(tensor.Dot(m.Positions.Row(i), m.Positions.Row(i)))))
			}
		} else {
			s.scheme, s.base, s.layout, s.spacing = sinusoidal, 10000, 0, 0
		}
		at, keys := s.project(m, query, key, o.s.position)
		for k := range o.scores {
			o.scores[k] = math.NaN()
			if k <= o.s.position {
				o.scores[k] = position.BiasedScore(at, keys.Row(o.s.position-k), 0, 0)
			}
		}
	default:
		for k := range o.scores {
			o.scores[k] = score
		}
	}
	if scale := c.Parts.ScoreScale; scale != 0 { // in place of 1/√d
		by := float64(scale) * math.Sqrt(float64(c.HeadWidth()))
		o.flat *= by
		for k := range o.scores {
			o.scores[k] *= by
		}
	}
	return o
}

// scaled says whether frequencies were slowed down for longer texts.
func (o own) scaled() bool {
	for i, t := range o.theta {
		if t != o.plain[i] {
			return true
		}
	}
	return false
}

// plainFrequencies are base^(−2i/n) for n/2 pairs.
func plainFrequencies(base float64, pairs int) []float64 {
	if base == 0 {
		base = 10000
	}
	theta := make([]float64, pairs)
	for i := range theta {
		theta[i] = elementary.Pow(base, -float64(i)/float64(pairs))
	}
	return theta
}

// turnedScore is q·k/√d when q stands k positions after the key, and both are
// turned by their positions times the angles.
func turnedScore(q, key, theta []float64, halves bool, k int) float64 {
	sum := 0.0
	for j, t := range theta {
		a, b := 2*j, 2*j+1
		if halves {
			a, b = j, j+len(theta)
		}
		sin, cos := elementary.Sincos(float64(k) * t)
		along, across := float64(q[a]*key[a])+float64(q[b]*key[b]), float64(q[a]*key[b])-float64(q[b]*key[a])
		sum += float64(along*cos) + float64(across*sin)
	}
	return sum / math.Sqrt(float64(len(q)))
}

func (o own) draw(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	top := 0
	if g.H >= 8 {
		top = 2
		g.Text(0, 0, f.Theme.Fit(f.Print(o.scheme()), g.W), f.Theme.Strong)
		g.Text(0, 1, f.Theme.FitFirst(g.W, f.Say("score of query \"%s\" for key \"%s\", k tokens before, head %d of the first layer", o.query, o.key, o.s.head), f.Say("score of \"%s\" for \"%s\", k before", o.query, o.key)), f.Theme.Faint)
	}
	left := 0
	if table, ok := o.table(f, g.H-top); ok && g.W >= 50 {
		left = 34
		g.Put(0, top, viz.Table(viz.Size{W: left - 2, H: g.H - top}, f.Theme, table))
	}
	last := f.Last("offsets", len(o.scores)-1)
	flat := make([]float64, len(o.scores))
	for k := range flat {
		flat[k] = o.flat
	}
	c := viz.LineChart{
		XName: f.Say("offset k"), X: [2]float64{0, float64(last)},
		Marks:  []viz.LineMark{{X: float64(o.s.offset), Label: viz.Clean("k"), Held: true}},
		Series: []viz.Line{{Name: f.Say("score"), Values: lab.Padded(o.scores, last+1)}, {Name: f.Say("no positions"), Values: lab.Padded(flat, last+1), Under: true}},
	}
	c.Y = f.Span("score", o.scores, flat)
	g.Put(left, top, viz.Lines(viz.Size{W: g.W - left, H: g.H - top}, f.Theme, c))
	return g
}

// table lists the pairs with their angles, or the rows of a table with their
// lengths; ok is false if the scheme has neither.
func (o own) table(f lab.Frame, h int) (t viz.TableData, ok bool) {
	switch {
	case o.theta != nil:
		t.Columns = []viz.Column{{Title: f.Say("pair"), Width: 4}, {Title: f.Say("angle, rad"), Width: 10}, {Title: f.Say("a turn takes"), Width: 12}}
		for i, theta := range o.theta {
			t.Rows = append(t.Rows, viz.TableRow{Cells: []viz.Safe{viz.Cleanf("%d", i), viz.Cleanf("%.3g", theta), counted(2 * math.Pi / theta)}})
		}
		return t, true
	case o.rows != nil:
		t.Columns = []viz.Column{{Title: f.Say("position"), Width: 8}, {Title: f.Say("length of its row"), Width: 17}}
		for i, n := range o.rows {
			t.Rows = append(t.Rows, viz.TableRow{Cells: []viz.Safe{viz.Cleanf("%d", i), viz.Fixed(n, 3)}, Chosen: i == o.s.position})
		}
		t.First = max(min(o.s.position-(h-2)/2, len(t.Rows)-(h-2)), 0)
		return t, true
	}
	return t, false
}

// scheme names it, with its numbers.
func (o own) scheme() message.Text {
	r := o.c.Parts.Rotation
	base := r.Base
	if base == 0 {
		base = 10000
	}
	switch {
	case o.c.Positions == gpt.Learned:
		return message.New("a learned table: %d rows of %d numbers, added to tokens", o.c.Context, o.c.Width)
	case o.c.Positions == gpt.Sinusoidal:
		return message.New("sines and cosines, added to the embedding")
	case o.c.Positions == gpt.ALiBi:
		return message.New("ALiBi: scores lose a fixed amount a step")
	case o.c.Positions != gpt.Rotary:
		return message.New("no positions: only the causal mask tells order")
	case o.c.Parts.Window > 0:
		return message.New("rotary: %d pairs, base %v; layers that see all have base %v", len(o.theta), counted(o.localBase()), counted(base))
	case r.Scaling != gpt.Unscaled:
		return message.New("rotary: %d pairs, base %v, scaled by %v", len(o.theta), counted(base), r.Scaling)
	case o.scaled():
		return message.New("rotary: %d pairs, base %v, slowed down by factors in the file", len(o.theta), counted(base))
	}
	return message.New("rotary: %d pairs, base %v, not scaled", len(o.theta), counted(base))
}

func (o own) localBase() float64 {
	if b := o.c.Parts.Local.Base; b != 0 {
		return b
	}
	return 10000
}

func (o own) readings() []lab.Reading {
	score := lab.Reading{Name: "score", Help: message.New("how much the query attends to a key k tokens before it in this model, ahead of the softmax"), Value: o.scores[o.s.offset], Digits: 4, Note: message.New("at offset %d", o.s.offset)}
	if math.IsNaN(score.Value) {
		score.Undefined = message.New("the key would stand before position 0")
	}
	slowest := lab.Reading{Name: "slowest turn", Help: message.New("positions that the slowest pair takes to turn once"), Digits: 1, Undefined: message.New("the model has no rotations")}
	if o.theta != nil {
		slowest.Value, slowest.Undefined = 2*math.Pi/o.theta[len(o.theta)-1], message.Text{}
	}
	return []lab.Reading{score, {Name: "no positions", Help: message.New("the score if nothing told where the two stand"), Value: o.flat, Digits: 4, Note: message.New("q·k/√(head width)")}, slowest}
}

func (o own) insight() message.Text {
	switch o.c.Positions {
	case gpt.Rotary:
		slowest := 2 * math.Pi / o.theta[len(o.theta)-1]
		turns := float64(o.c.Context) / slowest
		if turns < 1 {
			return message.New("The slowest of %d pairs takes %v positions for a turn, longer than the context of %d. The score depends on the offset alone.", len(o.theta), counted(slowest), o.c.Context)
		}
		return message.New("The slowest of %d pairs takes %v positions for a turn: the context of %d has %.1f of them. The score depends on the offset alone.", len(o.theta), counted(slowest), o.c.Context, turns)
	case gpt.Learned:
		return message.New("The model adds row %d of its table to a token that stands there: the score depends on both places. Its %d rows are all that it can read.", o.s.position, o.c.Context)
	case gpt.ALiBi:
		return message.New("The score falls by the same amount for each step back, whatever the words.")
	case gpt.Sinusoidal:
		return message.New("The model adds sines and cosines to its tokens: the score depends on both places.")
	}
	return message.New("Nothing tells the model where a token stands: the score is the same at any offset.")
}

// counted writes a base, or a number of positions, as a person says it.
func counted(v float64) viz.Safe {
	if v < 1000 {
		return viz.Cleanf("%.4g", v)
	}
	return viz.Grouped(int(math.Round(v)))
}

// idleOfOwn says which knobs the model's own scheme leaves without effect.
func (l *Lab) idleOfOwn(d lab.Idle) {
	d.Because(message.New("the view shows the model's own scheme"), &l.set.scheme)
	switch l.config().Positions {
	case gpt.Learned, gpt.Sinusoidal:
	default:
		d.Because(message.New("the score depends on the offset alone"), &l.set.position)
	}
}
