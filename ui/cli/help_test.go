package cli

import (
	"strings"
	"testing"
)

func TestUnfolded(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "",
		"One\nsentence.\nAnother\none.": "One sentence.\nAnother one.",
		"Lines:\na\n\nb":                "Lines:\na\n\nb",
		"錄製一課，網頁裡\n會動的圖。\n課是名字，或\n.tape 檔。": "錄製一課，網頁裡會動的圖。\n課是名字，或 .tape 檔。",
	} {
		if got := unfolded(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// Where a line of a command's help ends, the page does, or a sentence.
func TestHelpFillsItsLines(t *testing.T) {
	for _, lang := range []string{"en", "zh-Hant"} {
		for _, name := range []string{"play", "record", "train", "model", "serve", "site"} {
			_, out, _ := callReal(t, name, "--help", "--lang", lang)
			about, _, _ := strings.Cut(out, "\n\n")
			lines := strings.Split(about, "\n")
			for i, line := range lines[:len(lines)-1] {
				next, _, _ := strings.Cut(lines[i+1], " ")
				if cells := len([]rune(line)); lang == "en" && cells+1+len(next) <= 78 && !strings.HasSuffix(line, ".") && !strings.HasSuffix(line, ":") {
					t.Errorf("%s: a line of %d cells ends before %q: %q", name, cells, next, line)
				}
				if lang != "en" && len([]rune(line)) < 30 && !strings.HasSuffix(line, "。") {
					t.Errorf("%s: a short line ends within a sentence: %q", name, line)
				}
			}
		}
	}
}
