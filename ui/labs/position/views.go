package position

import (
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
	"logitarium/ui/message"
	"logitarium/viz"
)

// view is a picture with what it is computed from.
type view struct {
	lab.View

	moves      moves                         // besides the scheme
	compute    func() (p figure, ok bool)    // ok is false while the model is reading
	allSchemes bool                          // it shows all schemes, so that knobs of any of them move it
	asksModel  bool                          // it runs the model, with any scheme
	trains     bool                          // it trains networks of its own, and asks nothing of the model
	unfit      map[int]message.ID            // by scheme: why there is nothing to see, and what to choose
	idle       func(lab.Idle)                // adds why knobs do not move it; nil: the general reasons are all
	ownScheme  bool                          // it is about the model's own scheme, whatever the knob scheme says
	ownWidth   bool                          // its vectors are as wide as the model's, whatever d-model
	last       func() (position, offset int) // the greatest of both; nil: the last of the positions
}

// moves are the knobs that change a view, by scheme.
type moves [len(schemes)][]lab.Field

// figure is a view with everything that it shows computed.
type figure interface {
	draw(lab.Frame) viz.Grid
	readings() []lab.Reading
	insight() message.Text
}

// ready is the picture of what needs no model, or little of it.
func ready(p figure) (figure, bool) { return p, true }

const (
	noVectorOfRope  message.ID = "RoPE adds no vector that could be compared: it turns queries and keys. Choose view rotation or attention, or the scheme sinusoidal."
	noVectorOfAlibi message.ID = "ALiBi has no vectors, only a number for each offset and head. Choose view attention, or the scheme sinusoidal."
)

// Views are the pictures, in the order of the knob.
func (l *Lab) Views() lab.Views {
	all := l.views()
	list := make([]lab.View, len(all))
	for i, v := range all {
		list[i] = v.View
		list[i].Moves = append([]lab.Field{&l.set.scheme}, v.moves[l.set.scheme]...)
		list[i].Draw = func(f lab.Frame) viz.Grid { return l.shown().draw(f) }
		list[i].Sentence = func() message.Text { return l.shown().insight() }
		list[i].Readings = l.readings
	}
	return lab.Views{At: &l.set.view, List: list, Idle: l.idle(all[l.set.view])}
}

// readings are those of the picture.
func (l *Lab) readings() []lab.Reading {
	readings := l.shown().readings()
	for i := range readings {
		readings[i].Provenance = lab.Computed
	}
	return readings
}

// open returns the open view.
func (l *Lab) open() view { return l.views()[l.set.view] }

// uses says whether a knob changes what the open view shows of the scheme.
func (l *Lab) uses(f lab.Field) bool { return slices.Contains(l.open().moves[l.set.scheme], f) }

