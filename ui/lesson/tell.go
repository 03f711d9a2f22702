package lesson

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"logitarium/ui"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"
)

// Telling is what a lesson says, does and shows, in words and numbers: for
// those who read it instead of watching.
type Telling struct {
	Words  message.Printer // of what is not in the tape
	Title  string
	Length time.Duration
	Parts  []Part
}

// PartKind says what a [Part] is.
type PartKind int

// The parts of a telling.
const (
	Heading  PartKind = iota // Text is a chapter's name
	Said                     // Text is a caption
	Pressed                  // Text is the keys in words and what they did
	Shown                    // Text is readings, of which the last is called Name, or what they mean
	Asked                    // Text is a question, Answer its answer, Name its number
	Pictured                 // Frame is the screen, Narrow that of a telephone if it was asked for, Command opens it unless a question covers it, Name is its file's
)

// Titled is where a lesson of several begins: Text is its title, Name its number.
const Titled = Pictured + 1

// Part is one piece of a telling. The fields that its kind doesn't name are zero.
type Part struct {
	Kind    PartKind
	Text    string
	Answer  string
	Name    string
	Frame   viz.Grid
	Narrow  viz.Grid
	Command string
}

// Tell plays a lesson to its end and tells it. A tape without a Screenshot is
// pictured at the end of each chapter. The telling is whole even if some
// expectations fail.
func Tell(t *tape.Tape, s Setup) (*Telling, []Failure, error) {
	w := &teller{told: map[string]string{}, pictured: map[string]bool{}, asChapters: s.Each == viz.Size{}, each: s.Each, narrow: s.Narrow}
	for _, step := range t.Steps {
		if step.Kind == tape.Screenshot {
			w.asChapters = false
		}
	}
	s.Live, s.Due = false, w.due
	r, err := Start(t, s)
	if err != nil {
		return nil, nil, err
	}
	w.run = r
	w.opened(look(r))
	for r.Halt() != Ended {
		r.Frame()
		w.pictureQuestion()
	}
	w.settle()
	w.flush()
	w.endChapter()
	return &Telling{r.setup.Words, t.Title, r.Length(), w.parts}, r.Failures(), nil
}

// teller listens to a run.
type teller struct {
	run        *Run
	parts      []Part
	asChapters bool     // picture the chapters' ends
	each       viz.Size // picture what captions speak of; zero: don't
	narrow     viz.Size // and again in this one; zero: don't

	keys   []message.Text // pressed and not told yet
	acted  message.Text   // the action that the last of them set off
	first  snapshot       // before the first of them
	before snapshot       // before the last of them
	typing bool           // the last step pressed keys

	told                    map[string]string // readings and knobs, as told in this chapter
	pictured                map[string]bool   // names of pictures
	seen                    []message.Text    // on the screen, as told last
	insight                 string            // as told last
	awaited                 int               // the question that is pictured, as it stands
	chapters, asked, framed int
}

func (w *teller) add(kind PartKind, text string) {
	w.parts = append(w.parts, Part{Kind: kind, Text: text})
}

// due takes a step that is about to happen: all before it has.
func (w *teller) due(s *tape.Step) {
	w.settle()
	switch s.Kind {
	case tape.Key, tape.Type:
		w.press(s)
	case tape.Chapter:
		w.flush()
		if w.chapters++; w.chapters > 1 {
			w.endChapter()
		}
		w.add(Heading, s.Text)
		clear(w.told)
	case tape.Say:
		w.flush()
		w.add(Said, s.Text)
		w.pictureEach()
	case tape.Ask:
		w.flush()
		w.asked++
		w.parts = append(w.parts, Part{Kind: Asked, Text: s.Text, Answer: s.Answer, Name: strconv.Itoa(w.asked)})
	case tape.Expect:
		w.flushKeys()
		w.show(s)
	case tape.Screenshot:
		if w.each != (viz.Size{}) {
			return
		}
		w.flush()
		w.picture(path.Clean(strings.TrimSuffix(s.Text, ".png")))
	}
}

// press remembers keys, to be told with what they do.
func (w *teller) press(s *tape.Step) {
	w.before = look(w.run)
	if len(w.keys) == 0 {
		w.first = w.before
		w.interpret()
	}
	w.typing = true
	if !w.run.Hidden() {
		w.keys = append(w.keys, inWords(s, w.before))
	}
	w.acted = w.before.action(s)
}

// settle tells the keys of the last step, if something came of them.
func (w *teller) settle() {
	if !w.typing {
		return
	}
	w.typing = false
	now := look(w.run)
	effects := w.before.until(now)
	if !w.acted.Empty() {
		effects = append([]message.Text{w.acted}, effects...)
	}
	if len(effects) > 0 {
		w.tellKeys(effects)
	}
	for _, k := range now.knobs {
		w.told[k.name] = w.run.print(k.shown)
	}
}

func (w *teller) tellKeys(effects []message.Text) {
	text := message.Join(effects...)
	if len(w.keys) > 0 {
		text = message.Join(message.New("Keys: %v.", message.Series(w.keys...)), text)
	}
	w.add(Pressed, w.run.print(text))
	w.keys = nil
}

// flushKeys tells keys that nothing came of, save that something was chosen.
func (w *teller) flushKeys() {
	if len(w.keys) == 0 {
		return
	}
	w.tellKeys(w.first.attention(look(w.run)))
}

func (w *teller) flush() {
	w.flushKeys()
	w.interpret()
}

