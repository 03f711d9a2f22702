package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"logitarium/ui/web/packed"
)

// inlined are the packages whose short functions are inlined, as where numbers
// are computed and cells drawn. Elsewhere that makes the program a tenth larger
// and no key faster.
var inlined = []string{
	"runtime", "internal/...", "math", "math/...", "slices", "strings", "unicode/...", "logitarium/core/...", "logitarium/viz/...",
}

// smaller are the flags of go build for that.
func smaller() []string {
	flags := []string{"-gcflags=all=-l"}
	for _, p := range inlined {
		flags = append(flags, "-gcflags="+p+"=")
	}
	return flags
}

// runtime makes the folder that logitarium site --runtime takes. With quick the
// program is compressed in seconds, and a tenth less.
func (b builder) runtime(folder string, quick bool) error {
	program := filepath.Join(b.work, "logitarium.wasm")
	args := append(append([]string{"build"}, smaller()...), "-ldflags=-s -w -buildid=", "-o", program, ".")
	if err := b.goCommand(args); err != nil {
		return err
	}
	if err := b.unplaced(program); err != nil {
		return err
	}
	memory, names := filepath.Join(b.work, "memory.wasm"), filepath.Join(b.work, "names.wasm")
	if err := b.divide(program, memory, names); err != nil {
		return err
	}
	packages, err := b.packages()
	if err != nil {
		return err
	}
	goroot, err := output(b.top, "go", "env", "GOROOT")
	if err != nil {
		return err
	}
	own := filepath.Join(b.top, "ui/web/page")
	files, err := b.attached()
	if err != nil {
		return err
	}
	list, err := json.Marshal(slices.Sorted(maps.Keys(files))) // what a page loads ahead: no reader needs each language
	if err != nil {
		return err
	}
	words, err := b.catalogues()
	if err != nil {
		return err
	}
	for name, text := range words {
		if err := packed.Write(folder, name, text); err != nil {
			return err
		}
	}
	if err := packed.Write(folder, "attached.json", list); err != nil {
		return err
	}
	maps.Copy(files, map[string]string{
		"logitarium.wasm":             program,
		"memory.wasm":                 memory,
		"names.wasm":                  names,
		"kernel.wasm":                 filepath.Join(b.top, "core/tensor/kernel.wasm"),
		"wasm_exec.js":                filepath.Join(goroot, "lib/wasm/wasm_exec.js"),
		"page.mjs":                    filepath.Join(own, "page.mjs"),
		"figure.mjs":                  filepath.Join(own, "figure.mjs"),
		"share.mjs":                   filepath.Join(own, "share.mjs"),
		"keys.mjs":                    filepath.Join(own, "keys.mjs"),
		"link.mjs":                    filepath.Join(own, "link.mjs"),
		"worker.mjs":                  filepath.Join(own, "worker.mjs"),
		"files.mjs":                   filepath.Join(own, "files.mjs"),
		"program.mjs":                 filepath.Join(own, "program.mjs"),
		"xterm.mjs":                   filepath.Join(packages, "@xterm/xterm/lib/xterm.mjs"),
		"xterm.css":                   filepath.Join(packages, "@xterm/xterm/css/xterm.css"),
		"addon-unicode-graphemes.mjs": filepath.Join(packages, "@xterm/addon-unicode-graphemes/lib/addon-unicode-graphemes.mjs"),
		"qr.mjs":                      filepath.Join(packages, "qr/index.js"),
		"licences/go.txt":             filepath.Join(goroot, "LICENSE"),
		"licences/xterm.txt":          filepath.Join(packages, "@xterm/xterm/LICENSE"),
		"licences/graphemes.txt":      filepath.Join(packages, "@xterm/addon-unicode-graphemes/LICENSE"),
		"licences/qr.txt":             filepath.Join(packages, "qr/LICENSE-MIT"),
		"licences/logitarium.txt":     filepath.Join(b.top, "LICENSE"),
		"licences/notices.txt":        filepath.Join(b.top, "NOTICE.md"),
	})
	for name, from := range files {
		data, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := packed.Write(folder, name, data); err != nil {
			return err
		}
	}
	if quick {
		return nil
	}
	for _, made := range []string{program, memory} {
		to := filepath.Join(folder, filepath.Base(made)+".br")
		if err := b.command(nil, "node", filepath.Join(b.top, "ui/web/build/brotli.mjs"), made, to); err != nil {
			return err
		}
	}
	return nil
}

// divide takes what a program's memory begins with out of it, into a module of its
// own, which fills it: so both are a seventh smaller when they are packed. Another
// one has the names of functions, which are loaded for the report of a crash.
func (b builder) divide(program, memory, names string) error {
	data, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	code, image, err := apart(data)
	if err != nil {
		return err
	}
	var named []byte
	var rest []export
	tables, err := tablesOf(image)
	if err == nil {
		tables.withoutPlaces()
		named = tables.takeNames()
		rest = []export{{"finder", tables.finder}, {"buckets", tables.withoutFinder()}, {"numbers", tables.byColumn()}}
	} else { // it works as it is
		fmt.Fprintf(os.Stderr, "build: %v: the page is 11 %% larger\n", err)
		tables = functions{}
		rest = []export{{"finder", 0}, {"buckets", 0}, {"numbers", 0}}
	}
	weights, err := os.ReadFile(filepath.Join(b.top, "core/builtin/tiny-world.safetensors"))
	if err != nil {
		return err
	}
	at := bytes.Index(image, weights)
	if at < 0 {
		return errors.New("the weights are not in the program")
	}
	from, to := at+8+int(binary.LittleEndian.Uint64(weights)), at+len(weights) // behind the header, whose length comes first
	halve(image[from:to])
	for path, made := range map[string][]byte{
		program: code,
		memory:  filling(image, append(rest, export{"from", from}, export{"to", to}, export{"list", tables.list}, export{"count", tables.count})),
		names:   filling(named, nil),
	} {
		if err := os.WriteFile(path, made, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// halve puts the low bytes of numbers of two bytes before all the high ones, which
// are more alike and pack better so. program.mjs puts them back.
func halve(numbers []byte) {
	was, half := bytes.Clone(numbers), len(numbers)/2
	for i := range half {
		numbers[i], numbers[half+i] = was[2*i], was[2*i+1]
	}
}

// catalogues are the translations, by the names that core/attached has for them:
// the files of a language, one after the other.
func (b builder) catalogues() (map[string][]byte, error) {
	folder := "ui/message/languages"
	paths, err := filepath.Glob(filepath.Join(b.top, folder, "*", "*.po"))
	if err != nil {
		return nil, err
	}
	all := map[string][]byte{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		name := folder + "/" + filepath.Base(filepath.Dir(path)) + ".po"
		all[name] = append(append(all[name], text...), '\n')
	}
	return all, nil
}

// attached are the files that core/attached reads, by the names it has for them.
func (b builder) attached() (map[string]string, error) {
	images, err := output(b.top, "go", "list", "-m", "-f", "{{.Dir}}", "golang.org/x/image")
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, name := range []string{
		"core/builtin/growth/growth.zip", "core/retrieval/encoder/tiny-world-retriever.safetensors",
		"core/tiktoken/r50k.flate", "core/tiktoken/cl100k.flate", "core/tiktoken/o200k.flate",
	} {
		files[name] = filepath.Join(b.top, filepath.FromSlash(name))
	}
	for _, style := range []string{"", "-Bold", "-Italic", "-Bold-Italic"} {
		files["fonts/Go-Mono"+style+".ttf"] = filepath.Join(images, "font/gofont/ttfs/Go-Mono"+style+".ttf")
	}
	return files, nil
}
