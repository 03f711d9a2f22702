package retrieval_test

import (
	"fmt"
	"testing"

	"logitarium/core/retrieval"
)

// Terms beyond the bound count in lengths, and are said to be left out.
func TestMaxTerms(t *testing.T) {
	x := retrieval.NewIndex(nil)
	for i := range retrieval.MaxTerms / 4 {
		x.Add([]string{fmt.Sprint("a", i), fmt.Sprint("b", i), fmt.Sprint("c", i), fmt.Sprint("d", i)})
	}
	if x.Unheld() != 0 {
		t.Fatalf("%d left out", x.Unheld())
	}
	x.Add([]string{"new", "a0", "new"})
	last := x.Docs() - 1
	if x.Unheld() != 2 || x.Frequency("new") != 0 || x.Count("a0", last) != 1 || x.Length(last) != 3 || len(x.Terms()) != retrieval.MaxTerms {
		t.Errorf("%d left out, %d have new, %d times a0, length %d, %d terms", x.Unheld(), x.Frequency("new"), x.Count("a0", last), x.Length(last), len(x.Terms()))
	}
}
