package site

import "logitarium/ui/message"

// phrases are what the pages say, by the names that their templates use.
func (s Pages) phrases() map[string]string {
	return s.printed(map[string]message.Text{
		"about":     message.New("A planetarium for language models: a small, real GPT, and instruments that look at it live. Everything is computed on this page, in your browser; nothing is sent anywhere."),
		"labs":      message.New("Labs"),
		"lessons":   message.New("Lessons"),
		"lesson":    message.New("lesson"),
		"map":       message.New("The map: a token's way through the model"),
		"share":     message.New("Share"),
		"astext":    message.New("As text"),
		"reader":    message.New("For a screen reader"),
		"still":     message.New("This frame is a picture of the program. It comes to life where a web server sends this page and scripts may run; a page opened from a disk can't run it."),
		"unbuilt":   message.New("This frame is a picture of the program: the pages were made without the runtime, which would bring it to life."),
		"notes":     message.New("Notes"),
		"yours":     message.New("Your guess"),
		"give":      message.New("Give it"),
		"reveal":    message.New("What follows"),
		"answer":    message.New("Answer"),
		"question":  message.New("Question"),
		"link":      message.New("A link to this screen"),
		"block":     message.New("A block for another page"),
		"code":      message.New("The link, for a telephone"),
		"copy":      message.New("Copy"),
		"close":     message.New("Close"),
		"checksum":  message.New("Checksum of the numbers"),
		"sum":       message.New("The first 16 digits of SHA-256 of what this command writes here with --json --exact."),
		"index":     message.New("All labs and lessons"),
		"drop":      message.New("A GGUF file, a folder of documents or a lesson that you drop here is opened in this page's memory, and sent nowhere."),
		"recording": message.New("Download the recording"),
		"play":      message.New("Play it"),
		"keys":      message.New("Keys"),
	})
}

// scripted are what the scripts say, by the names that they use.
func (s Pages) scripted() map[string]string {
	return s.printed(map[string]message.Text{
		"failed":          message.New("The program could not be started:"),
		"again":           message.New("The program has ended. Begin again"),
		"againAfterError": message.New("The program has ended with an error. Begin again"),
		"unknownFile":     message.New("Drop a .gguf file, a .tape file, or a folder with a model or with documents."),
		"dropped":         message.New("Opened in this page's memory; it is sent nowhere."),
		"guessed":         message.New("Your guess:"),
		"copied":          message.New("Copied"),
	})
}

func (s Pages) printed(texts map[string]message.Text) map[string]string {
	out := map[string]string{}
	for name, t := range texts {
		out[name] = s.Words.Print(t)
	}
	return out
}
