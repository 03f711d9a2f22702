package viz

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks text into lines of at most width cells: at blanks, between wide
// characters (but not before closing punctuation), and inside a word only if
// it is longer than a line. Newlines end a line. A wide character in a single
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
	var line, word strings.Builder // the words that fit; the one being read
	lineWidth, wordWidth := 0, 0
	commit := func() {
		line.WriteString(word.String())
		lineWidth += wordWidth
		word.Reset()
		wordWidth = 0
	}
	end := func() {
		lines = append(lines, Safe{strings.TrimRight(line.String(), " ")})
		line.Reset()
		lineWidth = 0
	}
	wasWide := false
	for text != "" {
		var c string
		var w int
		c, w, text = nextCluster(text)
		if w > width {
			c, w = "?", 1
		}
		if (w == 2 || wasWide) && !closing(c) {
			commit()
		}
		wasWide = w == 2
		if c == " " {
			commit()
			if lineWidth < width { // else the blank is the break
				line.WriteString(c)
				lineWidth++
			}
			continue
		}
		for lineWidth+wordWidth+w > width {
			if strings.Trim(line.String(), " ") == "" {
				commit() // a word longer than the line
			}
			end()
		}
		word.WriteString(c)
		wordWidth += w
	}
	commit()
	end()
	return lines
}

// closing reports whether a line must not begin with a character.
func closing(c string) bool {
	r, _ := utf8.DecodeRuneInString(c)
	return strings.ContainsRune("、。，．！？：；）」』】》〉…!?,.:;)]}'\"%", r)
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
