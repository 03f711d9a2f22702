package terminal

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// fed passes input in the given pieces.
func fed(p *pastes, pieces ...string) string {
	var out strings.Builder
	for _, piece := range pieces {
		buf := make([]byte, pasteSlack+len(piece))
		out.Write(buf[:p.pass(buf, []byte(piece), time.Time{})])
	}
	return out.String()
}

func TestPastesAreHarmless(t *testing.T) {
	const start, end = "\x1b[200~", "\x1b[201~"
	long := strings.Repeat("x", maxPaste+5000)
	for _, c := range []struct{ name, in, want string }{
		{"keys", "q\x1b[A\x1b\x1b[20~\x03", "q\x1b[A\x1b\x1b[20~\x03"},
		{"plain", "a" + start + "text" + end + "b", "a" + start + "text" + end + "b"},
		{"escapes", start + "\x1b[2J\x1b\x1b]52;c;eA==" + end + "q", start + "[2J]52;c;eA==" + end + "q"},
		{"almost the end", start + "\x1b[201\x1b[20" + end, start + "[201[20" + end},
		{"a start within", start + start + end, start + "[200~" + end},
		{"too long", start + long + end + "q", start + long[:maxPaste] + end + "q"},
	} {
		if got := fed(&pastes{}, c.in); got != c.want {
			t.Errorf("%s: %.80q of %d bytes, want %.80q", c.name, got, len(got), c.want)
		}
		if c.name == "too long" {
			continue
		}
		if got := fed(&pastes{}, strings.Split(c.in, "")...); got != c.want {
			t.Errorf("%s, byte by byte: %.80q, want %.80q", c.name, got, c.want)
		}
	}
}

func TestInterruptEndsAPaste(t *testing.T) {
	for _, key := range []string{"\x03", "\x1b[99;5u", "\x1b[1089::99;5u"} {
		if got, want := fed(&pastes{}, "\x1b[200~lost", key, "q"), "\x1b[200~lost\x1b[201~"+key+"q"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// However the input is cut into reads, the program sees the same.
func TestPastesWhereverReadsEnd(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	parts := []string{"\x1b", "[", "20", "0~", "1~", "\x1b[200~", "\x1b[201~", "é", "text "}
	for range 2000 {
		in := ""
		for range 12 {
			in += parts[rng.IntN(len(parts))]
		}
		cut := rng.IntN(len(in) + 1)
		if whole, cuts := fed(&pastes{}, in), fed(&pastes{}, in[:cut], in[cut:]); whole != cuts {
			t.Fatalf("%q passes as %q, and cut at %d as %q", in, whole, cut, cuts)
		}
	}
}

// A paste whose end is lost ends after a while of silence, and what came of it
// is kept: once for the program, and once the decoder learns of it.
func TestLostEndOfAPaste(t *testing.T) {
	var p pastes
	now := time.Unix(0, 0)
	pass := func(in string) string {
		out := make([]byte, len(in)+pasteSlack)
		return string(out[:p.pass(out, []byte(in), now)])
	}
	if _, lost, wait := p.giveUp(now); lost || wait != 0 {
		t.Errorf("without a paste: lost %v, wait %v", lost, wait)
	}
	pass("\x1b[200~one ")
	now = now.Add(3 * time.Second)
	pass("two\xe2")
	now = now.Add(4 * time.Second)
	if _, lost, wait := p.giveUp(now); lost || wait != time.Second {
		t.Errorf("4 s after its last bytes: lost %v, wait %v, want another second", lost, wait)
	}
	now = now.Add(time.Second)
	if text, lost, _ := p.giveUp(now); !lost || text != "one two" {
		t.Errorf("after 5 s: lost %v, %q", lost, text)
	}
	if _, lost, wait := p.giveUp(now); lost || wait != 0 {
		t.Errorf("given up twice: lost %v, wait %v", lost, wait)
	}
	if got, want := pass("q"), pasteEnd+"q"; got != want {
		t.Errorf("the next key passes as %q, want %q", got, want)
	}
	if got := pass("q"); got != "q" {
		t.Errorf("and the one after it as %q", got)
	}
}
