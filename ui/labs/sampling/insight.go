package sampling

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"logitarium/core/sampling"
	"logitarium/viz"
)

// Insight interprets the current numbers.
func (l *Lab) Insight() string {
	switch {
	case l.work.Waiting():
		return l.work.Progress().Insight()
	case l.next.cut > 0:
		return fmt.Sprintf("The prompt has %d tokens, the context %d: the first %s not read.",
			l.next.cut+len(l.next.tokens), len(l.next.tokens), countOf(l.next.cut, "is", "are"))
	case l.special == specialToken && strings.Contains(l.prompt, l.endName()), strings.Contains(l.prompt, "<|"):
		return l.insightSpecial()
	case l.temperature == 0:
		return l.insightCuts()
	case l.view == viewText:
		return l.insightText()
	case l.view == viewDraws && l.draws > 0:
		return l.insightDraws()
	case l.prompt == "":
		return "Without a prompt the model says how a document begins. " + l.insightCuts()
	case l.next.truth == nil && l.lm.World != nil:
		return l.insightUnknown()
	}
	return l.insightHeat() + " " + l.insightCuts()
}

// countOf is a number with its verb.
func countOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// insightSpecial says how the name of a special token in the prompt is read.
func (l *Lab) insightSpecial() string {
	name := l.endName()
	if !strings.Contains(l.prompt, name) {
		return fmt.Sprintf("Names in <| |> are plain text to this model, but for %s, which ends a document. ", name) + l.insightCuts()
	}
	if l.special == specialToken {
		return fmt.Sprintf("%s is read as the one token that ends a document, as transformers reads it. ", name) + l.insightCuts()
	}
	return fmt.Sprintf("%s is read as text, in %d tokens; transformers reads the one that ends a document: turn special. ",
		name, len(l.lm.Tokens.Encode(name))) + l.insightCuts()
}

// insightUnknown says that the prompt is none that the world knows to go on.
func (l *Lab) insightUnknown() string {
	raw := l.trace.Stages[0]
	if len(raw.Order) == 0 {
		return "No token is left."
	}
	best := raw.Order[0]
	return fmt.Sprintf("No story or question that this model was taught begins so; b brings one. That %q has %s at T = 1 is how sure it is, not how right.",
		l.label(best), viz.Share(raw.Probs[best], 6))
}

// insightDraws compares what was drawn with theory.
func (l *Lab) insightDraws() string {
	s := l.sample
	switch {
	case len(l.trace.Final().Order) < 2:
		return "Only one token can come: every draw is it."
	case s.classes < 2:
		return fmt.Sprintf("%s too few to compare with theory: χ² needs two classes of tokens that are expected %d times each.",
			countOf(l.draws, "draw is", "draws are"), leastExpected)
	}
	text := fmt.Sprintf("χ² is %.1f", s.distance)
	switch usual := fmt.Sprintf("%d ± %.1f is usual", s.freedom, s.spread); {
	case s.distance > float64(s.freedom)+2*s.spread:
		text += ", where " + usual + ": farther from theory than chance mostly goes."
	case s.distance < float64(s.freedom)-2*s.spread:
		text += ", where " + usual + ": closer to theory than chance mostly comes."
	default:
		text += " and " + usual + ": draws differ from theory as chance does."
	}
	if n := len(l.trace.Final().Order); s.classes < n {
		text += fmt.Sprintf(" %d tokens in %d classes, the rare ones as one.", n, s.classes)
	}
	return text
}

// cutAlone is what one of several cuts would keep without the others.
type cutAlone struct {
	kind sampling.Kind
	keep int
}

// cutsAlone runs each of the cuts that removed something by itself, if they
// are several.
func (l *Lab) cutsAlone() []cutAlone {
	acting := l.acting()
	if len(acting) < 2 {
		return nil
	}
	var alone []cutAlone
	for _, s := range acting {
		only := sampling.Neutral()
		only.Temperature = l.temperature
		switch s.Step.Kind() {
		case sampling.KindTopK:
			only.TopK = l.topK
		case sampling.KindTopP:
			only.TopP = l.topP
		case sampling.KindMinP:
			only.MinP = l.minP
		}
		kept := l.engines[l.engine].Chain(only).Run(l.next.logits, l.next.tokens)
		alone = append(alone, cutAlone{s.Step.Kind(), len(kept.Final().Order)})
	}
	return alone
}

