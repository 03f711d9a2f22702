package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/checkpoint"
	"logitarium/core/gpt"
	"logitarium/core/huggingface"
	"logitarium/core/token"
	"logitarium/ui/labs"
)

// writeFolder writes a Hugging Face folder called fox with random weights,
// more ids than tokens, and no merges.
func writeFolder(t *testing.T) string {
	t.Helper()
	c := gpt.Config{Vocab: 260, Context: 32, Width: 16, Layers: 2, Heads: 2, Inner: 64, Epsilon: 1e-5}
	dir := filepath.Join(t.TempDir(), "fox")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	var tensors []checkpoint.Tensor
	for _, x := range gpt.New(c, rand.New(rand.NewPCG(1, 2))).Tensors() {
		x.Name = huggingface.TensorName(x.Name)
		shape := x.Shape()
		if strings.HasPrefix(x.Name, "h.") {
			slices.Reverse(shape) // [in, out]: of random weights any order will do
		}
		tensors = append(tensors, checkpoint.Tensor{Name: x.Name, Shape: shape, Data: x.Data})
	}
	if err := checkpoint.WriteFile(filepath.Join(dir, "model.safetensors"), tensors, nil); err != nil {
		t.Fatal(err)
	}
	vocab := map[string]int{"<|endoftext|>": 256}
	for b := range 256 {
		vocab[string(token.ByteRune(byte(b)))] = b
	}
	names, err := json.Marshal(vocab)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"config.json": fmt.Sprintf(`{"model_type": "gpt2", "vocab_size": %d, "n_positions": %d, "n_embd": %d, "n_layer": %d, "n_head": %d}`,
			c.Vocab, c.Context, c.Width, c.Layers, c.Heads),
		"vocab.json": string(names), "merges.txt": "#version: 0.2\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// callAll is call with the true labs.
func callAll(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	lm := builtintest.Load(t)
	var o, e bytes.Buffer
	a := &app{lm: lm, labs: labs.All(lm, lm), build: labs.All, in: strings.NewReader(""), out: &o, err: &e}
	code = a.main(args)
	return code, o.String(), e.String()
}

func TestLabsOnAFolder(t *testing.T) {
	dir := writeFolder(t)
	for _, tt := range []struct{ args, want string }{
		{"", "fox: 11,264 numbers"},
		{"position", "fox 0.0M"},
		{"quantization", "fox 0.0M"},
		{"rag", "fox 0.0M"},
		{"sampling", "fox 0.0M"},
		{"sampling --view draws --prompt abc", "fox 0.0M"},
		{"norm", "fox 0.0M"},
		{"adapt --view published", "tiny-world 0.9M"}, // knows only the built-in model's facts
		{"gpt", "fox 0.0M"},
	} {
		t.Run(tt.args, func(t *testing.T) {
			args := append(strings.Fields(tt.args), "--model", dir, "--print")
			code, out, errs := callAll(t, args...)
			if code != 0 || errs != "" || !strings.Contains(out, tt.want) {
				t.Errorf("exit code %d, lacks %q: %s\n%s", code, tt.want, errs, out)
			}
		})
	}
}

func TestLabsOnInt8Weights(t *testing.T) {
	dir := writeFolder(t)
	for _, tt := range []struct{ args, want string }{
		{"", "fox 0.0M int8"},
		{"position", "fox 0.0M int8"},
		{"position --view sum", "fox 0.0M int8"},
		{"position --view attention", "fox 0.0M int8"},
		{"quantization", "tiny-world"}, // rounds weights itself
		{"rag", "fox 0.0M int8"},
		{"sampling", "fox 0.0M int8"},
		{"sampling --view draws --prompt abc", "fox 0.0M int8"},
		{"norm", "fox 0.0M int8"},
		{"adapt --view published", "tiny-world 0.9M"},
		{"gpt", "fox 0.0M int8"},
	} {
		t.Run(tt.args, func(t *testing.T) {
			args := append(strings.Fields(tt.args), "--model", dir, "--weights", "int8", "--print")
			code, out, errs := callAll(t, args...)
			if code != 0 || errs != "" || !strings.Contains(out, tt.want) {
				t.Errorf("exit code %d, lacks %q: %s\n%s", code, tt.want, errs, out)
			}
		})
	}
	code, out, errs := callAll(t, "model", "--model", dir, "--weights", "int8")
	if code != 0 || errs != "" || !strings.Contains(out, "In memory as int8, in blocks of 32 with a scale (Q8_0): 0.0 MB") ||
		!regexp.MustCompile(`Perplexity on \d+ tokens of this program's notes: \d+\.\d{3} as float32, \d+\.\d{3} as int8 \([+-]\d\.\d\d %\)\.`).MatchString(out) {
		t.Errorf("exit code %d: %s\n%s", code, errs, out)
	}
	if code, _, errs := callAll(t, "model", dir, "--weights", "stored"); code != exitRejected || !strings.Contains(errs, "is a folder, and --weights stored is for GGUF files") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	if code, _, errs := callAll(t, "sampling", "--weights", "int8", "--print"); code != exitUsage || !strings.Contains(errs, "--weights is about the model of --model") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	if code, _, errs := callAll(t, "sampling", "--model", dir, "--weights", "int4"); code != exitUsage || !strings.Contains(errs, `"int4" is not one of auto, f32, int8, stored`) {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

func TestFolderCard(t *testing.T) {
	dir := writeFolder(t)
	code, out, errs := callAll(t, "model", "--model", dir)
	for _, want := range []string{"# fox\n", "| 2 | 2 | 16 | 64 | 32 | 260 | pre-LN | learned | GELU (tanh) |", "| total | 11,264 |", "Byte-level"} {
		if code != 0 || errs != "" || !strings.Contains(out, want) {
			t.Errorf("exit code %d, lacks %q: %s\n%s", code, want, errs, out)
		}
	}
	for _, name := range []string{"vocab.json", "merges.txt"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if code, out, _ := callAll(t, "model", "--model", dir); code != 0 || !strings.Contains(out, "None in the folder") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	if code, _, errs := callAll(t, "sampling", "--model", dir); code != exitRejected || !strings.Contains(errs, "fox has no tokenizer") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

func TestFolderIsForLabs(t *testing.T) {
	code, _, errs := callAll(t, "list", "--model", t.TempDir())
	if code != exitUsage || !strings.Contains(errs, "logitarium list does not look at a model") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

func TestFolderIsRejected(t *testing.T) {
	empty := t.TempDir()
	for _, args := range [][]string{{"sampling"}, {"model"}, {}} {
		code, out, errs := callAll(t, append(args, "--model", empty)...)
		if code != exitRejected || out != "" || !strings.Contains(errs, "error: --model: "+empty+": no config.json") {
			t.Errorf("%q: exit code %d: %s", args, code, errs)
		}
	}
}

// The built-in model as it was in training opens in every lab, by a name that is
// also how it is opened again.
func TestCheckpointIsAModel(t *testing.T) {
	code, out, errs := callAll(t, "inside", "--model", "tiny-world@200", "--print", "--size", "120x40")
	if code != 0 || !strings.Contains(out, "tiny-world@200 0.9M") {
		t.Errorf("exit code %d, %q:\n%s", code, errs, out)
	}
	if code, out, errs = callAll(t, "model", "tiny-world@200"); code != 0 || !strings.Contains(out, "after 200 steps of a recorded training") {
		t.Errorf("exit code %d, %q:\n%s", code, errs, out)
	}
	for _, tt := range []struct {
		args []string
		code int
		err  string
	}{
		{[]string{"--model", "tiny-world@201"}, exitRejected, "no weights of that step are kept: tiny-world@ is followed by one of 0, 200, "},
		{[]string{"--model", "tiny-world@"}, exitRejected, "no weights of that step are kept"},
		{[]string{"--model", "tiny-world@200", "--weights", "int8"}, exitUsage, "--weights rounds the model of a file"},
	} {
		code, out, errs := callAll(t, append([]string{"inside", "--print"}, tt.args...)...)
		if code != tt.code || out != "" || !strings.Contains(errs, tt.err) {
			t.Errorf("%q: exit code %d, %q, %q", tt.args, code, out, errs)
		}
	}
}
