package sampling

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// claims are what a sentence may say, each with what must be so then. The
// groups of the pattern are handed on.
var claims = []struct {
	pattern string
	holds   func(l *Lab, is []string) bool
}{
	{`stand ([\d.]+) times as far apart`, func(l *Lab, is []string) bool { return l.divisor() < 1 && near(1/l.divisor(), is[1]) }},
	{`to ([\d.]+) of the distance`, func(l *Lab, is []string) bool { return l.divisor() > 1 && near(1/l.divisor(), is[1]) }},
	{`leaves the model's own distribution`, func(l *Lab, _ []string) bool { return l.divisor() == 1 }},
	{`every token can come`, func(l *Lab, _ []string) bool {
		final := l.trace.Final()
		return final.P(final.Order[len(final.Order)-1]) > 0
	}},
	{`Nothing is cut`, func(l *Lab, _ []string) bool { return len(l.trace.Final().Order) == len(l.trace.Stages[0].Order) }},
	{`(\d+) stays? of (\d+)\.`, func(l *Lab, is []string) bool {
		return is[1] == strconv.Itoa(len(l.trace.Final().Order)) && is[2] == strconv.Itoa(len(l.next.logits))
	}},
	{`cuts \d+ of (\d+): (\d+) stay`, func(l *Lab, is []string) bool {
		return is[2] == strconv.Itoa(len(l.trace.Final().Order)) && is[1] == strconv.Itoa(len(l.next.logits))
	}},
	// What each cut removed adds up to what is gone.
	{`(\S+ cuts \d+(?:, then \S+ \d+)*)`, func(l *Lab, is []string) bool {
		gone := 0
		for _, n := range regexp.MustCompile(` (\d+)`).FindAllStringSubmatch(is[1], -1) {
			v, _ := strconv.Atoi(n[1])
			gone += v
		}
		return gone == len(l.trace.Stages[0].Order)-len(l.trace.Final().Order)
	}},
	// What a cut keeps alone is what it keeps when the others are off.
	{`Alone (\S+) keeps (\d+), (\S+) (\d+)\.`, func(l *Lab, is []string) bool {
		for i := 1; i < len(is); i += 2 {
			name, n := is[i], is[i+1]
			s := l.settings(0)
			if name != "top-k" {
				s.TopK = 0
			}
			if name != "top-p" {
				s.TopP = 1
			}
			if name != "min-p" {
				s.MinP = 0
			}
			if name != extras[l.extra.step].name {
				s.NoRepeatNgram, s.TopNSigma, s.Typical, s.Epsilon, s.Eta, s.TopH, s.XTC = 0, 0, 1, 0, 0, 0, sampling.XTC{}
			}
			kept := l.engines[l.engine].Chain(s).Run(l.next.logits, l.next.tokens).Final().Order
			if n != strconv.Itoa(len(kept)) {
				return false
			}
		}
		return true
	}},
	{`(top-p|min-p) cuts .*it cuts after T`, func(l *Lab, is []string) bool {
		return slices.Index(kinds(l), sampling.KindTemperature) < slices.Index(kinds(l), sampling.Kind(is[1]))
	}},
	{`(top-p|min-p) cuts .*it cuts before T`, func(l *Lab, is []string) bool {
		return slices.Index(kinds(l), sampling.KindTemperature) > slices.Index(kinds(l), sampling.Kind(is[1]))
	}},
	// Tokens by rank, until they have nine tenths.
	{`the first (?:(\d+) )?tokens? ha(?:s|ve) ([\d.]+)\.`, func(l *Lab, is []string) bool {
		p, _ := l.beforeTopP()
		n, _ := strconv.Atoi(is[1])
		sum := 0.0
		for _, t := range l.trace.Stages[0].Order[:n] {
			sum += p.of(t)
		}
		return near(sum, is[2]) && (sum >= 0.9 || n == len(l.trace.Stages[0].Order))
	}},
	{`Of 100 draws ([\d.]+) are expected`, func(l *Lab, is []string) bool {
		return near(100*l.trace.Final().P(l.trace.Final().Order[0]), is[1])
	}},
	{`(\S+) does nothing: `, func(l *Lab, _ []string) bool {
		return !slices.Contains(kinds(l), l.extra.kind()) || l.temperature == 0 || l.engines[l.engine].PromptFree
	}},
	{`(\S+) removes no token`, func(l *Lab, _ []string) bool {
		return !slices.ContainsFunc(l.acting(), func(s sampling.Stage) bool { return s.Step.Kind() == l.extra.kind() })
	}},
	{`it does not act`, func(l *Lab, _ []string) bool { return l.coin(0) > l.extra.xtc }},
	{`changes no logit`, func(l *Lab, _ []string) bool {
		return !slices.ContainsFunc(l.trace.Stages[1:], func(s sampling.Stage) bool {
			return rescores(s.Step) && !slices.Equal(s.Scores(), l.trace.Stages[0].Scores())
		})
	}},
	{`changes (\d+) logits?: `, func(l *Lab, is []string) bool {
		n := 0
		for t, z := range l.trace.Stages[1].Scores() {
			if z != l.trace.Stages[0].Score(t) {
				n++
			}
		}
		return is[1] == strconv.Itoa(n)
	}},
	{`χ² is ([\d.]+)`, func(l *Lab, is []string) bool { return near(l.sample.distance, is[1]) && l.sample.classes > 1 }},
	{`and (\d+) ± ([\d.]+) is usual`, func(l *Lab, _ []string) bool {
		return math.Abs(l.sample.distance-float64(l.sample.freedom)) <= 2*l.sample.spread
	}},
	{`farther from theory`, func(l *Lab, _ []string) bool { return l.sample.distance > float64(l.sample.freedom) }},
	{`closer to theory`, func(l *Lab, _ []string) bool { return l.sample.distance < float64(l.sample.freedom) }},
	{`too few to compare`, func(l *Lab, _ []string) bool {
		above := 0
		for _, p := range l.trace.Final().Probs() {
			if p*float64(l.draws) >= leastExpected {
				above++
			}
		}
		return above < 2
	}},
	{`Only one token can come`, func(l *Lab, _ []string) bool { return len(l.trace.Final().Order) == 1 }},
	{`more than if all`, func(l *Lab, _ []string) bool { return l.text.surprise() > math.Log2(float64(len(l.next.logits))) }},
	{`bits of surprise a token`, func(l *Lab, _ []string) bool { return len(l.text.written) > 0 }},
	{`(\d+) of (\d+) (?:was|were) the best`, func(l *Lab, is []string) bool {
		best := 0
		for _, w := range l.text.written {
			if w.rank == 1 {
				best++
			}
		}
		return is[1] == strconv.Itoa(best) && is[2] == strconv.Itoa(len(l.text.written))
	}},
	{`At T = 0.2 a token carries ([\d.]+) bits of surprise, at (\S+) ([\d.]+), at 2 ([\d.]+)\.`, func(l *Lab, is []string) bool {
		for i, at := range []int{1, 3, 4} {
			if len(l.three[i].written) == 0 || !near(l.three[i].surprise(), is[at]) {
				return false
			}
		}
		return is[2] == exactly(l.temperature)
	}},
	{`Cuts tame T = 2: only what they keep is drawn`, func(l *Lab, _ []string) bool {
		return len(l.trace.Final().Order) < len(l.next.ranked.Order()) || l.temperature == 0
	}},
	{`, where one answer is true\. After the first T = 0 is off (\S+)\.$`, func(l *Lab, is []string) bool {
		cold := l.rules[1]
		return cold.name.String() == "T = 0" && slices.Max(l.second.truth) > 1-1e-9 && slices.Max(l.next.truth) < 1 &&
			is[1] == viz.Share(cold.judged[0].Distance, 5).String() && cold.judged[0].Distance > nearest(l.rules, 0).judged[0].Distance
	}},
	{`Least off: (.+?) \(\S+\) after`, func(l *Lab, is []string) bool {
		best := l.rules[slices.IndexFunc(l.rules, func(r rule) bool { return r.name.String() == is[1] })]
		for _, r := range l.rules[1:] {
			if r.can && r.judged[0].Distance < best.judged[0].Distance {
				return false
			}
		}
		return best.can
	}},
	{`The same rules leave (\d+) and (\d+)\.`, func(l *Lab, is []string) bool {
		return is[1] == strconv.Itoa(len(l.trace.Final().Order)) && is[2] == strconv.Itoa(len(l.second.trace.Final().Order)) && is[1] != is[2]
	}},
	{`leave (\d+) of (\d+) tokens in (\S+) and (\d+) in ([\w.-]+):`, func(l *Lab, is []string) bool {
		few, many := strconv.Itoa(kept(l, is[3])), strconv.Itoa(kept(l, is[5]))
		return few == is[1] && many == is[4] && few != many
	}},
	{`All 5 programs leave the same`, func(l *Lab, _ []string) bool {
		for _, r := range l.engineRows {
			if !slices.Equal(slices.Sorted(slices.Values(r.trace.Final().Order)), slices.Sorted(slices.Values(l.engineRows[0].trace.Final().Order))) {
				return false
			}
		}
		return true
	}},
	{`weighs (\S+) of ([\d.]+) in all: p is (\S+)\. `, func(l *Lab, is []string) bool {
		return near(l.warm.of(l.workOut().token), is[3])
	}},
	{`that the cuts leave: ([\d.]+)\.`, func(l *Lab, is []string) bool {
		return near(l.trace.Final().P(l.workOut().token), is[1])
	}},
	{`top-p \S+ alone keeps (\d+) of \d+ tokens at T = 0.5, (\d+) at 1 and (\d+) at 2`, func(l *Lab, is []string) bool {
		for i, temperature := range []float64{0.5, 1, 2} {
			chain := sampling.Chain{sampling.Temperature{T: temperature}, sampling.TopP{P: l.topP, Rule: sampling.NucleusReach}}
			if is[i+1] != strconv.Itoa(len(chain.Run(l.next.logits, nil).Final().Order)) {
				return false
			}
		}
		return true
	}},
	{`was taught begins so`, func(l *Lab, _ []string) bool { return l.next.truth == nil }},
	{`is read as text, in (\d+) tokens`, func(l *Lab, is []string) bool {
		return !slices.Contains(l.next.tokens, l.lm.Tokens.End()) && is[1] == strconv.Itoa(len(l.lm.Tokens.Encode(l.endName())))
	}},
}

