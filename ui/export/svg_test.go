package export_test

import (
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"logitarium/ui/export"
	"logitarium/viz"
)

var ground = export.Ground{Paper: "#fafafa", Ink: "#202020"}

// drawing is what an SVG shows: the colour of every eighth of every cell, and
// the texts by where they start.
type drawing struct {
	size   viz.Size
	pixels []string // 8 x 8 for each cell
	texts  map[string]string
}

// parse reads back what export.SVG writes, and fails for anything else.
func parse(t *testing.T, svg string, size viz.Size) drawing {
	t.Helper()
	var doc struct {
		Rect struct {
			Fill string `xml:"fill,attr"`
		} `xml:"rect"`
		Group []struct {
			Fill string `xml:"fill,attr"`
			Bold string `xml:"font-weight,attr"`
			Path []struct {
				Fill    string `xml:"fill,attr"`
				Opacity string `xml:"fill-opacity,attr"`
				D       string `xml:"d,attr"`
			} `xml:"path"`
			Text []struct {
				X     int    `xml:"x,attr"`
				Y     int    `xml:"y,attr"`
				Width int    `xml:"textLength,attr"`
				Text  string `xml:",chardata"`
			} `xml:"text"`
		} `xml:"g"`
	}
	if err := xml.Unmarshal([]byte(svg), &doc); err != nil {
		t.Fatalf("%v in\n%s", err, svg)
	}
	d := drawing{size: size, texts: map[string]string{}, pixels: make([]string, size.W*size.H*64)}
	for i := range d.pixels {
		d.pixels[i] = doc.Rect.Fill
	}
	for _, g := range doc.Group {
		for _, p := range g.Path {
			d.fill(t, p.D, p.Fill+p.Opacity)
		}
		for _, text := range g.Text {
			d.texts[fmt.Sprintf("%d,%d", text.X/9, text.Y/18)] =
				strings.TrimSpace(fmt.Sprintf("%s %s %s %d", text.Text, g.Fill, g.Bold, text.Width/9))
		}
	}
	return d
}

var boxes = regexp.MustCompile(`M([0-9.]+) ([0-9.]+)h([0-9.]+)v([0-9.]+)h-([0-9.]+)z`)

func (d drawing) fill(t *testing.T, path, color string) {
	t.Helper()
	if rest := boxes.ReplaceAllString(path, ""); rest != "" {
		t.Fatalf("a path holds %q", rest)
	}
	for _, m := range boxes.FindAllStringSubmatch(path, -1) {
		at := func(i int, cell float64) int {
			v, err := strconv.ParseFloat(m[i], 64)
			if n := v * 8 / cell; err == nil && n == float64(int(n)) {
				return int(n)
			}
			t.Fatalf("%s does not lie on eighths of a cell", m[0])
			return 0
		}
		x, y, w, h := at(1, 9), at(2, 18), at(3, 9), at(4, 18)
		for py := y; py < y+h; py++ {
			for px := x; px < x+w; px++ {
				d.pixels[py*8*d.size.W+px] = color
			}
		}
	}
}

// cell draws the 8 x 8 of a cell: a letter for each colour in it, in order.
func (d drawing) cell(x, y int, colors ...string) string {
	var rows []string
	for py := range 8 {
		row := ""
		for px := range 8 {
			c := d.pixels[(y*8+py)*8*d.size.W+x*8+px]
			letter := "?"
			if i := slices.Index(colors, c); i >= 0 {
				letter = string(rune('a' + i))
			}
			row += letter
		}
		rows = append(rows, row)
	}
	return strings.Join(rows, "\n")
}

func TestSVGTexts(t *testing.T) {
	g := viz.NewGrid(viz.Size{W: 24, H: 2})
	g.Text(2, 0, viz.Clean("a<&│日本│b  c d"), viz.Style{Fg: viz.RGB(255, 0, 128), Attr: viz.Bold})
	g.Text(0, 1, viz.Clean("x"), viz.Style{Bg: viz.RGB(0, 0, 255)})
	g.Text(3, 1, viz.Clean("y"), viz.Style{Bg: viz.RGB(0, 0, 255), Attr: viz.Reverse})
	d := parse(t, export.SVG(g, ground), g.Size)
	want := map[string]string{
		"2,0":  "a<& #ff0080 bold 3",
		"5,0":  "│ #ff0080 bold 1",
		"6,0":  "日本 #ff0080 bold 4",
		"10,0": "│ #ff0080 bold 1",
		"11,0": "b #ff0080 bold 1",
		"14,0": "c d #ff0080 bold 3",
		"0,1":  "x #202020  1",
		"3,1":  "y #0000ff  1",
	}
	if fmt.Sprint(d.texts) != fmt.Sprint(want) {
		t.Errorf("texts\n%v, want\n%v", d.texts, want)
	}
	for x, color := range []string{"#0000ff", "#fafafa", "#fafafa", "#202020", "#fafafa"} {
		if got := d.cell(x, 1, color); strings.Contains(got, "?") {
			t.Errorf("cell %d is not all %s:\n%s", x, color, got)
		}
	}
}

