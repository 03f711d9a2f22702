package gpt

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"logitarium/core/family"
)

// Insight interprets what the view shows now.
func (l *Lab) Insight() string {
	switch l.view {
	case viewLedger:
		return l.insightLedger()
	case viewBlock:
		return l.insightBlock()
	case viewScale:
		return l.insightScale()
	case viewMemory:
		return l.insightMemory()
	case viewTokens:
		return l.insightTokens()
	case viewData:
		return l.insightData()
	}
	return l.insightTimeline()
}

func (l *Lab) insightTimeline() string {
	a, b, m := l.a(), l.b(), measures[l.measure]
	x, y := m.of(a), m.of(b)
	switch {
	case !x.Known() && m.name == "data":
		return fmt.Sprintf("How many tokens %s saw is %s. Parameters are not data: one says nothing of the other.", a.Name, x.Text)
	case !x.Known() && m.name == "vocabulary":
		return fmt.Sprintf("%s: which vocabulary it had is not published. Those of the others can be checked.", a.Name)
	case !x.Known() && m.name == "compute" && a.Shape != nil:
		return fmt.Sprintf("%s: 6·N·D needs D, the tokens seen: %s. Its %s parameters alone do not say how long it was trained.",
			a.Name, x.Text, short(float64(a.Shape.Parts().Total())))
	case !x.Known():
		return fmt.Sprintf("%s: %s. No bar is a guess: whatever size goes round, its maker has printed none.", a.Name, x.Text)
	case m.name == "context":
		return fmt.Sprintf("%s looks back on %s tokens at most. Context is not memory: what has left the window is gone.", a.Name, grouped(int(x.Value)))
	case m.name == "vocabulary" && a.Shape == nil:
		return fmt.Sprintf("%s has %s ids. The vocabulary is public where the size is not: it can be checked.", a.Name, grouped(int(x.Value)))
	case m.name == "vocabulary":
		return fmt.Sprintf("%s has %s ids, a row of %d numbers each: %.3g %% of its parameters.", a.Name, grouped(int(x.Value)), a.Shape.Width,
			100*float64(a.Shape.Parts().Tokens)/float64(a.Shape.Parts().Total()))
	case !y.Known() && b.Shape != nil:
		return fmt.Sprintf("%s: %s. For %s the tokens seen are %s: there is nothing to compare with.", a.Name, short(x.Value), b.Name, b.Tokens.Text)
	case !y.Known():
		return fmt.Sprintf("%s: %s; %s is %s. The scale ends where disclosure ends, not where growth does.", a.Name, short(x.Value), b.Name, y.Text)
	}
	if l.model == l.compare {
		return fmt.Sprintf("%s is both gpt and compare. Turn one of them: each step to the right multiplies.", a.Name)
	}
	if x.Value == y.Value {
		return fmt.Sprintf("%s and %s are equal in %s: %s.", a.Name, b.Name, m.name, short(x.Value)) + l.insightActive(m)
	}
	return fmt.Sprintf("%s has %s the %s of %s.", a.Name, times(x.Value/y.Value), m.name, b.Name) + l.insightActive(m)
}

// insightActive says that not all parameters of a mixture work at once.
func (l *Lab) insightActive(m measure) string {
	s := l.a().Shape
	if m.name != "parameters" || s == nil || s.Experts == 0 {
		return " The scale is logarithmic: each step to the right multiplies."
	}
	return fmt.Sprintf(" A token goes through %.1f %% of them: %d of %d experts.",
		100*float64(s.Active())/float64(s.Parts().Total()), s.Chosen, s.Experts)
}

// times words a ratio.
func times(r float64) string {
	switch {
	case r >= 9.95:
		return fmt.Sprintf("%.0f times", r)
	case r >= 0.995:
		return fmt.Sprintf("%.2f times", r)
	case r >= 0.0995:
		return fmt.Sprintf("%.2f of", r)
	}
	return fmt.Sprintf("1/%.0f of", 1/r)
}

