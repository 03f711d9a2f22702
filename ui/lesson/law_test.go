package lesson_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestLessonsReachNothing holds the law that a lesson runs no command and
// opens no file: the packages that read and run one import nothing that could.
// Files that a tape names are read through the folder its caller hands over.
func TestLessonsReachNothing(t *testing.T) {
	files := 0
	for _, folder := range []string{".", "tape", "cast"} {
		paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			files++
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range f.Imports {
				name, _ := strconv.Unquote(i.Path.Value)
				switch root, _, _ := strings.Cut(name, "/"); root {
				case "os", "net", "syscall", "plugin", "unsafe":
					t.Errorf("%s imports %s: a lesson could reach out of the program", path, name)
				}
			}
		}
	}
	if files < 20 {
		t.Errorf("only %d files were read", files)
	}
}
