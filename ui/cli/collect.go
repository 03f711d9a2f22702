package cli

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"logitarium/ui/class"
	"logitarium/ui/message"
	"logitarium/viz"
)

// collectCommand reads answer codes and shows what a room guessed.
func (a *app) collectCommand() *cobra.Command {
	var chapter string
	cmd := &cobra.Command{
		Use:   "collect LESSON [FILE]...",
		Short: a.text("read the answer codes of a class, and show what it guessed"),
		Long: a.text("Reads the codes that students get in a lesson, pasted or from files, one a\n" +
			"line, alone or behind a name, and shows what the room guessed at each\n" +
			"question. A code that comes twice counts once. A line without a code is told\n" +
			"on the standard error, and the others count."),
		Annotations:       map[string]string{isDrawn: naming("theme", "color", "glyphs", "lang", "json")},
		ValidArgsFunction: a.completeCodes,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("%s needs the name of a lesson", cmd.CommandPath())
			}
			return a.collect(args[0], args[1:], chapter)
		},
	}
	cmd.Flags().StringVar(&chapter, "chapter", "", a.text("show the questions of this `chapter` alone, by number or name"))
	return cmd
}

func (a *app) collect(name string, files []string, chapter string) error {
	t, err := a.readLesson(name)
	if err != nil {
		return err
	}
	only := -1
	if chapter != "" {
		if only, err = chapterNamed(chaptersOf(t), chapter); err != nil {
			return err
		}
	}
	room := &class.Room{Quiz: class.Of(t)}
	if len(files) == 0 {
		files = []string{stdout}
	}
	refused := 0
	for _, file := range files {
		text, err := a.readCodes(file)
		if err != nil {
			return err
		}
		_, wrong := room.Paste(text)
		for _, err := range wrong {
			a.say(message.New("%s: %v", file, message.Of(err)))
		}
		refused += len(wrong)
	}
	if room.Students() == 0 {
		return coded{exitRejected, message.Errorf("no answer code of %s was read; a lesson shows them by the key a", name)}
	}
	var text string
	if a.show.json {
		text, err = collected(room, only)
	} else {
		text, err = a.guesses(room, only)
	}
	if err == nil {
		err = a.write(text)
	}
	switch {
	case err != nil:
		return err
	case refused > 0:
		return coded{exitRejected, message.Failure(message.Count(refused,
			"one line was no answer code of this lesson, and was left out", "%d lines were no answer codes of this lesson, and were left out", refused))}
	}
	return nil
}

// readCodes is the text of a file, or of the standard input.
func (a *app) readCodes(file string) (string, error) {
	if file != stdout {
		text, err := readPlain(file, class.MaxPaste)
		if err == nil && len(text) > class.MaxPaste {
			err = message.Errorf("%s: codes of a class are a list of lines, and this has more than %d bytes", file, class.MaxPaste)
		}
		if err != nil {
			return "", coded{exitRejected, err}
		}
		return text, nil
	}
	if isTerminal(a.in) {
		a.say(message.New("paste the codes, one a line, and end with ctrl+d"))
	}
	text, err := io.ReadAll(io.LimitReader(a.in, class.MaxPaste+1))
	if err == nil && len(text) > class.MaxPaste {
		err = message.Errorf("codes of a class are a list of lines, and this has more than %d bytes", class.MaxPaste)
	}
	if err != nil {
		return "", coded{exitRejected, err}
	}
	return string(text), nil
}

// rowsOfGuesses is how many answers a question is shown with.
const rowsOfGuesses = 9

// guesses draws what a room guessed, a question below the other.
func (a *app) guesses(room *class.Room, only int) (string, error) {
	p := a.typesetter(isTerminal(a.out))
	blocks := []string{p.paragraph(a.words.Print(message.Count(room.Students(), "%s: one student", "%s: %d students", room.Quiz.Title, room.Students())), p.theme.Strong)}
	for i, chapter := range room.Quiz.Chapters {
		if only >= 0 && i != only {
			continue
		}
		for n := range chapter.Questions {
			t := room.Tally(i, n, rowsOfGuesses)
			if t.Asked == 0 {
				continue
			}
			bars := viz.Bars(viz.Size{W: p.width, H: len(t.Rows)}, p.theme, t.Chart(a.words))
			blocks = append(blocks, "", p.paragraph(t.Question.Text, p.theme.Text), bars.String(),
				p.paragraph(a.words.Print(t.Sentence()), p.theme.Strong))
		}
	}
	var text strings.Builder
	err := p.print(&text, blocks...)
	return text.String() + "\n", err
}

// collected is what a room guessed as JSON, with a row for each answer.
func collected(room *class.Room, only int) (string, error) {
	type row struct {
		Guess string   `json:"guess,omitempty"` // an answer that the lesson knows
		From  *float64 `json:"from,omitempty"`
		To    *float64 `json:"to,omitempty"`
		Right bool     `json:"right"`
		Count int      `json:"count"`
	}
	type question struct {
		Chapter  int    `json:"chapter"`
		Question string `json:"question"`
		Answer   string `json:"answer"`
		Answered int    `json:"answered"`
		Right    int    `json:"right"`
		Near     int    `json:"near"`
		Empty    int    `json:"empty"`
		Guesses  []row  `json:"guesses"`
	}
	all := struct {
		Lesson    string     `json:"lesson"`
		Students  int        `json:"students"`
		Questions []question `json:"questions"`
	}{Lesson: room.Quiz.Title, Students: room.Students(), Questions: []question{}}
	for i, chapter := range room.Quiz.Chapters {
		if only >= 0 && i != only {
			continue
		}
		for n := range chapter.Questions {
			t := room.Tally(i, n, class.AllRows)
			q := question{
				Chapter: i + 1, Question: t.Question.Text, Answer: t.Question.Answer,
				Answered: t.Asked, Right: t.Right, Near: t.Near, Empty: t.Empty, Guesses: []row{},
			}
			for _, r := range t.Rows {
				out := row{Right: r.Kind == class.Right, Count: r.Count}
				switch r.Kind {
				case class.Right:
					out.Guess = t.Question.Answer
				case class.Wrong:
					out.Guess = t.Question.Wrong[r.Wrong]
				case class.Number:
					out.From, out.To = &r.From, &r.To
				}
				q.Guesses = append(q.Guesses, out)
			}
			all.Questions = append(all.Questions, q)
		}
	}
	text, err := json.MarshalIndent(all, "", "  ")
	return string(text) + "\n", err
}
