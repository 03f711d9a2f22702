package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"logitarium/core/architecture"
	"logitarium/core/builtin"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/huggingface"
	"logitarium/core/lm"
	"logitarium/core/modelfile"
	"logitarium/core/token"
	"logitarium/ui/message"
	"logitarium/viz"
)

// mostMeasured is how many tokens the cost of rounding is measured on.
const mostMeasured = 256

// rounding says what int8 weights cost a model in perplexity, on English that
// is at hand: the notes of the labs. It reads the model again, in float32.
func (a *app) rounding(path string, rounded subject) (string, error) {
	whole, err := a.readModelAs(architecture.Options{}, path)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, l := range a.labs {
		text.WriteString(message.Printer{}.Read(l.Info().Notes))
	}
	tokens := rounded.Tokenizer().Encode(text.String())
	tokens = tokens[:min(len(tokens), mostMeasured, rounded.Context())]
	before, n := whole.Network().Loss(tokens)
	after, _ := rounded.Network().Loss(tokens)
	return a.text("Perplexity on %d tokens of this program's notes: %.3f as float32, %.3f as int8 (%+.2f %%).",
		n, gpt.Perplexity(before), gpt.Perplexity(after), 100*(gpt.Perplexity(after-before)-1)), nil
}

// subjectCard is what can be said of a model whose making is not known; rounding
// is what its precision costs, if that was measured.
func (a *app) subjectCard(m subject, rounding string) string {
	c := card{app: a}
	n := m.Network().Config.Counts().Total()
	c.row("# %s\n", m.Name())
	file, isFile := m.(*modelfile.Model)
	then, isThen := m.(*builtin.LM)
	switch {
	case isThen:
		c.line("A model of %d parameters: the built-in one after %d steps of a recorded training by its recipe, not the one whose weights are built in.", n, then.Card.Steps)
	case isFile:
		c.line("A model of %d parameters and of the architecture %s, read from a GGUF file. How it was made is not in it.", n, viz.Clean(file.Architecture()))
	default:
		c.line("A model of %d parameters, read from a folder. How it was made is not in its files.", n)
	}
	c.config(m.Network().Config)
	c.memory(m.Network(), rounding)
	if isFile {
		c.stored(file.Stored(), m.Network().Precision)
	}
	c.row("\n## %s\n", a.text("Tokenizer"))
	switch t := m.Tokenizer().(type) {
	case nil:
		c.line("None in the folder: the labs, which need text, can't open this model.")
	case *token.Vocabulary:
		c.vocabulary(t)
	default:
		c.line("Byte-level byte-pair encoding.")
	}
	if f, ok := m.(*huggingface.Folder); ok && f.Tokens != nil {
		for _, r := range f.Remarks {
			c.row("\n%s", a.text("Remark: %v.", message.From(r)))
		}
	}
	return c.b.String()
}

// card is a text being written.
type card struct {
	app *app
	b   strings.Builder
}

func (c *card) line(id message.ID, args ...any) { c.b.WriteString(c.app.text(id, args...) + "\n") }

func (c *card) row(format string, args ...any) { fmt.Fprintf(&c.b, format+"\n", args...) }

// config writes the shape, and the parameters by part.
func (c *card) config(shape gpt.Config) {
	n := shape.Counts()
	c.row("\n## %s\n", c.app.text("Configuration"))
	c.line("| layers | heads | width | MLP | context | vocabulary | normalisation | positions | activation |")
	c.row("|---|---|---|---|---|---|---|---|---|")
	c.row("| %d | %d | %d | %d | %d | %d | %s | %s | %s |\n", shape.Layers, shape.Heads, shape.Width, shape.Inner, shape.Context, shape.Vocab, shape.Norm, shape.Positions, shape.Activation)
	c.parts(shape)
	c.line("| part | parameters |")
	c.row("|---|---:|")
	if shape.Untied {
		c.line("| token embedding | %d |", n.Tokens)
	} else {
		c.line("| token embedding, also the output head | %d |", n.Tokens)
	}
	if n.Positions > 0 {
		c.line("| position embedding | %d |", n.Positions)
	}
	c.line("| attention | %d |", n.Attention)
	c.line("| MLP | %d |", n.MLP)
	if shape.Parts.RMSNorm {
		c.line("| RMSNorm | %d |", n.Norms)
	} else {
		c.line("| LayerNorm | %d |", n.Norms)
	}
	if shape.Untied {
		c.line("| output head | %d |", n.Head)
	}
	c.line("| total | %d |", n.Total())
	c.b.WriteByte('\n')
}

