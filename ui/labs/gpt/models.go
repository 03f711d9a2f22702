package gpt

import (
	"fmt"
	"math"
	"strings"

	"logitarium/core/family"
	"logitarium/core/gpt"
	"logitarium/core/lm"
)

// loadedID names the model that the program runs with, whatever it is.
const loadedID = "loaded"

// card is where that model's data are from, which no shape tells.
const card = "its card"

// activations are the names that the cells of the series have.
var activations = map[gpt.Activation]string{gpt.GELUTanh: "GELU tanh", gpt.GELUErf: "GELU exact", gpt.ReLU: "ReLU"}

// loaded describes the model of this program as one of the series: its facts
// are read off the model itself.
func loaded(open lm.Model) family.Model {
	of := lm.Open(open)
	if of.Network == nil {
		return closed(open)
	}
	c := of.Network.Config
	shape := family.Of(c)
	fact := func(v float64, text string) family.Cell {
		return family.Cell{Value: v, Text: text, Date: "now", Origin: family.Computed, Source: "the model in this program"}
	}
	count := func(n int) family.Cell { return fact(float64(n), fmt.Sprint(n)) }
	word := func(text string) family.Cell { return fact(math.NaN(), text) }
	unknown := family.Cell{Value: math.NaN(), Text: "not in its file", Date: "now", Origin: family.Undisclosed, Source: "its file"}

	m := family.Model{
		ID: loadedID, Name: open.Name(), Series: loadedID, Flagship: true,
		Released: word("here"), Parameters: count(shape.Parts().Total()),
		Layers: count(c.Layers), Width: count(c.Width), Heads: count(c.Heads),
		Context: count(c.Context), Vocab: fact(float64(c.Vocab), "its own BPE"),
		Tokens: unknown, Training: word("next token"),
		Block: family.Block{
			NormPlace: word("pre-LN"), NormKind: word("LayerNorm"),
			Positions: word("learned"), Attention: word("all earlier"),
			KV: word("each head"), MLP: word("one, 4d"),
			Activation: word(activations[c.Activation]), Head: word("tied"),
		},
		Shape: &shape,
	}
	if shape.PostLN {
		m.Block.NormPlace = word("post-LN")
	}
	if c.Positions != gpt.Learned {
		m.Block.Positions = word(c.Positions.String())
	}
	if c.Untied {
		m.Block.Head = word("untied")
	}
	if c.Inner != 4*c.Width {
		m.Block.MLP = word(fmt.Sprintf("one, %d", c.Inner))
	}
	if n := lm.TrainingOf(open).Tokens; n > 0 {
		m.Tokens = fact(float64(n), short(float64(n)))
		m.Tokens.Source = card
	}
	if of.World != nil {
		size := word("endless, written from a seed")
		size.Source = card
		m.Corpora = []family.Corpus{{Name: "Tiny World", Size: size}}
	}
	return m
}

// origin says in a few words how good a fact is and where it is from.
func origin(c family.Cell) string {
	switch c.Origin {
	case family.Computed:
		if c.Source == card || c.Source == tells {
			return c.Source
		}
		return string(c.Origin)
	case family.Undisclosed:
		if c.Text != string(c.Origin) { // it is the number alone that is missing
			return "no number in " + c.Source
		}
		return "undisclosed by " + c.Source
	}
	if c.Place != "" {
		return fmt.Sprintf("%s: %s, %s", c.Origin, c.Source, c.Place)
	}
	return fmt.Sprintf("%s: %s", c.Origin, c.Source)
}

// year is the year of release, in four characters.
func year(m family.Model) string {
	y, _, _ := strings.Cut(m.Released.Text, "-")
	return y
}
