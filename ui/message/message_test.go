package message_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"testing"

	"logitarium/core/fault"
	"logitarium/ui/message"
)

func Example() {
	kept, mass := 3, 0.912
	cut := message.Count(kept, "Top-k keeps one token.", "Top-k keeps %d tokens.", kept)
	has := message.New("The kept ones have %.3f of the mass.", mass)
	fmt.Println(message.Join(cut, has))
	// Output: Top-k keeps 3 tokens. The kept ones have 0.912 of the mass.
}

func ExampleList() {
	fmt.Println(message.List(message.Label("view", "bars"), message.Label("view", "curve"), message.Label("view", "draws")))
	// Output: bars, curve and draws
}

func ExampleCount() {
	for n := range 3 {
		fmt.Println(message.Count(n, "one token is left", "%d tokens are left", n))
	}
	// Output:
	// 0 tokens are left
	// one token is left
	// 2 tokens are left
}

func catalogue(t *testing.T) message.Printer {
	t.Helper()
	po, err := os.ReadFile("testdata/de.po")
	if err != nil {
		t.Fatal(err)
	}
	c, err := message.Read(string(po))
	if err != nil {
		t.Fatal(err)
	}
	return message.Printer{Catalogue: c}
}

// The German is a test's: three forms of use that English does not have.
func TestPrinter(t *testing.T) {
	p := catalogue(t)
	for _, test := range []struct {
		text          message.Text
		german, plain string
	}{
		{message.New("entropy"), "Entropie", "entropy"},
		{message.New("no such message"), "no such message", "no such message"},
		{message.New("%d of %s is kept", 3, "it"), "von it bleiben 3", "3 of it is kept"}, // other order
		{message.Count(1, "one token", "%d tokens", 1), "ein Token", "one token"},
		{message.Count(5, "one token", "%d tokens", 5), "5 Tokens", "5 tokens"},
		{message.Count(0, "one token", "%d tokens", 0), "0 Tokens", "0 tokens"},
		{message.Label("knob", "draws"), "Ziehungen", "draws"},
		{message.Label("view", "draws"), "gezogen", "draws"}, // the same word, another meaning
		{message.New("draws"), "draws", "draws"},
		{message.Typed("view", "draws"), "draws gezogen", "draws"},
		{message.Typed("value", "draws"), "draws", "draws"}, // no other word
		{message.Typed("value", "top-k"), "top-k", "top-k"}, // "Top K" says no more
		{message.Verbatim("entropy %d"), "entropy %d", "entropy %d"},
		{message.New("%v: %v", message.Label("knob", "draws"), message.New("entropy")), "Ziehungen: Entropie", "draws: entropy"},
		{message.Join(message.New("entropy"), message.Text{}, message.New("entropy")), "Entropie / Entropie", "entropy entropy"},
		{message.List(message.New("entropy"), message.Verbatim("b"), message.Verbatim("c")), "Entropie, b und c", "entropy, b and c"},
		{message.Text{}, "", ""},
	} {
		if got := p.Print(test.text); got != test.german {
			t.Errorf("German of %q: %q, want %q", test.plain, got, test.german)
		}
		if got := test.text.String(); got != test.plain {
			t.Errorf("English: %q, want %q", got, test.plain)
		}
	}
}

