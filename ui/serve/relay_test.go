package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"logitarium/ui/message"
	"logitarium/ui/seat"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/coder/websocket"
)

// lined is a class that pages follow, and its server.
func lined(t testing.TB, c *Class, change func(*Options)) *room {
	return webbed(t, func(o *Options) {
		o.Class, o.Page = c, &seat.Opening{Lab: "toy"}
		o.Program = func(g Guest) Program {
			m, leave := Seat(c, g, shellOf(), viz.Plain(), false, message.Printer{})
			return Program{Model: m, Profile: colorprofile.ASCII, Leave: leave}
		}
		if change != nil {
			change(o)
		}
	})
}

// page is a student whose page computes: the program that runs there, on the line
// that leads there.
type page struct {
	t     testing.TB
	conn  *websocket.Conn
	line  *seat.Line
	ended chan struct{}

	mu   sync.Mutex
	seat *seat.Seat
	said string
}

// opensPage opens a page whose browser has a cookie.
func (r *room) opensPage(cookie string, size viz.Size) *page {
	r.t.Helper()
	p, err := r.linesIn(http.Header{"Origin": {r.url("http", "")}, "Cookie": {seatCookie + "=" + cookie}}, welcome, size)
	if err != nil {
		r.t.Fatal(err)
	}
	return p
}

func (r *room) linesIn(header http.Header, first string, size viz.Size) (*page, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, _, err := websocket.Dial(ctx, r.url("ws", "/class/line"), &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		return nil, err
	}
	c.SetReadLimit(seat.MostTold)
	p := &page{t: r.t, conn: c, ended: make(chan struct{})}
	p.line = seat.NewLine(func(text []byte) { _ = p.send(string(text)) })
	if err := p.send(first); err != nil {
		return nil, err
	}
	go func() {
		defer close(p.ended)
		for {
			_, text, err := c.Read(context.Background())
			if err != nil {
				return
			}
			var told seat.Notice
			if err := json.Unmarshal(text, &told); err != nil {
				p.t.Error(err)
			}
			p.mu.Lock()
			switch {
			case told.Opening != nil:
				p.seat = seat.New(p.line, told.Opening.Place, shellOf(), viz.Plain(), false, message.Printer{})
				p.seat.Update(tea.WindowSizeMsg{Width: size.W, Height: size.H})
			case told.Said != "":
				p.said = told.Said
			case p.seat != nil:
				if err := p.line.Hear(text); err != nil {
					p.t.Error(err)
				}
				p.seat.Update(seat.News{})
			}
			p.mu.Unlock()
		}
	}()
	return p, nil
}

func (p *page) send(text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return p.conn.Write(ctx, websocket.MessageText, []byte(text))
}

func (p *page) shows() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seat == nil {
		return p.said
	}
	return shows(p.seat) + p.said
}

func (p *page) press(keys ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, k := range keys {
		press(p.seat, k)
		p.line.At(p.seat.Place())
	}
}

func (p *page) awaits(text string) {
	p.t.Helper()
	for end := time.Now().Add(20 * time.Second); !strings.Contains(p.shows(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("%q does not come:\n%s", text, p.shows())
		}
	}
}

func (p *page) leaves() {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(20 * time.Second):
		p.t.Fatal("the line does not end")
	}
}

// cookieOf is the cookie of the n-th browser.
func cookieOf(n int) string { return fmt.Sprintf("%032x", n) }

func (c *Class) awaits(t *testing.T, want Presence) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); c.Presence() != want; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%+v are here, want %+v", c.Presence(), want)
		}
	}
}

