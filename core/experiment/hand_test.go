package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"logitarium/core/fault/faulttest"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// What is wrong with a config is said, and what is at an end of a range fits.
func TestConfigAtItsLimits(t *testing.T) {
	fine := Config{Layers: 1, Width: 4, Heads: 4, Inner: 1, Epsilon: 1e-9, Activation: gpt.ReLU}
	for _, c := range []struct {
		change func(*Config)
		wrong  string
	}{
		{func(*Config) {}, ""}, {func(c *Config) { c.Activation = gpt.GELUTanh }, ""},
		{func(c *Config) { c.Layers = 0 }, "stack: layers is 0, must be 1 or more"},
		{func(c *Config) { c.Width = -4 }, "stack: width is -4, must be 1 or more"},
		{func(c *Config) { c.Heads = 0 }, "stack: heads is 0, must be 1 or more"},
		{func(c *Config) { c.Inner = 0 }, "stack: inner width is 0, must be 1 or more"},
		{func(c *Config) { c.Heads = 3 }, "stack: width 4 is not a multiple of 3 heads"},
		{func(c *Config) { c.Epsilon = 0 }, "stack: epsilon is 0, must be above 0"},
		{func(c *Config) { c.Activation = gpt.GELUTanh - 1 }, "stack: activation -1 is none of 0 to 2"},
		{func(c *Config) { c.Activation = gpt.ReLU + 1 }, "stack: activation 3 is none of 0 to 2"},
	} {
		config, got := fine, ""
		c.change(&config)
		if err := config.Validate(); err != nil {
			got = err.Error()
		}
		if got != c.wrong {
			t.Errorf("%+v: %q, want %q", config, got, c.wrong)
		}
	}
}

// What can't be trained or measured says what it was.
func TestMisuseSaysWhat(t *testing.T) {
	shape := Setting{Depth: 1, Width: 16}
	race := RaceSetting{Setting: shape, Vocabulary: 8}
	for want, f := range map[string]func(){
		"experiment: depth 0, width 16 (a multiple of 16), init 0":        func() { Measure(Setting{Width: 16}) },
		"experiment: depth 1, width 0 (a multiple of 16), init 0":         func() { Measure(Setting{Depth: 1}) },
		"experiment: depth 1, width 24 (a multiple of 16), init 0":        func() { Measure(Setting{Depth: 1, Width: 24}) },
		"experiment: depth 1, width 16 (a multiple of 16), init -1":       func() { Measure(Setting{Depth: 1, Width: 16, Init: -1}) },
		"experiment: depth 1, width 16 (a multiple of 16), init 4":        func() { Measure(Setting{Depth: 1, Width: 16, Init: initCount}) },
		"experiment: a race at rate -1, warm-up 0":                        func() { NewRace(RaceSetting{Setting: shape, Rate: -1, Vocabulary: 8}, counting) },
		"experiment: a race at rate 0, warm-up -1":                        func() { NewRace(RaceSetting{Setting: shape, Warmup: -1, Vocabulary: 8}, counting) },
		"experiment: 0 races of 1 steps":                                  func() { NewSeries(race, counting, 0, 1) },
		"experiment: 1 races of -1 steps":                                 func() { NewSeries(race, counting, 1, -1) },
		"stack: layers is 0, must be 1 or more":                           func() { Zeros(Config{}) },
		`experiment: a layer has no "up" among ["down"]`:                  func() { Measurement{Names: []string{"down"}}.Of("up") },
		"experiment: extrapolation with {Depth:0 Width:0 Vocabulary:0 St": func() { NewExtrapolation(ExtrapolationSetting{}, counting) },
	} {
		if said := faulttest.Panic(f); !strings.HasPrefix(said, want) {
			t.Errorf("panics with %q, want %q", said, want)
		}
	}
}

