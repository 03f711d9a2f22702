package huggingface

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"logitarium/core/checkpoint"
	"logitarium/core/fault"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// model reads the tensors of a model.
func (w *weights) model(c gpt.Config, o Options) (*gpt.Model, error) {
	m := gpt.ZerosIn(c, o.Weights)
	w.progress, w.total = o.Progress, c.Counts().Total()
	known := map[string]bool{head: true}
	for _, t := range m.Tensors() {
		t.Name = w.family.name(t.Name)
		known[t.Name] = true
		if err := w.fill(t); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(w.tensors)) {
		if !known[name] && !w.family.stray.MatchString(name) {
			return nil, fault.Errorf("tensor %.60q has no place in a model of this kind with %d layers: is this a language model as transformers saves it?", name, c.Layers)
		}
	}
	return m, nil
}

// untied says whether the model has an output head of its own. One that is the
// token embedding once more is left out, whatever the config says.
func (w *weights) untied(tied bool) (bool, error) {
	h, ok := w.tensors[head]
	if !ok {
		if !tied {
			return false, fault.Errorf("config.json: tie_word_embeddings is false, and there is no tensor %s", head)
		}
		return false, nil
	}
	e, ok := w.tensors[w.family.embedding]
	if !ok {
		return false, fault.Errorf("no tensor %q in the files", w.family.embedding)
	}
	if !slices.Equal(h.info.Shape, e.info.Shape) {
		return false, shapeError(head, h.info.Shape, e.info.Shape)
	}
	same, err := h.equals(e)
	if err != nil || same {
		return false, err
	}
	if tied { // transformers would take the embedding, other programs the head
		return false, fault.Errorf("%s differs from %s, which config.json makes the output head (tie_word_embeddings is true, also if left out); if this head is meant, set it to false", head, w.family.embedding)
	}
	return true, nil
}

// equals compares two tensors of one shape byte by byte.
func (p location) equals(q location) (bool, error) {
	if p.info.DType != q.info.DType {
		return false, nil
	}
	a, err := p.file.Raw(p.info.Name)
	if err != nil {
		return false, err
	}
	b, err := q.file.Raw(q.info.Name)
	if err != nil {
		return false, err
	}
	var one, other [64 << 10]byte
	for {
		n, err := io.ReadFull(a, one[:])
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return false, err
		}
		if _, err := io.ReadFull(b, other[:n]); err != nil {
			return false, err
		}
		if !bytes.Equal(one[:n], other[:n]) {
			return false, nil
		}
	}
}

// promise checks, before memory is taken for it, that the files hold as much
// as the config asks for.
func (w *weights) promise(c gpt.Config) error {
	held, need := 0, c.Counts().Total()
	for _, p := range w.tensors {
		held += p.info.Len()
	}
	if t, ok := w.tensors[w.family.embedding]; ok && !slices.Equal(t.info.Shape, []int{c.Vocab, c.Width}) {
		return shapeError(w.family.embedding, t.info.Shape, []int{c.Vocab, c.Width})
	}
	if held < need {
		return fault.Errorf("the files hold %d numbers, and the model of config.json has %d: is the download complete?", held, need)
	}
	return nil
}

// fill reads one tensor. GPT-2's matrices of the blocks are Conv1D in the files,
// [in, out], the transpose of a [gpt.Linear].
func (w *weights) fill(t gpt.Tensor) error {
	conv := w.family.conv && t.Decay && strings.HasPrefix(t.Name, "h.")
	want := t.Shape()
	if conv {
		want = []int{t.Cols, t.Rows}
	}
	p, ok := w.tensors[t.Name]
	if !ok {
		return fault.Errorf("no tensor %q in the files", t.Name)
	}
	if !slices.Equal(p.info.Shape, want) {
		return shapeError(t.Name, p.info.Shape, want)
	}
	if t.Int8.Rows == 0 && !conv {
		if err := w.read(p, t.Data, 0); err != nil {
			return err
		}
		if w.family.onePlus && !t.Decay {
			for i := range t.Data {
				t.Data[i]++
			}
		}
		return nil
	}
	if !conv {
		return w.round(t, p)
	}
	data := room(&w.scratch, t.Rows*t.Cols)
	if err := w.read(p, data, 0); err != nil {
		return err
	}
	if t.Int8.Rows == 0 {
		transpose(t.Matrix, data)
		return nil
	}
	rows := tensor.Of(t.Rows, t.Cols, room(&w.rows, t.Rows*t.Cols))
	transpose(rows, data)
	return t.Set(rows.Data)
}

// round reads a tensor some rows at a time: an embedding in float32 can be
// larger than all of the rounded model.
func (w *weights) round(t gpt.Tensor, p location) error {
	const together = 100
	for at := 0; at < t.Rows; at += together {
		n := min(together, t.Rows-at)
		rows := tensor.Of(n, t.Cols, room(&w.scratch, n*t.Cols))
		if err := w.read(p, rows.Data, at*t.Cols); err != nil {
			return err
		}
		if err := t.SetRows(at, rows); err != nil {
			return err
		}
	}
	return nil
}

// room returns n values of s, which grows if it has not as many.
func room(s *[]float32, n int) []float32 {
	*s = slices.Grow((*s)[:0], n)
	return (*s)[:n]
}

// read sets dst to a tensor's numbers from one on, some at a time.
func (w *weights) read(p location, dst []float32, from int) error {
	const together = 1 << 20
	for len(dst) > 0 {
		n := min(together, len(dst))
		if err := p.read(dst[:n], from); err != nil {
			return err
		}
		dst, from = dst[n:], from+n
		w.done += n
		if w.progress == nil {
			continue
		}
		if err := w.progress(w.done, w.total); err != nil {
			return err
		}
	}
	return nil
}

// read sets dst to the tensor's numbers from one on, which must all be finite.
func (p location) read(dst []float32, from int) error {
	switch p.info.DType {
	case checkpoint.F32, checkpoint.F16, checkpoint.BF16:
	default:
		return fault.Errorf("tensor %.60q is of type %s; supported are F32, F16, BF16", p.info.Name, p.info.DType)
	}
	if err := p.file.ReadPart(dst, p.info.Name, from); err != nil {
		return err
	}
	if nan, inf := checkpoint.CountNonFinite(dst); nan+inf > 0 {
		return fault.Errorf("tensor %.60q holds %d NaN and %d infinities: the model would answer NaN to everything", p.info.Name, nan, inf)
	}
	return nil
}

func shapeError(name string, got, want []int) error {
	return fault.Errorf("tensor %q has shape %v; by config.json it should be %v", name, got, want)
}

// transpose sets dst [rows, cols] to the transpose of src [cols, rows]. It goes
// by tiles, through a buffer: rows of a large matrix are often a multiple of
// 4096 bytes apart, and a cache has few places for what is.
func transpose(dst tensor.Matrix, src []float32) {
	const tile = 32
	tensor.Parallel((dst.Rows+tile-1)/tile, func(band int) {
		var turned [tile][tile]float32
		r := band * tile
		rows := min(tile, dst.Rows-r)
		for c := 0; c < dst.Cols; c += tile {
			cols := min(tile, dst.Cols-c)
			for j := range cols {
				for i, v := range src[(c+j)*dst.Rows+r:][:rows] {
					turned[i][j] = v
				}
			}
			for i := range rows {
				copy(dst.Data[(r+i)*dst.Cols+c:][:cols], turned[i][:])
			}
		}
	})
}
