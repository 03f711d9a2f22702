package sampling

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"logitarium/core/continuation"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
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
	source *continuation.Source // nil until the tree is first looked at
	truth  continuation.Truth   // behind the prompt that it was asked for
	of     asked

	by    treeKey
	grown *continuation.Tree // nil until it is first looked at
	kept  *continuation.Tree // as it was when the lab was kept
}

// treeKey is all that a tree depends on.
type treeKey struct {
	recipe recipe
	reach  int
}

// grow begins the tree anew if it is another one, and does what a key can wait
// for.
func (l *Lab) grow() {
	if !l.certain {
		l.tree.grown = nil
		return
	}
	by := treeKey{l.recipe(), l.reach}
	if l.tree.grown != nil && l.tree.by == by {
		return
	}
	if l.tree.source == nil {
		p, err := lm.PredictorOf(l.lm.Model)
		if err != nil { // which l.silent says
			return
		}
		l.tree.source = continuation.NewSource(p)
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
	l.tree.grown = continuation.New(l.tree.source, continuation.Question{
		Prompt: l.next.tokens, Depth: l.reach, Most: treeNodes, Wide: treeWide, Seeds: seeds,
		Chain: l.chain, Truth: l.tree.truth,
	})
	l.tree.grown.Grow(treeStep, lab.KeyBudget)
}

// growing says whether the tree is not all there.
func (l *Lab) growing() bool {
	return l.view == viewTree && l.tree.grown != nil && l.tree.grown.Share() < 1
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
	actions := l.acts(lab.Action{Name: "follow", Key: "space", Help: "the chosen branch becomes part of the prompt", Do: l.follow})
	actions[1] = lab.Action{Name: "rewind", Key: "a", Help: "take the last token off the prompt", Do: l.rewind}
	return actions
}

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

// twigs are the likeliest branches of a tree, at most n of them, each behind
// the one that it grows from, and what all the others have. A third of them at
// most are branches that the rules remove; what is behind those is left out.
func twigs(t *continuation.Tree, n int) (rows []twig, rest float64) {
	kept, cut := candidates(t)
	shown := map[int]int{0: 0} // the last node of each row, by its first one
	ends := map[int]bool{0: true}
	room := max(n-min(len(cut), n/3), 0)
	for _, w := range kept[:min(room, len(kept))] {
		shown[w.first()] = w.last()
		ends[w.last()] = true
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

// drawTree draws the likeliest branches, each below the one that it grows from,
// with a bar as wide as its mass.
func (l *Lab) drawTree(f lab.Frame) viz.Grid {
	if l.tree.grown == nil {
		return f.Theme.Grid(f.Size)
	}
	chart, _ := l.treeChart(f)
	return viz.Bars(f.Size, f.Theme, chart)
}

// treeChart is the picture, and the rows that it has room for.
func (l *Lab) treeChart(f lab.Frame) (viz.BarChart, []twig) {
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("what may follow"), Left: true, Width: min(max(f.W*2/7, 12), 48)},
			{Title: viz.Clean("p"), Width: 5, Spare: true},
			{Title: f.Say("path"), Width: 6},
			{Title: f.Say("true"), Width: 5},
			{Title: f.Say("seeds, •%d", l.seed), Width: 5, Spare: true},
		},
		Kept:    f.Say("can be drawn"),
		Removed: f.Say("cut"),
		Max:     1,
		Axis:    true,
	}
	if l.tree.truth == nil {
		chart.Columns = slices.Delete(chart.Columns, 3, 4)
	} else {
		chart.Wrong = f.Say("can be drawn, and is not true")
	}
	t := l.tree.grown
	room := roomOf(chart, f.H)
	rows, rest := twigs(t, room)
	whole := len(rows) < room && rest < 1e-9
	if !whole && room > 0 {
		rows, rest = twigs(t, room-1)
	}
	chosen := l.chosen()
	for _, w := range rows {
		chart.Rows = append(chart.Rows, l.twigRow(f, w, w.first() == chosen))
	}
	if !whole && room > 0 {
		cells := make([]viz.Safe, len(chart.Columns))
		cells[0], cells[2] = f.Say("… all others"), viz.Share(rest, 6)
		chart.Rows = append(chart.Rows, viz.BarRow{Cells: cells, Value: math.NaN(), Mark: math.NaN()})
	}
	return chart, rows
}

