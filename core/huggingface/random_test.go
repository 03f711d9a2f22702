package huggingface

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/checkpoint"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
	"logitarium/core/tiktoken"
	"logitarium/core/token"
)

// TestWriteRandom writes folders with GPT-2's shapes, its tokenizer and random
// weights, to open and to measure:
//
//	go test ./core/huggingface -run WriteRandom -random /tmp/gpt2-small
//	go test ./core/huggingface -run WriteRandom -random /tmp/gpt2-medium -shape medium
//
// wide is GPT-2 with a vocabulary as large as that of models of today.
var (
	random = flag.String("random", "", "the folder that TestWriteRandom writes")
	shape  = flag.String("shape", "small", "small, medium, wide, or tiny")
)

var shapes = map[string]gpt.Config{
	"tiny":   {Layers: 2, Width: 16, Heads: 2, Inner: 64, Vocab: 50257, Context: 32, Epsilon: 1e-5},
	"small":  {Layers: 12, Width: 768, Heads: 12, Inner: 3072, Vocab: 50257, Context: 1024, Epsilon: 1e-5},
	"wide":   {Layers: 12, Width: 768, Heads: 12, Inner: 3072, Vocab: 152_000, Context: 1024, Epsilon: 1e-5},
	"medium": {Layers: 24, Width: 1024, Heads: 16, Inner: 4096, Vocab: 50257, Context: 1024, Epsilon: 1e-5},
}

func TestWriteRandom(t *testing.T) {
	c, ok := shapes[*shape]
	if !ok {
		t.Fatalf("-shape %s: there are small, medium, wide, tiny", *shape)
	}
	dir := *random
	if dir == "" {
		dir, c = t.TempDir(), shapes["tiny"]
	}
	writeRandom(t, dir, c)
	if *random != "" {
		return // opening it is what is to be measured
	}
	f, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := tiktoken.Published()[0].Encoding()
	for _, text := range []string{"the fox lives in the", "naïve 東京 1234", " for i := range 10 {\n\t}\n"} {
		var ids []int
		for _, x := range want.Encode(text) {
			ids = append(ids, int(x.ID))
		}
		if got := f.Tokens.Encode(text); !slices.Equal(got, ids) {
			t.Errorf("%q is %v, in GPT-2's vocabulary %v", text, got, ids)
		}
	}
}

// writeRandom writes a folder as transformers would.
func writeRandom(t *testing.T, dir string, c gpt.Config) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	vocab, merges := gpt2Files()
	config := map[string]any{
		"model_type": "gpt2", "vocab_size": c.Vocab, "n_positions": c.Context, "n_embd": c.Width,
		"n_layer": c.Layers, "n_head": c.Heads, "n_inner": c.Inner,
		"activation_function": "gelu_new", "layer_norm_epsilon": 1e-5, "eos_token_id": 50256,
	}
	for name, v := range map[string]any{"config.json": config, vocabFile: vocab} {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		merges[name] = string(data)
	}
	for name, text := range merges {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out []checkpoint.Tensor
	for _, x := range gpt.New(c, rand.New(rand.NewPCG(1, 2))).Tensors() {
		x.Name = TensorName(x.Name)
		data, shape := x.Data, x.Shape()
		if x.Decay && strings.HasPrefix(x.Name, "h.") { // Conv1D
			turned := tensor.New(x.Cols, x.Rows)
			transpose(turned, x.Data)
			data, shape = turned.Data, []int{x.Cols, x.Rows}
		}
		out = append(out, checkpoint.Tensor{Name: x.Name, Shape: shape, Data: data})
	}
	if err := checkpoint.WriteFile(filepath.Join(dir, single), out, nil); err != nil {
		t.Fatal(err)
	}
}

// gpt2Files are GPT-2's vocab.json, and its merges.txt as a file by its name.
// Its tokens are those of r50k, in which each but the bytes is made of the two
// that are left of it when all tokens before it have been merged.
func gpt2Files() (vocab map[string]int, files map[string]string) {
	tokens := tiktoken.Published()[0].Encoding().Tokens()
	rank := make(map[string]int, len(tokens))
	vocab = map[string]int{"<|endoftext|>": len(tokens)}
	for id, text := range tokens {
		rank[text] = id
		vocab[spelt(text)] = id
	}
	var merges strings.Builder
	merges.WriteString("#version: 0.2\n")
	for id, text := range tokens {
		if len(text) < 2 {
			continue
		}
		var parts []string
		for i := range len(text) {
			parts = append(parts, text[i:i+1])
		}
		for len(parts) > 2 {
			best, at := id, -1
			for i := range parts[1:] {
				if r, ok := rank[parts[i]+parts[i+1]]; ok && r < best {
					best, at = r, i
				}
			}
			parts[at] += parts[at+1]
			parts = slices.Delete(parts, at+1, at+2)
		}
		merges.WriteString(spelt(parts[0]) + " " + spelt(parts[1]) + "\n")
	}
	return vocab, map[string]string{mergesFile: merges.String()}
}

// spelt writes bytes in the alphabet of the files.
func spelt(text string) string {
	var b strings.Builder
	for i := range len(text) {
		b.WriteRune(token.ByteRune(text[i]))
	}
	return b.String()
}
