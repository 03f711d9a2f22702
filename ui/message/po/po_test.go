package po

import (
	"reflect"
	"strings"
	"testing"
)

const german = `# of the file
msgid ""
msgstr ""
"Language: de\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

# a remark
#: a.go:3
#: b.go
#, c-format, fuzzy
msgctxt "knob"
msgid "say \"%d\"\n"
msgstr "sage \"%d\"\n\\"

msgid "one token"
msgid_plural "%d tokens"
msgstr[0] "ein Token"
msgstr[1] "%d Tokens"

#~ msgid "no more"
#~ msgstr "nicht mehr"
`

func TestParse(t *testing.T) {
	list, err := Parse(german)
	if err != nil {
		t.Fatal(err)
	}
	want := []Entry{
		{Comments: []string{"# of the file"}, To: []string{"Language: de\nPlural-Forms: nplurals=2; plural=(n != 1);\n"}},
		{Comments: []string{"# a remark"}, At: []string{"a.go:3", "b.go"}, Flags: []string{"c-format", "fuzzy"}, About: "knob", ID: "say \"%d\"\n", To: []string{"sage \"%d\"\n\\"}},
		{ID: "one token", Many: "%d tokens", To: []string{"ein Token", "%d Tokens"}},
		{ID: "no more", To: []string{"nicht mehr"}, Gone: true},
	}
	if !reflect.DeepEqual(list, want) {
		t.Errorf("read:\n%#v\nwant:\n%#v", list, want)
	}
	var b strings.Builder
	if err := Write(&b, list); err != nil || b.String() != german {
		t.Errorf("written: %v\n%s", err, b.String())
	}
	if got := Header(list, "language"); got != "de" {
		t.Errorf("the language is %q", got)
	}
	if list[1].Translated() || !list[2].Translated() {
		t.Error("what is doubted counts, or what is not does not")
	}
}

// Other tools break long lines, and leave no blank line between entries.
func TestParseOthers(t *testing.T) {
	list, err := Parse("msgid \"\"\n\"a \"\r\n\"b\"\nmsgstr \"\"\n\"c\"\n#| msgid \"old\"\nmsgid \"d\"\nmsgstr \"\"\n\n# alone\n\nmsgid \"e\"\nmsgstr \"f\"")
	if err != nil {
		t.Fatal(err)
	}
	want := []Entry{{ID: "a b", To: []string{"c"}}, {ID: "d", To: []string{""}}, {ID: "e", To: []string{"f"}}}
	if !reflect.DeepEqual(list, want) {
		t.Errorf("read %#v", list)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"msgid entropy", `"entropy"`, "msgid \"a\nmsgstr \"b\"", `{"entropy": "Entropie"}`,
		"msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"c\"",
	} {
		if list, err := Parse(text); err == nil {
			t.Errorf("%q is read as %#v", text, list)
		}
	}
}
