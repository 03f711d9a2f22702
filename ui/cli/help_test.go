package cli

import (
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/message/languages"
)

func TestUnfolded(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "",
		"One\nsentence.\nAnother\none.": "One sentence.\nAnother one.",
		"Lines:\na\n\nb":                "Lines:\na\n\nb",
		"A list:\n\n  a  one\n  b  two": "A list:\n\n  a  one\n  b  two",
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

// What is typed is in no language; beside it stands what it means, where Chinese
// has another word for it. A view means what its name means among the views.
func TestChineseHelpSaysWhatIsTyped(t *testing.T) {
	for line, all := range map[string][]string{
		"rag --help":       {"（kept 保留、removed 拿掉、edited 改寫）", "（0 到 5，或 ranked 依名次）", "ranking 排名", "tf-idf、bm25、bi-encoder 雙編碼器"},
		"position --help":  {"own 自己的）", "（interleaved 交錯、concatenated 串接）"},
		"residual --help":  {"（on 開、off 關）"},
		"inside --help":    {"none 無、0.0、0.1、"},
		"--help":           {"（auto 自動、dark 深色、light 淺色、high-contrast 高對比、plain 素色）"},
		"rag --glyphs x":   {"auto 自動、unicode、ascii、braille 點字、octant 八分塊"},
		"rag --gold remov": {"kept 保留、removed 拿掉、edited 改寫"},
		"man":              {"[\\fI旗標…\\fP] [\\fI引數…\\fP]", "存到這個 \\&.tape 檔"},
	} {
		_, out, errs := callReal(t, append(strings.Fields(line), "--lang", "zh-Hant")...)
		said := strings.Join(strings.Fields(out+errs), "")
		for _, want := range all {
			if !strings.Contains(said, strings.ReplaceAll(want, " ", "")) {
				t.Errorf("%s lacks %s:\n%s", line, want, out+errs)
			}
		}
	}
}

// What a shell shows beside a value is in the reader's language too.
func TestChineseCompletions(t *testing.T) {
	a := &app{}
	words, err := languages.Printer("zh-Hant")
	if err != nil {
		t.Fatal(err)
	}
	a.words = words
	for _, l := range labs.All(builtintest.Load(t), builtintest.Load(t)) {
		for _, k := range lab.Knobs(l) {
			choice, isChoice := k.Setting.(lab.Choice)
			if !isChoice {
				continue
			}
			offered, _ := a.completeKnob(k)(nil, nil, "")
			for i, o := range choice.Options {
				if _, about, _ := strings.Cut(offered[i], "\t"); about != words.Print(o.Help) {
					t.Errorf("%s of %s, %s: %q", o.Name, k.Name, l.Info().ID, about)
				}
			}
		}
	}
}
