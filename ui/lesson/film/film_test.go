package film

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"io"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"logitarium/ui/export"
	"logitarium/ui/message"
	"logitarium/ui/raster"
	"logitarium/viz"
)

var paper = export.Ground{Paper: "#121212", Ink: "#d8d8d8"}

// made returns a film of so many screens in which some rows change.
func made(seed uint64, shots int) Film {
	rng := rand.New(rand.NewPCG(seed, 0))
	f := Film{Title: `a <film> & "more"`, Size: viz.Size{W: 24, H: 5}, On: paper,
		Chapters: []Marker{{0, "one"}, {2 * time.Second, "<two>"}}, Captions: []Marker{{0, "It's & <b>"}, {3 * time.Second, "end"}}}
	g := viz.NewGrid(f.Size)
	at := time.Duration(0)
	for range shots {
		next := viz.NewGrid(f.Size)
		next.Put(0, 0, g)
		for range 1 + rng.IntN(2) {
			st := viz.Style{Fg: viz.RGB(uint8(rng.IntN(3)*99), 90, 200), Attr: viz.Attr(rng.IntN(4))}
			if rng.IntN(3) == 0 {
				st.Bg = viz.RGB(uint8(rng.IntN(256)), 20, 20)
			}
			text := []string{"a <row> & more", "████▌", "─┤ 狐狸 ├─", "        ", "p = 0.675 ▸"}[rng.IntN(5)]
			next.Text(rng.IntN(14), rng.IntN(f.Size.H), viz.Clean(text), st)
		}
		if rng.IntN(4) == 0 { // a row is empty again
			next.Put(0, rng.IntN(f.Size.H), viz.NewGrid(viz.Size{W: f.Size.W, H: 1}))
		}
		f.Shots = append(f.Shots, Shot{at, next})
		g = next
		at += time.Duration(60+rng.IntN(900)) * time.Millisecond
	}
	f.End = at
	return f
}

// wellFormed reads XML to its end.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

var (
	keyframes = regexp.MustCompile(`(?m)^@keyframes r(\d+) \{(.*)\}$`)
	stop      = regexp.MustCompile(`([\d.]+)%\{transform:(?:none|translateY\(-(\d+)px\))\}`)
)

// TestSVGShowsEachScreen follows the columns of rows as a browser moves them: at
// any time each row shows what the screen of that time has there.
func TestSVGShowsEachScreen(t *testing.T) {
	for seed := range uint64(20) {
		f := made(seed, 30)
		whole := f.End + Rest
		d := f.draw(whole)
		text := f.SVG()
		wellFormed(t, text)
		rows, _ := f.rows()
		moves := map[int][][]string{}
		for _, m := range keyframes.FindAllStringSubmatch(d.moves, -1) {
			y, _ := strconv.Atoi(m[1])
			moves[y] = stop.FindAllStringSubmatch(m[2], -1)
		}
		for _, s := range f.Shots {
			for y := range f.Size.H {
				shown := 0
				for _, m := range moves[y] {
					share, _ := strconv.ParseFloat(m[1], 64)
					if share/100*whole.Seconds() > s.At.Seconds()+.001 {
						break
					}
					px, _ := strconv.Atoi(m[2])
					shown = px / pitch
				}
				row := viz.NewGrid(viz.Size{W: f.Size.W, H: 1})
				row.Put(0, -y, s.Grid)
				if has, should := rows[y][shown].look, export.Inside(row, f.On); has != should {
					t.Fatalf("film %d at %v: row %d is\n%s\nand should be\n%s", seed, s.At, y, has, should)
				}
			}
		}
		// Without motion each row stands at its last version.
		still, _, _ := strings.Cut(text, "@media")
		for y, versions := range rows {
			if rule := fmt.Sprintf(".r%d { transform: %s }\n", y, up(len(versions)-1)); strings.Contains(still, rule) != (len(versions) > 1) {
				t.Errorf("film %d: of %d versions of row %d the last does not stand:\n%s", seed, len(versions), y, still)
			}
		}
		if text != made(seed, 30).SVG() {
			t.Error("made again, it is another")
		}
	}
}

