package family

import (
	"math"
	"strconv"
)

// Corpus is a part of what a model was trained on, as it was printed.
type Corpus struct {
	Name   string
	Size   Cell // tokens if Value is a number, else in words
	Weight Cell // share of the training mix in percent; zero if it was not printed
	Epochs Cell // how often it was read; zero if it was not printed
}

// Epochs returns how often a corpus is read when D tokens are drawn, a share of
// them from it: share·D / size. NaN if a figure is missing.
func Epochs(c Corpus, tokens float64) float64 {
	if !(c.Size.Value > 0) || c.Weight.Text == "" {
		return math.NaN()
	}
	return c.Weight.Value / 100 * tokens / c.Size.Value
}

// corporaGPT3 is table 2.2 of Brown et al. 2020. The weights sum to 101 %, and
// weight, size and epochs do not quite agree: all three are rounded.
func corporaGPT3() []Corpus {
	from := paper3.at("table 2.2")
	var corpora []Corpus
	for _, c := range []struct {
		name           string
		size, weight   float64
		epochs         float64
		printed, times string
	}{
		{"Common Crawl", 410e9, 60, 0.44, "410B", "0.44"},
		{"WebText2", 19e9, 22, 2.9, "19B", "2.9"},
		{"Books1", 12e9, 8, 1.9, "12B", "1.9"},
		{"Books2", 55e9, 8, 0.43, "55B", "0.43"},
		{"Wikipedia", 3e9, 3, 3.4, "3B", "3.4"},
	} {
		corpora = append(corpora, Corpus{
			Name:   c.name,
			Size:   from.count(c.size, c.printed).in("tokens"),
			Weight: from.count(c.weight, itoa(int(c.weight))+"%").in("%"),
			Epochs: from.count(c.epochs, c.times),
		})
	}
	return corpora
}

func itoa(n int) string { return strconv.Itoa(n) }