func (l *Lab) views() []view {
	s := &l.set
	knobs := func(f ...lab.Field) []lab.Field { return f }
	formula := func(more ...lab.Field) []lab.Field { return append(knobs(&s.layout, &s.spacing, &s.base), more...) }
	own := knobs(&s.text, &s.positions, &s.position, &s.offset, &s.head)
	angles := func(more ...lab.Field) []lab.Field { return append(knobs(&s.layout, &s.base), more...) }
	return []view{{
		View:    lab.View{Name: "shuffle", Large: true, Help: "a sentence in two orders: does the model notice?", Actions: l.shuffleActions},
		compute: l.newShuffle, asksModel: true, allSchemes: true,
		moves: moves{
			sinusoidal: formula(&s.text, &s.seed),
			learned:    formula(&s.text, &s.seed),
			rope:       formula(&s.text, &s.seed),
			alibi:      formula(&s.text, &s.seed),
			none:       formula(&s.text, &s.seed),
		},
	}, {
		View: lab.View{Name: "heatmap", Help: "position by dimension: what is added, or what turns, at each position"},
		compute: func() (figure, bool) {
			return ready(newHeatmap(*s, l.learned, lm.TrainingOf(l.lm.Model).Length, l.config().Heads))
		},
		moves: moves{
			sinusoidal: formula(&s.positions, &s.dModel, &s.position, &s.dimension),
			learned:    knobs(&s.positions, &s.position, &s.dimension),
			rope:       angles(&s.positions, &s.dModel, &s.position, &s.dimension),
			alibi:      knobs(&s.positions, &s.offset, &s.head),
		},
		idle: l.idleOfOffsets,
	}, {
		View:    lab.View{Name: "odometer", Help: "the pairs as wheels of a counter, fast and slow, position by position"},
		compute: func() (figure, bool) { return ready(newOdometer(*s)) },
		moves: moves{
			sinusoidal: knobs(&s.spacing, &s.base, &s.positions, &s.dModel, &s.position, &s.dimension, &s.layout),
			rope:       angles(&s.positions, &s.dModel, &s.position, &s.dimension),
		},
		unfit: map[int]message.ID{
			learned: "A learned table has no wheels: its numbers were trained one by one. Choose the scheme sinusoidal or rope.",
			alibi:   "ALiBi has no wheels, only a number for each offset and head. Choose the scheme sinusoidal or rope.",
		},
	}, {
		View:    lab.View{Name: "waves", Help: "one pair of dimensions over the positions, and three speeds side by side"},
		compute: func() (figure, bool) { return ready(newWaves(*s, l.learned, l.config().Heads)) },
		moves: moves{
			sinusoidal: formula(&s.positions, &s.dModel, &s.position, &s.offset, &s.dimension),
			learned:    knobs(&s.positions, &s.position, &s.offset, &s.dimension),
			rope:       angles(&s.positions, &s.dModel, &s.position, &s.offset, &s.dimension),
			alibi:      knobs(&s.positions, &s.offset, &s.head),
		},
		idle: l.idleOfOffsets,
	}, {
		View:    lab.View{Name: "similarity", Help: "dot products of positions, as a matrix and over the offset"},
		compute: func() (figure, bool) { return ready(newSimilarity(*s, l.learned, &l.random)) },
		moves: moves{
			sinusoidal: knobs(&s.spacing, &s.base, &s.positions, &s.dModel, &s.position, &s.offset, &s.seed),
			learned:    knobs(&s.positions, &s.position, &s.offset, &s.seed),
		},
		unfit: map[int]message.ID{rope: noVectorOfRope, alibi: noVectorOfAlibi},
		idle:  l.idleOfProducts,
	}, {
		View:    lab.View{Name: "rotation", Help: "the one matrix that shifts every position by the same offset"},
		compute: func() (figure, bool) { return ready(newRotation(*s)) },
		moves: moves{
			sinusoidal: formula(&s.positions, &s.dModel, &s.position, &s.offset, &s.dimension),
			rope:       angles(&s.positions, &s.dModel, &s.position, &s.offset, &s.dimension),
		},
		unfit: map[int]message.ID{
			learned: "No single matrix shifts a learned table: its rows were trained one by one. Choose the scheme sinusoidal or rope.",
			alibi:   noVectorOfAlibi,
		},
	}, {
		View:    lab.View{Name: "unique", Help: "how far apart positions are, and which two are closest"},
		compute: func() (figure, bool) { return ready(newUnique(*s, l.learned)) },
		moves: moves{
			sinusoidal: knobs(&s.spacing, &s.base, &s.positions, &s.dModel, &s.offset),
			learned:    knobs(&s.positions, &s.position, &s.offset),
		},
		unfit: map[int]message.ID{rope: noVectorOfRope, alibi: noVectorOfAlibi},
		idle:  l.idleOfDistances,
	}, {
		View:    lab.View{Name: "sum", Help: "token embedding + position = input of the first block"},
		compute: func() (figure, bool) { return ready(newSum(*s, l.lm)) }, asksModel: true,
		moves: moves{
			sinusoidal: formula(&s.text, &s.position, &s.offset, &s.dimension),
			learned:    knobs(&s.text, &s.position, &s.offset, &s.dimension),
			rope:       knobs(&s.text, &s.position, &s.offset, &s.dimension),
			alibi:      knobs(&s.text, &s.position, &s.offset, &s.dimension),
			none:       knobs(&s.text, &s.position, &s.offset, &s.dimension),
		},
		ownWidth: true, last: l.lastOfText,
	}, {
		View:    lab.View{Name: "attention", Help: "a real query and key: their score over the offset"},
		compute: func() (figure, bool) { return ready(newAttention(*s, l.lm)) }, asksModel: true,
		moves: moves{
			sinusoidal: formula(&s.text, &s.positions, &s.position, &s.offset, &s.head),
			learned:    knobs(&s.text, &s.positions, &s.position, &s.offset, &s.head),
			rope:       angles(&s.text, &s.positions, &s.position, &s.offset, &s.head),
			alibi:      knobs(&s.text, &s.positions, &s.position, &s.offset, &s.head),
			none:       knobs(&s.text, &s.positions, &s.position, &s.offset, &s.head),
		},
	}, {
		View:    lab.View{Name: "relative", Help: "RoPE and ALiBi on one axis: the schemes that know distances alone"},
		compute: func() (figure, bool) { return ready(newRelative(*s, l.lm)) }, asksModel: true, allSchemes: true,
		moves: moves{
			sinusoidal: formula(&s.text, &s.positions, &s.position, &s.offset, &s.head),
			learned:    angles(&s.text, &s.positions, &s.position, &s.offset, &s.head),
			rope:       knobs(&s.layout, &s.base, &s.text, &s.positions, &s.offset, &s.head),
			alibi:      knobs(&s.layout, &s.base, &s.text, &s.positions, &s.offset, &s.head),
			none:       knobs(&s.layout, &s.base, &s.text, &s.positions, &s.offset, &s.head),
		},
	}, {
		View:    lab.View{Name: "extrapolation", Help: "small networks, one with each scheme, read longer texts than they learnt from", Actions: l.extrapolationActions},
		compute: func() (figure, bool) { return ready(l.newExtrapolation()) }, trains: true, allSchemes: true,
		moves: moves{
			sinusoidal: knobs(&s.seed, &s.steps),
			learned:    knobs(&s.seed, &s.steps),
			rope:       knobs(&s.seed, &s.steps),
			alibi:      knobs(&s.seed, &s.steps),
			none:       knobs(&s.seed, &s.steps),
		},
	}, {
		View:    lab.View{Name: "own", Help: "the model's own scheme: its table or its frequencies, and a score over the offset"},
		compute: func() (figure, bool) { return ready(newOwn(*s, l.lm)) }, ownScheme: true, asksModel: true, allSchemes: true,
		moves: moves{
			sinusoidal: own, learned: own, rope: own, alibi: own, none: own,
		},
		idle: l.idleOfOwn, ownWidth: true,
	}}
}

