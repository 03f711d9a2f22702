package cli

import (
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"logitarium/core/builtin"
	"logitarium/core/huggingface"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// choose opens the folder that --model names, if it does, and puts the labs on
// that model. Help and completions are about the built-in one: reading a folder
// to show them would take seconds.
func (a *app) choose() error {
	if a.show.model == "" {
		return nil
	}
	f, err := a.readFolder(a.show.model)
	if err != nil {
		return coded{exitRejected, fmt.Errorf("--model: %w", err)}
	}
	if f.Tokens == nil {
		return coded{exitRejected, fmt.Errorf("--model: %s has no tokenizer, and the labs need text: put tokenizer.json there, or vocab.json and merges.txt", a.show.model)}
	}
	a.lm = &builtin.LM{
		Name: f.Name, Model: f.Model, Tokens: f.Tokens,
		Card: builtin.Card{Name: f.Name, Config: f.Model.Config},
	}
	a.labs = a.build(a.lm)
	// At Go's own rate garbage grows as large as the model before it is
	// collected. There is little to look through, so it can be more often.
	debug.SetGCPercent(20)
	return nil
}

// readFolder shows on a terminal how far it is.
func (a *app) readFolder(dir string) (*huggingface.Folder, error) {
	if !isTerminal(a.err) || !drawsScreens(a.env) || a.accessible() {
		return huggingface.Open(dir, nil)
	}
	p, percent := a.page(true), -1
	defer fmt.Fprint(a.err, "\r"+ansi.EraseLineRight)
	return huggingface.Open(dir, func(done, total int) {
		if now := 100 * done / total; now != percent {
			percent = now
			size, _ := sizeOf(a.err)
			line := viz.Cleanf("reading %s", filepath.Base(dir))
			fmt.Fprint(a.err, "\r"+p.bar(float64(done)/float64(total), line, size.W-1)+ansi.EraseLineRight)
		}
	})
}

// labNamed is the lab of an ID as it is now, on the model that was chosen.
func (a *app) labNamed(id string) lab.Lab {
	for _, l := range a.labs {
		if l.Info().ID == id {
			return l
		}
	}
	panic(fmt.Sprintf("cli: no lab %q", id))
}

// folderCard is what can be said of a model whose making is not known.
func folderCard(f *huggingface.Folder) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	c := f.Model.Config
	n := c.Counts()
	line("# %s\n", f.Name)
	line("A GPT-2-family model of %d parameters, read from a folder. How it was made is not in its files.\n", n.Total())
	line("## Configuration\n")
	line("| layers | heads | width | MLP | context | vocabulary | normalisation | positions | activation |")
	line("|---|---|---|---|---|---|---|---|---|")
	line("| %d | %d | %d | %d | %d | %d | %s | %s | %s |\n", c.Layers, c.Heads, c.Width, c.Inner, c.Context, c.Vocab, c.Norm, c.Positions, c.Activation)
	line("| part | parameters |")
	line("|---|---:|")
	tokens := "token embedding, also the output head"
	if c.Untied {
		tokens = "token embedding"
	}
	line("| %s | %d |", tokens, n.Tokens)
	line("| position embedding | %d |", n.Positions)
	line("| attention | %d |", n.Attention)
	line("| MLP | %d |", n.MLP)
	line("| LayerNorm | %d |", n.Norms)
	if c.Untied {
		line("| output head | %d |", n.Head)
	}
	line("| total | %d |\n", n.Total())
	line("In memory as float32: %.1f MB.\n", float64(4*n.Total())/1e6)
	line("## Tokenizer\n")
	if f.Tokens == nil {
		line("None in the folder: the labs, which need text, can't open this model.")
	} else {
		line("Byte-level byte-pair encoding.")
	}
	return b.String()
}
