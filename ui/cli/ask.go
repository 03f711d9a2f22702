//go:build !js

package cli

import (
	"path/filepath"
	"strings"

	"logitarium/ui/command"
	"logitarium/ui/endpoint"
	"logitarium/ui/message"
)

// ask opens the model of the server, and puts the labs that ask one on it.
func (a *app) ask() error {
	s := a.show.endpoint
	key, err := a.key(s.keyFile)
	if err != nil {
		return coded{exitRejected, message.Errorf("--endpoint-key-file: %v", err)}
	}
	m, err := endpoint.Open(endpoint.Options{URL: s.url, Model: s.model, Key: key})
	if err != nil {
		return coded{exitRejected, message.Errorf("--endpoint: %v", err)}
	}
	a.chosen, a.remote = m, true
	a.labs = a.freshLabs()
	a.opened.Server = command.Endpoint{URL: s.url, Model: s.model, Shown: m.Name()}
	if s.keyFile != "" {
		if a.opened.Server.KeyFile, err = filepath.Abs(s.keyFile); err != nil {
			return err
		}
	}
	return nil
}

// key is the one in the file, or in the environment.
func (a *app) key(file string) (endpoint.Key, error) {
	if file == "" {
		return endpoint.KeyOf(environ(a.env).get("OPENAI_API_KEY"))
	}
	const most = 4096 // bytes
	text, err := readPlain(file, most)
	switch {
	case err != nil:
		return endpoint.Key{}, err
	case len(text) > most:
		return endpoint.Key{}, message.Errorf("%s has more than %d bytes, which is no key", file, most)
	case strings.TrimSpace(text) == "":
		return endpoint.Key{}, message.Errorf("%s is empty", file)
	}
	return endpoint.KeyOf(text)
}