// Each size of an extrapolation at the end of its range, and one beyond.
func TestExtrapolationAtItsLimits(t *testing.T) {
	least := ExtrapolationSetting{Depth: 1, Width: HeadWidth, Vocabulary: 8, Steps: 0, Length: RaceLength, Texts: 1}
	if said := faulttest.Panic(func() { NewExtrapolation(least, counting) }); said != "" {
		t.Errorf("the least there is panics with %q", said)
	}
	for name, change := range map[string]func(*ExtrapolationSetting){
		"depth": func(s *ExtrapolationSetting) { s.Depth-- }, "width": func(s *ExtrapolationSetting) { s.Width-- }, "no width": func(s *ExtrapolationSetting) { s.Width = 0 },
		"vocabulary": func(s *ExtrapolationSetting) { s.Vocabulary = 0 }, "steps": func(s *ExtrapolationSetting) { s.Steps-- },
		"length": func(s *ExtrapolationSetting) { s.Length-- }, "texts": func(s *ExtrapolationSetting) { s.Texts-- }, "rate": func(s *ExtrapolationSetting) { s.Rate = -1e-9 },
	} {
		s := least
		if change(&s); faulttest.Panic(func() { NewExtrapolation(s, counting) }) == "" {
			t.Errorf("%s: %+v is taken", name, s)
		}
	}
	e := NewExtrapolation(least, counting)
	if e.Networks[0].Losses() != nil || e.Done() || e.Trained() != 0 || e.Texts() != 0 || e.Share() != 0 {
		t.Errorf("before it begins %d steps and %d texts, share %g", e.Trained(), e.Texts(), e.Share())
	}
	for e.Step(1) {
	}
	if !e.Done() || e.Texts() != 1 || len(e.Networks[0].Losses()) != RaceLength || e.Cost() != 5*e.Networks[0].model.Config.Work(RaceLength) {
		t.Errorf("%d texts, at a cost of %g", e.Texts(), e.Cost())
	}
	for i, scheme := range []string{"learned", "none", "sinusoidal", "rotary", "ALiBi"} {
		if got := Schemes()[i]; e.Networks[i].Scheme != got || !strings.EqualFold(got.String(), scheme) && i != 1 {
			t.Errorf("scheme %d is %v", i, got)
		}
	}
}

// How weights are drawn: their deviation, or their bound, by the formula.
func TestInitsByHand(t *testing.T) {
	const out, in = 96, 160
	for _, c := range []struct {
		init      Init
		name      string
		deviation float64 // of a matrix of one map that is not added to the stream
		back      float64 // and of one that is
	}{
		{Xavier, "xavier", math.Sqrt(6./(out+in)) / math.Sqrt(3), math.Sqrt(2. / (out + in))},
		{GPT2, "gpt-2", .02, .02 / math.Sqrt(2*8)}, {Unscaled, "unscaled", .02, .02}, {Theory, "theory", math.Sqrt(2. / (out + in)), math.Sqrt(2. / (out + in))},
	} {
		s := Setting{Depth: 8, Width: 16, Init: c.init}
		for back, want := range map[bool]float64{false: c.deviation, true: c.back} {
			w := tensor.New(out, in)
			s.fill(w, 1, back, rand.New(rand.NewPCG(1, 2)))
			within(t, fmt.Sprintf("%v, back %t: the deviation over its formula", c.init, back), math.Sqrt(meanSquare(w))/want, .97, 1.03)
			if bound := math.Sqrt(6. / (out + in)); c.init == Xavier && float64(max(slices.Max(w.Data), -slices.Min(w.Data))) > bound*1.000001 {
				t.Errorf("%v draws beyond %g", c.init, bound)
			}
		}
		two := tensor.New(2*out, in) // two maps, one under the other, have one's scale
		s.fill(two, 2, false, rand.New(rand.NewPCG(1, 2)))
		within(t, c.name+", two maps", math.Sqrt(meanSquare(two))/c.deviation, .97, 1.03)
		if c.init.String() != c.name {
			t.Errorf("%v, want %s", c.init, c.name)
		}
		head := 1 / math.Sqrt(16.)
		if s.small() {
			head = .02
		}
		if s.head() != head {
			t.Errorf("%v: the head has the deviation %g, want %g", c.init, s.head(), head)
		}
		heads, inner, activation := s.shape()
		if theory := c.init == Theory; theory != (heads == 1 && inner == 16 && activation == gpt.ReLU) && heads*inner != 64 {
			t.Errorf("%v: %d heads, %d inside", c.init, heads, inner)
		}
	}
	if got := Init(9).String() + Init(-1).String(); got != "init 9init -1" {
		t.Errorf("unknown inits are %q", got)
	}
	odd := tensor.New(1, 3) // two values of each number, and one is left
	uniform(odd, 1, rand.New(rand.NewPCG(1, 2)))
	if slices.Contains(odd.Data, 0) {
		t.Errorf("of three values one is not drawn: %v", odd.Data)
	}
}