// roomOf is how many rows a chart has in a height.
func roomOf(c viz.BarChart, h int) (rows int) {
	c.Rows = make([]viz.BarRow, max(h, 0)+1)
	for y := range h {
		if _, ok := c.RowAt(h, y); ok {
			rows++
		}
	}
	return rows + 1 // where more rows than fit are counted there is room for one of them
}

// twigRow is the row of a branch.
func (l *Lab) twigRow(f lab.Frame, w twig, chosen bool) viz.BarRow {
	t := l.tree.grown
	first, last := t.Nodes[w.first()], t.Nodes[w.last()]
	row := viz.BarRow{Value: last.RulesMass, From: w.from, Mark: math.NaN(), Chosen: chosen}
	path := viz.Share(last.RulesMass, 6)
	switch {
	case math.IsNaN(last.RulesMass):
		path = viz.Clean("?  ")
	case last.RulesMass == 0:
		row.Value, row.Removed, path = last.ModelMass, true, f.Say("cut")
		row.From = min(row.From, 1-row.Value)
	case last.TrueMass == 0:
		row.Wrong = true
	}
	p := last.Rules
	if len(w.nodes) > 1 || row.Removed {
		p = over(last.RulesMass, t.Nodes[first.Parent].RulesMass)
	}
	row.Cells = []viz.Safe{l.twigLabel(w), shareOf(p, 5), path}
	if row.Removed {
		row.Cells[1] = viz.Clean("–  ")
	}
	if l.tree.truth != nil {
		row.Cells = append(row.Cells, trueShare(last.TrueMass))
	}
	seeds := viz.Cleanf("%d", len(last.Seeds))
	if slices.Contains(last.Seeds, uint64(l.seed)) {
		seeds = viz.Cleanf("•%d", len(last.Seeds))
	}
	if len(last.Seeds) == 0 {
		seeds = viz.Safe{}
	}
	row.Cells = append(row.Cells, seeds)
	return row
}

// over is a share of what may be nothing.
func over(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}

// trueShare is the mass that a branch truly has; nothing where nobody knows.
func trueShare(mass float64) viz.Safe {
	switch {
	case math.IsNaN(mass):
		return viz.Safe{}
	case mass == 0:
		return viz.Clean("–  ")
	}
	return viz.Share(mass, 5)
}

// twigLabel is the text of a branch, as far in as it is deep.
func (l *Lab) twigLabel(w twig) viz.Safe {
	label := ""
	for range 2 * (l.tree.grown.Nodes[w.first()].Depth - 1) {
		label += " "
	}
	for i, n := range w.nodes {
		if i > 0 {
			label += " "
		}
		label += l.label(l.tree.grown.Nodes[n].Token).String()
	}
	return viz.Clean(label)
}

// atTree reads a branch.
func (l *Lab) atTree(f lab.Frame, _, y int) string {
	if l.tree.grown == nil {
		return ""
	}
	chart, rows := l.treeChart(f)
	i, ok := chart.RowAt(f.H, y)
	if !ok || i >= len(rows) {
		return ""
	}
	n := l.tree.grown.Nodes[rows[i].last()]
	text := l.lm.Tokens.Decode(l.tree.grown.Path(rows[i].last()))
	all := []message.Text{message.New("%q: p %.4g at T = 1 and uncut", viz.Clean(text), n.ModelMass), message.New("after the rules %.4g", n.RulesMass)}
	if !math.IsNaN(n.TrueMass) {
		all = append(all, message.New("in truth %.4g", n.TrueMass))
	}
	all = append(all, message.Count(len(n.Seeds), "%d of %d seeds comes here", "%d of %d seeds come here", len(n.Seeds), treeSeeds))
	return f.Print(message.Series(all...)).String()
}

