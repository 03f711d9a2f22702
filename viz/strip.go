package viz

// Strip draws one vector as a line of colour over the whole width, with its
// scale in the last row if there is more than one: as many values to a dot as
// it takes. Values are those of a [HeatMap] with one row, of which it takes the
// names, the scale and the cross.
func Strip(size Size, t Theme, m HeatMap) Grid {
	g := t.Grid(size)
	m.Cols, m.Bare = len(m.Values), true
	if g.W < 1 || g.H < 1 || m.Cols == 0 {
		return g
	}
	if m.Range == nil { // what is binned has the scale of its values
		low, high := m.limits(m.Values)
		m.Range = &[2]float64{low, high}
	}
	high := max(g.H-1, 1)
	g.Put(0, 0, Heat(Size{g.W, high}, t, m))
	if g.H > 1 {
		g.Put(0, g.H-1, HeatLegend(Size{g.W, 1}, t, m))
	}
	return g
}
