package huggingface

import (
	"encoding/json"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/checkpoint"
	"logitarium/core/gpt"
	"logitarium/core/token"
)

// merges is a small vocabulary; with the bytes and the end it has 260 tokens.
const merges = "#version: 0.2\nt h\nth e\nĠ the\n"

// sample is a folder in memory: files as text, and tensors by their names
// without a prefix, matrices of the blocks as Conv1D.
type sample struct {
	files   map[string]string
	config  map[string]any
	tensors map[string]checkpoint.Tensor
	model   *gpt.Model // what should come out, rounded to no half
}

func newSample() *sample {
	c := gpt.Config{Vocab: 262, Context: 8, Width: 6, Layers: 2, Heads: 2, Inner: 10, Activation: gpt.ReLU, Epsilon: 1e-5}
	s := &sample{
		model: gpt.New(c, rand.New(rand.NewPCG(1, 2))),
		files: map[string]string{mergesFile: merges},
		config: map[string]any{
			"model_type": "gpt2", "vocab_size": 262, "n_positions": 8, "n_embd": 6, "n_layer": 2,
			"n_head": 2, "n_inner": 10, "activation_function": "relu", "eos_token_id": 259,
		},
		tensors: make(map[string]checkpoint.Tensor),
	}
	for _, t := range s.model.Tensors() {
		t.Name = TensorName(t.Name)
		data, shape := slices.Clone(t.Data), t.Shape()
		if t.Decay && strings.HasPrefix(t.Name, "h.") {
			shape = []int{t.Cols, t.Rows}
			for i := range t.Rows {
				for j := range t.Cols {
					data[j*t.Rows+i] = t.Data[i*t.Cols+j]
				}
			}
		}
		s.tensors[t.Name] = checkpoint.Tensor{Name: t.Name, Shape: shape, Data: data}
	}
	s.setJSON(vocabFile, s.vocab())
	return s
}

// vocab is the vocabulary of merges, the end at 259.
func (s *sample) vocab() map[string]int {
	vocab := map[string]int{"th": 256, "the": 257, "Ġthe": 258, "<|endoftext|>": 259}
	for c := range 256 {
		vocab[string(token.ByteRune(byte(c)))] = c
	}
	return vocab
}

func (s *sample) setJSON(name string, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	s.files[name] = string(data)
}

// setOne moves the tokenizer to tokenizer.json.
func (s *sample) setOne(pairs any, change func(map[string]any)) {
	vocab := s.vocab()
	delete(vocab, "<|endoftext|>")
	all := map[string]any{
		"normalizer": nil, "pre_tokenizer": map[string]any{"type": "ByteLevel", "add_prefix_space": false},
		"added_tokens": []any{map[string]any{"id": 259, "content": "<|endoftext|>", "special": true}},
		"model":        map[string]any{"type": "BPE", "dropout": nil, "vocab": vocab, "merges": pairs},
	}
	if change != nil {
		change(all)
	}
	delete(s.files, vocabFile)
	delete(s.files, mergesFile)
	s.setJSON(oneFile, all)
}

