package modelfile

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"logitarium/core/architecture"
	"logitarium/core/builtin"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/lm"
)

// What is written opens again as the same model, with the same tokens.
func TestWrite(t *testing.T) {
	own, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	const text = "once upon a time there was a fox. don't, 123!"
	tokens := own.Tokens.Encode(text)
	want := own.Model.Logits(tokens, nil)
	dir := t.TempDir()
	for _, tt := range []struct {
		as   gguf.Type
		size int     // of the file, at most
		off  float64 // of a logit, at most
	}{{gguf.F32, 4 << 20, 0}, {gguf.Q8_0, 1200 << 10, .5}, {gguf.Q4_0, 800 << 10, 8}} {
		t.Run(tt.as.String(), func(t *testing.T) {
			var b bytes.Buffer
			if err := Write(&b, own.Model, own.Tokens, "tiny-world", tt.as); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "x.gguf")
			if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			m, err := Open(path, architecture.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := m.Tokens.Encode(text); !slices.Equal(got, tokens) {
				t.Errorf("tokens %v, want %v", got, tokens)
			}
			if m.Tokens.End() != own.Tokens.End() || m.Name() != "x" || m.Architecture() != "gpt2" {
				t.Errorf("end %d, name %q, architecture %q", m.Tokens.End(), m.Name(), m.Architecture())
			}
			got, off := m.Network().Logits(tokens, nil), 0.0
			for i, v := range want.Data {
				off = max(off, float64(v-got.Data[i]), float64(got.Data[i]-v))
			}
			t.Logf("%d bytes, logits differ by %.3g", b.Len(), off)
			if b.Len() > tt.size || off > tt.off || (off == 0) != (tt.as == gguf.F32) {
				t.Errorf("%d bytes, logits differ by %g", b.Len(), off)
			}
		})
	}
	c := own.Model.Config
	c.Positions = gpt.Rotary
	if err := Write(new(bytes.Buffer), gpt.Zeros(c), own.Tokens, "x", gguf.F32); err == nil {
		t.Error("a model that gpt2 can't be is written")
	}
}

// A model whose answer can't be right is not opened.
func TestZerosAreRefused(t *testing.T) {
	own, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, gpt.Zeros(own.Model.Config), own.Tokens, "zeros", gguf.F32); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "zeros.gguf")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, architecture.Options{}); err == nil || err.Error() != "zeros.gguf: the model gives each of 1024 tokens the same logit, 0; its weights are wrong, or were read wrongly" {
		t.Errorf("%v", err)
	}
	if lm.Sound([]float32{1}) != nil || lm.Sound([]float32{1, 2}) != nil {
		t.Error("a sound answer is refused")
	}
}
