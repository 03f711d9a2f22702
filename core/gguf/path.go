package gguf

import (
	"fmt"
	"math"
	"path/filepath"
	"regexp"

	"logitarium/core/fault"
	"logitarium/core/regular"
)

// A split model says in each of its files which part it is, of how many, and
// how many tensors there are in all.
const (
	partKey         = "split.no"
	partsKey        = "split.count"
	splitTensorsKey = "split.tensors.count"

	maxParts = 99999 // by the digits in their names
)

// parts returns how many files the model is split over; 1 if it is whole.
func (f *File) parts() (int, error) {
	if !f.Metadata.Has(partsKey) {
		return 1, nil
	}
	n, err := f.Metadata.Int(partsKey)
	switch {
	case err != nil:
		return 0, malformed(0, "%v", err)
	case n == 0: // as ggml's tools leave it in a model that was put together again
		return 1, nil
	case n < 0 || n > maxParts:
		return 0, malformed(0, "the model is split over %d files, and 1 to %d are allowed", n, maxParts)
	}
	return n, nil
}

// OpenPath opens a file by its path, and with any part of a split model, which
// llama.cpp names NAME-00001-of-00003.gguf, the other parts beside it. The
// metadata are those of the first part. A file must be a regular one. Where the
// system can map files their numbers are not read before they are used. Close
// the result. Errors name the file.
func OpenPath(path string) (*File, error) {
	f, err := openPart(path)
	if err != nil {
		return nil, err
	}
	n, err := f.parts()
	if err == nil && n == 1 {
		return f, nil
	}
	f.Close() // read from, never written
	if err != nil {
		return nil, fault.Errorf("%s: %v", filepath.Base(path), err)
	}
	return openParts(path, n)
}

var partName = regexp.MustCompile(`^(.*)-(\d{5})-of-(\d{5})\.gguf$`)

func openParts(path string, n int) (f *File, err error) {
	dir, base := filepath.Split(path)
	match := partName.FindStringSubmatch(base)
	if match == nil || match[3] != fmt.Sprintf("%05d", n) {
		return nil, fault.Errorf("%s is one of %d parts of a model, and its name does not end in -00001-of-%05d.gguf: name the parts as llama.cpp does", base, n, n)
	}
	defer func() {
		if err != nil && f != nil {
			f.Close()
			f = nil
		}
	}()
	for i := range n {
		name := fmt.Sprintf("%s-%05d-of-%05d.gguf", match[1], i+1, n)
		part, err := openPart(filepath.Join(dir, name))
		if err != nil {
			return f, fault.Errorf("part %d of %d: %v", i+1, n, err)
		}
		if f == nil {
			f = part
		} else {
			f.closers = append(f.closers, part.closers...)
		}
		if err := f.join(part, i, n); err != nil {
			return f, fault.Errorf("%s: %v", name, err)
		}
	}
	if f.Metadata.Has(splitTensorsKey) {
		want, err := f.Metadata.Int(splitTensorsKey)
		if err != nil {
			return f, fault.Errorf("%s: %v", base, err)
		}
		if want != len(f.tensors) {
			return f, fault.Errorf("%s: the %d parts have %d tensors, and the first says %d: download them again", base, n, len(f.tensors), want)
		}
	}
	return f, nil
}

// join checks that part is number i of n, and adds its tensors.
func (f *File) join(part *File, i, n int) error {
	count, err := part.parts()
	if err != nil {
		return err
	}
	no := 0
	if part.Metadata.Has(partKey) {
		if no, err = part.Metadata.Int(partKey); err != nil {
			return err
		}
	}
	if no != i || count != n {
		return fault.Errorf("by its metadata it is part %d of %d, by its name part %d of %d: download the parts again", no+1, count, i+1, n)
	}
	if part == f {
		return nil
	}
	return f.add(part.tensors)
}

// openPart opens one file.
func openPart(path string) (*File, error) {
	file, size, err := regular.Open(path, fault.New("name the .gguf file itself"))
	if err != nil {
		return nil, err
	}
	s := &diskFile{r: file, size: size}
	f, err := open(s)
	if err != nil {
		file.Close() // opened for reading: nothing can be lost
		return nil, fault.Errorf("%s: %v", filepath.Base(path), err)
	}
	if size <= math.MaxInt {
		// Where it can't be mapped it is read.
		if mapped, unmap, err := mapFile(file, int(size)); err == nil && mapped != nil {
			s.mapped = mapped
			f.closers = append(f.closers, unmap)
		}
	}
	f.closers = append(f.closers, file)
	return f, nil
}

// closer makes a function an io.Closer.
type closer func() error

func (c closer) Close() error { return c() }
