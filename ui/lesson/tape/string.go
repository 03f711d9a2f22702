package tape

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// String writes the tape so that parsing it again gives the same tape, save
// for the positions: a sourced tape stands in the place of its Source.
func (t *Tape) String() string {
	var b strings.Builder
	if t.Title != "" {
		fmt.Fprintf(&b, "#@ title %s\n", quoteLine(t.Title))
	}
	if t.Lang != "" {
		fmt.Fprintf(&b, "#@ lang %s\n", t.Lang)
	}
	if t.Size != (Size{}) {
		fmt.Fprintf(&b, "#@ size %v\n", t.Size)
	}
	if t.HasSeed {
		fmt.Fprintf(&b, "#@ seed %d\n", t.Seed)
	}
	if t.Model != "" {
		fmt.Fprintf(&b, "#@ model %s\n", t.Model)
	}
	for _, s := range t.Steps {
		b.WriteString(s.String())
		b.WriteByte('\n')
	}
	return b.String()
}

// String writes the step as a line of a tape, a question with forms of its
// answer as two.
func (s Step) String() string {
	own := ""
	if s.OwnTime && s.Kind != Sleep {
		own = "@" + durationText(s.Time)
	}
	switch s.Kind {
	case Key:
		return s.keyString(own)
	case Type:
		return "Type" + own + " " + quote(s.Text)
	case Sleep:
		return "Sleep " + durationText(s.Time)
	case Wait:
		scope, pattern := "", ""
		if s.Screen {
			scope = "+Screen"
		}
		if s.OwnPattern {
			pattern = " /" + s.Pattern.String() + "/"
		}
		return "Wait" + scope + own + pattern
	case Hide, Show:
		return string(s.Kind)
	case Screenshot, Output:
		return string(s.Kind) + " " + quote(s.Text)
	case Set:
		return "Set " + s.Name + " " + s.valueString()
	case Pause, Await, Cover:
		return "#@ " + string(s.Kind)
	case Ask:
		line := "#@ ask " + quoteLine(s.Text) + " | " + quoteLine(s.Answer)
		if s.Right != nil || s.Wrong != nil {
			line += "\n" + s.answers()
		}
		return line
	case Expect:
		if s.Pattern != nil {
			return "#@ expect screen /" + s.Pattern.String() + "/"
		}
		return "#@ expect " + s.Name + " " + s.Op + " " + s.Text
	}
	return "#@ " + string(s.Kind) + " " + quoteLine(s.Text)
}

// answers writes the forms of a question's answer.
func (s Step) answers() string {
	var forms []string
	for _, f := range s.Right {
		forms = append(forms, quoteLine(f))
	}
	for _, f := range s.Wrong {
		forms = append(forms, "!"+quoteLine(f))
	}
	return "#@ answer " + strings.Join(forms, " | ")
}

func (s Step) keyString(own string) string {
	var b strings.Builder
	for _, m := range []struct {
		held bool
		name string
	}{{s.Ctrl, "Ctrl+"}, {s.Alt, "Alt+"}, {s.Shift, "Shift+"}} {
		if m.held {
			b.WriteString(m.name)
		}
	}
	b.WriteString(s.Key + own)
	if s.Count != 1 {
		b.WriteString(" " + strconv.Itoa(s.Count))
	}
	return b.String()
}

// valueString writes a setting's value in the shape that its setting takes.
func (s Step) valueString() string {
	for _, is := range settings {
		if is.name != s.Name {
			continue
		}
		switch is.value {
		case numberValue, speedValue, percentValue, timeValue, switchValue:
			return s.Text
		case themeValue:
			if strings.HasPrefix(s.Text, "{") && strings.IndexByte(s.Text, '}') == len(s.Text)-1 {
				return s.Text
			}
		}
	}
	return quote(s.Text)
}

// quote writes a text in quotes. A tape has no escapes: a text with all three
// quotes came from several texts, joined by spaces, and becomes several again.
func quote(text string) string {
	var all []string
	start, seen := 0, "" // of the piece being gathered; the quotes in it
	for end := 0; end <= len(text); {
		word, _, _ := strings.Cut(text[end:], " ")
		with := quotesIn(seen + word)
		if len(with) == len(quotes) && end > start {
			all = append(all, quoteLine(text[start:end-1]))
			start, with = end, quotesIn(word)
		}
		seen = with
		end += len(word) + 1
	}
	return strings.Join(append(all, quoteLine(text[start:])), " ")
}

// quotes are what a text can stand in, the usual one first.
const quotes = "\"`'"

// quotesIn returns the quotes that a text holds.
func quotesIn(text string) string {
	var in string
	for _, q := range quotes {
		if strings.ContainsRune(text, q) {
			in += string(q)
		}
	}
	return in
}

// quoteLine writes a text in a quote that it doesn't hold, or bare if it holds
// all of them: only in a directive can it.
func quoteLine(text string) string {
	for _, q := range quotes {
		if !strings.ContainsRune(text, q) {
			return string(q) + text + string(q)
		}
	}
	return text
}

// durationText writes a time in seconds if they are whole, else in milliseconds.
func durationText(d time.Duration) string {
	if d%time.Second == 0 {
		return strconv.FormatInt(int64(d/time.Second), 10) + "s"
	}
	return strconv.FormatFloat(float64(d)/float64(time.Millisecond), 'f', -1, 64) + "ms"
}
