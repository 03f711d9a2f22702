//go:build !js

package cli

import (
	"crypto/tls"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"logitarium/ui/message"
	"logitarium/ui/serve"
)

// checkClass checks the flags that ask for a file, before anybody comes.
func (a *app) checkClass(c classes) error {
	if c.lesson != "" {
		if !a.seen() {
			return usagef("--lesson is played on the teacher's terminal, and this is none")
		}
		if _, err := a.readLesson(c.lesson); err != nil {
			return err
		}
	}
	if c.report != "" {
		return mayCreate("report", c.report)
	}
	return nil
}

// classOptions checks the flags. The word is what is to be shown of it: one that
// was made up.
func (a *app) classOptions(c classes) (o serve.Options, word string, err error) {
	o = serve.Options{SSH: c.ssh, Idle: c.idle, Env: a.env, Version: version(), Words: a.words, Named: c.names}
	if c.ssh == "off" {
		o.SSH = ""
	}
	if err := openWeb(&o, c); err != nil {
		return o, "", err
	}
	for _, at := range []struct{ flag, address string }{{"ssh", o.SSH}, {"http", o.HTTP}} {
		if err := serve.CheckAddress(at.address); at.address != "" && err != nil {
			return o, "", usagef("--%s: %v", at.flag, err)
		}
	}
	if o.SSH == "" && o.HTTP == "" {
		return o, "", usagef("with --ssh off and no --site nobody can come")
	}
	ways := 0
	for _, asked := range []bool{c.word != "", c.keys != "", c.open} {
		if asked {
			ways++
		}
	}
	if ways > 1 {
		return o, "", usagef("--password-file, --keys and --open are different ways to say who may come: give one of them")
	}
	if c.idle < 0 {
		return o, "", usagef("--idle %v is less than nothing; 0 lets a session last", c.idle)
	}
	switch {
	case c.open:
		o.Who.Open = true
	case c.keys != "":
		text, err := readSmall(c.keys, mostRead)
		if err != nil {
			return o, "", coded{exitRejected, message.Errorf("--keys: %v", err)}
		}
		if o.Who.Keys, err = serve.ReadKeys(text); err != nil {
			return o, "", coded{exitRejected, message.Errorf("--keys: %s: %v", c.keys, err)}
		}
	case c.word != "":
		text, err := readSmall(c.word, mostRead)
		if err != nil {
			return o, "", coded{exitRejected, message.Errorf("--password-file: %v", err)}
		}
		if o.Who.Word, err = serve.NewWord(string(text)); err != nil {
			return o, "", coded{exitRejected, message.Errorf("--password-file: %s: %v", c.word, err)}
		}
	default:
		word = serve.RandomWord()
		if o.Who.Word, err = serve.NewWord(word); err != nil {
			return o, "", err
		}
	}
	if o.SSH == "" {
		return o, word, nil
	}
	path := c.hostKey
	if path == "" {
		if path, err = configFile(a.env, "host_key"); err != nil {
			return o, "", err
		}
	}
	if o.HostKey, _, err = serve.HostKey(path); err != nil {
		return o, "", coded{exitRejected, message.Errorf("--host-key: %s: %v", path, bare(err))}
	}
	return o, word, nil
}

// openWeb is what browsers get.
func openWeb(o *serve.Options, c classes) error {
	switch {
	case (c.cert == "") != (c.key == ""):
		return usagef("--cert and --key are given together")
	case c.site == "" && (c.http != "" && c.http != "off" || c.cert != ""):
		return usagef("a browser needs the pages: give --site FOLDER, which logitarium site -o FOLDER --runtime RUNTIME writes")
	case c.site == "" || c.http == "off":
		return nil
	case c.keys != "":
		return usagef("a browser has no ssh key: leave out --keys, or --site")
	}
	o.HTTP = c.http
	if o.HTTP == "" {
		o.HTTP = "127.0.0.1:8080"
	}
	root, err := os.OpenRoot(c.site) // what leads out of it is not served
	if err == nil {
		o.Site = root.FS()
		if _, gone := fs.Stat(o.Site, "runtime/xterm.mjs"); gone != nil {
			err = message.Errorf("it has no runtime/xterm.mjs")
		}
	}
	if err != nil {
		return coded{exitRejected, message.Errorf("--site: %s: %v; logitarium site -o FOLDER --runtime RUNTIME writes such a folder", c.site, bare(err))}
	}
	if c.cert == "" {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return coded{exitRejected, message.Errorf("--cert: %v", err)}
	}
	o.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	return nil
}

// mostRead bounds a file with a word or with keys, in bytes.
const mostRead = 1 << 20

// readSmall reads a file of at most so many bytes.
func readSmall(path string, most int64) ([]byte, error) {
	text, err := readPlain(path, most)
	if err == nil && int64(len(text)) > most {
		err = message.Errorf("%s: more than %d bytes", path, most)
	}
	return []byte(text), err
}

// configFile is where the XDG base directory specification keeps what a program
// is to find again.
func configFile(env environ, name string) (string, error) {
	for _, at := range []struct {
		variable string
		below    []string
		on       bool
	}{
		{"XDG_CONFIG_HOME", nil, true},
		{"APPDATA", nil, runtime.GOOS == "windows"},
		{"HOME", []string{".config"}, true},
	} {
		if dir := env.get(at.variable); at.on && filepath.IsAbs(dir) {
			return filepath.Join(append(append([]string{dir}, at.below...), "logitarium", name)...), nil
		}
	}
	return "", usagef("neither XDG_CONFIG_HOME nor HOME is set: say with --host-key where the server's key is kept")
}
