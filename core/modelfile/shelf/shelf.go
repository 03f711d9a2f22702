// Package shelf finds the models that other programs keep on this machine:
// Ollama, LM Studio, llama.cpp and the cache of the Hugging Face hub. It only
// looks.
package shelf

import (
	"cmp"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Found is a model that a program keeps.
type Found struct {
	Name    string // by which it can be asked for: "llama3.2:1b", "Qwen/Qwen3-0.6B"
	Program string // that keeps it: "Ollama"
	Path    string // of the GGUF file, or of the folder
	Bytes   int64  // of the file, or of all files of the folder
}

// most bounds how many files are looked at in one place.
const most = 10_000

// Look returns what is found, by program and name. Home is the user's
// directory, and env looks up the variables by which the programs are told to
// keep their models elsewhere. What can't be read is not found.
func Look(home string, env func(string) string) []Found {
	under := func(parts ...string) string { return filepath.Join(append([]string{home}, parts...)...) }
	cache := cmp.Or(env("XDG_CACHE_HOME"), under(".cache"))
	hub := cmp.Or(env("HF_HUB_CACHE"), filepath.Join(cmp.Or(env("HF_HOME"), filepath.Join(cache, "huggingface")), "hub"))
	var all []Found
	for _, dir := range []string{cmp.Or(env("OLLAMA_MODELS"), under(".ollama", "models")), "/usr/share/ollama/.ollama/models"} {
		all = append(all, ollama(dir)...)
	}
	for _, dir := range []string{under(".lmstudio", "models"), filepath.Join(cache, "lm-studio", "models")} {
		all = append(all, files("LM Studio", dir)...)
	}
	all = append(all, files("llama.cpp", cmp.Or(env("LLAMA_CACHE"), filepath.Join(cache, "llama.cpp")))...)
	all = append(all, huggingFace(hub)...)
	slices.SortStableFunc(all, func(a, b Found) int {
		return cmp.Or(cmp.Compare(a.Program, b.Program), cmp.Compare(a.Name, b.Name))
	})
	return slices.CompactFunc(all, func(a, b Found) bool { return a.Path == b.Path })
}

// Named returns those that are asked for by a name: whole, without what stands
// before its last slash, or without the tag or the ending behind it.
func Named(all []Found, name string) []Found {
	var found []Found
	for _, f := range all {
		last := f.Name[strings.LastIndexByte(f.Name, '/')+1:]
		bare, _, _ := strings.Cut(last, ":")
		bare = strings.TrimSuffix(bare, ".gguf")
		if slices.ContainsFunc([]string{f.Name, last, bare}, func(s string) bool { return strings.EqualFold(s, name) }) {
			found = append(found, f)
		}
	}
	return found
}

// files are the GGUF files below a folder, by their paths in it. Of a split
// model it is the first part.
func files(program, dir string) []Found {
	var all []Found
	seen := 0
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error { // what fails is not found
		if seen++; seen > most {
			return fs.SkipAll
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".gguf") || strings.HasPrefix(filepath.Base(path), "mmproj") {
			return nil
		}
		if i := strings.LastIndex(path, "-of-"); i >= 0 && !strings.HasSuffix(path[:i], "-00001") {
			return nil
		}
		info, err := os.Stat(path)
		name, relErr := filepath.Rel(dir, path)
		if err == nil && relErr == nil && info.Mode().IsRegular() {
			all = append(all, Found{filepath.ToSlash(name), program, path, info.Size()})
		}
		return nil
	})
	return all
}

// matching returns the paths below a folder that match a pattern; none if they
// are too many. The folder's own name is no pattern, whatever it holds.
func matching(dir, pattern string) []string {
	paths, err := fs.Glob(os.DirFS(dir), pattern)
	if err != nil || len(paths) > most {
		return nil
	}
	for i, path := range paths {
		paths[i] = filepath.Join(dir, filepath.FromSlash(path))
	}
	return paths
}

// ollama reads manifests/HOST/library/NAME/TAG, whose layers name blobs by
// their digest.
func ollama(dir string) []Found {
	var all []Found
	for _, path := range matching(dir, "manifests/*/*/*/*") {
		data, err := readSmall(path)
		var m struct {
			Layers []struct{ MediaType, Digest string }
		}
		if err != nil || json.Unmarshal(data, &m) != nil {
			continue
		}
		tag, name := filepath.Base(path), filepath.Base(filepath.Dir(path))
		if owner := filepath.Base(filepath.Dir(filepath.Dir(path))); owner != "library" {
			name = owner + "/" + name
		}
		for _, l := range m.Layers {
			digest, ok := strings.CutPrefix(l.Digest, "sha256:")
			if !ok || l.MediaType != "application/vnd.ollama.image.model" || digest != filepath.Base(digest) {
				continue
			}
			blob := filepath.Join(dir, "blobs", "sha256-"+digest)
			if info, err := os.Stat(blob); err == nil && info.Mode().IsRegular() {
				all = append(all, Found{name + ":" + tag, "Ollama", blob, info.Size()})
			}
		}
	}
	return all
}

// huggingFace reads models--OWNER--NAME: the snapshot that refs/main names, as a
// folder and for each GGUF file in it.
func huggingFace(hub string) []Found {
	var all []Found
	for _, dir := range matching(hub, "models--*") {
		revision, err := readSmall(filepath.Join(dir, "refs", "main"))
		if err != nil || string(revision) != filepath.Base(string(revision)) {
			continue
		}
		snapshot := filepath.Join(dir, "snapshots", string(revision))
		name := strings.ReplaceAll(strings.TrimPrefix(filepath.Base(dir), "models--"), "--", "/")
		if size, ok := folderSize(snapshot); ok {
			all = append(all, Found{name, "Hugging Face", snapshot, size})
		}
		for _, f := range files("Hugging Face", snapshot) {
			f.Name = name + "/" + f.Name
			all = append(all, f)
		}
	}
	return all
}

// folderSize returns the bytes of a folder's files; false if it has no
// config.json, or no weights.
func folderSize(dir string) (size int64, ok bool) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, false
	}
	config, weights := false, false
	for _, e := range entries {
		info, err := os.Stat(filepath.Join(dir, e.Name())) // of what a link leads to
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		size += info.Size()
		config = config || e.Name() == "config.json"
		weights = weights || strings.HasSuffix(e.Name(), ".safetensors")
	}
	return size, config && weights
}

// readSmall reads a file of at most 1 MB.
func readSmall(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > 1<<20 {
		return nil, fs.ErrInvalid
	}
	return os.ReadFile(path)
}
