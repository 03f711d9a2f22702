package lab

import (
	"logitarium/ui/message"
	"logitarium/viz"
)

// Words is what pictures say about themselves, in the language of a printer.
func Words(p message.Printer) viz.Words { return words{p} }

type words struct{ message.Printer }

func (w words) say(id message.ID, args ...any) viz.Safe {
	return viz.Clean(w.Print(message.New(id, args...)))
}

func (w words) More(n int) viz.Safe { return w.say("… %d more", n) }

func (w words) Bins(n, asked int, rule viz.BinRule) viz.Safe {
	bins := message.Count(n, "%d bin", "%d bins", n)
	switch asked {
	case 0:
		return viz.Clean(w.Print(bins))
	case n:
		return w.say("%v (%v)", bins, rule)
	}
	return w.say("%v (%v: %d)", bins, rule, asked)
}

func (w words) Below(n int) viz.Safe     { return w.say("%d below", n) }
func (w words) Above(n int) viz.Safe     { return w.say("%d above", n) }
func (w words) NotFinite(n int) viz.Safe { return w.say("%d not finite", n) }

func (w words) Dot(r viz.Reduction, rows, columns int) [2]viz.Safe {
	if r == viz.Extreme {
		return [2]viz.Safe{w.say("a dot: extreme of %d x %d", rows, columns), w.say("dot: extreme %dx%d", rows, columns)}
	}
	return [2]viz.Safe{w.say("a dot: mean of %d x %d", rows, columns), w.say("dot: mean %dx%d", rows, columns)}
}

func (w words) By(rows, columns viz.Safe) viz.Safe { return w.say("%v by %v", rows, columns) }

func (w words) Best() []viz.Safe {
	return []viz.Safe{w.say("* best of its row"), w.say("* best")}
}

func (w words) Less(row viz.Safe) []viz.Safe {
	if row == (viz.Safe{}) {
		return []viz.Safe{w.say("less is better"), w.say("less: better"), w.say("less")}
	}
	return []viz.Safe{w.say("%v: less is better", row), w.say("%v: less", row), w.say("(less) %v", row)}
}
