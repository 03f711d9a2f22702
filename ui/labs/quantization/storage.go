package quantization

import (
	"slices"

	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/quant"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// writer is a type of block that weights can be written in here.
type writer struct {
	typ    gguf.Type
	format quant.Format
}

// writers are in the order of the knob, behind the file's own types.
var writers = []writer{
	{gguf.Q8_0, quant.Q8_0}, {gguf.Q5_1, quant.Q5_1}, {gguf.Q5_0, quant.Q5_0}, {gguf.Q4_1, quant.Q4_1}, {gguf.Q4_0, quant.Q4_0},
}

// writerOf returns the writer of a type; ok is false if there is none.
func writerOf(t gguf.Type) (writer, bool) {
	i := slices.IndexFunc(writers, func(w writer) bool { return w.typ == t })
	if i < 0 {
		return writer{}, false
	}
	return writers[i], true
}

// rewritten is the type that the settings have the weights written in; ok is
// false if they are as the file has them.
func (l *Lab) rewritten(s settings) (w writer, ok bool) {
	i := s.format
	if l.file != nil {
		i--
	}
	if i < 0 {
		return writer{}, false
	}
	return writers[i], true
}

// formatOptions are the values of the knob format.
func (l *Lab) formatOptions() []lab.Option {
	var options []lab.Option
	if l.file != nil {
		options = append(options, lab.Option{Name: "file", Help: message.New("as the open file has it, each tensor in its own type")})
	}
	for _, w := range writers {
		options = append(options, lab.Option{Name: w.typ.String(), Help: message.New("32 weights share a scale; %g bits a weight", w.typ.BitsPerWeight())})
	}
	return options
}

// defaultFormat is the file's, or what most files of 4 bits began with.
func (l *Lab) defaultFormat() int {
	if l.file != nil {
		return 0
	}
	return len(writers) - 1
}

// parameter returns the name of a kind of weights in a layer, as
// [gpt.Model.Tensors] has it.
func (l *Lab) parameter(kind, layer int) gpt.Tensor {
	m := l.tensors[kind].of(l.lm.Network, layer)
	tensors := l.lm.Network.Tensors()
	return tensors[slices.IndexFunc(tensors, func(t gpt.Tensor) bool { return len(t.Data) > 0 && &t.Data[0] == &m.Data[0] })]
}

// inFile returns a parameter as the file has it; ok is false if it has none.
func (l *Lab) inFile(parameter string) (s lm.Stored, ok bool) {
	if l.file == nil {
		return s, false
	}
	all := l.file.Stored()
	i := slices.IndexFunc(all, func(s lm.Stored) bool { return s.Parameter == parameter })
	if i < 0 {
		return s, false
	}
	return all[i], true
}

// original returns what a parameter of the open file was before it was written,
// as far as that is known: of the built-in model, if its values, written in the
// same type, are those of the file in these rows. It returns nil if it is not.
func (l *Lab) original(s lm.Stored, rows []int) *tensor.Matrix {
	n, err := lm.NetworkOf(l.own)
	if err != nil || n.Config != l.config() || s.Parameter == "" {
		return nil
	}
	all := n.Tensors()
	i := slices.IndexFunc(all, func(t gpt.Tensor) bool { return t.Name == s.Parameter })
	if i < 0 {
		return nil
	}
	from := all[i]
	for _, row := range rows {
		was, is := from.Matrix.Row(row), make([]float32, from.Cols)
		if err := l.file.Read(is, s, row*from.Cols); err != nil {
			return nil
		}
		if back, ok := written(s.Type, was); !ok || !slices.Equal(back, is) {
			return nil
		}
	}
	return &from.Matrix
}

// written returns what becomes of values in a type; ok is false if there is no
// writer of it here, or the values are no whole blocks.
func written(t gguf.Type, x []float32) (back []float32, ok bool) {
	if t == gguf.F32 {
		return x, true
	}
	w, ok := writerOf(t)
	if !ok || len(x)%quant.BlockSize != 0 {
		return nil, false
	}
	raw, err := w.format.Encode(x)
	if err != nil { // beyond half precision
		return nil, false
	}
	back = make([]float32, len(x))
	t.Decode(back, raw)
	return back, true
}

// stock is the block of the chosen weight, as it is stored.
type stock struct {
	typ  gguf.Type
	raw  []byte
	part gguf.Block // taken apart; without parts if the type stores numbers
	row  int        // of the tensor
	from int        // the column of its first weight
	at   int        // the chosen weight, counted from there
	was  []float32  // its weights before they were stored; nil if that is not known
	is   []float32  // and as they are stored
	why  message.Text
}

// neighbours are how many numbers are shown around one that shares nothing.
const neighbours = quant.BlockSize

// unpackChosen takes the block apart that the settings choose.
func (l *Lab) unpackChosen() {
	p := l.parameter(l.set.tensor, l.set.layer)
	s := stock{row: l.set.row}
	w, anew := l.rewritten(l.set)
	stored, ok := l.inFile(p.Name)
	switch {
	case anew:
		s.typ = w.typ
	case ok:
		s.typ = stored.Type
	default:
		l.stock = stock{why: message.New("The file has no tensor for these weights.")}
		return
	}
	size, _ := s.typ.Block()
	size = max(size, 1)
	if !s.typ.Quantized() {
		size = min(neighbours, p.Cols)
	}
	if p.Cols%size != 0 && s.typ.Quantized() {
		l.stock = stock{why: message.New("The rows of %s have %d weights, which are no whole blocks of %d.", l.tensorName(l.set.tensor, l.set.layer), p.Cols, size)}
		return
	}
	s.from = l.set.column / size * size
	size = min(size, p.Cols-s.from)
	s.at = l.set.column - s.from
	first := s.row*p.Cols + s.from
	s.is = make([]float32, size)
	if anew {
		s.was = p.Matrix.Row(s.row)[s.from : s.from+size]
		raw, err := w.format.Encode(s.was)
		if err != nil {
			l.stock = stock{why: message.Of(err)}
			return
		}
		s.raw = raw
		s.typ.Decode(s.is, raw)
	} else if err := l.readBlocks(&s, stored, first); err != nil {
		l.stock = stock{why: message.Of(err)}
		return
	} else if m := l.original(stored, []int{s.row}); m != nil && s.typ != gguf.F32 {
		s.was = m.Row(s.row)[s.from : s.from+size]
	}
	if s.typ.Quantized() {
		s.part = s.typ.Unpack(s.raw)
	}
	l.stock = s
}

// readBlocks reads the bytes and the values of a block, or of numbers beside
// each other.
func (l *Lab) readBlocks(s *stock, t lm.Stored, first int) error {
	if err := l.file.Read(s.is, t, first); err != nil {
		return err
	}
	weights, _ := t.Type.Block()
	for i := first / weights; i*weights < first+len(s.is); i++ {
		raw, err := l.file.Block(t, i)
		if err != nil {
			return err
		}
		s.raw = append(s.raw, raw...)
	}
	return nil
}