func TestFormat(t *testing.T) {
	if got, want := fmt.Sprintf("[%-9v]", message.New("entropy")), "[entropy  ]"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A translation that takes an argument that is not there, or by another verb,
// would be seen by its reader only.
func TestMisfits(t *testing.T) {
	for name, entry := range map[string]string{
		"one more":     `msgid "%d tokens are kept"` + "\n" + `msgstr "%d %s"`,
		"another verb": `msgid "%d tokens are kept"` + "\n" + `msgstr "%s Tokens"`,
		"one less":     `msgid "%d of %d"` + "\n" + `msgstr "%d"`,
		"an index":     `msgid "%d of %s"` + "\n" + `msgstr "%[3]s %[1]d"`,
		"its place":    `msgid "%.3f of %s"` + "\n" + `msgstr "%[2]s %[1].3f"`,
		"none":         `msgid "%d of %d"` + "\n" + `msgstr "alle"`,
		"no PO file":   `{"entropy": "Entropie"}`,
	} {
		if err := message.Misfits(entry + "\n"); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for name, entry := range map[string]string{
		"another order":       `msgid "%d of %s"` + "\n" + `msgstr "%[2]s %[1]d"`,
		"twice":               `msgid "%d of %s"` + "\n" + `msgstr "%[2]s: %[1]d von %[2]s"`,
		"no percent sign":     `msgid "%d%% of %s"` + "\n" + `msgstr "%d Prozent von %s"`,
		"a percent sign more": `msgid "%d of %s"` + "\n" + `msgstr "100%%: %d von %s"`,
		"other digits":        `msgid "%.3f of %s"` + "\n" + `msgstr "%.2f von %s"`,
	} {
		if err := message.Misfits(entry + "\n"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnusedArguments(t *testing.T) {
	for _, test := range []struct {
		format message.ID
		args   []any
		want   string
	}{
		{"none", []any{1, 2}, "none"},
		{"100%% of %d", []any{1, 2}, "100% of 1"},
		{"%[2]d", []any{1, 2, 3}, "2"},
		{"%*d|", []any{3, 4, 5}, "  4|"},
		{"%.1f%%", []any{1.25, 2}, "1.2%"},
		{"%+*d|", []any{4, 5, 6}, "  +5|"},
		{"%[2]d of %[1]d", []any{1, 2, 3}, "2 of 1"},
		{"%[9]d", []any{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, "9"},
		{"50 % of it", nil, "50 % of it"},
		{"100%", nil, "100%"},
	} {
		if got := message.New(test.format, test.args...).String(); got != test.want {
			t.Errorf("%q: %q, want %q", test.format, got, test.want)
		}
	}
}

func TestErrors(t *testing.T) {
	p := catalogue(t)
	err := message.Errorf("%d of %s is kept", 3, io.ErrUnexpectedEOF)
	if got, want := p.Print(message.Of(err)), "von unexpected EOF bleiben 3"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := err.Error(), "3 of unexpected EOF is kept"; got != want {
		t.Errorf("English: %q, want %q", got, want)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
	if !message.Of(nil).Empty() {
		t.Error("no error says something")
	}
	inner := message.Errorf("entropy")
	if got, want := p.Print(message.Of(message.Errorf("x: %v", inner))), "x: Entropie"; got != want {
		t.Errorf("of an error in an error: %q, want %q", got, want)
	}
}

// A whole number in an error stands there as it was typed, or as a file has it: in
// no groups of digits.
func TestWholeNumbersInErrors(t *testing.T) {
	inner := fault.New("%d bytes", 70000)
	for want, text := range map[string]message.Text{
		"70000 bytes":         message.From(inner),
		"line 1234":           message.From(fault.New("line %d", 1234)),
		"a.gguf: 70000 bytes": message.From(fault.New("%s: %v", "a.gguf", inner)),
		"a␊b: 70000 bytes":    message.From(fault.New("%s: %v", "a\nb", fault.Errorf("%d bytes", 70000))),
	} {
		if got := text.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A text is empty if there is nothing to read, however it is put together.
func TestEmpty(t *testing.T) {
	none, some := message.Text{}, message.New("entropy")
	for _, text := range []message.Text{
		none, some, message.Verbatim(""), message.Verbatim("x"), message.New(""),
		message.Join(), message.Join(none), message.Join(some), message.Join(none, some), message.Join(some, some), message.Join(message.Join()),
		message.List(), message.List(some), message.List(some, some), message.Of(nil), message.Of(errors.Join(io.EOF)),
	} {
		if got := text.String(); text.Empty() != (got == "") {
			t.Errorf("%q: empty is %v", got, text.Empty())
		}
	}
}

// A language's form of a number is that of its size: −1 has that of 1. The
// Polish forms differ up to 4, and from 22 on again.
func TestFormsOfNegativeNumbers(t *testing.T) {
	c, err := message.Read("msgid \"\"\nmsgstr \"Plural-Forms: nplurals=3; plural=n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;\\n\"\n\n" +
		"msgid \"%d file\"\nmsgid_plural \"%d files\"\nmsgstr[0] \"plik\"\nmsgstr[1] \"pliki\"\nmsgstr[2] \"plik\u00f3w\"\n")
	if err != nil {
		t.Fatal(err)
	}
	p, seen := message.Printer{Catalogue: c}, map[string]bool{}
	for n := range 40 {
		form := p.Print(message.Count(n, "%d file", "%d files", n))
		if seen[form] = true; p.Print(message.Count(-n, "%d file", "%d files", -n)) != form {
			t.Errorf("%d and %d have different forms", n, -n)
		}
	}
	if len(seen) != 3 {
		t.Errorf("the forms are %v", seen)
	}
}

// What comes from outside in an error is one line, and keeps its bytes for the
// place that draws it.
func TestForeignTextInAnError(t *testing.T) {
	for text, want := range map[string]string{
		"a\nb\t\x1b[2J\x7f": "a␊b␉␛[2J␡",
		"\xff\x9b31m é":     "\xff\x9b31m é",
	} {
		if got := message.Of(errors.New(text)).String(); got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}

// A number that rounds to zero has no minus, whatever the verb.
func TestNoNegativeZero(t *testing.T) {
	tiny, zero := -1e-9, math.Copysign(0, -1)
	for want, got := range map[string]message.Text{
		"0.00 0":        message.New("%.2f %g", tiny, zero),
		"+0.0 and  0.0": message.New("%+.1f and %4.1f", tiny, tiny),
		"-0.01 -1e-09":  message.New("%.2f %g", -0.006, tiny),
		"3 of 4":        message.New("%.0f of %d", 3., 4),
	} {
		if got.String() != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Amounts of 1,000 and more have their digits in groups, in the width that a
// format asks for; a name or a year, which comes as a text, has none.
func TestNumbersAreGrouped(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{message.New("%d of %d", 999, 1024).String(), "999 of 1,024"},
		{message.New("%8d|%-8d|%+d", 1024, -4426, 50257).String(), "   1,024|-4,426  |+50,257"},
		{message.New("%.1f, %.0f, %g", 1498.3, 174604259328.0, 0.00025).String(), "1,498.3, 174,604,259,328, 0.00025"},
		{message.New("%05d", 1024).String(), "01024"},
		{message.New("%s, %v", "2020", message.Verbatim("50257")).String(), "2020, 50257"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// A Chinese format has a blank beside an argument for numbers and Latin letters.
// Beside a Chinese one there is none, but between a name and its value.
func TestNoBlankBetweenChineseWords(t *testing.T) {
	none, bm25 := message.Verbatim("無"), message.Verbatim("BM25")
	for _, c := range []struct {
		text message.Text
		want string
	}{
		{message.New("從 %v 變成 %v。", bm25, none), "從 BM25 變成無。"},
		{message.New("從 %v 變成 %v。", none, none), "從無變成無。"},
		{message.New("用 %v 的網路", message.Verbatim("學得的")), "用學得的的網路"},
		{message.New("%v %v", none, none), "無 無"},
		{message.New("%v  的", none), "無  的"},
		{message.New("%v: %v", none, none), "無: 無"},
		{message.New("%-4v|", none), "無   |"},
		{message.New("在 %d 段", 5), "在 5 段"},
		{message.New("在 %v 裡", message.New("%d 段", 5)), "在 5 段裡"},
		{message.New("讀 %v 的", message.Verbatim("無\xff無")), "讀無\xff無的"},
		{message.New("一個 token"), "一個 token"},
		{message.New("the file %v", message.Verbatim("a\x00 b")), "the file a\x00 b"},
	} {
		if got := c.text.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
