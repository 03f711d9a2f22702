package sampling

import (
	"fmt"
	"strconv"
	"strings"

	"logitarium/core/sampling"
	"logitarium/viz"
)

// sayFirst is what matters more than a view's own numbers: that the prompt is
// read otherwise than it seems, or that nothing is left to chance.
func (l *Lab) sayFirst() string {
	switch told := l.sayTold(); {
	case told != "":
		return told
	case l.next.cut > 0:
		return fmt.Sprintf("The prompt has %d tokens, the context %d: the first %s not read.",
			l.next.cut+len(l.next.tokens), len(l.next.tokens), countOf(l.next.cut, "is", "are"))
	case l.special == specialToken && strings.Contains(l.prompt, l.endName()), strings.Contains(l.prompt, "<|"):
		return l.insightSpecial()
	case l.temperature == 0:
		return l.insightCuts()
	}
	return ""
}

// sayBars says what the steps did.
func (l *Lab) sayBars() string {
	if says := l.sayFirst(); says != "" {
		return says
	}
	extra := l.insightExtra()
	switch {
	case extra != "":
		return extra + " " + l.insightCuts()
	case l.prompt == "":
		return "Without a prompt the model says how a document begins. " + l.insightCuts()
	case l.next.truth == nil && l.lm.World != nil && l.extra.step == 0:
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

// cutAlone is what one of several cuts would keep without the others.
type cutAlone struct {
	kind sampling.Kind
	keep int
}

// cutsAlone runs each of the cuts that removed something without the other
// ones, if they are several.
func (l *Lab) cutsAlone() []cutAlone {
	acting := l.acting()
	if len(acting) < 2 {
		return nil
	}
	var alone []cutAlone
	for _, cut := range acting {
		var only sampling.Chain
		for _, s := range l.trace.Stages[1:] {
			_, heat := s.Step.(sampling.Temperature)
			if heat || rescores(s.Step) || s.Step.Kind() == cut.Step.Kind() {
				only = append(only, s.Step)
			}
		}
		kept, certain := l.next.run(only, l.next.tokens)
		if !certain {
			return nil
		}
		alone = append(alone, cutAlone{cut.Step.Kind(), len(kept.Final().Order)})
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
		if l.alone != nil {
			alone = append(alone, fmt.Sprintf("%s keeps %d", l.alone[i].kind, l.alone[i].keep))
		}
	}
	last := acting[len(acting)-1]
	if l.alone == nil { // what one of them would keep is not told
		return fmt.Sprintf("%s: %s of %d.", strings.Join(cuts, ", then "), countOf(len(last.Order), "stays", "stay"), len(last.Probs))
	}
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
	if s.Cut.Rule == "" {
		return text + "."
	}
	return text + ": " + s.Cut.Rule + "."
}

// heatedBefore says whether the temperature divides before a cut.
func (l *Lab) heatedBefore(cut sampling.Stage) bool {
	for _, s := range l.trace.Stages {
		if s.Step != nil && s.Step.Kind() == cut.Step.Kind() {
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