// write writes the folder; shards is how many files the weights take.
func (s *sample) write(t *testing.T, prefix string, as checkpoint.DType, shards int) string {
	t.Helper()
	dir := t.TempDir()
	place := make(map[string]string)
	files := make(map[string][]checkpoint.Tensor)
	for i, name := range slices.Sorted(maps.Keys(s.tensors)) {
		x := s.tensors[name]
		if x.DType == "" {
			x.DType = as
		}
		if name != head {
			x.Name = prefix + name
		}
		file := single
		if shards > 1 {
			file = "part-" + string(rune('a'+i%shards)) + ".safetensors"
		}
		place[x.Name] = file
		files[file] = append(files[file], x)
	}
	for name, tensors := range files {
		if err := checkpoint.WriteFile(filepath.Join(dir, name), tensors, nil); err != nil {
			t.Fatal(err)
		}
	}
	all := maps.Clone(s.files)
	if data, err := json.Marshal(s.config); err == nil && s.config != nil {
		all["config.json"] = string(data)
	}
	if data, err := json.Marshal(map[string]any{"weight_map": place}); err == nil && shards > 1 && all[index] == "" {
		all[index] = string(data)
	}
	for name, text := range all {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOpenTakesEveryFormOfAFolder(t *testing.T) {
	for _, c := range []struct {
		name, prefix string
		as           checkpoint.DType
		shards       int
		change       func(*sample)
	}{
		{"f32", "", checkpoint.F32, 1, func(*sample) {}},
		{"prefix", "transformer.", checkpoint.F32, 1, func(*sample) {}},
		{"f16", "transformer.", checkpoint.F16, 1, func(*sample) {}},
		{"shards", "transformer.", checkpoint.F32, 3, func(*sample) {}},
		{"stored tied head", "transformer.", checkpoint.F32, 1, func(s *sample) {
			w := s.tensors["wte.weight"]
			w.Name = head
			s.tensors[head] = w
			s.config["tie_word_embeddings"] = false
		}},
		{"head of its own", "transformer.", checkpoint.F32, 1, untie},
		{"head of its own, shards", "", checkpoint.F16, 2, untie},
		{"causal mask", "", checkpoint.F32, 1, func(s *sample) {
			s.tensors["h.1.attn.bias"] = checkpoint.Tensor{Name: "h.1.attn.bias", Shape: []int{1}, Data: []float32{1}}
		}},
		{"added tokens", "", checkpoint.F32, 1, func(s *sample) { s.files[addedFile] = `{"<|pad|>": 260}` }},
		{"tokenizer.json", "", checkpoint.F32, 1, func(s *sample) { s.setOne([]string{"t h", "th e", "Ġ the"}, nil) }},
		{"tokenizer.json, pairs", "", checkpoint.F32, 1, func(s *sample) {
			s.setOne([][2]string{{"t", "h"}, {"th", "e"}, {"Ġ", "the"}}, nil)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSample()
			c.change(s)
			dir := s.write(t, c.prefix, c.as, c.shards)
			last, calls := 0, 0
			f, err := Open(dir, Options{Progress: func(done, total int) error {
				if done <= last || total != s.model.Config.Counts().Total() {
					t.Errorf("progress %d of %d after %d", done, total, last)
				}
				last, calls = done, calls+1
				return nil
			}})
			if err != nil {
				t.Fatal(err)
			}
			if last != s.model.Config.Counts().Total() || calls != len(s.model.Tensors()) {
				t.Errorf("progress ended at %d after %d calls", last, calls)
			}
			if f.Name() != filepath.Base(dir) || f.Model.Config != s.model.Config {
				t.Errorf("%q %+v, want %+v", f.Name(), f.Model.Config, s.model.Config)
			}
			same(t, f.Model, s.model, c.as)
			if got := f.Tokens.Encode("the the"); !slices.Equal(got, []int{257, 258}) {
				t.Errorf("the the is %d", got)
			}
			if f.Tokens.Size() != 262 || f.Tokens.End() != 259 || string(f.Tokens.Bytes(261)) != "[PAD261]" {
				t.Errorf("%d tokens, end %d, the last %q", f.Tokens.Size(), f.Tokens.End(), f.Tokens.Bytes(261))
			}
		})
	}
}

// untie gives a sample an output head of its own.
func untie(s *sample) {
	c := s.model.Config
	c.Untied = true
	own := gpt.New(c, rand.New(rand.NewPCG(3, 4)))
	for i, t := range s.model.Tensors() {
		copy(own.Tensors()[i].Data, t.Data)
	}
	s.model = own
	s.tensors[head] = checkpoint.Tensor{Name: head, Shape: []int{c.Vocab, c.Width}, Data: own.Head.Data}
	s.config["tie_word_embeddings"] = false
}

// same compares parameters: exact in float32, within half a step of a half
// (2⁻¹¹ of a value, 2⁻²⁵ of the smallest) in float16.
func same(t *testing.T, got, want *gpt.Model, as checkpoint.DType) {
	t.Helper()
	w := want.Tensors()
	for i, x := range got.Tensors() {
		for j, v := range x.Data {
			d, most := float64(v-w[i].Data[j]), 0.0
			if as == checkpoint.F16 {
				most = max(float64(w[i].Data[j]), -float64(w[i].Data[j]))/2048 + 1.0/(1<<25)
			}
			if d > most || d < -most {
				t.Fatalf("%s[%d] is %g, want %g", x.Name, j, v, w[i].Data[j])
			}
		}
	}
}

// A token that is called like a number without one keeps its id.
func TestOpenFillsTheVocabulary(t *testing.T) {
	s := newSample()
	s.files[addedFile] = `{"[PAD261]": 260}`
	f, err := Open(s.write(t, "", checkpoint.F32, 1), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Tokens.Decode([]int{260, 261}); got != "[PAD261][[PAD261]]" {
		t.Errorf("%q", got)
	}
	if got := f.Tokens.Encode("[PAD261]"); len(got) != len("[PAD261]") {
		t.Errorf("text became %d", got)
	}
}

// Read as int8 a folder is the model that rounding the other one gives.
func TestOpenInt8(t *testing.T) {
	s := newSample()
	s.config["tie_word_embeddings"] = false
	s.tensors[head] = checkpoint.Tensor{Name: head, Shape: []int{262, 6}, Data: make([]float32, 262*6)}
	for i := range s.tensors[head].Data {
		s.tensors[head].Data[i] = float32(i%7) - 3
	}
	dir := s.write(t, "transformer.", checkpoint.F16, 2)
	whole, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	done := 0
	f, err := Open(dir, Options{Weights: gpt.Int8, Progress: func(n, _ int) error { done = n; return nil }})
	if err != nil {
		t.Fatal(err)
	}
	if f.Model.Precision != gpt.Int8 || done != f.Model.Config.Counts().Total() {
		t.Errorf("%v weights, progress to %d", f.Model.Precision, done)
	}
	want, err := whole.Model.Int8()
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range f.Model.Tensors() {
		if other := want.Tensors()[i]; x.Name != other.Name || !slices.Equal(x.Float32().Data, other.Float32().Data) {
			t.Errorf("%s differs", x.Name)
		}
	}
}

// Who is asked how far it is may end it.
func TestOpenCanBeEnded(t *testing.T) {
	dir, enough, calls := newSample().write(t, "", checkpoint.F32, 1), errors.New("enough"), 0
	f, err := Open(dir, Options{Progress: func(int, int) error {
		if calls++; calls == 3 {
			return enough
		}
		return nil
	}})
	if f != nil || !errors.Is(err, enough) || calls != 3 {
		t.Errorf("%v after %d calls", err, calls)
	}
}

func TestOpenWithoutTokenizer(t *testing.T) {
	s := newSample()
	s.files = map[string]string{}
	f, err := Open(s.write(t, "", checkpoint.F32, 1), Options{})
	if err != nil || f.Tokens != nil {
		t.Errorf("%v, %v: want a model and no tokenizer", f, err)
	}
}

func TestOpenFollowsLinks(t *testing.T) {
	dir := newSample().write(t, "", checkpoint.F32, 1)
	snapshot := t.TempDir()
	for _, name := range []string{"config.json", single, vocabFile, mergesFile} {
		if err := os.Symlink(filepath.Join(dir, name), filepath.Join(snapshot, name)); err != nil {
			t.Skip(err)
		}
	}
	if _, err := Open(snapshot, Options{}); err != nil {
		t.Error(err)
	}
}
