package gpt

import (
	"math"

	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

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
func number(name string, help message.ID, c family.Cell, unit message.ID) lab.Reading {
	r := lab.Reading{Name: name, Help: message.New(help), Unit: unit, Provenance: lab.Computed}
	switch c.Origin {
	case family.Undisclosed:
		r.Undefined = word(c)
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

// shown gives readings the decimals that they need.
func shown(readings []lab.Reading) []lab.Reading {
	for i := range readings {
		readings[i].Digits = digits(readings[i].Value, readings[i].Digits)
	}
	return readings
}

// readingHelp says what the numbers of a model mean that the timeline can measure.
var readingHelp = map[string]message.ID{
	"parameters":  "the numbers that the model has learnt",
	"training":    "operations of its training, six for each parameter that works and each token",
	"data":        "tokens that the model saw in training",
	"context max": "tokens that the model can look back on",
	"vocabulary":  "different tokens that the model knows",
}

// readMeasure compares the two models by the measure of the timeline.
func (l *Lab) readMeasure() []lab.Reading { return l.readCompared(measures[l.measure]) }

// readData is how much the model read.
func (l *Lab) readData() []lab.Reading {
	return shown([]lab.Reading{number("data", readingHelp["data"], l.a().Tokens, "")})
}

// readPair compares the parameters of the two models.
func (l *Lab) readPair() []lab.Reading { return l.readCompared(measures[0]) }

// readCompared compares the two models by a measure.
func (l *Lab) readCompared(m measure) []lab.Reading {
	what := message.Label("value", m.name)
	a := number(m.reading, readingHelp[m.reading], m.of(l.a()), m.unit)
	b := number("compared", "the same of the model beside it", m.of(l.b()), m.unit)
	ratio := lab.Reading{Name: "ratio", Help: message.New("that of the model, as a multiple of that of the one beside it"), Digits: 2, Provenance: lab.Computed, Note: what}
	switch {
	case !a.Undefined.Empty():
		ratio.Undefined = a.Undefined
	case !b.Undefined.Empty():
		ratio.Undefined = b.Undefined
	default:
		ratio.Value = a.Value / b.Value
	}
	return shown([]lab.Reading{a, b, ratio})
}

// readings are those of all views: the model by itself.
func (l *Lab) readings() []lab.Reading {
	a := l.a()
	share := lab.Reading{Name: "active share", Help: message.New("the part of the parameters that a token goes through"), Unit: "%", Digits: 1, Provenance: lab.Computed, Note: message.New("of the parameters")}
	active := lab.Reading{Name: "active", Help: message.New("parameters that a token goes through"), Digits: 0, Provenance: lab.Computed, Note: message.New("a token")}
	work := lab.Reading{Name: "work", Help: message.New("operations for each token of a full context"), Unit: "GFLOP", Digits: 3, Provenance: lab.Computed, Note: message.New("a token")}
	if s := a.Shape; s == nil {
		active.Undefined, share.Undefined, work.Undefined = message.New("undisclosed"), message.New("undisclosed"), message.New("undisclosed")
	} else {
		active.Value = float64(s.Active())
		share.Value = 100 * active.Value / a.Total().Value
		work.Value = s.Forward(s.Context).Total() / float64(s.Context) / 1e9
	}
	each := lab.Reading{Name: "data each", Help: message.New("training tokens for each parameter"), Unit: "tokens", Digits: 1, Provenance: lab.Computed, Note: message.New("a parameter")}
	switch tokens := number("data", readingHelp["data"], a.Tokens, ""); {
	case !tokens.Undefined.Empty():
		each.Undefined = tokens.Undefined
	case a.Shape == nil:
		each.Undefined = message.New("undisclosed")
	default:
		each.Value = tokens.Value / a.Total().Value
	}
	return shown([]lab.Reading{number("parameters", readingHelp["parameters"], a.Total(), ""), active, share, work,
		number("training", readingHelp["training"], a.Compute(), "FLOP"),
		number("data", readingHelp["data"], a.Tokens, ""), each,
		number("context max", readingHelp["context max"], a.Context, ""),
		number("vocabulary", readingHelp["vocabulary"], a.Vocab, ""),
	})
}