// unfit returns the remark for a scheme that makes no sense in a view, or for
// the model.
func (l *Lab) unfit(v view) (r remark, ok bool) {
	s, c := l.set, l.config()
	r.scheme = schemes[s.scheme].Name
	if v.trains {
		return r, false
	}
	if _, err := lm.NetworkOf(l.lm.Model); err != nil && (v.asksModel || s.scheme == learned) {
		return remark{scheme: r.scheme, says: lacking.Says(v.Name, err), lacks: true}, true
	}
	if v.ownScheme {
		return r, false
	}
	switch {
	case s.scheme == learned && c.Positions != gpt.Learned:
		r.says = message.New("This model has no table of positions. Choose the scheme sinusoidal.")
	case v.asksModel && !fits(c, s.scheme):
		r.says = message.New("This model's vectors have an odd width, so they have no pairs. Choose the scheme alibi or none.")
	case s.scheme == none && !v.asksModel:
		r.says = message.New("Without an encoding all positions are alike: there is nothing to draw. View shuffle shows what that does to attention; or choose the scheme sinusoidal.")
	default:
		r.says = message.New(v.unfit[s.scheme])
	}
	return r, !r.says.Empty()
}

// idle says why knobs change nothing now; what the open view does not say
// itself follows from the knobs that move it.
func (l *Lab) idle(open view) lab.Idle {
	s, d := &l.set, lab.Idle{}
	if _, ok := l.unfit(open); ok {
		d.Because(message.New("there is nothing to see of this scheme in this view"), &s.layout, &s.spacing, &s.positions, &s.dModel,
			&s.base, &s.position, &s.offset, &s.dimension, &s.head, &s.text, &s.seed)
		return d
	}
	if open.idle != nil {
		open.idle(d)
	}
	if moved := open.moves[s.scheme]; slices.Contains(moved, lab.Field(&s.dimension)) && !slices.Contains(moved, lab.Field(&s.dModel)) {
		d.Because(message.New("the width is the model's own"), &s.dModel)
	}
	if open.trains && s.steps == 0 {
		d.Because(message.New("nothing is trained yet: space trains"), &s.seed)
	}
	if open.allSchemes {
		return d
	}
	switch s.scheme {
	case sinusoidal:
	case rope:
		d.Because(message.New("RoPE has one spacing, base^(-2i/d)"), &s.spacing)
	default:
		d.Because(message.New("only schemes made of sines and cosines have it"), &s.layout, &s.spacing, &s.base)
	}
	return d
}

func (l *Lab) idleOfOffsets(d lab.Idle) {
	if l.set.scheme == alibi {
		d.Because(message.New("ALiBi knows offsets only"), &l.set.position)
	}
}

func (l *Lab) idleOfProducts(d lab.Idle) {
	if l.set.scheme == sinusoidal {
		d.Because(message.New("the same numbers in another order have the same dot products"), &l.set.layout)
	}
}

func (l *Lab) idleOfDistances(d lab.Idle) {
	if l.set.scheme == sinusoidal {
		d.Because(message.New("the same numbers in another order are as far apart"), &l.set.layout)
		d.Because(message.New("of sinusoids the distance depends on the offset alone"), &l.set.position)
	}
}
