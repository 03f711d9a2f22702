package gpt

import (
	"errors"
	"math"
	"strconv"

	"logitarium/core/family"
	"logitarium/core/lm"
)

// isClosed says whether a model is the one in this program and tells no shape:
// it keeps back what others have not published.
func isClosed(m family.Model) bool { return m.ID == loadedID && m.Shape == nil }

// closed describes a model whose network is not at hand as one of the series:
// little more than that it is there.
func closed(m lm.Model) family.Model {
	keeper := program
	lack := new(lm.Lack)
	if _, err := lm.NetworkOf(m); errors.As(err, &lack) && lack.Why == lm.Remote {
		keeper = server
	}
	kept := family.Cell{Value: math.NaN(), Text: "undisclosed", Date: "now", Origin: family.Undisclosed, Source: string(keeper)}
	here := func(v float64, text, unit string) family.Cell {
		return family.Cell{Value: v, Text: text, Unit: unit, Date: "now", Origin: family.Computed, Source: string(tells)}
	}
	return family.Model{
		ID: loadedID, Name: m.Name(), Series: loadedID, Flagship: true,
		Released: here(math.NaN(), "here", ""), Parameters: kept,
		Layers: kept, Width: kept, Heads: kept,
		Context: here(float64(m.Context()), strconv.Itoa(m.Context()), "tokens"), Vocab: here(float64(m.Tokenizer().Size()), string(itsOwn), "ids"),
		Tokens: kept, Training: here(math.NaN(), string(nextToken), ""),
		Block: family.Block{
			NormPlace: kept, NormKind: kept, Positions: kept, Attention: kept,
			KV: kept, MLP: kept, Activation: kept, Head: kept,
		},
	}
}
