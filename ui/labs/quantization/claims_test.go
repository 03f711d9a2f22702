package quantization

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"logitarium/core/quant"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// claims are what sentences claim, each with what must be true of the values
// and the readings whenever it is said.
var claims = []struct {
	says  *regexp.Regexp
	truth func(l *Lab, part []string) error
}{
	{regexp.MustCompile(`(\d+) of (\d+) levels are in use`), func(l *Lab, part []string) error {
		seen := map[int32]bool{}
		for _, q := range l.result.matrix.Q {
			seen[q] = true
		}
		return cmpText(part[1], strconv.Itoa(len(seen)))
	}},
	{regexp.MustCompile(`largest (?:is )?([\d.e+-]+\d)`), func(l *Lab, part []string) error {
		most := 0.0
		for _, v := range l.specimen.values {
			most = max(most, math.Abs(float64(v)))
		}
		return cmpText(part[1], fmt.Sprintf("%.3g", most))
	}},
	{regexp.MustCompile(`no value (?:that fits )?moves by more than half`), func(l *Lab, _ []string) error {
		for i, x := range l.specimen.values {
			g := l.result.matrix.Grid(i/l.specimen.cols, i%l.specimen.cols)
			if d := math.Abs(float64(x-l.result.back[i])) / float64(g.Scale); !g.Clips(x) && d > .5001 {
				return fmt.Errorf("%v moves by %.4f of its step", x, d)
			}
		}
		return nil
	}},
	{regexp.MustCompile(`a step is ([\d.]+\d), and no`), func(l *Lab, part []string) error {
		return cmpText(part[1], fmt.Sprintf("%.4g", l.result.matrix.Grids[0].Scale))
	}},
	{regexp.MustCompile(`; ([\d.]+\d) of a step is the most`), func(l *Lab, part []string) error {
		if l.result.cut > 0 {
			return fmt.Errorf("values are clipped")
		}
		most := 0.0
		for i, x := range l.specimen.values {
			scale := l.result.matrix.Grid(i/l.specimen.cols, i%l.specimen.cols).Scale
			most = max(most, math.Abs(float64(x-l.result.back[i]))/float64(scale))
		}
		return cmpText(part[1], fmt.Sprintf("%.2f", most))
	}},
	{regexp.MustCompile(`Weight (\d+) was (\S+)\. Kept are (\d+) bits of its own and what (\d+) weights share: it comes back as (\S+)\.`), func(l *Lab, part []string) error {
		s := l.stock
		bits, _, _ := s.typ.Bits()
		if x := l.parameter(l.set.tensor, l.set.layer).Matrix.Row(l.set.row)[l.set.column]; s.was[s.at] != x {
			return fmt.Errorf("the weight is %v", x)
		}
		if math.Float32bits(s.is[s.at]) != math.Float32bits(s.part.Value(s.at)) {
			return fmt.Errorf("the block has %v", s.part.Value(s.at))
		}
		return cmpText(strings.Join(part[1:], " "), fmt.Sprintf("%d %.4g %d %d %.4g", l.set.column, s.was[s.at]+0, bits, len(s.is), s.is[s.at]+0))
	}},
	{regexp.MustCompile(`(\S+) takes (\d+) of (\d+) tensors, and ([\d,]+) of ([\d,]+) bytes`), func(l *Lab, part []string) error {
		count, all, bytes, sum := 0, 0, 0, 0
		for _, t := range l.lm.Network.Tensors() {
			n := 4 * len(t.Data)
			if w, _ := l.rewritten(l.set); t.Decay && t.Name != "positions" && w.typ.String() == part[1] {
				n = len(t.Data) / 32 * w.format.BlockBytes()
				count, bytes = count+1, bytes+n
			}
			all, sum = all+1, sum+n
		}
		return cmpText(strings.Join(part[2:], " "), fmt.Sprint(count, all, bytes, sum))
	}},
	{regexp.MustCompile(`(\S+ ?\d*) loses most, (\S+) %\.$`), func(l *Lab, part []string) error {
		if l.open().Name != "stored" {
			return nil // of another view
		}
		most, _, _ := l.inventory.extremes()
		was := l.parameter(most.kind, most.layer).Matrix.Data
		w, _ := l.rewritten(l.set)
		back, _ := written(w.typ, was)
		if e := 100 * quant.Compare(was, back).Relative; math.Abs(e-100*most.error) > 1e-6 {
			return fmt.Errorf("it loses %v", e)
		}
		return cmpText(part[2], fmt.Sprintf("%.2f", 100*most.error))
	}},
	{regexp.MustCompile(`is no outlier here`), func(l *Lab, _ []string) error {
		for _, v := range l.specimen.values[1:] {
			if math.Abs(float64(v)) >= math.Abs(float64(l.specimen.values[0])) {
				return nil
			}
		}
		return fmt.Errorf("it is the largest")
	}},
	{regexp.MustCompile(`fall on (\d+) of (\d+) levels`), func(l *Lab, part []string) error {
		seen := map[int32]bool{}
		for _, q := range l.result.matrix.Q[1:blockLength(l.result.matrix)] {
			seen[q] = true
		}
		return cmpText(part[1]+" "+part[2], fmt.Sprint(len(seen), l.result.levels))
	}},
	{regexp.MustCompile(`lose ([\d.]+) times as much`), func(l *Lab, part []string) error {
		with, without := losses(l, 1, blockLength(l.result.matrix))
		return cmpText(part[1], fmt.Sprintf("%.1f", with/without))
	}},
	{regexp.MustCompile(`lose no more than`), func(l *Lab, _ []string) error {
		if with, without := losses(l, 1, blockLength(l.result.matrix)); with > 1.05*without {
			return fmt.Errorf("they lose %v, and %v without it", with, without)
		}
		return nil
	}},
	{regexp.MustCompile(`Other \w+ lose no more`), func(l *Lab, _ []string) error {
		if with, without := losses(l, blockLength(l.result.matrix), len(l.specimen.values)); with != without {
			return fmt.Errorf("they lose %v, and %v without it", with, without)
		}
		return nil
	}},
	{regexp.MustCompile(`error is ([\d.]+) times uniform`), func(l *Lab, part []string) error {
		var squares, steps float64
		for i, x := range l.specimen.values {
			d, scale := float64(x-l.result.back[i]), float64(l.result.matrix.Grid(i/l.specimen.cols, i%l.specimen.cols).Scale)
			squares += d * d
			steps += scale * scale / 12
		}
		return nearText(part[1], math.Sqrt(squares/steps), .0101)
	}},
	{regexp.MustCompile(`([\d.]+) % become 0, off by less`), func(l *Lab, part []string) error {
		n, squares := 0, 0.0
		for i, y := range l.result.back {
			if y == 0 {
				n++
				squares += l.result.off[i] * l.result.off[i]
			}
		}
		if squares/float64(n) >= 1./12 {
			return fmt.Errorf("their mean square error is %v steps", squares/float64(n))
		}
		return nearText(part[1], 100*share(n, len(l.result.back)), .0501)
	}},
	{regexp.MustCompile(`% of the values are clipped`), func(l *Lab, _ []string) error {
		if l.result.cut == 0 {
			return fmt.Errorf("none is")
		}
		return nil
	}},
	{regexp.MustCompile(`Nothing of this prompt lies beyond`), func(l *Lab, _ []string) error {
		for i, x := range l.specimen.values {
			if l.result.matrix.Grid(i/l.specimen.cols, i%l.specimen.cols).Clips(x) {
				return fmt.Errorf("%v is clipped", x)
			}
		}
		return nil
	}},
	{regexp.MustCompile(`^(\S+(?: \d+)?) loses most, ([\d.]+) %.*; (\S+(?: \d+)?) least`), func(l *Lab, part []string) error {
		low, high := math.Inf(1), 0.0
		for _, r := range l.survey.rows {
			low, high = min(low, r.error), max(high, r.error)
		}
		for _, r := range l.survey.rows {
			if r.name == part[1] && r.error != high || r.name == part[3] && r.error != low {
				return fmt.Errorf("%s loses %v, of %v to %v", r.name, r.error, low, high)
			}
		}
		return cmpText(part[2], fmt.Sprintf("%.2f", 100*high))
	}},
	{regexp.MustCompile(`^(\S+(?: \d+)?) loses most.*Range costs resolution`), func(l *Lab, part []string) error {
		for _, r := range l.survey.rows {
			if r.crest > l.survey.rows[0].crest {
				return fmt.Errorf("%s has a larger range, and loses less", r.name)
			}
		}
		return nil
	}},
	{regexp.MustCompile(`not the range alone: (\S+(?: \d+)?) has ([\d.]+\d)`), func(l *Lab, part []string) error {
		for _, r := range l.survey.rows {
			if r.name == part[1] && r.crest > l.survey.rows[0].crest {
				return cmpText(part[2], fmt.Sprintf("%.1f", r.crest))
			}
		}
		return fmt.Errorf("%s has no larger range than what loses most", part[1])
	}},
	{regexp.MustCompile(`perplexity goes from (\S+) to (\S+\d)`), func(l *Lab, part []string) error {
		is, was := reading(l, "perplexity")
		if part[1] == part[2] {
			return fmt.Errorf("it has not moved")
		}
		return cmpText(part[1]+" "+part[2], strings.TrimPrefix(was, "was ")+" "+is)
	}},
	{regexp.MustCompile(`perplexity stays at (\S+\d)`), func(l *Lab, part []string) error {
		is, was := reading(l, "perplexity")
		return cmpText(part[1]+" was "+part[1], is+" "+was)
	}},
	{regexp.MustCompile(`answers go from (\d+) to (\d+) of (\d+)`), func(l *Lab, part []string) error {
		_, note := reading(l, "facts right")
		return cmpText(fmt.Sprintf("%s of %s, was %s", part[2], part[3], part[1]), note)
	}},
	{regexp.MustCompile(`answers stay at (\d+) of (\d+)`), func(l *Lab, part []string) error {
		_, note := reading(l, "facts right")
		return cmpText(fmt.Sprintf("%s of %s, was %[1]s", part[1], part[2]), note)
	}},
	{regexp.MustCompile(`scales take ([\d.]+\d)`), func(l *Lab, part []string) error {
		_, total := l.ledger(l.set)
		if l.set.what == example && strings.Contains(lab.Sentence(l).String(), "norms") {
			return fmt.Errorf("eight weights have no norms")
		}
		return cmpText(part[1], fmt.Sprintf("%.2f", float64(total.size.Scales+total.size.Zeros)/float64(total.values)))
	}},
	{regexp.MustCompile(`x·W loses ([\d.]+) %, with smooth off ([\d.]+) %`), func(l *Lab, part []string) error {
		r := labReading(l, "product error")
		return cmpText(fmt.Sprintf("%s W too; unsmoothed %s", part[1], part[2]),
			fmt.Sprintf("%.1f W too; unsmoothed %.1f", r.Value, 100*l.result.products.plain))
	}},
	{regexp.MustCompile(`In integers the output is (\S+\d), in floats (\S+\d)\.`), func(l *Lab, part []string) error {
		x, w, row, out := l.multiplied()
		var integers, floats float64
		for k, v := range l.specimen.values[row*l.specimen.cols : (row+1)*l.specimen.cols] {
			floats += float64(v) * float64(l.specimen.weights.At(out, k))
			integers += float64(x.Grid(row, k).Value(x.Q[row*x.Cols+k])) * float64(w.Grid(out, k).Value(w.Q[out*w.Cols+k]))
		}
		if err := nearText(part[2], floats, 5.01e-4*math.Abs(floats)+1e-9); err != nil {
			return err
		}
		return nearText(part[1], integers, 5.01e-4*math.Abs(integers)+1e-5)
	}},
	{regexp.MustCompile(`zero point (takes|adds) (\d+) (?:off|to) the sum`), func(l *Lab, part []string) error {
		x, w, row, out := l.multiplied()
		zero := 0
		for k := range x.Cols {
			zero += int(x.Grid(row, k).Zero) * int(w.Q[out*w.Cols+k])
		}
		if part[1] == "adds" {
			zero = -zero
		}
		return cmpText(part[2], strconv.Itoa(zero))
	}},
	{regexp.MustCompile(`Each of (\d+) groups has a sum`), func(l *Lab, part []string) error {
		return cmpText(part[1], strconv.Itoa(len(l.result.matrix.Grids)/l.specimen.rows))
	}},
	{regexp.MustCompile(`All of the sum is in integers`), func(l *Lab, _ []string) error {
		x, w, row, out := l.multiplied()
		var sum int32
		for k := range x.Cols {
			if x.Grid(row, k) != x.Grid(row, 0) {
				return fmt.Errorf("the token has several grids")
			}
			sum += x.Q[row*x.Cols+k] * w.Q[out*w.Cols+k]
		}
		if r := labReading(l, "int32 sum"); r.Value != float64(sum) {
			return fmt.Errorf("the codes' sum is %d, the corrected one %v", sum, r.Value)
		}
		return nil
	}},
	{regexp.MustCompile(`There is no product of integers here\.`), func(l *Lab, _ []string) error {
		if l.what == activations && l.sites[l.site].feeds != "" {
			return fmt.Errorf("there is one")
		}
		return nil
	}},
}

