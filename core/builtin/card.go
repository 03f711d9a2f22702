package builtin

import (
	"fmt"
	"strings"

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

// Markdown writes the card for people.
func (c Card) Markdown() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# %s", c.Name)
	line("")
	line("A decoder-only transformer (GPT-2's architecture) of %s parameters, trained from nothing on Tiny World, a corpus that a program writes from seed %d.", grouped(c.Config.Counts().Total()), c.Recipe.World)
	line("")
	line("## Configuration")
	line("")
	line("| layers | heads | width | MLP | context | vocabulary | normalisation | positions | activation |")
	line("|---|---|---|---|---|---|---|---|---|")
	line("| %d | %d | %d | %d | %d | %d | %s | %s | %s |", c.Config.Layers, c.Config.Heads, c.Config.Width, c.Config.Inner, c.Config.Context, c.Config.Vocab, c.Config.Norm, c.Config.Positions, c.Config.Activation)
	line("")
	line("| part | parameters |")
	line("|---|---:|")
	n := c.Config.Counts()
	for _, part := range []struct {
		name  string
		count int
	}{
		{"token embedding, also the output head", n.Tokens}, {"position embedding", n.Positions},
		{"attention", n.Attention}, {"MLP", n.MLP}, {"LayerNorm", n.Norms}, {"total", n.Total()},
	} {
		line("| %s | %s |", part.name, grouped(part.count))
	}
	line("")
	line("## Corpus")
	line("")
	line("%s", world.About())
	line("")
	line("## Training")
	line("")
	line("%s", c.Recipe)
	line("Done: %s steps, %s tokens. Loss over the last 100 steps: %.3f nats a token.", grouped(c.Steps), grouped(c.Tokens), c.Loss)
	line("")
	line("## Accuracy")
	line("")
	line("Exact match under greedy decoding, of the weights as stored.")
	line("")
	line("| kind of question | right | of | share |")
	line("|---|---:|---:|---:|")
	for _, s := range c.Accuracy {
		line("| %s | %d | %d | %.3f |", s.Kind, s.Right, s.Of, s.Share)
	}
	line("")
	line("Perplexity on %s tokens of documents never seen: %.4f as trained (float32), %.4f as stored (float16).", grouped(c.HeldOut.Tokens), c.HeldOut.Float32, c.HeldOut.Float16)
	return b.String()
}

// grouped writes 1234567 as 1,234,567.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