func (l *Lab) insightLedger() string {
	a := l.a()
	if a.Shape == nil {
		public := "Its context is public."
		if a.Vocab.Known() {
			public = "Its vocabulary and context are public."
		}
		return fmt.Sprintf("%s can't be counted: without L and d there is no formula. %s", a.Name, public)
	}
	p := a.Shape.Parts()
	total := float64(p.Total())
	tables, mlp := float64(p.Tokens+p.Positions+p.Head)/total, float64(p.MLP)/total
	if a.Shape.Experts > 0 {
		return fmt.Sprintf("%.0f %% are experts' MLPs. Heads times their width is %d, not d = %d: 12d² a block does not hold here.",
			100*mlp, a.Shape.Heads*a.Shape.HeadWidth, a.Shape.Width)
	}
	if tables > 0.2 {
		return fmt.Sprintf("Embedding tables are %.0f %%. They grow with d, blocks with L·d²: the share falls as models grow.", 100*tables)
	}
	return fmt.Sprintf("Tables are %.1f %% only; the MLPs have %.0f %%, attention half as much: 8d² and 4d² a block.", 100*tables, 100*mlp)
}

func (l *Lab) insightBlock() string {
	older, newer := l.aged()
	d := blocks(older, newer)
	switch {
	case l.model == l.compare:
		return fmt.Sprintf("%s is both gpt and compare. Turn one of them to see what changed.", newer.Name)
	case older.Shape == nil || newer.Shape == nil:
		hidden := newer
		if hidden.Shape != nil {
			hidden = older
		}
		return fmt.Sprintf("Nothing about the block of %s is published: whether it changed can't be said.", hidden.Name)
	case len(d.changed) == 0:
		return fmt.Sprintf("From %s to %s no aspect changed: the same block, %s.", older.Name, newer.Name, sizes(older, newer))
	}
	var names []string
	for _, a := range d.changed {
		names = append(names, a.name)
	}
	if len(names) > 4 {
		return fmt.Sprintf("%d aspects changed in all: size is not the only difference. Yet it is still a decoder that predicts the next token.", len(names))
	}
	rest := "The rest of the block is the same"
	if names[0] == "training" { // which is none of the block
		rest = "The block is the same"
	}
	return fmt.Sprintf("Changed: %s. %s; %s.", strings.Join(names, ", "), rest, sizes(older, newer))
}

// sizes says whether depth and width differ between two models.
func sizes(older, newer family.Model) string {
	from, to := older.Shape, newer.Shape
	change := func(letter string, a, b int) string {
		if a == b {
			return fmt.Sprintf("%s stays %d", letter, a)
		}
		return fmt.Sprintf("%s goes from %d to %d", letter, a, b)
	}
	if from.Layers == to.Layers && from.Width == to.Width {
		return fmt.Sprintf("L = %d and d = %d too", to.Layers, to.Width)
	}
	return change("L", from.Layers, to.Layers) + ", " + change("d", from.Width, to.Width)
}

func (l *Lab) insightScale() string {
	models := l.scaled()
	small, large := *models[0].Shape, *models[len(standing)-1].Shape
	return fmt.Sprintf("From 1 to 4: %s times as wide, %s times as deep, %s times the blocks' parameters: L·d², not L·d as the areas.",
		factor(large.Width, small.Width), factor(large.Layers, small.Layers), factor(large.Blocks(), small.Blocks()))
}

// factor writes a ratio in three digits at least.
func factor(a, b int) string {
	r := float64(a) / float64(b)
	switch {
	case r >= 999.5:
		return short(r)
	case r >= 1:
		return strings.TrimSuffix(strings.TrimRight(three(r), "0"), ".")
	}
	return fmt.Sprintf("%.2g", r)
}

