package tape

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"logitarium/ui/message"
)

// source parses "FILE.tape" and puts that tape's steps here, save its Outputs.
func (p *parser) source(command token) bool {
	t := p.take()
	if !p.isText(t) {
		p.errorf(t.pos, `Source needs the name of a tape, as in Source "intro.tape"`)
		return false
	}
	name := strings.TrimPrefix(t.text, "./")
	var why message.Text
	switch {
	case p.sourced:
		why = message.New("a tape that is sourced itself can't source another; source both from the first one")
	case !isInside(name) || strings.Contains(name, "/"):
		why = message.New("only tapes in the same folder can be sourced; give the bare name")
	case path.Ext(name) != ".tape":
		why = message.New("the name doesn't end in .tape")
	case name == p.root:
		why = message.New("a tape can't source itself")
	case p.folder == nil:
		why = message.New("this tape stands alone, in no folder")
	}
	var text string
	if why.Empty() {
		var err error
		if text, err = p.open(name); err != nil {
			why = message.Of(err)
		}
	}
	if !why.Empty() {
		p.errorf(t.pos, `Source %s: %v; write it as in Source "intro.tape"`, show(t.text), why)
		return false
	}
	rest := p.tokens
	p.tokens, p.sourced = nil, true
	p.read(name, text)
	p.tokens, p.sourced = rest, false
	return true
}

// open returns the text of a tape in the folder. It follows no link, as far as
// the folder knows of links ([fs.ReadLinkFS]): that could lead out of it.
func (p *parser) open(name string) (string, error) {
	info, err := fs.Lstat(p.folder, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", message.Errorf("there is no such file in the folder")
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", message.Errorf("it is no plain file")
	}
	f, err := p.folder.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	switch {
	case err != nil:
		return "", err
	case len(text) == 0:
		return "", message.Errorf("the file is empty")
	case len(text) > MaxBytes:
		return "", message.Errorf("the file is larger than %d bytes", MaxBytes)
	}
	return string(text), nil
}
