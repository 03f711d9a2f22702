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
	case !x.Known():
		return fmt.Sprintf("%s: %s. No bar is a guess: what went round as its size was never confirmed.", a.Name, x.Text)
	case m.name == "context":
		return fmt.Sprintf("%s looks back on %s tokens at most. Context is not memory: what has left the window is gone.", a.Name, grouped(int(x.Value)))
	case m.name == "vocabulary":
		return fmt.Sprintf("%s has %s ids. The vocabulary stays public where all else is not: it can be checked.", a.Name, grouped(int(x.Value)))
	case !y.Known():
		return fmt.Sprintf("%s: %s; %s is %s. The scale ends where disclosure ends, not where growth does.", a.Name, short(x.Value), b.Name, y.Text)
	}
	if l.model == l.compare {
		return fmt.Sprintf("%s is both gpt and compare. Turn one of them: each step to the right multiplies.", a.Name)
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
		return fmt.Sprintf("%s can't be counted: without L and d there is no formula. Its vocabulary and context are public.", a.Name)
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
	case len(d.unknown) == len(older.Aspects()):
		hidden := newer
		if hidden.Shape != nil {
			hidden = older
		}
		return fmt.Sprintf("Nothing about the block of %s is published: whether it changed can't be said.", hidden.Name)
	case len(d.unknown) > 0:
		return fmt.Sprintf("%d of %d aspects are undisclosed: whether they changed, and how, can't be said.", len(d.unknown), len(older.Aspects()))
	case len(d.changed) == 0:
		return fmt.Sprintf("From %s to %s nothing changed but numbers: the same block, more and wider.", older.Name, newer.Name)
	}
	var names []string
	for _, a := range d.changed {
		names = append(names, a.name)
	}
	if len(names) > 4 {
		return fmt.Sprintf("%d aspects changed in all: bigger is not the only difference. Yet it is still a decoder that predicts the next token.", len(names))
	}
	return fmt.Sprintf("Changed: %s. The rest of the block is the same; what differs most is L and d.", strings.Join(names, ", "))
}

func (l *Lab) insightScale() string {
	models := l.scaled()
	small, large := *models[0].Shape, *models[len(standing)-1].Shape
	return fmt.Sprintf("From 1 to 4: %.0f times as wide, %.0f times as deep, %s times the blocks' parameters: L·d², not L·d as the areas.",
		float64(large.Width)/float64(small.Width), float64(large.Layers)/float64(small.Layers), short(float64(large.Blocks())/float64(small.Blocks())))
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
	split := 0
	for _, t := range first.tokens {
		if !utf8.ValidString(t.Bytes) {
			split++
		}
	}
	text := fmt.Sprintf("%s in 2019, %d in 2024", tokenCount(first.tokens), len(last.tokens))
	if split > 0 {
		return fmt.Sprintf("%s. %d of the first are no whole characters: bytes that were never merged.", text, split)
	}
	if len(first.tokens) == len(last.tokens) {
		return text + ": this text gained nothing. Space brings others: Chinese, code, numbers."
	}
	return fmt.Sprintf("%s: the same text takes %.0f %% of the room in the window.", text, 100*float64(len(last.tokens))/float64(len(first.tokens)))
}

func (l *Lab) insightData() string {
	m := l.a()
	switch {
	case len(m.Corpora) == 0:
		return fmt.Sprintf("For %s no mix of corpora was printed: neither what it read, nor how much of it.", m.Name)
	case m.Corpora[0].Weight.Text == "":
		return fmt.Sprintf("%s: one corpus. What is printed is its name and the number of books, not of tokens.", m.Name)
	}
	var size float64
	for _, c := range m.Corpora {
		size += c.Size.Value
	}
	return fmt.Sprintf("%s tokens were seen, not the %s collected: web pages less than once, the encyclopedia %s times.",
		short(m.Tokens.Value), short(size), mostRead(m.Corpora).Epochs.Text) + insightRatio(m)
}

// insightRatio relates data to parameters.
func insightRatio(m family.Model) string {
	if m.Shape == nil || !m.Tokens.Known() {
		return ""
	}
	return fmt.Sprintf(" %.1f a parameter.", m.Tokens.Value/float64(m.Shape.Parts().Total()))
}
