// Package folder reads the text files of a folder, as documents to search.
//
// What it is given may be anything. It opens plain files with known endings
// alone, follows no links, holds at most a fixed number of bytes, and tells by
// the first bytes of a file what is no text: an archive is not unpacked, a
// pickle not run.
package folder

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"logitarium/core/fault"
)

// Limits of what is read. What lies beyond is left out, and said.
const (
	MaxBytes = 64 << 20 // of all texts
	MaxFiles = 100_000  // documents
	MaxDepth = 32       // folders in folders
	MaxSeen  = 1 << 20  // names of all kinds that are looked at
)

var endings = []string{".txt", ".md"}

// Endings returns the endings of the files that are read, in lower case.
func Endings() []string { return slices.Clone(endings) }

// A Document is one file: its path below the folder, with slashes, and its
// text in UTF-8 with \n at the ends of lines. Bytes that are no UTF-8 are kept.
type Document struct{ Name, Text string }

// A Remark is something about a file that its owner should know: why it was
// left out, or what of it was.
type Remark struct {
	Name string // "" for the folder as a whole
	Why  fault.Text
	Left bool // the file is not among the documents
}

func (r Remark) String() string { return r.Fault().String() }

// Fault returns the text of the remark.
func (r Remark) Fault() fault.Text {
	if r.Name == "" {
		return r.Why
	}
	return fault.New("%s: %v", r.Name, r.Why)
}

// Folder holds the documents that were read.
type Folder struct {
	Documents []Document // by name
	Remarks   []Remark   // in the same order
	Bytes     int        // of all texts
}

// A Walk reads a folder in steps, folder by folder in the order of names. Files
// without a known ending, and names that begin with a point, are passed over in
// silence.
type Walk struct {
	fs      fs.FS
	into    *Folder
	seen    int
	most    int     // that is looked at: MaxSeen
	pending []named // the next one is the last
	listing *listing
	err     error
}

// named is a name in a folder.
type named struct {
	folder string // "" for the top itself
	d      fs.DirEntry
}

// name is the path below the top.
func (e named) name() string {
	switch e.folder {
	case "":
		return "."
	case ".":
		return e.d.Name()
	}
	return e.folder + "/" + e.d.Name()
}

// listing is a folder whose names are read.
type listing struct {
	of    named
	file  fs.ReadDirFile
	names []fs.DirEntry // so far, in no order
}

// What one [Walk.Step] does at most: some milliseconds of work.
const (
	stepFiles = 256
	stepBytes = 1 << 20
	// listingFile is the number of names that take as long to list as one file to read.
	listingFile = 4
)

// Begin begins to read what is below the top of f.
func Begin(f fs.FS) *Walk {
	r := &Walk{fs: f, into: &Folder{}, most: MaxSeen}
	info, err := fs.Stat(f, ".")
	if err != nil {
		r.err = reason(err)
		return r
	}
	r.pending = []named{{"", fs.FileInfoToDirEntry(info)}}
	return r
}

// Step lists some names or reads some files, and says whether there are more.
func (r *Walk) Step() (more bool) {
	before := r.into.Bytes
	for done := 0; done < stepFiles && r.into.Bytes-before < stepBytes; done++ {
		var err error
		if r.listing != nil {
			var names int
			names, err = r.list()
			done += names / listingFile
		} else if n := len(r.pending); n > 0 {
			next := r.pending[n-1]
			r.pending = r.pending[:n-1]
			err = r.enter(next)
		} else {
			break
		}
		if err != nil {
			r.pending, r.listing = nil, nil
			if !errors.Is(err, errEnough) {
				r.err = err
			}
		}
	}
	return len(r.pending) > 0 || r.listing != nil
}

// enter visits a name and, if it is a folder, has it listed next.
func (r *Walk) enter(e named) error {
	err := r.visit(e.name(), e.d, nil)
	if err != nil || !e.d.IsDir() {
		return unlessSkipped(err)
	}
	f, err := r.fs.Open(e.name())
	if err != nil {
		return unlessSkipped(r.visit(e.name(), e.d, err))
	}
	file, ok := f.(fs.ReadDirFile)
	if !ok {
		_ = f.Close()
		return unlessSkipped(r.visit(e.name(), e.d, fault.Errorf("can't be listed")))
	}
	r.listing = &listing{of: e, file: file}
	return nil
}

// list reads some names of a folder. When it has all it has them visited next,
// in their order.
func (r *Walk) list() (read int, err error) {
	l := r.listing
	names, err := l.file.ReadDir(stepFiles * listingFile)
	l.names = append(l.names, names...)
	if err == nil && len(names) > 0 && len(l.names) <= r.most {
		return len(names), nil
	}
	_ = l.file.Close() // it was only read
	r.listing = nil
	if err != nil && !errors.Is(err, io.EOF) {
		return len(names), unlessSkipped(r.visit(l.of.name(), l.of.d, err))
	}
	if len(l.names) > r.most {
		r.remark("", fault.New("%s has more than %d names: only so many were looked at", l.of.name(), r.most), false)
	}
	slices.SortFunc(l.names, func(a, b fs.DirEntry) int { return strings.Compare(b.Name(), a.Name()) })
	r.pending = slices.Grow(r.pending, len(l.names))
	for _, d := range l.names {
		r.pending = append(r.pending, named{l.of.name(), d})
	}
	return len(names), nil
}

