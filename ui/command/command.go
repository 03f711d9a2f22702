// Package command writes a lab's state as one line of the command line, and
// reads such lines. What it reads can open labs and turn knobs, and nothing else.
package command

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"logitarium/ui/lab"
)

// Opened is what a command line opened besides what the knobs say: files of the
// user, which decide what is seen. Their paths are absolute, so that a command
// with them means the same in every folder. The zero value is the built-in
// model.
type Opened struct {
	Model   string            // the folder of --model
	Server  Endpoint          // of --endpoint
	Weights string            // the value of --weights, where that is not its default
	Exact   bool              // --exact
	Only    []string          // --only: the knobs that are not locked
	Folders map[string]string // that a knob was given: its value, and the path
}

// Endpoint is where a model behind an endpoint is. Its key is none of it.
type Endpoint struct {
	URL, Model, KeyFile string
	Shown               string // what the model is called on screen
}

// Of returns the command that opens this screen on the built-in model,
// quoted for a POSIX shell: the knobs that differ from their defaults, in
// screen order. It is for what is shared, as lessons are: no path is added.
func Of(l lab.Lab) string { return Opened{}.Of(l) }

// Of returns the command that opens exactly this screen here.
func (o Opened) Of(l lab.Lab) string {
	words := o.opening(l.Info().ID)
	reads := ""
	if r, ok := l.(lab.Collector); ok {
		reads = r.Reads()
	}
	for _, k := range lab.Knobs(l) {
		value := k.Setting.String()
		// A value from when the range was wider is not what is seen now, and a
		// command with it would be refused.
		if !k.Setting.Changed() || k.Setting.Set(value) != nil {
			continue
		}
		if path, ok := o.Folders[value]; ok && k.Name == reads {
			value = path
		}
		if _, isSwitch := k.Setting.(lab.Switch); isSwitch { // takes its value with = only
			words = append(words, "--"+k.Name+"="+quote(value))
			continue
		}
		words = append(words, flagWith(k.Name, value))
	}
	return strings.Join(words, " ")
}

// OfMap returns the command that opens the map here.
func (o Opened) OfMap() string { return strings.Join(o.opening(), " ") }

// opening is the program's name and the words that follow it, then the flags
// that decide on which model it looks.
func (o Opened) opening(more ...string) []string {
	words := append([]string{"logitarium"}, more...)
	if o.Model != "" {
		words = append(words, flagWith("model", o.Model))
	}
	for _, f := range [][2]string{{"endpoint", o.Server.URL}, {"endpoint-model", o.Server.Model}, {"endpoint-key-file", o.Server.KeyFile}} {
		if f[1] != "" {
			words = append(words, flagWith(f[0], f[1]))
		}
	}
	if o.Weights != "" {
		words = append(words, flagWith("weights", o.Weights))
	}
	if o.Exact {
		words = append(words, "--exact")
	}
	if len(o.Only) > 0 {
		words = append(words, flagWith("only", strings.Join(o.Only, ",")))
	}
	return words
}

// flagWith is a flag and its value. One that begins with - must not be taken
// for another flag.
func flagWith(name, value string) string {
	if strings.HasPrefix(value, "-") {
		return "--" + name + "=" + quote(value)
	}
	return "--" + name + " " + quote(value)
}

// quote makes one word of any text for sh, bash, zsh: bare if it can be, in
// single quotes, or, when something in it would steer a terminal or is no
// text, in $'…' with escapes.
func quote(s string) string {
	const bare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,:=+@%"
	switch {
	case s != "" && strings.Trim(s, bare) == "":
		return s
	case utf8.ValidString(s) && strings.IndexFunc(s, steers) < 0:
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteString("$'")
	for i, r := range s {
		size := utf8.RuneLen(r)
		invalid := r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD")
		switch {
		case invalid:
			fmt.Fprintf(&b, `\%03o`, s[i])
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case steers(r):
			for _, c := range []byte(s[i : i+size]) {
				fmt.Fprintf(&b, `\%03o`, c)
			}
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + "'"
}

// steers reports whether a rune is a control, or invisible, or breaks a line.
func steers(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}
