package quantization

import (
	"math"
	"slices"

	"logitarium/core/elementary"
	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// allWidths are the weights in each number of bits, the chosen first.
func (l *Lab) allWidths() []settings {
	chosen := l.turned()
	chosen.what, chosen.calibration = weights, dynamic
	if chosen.granularity == perToken {
		chosen.granularity = perChannel
	}
	all := []settings{chosen}
	for b := mostBits; b >= leastBits; b-- {
		s := chosen
		if s.bits = b; b != chosen.bits {
			all = append(all, s)
		}
	}
	return all
}

// width is what a number of bits does to the weights of the open model, beside
// a file of Llama 3 8B whose name has as many.
type width struct {
	s     settings
	bits  float64 // a weight, with scales
	rise  float64 // of perplexity, of 1; NaN if it is not measured yet
	their quant.Published
	found bool // their
}

// theirs are the formats that stand beside a number of bits.
var theirs = map[int]string{8: "q8_0", 6: "q6_K", 5: "q5_K_M", 4: "q4_K_M", 3: "q3_K_M", 2: "q2_K"}

// allMeasured are all numbers of bits, the most first.
func (l *Lab) allMeasured() []width {
	rows := make([]width, mostBits-leastBits+1)
	for _, s := range l.allWidths() {
		_, total := l.ledger(s)
		w := width{s: s, bits: total.size.PerWeight(), rise: math.NaN()}
		if o, ok := l.outcomes.of(s); ok {
			w.rise = o.after/o.before - 1
		}
		for _, p := range quant.Llama3() {
			if p.Format == theirs[s.bits] && !w.found {
				w.their, w.found = p, true
			}
		}
		rows[mostBits-s.bits] = w
	}
	return rows
}

// theirRise is by how much a file's perplexity is above the f16 model's.
func theirRise(p quant.Published) float64 { return p.Perplexity/quant.Llama3()[0].Perplexity - 1 }

// mostRise is where the bars end, in percent.
const mostRise = 50

// drawPublished draws the rise of perplexity by bits, of the open model, with
// Llama 3 8B's as marks.
func (l *Lab) drawPublished(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("bits"), Width: 4},
			{Title: f.Say("a weight"), Width: 8},
			{Title: f.Say("rise"), Width: 8},
			{Title: f.Say("Llama 3 8B"), Left: true, Width: 10},
			{Title: f.Say("a weight"), Width: 8, Spare: true},
			{Title: f.Say("rise"), Width: 7},
		},
		Kept: f.Say("here: perplexity rises by so many percent"), Marks: f.Say("Llama 3 8B"),
		Max: mostRise,
	}
	chosen := mostBits - l.turned().bits
	for i, w := range l.allMeasured() {
		row := viz.BarRow{Value: 100 * w.rise, Mark: math.NaN(), Chosen: i == chosen}
		row.Cells = []viz.Safe{viz.Cleanf("%d", w.s.bits), viz.Fixed(w.bits, 2), rising(w.rise), {}, {}, {}}
		if w.found {
			row.Mark = 100 * theirRise(w.their)
			row.Cells[3], row.Cells[4], row.Cells[5] = viz.Clean(w.their.Format), viz.Fixed(w.their.Bits(), 2), rising(theirRise(w.their))
			if w.their.Importance {
				row.Cells[3] = f.Say("%s imatrix", w.their.Format)
			}
		}
		chart.Rows = append(chart.Rows, row)
	}
	titled := 0
	if whole := len(chart.Rows) + 3; g.H > whole {
		titled = 1
		g.Text(0, 0, f.Theme.Fit(f.Print(l.recipe()), g.W), f.Theme.Strong)
	} else if g.H < whole { // the chosen one is seen
		chart.Rows = append(chart.Rows[chosen:], chart.Rows[:chosen]...)
	}
	rows := titled + min(g.H-titled, len(chart.Rows)+3)
	g.Put(0, titled, viz.Bars(viz.Size{W: g.W, H: rows - titled}, f.Theme, chart))
	bottom := g.H
	for i := len(publishedNotes()) - 1; i >= 0; i-- { // the last ones give way first
		var lines []viz.Safe
		for _, note := range publishedNotes()[:i+1] {
			lines = append(lines, viz.Wrap(f.Print(note), g.W)...)
		}
		if bottom-rows < len(lines) {
			continue
		}
		bottom -= len(lines)
		for j, line := range lines {
			g.Text(0, bottom+j, line, f.Theme.Faint)
		}
		break
	}
	if room := bottom - rows; room >= 7 {
		g.Put(0, rows, l.drawRises(f.In(g.W, room)))
	}
	return g
}

// recipe says how all weights are quantized.
func (l *Lab) recipe() message.Text {
	s := l.allWidths()[0]
	name := func(knob string, at int) message.Text {
		for _, k := range l.Knobs() {
			if choice, ok := k.Setting.(lab.Choice); ok && k.Name == knob {
				return message.Label("value", choice.Options[at].Name)
			}
		}
		panic("quantization: no choice " + knob)
	}
	parts := []message.Text{name("grid", l.grid), s.scales(), name("convention", s.convention), name("clip", s.clip)}
	if alpha, on := s.alpha(); on {
		parts = append(parts, message.New("SmoothQuant %.1f", alpha))
	}
	return message.New("all weights: %v", message.Series(parts...))
}

