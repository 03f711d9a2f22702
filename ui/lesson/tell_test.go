package lesson_test

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"logitarium/ui"
	"logitarium/ui/export"
	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
	"logitarium/viz"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

func parse(t *testing.T, source string) *tape.Tape {
	t.Helper()
	parsed, err := tape.Parse("test.tape", source, nil)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func setup() lesson.Setup {
	theme, _ := viz.ThemeByName("plain")
	return lesson.Setup{
		Labs: func() []lab.Lab { return []lab.Lab{toy.New()} },
		Size: viz.Size{W: 80, H: 20}, Theme: theme, Look: ui.WithoutFooter,
	}
}

func tell(t *testing.T, source string) *lesson.Telling {
	t.Helper()
	told, failures, err := lesson.Tell(parse(t, source), setup())
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
	return told
}

func TestTellKeys(t *testing.T) {
	for _, c := range []struct{ tape, want string }{
		{"Type \"t\"\nLeft 6", "Keys: t, left 6 times. temperature is turned down from 1.00 to 0.70."},
		{"Type \"t\"\nRight", "Keys: t, right. temperature is turned up from 1.00 to 1.05."},
		{"Type \"t\"\nLeft 100\nLeft 2", "Keys: left twice. Nothing changes."},
		{"Type \"t\"\nLeft 1\nType \"k\"\nRight\nType \"r\"", "Keys: r. All knobs go back to their defaults."},
		{"Type \"k\"", "Keys: k. The knob keep is chosen."},
		{"Type \"k\"\nRight", "Keys: k, right. keep is turned from off to 1."},
		{"Type \"l\"\nRight", "Keys: l, right. log is switched on."},
		{"Type \"o\"\nRight", "Keys: o, right. order goes from rank to alphabet: by name."},
		{"Type \"v\"", "Keys: v. The picture is now list: the numbers alone."},
		{"Type \"p\"\nEnter\nBackspace 3\nType \"hen\"\nEnter", `Keys: p, enter, backspace 3 times, "hen" typed, enter. prompt is now "hen".`},
		{"Type \"t\"\nEnter\nType \"9\"\nEnter", `Keys: t, enter, "9" typed, enter. The program says: 9 is outside 0.00 to 5.00.`},
		{"Type \"t\"\nEnter", "Keys: t, enter. A value for temperature is being typed."},
		{"Type \"n\"", "Keys: n. The notes open over the picture."},
		{"Type \"n\"\nEscape", "Keys: escape. The notes close."},
		{"Type \"c\"", "Keys: c. What is shown is kept as A, to be compared with what comes as B."},
		{"Type \"c\"\nEscape", "Keys: escape. The comparison ends."},
		{"Hide\nType \"t\"\nLeft\nShow", "temperature is turned down from 1.00 to 0.95."},
		{"Type \"q\"\nType \"logitarium toy --keep 3\"\nEnter", `Keys: "logitarium toy --keep 3" typed, enter. The lab toy opens: Softmax of five logits. It asks: What does temperature do? It looks at five logits.`},
		{"Type \"q\"", "Keys: q. The program closes."},
	} {
		transcript := tell(t, c.tape).Transcript()
		if !strings.Contains(transcript, "\n\n"+c.want+"\n") {
			t.Errorf("%q is told as\n%s\nwant %s", c.tape, transcript, c.want)
		}
	}
}

const fever = `#@ title "Fever"
#@ chapter "Colder"
#@ say "A cold model is sure."
Type "t"
Left@100ms 10
Sleep 1s
#@ expect entropy < 2
#@ expect screen /forest +0.\d+/
#@ ask "And at zero?" | one word is left
Left 10
#@ expect entropy = 0
#@ chapter "Hotter"
#@ say "A hot one is not."
Right 20
#@ expect entropy > 1
`

func TestTranscript(t *testing.T) {
	got := tell(t, fever).Transcript()
	for _, want := range []string{
		"Fever\n\nThe transcript of a lesson of 0:09 minutes.\n\n",
		"\n\nChapter 1: Colder\n\nA cold model is sure.\n\nKeys: t, left 10 times. temperature is turned down from 1.00 to 0.50.\n\nentropy is ",
		"bits. On the screen: \"forest 0.731\".\n\n",
		"\n\nQuestion 1: And at zero?\n\nAnswer 1: one word is left\n\n",
		"\n\nentropy is 0.00 bits.\n\n",
		"\n\nChapter 2: Hotter\n\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the transcript lacks %q:\n%s", want, got)
		}
	}
	if i := strings.IndexFunc(got, func(r rune) bool { return r == 0x1b || r >= 0x2500 && r <= 0x28ff }); i >= 0 {
		t.Errorf("%q is drawn", got[i:i+8])
	}
}

