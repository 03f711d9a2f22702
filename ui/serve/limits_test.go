package serve

import (
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// A thousand connections that say nothing leave room for those who have come, and
// none is kept beyond its share.
func TestThousandConnections(t *testing.T) {
	r := opens(t, nil)
	s := sit(t, r.enter(), 80, 24)
	s.awaits("temperature")
	var all []net.Conn
	for range 1000 {
		c, err := net.DialTimeout("tcp", r.SSH().String(), 5*time.Second)
		if err != nil {
			continue // the system itself has had enough
		}
		all = append(all, c)
	}
	s.press("?")
	s.awaits("Keys")
	r.limits.mu.Lock()
	kept := r.limits.all[bySSH]
	r.limits.mu.Unlock()
	if kept > bounds[bySSH].byAddress {
		t.Errorf("%d of %d connections are kept", kept, len(all))
	}
	if n := strings.Count(r.log(), "refused"); n == 0 || n > 30 {
		t.Errorf("%d lines say so", n)
	}
	for _, c := range all {
		_ = c.Close()
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if c, err := r.dial(ssh.Password(classWord)); err == nil { // there is room again
			_ = c.Close()
			break
		} else if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

func TestLimits(t *testing.T) {
	var l limits
	now := time.Unix(1e9, 0)
	one := &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 1}
	for i := range bounds[bySSH].byAddress {
		one.Port = i + 1
		if why := l.enter(bySSH, one, now); !why.Empty() {
			t.Fatalf("connection %d: %v", i, why)
		}
	}
	if why := l.enter(bySSH, one, now); why.Empty() {
		t.Error("one address has more than its share")
	}
	for i := 0; l.all[bySSH] < bounds[bySSH].all; i++ {
		if why := l.enter(bySSH, &net.TCPAddr{IP: net.IPv4(10, 0, 1, byte(i))}, now); !why.Empty() {
			t.Fatal(why)
		}
	}
	two := &net.TCPAddr{IP: net.IPv4(10, 0, 0, 2)}
	if why := l.enter(bySSH, two, now); why.Empty() {
		t.Error("there is no end of connections")
	}
	l.leave(bySSH, one)
	if why := l.enter(bySSH, two, now); !why.Empty() {
		t.Error(why)
	}
	l.leave(bySSH, two)
	for range mostFailures {
		l.fail(two, now)
	}
	if why := l.enter(bySSH, two, now.Add(failureSpan/2)); why.Empty() {
		t.Error("who guesses may go on")
	}
	if why := l.enter(bySSH, two, now.Add(failureSpan)); !why.Empty() {
		t.Error(why)
	}
	l.leave(bySSH, two)
	l.fail(one, now.Add(3*failureSpan))
	if len(l.failed) != 1 {
		t.Errorf("%d addresses with failures are kept", len(l.failed))
	}
	// An IPv6 household is one address.
	a, b := &net.TCPAddr{IP: net.ParseIP("2001:db8::1")}, &net.TCPAddr{IP: net.ParseIP("2001:db8::ffff:1")}
	if address(a) != address(b) || address(a) == address(one) || address(&net.UnixAddr{}).IsValid() {
		t.Error("addresses are told apart wrongly")
	}
}

// Whoever comes and goes, at each door and from each address as many are counted
// as are in, and nothing is kept of those who have left.
func TestLimitsCountWhoIsIn(t *testing.T) {
	type one struct {
		d   door
		who *net.TCPAddr
	}
	rng := rand.New(rand.NewPCG(7, 7))
	var l limits
	var in []one
	leave := func(i int) {
		l.leave(in[i].d, in[i].who)
		in = slices.Delete(in, i, i+1)
	}
	for range 5000 {
		if len(in) > 0 && rng.IntN(5) < 2 {
			leave(rng.IntN(len(in)))
		} else {
			o := one{[]door{byBrowser, bySSH}[rng.IntN(2)], &net.TCPAddr{IP: net.IPv4(10, 0, 0, byte(rng.IntN(9))), Port: rng.IntN(9)}}
			counted := func(same func(one) bool) (n int) {
				for _, other := range in {
					if other.d == o.d && same(other) {
						n++
					}
				}
				return n
			}
			all := counted(func(one) bool { return true })
			alike := counted(func(other one) bool { return other.who.IP.Equal(o.who.IP) })
			taken := all < bounds[o.d].all && alike < bounds[o.d].byAddress
			if why := l.enter(o.d, o.who, time.Unix(1e9, 0)); why.Empty() != taken {
				t.Fatalf("with %d in, %d of this address: %q", all, alike, why)
			}
			if taken {
				in = append(in, o)
			}
		}
	}
	for len(in) > 0 {
		leave(0)
	}
	if len(l.open) != 0 || l.all != (limits{}).all {
		t.Errorf("when all have left, %v and %v are kept", l.open, l.all)
	}
}
