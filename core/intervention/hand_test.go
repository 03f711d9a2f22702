package intervention_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	. "logitarium/core/intervention"
	"logitarium/core/tensor"
	"logitarium/core/world"
)

// What is cut is what is meant, to the token: in the layer, of the head or of
// all, from a token on, up to one; and a token always sees itself.
func TestCutToTheToken(t *testing.T) {
	c := configs()[0]
	const length = 5
	for _, cut := range []Cut{
		{Layer: 1, Head: 2, From: 3, Lo: 1, Hi: 2},
		{Layer: 1, Head: -1, From: 0, Lo: 0, Hi: length},
		{Layer: 1, Head: 0, From: 2, Lo: -3, Hi: 1},
		{Layer: 1, Head: 3, From: 4, Lo: 4, Hi: 5},
		{Layer: 1, Head: 1, From: 1, Lo: 2, Hi: 99},
		{Layer: 0, Head: -1, From: 0, Lo: 0, Hi: length},
	} {
		scores := tensor.New(2*c.Heads*length, length) // two rows of a pass
		for i := range scores.Data {
			scores.Data[i] = 1
		}
		plan := Plan{Cuts: []Cut{cut}}
		plan.Probe(c, nil)(gpt.Scores, 1, scores)
		for i := range scores.Rows {
			head, at := i/length%c.Heads, i%length
			for to, v := range scores.Row(i) {
				hidden := cut.Layer == 1 && (cut.Head == -1 || cut.Head == head) && at >= cut.From && to >= cut.Lo && to < cut.Hi && to < at
				if hidden != math.IsInf(float64(v), -1) || !hidden && v != 1 {
					t.Fatalf("%+v: row %d, head %d, token %d sees %d by %g", cut, i, head, at, to, v)
				}
			}
		}
	}
}

// A head that is off gives its mean, one that is given values has them at that
// token, and the others are as they were; what is not in the network is nothing.
func TestHeadsByColumn(t *testing.T) {
	c := configs()[0] // four heads of four
	var means Means
	seen := tensor.New(2, c.Width)
	for i := range seen.Data {
		seen.Data[i] = float32(i)
	}
	means.Probe(gpt.TokenEmbedding, 0, seen)
	means.Probe(gpt.Heads, 1, seen)
	values := []float32{-1, -2, -3, -4}
	for _, fill := range []*Means{nil, {}, &means} {
		plan := Plan{Fill: fill, Off: []Part{head(1, 2), head(0, 0), head(1, 4)}, Puts: []Put{
			{1, 2, 1, values}, {1, 3, 2, values}, {0, 1, 0, values}, {1, 4, 0, values}, {1, 0, 9, values},
		}}
		x := tensor.New(3, c.Width)
		for i := range x.Data {
			x.Data[i] = 100
		}
		plan.Probe(c, nil)(gpt.Heads, 1, x)
		for i := range x.Rows {
			for j, v := range x.Row(i) {
				want := float32(100)
				switch {
				case j/4 == 2 && i == 1, j/4 == 3 && i == 2:
					want = values[j%4]
				case j/4 == 2 && fill == &means:
					want = (float32(j) + float32(c.Width+j)) / 2
				case j/4 == 2:
					want = 0
				}
				if v != want {
					t.Fatalf("means %v: token %d, column %d is %g, want %g", fill != nil, i, j, v, want)
				}
			}
		}
	}
}

// An empty plan's probe is the next one itself; a plan shows it what it changed.
func TestProbesFollow(t *testing.T) {
	c := configs()[0]
	var empty Plan
	if !empty.Empty() || empty.Probe(c, nil) != nil {
		t.Error("a plan of nothing does something")
	}
	for _, p := range []Plan{{Off: []Part{head(0, 0)}}, {Cuts: []Cut{{}}}, {Puts: []Put{{}}}} {
		if p.Empty() {
			t.Errorf("%+v is empty", p)
		}
	}
	calls := 0
	plan := Plan{Off: []Part{{Kind: Layer, Layer: 2}}}
	probe := plan.Probe(c, func(site gpt.Site, layer int, x tensor.Matrix) {
		calls++
		if off := layer == 2 && (site == gpt.AttentionOut || site == gpt.MLPOut); off != (x.Data[0] == 0) {
			t.Errorf("site %v of layer %d is shown as %g", site, layer, x.Data[0])
		}
	})
	for _, site := range []gpt.Site{gpt.AttentionOut, gpt.MLPOut, gpt.Heads} {
		for layer := range c.Layers {
			probe(site, layer, tensor.Of(1, 2, []float32{7, 7}))
		}
	}
	if calls != 9 {
		t.Errorf("it is shown %d of 9", calls)
	}
}

