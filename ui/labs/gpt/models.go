package gpt

import (
	"fmt"
	"math"
	"strings"

	"logitarium/core/family"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/ui/message"
)

// loadedID names the model that the program runs with, whatever it is.
const loadedID = "loaded"

// What is said of a model that is in no report.
const (
	inProgram message.ID = "the model in this program"
	card      message.ID = "its card" // where its data are from, which no shape tells
	itsFile   message.ID = "its file"
	notInFile message.ID = "not in its file"
	ownBPE    message.ID = "its own BPE"
	nextToken message.ID = "next token"
	earlier   message.ID = "all earlier"
	eachHead  message.ID = "each head"
	windows   message.ID = "most layers a window, the others all"
	endless   message.ID = "endless, written from a seed"
	tells     message.ID = "what it tells" // where the facts of a closed model are from
	server    message.ID = "its server"
	program   message.ID = "this program"
	itsOwn    message.ID = "its own"
)

// activations are the names that the cells of the series have.
var activations = map[gpt.Activation]string{gpt.GELUTanh: "GELU tanh", gpt.GELUErf: "GELU exact", gpt.ReLU: "ReLU", gpt.SiLU: "SiLU"}

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
		return family.Cell{Value: v, Text: text, Date: "now", Origin: family.Computed, Source: string(inProgram)}
	}
	count := func(n int) family.Cell { return fact(float64(n), fmt.Sprint(n)) }
	word := func(text string) family.Cell { return fact(math.NaN(), text) }
	unknown := family.Cell{Value: math.NaN(), Text: string(notInFile), Date: "now", Origin: family.Undisclosed, Source: string(itsFile)}

	m := family.Model{
		ID: loadedID, Name: open.Name(), Series: loadedID, Flagship: true,
		Released: word("here"), Parameters: count(shape.Parts().Total()),
		Layers: count(c.Layers), Width: count(c.Width), Heads: count(c.Heads),
		Context: count(c.Context), Vocab: fact(float64(c.Vocab), string(ownBPE)),
		Tokens: unknown, Training: word(string(nextToken)),
		Block: family.Block{
			NormPlace: word("pre-LN"), NormKind: word("LayerNorm"),
			Positions: word("learned"), Attention: word(string(earlier)),
			KV: word(string(eachHead)), MLP: word("one, 4d"),
			Activation: word(activations[c.Activation]), Head: word("tied"),
		},
		Shape: &shape,
	}
	if shape.PostLN || shape.Sandwich {
		m.Block.NormPlace = word(c.Norm.String())
	}
	if shape.RMS {
		m.Block.NormKind = word("RMSNorm")
	}
	if shape.KVHeads < shape.Heads {
		m.Block.KV = word(fmt.Sprintf("%d for %d", shape.KVHeads, shape.Heads))
	}
	if shape.Window > 0 {
		m.Block.Attention = word(string(windows))
	}
	if c.Positions != gpt.Learned {
		m.Block.Positions = word(c.Positions.String())
	}
	if c.Untied {
		m.Block.Head = word("untied")
	}
	switch {
	case shape.Gated:
		m.Block.MLP = word(fmt.Sprintf("one, %d, gated", c.Inner))
	case c.Inner != 4*c.Width:
		m.Block.MLP = word(fmt.Sprintf("one, %d", c.Inner))
	}
	if n := lm.TrainingOf(open).Tokens; n > 0 {
		m.Tokens = fact(float64(n), short(float64(n)))
		m.Tokens.Source = string(card)
	}
	if of.World != nil {
		size := word(string(endless))
		size.Source = string(card)
		m.Corpora = []family.Corpus{{Name: "Tiny World", Size: size}}
	}
	return m
}

// origin says in a few words how good a fact is and where it is from.
func origin(c family.Cell) message.Text {
	source := said(c.Source)
	switch c.Origin {
	case family.Computed:
		if c.Source == string(card) || c.Source == string(tells) {
			return source
		}
		return message.New("computed from shapes")
	case family.Undisclosed:
		if c.Text != string(c.Origin) { // it is the number alone that is missing
			return message.New("no number in %v", source)
		}
		return message.New("undisclosed by %v", source)
	}
	kind := message.Label("origin", string(c.Origin))
	if c.Place != "" {
		return message.New("%v: %v, %v", kind, source, message.Label("place", c.Place))
	}
	return message.New("%v: %v", kind, source)
}

// year is the year of release, in four characters.
func year(m family.Model) string {
	y, _, _ := strings.Cut(m.Released.Text, "-")
	return y
}