// Names of tensors, and how they come apart into layer and rest.
func TestNamesOfTensors(t *testing.T) {
	for name, want := range map[string]struct {
		l    int
		rest string
		ok   bool
	}{"0.mlp.down.weight": {0, W2, true}, "12.self.query.bias": {12, "self.query.bias", true}, "final.norm.weight": {0, "norm.weight", false}, "": {0, "", false}} {
		if l, rest, ok := layerOf(name); l != want.l || rest != want.rest || ok != want.ok {
			t.Errorf("%q is layer %d, %q, %v", name, l, rest, ok)
		}
	}
	for _, c := range []Config{
		{Layers: 2, Width: 4, Heads: 2, Inner: 6, Epsilon: 1}, {Layers: 3, Width: 4, Heads: 1, Inner: 6, Epsilon: 1, Cross: true, Final: true},
	} {
		s := Zeros(c)
		want := c.Layers * (2*2 + 3*2 + 2*2)
		if c.Cross {
			want += c.Layers * (2 + 3*2)
		}
		if c.Final {
			want += 2
		}
		seen, decays := map[string]bool{}, 0
		for _, x := range s.Tensors() {
			seen[x.Name] = true
			if x.Decay {
				decays++
			}
			gain := strings.HasSuffix(x.Name, "norm.weight")
			if slices.ContainsFunc(x.Data, func(v float32) bool { return (v == 1) != gain }) {
				t.Errorf("%s begins as %v", x.Name, x.Data)
			}
		}
		if len(seen) != want || decays != c.Layers*(5+3*btoi(c.Cross)) {
			t.Errorf("%+v: %d tensors of %d, %d decay", c, len(seen), want, decays)
		}
		s.Tensors()[0].Data[0] = 7
		if s.Blocks[0].SelfNorm.Gain[0] != 7 {
			t.Error("what is listed is a copy")
		}
	}
}

func btoi(on bool) int {
	if on {
		return 1
	}
	return 0
}