// kept is how many tokens a program leaves.
func kept(l *Lab, name string) int {
	e := l.engines[slices.IndexFunc(l.engines, func(e sampling.Engine) bool { return e.Name == name })]
	return len(e.Chain(l.settingsFor(e, 0)).Run(l.next.logits, l.next.tokens).Final().Order)
}

func near(v float64, printed string) bool {
	p, err := strconv.ParseFloat(printed, 64)
	_, decimals, _ := strings.Cut(printed, ".")
	return err == nil && math.Abs(v-p) <= 0.51*math.Pow10(-len(decimals))
}

func kinds(l *Lab) []sampling.Kind {
	var kinds []sampling.Kind
	for _, s := range l.chain(0) {
		kinds = append(kinds, s.Kind())
	}
	return kinds
}

// What is said at random settings is so.
func TestEveryClaim(t *testing.T) {
	patterns := make([]*regexp.Regexp, len(claims))
	met := make([]int, len(claims))
	for i, c := range claims {
		patterns[i] = regexp.MustCompile(c.pattern)
	}
	labtest.Roam(t, func() lab.Lab { return fresh(t) }, 2, func(at lab.Lab) {
		l := at.(*Lab)
		if l.work.Waiting() {
			return
		}
		says := labtest.Ungrouped(lab.Sentence(l))
		for i, c := range claims {
			if is := patterns[i].FindStringSubmatch(says.String()); is != nil {
				if met[i]++; !c.holds(l, is) {
					t.Errorf("it is not so: %q (view %s, T %g, top-k %d, top-p %g, min-p %g, %s, prompt %q)", says,
						l.Views().Open().Name, l.temperature, l.topK, l.topP, l.minP, l.engines[l.engine].Name, l.prompt)
				}
			}
		}
	})
	for i, n := range met {
		if rare := strings.Contains(claims[i].pattern, "theory") || strings.Contains(claims[i].pattern, "read as text"); n == 0 && !rare && !labtest.Brief() {
			t.Errorf("nothing said %q", claims[i].pattern)
		}
	}
}

