package gpt

import (
	"errors"
	"math"
	"strconv"

	"logitarium/core/family"
	"logitarium/core/lm"
)

// closed describes a model whose network is not at hand as one of the series:
// little more than that it is there.
func closed(m lm.Model) family.Model {
	keeper := "this program"
	lack := new(lm.Lack)
	if _, err := lm.NetworkOf(m); errors.As(err, &lack) && lack.Why == lm.Remote {
		keeper = "its server"
	}
	kept := family.Cell{Value: math.NaN(), Text: "undisclosed", Date: "now", Origin: family.Undisclosed, Source: keeper}
	here := func(v float64, text string) family.Cell {
		return family.Cell{Value: v, Text: text, Date: "now", Origin: family.Computed, Source: "the model in this program"}
	}
	return family.Model{
		ID: loadedID, Name: m.Name(), Series: loadedID, Flagship: true,
		Released: here(math.NaN(), "here"), Parameters: kept,
		Layers: kept, Width: kept, Heads: kept,
		Context: here(float64(m.Context()), strconv.Itoa(m.Context())), Vocab: here(float64(m.Tokenizer().Size()), "its own"),
		Tokens: kept, Training: here(math.NaN(), "next token"),
		Block: family.Block{
			NormPlace: kept, NormKind: kept, Positions: kept, Attention: kept,
			KV: kept, MLP: kept, Activation: kept, Head: kept,
		},
	}
}