// What the columns hold is what [Film.rows] says, in its order.
func TestSVGHoldsTheRows(t *testing.T) {
	f := made(3, 12)
	d := f.draw(f.End)
	rows, _ := f.rows()
	times := map[string]int{}
	for _, versions := range rows {
		for _, v := range versions {
			times[v.look]++
		}
	}
	for look, n := range times {
		if look == "" {
			continue
		}
		if got := strings.Count(d.body, "\">\n"+look+"</g>\n"); got != 1 {
			t.Errorf("what is seen %d times is written %d times:\n%s", n, got, look)
		}
	}
	for y, versions := range rows {
		for i, v := range versions {
			if v.look == "" {
				continue
			}
			at := fmt.Sprintf(`translate(0 %d)`, i*pitch)
			if times[v.look] > 1 {
				at = fmt.Sprintf(`y="%d"/>`, i*pitch)
			}
			if !strings.Contains(d.body, at) {
				t.Errorf("row %d has nothing at %s", y, at)
			}
		}
	}
}

// TestGIFShowsEachScreen decodes the picture and lays its frames over each other:
// at the time of each screen it is as the painter draws it.
func TestGIFShowsEachScreen(t *testing.T) {
	for seed := range uint64(6) {
		f := made(seed, 20)
		p := newPainter(t)
		decoded := asGIF(t, f, p, MaxFPS)
		shots := thin(f.Shots, MaxFPS)
		screen := image.NewRGBA(image.Rect(0, 0, decoded.Config.Width, decoded.Config.Height))
		now, shot := 0, 0
		for i, m := range decoded.Image {
			draw.Draw(screen, m.Rect, m, m.Rect.Min, draw.Over)
			if now += decoded.Delay[i]; decoded.Delay[i] == 0 {
				continue // a part of a frame
			}
			if until := int(100*shots[shot].At.Seconds() + .5); until >= now {
				t.Fatalf("film %d: screen %d is shown to %d, and should be from %d", seed, shot, now, until)
			}
			for shot+1 < len(shots) && int(100*shots[shot+1].At.Seconds()+.5) < now {
				shot++
			}
			if should := p.Image(shots[shot].Grid); string(should.Pix) != string(screen.Pix) {
				t.Fatalf("film %d: screen %d is another", seed, shot)
			}
			shot++
		}
		if end := int(100*(f.End+Rest).Seconds() + .5); shot != len(shots) || now != end {
			t.Errorf("film %d: %d of %d screens, to %d of %d", seed, shot, len(shots), now, end)
		}
	}
}

