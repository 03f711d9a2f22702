//go:build !js

package cli

import (
	"io"
	"path/filepath"
	"strings"

	"logitarium/core/fault"
	"logitarium/core/regular"
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
	f, _, err := regular.Open(file, fault.Text{})
	if err != nil {
		return endpoint.Key{}, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	switch {
	case err != nil:
		return endpoint.Key{}, err
	case len(text) > most:
		return endpoint.Key{}, message.Errorf("%s has more than %d bytes, which is no key", file, most)
	case strings.TrimSpace(string(text)) == "":
		return endpoint.Key{}, message.Errorf("%s is empty", file)
	}
	return endpoint.KeyOf(string(text))
}
