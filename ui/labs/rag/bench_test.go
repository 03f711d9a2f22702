package rag

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// A key press on the largest screen.
func BenchmarkKnob(b *testing.B) {
	for _, v := range fresh(b).Views().List {
		l := fresh(b)
		turn(b, l, "view", v.Name)
		b.Run(v.Name, func(b *testing.B) {
			f := lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}
			for i := 0; b.Loop(); i++ {
				l.k1 = float64(i%50) / 10
				if v.Name == "answer" || v.Name == "prompt" {
					l.topN = 1 + i%5
				}
				if err := l.Refresh(); err != nil {
					b.Fatal(err)
				}
				_ = lab.Draw(l, f).String()
				lab.Readings(l)
			}
		})
	}
}

// A step of the queue: one prompt.
func BenchmarkStep(b *testing.B) {
	l := fresh(b)
	turn(b, l, "view", "answer")
	for b.Loop() {
		l.answer = answer{}
		l.work.Drop()
		_ = l.Refresh()
		_ = l.Step(0)
	}
}

// Another chunk for the first time: all passages are cut and encoded.
func BenchmarkStock(b *testing.B) {
	l := fresh(b)
	turn(b, l)
	for b.Loop() {
		l.library.indexed = make(map[chunking]*indexed)
		turn(b, l)
	}
}

// distinctWords is so many bytes of sentences in which no word comes twice.
func distinctWords(bytes int) string {
	var b strings.Builder
	rng := rand.New(rand.NewPCG(1, 1))
	for i := 0; b.Len() < bytes; i++ {
		word := fmt.Sprintf("w%xq%c%c", i, 'a'+rng.IntN(26), 'a'+rng.IntN(26))
		switch i % 12 {
		case 0:
			b.WriteString(strings.ToUpper(word[:1]) + word[1:] + " ")
		case 11:
			b.WriteString(word + ". ")
		default:
			b.WriteString(word + " ")
		}
	}
	return b.String()
}

// The hardest folder for an index: ten megabytes of which no word comes twice,
// from the folder to the first ranking.
func BenchmarkDistinctWords(b *testing.B) {
	files := fstest.MapFS{"a.txt": {Data: []byte(distinctWords(10e6))}}
	opened := fresh(b)
	turn(b, opened)
	for b.Loop() {
		l := opened.Twin().(*Lab)
		l.library.indexed = make(map[chunking]*indexed)
		openFolder(b, l, files, func() {})
	}
}

// openFolder opens a folder and does all that is to be done before its first
// ranking, and something after each step of it.
func openFolder(t testing.TB, l *Lab, files fs.FS, then func()) {
	t.Helper()
	if _, err := l.Read("./own", files); err != nil {
		t.Fatal(err)
	}
	labtest.Turn(t, l, "documents", "./own")
	for l.Busy() {
		if err := l.Step(0); err != nil {
			t.Fatal(err)
		}
		then()
	}
}
