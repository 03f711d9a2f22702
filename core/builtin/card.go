package builtin

import (
	"fmt"

	"logitarium/core/fault"
	"logitarium/core/gpt"
	"logitarium/core/world"
)

// Card says what a model is, how it was made and what it can do. It is stored
// in the metadata of the checkpoint that it describes.
type Card struct {
	Name     string      `json:"name"`
	Config   gpt.Config  `json:"config"`
	Recipe   Recipe      `json:"recipe"`
	Steps    int         `json:"steps"`  // done
	Tokens   int         `json:"tokens"` // seen in training
	Loss     float64     `json:"loss"`   // mean over the last 100 steps, nats a token
	HeldOut  Perplexity  `json:"held_out"`
	Accuracy []KindScore `json:"accuracy"`
}

// Perplexity is exp of the mean loss on stories that training never saw.
type Perplexity struct {
	Float32 float64 `json:"float32"` // as trained
	Float16 float64 `json:"float16"` // as stored
	Tokens  int     `json:"tokens"`
}

// KindScore is the exact-match accuracy on one kind of question: the share of
// answers in which greedy decoding writes every token right, the end included.
type KindScore struct {
	Kind  string  `json:"kind"`
	Right int     `json:"right"`
	Of    int     `json:"of"`
	Share float64 `json:"share"`
}

// Page is the card for people, line by line, in Markdown.
func (c Card) Page() []fault.Text {
	var page []fault.Text
	line := func(format fault.Format, args ...any) { page = append(page, fault.New(format, args...)) }
	head := func(title fault.Format) {
		line("")
		line("## %v", fault.New(title))
		line("")
	}
	line("%s", "# "+c.Name)
	line("")
	line("A decoder-only transformer (GPT-2's architecture) of %s parameters, trained from nothing on Tiny World, a corpus that a program writes from seed %d.", grouped(c.Config.Counts().Total()), int(c.Recipe.World))
	head("Configuration")
	line("| layers | heads | width | MLP | context | vocabulary | normalisation | positions | activation |")
	line("%s", "|---|---|---|---|---|---|---|---|---|")
	line("%s", fmt.Sprintf("| %d | %d | %d | %d | %d | %d | %s | %s | %s |", c.Config.Layers, c.Config.Heads, c.Config.Width, c.Config.Inner, c.Config.Context, c.Config.Vocab, c.Config.Norm, c.Config.Positions, c.Config.Activation))
	line("")
	line("| part | parameters |")
	line("%s", "|---|---:|")
	n := c.Config.Counts()
	for _, part := range []struct {
		name  fault.Format
		count int
	}{
		{"token embedding, also the output head", n.Tokens}, {"position embedding", n.Positions},
		{"attention", n.Attention}, {"MLP", n.MLP}, {"LayerNorm", n.Norms}, {"total", n.Total()},
	} {
		line("| %v | %s |", fault.New(part.name), grouped(part.count))
	}
	head("Corpus")
	page = append(page, world.About())
	head("Training")
	page = append(page, c.Recipe.Text())
	line("Done: %s steps, %s tokens. Loss over the last 100 steps: %.3f nats a token.", grouped(c.Steps), grouped(c.Tokens), c.Loss)
	head("Accuracy")
	line("Exact match under greedy decoding, of the weights as stored.")
	line("")
	line("| kind of question | right | of | share |")
	line("%s", "|---|---:|---:|---:|")
	for _, s := range c.Accuracy {
		line("| %v | %d | %d | %.3f |", kindNamed(s.Kind), s.Right, s.Of, s.Share)
	}
	line("")
	line("Perplexity on %s tokens of documents never seen: %.4f as trained (float32), %.4f as stored (float16).", grouped(c.HeldOut.Tokens), c.HeldOut.Float32, c.HeldOut.Float16)
	return page
}

// kinds are the kinds of questions, as a card names them.
var kinds = []fault.Format{"common", "mid", "rare", "never told", "1 fact", "3 facts", "1 fresh", "3 fresh", "5 fresh", "rare with its fact", "against memory"}

// kindNamed is a kind as something to be said; one that is not known says its name.
func kindNamed(name string) fault.Text {
	for _, kind := range kinds {
		if string(kind) == name {
			return fault.New(kind)
		}
	}
	return fault.New("%s", name)
}

// grouped writes 1234567 as 1,234,567.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
