package sampling

import (
	"math"
	"slices"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// ruled is what a program makes of the settings behind the prompt.
type ruled struct {
	engine  sampling.Engine
	trace   sampling.Trace
	certain bool
}

// inAll has every program take its steps with the same settings.
func (l *Lab) inAll() {
	if l.engineRows != nil && l.enginesBy == l.cutBy {
		return
	}
	l.enginesBy, l.engineRows, l.engineSets = l.cutBy, make([]ruled, len(l.engines)), 0
	for i, e := range l.engines {
		r := ruled{e, l.trace, l.certain}
		if i != l.engine {
			r.trace, r.certain = l.next.run(e.Chain(l.settingsFor(e, 0)))
		}
		l.engineRows[i] = r
		if !slices.ContainsFunc(l.engineRows[:i], func(other ruled) bool { return sameTokens(other.trace.Final(), r.trace.Final()) }) {
			l.engineSets++
		}
	}
}

// sameTokens says whether two stages leave the same set.
func sameTokens(a, b sampling.Stage) bool {
	if len(a.Order) != len(b.Order) {
		return false
	}
	return !slices.ContainsFunc(b.Order, func(t int) bool { return !stays(a, t) })
}

// stays says whether a token is left at a stage.
func stays(s sampling.Stage, token int) bool { return s.Stays(token) }

// drawEngines draws what each program leaves as a bar that is cut into tokens.
func (l *Lab) drawEngines(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	all := l.engineRows
	each := max(g.H/len(all), 1)
	named := each < 2 && g.H > len(all) // a row of names over the first bar is the legend
	for i, r := range all {
		y := i * each
		if named {
			y++
		}
		style := f.Theme.Text
		if i == l.engine {
			style = f.Theme.Accent
			g.Text(0, y, f.Theme.Show(viz.Clean("▸")), style)
		}
		if each < 2 { // the bar stands where the steps would
			w := g.Text(2, y, f.Theme.Fit(r.count(), g.W-2), style) + 4
			rows := 1
			if named && i == 0 {
				rows, y = 2, y-1
			}
			g.Put(w, y, l.stacked(f.In(max(g.W-w, 0), rows), r))
			continue
		}
		g.Text(2, y, f.Theme.Fit(r.head(f), g.W-2), style)
		rows := each - 1 // names and bar, and from four rows on a blank one
		if each > 3 {
			rows = min(each-2, 6)
		}
		g.Put(2, y+1, l.stacked(f.In(g.W-2, rows), r))
	}
	return g
}

// head says how many tokens a program leaves, and by which steps.
func (r ruled) head(f lab.Frame) viz.Safe {
	steps := message.New("no step acts")
	if labels := stepsOf(r.trace); len(labels) > 0 {
		steps = labels[0]
		for _, s := range labels[1:] {
			steps = message.New("%v → %v", steps, s)
		}
	}
	return f.Say("%s: %v", r.count(), steps)
}

// count says how many tokens a program leaves.
func (r ruled) count() viz.Safe {
	name := viz.Clean(r.engine.Name).PadRight(9)
	if !r.certain {
		return viz.Cleanf("%s   ?", name)
	}
	return viz.Cleanf("%s %s", name, viz.Grouped(len(r.trace.Final().Order)).PadLeft(5))
}

// stepsOf names the steps of a trace, in their order.
func stepsOf(t sampling.Trace) (labels []message.Text) {
	for _, s := range t.Stages[1:] {
		labels = append(labels, stepLabel(s))
	}
	return labels
}

// stacked is a distribution as one bar, each token as wide as its probability:
// its names above where there are two rows.
func (l *Lab) stacked(f lab.Frame, r ruled) viz.Grid {
	g := f.Theme.Grid(f.Size)
	f.Theme.Scaled("bar", 0, 1)
	if !r.certain {
		return g
	}
	fills := []rune{'█', '▓'}
	if f.Theme.Glyphs == viz.ASCII {
		fills = []rune{'#', '='}
	}
	names := 0
	if g.H > 1 {
		names = 1
	}
	final, sum, free := r.trace.Final(), 0.0, 0
	for i, t := range final.Order {
		from := int(math.Round(sum * float64(g.W)))
		sum += final.P(t)
		to := int(math.Round(sum * float64(g.W)))
		if to == from {
			break
		}
		style := f.Theme.Measured
		if n := min(len(f.Theme.Series), 4); n > 0 {
			style = f.Theme.Series[i%n]
		}
		g.Fill(from, names, to-from, g.H-names, fills[i%2], style)
		if name := f.Theme.Show(viz.Cleanf("%s %s", l.label(t), viz.Share(final.P(t), 5))); names > 0 && from >= free && from+name.Width() <= g.W {
			g.Text(from, 0, name, f.Theme.Faint)
			free = from + name.Width() + 1
		}
	}
	return g
}

// sayEngines says in how many ways the programs read the same settings.
func (l *Lab) sayEngines() message.Text {
	if says := l.sayTold(); !says.Empty() {
		return says
	}
	least, most := ruled{}, ruled{}
	for i, r := range l.engineRows {
		if !r.certain {
			return message.New("Of some programs it is not known what they leave: the model does not tell enough.")
		}
		n := len(r.trace.Final().Order)
		if i == 0 || n < len(least.trace.Final().Order) {
			least = r
		}
		if i == 0 || n > len(most.trace.Final().Order) {
			most = r
		}
	}
	few, many := len(least.trace.Final().Order), len(most.trace.Final().Order)
	switch {
	case l.engineSets == 1:
		return message.Count(few, "All %[2]d programs leave the same %[1]d token.", "All %[2]d programs leave the same %[1]d tokens.", few, len(l.engineRows))
	case few == many:
		return message.Count(few, "The programs leave %d token each, but not the same one.", "The programs leave %d tokens each, but not the same ones.", few)
	}
	all, ok := l.next.all()
	if !ok {
		return message.New("The same settings leave %d tokens in %s and %d in %s: steps, their order and their edges differ.",
			few, least.engine.Name, many, most.engine.Name)
	}
	return message.New("The same settings leave %d of %d tokens in %s and %d in %s: steps, their order and their edges differ.",
		few, all, least.engine.Name, many, most.engine.Name)
}

// readEngines is how many tokens each program leaves.
func (l *Lab) readEngines() []lab.Reading {
	readings := []lab.Reading{l.survivors()}
	for _, r := range l.engineRows {
		reading := lab.Reading{Name: "in " + r.engine.Name, Help: message.New("tokens that this program leaves with these settings"),
			Value: float64(len(r.trace.Final().Order)), Provenance: lab.Computed}
		if !r.certain {
			reading.Value, reading.Undefined = 0, message.New(untold)
		}
		readings = append(readings, reading)
	}
	return readings
}

// listEngines is a row a program.
func (l *Lab) listEngines() []lab.List {
	list := lab.List{Name: "engines", Columns: []string{"engine", "survivors", "order", "top token", "highest p"}}
	for _, r := range l.engineRows {
		steps := ""
		for i, s := range r.trace.Stages[1:] {
			if i > 0 {
				steps += " "
			}
			steps += s.Name()
		}
		final := r.trace.Final()
		row := []lab.Cell{lab.Word(r.engine.Name), lab.Word(notKnown), lab.Word(steps), lab.Word(notKnown), lab.Word(notKnown)}
		if r.certain {
			row[1], row[3], row[4] = lab.Count(len(final.Order)), lab.Word(""), lab.Word("")
			if len(final.Order) > 0 {
				row[3], row[4] = lab.Word(l.name(final.Order[0])), lab.Amount(final.P(final.Order[0]), 6)
			}
		}
		list.Add(row...)
	}
	return []lab.List{list}
}
