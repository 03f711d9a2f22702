package modelfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/core/architecture"
	"logitarium/core/builtin"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/lm"
)

func load(t *testing.T) *builtin.LM {
	t.Helper()
	m, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// rewrite returns a model's file with keys changed; nil takes one out.
func rewrite(t *testing.T, m *builtin.LM, changed map[string]any) []byte {
	t.Helper()
	var b, again bytes.Buffer
	if err := Write(&b, m.Model, m.Tokens, "x", gguf.F32); err != nil {
		t.Fatal(err)
	}
	f, err := gguf.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var entries []gguf.Entry
	for key, v := range f.Metadata.All() {
		if value, ok := changed[key]; !ok {
			entries = append(entries, gguf.Entry{Key: key, Value: v})
		} else if value != nil {
			entries = append(entries, gguf.Entry{Key: key, Value: value})
		}
		delete(changed, key)
	}
	for key, v := range changed {
		entries = append(entries, gguf.Entry{Key: key, Value: v})
	}
	var tensors []gguf.Stored
	for _, s := range f.Tensors() {
		data, err := f.Raw(s)
		if err != nil {
			t.Fatal(err)
		}
		tensors = append(tensors, gguf.Stored{Name: s.Name, Type: s.Type, Shape: s.Shape, Data: data})
	}
	if err := gguf.Write(&again, entries, tensors); err != nil {
		t.Fatal(err)
	}
	return again.Bytes()
}

func TestOpenNamesTheFile(t *testing.T) {
	own, dir := load(t), t.TempDir()
	for _, tt := range []struct {
		changed map[string]any
		want    string
	}{
		{map[string]any{"general.architecture": "mamba"}, "m.gguf: the architecture mamba needs"},
		{map[string]any{cutKey: "viking"}, `m.gguf: text is cut by the pre-tokenizer "viking"`},
		{map[string]any{"gpt2.feed_forward_length": uint32(8)}, "m.gguf: the tensor blk.0.ffn_up.weight has the shape"},
		{map[string]any{endKey: uint32(1024)}, "m.gguf: "},
		{map[string]any{beginKey: nil}, ""}, // it is asked all the same what comes first
	} {
		path := filepath.Join(dir, "m.gguf")
		if err := os.WriteFile(path, rewrite(t, own, tt.changed), 0o600); err != nil {
			t.Fatal(err)
		}
		m, err := Open(path, architecture.Options{})
		if tt.want == "" {
			if err != nil {
				t.Error(err)
			} else if err := m.file.Close(); err != nil {
				t.Error(err)
			}
		} else if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%v, want %q", err, tt.want)
		}
	}
	if _, err := Open(filepath.Join(dir, "gone.gguf"), architecture.Options{}); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "gone.gguf") {
		t.Errorf("%v", err)
	}
}

// A vocabulary has as many rows as are in the file: nothing is made of rows that
// are said to have no values.
func TestEmptyRows(t *testing.T) {
	entries := []gguf.Entry{
		{Key: "general.architecture", Value: "gpt2"}, {Key: "gpt2.context_length", Value: uint32(8)}, {Key: "gpt2.embedding_length", Value: uint32(4)}, {Key: "gpt2.block_count", Value: uint32(1)},
		{Key: "gpt2.attention.head_count", Value: uint32(2)}, {Key: "gpt2.feed_forward_length", Value: uint32(6)}, {Key: "gpt2.attention.layer_norm_epsilon", Value: float32(1e-5)},
		{Key: modelKey, Value: "gpt2"}, {Key: cutKey, Value: "gpt-2"}, {Key: tokensKey, Value: []string{"a"}}, {Key: mergesKey, Value: []string{}},
	}
	var b bytes.Buffer
	if err := gguf.Write(&b, entries, []gguf.Stored{{Name: "token_embd.weight", Type: gguf.F32, Shape: []int{1 << 60, 0}}}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "m.gguf")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, architecture.Options{}); err == nil || !strings.Contains(err.Error(), "token_embd.weight has the shape [1152921504606846976 0], and by the metadata its rows have 4 values") {
		t.Errorf("%v", err)
	}
}

