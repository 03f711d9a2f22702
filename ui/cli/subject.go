package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"

	"github.com/charmbracelet/x/ansi"

	"logitarium/core/architecture"
	"logitarium/core/builtin"
	"logitarium/core/builtin/growth"
	"logitarium/core/gpt"
	"logitarium/core/huggingface"
	"logitarium/core/lm"
	"logitarium/core/modelfile"
	"logitarium/core/modelfile/shelf"
	"logitarium/ui/message"
	"logitarium/ui/terminal"
	"logitarium/viz"
)

// subject is an open model that the user has named: the file or the folder. Its
// tokenizer is nil if there is none.
type subject interface {
	lm.Model
	Network() *gpt.Model
}

// choose opens the model that --model names, if it does, and puts the labs on
// it. Help and completions are about the built-in one: reading a file to show
// them would take seconds.
func (a *app) choose() error {
	if a.show.endpoint.url != "" {
		if err := a.show.endpoint.check(a.show.model); err != nil { // a path alone names a model too
			return err
		}
		return a.ask()
	}
	if a.show.model == "" {
		return nil
	}
	m, err := a.readModel(a.show.model, a.held())
	if err != nil {
		return rejected(err)
	}
	if m.Tokenizer() == nil {
		return coded{exitRejected, message.Errorf("--model: %s has no tokenizer, and the labs need text: put tokenizer.json there, or vocab.json and merges.txt", a.show.model)}
	}
	if f, ok := m.(*huggingface.Folder); ok {
		a.remark(f.Remarks)
	}
	a.chosen = m
	a.labs = a.freshLabs()
	if a.opened.Model, err = a.place(m); err != nil {
		return rejected(err)
	}
	if p := m.Network().Precision; p != gpt.Float32 {
		a.opened.Weights = p.String()
	}
	// At Go's own rate garbage grows as large as the model before it is
	// collected. There is little to look through, so it can be more often.
	debug.SetGCPercent(20)
	return nil
}

// place is what names the chosen model from wherever it is opened again.
func (a *app) place(m subject) (string, error) {
	if _, ok := m.(*builtin.LM); ok {
		return m.Name(), nil
	}
	return filepath.Abs(a.show.model)
}

// rejected is the error of a model that could not be read, or a signal's.
func rejected(err error) error {
	if signalled := (terminal.Signalled{}); errors.As(err, &signalled) {
		return signalled
	}
	if own := (coded{}); errors.As(err, &own) {
		return own
	}
	return coded{exitRejected, message.Errorf("--model: %v", err)}
}

// readModel reads the model as the flags ask for. A name that is no file is
// looked up where other programs keep models, and the flag becomes its path.
func (a *app) readModel(name string, o architecture.Options) (subject, error) {
	if then, err := a.checkpoint(name); then != nil || err != nil {
		return then, err
	}
	path, err := a.locate(name)
	if err != nil {
		return nil, err
	}
	a.show.model = path
	return a.readModelAs(o, path)
}

const (
	// chosenWeights lets the size of a model decide in what its weights are held.
	chosenWeights = "auto"
	// largeModel is from how many parameters on a file that has its weights in
	// blocks is held as it is stored: in float32 they would take a gigabyte.
	largeModel = 250_000_000
)

// held is what --weights asks for.
func (a *app) held() architecture.Options {
	if a.show.weights.value == chosenWeights {
		return architecture.Options{Stored: func(parameters int) bool { return parameters >= largeModel }}
	}
	var o architecture.Options
	_ = o.Weights.UnmarshalText([]byte(a.show.weights.value)) // the flag has checked it
	return o
}

// checkpoint returns the built-in model as it was in training, if the name asks
// for it: tiny-world@900 is that after step 900 of the recorded one.
func (a *app) checkpoint(name string) (subject, error) {
	if a.lm == nil { // a program without one
		return nil, nil
	}
	after, ok := strings.CutPrefix(name, a.lm.Name()+"@")
	if !ok {
		return nil, nil
	}
	if _, err := os.Stat(name); err == nil {
		return nil, nil // a file of that name
	}
	r, err := growth.Load()
	if err != nil {
		return nil, err
	}
	step, err := strconv.Atoi(after)
	if err != nil {
		step = -1
	}
	if w := a.show.weights.value; w != chosenWeights && w != gpt.Float32.String() {
		return nil, usagef("--weights rounds the model of a file, and %s is none", name)
	}
	then, err := r.At(step, a.lm)
	if err != nil {
		return nil, err
	}
	return then, nil
}

// locate returns the path of a model.
func (a *app) locate(name string) (string, error) {
	_, err := os.Stat(name)
	if err == nil || !errors.Is(err, fs.ErrNotExist) || filepath.IsAbs(name) {
		return name, nil // what is wrong with it is said when it is opened
	}
	all := a.found()
	found := shelf.Named(all, name)
	switch len(found) {
	case 1:
		return found[0].Path, nil
	case 0:
		var names []string
		for _, f := range all {
			names = append(names, f.Name)
		}
		return "", mistyped(name, names, "--model: there is no file or folder %q, and no program on this machine keeps a model of that name; logitarium model --list shows those that were found", name)
	}
	var names []string
	for _, f := range found {
		names = append(names, fmt.Sprintf("%s (%s)", f.Name, f.Program))
	}
	return "", usagef("--model: %q may be %s: write the whole name, or the path", name, strings.Join(names, ", "))
}

// found are the models that other programs keep on this machine.
func (a *app) found() []shelf.Found {
	env := func(name string) string {
		for _, v := range a.env {
			if value, ok := strings.CutPrefix(v, name+"="); ok {
				return value
			}
		}
		return ""
	}
	home := env("HOME")
	if home == "" {
		home, _ = os.UserHomeDir() // none is no place to look in
	}
	return shelf.Look(home, env)
}

// readModelAs shows on a terminal how far it is. A signal ends it, and leaves
// the line as it was.
func (a *app) readModelAs(o architecture.Options, path string) (subject, error) {
	show := func(float64) {}
	if isTerminal(a.err) && drawsScreens(a.env) && !a.accessible() {
		p := a.typesetter(true)
		show = func(share float64) {
			size, _ := sizeOf(a.err)
			line := viz.Clean(a.text("reading %s  %3.0f %%", filepath.Base(path), 100*share))
			fmt.Fprint(a.err, "\r"+p.bar(share, line, size.W-1)+ansi.EraseLineRight)
		}
		defer fmt.Fprint(a.err, "\r"+ansi.EraseLineRight)
	}
	signals := make(chan os.Signal, 1)
	if !terminal.Ignored(syscall.SIGINT) {
		signal.Notify(signals, syscall.SIGINT)
		defer signal.Stop(signals)
	}
	show(0)
	percent := 0
	o.Progress = func(done, total int) error {
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
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if o.Weights == gpt.Stored {
			return nil, message.Errorf("%s is a folder, and --weights stored is for GGUF files: choose f32 or int8", path)
		}
		return asSubject(huggingface.Open(path, huggingface.Options{Weights: o.Weights, Progress: o.Progress}))
	}
	return asSubject(modelfile.Open(path, o))
}

// asSubject makes no subject of an error.
func asSubject[M subject](m M, err error) (subject, error) {
	if err != nil {
		return nil, err
	}
	return m, nil
}