// At a high temperature top-k cuts nearly all, and top-p one token more: each
// has what it did, and what it would keep alone.
func TestCutsHaveTheirOwn(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "temperature", "5")
	if got, want := lab.Sentence(l), "top-k cuts 1,012, then top-p 1: 11 stay of 1,024. Alone top-k keeps 12, top-p 811."; !strings.Contains(got.String(), want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// A tiny temperature and none keep the same mass.
func TestMassAtZero(t *testing.T) {
	l := fresh(t)
	for _, T := range []string{"0.01", "0"} {
		labtest.Turn(t, l, "temperature", T)
		if got := labtest.Reading(t, l, "mass kept").Value; math.Abs(got-1) > 1e-9 {
			t.Errorf("T = %s keeps %v", T, got)
		}
	}
}

// Chi-square says nothing until it can, and has the spread that it then has.
func TestChiSquareWaits(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "draws", "draws", "1")
	if r := labtest.Reading(t, l, "chi-square"); !strings.Contains(r.Undefined.String(), "too few") {
		t.Errorf("after one draw: %+v", r)
	}
	labtest.Turn(t, l, "temperature", "1", "top-k", "off", "top-p", "off", "draws", "3000", "seed", "8")
	r := labtest.Reading(t, l, "chi-square")
	counts := make([]int, l.lm.Tokens.Size())
	for token, n := range l.sample.counts {
		counts[token] = n
	}
	if d, f := sampling.ChiSquare(counts, l.trace.Final().Probs()); d < 10_000 || f != 1023 {
		t.Errorf("every token by itself: %.0f with %d degrees of freedom: no example", d, f)
	}
	if s := sampling.ChiSquareSpread(3000, l.trace.Final().Probs()); math.Abs(s-2508) > 60 {
		t.Errorf("every token by itself has the spread %.0f, want about 2508", s)
	}
	if !r.Undefined.Empty() || r.Value > float64(l.sample.freedom)+4*l.sample.spread || l.sample.freedom < 10 || l.sample.spread > 10 {
		t.Errorf("the rare ones as one: %+v", r)
	}
}

