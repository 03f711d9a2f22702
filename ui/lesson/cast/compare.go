package cast

import (
	"fmt"
	"slices"
)

// Difference says where a recording first differs from another, in a sentence
// about it, "" if nowhere.
func (c Cast) Difference(other Cast) string {
	if d := c.Header.difference(other.Header); d != "" {
		return d
	}
	for i, e := range c.Events {
		if i == len(other.Events) {
			return fmt.Sprintf("it goes on after event %d, at %.3f s", i, e.At.Seconds())
		}
		o := other.Events[i]
		where := fmt.Sprintf("event %d, at %.3f s,", i+1, e.At.Seconds())
		switch {
		case e.At != o.At:
			return fmt.Sprintf("%s should be at %.3f s", where, o.At.Seconds())
		case e.Code != o.Code:
			return fmt.Sprintf("%s is %q, and should be %q", where, e.Code, o.Code)
		case e.Data != o.Data:
			has, should := excerpts(e.Data, o.Data)
			return fmt.Sprintf("%s has %q, and should have %q", where, has, should)
		}
	}
	if n := len(c.Events); n < len(other.Events) {
		return fmt.Sprintf("it ends after event %d; the next should be at %.3f s", n, other.Events[n].At.Seconds())
	}
	return ""
}

func (h Header) difference(o Header) string {
	switch {
	case h.Width != o.Width || h.Height != o.Height:
		return fmt.Sprintf("its terminal has %dx%d cells, and should have %dx%d", h.Width, h.Height, o.Width, o.Height)
	case h.Title != o.Title:
		return fmt.Sprintf("its title is %q, and should be %q", h.Title, o.Title)
	case h.Term != o.Term:
		return fmt.Sprintf("its terminal is %q, and should be %q", h.Term, o.Term)
	case h.Theme.Fg != o.Theme.Fg || h.Theme.Bg != o.Theme.Bg || !slices.Equal(h.Theme.Palette, o.Theme.Palette):
		return "its theme is another"
	}
	return ""
}

// excerpts cuts two texts to where they begin to differ, with a little before.
func excerpts(a, b string) (string, string) {
	const before, most = 12, 40
	x, y := []rune(a), []rune(b)
	same := 0
	for same < min(len(x), len(y)) && x[same] == y[same] {
		same++
	}
	from := max(0, same-before)
	return string(x[from:min(from+most, len(x))]), string(y[from:min(from+most, len(y))])
}
