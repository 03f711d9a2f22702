package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/labs"
	"logitarium/ui/lesson/cast"
)

// The course that the program brings along has each of its lessons, in an order
// in which none comes before what it builds on.
func TestSyllabus(t *testing.T) {
	own := builtintest.Load(t)
	a := &app{lm: own, labs: labs.All(own, own), build: labs.All}
	for _, name := range courseNames() {
		c, err := a.readCourse(name, "")
		if err != nil {
			t.Fatal(err)
		}
		listed, all := slices.Sorted(slices.Values(c.paths)), slices.Sorted(slices.Values(a.lessonNames()))
		if !slices.Equal(listed, all) {
			t.Errorf("%s has %q, and there are %q", name, listed, all)
		}
	}
	if !slices.Equal(courseNames(), []string{"syllabus"}) || !isCourse("syllabus") || isCourse("sampling") {
		t.Errorf("courses: %q", courseNames())
	}
}

// The list has a lesson for each tab where the tab is, so that its digit is the
// lab's, and the course puts what goes deeper behind what it builds on.
func TestLessonsInOrder(t *testing.T) {
	a := linking(t)
	names := a.lessonNames()
	for i, l := range a.labs {
		if names[0] != tour || names[i+1] != l.Info().ID {
			t.Errorf("lesson %d of %q is not that of tab %d, %s", i+1, names, i+1, l.Info().ID)
		}
	}
	c, err := a.readCourse("syllabus", "")
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range c.paths {
		next := a.lessonAfter(name).String()
		if last := i+1 == len(c.paths); last != (next == "") || !last && next != "Next: logitarium play "+c.paths[i+1]+"." {
			t.Errorf("after %s: %q", name, next)
		}
	}
	deeper := names[len(a.labs)+1:]
	if !slices.IsSortedFunc(deeper, func(x, y string) int { return slices.Index(c.paths, x) - slices.Index(c.paths, y) }) {
		t.Errorf("%q are not as the course has them", deeper)
	}
}

// writeCourse writes a course of two lessons of a moment each.
func writeCourse(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"a.tape":   "#@ title \"Lesson A\"\n#@ chapter \"one\"\n#@ say \"This is A.\"\nSleep 1s\n#@ ask \"What is A?\" | a letter\nSleep 1s\n#@ say \"So it is.\"\nSleep 1s\n",
		"b.tape":   "#@ title \"Lesson B\"\n#@ chapter \"one\"\n#@ ask \"What is B?\" | another letter\nSleep 1s\n",
		"c.course": "#@ title \"Letters\"\n#@ lesson a.tape\n#@ lesson b.tape after a.tape\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(folder, "c.course")
}

