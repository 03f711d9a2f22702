package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// saved writes the built-in model as a GGUF file called tiny.gguf.
func saved(t *testing.T, as string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tiny.gguf")
	if code, _, errs := callAll(t, "model", "--save", path, "--as", as); code != 0 || !strings.Contains(errs, "tiny.gguf: tiny-world as "+as) {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	return path
}

func TestOpensOnAFile(t *testing.T) {
	path := saved(t, "Q8_0")
	for _, args := range [][]string{{path, "--print"}, {"--model", path, "--print"}} {
		code, out, errs := callAll(t, args...)
		if code != 0 || errs != "" || !strings.Contains(out, "tiny: 940,800 numbers") {
			t.Errorf("%q: exit code %d: %s\n%s", args, code, errs, out)
		}
	}
	code, out, errs := callAll(t, "sampling", "--model", path, "--print")
	if code != 0 || errs != "" || !strings.Contains(out, "tiny 0.9M") {
		t.Errorf("exit code %d: %s\n%s", code, errs, out)
	}
}

// The built-in model may be called by its name.
func TestSavesByName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.gguf")
	if code, _, errs := callAll(t, "model", "tiny-world", "--save", path); code != 0 || !strings.Contains(errs, "x.gguf: tiny-world as F32") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

func TestModelFileCard(t *testing.T) {
	code, out, errs := callAll(t, "model", saved(t, "Q4_0"))
	for _, want := range []string{"# tiny\n", "of the architecture gpt2", "| Q4_0 |", "| total | 940,800 |", "Byte-level"} {
		if code != 0 || errs != "" || !strings.Contains(out, want) {
			t.Errorf("exit code %d, lacks %q: %s\n%s", code, want, errs, out)
		}
	}
}

func TestTokenize(t *testing.T) {
	path := saved(t, "F32")
	for _, tt := range []struct{ text, plain, special string }{
		{"once upon<|end|>", `"pieces":["once"," upon","<","|","end","|",">"]}`, `{"ids":[355,356,1023],"pieces":["once"," upon","<|end|>"]}`},
		{"é", `"pieces":["<0xC3>","<0xA9>"]`, `"pieces":["<0xC3>","<0xA9>"]`},
		{"", `{"ids":[],"pieces":[]}`, `{"ids":[],"pieces":[]}`},
	} {
		for _, model := range [][]string{{path}, {}} { // the file, and the built-in one
			args := append([]string{"model", "--tokenize", tt.text}, model...)
			if code, out, errs := callAll(t, args...); code != 0 || !strings.Contains(out, tt.plain) {
				t.Errorf("%q: exit code %d: %s%s", args, code, errs, out)
			}
			if code, out, errs := callAll(t, append(args, "--special")...); code != 0 || !strings.Contains(out, tt.special) {
				t.Errorf("%q --special: exit code %d: %s%s", args, code, errs, out)
			}
		}
	}
}

func TestLogits(t *testing.T) {
	path := saved(t, "Q8_0")
	read := func(args ...string) [][]float64 {
		t.Helper()
		code, out, errs := callAll(t, append([]string{"model", path, "--logits", "355,356,262"}, args...)...)
		var all struct{ Logits [][]float64 }
		if err := json.Unmarshal([]byte(out), &all); code != 0 || err != nil {
			t.Fatalf("exit code %d: %s %v", code, errs, err)
		}
		return all.Logits
	}
	all, last, fast := read(), read("--last"), read("--last", "--fast")
	if len(all) != 3 || len(last) != 1 || len(all[2]) != 1024 {
		t.Fatalf("%d rows, the last alone %d, of %d", len(all), len(last), len(all[2]))
	}
	off := 0.0
	for i, v := range all[2] {
		if last[0][i] != v {
			t.Fatalf("logit %d is %g, and alone %g", i, v, last[0][i])
		}
		off = max(off, v-fast[0][i], fast[0][i]-v)
	}
	if off == 0 || off > 1 {
		t.Errorf("int8 activations move a logit by %g", off)
	}
}

func TestWeightsAsStored(t *testing.T) {
	path := saved(t, "Q4_0")
	code, out, errs := callAll(t, "model", path, "--weights", "stored")
	if code != 0 || errs != "" || !strings.Contains(out, "In memory as the file has it: ") || !regexp.MustCompile(`\| Q4_0 \| \d+ \| [\d,]+ \| [\d.]+ \| 4\.50 \| Q4_0 \|`).MatchString(out) {
		t.Errorf("exit code %d: %s\n%s", code, errs, out)
	}
	code, out, errs = callAll(t, "sampling", "--model", path, "--weights", "stored", "--plain")
	if code != 0 || errs != "" || !strings.Contains(out, "0.9M stored") {
		t.Errorf("exit code %d: %s\n%s", code, errs, out)
	}
	logits := func(args ...string) string {
		code, out, errs := callAll(t, append([]string{"model", path, "--logits", "355,356,262"}, args...)...)
		if code != 0 || errs != "" {
			t.Fatalf("exit code %d: %s", code, errs)
		}
		return out
	}
	// In float32 the numbers are those of the decoded weights; the fast way is
	// the one of the labs.
	if logits() != logits("--weights", "stored") {
		t.Error("held as it is stored, a model has other logits")
	}
	if logits("--fast") == logits() {
		t.Error("--fast rounds nothing")
	}
}

func TestModelArguments(t *testing.T) {
	path := saved(t, "F32")
	broken := filepath.Join(t.TempDir(), "broken.gguf")
	if err := os.WriteFile(broken, []byte("GGUF\x03\x00\x00\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", t.TempDir())
	for _, tt := range []struct {
		args string
		code int
		want string
	}{
		{"nosuch.gguf", exitUsage, `there is no file or folder "nosuch.gguf"`},
		{"model nosuch", exitUsage, `no program on this machine keeps a model of that name`},
		{"./nosuch", exitUsage, `there is no file or folder "./nosuch"`},
		{path + " " + path, exitUsage, "opens one model"},
		{path + " --model " + path, exitUsage, "the model is named twice"},
		{"model " + path + " --model " + path, exitUsage, "takes one model"},
		{"model --logits 1,x", exitUsage, `"x" is no token; they are numbers from 0 to 1023`},
		{"model --logits 1024", exitUsage, `"1024" is no token`},
		{"model --logits 1 --tokenize x", exitUsage, "different things to do"},
		{"model --last", exitUsage, "--last goes with --logits"},
		{"model --as Q8_0", exitUsage, "--as goes with --save"},
		{"model " + path + " --save x.gguf", exitUsage, "leave that out, as in logitarium model --save tiny-world.gguf"},
		{broken, exitRejected, "broken.gguf: byte 8"},
		{"sampling --model " + broken, exitRejected, "broken.gguf: byte 8"},
	} {
		code, out, errs := callAll(t, strings.Fields(tt.args)...)
		if code != tt.code || out != "" || !strings.Contains(errs, tt.want) {
			t.Errorf("%s: exit code %d, want %d with %q: %s", tt.args, code, tt.code, tt.want, errs)
		}
	}
	if code, _, errs := callAll(t, "model", "--list"); code != 0 || !strings.Contains(errs, "No models were found") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}
