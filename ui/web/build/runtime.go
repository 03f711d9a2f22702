package main

import (
	"os"
	"path/filepath"

	"logitarium/ui/web/packed"
)

// runtime makes the folder that logitarium site --runtime takes.
func (b builder) runtime(folder string) error {
	program := filepath.Join(b.work, "logitarium.wasm")
	if err := b.goCommand([]string{"build", "-ldflags=-s -w", "-o", program, "."}); err != nil {
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
	for name, from := range map[string]string{
		"logitarium.wasm":             program,
		"kernel.wasm":                 filepath.Join(b.top, "core/tensor/kernel.wasm"),
		"wasm_exec.js":                filepath.Join(goroot, "lib/wasm/wasm_exec.js"),
		"page.mjs":                    filepath.Join(own, "page.mjs"),
		"figure.mjs":                  filepath.Join(own, "figure.mjs"),
		"share.mjs":                   filepath.Join(own, "share.mjs"),
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
	} {
		data, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := packed.Write(folder, name, data); err != nil {
			return err
		}
	}
	return nil
}
