package sampling

import (
	"unicode/utf8"

	"logitarium/core/continuation"
	"logitarium/core/lm"
	"logitarium/ui/lab"
)

// The size of the tree: how many nodes have their children asked for, how many
// children a node shows, and how many seeds are followed through it.
const (
	treeNodes = 48
	treeWide  = 12
	treeSeeds = 100
	treeStep  = 8 // nodes that a key or a step waits for
)

// tree is all that can be said behind the prompt, some tokens deep.
type tree struct {
	cache *continuation.Cache // nil until the tree is first looked at
	truth continuation.Truth  // behind the prompt that it was asked for
	of    asked

	by    treeKey
	grown *continuation.Tree // nil until it is first looked at
	kept  *continuation.Tree // as it was when the lab was kept
}

// treeKey is all that a tree depends on.
type treeKey struct {
	recipe recipe
	levels int
}

// grow begins the tree anew if it is another one, and does what fits into a
// budget.
func (l *Lab) grow(budget float64) {
	if !l.certain {
		l.tree.grown = nil
		return
	}
	by := treeKey{l.recipe(), l.levels}
	if l.tree.grown != nil && l.tree.by == by {
		return
	}
	if l.tree.cache == nil {
		p, err := lm.PredictorOf(l.lm.Model)
		if err != nil { // which l.silent says
			return
		}
		l.tree.cache = continuation.NewCache(p)
	}
	if l.tree.truth == nil || l.tree.of != l.asks() {
		l.tree.of, l.tree.truth = l.asks(), nil
		if l.next.truth != nil {
			l.tree.truth = continuation.InWorld(l.lm.World, l.lm.Tokens, l.asks().story(l.lm))
		}
	}
	seeds := make([]uint64, treeSeeds)
	for i := range seeds {
		seeds[i] = uint64(l.seed + i)
	}
	l.tree.by = by
	l.tree.grown = continuation.New(l.tree.cache, continuation.Request{
		Prompt: l.next.tokens, Depth: l.levels, Most: treeNodes, Wide: treeWide, Seeds: seeds,
		Chain: l.chain, Truth: l.tree.truth,
	})
	if l.rankCost()+l.cutCost() <= budget {
		l.tree.grown.Grow(treeStep, budget)
	}
}

// rankCost and cutCost are about what the ranking and the steps of a chain cost
// on all tokens of the model, in multiplications. What a server tells is little.
func (l *Lab) rankCost() float64 { return l.perToken(1000) }
func (l *Lab) cutCost() float64  { return l.perToken(1500) }

func (l *Lab) perToken(cost float64) float64 {
	if l.served() {
		return 0
	}
	return float64(cost * float64(l.lm.Tokens.Size()))
}

// growing says whether the tree is not all there.
func (l *Lab) growing() bool {
	return l.open().grows && l.tree.grown != nil && l.tree.grown.Share() < 1
}

// branches are the nodes that may follow the prompt next.
func (t tree) branches() []int {
	if t.grown == nil {
		return nil
	}
	return t.grown.Nodes[0].Children
}

// chosen is the branch that the hand is at; -1 where there is none.
func (l *Lab) chosen() int {
	if all := l.tree.branches(); len(all) > 0 {
		return all[min(l.branch, len(all))-1]
	}
	return -1
}

// follow takes the chosen branch: its token becomes part of the prompt,
// whatever the rules say of it.
func (l *Lab) follow() error {
	at := l.chosen()
	if at < 0 {
		return errReading
	}
	token := l.tree.grown.Nodes[at].Token
	if token == l.lm.Tokens.End() {
		return errEnds
	}
	if err := l.promptText().Set(l.prompt + string(l.lm.Tokens.Bytes(token))); err != nil {
		return err
	}
	l.draws, l.from, l.branch = 0, 1, 1
	return nil
}

// rewind takes the last token off the prompt, and more of them where a part of
// a letter would be left.
func (l *Lab) rewind() error {
	tokens := l.lm.Tokens.Encode(l.prompt)
	for n := len(tokens) - 1; n > 0; n-- {
		if text := l.lm.Tokens.Decode(tokens[:n]); utf8.ValidString(text) {
			l.draws, l.from, l.branch = 0, 1, 1
			return l.promptText().Set(text)
		}
	}
	return errFirst
}

// actTree walks the tree.
func (l *Lab) actTree() []lab.Action {
	actions := l.acts(lab.Action{Name: "follow", Key: "space", Help: "the chosen branch becomes part of the prompt", Turns: []lab.Field{&l.prompt}, Do: l.follow})
	actions[1] = lab.Action{Name: "rewind", Key: "a", Help: "take the last token off the prompt", Turns: []lab.Field{&l.prompt}, Do: l.rewind}
	return actions
}