// A class by page and by ssh: the teacher plays a lesson, twelve follow at sizes
// of their own, three explore, all others guess, the distribution shows, one goes
// away and comes back where they were.
func TestClassByPageAndSSH(t *testing.T) {
	c := &Class{}
	r := lined(t, c, func(o *Options) { o.SSH, o.HostKey = "127.0.0.1:0", signer(t) })
	desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{}, viz.Plain(), false, message.Printer{}), 120, 40)
	var hands []*student
	var pages []*page
	for i := range 6 {
		hands = append(hands, sit(t, r.enter(), 70+i, 24))
		pages = append(pages, r.opensPage(cookieOf(i), viz.Size{W: 60 + 10*i, H: 20 + i}))
	}
	c.awaits(t, Presence{Follow: 12})
	play(t, desk, "A cat sat.")
	for i := range 6 {
		hands[i].awaits("A cat sat.")
		pages[i].awaits("A cat sat.")
	}
	hands[0].press("F")
	hands[0].awaits("you explore")
	for _, p := range pages[:2] {
		p.press("F", "t", "right", "right")
		p.awaits("temperature 1.10")
	}
	pages[5].press("H")
	c.awaits(t, Presence{Follow: 9, Explore: 3, Lost: 1})
	play(t, desk, "How many cats?")
	for i, s := range hands[1:] {
		s.awaits("How many cats?")
		s.press(fmt.Sprint(40+i) + "\r")
		s.awaits("your guess is in")
	}
	for _, p := range pages[2:] {
		p.awaits("How many cats?")
		if strings.Contains(p.shows(), "46") {
			t.Errorf("the answer is seen:\n%s", p.shows())
		}
		p.press("4", "6", "enter")
		p.awaits("your guess is in")
	}
	for end := time.Now().Add(10 * time.Second); c.Answered() < 9 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	hears(desk)
	wants(t, desk, "9 of 12 have guessed", "9 follow, 3 explore", "one hand is raised")
	press(desk, "enter")
	for i := range 4 {
		hands[1+i].awaits("4 of 9 have it")
		pages[2+i].awaits("4 of 9 have it")
	}
	if strings.Contains(pages[0].shows(), "what the class guessed") {
		t.Error("who explores is disturbed")
	}
	time.Sleep(100 * time.Millisecond) // the place is told
	_ = pages[1].conn.CloseNow()
	c.awaits(t, Presence{Follow: 9, Explore: 2, Lost: 1})
	again := r.opensPage(cookieOf(1), viz.Size{W: 90, H: 30})
	again.awaits("you explore")
	again.awaits("temperature 1.10")
	press(desk, "esc")
	play(t, desk, "There are 46.")
	play(t, desk, "It is warmer.")
	again.press("F")
	for _, p := range append(pages[2:], again) {
		p.awaits("It is warmer.")
		p.awaits("temperature 1.15")
	}
	hands[5].awaits("1.15")
	begin := time.Now()
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("the server took %v to leave", took)
	}
	for _, p := range append(pages[2:], again) {
		p.leaves()
		p.awaits("the class is over")
	}
	for _, s := range hands {
		_ = s.leaves()
		s.awaits("the class is over")
	}
}

// What is right is told to no page before it is shown.
func TestPageIsNotTold(t *testing.T) {
	c := &Class{}
	desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{}, viz.Plain(), false, message.Printer{}), 100, 34)
	play(t, desk, "A cat sat.")
	play(t, desk, "How many cats?")
	if text := string((&chair{class: c}).telling()); !strings.Contains(text, "How many cats?") || strings.Contains(text, "46") {
		t.Errorf("a page is told %s", text)
	}
}

func TestLineRefused(t *testing.T) {
	c := &Class{}
	r := lined(t, c, nil)
	size := viz.Size{W: 80, H: 24}
	if _, err := r.linesIn(http.Header{"Origin": {"http://elsewhere.example"}}, welcome, size); err == nil {
		t.Error("a page of another origin comes in")
	}
	for first, says := range map[string]string{`{"word":"eight foxes"}`: "this is not the class word", "[": ""} {
		p, err := r.linesIn(nil, first, size)
		if err != nil {
			t.Fatal(err)
		}
		p.leaves()
		if p.shows() != says {
			t.Errorf("%q: %q is said", first, p.shows())
		}
	}
	for name, text := range map[string]string{
		"no JSON": "[", "another kind": `{"Be": 3}`, "a long message": `{"Guess":{"Text":"` + strings.Repeat("x", seat.MostSaid) + `"}}`,
		"a long guess": `{"Guess":{"Text":"` + strings.Repeat("x", 300) + `"}}`, "no such question": `{"Guess":{"Chapter":-1}}`,
	} {
		p := r.opensPage(cookieOf(1), size)
		p.awaits("nobody leads")
		_ = p.send(text)
		p.leaves()
		if name == "" {
			t.Log(text)
		}
	}
	c.awaits(t, Presence{})
}

