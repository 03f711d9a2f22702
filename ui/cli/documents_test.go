package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// notes makes files below a new folder and returns its path.
func notes(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func runMain(args ...string) (out, errs string, code int) {
	var o, e bytes.Buffer
	code = Main(args, strings.NewReader(""), &o, &e, nil)
	return o.String(), e.String(), code
}

func TestDocuments(t *testing.T) {
	dir := notes(t, map[string]string{
		"bread.md": "Sourdough needs flour and time.", "deep/cars.txt": "My automobile is red.", "main.go": "package flour",
	})
	out, errs, code := runMain("rag", "--documents", dir, "--query", "flour", "--csv")
	if code != 0 || errs != "" {
		t.Fatalf("code %d: %s", code, errs)
	}
	for _, want := range []string{"passages,2", dir} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}

func TestDocumentsRefused(t *testing.T) {
	dir := notes(t, map[string]string{"only.txt": "PK\x03\x04", "sub/a.md": "fine"})
	pickles := notes(t, map[string]string{"a.txt": "\x80\x04\x95", "b.txt": "\x1f\x8b\x08"})
	for _, c := range []struct {
		value string
		code  int
		want  string
	}{
		{"wrld", exitUsage, `did you mean "world"?`},
		{filepath.Join(dir, "nope"), exitRejected, "no such file or directory"},
		{filepath.Join(dir, "only.txt"), exitRejected, "is a file; name the folder that it is in"},
		{pickles, exitRejected, "a.txt: is a pickle, which is a program: it is never run"},
	} {
		out, errs, code := runMain("rag", "--documents", c.value, "--plain")
		if code != c.code || out != "" || !strings.Contains(errs, c.want) {
			t.Errorf("%s: code %d, %q; want %d and …%s…", c.value, code, errs, c.code, c.want)
		}
	}
}

// A link inside the folder leads nowhere.
func TestDocumentsStayInside(t *testing.T) {
	secret := notes(t, map[string]string{"secret.txt": "the password is flour"})
	dir := notes(t, map[string]string{"a.txt": "plain"})
	if err := os.Symlink(filepath.Join(secret, "secret.txt"), filepath.Join(dir, "link.txt")); err != nil {
		t.Skip("no links here:", err)
	}
	if err := os.Symlink(secret, filepath.Join(dir, "folder")); err != nil {
		t.Fatal(err)
	}
	out, errs, code := runMain("rag", "--documents", dir, "--query", "password", "--csv")
	if code != 0 || !strings.Contains(out, "passages,1") {
		t.Errorf("code %d: %s\n%s", code, errs, out)
	}
	if !strings.Contains(errs, "link.txt: is a link") {
		t.Errorf("nothing is said of the link: %q", errs)
	}
}
