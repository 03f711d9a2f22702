package sampling

import (
	"math"
	"slices"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// rule is one way to choose, with all other steps off.
type rule struct {
	name     message.Text // "T = 0.5"; empty for the knobs as they are
	settings sampling.Settings
	always   bool // shown also where room is short
	judged   [2]sampling.Judgement
	kept     [2]int // tokens that can be drawn
	can      bool   // the engine has the step
}

// rulesToJudge are the ways that are compared: first the knobs as they are.
func rulesToJudge() []rule {
	rules := []rule{{always: true}}
	add := func(kind sampling.Kind, value float64, always bool) {
		name := message.New("%v %s", message.Label("knob", string(kind)), plainly(value))
		if kind == sampling.KindTemperature {
			name = message.Verbatim("T = " + plainly(value))
		}
		rules = append(rules, rule{name: name, always: always, settings: only(kind, value)})
	}
	for _, t := range []float64{0, 0.2, 0.5, 0.8, 1, 1.2, 1.5, 2, 3} {
		add(sampling.KindTemperature, t, t == 0 || t == 0.5 || t == 1 || t == 2)
	}
	for _, k := range []float64{1, 3, 5, 12, 40, 100} {
		add(sampling.KindTopK, k, k == 5 || k == 40)
	}
	for _, p := range []float64{0.5, 0.8, 0.9, 0.95, 0.99} {
		add(sampling.KindTopP, p, p == 0.5 || p == 0.9)
	}
	for _, p := range []float64{0.01, 0.05, 0.1, 0.2} {
		add(sampling.KindMinP, p, p == 0.05)
	}
	return rules
}

// only is one step alone.
func only(kind sampling.Kind, value float64) sampling.Settings {
	s := sampling.Neutral()
	switch kind {
	case sampling.KindTemperature:
		s.Temperature = value
	case sampling.KindTopK:
		s.TopK = int(value)
	case sampling.KindTopP:
		s.TopP = value
	case sampling.KindMinP:
		s.MinP = value
	}
	return s
}

// own says whether a rule is the knobs as they are.
func (r rule) own() bool { return r.name.Empty() }

// has says whether the engine has the step that a rule needs.
func (l *Lab) has(r rule) bool {
	s, e := r.settings, l.engines[l.engine]
	switch {
	case r.own():
		return true
	case s.TopK > 0:
		return e.Lacks(sampling.KindTopK) == ""
	case s.TopP < 1:
		return e.Lacks(sampling.KindTopP) == ""
	case s.MinP > 0:
		return e.Lacks(sampling.KindMinP) == ""
	}
	return true
}

// judged is all that the judgement of rules depends on.
type judged struct {
	recipe recipe
	second asked
}

// judge holds every rule to the truth behind both prompts, where it is known.
func (l *Lab) judge(budget float64) {
	if !l.cutSecond(budget) || !l.second.is(l.asksBeside()) || l.second.failed != nil || l.next.told != nil || l.lm.World == nil {
		return
	}
	by := judged{l.cutBy, l.second.asked}
	if l.rules != nil && l.rulesBy == by {
		return
	}
	rules := rulesToJudge()
	for i := range rules {
		r := &rules[i]
		r.can = l.has(*r)
		for j, d := range []distribution{l.next, l.second.distribution} {
			final := l.ruledBy(*r, d).Final()
			r.kept[j] = len(final.Order)
			if d.truth == nil {
				r.judged[j] = sampling.Judge([]float64{0}, []float64{0})
				continue
			}
			r.judged[j] = sampling.Judge(d.truth, final.Probs())
		}
	}
	l.rules, l.rulesBy = rules, by
}

// ruledBy applies a rule behind a prompt.
func (l *Lab) ruledBy(r rule, d distribution) sampling.Trace {
	s := r.settings
	if r.own() {
		s = l.settings(0)
		s.Prompt = len(d.tokens)
	}
	trace, _ := d.run(l.engines[l.engine].Chain(s))
	return trace
}

// nearest is the rule whose distribution is nearest to the truth behind a
// prompt, the first of several; nil where no truth is known.
func nearest(rules []rule, prompt int) *rule {
	var best *rule
	for i := range rules {
		r := &rules[i]
		if r.own() || !r.can || math.IsNaN(r.judged[prompt].Distance) {
			continue
		}
		if best == nil || r.judged[prompt].Distance < best.judged[prompt].Distance {
			best = r
		}
	}
	return best
}

// drawRules draws a row a rule, with what it loses of the truth behind both
// prompts and what it leaves that is false.
func (l *Lab) drawRules(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	name, gap := 13, 1
	if g.W < 70 {
		name = 11
	}
	w := max((g.W-name-gap)/2, 0)
	at := [2]int{name, name + w + gap}
	a, b := l.quoted(f.Theme, w)
	for i, title := range []viz.Safe{a, b} {
		g.Text(at[i], 0, title, f.Theme.Strong)
		l.ruleCells(f, g, at[i], 1, w, [4]viz.Safe{f.Say("left"), f.Print(message.About("truth", "lost")), f.Say("false"), f.Print(message.About("distance", "off"))}, nil)
	}
	rules := l.rules
	best := [2]*rule{nearest(rules, 0), nearest(rules, 1)}
	for y, r := range shownRules(rules, best, max(g.H-4, 0)) {
		y += 2
		style, label := f.Theme.Text, f.Print(r.name)
		if r.own() {
			style, label = f.Theme.Accent, f.Say("▸ knobs")
		}
		g.Text(0, y, f.Theme.Fit(label, name-1), style)
		for j, judged := range r.judged {
			cells := [4]viz.Safe{viz.Grouped(r.kept[j]), smallShare(judged.Lost), smallShare(judged.False), smallShare(judged.Distance)}
			if best[j] != nil && judged.Distance == best[j].judged[j].Distance {
				cells[3] = viz.Clean("*" + cells[3].String())
			}
			l.ruleCells(f, g, at[j], y, w, cells, &judged)
		}
	}
	l.rulesLegend(f, g, w)
	return g
}

// rulesLegend says in the last row what the bars of columns of a width are, and
// what off is.
func (l *Lab) rulesLegend(f lab.Frame, g viz.Grid, w int) {
	legend := []viz.LegendItem{{Glyph: '*', Style: f.Theme.Text, Name: f.Say("least off")}}
	if barWidth(w) > 0 {
		legend = append([]viz.LegendItem{
			{Glyph: '░', Style: f.Theme.Bad, Name: f.Say("true and lost")}, {Glyph: '█', Style: f.Theme.Bad, Name: f.Say("false and kept")},
		}, legend...)
	}
	const gap = 3
	at := 0
	for _, item := range legend {
		at += 2 + f.Theme.Show(item.Name).Width() + gap
	}
	g.Put(0, g.H-1, viz.Legend(viz.Size{W: g.W, H: 1}, f.Theme, legend))
	if rest := g.W - at; rest > 0 {
		g.Text(at, g.H-1, f.Theme.FitFirst(rest, f.Say("off: distance from the truth, 0 to 1"), f.Say("off: from the truth, 0 to 1"), f.Say("off: 0 to 1")), f.Theme.Faint)
	}
}

// smallShare is a share of which less than a thousandth is not told apart.
func smallShare(v float64) viz.Safe {
	if v > 0 && viz.Fixed(v, 3).String() == "0.000" {
		return viz.Clean("<.001")
	}
	return shareOf(v, 5)
}

// shownRules are those that a number of rows has room for: the nearest ones
// first, then those that are always shown, then the others.
func shownRules(rules []rule, best [2]*rule, rows int) (shown []*rule) {
	is := map[*rule]bool{}
	for _, wanted := range []func(r *rule) bool{
		func(r *rule) bool { return r.own() || r == best[0] || r == best[1] },
		func(r *rule) bool { return r.always },
		func(*rule) bool { return true },
	} {
		for i := range rules {
			if r := &rules[i]; r.can && wanted(r) && len(is) < rows {
				is[r] = true
			}
		}
	}
	for i := range rules {
		if is[&rules[i]] {
			shown = append(shown, &rules[i])
		}
	}
	return shown
}

// Cells of a prompt's count and of each of its numbers.
const ruleCount, ruleNumber = 5, 6

// barWidth is the room for each of two bars in a prompt's column; 0 for none.
func barWidth(column int) int {
	if rest := column - ruleCount - 3*ruleNumber; rest >= 2*4 {
		return rest / 2
	}
	return 0
}

// ruleCells writes one prompt's numbers in a row, and bars between them where
// there is room.
func (l *Lab) ruleCells(f lab.Frame, g viz.Grid, x, y, w int, cells [4]viz.Safe, judged *sampling.Judgement) {
	const count, number = ruleCount, ruleNumber
	bar := barWidth(w)
	style := f.Theme.Text
	if judged == nil {
		style = f.Theme.Faint
	}
	at := [...]int{x, x + count, x + count + number + bar, x + count + 2*number + 2*bar}
	for i, cell := range cells {
		cell = f.Theme.Fit(cell, number)
		width := number - 1
		if i == 0 {
			width = count - 1
		}
		g.Text(at[i]+width-cell.Width(), y, cell, style)
	}
	if judged == nil || bar == 0 {
		return
	}
	f.Theme.Scaled("bar", 0, 1)
	for i, v := range []float64{judged.Lost, judged.False} {
		glyph := []rune{'░', '█'}[i]
		if f.Theme.Glyphs == viz.ASCII {
			glyph = []rune{'.', '#'}[i]
		}
		g.Fill(at[i+1]+number, y, int(math.Round(v*float64(bar-1))), 1, glyph, f.Theme.Bad)
	}
}

// sayRules says which rule is nearest to the truth behind each prompt.
func (l *Lab) sayRules() message.Text {
	first, second := nearest(l.rules, 0), nearest(l.rules, 1)
	switch {
	case first == nil && second == nil:
		return message.New("Of neither prompt it is known what is true: b brings one, and beside is another.")
	case first == nil:
		return message.New("What is true after the first prompt is not known. After the second no rule is nearer to it than %s (off %s).", second.name, viz.Share(second.judged[1].Distance, 5))
	case second == nil:
		return message.New("No rule is nearer to the truth than %s (off %s) after the first prompt. What is true after the second is not known.", first.name, viz.Share(first.judged[0].Distance, 5))
	}
	off := [2]viz.Safe{viz.Share(first.judged[0].Distance, 5), viz.Share(second.judged[1].Distance, 5)}
	cold := l.rules[slices.IndexFunc(l.rules, func(r rule) bool { return !r.own() && r.settings.Temperature == 0 })]
	if one(l.second.truth) && !one(l.next.truth) && cold.judged[1].Distance <= second.judged[1].Distance && cold.judged[0].Distance > first.judged[0].Distance {
		return message.New("Least off: %s (%s) after the first prompt, %s (%s) after the second, where one answer is true. After the first T = 0 is off %s.",
			first.name, off[0], second.name, off[1], viz.Share(cold.judged[0].Distance, 5))
	}
	return message.New("Least off: %s (%s) after the first prompt, %s (%s) after the second.", first.name, off[0], second.name, off[1])
}

// one says whether one token alone is true.
func one(truth []float64) bool { return len(truth) > 0 && slices.Max(truth) > 1-1e-9 }

// readRules is how far the nearest rules are from the truth, and how the knobs as
// they are do.
func (l *Lab) readRules() []lab.Reading {
	own := l.rules[0]
	readings := []lab.Reading{
		l.leastOff("least off", 0),
		l.leastOff("least off beside", 1),
		share("lost", "of what is true after the first prompt, what these knobs make impossible", own.judged[0].Lost),
		share("false", "what these knobs leave that is never true after the first prompt", own.judged[0].False),
		share("lost beside", "of what is true after the second prompt, what these knobs make impossible", own.judged[1].Lost),
		share("false beside", "what these knobs leave that is never true after the second prompt", own.judged[1].False),
	}
	for i, r := range readings {
		readings[i].Provenance = lab.Computed
		if math.IsNaN(r.Value) {
			readings[i].Value, readings[i].Undefined = 0, message.New("the truth is not known here")
		}
	}
	return readings
}

// leastOff is how far the nearest rule is from the truth behind a prompt.
func (l *Lab) leastOff(name string, prompt int) lab.Reading {
	r := lab.Reading{Name: name, Value: math.NaN(), Digits: 3, Help: message.New("how far from the truth the distribution is that the nearest rule leaves: half the sum of all differences")}
	if best := nearest(l.rules, prompt); best != nil {
		r.Value, r.Note = best.judged[prompt].Distance, best.name
	}
	return r
}

// listRules is a row a rule.
func (l *Lab) listRules() []lab.List {
	list := lab.List{Name: "rules", Columns: []string{"rule", "keeps", "lost", "false", "off by", "keeps beside", "lost beside", "false beside", "off by beside"}}
	for _, r := range l.rules {
		if !r.can {
			continue
		}
		name := "knobs"
		if !r.own() {
			name = r.name.String()
		}
		row := []lab.Cell{lab.Word(name)}
		for j, judged := range r.judged {
			row = append(row, lab.Count(r.kept[j]))
			for _, v := range []float64{judged.Lost, judged.False, judged.Distance} {
				if math.IsNaN(v) {
					row = append(row, lab.Word(notKnown))
				} else {
					row = append(row, lab.Amount(v, 6))
				}
			}
		}
		list.Add(row...)
	}
	return []lab.List{list}
}
