package serve

import (
	"logitarium/ui/message"
	"net"
	"net/netip"
	"net/url"
	"strconv"
)

// CheckAddress refuses what is no address to listen on: a host, which may be
// missing, a colon, and a port from 0 to 65535, where 0 is any that is free.
func CheckAddress(address string) error {
	_, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return message.Errorf("%q is no address and port, as in 0.0.0.0:2222", address)
	}
	return nil
}

// Commands are the lines by which students come in, one for each address that
// the server is reached at.
func Commands(a net.Addr) []string {
	if a == nil {
		return nil
	}
	var lines []string
	for _, at := range reached(a) {
		host, port := at.Addr().String(), at.Port()
		line := "ssh "
		if port != 22 {
			line += "-p " + strconv.Itoa(int(port)) + " "
		}
		lines = append(lines, line+"class@"+host)
	}
	return lines
}

// Links are the addresses of the class's page, as Commands are for ssh. The word,
// if there is one, stands behind #, which a browser sends to nobody.
func Links(a net.Addr, encrypted bool, word string) []string {
	if a == nil {
		return nil
	}
	var links []string
	scheme := "http"
	if encrypted {
		scheme = "https"
	}
	for _, at := range reached(a) {
		u := url.URL{Scheme: scheme, Host: at.String(), Path: "/class/", Fragment: word}
		links = append(links, u.String())
	}
	return links
}

// reached are the addresses of a listener: its own, or if it listens on all of
// the machine, those of the machine that others can reach.
func reached(a net.Addr) []netip.AddrPort {
	own, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return nil
	}
	if !own.Addr().IsUnspecified() {
		return []netip.AddrPort{own}
	}
	var all []netip.AddrPort
	found, _ := net.InterfaceAddrs() // none is none
	for _, f := range found {
		p, err := netip.ParsePrefix(f.String())
		if err != nil {
			continue
		}
		ip := p.Addr()
		if ip.IsLoopback() || ip.IsLinkLocalUnicast() || ip.Is6() && own.Addr().Is4() {
			continue
		}
		all = append(all, netip.AddrPortFrom(ip, own.Port()))
	}
	if len(all) == 0 {
		local := netip.AddrFrom4([4]byte{127, 0, 0, 1})
		all = append(all, netip.AddrPortFrom(local, own.Port()))
	}
	return all
}