// parts says what the blocks have that those of GPT-2 do not have.
func (c *card) parts(shape gpt.Config) {
	p := shape.Parts
	if p == (gpt.Parts{}) {
		return
	}
	if keys := cmp.Or(p.KeyHeads, shape.Heads); keys < shape.Heads {
		c.line("%d heads of queries share %d heads of keys and values. A head has %d values.", shape.Heads, keys, shape.HeadWidth())
	} else {
		c.line("A head has %d values.", shape.HeadWidth())
	}
	if p.Gated {
		c.line("The MLP is gated.")
	}
	if p.QKNorm {
		c.line("Queries and keys are normalised.")
	}
	if r := p.Rotation; shape.Positions == gpt.Rotary {
		c.line("Positions turn queries and keys, base %g.", cmp.Or(r.Base, 10_000))
		if r.Scaling != gpt.Unscaled {
			c.line("The rotations are scaled: %v, factor %g.", r.Scaling, r.Factor)
		}
	}
	if p.Window > 0 {
		c.line("Of every %d layers all but the last see %d positions.", p.Every, p.Window)
	}
	c.b.WriteByte('\n')
}

func (c *card) memory(m *gpt.Model, rounding string) {
	switch m.Precision {
	case gpt.Int8:
		c.line("In memory as int8, in blocks of 32 with a scale (Q8_0): %.1f MB; as float32 it would take %.1f MB.", float64(m.Bytes())/1e6, float64(4*m.Config.Counts().Total())/1e6)
	case gpt.Stored:
		c.line("In memory as the file has it: %.1f MB; as float32 it would take %.1f MB.", float64(m.Bytes())/1e6, float64(4*m.Config.Counts().Total())/1e6)
	default:
		c.line("In memory as float32: %.1f MB.", float64(m.Bytes())/1e6)
	}
	if rounding != "" {
		c.row("\n%s", rounding)
	}
}

// stored writes in which types the file has its tensors, and in which of them a
// model that is held as it is stored has them in memory.
func (c *card) stored(tensors []lm.Stored, p gpt.Precision) {
	type kind struct{ stored, held gguf.Type }
	type sum struct{ tensors, weights, bytes int }
	by := map[kind]sum{}
	for _, t := range tensors {
		k := kind{stored: t.Type}
		if p == gpt.Stored {
			k.held = architecture.Held(t.Tensor, false)
		}
		s := by[k]
		by[k] = sum{s.tensors + 1, s.weights + t.Len(), s.bytes + int(t.Bytes)}
	}
	kinds := slices.SortedFunc(maps.Keys(by), func(a, b kind) int {
		return cmp.Or(cmp.Compare(a.stored, b.stored), cmp.Compare(a.held, b.held))
	})
	c.row("\n## %s\n", c.app.text("In the file"))
	if p == gpt.Stored {
		c.line("| type | tensors | numbers | MB | bits a number | in memory |")
		c.row("|---|---:|---:|---:|---:|---|")
	} else {
		c.line("| type | tensors | numbers | MB | bits a number |")
		c.row("|---|---:|---:|---:|---:|")
	}
	for _, k := range kinds {
		s := by[k]
		row := fmt.Sprintf("| %v | %d | %v | %.1f | %.2f |", k.stored, s.tensors, viz.Grouped(s.weights), float64(s.bytes)/1e6, k.stored.BitsPerWeight())
		if p == gpt.Stored {
			row += fmt.Sprintf(" %v |", k.held)
		}
		c.row("%s", row)
	}
}

// vocabulary says what cuts the text.
func (c *card) vocabulary(v *token.Vocabulary) {
	if v.SentencePiece() {
		c.line("SentencePiece: the neighbours whose token has the highest score are joined first, and what no token spells is spelt in bytes.")
	} else {
		c.line("Byte-level byte-pair encoding.")
	}
	if id, added := v.Begin(); added {
		c.line("Token %s, %s, is put before a text.", strconv.Itoa(int(id)), viz.Clean(string(v.Bytes(id))))
	}
}
