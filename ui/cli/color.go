package cli

import (
	"runtime"
	"strconv"
	"strings"

	"logitarium/ui/message"

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
func colors(flag string, terminal bool, env environ) (colorprofile.Profile, message.Text) {
	switch flag {
	case "truecolor":
		return colorprofile.TrueColor, message.Verbatim("--color")
	case "256":
		return colorprofile.ANSI256, message.Verbatim("--color")
	case "16":
		return colorprofile.ANSI, message.Verbatim("--color")
	case "none":
		return none(terminal), message.Verbatim("--color")
	}
	if env.get("NO_COLOR") != "" {
		return none(terminal), message.Verbatim("NO_COLOR")
	}
	for _, name := range []string{"CLICOLOR_FORCE", "FORCE_COLOR"} {
		if v := env.get(name); v != "" && v != "0" {
			return max(capable(env), colorprofile.ANSI), message.Verbatim(name)
		}
	}
	if env.get("CLICOLOR") == "0" {
		return none(terminal), message.Verbatim("CLICOLOR=0")
	}
	if !terminal {
		return colorprofile.NoTTY, message.New("not a terminal")
	}
	return capable(env), message.New("%s and %s", "TERM", "COLORTERM")
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

// lightGround reports whether the environment says that the terminal's ground is
// light, for those that do not tell it when they are asked, as urxvt does not. Of
// COLORFGBG, "0;15" or "0;default;15", the last number is the ground's colour; as in
// Vim, 0 to 6 and 8 are dark.
func lightGround(env environ) bool {
	fields := strings.Split(env.get("COLORFGBG"), ";")
	n, err := strconv.Atoi(fields[len(fields)-1])
	return err == nil && (n == 7 || n > 8 && n < 16)
}

// glyphs says which characters the terminal is trusted with, and why. Whether a
// font has braille can't be asked: nearly all do, or borrow it, but on the old
// console of Windows. Octants are there by choice alone.
func glyphs(flag string, env environ) (string, message.Text) {
	if flag != "auto" {
		return flag, message.Verbatim("--glyphs")
	}
	switch env.get("TERM") {
	case "linux", "dumb", "vt100", "vt102", "vt220":
		return "ascii", message.Verbatim("TERM=" + env.get("TERM"))
	}
	// The first that is set counts (POSIX). With none set nothing is known,
	// and most terminals of today do UTF-8.
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := env.get(name); v != "" {
			if v := strings.ToLower(v); strings.Contains(v, "utf-8") || strings.Contains(v, "utf8") {
				return withCurves(env), message.Verbatim(name)
			}
			return "ascii", message.New("%s=%s is not UTF-8", name, v)
		}
	}
	return withCurves(env), message.New("no locale is set")
}

// withCurves is Unicode with the dots that curves are drawn in, if they are
// likely to be seen.
func withCurves(env environ) string {
	if runtime.GOOS == "windows" && env.get("WT_SESSION") == "" {
		return "unicode"
	}
	return "braille"
}
