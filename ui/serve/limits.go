package serve

import (
	"net"
	"net/netip"
	"sync"
	"time"

	"logitarium/ui/message"
)

// door is a way to come in, whose visitors are counted.
type door int

// The doors.
const (
	bySSH     door = iota
	byBrowser      // a connection: a page opens some of them
	drawn          // a session in a browser that is drawn here
	doors
)

// bounds are how many may come by each door. A class may share one address, so
// those by address are as wide as a class.
var bounds = [doors]struct{ all, byAddress int }{
	bySSH: {256, 64}, byBrowser: {1280, 1024}, drawn: {256, 64},
}

// Limits on wrong words.
const (
	mostFailures = 40 // of one address, within failureSpan
	failureSpan  = time.Minute
)

// limits count visitors and failures. The zero value has seen none.
type limits struct {
	mu      sync.Mutex
	all     [doors]int
	open    map[visitor]int
	failed  map[netip.Addr]failures
	said    time.Time // that somebody was refused
	forgets time.Time // when old failures go
}

// visitor is an address at a door.
type visitor struct {
	door
	netip.Addr
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

// enter counts a visitor, or says why none is taken.
func (l *limits) enter(d door, who net.Addr, now time.Time) message.Text {
	l.mu.Lock()
	defer l.mu.Unlock()
	v := visitor{d, address(who)}
	switch f := l.failed[v.Addr]; {
	case l.all[d] >= bounds[d].all:
		return message.New("there are %d connections", l.all[d])
	case l.open[v] >= bounds[d].byAddress:
		return message.New("there are %d connections of this address", l.open[v])
	case f.n >= mostFailures && now.Sub(f.since) < failureSpan:
		return message.New("too many wrong words came from this address")
	}
	if l.open == nil {
		l.open = map[visitor]int{}
	}
	l.open[v]++
	l.all[d]++
	return message.Text{}
}

func (l *limits) leave(d door, who net.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	v := visitor{d, address(who)}
	l.all[d]--
	if l.open[v]--; l.open[v] <= 0 {
		delete(l.open, v)
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
