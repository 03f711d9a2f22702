package sampling

import (
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// Draws continue their sequence: the first hundred of a thousand are the
// hundred.
func TestDrawsContinue(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "draws", "100")
	few := maps.Clone(l.sample.counts)
	labtest.Turn(t, l, "draws", "1000")
	for token, n := range few {
		if l.sample.counts[token] < n {
			t.Fatalf("token %d came %d times in 100 draws and %d times in 1000", token, n, l.sample.counts[token])
		}
	}
}

// Draws arrive in small steps, and end.
func TestDrawing(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "draws")
	if err := lab.Actions(l)[0].Do(); err != nil {
		t.Fatal(err)
	}
	for i := 0; l.Busy(); i++ {
		if err := l.Step(time.Second / 15); err != nil {
			t.Fatal(err)
		}
		if i > drawBatch {
			t.Fatal("drawing does not end")
		}
	}
	if l.draws != drawBatch {
		t.Errorf("%d drawn", l.draws)
	}
}

// Where space can do nothing, it says why.
func TestNothingLeftToDo(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "draws", "10000")
	if err := lab.Actions(l)[0].Do(); err == nil || l.Busy() {
		t.Errorf("more than all is drawn: %v", err)
	}
	labtest.Turn(t, l, "view", "text", "length", "127")
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
	if err := lab.Actions(l)[0].Do(); err == nil || l.Busy() {
		t.Errorf("a text at its end goes on: %v", err)
	}
	labtest.Turn(t, l, "length", "2")
	for _, busy := range []bool{true, false} {
		if err := lab.Actions(l)[0].Do(); err != nil || l.Busy() != busy {
			t.Errorf("writing: %v, want %v (%v)", l.Busy(), busy, err)
		}
	}
}

// Written one by one or all at once, the text is the same, and it is what
// draws without a cache of keys and values would give.
func TestTextIsTheSame(t *testing.T) {
	slow := fresh(t)
	labtest.Turn(t, slow, "view", "text", "length", "0")
	for n := range 12 {
		labtest.Turn(t, slow, "length", string(rune('0'+n/10))+string(rune('0'+n%10)))
	}
	once := fresh(t)
	labtest.Turn(t, once, "view", "text", "length", "11")
	if !slices.Equal(slow.text.written, once.text.written) {
		t.Errorf("step by step %v, at once %v", slow.text.written, once.text.written)
	}
	tokens := once.next.tokens
	for i, w := range once.text.written {
		logits := widen(once.lm.Network.Logits(tokens, nil).Row(len(tokens) - 1))
		p := sampling.Softmax(logits)
		if math.Abs(p[w.token]-w.raw) > 1e-4 {
			t.Errorf("token %d: p %v with the cache, %v without", i, w.raw, p[w.token])
		}
		tokens = append(slices.Clip(tokens), w.token)
	}
}

// The surprise of a text is the mean of −log2 p over its tokens.
func TestSurprise(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "text", "length", "3")
	p := l.text.written
	want := -math.Log2(p[0].raw*p[1].raw*p[2].raw) / 3
	if got := labtest.Reading(t, l, "surprise").Value; math.Abs(got-want) > 1e-9 {
		t.Errorf("surprise %v, want %v", got, want)
	}
	if labtest.Turn(t, l, "length", "0"); labtest.Reading(t, l, "surprise").Undefined.Empty() {
		t.Error("an empty text has a surprise")
	}
}

// A long text is written over several frames, and comes out the same.
func TestLongTextIsWrittenInSteps(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "text", "length", "80", "temperature", "1.5", "top-k", "off", "top-p", "off")
	if n := len(l.text.written); n > writeBatch {
		t.Errorf("%d tokens for one key press", n)
	}
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
	if l.text.behind(80) {
		t.Fatalf("%d tokens written", len(l.text.written))
	}
	want := slices.Clone(l.text.written)
	labtest.Turn(t, l, "seed", "8")
	labtest.Turn(t, l, "seed", "7")
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(l.text.written, want) {
		t.Error("the text of a seed is another one after another seed")
	}
}
