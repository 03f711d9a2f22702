package norm

import (
	"math"

	"logitarium/core/elementary"
	"logitarium/core/experiment/norms"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// The range of the losses, in nats; what is beyond is marked at the edge.
const lowLoss, highLoss = 0.4, 1.8

// leastMean is how many steps there are before the first mean of losses.
const leastMean = 20

// raceKinds are the norms of the race, in the order of the pictures.
var raceKinds = []norms.Kind{norms.Layer, norms.Batch, norms.RMS}

// The rows that a chart and the table of answers have at the least.
const leastChart, leastAnswers = 6, 5

// drawRace draws the losses, a picture for each size of batch, and below them
// how many answers are right at the end.
func (l *Lab) drawRace(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	top := head(g, f, l.raceState())
	rest := g.H - top
	answers := 0
	if l.race.examined() {
		answers = min(max(leastAnswers, rest/3), rest)
		if rest-answers-1 < leastChart {
			answers = rest
		}
	}
	if high := rest - answers; high > 0 {
		each := (g.W - 2) / len(raceBatches)
		for i, batch := range raceBatches {
			g.Put(i*(each+2), top, l.drawLosses(f.In(each, high), batch))
		}
	}
	if answers > 0 {
		g.Put(0, g.H-answers, viz.HeatCells(viz.Size{W: g.W, H: answers}, f.Theme, l.answers(f)))
	}
	return g
}

// drawLosses draws the losses of the networks with one size of batch.
func (l *Lab) drawLosses(f lab.Frame, batch int) viz.Grid {
	g := f.Theme.Grid(f.Size)
	trained, span := l.race.trained(), f.Last("steps", max(l.updates, firstUpdates))
	chart := viz.LineChart{
		X: [2]float64{1, float64(span)}, XName: f.Say("step"),
		Y: &[2]float64{lowLoss, highLoss}, YName: f.Say("loss, nats"),
	}
	for _, k := range raceKinds {
		if trained == 0 {
			break
		}
		line := viz.Line{Name: viz.Clean(k.String())}
		x, _, _ := l.race.racer(k, batch)
		for i := range trained {
			loss := math.NaN() // a mean of too few says nothing
			if i >= leastMean {
				loss = x.Loss(i + 1)
			}
			line.Values = append(line.Values, loss)
		}
		line.Values = lab.Padded(line.Values, span)
		chart.Series = append(chart.Series, line)
	}
	guessing := viz.Line{Name: f.Say("guessing"), Under: true}
	for range span {
		guessing.Values = append(guessing.Values, elementary.Log(norms.Classes))
	}
	chart.Series = append(chart.Series, guessing)
	g.Text(0, 0, f.Theme.Fit(f.Say("batches of %d", batch), g.W), f.Theme.Text)
	g.Put(0, 1, viz.Lines(viz.Size{W: g.W, H: g.H - 1}, f.Theme, chart))
	return g
}

// answers are how many are right, as in training and in evaluation.
func (l *Lab) answers(f lab.Frame) viz.HeatTable {
	t := viz.HeatTable{Range: [2]float64{norms.TestSamples / norms.Classes, norms.TestSamples}}
	for _, k := range raceKinds {
		t.Columns = append(t.Columns, viz.Clean(k.String()))
	}
	for _, batch := range raceBatches {
		t.Rows = append(t.Rows, f.Say("batch %d, training", batch), f.Say("batch %d, evaluation", batch))
		var training, evaluation []float64
		for _, k := range raceKinds {
			training = append(training, float64(l.race.right(k, batch, false)))
			evaluation = append(evaluation, float64(l.race.right(k, batch, true)))
		}
		t.Values = append(append(t.Values, training...), evaluation...)
	}
	return t
}

// right is how many of [norms.TestSamples] answers of an examined network are
// right.
func (r *race) right(k norms.Kind, batch int, evaluation bool) int {
	_, e, _ := r.racer(k, batch)
	score := e.Training
	if evaluation {
		score = e.Evaluation
	}
	return int(math.Round(score.Right * norms.TestSamples))
}
