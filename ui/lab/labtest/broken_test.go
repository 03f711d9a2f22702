package labtest_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"
	"logitarium/viz"
)

// broken are labs with one fault each, the part of the contract test that
// finds it, and what that says of it.
var broken = map[string]struct {
	part  string
	says  string
	fresh func() lab.Lab
}{
	"size":     {"Settings", "got a picture of", func() lab.Lab { return with{toy.New(), tooTall} }},
	"nan":      {"Readings", "say in Undefined why", func() lab.Lab { return with{toy.New(), notANumber} }},
	"unicode":  {"ASCII", "in a picture for ASCII terminals", func() lab.Lab { return with{toy.New(), unicodeOnly} }},
	"key":      {"Names", "is both", func() lab.Lab { return clash{toy.New()} }},
	"idle":     {"IdleKnobsTurnNothing", "says it changes nothing", func() lab.Lab { return with{toy.New(), liar} }},
	"words":    {"Views", "say the same", func() lab.Lab { return with{toy.New(), sameWords} }},
	"strange":  {"Views", "no knob turns", func() lab.Lab { return with{toy.New(), strange} }},
	"moving":   {"ViewOnlyReads", "looking at it changed it", func() lab.Lab { return &moving{Lab: toy.New()} }},
	"chance":   {"Deterministic", "with the same history differ", func() lab.Lab { return chance() }},
	"error":    {"BadWeather", "says too little", func() lab.Lab { return curt{toy.New()} }},
	"prose":    {"Sentences", "a change by nothing", func() lab.Lab { return with{toy.New(), vain} }},
	"sentence": {"Sentences", "it does not end as a sentence", func() lab.Lab { return with{toy.New(), endless} }},
	"note":     {"Sentences", "one of several", func() lab.Lab { return with{toy.New(), plural} }},
	"question": {"Info", "must end with ?", func() lab.Lab { return noQuestion{toy.New()} }},
	"keep":     {"Keep", "it is not what it was, at once", func() lab.Lab { return forgetful{toy.New()} }},
	"future":   {"Keep", "it is not what it was, some steps later", func() lab.Lab { return &dice{Lab: toy.New(), rng: rand.New(rand.NewPCG(1, 1))} }},
	"axes":     {"CommonAxes", "show the same on different axes", func() lab.Lab { l := toy.New(); return with{l, ownScale(l)} }},
	"cut":      {"Language", "a text without its end", func() lab.Lab { return with{toy.New(), cutShort} }},
	"covered":  {"Language", "a text without its beginning", func() lab.Lab { return with{toy.New(), covered} }},
	"english":  {"Language", "is no message", func() lab.Lab { return with{toy.New(), untranslated} }},
	"twin":     {"Twin", "turning its twin changed it", func() lab.Lab { return sameTwin{toy.New()} }},
}

// with is the toy with its views changed.
type with struct {
	*toy.Lab
	change func(*lab.View)
}

func (l with) Views() lab.Views {
	v := l.Lab.Views()
	for i := range v.List {
		l.change(&v.List[i])
	}
	return v
}

func tooTall(v *lab.View) {
	draw := v.Draw
	v.Draw = func(f lab.Frame) viz.Grid {
		if f.H == 19 {
			f.H++
		}
		return draw(f)
	}
}

func notANumber(v *lab.View) {
	v.Readings = func() []lab.Reading {
		return []lab.Reading{{Name: "nan", Help: message.New("not a number"), Value: math.NaN(), Provenance: lab.Computed}}
	}
}

func unicodeOnly(v *lab.View) {
	draw := v.Draw
	v.Draw = func(f lab.Frame) viz.Grid {
		f.Theme.Glyphs = viz.Unicode
		return draw(f)
	}
}

// ownScale draws to the entropy, and to no axis that another lab knows of.
func ownScale(l *toy.Lab) func(*lab.View) {
	return func(v *lab.View) {
		draw := v.Draw
		v.Draw = func(f lab.Frame) viz.Grid {
			f.Theme.Scaled("bar", 0, lab.Readings(l)[0].Value)
			return draw(f)
		}
	}
}

// cutShort says more than there is room for.
func cutShort(v *lab.View) {
	v.Draw = func(f lab.Frame) viz.Grid {
		g := f.Theme.Grid(f.Size)
		g.Text(0, 0, f.Say("This line is much longer than a picture of eighty columns has cells, in any language there is, and longer still."), f.Theme.Text)
		return g
	}
}

// covered draws over the beginning of what it says.
func covered(v *lab.View) {
	v.Draw = func(f lab.Frame) viz.Grid {
		g := f.Theme.Grid(f.Size)
		g.Text(0, 0, f.Say("a word"), f.Theme.Text)
		g.Fill(0, 0, 3, 1, '#', f.Theme.Text)
		return g
	}
}