// blocks is how Unicode draws some of its block elements.
var blocks = map[rune][8]string{
	'▀': {"aaaaaaaa", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb"},
	'▄': {"bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa"},
	'▁': {"bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "aaaaaaaa"},
	'█': {"aaaaaaaa", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa"},
	'▊': {"aaaaaabb", "aaaaaabb", "aaaaaabb", "aaaaaabb", "aaaaaabb", "aaaaaabb", "aaaaaabb", "aaaaaabb"},
	'▏': {"abbbbbbb", "abbbbbbb", "abbbbbbb", "abbbbbbb", "abbbbbbb", "abbbbbbb", "abbbbbbb", "abbbbbbb"},
	'▐': {"bbbbaaaa", "bbbbaaaa", "bbbbaaaa", "bbbbaaaa", "bbbbaaaa", "bbbbaaaa", "bbbbaaaa", "bbbbaaaa"},
	'▔': {"aaaaaaaa", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb"},
	'▕': {"bbbbbbba", "bbbbbbba", "bbbbbbba", "bbbbbbba", "bbbbbbba", "bbbbbbba", "bbbbbbba", "bbbbbbba"},
	'▖': {"bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "bbbbbbbb", "aaaabbbb", "aaaabbbb", "aaaabbbb", "aaaabbbb"},
	'▚': {"aaaabbbb", "aaaabbbb", "aaaabbbb", "aaaabbbb", "bbbbaaaa", "bbbbaaaa", "bbbbaaaa", "bbbbaaaa"},
	'▟': {"bbbbaaaa", "bbbbaaaa", "bbbbaaaa", "bbbbaaaa", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa"},
	'▙': {"aaaabbbb", "aaaabbbb", "aaaabbbb", "aaaabbbb", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa"},
}

// TestSVGBlocks draws block elements in random colours and looks at every
// eighth of every cell.
func TestSVGBlocks(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	some := []viz.Color{viz.RGB(1, 2, 3), viz.RGB(200, 0, 0), viz.RGB(0, 200, 0), 0}
	g := viz.NewGrid(viz.Size{W: 60, H: 20})
	runes := []rune("▀▄▁█▊▏▐▔▕▖▚▟▙")
	for i := range g.Cells {
		if i == 0 || rng.IntN(3) == 0 {
			g.Cells[i] = viz.Cell{Rune: runes[rng.IntN(len(runes))], Style: viz.Style{Fg: some[rng.IntN(4)], Bg: some[rng.IntN(4)]}}
		} else {
			g.Cells[i] = g.Cells[i-1] // so that there are runs to merge
		}
	}
	d := parse(t, export.SVG(g, ground), g.Size)
	if len(d.texts) != 0 {
		t.Errorf("blocks are drawn as text: %v", d.texts)
	}
	for i, c := range g.Cells {
		fg, bg := export.Hex(c.Fg, ground.Ink), export.Hex(c.Bg, ground.Paper)
		want := blocks[c.Rune]
		got := d.cell(i%g.W, i/g.W, fg, bg)
		if fg == bg {
			want = blocks['█']
		}
		if got != strings.Join(want[:], "\n") {
			t.Fatalf("cell %d, %c in %s on %s:\n%s", i, c.Rune, fg, bg, got)
		}
	}
}

func TestSVGShades(t *testing.T) {
	g := viz.NewGrid(viz.Size{W: 3, H: 1})
	g.Text(0, 0, viz.Clean("░▒▓"), viz.Style{})
	d := parse(t, export.SVG(g, ground), g.Size)
	for x, ink := range []string{"0.25", "0.5", "0.75"} {
		if got := d.cell(x, 0, ground.Ink+ink); strings.Contains(got, "?") {
			t.Errorf("cell %d is not inked by %s", x, ink)
		}
	}
}

// TestSVGSize holds the budgets of 80x24: 60 KB of text, 250 KB of heatmap.
func TestSVGSize(t *testing.T) {
	text, heat := viz.NewGrid(viz.Size{W: 80, H: 24}), viz.NewGrid(viz.Size{W: 80, H: 24})
	rng := rand.New(rand.NewPCG(1, 2))
	levels := viz.Themes()[0].Sequential
	for i := range text.Cells {
		text.Cells[i].Rune = rune('a' + i%26)
		if i%8 == 7 {
			text.Cells[i].Rune = ' ' // words in changing styles
		}
		text.Cells[i].Fg = levels[i/8%len(levels)]
		heat.Cells[i] = viz.Cell{Rune: '▀', Style: viz.Style{Fg: levels[rng.IntN(len(levels))], Bg: levels[rng.IntN(len(levels))]}}
	}
	for most, g := range map[int]viz.Grid{60_000: text, 250_000: heat} {
		if n := len(export.SVG(g, ground)); n > most {
			t.Errorf("%d bytes, at most %d", n, most)
		} else {
			t.Logf("%d of %d bytes", n, most)
		}
	}
}
