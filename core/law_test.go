// Package core_test holds the laws of the whole house: who may import whom,
// and what no file may do. It reads the files, so that a law is broken by
// writing the line, on every platform and under every build tag.
package core_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "logitarium"

// coreImports are the packages from outside the standard library that core
// uses, and why.
var coreImports = []struct{ folder, path, reason string }{
	{"core/stored", "golang.org/x/sys/cpu", "which vector instructions the processor has"},
	{"core/tensor", "golang.org/x/sys/cpu", "which vector instructions the processor has"},
}

// goStatements are the functions that may start a goroutine, and why.
var goStatements = []struct{ folder, function, reason string }{
	{"core/tensor", "Parallel", "the one way to use several cores; waits for all and hands panics on, and its helpers leave by themselves"},
	{"ui/endpoint", "start", "a request runs beside the program; its panic is handed on to who waits for it"},
	{"ui/serve", "begin", "each guest has a program, beside the others; a panic ends what runs there alone"},
	{"ui/terminal", "Run", "a program stuck in a write must not keep the terminal; Bubble Tea recovers its panics"},
}

// source is one file that is part of the program: no test.
type source struct {
	path   string // slash-separated, from the top of the module
	folder string
	file   *ast.File
}

// read parses what is below the top of the module.
func read(t *testing.T) []source {
	t.Helper()
	const top = ".."
	fset := token.NewFileSet()
	var all []source
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != top && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(top, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		all = append(all, source{rel, path.Dir(rel), file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 10 {
		t.Fatalf("only %d files found: the laws hold for nothing", len(all))
	}
	return all
}

func (s source) imports() []string {
	var paths []string
	for _, i := range s.file.Imports {
		p, _ := strconv.Unquote(i.Path.Value) // the parser has checked it
		paths = append(paths, p)
	}
	return paths
}

// standard reports whether a path is the standard library's: its first element
// has no dot, and it is not this module.
func standard(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	return !strings.Contains(first, ".") && first != module
}

func below(p, folder string) bool { return p == folder || strings.HasPrefix(p, folder+"/") }

// broken says which law a file breaks by importing a path; "" if none.
func broken(folder, p string) string {
	own, inside := strings.CutPrefix(p, module+"/")
	lab, isLab := strings.CutPrefix(folder, "ui/labs/")
	switch {
	case below(folder, "core"):
		allowed := standard(p) || inside && below(own, "core")
		for _, e := range coreImports {
			allowed = allowed || e.folder == folder && e.path == p
		}
		if !allowed {
			return "core imports the standard library and core alone"
		}
		if slices.Contains([]string{"time", "os/exec", "net", "net/http", "plugin"}, p) {
			return "core has no clock, no network and no other programs"
		}
	case below(folder, "viz"):
		if inside && !below(own, "viz") {
			return "viz takes plain slices: it knows neither core nor ui"
		}
	case isLab:
		lab, _, _ = strings.Cut(lab, "/")
		switch {
		case strings.Contains(p, "bubbletea"), strings.Contains(p, "/bubbles/"), strings.Contains(p, "/lipgloss/"):
			return "a lab never sees a key, a message or a terminal"
		case inside && !below(own, "core") && !below(own, "viz") && !below(own, "ui/lab") && own != "ui/message" && !below(own, "ui/labs/"+lab):
			return "a lab imports core, viz, ui/lab and ui/message, and no other lab"
		}
	case folder == "ui/lab":
		if inside && !below(own, "viz") && !slices.Contains([]string{"ui/nearest", "ui/message", "core/fault"}, own) || strings.Contains(p, "bubbletea") {
			return "the contract imports viz, ui/nearest and words alone: ui/message, core/fault"
		}
	}
	if folder == "ui/terminal" && inside && own != "ui/rescue" && own != "ui/message" {
		return "what runs a program in a terminal knows nothing of the program"
	}
	if below(folder, "ui") && folder != "ui/cli" && (own == "core/builtin" || own == "core/huggingface") {
		return "what looks at a model asks core/lm; the command line alone opens one"
	}
	if own == "core/lm/lmtest" || own == "core/fault/faulttest" {
		return "what is for tests is for tests"
	}
	if below(folder, "ui/lesson") && slices.Contains([]string{"os/exec", "plugin", "syscall"}, p) {
		return "a lesson runs no command"
	}
	if own == "ui/endpoint" && folder != "ui/cli" {
		return "the command line alone opens a server, when the user names one"
	}
	if below(p, "net") && folder != "ui/endpoint" && folder != "ui/serve" && !(folder == "ui/speaker" && p == "net") {
		return "nothing leaves the machine but what ui/endpoint asks a server, and nobody comes in but through ui/serve; a player and its notes talk over a socket of ui/speaker"
	}
	if own == "ui/serve" && folder != "ui/cli" {
		return "the command line alone lets others in, when the user asks for it"
	}
	if (below(p, "golang.org/x/crypto") || below(p, "github.com/coder/websocket")) && folder != "ui/serve" {
		return "ui/serve alone speaks ssh and holds WebSockets"
	}
	if p == "math/rand" || p == "unsafe" && folder != "core/tensor" {
		return "randomness is math/rand/v2 with a source passed in; only core/tensor may be unsafe"
	}
	if p == "C" {
		return "no cgo"
	}
	return ""
}

func TestImports(t *testing.T) {
	used := map[string]bool{}
	for _, s := range read(t) {
		for _, p := range s.imports() {
			if law := broken(s.folder, p); law != "" {
				t.Errorf("%s imports %s: %s", s.path, p, law)
			}
			used[s.folder+" "+p] = true
		}
	}
	for _, e := range coreImports {
		if !used[e.folder+" "+e.path] {
			t.Errorf("%s is allowed %s and does not use it: take it off the list", e.folder, e.path)
		}
	}
}

// The laws themselves, on made-up imports: each must bite and none too much.
func TestBroken(t *testing.T) {
	for _, tt := range []struct {
		folder, path string
		law          bool
	}{
		{"core/gpt", "math", false},
		{"core/gpt", "math/rand/v2", false},
		{"core/gpt", module + "/core/tensor", false},
		{"core/gpt", module + "/viz", true},
		{"core/gpt", module + "/ui/lab", true},
		{"core/gpt", "gonum.org/v1/gonum/mat", true},
		{"core/gpt", "golang.org/x/sys/cpu", true},
		{"core/tensor", "golang.org/x/sys/cpu", false},
		{"core/gpt", "time", true},
		{"core/gpt", "math/rand", true},
		{"viz", module + "/core/tensor", true},
		{"viz", module + "/ui/lab", true},
		{"viz", "github.com/charmbracelet/x/ansi", false},
		{"ui/lab", module + "/viz", false},
		{"ui/lab", module + "/ui/nearest", false},
		{"ui/lab", module + "/core/gpt", true},
		{"ui/labs/norm", module + "/core/norm", false},
		{"ui/labs/norm", module + "/viz", false},
		{"ui/labs/norm", module + "/ui/lab", false},
		{"ui/labs/norm", module + "/ui/message", false},
		{"ui/labs/norm", module + "/ui/lab/labtest", false},
		{"ui/labs/norm", module + "/ui/labs/norm/data", false},
		{"ui/labs/norm", module + "/ui/labs/rag", true},
		{"ui/labs/norm", module + "/ui/labs", true},
		{"ui/labs/norm", module + "/ui", true},
		{"ui/labs/norm", module + "/core/lm", false},
		{"ui/labs/norm", module + "/core/gpt", false},
		{"ui/labs/norm", module + "/core/builtin", true},
		{"ui/labs", module + "/core/builtin", true},
		{"ui/lesson", module + "/core/huggingface", true},
		{"ui/cli", module + "/core/builtin", false},
		{"ui/cli", module + "/core/huggingface", false},
		{"ui/labs/norm", module + "/core/lm/lmtest", true},
		{"core/quant", module + "/core/fault/faulttest", true},
		{"ui/labs/norm", "charm.land/bubbletea/v2", true},
		{"ui/labs/norm", "charm.land/bubbles/v2/key", true},
		{"ui/labs", module + "/ui/labs/norm", false},
		{"ui", "charm.land/bubbletea/v2", false},
		{"ui/terminal", module + "/ui/rescue", false},
		{"ui/terminal", module + "/ui", true},
		{"ui/lesson", "os/exec", true},
		{"ui/lesson", "net", true},
		{"ui/lesson/tape", "net/http", true},
		{"ui/cli", "net", true},
		{"ui/cli", "net/http", true},
		{"ui/labs/rag", "net/http", true},
		{"ui/endpoint/other", "net/http", true},
		{"ui/endpoint", "net/http", false},
		{"ui/endpoint", "net/url", false},
		{"ui/speaker", "net/http", true},
		{"ui/cli", module + "/ui/endpoint", false},
		{"ui", module + "/ui/endpoint", true},
		{"ui/lesson", module + "/ui/endpoint", true},
		{"ui/labs/rag", module + "/ui/endpoint", true},
		{"ui/speaker", "net", false},
		{"ui/serve", "net", false},
		{"ui/serve", "net/http", false},
		{"ui/serve", "golang.org/x/crypto/ssh", false},
		{"ui/cli", "golang.org/x/crypto/ssh", true},
		{"ui/cli", "github.com/coder/websocket", true},
		{"ui/cli", module + "/ui/serve", false},
		{"ui/lesson", module + "/ui/serve", true},
		{"ui", module + "/ui/serve", true},
		{"ui/cli", "C", true},
		{"ui/cli", "unsafe", true},
	} {
		if law := broken(tt.folder, tt.path); (law != "") != tt.law {
			t.Errorf("%s importing %s: %q, want a broken law: %v", tt.folder, tt.path, law, tt.law)
		}
	}
}

// A panic in a goroutine of one's own takes the program down with the terminal
// still raw, so each place that starts one is named above.
func TestGoStatements(t *testing.T) {
	count := map[string]int{}
	for _, s := range read(t) {
		for _, place := range goroutines(s.file) {
			i := slices.IndexFunc(goStatements, func(e struct{ folder, function, reason string }) bool {
				return e.folder == s.folder && e.function == place
			})
			if i < 0 {
				t.Errorf("%s: %s starts a goroutine; only tensor.Parallel, endpoint.start, serve.begin and terminal.Run may", s.path, place)
				continue
			}
			count[s.folder+"."+place]++
		}
	}
	for _, e := range goStatements {
		if n := count[e.folder+"."+e.function]; n != 1 {
			t.Errorf("%s.%s has %d go statements, want 1", e.folder, e.function, n)
		}
	}
}

// goroutines names the functions of a file that start a goroutine, by a go
// statement or through a WaitGroup.
func goroutines(file *ast.File) []string {
	var found []string
	for _, d := range file.Decls {
		name := "a package variable"
		if f, ok := d.(*ast.FuncDecl); ok {
			name = f.Name.Name
		}
		ast.Inspect(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				found = append(found, name)
			case *ast.CallExpr:
				if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Go" {
					found = append(found, name)
				}
			}
			return true
		})
	}
	return found
}

