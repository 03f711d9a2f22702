package residual

import (
	"math"

	"logitarium/core/gpt"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// normsOnPath is how many norms the stream passes on its way to the head.
func (l *Lab) normsOnPath(place gpt.NormPlace) int {
	if place == gpt.PreLN {
		return 1 // the final one
	}
	return len(l.sublayers()) * l.depth
}

// sublayers are the branches of a block, in order.
func (l *Lab) sublayers() []message.ID {
	if l.cross {
		return []message.ID{"attention", "cross", "MLP"}
	}
	return []message.ID{"attention", "MLP"}
}

// room is how much of it a diagram takes.
type room int

const (
	tight room = iota
	loose      // forks have rows of their own
	roomy      // and branches frames
)

// wiring is the view of both blocks as diagrams.
func (l *Lab) wiring() lab.View {
	return lab.View{
		Name: "wiring", Help: "both blocks, and the gradient of each of their layers",
		Moves: append(l.drawn(), &l.cross, &l.gradient, &l.draws),
		Draw:  l.drawWiring, Sentence: l.sayWiring, Readings: l.readWiring, Actions: l.redraw,
	}
}

func (l *Lab) sayWiring() message.Text {
	norms := message.New("Post-LN normalises x %d times on its way, pre-LN once, at its end.", l.normsOnPath(gpt.PostLN))
	m := l.norms(l.depth, l.draws)
	pre, post := ratio(m.pre), ratio(m.post)
	if math.IsNaN(pre) || math.IsNaN(post) {
		return message.Join(norms, message.New("Queries and keys are all 0 here, and have no gradient."))
	}
	return message.Join(norms, sayRatios(pre, post))
}

func (l *Lab) readWiring() []lab.Reading {
	norms := []lab.Reading{
		{Name: "post norms", Help: message.New("how many norms the stream itself passes when they stand after the sums"), Value: float64(l.normsOnPath(gpt.PostLN)), Note: message.New("on x's way"), Provenance: lab.Computed},
		{Name: "pre norms", Help: message.New("how many norms the stream itself passes when they stand in the branches"), Value: float64(l.normsOnPath(gpt.PreLN)), Note: message.New("the final one"), Provenance: lab.Computed},
	}
	return computed(zeroGradients, append(norms, l.readRatios(l.norms(l.depth, l.draws))...))
}

// Widths of the picture from which the gradients stand beside the diagrams,
// and of a diagram at most.
const (
	besideFrom  = 64
	mostDiagram = 34
)

// drawWiring draws both blocks as diagrams beside each other, the gradients of
// their layers beside these, and below what to look at.
func (l *Lab) drawWiring(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	left := f.W
	if f.W >= besideFrom {
		left = min(f.W*3/5, 2*mostDiagram+4)
	}
	half := min((left-2)/2, mostDiagram)
	fit := tight
	for _, r := range []room{loose, roomy} {
		if f.H >= 2+len(l.rungs(gpt.PreLN, r))+4 && (r < roomy || half >= 24) {
			fit = r
		}
	}
	below := 3 + len(l.rungs(gpt.PreLN, fit))
	g.Put(0, 0, l.drawBlock(f.In(half, f.H), gpt.PostLN, fit))
	g.Put(half+2, 0, l.drawBlock(f.In(half, f.H), gpt.PreLN, fit))
	rows := captionRows(f, captions[:])
	if left < f.W {
		high := max(f.H-rows, min(f.H, max(below, 4+2*l.depth)))
		g.Put(left, 0, l.drawBeside(f.In(f.W-left, high)))
		below = max(below, high)
	}
	drawCaptions(g, below, f, captions[:])
	return g
}

// drawBeside draws the gradients of the layers, one network's above the
// other's.
func (l *Lab) drawBeside(f lab.Frame) viz.Grid {
	m := l.norms(l.depth, l.draws)
	scale := l.gradientFrame(f).barScale(m)
	heading := []viz.Safe{
		f.Say("gradient of %s, untrained", gradientsOf[l.gradient].title),
		scale.said(f),
	}
	return titled(f, heading, func(f lab.Frame) viz.Grid {
		g := f.Theme.Grid(f.Size)
		high := f.H / 2
		thick := thickness(len(m.pre), high-1)
		for i, side := range m.sides() {
			g.Put(0, i*high, side.draw(f.In(f.W, high), scale, thick))
		}
		return g
	})
}

// captionRows is how many rows drawCaptions would like, with the blank ones
// before each.
func captionRows(f lab.Frame, captions []message.ID) int {
	n := 0
	for _, text := range captions {
		n += 1 + len(viz.Wrap(f.Theme.Show(f.Say(text)), f.W))
	}
	return n
}

// drawCaptions writes paragraphs from row y on, as many as there is room for.
func drawCaptions(g viz.Grid, y int, f lab.Frame, captions []message.ID) {
	for _, text := range captions {
		lines := viz.Wrap(f.Theme.Show(f.Say(text)), g.W)
		if y+len(lines) > g.H {
			return
		}
		for i, line := range lines {
			g.Text(0, y+i, line, f.Theme.Text)
		}
		y += len(lines) + 1
	}
}

// captions say what to look for, as many as there is room for.
var captions = [...]message.ID{
	"Follow the thick line from x to the head: in post-LN it passes a norm after each sum, in pre-LN none but the last. One line moved.",
	"GPT-1, train.py: n = norm(x+a), then h = norm(n+m).",
	"GPT-2, model.py: x = x + attn(norm(x)), then x = x + mlp(norm(x)), and after the last block ln_f.",
	"In pre-LN the gradient comes down the thick line as it is. In post-LN each norm on the way scales it by about √d/‖x‖, x the sum that enters.",
}

// rung is one row of a diagram: what stands on the stream's own way, and what
// on the branch.
type rung struct {
	trunk  trunk
	branch message.ID
	framed bool // with a frame, for which the rows before and after have room
}

// trunk is what the stream meets in a row.
type trunk int

const (
	wire trunk = iota
	fork
	plus
	ln
	word // branch has a word for the stream itself
)

// rungs lists a diagram's rows under its title.
func (l *Lab) rungs(place gpt.NormPlace, fit room) []rung {
	rows := []rung{{word, stream, false}}
	for _, f := range l.sublayers() {
		boxes := []message.ID{f}
		if place == gpt.PreLN {
			boxes = []message.ID{"LN", f}
		}
		if fit > tight {
			rows = append(rows, rung{fork, "", false})
		}
		for i, box := range boxes {
			switch {
			case fit == roomy:
				rows = append(rows, rung{wire, "", false}, rung{wire, box, true}, rung{wire, "", false})
			case fit == tight && i == 0:
				rows = append(rows, rung{fork, box, false})
			default:
				rows = append(rows, rung{wire, box, false})
			}
		}
		rows = append(rows, rung{plus, "", false})
		if place == gpt.PostLN {
			rows = append(rows, rung{ln, "", false})
		}
	}
	if place == gpt.PreLN {
		return append(rows, rung{ln, "ln_f", false}, rung{word, outputHead, false})
	}
	// As many rows as pre-LN has, whose branches are longer.
	for len(rows) < len(l.rungs(gpt.PreLN, fit))-1 {
		rows = append(rows, rung{wire, "", false})
	}
	return append(rows, rung{word, outputHead, false})
}

// drawBlock draws one diagram under its title.
func (l *Lab) drawBlock(f lab.Frame, place gpt.NormPlace, fit room) viz.Grid {
	g, t := f.Theme.Grid(f.Size), f.Theme
	title, formula := viz.Clean("post-LN GPT-1"), "LN(x + f(x))"
	if place == gpt.PreLN {
		title, formula = viz.Clean("pre-LN GPT-2"), "x + f(LN(x))"
	}
	rungs, y := l.rungs(place, fit), 1
	g.Text(0, 0, t.Fit(title, f.W), t.Strong)
	if f.H > len(rungs)+1 {
		g.Text(0, 1, t.Fit(viz.Clean(formula), f.W), t.Text)
		y = 2
	}
	ink := pen{g, f, runesFor(t.Glyphs), branchAt}
	if fit == roomy {
		ink.branch += 3
	}
	for i, r := range rungs {
		ink.rung(y+i, r)
	}
	g.Text(branchAt, y, t.Fit(f.Say("%d layers", l.depth), f.W-branchAt), t.Faint)
	g.Text(trunkAt+5, y+len(rungs)-1, t.Fit(viz.Cleanf("%d LN", l.normsOnPath(place)), f.W-trunkAt-5), t.Strong)
	return g
}

// stream is what the stream is called in formulas.
const stream message.ID = "x"

// outputHead is where the stream ends.
const outputHead message.ID = "head"

// trunkAt is the column of the stream, branchAt where a branch's words begin
// unless there is more room.
const (
	trunkAt  = 2
	branchAt = 4
)

// runes are what the diagrams are drawn with: thick for the stream, thin for
// the branch.
type runes struct{ trunk, fork, line, corner, back, arrow rune }

func runesFor(set viz.Glyphs) runes {
	if set == viz.ASCII {
		return runes{'#', '#', '-', '+', '+', '<'}
	}
	return runes{'┃', '┣', '─', '┐', '┘', '◂'}
}

// pen draws rows of a diagram.
type pen struct {
	viz.Grid
	frame  lab.Frame
	runes  runes
	branch int // column of the branch's words
}

func (p pen) rung(y int, r rung) {
	t, turn, words := p.frame.Theme, p.branch+1, p.frame.Say(r.branch)
	switch r.branch {
	case stream:
		words = viz.Clean(string(stream)) // a symbol
	case outputHead:
		words = p.frame.Print(message.About("model", outputHead))
	}
	switch r.trunk {
	case word:
		p.Text(trunkAt, y, words, t.Strong)
		return
	case ln:
		p.Text(trunkAt-1, y, viz.Clean("[LN]"), t.Strong)
		p.Text(trunkAt+4, y, t.Fit(words, p.W-trunkAt-4), t.Faint)
		return
	case plus:
		p.Set(trunkAt, y, '+', t.Measured)
		p.Set(trunkAt+1, y, p.runes.arrow, t.Faint)
		p.Fill(trunkAt+2, y, turn-trunkAt-2, 1, p.runes.line, t.Faint)
		p.Set(turn, y, p.runes.back, t.Faint)
		return
	case fork:
		p.Set(trunkAt, y, p.runes.fork, t.Measured)
		if r.branch == "" {
			p.Fill(trunkAt+1, y, turn-trunkAt-1, 1, p.runes.line, t.Faint)
			p.Set(turn, y, p.runes.corner, t.Faint)
		} else {
			p.Fill(trunkAt+1, y, p.branch-trunkAt-1, 1, p.runes.line, t.Faint)
		}
	default:
		p.Set(trunkAt, y, p.runes.trunk, t.Measured)
	}
	if r.framed {
		p.Put(p.branch-2, y-1, viz.Box(viz.Size{W: t.Show(words).Width() + 4, H: 3}, t, viz.Clean(""), t.Faint))
	}
	p.Text(p.branch, y, t.Fit(words, p.W-p.branch), t.Text)
}
