package terminal

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// sieved passes input in the given pieces.
func sieved(s *sieve, pieces ...string) string {
	var out strings.Builder
	for _, piece := range pieces {
		dst := make([]byte, 3*len(piece)+16)
		out.Write(dst[:s.pass(dst, []byte(piece), false)])
	}
	return out.String()
}

// deadly are inputs that the decoder alone panics on.
func deadly() []string {
	many := func(n int) string { return strings.Repeat("1;", n) }
	var all []string
	for _, end := range []string{"A", "u", "~", "M", "c", "$y", "R", "m", "_", "t", "z", "", "é"} {
		all = append(all, "\x1b["+many(33)+end, "\x1b[?"+many(64)+end, "\x1b["+strings.Repeat("1:", 33)+end)
	}
	return append(all,
		"\x1bP"+many(33)+"q\x1b\\", "\x1bP>"+many(33)+"|x\x1b\\", "\x1b("+many(33), "\x1b([1"+many(33)+"A",
		"\x9bM123", "\x9b"+many(33)+"A", "\x90"+many(33)+"q", "\x9b", "\x9bM", "\x1b[M\x9bM1", "\x1b]\xe2\x9c\x9b"+many(33)+"A",
		"\x1bPq\xe2\x9c\x9bM123", "\x1b[200~\x9bM123\x1b[201~")
}

func TestSieve(t *testing.T) {
	long := strings.Repeat("1;", 29)
	for _, c := range []struct{ name, in, want string }{
		{"keys", "q\x1b[A\x1b\x1b[1;5C\x1bOP\x03\r\x7f", "q\x1b[A\x1b\x1b[1;5C\x1bOP\x03\r\x7f"},
		{"text", "é日本👩‍👩‍👧\u0085", "é日本👩‍👩‍👧\u0085"},
		{"kitty", "\x1b[1084::118;5:1u\x1b[57441;2u", "\x1b[1084::118;5:1u\x1b[57441;2u"},
		{"answers", "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b[?2026;2$y\x1bP>|tmux 3.4\x1b\\\x1b[?62;22c", "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b[?2026;2$y\x1bP>|tmux 3.4\x1b\\\x1b[?62;22c"},
		{"mouse", "\x1b[<0;120;33M\x1b[<0;120;33m", "\x1b[<0;120;33M\x1b[<0;120;33m"},
		{"mouse of old", "\x1b[M !!\x1b[M#!!\x1b[M`\xff\xc0q", "\x1b[<0;1;1M\x1b[<3;1;1m\x1b[<64;223;160Mq"},
		{"mouse beyond its range", "\x1b[M \x20\x20q", "\x1b[zq"},
		{"mouse cut off", "\x1b[M \x1b[Aq", "\x1b[z\x1b[Aq"},
		{"thirty parameters", "\x1b[" + long + "1A", "\x1b[" + long + "1A"},
		{"too many parameters", "\x1b[" + long + "1;2AB", "\x1b[" + long + "1zB"},
		{"too many, of two digits", "\x1b[" + strings.Repeat("10;", 29) + "10;20AB", "\x1b[" + strings.Repeat("10;", 29) + "10zB"},
		{"answers that end otherwise", "\x1b]11;1\aé\x1b_x\x18é\x1b^x\x1aé", "\x1b]11;1\aé\x1b_x\x18é\x1b^x\x1aé"},
		{"far too many", "\x1b[" + strings.Repeat("1:", 5000) + "uB", "\x1b[" + strings.Repeat("1:", 29) + "1zB"},
		{"a list in text", strings.Repeat("1;", 50), strings.Repeat("1;", 50)},
		{"8-bit controls", "a\x9bM123\x90\x9c\x84b", "aM123b"},
		{"no UTF-8", "a\xff\xfe\xc0\xaf\xed\xa0\x80\xe2\x82b\xf4\x90\x80\x80c", "abc"},
		{"letters in an answer", "\x1b]11;é\x1b\\é", "\x1b]11;\x1b\\é"},
	} {
		if got := sieved(&sieve{}, c.in); got != c.want {
			t.Errorf("%s: %.80q, want %.80q", c.name, got, c.want)
		}
		if got := sieved(&sieve{}, strings.Split(c.in, "")...); utf8.ValidString(c.in) && got != c.want {
			t.Errorf("%s, character by character: %.80q, want %.80q", c.name, got, c.want)
		}
		var bytes []string
		for i := range len(c.in) {
			bytes = append(bytes, c.in[i:i+1])
		}
		if got := sieved(&sieve{}, bytes...); got != c.want {
			t.Errorf("%s, byte by byte: %.80q, want %.80q", c.name, got, c.want)
		}
	}
}

