package rag

import (
	"slices"
	"strconv"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// usesView is where models are given texts to read.
func (l *Lab) usesView() workView {
	return workView{View: lab.View{
		Name: "uses", Help: "where retrieval is used, and what it does there",
		Moves: append(l.searching(), &l.gold, &l.use),
		Draw:  l.drawUses, Sentence: l.sayUse, Readings: l.readUse, Lists: l.listUses,
		Actions: func() []lab.Action {
			return []lab.Action{{Name: "other use", Key: "space", Help: "the next use", Turns: []lab.Field{&l.use}, Do: func() error {
				l.use = (l.use + 1) % len(uses)
				return nil
			}}}
		},
	}}
}

// A use is a kind of task in which a model reads what was retrieved.
type use struct {
	name           string
	label          message.ID
	query, brings  message.ID // what is searched for, and what is found
	say, published message.ID
	paper          message.ID
	year           int
}

var uses = [...]use{
	{
		name: "open-domain", label: "open-domain answers", query: "the question", brings: "the passage that holds the fact",
		say:       "Open-domain answers: the question itself is the query, and the passage that is found holds the fact. The weights need not.",
		published: "Its authors gave RAG its name: 21 million passages of Wikipedia, of 100 words each. The generator and the encoder of queries were trained together.",
		paper:     "Lewis et al. 2020, arXiv 2005.11401", year: 2020,
	},
	{
		name: "dialogue", label: "dialogue", query: "what was said so far", brings: "what the reply is to rest on",
		say:       "Dialogue: what was said so far is the query, so each turn is looked up anew, and the reply is written from what is found.",
		published: "Its title says what was found: “Retrieval Augmentation Reduces Hallucination in Conversation”. Less is not none.",
		paper:     "Shuster et al. 2021, arXiv 2104.07567", year: 2021,
	},
	{
		name: "summaries", label: "summaries", query: "the title", brings: "the paragraphs to be read",
		say:       "Summaries: many documents are too long to be read whole. The title is the query, and the best paragraphs are what the model reads.",
		published: "“Generating Wikipedia by Summarizing Long Sequences”: paragraphs of the sources are ranked, by TF-IDF for one. A decoder writes the beginning of the article from them.",
		paper:     "Liu et al. 2018, arXiv 1801.10198", year: 2018,
	},
	{
		name: "reports", label: "reports", query: "what the model asks", brings: "pages, quoted as sources",
		say:       "Reports: the model itself writes the queries, one after the other, and each claim of the report names the page that it rests on.",
		published: "WebGPT searches the web through a text browser, keeps quotations, and answers with references to their pages.",
		paper:     "Nakano et al. 2021, arXiv 2112.09332", year: 2021,
	},
}

func useOptions() []lab.Option {
	options := make([]lab.Option, len(uses))
	for i, u := range uses {
		options[i] = lab.Option{Name: u.name, Help: message.New(u.label)}
	}
	return options
}

// useKnob chooses one of the uses, in the view that it moves.
func (l *Lab) useKnob() lab.Knob {
	k := lab.Knob{Name: "use", Help: "what retrieval is used for", Setting: lab.Choice{At: &l.use, Options: useOptions()}}
	if !slices.Contains(l.open().Moves, lab.Field(&l.use)) {
		k.Hidden, k.Idle = true, message.New("it moves the view %v", message.Label("view", "uses"))
	}
	return k
}

// drawUses lists the uses, says more about the chosen one, or about all where
// there is room, and what the same steps are in this lab.
func (l *Lab) drawUses(f lab.Frame) viz.Grid {
	p := l.poster(f, stageQuery, stageRetriever, stagePrompt)
	d := viz.TableData{Columns: []viz.Column{
		{Title: f.Say("used for"), Left: true, Width: 19},
		{Title: f.Say("the query is"), Left: true, Width: 20},
		{Title: f.Say("retrieval brings"), Left: true, Width: 12},
	}}
	for i, u := range uses {
		d.Rows = append(d.Rows, viz.TableRow{Chosen: i == l.use, Cells: []viz.Safe{f.Say(u.label), f.Say(u.query), f.Say(u.brings)}})
	}
	h := min(len(d.Rows)+2, p.left())
	p.Put(0, p.y, viz.Table(viz.Size{W: p.W, H: h}, f.Theme, d))
	p.y += h
	const details, here = 4, 3 // rows that one of them takes at most
	if p.left() >= len(uses)*details+here {
		for i, u := range uses {
			p.y++
			l.detail(p, u, i == l.use)
		}
	} else {
		if p.left() > details+here {
			p.y++
		}
		l.detail(p, uses[l.use], true)
	}
	if p.left() > here {
		p.y++
	}
	l.useHere(p)
	return p.Grid
}

// detail says of a use who published it, and what they did.
func (l *Lab) detail(p *poster, u use, chosen bool) {
	f, name := p.f, p.f.Theme.Text
	if chosen {
		name = f.Theme.Accent
	}
	if p.left() < 2 {
		return
	}
	p.line(name, f.Say("%v: %v", message.New(u.label), message.New(u.paper)))
	p.paragraph(f.Theme.Text, 3, p.whole(f.Say(u.published), min(3, p.left())))
}

// useHere says what the query and the best passage are in this lab, and lists
// what else was found where there is room.
func (l *Lab) useHere(p *poster) {
	f := p.f
	if p.left() < 2 {
		return
	}
	p.Put(0, p.y, viz.Rule(viz.Size{W: p.W, H: 1}, f.Theme, f.Say("in this lab: “%s” brings", l.query)))
	p.y++
	hits := l.hits()
	if len(hits) == 0 {
		p.paragraph(f.Theme.Faint, p.left(), f.Print(l.nothing()))
		return
	}
	for i := 0; i < len(hits) && p.left() > 0; i++ {
		passage, st := l.corpus.passages[hits[i].Doc], f.Theme.Text
		if passage.gold {
			st = f.Theme.Reference
			p.Text(gutter-1, p.y, viz.Clean("*"), st)
		}
		p.Text(0, p.y, viz.Cleanf("%3d", i+1), f.Theme.Faint)
		score := l.score(hits[i].Score)
		p.Text(gutter, p.y, score, f.Theme.Faint)
		at := gutter + score.Width() + columnGap
		p.Text(at, p.y, f.Theme.Fit(viz.Clean(passage.text), p.W-at), st)
		p.y++
	}
}

func (l *Lab) sayUse() message.Text { return message.New(uses[l.use].say) }

func (l *Lab) readUse() []lab.Reading {
	u := uses[l.use]
	return []lab.Reading{
		{Name: "published", Help: message.New("the year of the paper"), Value: float64(u.year), Text: message.Verbatim(strconv.Itoa(u.year)), Provenance: lab.Published, Source: string(u.paper), Note: message.New(u.paper)},
		{Name: "found", Help: message.New("how many passages of this lab are ranked for the query"), Value: float64(len(l.hits())), Unit: "passages"},
	}
}

func (l *Lab) listUses() []lab.List {
	list := lab.List{Name: "uses", Columns: []string{"use", "query", "retrieval brings", "published", "source"}}
	for _, u := range uses {
		list.Add(lab.Word(u.name), lab.Word(string(u.query)), lab.Word(string(u.brings)), lab.Word(string(u.published)), lab.Word(string(u.paper)))
	}
	return []lab.List{list}
}