// multiplied are the operands of the product, and which of its outputs is shown.
func (l *Lab) multiplied() (x, w quant.Matrix, row, out int) {
	weights := l.specimen.weights
	plan := quant.Plan{Scheme: l.set.scheme(quant.Symmetric), Granularity: quant.PerRow}
	return l.result.matrix, plan.Quantize(weights.Data, weights.Rows, weights.Cols), l.row, min(l.column, weights.Rows-1)
}

// losses are the root mean square errors of some values of a specimen with an
// outlier, and without it.
func losses(l *Lab, from, to int) (with, without float64) {
	plain := (&gridding{l: l, sp: l.specimen, key: l.resultKey(l.set.bits)}).integers(l.specimen.plain, true).Dequantize()
	return quant.Compare(l.specimen.values[from:to], l.result.back[from:to]).RMSE,
		quant.Compare(l.specimen.plain[from:to], plain[from:to]).RMSE
}

func cmpText(got, want string) error {
	if got != want {
		return fmt.Errorf("%s, not %s", want, got)
	}
	return nil
}

func nearText(got string, want, within float64) error {
	if v, err := strconv.ParseFloat(got, 64); err != nil || math.Abs(v-want) > within {
		return fmt.Errorf("%v, not %s", want, got)
	}
	return nil
}

