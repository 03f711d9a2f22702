package viz

// Rule draws a line across one row, solid, with an optional label in it:
// ── label ──. Only the first row of size is used.
func Rule(size Size, t Theme, label Safe) Grid {
	return rule(size, t, label, t.glyphs().line, t.Faint)
}

// Cut draws a broken line with a label in it, where something is cut:
// ╌╌╌ top-p cut: 0.914 ≥ 0.90 ╌╌╌. Only the first row of size is used.
func Cut(size Size, t Theme, label Safe) Grid {
	return rule(size, t, label, t.glyphs().dash, t.Bad)
}

func rule(size Size, t Theme, label Safe, line rune, st Style) Grid {
	g := t.Grid(size)
	g.Fill(0, 0, g.W, 1, line, st)
	if label.s == "" || g.W < 3 {
		return g
	}
	lead := min(3, (g.W-3)/2)
	label = t.Fit(label, g.W-lead-2)
	g.Text(lead, 0, Safe{" " + label.s + " "}, st)
	return g
}

// Box draws a frame around the whole of size, with an optional title in its
// upper edge. What it frames is put at 1, 1.
func Box(size Size, t Theme, title Safe, st Style) Grid {
	g := t.Grid(size)
	box(g, 0, 0, g.Size, t, st)
	if title.s != "" && g.W >= 6 {
		g.Text(2, 0, Safe{" " + t.Fit(title, g.W-6).s + " "}, st)
	}
	return g
}

// box draws a frame into g.
func box(g Grid, x, y int, s Size, t Theme, st Style) {
	if s.W < 1 || s.H < 1 {
		return
	}
	gl, right, bottom := t.glyphs(), x+s.W-1, y+s.H-1
	g.Fill(x, y, s.W, 1, gl.line, st)
	g.Fill(x, bottom, s.W, 1, gl.line, st)
	g.Fill(x, y, 1, s.H, gl.vertical, st)
	g.Fill(right, y, 1, s.H, gl.vertical, st)
	g.Set(x, y, gl.corners[0], st)
	g.Set(right, y, gl.corners[1], st)
	g.Set(x, bottom, gl.corners[2], st)
	g.Set(right, bottom, gl.corners[3], st)
}