func newPainter(t testing.TB) *raster.Painter {
	t.Helper()
	p, err := raster.NewPainter(1, paper, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// asGIF is a film as its GIF is read again.
func asGIF(t *testing.T, f Film, p *raster.Painter, fps float64) *gif.GIF {
	t.Helper()
	var out bytes.Buffer
	if err := f.GIF(&out, p, fps); err != nil {
		t.Fatal(err)
	}
	decoded, err := gif.DecodeAll(&out)
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

// More colours than a frame can have are divided among several.
func TestGIFOfManyColours(t *testing.T) {
	f := Film{Size: viz.Size{W: 80, H: 8}, On: paper, End: time.Second}
	g := viz.NewGrid(f.Size)
	for i := range g.Cells {
		g.Cells[i] = viz.Cell{Rune: '▀', Style: viz.Style{Fg: viz.RGB(uint8(i), uint8(i>>8), 7), Bg: viz.RGB(9, uint8(i), uint8(i>>8))}}
	}
	f.Shots = []Shot{{0, g}}
	p := newPainter(t)
	decoded := asGIF(t, f, p, 15)
	screen := image.NewRGBA(image.Rect(0, 0, 720, 144))
	for _, m := range decoded.Image {
		draw.Draw(screen, m.Rect, m, m.Rect.Min, draw.Over)
	}
	if len(decoded.Image) < 2 || string(screen.Pix) != string(p.Image(g).Pix) {
		t.Errorf("%d frames are another picture", len(decoded.Image))
	}
}

// A row of more colours than a frame can have is drawn in the nearest of those
// that it has.
func TestGIFRowOfManyColours(t *testing.T) {
	f := Film{Size: viz.Size{W: 200, H: 1}, On: paper, End: time.Second}
	g := viz.NewGrid(f.Size)
	for i := range g.Cells {
		g.Cells[i] = viz.Cell{Rune: '▀', Style: viz.Style{Fg: viz.RGB(uint8(i), 7, 0), Bg: viz.RGB(9, uint8(i), 0)}}
	}
	f.Shots = []Shot{{0, g}}
	p := newPainter(t)
	decoded := asGIF(t, f, p, 15)
	m, should := decoded.Image[0], p.Image(g)
	if len(m.Palette) != 256 {
		t.Fatalf("there are %d colours", len(m.Palette))
	}
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			if c := should.RGBAAt(x, y); m.At(x, y) != m.Palette[1:].Convert(c) {
				t.Fatalf("%v at %d, %d is drawn as %v", c, x, y, m.At(x, y))
			}
		}
	}
}

// A frame holds the rows that changed, and no others.
func TestGIFHoldsWhatChanged(t *testing.T) {
	f := Film{Size: viz.Size{W: 24, H: 5}, On: paper, End: 2 * time.Second}
	g := viz.NewGrid(f.Size)
	g.Text(0, 3, viz.Clean("another"), viz.Style{})
	f.Shots = []Shot{{0, viz.NewGrid(f.Size)}, {time.Second, g}}
	p := newPainter(t)
	decoded := asGIF(t, f, p, 15)
	if got, row := decoded.Image[1].Rect, p.Rect(0, 3, f.Size.W, 4); got.Empty() || !got.In(row) {
		t.Errorf("row 3, in %v, changed, and the frame is %v", row, got)
	}
}

func TestChapter(t *testing.T) {
	f := made(2, 30)
	one, two := f.Chapter(1), f.Chapter(2)
	if one.End+two.End != f.End || one.Chapters[0].Text != "one" || len(one.Captions) != 1 || two.Captions[0] != (Marker{time.Second, "end"}) {
		t.Errorf("%v and %v of %v: %v, %v", one.End, two.End, f.End, one.Captions, two.Captions)
	}
	for at := time.Duration(0); at < f.End; at += 50 * time.Millisecond {
		part, from := one, time.Duration(0)
		if at >= one.End {
			part, from = two, one.End
		}
		if part.last(at-from).String() != f.last(at).String() {
			t.Fatalf("at %v it is another screen", at)
		}
	}
}

// The chapters part a film: all that comes at the time when one begins is of that
// one, and nothing is of two.
func TestChaptersPartAFilm(t *testing.T) {
	f := Film{Size: viz.Size{W: 9, H: 1}, End: 10 * time.Second}
	for i := range 10 {
		g := viz.NewGrid(f.Size)
		g.Text(0, 0, viz.Cleanf("second %d", i), viz.Style{})
		f.Shots = append(f.Shots, Shot{time.Duration(i) * time.Second, g})
		f.Captions = append(f.Captions, Marker{time.Duration(i) * time.Second, strconv.Itoa(i)})
	}
	for _, at := range []int{0, 3, 4, 9} {
		f.Chapters = append(f.Chapters, Marker{time.Duration(at) * time.Second, "chapter"})
	}
	var captions, shots string
	for n := range f.Chapters {
		part := f.Chapter(n + 1)
		for _, c := range part.Captions {
			captions += c.Text
		}
		for i, s := range part.Shots {
			if (i == 0) != (s.At == 0) || s.At >= part.End {
				t.Errorf("chapter %d of %v: shot %d is at %v", n+1, part.End, i, s.At)
			}
			shots += strings.TrimPrefix(strings.TrimSpace(s.Grid.Plain()), "second ")
		}
	}
	if captions != "0123456789" || shots != "0123456789" {
		t.Errorf("the chapters have the captions %s and the shots %s", captions, shots)
	}
}

var uses = regexp.MustCompile(`<use href="#(s\d+)"`)

// What a row shows is written where it changes and nowhere else: what is used is
// there once, a row has another version for each change of its cells, and one that
// is empty and stays so is not there at all.
func TestSVGWritesWhatChanges(t *testing.T) {
	for seed := range uint64(30) {
		f := made(seed, 1+int(seed)%5)
		// What was there comes back, and stays.
		for _, g := range []viz.Grid{f.Shots[0].Grid, f.last(f.End), f.Shots[0].Grid, f.Shots[0].Grid} {
			f.Shots = append(f.Shots, Shot{f.End, g})
			f.End += time.Second
		}
		text := f.SVG()
		wellFormed(t, text)
		for _, m := range uses.FindAllStringSubmatch(text, -1) {
			if n := strings.Count(text, `<g id="`+m[1]+`">`); n != 1 {
				t.Errorf("film %d: %s is used, and there %d times", seed, m[1], n)
			}
		}
		rows, _ := f.rows()
		for y, versions := range rows {
			changes := 0
			for i, s := range f.Shots[1:] {
				if !slices.Equal(s.Grid.Row(y), f.Shots[i].Grid.Row(y)) {
					changes++
				}
			}
			if len(versions) != 1+changes {
				t.Errorf("film %d: row %d changes %d times, and has %d versions", seed, y, changes, len(versions))
			}
			empty := changes == 0 && versions[0].look == ""
			window := fmt.Sprintf(`<svg y="%d" `, y*export.CellH)
			if strings.Contains(text, window) == empty {
				t.Errorf("film %d: row %d is empty: %v, and has a window: %v", seed, y, empty, !empty)
			}
		}
	}
}

func TestThin(t *testing.T) {
	var shots []Shot
	for i := range 10 {
		shots = append(shots, Shot{At: time.Duration(i) * 100 * time.Millisecond})
	}
	if n := len(thin(shots, 2)); n != 2 {
		t.Errorf("%d shots are left at two a second", n)
	}
	if kept := thin(shots, 50); len(kept) != 10 || kept[3].At != 300*time.Millisecond {
		t.Errorf("at 50 a second: %v", kept)
	}
}

func TestHTML(t *testing.T) {
	f := made(1, 9)
	page := f.HTML(message.Printer{})
	for _, part := range []string{
		"It&#39;s &amp; &lt;b&gt;", "&lt;two&gt;</button>", "a &lt;film&gt; &amp;", `<div id="still">`, "getAnimations",
		`max="` + strconv.FormatFloat(f.End.Seconds(), 'g', -1, 64) + `"`,
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page has no %s", part)
		}
	}
	for _, bad := range []string{"<film>", "<b>", "<two>", "src=", "http:", "https:", "{title}", "{film}", "{script}"} {
		if strings.Contains(strings.ReplaceAll(page, "http://www.w3.org/2000/svg", ""), bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	// Without scripts: the last screen, as the program shows it.
	for line := range strings.Lines(f.Shots[len(f.Shots)-1].Grid.Plain()) {
		if line = strings.TrimRight(line, " \n"); line != "" && !strings.ContainsAny(line, "<&") && !strings.Contains(page, line) {
			t.Errorf("the page lacks %q", line)
		}
	}
}

func BenchmarkSVG(b *testing.B) {
	f := made(1, 200)
	for b.Loop() {
		f.SVG()
	}
}
