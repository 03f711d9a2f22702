package languages

import (
	"os"
	"strings"
	"testing"

	"logitarium/ui/message"
	"logitarium/ui/message/po"
)

func TestMatch(t *testing.T) {
	names := []string{English, "de", "zh-Hant"}
	for asked, want := range map[string]struct {
		name string
		fit  Fit
	}{
		"C": {English, Exact}, "POSIX": {English, Exact}, "C.UTF-8": {English, Exact}, "en_GB.UTF-8": {English, Exact}, "en": {English, Exact},
		"zh_TW.UTF-8": {"zh-Hant", Exact}, "zh_HK": {"zh-Hant", Exact}, "zh-Hant": {"zh-Hant", Exact}, "zh-hant-tw": {"zh-Hant", Exact}, "zh-MO": {"zh-Hant", Exact},
		"zh_CN.UTF-8": {"zh-Hant", Other}, "zh": {"zh-Hant", Other}, "zh-Hans-HK": {"zh-Hant", Other}, "zh_SG": {"zh-Hant", Other},
		"de_AT@euro": {"de", Exact}, "DE": {"de", Exact}, "fr_FR.UTF-8": {English, None}, "": {English, None},
	} {
		if name, fit := match(asked, names); name != want.name || fit != want.fit {
			t.Errorf("%q: %s, %d; want %s, %d", asked, name, fit, want.name, want.fit)
		}
	}
	if name, fit := match("zh_CN", []string{English, "zh-Hans", "zh-Hant"}); name != "zh-Hans" || fit != Exact {
		t.Errorf("zh_CN: %s, %d", name, fit)
	}
}

// Every translation takes the arguments of its English.
func TestCatalogues(t *testing.T) {
	for _, name := range folders() {
		text, err := read(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := message.Misfits(text); err != nil {
			t.Error(err)
		}
		list, err := po.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := po.Header(list, "Language"); got != name {
			t.Errorf("the files in %s say that they are of %q", name, got)
		}
		p, err := Printer(name)
		if err != nil || p.Language != name {
			t.Errorf("%s: %q, %v", name, p.Language, err)
		}
		if got := p.Print(message.New("quit")); got == "quit" {
			t.Errorf("%s: quit is not translated", name)
		}
	}
}

// What is listed for pages, which can't list folders, is all there is.
func TestListedForPages(t *testing.T) {
	source, err := os.ReadFile("files_js.go")
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"` + strings.Join(folders(), `", "`) + `"}`; !strings.Contains(string(source), want) {
		t.Errorf("files_js.go does not list %s", want)
	}
}

func BenchmarkPrinter(b *testing.B) {
	for b.Loop() {
		text, err := read("zh-Hant")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := message.Read(text); err != nil {
			b.Fatal(err)
		}
	}
}
