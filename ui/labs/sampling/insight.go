package sampling

import (
	"strconv"
	"strings"

	"logitarium/core/sampling"
	"logitarium/ui/message"
	"logitarium/viz"
)

// sayFirst is what matters more than a view's own numbers: that the prompt is
// read otherwise than it seems, or that nothing is left to chance. It is empty
// where nothing does.
func (l *Lab) sayFirst() message.Text {
	switch told := l.sayTold(); {
	case !told.Empty():
		return told
	case l.scores == scoresMade && l.temperature == 0:
		return l.sayCuts()
	case l.scores == scoresMade: // the prompt is not read
		return message.Text{}
	case l.next.unread > 0:
		return message.Count(l.next.unread, "The prompt has %d tokens, the context %d: the first %d is not read.",
			"The prompt has %d tokens, the context %d: the first %d are not read.",
			l.next.unread+len(l.next.tokens), len(l.next.tokens), l.next.unread)
	case l.special == specialToken && strings.Contains(l.prompt, l.endName()), strings.Contains(l.prompt, "<|"):
		return message.Join(l.saySpecial(), l.sayCuts())
	case l.temperature == 0:
		return l.sayCuts()
	}
	return message.Text{}
}

// sayBars says what the steps did.
func (l *Lab) sayBars() message.Text {
	if says := l.sayFirst(); !says.Empty() {
		return says
	}
	extra := l.sayExtra()
	switch {
	case !extra.Empty():
		return message.Join(extra, l.sayCuts())
	case l.prompt == "" && l.scores == scoresModel:
		return message.Join(message.New("Without a prompt the model says how a document begins."), l.sayCuts())
	case l.next.truth == nil && l.lm.World != nil && l.extra.step == 0 && l.scores == scoresModel:
		return l.sayUnknown()
	}
	return message.Join(l.sayTemperature(), l.sayCuts())
}

// saySpecial says how the name of a special token in the prompt is read.
func (l *Lab) saySpecial() message.Text {
	name := l.endName()
	switch {
	case l.served():
		return message.New("How the server reads names in <| |>, it does not tell.")
	case !strings.Contains(l.prompt, name):
		return message.New("Names in <| |> are plain text to this model, but for %s, which ends a document.", name)
	case l.special == specialToken:
		return message.New("%s is read as the one token that ends a document, as transformers reads it.", name)
	}
	return message.New("%s is read as text, in %d tokens; transformers reads the one that ends a document: turn special.",
		name, len(l.lm.Tokens.Encode(name)))
}

// sayUnknown says that the prompt is none that the world knows to go on.
func (l *Lab) sayUnknown() message.Text {
	raw := l.trace.Stages[0]
	if len(raw.Order) == 0 {
		return message.New("No token is left.")
	}
	best := raw.Order[0]
	return message.New("No story or question that this model was taught begins so; b brings one. That %q has %s at T = 1 is how sure it is, not how right.",
		l.label(best), viz.Share(raw.P(best), 6))
}

// cutAlone is what one of several cuts would keep without the others.
type cutAlone struct {
	step sampling.Stage
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
			_, divides := s.Step.(sampling.Temperature)
			if divides || rescores(s.Step) || s.Step.Kind() == cut.Step.Kind() {
				only = append(only, s.Step)
			}
		}
		keep, certain := l.next.left(only)
		if !certain {
			return nil
		}
		alone = append(alone, cutAlone{cut, keep})
	}
	return alone
}

// acting lists the stages of the cuts that removed something.
func (l *Lab) acting() []sampling.Stage {
	var acting []sampling.Stage
	for _, s := range l.trace.Stages {
		if _, divides := s.Step.(sampling.Temperature); !divides && len(s.Removed) > 0 {
			acting = append(acting, s)
		}
	}
	return acting
}

// stepLabel is what a step is called: as its knob, or as the value that
// chooses it.
func stepLabel(s sampling.Stage) message.Text {
	if s.Step == nil {
		return message.New("logits")
	}
	if name := extraName(s.Step.Kind()); name != "" {
		return message.Label("value", name)
	}
	return message.Label("knob", s.Name())
}