// TestTranscriptHoldsNoDrawing looks for what a screen reader would spell out.
func TestTranscriptHoldsNoDrawing(t *testing.T) {
	got := tell(t, "#@ title \"█ bars ▏\"\n#@ say \"a ─ b ⠿ ▸c\"\nSleep 1s\n#@ expect screen /forest +0.*/").Transcript()
	for _, want := range []string{"bars\n\n", "\n\na b c\n\n", "On the screen: \"forest 0.491\"."} {
		if !strings.Contains(got, want) {
			t.Errorf("the transcript lacks %q:\n%s", want, got)
		}
	}
	if i := strings.IndexFunc(got, func(r rune) bool { return r >= 0x2500 && r <= 0x28ff }); i >= 0 {
		t.Errorf("%q is drawn", got[i:])
	}
}

func TestTellFailures(t *testing.T) {
	_, failures, err := lesson.Tell(parse(t, "#@ expect entropy > 9\nSleep 1s\n#@ expect entropi = 1"), setup())
	if err != nil || len(failures) != 2 {
		t.Fatalf("%v, %v", failures, err)
	}
	if got := failures[1].Error(); !strings.HasPrefix(got, "test.tape:3:4: toy has no reading or knob \"entropi\"") {
		t.Error(got)
	}
	if _, _, err := lesson.Tell(parse(t, "#@ seed 1\nSleep 1s"), lesson.Setup{Labs: func() []lab.Lab { return nil }}); err == nil {
		t.Error("a lesson without a lab starts")
	}
}

func TestHandout(t *testing.T) {
	told := tell(t, fever)
	got := told.Handout(nil)
	for _, want := range []string{
		"\n## Colder\n\nA cold model is sure.\n",
		"\n**Question 1.** And at zero?\n\n```text\n▸1 Toy",
		"\n```\n\nYour answer:\n",
		"\n```text\n▸1 Toy",
		"\n```sh\nlogitarium toy --temperature 0\n```\n",
		"\n## Answers\n\n**Answer 1.** one word is left\n\n*Keys: left 10 times.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the handout lacks %q:\n%s", want, got)
		}
	}
	if n := strings.Count(got, "```text"); n != 3 {
		t.Errorf("%d frames, want one for each chapter and question", n)
	}
	body, _, _ := strings.Cut(got, "\n## Answers")
	for _, answer := range []string{"one word is left", "left 10 times", "entropy is", "On the screen", "--temperature 0\n"} {
		if strings.Contains(strings.ReplaceAll(body, "*Keys: t, left 10 times.", ""), answer) {
			t.Errorf("%q stands before the answers:\n%s", answer, body)
		}
	}
	if again := tell(t, fever).Handout(nil); again != got {
		t.Error("the second handout differs")
	}
	linked := told.Handout(func(p lesson.Part) string { return "pictures/" + p.Name + ".svg" })
	if !strings.Contains(linked, "![Hotter](<pictures/chapter-2.svg>)") || strings.Contains(linked, "```text") {
		t.Errorf("the frames are not linked:\n%s", linked)
	}
}

// TestPage holds that the page has the handout's pictures where it has them, each
// with a name, and that its answers begin a sheet.
func TestPage(t *testing.T) {
	told := tell(t, fever)
	page, err := told.Page(nil, export.GroundOf(viz.Light()))
	if err != nil {
		t.Fatal(err)
	}
	var pictures []string // as the Markdown has them
	told.Handout(func(p lesson.Part) string {
		pictures = append(pictures, export.SVG(p.Frame, export.GroundOf(viz.Light())))
		return ""
	})
	answers := strings.Index(page, `<h2 class="answers">Answers</h2>`)
	if len(pictures) != 3 || strings.Count(page, `<svg role="img" aria-label="`) != 3 || strings.Contains(page, "<img") || answers < 0 {
		t.Fatalf("of %d pictures the page has\n%s", len(pictures), page)
	}
	for i, svg := range pictures {
		if !strings.Contains(page, strings.TrimPrefix(svg, "<svg ")) {
			t.Errorf("picture %d is not on the page", i)
		}
	}
	body, _, _ := strings.Cut(told.Handout(func(lesson.Part) string { return "" }), "\n## Answers")
	if before := strings.Count(page[:answers], "<svg "); before != strings.Count(body, "![") {
		t.Errorf("%d pictures stand before the answers", before)
	}
	if linked, err := told.Page(func(p lesson.Part) string { return p.Name + ".svg" }, export.Ground{}); err != nil || !strings.Contains(linked, `<img src="chapter-2.svg" alt="Hotter">`) {
		t.Errorf("%v, linked:\n%s", err, linked)
	}
}

