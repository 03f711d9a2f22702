package cast

import (
	"slices"

	"logitarium/ui/message"
)

// Difference says where a recording first differs from another, in a sentence
// about it, which is empty if nowhere.
func (c Cast) Difference(other Cast) message.Text {
	if d := c.Header.difference(other.Header); !d.Empty() {
		return d
	}
	for i, e := range c.Events {
		if i == len(other.Events) {
			return message.New("it goes on after event %d, at %.3f s", i, e.At.Seconds())
		}
		o := other.Events[i]
		n, at := i+1, e.At.Seconds()
		switch {
		case e.At != o.At:
			return message.New("event %d, at %.3f s, should be at %.3f s", n, at, o.At.Seconds())
		case e.Code != o.Code:
			return message.New("event %d, at %.3f s, is %q, and should be %q", n, at, e.Code, o.Code)
		case e.Data != o.Data:
			has, should := excerpts(e.Data, o.Data)
			return message.New("event %d, at %.3f s, has %q, and should have %q", n, at, has, should)
		}
	}
	if n := len(c.Events); n < len(other.Events) {
		return message.New("it ends after event %d; the next should be at %.3f s", n, other.Events[n].At.Seconds())
	}
	return message.Text{}
}

func (h Header) difference(o Header) message.Text {
	switch {
	case h.Width != o.Width || h.Height != o.Height:
		return message.New("its terminal has %dx%d cells, and should have %dx%d", h.Width, h.Height, o.Width, o.Height)
	case h.Title != o.Title:
		return message.New("its title is %q, and should be %q", h.Title, o.Title)
	case h.Term != o.Term:
		return message.New("its terminal is %q, and should be %q", h.Term, o.Term)
	case h.Theme.Fg != o.Theme.Fg || h.Theme.Bg != o.Theme.Bg || !slices.Equal(h.Theme.Palette, o.Theme.Palette):
		return message.New("its theme is another")
	}
	return message.Text{}
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
