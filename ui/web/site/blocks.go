package site

import (
	"html/template"

	"logitarium/ui/export"
	"logitarium/ui/lesson"
)

// Block is a piece of a lesson's page. One of its fields is set.
type Block struct {
	Heading  string
	Said     string
	Noted    string // keys and what they did
	Shown    string // what the screen shows, for who does not see it
	Screen   *Screen
	Question *Question
}

// Question hides what follows it until a guess is made.
type Question struct {
	Number, Text, Answer string
	Asked                *Screen // what stands on the screen, without a command
	Follows              []Block
}

// Blocks turns what a lesson tells into pieces of a page: the screen of a
// question stands above its guess, and what is told after it up to the next
// question or chapter is opened by that.
func Blocks(t *lesson.Telling, on export.Ground) []Block {
	var all []Block
	into := &all // where the next piece goes
	for i, p := range t.Parts {
		switch p.Kind {
		case lesson.Heading:
			into = &all
			all = append(all, Block{Heading: p.Text})
		case lesson.Said:
			*into = append(*into, Block{Said: p.Text})
		case lesson.Pressed:
			*into = append(*into, Block{Noted: p.Text})
		case lesson.Shown:
			*into = append(*into, Block{Shown: p.Text})
		case lesson.Asked:
			q := &Question{Number: p.Name, Text: p.Text, Answer: p.Answer}
			if next := i + 1; next < len(t.Parts) && t.Parts[next].Kind == lesson.Pictured {
				q.Asked = screen(t.Parts[next], on)
			}
			all = append(all, Block{Question: q})
			into = &q.Follows
		case lesson.Pictured:
			if i == 0 || t.Parts[i-1].Kind != lesson.Asked {
				*into = append(*into, Block{Screen: screen(p, on)})
			}
		}
	}
	return all
}

func screen(p lesson.Part, on export.Ground) *Screen {
	return &Screen{Command: p.Command, Wide: template.HTML(export.HTML(p.Frame, on)), Narrow: template.HTML(export.HTML(p.Narrow, on))}
}

// told is a page with some blocks of its lesson.
type told struct {
	Page   page
	Blocks []Block
}

// With is for the template of blocks, which calls itself.
func (p page) With(blocks []Block) told { return told{p, blocks} }
