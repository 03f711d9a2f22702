package huggingface

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// TestGolden compares with the logits of transformers, to 1e-4 of a value and
// 2e-5 near 0, as float32 there against float64.
func TestGolden(t *testing.T) {
	for _, name := range []string{"gpt2_tiny", "gpt2_tiny_gelu_erf"} {
		dir := filepath.Join("testdata", name)
		f, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(dir, "expected.json"))
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Cases []struct {
				ID       string
				InputIDs [][]int `json:"input_ids"`
				Expected struct {
					Float64 struct{ Logits [][][]float64 }
				}
			}
		}
		if err := json.Unmarshal(data, &file); err != nil {
			t.Fatal(err)
		}
		compared := 0
		for _, c := range file.Cases {
			for r, row := range c.InputIDs {
				got := f.Model.Logits(row, nil) // [T, V]
				for i, logits := range c.Expected.Float64.Logits[r] {
					for j, want := range logits {
						compared++
						if v := float64(got.Data[i*got.Cols+j]); !(math.Abs(v-want) <= 1e-4*math.Abs(want)+2e-5) {
							t.Fatalf("%s: logit %d after token %d of row %d is %g, want %g", c.ID, j, i, r, v, want)
						}
					}
				}
			}
		}
		if compared < 300 {
			t.Errorf("%s: only %d logits compared", name, compared)
		}
	}
}

// TestOpenBfloat16 compares with the same weights cut to their upper halves.
func TestOpenBfloat16(t *testing.T) {
	const dir = "testdata/gpt2_tiny_gelu_erf"
	data, err := os.ReadFile(filepath.Join(dir, single))
	if err != nil {
		t.Fatal(err)
	}
	n := binary.LittleEndian.Uint64(data)
	var header map[string]map[string]any
	if err := json.Unmarshal(data[8:8+n], &header); err != nil {
		t.Fatal(err)
	}
	for name, x := range header {
		if name == "__metadata__" {
			continue
		}
		at := x["data_offsets"].([]any)
		x["dtype"], x["data_offsets"] = "BF16", []any{at[0].(float64) / 2, at[1].(float64) / 2}
	}
	head, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	out := append(binary.LittleEndian.AppendUint64(nil, uint64(len(head))), head...)
	for body := data[8+n:]; len(body) > 0; body = body[4:] {
		out = append(out, body[2:4]...)
	}
	config, err := os.ReadFile(filepath.Join(dir, "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	cut := t.TempDir()
	for name, text := range map[string][]byte{single: out, "config.json": config} {
		if err := os.WriteFile(filepath.Join(cut, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	half, err := Open(cut, Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := whole.Model.Tensors()
	for i, x := range half.Model.Tensors() {
		for j, v := range x.Data {
			if want := math.Float32frombits(math.Float32bits(w[i].Data[j]) &^ 0xffff); v != want {
				t.Fatalf("%s[%d] is %g, want %g", x.Name, j, v, want)
			}
		}
	}
}

func ExampleOpen() {
	f, err := Open("testdata/gpt2_tiny", Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	logits := f.Model.Logits([]int{1, 2, 3}, nil)
	fmt.Printf("%s: %d parameters, tokenizer: %t\n", f.Name(), f.Model.Config.Counts().Total(), f.Tokens != nil)
	fmt.Printf("logits [%d, %d], the first %.3f\n", logits.Rows, logits.Cols, logits.Data[0])
	// Output:
	// gpt2_tiny: 31616 parameters, tokenizer: false
	// logits [3, 128], the first 0.674
}
