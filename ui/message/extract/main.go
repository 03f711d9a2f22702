// Command extract writes the messages of the program, as a template for
// translators, to standard output: a POT file of GNU gettext. With -merge it
// brings the folder of a language up to what the program says.
//
//	go run ./ui/message/extract > messages.pot
//	go run ./ui/message/extract -merge ui/message/languages/zh-Hant
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"logitarium/ui/message/po"
)

func main() {
	folder := flag.String("merge", "", "the `folder` of a language: keep its translations, add what is new, mark what is gone")
	flag.Parse()
	p, err := load("./...")
	switch {
	case err != nil:
	case *folder != "":
		err = merge(*folder, p.entries())
	default:
		err = write(os.Stdout, p.entries())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "extract:", err)
		os.Exit(1)
	}
}

// write writes entries as a template.
func write(to io.Writer, entries []entry) error {
	list := []po.Entry{{To: []string{`Project-Id-Version: logitarium
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Plural-Forms: nplurals=2; plural=(n != 1);
`}}}
	for _, e := range entries {
		now := po.Entry{At: e.at, About: e.about, ID: e.id, Many: e.many, To: []string{""}}
		if strings.Contains(e.id, "%") {
			now.Flags = []string{"c-format"}
		}
		if e.many != "" {
			now.To = []string{"", ""}
		}
		list = append(list, now)
	}
	return po.Write(to, list)
}