// sayTree says what the rules take of what can be said, and what of the truth.
func (l *Lab) sayTree() message.Text {
	t := l.tree.grown
	if t == nil {
		return l.sayFirst()
	}
	if err := t.Err(); err != nil {
		return message.Of(err)
	}
	all := t.Totals()
	switch {
	case t.Vague:
		return message.New("Behind some of these branches the model does not tell enough: what the rules leave there is not known.")
	case l.tree.truth == nil && all.Cut > 0:
		return message.New("Of all that the model may say the rules remove %s. Whether any of it was true is not known here.", viz.Share(all.Cut, 6))
	case l.tree.truth == nil:
		return message.New("The rules remove nothing: whatever the model may say can be drawn.")
	case all.Cut == 0 && all.Kept == 0:
		return message.New("The rules remove nothing, and nothing that can be drawn is untrue.")
	case all.Cut == 0:
		return message.New("The rules remove nothing. Of what can be drawn %s is not true.", viz.Share(all.Kept, 6))
	case all.Lost == 0 && all.Kept == 0:
		return message.New("The rules remove %s of what the model may say: nothing of it was true, and nothing untrue is left.", viz.Share(all.Cut, 6))
	case all.Lost == 0:
		return message.New("The rules remove %s of what the model may say, and nothing of what is true. Of what is left %s is not true.",
			viz.Share(all.Cut, 6), viz.Share(all.Kept, 6))
	case all.Kept == 0:
		return message.New("The rules remove %s of what the model may say, and with it %s of what is true. Nothing untrue is left.",
			viz.Share(all.Cut, 6), viz.Share(all.Lost, 6))
	}
	return message.New("The rules remove %s of what the model may say, and with it %s of what is true. Of what is left %s is not true.",
		viz.Share(all.Cut, 6), viz.Share(all.Lost, 6), viz.Share(all.Kept, 6))
}

// readTree is what the tree comes to.
func (l *Lab) readTree() []lab.Reading {
	readings := []lab.Reading{
		{Name: "removed", Help: message.New("the part of what the model may say that the rules remove")},
		{Name: "true lost", Help: message.New("the part of what is true that the rules remove")},
		{Name: "untrue kept", Help: message.New("the part of what can be drawn that is known not to be true")},
		{Name: "leaves", Help: message.New("what the ends of the tree's branches have together, of all that can be drawn")},
		{Name: "beyond", Help: message.New("what all continuations have that are not in the tree: with the leaves it sums to 1")},
	}
	if l.tree.grown == nil {
		for i := range readings {
			readings[i].Undefined, readings[i].Provenance = message.New("the tree has not grown"), lab.Computed
		}
		return readings
	}
	all := l.tree.grown.Totals()
	for i, v := range []float64{all.Cut, all.Lost, all.Kept, all.Shown.Rules, all.Rest.Rules} {
		r := share(readings[i].Name, "", v)
		readings[i].Value, readings[i].Digits, readings[i].Provenance = r.Value, r.Digits, lab.Computed
		if (i == 1 || i == 2) && l.tree.truth == nil {
			readings[i].Value, readings[i].Undefined = 0, message.New("the truth is not known here")
		}
		if math.IsNaN(v) {
			readings[i].Value, readings[i].Undefined = 0, message.New(untold)
		}
	}
	return readings
}

// listTree is the whole tree, a node a row.
func (l *Lab) listTree() []lab.List {
	if l.tree.grown == nil {
		return nil
	}
	list := lab.List{Name: "branches", Columns: []string{"node", "parent", "depth", "token", "p(T=1)", "final", "path(T=1)", "path", "true", "seeds", "unshown", "rest"}}
	amount := func(v float64) lab.Cell {
		if math.IsNaN(v) {
			return lab.Word(notKnown)
		}
		return lab.Amount(v, 9)
	}
	for i, n := range l.tree.grown.Nodes {
		label := lm.Label(l.lm.Tokens, n.Token)
		if i == 0 {
			label = "prompt"
		}
		rest := lab.Word("")
		if n.Open {
			rest = amount(n.Rest.RulesMass)
		}
		list.Add(lab.Count(i), lab.Count(n.Parent), lab.Count(n.Depth), lab.Word(label), amount(n.Model), amount(n.Rules),
			amount(n.ModelMass), amount(n.RulesMass), amount(n.TrueMass), lab.Count(len(n.Seeds)), lab.Count(n.Rest.Tokens), rest)
	}
	return []lab.List{list}
}

// wholeTree is the tree, nested.
func (l *Lab) wholeTree() any {
	if l.tree.grown == nil {
		return nil
	}
	return l.tree.grown
}