func unlessSkipped(err error) error {
	if errors.Is(err, fs.SkipDir) {
		return nil
	}
	return err
}

// Files returns how many documents are read so far.
func (r *Walk) Files() int { return len(r.into.Documents) }

// Listing returns how many names the folder has that is being listed, so far; 0
// while none is.
func (r *Walk) Listing() int {
	if r.listing == nil {
		return 0
	}
	return len(r.listing.names)
}

// Share returns how many of the names that are known so far were looked at,
// from 0 to 1. A folder that is being listed has at least as many names again.
func (r *Walk) Share() float64 {
	known := r.seen + len(r.pending)
	if r.listing != nil {
		known += 2 * max(len(r.listing.names), stepFiles)
	}
	return float64(r.seen) / float64(max(known, 1))
}

// Result returns what was read, when all steps are done. The error says why there
// is nothing to search: the top can't be read, or all its text files were left
// out; a folder without any has no documents and is no error.
func (r *Walk) Result() (*Folder, error) {
	if r.err != nil {
		return nil, r.err
	}
	if len(r.into.Documents) == 0 {
		for _, m := range r.into.Remarks {
			if m.Left {
				return nil, fault.Errorf("none of its text files can be searched: %v", m.Fault())
			}
		}
	}
	return r.into, nil
}

var errEnough = errors.New("enough")

func (r *Walk) visit(name string, d fs.DirEntry, err error) error {
	if err != nil {
		if name == "." {
			return reason(err)
		}
		r.leave(name, fault.New("can't be read: %v", reason(err)))
		if d != nil && d.IsDir() {
			return fs.SkipDir
		}
		return nil
	}
	if r.seen++; r.seen > r.most {
		r.remark("", fault.New("it holds more than %d names: those after %s were not looked at", r.most, name), false)
		return errEnough
	}
	hidden := name != "." && strings.HasPrefix(d.Name(), ".")
	switch {
	case d.IsDir() && (hidden || strings.Count(name, "/") >= MaxDepth):
		return fs.SkipDir
	case d.IsDir(), hidden, !slices.Contains(endings, strings.ToLower(path.Ext(name))):
		return nil
	case d.Type()&fs.ModeSymlink != 0:
		r.leave(name, fault.New("is a link, and links are not followed"))
		return nil
	case !d.Type().IsRegular():
		r.leave(name, fault.New("is no plain file"))
		return nil
	}
	switch {
	case len(r.into.Documents) >= MaxFiles:
		r.remark("", fault.New("only the first %d files are read: those from %s on were not", MaxFiles, name), false)
		return errEnough
	case r.into.Bytes >= MaxBytes:
		r.remark("", fault.New("only the first %d MB of text are read: files from %s on were not", MaxBytes>>20, name), false)
		return errEnough
	}
	r.read(name)
	return nil
}

// reason is an error without the path, which stands before it already.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func (r *Walk) read(name string) {
	raw, more, err := r.bytes(name, MaxBytes-r.into.Bytes)
	if err != nil {
		r.leave(name, fault.New("%v", reason(err)))
		return
	}
	if what := binaryKind(raw); what != "" {
		r.leave(name, fault.New(what))
		return
	}
	text, note := decode(raw)
	if more {
		r.remark(name, fault.New("only its first %d bytes were read: %d MB of text in all are the most", len(raw), MaxBytes>>20), false)
	}
	if note != "" {
		r.remark(name, fault.New(note), false)
	}
	r.into.Documents = append(r.into.Documents, Document{name, text})
	r.into.Bytes += len(text)
}

// bytes reads at most so many, and says whether there are more. The file that
// is opened must be plain, whatever its name stood for a moment ago.
func (r *Walk) bytes(name string, most int) (raw []byte, more bool, err error) {
	f, err := r.fs.Open(name)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, false, err
	case !info.Mode().IsRegular():
		return nil, false, fault.Errorf("is no plain file")
	}
	raw, err = readAll(io.LimitReader(f, int64(most)+1), min(info.Size(), int64(most)))
	if len(raw) > most {
		return raw[:most], true, err
	}
	return raw, false, err
}

// readAll is io.ReadAll with a size that is likely, for which the memory is
// taken at once.
func readAll(from io.Reader, likely int64) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(likely) + bytes.MinRead) // which the last, empty read has to find
	_, err := b.ReadFrom(from)
	return b.Bytes(), err
}

func (r *Walk) leave(name string, why fault.Text) { r.remark(name, why, true) }

func (r *Walk) remark(name string, why fault.Text, left bool) {
	r.into.Remarks = append(r.into.Remarks, Remark{name, why, left})
}
