package screen

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// terminal is one that knows the Kitty graphics protocol: it answers, and
// decodes what it is sent.
type terminal struct {
	t        *testing.T
	name     string // "" for one that does not say
	graphics string // what it answers to the query of the protocol; "" for nothing
	cell     viz.Size

	images  map[string]image.Image // by number
	open    string                 // options of an image that is not whole
	payload strings.Builder
	sent    int // images
}

var graphics = regexp.MustCompile(`\x1b_G([^;\x1b]*)(?:;([^\x1b]*))?\x1b\\`)

// write takes output and returns the answers, as messages.
func (k *terminal) write(text string) (answers []tea.Msg) {
	if strings.Contains(text, ansi.RequestNameVersion) && k.name != "" {
		answers = append(answers, tea.TerminalVersionMsg{Name: k.name})
	}
	for _, m := range graphics.FindAllStringSubmatch(text, -1) {
		if strings.Contains(m[1], "a=q") {
			if k.graphics != "" {
				answers = append(answers, uv.KittyGraphicsEvent{Payload: []byte(k.graphics)})
			}
			continue
		}
		k.image(m[1], m[2])
	}
	if strings.Contains(text, cellQuery) && k.cell.W > 0 {
		answers = append(answers, uv.CellSizeEvent{Width: k.cell.W, Height: k.cell.H})
	}
	if strings.Contains(text, ansi.RequestPrimaryDeviceAttributes) {
		answers = append(answers, uv.PrimaryDeviceAttributesEvent{62})
	}
	return answers
}

// image takes a chunk of an image, or deletes one.
func (k *terminal) image(options, payload string) {
	k.t.Helper()
	number := regexp.MustCompile(`\bi=(\d+)`).FindStringSubmatch(options)
	if strings.Contains(options, "a=d") {
		if k.images[number[1]] == nil {
			k.t.Errorf("image %s is deleted, and there is none", number[1])
		}
		delete(k.images, number[1])
		return
	}
	if len(payload) > 4096 {
		k.t.Errorf("a chunk of %d bytes", len(payload))
	}
	if strings.Contains(options, "a=T,U=1,t=d,f=100") {
		k.open = number[1]
		k.payload.Reset()
		k.sent++
	}
	k.payload.WriteString(payload)
	if strings.Contains(options, "m=1") {
		return
	}
	data, err := base64.StdEncoding.DecodeString(k.payload.String())
	if err != nil {
		k.t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		k.t.Fatal(err)
	}
	if k.images == nil {
		k.images = map[string]image.Image{}
	}
	k.images[k.open] = img
}

// run does what commands ask for, and what follows from it, except to wait.
func run(s *Screen, k *terminal, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		run(s, k, msg[0]) // the second one is the end of patience
	case tea.RawMsg:
		text, ok := msg.Msg.(string)
		if !ok {
			text = msg.Msg.(transmission).String()
		}
		next, _ := s.Update(msg)
		run(s, k, next)
		for _, answer := range k.write(text) {
			next, _ := s.Update(answer)
			run(s, k, next)
		}
	}
}

// shows returns a screen on a terminal that shows images.
func shows(t *testing.T) (*Screen, *terminal) {
	s := New(Pixels{})
	k := &terminal{t: t, name: "kitty(0.40.0)", graphics: "OK", cell: viz.Size{W: 7, H: 15}}
	run(&s, k, s.Init())
	if s.Cell() != k.cell || !s.Fast() {
		t.Fatalf("no images: %v", s.Found())
	}
	return &s, k
}

// heat is a frame with a heatmap; another shift is another picture.
func heat(s *Screen, shift float64) (viz.Grid, viz.HeatMap, viz.Theme) {
	m := viz.HeatMap{Cols: 120, Scale: viz.Diverging, Range: &[2]float64{-1, 1}, Bare: true}
	for i := range 120 * 90 {
		m.Values = append(m.Values, math.Sin(float64(i/120)/math.Pow(10, float64(i%120)/60)+shift))
	}
	theme := viz.Dark()
	theme.Pixels = s.Cell()
	return viz.Heat(viz.Size{W: 60, H: 15}, theme, m), m, theme
}

