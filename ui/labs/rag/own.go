package rag

import (
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"logitarium/core/fault"
	"logitarium/core/retrieval"
	"logitarium/core/retrieval/folder"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// The user's own documents. Neither the model nor the bi-encoder was made for
// them; nobody has said which of them answer what.

// longest is what a sentence of a file may have in bytes before it is cut, and
// part what is cut and counted in one go of a file.
const (
	longest  = 600
	filePart = 64 << 10
)

// Reads names the knob that takes a folder.
func (l *Lab) Reads() (knob string) { return "documents" }

// Read makes a folder one of the values of the knob documents. A small one is
// read at once, the rest of a large one in steps: Outcome has then the remarks
// and the error.
func (l *Lab) Read(path string, from fs.FS) (remarks []fault.Text, err error) {
	const atOnce = 2 // steps
	l.from, l.outcome = from, outcome{}
	l.own = &collection{
		name: path, help: message.New("your own folder, which is being read"), analyzer: inWords(), foreign: true,
		own: &folder.Folder{}, examples: worldExamples[:1],
	}
	l.reading.Begin(path, message.New("The folder is read"))
	l.reading.Add(folderCost, func() lab.Stepper {
		l.reader = folder.Begin(from)
		return folderReading{l.reader}
	}, func() { l.take() })
	for range atOnce {
		l.reading.Step()
	}
	if l.reading.Waiting() {
		return nil, nil
	}
	remarks, err = l.Outcome()
	l.outcome.remarks = nil // they are said
	return remarks, err
}

// readSoFar says how far a folder is read.
func readSoFar(r *folder.Walk) message.Text {
	if n := r.Listing(); n > 0 {
		return message.New("The folder is read, %d names so far", n)
	}
	return message.New("The folder is read, %d files so far", r.Files())
}

// folderReading reads a folder, some files a step.
type folderReading struct{ *folder.Walk }

// Step reads on: what it waits for is the disk, and not counted.
func (r folderReading) Step(float64) (more bool) { return r.Walk.Step() }

// folderCost is more than a step's: how much there is to read is not known
// before.
const folderCost = 2 * lab.Centisecond

// An outcome is what became of reading a folder.
type outcome struct {
	remarks []fault.Text
	err     error
}

// Outcome implements [lab.Collector].
func (l *Lab) Outcome() (remarks []fault.Text, err error) { return l.outcome.remarks, l.outcome.err }

// take makes the folder that was read the one that is searched. One that can't
// be used is empty, and says why.
func (l *Lab) take() {
	f, err := l.reader.Result()
	l.reader = nil
	own := *l.own
	if err != nil {
		l.outcome.err = err
		own.help = message.New("your own folder can't be searched: %v", message.Of(err))
		own.own, own.examples = &folder.Folder{}, []example{{text: "?"}}
	} else {
		for _, r := range f.Remarks {
			l.outcome.remarks = append(l.outcome.remarks, r.Fault())
		}
		own.help, own.own, own.examples = describe(f), f, openings(f)
	}
	l.own = &own
}

// isReading says whether the folder that is searched is still being read.
func (l *Lab) isReading() bool { return l.collection().own != nil && l.reading.Waiting() }

// describe says what was read, and what was not.
func describe(f *folder.Folder) message.Text {
	left := 0
	var gone, other message.Text
	for _, r := range f.Remarks {
		if other.Empty() {
			other = message.From(r.Fault())
		}
		if r.Left {
			if left++; left == 1 {
				gone = message.From(r.Fault())
			}
		}
	}
	files := len(f.Documents)
	switch {
	case files == 0:
		return message.New("your own folder: no file in it has a name that ends in one of: %s", strings.Join(folder.Endings(), ", "))
	case left > 0:
		return message.Count(files,
			"your own folder: one file, %[2]v of text; %[3]d left out: %[4]v",
			"your own folder: %d files, %v of text; %d left out: %v", files, size(f.Bytes), left, gone)
	case !other.Empty():
		return message.Count(files,
			"your own folder: one file, %[2]v of text; %[3]v",
			"your own folder: %d files, %v of text; %v", files, size(f.Bytes), other)
	}
	return message.Count(files, "your own folder: one file, %[2]v of text", "your own folder: %d files, %v of text", files, size(f.Bytes))
}

func size(bytes int) message.Text {
	switch {
	case bytes < 1000:
		return message.Count(bytes, "one byte", "%d bytes", bytes)
	case bytes < 1_000_000:
		return message.New("%.1f kB", float64(bytes)/1e3)
	}
	return message.New("%.1f MB", float64(bytes)/1e6)
}

// openings are the first words of the first files: something to search for
// before the user types a question.
func openings(f *folder.Folder) []example {
	const files, words = 8, 6
	var list []example
	for _, d := range f.Documents {
		spoken := strings.FieldsFunc(opening(d.Text[:min(len(d.Text), 4*longest)]), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '\'' || r == utf8.RuneError
		})
		if len(spoken) == 0 {
			continue
		}
		if list = append(list, example{text: strings.Join(spoken[:min(words, len(spoken))], " ")}); len(list) == files {
			break
		}
	}
	if list == nil {
		list = []example{{text: "?"}}
	}
	return list
}

