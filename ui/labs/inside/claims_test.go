package inside

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/lens"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// What each view says is so, at whatever the knobs are turned to: held against
// a pass of the model that the lab has no part in.
func TestViewsClaim(t *testing.T) {
	seen := map[string]int{}
	labtest.Roam(t, taughtLabs(t), 1, func(at lab.Lab) {
		l := at.(*Lab)
		if l.work.Waiting() || l.text != l.text0.text { // an action was set off, and the shell would refresh now
			return
		}
		seen[l.open().Name]++
		switch l.open().Name {
		case "attention":
			claimAttention(t, l)
		case "lens":
			claimLens(t, l)
		case "stream":
			claimStream(t, l)
		case "cache":
			if l.cache.at > 0 && l.cache.saved() <= 1 {
				t.Errorf("the cache saves nothing after %d tokens", l.cache.at+1)
			}
		}
	})
	for _, view := range []string{"attention", "lens", "stream", "cache"} {
		if seen[view] < 5 && !testing.Short() { // which roams less
			t.Errorf("view %s was seen %d times", view, seen[view])
		}
	}
}

// claimAttention holds the sentence to the row: of what is seen nothing is read
// more than what is said to be, and all sums to 1.
func claimAttention(t *testing.T, l *Lab) {
	t.Helper()
	row := l.attention.weights.Row(l.attention.from)
	sum := 0.0
	for _, w := range row {
		sum += float64(w)
	}
	best := float64(slices.Max(row))
	says := labtest.Ungrouped(lab.Sentence(l)).String()
	switch {
	case math.Abs(sum-1) > 1e-5:
		t.Errorf("%q: the row sums to %v", says, sum)
	case strings.Contains(says, "reads most") && math.Abs(l.attention.pair.Weight-best) > 1e-5:
		t.Errorf("%q: it reads %v at most", says, best)
	case strings.Contains(says, "the mask hides it") && row[l.attention.at] != 0:
		t.Errorf("%q: and it reads %v there", says, row[l.attention.at])
	}
}

// claimLens holds the sentence to the logits that the model itself has.
func claimLens(t *testing.T, l *Lab) {
	t.Helper()
	s, says := l.lens, labtest.Ungrouped(lab.Sentence(l)).String()
	logits := l.lm.Network.Logits(l.text0.tokens, nil).Row(s.token)
	p := make([]float32, len(logits))
	tensor.Softmax(p, logits)
	best := p[s.followed] == slices.Max(p)
	if strings.Contains(says, "does not say") == best {
		t.Errorf("%q: the likeliest has %v, it %v", says, slices.Max(p), p[s.followed])
	}
	last := len(s.table.Says) - 1
	if _, got := s.path.Rank(last, s.followed); math.Abs(got-float64(p[s.followed])) > 1e-4 {
		t.Errorf("%q: p %v, want %v", says, got, p[s.followed])
	}
	if strings.Contains(says, "itself") {
		for point := range s.itself {
			if s.table.Says[point][s.token].Token != l.text0.tokens[s.token] {
				t.Errorf("%q: at point %d it shows %q", says, point, l.called(s.table.Says[point][s.token].Token))
			}
		}
	}
}

// claimStream holds the sum to the logits that the model itself has, and what
// adds most to the bars.
func claimStream(t *testing.T, l *Lab) {
	t.Helper()
	s, says := l.stream, labtest.Ungrouped(lab.Sentence(l)).String()
	logits := l.lm.Network.Logits(l.text0.tokens, nil).Row(l.lens.token)
	want := float64(logits[l.lens.followed])
	if s.others > 0 {
		others, _ := l.comparable(l.lens.followed)
		for _, o := range others {
			want -= float64(logits[o]) / float64(len(others))
		}
	}
	sum := 0.0
	for _, v := range s.values {
		sum += v
	}
	if math.Abs(sum-want) > 1e-3 {
		t.Errorf("%q: the parts sum to %v, want %v", says, sum, want)
	}
	most := s.largest(func(lens.Part) bool { return true })
	if s.values[most] != slices.Max(s.values) {
		t.Errorf("%q: the most is %v", says, slices.Max(s.values))
	}
	if strings.Contains(says, "below the mean") != (s.others > 0 && s.logit < 0) {
		t.Errorf("%q: the difference is %v", says, s.logit)
	}
}