// What the terminal is asked depends on what it has said, and only one that
// knows placeholders is asked for the graphics protocol.
func TestImagesAreShownOnlyOnTheTerminalsWord(t *testing.T) {
	cell := viz.Size{W: 8, H: 16}
	for found, c := range map[string]struct {
		k      terminal
		pixels Pixels
		asked  bool // for graphics
	}{
		"on: kitty(0.40.0) has the Kitty graphics protocol; a cell is 8 x 16 pixels": {terminal{name: "kitty(0.40.0)", graphics: "OK", cell: cell}, Pixels{}, true},
		"on: Ghostty 1.2 has the Kitty graphics protocol; a cell is 8 x 16 pixels":   {terminal{name: "Ghostty 1.2", graphics: "OK", cell: cell}, Pixels{}, true},
		"on: other has the Kitty graphics protocol; a cell is 8 x 16 pixels":         {terminal{name: "other", graphics: "OK", cell: cell}, Pixels{Unnamed: true}, true},
		"off: WezTerm 2026 is not known to place images in cells":                    {terminal{name: "WezTerm 2026", graphics: "OK", cell: cell}, Pixels{}, false},
		"off: kitty(0.27.1) is not known to place images in cells":                   {terminal{name: "kitty(0.27.1)", graphics: "OK", cell: cell}, Pixels{}, false},
		"off: kitty is not known to place images in cells":                           {terminal{name: "kitty", graphics: "OK", cell: cell}, Pixels{}, false},
		"on: kitty(1.0.0) has the Kitty graphics protocol; a cell is 8 x 16 pixels":  {terminal{name: "kitty(1.0.0)", graphics: "OK", cell: cell}, Pixels{}, true},
		"off: tmux 3.4 is not known to place images in cells":                        {terminal{name: "tmux 3.4", graphics: "OK", cell: cell}, Pixels{}, false},
		"off: ␛[31mkitty is not known to place images in cells":                      {terminal{name: "\x1b[31mkitty", graphics: "OK", cell: cell}, Pixels{}, false},
		"off: the terminal does not say its name":                                    {terminal{graphics: "OK", cell: cell}, Pixels{}, false},
		"off: the terminal does not know the Kitty graphics protocol":                {terminal{name: "kitty(0.28.0)", graphics: "EINVAL", cell: cell}, Pixels{}, true},
		"off: the terminal does not say how large a cell is":                         {terminal{name: "kitty(0.28.0)", graphics: "OK"}, Pixels{}, true},
		"off: --pixels off": {terminal{name: "kitty(0.28.0)", graphics: "OK", cell: cell}, Pixels{Not: message.Verbatim("--pixels off")}, false},
	} {
		c.k.t = t
		s := New(c.pixels)
		var output []string
		record := func(cmd tea.Cmd) tea.Cmd {
			return func() tea.Msg {
				msg := cmd()
				if raw, ok := msg.(tea.BatchMsg)[0]().(tea.RawMsg); ok {
					output = append(output, raw.Msg.(string))
				}
				return msg
			}
		}
		cmd := record(s.Init())
		for range 2 {
			batch := cmd().(tea.BatchMsg)
			var next tea.Cmd
			for _, answer := range c.k.write(batch[0]().(tea.RawMsg).Msg.(string)) {
				if cmd, _ := s.Update(answer); cmd != nil {
					next = cmd
				}
			}
			if next == nil {
				break
			}
			cmd = record(next)
		}
		if got := s.Found().String(); got != found {
			t.Errorf("%q, not %q", got, found)
		}
		if asked := strings.Contains(strings.Join(output, ""), "\x1b_G"); asked != c.asked {
			t.Errorf("%s: asked for graphics: %v", found, asked)
		}
		if !s.Fast() {
			t.Errorf("%s: answered, and not in time", found)
		}
	}
}

// A terminal that does not answer in time shows no images, even if it says
// later that it could.
func TestLateAnswers(t *testing.T) {
	s := New(Pixels{})
	k := &terminal{t: t, name: "kitty(0.28.0)", graphics: "OK", cell: viz.Size{W: 8, H: 16}}
	s.Init()
	s.Update(late{s.question})
	for _, answer := range k.write(nameQuery + graphicsQuery) {
		if cmd, changed := s.Update(answer); cmd != nil || changed {
			t.Errorf("%T is heard", answer)
		}
	}
	if s.Fast() || s.Cell() != (viz.Size{}) || s.Found().String() != "off: the terminal did not answer in time" {
		t.Error(s.Found())
	}
	on, _ := shows(t)
	on.Update(late{on.question})
	if on.Cell() == (viz.Size{}) {
		t.Error("the end of the patience with an answered question is heard")
	}
}

