package residual

import (
	"math"

	"logitarium/core/experiment"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// seeds is the view of the same race from several first weights.
func (l *Lab) seeds() lab.View {
	return lab.View{
		Name: "seeds", Help: "the same race from several seeds: who wins as a rule?",
		Moves: append(l.drawn(), &l.cross, &l.draws, &l.rate, &l.warmup, &l.steps),
		Draw:  l.drawSeeds, Sentence: l.saySeeds, Readings: l.readSeeds,
		Actions: func() []lab.Action { return l.raceActions(&l.series) },
	}
}

// mostLead is where the bars of a lead end, in nats.
const mostLead = 3

// drawSeeds draws by how much pre-LN is ahead in each race.
func (l *Lab) drawSeeds(f lab.Frame) viz.Grid {
	trained := l.series.trained(l.steps)
	heading := []viz.Safe{f.Print(l.raceState(&l.series)), f.Print(l.raceOf())}
	return titled(f, heading, func(f lab.Frame) viz.Grid {
		chart := viz.BarChart{
			Columns: []viz.Column{
				{Title: f.Say("seed"), Width: 4},
				{Title: f.Say("pre"), Width: 5},
				{Title: f.Say("post"), Width: 5},
				{Title: f.Say("pre ahead by"), Width: 6},
			},
			Low: -mostLead, Max: mostLead,
			Kept: f.Say("nats: to the right pre-LN is ahead, to the left post-LN"),
		}
		thick := thickness(l.draws+1, f.H-4)
		for i := range l.draws {
			pre, post := math.NaN(), math.NaN()
			if a, b, of := l.series.shown(i, l.steps); of > 0 {
				pre, post = a.Loss(of), b.Loss(of)
			}
			row := viz.BarRow{
				Cells: []viz.Safe{viz.Cleanf("%d", l.seed+i), viz.Fixed(pre, 2), viz.Fixed(post, 2), viz.Fixed(post-pre, 2)},
				Value: post - pre, Mark: math.NaN(),
			}
			for range thick {
				chart.Rows = append(chart.Rows, row)
				row.Cells = []viz.Safe{{}, {}, {}, {}}
			}
		}
		if trained > 0 && l.draws > 1 {
			mean := l.lead().Mean
			chart.Rows = append(chart.Rows, viz.BarRow{Rule: f.Say("mean")},
				viz.BarRow{Cells: []viz.Safe{{}, {}, {}, viz.Fixed(mean, 2)}, Value: mean, Mark: math.NaN()})
		}
		return viz.Bars(f.Size, f.Theme, chart)
	})
}

// lead compares the places over all seeds so far.
func (l *Lab) lead() experiment.Lead { return l.series.run.Lead(l.series.trained(l.steps)) }

func (l *Lab) saySeeds() message.Text {
	trained := l.series.trained(l.steps)
	if trained == 0 {
		return message.New("Takase et al. 2022 find post-LN better than pre-LN up to six layers or so. One race may be luck: space runs %d, each with first weights and text of its own.", l.draws)
	}
	lead := l.lead()
	if !finite(lead.Mean) {
		return message.New("In at least one race a loss is no number any more. A lower rate?")
	}
	var so message.Text
	if trained < l.steps {
		so = message.Count(trained, "%d of %d steps is done.", "%d of %d steps are done.", trained, l.steps)
	}
	switch {
	case lead.Of == 1:
		return message.New("The one race is at %.2f in pre-LN and at %.2f in post-LN. Turn up networks: one may be luck.",
			l.series.run.Races[0].Pre.Loss(trained), l.series.run.Races[0].Post.Loss(trained))
	case lead.Mean >= 0:
		return message.Join(so, message.New("Pre-LN is ahead in %d of %d races, on average by %.2f nats, give or take %.2f.", lead.Pre, lead.Of, lead.Mean, lead.Deviation))
	}
	return message.Join(so, message.New("Post-LN is ahead in %d of %d races, on average by %.2f nats, give or take %.2f: pre-LN is not always better.", lead.Of-lead.Pre, lead.Of, -lead.Mean, lead.Deviation))
}

func (l *Lab) readSeeds() []lab.Reading {
	trained := l.series.trained(l.steps)
	readings := []lab.Reading{
		{Name: "lead", Help: message.New("by how much pre-LN's loss is below post-LN's, on average over the seeds"), Digits: 2, Unit: "nats"},
		{Name: "deviation", Help: message.New("how far the leads of single seeds are from their mean: their standard deviation, divided by one less"), Digits: 2, Unit: "nats"},
		{Name: "pre wins", Help: message.New("in how many races pre-LN has the smaller loss"), Note: message.New("of %d", l.draws)},
	}
	if trained == 0 {
		for i := range readings {
			readings[i].Undefined = message.New("no step yet")
		}
	} else {
		lead := l.lead()
		readings[0].Value, readings[1].Value, readings[2].Value = lead.Mean, lead.Deviation, float64(lead.Pre)
		if l.draws == 1 {
			readings[1].Undefined = message.New("one race has none")
		}
	}
	return computed("no number any more", append(readings,
		lab.Reading{Name: "step", Help: message.New("how many updates all networks have made"), Value: float64(trained), Note: message.New("of %d", l.steps)},
		rateNow(l.series.setting, trained)))
}
