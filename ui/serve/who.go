package serve

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/pem"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"logitarium/core/fault"
	"logitarium/core/regular"
	"logitarium/core/wholefile"
	"logitarium/ui/message"

	"golang.org/x/crypto/ssh"
)

// Who says who may come: who knows the class word, or who holds one of the keys,
// or anybody.
type Who struct {
	Word Word
	Keys []ssh.PublicKey
	Open bool
}

func (w Who) knows(key ssh.PublicKey) bool {
	for _, k := range w.Keys {
		if bytes.Equal(k.Marshal(), key.Marshal()) {
			return true
		}
	}
	return false
}

// Word is a class word. The zero value is known to nobody.
type Word struct {
	sum [sha256.Size]byte
	set bool
}

// NewWord takes a class word, without the blanks around it.
func NewWord(text string) (Word, error) {
	const least, most = 4, 256 // bytes
	text = strings.TrimSpace(text)
	if len(text) < least || len(text) > most || strings.ContainsAny(text, "\r\n") {
		return Word{}, message.Errorf("a class word is one line of %d to %d bytes, and this has %d", least, most, len(text))
	}
	return Word{sha256.Sum256([]byte(text)), true}, nil
}

// is compares in a time that tells nothing.
func (w Word) is(said string) bool {
	sum := sha256.Sum256([]byte(strings.TrimSpace(said)))
	return w.set && subtle.ConstantTimeCompare(sum[:], w.sum[:]) == 1
}

// RandomWord is a word that nobody guesses, 40 bits, and that can be read out.
func RandomWord() string {
	const digits = "0123456789abcdefghjkmnpqrstvwxyz" // Crockford's base 32
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	for i := range b {
		b[i] = digits[b[i]%32]
	}
	return string(b[:4]) + "-" + string(b[4:])
}

// ReadKeys reads keys as OpenSSH's authorized_keys has them, a line each. Options
// of a key are refused: they would be kept by nobody here.
func ReadKeys(text []byte) ([]ssh.PublicKey, error) {
	var keys []ssh.PublicKey
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		key, _, options, _, err := ssh.ParseAuthorizedKey([]byte(line))
		switch {
		case err != nil:
			return nil, message.Errorf("line %d is no public key", n)
		case len(options) > 0:
			return nil, message.Errorf("line %d: a key with options is not taken: they mean nothing here", n)
		}
		keys = append(keys, key)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, message.Errorf("there is no public key")
	}
	return keys, nil
}

// HostKey reads the server's own key, an ed25519 key that is made at first use,
// and reports whether it was.
func HostKey(path string) (key ssh.Signer, made bool, err error) {
	key, err = readHostKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, false, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, false, err
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, false, err
	}
	block, err := ssh.MarshalPrivateKey(private, "logitarium")
	if err != nil {
		return nil, false, err
	}
	err = wholefile.CreatePrivate(path, func(w io.Writer) error { return pem.Encode(w, block) })
	if err != nil && !errors.Is(err, fs.ErrExist) { // another one was made just now
		return nil, false, err
	}
	key, err = readHostKey(path)
	return key, true, err
}

func readHostKey(path string) (ssh.Signer, error) {
	const most = 64 << 10 // bytes
	f, size, err := regular.Open(path, fault.New("give the file of a private key"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if size > most {
		return nil, message.Errorf("%s has more than %d bytes, which is no key", filepath.Base(path), most)
	}
	if info, err := f.Stat(); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, message.Errorf("%s can be read by others (%v): chmod 600", filepath.Base(path), info.Mode().Perm())
	}
	text, err := io.ReadAll(io.LimitReader(f, most))
	if err != nil {
		return nil, err
	}
	key, err := ssh.ParsePrivateKey(text)
	if err != nil {
		return nil, message.Errorf("%s is no private key without a passphrase", filepath.Base(path))
	}
	return key, nil
}