// The speed of a link is judged again every fifty keys, and changes no images.
func TestSpeedIsJudgedAgain(t *testing.T) {
	s, k := shows(t)
	press := func(n int) (asked int) {
		for range n {
			if cmd, changed := s.Update(tea.KeyPressMsg{Code: 'a'}); cmd != nil {
				asked++
			} else if changed {
				t.Error("a key changes the frame")
			}
		}
		return asked
	}
	if n := press(49); n != 0 {
		t.Errorf("asked %d times in 49 keys", n)
	}
	if n := press(1); n != 1 || !s.Fast() {
		t.Errorf("asked %d times at the fiftieth key, fast %t", n, s.Fast())
	}
	s.Update(late{s.question - 1})
	if !s.Fast() {
		t.Error("the end of the patience with an older question is heard")
	}
	s.Update(late{s.question})
	if s.Fast() || s.Cell() != k.cell {
		t.Errorf("a late answer: fast %t, cells of %v", s.Fast(), s.Cell())
	}
	s.Update(uv.PrimaryDeviceAttributesEvent{62}) // it comes in the end
	if s.Fast() {
		t.Error("an answer that came too late makes a link fast")
	}
	press(50)
	if s.Update(uv.PrimaryDeviceAttributesEvent{62}); !s.Fast() {
		t.Error("a link that answers in time again stays slow")
	}
	var unasked Screen
	if cmd, _ := unasked.Update(tea.KeyPressMsg{Code: 'a'}); cmd != nil || unasked.Asked() || !s.Asked() {
		t.Error("a terminal that must not be asked is")
	}
}

// The image that the terminal has, pixel by pixel, is the heatmap's values in
// its colours, at the place that the cells give it.
func TestStreamDecodes(t *testing.T) {
	s, k := shows(t)
	g, m, theme := heat(s, 0)
	if strings.ContainsRune(s.Content(g), 0x10eeee) {
		t.Error("placeholders of an image that was not sent")
	}
	run(s, k, s.Send(g))
	content := s.Content(g)
	if len(k.images) != 1 || strings.Count(content, "\U0010eeee") != 60*15 {
		t.Fatalf("%d images, %d cells", len(k.images), strings.Count(content, "\U0010eeee"))
	}
	for _, img := range k.images {
		if img.Bounds() != image.Rect(0, 0, 60*7, 15*15) {
			t.Fatal(img.Bounds())
		}
		for y := range 15 * 15 {
			for x := range 60 * 7 {
				v := m.Values[y*30*3/(15*15)*120+x*2/7] // 3 values to a dot, and 2
				at := min(int((v+1)/2*float64(len(theme.Diverging))), len(theme.Diverging)-1)
				want := theme.Diverging[at]
				r, g, b, a := img.At(x, y).RGBA()
				if got := viz.RGB(uint8(r>>8), uint8(g>>8), uint8(b>>8)); got != want || a != 0xffff {
					t.Fatalf("pixel %d, %d is %06x, not %06x", x, y, got&0xffffff, want&0xffffff)
				}
			}
		}
	}
	t.Logf("%d bytes for an image of %d x %d pixels, %d for its frame", k.payload.Len(), 60*7, 15*15, len(content))
}

// An image is sent once, kept for a while, and deleted then and at the end.
func TestImagesAreSentOnce(t *testing.T) {
	s, k := shows(t)
	show := func(shift float64) {
		g, _, _ := heat(s, shift)
		run(s, k, s.Send(g))
	}
	for range 3 {
		show(0)
		show(1)
	}
	if k.sent != 2 || len(k.images) != 2 {
		t.Errorf("%d sent, %d there", k.sent, len(k.images))
	}
	for shift := range 40 {
		show(float64(shift))
	}
	if len(k.images) > kept+1 {
		t.Errorf("%d images are kept", len(k.images))
	}
	run(s, k, s.Leave())
	if len(k.images) != 0 {
		t.Errorf("%d images are left behind", len(k.images))
	}
	show(0)
	k.images = nil // as the terminal does that is left and entered again
	before := k.sent
	if _, changed := s.Update(tea.ClearScreen()); !changed {
		t.Error("a cleared screen is as before")
	}
	show(0)
	if k.sent != before+1 {
		t.Error("what the terminal lost is not sent again")
	}
}

