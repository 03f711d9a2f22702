package encoder

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"logitarium/core/tensor"
)

func BenchmarkStep(b *testing.B) {
	lm, _ := load(b)
	run, err := NewRun(lm, Default())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := run.Step(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(run.Recipe.Pairs)*float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
}

func BenchmarkLoad(b *testing.B) {
	lm, _ := load(b)
	for b.Loop() {
		if _, err := Load(lm); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVector(b *testing.B) {
	_, e := load(b)
	for b.Loop() {
		e.Vector(Question, "Where does Abigail live?")
	}
}

func BenchmarkSearch(b *testing.B) {
	_, e := load(b)
	for _, n := range []int{1_000, 10_000, 100_000} {
		x := &Index{encoder: e, hidden: e.weights.vocabulary(), vectors: tensor.New(n, e.Width())}
		normal(x.vectors.Data, rand.New(rand.NewPCG(1, 1)), 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				x.Search("Where does Abigail live?", 10)
			}
		})
	}
}
