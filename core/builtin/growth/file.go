package growth

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"

	"logitarium/core/builtin"
	"logitarium/core/fault"
	"logitarium/core/world"
)

// A record is written as a zip archive: what was measured as JSON, and a file for
// each difference.
const figuresFile = "growth.json"

func differenceFile(step int) string { return fmt.Sprintf("%05d.delta", step) }

// written is what figuresFile holds.
type written struct {
	Recipe    builtin.Recipe `json:"recipe"`
	Questions int            `json:"questions"`
	Kept      []int          `json:"kept"` // without 0
	Figures   []Figures      `json:"figures"`
}

// Write writes the record.
func (r *Record) Write(to io.Writer) error {
	if err := r.complete(); err != nil {
		return err
	}
	if err := r.complete(); err != nil {
		return err
	}
	text, err := json.MarshalIndent(written{r.Recipe, r.Questions, r.Kept()[1:], r.Figures}, "", " ")
	if err != nil {
		return err
	}
	z := zip.NewWriter(to)
	if err := add(z, figuresFile, zip.Deflate, text); err != nil {
		return err
	}
	for _, k := range r.kept {
		if err := add(z, differenceFile(k.step), zip.Store, k.difference); err != nil {
			return err
		}
	}
	return z.Close()
}

func add(z *zip.Writer, name string, method uint16, content []byte) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		return err
	}
	_, err = w.Write(content)
	return err
}

// Read reads a record that [Record.Write] wrote. Whether its differences fit the
// model shows when they are applied.
func Read(from io.ReaderAt, size int64) (*Record, error) {
	z, err := zip.NewReader(from, size)
	if err != nil {
		return nil, fault.Errorf("not a record of a training: %v", err)
	}
	text, err := content(z, figuresFile)
	if err != nil {
		return nil, err
	}
	r, err := readFigures(text)
	if err != nil {
		return nil, err
	}
	for i, k := range r.kept {
		if r.kept[i].difference, err = content(z, differenceFile(k.step)); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// readFigures reads a record without its differences.
func readFigures(text []byte) (*Record, error) {
	var w written
	if err := json.Unmarshal(text, &w); err != nil {
		return nil, fault.Errorf("%s: %v", figuresFile, err)
	}
	if err := w.check(); err != nil {
		return nil, fault.Errorf("%s: %v", figuresFile, err)
	}
	r := &Record{Recipe: w.Recipe, Questions: w.Questions, Figures: w.Figures}
	for _, step := range w.Kept {
		r.kept = append(r.kept, kept{step: step})
	}
	return r, nil
}

// mostContent bounds what is read of one file of an archive: a difference of the
// built-in model has 0.3 MB.
const mostContent = 8 << 20

func content(z *zip.Reader, name string) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, fault.Errorf("the record has no file %s", name)
	}
	defer func() { _ = f.Close() }() // only read
	b, err := io.ReadAll(io.LimitReader(f, mostContent+1))
	if err != nil {
		return nil, fault.Errorf("%s: %v", name, err)
	}
	if len(b) > mostContent {
		return nil, fault.Errorf("%s has more than %d bytes", name, mostContent)
	}
	return b, nil
}

func (w written) check() error {
	if err := w.Recipe.Validate(); err != nil {
		return err
	}
	if w.Questions < 1 {
		return fault.Errorf("%d questions of each kind; at least 1", w.Questions)
	}
	before := 0
	for _, step := range w.Kept {
		if step <= before {
			return fault.Errorf("step %d is kept after step %d", step, before)
		}
		before = step
	}
	before = -1
	for _, f := range w.Figures {
		if f.Step <= before {
			return fault.Errorf("step %d was measured after step %d", f.Step, before)
		}
		before = f.Step
		if err := f.check(w); err != nil {
			return fault.Errorf("step %d: %v", f.Step, err)
		}
	}
	return nil
}

func (f Figures) check(w written) error {
	c := w.Recipe.Config()
	if !(f.HeldOut >= 0) || math.IsInf(f.HeldOut, 0) {
		return fault.Errorf("the loss is %g", f.HeldOut)
	}
	if len(f.Right) != len(world.Kinds()) || slices.ContainsFunc(f.Right, func(n int) bool { return n < 0 || n > w.Questions }) {
		return fault.Errorf("%v right of %d", f.Right, w.Questions)
	}
	for _, scores := range [][][]float64{f.Answer, f.Echo} {
		if len(scores) != c.Layers {
			return fault.Errorf("scores of heads in %d layers of %d", len(scores), c.Layers)
		}
		for _, s := range scores {
			if len(s) != c.Heads || slices.ContainsFunc(s, func(v float64) bool { return !(v >= 0 && v <= 1.001) }) {
				return fault.Errorf("the scores of a layer's heads are %v", s)
			}
		}
	}
	return nil
}
