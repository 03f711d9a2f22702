//go:build unix

package cli

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/checkpoint"
	"logitarium/core/retrieval/encoder"
)

// A training of the retriever to its end; and the same stopped by ctrl-c and
// resumed, which must come to the same file.
func TestTrainRetriever(t *testing.T) {
	dir := t.TempDir()
	whole, halves := filepath.Join(dir, "whole.safetensors"), filepath.Join(dir, "halves.safetensors")
	recipe := []string{"--retriever", "--steps", "5", "--warmup", "2", "--evaluate", "2", "--seed", "3"}

	code, out, errs := call(nil, tiny(whole, recipe...)...)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	for _, want := range []string{"# tiny-world-retriever", "Done: 5 steps", "no word shared", "Seed 3"} {
		if !strings.Contains(out, want) {
			t.Errorf("the card lacks %q:\n%s", want, out)
		}
	}
	if !strings.Contains(errs, "step 2: a person's fact 0.") || !strings.Contains(errs, "written: "+whole) {
		t.Errorf("messages %q", errs)
	}
	lm := builtintest.Load(t)
	f, err := checkpoint.OpenPath(whole)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if e, err := encoder.Read(f, lm.Tokens); err != nil || e.Card.Steps != 5 || e.Card.Recipe.Peak != encoder.Default().Peak {
		t.Errorf("the retriever comes back as %+v, %v", e, err)
	}

	messages := &interrupter{word: "step 2:"}
	a := &app{in: strings.NewReader(""), out: io.Discard, err: messages}
	if code := a.main(tiny(halves, recipe...)); code != 130 {
		t.Errorf("after SIGINT: exit code %d, %q", code, messages)
	}
	if code, _, errs := call(nil, tiny(halves, "--resume")...); code != exitRejected {
		t.Errorf("resumed as a model: exit code %d, %q", code, errs)
	}
	if code, _, errs := call(nil, tiny(halves, "--retriever", "--resume")...); code != 0 {
		t.Fatalf("resumed: exit code %d, %q", code, errs)
	}
	if !bytes.Equal(read(t, whole), read(t, halves)) {
		t.Error("stopped and resumed, the training gives another retriever")
	}
	for _, flag := range []string{"--rows", "--length", "--world", "--keep"} {
		if code, _, errs := call(nil, tiny(filepath.Join(dir, "r"), "--retriever", flag, "8")...); code != exitUsage || !strings.Contains(errs, "--retriever has no "+flag) {
			t.Errorf("%s: exit code %d, %q", flag, code, errs)
		}
	}
}
