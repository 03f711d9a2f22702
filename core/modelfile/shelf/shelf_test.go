package shelf

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func write(t *testing.T, text string, path ...string) {
	t.Helper()
	p := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestLook(t *testing.T) {
	home := t.TempDir()
	layers := `{"layers":[{"mediaType":"application/vnd.ollama.image.template","digest":"sha256:dd"},{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:ab12"}]}`
	write(t, layers, home, ".ollama/models/manifests/registry.ollama.ai/library/llama3.2/1b")
	write(t, `{"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:../../x"}]}`, home, ".ollama/models/manifests/registry.ollama.ai/library/evil/x")
	write(t, "not JSON", home, ".ollama/models/manifests/registry.ollama.ai/library/odd/x")
	write(t, "12345", home, ".ollama/models/blobs/sha256-ab12")
	write(t, "1", home, ".lmstudio/models/bartowski/Qwen/Qwen-Q4_K_M.gguf")
	write(t, "1", home, ".lmstudio/models/big/big-00001-of-00002.gguf")
	write(t, "1", home, ".lmstudio/models/big/big-00002-of-00002.gguf")
	hub := filepath.Join(home, ".cache/huggingface/hub/models--Qwen--Qwen3-0.6B")
	write(t, "c0ffee", hub, "refs/main")
	write(t, "{}", hub, "snapshots/c0ffee/config.json")
	write(t, "123", hub, "snapshots/c0ffee/model.safetensors")
	write(t, "1", hub, "snapshots/c0ffee/x.gguf")

	all := Look(home, func(string) string { return "" })
	var got []string
	for _, f := range all {
		got = append(got, fmt.Sprintf("%s %s %d", f.Program, f.Name, f.Bytes))
	}
	want := []string{
		"Hugging Face Qwen/Qwen3-0.6B 6", "Hugging Face Qwen/Qwen3-0.6B/x.gguf 1",
		"LM Studio bartowski/Qwen/Qwen-Q4_K_M.gguf 1", "LM Studio big/big-00001-of-00002.gguf 1", "Ollama llama3.2:1b 5",
	}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	for name, n := range map[string]int{"llama3.2": 1, "llama3.2:1b": 1, "qwen3-0.6b": 1, "Qwen-Q4_K_M": 1, "x": 1, "nothing": 0} {
		if got := Named(all, name); len(got) != n {
			t.Errorf("%q is %v, want %d", name, got, n)
		}
	}
	if len(Look(t.TempDir(), func(string) string { return "/nowhere" })) != 0 {
		t.Error("something is found in an empty home")
	}
}

func ExampleNamed() {
	all := []Found{{Name: "llama3.2:1b", Program: "Ollama"}, {Name: "Qwen/Qwen3-0.6B", Program: "Hugging Face"}}
	fmt.Println(Named(all, "llama3.2")[0].Program, len(Named(all, "qwen3-0.6b")), len(Named(all, "gpt2")))
	// Output: Ollama 1 0
}
