package sampling

import (
	"math"

	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// sayTree says what the rules take of what can be said, and what of the truth.
func (l *Lab) sayTree() message.Text {
	t := l.tree.grown
	if t == nil {
		return l.sayFirst()
	}
	if err := t.Err(); err != nil {
		return message.Of(err)
	}
	all := t.Totals()
	switch {
	case t.Vague:
		return message.New("Behind some of these branches the model does not tell enough: what the rules leave there is not known.")
	case l.tree.truth == nil && all.Cut > 0:
		return message.New("Of all that the model may say the rules remove %s. Whether any of it was true is not known here.", viz.Share(all.Cut, 6))
	case l.tree.truth == nil:
		return message.New("The rules remove nothing: whatever the model may say can be drawn.")
	case all.Cut == 0 && all.Kept == 0:
		return message.New("The rules remove nothing, and nothing that can be drawn is untrue.")
	case all.Cut == 0:
		return message.New("The rules remove nothing. Of what can be drawn %s is not true.", viz.Share(all.Kept, 6))
	case all.Lost == 0 && all.Kept == 0:
		return message.New("The rules remove %s of what the model may say: nothing of it was true, and nothing untrue is left.", viz.Share(all.Cut, 6))
	case all.Lost == 0:
		return message.New("The rules remove %s of what the model may say, and nothing of what is true. Of what is left %s is not true.",
			viz.Share(all.Cut, 6), viz.Share(all.Kept, 6))
	case all.Kept == 0:
		return message.New("The rules remove %s of what the model may say, and with it %s of what is true. Nothing untrue is left.",
			viz.Share(all.Cut, 6), viz.Share(all.Lost, 6))
	}
	return message.New("The rules remove %s of what the model may say, and with it %s of what is true. Of what is left %s is not true.",
		viz.Share(all.Cut, 6), viz.Share(all.Lost, 6), viz.Share(all.Kept, 6))
}

// readTree is what the tree comes to.
func (l *Lab) readTree() []lab.Reading {
	readings := []lab.Reading{
		{Name: "removed", Help: message.New("the part of what the model may say that the rules remove")},
		{Name: "true lost", Help: message.New("the part of what is true that the rules remove")},
		{Name: "untrue kept", Help: message.New("the part of what can be drawn that is known not to be true")},
		{Name: "leaves", Help: message.New("what the ends of the tree's branches have together, of all that can be drawn")},
		{Name: "beyond", Help: message.New("what all continuations have that are not in the tree: with the leaves it sums to 1")},
	}
	if l.tree.grown == nil {
		for i := range readings {
			readings[i].Undefined, readings[i].Provenance = message.New("the tree has not grown"), lab.Computed
		}
		return readings
	}
	all := l.tree.grown.Totals()
	for i, v := range []float64{all.Cut, all.Lost, all.Kept, all.Shown.Rules, all.Rest.Rules} {
		r := share(readings[i].Name, "", v)
		readings[i].Value, readings[i].Digits, readings[i].Provenance = r.Value, r.Digits, lab.Computed
		if (i == 1 || i == 2) && l.tree.truth == nil {
			readings[i].Value, readings[i].Undefined = 0, message.New("the truth is not known here")
		}
		if math.IsNaN(v) {
			readings[i].Value, readings[i].Undefined = 0, message.New(untold)
		}
	}
	return readings
}

// listTree is the whole tree, a node a row.
func (l *Lab) listTree() []lab.List {
	if l.tree.grown == nil {
		return nil
	}
	list := lab.List{Name: "branches", Columns: []string{"node", "parent", "depth", "token", "p(T=1)", "final", "path(T=1)", "path", "true", "seeds", "unshown", "rest"}}
	amount := func(v float64) lab.Cell {
		if math.IsNaN(v) {
			return lab.Word(notKnown)
		}
		return lab.Amount(v, 9)
	}
	for i, n := range l.tree.grown.Nodes {
		label := lm.Label(l.lm.Tokens, n.Token)
		if i == 0 {
			label = "prompt"
		}
		rest := lab.Word("")
		if n.Open {
			rest = amount(n.Rest.RulesMass)
		}
		list.Add(lab.Count(i), lab.Count(n.Parent), lab.Count(n.Depth), lab.Word(label), amount(n.Model), amount(n.Rules),
			amount(n.ModelMass), amount(n.RulesMass), amount(n.TrueMass), lab.Count(len(n.Seeds)), lab.Count(n.Rest.Tokens), rest)
	}
	return []lab.List{list}
}

// wholeTree is the tree, nested.
func (l *Lab) wholeTree() any {
	if l.tree.grown == nil {
		return nil
	}
	return l.tree.grown
}
