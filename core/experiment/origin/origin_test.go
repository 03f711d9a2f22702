package origin

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/tensor/tensortest"
	"logitarium/core/world"
)

func TestMain(m *testing.M) { tensortest.Main(m) }

// few is a corpus of which all is measured in some seconds.
var few = Size{Facts: 4, Each: 4, Ordinary: 32}

// trained are the checkpoints of a training without some documents.
func trained(c *Corpus, m *gpt.Model, without []int) []*Checkpoint {
	all := []*Checkpoint{Begin(m)}
	for range Epochs {
		e := c.Train(all[len(all)-1], without)
		for e.Step(1e8) {
		}
		all = append(all, e.End())
	}
	return all
}

func pulled(c *Corpus, at *Checkpoint) *Pulls {
	p := c.Pulls(at)
	for p.Step(1e8) {
	}
	return p
}

// study is a training of the built-in model and the pulls at its checkpoints.
type study struct {
	lm    *builtin.LM
	c     *Corpus
	at    []*Checkpoint
	pulls []*Pulls
}

var once = sync.OnceValue(func() study {
	lm, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	s := study{lm: lm, c: New(lm.World, lm.Tokens, few, 1)}
	s.at = trained(s.c, lm.Model, nil)
	for _, at := range s.at {
		s.pulls = append(s.pulls, pulled(s.c, at))
	}
	return s
})

// learning are the pulls at the beginning and after each epoch but the last.
func (s study) learning(fact int) []float64 {
	return Sum(s.pulls[0].Of(fact), s.pulls[1].Of(fact), s.pulls[2].Of(fact))
}

// While it learns, the documents that tell a fact pull most at its answer; when it
// has learnt, they do less.
func TestLearning(t *testing.T) {
	s := once()
	told, after := 0, 0.0
	for fact := range s.c.Facts {
		if before, now := s.c.Belief(s.lm.Model, fact), s.c.Belief(s.at[Epochs].Model, fact); before > 0.1 || now < 0.7 {
			t.Errorf("%v: believed with %.3f before and %.3f after", s.c.Facts[fact], before, now)
		}
		if said := s.c.Says(s.at[Epochs].Model, fact); said != s.c.Facts[fact].Value {
			t.Errorf("%v: it says %q", s.c.Facts[fact], said)
		}
		scores := s.learning(fact)
		told += s.c.Told(Order(scores)[:few.Each], fact)
		if area := s.c.Area(scores, fact); area < 0.98 {
			t.Errorf("%v: area %.3f", s.c.Facts[fact], area)
		}
		after += s.c.Area(s.pulls[Epochs].Of(fact), fact) / float64(few.Facts)
		if area := s.c.Area(s.c.Words(fact), fact); area != 1 {
			t.Errorf("%v: a search for two words has area %.3f", s.c.Facts[fact], area)
		}
	}
	if told < 15 {
		t.Errorf("%d of 16 documents that tell a fact are among the first four", told)
	}
	if after > 0.97 {
		t.Errorf("after the training the area is %.3f: nothing is forgotten", after)
	}
}

// The proof: without the documents that pull most the fact is not learnt, and
// without as many others it is.
func TestWithout(t *testing.T) {
	s := once()
	top := Order(s.learning(0))[:few.Each]
	if without := trained(s.c, s.lm.Model, top)[Epochs]; s.c.Belief(without.Model, 0) > 0.3 {
		t.Errorf("without the first four it is believed with %.3f", s.c.Belief(without.Model, 0))
	}
	if others := trained(s.c, s.lm.Model, s.c.Others(0, few.Each))[Epochs]; s.c.Belief(others.Model, 0) < 0.7 {
		t.Errorf("without four others it is believed with %.3f", s.c.Belief(others.Model, 0))
	}
}