// The number under discussion is the first reading.
func TestSubject(t *testing.T) {
	l := fresh(t)
	for view, want := range map[string]string{"bars": "survivors", "curve": "survivors", "draws": "expected", "text": "surprise", "tree": "removed"} {
		labtest.Turn(t, l, "view", view)
		if got := lab.Readings(l)[0].Name; got != want {
			t.Errorf("view %s is about %s, want %s", view, got, want)
		}
	}
	labtest.Turn(t, l, "view", "draws", "draws", "100")
	if got := lab.Readings(l)[0].Name; got != "chi-square" {
		t.Errorf("once it has draws, they are about %s", got)
	}
}

// Of scores tied with the k-th all stay, and that is said.
func TestTiesAreSaid(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "top-k", "2", "top-p", "off", "temperature", "1")
	z := slices.Clone(l.next.logits)
	order := l.trace.Stages[0].Order
	z[order[2]], z[order[3]] = z[order[1]], z[order[1]]
	l.next, l.trace = l.next.answered(answer{logits: z}), sampling.Trace{}
	labtest.Turn(t, l)
	if got := lab.Sentence(l); !strings.Contains(got.String(), "4 stay, as 3 tie for place 2.") {
		t.Errorf("%q", got)
	}
	if got := l.cuts()[0].label.String(); got != "top-k 2 keeps 4: 3 tie for place 2" {
		t.Errorf("the cut is labelled %q", got)
	}
	labtest.Turn(t, l, "order", "llama.cpp")
	if got := lab.Sentence(l); strings.Contains(got.String(), " tie ") || len(l.trace.Final().Order) != 2 {
		t.Errorf("llama.cpp keeps 2: %q", got)
	}
}

