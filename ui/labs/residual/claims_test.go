package residual

import (
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// A says is what is on screen beside a sentence.
type says struct {
	l     *Lab
	t     *testing.T
	words []string // the groups of the pattern
}

// read is a reading, NaN where it has no value.
func (s says) read(name string) float64 {
	r := labtest.Reading(s.t, s.l, name)
	if !r.Undefined.Empty() {
		return math.NaN()
	}
	return r.Value
}

// printed says whether a group of the pattern is v, to as many digits.
func (s says) printed(group int, v float64) bool {
	p, err := strconv.ParseFloat(s.words[group], 64)
	_, decimals, _ := strings.Cut(s.words[group], ".")
	return err == nil && math.Abs(v-p) <= 0.5001*math.Pow10(-len(decimals))
}

// unevenness is the largest gradient of a layer over the least.
func (s says) unevenness() (u struct{ pre, post float64 }) {
	m := s.l.norms(s.l.depth, s.l.draws)
	u.pre, u.post = slices.Max(m.pre)/slices.Min(m.pre), slices.Max(m.post)/slices.Min(m.post)
	return u
}

// known is how far a loss is below that of the frequencies alone.
func (s says) known(name string) float64 { return s.read("frequencies") - s.read(name) }

// A claim is what a sentence may say, with what must be so then.
type claim struct {
	pattern string
	holds   func(says) bool
}

var claims = []claim{
	{`gradient is ([\d.]+) times the first one's in post-LN, ([\d.]+) in`, func(s says) bool {
		return s.printed(1, s.read("post ratio")) && s.printed(2, s.read("pre ratio"))
	}},
	{`Both are even`, func(s says) bool { return max(s.unevenness().post, s.unevenness().pre) <= uneven }},
	{`Post-LN's are even over`, func(s says) bool { return s.unevenness().post <= uneven && s.unevenness().pre > uneven }},
	{`Post-LN's are even but for layer 1`, func(s says) bool {
		rest, r := s.l.norms(s.l.depth, s.l.draws).post[1:], s.read("post ratio")
		return len(rest) > 1 && slices.Max(rest) < uneven*slices.Min(rest) && (r > 3.99 || r < 0.251)
	}},
	{`no gradient for either|no gradient at any depth`, func(s says) bool {
		return slices.Max(s.l.norms(s.l.depth, s.l.draws).pre) == 0 && slices.Max(s.l.norms(s.l.depth, s.l.draws).post) == 0
	}},
	{`LN's first layer gets 1/([\d.]+) of the last one's`, func(s says) bool { return s.read("post ratio") > 2 && s.printed(1, s.read("post ratio")) }},
	{`it vanishes, it does not explode`, func(s says) bool { return s.l.cross && s.read("post first") < s.read("post last")/8 }},
	{`nothing explodes`, func(s says) bool { return s.read("post first") < s.read("post last")/8 }},
	{`Turn depth up: it vanishes`, func(s says) bool { // and it does
		deep := fresh(s.t)
		deep.depth, deep.width, deep.init, deep.gradient, deep.cross = deepest, s.l.width, s.l.init, s.l.gradient, s.l.cross
		deep.seed, deep.draws = s.l.seed, s.l.draws
		labtest.Turn(s.t, deep, "view", "gradients")
		settle(s.t, deep)
		return s.l.depth < deepest && ratio(deep.norms(deepest, deep.draws).post) > 8
	}},
	{`post-LN's last one is 1/(\d+) of pre-LN's`, func(s says) bool {
		return s.l.startsSmall() && s.printed(1, s.read("pre last")/s.read("post last")) && s.read("pre last") > 2*s.read("post last")
	}},
	{`change little here: ‖x‖² × ([\d.]+)`, func(s says) bool {
		return s.printed(1, s.read("pre end")/s.read("input")) && math.Abs(math.Log(s.read("pre end")/s.read("input"))) < math.Log(1.26)
	}},
	{`grows ([\d.]+)-fold`, func(s says) bool {
		return s.printed(1, s.read("pre end")/s.read("input")) && s.read("pre end") > 1.2*s.read("input")
	}},
	{`Post-LN sets it to d`, func(s says) bool { return math.Abs(s.read("post end")-1) < 0.005 }},
	{`In pre-LN later blocks add relatively less`, func(s says) bool {
		x := s.l.sizes().pre
		return x[len(x)-1]/x[len(x)-2] < x[1]/x[0]
	}},
	{`Lemma 2 has no cross-attention`, func(s says) bool { return s.l.cross && math.IsNaN(s.read("Lemma 2 low")) }},
	{`goes × ([\d.]+) in pre-LN, × ([\d.]+) in post-LN`, func(s says) bool {
		return s.printed(1, s.read("pre change")) && s.printed(2, s.read("post change"))
	}},
	{`Theorem 1 is about W2`, func(s says) bool { return gradientsOf[s.l.gradient].title != "W2" }},
	{`bound for post-LN has no L`, func(s says) bool { return s.l.proved() }},
	{`Theorem 1 (?:has no|is not)`, func(s says) bool { return !s.l.proved() }},
	{`normalises x (\d+) times`, func(s says) bool { return s.printed(1, s.read("post norms")) && s.read("pre norms") == 1 }},

	// The race.
	{`[Pp]re-LN(?: is| ends)?(?: stuck)?(?: at)? (\d+\.\d\d)\b`, func(s says) bool { return s.printed(1, s.read("pre loss")) }},
	{`[Pp]ost-LN(?: is| ends)?(?: stuck)?(?: at)? ([\d.]+\d)`, func(s says) bool { return s.printed(1, s.read("post loss")) }},
	{`requencies alone(?: give |: | \()(\d+\.\d\d)`, func(s says) bool { return s.printed(1, s.read("frequencies")) }},
	{`only the norm's place differs`, func(s says) bool { return s.read("step") == 0 }},
	{`^Paused at step (\d+) of (\d+)`, func(s says) bool {
		return s.printed(1, s.read("step")) && !s.l.Busy() && s.read("step") < float64(s.l.steps)
	}},
	{`Both have diverged`, func(s says) bool { return math.IsNaN(s.read("pre loss")) && math.IsNaN(s.read("post loss")) }},
	{`Post-LN has diverged`, func(s says) bool { return !math.IsNaN(s.read("pre loss")) && math.IsNaN(s.read("post loss")) }},
	{`Pre-LN has diverged`, func(s says) bool { return math.IsNaN(s.read("pre loss")) && !math.IsNaN(s.read("post loss")) }},
	{`the learning rate rises`, func(s says) bool { return s.read("step") <= float64(s.l.warmup) }},
	{`neither is below token`, func(s says) bool { return s.known("pre loss") <= 0 && s.known("post loss") <= 0 }},
	{`neither is far below`, func(s says) bool {
		return max(s.known("pre loss"), s.known("post loss")) > 0 && max(s.known("pre loss"), s.known("post loss")) < 0.5
	}},
	{`^So far`, func(s says) bool { return s.read("step") < float64(s.l.steps) }},
	{`Both have learnt a little`, func(s says) bool {
		return math.Abs(s.read("pre loss")-s.read("post loss")) <= 0.2 && min(s.known("pre loss"), s.known("post loss")) > 0
	}},
	{`Post-LN is stuck`, func(s says) bool { return math.Abs(s.known("post loss")) <= 0.5 && s.known("pre loss") > 0.5 }},
	{`Pre-LN is stuck`, func(s says) bool { return math.Abs(s.known("pre loss")) <= 0.5 && s.known("post loss") > 0.5 }},
	{`Post-LN has learnt little`, func(s says) bool {
		return s.known("post loss") < 0.5 && s.known("post loss") >= 0.2 && s.read("pre loss") < s.read("post loss")-0.2
	}},
	{`Pre-LN has learnt little`, func(s says) bool {
		return s.known("pre loss") < 0.5 && s.known("pre loss") >= 0.2 && s.read("post loss") < s.read("pre loss")-0.2
	}},
	{`Post-LN ends at ([\d.]+), worse than`, func(s says) bool { return s.known("post loss") <= -0.5 }},
	{`Pre-LN ends at ([\d.]+), worse than`, func(s says) bool { return s.known("pre loss") <= -0.5 }},
	{`in spite of the warm-up|With warm-up`, func(s says) bool { return s.l.warmup > 0 && s.read("step") > float64(s.l.warmup) }},
	{`Set warm-up to (\d+)|a warm-up\?`, func(s says) bool { return s.l.warmup == 0 }},
	{`Set warm-up to (\d+)`, func(s says) bool { v, _ := strconv.Atoi(s.words[1]); return v < s.l.steps }},
	{`^Both learn\b`, func(s says) bool { return min(s.known("pre loss"), s.known("post loss")) >= 0.5 }},
	{`post-LN is ahead: ([\d.]+) against ([\d.]+)\.`, func(s says) bool {
		return s.printed(1, s.read("post loss")) && s.printed(2, s.read("pre loss")) && s.read("post loss") < s.read("pre loss")
	}},
	{`within 0.1 of pre-LN here`, func(s says) bool { return math.Abs(s.read("pre loss")-s.read("post loss")) <= 0.1 }},

	// Races from several seeds.
	{`space runs (\d+), each`, func(s says) bool { return s.read("step") == 0 && s.printed(1, float64(s.l.draws)) }},
	{`^(\d+) of (\d+) steps (?:is|are) done`, func(s says) bool { return s.printed(1, s.read("step")) && s.read("step") < float64(s.l.steps) }},
	{`Pre-LN is ahead in (\d+) of (\d+) races, on average by ([\d.]+) nats, give or take ([\d.]+\d)`, func(s says) bool {
		return s.printed(1, s.read("pre wins")) && s.printed(2, float64(s.l.draws)) && s.printed(3, s.read("lead")) && s.printed(4, s.read("deviation")) && s.read("lead") >= 0
	}},
	{`Post-LN is ahead in (\d+) of (\d+) races, on average by ([\d.]+) nats, give or take ([\d.]+\d)`, func(s says) bool {
		return s.printed(1, float64(s.l.draws)-s.read("pre wins")) && s.printed(3, -s.read("lead")) && s.printed(4, s.read("deviation")) && s.read("lead") < 0
	}},
	{`The one race is at`, func(s says) bool { return s.l.draws == 1 && s.read("step") > 0 }},
	{`Its first layer gets less than 1/1000`, func(s says) bool { return max(s.read("post gradients"), s.read("pre gradients")) > 1000 }},
	{`Its first layer gets 1/(\d+)`, func(s says) bool {
		return s.printed(1, s.read("post gradients")) || s.printed(1, s.read("pre gradients"))
	}},
}

// What is said of networks of every kind, and of races that come out in every
// way, is so.
func TestClaims(t *testing.T) {
	patterns, met := make([]*regexp.Regexp, len(claims)), make([]int, len(claims))
	for i, c := range claims {
		patterns[i] = regexp.MustCompile(c.pattern)
	}
	check := func(l *Lab) {
		text := labtest.Ungrouped(lab.Sentence(l))
		for i, c := range claims {
			if words := patterns[i].FindStringSubmatch(text.String()); words != nil {
				if met[i]++; !c.holds(says{l, t, words}) {
					t.Errorf("it is not so: %q (%s)\n%s", text, c.pattern, command.Of(l))
				}
			}
		}
	}
	measured, raced := 400, 3000
	if labtest.Brief() {
		measured, raced = 40, 300
	}
	rng, l := rand.New(rand.NewPCG(1, 5)), fresh(t)
	for range measured {
		lab.Reset(lab.Knobs(l))
		l.view, l.width, l.draws = rng.IntN(4), 0, 1+rng.IntN(4)
		l.depth, l.init, l.gradient, l.cross = 2+rng.IntN(11), rng.IntN(len(inits)), rng.IntN(len(gradientsOf)), rng.IntN(2) == 0
		if rng.IntN(10) == 0 {
			l.depth = deepest
		}
		l.seed = rng.IntN(10000)
		labtest.Turn(t, l)
		if rng.IntN(3) > 0 {
			settle(t, l)
		}
		check(l)
	}
	l = raceOf(t, 30)
	check(l)
	for range raced {
		invent(l, rng)
		check(l)
	}
	l = fresh(t)
	labtest.Turn(t, l, "view", "seeds", "width", "16", "depth", "2", "networks", "2")
	check(l)
	labtest.Turn(t, l, "steps", "12")
	settle(t, l)
	for i := range 40 {
		for _, r := range l.series.run.Races {
			r.Pre.Losses[11] = r.Post.Losses[11] + 20*(rng.Float64()-0.5)
		}
		l.steps = 12 + i%2
		check(l)
	}
	labtest.Turn(t, l, "networks", "1", "steps", "3")
	settle(t, l)
	check(l)
	for i, n := range met {
		if rare := strings.Contains(claims[i].pattern, "pre-LN falls to 1/") || strings.Contains(claims[i].pattern, "are even but for layer 1"); n == 0 && !rare && !labtest.Brief() {
			t.Errorf("nothing said %q", claims[i].pattern)
		}
	}
}

// raceOf is a race of small networks after some steps.
func raceOf(t *testing.T, steps int) *Lab {
	l := fresh(t)
	labtest.Turn(t, l, "view", "race", "width", "16", "depth", "2", "steps", strconv.Itoa(steps))
	settle(t, l)
	return l
}

// invent makes a trained race one with other losses, other goals and another
// warm-up: what a race may come to in a way that takes no time.
func invent(l *Lab, rng *rand.Rand) {
	const made = 160
	r := l.race.run.Races[0]
	counts := r.Unigram()
	loss := func() float64 {
		switch rng.IntN(12) {
		case 0:
			return math.NaN()
		case 1:
			return counts + 30*rng.Float64()
		}
		return counts - 1 + 1.8*rng.Float64()
	}
	pre, post := loss(), loss()
	if rng.IntN(3) == 0 {
		post = pre + 0.3*(rng.Float64()-0.5)
	}
	r.Pre.Losses, r.Post.Losses = slices.Repeat([]float64{pre}, made), slices.Repeat([]float64{post}, made)
	r.Pre.W2 = slices.Repeat([][]float64{{1, 1}}, made)
	r.Post.W2 = slices.Repeat([][]float64{{1, []float64{1, 20, 5000}[rng.IntN(3)]}}, made)
	l.warmup = []int{0, 0, 20, made, 75}[rng.IntN(5)]
	l.steps = []int{0, made, made, made / 2, made + 1, mostSteps}[rng.IntN(6)]
	l.race.setting, l.race.goal = l.raceSetting(), l.steps
	l.race.paused = l.steps > made && rng.IntN(4) == 0
}

// What a race shows while it is trained, and after it, is so without being
// made up.
func TestClaimsOfRealRaces(t *testing.T) {
	if labtest.Brief() {
		t.Skip("it trains for some seconds")
	}
	kinds := map[string]bool{}
	for _, settings := range [][]string{
		{"rate", "0.01", "steps", "120"},
		{"depth", "4", "rate", "0.05", "steps", "120"},
		{"depth", "3", "init", "gpt-2", "rate", "0.02", "warm-up", "75", "steps", "60"},
		{"depth", "3", "init", "unscaled", "rate", "0.005", "warm-up", "20", "steps", "90"},
	} {
		l := fresh(t)
		labtest.Turn(t, l, append([]string{"view", "race", "width", "16", "depth", "2"}, settings...)...)
		for more := true; more; {
			text := labtest.Ungrouped(lab.Sentence(l))
			kinds[regexp.MustCompile(`\d`).ReplaceAllString(text.String(), "")] = true
			for _, c := range claims {
				if words := regexp.MustCompile(c.pattern).FindStringSubmatch(text.String()); words != nil && !c.holds(says{l, t, words}) {
					t.Errorf("it is not so: %q (%s)\n%s", text, c.pattern, command.Of(l))
				}
			}
			if more = l.Busy(); more {
				if err := l.Step(0); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if len(kinds) < 5 {
		t.Errorf("only %d kinds of sentences: %v", len(kinds), kinds)
	}
}

// A pause is said at once, also before the first step.
func TestPauseBeforeTheFirstStep(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "race", "steps", "30")
	l.train(&l.race)
	if text := lab.Sentence(l); !strings.HasPrefix(text.String(), "Paused at step 0 of 30: space goes on.") {
		t.Errorf("%q", text)
	}
}
