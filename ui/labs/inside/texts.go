package inside

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

// texts are those that space goes through.
func (l *Lab) texts() []string {
	if l.lm.World == nil {
		return otherTexts
	}
	return worldTexts
}