// An unknown text is said to be one, and examples are one key away; the own
// text comes back after them.
func TestExamples(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "prompt", "Ann lives in")
	if got := lab.Sentence(l); !strings.Contains(got.String(), "was taught begins so") || !strings.Contains(got.String(), "not how right") {
		t.Errorf("%q", got)
	}
	seen := 0
	for range len(l.examples()) {
		if err := lab.Actions(l)[2].Do(); err != nil {
			t.Fatal(err)
		}
		if labtest.Turn(t, l); l.next.truth == nil {
			t.Errorf("%q is no prompt that the model knows", l.prompt)
		}
		seen++
	}
	if err := lab.Actions(l)[2].Do(); err != nil || l.prompt != "Ann lives in" || seen < 3 {
		t.Errorf("after %d examples comes %q (%v)", seen, l.prompt, err)
	}
}

// The special token's name is read as text or as the token, and it is said as
// what.
func TestSpecial(t *testing.T) {
	l := fresh(t)
	end := l.lm.Tokens.End()
	labtest.Turn(t, l, "prompt", "a tale\n<|end|>the fox lives in the")
	if slices.Contains(l.next.tokens, end) || l.next.truth != nil || !strings.Contains(lab.Sentence(l).String(), "read as text") {
		t.Errorf("as text: %v, %q", l.next.tokens, lab.Sentence(l))
	}
	labtest.Turn(t, l, "special", "token")
	if !slices.Contains(l.next.tokens, end) || l.next.truth == nil || !strings.Contains(lab.Sentence(l).String(), "as the one token") {
		t.Errorf("as a token: %v, %q", l.next.tokens, lab.Sentence(l))
	}
	labtest.Turn(t, l, "prompt", "<|endoftext|>")
	if got := lab.Sentence(l); !strings.Contains(got.String(), "but for <|end|>") {
		t.Errorf("another model's name: %q", got)
	}
}

// No share in a list reads as 0 that is not.
func TestSmallShares(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "temperature", "1", "top-k", "off", "top-p", "off")
	z := make([]float64, len(l.next.logits))
	for i := range z {
		z[i] = float64(i%3) * 1e-3
	}
	z[7] = 9
	l.next, l.trace = l.next.answered(answer{logits: z}), sampling.Trace{}
	labtest.Turn(t, l)
	chart, _ := l.ranking(lab.Frame{}, 20)
	for _, row := range chart.Rows[1:] {
		for _, c := range row.Cells[2:] {
			if c.String() == "0.000" {
				t.Fatalf("row %v", row.Cells)
			}
		}
	}
}

// Far below T = 1 the last tokens have a probability that no float64 holds, and
// a draw never gives them.
func TestTooSmallToCome(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "top-k", "off", "top-p", "off", "temperature", "0.01")
	if says := lab.Sentence(l).String(); !strings.Contains(says, "they never come") {
		t.Error(says)
	}
	labtest.Turn(t, l, "temperature", "1")
	if says := lab.Sentence(l).String(); !strings.Contains(says, "every token can come") {
		t.Error(says)
	}
}