func TestNameOf(t *testing.T) {
	for path, want := range map[string]string{
		"m.gguf": "m", "a/b/m.gguf": "m", "m": "m", "m-00001-of-00003.gguf": "m", "m-00001-of-00003": "m",
		"m-1-of-3.gguf": "m-1-of-3", "m-00001-of-00003-q8.gguf": "m-00001-of-00003-q8", "m.gguf.gguf": "m.gguf", "x-m-Q4_K_M.gguf": "x-m-Q4_K_M",
	} {
		if got := nameOf(filepath.FromSlash(path)); got != want {
			t.Errorf("%s is called %q, want %q", path, got, want)
		}
	}
}

// What a model in a file offers, and what it does not, for which reason.
func TestOffers(t *testing.T) {
	own := load(t)
	m, err := Saved(own.Model, own.Tokens, "x", gguf.F32)
	if err != nil {
		t.Fatal(err)
	}
	if m.Context() != own.Model.Config.Context || m.Tokenizer().Size() != own.Tokens.Size() || m.Reader().Len() != 0 || lm.FileOf(m) != lm.Filed(m) {
		t.Errorf("context %d, %d tokens", m.Context(), m.Tokenizer().Size())
	}
	copied, err := m.Copy()
	if err != nil {
		t.Fatal(err)
	}
	was := m.network.Tokens.Data[0]
	if copied.Tokens.Data[0]++; m.network.Tokens.Data[0] != was {
		t.Error("a copy for training shares memory with the model")
	}
	_, err = (&Model{name: "x", network: gpt.ZerosIn(own.Model.Config, gpt.Int8)}).Copy()
	if lack := new(lm.Lack); !errors.As(err, &lack) || *lack != (lm.Lack{Model: "x", What: lm.Copying, Why: lm.Rounded}) {
		t.Errorf("of rounded weights: %v", err)
	}
	if got := lm.TemplateOf(m); got != "" {
		t.Errorf("the template is %q", got)
	}
	const template = "{{'<|im_start|>'}}"
	b := rewrite(t, own, map[string]any{"tokenizer.chat_template": template})
	f, err := gguf.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if m, err = readAs("x", f, architecture.Options{}); err != nil || lm.TemplateOf(m) != template {
		t.Errorf("%v, the template is %q", err, lm.TemplateOf(m))
	}
}

func TestWriteRefuses(t *testing.T) {
	own := load(t)
	c := own.Model.Config
	c.Vocab++
	narrow := own.Model.Config
	narrow.Width, narrow.Heads, narrow.Inner = 48, 4, 64
	wrong := own.Model.Clone()
	wrong.Blocks[0].Up.Weight.Data[3] = float32(math.Inf(1))
	post, erf := own.Model.Config, own.Model.Config
	post.Norm, erf.Activation = gpt.PostLN, gpt.GELUErf
	for _, tt := range []struct {
		m    *gpt.Model
		as   gguf.Type
		want string
	}{
		{gpt.Zeros(c), gguf.F32, "the tokenizer has 1024 tokens, and the model 1025 rows of embeddings"},
		{gpt.Zeros(post), gguf.F32, "only models of GPT-2's architecture are written"},
		{gpt.Zeros(erf), gguf.F32, "only models of GPT-2's architecture are written"},
		{gpt.Zeros(narrow), gguf.Q8_0, "the rows of token_embd.weight have 48 weights, and Q8_0 has them in blocks of 32"},
		{wrong, gguf.Q4_0, "tensor blk.0.ffn_up.weight: "},
	} {
		if err := Write(io.Discard, tt.m, own.Tokens, "x", tt.as); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%v, want %q", err, tt.want)
		}
		if m, err := Saved(tt.m, own.Tokens, "x", tt.as); err == nil {
			t.Errorf("%s is saved", m.Name())
		}
	}
	defer func() {
		if got := fmt.Sprint(recover()); got != "modelfile: matrices are not written as Q4_K" {
			t.Errorf("a type that is not written: panic %v", got)
		}
	}()
	_ = Write(io.Discard, own.Model, own.Tokens, "x", gguf.Q4_K)
}
