package serve

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

func TestWhoMayCome(t *testing.T) {
	key, other := signer(t), signer(t)
	word, byKey := opens(t, nil), opens(t, func(o *Options) { o.Who = Who{Keys: []ssh.PublicKey{key.PublicKey()}} })
	open := opens(t, func(o *Options) { o.Who = Who{Open: true} })
	none := opens(t, func(o *Options) { o.Who = Who{} })
	for _, c := range []struct {
		name string
		to   *room
		auth []ssh.AuthMethod
		in   bool
	}{
		{"the word", word, []ssh.AuthMethod{ssh.Password(classWord)}, true},
		{"a blank after it", word, []ssh.AuthMethod{ssh.Password(classWord + " ")}, true},
		{"a wrong word", word, []ssh.AuthMethod{ssh.Password("eight foxes")}, false},
		{"no word", word, []ssh.AuthMethod{ssh.Password("")}, false},
		{"a key instead", word, []ssh.AuthMethod{ssh.PublicKeys(key)}, false},
		{"nothing", word, nil, false},
		{"a key and the word", word, []ssh.AuthMethod{ssh.PublicKeys(key), ssh.Password(classWord)}, true},
		{"a key and a wrong word", word, []ssh.AuthMethod{ssh.PublicKeys(key), ssh.Password("eight foxes")}, false},
		{"the key", byKey, []ssh.AuthMethod{ssh.PublicKeys(key)}, true},
		{"another key first", byKey, []ssh.AuthMethod{ssh.PublicKeys(other, key)}, true},
		{"another key", byKey, []ssh.AuthMethod{ssh.PublicKeys(other)}, false},
		{"a word instead", byKey, []ssh.AuthMethod{ssh.Password(classWord)}, false},
		{"nothing, open", open, nil, true},
		{"an empty word where there is none", none, []ssh.AuthMethod{ssh.Password("")}, false},
	} {
		client, err := c.to.dial(c.auth...)
		if (err == nil) != c.in {
			t.Errorf("%s: %v", c.name, err)
		}
		if err == nil {
			_ = client.Close()
		}
	}
	if log := word.log(); strings.Contains(log, "eight") || !strings.Contains(log, "a wrong class word") {
		t.Errorf("the log:\n%s", log)
	}
}

// A key that is proved is what somebody is known by, beside a class word too; a
// browser is known by its cookie.
func TestKnownAgain(t *testing.T) {
	key := signer(t)
	ids := make(chan string, 10)
	r := opens(t, func(o *Options) {
		o.HTTP = "127.0.0.1:0"
		o.Program = func(g Guest) Program {
			ids <- g.ID
			return shell(g)
		}
	})
	for _, c := range []struct {
		auth []ssh.AuthMethod
		want string
	}{
		{[]ssh.AuthMethod{ssh.PublicKeys(key), ssh.Password(classWord)}, ssh.FingerprintSHA256(key.PublicKey())},
		{[]ssh.AuthMethod{ssh.Password(classWord)}, ""},
	} {
		client, err := r.dial(c.auth...)
		if err != nil {
			t.Fatal(err)
		}
		sit(t, client, 80, 24).awaits("temperature")
		if got := <-ids; got != c.want {
			t.Errorf("the student is known by %q, want %q", got, c.want)
		}
		_ = client.Close()
	}
	a, err := http.Get(r.url("http", "/class/"))
	if err != nil {
		t.Fatal(err)
	}
	_ = a.Body.Close()
	cookies := a.Cookies()
	if len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode || len(cookies[0].Value) != 32 {
		t.Fatalf("cookies %v", cookies)
	}
	for value, want := range map[string]string{cookies[0].Value: cookies[0].Value, "": "", strings.Repeat("../", 11)[:32]: ""} {
		b, err := r.joinsWith(http.Header{"Cookie": {seatCookie + "=" + value}}, welcome)
		if err != nil {
			t.Fatal(err)
		}
		b.awaits("temperature")
		if got := <-ids; got != want {
			t.Errorf("the browser is known by %q, want %q", got, want)
		}
		_ = b.conn.CloseNow()
	}
}

func TestHostKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder", "key")
	first, made, err := HostKey(path)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v, %v", info.Mode(), err)
	}
	again, made, err := HostKey(path)
	if err != nil || made || string(again.PublicKey().Marshal()) != string(first.PublicKey().Marshal()) || again.PublicKey().Type() != ssh.KeyAlgoED25519 {
		t.Errorf("read again: made %v, %v", made, err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := HostKey(path); err == nil || !strings.Contains(err.Error(), "can be read by others") {
		t.Errorf("a key that others can read: %v", err)
	}
	if _, _, err := HostKey(filepath.Dir(path)); err == nil {
		t.Error("a folder is a key")
	}
	wrong := filepath.Join(t.TempDir(), "wrong")
	if err := os.WriteFile(wrong, []byte("no key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := HostKey(wrong); err == nil || !strings.Contains(err.Error(), "no private key") {
		t.Errorf("a text: %v", err)
	}
}

func TestReadKeys(t *testing.T) {
	line := string(ssh.MarshalAuthorizedKey(signer(t).PublicKey()))
	keys, err := ReadKeys([]byte("# a class\n\n" + line + strings.TrimSpace(line) + " Ada\n"))
	if err != nil || len(keys) != 2 {
		t.Errorf("%d keys, %v", len(keys), err)
	}
	for _, c := range []struct{ text, why string }{
		{"", "no public key"}, {"# none\n", "no public key"}, {line + "ssh-ed25519 x\n", "line 2 is no public key"},
		{`from="10.0.0.1" ` + line, "line 1: a key with options"},
	} {
		if _, err := ReadKeys([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%q: %v, want %q", c.text, err, c.why)
		}
	}
}

func TestWords(t *testing.T) {
	for _, text := range []string{"", "abc", "two\nlines", strings.Repeat("x", 257)} {
		if _, err := NewWord(text); err == nil {
			t.Errorf("%q is a word", text)
		}
	}
	seen := map[string]bool{}
	for range 100 {
		w := RandomWord()
		if _, err := NewWord(w); err != nil || len(w) != 9 || seen[w] {
			t.Errorf("%q: %v", w, err)
		}
		seen[w] = true
	}
}
