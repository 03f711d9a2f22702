package position

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"logitarium/core/position"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/ui/message"
	"logitarium/viz"
)

// claims are what sentences claim, each with what must be true whenever it is
// said.
var claims = []struct {
	says  *regexp.Regexp
	truth func(l *Lab, part []string) error
}{
	{regexp.MustCompile(`Pair (\d+) turns ([\d.]+) times here`), func(l *Lab, part []string) error {
		_, omega := chosen(l)
		return near(part[2], float64(l.set.positions)*omega/2/math.Pi, .0501)
	}},
	{regexp.MustCompile(`hardly moves here`), func(l *Lab, _ []string) error {
		_, omega := chosen(l)
		return below("turns", float64(l.set.positions)*omega/2/math.Pi, .1)
	}},
	{regexp.MustCompile(`(?i)no pair is slower|there is no other speed`), func(l *Lab, _ []string) error {
		all, omega := chosen(l)
		for _, other := range all {
			if other < omega*(1-1e-12) {
				return fmt.Errorf("one has %v, this one %v", other, omega)
			}
		}
		return nil
	}},
	{regexp.MustCompile(`there is no other speed`), func(l *Lab, _ []string) error {
		all, omega := chosen(l)
		for _, other := range all {
			if math.Abs(other-omega) > 1e-12 {
				return fmt.Errorf("one has %v, this one %v", other, omega)
			}
		}
		return nil
	}},
	{regexp.MustCompile(`slower pairs tell|slow ones right|faster ones have to`), func(l *Lab, part []string) error {
		all, omega := chosen(l)
		for _, other := range all {
			if part[0] == "faster ones have to" && other > omega || part[0] == "slower pairs tell" && other < omega || part[0] == "slow ones right" && other < all[0] {
				return nil
			}
		}
		return fmt.Errorf("there is no such pair")
	}},
	{regexp.MustCompile(`Every ([\d.]+) positions`), func(l *Lab, part []string) error {
		_, omega := chosen(l)
		return near(part[1], 2*math.Pi/omega, .0501)
	}},
	{regexp.MustCompile(`One turn takes ([\d.]+) positions, more than are shown: a step moves this pair by (\S+) at most`), func(l *Lab, part []string) error {
		_, omega := chosen(l)
		if 2*math.Pi/omega <= float64(l.set.positions-1) {
			return fmt.Errorf("%d are shown", l.set.positions)
		}
		w := waveOf(l.set, l.set.dimension)
		for p := range l.set.positions - 1 {
			a, b := w.at(float64(p)), w.at(float64(p+1))
			if most, err := strconv.ParseFloat(part[2], 64); err != nil || math.Hypot(a[0]-b[0], a[1]-b[1]) > most*1.51+.0005 {
				return fmt.Errorf("from %d on by %v", p, math.Hypot(a[0]-b[0], a[1]-b[1]))
			}
		}
		return near(part[1], 2*math.Pi/omega, .0501)
	}},
	{regexp.MustCompile(`of these no two have the same pair`), func(l *Lab, _ []string) error {
		w := waveOf(l.set, l.set.dimension)
		for p := range l.set.positions {
			for q := range p {
				a, b := w.at(float64(p)), w.at(float64(q))
				if math.Hypot(a[0]-b[0], a[1]-b[1]) < .01 {
					return fmt.Errorf("%d and %d have", p, q)
				}
			}
		}
		return nil
	}},
	{regexp.MustCompile(`head (\d+) gives a token (\d+) back (\S+) times`), func(l *Lab, part []string) error {
		r := labReading(l, "weight ratio")
		return exactly(part[3], scaled(r.Value, 3))
	}},
	{regexp.MustCompile(`is turned by (\S+) rad`), func(l *Lab, part []string) error {
		_, omega := chosen(l)
		return exactly(part[1], scaled(float64(l.set.position)*omega, 2))
	}},
	{regexp.MustCompile(`same for every p`), func(l *Lab, _ []string) error {
		pe := l.set.sinusoid(l.set.dModel)
		t := pe.Table(0, l.set.positions+3)
		for p := range l.set.positions {
			if a, b := position.Dot(t.Row(p), t.Row(p+3)), position.Dot(t.Row(0), t.Row(3)); math.Abs(a-b) > 1e-9 {
				return fmt.Errorf("3 steps from %d it is %v, from 0 %v", p, a, b)
			}
		}
		return nil
	}},
	{regexp.MustCompile(`at k = (\d+) it rises`), func(l *Lab, part []string) error {
		k, _ := strconv.Atoi(part[1])
		t := l.set.sinusoid(l.set.dModel).Table(0, k+1)
		for i := 1; i < k; i++ {
			if position.Dot(t.Row(0), t.Row(i)) > position.Dot(t.Row(0), t.Row(i-1))+1e-9 {
				return fmt.Errorf("it has risen at %d", i)
			}
		}
		if position.Dot(t.Row(0), t.Row(k)) <= position.Dot(t.Row(0), t.Row(k-1)) {
			return fmt.Errorf("it does not")
		}
		return nil
	}},
	{regexp.MustCompile(`with weights W between: (\S+) ahead, (\S+) behind`), func(l *Lab, part []string) error {
		if part[1] == part[2] {
			return fmt.Errorf("they are the same")
		}
		a, b := labReading(l, "q·k at k"), labReading(l, "q·k at -k")
		return exactly(part[1]+" "+part[2], viz.Fixed(a.Value, 1).String()+" "+viz.Fixed(b.Value, 1).String())
	}},
	{regexp.MustCompile(`neighbours vary by (\S+) %`), func(l *Lab, part []string) error {
		return exactly(part[1], scaled(100*labReading(l, "unevenness").Value, 0))
	}},
	{regexp.MustCompile(`stays (\S+)°|is (\S+)° behind`), func(l *Lab, part []string) error {
		_, omega := chosen(l)
		return near(part[1]+part[2], math.Mod(float64(l.set.offset)*omega*180/math.Pi, 360), .501)
	}},
	{regexp.MustCompile(`One matrix shifts every position`), func(l *Lab, _ []string) error {
		return below("residual", labReading(l, "residual").Value, 1e-9)
	}},
	{regexp.MustCompile(`the closest are (\d+) and (\d+), ([\d.]+) apart`), func(l *Lab, part []string) error {
		n := min(l.set.positions, l.learned.Rows)
		least := math.Inf(1)
		for p := range n {
			for q := range p {
				least = min(least, position.Distance(l.learned.Row(p), l.learned.Row(q)))
			}
		}
		return exactly(part[3], fmt.Sprintf("%.2f", least))
	}},
	{regexp.MustCompile(`No two of these (\d+) share a vector: the closest are ([\d.]+) apart`), func(l *Lab, part []string) error {
		t, least := l.set.sinusoid(l.set.dModel).Table(0, l.set.positions), math.Inf(1)
		for p := range l.set.positions {
			for q := range p {
				least = min(least, position.Distance(t.Row(p), t.Row(q)))
			}
		}
		if least == 0 || part[2] == "0.00" {
			return fmt.Errorf("two are %v apart", least)
		}
		return exactly(part[2], fmt.Sprintf("%.2f", least))
	}},
	{regexp.MustCompile(`Positions (\d+) apart are nearly one vector: ([\d.]+), neighbours ([\d.]+\d)\. (.+)$`), func(l *Lab, part []string) error {
		separates := func(dims, base func(int) int) bool {
			s := l.set
			for s.dModel <= mostDims && s.base <= mostBase && s.base > 0 {
				if strings.HasPrefix(newUnique(s, table{}).insight().String(), "No two") {
					return true
				}
				s.dModel, s.base = dims(s.dModel), base(s.base)
			}
			return false
		}
		same, more, less := func(n int) int { return n }, func(n int) int { return 2 * n }, func(n int) int { return n / 2 }
		dims, larger, smaller := separates(more, same), separates(same, more), separates(same, less)
		holds, known := map[string]bool{
			"A larger base separates them: here all pairs turn alike.":             larger && !dims,
			"More dimensions separate them: one pair turns as fast in every base.": dims && !larger && !smaller,
			"More dimensions or a larger base separate them.":                      dims && larger,
			"More dimensions or a smaller base separate them.":                     dims && smaller && !larger,
			"More dimensions separate them.":                                       dims && !larger && !smaller,
			"More dimensions and a larger base together separate them.":            !dims && !larger && separates(more, more),
		}[part[4]]
		if !known || !holds {
			return fmt.Errorf("more dimensions %v, a larger base %v, a smaller one %v", dims, larger, smaller)
		}
		t := l.set.sinusoid(l.set.dModel).Table(0, l.set.positions)
		k, _ := strconv.Atoi(part[1])
		return exactly(part[2], fmt.Sprintf("%.3f", position.Distance(t.Row(0), t.Row(k))))
	}},
	{regexp.MustCompile(`both orders give the same outputs \((\S+) apart\), a bag of words\. A causal mask alone tells order: up to ([\d.]+\d)`), func(l *Lab, part []string) error {
		return exactly(part[2], fmt.Sprintf("%.2f", labReading(l, "causal").Value))
	}},
	{regexp.MustCompile(`can't tell the two orders apart: change (\S+)\.`), func(l *Lab, part []string) error {
		bare := New(l.lm.Model, l.own)
		bare.set = l.set
		bare.set.scheme = none
		if err := bare.Refresh(); err != nil {
			return err
		}
		if err := lab.Settle(bare); err != nil {
			return err
		}
		if v := labReading(bare, "no mask").Value; !(v < same) {
			return fmt.Errorf("the change is %v", v)
		}
		return exactly(part[1], "0.000")
	}},
	{regexp.MustCompile(`outputs change by up to ([\d.]+\d)`), func(l *Lab, part []string) error {
		return exactly(part[1], fmt.Sprintf("%.2f", labReading(l, "no mask").Value))
	}},
	{regexp.MustCompile(`Both orders read the same`), func(l *Lab, _ []string) error {
		ids, _ := tokens(l.lm, l.set.text) // their names say also whether they begin a word
		for i, from := range l.now.(shuffle).order {
			if ids[i] != ids[from] {
				return fmt.Errorf("tokens %d and %d differ", ids[i], ids[from])
			}
		}
		return nil
	}},
	{regexp.MustCompile(`share all (\d+) dimensions.*here (\S+)\.$`), func(l *Lab, part []string) error {
		if r := labReading(l, "dot product"); math.Abs(r.Value-labReading(l, "cross").Value-labReading(l, "token·token").Value-labReading(l, "pos·pos").Value) > 1e-9 {
			return fmt.Errorf("the terms do not add up to %v", r.Value)
		}
		return exactly(part[2], scaled(labReading(l, "cross").Value, 2))
	}},
	{regexp.MustCompile(`straight line down, (\S+) a step`), func(l *Lab, part []string) error {
		m := l.now.(attention)
		for k := 1; k < len(m.scores); k++ {
			if d := m.scores[k-1] - m.scores[k]; math.Abs(d-m.slope) > 1e-9 {
				return fmt.Errorf("at %d it falls by %v", k, d)
			}
		}
		return exactly(part[1], scaled(m.slope, 4))
	}},
	{regexp.MustCompile(`Flat: without positions`), func(l *Lab, _ []string) error {
		m := l.now.(attention)
		for k, v := range m.scores {
			if v != m.scores[0] {
				return fmt.Errorf("at %d it is %v, not %v", k, v, m.scores[0])
			}
		}
		return nil
	}},
	{regexp.MustCompile(`Move p: the curve stays`), func(l *Lab, _ []string) error {
		now := l.now.(attention).scores
		other := l.set
		other.position = 0
		for k, v := range newAttention(other, l.lm).(attention).scores {
			if v != now[k] {
				return fmt.Errorf("at position 0 and offset %d it is %v, not %v", k, v, now[k])
			}
		}
		return nil
	}},
	{regexp.MustCompile(`there is no row (\d+)|The table ends at (\d+)`), func(l *Lab, part []string) error {
		if n := l.learned.Rows; part[1] != "" && l.set.position < n {
			return fmt.Errorf("there are %d rows", n)
		}
		return nil
	}},
	{regexp.MustCompile(`From (\d+) to \d+, (\d+) of (\d+) digits move: the last one at every step, the first one every (\S+) steps`), func(l *Lab, part []string) error {
		all, _ := chosen(l)
		before, after := position.Digits(all, float64(l.set.position)), position.Digits(all, float64(l.set.position+1))
		moved := 0
		for i := range all {
			if before[i] != after[i] {
				moved++
			}
		}
		for p := range l.set.positions {
			if position.Digits(all[:1], float64(p))[0] == position.Digits(all[:1], float64(p+1))[0] {
				return fmt.Errorf("the fastest digit stays at %d", p)
			}
		}
		return exactly(part[2]+" "+part[3]+" "+part[4], fmt.Sprint(moved, len(all))+" "+labtest.Ungrouped(message.Verbatim(steps(2*math.Pi/all[len(all)-1]/10))).String())
	}},
	{regexp.MustCompile(`wheels turn alike|all (\d+) digits move, as at every step`), func(l *Lab, part []string) error {
		all, _ := chosen(l)
		for i := range all {
			if part[1] == "" && all[i] != all[0] || part[1] != "" && 2*math.Pi/all[i] > 10 {
				return fmt.Errorf("frequencies %v", all)
			}
		}
		return nil
	}},
	{regexp.MustCompile(`One wheel is no counter: after ([\d.]+) positions`), func(l *Lab, part []string) error {
		all, _ := chosen(l)
		if len(all) != 1 {
			return fmt.Errorf("there are %d", len(all))
		}
		return near(part[1], 2*math.Pi/all[0], .0501)
	}},
	{regexp.MustCompile(`RoPE (\S+), ALiBi (\S+), none (\S+)\. ALiBi falls by (\S+) a step, whatever the words`), func(l *Lab, part []string) error {
		m := l.now.(relative)
		for k := 1; k < len(m.alibi); k++ {
			if d := m.alibi[k-1] - m.alibi[k]; math.Abs(d-m.slope) > 1e-9 {
				return fmt.Errorf("at %d it falls by %v", k, d)
			}
		}
		k := l.set.offset
		return exactly(strings.Join(part[1:], " "), fmt.Sprintf("%s %s %s %s", viz.Fixed(m.rope[k], 2), viz.Fixed(m.alibi[k], 2), viz.Fixed(m.flat, 2), scaled(m.slope, 4)))
	}},
	{regexp.MustCompile(`RoPE's curve follows the words: (here it only falls|it rises and falls|here it only rises)`), func(l *Lab, part []string) error {
		m, up, down := l.now.(relative), 0, 0
		for k := 1; k < len(m.rope); k++ {
			if m.rope[k] > m.rope[k-1] {
				up++
			}
			if m.rope[k] < m.rope[k-1] {
				down++
			}
		}
		return exactly(part[1], map[[2]bool]string{{true, true}: "it rises and falls", {false, true}: "here it only falls", {true, false}: "here it only rises"}[[2]bool{up > 0, down > 0}])
	}},
	{regexp.MustCompile(`the network (reads on|loses its way) past 32 tokens: perplexity (\S+) before, (\S+) from 64 on\. Lowest there: (\S+) (\S+); highest: (\S+) (\S+)\.$`), func(l *Lab, part []string) error {
		within, beyond := labReading(l, "within").Value, labReading(l, "beyond").Value
		if reads := part[1] == "reads on"; reads != (beyond <= 1.15*within) {
			return fmt.Errorf("%v before, %v beyond", within, beyond)
		}
		low, high := math.Inf(1), math.Inf(-1)
		for _, s := range schemes {
			v := labReading(l, s.Name+" beyond").Value
			low, high = min(low, v), max(high, v)
		}
		a, b := labReading(l, part[4]+" beyond").Value, labReading(l, part[6]+" beyond").Value
		if a != low || b != high {
			return fmt.Errorf("they go from %v to %v", low, high)
		}
		return exactly(strings.Join([]string{part[2], part[3], part[5], part[7]}, " "), fmt.Sprintf("%.1f %.1f %.1f %.1f", within, beyond, low, high))
	}},
	{regexp.MustCompile(`One token has one order`), func(l *Lab, _ []string) error {
		if ids, _ := tokens(l.lm, l.set.text); len(ids) != 1 {
			return fmt.Errorf("there are %d", len(ids))
		}
		return nil
	}},
}

