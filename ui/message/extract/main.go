// Command extract writes the messages of the program, as a template for
// translators, to standard output: a POT file of GNU gettext.
//
//	go run ./ui/message/extract > messages.pot
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	p, err := load("./...")
	if err == nil {
		err = write(os.Stdout, p.entries())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "extract:", err)
		os.Exit(1)
	}
}

// write writes entries as a template.
func write(to io.Writer, entries []entry) error {
	w := bufio.NewWriter(to)
	fmt.Fprint(w, `msgid ""
msgstr ""
"Project-Id-Version: logitarium\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
`)
	for _, e := range entries {
		fmt.Fprintln(w)
		for _, at := range e.at {
			fmt.Fprintln(w, "#:", at)
		}
		if strings.Contains(e.id, "%") {
			fmt.Fprintln(w, "#, c-format")
		}
		if e.about != "" {
			fmt.Fprintln(w, "msgctxt", quote(e.about))
		}
		fmt.Fprintln(w, "msgid", quote(e.id))
		if e.many == "" {
			fmt.Fprintln(w, `msgstr ""`)
			continue
		}
		fmt.Fprintln(w, "msgid_plural", quote(e.many))
		fmt.Fprintf(w, "msgstr[0] \"\"\nmsgstr[1] \"\"\n")
	}
	return w.Flush()
}

// quote writes a text as PO files do, which know fewer escapes than Go.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
}
