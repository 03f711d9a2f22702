package viz

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tokens is the chart of the sampling lab.
func tokens() BarChart {
	c := BarChart{
		Columns: []Column{
			{Title: Clean("token"), Left: true}, {Title: Clean("logit"), Spare: true},
			{Title: Clean("p(T=1)")}, {Title: Clean("final")},
		},
		Kept: Clean("kept"), Removed: Clean("removed"), Marks: Clean("p at T = 1"),
		More: func(n int, sum float64) Safe { return Cleanf("… %d more, together %.2f", n, sum) },
	}
	for i, name := range []string{"forest", "cave", "den", "meadow", "river", "hill", "house", "世界", "town"} {
		p := 0.412 / float64(1+i)
		row := BarRow{Cells: []Safe{Clean(name), Fixed(math.Log(p), 2), Fixed(p, 3), Fixed(p*1.4, 3)}, Value: p * 1.4, Mark: p}
		if i == 5 {
			c.Rows = append(c.Rows, BarRow{Rule: Clean("top-p cut: 0.914 ≥ 0.90")})
		}
		if i >= 5 {
			row.Removed, row.Value, row.Cells[3] = true, p, Clean("–")
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

func curves() LineChart {
	c := LineChart{XName: Clean("step"), YName: Clean("loss"), Marks: []LineMark{{X: 300, Label: Clean("warm-up ends")}}}
	for s := range 3 {
		v := make([]float64, 1001)
		for i := range v {
			v[i] = 4*math.Exp(-float64(i)/float64(100+150*s)) + 0.5*float64(s)
		}
		v[700] = 3 // a peak of one step
		c.Series = append(c.Series, Line{Name: Cleanf("run %d", s+1), Values: v})
	}
	return c
}

// ranks are a distribution by rank and its running sum.
func ranks() LineChart {
	c := LineChart{XName: Clean("rank"), X: [2]float64{1, 12}, Y: &[2]float64{0, 1}, Marks: []LineMark{{X: 3.5, Label: Clean("top-p"), Cut: true}}}
	sum, p, sums := 0.0, make([]float64, 12), make([]float64, 12)
	for i := range p {
		p[i] = 0.5 / float64(int(1)<<i)
		sum += p[i]
		sums[i] = sum
	}
	c.Series = []Line{{Name: Clean("p"), Values: p, Area: true}, {Name: Clean("sum"), Values: sums}}
	return c
}

// scores are shares of right answers, and of those that nobody can know.
func scores() HeatTable {
	m := HeatTable{
		Rows:    []Safe{Clean("new facts"), Clean("old facts"), Clean("form"), Clean("makes one up")},
		Columns: []Safe{Clean("as is"), Clean("RAG"), Clean("tuned"), Clean("both")},
		Values: []float64{
			0.05, 0.95, 1, 0.95,
			1, 0.95, 0.15, 0.95,
			0, 0, 1, math.NaN(),
			1, 0.85, 1, 0.8,
		},
		Decimals: 2, Range: [2]float64{0, 1}, Low: []bool{false, false, false, true}, Chosen: &Spot{1, 2},
	}
	for range m.Values {
		m.Below = append(m.Below, Clean(".70-.97"))
	}
	return m
}

// vector is one row of numbers.
func vector() HeatMap {
	return HeatMap{Values: waves(128), Scale: Diverging, Name: Clean("x"), Cross: &Spot{0, 40}}
}

func models() TableData {
	d := TableData{Columns: []Column{
		{Title: Clean("model"), Left: true}, {Title: Clean("parameters")}, {Title: Clean("layers"), Spare: true},
		{Title: Clean("source"), Left: true},
	}}
	for i, name := range []string{"GPT-1", "GPT-2", "小さなモデル", "GPT-3"} {
		d.Rows = append(d.Rows, TableRow{
			Cells:  []Safe{Clean(name), Fixed(117e6*math.Pow(10, float64(i)), 0), Fixed(float64(12*(i+1)), 0), Clean("a paper with a long title")},
			Chosen: i == 1,
		})
	}
	return d
}

// negative has bars to both sides of zero.
func negative() BarChart {
	c := BarChart{Columns: []Column{{Title: Clean("row"), Left: true}, {Title: Clean("change")}}}
	for i := range 9 {
		v := 3 * math.Sin(float64(i))
		c.Rows = append(c.Rows, BarRow{Cells: []Safe{Cleanf("dim %d", i), Fixed(v, 2)}, Value: v, Removed: i == 4})
	}
	return c
}

// clocks are hands that turn a third as fast from dial to dial.
func clocks(n int) []Dial {
	var dials []Dial
	for i := range n {
		w := math.Pow(3, -float64(i))
		dials = append(dials, Dial{Name: Cleanf("pair %d", i), Hands: []float64{12 * w, 17 * w}, Trail: []float64{11 * w, 10 * w, 9 * w}, Chosen: i == 2})
	}
	return dials
}

// strips are two bare heatmaps over the scale that they share.
func strips(s Size, t Theme, m HeatMap) Grid {
	g := t.Grid(s)
	m.Bare, m.Range = true, &[2]float64{-1, 1}
	h := (s.H - 2) / 2
	g.Put(0, 0, Heat(Size{s.W, h}, t, m))
	g.Put(0, h+1, Heat(Size{s.W, h}, t, m))
	g.Put(0, s.H-1, HeatLegend(Size{s.W, 1}, t, m))
	return g
}

// TestGolden pins every chart: in colour once, else its text; UPDATE=1 writes.
func TestGolden(t *testing.T) {
	ascii := said(Dark())
	ascii.Glyphs = ASCII
	braille := said(Dark())
	braille.Glyphs = Braille
	mesh := wave(40, 60)
	mesh.Name, mesh.XName, mesh.YName = Clean("PE"), Clean("dimension"), Clean("position")
	mesh.Cross, mesh.Outline = &Spot{8, 30}, []Region{{20, 10, 10, 20}}
	hist := Histogram{
		Values: waves(1500), Other: waves(500), ValuesName: Clean("weights"), OtherName: Clean("activations"),
		Range: &[2]float64{-4, 4}, XName: Clean("value"), Levels: []float64{-4, -2, 0, 2, 4},
	}
	normal := normals(3000)
	spiked := Histogram{
		Values: normal, ValuesName: Clean("weights"), Spikes: rounded(normal, 0.5), XName: Clean("value"),
		SpikesName: func(per int) Safe { return Cleanf("rounded to 1/2, / %d", per) },
	}
	small := MatrixData{
		Name: Clean("before"), Values: []float64{1, -0.5, 12.25, math.NaN(), 3, 4, 0, -7, 8}, Cols: 3, Decimals: 2,
		Outline: []Region{{0, 1, 3, 1}, {2, 0, 1, 1}}, Chosen: &Spot{0, 0},
	}
	wide := MatrixData{
		Name: Clean("scrolled"), Values: waves(90), Cols: 30, Decimals: 1, From: Spot{1, 4},
		XText: numbered("f", 30), YText: numbered("row ", 3),
		Outline: []Region{{2, 0, 1, 30}, {0, 5, 3, 1}}, Chosen: &Spot{2, 5},
	}
	for name, draw := range map[string]func(Size, Theme) Grid{
		"bars":     func(s Size, t Theme) Grid { return Bars(s, t, tokens()) },
		"negative": func(s Size, t Theme) Grid { return Bars(s, t, negative()) },
		"lines":    func(s Size, t Theme) Grid { return Lines(s, t, curves()) },
		"area":     func(s Size, t Theme) Grid { return Lines(s, t, ranks()) },
		"table":    func(s Size, t Theme) Grid { return Table(s, t, models()) },
		"hist":     func(s Size, t Theme) Grid { return Hist(s, t, hist) },
		"spikes":   func(s Size, t Theme) Grid { return Hist(s, t, spiked) },
		"matrix":   func(s Size, t Theme) Grid { return Matrix(s, t, small) },
		"scrolled": func(s Size, t Theme) Grid { return Matrix(s, t, wide) },
		"cells":    func(s Size, t Theme) Grid { return HeatCells(s, t, scores()) },
		"strip":    func(s Size, t Theme) Grid { return Strip(s, t, vector()) },
		"axis": func(s Size, t Theme) Grid {
			c := tokens()
			c.Max, c.Axis = 1, true
			return Bars(s, t, c)
		},
		"big":    func(s Size, t Theme) Grid { return Big(s, t, Clean("-0.914"), t.Strong) },
		"dials":  func(s Size, t Theme) Grid { return Dials(s, t, []Safe{Clean("p"), Clean("p + 5")}, clocks(6)) },
		"strips": func(s Size, t Theme) Grid { return strips(s, t, mesh) },
		"heat":   func(s Size, t Theme) Grid { return Heat(s, t, mesh) },
	} {
		for _, size := range []Size{{80, 20}, {44, 12}, {24, 7}} {
			file := fmt.Sprintf("%s-%dx%d", name, size.W, size.H)
			same(t, file, draw(size, said(Dark())).Plain())
			same(t, file+"-ascii", draw(size, ascii).Plain())
			same(t, file+"-plain", draw(size, said(Plain())).Plain())
			if name == "lines" || name == "area" || name == "dials" {
				same(t, file+"-braille", draw(size, braille).Plain())
			}
		}
		same(t, name+"-colour", draw(Size{44, 12}, said(Light())).String())
	}
}

// normals returns the quantiles of a normal distribution at n even shares, by
// bisection of its distribution function.
func normals(n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		low, high := -8.0, 8.0
		for range 40 {
			middle := (low + high) / 2
			if math.Erfc(-middle/math.Sqrt2)/2 < (float64(i)+0.5)/float64(n) {
				low = middle
			} else {
				high = middle
			}
		}
		values[i] = math.Round(low*1e6) / 1e6
	}
	return values
}

func same(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	got = strings.TrimRight(got, "\n") + "\n"
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is\n%s\nwant\n%s", file, got, want)
	}
}

func numbered(prefix string, n int) []Safe {
	names := make([]Safe, n)
	for i := range names {
		names[i] = Cleanf("%s%d", prefix, i)
	}
	return names
}