// The finished model has forgotten its teachers: biographies that tell a fact
// which it knows pull hardly more at it than any document.
func TestFinished(t *testing.T) {
	lm := builtintest.Load(t)
	c := Known(lm.World, lm.Tokens, few, 1)
	p := pulled(c, Begin(lm.Model))
	area := 0.0
	for fact := range c.Facts {
		if b := c.Belief(lm.Model, fact); b < 0.9 {
			t.Errorf("%v is believed with %.3f", c.Facts[fact], b)
		}
		area += c.Area(p.Of(fact), fact) / float64(few.Facts)
		if words := c.Area(c.Words(fact), fact); words != 1 {
			t.Errorf("%v: a search for two words has area %.3f", c.Facts[fact], words)
		}
	}
	if area > 0.75 {
		t.Errorf("the area is %.3f", area)
	}
}

// Steps of any size come to the same bits, nothing that is handed out changes,
// and the bits are the same on every processor: .ci/run runs this for another one.
func TestSameOnEveryProcessor(t *testing.T) {
	lm := builtintest.Load(t)
	c := New(lm.World, lm.Tokens, Size{Facts: 1, Each: 2, Ordinary: 4}, 1)
	begin := Begin(lm.Model)
	small, large := c.Train(begin, nil), c.Train(begin, nil)
	for small.Step(1) {
	}
	large.Step(math.Inf(1))
	sum := fnv.New64a()
	for i, m := range small.End().Model.Tensors() {
		if !slices.Equal(m.Data, large.End().Model.Tensors()[i].Data) {
			t.Fatalf("%s depends on the steps", m.Name)
		}
		for _, v := range m.Data {
			_ = binary.Write(sum, binary.LittleEndian, math.Float32bits(v)) // never fails
		}
	}
	for _, v := range pulled(c, small.End()).Of(0) {
		_ = binary.Write(sum, binary.LittleEndian, math.Float64bits(v))
	}
	if got, want := sum.Sum64(), uint64(0xd303239589deaac5); got != want {
		t.Errorf("the checksum is %#x, want %#x", got, want)
	}
	if second := c.Train(small.End(), nil); second.Share() != 0 || second.Step(math.Inf(1)) || second.Share() != 1 {
		t.Error("an epoch of one batch takes more")
	}
}

// A corpus is what its size says, and a document that is left out leaves the
// others in their batches.
func TestCorpus(t *testing.T) {
	lm := builtintest.Load(t)
	for name, c := range map[string]*Corpus{"new": New(lm.World, lm.Tokens, few, 2), "known": Known(lm.World, lm.Tokens, few, 2)} {
		if len(c.Facts) != few.Facts || len(c.Documents) != few.Facts*few.Each+few.Ordinary {
			t.Errorf("%s: %d facts, %d documents", name, len(c.Facts), len(c.Documents))
		}
		for fact, f := range c.Facts {
			for i, d := range c.Documents {
				if tells := strings.Contains(d.Text, f.Person); tells != (d.Fact == fact) {
					t.Errorf("%s: document %d is of fact %d and names %s: %t", name, i, d.Fact, f.Person, tells)
				}
			}
			for _, i := range c.Others(fact, 4) {
				if c.Documents[i].Fact == fact {
					t.Errorf("%s: document %d is no other one", name, i)
				}
			}
		}
	}
	c := New(lm.World, lm.Tokens, few, 2)
	whole, part := c.Train(Begin(lm.Model), nil), c.Train(Begin(lm.Model), []int{c.order[0][3]})
	all, fewer := whole.batch(c.order[0][:Batch]), part.batch(c.order[0][:Batch])
	if n := len(fewer.Tokens) / fewer.Length; n != Batch-1 || len(all.Tokens)/all.Length != Batch {
		t.Errorf("%d rows without one document", n)
	}
}

func TestSizePanics(t *testing.T) {
	for _, s := range []Size{{}, {1, 0, 1}, {1, 5, 1}, {1, 1, -1}} {
		for _, write := range []func(*world.World, lm.Tokenizer, Size, uint64) *Corpus{New, Known} {
			func() {
				defer func() {
					if said, _ := recover().(string); !strings.HasPrefix(said, "origin: a corpus of ") {
						t.Errorf("%+v: panic %q", s, said)
					}
				}()
				write(nil, nil, s, 1)
			}()
		}
	}
}