// interpret tells what the lab makes of its numbers, if that is new and may be
// known before the next question.
func (w *teller) interpret() {
	if w.run.covered {
		return
	}
	if now := w.run.print(look(w.run).insight); now != "" && now != w.insight {
		w.insight = now
		w.add(Shown, now)
	}
}

// opened tells what stands on the screen from the start.
func (w *teller) opened(now snapshot) {
	if now.lab != nil {
		w.add(Pressed, w.run.print(now.opening()))
	}
}

// show tells the reading that the tape looks at, or the words that it finds.
func (w *teller) show(s *tape.Step) {
	name, text := s.Name, ""
	if s.Pattern != nil {
		name = onTheScreen
		const most = 200 // bytes; a pattern may match all there is
		text = onScreen(s.Pattern.FindString(w.run.looked().Plain()))
		if text == "" || len(text) > most {
			return
		}
	} else if now := look(w.run); now.lab != nil {
		if text = w.run.print(readOut(now.lab, s.Name)); text == "" {
			return
		}
	}
	told := name
	if s.Pattern != nil {
		told += text // several stand there at once
	}
	if w.told[told] == text {
		return
	}
	w.told[told] = text
	last := len(w.parts) - 1
	together := last >= 0 && w.parts[last].Kind == Shown && w.parts[last].Name == name
	if s.Pattern == nil {
		w.seen = nil
	} else if !together {
		w.seen = []message.Text{message.Verbatim(strconv.Quote(text))}
	} else {
		before := w.run.print(seenOnScreen(w.seen))
		w.seen = append(w.seen, message.Verbatim(strconv.Quote(text)))
		w.parts[last].Text = strings.TrimSuffix(w.parts[last].Text, before) + w.run.print(seenOnScreen(w.seen))
		return
	}
	sentence := w.run.print(seenOnScreen(w.seen))
	if s.Pattern == nil {
		sentence = w.run.print(message.New("%v is %s.", message.Label("reading", name), text))
	}
	if last >= 0 && w.parts[last].Kind == Shown && w.parts[last].Name != "" {
		w.parts[last].Text = w.run.print(message.Join(message.Verbatim(w.parts[last].Text), message.Verbatim(sentence)))
		w.parts[last].Name = name
		return
	}
	w.parts = append(w.parts, Part{Kind: Shown, Text: sentence, Name: name})
}

// onTheScreen is the name of what is shown and is no reading.
const onTheScreen = "screen"

// seenOnScreen tells the words that stand on the screen.
func seenOnScreen(words []message.Text) message.Text {
	return message.New("On the screen: %v.", message.Series(words...))
}

// readOut is a reading's or a knob's value with its unit, empty if there is
// none of that name.
func readOut(l lab.Lab, name string) message.Text {
	name = lab.NameNow(l, name)
	f, err := lookUp(l, name)
	if err != nil {
		return message.Text{}
	}
	for _, rd := range lab.Readings(l) {
		if rd.Name == name && rd.Unit != "" && !f.undefined {
			return message.New("%v %v", f.text, rd.In())
		}
	}
	for _, k := range lab.Knobs(l) {
		if k.Name == name {
			return shownAs(k.Setting)
		}
	}
	return f.text
}

// endChapter pictures what a chapter ends with.
func (w *teller) endChapter() {
	if w.asChapters {
		w.framed++
		w.picture(fmt.Sprintf("chapter-%d", w.framed))
	}
}

// pictureQuestion pictures what stands on the screen while a question is open.
func (w *teller) pictureQuestion() {
	if !w.run.open() || w.awaited == w.asked {
		return
	}
	w.awaited = w.asked
	w.picture(fmt.Sprintf("question-%d", w.asked))
	w.parts[len(w.parts)-1].Command = "" // it would open what is covered
}

// frames is a part with the screen, as the lesson shows it or as the program is by
// itself.
func (w *teller) frames() Part {
	p := Part{Kind: Pictured, Frame: w.frame(w.each)}
	if w.narrow != (viz.Size{}) {
		p.Narrow = w.frame(w.narrow)
	}
	return p
}

func (w *teller) frame(size viz.Size) viz.Grid {
	if size == (viz.Size{}) {
		return w.run.Grid()
	}
	s := w.run.setup
	defer w.run.Keep()()
	w.run.Resize(size)
	w.run.Dress(s.Theme, ui.WithFooter)
	g := w.run.Grid()
	w.run.Resize(s.Size)
	w.run.Dress(s.Theme, s.Look)
	return g
}

// pictureEach pictures what a caption speaks of, if the last picture does not
// show that.
func (w *teller) pictureEach() {
	now := look(w.run)
	if w.each == (viz.Size{}) || now.lab == nil {
		return
	}
	for _, p := range slices.Backward(w.parts) {
		if p.Kind == Pictured {
			if p.Command == command.Of(now.lab) {
				return
			}
			break
		}
	}
	w.framed++
	w.picture(fmt.Sprintf("step-%d", w.framed))
}

func (w *teller) picture(name string) {
	for n, base := 2, name; w.pictured[name]; n++ { // a second one is not the first
		name = fmt.Sprintf("%s-%d", base, n)
	}
	w.pictured[name] = true
	p := w.frames()
	p.Name = name
	if now := look(w.run); now.lab != nil {
		p.Command = command.Of(now.lab)
	}
	w.parts = append(w.parts, p)
}
