package inside

import (
	"strings"

	"logitarium/core/lens"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// logitLens is what the model would say at each point of the pass.
type logitLens struct {
	word string // the knob: whose rank is followed; "": what is said at the end

	key      readKey
	table    lens.Table
	pathKey  pathKey
	path     lens.Path
	token    int // from 0, of the path
	followed int
	ranksKey ranksKey
	ranks    lens.Standings // of the followed token
	decided  int            // the point from which on the followed token is the likeliest
	ever     bool
	itself   int // points, from the first on, at which the token that is read is the likeliest
}

// pathKey is all that a path depends on.
type pathKey struct {
	read  readKey
	token int
}

// ranksKey is all that the ranks of a token depend on.
type ranksKey struct {
	path  pathKey
	token int
}

func (l *Lab) lensKnobs() []lab.Knob {
	return []lab.Knob{{Name: "word", Help: "whose rank is followed, + for a piece that goes on with a word; empty: what is said in the end", Setting: lab.Text{
		At: &l.lens.word, Max: 80}}}
}

func (l *Lab) lensView() view {
	return view{
		View: lab.View{Name: "lens", Help: "what the model would say if it stopped after each part",
			Moves: []lab.Field{&l.text, &l.token, &l.lens.word},
			Draw:  l.drawLens, Sentence: l.sayLens, Readings: l.readLens, Lists: l.listLens},
		ready: func() bool { return l.pass() && l.lensTable() && l.lensPath() && l.lensRanks() }, compute: l.follow,
		idle: func(d lab.Idle) {
			if len(l.text0.tokens) == 1 {
				d.Because(message.New("the text has one token"), &l.token)
			}
		},
	}
}

// lensTable has the lens laid over the whole text; it says whether that is done.
func (l *Lab) lensTable() bool {
	key := l.read.key
	if l.lens.table.Says != nil && l.lens.key == key {
		return true
	}
	type tableKey struct{ readKey }
	if l.work.Is(tableKey{key}) {
		return false
	}
	trace := l.read.trace
	var table *lens.Lens
	l.work.Begin(tableKey{key}, message.New("The output head reads the stream at %d points", trace.Points()))
	l.work.Add(lens.TableCost(l.config(), len(trace.Tokens)), func() lab.Stepper {
		table = trace.NewTable()
		return table
	}, func() { l.lens.key, l.lens.table = key, table.Table() })
	l.work.Start()
	return !l.work.Waiting()
}

// lensPath has all logits computed at the chosen token.
func (l *Lab) lensPath() bool {
	key := pathKey{l.read.key, l.token}
	if l.lens.path.Logits.Rows > 0 && l.lens.pathKey == key {
		return true
	}
	if l.work.Is(key) {
		return false
	}
	trace := l.read.trace
	var path *lens.Lens
	l.work.Begin(key, message.New("The output head reads the stream at one token"))
	l.work.Add(lens.PathCost(l.config()), func() lab.Stepper {
		path = trace.NewPath(key.token - 1)
		return path
	}, func() { l.lens.pathKey, l.lens.path = key, path.Path() })
	l.work.Start()
	return !l.work.Waiting()
}

// lensRanks has the chosen word ranked at each point, or what is said in the end.
func (l *Lab) lensRanks() bool {
	s := &l.lens
	key := ranksKey{s.pathKey, l.followedToken()}
	if s.ranks != nil && s.ranksKey == key {
		return true
	}
	if l.work.Is(key) {
		return false
	}
	path := s.path
	var f *lens.Following
	l.work.Begin(key, message.New("The followed token is ranked at each point"))
	l.work.Add(lens.FollowCost(l.config()), func() lab.Stepper {
		f = path.Follow(key.token)
		return f
	}, func() { l.lens.ranksKey, l.lens.ranks = key, f.Standings() })
	l.work.Start()
	return !l.work.Waiting()
}

// followedToken is the chosen word's, or what is said in the end.
func (l *Lab) followedToken() int {
	if t := l.wordToken(l.lens.word); t >= 0 {
		return t
	}
	return l.lens.path.Best(l.lens.path.Logits.Rows-1, 1)[0].Token
}

// follow looks at how the followed token has come to its rank.
func (l *Lab) follow() {
	s := &l.lens
	s.token, s.followed = l.token-1, s.ranksKey.token
	s.decided, s.ever = s.ranks.Decided()
	s.itself = 0
	for s.itself < len(s.table.Says) && s.table.Says[s.itself][s.token].Token == l.text0.tokens[s.token] {
		s.itself++
	}
}

// wordToken is the first token of a word that goes on from the text, -1 of none.
func (l *Lab) wordToken(word string) int {
	if strings.TrimSpace(word) == "" {
		return -1
	}
	word = typed(word)
	if piece, ok := strings.CutPrefix(word, "+"); ok && piece != "" {
		word = piece
	} else if !strings.HasPrefix(word, " ") && !strings.HasPrefix(word, "\n") {
		word = " " + word
	}
	tokens := lm.Follow(l.lm.Tokens, word)
	if len(tokens) == 0 {
		return -1
	}
	return tokens[0]
}

// called names a token of the vocabulary.
func (l *Lab) called(token int) string { return lm.Label(l.lm.Tokens, token) }

func (l *Lab) sayLens() message.Text {
	s := l.lens
	word := l.called(s.followed)
	last := len(s.table.Says) - 1
	rank, p := s.ranks[last].Rank, s.ranks[last].P
	says := message.New("After “%s” the model says “%s”, %.3f: the likeliest from %v on.", l.word(s.token), word, p, pointName(s.decided))
	switch {
	case !s.ever:
		return message.New("After “%s” the model does not say “%s”: it stands at rank %d in the end, with %s.", l.word(s.token), word, rank, share(p))
	case s.decided == 0:
		says = message.New("After “%s” the model says “%s”, %.3f: the likeliest at every point.", l.word(s.token), word, p)
	}
	if s.itself > 0 && s.itself <= s.decided && !l.config().Untied {
		return message.Join(says, message.New("Up to %v it shows “%s” itself: head and embedding are one table.", pointName(s.itself-1), l.word(s.token)))
	}
	return says
}

func (l *Lab) readLens() []lab.Reading {
	s := l.lens
	last := len(s.table.Says) - 1
	rank, p := s.ranks[last].Rank, s.ranks[last].P
	note := message.New("of “%s”", l.called(s.followed))
	decided := lab.Reading{Name: "decided", Help: message.New("the part after which the followed token is the likeliest, and stays it"), Text: pointName(s.decided), Note: note}
	before := lab.Reading{Name: "rank before", Help: message.New("where it stood just before that part; 1 is the likeliest"), Note: note}
	if !s.ever {
		decided.Text, decided.Undefined = message.Text{}, message.New("it is not the likeliest in the end")
	}
	if s.ever && s.decided > 0 {
		before.Value = float64(s.ranks[s.decided-1].Rank)
	} else {
		before.Undefined = message.New("nothing decides it")
	}
	late := 0
	for _, d := range s.table.Decided {
		if d == last {
			late++
		}
	}
	return []lab.Reading{
		decided,
		{Name: "p", Help: message.New("its probability at the end of the pass"), Value: p, Digits: 4, Note: note},
		{Name: "rank", Help: message.New("where the followed token stands in the end; 1 is the likeliest"), Value: float64(rank), Note: note},
		before,
		{Name: "shows itself", Help: message.New("points, from the first on, at which the lens shows the token that is read"), Value: float64(s.itself), Note: message.New("of %d points", last+1)},
		{Name: "decided last", Help: message.New("tokens of the text after which the last MLP decides what is said"), Value: float64(late), Note: message.Count(len(s.table.Decided), "of %d token", "of %d tokens", len(s.table.Decided))},
	}
}

// listLens has the points of the chosen token.
func (l *Lab) listLens() []lab.List {
	s := l.lens
	list := lab.List{Name: "points", Columns: []string{"point", "says", "p", "rank", "followed p"}}
	for point := range s.table.Says {
		says := s.path.Best(point, 1)[0]
		at := s.ranks[point]
		list.Add(lab.Count(point), lab.Word(l.called(says.Token)), lab.Amount(says.P, 4), lab.Count(at.Rank), lab.Amount(at.P, 6))
	}
	return []lab.List{list}
}
