package command

import (
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// Open turns the knobs of a lab as a line says, one that [Of] wrote or a person
// typed, and returns the lab's ID. It knows the labs' commands and their knobs'
// flags alone: whatever else the program or a shell could do is an error.
func Open(line string, labs []lab.Lab) (id string, err error) {
	words, err := Words(line)
	if err != nil {
		return "", err
	}
	switch {
	case len(labs) == 0:
		return "", message.Errorf("there are no labs to open")
	case len(words) == 0 || words[0] != "logitarium":
		return "", message.Errorf("a lesson opens labs and runs nothing else: write it as in logitarium %s", labs[0].Info().ID)
	case len(words) == 1:
		return labs[0].Info().ID, nil
	}
	l, err := lab.ByID(labs, words[1])
	if err != nil {
		return "", err
	}
	list, err := assignments(l, words[2:])
	if err != nil {
		return words[1], err
	}
	return words[1], lab.Turn(l, list)
}

// assignments reads flags: --name value, --name=value, and of a switch --name.
func assignments(l lab.Lab, words []string) (list []lab.Assignment, err error) {
	for i := 0; i < len(words); i++ {
		name, dashed := strings.CutPrefix(words[i], "--")
		if !dashed {
			return nil, message.Errorf("%q is no flag of %s: a knob is set with --name value", words[i], l.Info().ID)
		}
		name, value, has := strings.Cut(name, "=")
		k, _, err := lab.KnobNamed(l, name)
		if err != nil {
			return nil, err
		}
		_, isSwitch := k.Setting.(lab.Switch)
		switch {
		case has:
		case isSwitch:
			value = "on"
		case i+1 == len(words):
			return nil, message.Errorf("--%s needs a value: %v", name, k.Setting.Allowed())
		default:
			i++
			value = words[i]
		}
		list = append(list, lab.Assignment{Knob: name, Value: value})
	}
	return list, nil
}

// Words cuts a line into words as a POSIX shell does, with $'…' besides. What
// a shell would do more than that - expand, pipe, redirect - is an error.
func Words(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	inWord := false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == ' ' || c == '\t':
			if inWord {
				words = append(words, word.String())
				word.Reset()
			}
			inWord = false
			continue
		case c == '\'', c == '"':
			text, n, err := quoted(line[i:])
			if err != nil {
				return nil, err
			}
			word.WriteString(text)
			i += n - 1
		case strings.HasPrefix(line[i:], "$'"):
			text, n, err := escaped(line[i:])
			if err != nil {
				return nil, err
			}
			word.WriteString(text)
			i += n - 1
		case c == '\\' && i+1 < len(line):
			i++
			word.WriteByte(line[i])
		case strings.IndexByte("\\$`|&;<>()*?[]{}~#!\n", c) >= 0:
			return nil, message.Errorf("%q means something to a shell, and there is none here: put the text in single quotes", c)
		default:
			word.WriteByte(c)
		}
		inWord = true
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}

// quoted takes '…' or "…" from the start of s, of n bytes.
func quoted(s string) (text string, n int, err error) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == s[0]:
			return b.String(), i + 1, nil
		case s[0] == '"' && (c == '$' || c == '`'):
			return "", 0, message.Errorf("%q means something to a shell, and there is none here: put the text in single quotes", c)
		case s[0] == '"' && c == '\\' && i+1 < len(s) && strings.IndexByte(`"\$`+"`", s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", 0, message.Errorf("the quote %c is not closed", s[0])
}

// escaped takes $'…' from the start of s: the form in which [Of] writes
// what would steer a terminal, with \', \\ and bytes in octal.
func escaped(s string) (text string, n int, err error) {
	var b strings.Builder
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\'':
			return b.String(), i + 1, nil
		case c != '\\':
			b.WriteByte(c)
		case i+1 < len(s) && (s[i+1] == '\'' || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		default:
			value, digits := 0, 0
			for digits < 3 && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '7' {
				i, digits = i+1, digits+1
				value = value*8 + int(s[i]-'0')
			}
			if digits != 3 || value > 255 {
				return "", 0, message.Errorf(`after \ in $'…' come three octal digits, ' or \`)
			}
			b.WriteByte(byte(value))
		}
	}
	return "", 0, message.Errorf("the quote $' is not closed")
}
