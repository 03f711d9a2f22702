package cli

import (
	"errors"
	"io/fs"
	"os"

	"logitarium/core/builtin/growth"
	"logitarium/core/wholefile"
	"logitarium/ui/message"
)

// growing is the record that a training of the model keeps of how it went; nil
// if none was asked for.
type growing struct {
	path   string
	record *growth.Record
	run    modelTrainee
}

// growing begins the record of a training, or goes on with that of one that is
// resumed.
func (t training) growing(run trainee) (*growing, error) {
	if t.keep == "" {
		return nil, nil
	}
	g := &growing{path: t.keep, run: run.(modelTrainee)} // checkFlags has refused the other
	g.record = growth.New(g.run.Recipe, t.few())
	if !t.resume {
		return g, nil
	}
	f, err := os.Open(t.keep)
	if errors.Is(err, fs.ErrNotExist) {
		return g, nil // the record begins where the training is
	}
	if err != nil {
		return nil, message.Errorf("--keep: %v", err)
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		return nil, message.Errorf("--keep: %v", err)
	}
	before, err := growth.Read(f, info.Size())
	if err != nil {
		return nil, coded{exitRejected, message.Errorf("%s: %v", t.keep, err)}
	}
	before.Cut(run.Steps())
	if before.Recipe != g.run.Recipe {
		return nil, coded{exitRejected, message.Errorf("%s is the record of a training by another recipe: name another file with --keep", t.keep)}
	}
	g.record = before
	return g, nil
}

// look measures the training where the record wants it, and writes the record.
// As with the training itself, a disk that is full now may have room later.
func (g *growing) look(p *progress) error {
	if g == nil || !g.record.Wants(g.run.Steps()) || g.record.Covers(g.run.Steps()) {
		return nil
	}
	if err := g.record.Add(g.run.Run); err != nil {
		return err
	}
	if err := wholefile.Replace(g.path, g.record.Write); err != nil {
		p.say(message.New("the record is not written: %v; the training goes on", message.Of(err)))
	}
	return nil
}
