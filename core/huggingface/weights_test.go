package huggingface

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/checkpoint"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/tensor"
)

// A transpose is one whatever the sizes, also where tiles are not full.
func TestTranspose(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 33}, {31, 1}, {32, 32}, {33, 31}, {64, 65}, {100, 7}} {
		rows, cols := size[0], size[1]
		src, dst := make([]float32, rows*cols), tensor.New(rows, cols)
		for i := range src {
			src[i] = float32(i + 1)
		}
		transpose(dst, src)
		for r := range rows {
			for c := range cols {
				if got := dst.At(r, c); got != src[c*rows+r] {
					t.Fatalf("%d by %d: element %d, %d is %g", rows, cols, r, c, got)
				}
			}
		}
	}
}

// one writes a file with one tensor and returns where it is.
func one(t *testing.T, name string, as checkpoint.DType, data []float32) location {
	t.Helper()
	path := filepath.Join(t.TempDir(), single)
	if err := checkpoint.WriteFile(path, []checkpoint.Tensor{{Name: name, DType: as, Shape: []int{len(data)}, Data: data}}, nil); err != nil {
		t.Fatal(err)
	}
	f, err := checkpoint.OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	info, _ := f.Tensor(name)
	return location{f, info}
}

// Tensors are the same if all their bytes are, also behind the first 64 KiB.
func TestEquals(t *testing.T) {
	const piece = 64 << 10 / 4
	for _, n := range []int{1, piece - 1, piece, piece + 1, 2*piece + 5} {
		a := make([]float32, n)
		for i := range a {
			a[i] = float32(i % 251)
		}
		first := one(t, "a", checkpoint.F32, a)
		if same, err := first.equals(one(t, "b", checkpoint.F32, a)); err != nil || !same {
			t.Errorf("%d numbers are not the same: %v", n, err)
		}
		b := slices.Clone(a)
		b[n-1]++
		if same, err := first.equals(one(t, "b", checkpoint.F32, b)); err != nil || same {
			t.Errorf("%d numbers, the last another, are the same: %v", n, err)
		}
	}
	zero := []float32{0}
	if same, err := one(t, "a", checkpoint.F16, zero).equals(one(t, "b", checkpoint.F32, zero)); err != nil || same {
		t.Errorf("numbers of two types are the same: %v", err)
	}
}

// A head that is the embedding once more is left out; one that is not is kept
// where the folder says so.
func TestHead(t *testing.T) {
	for _, tt := range []struct {
		tied, differs bool
		untied        bool
		want          string
	}{
		{true, false, false, ""}, {false, false, false, ""}, {false, true, true, ""}, {true, true, false, "differs from wte.weight"},
	} {
		s := newSample()
		data := slices.Clone(s.tensors["wte.weight"].Data)
		if tt.differs {
			data[5]++
		}
		s.tensors[head] = checkpoint.Tensor{Name: head, Shape: []int{262, 6}, Data: data}
		s.config["tie_word_embeddings"] = tt.tied
		f, err := Open(s.write(t, "transformer.", checkpoint.F32, 1), Options{})
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v", tt, err)
		}
		if err == nil && (f.Model.Config.Untied != tt.untied || tt.untied && !slices.Equal(f.Model.Head.Data, data)) {
			t.Errorf("%+v: untied %v", tt, f.Model.Config.Untied)
		}
	}
}

// All rows are rounded, also those behind the first hundred, and a number that
// is none is found there too.
func TestRoundsEveryRow(t *testing.T) {
	s := newSample()
	whole, err := s.model.Int8()
	if err != nil {
		t.Fatal(err)
	}
	f, err := Open(s.write(t, "", checkpoint.F32, 1), Options{Weights: gpt.Int8})
	if err != nil {
		t.Fatal(err)
	}
	got, want := f.Model.Unembedding().Data, whole.Unembedding().Data
	if !slices.Equal(got, want) {
		t.Error("the embedding is rounded otherwise")
	}
	for _, row := range []int{0, 99, 100, 199, 200, 261} {
		s := newSample()
		x := s.tensors["wte.weight"]
		x.Data = slices.Clone(x.Data)
		x.Data[row*6+5] = float32(math.Inf(1))
		s.tensors["wte.weight"] = x
		for _, held := range []gpt.Precision{gpt.Float32, gpt.Int8} {
			if _, err := Open(s.write(t, "", checkpoint.F32, 1), Options{Weights: held}); err == nil || !strings.Contains(err.Error(), `tensor "wte.weight" holds 0 NaN and 1 infinities`) {
				t.Errorf("an infinity in row %d, held as %v: %v", row, held, err)
			}
		}
	}
}

// The numbers may be of three types; of others a tensor is refused by its name.
func TestTypesOfNumbers(t *testing.T) {
	for _, as := range []checkpoint.DType{checkpoint.F32, checkpoint.F16} {
		dst := make([]float32, 2)
		if err := one(t, "w", as, []float32{1, 2, 3}).read(dst, 1); err != nil || dst[0] != 2 || dst[1] != 3 {
			t.Errorf("%s: %v, %v", as, dst, err)
		}
	}
	odd := location{info: checkpoint.TensorInfo{Name: "w", DType: "I64"}}
	if err := odd.read(nil, 0); err == nil || err.Error() != `tensor "w" is of type I64; supported are F32, F16, BF16` {
		t.Errorf("%v", err)
	}
}