// While an image is under way no other is sent: a held key makes no queue.
func TestNoQueueOfImages(t *testing.T) {
	s, _ := shows(t)
	a, _, _ := heat(s, 0)
	b, _, _ := heat(s, 1)
	first := s.Send(a)
	if s.Send(b) != nil {
		t.Error("two images are under way")
	}
	s.Update(first())
	if s.Send(b) == nil {
		t.Error("the second one is never sent")
	}
}

// A larger letter makes other images.
func TestCellsChange(t *testing.T) {
	s, k := shows(t)
	k.cell = viz.Size{W: 10, H: 20}
	cmd, _ := s.Update(tea.WindowSizeMsg{Width: 60, Height: 15})
	run(s, k, cmd)
	if s.Cell() != k.cell {
		t.Error(s.Cell())
	}
}

// talk is a TTY that answers as a terminal would, in bytes.
type talk struct {
	k       terminal
	answers bytes.Buffer
	written bytes.Buffer
	slow    bool
}

func (c *talk) Write(p []byte) (int, error) {
	c.written.Write(p)
	for _, a := range c.k.write(string(p)) {
		switch a := a.(type) {
		case tea.TerminalVersionMsg:
			c.answers.WriteString("\x1bP>|" + a.Name + "\x1b\\")
		case uv.KittyGraphicsEvent:
			c.answers.WriteString("\x1b_Gi=1;" + string(a.Payload) + "\x1b\\")
		case uv.CellSizeEvent:
			c.answers.WriteString("\x1b[6;16;8t")
		case uv.PrimaryDeviceAttributesEvent:
			c.answers.WriteString("\x1b[?62c")
		}
	}
	return len(p), nil
}

func (c *talk) Read(p []byte) (int, error) {
	if c.slow || c.answers.Len() == 0 {
		c.slow = false
		return 0, os.ErrDeadlineExceeded
	}
	return c.answers.Read(p[:1]) // in pieces
}

func (c *talk) SetReadDeadline(time.Time) error { return nil }

func TestAsk(t *testing.T) {
	for _, slow := range []bool{false, true} {
		c := &talk{k: terminal{t: t, name: "kitty(0.28.0)", graphics: "OK", cell: viz.Size{W: 8, H: 16}}, slow: slow}
		s, err := Ask(c, Pixels{})
		if err != nil || s.Fast() == slow || (s.Cell() == viz.Size{}) != slow {
			t.Errorf("slow %v: %v, %v", slow, s.Found(), err)
		}
		if c.answers.Len() > 0 {
			t.Errorf("slow %v: %q is left for the shell", slow, c.answers.String())
		}
	}
}

// Some terminals write on the screen what they do not know, and so the query for
// images: where it is not answered all is drawn again, and who only asks erases it.
func TestUnknownQueryIsErased(t *testing.T) {
	cell := viz.Size{W: 8, H: 16}
	for graphics, erased := range map[string]bool{"": true, "OK": false} {
		s := New(Pixels{Unnamed: true})
		k := &terminal{t: t, graphics: graphics, cell: cell}
		var last tea.Cmd
		s.Init()
		for _, query := range []string{nameQuery, graphicsQuery} {
			for _, answer := range k.write(query) {
				last, _ = s.Update(answer)
			}
		}
		if cleared := last != nil && last() == tea.ClearScreen(); cleared != erased {
			t.Errorf("answered %q: drawn again %t", graphics, cleared)
		}
		c := &talk{k: terminal{t: t, graphics: graphics, cell: cell}}
		if _, err := Ask(c, Pixels{Unnamed: true}); err != nil || strings.HasSuffix(c.written.String(), "\r\x1b[K") != erased {
			t.Errorf("answered %q: written %q, %v", graphics, c.written.String(), err)
		}
	}
	unasked := New(Pixels{Unnamed: true})
	unasked.Init()
	if cmd, _ := unasked.Update(late{unasked.question}); cmd != nil {
		t.Error("all is drawn again, and images were not asked for")
	}
	asked := New(Pixels{Unnamed: true})
	asked.Init()
	asked.Update(uv.PrimaryDeviceAttributesEvent{62})
	if cmd, _ := asked.Update(late{asked.question}); cmd == nil || cmd() != tea.ClearScreen() {
		t.Error("a query that is not answered in time stays on the screen")
	}
}