func (l *Lab) insightMemory() string {
	a := l.a()
	d := l.loadOf(a)
	if !d.known {
		return fmt.Sprintf("%s can't be weighed: its size is undisclosed.", a.Name)
	}
	text := fmt.Sprintf("Weights take %s whatever the text; the cache takes %s, %s of all", bytes(d.weights), bytes(d.cache), percent(d.cache/d.total()))
	switch {
	case d.tokens < l.context:
		return fmt.Sprintf("%s. %s ends at %s tokens.", text, a.Name, grouped(d.tokens))
	case a.Shape.KVHeads < a.Shape.Heads:
		return fmt.Sprintf("%s: %d heads share %d, and half the layers keep %d tokens.", text, a.Shape.Heads, a.Shape.KVHeads, a.Shape.Window)
	case d.cache > d.weights:
		return text + ". Context and batch cost more than the model."
	}
	if d.tokens == a.Shape.Context {
		return text + ". It doubles with batch; the context is at its end."
	}
	return text + ". It doubles with context and with batch."
}

// percent writes a share that is not 0 in whole percent.
func percent(share float64) string {
	if share < 0.005 {
		return "less than 1 %"
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}

func (l *Lab) insightTokens() string {
	if len(l.cuts) < len(openers) {
		return "The vocabularies are unpacked, the largest last."
	}
	first, last := l.cuts[0], l.cuts[len(l.cuts)-1]
	if len(last.tokens) == 0 {
		return "No text, no tokens."
	}
	if strings.Contains(l.text, endOfText) && l.special == specialText {
		return fmt.Sprintf("%s is read as text, in %d tokens of the first vocabulary; as a special token it is one in each: turn special.",
			endOfText, len(first.encoding.Encode(endOfText)))
	}
	split := 0
	for _, t := range first.tokens {
		if !utf8.ValidString(t.Bytes) {
			split++
		}
	}
	text := fmt.Sprintf("%s in 2019, %d in 2024", tokenCount(first.tokens), len(last.tokens))
	if split > 0 {
		return fmt.Sprintf("%s. %d of the first %s of characters that no merge made whole.", text, split, plural(split, "is a part", "are parts"))
	}
	if len(first.tokens) == len(last.tokens) {
		return text + ": this text gained nothing. Space brings others: Chinese, code, numbers."
	}
	return fmt.Sprintf("%s: the same text takes %.0f %% of the room in the window.", text, 100*float64(len(last.tokens))/float64(len(first.tokens)))
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func (l *Lab) insightData() string {
	m := l.a()
	switch {
	case len(m.Corpora) == 0 && m.ID == loadedID:
		return fmt.Sprintf("A file of weights does not say what %s read. The counts of its tensors do not tell, either.", m.Name)
	case len(m.Corpora) == 0:
		return fmt.Sprintf("For %s no mix of corpora was printed: neither what it read, nor how much of it.", m.Name)
	case m.Corpora[0].Weight.Text == "":
		return insightCorpus(m)
	}
	var size float64
	for _, c := range m.Corpora {
		size += c.Size.Value
	}
	most, least := mostRead(m.Corpora), leastRead(m.Corpora)
	return fmt.Sprintf("%s tokens were seen, not the %s collected: %s %s times, %s %s times.",
		short(m.Tokens.Value), short(size), most.Name, most.Epochs.Text, least.Name, least.Epochs.Text) + insightRatio(m)
}

// insightCorpus says what is known of a single corpus, and what is not.
func insightCorpus(m family.Model) string {
	c := m.Corpora[0]
	text := fmt.Sprintf("%s: one corpus, %s: %s", m.Name, c.Name, c.Size.Text)
	if c.Epochs.Text != "" {
		text += ", read " + c.Epochs.Text + " times"
	}
	if !m.Tokens.Known() {
		return text + ". How many tokens that is was not printed."
	}
	return fmt.Sprintf("%s. It saw %s tokens.", text, short(m.Tokens.Value)) + insightRatio(m)
}

// insightRatio relates data to parameters.
func insightRatio(m family.Model) string {
	if m.Shape == nil || !m.Tokens.Known() {
		return ""
	}
	return fmt.Sprintf(" %.1f a parameter.", m.Tokens.Value/float64(m.Shape.Parts().Total()))
}