// An index names at most 256 files, and is at most 16 MB long.
func TestShards(t *testing.T) {
	s := newSample()
	for _, tt := range []struct{ text, want string }{
		{strings.Repeat(" ", 16<<20+1-len(`{"weight_map": {}}`)) + `{"weight_map": {}}`, "model.safetensors.index.json is larger than 16 MB"},
		{`{"weight_map": {"a": "x/part-a.safetensors"}}`, `tensor "a" is in "x/part-a.safetensors": only files of the same folder`},
		{`{"weight_map": {"a": "."}}`, "only files of the same folder"},
		{`{"weight_map": {"a": 3}}`, "cannot unmarshal number"},
		{"\xfe\xff", "begins with a byte order mark"},
	} {
		s.files[index] = tt.text
		if _, err := Open(s.write(t, "", checkpoint.F32, 2), Options{}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.60q: %v, want %q", tt.text, err, tt.want)
		}
	}
	dir := t.TempDir()
	var b bytes.Buffer
	if err := checkpoint.Write(&b, []checkpoint.Tensor{{Name: "t000", Shape: []int{1}, Data: []float32{1}}}, nil); err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{256: "", 257: "more than 256 files"} {
		place := map[string]string{}
		for i := range n {
			name := fmt.Sprintf("t%03d", i)
			place[name] = name + ".safetensors"
			data := bytes.Replace(b.Bytes(), []byte("t000"), []byte(name), 1)
			if err := os.WriteFile(filepath.Join(dir, place[name]), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		text, err := json.Marshal(map[string]any{"weight_map": place})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, index), text, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := openWeights(dir, gpt2Family)
		switch {
		case want == "" && err != nil, want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%d files: %v, want %q", n, err, want)
		case err == nil:
			if len(w.files) != n || len(w.tensors) != n {
				t.Errorf("%d files, %d tensors of %d", len(w.files), len(w.tensors), n)
			}
			w.close()
		}
	}
}

// A file that is read whole may be as long as its limit, and is one.
func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	for n, ok := range map[int]bool{0: true, 1<<20 - 1: true, 1 << 20: true, 1<<20 + 1: false} {
		if err := os.WriteFile(filepath.Join(dir, "f"), make([]byte, n), 0o600); err != nil {
			t.Fatal(err)
		}
		if data, err := readFile(dir, "f", 1<<20); (err == nil) != ok || err == nil && len(data) != n || err != nil && err.Error() != "f is larger than 1 MB: is this the right file?" {
			t.Errorf("%d bytes: %d, %v", n, len(data), err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := readFile(dir, "folder", 1); err == nil || err.Error() != "folder is not a regular file" {
		t.Errorf("%v", err)
	}
	if _, err := readFile(dir, "gone", 1); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// Every parameter of GPT-2 and of those after it has a name of its own there.
func TestNamesInFolders(t *testing.T) {
	modern := gpt.Config{Vocab: 2, Context: 2, Width: 4, Layers: 2, Heads: 2, Inner: 4, Epsilon: 1, Untied: true, Positions: gpt.Rotary,
		Parts: gpt.Parts{RMSNorm: true, Separate: true, QKNorm: true, Gated: true, Biases: gpt.InputBiases}}
	sandwich := modern
	sandwich.Norm = gpt.Sandwich
	for _, tt := range []struct {
		of     family
		config gpt.Config
		last   string
	}{
		{gpt2Family, gpt.Config{Vocab: 2, Context: 2, Width: 4, Layers: 2, Heads: 2, Inner: 4, Epsilon: 1}, "ln_f.bias"},
		{llamaFamily, modern, head}, {gemmaFamily, sandwich, head},
	} {
		seen, last := map[string]string{}, ""
		for _, p := range gpt.Zeros(tt.config).Tensors() {
			last = tt.of.name(p.Name)
			if seen[last] != "" || strings.Contains(last, "blocks") {
				t.Errorf("%s is called %s, as %q is", p.Name, last, seen[last])
			}
			seen[last] = p.Name
		}
		if last != tt.last {
			t.Errorf("the last is %s, want %s", last, tt.last)
		}
	}
	defer func() {
		if got := fmt.Sprint(recover()); got != "huggingface: no parameter blocks.0.qkv.weight" {
			t.Errorf("a parameter that these families do not have: panic %v", got)
		}
	}()
	llamaFamily.name("blocks.0.qkv.weight")
}

// What a folder offers, and what it does not, for which reason.
func TestOffers(t *testing.T) {
	dir := newSample().write(t, "", checkpoint.F32, 1)
	f, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if f.Name() != filepath.Base(dir) || f.Context() != 8 || f.Tokenizer().Size() != 262 || f.Reader().Len() != 0 || f.Network() != f.Model {
		t.Errorf("%s, context %d, %d tokens", f.Name(), f.Context(), f.Tokenizer().Size())
	}
	copied, err := f.Copy()
	if err != nil {
		t.Fatal(err)
	}
	was := f.Model.Tokens.Data[0]
	if copied.Tokens.Data[0]++; f.Model.Tokens.Data[0] != was {
		t.Error("a copy for training shares memory with the model")
	}
	_, err = (&Folder{name: "x", Model: gpt.ZerosIn(f.Model.Config, gpt.Int8)}).Copy()
	if lack := new(lm.Lack); !errors.As(err, &lack) || *lack != (lm.Lack{Model: "x", What: lm.Copying, Why: lm.Rounded}) {
		t.Errorf("of rounded weights: %v", err)
	}
}

func ExampleTensorName() {
	fmt.Println(TensorName("blocks.0.qkv.weight"), TensorName("adam.first.tokens"))
	// Output: h.0.attn.c_attn.weight adam.first.wte.weight
}