// acting lists the stages of the cuts that removed something.
func (l *Lab) acting() []sampling.Stage {
	var acting []sampling.Stage
	for _, s := range l.trace.Stages {
		if _, heat := s.Step.(sampling.Temperature); !heat && len(s.Removed) > 0 {
			acting = append(acting, s)
		}
	}
	return acting
}

// insightCuts says what each cut removed, and what each alone would keep.
func (l *Lab) insightCuts() string {
	if l.temperature == 0 {
		e := l.engines[l.engine]
		return fmt.Sprintf("T = 0 in %s: %s.", e.Name, e.Zero)
	}
	acting := l.acting()
	switch len(acting) {
	case 0:
		return "Nothing is cut: every token can come."
	case 1:
		return l.insightCut(acting[0])
	}
	var cuts, alone []string
	for i, s := range acting {
		cuts = append(cuts, fmt.Sprintf("%s cuts %d", s.Name(), len(s.Removed)))
		alone = append(alone, fmt.Sprintf("%s keeps %d", l.alone[i].kind, l.alone[i].keep))
	}
	last := acting[len(acting)-1]
	return fmt.Sprintf("%s: %s of %d. Alone %s.", strings.Join(cuts, ", then "), countOf(len(last.Order), "stays", "stay"), len(last.Probs), strings.Join(alone, ", "))
}

// insightCut says what the only cut that acts did.
func (l *Lab) insightCut(s sampling.Stage) string {
	text := fmt.Sprintf("%s cuts %d of %d: %s", s.Name(), len(s.Removed), len(s.Probs), countOf(len(s.Order), "stays", "stay"))
	switch step := s.Step.(type) {
	case sampling.TopK:
		if tied, more := ties(s, step); more {
			return fmt.Sprintf("%s, as %d tie for place %d.", text, tied, step.K)
		}
		return text + ", whatever their probabilities."
	case sampling.TopP, sampling.MinP:
		switch {
		case l.heat() == 1:
			return text + "."
		case l.heatedBefore(s):
			return text + "; cut after T, which can change the number."
		}
		return text + "; cut before T, which cannot change the number."
	}
	return text + "."
}

// heatedBefore says whether the temperature divides before a cut.
func (l *Lab) heatedBefore(cut sampling.Stage) bool {
	for _, s := range l.trace.Stages {
		if s.Step == cut.Step && s.Step != nil {
			return false
		}
		if _, ok := s.Step.(sampling.Temperature); ok {
			return true
		}
	}
	return false
}

func (l *Lab) insightHeat() string {
	switch t := l.heat(); {
	case t < 1:
		return fmt.Sprintf("z / %s: logits stand %.2f times as far apart.", exactly(t), 1/t)
	case t > 1:
		return fmt.Sprintf("z / %s: logits move together, to %.2f of the distance.", exactly(t), 1/t)
	}
	return "T = 1 leaves the model's own distribution."
}

// exactly writes a temperature with two decimals, or with all that a typed one has.
func exactly(t float64) string {
	short := strconv.FormatFloat(t, 'f', 2, 64)
	if v, err := strconv.ParseFloat(short, 64); err == nil && v == t {
		return short
	}
	return strconv.FormatFloat(t, 'g', -1, 64)
}

// insightText sums up what was written.
func (l *Lab) insightText() string {
	if len(l.text.written) == 0 {
		return "Space writes on. Each token is drawn, then read again: the next one depends on it."
	}
	best := 0
	for _, w := range l.text.written {
		if w.rank == 1 {
			best++
		}
	}
	bits := l.text.surprise()
	if all := len(l.next.logits); bits > math.Log2(float64(all)) {
		return fmt.Sprintf("%.2f bits of surprise a token, more than if all %d were as likely; %s the best token.", bits, all, countOfAll(best, len(l.text.written)))
	}
	return fmt.Sprintf("%.2f bits of surprise a token, as among %.1f equal choices; %s the best token.",
		bits, math.Exp2(bits), countOfAll(best, len(l.text.written)))
}

// countOfAll is how many of some tokens were something.
func countOfAll(n, all int) string {
	if n == 1 {
		return fmt.Sprintf("1 of %d was", all)
	}
	return fmt.Sprintf("%d of %d were", n, all)
}