// sayCuts says what each cut removed, and what each alone would keep.
func (l *Lab) sayCuts() message.Text {
	if l.temperature == 0 {
		e := l.engines[l.engine]
		return message.New("T = 0 in %s: %v.", e.Name, said(e.Zero))
	}
	acting := l.acting()
	if l.served() && len(acting) > 0 {
		var cuts []message.Text
		for _, s := range acting {
			cuts = append(cuts, message.New("%v leaves %d", stepLabel(s), len(s.Order)))
		}
		return message.New("%v; none of the tokens that are not told can come.", message.Series(cuts...))
	}
	switch len(acting) {
	case 0:
		if final := l.trace.Final(); len(final.Order) > 0 && final.P(final.Order[len(final.Order)-1]) == 0 {
			return message.New("Nothing is cut, but p of the last tokens is too small for a number: they never come.")
		}
		return message.New("Nothing is cut: every token can come.")
	case 1:
		return l.sayCut(acting[0])
	}
	cuts := message.New("%v cuts %d", stepLabel(acting[0]), len(acting[0].Removed))
	for _, s := range acting[1:] {
		cuts = message.New("%v, then %v %d", cuts, stepLabel(s), len(s.Removed))
	}
	last := acting[len(acting)-1]
	stay := message.Count(len(last.Order), "%v: %d stays of %d.", "%v: %d stay of %d.", cuts, len(last.Order), last.Vocab())
	if len(l.alone) != 2 { // of more there is no room to tell, of a server's cuts no knowledge
		return stay
	}
	a, b := l.alone[0], l.alone[1]
	return message.Join(stay, message.New("Alone %v keeps %d, %v %d.", stepLabel(a.step), a.keep, stepLabel(b.step), b.keep))
}

// sayCut says what the only cut that acts did.
func (l *Lab) sayCut(s sampling.Stage) message.Text {
	n, args := len(s.Order), []any{stepLabel(s), len(s.Removed), s.Vocab(), len(s.Order)}
	switch step := s.Step.(type) {
	case sampling.TopK:
		if tied, more := ties(s, step); more {
			return message.New("%v cuts %d of %d: %d stay, as %d tie for place %d.", append(args, tied, step.K)...)
		}
		return message.Count(n, "%v cuts %d of %d: %d stays, whatever its probability.",
			"%v cuts %d of %d: %d stay, whatever their probabilities.", args...)
	case sampling.TopP, sampling.MinP:
		switch {
		case l.divisor() == 1:
			return message.Count(n, "%v cuts %d of %d: %d stays.", "%v cuts %d of %d: %d stay.", args...)
		case l.dividedBefore(s):
			return message.Count(n, "%v cuts %d of %d: %d stays; it cuts after T, which can change that.",
				"%v cuts %d of %d: %d stay; it cuts after T, which can change that.", args...)
		}
		return message.Count(n, "%v cuts %d of %d: %d stays; it cuts before T, which cannot change that.",
			"%v cuts %d of %d: %d stay; it cuts before T, which cannot change that.", args...)
	}
	if s.Cut.Rule == "" {
		return message.Count(n, "%v cuts %d of %d: %d stays.", "%v cuts %d of %d: %d stay.", args...)
	}
	return message.Count(n, "%v cuts %d of %d: %d stays: %v.", "%v cuts %d of %d: %d stay: %v.", append(args, said(s.Cut.Rule))...)
}

// dividedBefore says whether the temperature divides before a cut.
func (l *Lab) dividedBefore(cut sampling.Stage) bool {
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

func (l *Lab) sayTemperature() message.Text {
	switch t := l.divisor(); {
	case t < 1:
		return message.New("z / %s: logits stand %.2f times as far apart.", exactly(t), 1/t)
	case t > 1:
		return message.New("z / %s: logits move together, to %.2f of the distance.", exactly(t), 1/t)
	}
	return message.New("T = 1 leaves the model's own distribution.")
}

// exactly writes a temperature with two decimals, or with all that a typed one has.
func exactly(t float64) string {
	short := strconv.FormatFloat(t, 'f', 2, 64)
	if v, err := strconv.ParseFloat(short, 64); err == nil && v == t {
		return short
	}
	return strconv.FormatFloat(t, 'g', -1, 64)
}
