package serve

import (
	"net"
	"net/netip"
	"sync"
	"time"

	"logitarium/ui/message"
)

// Limits on connections. A class may share one address, so those by address are
// as wide as a class.
const (
	mostConnections = 256
	mostByAddress   = 64
	mostFailures    = 40 // of one address, within failureSpan
	failureSpan     = time.Minute
)

// limits count connections and failures. The zero value has seen none.
type limits struct {
	mu      sync.Mutex
	all     int
	open    map[netip.Addr]int
	failed  map[netip.Addr]failures
	said    time.Time // that somebody was refused
	forgets time.Time // when old failures go
}

// failures are those since a time.
type failures struct {
	since time.Time
	n     int
}

// address is that of a connection without its port, and of all of an IPv6
// network that one household gets.
func address(a net.Addr) netip.Addr {
	p, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return netip.Addr{} // all of these share one
	}
	ip := p.Addr().Unmap().WithZone("")
	if ip.Is6() {
		const network = 64
		if n, err := ip.Prefix(network); err == nil {
			return n.Addr()
		}
	}
	return ip
}

// enter counts a connection, or says why it is not taken.
func (l *limits) enter(who net.Addr, now time.Time) message.Text {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := address(who)
	switch f := l.failed[a]; {
	case l.all >= mostConnections:
		return message.New("there are %d connections", l.all)
	case l.open[a] >= mostByAddress:
		return message.New("there are %d connections of this address", l.open[a])
	case f.n >= mostFailures && now.Sub(f.since) < failureSpan:
		return message.New("too many wrong words came from this address")
	}
	if l.open == nil {
		l.open = map[netip.Addr]int{}
	}
	l.open[a]++
	l.all++
	return message.Text{}
}

func (l *limits) leave(who net.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := address(who)
	l.all--
	if l.open[a]--; l.open[a] <= 0 {
		delete(l.open, a)
	}
}

// fail counts somebody who did not know the word.
func (l *limits) fail(who net.Addr, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed == nil {
		l.failed = map[netip.Addr]failures{}
	}
	if now.Sub(l.forgets) > failureSpan {
		l.forgets = now
		for a, f := range l.failed {
			if now.Sub(f.since) >= failureSpan {
				delete(l.failed, a)
			}
		}
	}
	a := address(who)
	f := l.failed[a]
	if now.Sub(f.since) >= failureSpan {
		f = failures{since: now}
	}
	f.n++
	l.failed[a] = f
}

// say calls tell at most once a second: a flood of connections makes no flood of
// lines.
func (l *limits) say(now time.Time, tell func()) {
	l.mu.Lock()
	quiet := now.Sub(l.said) < time.Second
	if !quiet {
		l.said = now
	}
	l.mu.Unlock()
	if !quiet {
		tell()
	}
}