func TestHandoutPicturesScreenshots(t *testing.T) {
	told := tell(t, "#@ chapter a\nScreenshot first.png\nType \"t\"\nLeft\nScreenshot sub/second.png\n#@ chapter b\nRight\nScreenshot ./first.png")
	var names []string
	for _, p := range told.Parts {
		if p.Kind == lesson.Pictured {
			names = append(names, p.Name+": "+p.Command)
		}
	}
	want := "first: logitarium toy, sub/second: logitarium toy --temperature 0.95, first-2: logitarium toy"
	if got := strings.Join(names, ", "); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// FuzzTell plays whatever parses: nothing panics, and what is told can be read
// out and sent to a terminal.
func FuzzTell(f *testing.F) {
	for _, s := range []string{
		fever, walk, "Type \"q\"\nType \"logitarium toy --keep 2\"\nEnter", "Type \"logitarium\"\nBackspace 20\nEscape\nTab",
		"Type \"n\"\nDown 3\nType \"?\"\nEnter", "Type \"cc\"\nType \"f\"\nWait@1s /x/", "#@ expect screen /(.|\n)*/\nType \"p\"\nEnter\nType \"█\u202e\"\nEnter",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		parsed, err := tape.Parse("fuzz.tape", source, nil)
		if err != nil || parsed.Duration() > 20*time.Second || len(parsed.Steps) > 100 {
			return
		}
		told, _, err := lesson.Tell(parsed, setup())
		if err != nil {
			return
		}
		told.Handout(nil)
		for i, r := range told.Transcript() {
			if r != '\n' && unicode.IsControl(r) || r >= 0x2500 && r <= 0x28ff || unicode.Is(unicode.Cf, r) {
				t.Fatalf("%q is told at byte %d of\n%s", r, i, told.Transcript())
			}
		}
	})
}

// FuzzHandout holds that a text stays the text of one paragraph, whatever
// Markdown could read into it.
func FuzzHandout(f *testing.F) {
	for _, s := range []string{"a", "# h", "1. one", "12) x", "- x", "+ x", "---", "===", "> q", "<b>x</b>", "<!--", "**b**", "_i_", "`c`", "```", "~~~", "[a](b)", "![a](b)", "a\\", "&amp; &#35;", "| a | b |", "a  ", "    code", "$x$", "http://x", "![", "\\*", "<http://a>", "3 MB"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, said string) {
		telling := lesson.Telling{Title: "t", Parts: []lesson.Part{{Kind: lesson.Said, Text: said}}}
		source := []byte(telling.Handout(nil))
		doc := goldmark.New().Parser().Parse(text.NewReader(source))
		want := strings.Join(strings.Fields(viz.Clean(said).String()), " ")
		p := doc.FirstChild().NextSibling()
		if want == "" {
			if p != nil {
				t.Fatalf("nothing said, and %s", source)
			}
			return
		}
		if p == nil || p.Kind() != ast.KindParagraph || p.NextSibling() != nil {
			t.Fatalf("%q is no single paragraph:\n%s", said, source)
		}
		var b strings.Builder
		for c := p.FirstChild(); c != nil; c = c.NextSibling() {
			piece, ok := c.(*ast.Text)
			if !ok {
				t.Fatalf("%q holds a %v:\n%s", said, c.Kind(), source)
			}
			b.Write(piece.Value(source))
		}
		got := strings.ReplaceAll(unescaped(b.String()), "\u00a0", " ") // a number keeps its unit
		if got != want {
			t.Fatalf("%q is read as %q, want %q", said, got, want)
		}
	})
}

// unescaped takes the backslashes away that Markdown takes away.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// TestTellKeepsCovered: what a cover hides from the audience is not told before
// the question either.
func TestTellKeepsCovered(t *testing.T) {
	const rest = "#@ say Look.\nSleep 1s\n#@ ask \"What is it?\" | so\nSleep 1s\nType \"t\"\nLeft\n#@ say \"So.\"\nSleep 1s"
	for source, want := range map[string]bool{rest: true, "#@ cover\n" + rest: false} {
		told := false
		for _, p := range tell(t, source).Parts {
			if p.Kind == lesson.Asked {
				break
			}
			told = told || strings.HasPrefix(p.Text, "Temperature 1 leaves")
		}
		if told != want {
			t.Errorf("%q: is the sentence told before the question? %t", source, told)
		}
	}
}
