package adapt

import (
	"math"
	"strings"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// The learning rates and the replays of the table.
var (
	gridRates   = []float64{1e-4, 3e-4, 5e-4, 1e-3}
	gridReplays = []int{0, 2, 4, 8}
)

// rates is the view of new facts against old ones, over rate and replay.
func (l *Lab) rates() lab.View {
	return lab.View{
		Name: "rates", Help: "what is left of the old facts, over learning rate and replay", Moves: l.trained(),
		Draw: l.drawRates, Sentence: l.sayRates, Readings: l.readRates, Lists: l.listRates, At: l.atRates,
		Actions: func() []lab.Action {
			return l.trialActions(&l.grid, func() *knowledge.Trials {
				return knowledge.NewTrials(l.study.exam, knowledge.Grid(l.recipe(), gridRates, gridReplays, max(l.steps, 1))...)
			})
		},
	}
}

// gridJob is what the table depends on.
func (l *Lab) gridJob() job {
	j := l.job.plain()
	j.recipe.Rate, j.recipe.Replay = 0, 0
	return j
}

// cell is what came of one rate and replay: as a part of the series, or because
// the knobs have been there.
func (l *Lab) cell(rate, replay int) (outcome, bool) {
	j := l.job
	j.recipe.Rate, j.recipe.Replay = gridRates[rate], gridReplays[replay]
	if o, ok := l.recalled(j); ok {
		return o, true
	}
	at := rate*len(gridReplays) + replay
	if t := l.grid.run; t != nil && at < t.Finished() {
		lost, _ := t.Lost(at, knowledge.Old)
		after := t.All[at].After
		return outcome{after.Score(knowledge.New, knowledge.AsIs), after.Score(knowledge.Old, knowledge.AsIs), lost}, true
	}
	return outcome{}, false
}

// heldCell is the cell that the knobs are at.
func (l *Lab) heldCell() (at viz.Spot, ok bool) {
	at = viz.Spot{Row: -1, Col: -1}
	for i, rate := range gridRates {
		if math.Abs(l.rate-rate) < 1e-9 {
			at.Row = i
		}
	}
	for i, replay := range gridReplays {
		if l.replay == replay {
			at.Col = i
		}
	}
	return at, at.Row >= 0 && at.Col >= 0
}

// eachCell calls do for the cells that are known, and returns how many are.
func (l *Lab) eachCell(do func(rate, replay int, o outcome)) (known int) {
	for i := range gridRates {
		for j := range gridReplays {
			if o, ok := l.cell(i, j); ok {
				known++
				do(i, j, o)
			}
		}
	}
	return known
}

// layoutRates is the frame of the tables, the rows below them, and where the
// second table stands; 0: there is no room for two.
func layoutRates(f lab.Frame) (tables lab.Frame, below, half int) {
	switch {
	case f.H >= 20: // all cells in rows, with what each has lost
		below = f.H - 2*len(gridRates) - 3
	case f.H >= 12:
		below = max(f.H/3, 4)
	}
	if f.W >= 76 {
		half = f.W / 2
	}
	return f.In(f.W, f.H-below), below, half
}

// atRates says what came of the fine-tuning whose cell is pointed at.
func (l *Lab) atRates(f lab.Frame, x, y int) message.Text {
	tables, _, half := layoutRates(f)
	size := viz.Size{W: tables.W, H: tables.H}
	switch {
	case half > 0 && x > half:
		x, size.W = x-half-1, tables.W-half-1
	case half > 0:
		size.W = half - 1
	}
	if size.H >= 4 { // the title
		y, size.H = y-1, size.H-1
	}
	at, ok := l.rateTable(f, func(o outcome) float64 { return o.old.Share() }).CellAt(size, f.Theme, x, y)
	if !ok {
		return message.Text{}
	}
	rate, replay := gridRates[at.Row], gridReplays[at.Col]
	o, known := l.cell(at.Row, at.Col)
	if !known {
		return message.New("rate %g, replay %d: not trained yet", rate, replay)
	}
	return message.New("rate %g, replay %d: %d of %d old facts left, %d of %d new ones learnt", rate, replay, o.old.Right, o.old.Of, o.fresh.Right, o.fresh.Of)
}

// drawRates draws the old facts that are left and the new ones that are
// learnt, a cell for each fine-tuning, and which old facts the one at the knobs
// has lost.
func (l *Lab) drawRates(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	tables, below, half := layoutRates(f)
	old := l.rateTable(f, func(o outcome) float64 { return o.old.Share() })
	draw := func(table viz.HeatTable) func(lab.Frame) viz.Grid {
		return func(f lab.Frame) viz.Grid { return viz.HeatCells(f.Size, f.Theme, table) }
	}
	title := f.Say("old facts left, by rate and replay")
	if _, _, known := l.extremes(); known < len(gridRates)*len(gridReplays) {
		room := f.W
		if half > 0 {
			room = half - 1
		}
		title = f.Theme.FitFirst(room, f.Say("old facts left, by rate and replay; –: not trained yet"), f.Say("old facts left; –: not trained yet"), title)
	}
	if half == 0 {
		g.Put(0, 0, titled(tables, title, draw(old)))
	} else {
		fresh := l.rateTable(f, func(o outcome) float64 { return o.fresh.Share() })
		g.Put(0, 0, titled(tables.In(half-1, tables.H), title, draw(old)))
		g.Put(half+1, 0, titled(tables.In(f.W-half-1, tables.H), f.Say("new facts learnt"), draw(fresh)))
	}
	switch {
	case f.H >= 20:
		g.Put(0, f.H-below+1, l.drawCells(f.In(f.W, below-1)))
	case below > 0:
		g.Put(0, f.H-below, l.drawHeldCell(f.In(f.W, below)))
	}
	return g
}

// drawCells lists the fine-tunings of the table with what each takes, and
// which old facts it has lost.
func (l *Lab) drawCells(f lab.Frame) viz.Grid {
	table := viz.TableData{Columns: []viz.Column{
		{Title: f.Say("rate"), Width: 6}, {Title: f.Say("replay"), Width: 6}, {Title: f.Say("multiply-adds"), Width: 6},
		{Title: f.Say("new"), Width: 4}, {Title: f.Say("old"), Width: 4},
		{Title: f.Say("old facts lost"), Left: true, Width: 14, Spare: true},
	}}
	held, on := l.heldCell()
	for i, rate := range gridRates {
		for j, replay := range gridReplays {
			recipe := l.recipe()
			recipe.Replay = replay
			row := viz.TableRow{Chosen: on && held == (viz.Spot{Row: i, Col: j}), Cells: []viz.Safe{
				viz.Cleanf("%g", rate), viz.Cleanf("%d", replay), amount(float64(recipe.Training(l.study.lm.Network.Config, max(l.steps, 1)))),
				viz.Clean("–"), viz.Clean("–"), {},
			}}
			if o, ok := l.cell(i, j); ok {
				row.Cells[3], row.Cells[4] = viz.Clean(share(o.fresh.Share())), viz.Clean(share(o.old.Share()))
				row.Cells[5] = viz.Clean(names(o.lost))
			}
			table.Rows = append(table.Rows, row)
		}
	}
	return viz.Table(f.Size, f.Theme, table)
}

// names are lost facts in short: whose, what, and what is said of it now.
func names(lost []knowledge.Change) string {
	list := make([]string, len(lost))
	for i, c := range lost {
		list[i] = c.Question.Fact.Person + "/" + c.Question.Fact.Relation.String()
	}
	return strings.Join(list, ", ")
}

// rateTable is a share by rate and replay.
func (l *Lab) rateTable(f lab.Frame, of func(outcome) float64) viz.HeatTable {
	t := viz.HeatTable{Decimals: 2, Range: [2]float64{0, 1}}
	for _, rate := range gridRates {
		t.Rows = append(t.Rows, viz.Cleanf("%g", rate))
	}
	for i, replay := range gridReplays {
		name := viz.Cleanf("+%d", replay)
		if i == 0 {
			name = f.Say("none")
		}
		t.Columns = append(t.Columns, name)
	}
	t.Values = make([]float64, len(gridRates)*len(gridReplays))
	for i := range t.Values {
		t.Values[i] = math.NaN()
	}
	l.eachCell(func(rate, replay int, o outcome) { t.Values[rate*len(gridReplays)+replay] = of(o) })
	if at, ok := l.heldCell(); ok {
		t.Chosen = &at
	}
	return t
}

// drawHeldCell lists the old facts that the fine-tuning at the knobs has lost.
func (l *Lab) drawHeldCell(f lab.Frame) viz.Grid {
	o, ok := l.recalled(l.job)
	if at, on := l.heldCell(); !ok && on {
		o, ok = l.cell(at.Row, at.Col)
	}
	if !ok {
		return viz.Paragraph(f.Size, f.Theme, f.Say("Each training that ends leaves its cell. Turn rate and replay, or run all of them."), f.Theme.Faint)
	}
	return drawLost(f, o.lost, f.Print(message.Count(len(o.lost), "rate %g, %v: one old fact is lost", "rate %g, %v: %d old facts are lost", l.rate, replayName(l.replay), len(o.lost))))
}

// extremes are the cells with the most and with the fewest old facts left, the
// first ones of equals.
func (l *Lab) extremes() (most, least viz.Spot, known int) {
	high, low := math.Inf(-1), math.Inf(1)
	known = l.eachCell(func(rate, replay int, o outcome) {
		if s := o.old.Share(); s > high {
			high, most = s, viz.Spot{Row: rate, Col: replay}
		}
		if s := o.old.Share(); s < low {
			low, least = s, viz.Spot{Row: rate, Col: replay}
		}
	})
	return most, least, known
}

func (l *Lab) sayRates() message.Text {
	all := len(gridRates) * len(gridReplays)
	most, least, known := l.extremes()
	switch {
	case l.grid.pending() && l.paused:
		return message.New("Paused, with %d of %d fine-tunings done. Space goes on.", known, all)
	case l.grid.pending():
		return message.New("Done so far: %d of %d fine-tunings, each of another copy. The rate grows downwards, replay to the right.", known, all)
	case known == 0:
		return message.New("Space trains %d copies that differ in rate and replay. It takes some minutes.", all)
	}
	best, _ := l.cell(most.Row, most.Col)
	worst, _ := l.cell(least.Row, least.Col)
	if best.old.Right == worst.old.Right {
		return message.Count(known,
			"Rate %[2]g with %[3]v leaves %[4]d of %[5]d old facts and learns %[6]d new ones. Turn rate or replay for another cell; space runs all.",
			"In all %d cells so far %[4]d of %[5]d old facts are left. Turn rate or replay for another cell; space runs all.",
			known, gridRates[most.Row], replayName(gridReplays[most.Col]), best.old.Right, best.old.Of, best.fresh.Right)
	}
	return message.New("Of %d old facts %d are left at rate %g with %v, and %d at %g with %v, in %d of %d cells.",
		best.old.Of, best.old.Right, gridRates[most.Row], replayName(gridReplays[most.Col]),
		worst.old.Right, gridRates[least.Row], replayName(gridReplays[least.Col]), known, all)
}

func (l *Lab) readRates() []lab.Reading {
	most, least, known := l.extremes()
	read := func(name string, help message.ID, at viz.Spot) lab.Reading {
		r := lab.Reading{Name: name, Help: message.New(help), Digits: 2}
		o, ok := l.cell(at.Row, at.Col)
		if !ok {
			r.Undefined = message.New("no cell of the table is trained")
			return r
		}
		r.Value, r.Note = o.old.Share(), message.New("rate %g, %v", gridRates[at.Row], replayName(gridReplays[at.Col]))
		return r
	}
	return computed([]lab.Reading{
		read("most left", "the largest share of old facts that a fine-tuning of the table has left", most),
		read("fewest left", "the smallest share of old facts that a fine-tuning of the table has left", least),
		{Name: "cells", Help: message.New("how many fine-tunings of the table are done"), Value: float64(known), Note: message.New("of %d", len(gridRates)*len(gridReplays))},
		l.workReading(&l.grid),
		l.scoreReading(knowledge.Old, knowledge.Tuned),
		l.scoreReading(knowledge.New, knowledge.Tuned),
	})
}

func (l *Lab) listRates() []lab.List {
	list := lab.List{Name: "fine-tunings", Columns: []string{"rate", "replay", "new", "old", "lost"}}
	l.eachCell(func(rate, replay int, o outcome) {
		list.Add(lab.Amount(gridRates[rate], 4), lab.Count(gridReplays[replay]), lab.Amount(o.fresh.Share(), 2), lab.Amount(o.old.Share(), 2), lab.Word(names(o.lost)))
	})
	return []lab.List{list}
}
