package gpt

import (
	"strings"
	"unicode/utf8"

	"logitarium/core/tiktoken"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// speakers are the models that read each of them.
var speakers = []message.ID{"GPT-2, 3", "3.5-turbo, 4", "GPT-4o to 5.5"}

// samples are texts that space goes through: the first is the default.
var samples = []string{
	"The fox lives in the forest. 狐狸住在森林里。 for i := range 10 { sum += i }",
	"In the beginning was the Word, and nobody had yet counted the tokens.",
	"床前明月光,疑是地上霜。举头望明月,低头思故乡。",
	"def mean(xs):\n    return sum(xs) / len(xs)\n",
	"👍 👋🏽 🦊 café naïve",
	"1000000 + 2999999 = 3999999",
}

// split is a text in one vocabulary.
type split struct {
	encoding *tiktoken.Encoding
	tokens   []tiktoken.Token
	runes    int // characters of the text
}

func newSplit(e *tiktoken.Encoding, text string, special bool) split {
	tokens := e.Encode(text)
	if special {
		tokens = e.EncodeSpecial(text)
	}
	return split{e, tokens, utf8.RuneCountInString(text)}
}

// perToken is how many characters a token stands for; 0 if there are none.
func (s split) perToken() float64 {
	if len(s.tokens) == 0 {
		return 0
	}
	return float64(s.runes) / float64(len(s.tokens))
}

// drawTokens draws the text in each vocabulary.
func (l *Lab) drawTokens(p *page) {
	p.foot(p.t.Faint, 2, 12, p.say("│ ends a token; \\x is a byte of a character that has several tokens."))
	p.samples(l.encodings)
	for i := range speakers {
		rest := p.room() / (len(speakers) - i)
		if i >= len(l.splits) {
			p.line(p.t.Faint, p.say("a larger vocabulary is unpacked …"))
			continue
		}
		end := p.end
		p.end = p.y + rest
		l.drawSplit(p, i)
		p.y, p.end = p.end, end
	}
}

// samples writes, where there is room, how many tokens each sample text has in
// each vocabulary.
func (p *page) samples(encodings []*tiktoken.Encoding) {
	const keep = 15 // rows of the text itself
	rows := len(samples) + 2
	if p.room() < keep+rows+1 || len(encodings) < len(speakers) {
		return
	}
	table := viz.TableData{Columns: []viz.Column{{Title: p.say("tokens of the samples, which space brings"), Left: true, Width: 40}}}
	for _, e := range encodings {
		table.Columns = append(table.Columns, viz.Column{Title: viz.Clean(e.Name()), Width: 11})
	}
	for _, text := range samples {
		row := viz.TableRow{Cells: []viz.Safe{viz.Clean(strings.ReplaceAll(strings.TrimSpace(text), "\n", " "))}}
		for _, e := range encodings {
			row.Cells = append(row.Cells, viz.Cleanf("%d", len(e.Encode(text))))
		}
		table.Rows = append(table.Rows, row)
	}
	y := p.y
	p.y = p.end - rows
	p.put(rows, func(size viz.Size) viz.Grid { return viz.Table(size, p.t, table) })
	p.y, p.end = y, p.end-rows-1
}

// drawSplit writes one vocabulary's name, its figures and the tokens.
func (l *Lab) drawSplit(p *page, i int) {
	c := l.splits[i]
	st := p.t.Strong
	mark := " "
	if l.a().Vocab.Value == float64(c.encoding.Size()) {
		st, mark = p.t.Accent, "▸"
	}
	name, figures := viz.Cleanf("%s%s (%s)", mark, c.encoding.Name(), p.say(speakers[i])), p.f.Print(tokenCount(c.tokens))
	switch {
	case p.g.W >= 64:
		name = p.say("%s%s (%v), %s ids", mark, c.encoding.Name(), p.say(speakers[i]), grouped(c.encoding.Size()))
		figures = p.say("%v, %.2f characters each", tokenCount(c.tokens), c.perToken())
	case p.g.W < 36:
		name = viz.Cleanf("%s%s", mark, c.encoding.Name())
	}
	at := max(p.g.W-figures.Width(), 0)
	if p.room() > 0 {
		p.g.Text(at, p.y, p.t.Fit(figures, p.g.W), st)
		p.g.Text(0, p.y, p.t.Fit(name, at-1), st)
		p.y++
	}
	p.flow(c.tokens)
	p.gap(0)
}

// tokenCount says how many tokens there are.
func tokenCount(tokens []tiktoken.Token) message.Text {
	return message.Count(len(tokens), "%d token", "%d tokens", len(tokens))
}

// flow writes tokens one after the other, each ended by a line, in turn in two
// styles. When the room ends, the last row says how many more there are.
func (p *page) flow(tokens []tiktoken.Token) {
	x, last := 0, p.end-1
	moreWidth := p.say("… %d more", 9999).Width()
	for i, token := range tokens {
		text := p.t.Fit(viz.Clean(token.Bytes), p.g.W-1)
		w := text.Width() + 1
		if x+w > p.g.W {
			x = 0
			p.y++
		}
		if p.y > last {
			return
		}
		if p.y == last && i < len(tokens)-1 && x+w+moreWidth > p.g.W {
			p.g.Text(x, p.y, p.t.Fit(p.say("… %d more", len(tokens)-i), p.g.W-x), p.t.Faint)
			return
		}
		st := p.t.Text
		if i%2 == 1 {
			st = p.t.Measured
			st.Bg = p.t.Text.Bg
		}
		p.g.Text(x, p.y, text, st)
		p.g.Set(x+w-1, p.y, glyph(p.t, '│', '|'), p.t.Faint)
		x += w
	}
	p.y++
}

// sayTokens compares the vocabularies.
func (l *Lab) sayTokens() message.Text {
	if len(l.splits) < len(speakers) {
		return message.New("The vocabularies are unpacked, the largest last.")
	}
	first, last := l.splits[0], l.splits[len(l.splits)-1]
	if len(last.tokens) == 0 {
		return message.New("No text, no tokens.")
	}
	if strings.Contains(l.text, endOfText) && l.special == specialText {
		return message.New("%s is read as text, in %d tokens of the first vocabulary; as a special token it is one in each: turn special.",
			endOfText, len(first.encoding.Encode(endOfText)))
	}
	parts := 0
	for _, t := range first.tokens {
		if !utf8.ValidString(t.Bytes) {
			parts++
		}
	}
	then, now := tokenCount(first.tokens), len(last.tokens)
	switch {
	case parts > 0:
		return message.Join(message.New("%v in 2019, %d in 2024.", then, now),
			message.Count(parts, "%d of the first is a part of a character that no merge made whole.", "%d of the first are parts of characters that no merge made whole.", parts))
	case len(first.tokens) == now:
		return message.New("%v in 2019, %d in 2024: this text gained nothing. Space brings others: Chinese, code, numbers.", then, now)
	}
	return message.New("%v in 2019, %d in 2024: the same text takes %.0f %% of the room in the window.", then, now, 100*float64(now)/float64(len(first.tokens)))
}

// readText is how many tokens the text has in each vocabulary.
func (l *Lab) readText() []lab.Reading {
	var readings []lab.Reading
	for i, name := range []string{"r50k", "cl100k", "o200k"} {
		count := lab.Reading{Name: name, Help: message.New("tokens of the text in the vocabulary %s", name), Unit: "tokens", Provenance: lab.Computed}
		each := lab.Reading{Name: name + " each", Help: message.New("characters that one token of this vocabulary holds, on average"), Unit: "char.", Digits: 2, Provenance: lab.Computed}
		if i < len(l.splits) {
			count.Value, each.Value = float64(len(l.splits[i].tokens)), l.splits[i].perToken()
		} else {
			count.Undefined, each.Undefined = message.New("being unpacked"), message.New("being unpacked")
		}
		readings = append(readings, count, each)
	}
	return shown(readings)
}

// listTokens are the tokens of the text in each vocabulary.
func (l *Lab) listTokens() []lab.List {
	var lists []lab.List
	for _, c := range l.splits {
		list := lab.List{Name: "tokens of " + c.encoding.Name(), Columns: []string{"id", "text"}}
		for _, t := range c.tokens {
			list.Add(lab.Count(t.ID), lab.Word(strings.ReplaceAll(string(t.Bytes), "\n", `\n`)))
		}
		lists = append(lists, list)
	}
	return lists
}
