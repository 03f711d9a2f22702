package command

import (
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
)

func TestOf(t *testing.T) {
	for _, c := range []struct {
		set  map[string]string
		want string
	}{
		{nil, "logitarium toy"},
		{map[string]string{"temperature": "0.7"}, "logitarium toy --temperature 0.7"},
		{map[string]string{"temperature": "0.7", "log": "on", "order": "alphabet"},
			"logitarium toy --temperature 0.7 --order alphabet --log=on"},
		{map[string]string{"prompt": "it's $HOME; rm"}, `logitarium toy --prompt 'it'\''s $HOME; rm'`},
		{map[string]string{"prompt": ""}, "logitarium toy --prompt ''"},
		{map[string]string{"prompt": "-x"}, "logitarium toy --prompt=-x"},
		{map[string]string{"prompt": "日本"}, "logitarium toy --prompt '日本'"},
		{map[string]string{"prompt": "a\x1b[31m\n\xff'\\"}, `logitarium toy --prompt $'a\033[31m\012\377\'\\'`},
		{map[string]string{"view": "list"}, "logitarium toy --view list"},
	} {
		l := toy.New()
		for _, k := range lab.Knobs(l) {
			if v, ok := c.set[k.Name]; ok {
				if err := k.Setting.Set(v); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := Of(l); got != c.want {
			t.Errorf("%v gives %s, want %s", c.set, got, c.want)
		}
	}
}

// TestQuote lets a shell read back what was quoted.
func TestQuote(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash to ask: ", err)
	}
	texts := []string{"", "a", "a b", "'", "''x", `\`, "$(id)", "`id`", "!x", "~", "*", "#", "a\nb", "\x01\x7f", "\xff\xfe1", "é1", "\u202e12", "\x1b9", "=ls", "{a,b}"}
	var script strings.Builder
	for _, s := range texts {
		script.WriteString("printf '%s\\0' " + quote(s) + "\n")
	}
	out, err := exec.Command(bash, "-c", script.String()).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(out), strings.Join(texts, "\x00")+"\x00"; got != want {
		t.Errorf("bash reads %q, want %q", got, want)
	}
}

// What would steer a terminal, is not seen or breaks a line never stands in a
// command as it is.
func TestQuoteLeavesNothingThatSteers(t *testing.T) {
	n := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			if n++; strings.ContainsRune(quote("a"+string(r)+"b"), r) {
				t.Errorf("%U stands in a command", r)
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d characters were tried", n)
	}
}