// No key waits for another one: of what a keyboard sends all is passed on that
// a read brought, but for the rest of a character.
func TestSieveHoldsNoKey(t *testing.T) {
	for _, key := range []string{"\x1b", "\x1b[", "\x1bO", "\x1b[1;", "\x1b[1;5", "\x1b]", "\x1bP", "\x1b[200~", "a", "é"} {
		if got := sieved(&sieve{}, key); got != key {
			t.Errorf("%q passes as %q", key, got)
		}
	}
}

// After a pause the end of a string is not waited for: what comes is typed.
func TestSieveAfterAPause(t *testing.T) {
	var s sieve
	dst := make([]byte, 64)
	s.pass(dst, []byte("\x1b]"), false) // alt+]
	if n := s.pass(dst, []byte("日"), true); string(dst[:n]) != "日" {
		t.Errorf("typed after alt+]: %q", dst[:n])
	}
}

// The decoder does panic on what the sieve takes out.
func TestDeadlyInput(t *testing.T) {
	died := 0
	for _, in := range deadly() {
		func() {
			defer func() {
				if recover() != nil {
					died++
				}
			}()
			decode([]byte(in))
		}()
	}
	if died == 0 {
		t.Error("the decoder survives all of it: the sieve is no longer needed")
	}
	t.Logf("the decoder panics on %d of %d", died, len(deadly()))
	for _, in := range deadly() {
		out := sieved(&sieve{}, in)
		for i := range len(out) {
			decode([]byte(out[i:]))
		}
	}
}

// decode does with a buffer what the terminal library does, and returns the
// number of events.
func decode(buf []byte) int {
	p := ansi.GetParser()
	defer ansi.PutParser(p)
	var state byte
	for rest := buf; len(rest) > 0; {
		_, _, n, next := ansi.DecodeSequence(rest, state, p)
		p.Param(0, 0)
		p.Param(2, 0)
		p.Param(3, 0)
		state = next
		rest = rest[n:]
	}
	var d uv.EventDecoder
	events := 0
	for rest := append([]byte(nil), buf...); len(rest) > 0; events++ {
		n, _ := d.Decode(rest)
		if n <= 0 {
			panic(fmt.Sprintf("the decoder takes nothing of %q", rest))
		}
		rest = rest[min(n, len(rest)):]
	}
	return events
}

// pieces are what the reads of a terminal return one after another.
type pieces []string

func (p *pieces) Read(dst []byte) (int, error) {
	if len(*p) == 0 {
		return 0, io.EOF
	}
	n := copy(dst, (*p)[0])
	*p = (*p)[1:]
	return n, nil
}

// FuzzSieve puts the decoder behind the sieve. It must survive whatever is read,
// however that is cut into reads, wherever it gives up to wait for more.
func FuzzSieve(f *testing.F) {
	for i, in := range deadly() {
		f.Add([]byte(in), uint64(i))
	}
	f.Add([]byte("q\x1b[A\x1b\x1b[1;5C\x1bOP\x03é日本\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b[M !!"), uint64(1))
	f.Add([]byte("\x1b[65;30;97;1;0;1_\x1b[0;0;55357;1;0;1_\x1b[0;0;56832;1;0;1_"), uint64(2))
	f.Fuzz(func(t *testing.T, in []byte, seed uint64) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var s sieve
		var buf []byte
		var read pieces
		for len(in) > 0 {
			n := min(1+rng.IntN(24), len(in), 1000)
			paused := rng.IntN(4) == 0
			dst := make([]byte, 3*n+16)
			out := dst[:s.pass(dst, in[:n], paused)]
			in = in[n:]
			if !utf8.Valid(out) {
				t.Fatalf("%q passes", out)
			}
			if paused { // it has given up on some of it, and never on a part of a character
				for buf = buf[rng.IntN(len(buf)+1):]; len(buf) > 0 && !utf8.RuneStart(buf[0]); buf = buf[1:] {
				}
			}
			buf = append(buf, out...)
			read = append(read, string(out))
			decode(buf)
		}
		events := make(chan uv.Event)
		done := make(chan error, 1)
		go func() {
			done <- uv.NewTerminalReader(&read, "xterm-256color").StreamEvents(context.Background(), events)
		}()
		for {
			select {
			case <-events:
			case err := <-done:
				if err != nil {
					t.Fatal(err)
				}
				return
			}
		}
	})
}