func TestCourse(t *testing.T) {
	path := writeCourse(t)
	folder := filepath.Dir(path)
	code, out, errs := callReal(t, "play", path)
	_, told, _ := callReal(t, "transcript", path)
	if code != 0 || out != told || !strings.HasPrefix(out, "Letters\n\n") || !strings.Contains(out, "\n\nLesson 2: Lesson B\n\n") ||
		!strings.Contains(out, "\n\nChapter 1: one\n\nQuestion 2.1: What is B?\n\nAnswer 2.1: another letter\n") {
		t.Errorf("play: code %d, %q\n%s", code, errs, out)
	}
	code, out, errs = callReal(t, "test", path)
	if code != 0 || strings.Count(out, "ok  ") != 2 || !strings.Contains(out, "b.tape") {
		t.Errorf("test: code %d, %q\n%s", code, errs, out)
	}
	code, out, errs = callReal(t, "handout", path)
	questions, answers, _ := strings.Cut(out, "## Answers\n")
	if code != 0 || !strings.HasPrefix(out, "# Letters\n\n## 1 Lesson A\n") || !strings.Contains(questions, "\n## 2 Lesson B\n") || strings.Count(questions, "\n### one\n") != 2 || strings.Contains(questions, "another letter") ||
		!strings.Contains(answers, "### 1 Lesson A\n\n**Answer 1.1.** a letter\n\nSo it is.\n") || !strings.Contains(answers, "**Answer 2.1.** another letter") {
		t.Errorf("handout: code %d, %q\n%s", code, errs, out)
	}
	page := filepath.Join(folder, "c.html")
	if code, _, errs = callReal(t, "record", path, "-o", page); code != 0 {
		t.Errorf("record: code %d, %q", code, errs)
	}
	if text, err := os.ReadFile(page); err != nil || !strings.Contains(string(text), ">a: one</button>") || !strings.Contains(string(text), ">b: one</button>") {
		t.Errorf("the page lacks the chapters: %v", err)
	}
	code, out, errs = callReal(t, "record", path, "-o", "-", "--format", "v3")
	c, _, err := cast.Parse([]byte(out))
	if code != 0 || err != nil || c.Title != "Letters" || strings.Count(out, `"x"`) != 1 {
		t.Errorf("record: code %d, %q, %v", code, errs, err)
	}
	for args, want := range map[string]string{
		"--notes": "name one of the course's", "--chapter 1": "name one of the course's", "--json": "a course is recorded with", "--speed 9": "outside 0.25 to 4",
	} {
		if code, out, errs := callReal(t, append([]string{"play", path}, strings.Fields(args)...)...); code != exitUsage || out != "" || !strings.Contains(errs, want) {
			t.Errorf("%s: code %d, %q, %q", args, code, out, errs)
		}
	}
	if code, _, errs := callReal(t, "play", filepath.Join(folder, "a.tape"), "--progress", "x.json"); code != exitUsage || !strings.Contains(errs, "--progress is for a course") {
		t.Errorf("code %d, %q", code, errs)
	}
}

// A course that can't be read says where, and so does one of its lessons.
func TestCourseRefused(t *testing.T) {
	path := writeCourse(t)
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for text, want := range map[string]string{
		"#@ lesson a.tape\n#@ lesson d.tape": "c.course:2:1: ", "#@ lesson ../a.tape": "is no lesson", "#@ lesson nothing": `no lesson "nothing"`, "Right 3": "presses no keys",
	} {
		write("c.course", text)
		for _, command := range []string{"play", "test", "handout", "record"} {
			args := []string{command, path}
			if command == "record" {
				args = append(args, "-o", "-")
			}
			if code, out, errs := callReal(t, args...); code != exitRejected || out != "" || !strings.Contains(errs, want) {
				t.Errorf("%s %q: code %d, %q, %q", command, text, code, out, errs)
			}
		}
	}
	write("c.course", "#@ lesson a.tape\n#@ lesson b.tape")
	write("b.tape", "#@ size 60x18\nSleep 1s\n")
	if code, _, errs := callReal(t, "record", path, "-o", "-"); code == 0 || !strings.Contains(errs, "--size makes them of one size") {
		t.Errorf("code %d, %q", code, errs)
	}
	if code, _, errs := callReal(t, "record", path, "-o", "-", "--size", "80x24"); code != 0 {
		t.Errorf("code %d, %q", code, errs)
	}
}

func TestReadProgress(t *testing.T) {
	own := builtintest.Load(t)
	a := &app{lm: own, labs: labs.All(own, own), build: labs.All}
	c, err := a.readCourse(writeCourse(t), "")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "progress.json")
	if done, err := readProgress(path, c.Course); err != nil || done.Lessons != nil {
		t.Errorf("no file: %v, %v", done, err)
	}
	done, _ := readProgress("", c.Course)
	done.Course = "Letters"
	k := keeper{path: path}
	if err := k.save(done); err != nil {
		t.Fatal(err)
	}
	if again, err := readProgress(path, c.Course); err != nil || again.Course != "Letters" {
		t.Errorf("%v, %v", again, err)
	}
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readProgress(path, c.Course); err == nil || exitCode(err) != exitRejected || !strings.Contains(err.Error(), "is no progress in a course") {
		t.Error(err)
	}
	k.path = filepath.Join(path, "below", "a file")
	if k.save(done) == nil {
		t.Error("it is kept where no file can be")
	}
}
