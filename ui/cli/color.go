package cli

import (
	"runtime"
	"strings"

	"github.com/charmbracelet/colorprofile"
)

// environ is a process environment; the last setting of a name counts.
type environ []string

func (e environ) get(name string) string {
	value := ""
	for _, each := range e {
		if v, ok := strings.CutPrefix(each, name+"="); ok {
			value = v
		}
	}
	return value
}

// colors says how many colours may be written, and which rule decided. In this
// order: the flag; NO_COLOR, whatever it is set to (no-color.org);
// CLICOLOR_FORCE and FORCE_COLOR unless 0; CLICOLOR=0 (bixense.com/clicolors);
// whether it is a terminal; what TERM and COLORTERM say. The rules of the
// colorprofile package take NO_COLOR=yes for no.
func colors(flag string, terminal bool, env environ) (colorprofile.Profile, string) {
	switch flag {
	case "truecolor":
		return colorprofile.TrueColor, "--color"
	case "256":
		return colorprofile.ANSI256, "--color"
	case "16":
		return colorprofile.ANSI, "--color"
	case "none":
		return none(terminal), "--color"
	}
	if env.get("NO_COLOR") != "" {
		return none(terminal), "NO_COLOR"
	}
	for _, name := range []string{"CLICOLOR_FORCE", "FORCE_COLOR"} {
		if v := env.get(name); v != "" && v != "0" {
			return max(capable(env), colorprofile.ANSI), name
		}
	}
	if env.get("CLICOLOR") == "0" {
		return none(terminal), "CLICOLOR=0"
	}
	if !terminal {
		return colorprofile.NoTTY, "not a terminal"
	}
	return capable(env), "TERM and COLORTERM"
}

// none is no colour, but bold and underlined where there is a terminal.
func none(terminal bool) colorprofile.Profile {
	if terminal {
		return colorprofile.ASCII
	}
	return colorprofile.NoTTY
}

// capable is what the environment says of the terminal. It asks no other
// program: inside tmux that is 256 colours, more by flag.
func capable(env environ) colorprofile.Profile {
	asked := []string{
		"TERM=" + env.get("TERM"), "COLORTERM=" + env.get("COLORTERM"),
		"WT_SESSION=" + env.get("WT_SESSION"),
	}
	if !drawsScreens(env) {
		return colorprofile.NoTTY
	}
	return max(colorprofile.Env(asked), colorprofile.Terminfo(env.get("TERM")))
}

// drawsScreens reports whether the terminal can move its cursor at all.
// Windows has terminals without a TERM.
func drawsScreens(env environ) bool {
	term := env.get("TERM")
	return term != "dumb" && (term != "" || runtime.GOOS == "windows")
}

// glyphs says which characters the terminal is trusted with, and why: "ascii"
// or "unicode".
func glyphs(flag string, env environ) (string, string) {
	if flag != "auto" {
		return flag, "--glyphs"
	}
	switch env.get("TERM") {
	case "linux", "dumb", "vt100", "vt102", "vt220":
		return "ascii", "TERM=" + env.get("TERM")
	}
	// The first that is set counts (POSIX). With none set nothing is known,
	// and most terminals of today do UTF-8.
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := env.get(name); v != "" {
			if v := strings.ToLower(v); strings.Contains(v, "utf-8") || strings.Contains(v, "utf8") {
				return "unicode", name
			}
			return "ascii", name + "=" + v + " is not UTF-8"
		}
	}
	return "unicode", "no locale is set"
}
