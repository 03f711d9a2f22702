package growth

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	"logitarium/core/world"
)

// Measured is every 50 steps where the abilities come, every 100 around it, and
// every 500 at the end.
func TestWantsAtItsBorders(t *testing.T) {
	r := New(small(), 1)
	for step, want := range map[int]bool{
		0: true, 50: false, 100: true, 450: false, 500: true, 550: true, 551: false, 1150: true, 1200: true, 1250: false, 1300: true,
		2900: true, 3000: true, 3100: false, 3500: true, 3550: false, 8000: true,
	} {
		if r.Wants(step) != want {
			t.Errorf("step %d is wanted: %v", step, !want)
		}
	}
	for _, step := range keepAt {
		if !r.Wants(step) {
			t.Errorf("step %d is kept and not measured", step)
		}
	}
}

// What a record covers ends with its last figures.
func TestCoversAndCut(t *testing.T) {
	r := New(small(), 1)
	if r.Covers(0) || !slices.Equal(r.Kept(), []int{0}) {
		t.Errorf("a record of nothing covers step 0, and keeps %v", r.Kept())
	}
	for _, step := range []int{0, 100, 200, 300} {
		r.Figures = append(r.Figures, Figures{Step: step})
	}
	r.kept = []kept{{100, nil}, {300, nil}}
	for step, want := range map[int]bool{0: true, 299: true, 300: true, 301: false} {
		if r.Covers(step) != want {
			t.Errorf("step %d is covered: %v", step, !want)
		}
	}
	for _, c := range []struct {
		cut, figures int
		kept         []int
	}{{300, 4, []int{0, 100, 300}}, {299, 3, []int{0, 100}}, {100, 2, []int{0, 100}}, {99, 1, []int{0}}, {-1, 0, []int{0}}} {
		if r.Cut(c.cut); len(r.Figures) != c.figures || !slices.Equal(r.Kept(), c.kept) {
			t.Errorf("cut behind %d: %d figures, kept %v", c.cut, len(r.Figures), r.Kept())
		}
	}
	if got := r.Tokens(7); got != 7*2*16 { // small has two rows of 16
		t.Errorf("7 steps have seen %d tokens", got)
	}
}

// good is what a file may hold.
func good() written {
	heads := slices.Repeat([][]float64{{0, 0.1, 0.2, 1}}, 4)
	return written{Recipe: small(), Questions: 3, Kept: []int{2, 4}, Figures: []Figures{
		{Step: 0, HeldOut: 6.9, Right: make([]int, len(world.Kinds())), Answer: heads, Echo: heads},
		{Step: 2, HeldOut: 0, Right: slices.Repeat([]int{3}, len(world.Kinds())), Answer: heads, Echo: heads},
	}}
}

// What can't be the record of a training is refused, and what is wrong is said.
func TestCheckRefuses(t *testing.T) {
	heads := func(scores ...float64) [][]float64 {
		return append(slices.Repeat([][]float64{{0, 0, 0, 0}}, 3), scores)
	}
	for _, c := range []struct {
		change func(*written)
		wrong  string
	}{
		{func(*written) {}, ""},
		{func(w *written) { w.Kept, w.Figures = nil, nil }, ""},
		{func(w *written) { w.Questions = 0; w.Figures = nil }, "0 questions of each kind; at least 1"},
		{func(w *written) { w.Recipe.Rows = 0 }, "rows: 0 is outside 1 to 4096"},
		{func(w *written) { w.Kept = []int{0} }, "step 0 is kept after step 0"},
		{func(w *written) { w.Kept = []int{2, 2} }, "step 2 is kept after step 2"},
		{func(w *written) { w.Kept = []int{4, 2} }, "step 2 is kept after step 4"},
		{func(w *written) { w.Figures[1].Step = 0 }, "step 0 was measured after step 0"},
		{func(w *written) { w.Figures[0].Step = -1 }, "step -1 was measured after step -1"},
		{func(w *written) { w.Figures[0].HeldOut = -.1 }, "step 0: the loss is -0.1"},
		{func(w *written) { w.Figures[1].HeldOut = math.NaN() }, "step 2: the loss is NaN"},
		{func(w *written) { w.Figures[1].HeldOut = math.Inf(1) }, "step 2: the loss is +Inf"},
		{func(w *written) { w.Figures[0].Right = []int{1} }, "step 0: [1] right of 3"},
		{func(w *written) { w.Figures[0].Right[4] = 4 }, "step 0: [0 0 0 0 4 0 0 0 0 0 0] right of 3"},
		{func(w *written) { w.Figures[0].Right[0] = -1 }, "step 0: [-1 0 0 0 0 0 0 0 0 0 0] right of 3"},
		{func(w *written) { w.Figures[0].Answer = nil }, "step 0: scores of heads in 0 layers of 4"},
		{func(w *written) { w.Figures[0].Echo = heads(0, 0, 0) }, "step 0: the scores of a layer's heads are [0 0 0]"},
		{func(w *written) { w.Figures[0].Echo = heads(0, 0, 0, 1.002) }, "step 0: the scores of a layer's heads are [0 0 0 1.002]"},
		{func(w *written) { w.Figures[1].Answer = heads(0, -1e-9, 0, 0) }, "step 2: the scores of a layer's heads are [0 -1e-09 0 0]"},
		{func(w *written) { w.Figures[1].Answer = heads(0, 1.001, 0, 0) }, ""}, // rounding
	} {
		w, got := good(), ""
		c.change(&w)
		if err := w.check(); err != nil {
			got = err.Error()
		}
		if got != c.wrong {
			t.Errorf("%q, want %q", got, c.wrong)
		}
	}
}

