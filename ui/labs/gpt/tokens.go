package gpt

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"logitarium/core/tiktoken"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// speakers are the models that read each of them.
var speakers = []message.ID{"GPT-2, 3", "3.5-turbo, 4", "GPT-4o to 5.5"}

// samples are texts for every reader: the first is the default.
var samples = []string{
	"The fox lives in the forest. 狐狸住在森林里。 for i := range 10 { sum += i }",
	"In the beginning was the Word, and nobody had yet counted the tokens.",
	"床前明月光,疑是地上霜。举头望明月,低头思故乡。",
	"def mean(xs):\n    return sum(xs) / len(xs)\n",
	"👍 👋🏽 🦊 café naïve",
	"1000000 + 2999999 = 3999999",
}

// samplesIn are the samples in other languages, by the language of the reader,
// which come after the default.
var samplesIn = map[string][]string{
	"zh-Hant": {"床前明月光，疑是地上霜。舉頭望明月，低頭思故鄉。"},
}

// Speak implements [lab.Multilingual].
func (l *Lab) Speak(language string) { l.language = language }

// samples are the texts that space goes through.
func (l *Lab) samples() []string {
	return slices.Insert(slices.Clone(samples), 1, samplesIn[l.language]...)
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
func (l *Lab) drawTokens(p *poster) {
	p.foot(p.t.Faint, 2, 12, p.say("│ ends a token; \\x is a byte of a character that has several tokens."))
	if p.withIDs(l.splits) {
		for i := range l.splits {
			l.drawSplit(p, i, true)
		}
		p.samples(l.samples(), l.encodings)
		return
	}
	for i := range speakers {
		rest := p.room() / (len(speakers) - i)
		if i >= len(l.splits) {
			p.line(p.t.Faint, p.say("a larger vocabulary is unpacked …"))
			continue
		}
		end := p.end
		p.end = p.y + rest
		l.drawSplit(p, i, false)
		p.y, p.end = p.y+min(p.room(), 1), end
	}
}

// withIDs says whether all vocabularies are there, and all tokens have room with
// their ids below them.
func (p *poster) withIDs(splits []split) bool {
	rows := 0
	for _, s := range splits {
		rows += 2 + 2*p.flowRows(s.tokens)
	}
	return len(splits) == len(speakers) && p.room() >= rows
}

// samples writes how many tokens each sample text has in each vocabulary: as
// bars where there is room, or else in a table.
func (p *poster) samples(samples []string, encodings []*tiktoken.Encoding) {
	title := p.say("tokens of the samples, which space brings")
	table := viz.TableData{Columns: []viz.Column{{Title: title, Left: true, Width: 40}}}
	for _, e := range encodings {
		table.Columns = append(table.Columns, viz.Column{Title: viz.Clean(e.Name()), Width: 11})
	}
	chart := viz.BarChart{Columns: []viz.Column{{Title: title, Left: true}, {Left: true, Title: p.say("vocabulary")}, {Title: p.say("tokens")}}}
	for _, text := range samples {
		shown := viz.Clean(strings.ReplaceAll(strings.TrimSpace(text), "\n", " "))
		row := viz.TableRow{Cells: []viz.Safe{shown}}
		for i, e := range encodings {
			n := len(e.Encode(text))
			row.Cells = append(row.Cells, viz.Cleanf("%d", n))
			if i > 0 {
				shown = viz.Safe{}
			}
			chart.Rows = append(chart.Rows, viz.BarRow{Cells: []viz.Safe{shown, viz.Clean(e.Name()), viz.Cleanf("%d", n)}, Value: float64(n)})
		}
		table.Rows = append(table.Rows, row)
	}
	switch {
	case p.room() > len(chart.Rows):
		p.put(len(chart.Rows)+1, func(size viz.Size) viz.Grid { return viz.Bars(size, p.t, chart) })
	case p.room() > 5: // the table says how many more there are
		p.put(len(table.Rows)+2, func(size viz.Size) viz.Grid { return viz.Table(size, p.t, table) })
	}
}

// drawSplit writes one vocabulary's name, its figures and the tokens.
func (l *Lab) drawSplit(p *poster, i int, ids bool) {
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
	if !ids {
		p.flow(c.tokens)
		return
	}
	p.flowIDs(c.tokens)
	p.y++
}

// tokenCount says how many tokens there are.
func tokenCount(tokens []tiktoken.Token) message.Text {
	return message.Count(len(tokens), "%d token", "%d tokens", len(tokens))
}

// flow writes tokens one after the other, each ended by a line, in turn in two
// styles. When the room ends, the last row says how many more there are.
func (p *poster) flow(tokens []tiktoken.Token) {
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
		p.token(x, i, text)
		x += w
	}
	p.y++
}

// token writes the i-th token and the line that ends it.
func (p *poster) token(x, i int, text viz.Safe) {
	st := p.t.Text
	if i%2 == 1 {
		st = p.t.Measured
		st.Bg = p.t.Text.Bg
	}
	p.g.Text(x+p.g.Text(x, p.y, text, st), p.y, viz.Clean(string(glyph(p.t, '│', '|'))), p.t.Faint)
}

// idWidth is how wide a token is with its id below it, and the gap to the next.
func (p *poster) idWidth(token tiktoken.Token) int {
	return max(p.t.Fit(viz.Clean(token.Bytes), p.g.W-1).Width()+1, len(strconv.Itoa(token.ID))+1)
}

// flowRows is how many rows tokens take with room for their ids, without these.
func (p *poster) flowRows(tokens []tiktoken.Token) int {
	x, rows := 0, 1
	for _, token := range tokens {
		w := p.idWidth(token)
		if x+w > p.g.W {
			x, rows = 0, rows+1
		}
		x += w
	}
	return rows
}

// flowIDs writes tokens as flow does, and below each its id.
func (p *poster) flowIDs(tokens []tiktoken.Token) {
	x := 0
	for i, token := range tokens {
		w := p.idWidth(token)
		if x+w > p.g.W {
			x = 0
			p.y += 2
		}
		p.token(x, i, p.t.Fit(viz.Clean(token.Bytes), p.g.W-1))
		p.g.Text(x, p.y+1, viz.Clean(strconv.Itoa(token.ID)), p.t.Faint)
		x += w
	}
	p.y += 2
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
	return message.New("%v in 2019, %d in 2024: the same text in %.0f %% of the tokens.", then, now, 100*float64(now)/float64(len(first.tokens)))
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
		list := lab.List{Name: "tokens of " + c.encoding.Name(), Title: message.New("tokens of %s", c.encoding.Name()), Columns: []string{"id", "text"}}
		for _, t := range c.tokens {
			list.Add(lab.Count(t.ID), lab.Word(strings.ReplaceAll(string(t.Bytes), "\n", `\n`)))
		}
		lists = append(lists, list)
	}
	return lists
}
