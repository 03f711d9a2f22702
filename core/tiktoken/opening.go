package tiktoken

import (
	"compress/flate"
	"fmt"
	"io"
	"math"
	"math/bits"
	"strings"
	"sync/atomic"
)

// A Vocabulary is one that the program brings along, packed: deflate (RFC 1951)
// over the tokens in the order of their ids, each as a byte that holds its
// length, and its bytes. Packed so, the three take 1.8 MB, a third of what
// OpenAI's files take; the tests hold the checksums of those. Any number of
// goroutines may use one.
type Vocabulary struct {
	name    string
	size    int           // n_vocab in tiktoken: the highest id and one, special tokens and free numbers included
	packed  func() string // as above; in a browser it is loaded when it is first asked for
	special []Token
	pattern string

	kept atomic.Pointer[Encoding]
}

// Encoding returns the vocabulary unpacked, which takes 10 to 50 ms when it is
// first asked for. See [Vocabulary.Begin].
func (v *Vocabulary) Encoding() *Encoding {
	if e := v.kept.Load(); e != nil {
		return e
	}
	for o := v.Begin(); o.Step(math.Inf(1)); {
	}
	return v.kept.Load()
}

// Cost is what unpacking takes, in multiplications, of which one core does some
// 2²⁸ in 10 ms.
func (v *Vocabulary) Cost() float64 { return 1024 * float64(len(v.packed())) }

// Begin begins to unpack the vocabulary in steps. After the last one
// [Vocabulary.Encoding] has it at once.
func (v *Vocabulary) Begin() *Unpacking {
	o := &Unpacking{of: v}
	if v.kept.Load() != nil {
		o.part = len(parts)
		return o
	}
	o.source = strings.NewReader(v.packed())
	o.inflated = flate.NewReader(o.source)
	return o
}

// An Unpacking unpacks a vocabulary in steps.
type Unpacking struct {
	of    *Vocabulary
	share float64 // of the cost that is spent
	part  int     // index into parts
	done  float64 // of the part, 0 to 1

	source   *strings.Reader
	inflated io.Reader
	raw      strings.Builder
	text     string
	at       int // in text, then of the ids
	index    index
}

// parts are what an Unpacking does one after the other, with their shares of the
// work: it inflates, finds the tokens, and enters them into the table.
var parts = [...]float64{.4, .1, .5}

// Step goes on for about a budget in multiplications, and says whether anything
// is left. How many steps there are follows from budgets and cost alone, also
// where the vocabulary is unpacked already and they do nothing. It panics if the
// packed text is damaged, as it is part of the program.
func (o *Unpacking) Step(budget float64) (more bool) {
	o.share = min(o.share+budget/o.of.Cost(), 1)
	from := 0.0
	for i, p := range parts {
		to := min((o.share-from)/p, 1)
		if o.share == 1 {
			to = 1
		}
		if i == o.part && to > o.done {
			o.goOn(to)
			if o.done >= 1 {
				o.part, o.done, o.at = o.part+1, 0, 0
			}
		}
		from += p
	}
	if o.share == 1 && o.inflated != nil {
		v := o.of
		v.kept.CompareAndSwap(nil, &Encoding{v.name, v.size, compile(v.pattern), v.special, o.index})
		*o = Unpacking{of: v, part: len(parts), share: 1}
	}
	return o.share < 1
}

// Share is how much is done, from 0 to 1.
func (o *Unpacking) Share() float64 { return o.share }

// goOn does the part until a share of it is done.
func (o *Unpacking) goOn(to float64) {
	switch o.part {
	case 0:
		o.inflate(to)
	case 1:
		o.find(to)
	default:
		end := int(math.Ceil(to * float64(len(o.index.byID))))
		for ; o.at < end; o.at++ {
			o.index.add(o.at)
		}
		o.done = to
	}
}

func (o *Unpacking) inflate(to float64) {
	const chunk = 1 << 14
	for o.done < to {
		n, err := io.CopyN(&o.raw, o.inflated, chunk)
		switch {
		case err == io.EOF:
			o.text, o.done = o.raw.String(), 1
			return
		case err != nil || n == 0:
			panic(fmt.Sprintf("tiktoken: a vocabulary of %d packed bytes: %v", len(o.of.packed()), err))
		}
		const unended = .999 // all is read before the end is found
		o.done = min(1-float64(o.source.Len())/float64(len(o.of.packed())), unended)
		if o.source.Len() == 0 && to < 1 {
			return
		}
	}
}

func (o *Unpacking) find(to float64) {
	for end := to * float64(len(o.text)); float64(o.at) < end; {
		n := 1 + int(o.text[o.at])
		o.index.byID = append(o.index.byID, o.text[o.at+1:o.at+n])
		o.at += n
	}
	o.done = to
	if to >= 1 {
		o.index.table = make([]int32, 1<<bits.Len(uint(2*len(o.index.byID))))
	}
}
