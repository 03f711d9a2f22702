package site_test

import (
	"regexp"
	"strings"
	"testing"

	"logitarium/ui/export"
	"logitarium/ui/lesson"
	"logitarium/ui/message"
	"logitarium/ui/web/site"
	"logitarium/viz"
)

func made(t *testing.T, alive bool) map[string][]byte {
	t.Helper()
	frame := viz.NewGrid(viz.Size{W: 20, H: 2})
	frame.Text(0, 0, viz.Clean("<b>a frame</b>"), viz.Style{})
	narrow := viz.NewGrid(viz.Size{W: 10, H: 2})
	narrow.Text(0, 0, viz.Clean("on a phone"), viz.Style{})
	told := &lesson.Telling{Title: "T", Parts: []lesson.Part{
		{Kind: lesson.Heading, Text: "One"},
		{Kind: lesson.Said, Text: "<script>alert(1)</script>"},
		{Kind: lesson.Asked, Text: "Which?", Answer: "this one", Name: "1"},
		{Kind: lesson.Pictured, Frame: frame, Narrow: narrow},
		{Kind: lesson.Pressed, Text: "told after the guess"},
		{Kind: lesson.Shown, Text: "told to who can't see"},
		{Kind: lesson.Pictured, Frame: frame, Command: `logitarium x --name '"&'`},
		{Kind: lesson.Heading, Text: "Two"},
		{Kind: lesson.Said, Text: "told to all"},
	}}
	l := site.Lesson{Name: "told", Title: "T", Length: "0:10", Blocks: site.Blocks(told, export.GroundOf(viz.Dark()))}
	s := site.Pages{
		Alive: alive, Map: site.Screen{Command: "logitarium"}, Lessons: []site.Lesson{l},
		Labs:    []site.Lab{{ID: "x", Title: "X", Question: "Why?", Screen: site.Screen{Command: "logitarium x"}, Lessons: []site.Lesson{l}}},
		Runtime: map[string][]byte{"runtime/page.mjs": []byte("1")},
	}
	files, err := s.Files()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Every page forbids what it does not need, before anything that it loads.
func TestPagesAreStrict(t *testing.T) {
	for _, alive := range []bool{false, true} {
		for name, data := range made(t, alive) {
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			page := string(data)
			policy := strings.Index(page, "Content-Security-Policy")
			if loads := regexp.MustCompile(`<(script|link rel="stylesheet")`).FindStringIndex(page); policy < 0 || loads == nil || loads[0] < policy {
				t.Errorf("%s: the policy is not the first thing", name)
			}
			if has := strings.Contains(page, "page.mjs"); has != alive {
				t.Errorf("%s: loads the runtime: %v, want %v", name, has, alive)
			}
			for _, bad := range []string{"<script>", "http://", "https://", "onclick"} {
				if strings.Contains(page, bad) {
					t.Errorf("%s has %q", name, bad)
				}
			}
			if !regexp.MustCompile(`script-src 'self' 'wasm-unsafe-eval'[;"]`).MatchString(page) {
				t.Errorf("%s: scripts may come from elsewhere", name)
			}
		}
	}
}

// A page says which language it is in; the program on it speaks that one.
func TestLanguageOfPages(t *testing.T) {
	for language, want := range map[string]string{"": `<html lang="en">`, "zh-Hant": `<html lang="zh-Hant">`} {
		files, err := site.Pages{Words: message.Printer{Language: language}}.Files()
		if err != nil {
			t.Fatal(err)
		}
		if page := string(files["index.html"]); !strings.Contains(page, want) {
			t.Errorf("the page of a site in %q is without %s", language, want)
		}
	}
}

// The buttons that share a screen stand where there is one.
func TestShareIsOfAScreen(t *testing.T) {
	pages := made(t, true)
	for name, want := range map[string]bool{"labs/x.html": true, "lessons/told.html": false} {
		if got := strings.Contains(string(pages[name]), `id="share"`); got != want {
			t.Errorf("%s has a button to share: %v, want %v", name, got, want)
		}
	}
}

// What comes after a question stands in what its guess opens, up to the next
// chapter; its own screen before it.
func TestGuessOpensWhatFollows(t *testing.T) {
	page := string(made(t, true)["lessons/told.html"])
	order := []string{"Which?", "a frame", "on a phone", "<form", "<details>", "this one", "told after the guess", `<p class="shown">told to who can&#39;t see</p>`, `data-line="logitarium x --name &#39;&#34;&amp;&#39;"`, "</details>", "Two", "told to all"}
	at := 0
	for _, text := range order {
		i := strings.Index(page[at:], text)
		if i < 0 {
			t.Fatalf("%q does not come after the ones before it", text)
		}
		at += i
	}
}

// A new file, or another content of one, is a new version of what is kept for use
// without a network.
func TestWorkerHasAVersion(t *testing.T) {
	a, b := string(made(t, true)["sw.js"]), string(made(t, false)["sw.js"])
	version := regexp.MustCompile(`const version = "([0-9a-f]{16})"`)
	va, vb := version.FindStringSubmatch(a), version.FindStringSubmatch(b)
	if va == nil || vb == nil || va[1] == vb[1] {
		t.Errorf("versions %v and %v", va, vb)
	}
	of := func(file string) string {
		files, err := site.Pages{Runtime: map[string][]byte{"runtime/page.mjs": []byte(file)}}.Files()
		if err != nil {
			t.Fatal(err)
		}
		return version.FindString(string(files["sw.js"]))
	}
	one, two, again := of("1"), of("2"), of("1")
	if one == two || one != again {
		t.Errorf("a file is version %s, with another content, as long, %s, and again %s", one, two, again)
	}
	for _, name := range []string{`"index.html"`, `"labs/x.html"`, `"lessons/told.html"`, `"site.css"`, `"runtime/page.mjs"`} {
		if !strings.Contains(a, name) {
			t.Errorf("%s is not kept", name)
		}
	}
}