// chosen are the frequencies of all pairs, and that of the chosen one.
func chosen(l *Lab) (all []float64, omega float64) {
	i, _ := position.Layout(l.set.layout).PairOf(l.set.dimension, l.set.dModel)
	all = l.set.sinusoid(l.set.dModel).Frequencies()
	if l.set.scheme == rope {
		all = l.set.rotary(l.set.dModel).Frequencies()
	}
	return all, all[i]
}

func near(got string, want, within float64) error {
	if v, err := strconv.ParseFloat(got, 64); err != nil || math.Abs(v-want) > within {
		return fmt.Errorf("it is %v, not %s", want, got)
	}
	return nil
}

func below(what string, v, most float64) error {
	if !(v < most) {
		return fmt.Errorf("%s: %v", what, v)
	}
	return nil
}

func exactly(got, want string) error {
	if got != want {
		return fmt.Errorf("it is %s, not %s", want, got)
	}
	return nil
}

func labReading(l *Lab, name string) lab.Reading {
	for _, r := range lab.Readings(l) {
		if r.Name == name {
			return r
		}
	}
	return lab.Reading{Value: math.NaN()}
}

// Whatever the settings, what a sentence claims is so; and every claim is met.
func TestSentencesAreTrue(t *testing.T) {
	lm := load(t)
	met := make([]int, len(claims))
	check := func(any lab.Lab) {
		l := any.(*Lab)
		if l.work.Waiting() {
			return
		}
		says := labtest.Ungrouped(lab.Sentence(l))
		for i, c := range claims {
			part := c.says.FindStringSubmatch(says.String())
			if part == nil {
				continue
			}
			met[i]++
			if err := c.truth(l, part); err != nil {
				t.Errorf("%q: %v\n\t%s", says, err, command.Of(l))
			}
		}
	}
	labtest.Roam(t, func() lab.Lab { return New(lm, lm) }, 2, check)
	rare := [][]string{
		{"view", "unique", "d-model", "2"},
		{"view", "unique", "d-model", "2", "base", "1"},
		{"view", "unique", "d-model", "4", "base", "1048576", "positions", "256"},
		{"view", "unique", "d-model", "4", "base", "3", "positions", "256"},
		{"view", "shuffle", "text", " the the"},
		{"view", "heatmap", "scheme", "learned", "positions", "256", "position", "200"},
		{"view", "odometer", "base", "2", "d-model", "4"},
		{"view", "odometer", "d-model", "2"},
		{"view", "relative", "scheme", "rope", "base", "1"},
	}
	for _, knobs := range rare {
		l := New(lm, lm)
		labtest.Turn(t, l, knobs...)
		if err := lab.Settle(l); err != nil {
			t.Fatal(err)
		}
		check(l)
	}
	l := New(lm, lm)
	labtest.Turn(t, l, "view", "extrapolation", "steps", "100")
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
	for _, s := range schemes {
		labtest.Turn(t, l, "scheme", s.Name)
		check(l)
	}
	for i, n := range met {
		if n == 0 && !labtest.Brief() {
			t.Errorf("never said: %s", claims[i].says)
		}
	}
}