// Nothing happens before main: the order of things is what is written.
func TestNoInit(t *testing.T) {
	for _, s := range read(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s has an init function", s.path)
			}
		}
	}
}

// The functions of math/rand/v2 draw from a source that nobody seeds: what
// they give can't be replayed. Its types take a source.
func TestNoGlobalRandomness(t *testing.T) {
	for _, s := range read(t) {
		for _, use := range globalRandom(s.file) {
			t.Errorf("%s uses rand.%s: pass a rand.Source in", s.path, use)
		}
	}
}

func globalRandom(file *ast.File) []string {
	name := ""
	for _, i := range file.Imports {
		if i.Path.Value == `"math/rand/v2"` {
			name = "rand"
			if i.Name != nil {
				name = i.Name.Name
			}
		}
	}
	if name == "" {
		return nil
	}
	fine := []string{"New", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "PCG", "ChaCha8", "Zipf"}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == name && !slices.Contains(fine, sel.Sel.Name) {
			found = append(found, sel.Sel.Name)
		}
		return true
	})
	return found
}

// The readers of files find what they are for.
func TestReaders(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", `package x
import ("sync"; r "math/rand/v2")
var a = r.IntN(3)
func f() { go f(); var w sync.WaitGroup; w.Go(f); _ = r.New(r.NewPCG(1, 2)).IntN(3) }
func g() { func() { go f() }() }
`, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(goroutines(file)); got != "[f f g]" {
		t.Errorf("goroutines in %s", got)
	}
	if got := fmt.Sprint(globalRandom(file)); got != "[IntN]" {
		t.Errorf("global randomness: %s", got)
	}
}
