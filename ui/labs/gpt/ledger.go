package gpt

import (
	"fmt"
	"slices"
	"strings"

	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// part is one row of the ledger.
type part struct {
	name, formula string
	numbers       string // the formula with the model's numbers
	count         int
}

// parts lists a shape's parameters with the formula of each part.
func parts(s family.Shape) []part {
	n := s.Parts()
	rows := []part{{"tokens", "V·d", product(s.Vocab, s.Width), n.Tokens}}
	if n.Positions > 0 {
		rows = append(rows, part{"positions", "C·d", product(s.Context, s.Width), n.Positions})
	}
	q, kv := s.Heads*s.HeadWidth, s.KVHeads*s.HeadWidth
	switch {
	case s.NoBias && !s.InputBias && !s.Sinks:
		rows = append(rows, part{"attention", "L·(2·d·q + 2·d·kv)", fmt.Sprintf("%d·(2·%d·%d + 2·%d·%d)", s.Layers, s.Width, q, s.Width, kv), n.Attention})
	case q == s.Width && kv == q && !s.InputBias:
		rows = append(rows, part{"attention", "L·(4d² + 4d)", fmt.Sprintf("%d·(4·%d² + 4·%d)", s.Layers, s.Width, s.Width), n.Attention})
	default:
		rows = append(rows, part{"attention", "L·(2·d·q + 2·d·kv + …)", fmt.Sprintf("%d·(2·%d·%d + 2·%d·%d + …)", s.Layers, s.Width, q, s.Width, kv), n.Attention})
	}
	switch {
	case s.Experts > 0:
		rows = append(rows, part{"MLP", "L·E·(3·d·f + …)", fmt.Sprintf("%d·%d·(3·%d·%d + …)", s.Layers, s.Experts, s.Width, s.Inner), n.MLP})
	case s.Gated && s.NoBias:
		rows = append(rows, part{"MLP", "L·3·d·f", fmt.Sprintf("%d·3·%d·%d", s.Layers, s.Width, s.Inner), n.MLP})
	case s.Inner == 4*s.Width:
		rows = append(rows, part{"MLP", "L·(8d² + 5d)", fmt.Sprintf("%d·(8·%d² + 5·%d)", s.Layers, s.Width, s.Width), n.MLP})
	default:
		rows = append(rows, part{"MLP", "L·(2·d·f + f + d)", fmt.Sprintf("%d·(2·%d·%d + …)", s.Layers, s.Width, s.Inner), n.MLP})
	}
	norms := part{"norms", "L·4d + 2d", fmt.Sprintf("%d·4·%d + 2·%d", s.Layers, s.Width, s.Width), n.Norms}
	switch {
	case s.QKNorm || s.Sandwich:
		norms.formula, norms.numbers = "L·n + d", fmt.Sprintf("%d·%d + %d", s.Layers, (n.Norms-s.Width)/s.Layers, s.Width)
	case s.RMS:
		norms.formula, norms.numbers = "L·2d + d", fmt.Sprintf("%d·2·%d + %d", s.Layers, s.Width, s.Width)
	case s.PostLN:
		norms.formula, norms.numbers = "L·4d", fmt.Sprintf("%d·4·%d", s.Layers, s.Width)
	}
	rows = append(rows, norms)
	if n.Head > 0 {
		rows = append(rows, part{"head", "V·d", product(s.Vocab, s.Width), n.Head})
	}
	return rows
}

// from is the formula with the model's numbers; a model without the part has
// none of it.
func (r part) from() message.Text {
	if r.numbers == "" {
		return message.New("none")
	}
	return message.Verbatim(r.numbers)
}

func product(a, b int) string { return fmt.Sprintf("%d·%d", a, b) }

// inks are the fillings that tell parts apart: by glyph as well as by colour.
var inks = map[string]struct {
	glyph, ascii rune
	series       int
}{
	"tokens":    {'▒', '+', 0},
	"positions": {'▚', '%', 3},
	"attention": {'█', '#', 1},
	"MLP":       {'▓', '=', 2},
	"norms":     {'·', '.', 5},
	"head":      {'░', '-', 4},
}

func ink(t viz.Theme, name string) (rune, viz.Style) {
	k, st := inks[name], t.Text
	if len(t.Series) > 0 {
		st = t.Series[k.series%len(t.Series)]
	}
	return glyph(t, k.glyph, k.ascii), st
}

// drawLedger draws where the parameters are.
func (l *Lab) drawLedger(p *poster) {
	a, b := l.a(), l.b()
	if a.Shape == nil {
		l.drawHidden(p, a)
		return
	}
	s := *a.Shape
	rows := parts(s)
	thick := p.thick(len(union(rows, others(b))))
	p.total(p.t.Accent, "A", a)
	p.stack(rows, thick)
	p.total(p.t.Reference, "B", b)
	p.stack(others(b), thick)
	table := l.ledgerTable(p, rows, b)
	p.gap(15)
	for _, text := range []viz.Safe{viz.Clean(formula(s)), viz.Clean(letters(s))} {
		if p.room() >= len(p.lines(2, text))+len(table.Rows)+2 {
			p.wrapped(p.t.Faint, 2, text)
		}
	}
	p.gap(12)
	notes := []message.Text{message.New("%s was printed as %s.", a.Name, a.Parameters.Text)}
	if a.ID == loadedID {
		notes[0] = message.New("%s is the model in this program.", a.Name)
	}
	for _, note := range a.Notes() {
		if note == a.Tokens.Note { // it is about data, not parameters
			continue
		}
		notes = append(notes, message.Verbatim(p.sentence(p.fact(note)).String()))
	}
	notes = append(notes, message.Verbatim(p.sentence(p.f.Print(origin(a.Parameters))).String()))
	p.foot(p.t.Faint, 8, len(table.Rows)+3, p.f.Print(message.Join(notes...)))
	first := p.y + 2
	p.put(len(table.Rows)+2, func(size viz.Size) viz.Grid { return viz.Table(size, p.t, table) })
	for i, r := range union(rows, others(b)) {
		if y := first + i; y < p.y {
			_, st := ink(p.t, r.name)
			p.g.Restyle(0, y, 1, 1, st)
		}
	}
	p.gap(shapesAround + shapesMin)
	p.shapes(a)
}

// thick is how many rows each of the two bars has: what a table of so many
// parts, and a picture of the block, leave.
func (p *poster) thick(parts int) int {
	const around, most = 16, 4 // titles, formula, the frame of the table, notes
	return max(min((p.room()-parts-around-shapesAround-shapesMin)/2, most), 1)
}

// total heads a model's bar.
func (p *poster) total(st viz.Style, letter string, m family.Model) {
	if m.Shape == nil {
		p.line(st, p.say("%s %s: undisclosed", letter, m.Name))
		return
	}
	total := m.Shape.Parts().Total()
	n := grouped(total)
	p.title(st, p.say("%s %s: %s parameters", letter, m.Name, n),
		viz.Cleanf("%s %s: %s", letter, m.Name, n), viz.Cleanf("%s %s: %s", letter, m.Name, short(float64(total))))
}

// letters says what the letters of the formula are.
func letters(s family.Shape) string {
	text := fmt.Sprintf("L %d, d %d, V %d", s.Layers, s.Width, s.Vocab)
	add := func(letter string, n int) { text += fmt.Sprintf(", %s %d", letter, n) }
	if !s.Rotary {
		add("C", s.Context)
	}
	named := formula(s)
	if strings.Contains(named, "kv") {
		add("q", s.Heads*s.HeadWidth)
		add("kv", s.KVHeads*s.HeadWidth)
	}
	if strings.Contains(named, "L·n") {
		add("n", (s.Parts().Norms-s.Width)/s.Layers)
	}
	if s.Experts > 0 {
		add("E", s.Experts)
	}
	if s.Experts > 0 || s.Inner != 4*s.Width {
		add("f", s.Inner)
	}
	return text
}

// formula is the sum of the parts in letters.
func formula(s family.Shape) string {
	text := ""
	for i, r := range parts(s) {
		if i > 0 {
			text += " + "
		}
		text += r.formula
	}
	return text
}

// ledgerTable lists the parts with their numbers, and the other model's shares.
func (l *Lab) ledgerTable(p *poster, rows []part, b family.Model) viz.TableData {
	table := viz.TableData{Columns: []viz.Column{
		{Title: p.say("part"), Left: true, Width: 11},
		{Title: p.say("from"), Left: true, Spare: true},
		{Title: p.say("parameters"), Width: 15},
		{Title: viz.Clean("A"), Width: 5},
		{Title: viz.Clean("B"), Width: 5, Spare: true},
	}}
	total := 0
	for _, r := range rows {
		total += r.count
	}
	other, otherTotal := map[string]int{}, 0
	for _, r := range others(b) {
		other[r.name] = r.count
		otherTotal += r.count
	}
	for _, r := range union(rows, others(b)) {
		fill, _ := ink(p.t, r.name)
		table.Rows = append(table.Rows, viz.TableRow{Cells: []viz.Safe{
			viz.Cleanf("%c %s", fill, p.f.Print(message.Label("part", r.name))), p.f.Print(r.from()), viz.Clean(grouped(r.count)),
			share(r.count, total), share(other[r.name], otherTotal),
		}})
	}
	sum := share(otherTotal, otherTotal)
	table.Rows = append(table.Rows, viz.TableRow{Style: p.t.Strong, Cells: []viz.Safe{
		p.say("  sum"), viz.Clean(""), viz.Clean(grouped(total)), share(total, total), sum,
	}})
	return table
}

// others lists the parts of a model, none if they are undisclosed.
func others(m family.Model) []part {
	if m.Shape == nil {
		return nil
	}
	return parts(*m.Shape)
}

// union lists the parts that either model has, with the first one's numbers.
func union(rows, others []part) []part {
	all := slices.Clone(rows)
	for _, o := range others {
		if !slices.ContainsFunc(all, func(r part) bool { return r.name == o.name }) {
			all = append(all, part{name: o.name})
		}
	}
	return all
}

// share is a part of a whole in percent, – if there is no whole.
func share(n, total int) viz.Safe {
	if total == 0 {
		return viz.Clean("–")
	}
	percent := 100 * float64(n) / float64(total)
	if percent > 99.95 {
		return viz.Clean("100%")
	}
	return viz.Cleanf("%.1f%%", percent)
}

// stack draws the shares of the parts as one bar of full width, so many rows
// high: a higher one has the names of its larger parts in it.
func (p *poster) stack(rows []part, thick int) {
	if p.room() < thick || len(rows) == 0 {
		return
	}
	total := 0
	for _, r := range rows {
		total += r.count
	}
	width := p.g.W
	sum, from := 0, 0
	for _, r := range rows {
		sum += r.count
		to := int(float64(float64(sum)/float64(total)*float64(width)) + 0.5)
		g, st := ink(p.t, r.name)
		p.g.Fill(from, p.y, to-from, thick, g, st)
		label := viz.Cleanf(" %s %s ", p.f.Print(message.Label("part", r.name)), share(r.count, total))
		if thick > 2 && label.Width()+2 <= to-from {
			p.g.Text(from+1, p.y+(thick-1)/2, label, p.t.Text)
		}
		from = to
	}
	p.y += thick
}

// drawHidden says what is known of a model whose shape is not.
func (l *Lab) drawHidden(p *poster, m family.Model) {
	p.line(p.t.Strong, p.say("%s (%v): undisclosed", m.Name, word(m.Released)))
	p.gap(8)
	if isClosed(m) {
		p.wrapped(p.t.Text, 0, p.say("It does not tell its size, its shape and what it was trained on."))
	} else {
		p.wrapped(p.t.Text, 0, p.say("Size, shape, data and compute are not published. The GPT-4 Technical Report:"))
		p.wrapped(p.t.Faint, 2, viz.Cleanf("  \"%s\"", family.Reticence))
	}
	p.gap(6)
	p.line(p.t.Strong, p.say("What is known"))
	for _, c := range []struct {
		name string
		cell family.Cell
	}{{"context", m.Context}, {"vocabulary", m.Vocab}, {"training", m.Training}, {"input", m.Input}} {
		if !c.cell.Known() {
			continue
		}
		text := word(c.cell)
		switch {
		case c.name == "vocabulary":
			text = message.Verbatim(fmt.Sprintf("%s %s, %s", grouped(int(c.cell.Value)), c.cell.Unit, p.f.Print(word(c.cell))))
		case c.cell.Unit != "":
			text = message.Verbatim(fmt.Sprintf("%s %s", grouped(int(c.cell.Value)), c.cell.Unit))
		}
		name := p.f.Print(message.Label("aspect", c.name)).PadRight(11)
		p.wrapped(p.t.Text, 12, viz.Cleanf("%s %s (%s)", name, p.f.Print(text), p.f.Print(origin(c.cell))))
	}
	for _, note := range m.Notes() {
		p.wrapped(p.t.Faint, 2, viz.Cleanf("- %s", p.sentence(p.fact(note))))
	}
}

// sayLedger says which parts have most of the parameters.
func (l *Lab) sayLedger() message.Text {
	a := l.a()
	if a.Shape == nil {
		public := message.New("Its context is public.")
		if isClosed(a) {
			public = message.New("It tells its vocabulary and context.")
		} else if a.Vocab.Known() {
			public = message.New("Its vocabulary and context are public.")
		}
		return message.Join(message.New("%s can't be counted: without L and d there is no formula.", a.Name), public)
	}
	p := a.Shape.Parts()
	total := float64(p.Total())
	tables, mlp := float64(p.Tokens+p.Positions+p.Head)/total, float64(p.MLP)/total
	if a.Shape.Experts > 0 {
		return message.New("%.0f %% are experts' MLPs. Heads times their width is %d, not d = %d: 12d² a block does not hold here.",
			100*mlp, a.Shape.Heads*a.Shape.HeadWidth, a.Shape.Width)
	}
	if note := a.Parameters.Note; tables > 0.2 && a.Series == "GPT-2" && note != "" {
		return message.Join(message.New("Embedding tables are %.0f %%.", 100*tables), message.New("Of the size: %v.", said(note)))
	}
	if tables > 0.2 {
		return message.New("Embedding tables are %.0f %%. They grow with d, blocks with L·d²: the share falls as models grow.", 100*tables)
	}
	if note := a.Width.Note; note != "" {
		return message.Join(message.New("Tables are %.1f %% only, the MLPs have %.0f %%.", 100*tables, 100*mlp), message.New("The width is %v.", said(note)))
	}
	if a.Shape.Gated || a.Shape.KVHeads < a.Shape.Heads || a.Shape.Inner != 4*a.Shape.Width {
		return message.New("Tables are %.1f %% only; the MLPs have %.0f %%, attention %.0f %%.", 100*tables, 100*mlp, 100*float64(p.Attention)/total)
	}
	return message.New("Tables are %.1f %% only; the MLPs have %.0f %%, attention half as much: 8d² and 4d² a block.", 100*tables, 100*mlp)
}

// listParts are the parameters of both models.
func (l *Lab) listParts() []lab.List {
	var lists []lab.List
	for _, m := range []family.Model{l.a(), l.b()} {
		if m.Shape == nil {
			continue
		}
		list := lab.List{Name: "parameters of " + m.Name, Title: message.New("parameters of %s", m.Name), Columns: []string{"part", "formula", "numbers", "parameters"}}
		for _, p := range parts(*m.Shape) {
			list.Add(lab.Word(p.name), lab.Word(p.formula), lab.Word(p.numbers), lab.Count(p.count))
		}
		lists = append(lists, list)
	}
	return lists
}
