package gpt

import (
	"logitarium/core/family"
	"logitarium/ui/lab"
)

// Readings are the numbers on screen: those of the view first.
func (l *Lab) Readings() []lab.Reading {
	shape, memory, text := l.shapeReadings(), l.memoryReadings(), l.textReadings()
	switch l.view {
	case viewMemory:
		return append(append(memory, shape...), text...)
	case viewTokens:
		return append(append(text, shape...), memory...)
	}
	return append(append(shape, memory...), text...)
}

// number is a reading that may be undisclosed.
func number(name string, c family.Cell, unit string, scale float64, digits int) lab.Reading {
	r := lab.Reading{Name: name, Unit: unit, Digits: digits, Provenance: lab.Computed}
	switch c.Origin {
	case family.Undisclosed:
		r.Undefined = c.Text
	case family.Computed:
		r.Value = c.Value / scale
	default:
		r.Value, r.Provenance, r.Source = c.Value/scale, lab.Published, c.Source
	}
	return r
}

func (l *Lab) shapeReadings() []lab.Reading {
	a, b := l.a(), l.b()
	readings := []lab.Reading{
		number("parameters", a.Total(), "", 1, 0),
		number("compared", b.Total(), "", 1, 0),
	}
	ratio := lab.Reading{Name: "ratio", Digits: 2, Provenance: lab.Computed, Note: "parameters"}
	switch {
	case !l.compares():
		readings[1] = lab.Reading{Name: "compared", Undefined: oneModel, Provenance: lab.Computed}
		ratio.Undefined = oneModel
	case a.Shape == nil || b.Shape == nil:
		ratio.Undefined = "undisclosed"
	default:
		ratio.Value = a.Total().Value / b.Total().Value
	}
	active := lab.Reading{Name: "active", Digits: 0, Provenance: lab.Computed, Note: "a token"}
	work := lab.Reading{Name: "work", Unit: "GFLOP", Digits: 3, Provenance: lab.Computed, Note: "a token"}
	if s := a.Shape; s == nil {
		active.Undefined, work.Undefined = "undisclosed", "undisclosed"
	} else {
		active.Value = float64(s.Active())
		work.Value = s.Forward(s.Context).Total() / float64(s.Context) / 1e9
	}
	return append(readings, ratio, active, work,
		number("training", a.Compute(), "PF-days", family.PetaflopDay, 3),
		number("data", a.Tokens, "", 1, 0),
		number("context max", a.Context, "", 1, 0),
		number("vocabulary", a.Vocab, "", 1, 0),
	)
}

func (l *Lab) memoryReadings() []lab.Reading {
	var d load
	if l.view == viewMemory {
		d = l.loadOf(l.a())
	}
	readings := []lab.Reading{
		{Name: "weights", Value: d.weights / 1e9, Unit: "GB", Digits: 3},
		{Name: "KV cache", Value: d.cache / 1e9, Unit: "GB", Digits: 3},
		{Name: "KV a token", Value: d.per / 1e6, Unit: "MB", Digits: 3},
		{Name: "memory", Value: d.total() / 1e9, Unit: "GB", Digits: 3},
	}
	for i := range readings {
		readings[i].Provenance = lab.Computed
		switch {
		case l.view != viewMemory:
			readings[i].Undefined = "weighed in the view memory"
		case !d.known:
			readings[i].Undefined = "undisclosed"
		}
	}
	return readings
}

func (l *Lab) textReadings() []lab.Reading {
	var readings []lab.Reading
	for i, name := range []string{"r50k", "cl100k", "o200k"} {
		count := lab.Reading{Name: name, Unit: "tokens", Provenance: lab.Computed}
		each := lab.Reading{Name: name + " each", Unit: "char.", Digits: 2, Provenance: lab.Computed}
		switch {
		case l.view != viewTokens:
			count.Undefined = "counted in the view tokens"
			each.Undefined = count.Undefined
		case i >= len(l.cuts):
			count.Undefined = "being unpacked"
			each.Undefined = count.Undefined
		default:
			count.Value, each.Value = float64(len(l.cuts[i].tokens)), l.cuts[i].perToken()
		}
		readings = append(readings, count, each)
	}
	return readings
}
