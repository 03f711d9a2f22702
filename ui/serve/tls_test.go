package serve

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// certificate is one for this machine that signs itself, and who trusts it.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	text, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	read, err := x509.ParseCertificate(text)
	if err != nil {
		t.Fatal(err)
	}
	trusts := x509.NewCertPool()
	trusts.AddCert(read)
	return tls.Certificate{Certificate: [][]byte{text}, PrivateKey: key}, trusts
}

// With a certificate pages and lines are encrypted, the cookie stays on such
// connections, and who speaks without gets nowhere but into the log.
func TestTLS(t *testing.T) {
	own, trusts := certificate(t)
	r := lined(t, &Class{}, func(o *Options) {
		o.TLS = &tls.Config{Certificates: []tls.Certificate{own}, MinVersion: tls.VersionTLS12}
	})
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusts}}}
	a, err := client.Get(r.url("https", "/class/"))
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(a.Body)
	_ = a.Body.Close()
	if c := a.Cookies(); a.StatusCode != 200 || !strings.Contains(string(text), `data-line="yes"`) || len(c) != 1 || !c[0].Secure || !c[0].HttpOnly {
		t.Errorf("%d, cookies %v:\n%s", a.StatusCode, a.Cookies(), text)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, _, err := websocket.Dial(ctx, r.url("wss", "/class/line"), &websocket.DialOptions{HTTPClient: client, HTTPHeader: http.Header{"Origin": {r.url("https", "")}}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.CloseNow() }()
	if err := c.Write(ctx, websocket.MessageText, []byte(welcome)); err != nil {
		t.Fatal(err)
	}
	if _, text, err := c.Read(ctx); err != nil || !strings.Contains(string(text), "Opening") {
		t.Errorf("%v: %s", err, text)
	}
	if plain, err := http.Get(r.url("http", "/class/")); err == nil {
		if plain.StatusCode != http.StatusBadRequest {
			t.Errorf("without encryption: %d", plain.StatusCode)
		}
		_ = plain.Body.Close()
	}
	old := &tls.Config{RootCAs: trusts, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	if c, err := tls.Dial("tcp", r.HTTP().String(), old); err == nil {
		_ = c.Close()
		t.Error("TLS 1.1 is taken")
	}
	for end := time.Now().Add(10 * time.Second); !strings.Contains(r.log(), "a browser's connection: http: TLS handshake error"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the log:\n%s", r.log())
		}
	}
}
