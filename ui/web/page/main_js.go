package page

import "logitarium/ui/cli"

// Main is the program on the page that runs it: in a class, by the link that
// opened the page, or by the words of its command line. Without a page, in Node, it does nothing
// and returns false.
func Main() (ran bool) {
	p, ok := Open()
	if !ok {
		return false
	}
	if opening, ok := p.Class(); ok {
		p.End(cli.TakeSeat(opening, p, p.Environment()))
	} else if line, ok := p.Link(); ok {
		p.End(cli.Open(line, p, p.Environment()))
	} else {
		p.End(cli.Main(p.Args(), p, p, p, p.Environment()))
	}
	return true
}
