// Package site makes the pages that show the program: an index, one for each lab
// and one for each lesson. They can be read as they are, with the frames as text.
// With the runtime of ui/web/build beside them, and from a web server, the frames
// are alive.
package site

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"

	"logitarium/ui/message"
	"logitarium/ui/message/languages"
)

//go:embed pages
var files embed.FS

// Pages is what the pages are made of.
type Pages struct {
	Words   message.Printer
	Map     Screen
	Labs    []Lab
	Lessons []Lesson
	Alive   bool              // the runtime is there
	Runtime map[string][]byte // its files, by their names in the folder of the pages; for the list of what is kept for offline use
}

// Language is the tag of the language that the pages are in, and in which the
// program on them speaks.
func (s Pages) Language() string {
	if s.Words.Language == "" {
		return languages.English
	}
	return s.Words.Language
}

// Screen is a frame that can come to life.
type Screen struct {
	Command      string // that opens it
	Wide, Narrow template.HTML
}

// Lab is a page about a lab.
type Lab struct {
	Screen
	ID, Title, Question, Sentence string
	Notes                         template.HTML
	Lessons                       []Lesson
}

// Lesson is a page that is a lesson.
type Lesson struct {
	Name, Title, Length string
	Blocks              []Block
}

// Files are the pages by their names in the folder, with slashes, and what
// they ask for besides the runtime.
func (s Pages) Files() (map[string][]byte, error) {
	pages, err := template.New("").ParseFS(files, "pages/*.html")
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	if out["site.css"], err = files.ReadFile("pages/site.css"); err != nil {
		return nil, err
	}
	add := func(name, kind string, p page) error {
		p.Site, p.Say, p.Scripted = s, s.phrases(), s.scripted()
		var b bytes.Buffer
		if err := pages.ExecuteTemplate(&b, kind+".html", p); err != nil {
			return err
		}
		out[name] = b.Bytes()
		return nil
	}
	if err := add("index.html", "index", page{Title: "logitarium", Screen: s.Map, Top: "."}); err != nil {
		return nil, err
	}
	for _, l := range s.Labs {
		if err := add("labs/"+l.ID+".html", "lab", page{Title: l.Title, Screen: l.Screen, Lab: l, Top: ".."}); err != nil {
			return nil, err
		}
	}
	for _, l := range s.Lessons {
		if err := add("lessons/"+l.Name+".html", "lesson", page{Title: l.Title, Lesson: l, Top: ".."}); err != nil {
			return nil, err
		}
	}
	return out, s.addWorker(out)
}

// page is what a template is given.
type page struct {
	Site     Pages
	Say      map[string]string
	Scripted map[string]string
	Title    string
	Top      string // the way to the folder of the site
	Screen   Screen
	Lab      Lab
	Lesson   Lesson
}

// addWorker adds the service worker, which keeps all of the site for use without
// a network. Its version is that of what it keeps.
func (s Pages) addWorker(out map[string][]byte) error {
	text, err := files.ReadFile("pages/sw.js")
	if err != nil {
		return err
	}
	sum := sha256.New()
	kept := []string{"./"}
	all := maps.Clone(out)
	maps.Copy(all, s.Runtime)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(sum, "%s %d\n", name, len(all[name]))
		sum.Write(all[name])
		kept = append(kept, name)
	}
	list, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	version := hex.EncodeToString(sum.Sum(nil)[:8])
	out["sw.js"] = fmt.Appendf(nil, "const version = %q;\nconst kept = %s;\n%s", version, list, text)
	return nil
}
