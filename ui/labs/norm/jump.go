package norm

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"logitarium/core/norm"
)

func (l *Lab) insightModes() string {
	switch {
	case l.kind != batchNorm:
		return fmt.Sprintf("%s does the same in training and in evaluation: nothing jumps.", kindNames[l.kind])
	case l.refused != nil:
		return "A batch of one has no variance to learn from: the running statistics are still 0 and 1."
	}
	jump := l.jump()
	switch total := jump.Total(); {
	case math.IsNaN(total):
		return l.noNumber()
	case l.startWeight() == 1 && l.steps > 0:
		return fmt.Sprintf("With momentum 0 no batch counts: the memory is still 0 and 1, and y jumps by %s on the switch to eval.", signedBy(total))
	case l.startWeight() == 1:
		return fmt.Sprintf("Nothing is learnt yet: the memory is 0 and 1, and y jumps by %s on the switch to eval.", signedBy(total))
	}
	return l.causes(jump)
}

// causes says what a jump is made of, the largest part first. Parts that would
// be written as 0.000 are left out.
func (l *Lab) causes(jump norm.Jump) string {
	start := "under 1 %"
	if left := 100 * l.startWeight(); left >= 1 {
		start = fmt.Sprintf("%.0f %%", left)
	}
	parts := []struct {
		by  float64
		why string
	}{
		{jump.Correction, fmt.Sprintf("as the memory divides variances by n − 1 = %d, training by %d", l.batch-1, l.batch)},
		{jump.Batches, "from other batches in the memory"},
		{jump.Start, fmt.Sprintf("as %s of the memory is still its start, 0 and 1", start)},
	}
	slices.SortStableFunc(parts, func(a, b struct {
		by  float64
		why string
	}) int {
		return cmp.Compare(math.Abs(b.by), math.Abs(a.by))
	})
	var said []string
	for _, p := range parts {
		if math.Abs(p.by) >= 0.0005 {
			said = append(said, signedBy(p.by)+" "+p.why)
		}
	}
	if said == nil {
		return "y is the same in training and in evaluation here, to three decimals."
	}
	return fmt.Sprintf("y jumps by %s: %s.", signedBy(jump.Total()), strings.Join(said, "; "))
}

// signedBy writes a change with its sign, nothing as 0.
func signedBy(v float64) string {
	if math.Abs(v) < 0.0005 {
		return "nothing"
	}
	return fmt.Sprintf("%+.3f", v)
}
