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
	"logitarium/viz"
)

// broken are labs with one fault each, the part of the contract test that
// finds it, and what that says of it.
var broken = map[string]struct {
	part  string
	says  string
	fresh func() lab.Lab
}{
	"size":     {"Settings", "got a picture of", func() lab.Lab { return tooTall{toy.New()} }},
	"nan":      {"Readings", "say in Undefined why", func() lab.Lab { return notANumber{toy.New()} }},
	"unicode":  {"ASCII", "in a picture for ASCII terminals", func() lab.Lab { return unicodeOnly{toy.New()} }},
	"key":      {"Names", "is both", func() lab.Lab { return clash{toy.New()} }},
	"idle":     {"IdleKnobsTurnNothing", "says it changes nothing", func() lab.Lab { return liar{toy.New()} }},
	"moving":   {"ViewOnlyReads", "looking at it changed it", func() lab.Lab { return &moving{Lab: toy.New()} }},
	"chance":   {"Deterministic", "with the same history differ", func() lab.Lab { made++; return &chance{toy.New(), made} }},
	"error":    {"BadWeather", "says too little", func() lab.Lab { return curt{toy.New()} }},
	"prose":    {"Sentences", "a change by nothing", func() lab.Lab { return vain{toy.New()} }},
	"sentence": {"Sentences", "it does not end as a sentence", func() lab.Lab { return endless{toy.New()} }},
	"note":     {"Sentences", "one of several", func() lab.Lab { return plural{toy.New()} }},
	"question": {"Info", "must end with ?", func() lab.Lab { return noQuestion{toy.New()} }},
	"keep":     {"Keep", "it is not what it was, at once", func() lab.Lab { return forgetful{toy.New()} }},
	"future":   {"Keep", "it is not what it was, some steps later", func() lab.Lab { return &dice{Lab: toy.New(), rng: rand.New(rand.NewPCG(1, 1))} }},
	"twin":     {"Twin", "turning its twin changed it", func() lab.Lab { return sameTwin{toy.New()} }},
}

type tooTall struct{ *toy.Lab }

func (l tooTall) View(f lab.Frame) viz.Grid {
	if f.H == 19 {
		f.H++
	}
	return l.Lab.View(f)
}

type notANumber struct{ *toy.Lab }

func (notANumber) Readings() []lab.Reading {
	return []lab.Reading{{Name: "nan", Value: math.NaN(), Provenance: lab.Computed}}
}

type unicodeOnly struct{ *toy.Lab }

func (l unicodeOnly) View(f lab.Frame) viz.Grid {
	f.Theme.Glyphs = viz.Unicode
	return l.Lab.View(f)
}

type clash struct{ *toy.Lab }

func (clash) Actions() []lab.Action {
	return []lab.Action{{Name: "no", Key: "q", Help: "quits too", Do: func() error { return nil }}}
}

type liar struct{ *toy.Lab }

func (l liar) Knobs() []lab.Knob {
	knobs := l.Lab.Knobs()
	knobs[1].Idle = "so it says"
	return knobs
}

type moving struct {
	*toy.Lab
	looks int
}

func (l *moving) View(f lab.Frame) viz.Grid {
	l.looks++
	return l.Lab.View(f)
}

func (l *moving) Insight() string { return viz.Cleanf("%d looks", l.looks).String() }

var made int

type chance struct {
	*toy.Lab
	n int
}

func (l *chance) Insight() string { return viz.Cleanf("lab %d", l.n).String() }

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

// vain says at some settings alone what is none of a sentence.
type vain struct{ *toy.Lab }

func (l vain) Insight() string {
	for _, r := range l.Readings() {
		if r.Name == "entropy" && r.Value < .5 {
			return viz.Cleanf("It moved by %.2f.", r.Value).String()
		}
	}
	return l.Lab.Insight()
}

type endless struct{ *toy.Lab }

func (l endless) Insight() string { return strings.TrimSuffix(l.Lab.Insight(), ".") }

type plural struct{ *toy.Lab }

func (l plural) Readings() []lab.Reading {
	readings := l.Lab.Readings()
	for i := range readings {
		if readings[i].Name == "letters" {
			readings[i].Note = viz.Cleanf("%d letters", int(readings[i].Value)).String()
		}
	}
	return readings
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

func (l *dice) Insight() string { return viz.Cleanf("thrown: %d", l.thrown).String() }

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
	for name, b := range broken {
		cmd := exec.Command(os.Args[0], "-test.run=^TestBroken$/^"+b.part+"$")
		cmd.Env = append(os.Environ(), "LABTEST_BROKEN="+name, "UPDATE=")
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), b.says) {
			t.Errorf("%s: no %q in (%v)\n%.2000s", name, b.says, err, out)
		}
	}
}
