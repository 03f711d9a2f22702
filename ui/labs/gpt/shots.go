package gpt

import (
	"math/rand/v2"
	"strings"

	"logitarium/core/experiment/knowledge"
	"logitarium/core/family"
	"logitarium/core/lm"
	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
	"logitarium/ui/message"
	"logitarium/viz"
)

// What view shots asks: so many questions of each kind, with so many examples.
const questionsEach = 12

var (
	exampleCounts = []int{0, 1, 4}
	askedKinds    = []knowledge.Kind{knowledge.Old, knowledge.Format}
)

// asked is what the built-in model made of questions with examples before them.
type asked struct {
	known   bool
	seed    int
	scores  [2][3]knowledge.Score // by kind and number of examples
	size    int                   // the model's parameters
	prompts []string              // the first of the second kind, by number of examples
	answers []string
	lack    error // why nothing was asked
}

// ask asks the questions of the seed, if they have not been.
func (l *Lab) ask() {
	type key struct{ seed int }
	if l.asked.known && l.asked.seed == l.seed || l.work.Is(key{l.seed}) {
		return
	}
	l.work.Drop()
	known, err := lm.WorldOf(l.own)
	network, errNetwork := lm.NetworkOf(l.own)
	if err == nil {
		err = errNetwork
	}
	if err != nil {
		l.asked = asked{known: true, seed: l.seed, lack: err}
		return
	}
	seed := uint64(l.seed)
	edited := known.Changed(known.Facts(world.Common)[0], rand.New(rand.NewPCG(seed, 1)))
	exam := knowledge.NewExam(l.own, questionsEach, edited, seed)
	begin := func() *knowledge.Shots {
		return knowledge.NewShots(exam, network, exampleCounts, askedKinds, seed)
	}
	var run *knowledge.Shots
	l.work.Begin(key{l.seed}, message.New("The built-in model answers %d questions, drawn with seed %d", questionsEach*len(exampleCounts)*len(askedKinds), l.seed))
	l.work.Add(begin().Cost(), func() lab.Stepper { run = begin(); return run }, func() {
		a := asked{known: true, seed: l.seed, size: family.Of(network.Config).Parts().Total()}
		for i, k := range askedKinds {
			for j := range exampleCounts {
				a.scores[i][j] = run.Score(k, j)
			}
		}
		for j := range exampleCounts {
			prompt, answer, _ := run.Prompt(knowledge.Format, j)
			a.prompts, a.answers = append(a.prompts, prompt), append(a.answers, answer.Text)
		}
		l.asked = a
	})
	l.work.Start()
}

// kindNames say what the kinds of questions test.
var kindNames = []message.ID{
	"facts that it knows",
	"the style of the examples: end with “thanks”",
}

// drawShots draws how many questions were answered right, and one prompt.
func (l *Lab) drawShots(p *poster) {
	a := l.asked
	if a.lack != nil {
		p.wrapped(p.t.Text, 0, p.f.Print(lacking.Says("shots", a.lack)))
		return
	}
	if !a.known {
		return
	}
	title := p.say("Right of %d questions, with 0, 1 and 4 examples in the prompt", questionsEach)
	if l.lm.Name() != l.own.Name() {
		title = p.say("%s: right of %d questions, with 0, 1 and 4 examples in the prompt", l.own.Name(), questionsEach)
	}
	if p.room() > len(kindNames)*(1+len(exampleCounts))+3 { // else a row of the table is worth more
		p.line(p.t.Strong, title)
		p.gap(14)
	}
	chart := viz.BarChart{
		Columns: []viz.Column{{Title: p.say("examples"), Left: true, Width: 12}, {Title: p.say("right"), Width: 8}}, Max: questionsEach,
	}
	for i, name := range kindNames {
		chart.Rows = append(chart.Rows, viz.BarRow{Rule: p.say(name), Heading: true})
		for j, n := range exampleCounts {
			right := a.scores[i][j].Right
			chart.Rows = append(chart.Rows, viz.BarRow{
				Cells: []viz.Safe{viz.Cleanf("%d", n), p.say("%d of %d", right, questionsEach)}, Value: float64(right),
			})
		}
	}
	p.put(min(len(chart.Rows)+2, p.room()), func(size viz.Size) viz.Grid { return viz.Bars(size, p.t, chart) })
	for j := len(a.prompts) - 1; j >= 0; j-- {
		lines := strings.Split(a.prompts[j], "\n")
		if p.room() < len(lines)+2 {
			continue
		}
		p.y++
		p.line(p.t.Strong, p.f.Print(message.Count(exampleCounts[j], "A prompt of the second kind with %d example, and what the model says:", "A prompt of the second kind with %d examples, and what the model says:", exampleCounts[j])))
		for _, line := range lines[:len(lines)-1] {
			p.line(p.t.Faint, viz.Clean(line))
		}
		p.line(p.t.Text, viz.Cleanf("%s %s", lines[len(lines)-1], a.answers[j]))
	}
}

func (l *Lab) sayShots() message.Text {
	a := l.asked
	if a.lack != nil {
		return lacking.Says("shots", a.lack)
	}
	if l.lm.Name() != l.own.Name() {
		return message.Join(a.say(), message.New("Asked is %s: of its world the answers are known.", l.own.Name()))
	}
	return a.say()
}

// say says what the examples do.
func (a asked) say() message.Text {
	style, known := a.scores[1], a.scores[0]
	facts := message.New("What it knows it says without any: %d of %d.", known[0].Right, known[0].Of)
	if style[2].Right == 0 {
		return message.Join(message.New("Four examples that end with “thanks” do not make this model of %s parameters end so: 0 of %d.", short(float64(a.size)), style[2].Of), facts)
	}
	return message.Join(message.New("With four examples that end with “thanks” it does so in %d of %d.", style[2].Right, style[2].Of), facts)
}

func (l *Lab) readShots() []lab.Reading {
	a := l.asked
	names := [...][3]string{{"known, 0", "known, 1", "known, 4"}, {"style, 0", "style, 1", "style, 4"}}
	help := [...]message.ID{
		"questions about facts that it knows, answered right with %d examples",
		"answers that end as the examples do, with %d of them",
	}
	var readings []lab.Reading
	for _, i := range []int{1, 0} {
		for j := len(exampleCounts) - 1; j >= 0; j-- {
			r := lab.Reading{Name: names[i][j], Help: message.New(help[i], exampleCounts[j]), Value: float64(a.scores[i][j].Right), Note: message.New("of %d questions", questionsEach), Provenance: lab.Computed}
			if a.lack != nil {
				r.Undefined = message.New("there is no model to ask")
			}
			readings = append(readings, r)
		}
	}
	return readings
}

// actSeed asks other questions.
func (l *Lab) actSeed() []lab.Action {
	return []lab.Action{{Name: "others", Key: "space", Help: "other questions and examples: the next seed", Turns: []lab.Field{&l.seed}, Do: func() error {
		l.seed = (l.seed + 1) % 10000
		return l.Refresh()
	}}}
}