// An archive that is none, lacks a file, or has one that is too large.
func TestReadRefuses(t *testing.T) {
	figures, err := json.Marshal(good())
	if err != nil {
		t.Fatal(err)
	}
	for says, files := range map[string]map[string][]byte{
		"the record has no file growth.json":     {},
		"growth.json: unexpected end":            {figuresFile: []byte("{")},
		"growth.json: steps: 0":                  {figuresFile: []byte("{}")},
		"the record has no file 00002.delta":     {figuresFile: figures, differenceFile(4): nil},
		"the record has no file 00004.delta":     {figuresFile: figures, differenceFile(2): nil},
		"growth.json has more than 8388608 byte": {figuresFile: make([]byte, mostContent+1)},
	} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for name, content := range files {
			if err := add(z, name, zip.Deflate, content); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(bytes.NewReader(b.Bytes()), int64(b.Len())); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %q", err, says)
		}
	}
	if _, err := Read(strings.NewReader("no archive"), 10); err == nil || !strings.Contains(err.Error(), "not a record of a training") {
		t.Errorf("%v", err)
	}
}

// Differences that are not those of the model, or can't be loaded, are an error
// of their step; the weights before are there.
func TestWeightsThatCantBe(t *testing.T) {
	r := New(small(), 1)
	r.kept = []kept{{2, []byte("no difference")}}
	first, err := r.Weights(0)
	if err != nil || first.Config != small().Config() {
		t.Fatalf("the first weights: %v", err)
	}
	if _, err := r.Weights(1); err == nil || !strings.HasPrefix(err.Error(), "the weights after step 2: ") || r.Rebuilt() != 1 {
		t.Errorf("%v; %d are at hand", err, r.Rebuilt())
	}
	again, err := r.Weights(0)
	if err != nil || again != first {
		t.Errorf("the first weights are made again: %v", err)
	}
	gone := errors.New("the network is gone")
	r.differences = func() ([]kept, error) { return nil, gone }
	if _, err := r.Weights(1); !errors.Is(err, gone) {
		t.Errorf("%v, want %v", err, gone)
	}
	if err := r.Write(new(bytes.Buffer)); !errors.Is(err, gone) {
		t.Errorf("written: %v, want %v", err, gone)
	}
}

// Differences are loaded once, when weights are asked for or the record is
// written; and what was cut does not come back with them.
func TestDifferencesAreLoadedOnce(t *testing.T) {
	calls := 0
	loading := func() *Record {
		r := New(small(), 1)
		r.kept = []kept{{2, nil}, {4, nil}}
		r.differences = func() ([]kept, error) {
			calls++
			return []kept{{2, []byte("two")}, {4, []byte("four")}}, nil
		}
		return r
	}
	r := loading()
	var file bytes.Buffer
	for range 2 {
		file.Reset()
		if err := r.Write(&file); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil || calls != 1 || string(again.kept[1].difference) != "four" {
		t.Errorf("%d calls, %v: %+v", calls, err, again.kept)
	}
	cut := loading()
	cut.Cut(3)
	if _, err := cut.Weights(1); err == nil || !slices.Equal(cut.Kept(), []int{0, 2}) || string(cut.kept[0].difference) != "two" {
		t.Errorf("%v; kept %v", err, cut.Kept())
	}
}

// All who ask at once get the same weights.
func TestWeightsAreShared(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute without vector kernels")
	}
	r := New(small(), 1)
	m := r.Recipe.Start()
	m.Tensors()[0].Data[7]++
	if err := r.keep(1, m); err != nil {
		t.Fatal(err)
	}
	var all [4]*gpt.Model
	var group sync.WaitGroup
	for i := range all {
		group.Go(func() {
			all[i], _ = r.Weights(1)
			r.Kept()
		})
	}
	group.Wait()
	for _, got := range all {
		if got == nil || got != all[0] {
			t.Fatal("they have weights of their own")
		}
	}
	if off := furthest(all[0], m); off > .2 || r.Rebuilt() != 2 {
		t.Errorf("off by %g, %d at hand", off, r.Rebuilt())
	}
}

