package experiment

import (
	"runtime"
	"slices"
	"testing"
)

// A copy taken at any point, within a step too, goes on as the race does, and
// neither moves the other.
func TestClone(t *testing.T) {
	s := RaceSetting{Setting: Setting{Depth: 20, Width: 64, Seed: 3}, Rate: 1e-3, Warmup: 3, Vocabulary: 8}
	r := NewRace(s, counting)
	if r.rowsAtOnce() == RaceRows {
		t.Fatal("a call makes a whole step")
	}
	var copies []*Race
	for r.Steps() < 2 {
		copies = append(copies, r.Clone())
		r.Advance()
	}
	for i, c := range copies {
		for c.Steps() < 2 {
			c.Advance()
		}
		if !slices.Equal(c.Pre.Losses, r.Pre.Losses) || !slices.Equal(c.Post.Losses, r.Post.Losses) || c.Unigram() != r.Unigram() {
			t.Errorf("from call %d on: losses %v and %v, not %v and %v", i, c.Pre.Losses, c.Post.Losses, r.Pre.Losses, r.Post.Losses)
		}
	}
	s.Cross, s.Depth = true, 2
	crossed := NewRace(s, counting)
	crossed.Advance()
	copied := crossed.Clone()
	for crossed.Steps() < 3 {
		crossed.Advance()
	}
	for copied.Steps() < 3 {
		copied.Advance()
	}
	if !slices.Equal(copied.Pre.Losses, crossed.Pre.Losses) || !slices.Equal(copied.Post.Losses, crossed.Post.Losses) {
		t.Error("with cross-attention a copy came out otherwise")
	}
	c := r.Clone()
	r.Advance()
	if r.row != c.row+r.rowsAtOnce() || len(c.Pre.Losses) != 2 {
		t.Errorf("rows %d and %d", r.row, c.row)
	}
}

// In parts of any size a race comes to the same bits, on any number of threads,
// and so does a copy taken between two parts; what is seen of it changes at the
// end of a call alone.
func TestParts(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	for _, cross := range []bool{false, true} {
		s := RaceSetting{Setting: Setting{Depth: 2, Width: 32, Seed: 3, Cross: cross}, Rate: 1e-3, Vocabulary: 8}
		want := NewRace(s, counting)
		for range 3 {
			want.Advance()
		}
		for threads := range 3 {
			runtime.GOMAXPROCS(threads + 1)
			r, parts := NewRace(s, counting), 0
			var copies []*Race
			for r.Steps() < 3 {
				steps := r.Steps()
				for !r.AdvanceFor(1) {
					if parts++; r.Steps() != steps || len(r.Post.Losses) != steps {
						t.Fatalf("after a part of step %d there are %d", steps, r.Steps())
					}
					if parts%3 == 0 {
						copies = append(copies, r.Clone())
					}
				}
			}
			if parts < 3*3 {
				t.Errorf("three steps in %d parts", parts)
			}
			for _, c := range append(copies, r) {
				for c.Steps() < 3 {
					c.Advance()
				}
				if !slices.Equal(c.Pre.Losses, want.Pre.Losses) || !slices.Equal(c.Post.Losses, want.Post.Losses) || !slices.Equal(c.Post.W2[2], want.Post.W2[2]) {
					t.Fatalf("%d threads, cross-attention %v: in parts it comes to other losses", threads+1, cross)
				}
			}
		}
	}
}
