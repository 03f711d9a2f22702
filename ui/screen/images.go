package screen

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"
	"slices"
	"strings"

	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/kitty"
)

// sent is an image that the terminal has, under a number.
type sent struct {
	hash   uint64
	number uint32
}

// transmission is what sends images: what is written, and which are then there.
type transmission struct {
	text    string
	images  []sent
	cleared int // how often the terminal had lost all
}

// String is what is written to the terminal.
func (t transmission) String() string { return t.text }

// kept is how many images the terminal keeps besides those of the frame: for
// who turns back to the picture before.
const kept = 4

// Send sends the images of a frame that the terminal does not have, and deletes
// those it needs no longer. While some are under way no others are: when they
// have arrived, it is asked again, with the frame of then.
func (s *Screen) Send(g viz.Grid) tea.Cmd {
	if s.state != on || s.sending {
		return nil
	}
	var missing []viz.Picture
	used := 0
	for _, p := range g.Pictures() {
		if i := s.index(p.Hash); i >= 0 {
			image := s.sent[i]
			s.sent = append(slices.Delete(s.sent, i, i+1), image)
			used++
		} else if !slices.ContainsFunc(missing, func(m viz.Picture) bool { return m.Hash == p.Hash }) {
			missing = append(missing, p)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	var text strings.Builder
	for len(s.sent) > kept+used {
		text.WriteString(forget(s.sent[0].number))
		s.sent = s.sent[1:]
	}
	var images []sent
	for _, p := range missing {
		images = append(images, sent{p.Hash, s.number(p.Hash, images)})
	}
	s.sending = true
	cleared := s.cleared
	return func() tea.Msg { // beside the program: no key waits for it
		for i, p := range missing {
			text.WriteString(transmit(p, images[i].number))
		}
		return tea.RawMsg{Msg: transmission{text.String(), images, cleared}}
	}
}

func (s *Screen) index(hash uint64) int {
	return slices.IndexFunc(s.sent, func(i sent) bool { return i.hash == hash })
}

// number returns one that no image has, nor any of some more: 24 bits, which
// is what a colour has room for.
func (s *Screen) number(hash uint64, more []sent) uint32 {
	const most = 1<<24 - 1
	for n := uint32(hash % most); ; n = (n + 1) % most {
		has := func(i sent) bool { return i.number == n+1 }
		if !slices.ContainsFunc(s.sent, has) && !slices.ContainsFunc(more, has) {
			return n + 1
		}
	}
}

// arrived takes what was written.
func (s *Screen) arrived(t transmission) {
	if t.cleared != s.cleared {
		return
	}
	s.sending = false
	s.sent = append(s.sent, t.images...)
}

// Content is a frame as it is written, with the places of the images that the
// terminal has.
func (s *Screen) Content(g viz.Grid) string {
	if s.state != on || len(g.Pictures()) == 0 {
		return g.String()
	}
	return g.Placed(func(p viz.Picture) (uint32, bool) {
		i := s.index(p.Hash)
		if i < 0 {
			return 0, false
		}
		return s.sent[i].number, true
	}).String()
}

// Sending reports whether images are under way.
func (s *Screen) Sending() bool { return s.state == on && s.sending }

// Whole reports whether the terminal has all images of a frame. Where none are
// shown, there is none missing.
func (s *Screen) Whole(g viz.Grid) bool {
	return s.state != on || !slices.ContainsFunc(g.Pictures(), func(p viz.Picture) bool { return s.index(p.Hash) < 0 })
}

// Leave deletes all images: the terminal is somebody else's from now on.
func (s *Screen) Leave() tea.Cmd {
	var text strings.Builder
	for _, i := range s.sent {
		text.WriteString(forget(i.number))
	}
	s.sent = nil
	if text.Len() == 0 {
		return nil
	}
	return tea.Raw(text.String())
}

// forget deletes an image and its data, without an answer.
func forget(number uint32) string {
	return ansi.KittyGraphics(nil, "a=d", "d=I", fmt.Sprintf("i=%d", number), "q=2")
}

// transmit sends an image, without an answer, to be placed by placeholders over
// the cells of the picture.
func transmit(p viz.Picture, number uint32) string {
	var data bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := e.Encode(&data, p.Image()); err != nil {
		panic(err) // of a buffer in memory, and an image of some size
	}
	payload := make([]byte, base64.StdEncoding.EncodedLen(data.Len()))
	base64.StdEncoding.Encode(payload, data.Bytes())
	var out strings.Builder
	options := []string{"a=T", "U=1", "t=d", "f=100", fmt.Sprintf("i=%d", number), fmt.Sprintf("c=%d", p.W), fmt.Sprintf("r=%d", p.H), "q=2"}
	for len(payload) > kitty.MaxChunkSize {
		out.WriteString(ansi.KittyGraphics(payload[:kitty.MaxChunkSize], append(options, "m=1")...))
		payload, options = payload[kitty.MaxChunkSize:], []string{"q=2"}
	}
	out.WriteString(ansi.KittyGraphics(payload, append(options, "m=0")...))
	return out.String()
}
