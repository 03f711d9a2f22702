package sampling

import (
	"cmp"
	"math"
	"slices"

	"logitarium/core/continuation"
)

// twig is a row of the picture: a node, and those behind it that are all but
// certain.
type twig struct {
	nodes []int
	from  float64 // where its mass begins, of all that can come
}

func (w twig) first() int { return w.nodes[0] }
func (w twig) last() int  { return w.nodes[len(w.nodes)-1] }

// certainly is the probability from which a token stands in one row with the
// one before it.
const certainly = 0.99

// twigs are branches of a tree, at most n of them, each behind the one that it
// grows from, and what all the others have: first the chosen one, and in a third of
// the rows the path of a seed, then the likeliest. Of those a third at most are branches that the
// rules remove; what is behind them is left out.
func twigs(t *continuation.Tree, n, chosen int, seed uint64) (rows []twig, rest float64) {
	kept, cut := candidates(t)
	shown := map[int]int{0: 0} // the last node of each row, by its first one
	ends := map[int]bool{0: true}
	show := func(w twig) {
		shown[w.first()] = w.last()
		ends[w.last()] = true
	}
	isChosen := func(w twig) bool { return w.first() == chosen }
	always := append(picked(kept, isChosen), picked(cut, isChosen)...)
	path := picked(kept, func(w twig) bool {
		return !isChosen(w) && slices.Contains(t.Nodes[w.last()].Seeds, seed)
	})
	always = append(always, path[:min(len(path), max(n/3, 1))]...)
	always = always[:min(n, len(always))]
	for _, w := range always {
		show(w)
	}
	isShown := func(w twig) bool { _, ok := shown[w.first()]; return ok }
	kept, cut = slices.DeleteFunc(kept, isShown), slices.DeleteFunc(cut, isShown)
	n -= len(always)
	room := max(n-min(len(cut), n/3), 0)
	for _, w := range kept[:min(room, len(kept))] {
		show(w)
	}
	left := n - min(room, len(kept))
	for _, w := range cut {
		if left > 0 && ends[t.Nodes[w.first()].Parent] {
			shown[w.first()] = w.last()
			left--
		}
	}
	rest = 1
	var put func(node int, from float64)
	put = func(node int, from float64) {
		for _, c := range t.Nodes[node].Children {
			last, ok := shown[c]
			if !ok {
				continue
			}
			rows = append(rows, twigTo(t, c, last, from))
			before := len(rows)
			put(last, from)
			if len(rows) == before && !math.IsNaN(t.Nodes[last].RulesMass) {
				rest -= t.Nodes[last].RulesMass // it is an end of what is shown
			}
			if mass := t.Nodes[c].RulesMass; !math.IsNaN(mass) {
				from += mass
			}
		}
	}
	put(0, 0)
	return rows, max(rest, 0)
}

// picked are those of some rows that are wanted.
func picked(rows []twig, wanted func(w twig) bool) []twig {
	return slices.DeleteFunc(slices.Clone(rows), func(w twig) bool { return !wanted(w) })
}

// candidates are the rows that a tree may have: those that the rules leave, or
// may leave, and the first of those that they remove, the likeliest first.
func candidates(t *continuation.Tree) (kept, cut []twig) {
	var find func(node int)
	find = func(node int) {
		for _, c := range t.Nodes[node].Children {
			w := twig{nodes: []int{c}}
			for next := surely(t, c); next >= 0; next = surely(t, next) {
				w.nodes = append(w.nodes, next)
			}
			if t.Nodes[c].RulesMass == 0 {
				cut = append(cut, w)
				continue
			}
			kept = append(kept, w)
			find(w.last())
		}
	}
	find(0)
	likeliest := func(a, b twig) int {
		return cmp.Or(cmp.Compare(height(t.Nodes[b.last()]), height(t.Nodes[a.last()])), cmp.Compare(a.first(), b.first()))
	}
	slices.SortFunc(kept, likeliest)
	slices.SortFunc(cut, likeliest)
	return kept, cut
}

// twigTo is the row from one node to another below it.
func twigTo(t *continuation.Tree, first, last int, from float64) twig {
	w := twig{from: from}
	for n := last; n != first; n = t.Nodes[n].Parent {
		w.nodes = append(w.nodes, n)
	}
	w.nodes = append(w.nodes, first)
	slices.Reverse(w.nodes)
	return w
}

// height is what a branch is shown for: what the model gives it or what the
// rules leave it, the larger one.
func height(n continuation.Node) float64 {
	if n.RulesMass > n.ModelMass { // false of NaN
		return n.RulesMass
	}
	return n.ModelMass
}

// surely returns the child that all but certainly follows a node, by the model
// and by the rules; -1 if there is none.
func surely(t *continuation.Tree, node int) int {
	for _, c := range t.Nodes[node].Children {
		if n := t.Nodes[c]; n.Model >= certainly && (n.Rules >= certainly || t.Nodes[node].RulesMass == 0) {
			return c
		}
	}
	return -1
}
