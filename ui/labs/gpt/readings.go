package gpt

import (
	"math"
	"slices"

	"logitarium/core/family"
	"logitarium/ui/lab"
)

// Readings are the numbers on screen. The one that the view's sentence is about
// comes first.
func (l *Lab) Readings() []lab.Reading {
	readings := l.shapeReadings()
	switch l.view {
	case viewMemory:
		readings = append(l.memoryReadings(), readings...)
	case viewTokens:
		readings = append(l.textReadings(), readings...)
	case viewTimeline:
		first(readings, measures[l.measure].reading)
	case viewData:
		first(readings, "data")
	}
	for i := range readings {
		readings[i].Digits = digits(readings[i].Value, readings[i].Digits)
	}
	return readings
}

// first brings a reading to the front; the others keep their order.
func first(readings []lab.Reading, name string) {
	at := slices.IndexFunc(readings, func(r lab.Reading) bool { return r.Name == name })
	r := readings[at]
	copy(readings[1:at+1], readings[:at])
	readings[0] = r
}

// digits is how many decimals a number is shown with: as many more than usual
// as keep it from being rounded to 0.
func digits(v float64, usual int) int {
	if usual == 0 || v <= 0 {
		return usual
	}
	for usual < 9 && v < 10*math.Pow10(-usual) {
		usual++
	}
	return usual
}

// number is a reading that may be undisclosed.
func number(name string, c family.Cell, unit string) lab.Reading {
	r := lab.Reading{Name: name, Unit: unit, Provenance: lab.Computed}
	switch c.Origin {
	case family.Undisclosed:
		r.Undefined = c.Text
	case family.Computed:
		r.Value = c.Value
	default:
		r.Value, r.Provenance, r.Source = c.Value, lab.Published, c.Source
		if c.Place != "" {
			r.Source += ", " + c.Place
		}
	}
	return r
}

func (l *Lab) shapeReadings() []lab.Reading {
	a, b := l.a(), l.b()
	readings := []lab.Reading{number("parameters", a.Total(), "")}
	if l.compares() {
		ratio := lab.Reading{Name: "ratio", Digits: 2, Provenance: lab.Computed, Note: "parameters"}
		if a.Shape == nil || b.Shape == nil {
			ratio.Undefined = "undisclosed"
		} else {
			ratio.Value = a.Total().Value / b.Total().Value
		}
		readings = append(readings, number("compared", b.Total(), ""), ratio)
	}
	share := lab.Reading{Name: "active share", Unit: "%", Digits: 1, Provenance: lab.Computed, Note: "of the parameters"}
	active := lab.Reading{Name: "active", Digits: 0, Provenance: lab.Computed, Note: "a token"}
	work := lab.Reading{Name: "work", Unit: "GFLOP", Digits: 3, Provenance: lab.Computed, Note: "a token"}
	if s := a.Shape; s == nil {
		active.Undefined, share.Undefined, work.Undefined = "undisclosed", "undisclosed", "undisclosed"
	} else {
		active.Value = float64(s.Active())
		share.Value = 100 * active.Value / a.Total().Value
		work.Value = s.Forward(s.Context).Total() / float64(s.Context) / 1e9
	}
	each := lab.Reading{Name: "data each", Unit: "tokens", Digits: 1, Provenance: lab.Computed, Note: "a parameter"}
	switch tokens := number("data", a.Tokens, ""); {
	case tokens.Undefined != "":
		each.Undefined = tokens.Undefined
	case a.Shape == nil:
		each.Undefined = "undisclosed"
	default:
		each.Value = tokens.Value / a.Total().Value
	}
	return append(readings, active, share, work,
		number("training", a.Compute(), "FLOP"),
		number("data", a.Tokens, ""), each,
		number("context max", a.Context, ""),
		number("vocabulary", a.Vocab, ""),
	)
}

func (l *Lab) memoryReadings() []lab.Reading {
	d := l.loadOf(l.a())
	readings := []lab.Reading{
		{Name: "weights", Value: d.weights / 1e9, Unit: "GB", Digits: 3},
		{Name: "KV cache", Value: d.cache / 1e9, Unit: "GB", Digits: 3},
		{Name: "KV a token", Value: d.per / 1e6, Unit: "MB", Digits: 3},
		{Name: "memory", Value: d.total() / 1e9, Unit: "GB", Digits: 3},
	}
	for i := range readings {
		readings[i].Provenance = lab.Computed
		if !d.known {
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
		if i < len(l.cuts) {
			count.Value, each.Value = float64(len(l.cuts[i].tokens)), l.cuts[i].perToken()
		} else {
			count.Undefined, each.Undefined = "being unpacked", "being unpacked"
		}
		readings = append(readings, count, each)
	}
	return readings
}