// A lead by hand: means, the deviation over one less, and who is ahead.
func TestLeadByHand(t *testing.T) {
	s := &Series{Steps: 2}
	for _, losses := range [][2]float64{{1, 3}, {2, 3}, {4, 1}} {
		s.Races = append(s.Races, &Race{Pre: Runner{Losses: []float64{losses[0]}}, Post: Runner{Losses: []float64{losses[1]}}})
	}
	got := s.Lead(1) // 2, 1 and −3
	if math.Abs(got.Mean) > 1e-12 || math.Abs(got.Deviation-math.Sqrt(7)) > 1e-12 || got.Pre != 2 || got.Of != 3 {
		t.Errorf("%+v", got)
	}
	if s.Trained() != 1 || s.Share() != .5 {
		t.Errorf("%d steps, share %g", s.Trained(), s.Share())
	}
	n := Runner{Losses: []float64{100, 100, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}
	if n.Loss(12) != 5.5 || n.Loss(2) != 100 || n.Loss(3) != 67 {
		t.Errorf("losses %g, %g, %g: of the last ten, of two, of three", n.Loss(12), n.Loss(2), n.Loss(3))
	}
}

// A step of a small network is one call, of a large one several, and never more
// than one for each row.
func TestRowsAtOnce(t *testing.T) {
	for _, c := range []struct {
		depth, width int
		cross        bool
		want         int
	}{{1, 16, false, 8}, {6, 64, false, 8}, {12, 64, false, 4}, {6, 64, true, 4}, {48, 64, false, 1}, {96, 256, false, 1}} {
		r := &Race{Setting: RaceSetting{Setting: Setting{Depth: c.depth, Width: c.width, Cross: c.cross}}}
		if got := r.rowsAtOnce(); got != c.want {
			t.Errorf("%d layers of %d, cross-attention %t: %d rows, want %d", c.depth, c.width, c.cross, got, c.want)
		}
		series := &Series{Races: []*Race{r, r}, Steps: 5}
		if got, want := series.Cost(), float64(advanceCost)*float64((RaceRows+c.want-1)/c.want*5*2); got != want {
			t.Errorf("two races of five steps cost %g, want %g", got, want)
		}
	}
}

// Rows of a batch are the corpus' documents, one after the other, and targets
// what follows; their frequencies are counted.
func TestBatchOfARace(t *testing.T) {
	next := 0
	r := NewRace(RaceSetting{Setting: Setting{Depth: 1, Width: 16}, Vocabulary: 40}, func(*rand.Rand) []int {
		next++
		return slices.Repeat([]int{next % 40}, 10)
	})
	b := r.draw()
	for row := range RaceRows {
		for i := range RaceLength {
			at, first := row*RaceLength+i, row*4+1 // a row takes four documents of ten
			if b.Tokens[at] != (first+i/10)%40 || b.Targets[at] != (first+(i+1)/10)%40 {
				t.Fatalf("row %d: token %d, then %d", row, b.Tokens[at], b.Targets[at])
			}
		}
	}
	total := 0
	for _, n := range r.counts {
		total += n
	}
	if total != RaceRows*RaceLength || r.counts[1] != 9 || r.counts[4] != 3 {
		t.Errorf("%d targets, of 1 and 4 %v", total, r.counts[:5])
	}
}

// A lengthened model without a table is the same, and one that reads no further
// has the table that it had.
func TestLengthenedAtItsLimits(t *testing.T) {
	c := gpt.Config{Vocab: 5, Context: 4, Width: 4, Layers: 1, Heads: 1, Inner: 4, Epsilon: 1e-5}
	m := gpt.New(c, rand.New(rand.NewPCG(1, 2)))
	same := lengthened(m, 4)
	for i, x := range m.Tensors() {
		if !slices.Equal(x.Data, same.Tensors()[i].Data) {
			t.Errorf("%s differs", x.Name)
		}
	}
	if same.Tokens.Data[0]++; same.Tokens.Data[0] == m.Tokens.Data[0] {
		t.Error("it shares the weights")
	}
	c.Positions = gpt.NoPositions
	bare := lengthened(gpt.New(c, rand.New(rand.NewPCG(1, 2))), 9)
	if bare.Config.Context != 9 || bare.Positions.Rows != 0 {
		t.Errorf("a context of %d, a table of %d rows", bare.Config.Context, bare.Positions.Rows)
	}
}

// Who knows how often each token comes, and nothing else, has the entropy of
// the targets: of so many that come alike, the logarithm of their number.
func TestUnigramByHand(t *testing.T) {
	for n := 1; n <= 8; n++ {
		r := &Race{counts: make([]int, 10)}
		for i := range n {
			r.counts[i] = 3
		}
		if got := r.Unigram(); math.Abs(got-math.Log(float64(n))) > 1e-12 {
			t.Errorf("%d tokens alike: %g nats", n, got)
		}
	}
	if got := (&Race{counts: []int{3, 1}}).Unigram(); math.Abs(got-(math.Log(4)-.75*math.Log(3))) > 1e-12 {
		t.Errorf("three to one: %g nats", got)
	}
}