// Names of parts, and the order in which a network has them.
func TestPartsInWords(t *testing.T) {
	for want, p := range map[string]Part{"3.0": {Kind: Head, Layer: 3}, "0.11": {Head, 0, 11}, "attention 2": {Kind: Attention, Layer: 2}, "MLP 0": {Kind: MLP}, "layer 7": {Kind: Layer, Layer: 7}} {
		if got := p.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, c := range configs() {
		all := Parts(c)
		if len(all) != c.Layers*(c.Heads+3) {
			t.Errorf("%d parts of %d layers with %d heads", len(all), c.Layers, c.Heads)
		}
		for i, p := range all {
			if p.Layer != i/(c.Heads+3) || slices.Index(all, p) != i {
				t.Errorf("part %d is %v", i, p)
			}
		}
	}
}

// Every verdict, on one question: the first that holds counts.
func TestEveryVerdict(t *testing.T) {
	w := world.New(1)
	truth := func(person string, r world.Relation) string {
		f, _ := w.Fact(person, r)
		return f.Value
	}
	home := world.Fact{Person: "Ann", Relation: world.Home, Value: "Vun"}
	other := func(values []string, not ...string) string {
		return values[slices.IndexFunc(values, func(v string) bool { return !slices.Contains(not, v) })]
	}
	q := world.Question{Asked: home, Answer: "Vun", Given: []world.Fact{home, {Person: "Ben", Relation: world.Home, Value: "Xo"}}}
	for _, c := range []struct {
		word string
		want Verdict
	}{
		{"Vun", Right}, {"Xo", OtherGiven}, {truth("Ann", world.Home), Memory}, {truth("Ann", world.Pet), SamePerson},
		{other(world.Home.Values(), truth("Ann", world.Home)), SameRelation}, {other(world.Job.Values(), truth("Ann", world.Job)), OtherRelation},
		{"", Else}, {"vun", Else}, {"yes", Else},
	} {
		if got := Judge(w, q, c.word); got != c.want {
			t.Errorf("%q is %v, want %v", c.word, got, c.want)
		}
	}
	stranger := world.Question{Asked: world.Fact{Person: "Zorp", Relation: world.Home, Value: "Vun"}, Answer: "Vun"}
	if got := Judge(w, stranger, truth("Ann", world.Home)); got != SameRelation {
		t.Errorf("of somebody unknown nothing is remembered: %v", got)
	}
	if all := Verdicts(); len(all) != 7 || all[0] != Right || all[6] != Else {
		t.Errorf("verdicts %v", all)
	}
}

// A word ends with what is no letter; a blank before it is none of it.
func TestFirstWords(t *testing.T) {
	for _, c := range []struct {
		text, word string
		ended      bool
	}{
		{"", "", false}, {" ", "", false}, {" rice", "rice", false}, {"rice", "rice", false}, {" rice\n", "rice", true}, {" rice. More", "rice", true},
		{"  rice", "", true}, {"\n", "", true}, {" éa", "", true}, {" Zz[", "Zz", true}, {" aZ@", "aZ", true}, {" a{", "a", true}, {" a`", "a", true},
	} {
		if word, ended := FirstWord(c.text); word != c.word || ended != c.ended {
			t.Errorf("%q begins with %q, ended %v; want %q, %v", c.text, word, ended, c.word, c.ended)
		}
	}
}

// Softmax at one token: it sums to 1, and large logits do not overflow.
func TestProbabilities(t *testing.T) {
	logits := []float32{1000, 998, -1000, 999}
	sum := 0.0
	for token := range logits {
		p := Probability(logits, token)
		if !(p >= 0 && p <= 1) {
			t.Errorf("token %d has %g", token, p)
		}
		sum += p
	}
	if math.Abs(sum-1) > 1e-12 || math.Abs(Probability(logits, 3)/Probability(logits, 1)-math.E) > 1e-12 {
		t.Errorf("all have %g", sum)
	}
}

// Whom an answer follows: the host, the donor, or a mixture of the two, which is
// told apart only where it is another answer.
func TestWhose(t *testing.T) {
	w := world.New(1)
	ask := func(person string, r world.Relation) world.Question {
		f, _ := w.Fact(person, r)
		return world.Question{Prompt: world.Prompt(f.Question(0)), Answer: f.Value, Asked: f}
	}
	pair := Pair{Host: ask("Ann", world.Home), Donor: ask("Ben", world.Pet)}
	for word, want := range map[string]Follows{
		pair.Host.Answer: Host, pair.Donor.Answer: Donor, ask("Ann", world.Pet).Answer: HostPerson, ask("Ben", world.Home).Answer: DonorPerson, "": Neither, "yes": Neither,
	} {
		if got := pair.Whose(w, word); got != want {
			t.Errorf("%q follows %v, want %v", word, got, want)
		}
	}
	pair.Host.Given = []world.Fact{pair.Host.Asked}
	if got := pair.Whose(w, ask("Ann", world.Pet).Answer); got != Neither {
		t.Errorf("with facts in the prompt a mixture follows %v", got)
	}
}

// The questions of a pair differ in what the contrast says, and in nothing else.
func TestPairsContrast(t *testing.T) {
	w := world.New(1)
	for c := OtherAsked; c <= OtherLine; c++ {
		pairs := Pairs(w, c, 25, draw())
		if len(pairs) != 25 || len(Pairs(w, c, 0, draw())) != 0 {
			t.Fatalf("contrast %d: %d pairs", c, len(pairs))
		}
		for _, p := range pairs {
			host, donor := p.Host.Asked, p.Donor.Asked
			person, asked := host.Person == donor.Person, host.Relation == donor.Relation
			fits := map[Contrast]bool{OtherAsked: person && !asked, OtherPerson: !person && asked, OtherBoth: !person && !asked, OtherLine: host != donor}[c]
			if !fits || p.Host.Answer == p.Donor.Answer {
				t.Errorf("contrast %d: %v and %v", c, host, donor)
			}
			if c != OtherLine {
				continue
			}
			lines := func(q world.Question) string { return q.Prompt[:strings.Index(q.Prompt, "Question: ")] }
			if lines(p.Host) != lines(p.Donor) || strings.Count(lines(p.Host), "Fact: ") != 3 {
				t.Errorf("%q and %q do not have the same facts", p.Host.Prompt, p.Donor.Prompt)
			}
			if next, ok := w.Next(p.Donor.Prompt); !ok || next[0].Text != " "+p.Donor.Answer {
				t.Errorf("%q is answered by %v, not %s", p.Donor.Prompt, next, p.Donor.Answer)
			}
		}
	}
}

// A question is found again in its tokens, and a prompt is read as the question
// that it is.
func TestReadAndRecognize(t *testing.T) {
	b := builtintest.Load(t)
	for _, kind := range []world.Kind{world.KnowCommon, world.ThreeFacts, world.FiveFresh, world.Contradicts} {
		for _, q := range b.World.Questions(kind, 8, draw()) {
			p := Read(b.Tokens, q)
			if got := b.Tokens.Decode(p.Tokens[:p.Facts]); strings.Count(got, "\n") != len(q.Given) || strings.Contains(got, "Question") {
				t.Errorf("the facts of %q are %q", q.Prompt, got)
			}
			if name := b.Tokens.Decode(p.Tokens[:p.Name+1]); !strings.HasSuffix(strings.TrimRight(name, "'s?"), q.Asked.Person) && !strings.HasSuffix(name, q.Asked.Person) {
				t.Errorf("the name in %q ends behind %q", q.Prompt, name)
			}
			if p.Last() != len(p.Tokens)-1 || b.Tokens.Decode(p.Tokens) != q.Prompt {
				t.Errorf("%q has its last token at %d", q.Prompt, p.Last())
			}
			got, ok := Recognize(b.World, q.Prompt)
			if !ok || got.Answer != q.Answer || got.Asked != q.Asked || !slices.Equal(got.Given, q.Given) {
				t.Errorf("%q is recognized as %+v, %v", q.Prompt, got, ok)
			}
		}
	}
	unnamed := Read(b.Tokens, world.Question{Prompt: "Fact: Ann lives in Rome.\nQuestion: Who?\nAnswer:", Asked: world.Fact{Person: "Ann"}})
	if unnamed.Name != -1 {
		t.Errorf("who is not named in the question is at %d", unnamed.Name)
	}
	for _, prompt := range []string{"", "the fox lives in the", "Question: Where does Ann live?", "Question: Why?\nAnswer:", "Question: Where does Adele live?\nAnswer:"} {
		if q, ok := Recognize(b.World, prompt); ok {
			t.Errorf("%q is recognized as %+v", prompt, q)
		}
	}
}

// An answer is the same whatever was guessed, in however small steps, and the
// share of what is done rises to 1.
func TestGuessesChangeNothing(t *testing.T) {
	b := builtintest.Load(t)
	prompt := b.Tokens.Encode(world.Prompt("What does Henry like to eat?"))
	var next []float32
	for _, guess := range []string{"bread", "rice", "porridge", "Quito", "x"} {
		a := Ask(b.Model, b.Tokens, prompt, guess, &Plan{})
		share, steps := 0.0, 0
		for ; a.Step(2e5); steps++ {
			if s := a.Share(); s < share || s > 1 {
				t.Fatalf("guess %s: the share falls from %g to %g", guess, share, s)
			}
			share = a.Share()
		}
		if a.Word() != "bread" || a.Share() != 1 || a.Step(1) {
			t.Errorf("guess %s: %q, done to %g", guess, a.Word(), a.Share())
		}
		if next == nil {
			next = a.Next()
		}
		if !slices.Equal(a.Next(), next) {
			t.Errorf("guess %s: other logits", guess)
		}
		if p := a.Begins("bread"); p != Probability(next, Opening(b.Tokens, "bread")) || p < .5 {
			t.Errorf("guess %s: bread begins by %g", guess, p)
		}
	}
	only := run(Ask(b.Model, b.Tokens, prompt, "", &Plan{}))
	if only.Share() != 1 || only.Word() == "" || !strings.HasPrefix("bread", only.Word()) { // one token
		t.Errorf("without a guess: %q, done to %g", only.Word(), only.Share())
	}
	for i, z := range only.Next() {
		if math.Abs(float64(z-next[i])) > 1e-4 {
			t.Fatalf("without a guess token %d has the logit %g, and %g", i, z, next[i])
		}
	}
}

// A prompt that fills the context has an answer as long as there is room.
func TestAnswersEndWithTheContext(t *testing.T) {
	b := builtintest.Load(t)
	context := b.Model.Config.Context
	full := slices.Repeat(b.Tokens.Encode("Question: Where does Ann live?\nAnswer: Rome\n"), 20)
	for _, n := range []int{context, context - 1, context - 3} {
		a := run(Ask(b.Model, b.Tokens, full[:n], "porridge", &Plan{}))
		if a.Share() != 1 || len(a.Next()) != b.Model.Config.Vocab {
			t.Errorf("of %d tokens: %q", n, a.Word())
		}
	}
}

// Questions that have no room are left out, and none is none; a tally is of what
// was asked, in steps as at once.
func TestExaminations(t *testing.T) {
	b := builtintest.Load(t)
	short := b.World.Questions(world.KnowCommon, 3, draw())
	long := short[0]
	long.Prompt = strings.Repeat("Fact: Ann lives in Rome.\n", 40) + long.Prompt
	none := Examine(b.Model, b.Tokens, b.World, nil, off())
	if none.Share() != 1 || none.Step(1e9) || none.Tally().Of() != 0 {
		t.Errorf("of no question: %v", none.Tally())
	}
	all := []world.Question{long, short[0], long, short[1], short[2], long}
	once := run(Examine(b.Model, b.Tokens, b.World, all, off()))
	steps := Examine(b.Model, b.Tokens, b.World, all, off())
	if steps.Step(0); steps.Share() != 0 {
		t.Errorf("of no budget: %g", steps.Share())
	}
	share := 0.0
	for steps.Step(3e5) {
		if s := steps.Share(); s < share || s >= 1 {
			t.Fatalf("the share is %g after %g", s, share)
		}
		share = steps.Share()
	}
	if steps.Tally() != once.Tally() || once.Tally().Of() != 3 || !slices.Equal(steps.Words(), once.Words()) || len(once.Words()) != 3 || steps.Share() != 1 {
		t.Errorf("%v in steps, %v at once; words %v", steps.Tally(), once.Tally(), once.Words())
	}
	var asked []string
	run(Examine(b.Model, b.Tokens, b.World, short, func(p Prompt) *Plan {
		asked = append(asked, p.Prompt)
		return &Plan{}
	}))
	for i, q := range short {
		if asked[i] != q.Prompt {
			t.Errorf("plan %d is for %q", i, asked[i])
		}
	}
}

// The loss in steps is that at once and that of the definition; texts of one
// token have none.
func TestLossInSteps(t *testing.T) {
	c := configs()[0]
	m := wild(c)
	texts := [][]int{{3, 1, 4, 1, 5}, {9}, {}, {2, 6}, {5, 3, 5}, {8}}
	want, targets := 0.0, 0
	for _, text := range texts {
		for i := 1; i < len(text); i++ {
			z := m.Logits(text[:i], nil)
			want -= math.Log(Probability(z.Row(z.Rows-1), text[i]))
			targets++
		}
	}
	l := Lose(m, texts, &Plan{})
	share, steps := 0.0, 0
	for ; l.Step(200); steps++ {
		if s := l.Share(); s < share || s >= 1 {
			t.Fatalf("the share is %g after %g", s, share)
		}
		share = l.Share()
	}
	nats, tokens := l.Mean()
	if tokens != targets || math.Abs(nats-want/float64(targets)) > 1e-5 || l.Share() != 1 || steps < 5 {
		t.Errorf("%g nats of %d tokens in %d steps, by hand %g of %d", nats, tokens, steps, want/float64(targets), targets)
	}
	if again, _ := run(Lose(m, texts, &Plan{})).Mean(); again != nats {
		t.Errorf("at once %g, in steps %g", again, nats)
	}
	if none := Lose(m, nil, &Plan{}); none.Share() != 1 || none.Step(1) {
		t.Error("of no texts something is left")
	}
	if l := Lose(m, texts, &Plan{}); !l.Step(0) || l.Share() != 0 {
		t.Error("of no budget something is done")
	}
}

// An exchange in steps is that at once, and counts each pair.
func TestExchangeInSteps(t *testing.T) {
	b := builtintest.Load(t)
	pairs := Pairs(b.World, OtherAsked, 3, draw())
	heads := []Part{head(1, 3)}
	once := run(Swap(b.Model, b.Tokens, b.World, pairs, heads))
	steps := Swap(b.Model, b.Tokens, b.World, pairs, heads)
	share, n := 0.0, 0
	for ; steps.Step(3e5); n++ {
		if s := steps.Share(); s < share || s >= 1 {
			t.Fatalf("the share is %g after %g", s, share)
		}
		share = steps.Share()
	}
	if steps.Count() != once.Count() || once.Count().Of() != 3 || steps.Share() != 1 || n < 6 {
		t.Errorf("%v in %d steps, %v at once", steps.Count(), n, once.Count())
	}
	if none := Swap(b.Model, b.Tokens, b.World, nil, heads); none.Share() != 1 || none.Step(1) || none.Count().Of() != 0 {
		t.Error("of no pairs something is left")
	}
}

// What is true of a tier, asked in one form each.
func TestKnownAsks(t *testing.T) {
	w := world.New(1)
	for form := range world.Forms {
		all := Known(w, world.Mid, form)
		if len(all) != 48*6 {
			t.Fatalf("%d questions", len(all))
		}
		for _, q := range all {
			if truth, _ := w.Fact(q.Asked.Person, q.Asked.Relation); q.Asked != truth || q.Answer != truth.Value || q.Prompt != world.Prompt(truth.Question(form)) || len(q.Given) > 0 {
				t.Errorf("%+v", q)
			}
		}
	}
	if got := fmt.Sprint(Tally{1, 2, 3}.Of(), Count{4, 5}.Of()); got != "6 9" {
		t.Errorf("in all %s", got)
	}
}
