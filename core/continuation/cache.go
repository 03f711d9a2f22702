package continuation

import (
	"slices"

	"logitarium/core/lm"
)

// Cache asks a model what may come next, and remembers what it said behind one
// prompt, so that a tree under other rules asks nothing twice. Trees may share
// one, in turn.
//
// A prompt is fed in one go and the rest token by token, so that the logits are
// the same to the bit however the tree has grown.
type Cache struct {
	reader                     lm.Reader
	vocab, count, end, context int
	tokens                     lm.Tokenizer

	prompt  []int
	root    *heard
	kept    int   // numbers remembered
	held    []int // all that was read
	run     lm.Reading
	feeding []int // by the run
}

// heard is what the model said behind a text, and behind its continuations.
type heard struct {
	next  *lm.Next
	after map[int]*heard
}

// mostKept is how many numbers are remembered: 16 MB of logits.
const mostKept = 1 << 22

// NewCache returns a cache that has asked the model nothing yet.
func NewCache(p lm.Predictor) *Cache {
	tokens := p.Tokenizer()
	return &Cache{reader: p.Reader(), vocab: tokens.Size(), count: lm.Count(tokens), end: tokens.End(), context: p.Context(), tokens: tokens}
}

// ask returns what may come behind a prompt and a path, nil if the budget did
// not suffice, and what of it was spent.
func (s *Cache) ask(prompt, path []int, budget float64) (next *lm.Next, spent float64, err error) {
	if s.root == nil || !slices.Equal(prompt, s.prompt) {
		s.prompt, s.root, s.kept = slices.Clone(prompt), &heard{}, 0
		s.held, s.run = nil, nil // what another prompt begins with was fed in another way
	}
	if next = s.recall(path); next != nil {
		return next, 0, nil
	}
	text := slices.Concat(prompt, path)
	if s.run != nil && !s.leadsTo(text) {
		s.run = nil
	}
	for {
		if s.run == nil {
			s.begin(text)
		}
		before := s.run.Share()
		more := s.run.Step(budget - spent)
		spent += float64(s.run.Cost() * (s.run.Share() - before))
		if more {
			return nil, spent, nil
		}
		said, err := s.run.Next()
		if err != nil {
			s.run = nil
			return nil, spent, err
		}
		s.held, s.run = append(s.held, s.feeding...), nil
		if len(s.held) == len(text) {
			return s.remember(path, said), spent, nil
		}
		if spent >= budget {
			return nil, spent, nil
		}
	}
}

// recall returns what was said behind a path; nil if nothing.
func (s *Cache) recall(path []int) *lm.Next {
	at := s.root
	for _, token := range path {
		if at = at.after[token]; at == nil {
			return nil
		}
	}
	return at.next
}

// remember keeps what was said, as long as there is room.
func (s *Cache) remember(path []int, said lm.Next) *lm.Next {
	next := &lm.Next{Logits: slices.Clone(said.Logits), Top: slices.Clone(said.Top)}
	size := len(said.Logits) + len(said.Top)
	if s.kept+size > mostKept {
		return next
	}
	s.kept += size
	at := s.root
	for _, token := range path {
		if at.after == nil {
			at.after = map[int]*heard{}
		}
		if at.after[token] == nil {
			at.after[token] = &heard{}
		}
		at = at.after[token]
	}
	at.next = next
	return next
}

// leadsTo says whether what is held and being fed is the beginning of a text.
func (s *Cache) leadsTo(text []int) bool {
	n := len(s.held) + len(s.feeding)
	return n <= len(text) && slices.Equal(text[:len(s.held)], s.held) && slices.Equal(text[len(s.held):n], s.feeding)
}

// begin starts to feed what comes first of a text that is not held.
func (s *Cache) begin(text []int) {
	shared := 0
	for shared < min(len(s.held), len(text)-1) && s.held[shared] == text[shared] {
		shared++
	}
	if shared < len(s.prompt) {
		shared, s.feeding = 0, s.prompt
	} else {
		s.feeding = text[shared : shared+1]
	}
	s.held = s.held[:shared]
	s.reader.Rewind(shared)
	s.run = s.reader.Begin(s.feeding)
}