// drawRises draws both curves over bits a weight, to a logarithmic scale, on
// which equal steps of bits should cost equal steps.
func (l *Lab) drawRises(f lab.Frame) viz.Grid {
	const (
		from, to = 2.0, 9.0
		steps    = 20 // of a bit
	)
	var ours, file [int((to-from)*steps) + 1]float64
	for i := range ours {
		ours[i], file[i] = math.NaN(), math.NaN()
	}
	at := func(bits float64) int { return int(math.Round((bits - from) * steps)) }
	for _, w := range l.allMeasured() {
		join(ours[:], at(w.bits), 100*w.rise)
		if w.found {
			join(file[:], at(w.their.Bits()), 100*theirRise(w.their))
		}
	}
	chart := viz.LineChart{
		X: [2]float64{from, to}, Y: &[2]float64{0.01, 100_000}, Log: true,
		XName: f.Say("bits a weight"), YName: f.Say("perplexity's rise in percent"),
		Series: []viz.Line{
			{Name: f.Say("here"), Values: ours[:]},
			{Name: f.Say("Llama 3 8B"), Values: file[:]},
		},
	}
	return viz.Lines(f.Size, f.Theme, chart)
}

// join puts a positive value into a curve at an index, and joins it with the next
// one behind it, straight on a logarithmic scale. The last values come first.
func join(curve []float64, at int, v float64) {
	if at < 0 || at >= len(curve) || !(v > 0) {
		return
	}
	curve[at] = v
	next := slices.IndexFunc(curve[at+1:], func(v float64) bool { return !math.IsNaN(v) }) + 1
	for i := 1; i < next; i++ {
		curve[at+i] = v * elementary.Pow(curve[at+next]/v, float64(i)/float64(next))
	}
}

// rising writes a rise as a percentage.
func rising(v float64) viz.Safe {
	switch {
	case math.IsNaN(v):
		return viz.Clean("–")
	case v >= 10:
		return viz.Cleanf("× %.3g", v+1)
	}
	percent := viz.Fixed(100*v, 1)
	if v >= 0 || percent.String() == viz.Fixed(0, 1).String() {
		return viz.Cleanf("+%s %%", percent)
	}
	return viz.Cleanf("%s %%", percent)
}

// risen is a change as a sentence has it: none that was measured is of 0.0 %.
func risen(v float64) message.Text {
	if math.Abs(v) < 0.0005 {
		return message.New("less than 0.05 %")
	}
	return message.Verbatim(rising(v).String())
}

// publishedNotes say what the numbers of others are of.
func publishedNotes() []message.Text {
	bits := quant.PublishedBits()
	return []message.Text{
		message.New("Llama 3 8B, perplexity of WikiText-2: llama.cpp, README.md of tools/perplexity and tools/quantize. Compare where the curves bend, not the numbers."),
		message.New("A format's name is not its bits: in files of Llama 2 7B Q4_K_M takes %.2f bits a weight and Q2_K %.2f, as some tensors are kept in others.", bits["Q4_K_M"], bits["Q2_K"]),
		message.New("Another model, another text. Of Llama 3 8B the bits are the file's size over the f16 file's, times 16."),
		message.New("Its formats have scales for groups of 16 to 32 weights. Turn granularity here."),
	}
}

func (l *Lab) readPublished() []lab.Reading {
	var list []lab.Reading
	for _, w := range l.allMeasured() {
		r := lab.Reading{Name: widthNames[w.s.bits-leastBits], Help: message.New("by how much perplexity rises with all weights in so many bits"), Value: 100 * w.rise, Unit: "%", Digits: 1}
		if r.Note = message.New("%.2f bits a weight", w.bits); math.IsNaN(w.rise) {
			r.Undefined = message.New("not measured yet")
		}
		r = finite(r, "infinite")
		if w.s.bits == l.turned().bits {
			list = append([]lab.Reading{r}, list...)
		} else {
			list = append(list, r)
		}
	}
	for _, p := range quant.Llama3() {
		if p.Format == "q4_K_M" && !p.Importance {
			list = append(list, lab.Reading{Name: "Llama 3 8B q4_K_M", Help: message.New("by how much the perplexity of Llama 3 8B rises in this format"),
				Value: 100 * theirRise(p), Unit: "%", Digits: 1, Provenance: lab.Published, Source: quant.PublishedSource})
		}
	}
	return list
}

// widthNames are the readings of 2 to 8 bits.
var widthNames = [mostBits - leastBits + 1]string{"2 bits", "3 bits", "4 bits", "5 bits", "6 bits", "7 bits", "8 bits"}

func (l *Lab) sayPublished() message.Text {
	if says := l.sayRise(); !says.Empty() {
		return message.Join(says, l.sayTexts())
	}
	return message.Text{}
}

// sayRise compares the chosen number of bits with Llama 3's.
func (l *Lab) sayRise() message.Text {
	for _, w := range l.allMeasured() {
		if w.s.bits != l.turned().bits {
			continue
		}
		ours, theirs, file := risen(w.rise), risen(theirRise(w.their)), w.their.Format
		switch {
		case math.IsNaN(w.rise):
			return message.New("Perplexity is measured in each number of bits: %v.", l.progress())
		case !w.found:
			return message.New("Here %.2f bits a weight change perplexity by %s. Of Llama 3 8B the source has no such file.", w.bits, ours)
		case w.rise >= 10:
			return message.New("Here %.2f bits a weight make perplexity %.0f times as high; Llama 3 8B in %s, of %.2f bits: %s.", w.bits, w.rise+1, file, w.their.Bits(), rising(theirRise(w.their)))
		default:
			return message.New("Here %.2f bits a weight change perplexity by %s; Llama 3 8B in %s, of %.2f bits, by %s.", w.bits, ours, file, w.their.Bits(), theirs)
		}
	}
	return message.Text{}
}
