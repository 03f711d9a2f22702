package cli

import (
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/demos"
	"logitarium/ui/labs"
	"logitarium/ui/lesson/course"
	"logitarium/ui/message"
	"logitarium/ui/message/languages"
)

// A course that the program brings along is translated: the same lessons, and a
// title and words of the language. It is known by one title, so that progress
// is found again in any.
func TestCoursesAreTranslated(t *testing.T) {
	parse := func(file string) *course.Course {
		text, err := fs.ReadFile(demos.Courses, file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := course.Parse(file, string(text))
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.Lessons {
			c.Lessons[i].Pos.File, c.Lessons[i].Pos.Line = "", 0
		}
		return c
	}
	lm := builtintest.Load(t)
	for _, name := range courseNames() {
		own := parse(name + course.Ending)
		for _, language := range languages.Names()[1:] {
			other := parse(message.Translation(name+course.Ending, language))
			if !reflect.DeepEqual(own.Lessons, other.Lessons) || other.Title == own.Title || len(other.About) != len(own.About) {
				t.Errorf("%s in %s is another course, or has the same words", name, language)
			}
			_, out, _ := callReal(t, "list", "--lang", language)
			if !strings.Contains(out, other.Title) || strings.Contains(out, own.Title) {
				t.Errorf("list in %s has no %q, or %q", language, other.Title, own.Title)
			}
		}
		a := &app{lm: lm, labs: labs.All(lm, lm), build: labs.All}
		if c, err := a.readCourse(name, "zh-Hant"); err != nil || c.Title != own.Title || c.Shown == own.Title {
			t.Errorf("%s is known by %q and shown as %q: %v", name, c.Title, c.Shown, err)
		}
		// What is made of a course does not depend on who makes it.
		words, err := languages.Printer("zh-Hant")
		if err != nil {
			t.Fatal(err)
		}
		a.words = words
		if c, err := a.readCourse(name, a.flagLanguage()); err != nil || c.Shown != own.Title || c.tapes[0].Lang != "" {
			t.Errorf("%s is made as %q, in the language %q: %v", name, c.Shown, c.tapes[0].Lang, err)
		}
	}
}
