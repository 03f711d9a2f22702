package residual

import (
	"math"

	"logitarium/core/experiment"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// What a loss is called, by how far it is from that of the frequencies alone,
// in nats.
const (
	learnt = 0.5 // below them: more is known than they are
	near   = 0.2 // of them, or of the other network: about the same
)

// remedy is a warm-up that helps at the default rate.
const remedy = 75

// sayRace interprets the losses.
func (l *Lab) sayRace() message.Text {
	trained := l.race.trained(l.steps)
	var paused message.Text
	if l.race.paused && trained < l.steps {
		paused = message.New("Paused at step %d of %d: space goes on.", trained, l.steps)
	}
	if trained == 0 {
		same := message.New("Same first weights, same text, same rate: only the norm's place differs.")
		if a, b, of := l.race.shown(0, l.steps); of > 0 {
			same = message.Join(same, message.New("Untrained, pre-LN's loss is %.2f, post-LN's %.2f.", a.Loss(of), b.Loss(of)))
		}
		return message.Join(paused, same)
	}
	r := l.race.run.Races[0]
	pre, post, counts := r.Pre.Loss(trained), r.Post.Loss(trained), r.Unigram()
	if lost := sayDiverged(pre, post); !lost.Empty() {
		return message.Join(paused, lost)
	}
	if !paused.Empty() {
		return message.Join(paused, message.New("Pre-LN %.2f, post-LN %.2f; token frequencies alone give %.2f.", pre, post, counts))
	}
	switch {
	case l.warmup > 0 && trained <= l.warmup:
		return message.New("Warm-up: the learning rate rises for %d steps. Pre-LN %.2f, post-LN %.2f.", l.warmup, pre, post)
	case pre >= counts && post >= counts:
		return message.New("Pre-LN is at %.2f, post-LN at %.2f: neither is below token frequencies alone (%.2f) yet.", pre, post, counts)
	case pre > counts-learnt && post > counts-learnt:
		return message.New("Pre-LN is at %.2f, post-LN at %.2f: neither is far below token frequencies alone (%.2f) yet.", pre, post, counts)
	case max(pre, post) > counts-learnt && trained < l.steps:
		return message.New("So far pre-LN is at %.2f, post-LN at %.2f; frequencies alone give %.2f.", pre, post, counts)
	case max(pre, post) > counts-learnt && math.Abs(pre-post) <= near:
		return message.New("Both have learnt a little: pre-LN %.2f, post-LN %.2f, where frequencies alone give %.2f. More steps?", pre, post, counts)
	case post > counts-learnt:
		return l.sayBehind("Post-LN", "Pre-LN", post, pre, counts, ratio(recent(r.Post.W2, trained)))
	case pre > counts-learnt:
		return l.sayBehind("Pre-LN", "Post-LN", pre, post, counts, ratio(recent(r.Pre.W2, trained)))
	case post < pre-near/2:
		return message.New("Both learn, and post-LN is ahead: %.2f against %.2f. Pre-LN is not always better.", post, pre)
	case l.warmup > 0 && post < pre+near/2:
		return message.New("With warm-up post-LN comes within 0.1 of pre-LN here: %.2f and %.2f. And with warm-up off?", post, pre)
	}
	return message.New("Both learn: pre-LN %.2f, post-LN %.2f.", pre, post)
}

// sayDiverged says so of losses that are no numbers any more.
func sayDiverged(pre, post float64) message.Text {
	switch {
	case !finite(pre) && !finite(post):
		return message.New("Both have diverged: their losses are no numbers any more. A lower rate?")
	case !finite(post):
		return message.New("Post-LN has diverged: its loss is no number any more. Pre-LN is at %.2f. A lower rate?", pre)
	case !finite(pre):
		return message.New("Pre-LN has diverged: its loss is no number any more. Post-LN is at %.2f. A lower rate?", post)
	}
	return message.Text{}
}

// sayBehind says that at the end one network knows little more than how often
// tokens come, or less, and the other more. Uneven is the gradient of its last
// layer over that of its first.
func (l *Lab) sayBehind(name, other message.ID, loss, ahead, counts, uneven float64) message.Text {
	switch {
	case loss >= counts+learnt:
		return message.New("%v ends at %.2f, worse than frequencies alone (%.2f). %v is at %.2f. A lower rate?", name, loss, counts, other, ahead)
	case loss < counts-near:
		return message.New("%v has learnt little: %.2f; token frequencies alone give %.2f. %v is at %.2f.", name, loss, counts, other, ahead)
	case l.warmup > 0:
		return message.New("%v is stuck at %.2f in spite of the warm-up; token frequencies alone give %.2f. %v is at %.2f. A lower rate?", name, loss, counts, other, ahead)
	case uneven > vanishing:
		return l.sayVanished(name, other, loss, ahead, counts, uneven)
	case l.steps < 2*remedy:
		return message.New("%v is stuck at %.2f; token frequencies alone give %.2f. %v is at %.2f. With more steps, and a warm-up?", name, loss, counts, other, ahead)
	}
	return message.New("%v is stuck at %.2f; token frequencies alone give %.2f. %v is at %.2f. Set warm-up to %d and look again.", name, loss, counts, other, ahead, remedy)
}

// sayVanished says it of a network whose first layers get next to no gradient.
// That is what became of it, not why it is stuck, where they began even.
func (l *Lab) sayVanished(name, other message.ID, loss, ahead, counts, uneven float64) message.Text {
	const thousandth = 1000
	so := message.New("Its first layer gets 1/%.0f of the last one's gradient.", uneven)
	if uneven > thousandth {
		so = message.New("Its first layer gets less than 1/1,000 of the last one's gradient.")
	}
	stuck := message.New("%v is stuck at %.2f (frequencies alone: %.2f).", name, loss, counts)
	better := message.New("%v is at %.2f.", other, ahead)
	if !l.beganEven(name) {
		return message.Join(stuck, so, better)
	}
	try := message.New("Turn warm-up to %d.", remedy)
	if l.steps < 2*remedy {
		try = message.New("With more steps, and a warm-up?")
	}
	return message.Join(stuck, better, try, message.New("At the start the gradients of %v were nearly even.", name), so)
}

// nearlyEven is [uneven] for one network, whose gradients scatter more than the
// mean of several.
const nearlyEven = 2

// beganEven reports whether a network's layers had about the same gradient in
// the first step.
func (l *Lab) beganEven(name message.ID) bool {
	r := l.race.run.Races[0]
	if name == "Pre-LN" {
		return spread(r.Pre.W2[0]) <= nearlyEven
	}
	return spread(r.Post.W2[0]) <= nearlyEven
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func (l *Lab) readRace() []lab.Reading {
	trained := l.race.trained(l.steps)
	pre, post, shown := l.race.shown(0, l.steps)
	reading := func(r lab.Reading, known bool, of func() float64) lab.Reading {
		if !known {
			r.Undefined = message.New("no step yet")
		} else {
			r.Value = of()
		}
		return r
	}
	last := message.New("last 10 steps")
	if trained == 0 {
		last = message.New("untrained")
	}
	loss := func(name string, help message.ID, n *experiment.Runner) lab.Reading {
		return reading(lab.Reading{Name: name, Help: message.New(help), Unit: "nats", Digits: 2, Note: last}, shown > 0,
			func() float64 { return n.Loss(shown) })
	}
	gradient := func(name string, help message.ID, n *experiment.Runner) lab.Reading {
		return reading(lab.Reading{Name: name, Help: message.New(help), Digits: 1, Note: message.New("last / first, W2")}, shown > 0,
			func() float64 { return ratio(recent(n.W2, shown)) })
	}
	frequencies := reading(lab.Reading{
		Name: "frequencies", Help: message.New("the loss of who knows how often each token comes, and nothing of what precedes it"),
		Unit: "nats", Digits: 2, Note: message.New("token counts"),
	}, trained > 0, func() float64 { return l.race.run.Races[0].Unigram() })
	return computed("no number any more", []lab.Reading{
		loss("pre loss", "the cross-entropy of the next token in training batches, the mean of the last ten steps, norms before the branches", pre),
		loss("post loss", "the cross-entropy of the next token in training batches, the mean of the last ten steps, norms after the sums", post),
		frequencies,
		{Name: "step", Help: message.New("how many updates both networks have made"), Value: float64(trained), Note: message.New("of %d", l.steps)},
		gradient("post gradients", "the last layer's gradient over the first layer's in the last ten steps, norms after the sums", post),
		gradient("pre gradients", "the last layer's gradient over the first layer's in the last ten steps, norms before the branches", pre),
		rateNow(l.race.setting, trained),
	})
}

func rateNow(s experiment.RaceSetting, trained int) lab.Reading {
	return lab.Reading{Name: "rate now", Help: message.New("the learning rate of the last step, lower during the warm-up"), Value: s.RateAt(max(trained-1, 0)), Digits: 5}
}
