package gpt

import (
	"strings"

	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// taskNames are the names of the tasks of [family.Benchmarks], as they are typed.
var taskNames = []string{"triviaqa", "addition", "lambada", "hellaswag", "storycloze"}

func tasks() []lab.Option {
	options := make([]lab.Option, len(taskNames))
	for i, b := range family.Benchmarks() {
		options[i] = lab.Option{Name: taskNames[i], Help: message.New("%s: %v", b.Name, said(b.Asks))}
	}
	return options
}

// sizes are the eight sizes of GPT-3, the smallest first.
func (l *Lab) sizes() []family.Model {
	var all []family.Model
	for _, m := range l.models {
		if m.Series == "GPT-3" {
			all = append(all, m)
		}
	}
	return all
}

// size is the index of the size that is looked at: the chosen model's, or of
// another one the largest.
func (l *Lab) size() int {
	all := l.sizes()
	for i, m := range all {
		if m.ID == l.a().ID {
			return i
		}
	}
	return len(all) - 1
}

// benchmark is the chosen task.
func (l *Lab) benchmark() family.Benchmark { return family.Benchmarks()[l.task] }

// ways are the settings with how many examples they have.
func ways(b family.Benchmark) []message.Text {
	return []message.Text{
		message.New("no example"), message.New("1 example"), message.New("%d examples", b.Examples),
	}
}

// drawAbilities draws what each size got right, a line for each number of
// examples, and the figures below.
func (l *Lab) drawAbilities(p *poster) {
	b, all := l.benchmark(), l.sizes()
	p.title(p.t.Strong, p.say("%s, %% right: %v", b.Name, said(b.Asks)), p.say("%s, %% right", b.Name))
	p.foot(p.t.Faint, 1, 14, p.say("As printed: %s, %s. Nothing is trained: examples stand in the prompt.", b.Source.Source, b.Source.Place))
	table := viz.TableData{Columns: []viz.Column{{Title: p.say("in the prompt"), Left: true, Width: 12}}}
	for _, m := range all {
		table.Columns = append(table.Columns, viz.Column{Title: viz.Clean(m.Parameters.Text), Width: 6})
	}
	chart := viz.LineChart{
		X: [2]float64{1, float64(len(all))}, Whole: true, Y: &[2]float64{0, 100},
		XName: p.say("size, 1 to 8"), Marks: []viz.LineMark{{X: float64(l.size() + 1), Label: viz.Clean(all[l.size()].Parameters.Text), Held: true}},
	}
	for i, way := range ways(b) {
		name := p.f.Print(way)
		chart.Series = append(chart.Series, viz.Line{Name: name, Values: b.Accuracy[i][:]})
		row := viz.TableRow{Cells: []viz.Safe{name}}
		for _, v := range b.Accuracy[i] {
			row.Cells = append(row.Cells, viz.Clean(printed(v)))
		}
		table.Rows = append(table.Rows, row)
	}
	below := len(table.Rows) + 2
	if least := 6; p.room() < least+below || p.g.W < 68 {
		below = 0
	}
	p.put(p.room()-below, func(size viz.Size) viz.Grid { return viz.Lines(size, p.t, chart) })
	if below > 0 {
		p.put(below, func(size viz.Size) viz.Grid { return viz.Table(size, p.t, table) })
	}
}

// printed is a percentage as the paper prints it: in three digits.
func printed(v float64) string {
	switch {
	case v >= 100:
		return "100"
	case v >= 10:
		return viz.Fixed(v, 1).String()
	}
	return viz.Fixed(v, 2).String()
}

func (l *Lab) sayAbilities() message.Text {
	b, at, all := l.benchmark(), l.size(), l.sizes()
	zero, one, few := b.Accuracy[family.ZeroShot][at], b.Accuracy[family.OneShot][at], b.Accuracy[family.FewShot][at]
	text := message.New("%s got %s %% right with no example in its prompt, %s with one, %s with %d.", all[at].Name, printed(zero), printed(one), printed(few), b.Examples)
	gain := func(i int) float64 { return b.Accuracy[family.FewShot][i] - b.Accuracy[family.ZeroShot][i] }
	most := 0
	for i := range all {
		if gain(i) > gain(most) {
			most = i
		}
	}
	bare := func(i int) string { return strings.TrimPrefix(all[i].Name, all[i].Series+" ") }
	first, last := gain(0), gain(len(all)-1)
	switch {
	case one < zero:
		return message.Join(text, message.New("One example made it worse than none, by %s points.", points(zero-one)))
	case most > 0 && most < len(all)-1:
		return message.Join(text, message.New("Examples add %s points to %s, %s to %s, %s to %s.", points(first), bare(0), points(gain(most)), bare(most), points(last), bare(len(all)-1)))
	case last > first && first < 0:
		return message.Join(text, message.New("Examples add %s points to the largest and take %s from the smallest.", points(last), points(-first)))
	case last > first:
		return message.Join(text, message.New("Examples add %s points to the largest and %s to the smallest.", points(last), points(first)))
	}
	return message.Join(text, message.New("Examples help the largest no more than the smallest here."))
}

// points is a difference of two percentages.
func points(v float64) string { return strings.TrimSuffix(viz.Fixed(v, 1).String(), ".0") }

func (l *Lab) readAbilities() []lab.Reading {
	b, at := l.benchmark(), l.size()
	name := l.sizes()[at].Name
	source := b.Source.Source + ", " + b.Source.Place
	readings := []lab.Reading{
		{Name: "few-shot", Help: message.New("what the model got right with as many examples in its prompt as the task allows"), Note: message.New("%s, %d examples", name, b.Examples)},
		{Name: "one-shot", Help: message.New("what the model got right with one example in its prompt"), Note: message.Verbatim(name)},
		{Name: "zero-shot", Help: message.New("what the model got right with no example in its prompt"), Note: message.Verbatim(name)},
	}
	for i, way := range []family.Setting{family.FewShot, family.OneShot, family.ZeroShot} {
		readings[i].Value, readings[i].Unit, readings[i].Digits = b.Accuracy[way][at], "%", 2
		readings[i].Provenance, readings[i].Source = lab.Published, source
	}
	return readings
}

// actTask brings another task.
func (l *Lab) actTask() []lab.Action {
	return []lab.Action{{Name: "task", Key: "space", Help: "the next task", Turns: []lab.Field{&l.task}, Do: func() error {
		l.task = (l.task + 1) % len(taskNames)
		return nil
	}}}
}

// listAbilities is the task at all sizes.
func (l *Lab) listAbilities() []lab.List {
	b := l.benchmark()
	list := lab.List{Name: b.Name, Columns: []string{"model", "zero-shot", "one-shot", "few-shot", "examples", "source"}}
	for i, m := range l.sizes() {
		list.Add(lab.Word(m.Name), lab.Amount(b.Accuracy[0][i], 2), lab.Amount(b.Accuracy[1][i], 2), lab.Amount(b.Accuracy[2][i], 2), lab.Count(b.Examples), lab.Word(b.Source.Source+", "+b.Source.Place))
	}
	return []lab.List{list}
}
