package family_test

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"logitarium/core/family"
)

// printed is a number as papers print it: 512, 1,024, 40,478, 117M, 1.5B.
var printed = regexp.MustCompile(`^([0-9][0-9,]*(?:\.[0-9]+)?)([KMBT]?)$`)

// A number and the text that it was printed as say the same.
func TestTextsSayTheirValues(t *testing.T) {
	unit := map[string]float64{"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
	read := 0
	for _, m := range family.All() {
		for name, c := range map[string]family.Cell{
			"parameters": m.Parameters, "layers": m.Layers, "width": m.Width, "heads": m.Heads, "context": m.Context, "tokens": m.Tokens,
		} {
			parts := printed.FindStringSubmatch(c.Text)
			if parts == nil || math.IsNaN(c.Value) {
				continue
			}
			v, err := strconv.ParseFloat(strings.ReplaceAll(parts[1], ",", ""), 64)
			if err != nil {
				t.Fatal(err)
			}
			read++
			if v *= unit[parts[2]]; math.Abs(v-c.Value) > 1e-9*v {
				t.Errorf("%s: %s is %v, printed as %s", m.ID, name, c.Value, c.Text)
			}
		}
	}
	if read < 80 {
		t.Errorf("%d numbers were read", read)
	}
}

// The heads of a dense model cut its width evenly, and its MLP is four times as
// wide. What was printed for the others has a note.
func TestShapesAreWhole(t *testing.T) {
	dense := 0
	for _, m := range family.All() {
		s := m.Shape
		if s == nil || s.Experts > 0 {
			continue
		}
		dense++
		if s.Heads*s.HeadWidth != s.Width || s.KVHeads != s.Heads || s.Inner != 4*s.Width {
			t.Errorf("%s: %d heads of %d, %d of keys, width %d, inner %d", m.ID, s.Heads, s.HeadWidth, s.KVHeads, s.Width, s.Inner)
		}
		for name, c := range map[string]struct {
			cell  family.Cell
			shape int
		}{"layers": {m.Layers, s.Layers}, "width": {m.Width, s.Width}, "heads": {m.Heads, s.Heads}, "context": {m.Context, s.Context}} {
			if c.cell.Known() && c.cell.Value != float64(c.shape) && c.cell.Note == "" && m.Width.Note == "" {
				t.Errorf("%s: %s printed %v, in the shape %d, and nothing says why", m.ID, name, c.cell.Value, c.shape)
			}
		}
	}
	if dense < 10 {
		t.Errorf("%d dense models", dense)
	}
}

// GPT-3's table H.1: the numbers of examples, and shares of 100.
func TestBenchmarksAsPrinted(t *testing.T) {
	examples := map[string]int{"TriviaQA": 64, "2-digit addition": 50, "LAMBADA": 15, "HellaSwag": 20, "StoryCloze": 70}
	all := family.Benchmarks()
	if len(all) != len(examples) {
		t.Errorf("%d tasks", len(all))
	}
	for _, b := range all {
		if b.Examples != examples[b.Name] {
			t.Errorf("%s: %d examples, printed %d", b.Name, b.Examples, examples[b.Name])
		}
		if b.Asks == "" || b.Source.Source == "" || b.Source.Place == "" {
			t.Errorf("%s has no source, or nothing says what it asks for", b.Name)
		}
		for _, row := range b.Accuracy {
			for size, share := range row {
				if share < 0 || share > 100 {
					t.Errorf("%s: %v %% for size %d", b.Name, share, size)
				}
			}
			// The largest of eight models is never the worst.
			if row[7] <= row[0] {
				t.Errorf("%s: the largest has %v %%, the smallest %v %%", b.Name, row[7], row[0])
			}
		}
	}
}
