package viz

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// english is what the goldens say.
type english struct{}

func (english) More(n int) Safe { return Cleanf("… %d more", n) }
func (english) Bins(n, asked int, rule BinRule) Safe {
	return Cleanf("%d bins (%v: %d)", n, rule, asked)
}
func (english) Below(n int) Safe     { return Cleanf("%d below", n) }
func (english) Above(n int) Safe     { return Cleanf("%d above", n) }
func (english) NotFinite(n int) Safe { return Cleanf("%d not finite", n) }
func (english) Dot(_ Reduction, rows, columns int) [2]Safe {
	return [2]Safe{Cleanf("a dot: mean of %d x %d", rows, columns), Cleanf("dot: mean %dx%d", rows, columns)}
}
func (english) By(rows, columns Safe) Safe { return Cleanf("%s by %s", rows, columns) }
func (english) Best() []Safe               { return []Safe{{"* best of its row"}, {"* best"}} }
func (english) Less(row Safe) []Safe {
	if row.s == "" {
		return []Safe{{"less is better"}, {"less: better"}, {"less"}}
	}
	return []Safe{Cleanf("%s: less is better", row), Cleanf("%s: less", row), Cleanf("(less) %s", row)}
}

// said gives a theme the words of english.
func said(t Theme) Theme {
	t.Words = english{}
	return t
}

// roughWords are words as bad as text can be.
type roughWords struct{}

func (roughWords) More(n int) Safe                   { return roughAt(n) }
func (roughWords) Bins(n, _ int, _ BinRule) Safe     { return roughAt(n + 1) }
func (roughWords) Below(n int) Safe                  { return roughAt(n + 2) }
func (roughWords) Above(n int) Safe                  { return roughAt(n + 3) }
func (roughWords) NotFinite(n int) Safe              { return roughAt(n + 4) }
func (roughWords) Dot(_ Reduction, r, c int) [2]Safe { return [2]Safe{roughAt(r), roughAt(c)} }
func (roughWords) By(rows, _ Safe) Safe              { return rows }
func (roughWords) Less(Safe) []Safe                  { return rough }
func (roughWords) Best() []Safe                      { return rough }

// A picture without words tells the same numbers by signs.
func TestSigns(t *testing.T) {
	h := Histogram{Values: []float64{-9, 0, 1, 2, 3, 8, 8}, Range: &[2]float64{0, 4}, Rule: Sturges}
	for _, want := range []string{"! < 1", "! > 2", "Sturges"} {
		if got := Hist(Size{60, 9}, Plain(), h).Plain(); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	edged := Hist(Size{60, 9}, Plain(), Histogram{Values: []float64{0, 1}, Edges: []float64{0, 1, 2}}).Plain()
	if !strings.Contains(edged, "[2]") || strings.Contains(edged, "Freedman") {
		t.Errorf("given bins:\n%s", edged)
	}
	table := TableData{Columns: []Column{{}}, Rows: make([]TableRow, 5)}
	if got := Table(Size{20, 3}, Plain(), table).Plain(); !strings.Contains(got, "… +3") {
		t.Errorf("rows that don't fit:\n%s", got)
	}
}

// No word of a language stands in this package: it comes with the data or from
// [Words]. The names of themes, glyphs and scales are what flags and tests say,
// those of bin rules are their authors', and units are read, to keep them with
// their numbers.
func TestNoWords(t *testing.T) {
	known := map[string]bool{
		"Sturges": true, "Freedman-Diaconis": true, "max |x|": true, "NaN %d": true,
		"unicode": true, "ascii": true, "braille": true, "octant": true,
		"dark": true, "light": true, "high-contrast": true, "plain": true,
		"bar": true, "count": true, "colour": true,
		"µs": true, "min": true, "bit": true, "bits": true, "nats": true, "million": true, "billion": true, "trillion": true,
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "ascii.go" { // which spells letters out
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		read++
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.CallExpr: // what panics say is for programmers
				if name, ok := n.Fun.(*ast.Ident); ok && name.Name == "panic" {
					return false
				}
			case *ast.BasicLit:
				if n.Kind != token.STRING {
					return true
				}
				text, err := strconv.Unquote(n.Value)
				if err != nil {
					t.Fatal(err)
				}
				if word := longestWord(text); len(word) > 2 && !known[text] {
					t.Errorf("%s: %q is in English", file, text)
				}
			}
			return true
		})
	}
	if read < 30 {
		t.Errorf("%d files were read", read)
	}
}

// longestWord is the longest run of letters in a text, verbs of fmt aside.
func longestWord(text string) (longest string) {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(w) > len(longest) {
			longest = w
		}
	}
	return longest
}
