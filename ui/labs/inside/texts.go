package inside

import "slices"

// What the model reads. A backslash and an n are the end of a line, as a text
// is typed on one.
var (
	worldTexts = []string{
		`Question: What instrument does Mia play?\nAnswer:`,
		`Fact: Mia plays the drums.\nQuestion: What instrument does Mia play?\nAnswer:`,
		`Fact: Fal works as an artist.\nFact: Diana earns a living as a guard.\nFact: People know Edith as a krifos.\nQuestion: What does Edith do for work?\nAnswer:`,
		`say brischid lluthy Shelt\necho brischid`,
		"the fox lives in the",
	}
	otherTexts = []string{
		"Once upon a time there was a little dog.",
		"one two three four, one two three",
		"She said that she would come. She",
	}
)

// otherTextsIn are those in other languages, by the language of the reader, which
// come after the default.
var otherTextsIn = map[string][]string{
	"zh-Hant": {"從前從前，有一隻小狗。", "一、二、三、四，一、二、三"},
}

// Speak implements [lab.Multilingual].
func (l *Lab) Speak(language string) { l.language = language }

// texts are those that space goes through. Tiny World has no other language than
// English.
func (l *Lab) texts() []string {
	if l.lm.World == nil {
		return slices.Insert(slices.Clone(otherTexts), 1, otherTextsIn[l.language]...)
	}
	return worldTexts
}

// pairs are the texts that space goes through, host and donor.
func (l *Lab) pairs() [][2]string {
	if l.lm.World == nil {
		t := otherTexts
		return [][2]string{{t[0], t[1]}, {t[1], t[2]}}
	}
	const three = `Fact: Fal works as an artist.\nFact: Diana earns a living as a guard.\nFact: People know Edith as a krifos.\n`
	return [][2]string{
		{`Question: What does Henry like to eat?\nAnswer:`, `Question: What does Henry do for work?\nAnswer:`},
		{`Question: What does Henry like to eat?\nAnswer:`, `Question: What does Mia like to eat?\nAnswer:`},
		{`Question: What does Henry like to eat?\nAnswer:`, `Question: What instrument does Emma play?\nAnswer:`},
		{three + `Question: What does Edith do for work?\nAnswer:`, three + `Question: What does Diana do for work?\nAnswer:`},
	}
}