// opening is the beginning of a file without what is not read in Markdown: the
// settings above it, badges and other images, tags, and fences of code.
func opening(text string) string {
	const fence = "---"
	if rest, ok := strings.CutPrefix(text, fence+"\n"); ok {
		if _, after, ok := strings.Cut(rest, "\n"+fence+"\n"); ok {
			text = after
		}
	}
	var lines []string
	for line := range strings.Lines(text) {
		bare := strings.TrimSpace(line)
		if slices.ContainsFunc([]string{"![", "[![", "<", "```", "|"}, func(sign string) bool { return strings.HasPrefix(bare, sign) }) {
			continue
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "")
}

// splitter hands out files, long ones in parts that end between words.
type splitter struct {
	files []folder.Document
	at    int // byte of the first file
	part  int
}

func (p *splitter) next() (document, bool) {
	if len(p.files) == 0 {
		return document{}, false
	}
	file := p.files[0]
	rest := file.Text[p.at:]
	text := rest
	if len(rest) > filePart {
		text = rest[:betweenWords(rest)]
	}
	d := document{name: file.Name, text: text}
	p.at += len(text)
	if len(text) < len(rest) || p.part > 0 {
		p.part++
		d.part = p.part
	}
	if p.at >= len(file.Text) {
		p.files, p.at, p.part = p.files[1:], 0, 0
	}
	d.sentences = retrieval.Bounded(text, headed(text, retrieval.Sentences(text)), longest)
	return d, true
}

// headed joins a Markdown heading to what follows it: by itself it would be a
// short passage that has the words asked for and says nothing. Headings under
// each other go together; one at the end stays as it is.
func headed(text string, spans []retrieval.Span) []retrieval.Span {
	var out []retrieval.Span
	open := false // the last one is a heading
	for _, s := range spans {
		if open && s.End-out[len(out)-1].Start <= longest {
			out[len(out)-1].End = s.End
		} else {
			out = append(out, s)
		}
		open = isHeading(s.In(text))
	}
	return out
}

// isHeading says whether a text is an ATX heading of Markdown and no more: one
// to six number signs and a blank, on one line.
func isHeading(text string) bool {
	rest := strings.TrimLeft(text, "#")
	n := len(text) - len(rest)
	return n >= 1 && n <= 6 && !strings.Contains(text, "\n") && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
}

// betweenWords is a place to cut a text of more than filePart bytes: behind a
// blank if there is one, else between two characters.
func betweenWords(text string) int {
	if n := strings.LastIndexFunc(text[:filePart], unicode.IsSpace); n > 0 {
		return n + 1
	}
	n := filePart
	for n > 1 && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

// collections are all collections that can be searched.
func (l *Lab) collections() []collection {
	if l.own == nil {
		return shipped
	}
	return append(shipped[:len(shipped):len(shipped)], *l.own)
}

// collection is the one that is searched.
func (l *Lab) collection() collection {
	all := l.collections()
	return all[min(l.documents, len(all)-1)]
}