// A page that floods the class is left, and one that reads nothing holds nobody
// up: it is told the newest when it reads again.
func TestLineFloodAndStandstill(t *testing.T) {
	c := &Class{}
	r := lined(t, c, nil)
	size := viz.Size{W: 80, H: 24}
	stays := r.opensPage(cookieOf(1), size)
	stays.awaits("nobody leads")
	floods := r.opensPage(cookieOf(2), size)
	floods.awaits("nobody leads")
	for floods.send(`{"Be":{"Follows":true,"Lost":true}}`) == nil {
	}
	floods.leaves()
	c.awaits(t, Presence{Follow: 1})

	frozen, _, err := websocket.Dial(t.Context(), r.url("ws", "/class/line"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = frozen.CloseNow() }()
	if err := frozen.Write(t.Context(), websocket.MessageText, []byte(welcome)); err != nil {
		t.Fatal(err)
	}
	c.awaits(t, Presence{Follow: 2})
	const moments = 20000
	for i := range moments {
		c.show(moment{Moment: seat.Moment{Caption: fmt.Sprintf("moment %d of %s", i+1, strings.Repeat("~", 500))}})
	}
	stays.awaits("the teacher is about to begin")
	frozen.SetReadLimit(seat.MostTold)
	got := 0
	for last := ""; !strings.Contains(last, fmt.Sprintf("moment %d of", moments)); got++ {
		_, text, err := frozen.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		last = string(text)
	}
	if got > moments/2 {
		t.Errorf("%d of %d moments were queued", got, moments)
	}
}

// Names and guesses with controls in them are harmless words in all that is kept
// or shown.
func TestWildWords(t *testing.T) {
	c := &Class{Named: true}
	r := lined(t, c, nil)
	desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{}, viz.Plain(), false, message.Printer{}), 100, 34)
	play(t, desk, "A cat sat.")
	play(t, desk, "How many cats?")
	wild := "\x1b]52;c;eA==\x07\u202e\u009b31m\x00" + strings.Repeat("\u0301", 50)
	first, _ := json.Marshal(asked{Word: classWord, Name: wild})
	guesses := []string{wild, "1e999", "-inf", "NaN", "46\r\n", "=1+1"}
	for i, text := range guesses {
		p, err := r.linesIn(http.Header{"Cookie": {seatCookie + "=" + cookieOf(i)}}, string(first), viz.Size{W: 80, H: 24})
		if err != nil {
			t.Fatal(err)
		}
		p.awaits("How many cats?")
		m, _ := p.line.Now()
		guess, _ := json.Marshal(seat.Said{Guess: &seat.Guess{Ask: *m.Ask, Text: text}})
		if err := p.send(string(guess)); err != nil {
			t.Fatal(err)
		}
		if i == 0 { // bytes that are no UTF-8, in the middle of JSON
			if err := p.send(`{"Guess":{"Lesson":` + fmt.Sprint(m.Ask.Lesson) + `,"Chapter":0,"N":0,"Text":"` + "\xff\xfe\xc0\x80" + `"}}`); err != nil {
				t.Fatal(err)
			}
		}
	}
	for end := time.Now().Add(10 * time.Second); c.Answered() < len(guesses) && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	hears(desk)
	press(desk, "enter")
	if text := string((&chair{class: c}).telling()); !strings.Contains(text, `"Tally"`) {
		t.Errorf("a page is told %.300s", text)
	}
	var report strings.Builder
	if err := c.Report(&report); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{report.String(), shows(desk), r.log()} {
		for _, bad := range []string{"\x1b", "\x00", "\x07", "\u202e", "\u009b"} {
			if strings.Contains(s, bad) {
				t.Errorf("%q is in\n%s", bad, s)
			}
		}
	}
	t.Logf("%s", report.String())
}
