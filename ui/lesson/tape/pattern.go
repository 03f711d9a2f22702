package tape

import (
	"errors"
	"regexp"
	"regexp/syntax"
)

// A short pattern can be a large program: (x{30}){30} has over 900 instructions. So
// both are bounded, the programs together.
const (
	maxPattern = 200
	maxProgram = 100_000
)

// regex compiles a pattern; nil if it can't be, which has then been reported.
func (p *parser) regex(t token) *regexp.Regexp {
	switch {
	case t.text == "":
		p.errorf(t.pos, "the pattern is empty and matches everything; write what to look for, as in /entropy/")
		return nil
	case len(t.text) > maxPattern:
		p.errorf(t.pos, "the pattern has %d bytes, and at most %d are allowed; look for less", len(t.text), maxPattern)
		return nil
	}
	program, err := compile(t.text)
	if err != nil {
		p.errorf(t.pos, `%s is no pattern: %s; to find a sign such as ( or * itself, write \ before it`,
			show(t.text), clip(reason(err)))
		return nil
	}
	if p.program += len(program.Inst); p.program > maxProgram {
		p.stopf(t.pos, "the patterns of this lesson are too large together; repeat less in them than in %s", show(t.text))
		return nil
	}
	return regexp.MustCompile(t.text)
}

// reason is what is wrong with a pattern, in the English of package syntax.
func reason(err error) string {
	if e := new(syntax.Error); errors.As(err, &e) {
		return string(e.Code) + ": `" + e.Expr + "`"
	}
	return err.Error()
}

// compile does what regexp.Compile does first, to know the size.
func compile(pattern string) (*syntax.Prog, error) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return syntax.Compile(re.Simplify())
}
