package experiment

import (
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