// untranslated says in English what another language is asked for.
func untranslated(v *lab.View) {
	v.Draw = func(f lab.Frame) viz.Grid {
		g := f.Theme.Grid(f.Size)
		g.Text(0, 0, viz.Clean("these are words"), f.Theme.Text)
		return g
	}
}

// liar says of every knob that it moves nothing.
func liar(v *lab.View) { v.Moves = nil }

// sameWords has one sentence for two views.
func sameWords(v *lab.View) {
	v.Sentence = func() message.Text { return message.Verbatim("This is a picture.") }
}

// strange moves what no knob turns.
func strange(v *lab.View) { v.Moves = append(v.Moves, new(int)) }

type clash struct{ *toy.Lab }

func (clash) Actions() []lab.Action {
	return []lab.Action{{Name: "no", Key: "q", Help: "quits too", Do: func() error { return nil }}}
}

type moving struct {
	*toy.Lab
	looks int
}

func (l *moving) Views() lab.Views {
	return with{l.Lab, func(v *lab.View) {
		draw := v.Draw
		v.Draw = func(f lab.Frame) viz.Grid {
			l.looks++
			return draw(f)
		}
		v.Sentence = func() message.Text { return message.Verbatim(viz.Cleanf("%s: %d looks", v.Name, l.looks).String()) }
	}}.Views()
}

var made int

// chance is another lab each time.
func chance() lab.Lab {
	made++
	n := made
	return with{toy.New(), func(v *lab.View) {
		name := v.Name
		v.Sentence = func() message.Text { return message.Verbatim(viz.Cleanf("%s of lab %d", name, n).String()) }
	}}
}

type curt struct{ *toy.Lab }

func (l curt) Refresh() error {
	if l.Lab.Refresh() != nil {
		return errors.New("no")
	}
	return nil
}

type noQuestion struct{ *toy.Lab }

func (l noQuestion) Info() lab.Info {
	info := l.Lab.Info()
	info.Question = "What"
	return info
}

type sameTwin struct{ *toy.Lab }

func (l sameTwin) Twin() lab.Lab { return l.Lab }

// vain says how far it moved, too little to be seen.
func vain(v *lab.View) {
	say, read := v.Sentence, v.Readings
	v.Sentence = func() message.Text {
		for _, r := range read() {
			if r.Name == "entropy" && r.Value < .5 {
				return message.Verbatim(viz.Cleanf("It moved by %.2f.", r.Value).String())
			}
		}
		return message.Verbatim(say().String())
	}
}

func endless(v *lab.View) {
	say := v.Sentence
	v.Sentence = func() message.Text { return message.Verbatim(strings.TrimSuffix(say().String(), ".")) }
}

// plural counts without looking at the number.
func plural(v *lab.View) {
	read := v.Readings
	v.Readings = func() []lab.Reading {
		readings := read()
		readings[0].Note = message.New("1 letters")
		return readings
	}
}

// forgetful keeps its knobs alone.
type forgetful struct{ *toy.Lab }

func (l forgetful) Keep() func() { return lab.Keep(struct{ lab.Lab }{l.Lab}) }

// dice keeps what was thrown, but not what will be.
type dice struct {
	*toy.Lab
	rng    *rand.Rand
	thrown int
}

func (l *dice) Step(dt time.Duration) error {
	l.thrown = l.rng.IntN(1000)
	return l.Lab.Step(dt)
}

func (l *dice) Views() lab.Views {
	return with{l.Lab, func(v *lab.View) {
		name := v.Name
		v.Sentence = func() message.Text { return message.Verbatim(viz.Cleanf("%s: thrown %d", name, l.thrown).String()) }
	}}.Views()
}

func (l *dice) Keep() func() {
	restore, thrown := l.Lab.Keep(), l.thrown
	return func() {
		restore()
		l.thrown = thrown
	}
}

// TestBroken is one broken lab under test, in a process of its own.
func TestBroken(t *testing.T) {
	b, ok := broken[os.Getenv("LABTEST_BROKEN")]
	if !ok {
		t.Skip("only run by TestFaultsAreFound")
	}
	labtest.Run(t, b.fresh)
}

// TestFaultsAreFound holds that the contract test fails for each fault.
func TestFaultsAreFound(t *testing.T) {
	if labtest.RaceDetector {
		t.Skip("the sweeps that find them are run without the race detector")
	}
	for name, b := range broken {
		cmd := exec.Command(os.Args[0], "-test.run=^TestBroken$/^"+b.part+"$")
		cmd.Env = append(os.Environ(), "LABTEST_BROKEN="+name, "UPDATE=")
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), b.says) {
			t.Errorf("%s: no %q in (%v)\n%.2000s", name, b.says, err, out)
		}
	}
}