// A byte of a text is held by the token that it is in; behind the text, by the
// last.
func TestHolding(t *testing.T) {
	m := builtintest.Load(t)
	tokens := m.Tokens.Encode("say Trollham\necho Trollham\n")
	at := 0
	for i, token := range tokens {
		for range m.Tokens.Bytes(token) {
			if got := holding(m, tokens, at); got != i {
				t.Errorf("byte %d is in token %d, not %d", at, i, got)
			}
			at++
		}
	}
	if got := holding(m, tokens, at+5); got != len(tokens)-1 {
		t.Errorf("behind the text is token %d of %d", got, len(tokens))
	}
}

// The pair of a prompt ends at the value that is asked for; those of a repeated
// word read what followed the same token before.
func TestPairsOfTexts(t *testing.T) {
	m := builtintest.Load(t)
	ann, ben := world.Fact{Person: "Ann", Relation: world.Home, Value: "Rome"}, world.Fact{Person: "Ben", Relation: world.Home, Value: "Oslo"}
	for _, asked := range []world.Fact{ann, ben} {
		given := []world.Fact{ann, ben}
		q := world.Question{Prompt: world.Prompt(asked.Question(0), ann.Statement(0), ben.Statement(1)), Answer: asked.Value, Asked: asked, Given: given}
		text := prompt(m, q)
		from, to := text.pairs[0][0], text.pairs[0][1]
		before := m.Tokens.Decode(text.tokens[:to])
		if len(text.pairs) != 1 || from != len(text.tokens)-1 || !strings.HasPrefix(strings.TrimPrefix(q.Prompt[len(before):], " "), asked.Value) {
			t.Errorf("%v is read from %d at %q", asked, from, q.Prompt[len(before):])
		}
	}
	const document = "say Trollham\necho Trollham\nsay vux brad\necho vux brad\n"
	text := repeated(m, document)
	if len(text.pairs) < 4 {
		t.Fatalf("%d pairs in %q", len(text.pairs), document)
	}
	for _, pair := range text.pairs {
		from, to := pair[0], pair[1]
		if to >= from || text.tokens[from] != text.tokens[to-1] || text.tokens[from+1] != text.tokens[to] {
			t.Errorf("token %d reads %d: %q", from, to, m.Tokens.Decode(text.tokens[to:from+2]))
		}
	}
	if none := repeated(m, "once upon a time\n"); len(none.pairs) != 0 {
		t.Errorf("where nothing is repeated: %v", none.pairs)
	}
}

// The score is the mean attention over all pairs of all texts, rounded.
func TestScoreByHand(t *testing.T) {
	c := gpt.Config{Vocab: 9, Context: 8, Width: 8, Layers: 2, Heads: 2, Inner: 8, Epsilon: 1e-5}
	m := gpt.Zeros(c)
	// Of zeros every head attends to all that it sees alike.
	texts := []text{{tokens: []int{1, 2, 3, 4}, pairs: [][2]int{{3, 0}, {1, 1}}}, {tokens: []int{5, 6}, pairs: [][2]int{{0, 0}}}, {tokens: []int{7}}}
	want := rounded((.25 + .5 + 1) / 3)
	for l, heads := range score(m, texts) {
		for h, got := range heads {
			if math.Abs(got-want) > 1e-5 {
				t.Errorf("head %d.%d: %g, by hand %g", l, h, got, want)
			}
		}
	}
	if none := score(m, []text{{tokens: []int{1}}}); len(none) != 2 || none[1][1] != 0 {
		t.Errorf("of no pairs: %v", none)
	}
	if got := rounded(1.234567891); got != 1.23457 {
		t.Errorf("rounded to %v", got)
	}
}

// Who asks for a step that is not kept is told which ones are.
func TestAtSaysWhatIsKept(t *testing.T) {
	lm := builtintest.Load(t)
	r := New(small(), 1)
	if _, err := r.At(5, lm); err == nil || err.Error() != "no weights of that step are kept: tiny-world@ is followed by one of 0" {
		t.Errorf("%v", err)
	}
	then, err := r.At(0, lm)
	if err != nil || then.Name() != "tiny-world@0" || then.Card.Steps != 0 || then.Card.Recipe != small() || then.Tokens != lm.Tokens || lm.Name() != "tiny-world" {
		t.Errorf("%v: %+v", err, then)
	}
	run := &builtin.Run{Recipe: builtin.Default()}
	if err := r.Add(run); err == nil || !strings.Contains(err.Error(), "the record is of a training by") {
		t.Errorf("another recipe: %v", err)
	}
}
