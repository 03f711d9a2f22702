package shelf

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// said is what is found, one line each, with paths below home.
func said(home string, env map[string]string) []string {
	var lines []string
	for _, f := range Look(home, func(name string) string { return env[name] }) {
		path, err := filepath.Rel(home, f.Path)
		if err != nil {
			path = f.Path
		}
		lines = append(lines, fmt.Sprintf("%s %s %d %s", f.Program, f.Name, f.Bytes, filepath.ToSlash(path)))
	}
	return lines
}

const manifest = `{"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"%s"}]}`

// hubModel writes a model as the cache of the hub has it.
func hubModel(t *testing.T, dir, revision string, files ...string) {
	t.Helper()
	write(t, revision, dir, "refs/main")
	for _, name := range files {
		write(t, "12", dir, "snapshots", filepath.Base(revision), name)
	}
}

// Each program can be told to keep its models elsewhere, and is followed there
// and nowhere else.
func TestElsewhere(t *testing.T) {
	home := t.TempDir()
	for _, dir := range []string{".ollama/models", "[odd]/ollama"} { // no pattern
		write(t, fmt.Sprintf(manifest, "sha256:ab"), home, dir, "manifests/host/library/m", filepath.Base(dir))
		write(t, "123", home, dir, "blobs/sha256-ab")
	}
	for _, dir := range []string{".cache/llama.cpp", "[odd]/llama", "xdg/llama.cpp", ".cache/lm-studio/models", "xdg/lm-studio/models", ".lmstudio/models"} {
		write(t, "1", home, dir, "m.gguf")
	}
	for _, dir := range []string{".cache/huggingface/hub", "[odd]/hub", "hf/hub", "xdg/huggingface/hub"} {
		hubModel(t, filepath.Join(home, dir, "models--a--b"), "r", "config.json", "model.safetensors")
	}
	at := func(dir string) string { return filepath.Join(home, dir) }
	for _, tt := range []struct {
		env  map[string]string
		want []string
	}{
		{nil, []string{"Hugging Face a/b 4 .cache/huggingface/hub/models--a--b/snapshots/r", "LM Studio m.gguf 1 .lmstudio/models/m.gguf", "LM Studio m.gguf 1 .cache/lm-studio/models/m.gguf", "Ollama m:models 3 .ollama/models/blobs/sha256-ab", "llama.cpp m.gguf 1 .cache/llama.cpp/m.gguf"}},
		{map[string]string{"XDG_CACHE_HOME": at("xdg")}, []string{"Hugging Face a/b 4 xdg/huggingface/hub/models--a--b/snapshots/r", "LM Studio m.gguf 1 .lmstudio/models/m.gguf", "LM Studio m.gguf 1 xdg/lm-studio/models/m.gguf", "Ollama m:models 3 .ollama/models/blobs/sha256-ab", "llama.cpp m.gguf 1 xdg/llama.cpp/m.gguf"}},
		{map[string]string{"OLLAMA_MODELS": at("[odd]/ollama"), "LLAMA_CACHE": at("[odd]/llama"), "HF_HOME": at("hf"), "XDG_CACHE_HOME": at("none")}, []string{"Hugging Face a/b 4 hf/hub/models--a--b/snapshots/r", "LM Studio m.gguf 1 .lmstudio/models/m.gguf", "Ollama m:ollama 3 [odd]/ollama/blobs/sha256-ab", "llama.cpp m.gguf 1 [odd]/llama/m.gguf"}},
		{map[string]string{"HF_HUB_CACHE": at("[odd]/hub"), "HF_HOME": at("hf"), "OLLAMA_MODELS": at("none"), "LLAMA_CACHE": at(".lmstudio/models")}, []string{"Hugging Face a/b 4 [odd]/hub/models--a--b/snapshots/r", "LM Studio m.gguf 1 .lmstudio/models/m.gguf", "LM Studio m.gguf 1 .cache/lm-studio/models/m.gguf", "llama.cpp m.gguf 1 .lmstudio/models/m.gguf"}},
	} {
		if got := said(home, tt.env); !slices.Equal(got, tt.want) {
			t.Errorf("%v:\n%s\nwant\n%s", tt.env, strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
		}
	}
}

// What is no model, or leads out of the folder, is not found.
func TestNotFound(t *testing.T) {
	home := t.TempDir()
	ollama := filepath.Join(home, ".ollama/models")
	write(t, "123", ollama, "blobs/sha256-ab")
	write(t, "123", ollama, "blobs/ab")
	write(t, "", ollama, "blobs/sha256-dir/x")
	for name, text := range map[string]string{
		"md5": fmt.Sprintf(manifest, "md5:ab"), "bare": fmt.Sprintf(manifest, "ab"), "gone": fmt.Sprintf(manifest, "sha256:cd"),
		"folder": fmt.Sprintf(manifest, "sha256:dir"), "above": fmt.Sprintf(manifest, "sha256:ab/../sha256-ab"),
		"template": strings.Replace(fmt.Sprintf(manifest, "sha256:ab"), "image.model", "image.template", 1),
		"large":    strings.Repeat(" ", 1<<20) + fmt.Sprintf(manifest, "sha256:ab"), "empty": "",
	} {
		write(t, text, ollama, "manifests/host/library", name, "latest")
	}
	write(t, fmt.Sprintf(manifest, "sha256:ab"), ollama, "manifests/host/library/is-a-folder/latest/x")
	studio := filepath.Join(home, ".lmstudio/models")
	for _, name := range []string{"mmproj-m.gguf", "m.bin", "gguf", "m-00002-of-00002.gguf", "folder.gguf/readme"} {
		write(t, "1", studio, name)
	}
	link(t, filepath.Join(studio, "gone"), filepath.Join(studio, "dangling.gguf"))
	hub := filepath.Join(home, ".cache/huggingface/hub")
	hubModel(t, filepath.Join(hub, "models--no--config"), "r", "model.safetensors")
	hubModel(t, filepath.Join(hub, "models--no--weights"), "r", "config.json", "model.bin")
	hubModel(t, filepath.Join(hub, "models--folders--only"), "r", "config.json/x", "model.safetensors/x")
	hubModel(t, filepath.Join(hub, "models--leads--out"), "x/../r", "config.json", "model.safetensors")
	hubModel(t, filepath.Join(hub, "datasets--a--b"), "r", "config.json", "model.safetensors")
	write(t, "r", hub, "models--no--snapshot/refs/main")
	write(t, "", hub, "models--no--ref/snapshots/r/config.json")
	if got := said(home, nil); len(got) != 0 {
		t.Errorf("found:\n%s", strings.Join(got, "\n"))
	}
}

func link(t *testing.T, to, at string) {
	t.Helper()
	if err := os.Symlink(to, at); err != nil {
		t.Skip(err) // not every system lets everyone
	}
}

// The cache of the hub has links to blobs; a manifest may be of another owner
// than Ollama itself, and of exactly a megabyte.
func TestFound(t *testing.T) {
	home := t.TempDir()
	ollama, hub := filepath.Join(home, ".ollama/models"), filepath.Join(home, ".cache/huggingface/hub")
	text := fmt.Sprintf(manifest, "sha256:ab")
	write(t, "123", ollama, "blobs/sha256-ab")
	write(t, strings.Repeat(" ", 1<<20-len(text))+text, ollama, "manifests/hf.co/bartowski/Qwen3-GGUF/Q4_K_M")
	hubModel(t, filepath.Join(hub, "models--gpt2"), "r", "config.json", "model-00001-of-00002.safetensors")
	write(t, "12345", hub, "blob")
	link(t, filepath.Join(hub, "blob"), filepath.Join(hub, "models--gpt2/snapshots/r/model-00002-of-00002.safetensors"))
	link(t, filepath.Join(hub, "blob"), filepath.Join(hub, "models--gpt2/snapshots/r/q.gguf"))
	want := []string{
		"Hugging Face gpt2 14 .cache/huggingface/hub/models--gpt2/snapshots/r", "Hugging Face gpt2/q.gguf 5 .cache/huggingface/hub/models--gpt2/snapshots/r/q.gguf",
		"Ollama bartowski/Qwen3-GGUF:Q4_K_M 3 .ollama/models/blobs/sha256-ab",
	}
	if got := said(home, nil); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNamed(t *testing.T) {
	all := []Found{{Name: "hf.co/bartowski/Qwen3:Q4"}, {Name: "qwen3:0.6b"}, {Name: "a/b/Qwen3.gguf"}, {Name: "Qwen/Qwen3"}}
	for name, want := range map[string][]int{
		"qwen3": {0, 1, 2, 3}, "QWEN3:0.6B": {1}, "Qwen3:Q4": {0}, "hf.co/bartowski/qwen3:q4": {0}, "qwen3.gguf": {2}, "a/b/qwen3.gguf": {2},
		"b/Qwen3.gguf": nil, "Qwen/Qwen3": {3}, "": nil, "qwen": nil, "Q4": nil,
	} {
		var expected []Found
		for _, i := range want {
			expected = append(expected, all[i])
		}
		if got := Named(all, name); !slices.Equal(got, expected) {
			t.Errorf("%q is %v, want %v", name, got, expected)
		}
	}
}

func ExampleLook() {
	for _, f := range Look("/nonexistent", func(string) string { return "/nonexistent" }) {
		fmt.Println(f.Program, f.Name, f.Bytes)
	}
	// Output:
}