func labReading(l *Lab, name string) lab.Reading {
	for _, r := range lab.Readings(l) {
		if r.Name == name {
			return r
		}
	}
	return lab.Reading{}
}

// reading is one as it is shown: its number, and its note.
func reading(l *Lab, name string) (number, note string) {
	r := labReading(l, name)
	return viz.Fixed(r.Value, r.Digits).String(), r.Note.String()
}

// Whatever the settings, what a sentence claims is so.
func TestSentencesAreTrue(t *testing.T) {
	met := make([]int, len(claims))
	check := func(l *Lab) {
		if l.waiting() || l.refused != accepted {
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
	labtest.Roam(t, func() lab.Lab { return fresh(t) }, 2, func(l lab.Lab) { check(l.(*Lab)) })
	if labtest.Brief() {
		return
	}
	l := fresh(t)
	for _, knobs := range said {
		labtest.Turn(t, l, "view", "values")
		lab.Reset(lab.Knobs(l))
		labtest.Turn(t, l, knobs...)
		finish(t, l)
		check(l)
	}
	for i, n := range met {
		if n == 0 {
			t.Errorf("never said: %s", claims[i].says)
		}
	}
}

// said are settings whose sentences random ones may miss: those that take a
// while, and those where a sentence was untrue.
var said = [][]string{
	{"view", "effect"},
	{"view", "effect", "bits", "8"},
	{"view", "effect", "bits", "8", "scope", "chosen", "tensor", "positions"},
	{"view", "effect", "what", "activations"},
	{"view", "error", "what", "example"},
	{"view", "error"},
	{"what", "example", "bits", "6", "grid", "affine", "granularity", "channel"},
	{"outlier", "60", "granularity", "channel"},
	{"outlier", "60", "granularity", "group"},
	{"outlier", "60", "clip", "mse"},
	{"outlier", "5"},
	{"outlier", "60", "clip", "percentile"},
	{"view", "outliers"},
	{"view", "outliers", "smooth", "0.5"},
	{"view", "differences"},
	{"view", "differences", "bits", "8"},
	{"view", "published"},
	{"view", "published", "bits", "3"},
	{"view", "published", "bits", "7"},
	{"what", "example", "outlier", "60", "bits", "2"},
	{"view", "product"},
	{"view", "product", "what", "activations"},
	{"view", "product", "what", "activations", "grid", "affine", "column", "5", "row", "1"},
	{"view", "product", "what", "activations", "grid", "affine", "convention", "pytorch", "column", "7"},
	{"view", "product", "what", "activations", "granularity", "group"},
	{"view", "layers"},
	{"view", "layers", "bits", "2"},
	{"view", "layers", "what", "activations"},
	{"view", "ledger", "what", "example"},
	{"what", "activations", "smooth", "0"},
	{"what", "activations", "smooth", "0.5", "calibration", "static"},
	{"what", "activations", "calibration", "static"},
	{"what", "activations", "calibration", "static", "site", "mlp-mid", "clip", "percentile", "prompt", "once upon a"},
}
