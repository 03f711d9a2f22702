package gpt

import (
	"slices"
	"strings"

	"logitarium/core/family"
	"logitarium/ui/lab"
)

// Lists are the views that are lists, whole.
func (l *Lab) Lists() []lab.List {
	switch l.view {
	case viewTimeline:
		return []lab.List{l.listModels()}
	case viewLedger:
		return l.listParts()
	case viewBlock:
		return []lab.List{l.listAspects()}
	case viewTokens:
		return l.listTokens()
	case viewData:
		return l.listCorpora()
	}
	return nil
}

func (l *Lab) listModels() lab.List {
	m := measures[l.measure]
	list := lab.List{Name: "models", Columns: []string{"model", "released", m.name, "origin", "source", "note"}}
	for _, model := range l.models {
		c := m.of(model)
		list.Add(lab.Word(model.Name), lab.Word(model.Released.Text), cellOf(c), lab.Word(origin(c)), lab.Word(c.Source), lab.Word(c.Note))
	}
	return list
}

// cellOf is a number of a model, or the word for one that is not known.
func cellOf(c family.Cell) lab.Cell {
	if c.Known() {
		return lab.Amount(c.Value, 0)
	}
	return lab.Word(c.Text)
}

func (l *Lab) listParts() []lab.List {
	var lists []lab.List
	models := []family.Model{l.a()}
	if l.compares() {
		models = append(models, l.b())
	}
	for _, m := range models {
		if m.Shape == nil {
			continue
		}
		list := lab.List{Name: "parameters of " + m.Name, Columns: []string{"part", "formula", "numbers", "parameters"}}
		for _, p := range parts(*m.Shape) {
			list.Add(lab.Word(p.name), lab.Word(p.formula), lab.Word(p.numbers), lab.Count(p.count))
		}
		lists = append(lists, list)
	}
	return lists
}

func (l *Lab) listAspects() lab.List {
	a, b := l.a(), l.b()
	two := l.compares() && a.Name != b.Name
	list := lab.List{Name: "the block", Columns: []string{"aspect", a.Name, "source"}}
	if two {
		list.Columns = append(list.Columns, b.Name, "its source")
	}
	ours, theirs := a.Aspects(), b.Aspects()
	names := ours // the longer list: what a model reads is not known of each
	if two && len(theirs) > len(ours) {
		names = theirs
	}
	for _, aspect := range names {
		row := append([]lab.Cell{lab.Word(aspect.Name)}, cellsOf(ours, aspect.Name)...)
		if two {
			row = append(row, cellsOf(theirs, aspect.Name)...)
		}
		list.Add(row...)
	}
	return list
}

// cellsOf is an aspect's fact and its source, with the place in it.
func cellsOf(aspects []family.Aspect, name string) []lab.Cell {
	i := slices.IndexFunc(aspects, func(a family.Aspect) bool { return a.Name == name })
	if i < 0 {
		return []lab.Cell{lab.Word("no source found"), lab.Word("")}
	}
	c := aspects[i].Cell
	source := c.Source
	if c.Place != "" {
		source += ", " + c.Place
	}
	return []lab.Cell{lab.Word(c.Text), lab.Word(source)}
}

func (l *Lab) listTokens() []lab.List {
	var lists []lab.List
	for _, c := range l.cuts {
		list := lab.List{Name: "tokens of " + c.encoding.Name(), Columns: []string{"id", "text"}}
		for _, t := range c.tokens {
			list.Add(lab.Count(t.ID), lab.Word(strings.ReplaceAll(string(t.Bytes), "\n", `\n`)))
		}
		lists = append(lists, list)
	}
	return lists
}

func (l *Lab) listCorpora() []lab.List {
	m := l.a()
	if len(m.Corpora) == 0 {
		return nil
	}
	list := lab.List{Name: "corpora of " + m.Name, Columns: []string{"corpus", "size", "mix", "read", "source"}}
	for _, c := range m.Corpora {
		list.Add(lab.Word(c.Name), lab.Word(c.Size.Text), lab.Word(c.Weight.Text), lab.Word(c.Epochs.Text), lab.Word(c.Size.Source))
	}
	return []lab.List{list}
}
