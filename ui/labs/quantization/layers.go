package quantization

import (
	"math"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawLayers draws the error of every tensor or site, the largest first.
func (l *Lab) drawLayers(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	what, column := f.Say("sites by loss, this prompt"), f.Say("site")
	switch l.set.what {
	case weights:
		what, column = f.Say("tensors by loss"), f.Say("tensor")
	case example:
		what, column = f.Say("the example"), f.Say("tensor")
	}
	below := f.Say("%d bits, %v", l.set.bits, l.set.scales())
	if l.set.what == weights && l.lm.Network.Unembedding().Rows*l.config().Width > mostValues {
		below = f.Say("%d bits, %v; large ones by samples of rows", l.set.bits, l.set.scales())
	}
	if done, all := l.survey.work.Tasks(); done < all {
		below = f.Say("measuring: %d left", all-done)
	}
	if l.calibrating() {
		below = f.Say("reading texts for ranges: %d of %d", l.watchedRows(), calibrationRows)
	}
	top := head(g, f.Theme, what, below)
	width := g.W
	if wide := 150; g.W >= wide && l.set.what != example && len(l.survey.rows) > 1 {
		width = g.W / 2
		at := width + 4
		g.Put(at, 0, l.drawRanges(f.In(g.W-at, g.H)))
	}
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: column, Left: true, Width: 10},
			{Title: f.Say("error"), Width: 5},
			{Title: f.Say("max/rms"), Width: 7, Spare: true},
		},
		Kept: f.Say("RMSE in percent of the RMS"),
	}
	chosen := l.survey.chosenRow(l.set)
	most := 0.0
	for i, r := range l.survey.rows {
		most = max(most, 100*r.error)
		chart.Rows = append(chart.Rows, viz.BarRow{
			Value: 100 * r.error, Chosen: i == chosen,
			Cells: []viz.Safe{viz.Clean(r.name), viz.Fixed(100*r.error, 2), viz.Fixed(r.crest, 1)},
		})
	}
	chart.Max = f.Top("error, % of the RMS", most)
	g.Put(0, top, viz.Bars(viz.Size{W: width, H: g.H - top}, f.Theme, chart))
	return g
}

// drawRanges draws the error of every tensor or site over its range, and what
// uniform noise of the same step has: step/√12.
func (l *Lab) drawRanges(f lab.Frame) viz.Grid {
	chosen := l.survey.chosenRow(l.set)
	c := viz.LineChart{XName: f.Say("max/rms"), YName: f.Say("error over range: each mark is a row of the list")}
	widest, most := 0.0, 0.0
	for i, r := range l.survey.rows {
		c.Dots = append(c.Dots, viz.LineDot{X: r.crest, Y: 100 * r.error, Held: i == chosen})
		widest, most = max(widest, r.crest), max(most, 100*r.error)
	}
	widest = f.Top("max/rms", math.Ceil(widest+1))
	c.X = [2]float64{0, widest}
	if steps, ok := l.steps(); ok {
		const points = 33
		noise := make([]float64, points)
		for i := range noise {
			noise[i] = 100 * widest * float64(i) / (points - 1) / steps / math.Sqrt(12)
		}
		most = max(most, noise[points-1])
		c.Series = []viz.Line{{Name: f.Say("step/√12"), Values: noise, Under: true}}
		c.YName = f.Say("error over range: each mark is a row of the list, the line max/(%v·√12)", steps)
	}
	c.Y = &[2]float64{0, f.Top("error:range", math.Ceil(most/10)*10)}
	return viz.Lines(f.Size, f.Theme, c)
}

// steps is how many of a grid's steps the largest magnitude is, where that is
// the same for every row: one symmetric scale a tensor, as wide as the values.
func (l *Lab) steps() (n float64, ok bool) {
	s := l.set
	if s.granularity != perTensor || s.kind == quant.Affine || s.clip != clipNone || s.calibration == static || s.smooth != noSmoothing {
		return 0, false
	}
	return math.Round(2/float64(s.plan().Scheme.Grid(quant.Range{Lo: -1, Hi: 1}).Scale)) / 2, true
}

func (l *Lab) sayLayers() message.Text {
	if len(l.survey.rows) == 0 {
		return message.New("Every tensor or site is quantized by itself.")
	}
	worst, best, widest := l.survey.extremes()
	most, least := percents(worst.error, 2), percents(best.error, 2)
	switch {
	case l.set.what == example:
		return message.New("The example loses %s %%.", most)
	case l.survey.work.Waiting() || l.calibrating():
		return message.New("So far %s loses most, %s %%.", worst.name, most)
	}
	ranking := message.New("%s loses most, %s %%, with max/rms %s; %s least, %s %%, with %s.",
		worst.name, most, viz.Fixed(worst.crest, 1), best.name, least, viz.Fixed(best.crest, 1))
	switch {
	case worst.error > .8 && worst.zeros > .8:
		return message.Join(ranking, l.sayZeros(worst.zeros))
	case l.set.granularity != perTensor:
		return message.Join(ranking, message.New("What counts is the range within each scale."))
	case l.set.calibration == static || l.set.clip != clipNone || l.set.smooth != noSmoothing:
		return ranking
	case widest.name == worst.name:
		return message.Join(ranking, message.New("Range costs resolution."))
	}
	return message.Join(ranking, message.New("It is not the range alone: %s has %s.", widest.name, viz.Fixed(widest.crest, 1)))
}

// sayZeros says how much of the worst tensor is left at 0.
func (l *Lab) sayZeros(share float64) message.Text {
	switch n := l.levels(); {
	case share == 1:
		return message.New("With %d levels all of its values become 0.", n)
	case share >= .995:
		return message.New("With %d levels nearly all of its values become 0.", n)
	default:
		return message.New("With %d levels %.0f %% of its values become 0.", n, 100*share)
	}
}

// surveyed is what a row of the survey is: a column's name for who reads it as
// a table, in no language.
func (l *Lab) surveyed() string {
	if l.set.what == activations {
		return "site"
	}
	return "tensor"
}

// levels is how many a grid has.
func (l *Lab) levels() int {
	g := l.set.plan().Scheme.Grid(quant.Range{Lo: -1, Hi: 1})
	return g.Levels()
}

// listLayers is the tensors or sites of the view layers, the largest error first.
func (l *Lab) listLayers() []lab.List {
	if len(l.survey.rows) == 0 {
		return nil
	}
	list := lab.List{Name: l.surveyed() + "s", Columns: []string{l.surveyed(), "error, % of the RMS", "max/rms"}}
	for _, r := range l.survey.rows {
		list.Add(lab.Word(r.name), lab.Amount(100*r.error, 3), lab.Amount(r.crest, 2))
	}
	return []lab.List{list}
}
