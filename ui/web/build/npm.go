package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
)

// packages installs the npm packages of the lock file and returns their folder.
func (b builder) packages() (string, error) {
	folder := filepath.Join(b.top, "ui/web/npm")
	err := b.command(nil, "npm", "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
	return filepath.Join(folder, "node_modules"), err
}

// kernel assembles core/tensor/kernel.wasm, or compares with it.
func (b builder) kernel(check bool) error {
	packages, err := b.packages()
	if err != nil {
		return err
	}
	kept := filepath.Join(b.top, "core/tensor/kernel.wasm")
	made := filepath.Join(b.work, "kernel.wasm")
	if err := b.command(nil, "node", filepath.Join(packages, "wabt/bin/wat2wasm"), filepath.Join(b.top, "core/tensor/kernel.wat"), "-o", made); err != nil {
		return err
	}
	if !check {
		return copyFile(kept, made)
	}
	was, err := os.ReadFile(kept)
	if err != nil {
		return err
	}
	is, err := os.ReadFile(made)
	if err != nil {
		return err
	}
	if !bytes.Equal(was, is) {
		return errors.New("core/tensor/kernel.wasm is not what kernel.wat makes: go run ./ui/web/build kernel")
	}
	return nil
}
