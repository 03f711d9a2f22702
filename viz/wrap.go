package viz

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Wrap breaks text into lines of at most width cells: at blanks, between wide
// characters, and inside a word only if it is longer than a line. No line
// begins with closing punctuation or ends with an opening bracket, and what
// belongs together stays on one line if that is wide enough: a number and its
// unit (11.3 %), its sign (= 3), what it is out of (3 of 8) or the character
// that counts (12 個, 第 2 對). Newlines end a line. A wide character in a single
// column becomes '?'. It returns nil if width < 1 or the text is empty.
func Wrap(text Safe, width int) []Safe {
	if width < 1 || text.s == "" {
		return nil
	}
	var lines []Safe
	for paragraph := range strings.SplitSeq(text.s, "\n") {
		lines = wrapParagraph(lines, paragraph, width)
	}
	return lines
}

func wrapParagraph(lines []Safe, text string, width int) []Safe {
	var line, word []byte // what fits; the word that is being read
	lineWidth, wordWidth := 0, 0
	tie, tieWidth := 0, 0 // the last blank in the word, if any: its place in bytes and in cells
	commit := func() {
		line, word = append(line, word...), word[:0]
		lineWidth, wordWidth, tie = lineWidth+wordWidth, 0, 0
	}
	end := func() {
		lines = append(lines, Safe{strings.TrimRight(string(line), " ")})
		line, lineWidth = line[:0], 0
	}
	before := "" // the character before
	wasWide := false
	for rest := text; rest != ""; {
		read, from := text[:len(text)-len(rest)], rest
		var c string
		var w int
		c, w, rest = nextCluster(rest)
		if w > width {
			c, w = "?", 1
		}
		isWide := w == 2
		switch {
		case c == " " && wordWidth+1 < width && tied(read, rest):
			tie, tieWidth = len(word), wordWidth
		case c == " ":
			commit()
			if lineWidth < width { // else the blank is the break
				line = append(line, ' ')
				lineWidth++
			}
			before, wasWide = c, false
			continue
		case (isWide || wasWide) && !closing(c) && !opening(before) && !counts(before, from):
			commit()
		}
		if c != " " {
			before, wasWide = c, isWide
		}
		for lineWidth+wordWidth+w > width {
			switch bare := strings.Trim(string(line), " ") == ""; {
			case bare && tie > 0 && tie < len(word): // the line is too short for both
				line = append(line, word[:tie]...)
				word = append(word[:0], word[tie+1:]...)
				wordWidth, tie = wordWidth-tieWidth-1, 0
			case bare:
				commit() // a word longer than the line
			}
			end()
		}
		word = append(word, c...)
		wordWidth += w
	}
	commit()
	end()
	return lines
}

// closing reports whether a line must not begin with a character.
func closing(c string) bool {
	return strings.ContainsRune("、。，．！？：；）」』】》〉…％”’·!?,.:;)]}'\"%", first(c))
}

// opening reports whether a line must not end with a character, when what
// follows could stand on the next one.
func opening(c string) bool {
	return strings.ContainsRune("（「『《〈【“‘([{#$≥≤≈−", first(c))
}

// counts reports whether a number and a Chinese character meet between what was
// read and the text that follows: a digit before its counter, or 第 before its
// number, with a blank between them or none.
func counts(before, text string) bool {
	after := first(strings.TrimPrefix(text, " "))
	switch {
	case first(before) == '第':
		return isDigit(after)
	case before == " " || !isDigit(first(before)):
		return false
	}
	return unicode.Is(unicode.Han, after) && after != '第'
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// Paragraph draws wrapped text from the top left. When the room ends first,
// the last line says so with an ellipsis.
func Paragraph(size Size, t Theme, text Safe, st Style) Grid {
	g := t.Grid(size)
	lines := Wrap(t.Show(text), g.W)
	for y, line := range lines {
		if y == g.H-1 && y < len(lines)-1 {
			line = Safe{line.s + t.glyphs().ellipsis}.cut(g.W, t.glyphs().ellipsis)
		}
		g.Text(0, y, line, st)
	}
	return g
}
