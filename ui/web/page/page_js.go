// Package page is a page in a browser as the terminal of the program. The page
// has put an object named logitarium into the global scope, with its size, its
// language, the words of the command line or the line of a link or what a class has told, write,
// which takes what is drawn, follows and ended, which are told of it, and say, which
// takes what is said to the class.
package page

import (
	"io"
	"sync"
	"syscall/js"
)

// Page is a terminal.Emulator.
type Page struct {
	host    js.Value
	resized chan struct{}

	mu      sync.Mutex
	columns int
	rows    int
	typed   []byte // and not read yet
	more    chan struct{}
}

// Open returns the page that runs the program; false if none does.
func Open() (*Page, bool) {
	host := js.Global().Get("logitarium")
	if host.IsUndefined() {
		return nil, false
	}
	p := &Page{host: host, resized: make(chan struct{}, 1), more: make(chan struct{}, 1)}
	size := host.Get("size")
	p.columns, p.rows = size.Index(0).Int(), size.Index(1).Int()
	host.Set("type", js.FuncOf(func(_ js.Value, args []js.Value) any {
		p.takeTyped([]byte(args[0].String()))
		return nil
	}))
	host.Set("resize", js.FuncOf(func(_ js.Value, args []js.Value) any {
		p.takeSize(args[0].Int(), args[1].Int())
		return nil
	}))
	return p, true
}

// Environment is that of the terminal which pages show. Its locale is the
// language of the page.
func (p *Page) Environment() []string {
	env := []string{"TERM=xterm-256color", "COLORTERM=truecolor"}
	if language := p.host.Get("language"); language.Type() == js.TypeString {
		env = append(env, "LANG="+language.String()+".UTF-8")
	}
	return env
}

// Link is the line of the link that opened the page; false if its user asked for
// something else.
func (p *Page) Link() (string, bool) {
	line := p.host.Get("line")
	return line.String(), line.Type() == js.TypeString
}

// Class is how the program opens for a student in a class, in the form of
// seat.Opening; false if the page is in none.
func (p *Page) Class() (string, bool) {
	opening := p.host.Get("opening")
	return opening.String(), opening.Type() == js.TypeString
}

// Say implements cli.ClassPage.
func (p *Page) Say(text []byte) { p.host.Call("say", string(text)) }

// Hears implements cli.ClassPage. What is called must not wait.
func (p *Page) Hears(hear func(text []byte)) {
	p.host.Set("hear", js.FuncOf(func(_ js.Value, args []js.Value) any {
		hear([]byte(args[0].String()))
		return nil
	}))
}

// Args are the words of the command line.
func (p *Page) Args() []string {
	list := p.host.Get("args")
	words := make([]string, list.Length())
	for i := range words {
		words[i] = list.Index(i).String()
	}
	return words
}

// End tells the page that the program has ended, and with which exit code.
func (p *Page) End(code int) { p.host.Call("ended", code) }

// Follows implements cli.Page.
func (p *Page) Follows(command string, keys [][2]string) {
	list := make([]any, len(keys))
	for i, k := range keys {
		list[i] = []any{k[0], k[1]}
	}
	p.host.Call("follows", command, list)
}

// Size is the present size.
func (p *Page) Size() (columns, rows int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.columns, p.rows
}

// Resized is sent to when that changes.
func (p *Page) Resized() <-chan struct{} { return p.resized }

// Read waits for what is typed.
func (p *Page) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, io.ErrShortBuffer
	}
	for {
		p.mu.Lock()
		n := copy(b, p.typed)
		p.typed = p.typed[n:]
		p.mu.Unlock()
		if n > 0 {
			return n, nil
		}
		<-p.more
	}
}

// Write has the page draw.
func (p *Page) Write(b []byte) (int, error) {
	data := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(data, b)
	p.host.Call("write", data)
	return len(b), nil
}

// takeTyped is called by the page, and must not wait.
func (p *Page) takeTyped(b []byte) {
	p.mu.Lock()
	p.typed = append(p.typed, b...)
	p.mu.Unlock()
	wake(p.more)
}

func (p *Page) takeSize(columns, rows int) {
	p.mu.Lock()
	p.columns, p.rows = columns, rows
	p.mu.Unlock()
	wake(p.resized)
}

// wake sends without waiting: what is sent already is as good.
func wake(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
