package cli

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/charmbracelet/x/ansi"

	"logitarium/core/gpt"
	"logitarium/core/huggingface"
	"logitarium/ui/message"
	"logitarium/ui/terminal"
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
		return rejected(err)
	}
	if f.Tokens == nil {
		return coded{exitRejected, message.Errorf("--model: %s has no tokenizer, and the labs need text: put tokenizer.json there, or vocab.json and merges.txt", a.show.model)}
	}
	a.remark(f.Remarks)
	a.chosen = f
	a.labs = a.freshLabs()
	if a.opened.Model, err = filepath.Abs(a.show.model); err != nil {
		return rejected(err)
	}
	if f.Model.Precision != gpt.Float32 {
		a.opened.Weights = f.Model.Precision.String()
	}
	// At Go's own rate garbage grows as large as the model before it is
	// collected. There is little to look through, so it can be more often.
	debug.SetGCPercent(20)
	return nil
}

// rejected is the error of a folder that could not be read, or a signal's.
func rejected(err error) error {
	if signalled := (terminal.Signalled{}); errors.As(err, &signalled) {
		return signalled
	}
	return coded{exitRejected, message.Errorf("--model: %v", err)}
}

// readFolder reads the folder as the flags ask for.
func (a *app) readFolder(dir string) (*huggingface.Folder, error) {
	var p gpt.Precision
	if err := p.UnmarshalText([]byte(a.show.weights.value)); err != nil {
		return nil, err
	}
	return a.readFolderIn(p, dir)
}

// readFolderIn shows on a terminal how far it is. A signal ends it, and leaves
// the line as it was.
func (a *app) readFolderIn(precision gpt.Precision, dir string) (*huggingface.Folder, error) {
	show := func(float64) {}
	if isTerminal(a.err) && drawsScreens(a.env) && !a.accessible() {
		p := a.page(true)
		show = func(share float64) {
			size, _ := sizeOf(a.err)
			line := viz.Clean(a.text("reading %s  %3.0f %%", filepath.Base(dir), 100*share))
			fmt.Fprint(a.err, "\r"+p.bar(share, line, size.W-1)+ansi.EraseLineRight)
		}
		defer fmt.Fprint(a.err, "\r"+ansi.EraseLineRight)
	}
	signals := make(chan os.Signal, 1)
	if !signal.Ignored(syscall.SIGINT) {
		signal.Notify(signals, syscall.SIGINT)
		defer signal.Stop(signals)
	}
	show(0)
	percent := 0
	return huggingface.Open(dir, huggingface.Options{Weights: precision, Progress: func(done, total int) error {
		if now := 100 * done / total; now != percent {
			percent = now
			show(float64(done) / float64(total))
		}
		select {
		case sent := <-signals:
			return terminal.Signalled{Signal: sent.(syscall.Signal)}
		default:
			return nil
		}
	}})
}

// mostMeasured is how many tokens the cost of rounding is measured on.
const mostMeasured = 256

// rounding says what int8 weights cost a model in perplexity, on English that
// is at hand: the notes of the labs. It reads the folder again, in float32.
func (a *app) rounding(dir string, rounded *huggingface.Folder) (string, error) {
	whole, err := a.readFolderIn(gpt.Float32, dir)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, l := range a.labs {
		text.WriteString(l.Info().Notes)
	}
	tokens := rounded.Tokens.Encode(text.String())
	tokens = tokens[:min(len(tokens), mostMeasured)]
	before, n := whole.Model.Loss(tokens)
	after, _ := rounded.Model.Loss(tokens)
	return a.text("Perplexity on %d tokens of this program's notes: %.3f as float32, %.3f as int8 (%+.2f %%).",
		n, gpt.Perplexity(before), gpt.Perplexity(after), 100*(gpt.Perplexity(after-before)-1)), nil
}

// folderCard is what can be said of a model whose making is not known; rounding
// is what its precision costs, if that was measured.
func (a *app) folderCard(f *huggingface.Folder, rounding string) string {
	var b strings.Builder
	line := func(id message.ID, args ...any) { b.WriteString(a.text(id, args...) + "\n") }
	row := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	c := f.Model.Config
	n := c.Counts()
	row("# %s\n", f.Name())
	line("A GPT-2-family model of %d parameters, read from a folder. How it was made is not in its files.", n.Total())
	row("\n## %s\n", a.text("Configuration"))
	line("| layers | heads | width | MLP | context | vocabulary | normalisation | positions | activation |")
	row("|---|---|---|---|---|---|---|---|---|")
	row("| %d | %d | %d | %d | %d | %d | %s | %s | %s |\n", c.Layers, c.Heads, c.Width, c.Inner, c.Context, c.Vocab, c.Norm, c.Positions, c.Activation)
	line("| part | parameters |")
	row("|---|---:|")
	if c.Untied {
		line("| token embedding | %d |", n.Tokens)
	} else {
		line("| token embedding, also the output head | %d |", n.Tokens)
	}
	line("| position embedding | %d |", n.Positions)
	line("| attention | %d |", n.Attention)
	line("| MLP | %d |", n.MLP)
	line("| LayerNorm | %d |", n.Norms)
	if c.Untied {
		line("| output head | %d |", n.Head)
	}
	line("| total | %d |", n.Total())
	b.WriteByte('\n')
	switch f.Model.Precision {
	case gpt.Int8:
		line("In memory as int8, in blocks of 32 with a scale (Q8_0): %.1f MB; as float32 it would take %.1f MB.", float64(f.Model.Bytes())/1e6, float64(4*n.Total())/1e6)
	default:
		line("In memory as float32: %.1f MB.", float64(f.Model.Bytes())/1e6)
	}
	if rounding != "" {
		row("\n%s", rounding)
	}
	row("\n## %s\n", a.text("Tokenizer"))
	if f.Tokens == nil {
		line("None in the folder: the labs, which need text, can't open this model.")
	} else {
		line("Byte-level byte-pair encoding.")
		for _, r := range f.Remarks {
			row("\n%s", a.text("Remark: %v.", message.From(r)))
		}
	}
	return b.String()
}
