package residual

import (
	"logitarium/core/gpt"
	"logitarium/ui/lab"
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
func (l *Lab) sublayers() []string {
	if l.cross {
		return []string{"attention", "cross", "MLP"}
	}
	return []string{"attention", "MLP"}
}

// viewWiring draws both blocks as diagrams beside each other, and below what
// to look at.
func (l *Lab) viewWiring(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	half := min((f.W-2)/2, 34)
	loose := f.H >= len(l.rungs(gpt.PreLN, true))+4
	size := viz.Size{W: half, H: f.H}
	g.Put(0, 0, l.drawBlock(lab.Frame{Size: size, Theme: f.Theme}, gpt.PostLN, loose))
	g.Put(half+2, 0, l.drawBlock(lab.Frame{Size: size, Theme: f.Theme}, gpt.PreLN, loose))
	y := 3 + len(l.rungs(gpt.PreLN, loose))
	for _, text := range captions {
		lines := viz.Wrap(f.Theme.Show(viz.Clean(text)), f.W)
		if y+len(lines) > f.H {
			break
		}
		for i, line := range lines {
			g.Text(0, y+i, line, f.Theme.Text)
		}
		y += len(lines) + 1
	}
	return g
}

// captions say what to look for, as many as there is room for.
var captions = []string{
	"Follow the thick line from x to the head: in post-LN it passes a norm after each sum, in pre-LN none but the last. One line moved.",
	"GPT-1, train.py: n = norm(x+a), then h = norm(n+m).",
	"GPT-2, model.py: x = x + attn(norm(x)), then x = x + mlp(norm(x)), and after the last block ln_f.",
	"In pre-LN the gradient comes down the thick line as it is. In post-LN each norm on the way scales it by about √d/‖x‖, x the sum that enters.",
}

// rung is one row of a diagram: what stands on the stream's own way, and what
// on the branch.
type rung struct {
	trunk  trunk
	branch string
	turn   bool // the branch leaves the trunk, or comes back to it, in this row
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

// rungs lists a diagram's rows under its title. Loose ones have a row of their
// own for each fork.
func (l *Lab) rungs(place gpt.NormPlace, loose bool) []rung {
	rows := []rung{{word, "x", false}}
	for _, f := range l.sublayers() {
		boxes := []string{f}
		if place == gpt.PreLN {
			boxes = []string{"LN", f}
		}
		if loose {
			rows = append(rows, rung{fork, "", true})
		}
		for i, box := range boxes {
			at := wire
			if i == 0 && !loose {
				at = fork
			}
			rows = append(rows, rung{at, box, false})
		}
		rows = append(rows, rung{plus, "", true})
		if place == gpt.PostLN {
			rows = append(rows, rung{ln, "", false})
		}
	}
	if place == gpt.PreLN {
		return append(rows, rung{ln, "ln_f", false}, rung{word, "head", false})
	}
	return append(rows, rung{wire, "", false}, rung{word, "head", false})
}

// drawBlock draws one diagram under its title.
func (l *Lab) drawBlock(f lab.Frame, place gpt.NormPlace, loose bool) viz.Grid {
	g, t := f.Theme.Grid(f.Size), f.Theme
	title, formula := "post-LN GPT-1", "LN(x + f(x))"
	if place == gpt.PreLN {
		title, formula = "pre-LN GPT-2", "x + f(LN(x))"
	}
	g.Text(0, 0, t.Fit(viz.Clean(title), f.W), t.Strong)
	g.Text(0, 1, t.Fit(viz.Clean(formula), f.W), t.Mark)
	ink := pen{g, t, runesFor(t.Glyphs)}
	rungs := l.rungs(place, loose)
	for i, r := range rungs {
		ink.rung(2+i, r)
	}
	if last := 2 + len(rungs) - 1; last < f.H {
		g.Text(branchAt, 2, t.Fit(viz.Cleanf("%d layers:", l.depth), f.W-branchAt), t.Faint)
		g.Text(trunkAt+5, last, t.Fit(viz.Cleanf("%d LN", l.normsOnPath(place)), f.W-trunkAt-5), t.Accent)
	}
	return g
}

// trunkAt is the column of the stream, branchAt where a branch's boxes begin.
const (
	trunkAt  = 2
	branchAt = 4
)

// runes are what the diagrams are drawn with: thick for the stream, thin for
// the branch.
type runes struct{ trunk, fork, line, corner, back, down, arrow rune }

func runesFor(set viz.Glyphs) runes {
	if set == viz.ASCII {
		return runes{'#', '#', '-', '+', '+', '|', '<'}
	}
	return runes{'┃', '┣', '─', '┐', '┘', '│', '◂'}
}

// pen draws rows of a diagram.
type pen struct {
	viz.Grid
	theme viz.Theme
	runes runes
}

func (p pen) rung(y int, r rung) {
	t := p.theme
	switch r.trunk {
	case word:
		p.Text(trunkAt, y, viz.Clean(r.branch), t.Accent)
		return
	case ln:
		p.Text(trunkAt-1, y, viz.Clean("[LN]"), t.Bad)
		p.Text(branchAt+1, y, t.Fit(viz.Clean(r.branch), p.W-branchAt-1), t.Faint)
		return
	case plus:
		p.Set(trunkAt, y, '+', t.Accent)
		p.Set(trunkAt+1, y, p.runes.arrow, t.Faint)
		p.Fill(trunkAt+2, y, branchAt+1-trunkAt-2, 1, p.runes.line, t.Faint)
		p.Set(branchAt+1, y, p.runes.back, t.Faint)
		return
	case fork:
		p.Set(trunkAt, y, p.runes.fork, t.Accent)
		end := branchAt - 1
		if r.turn {
			end = branchAt
			p.Set(branchAt+1, y, p.runes.corner, t.Faint)
		}
		p.Fill(trunkAt+1, y, end-trunkAt, 1, p.runes.line, t.Faint)
	default:
		p.Set(trunkAt, y, p.runes.trunk, t.Accent)
	}
	p.Text(branchAt, y, t.Fit(viz.Clean(r.branch), p.W-branchAt), t.Text)
}
