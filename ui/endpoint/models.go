package endpoint

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"path"
	"strings"

	"logitarium/ui/message"
)

// served is a model of a server. llama-server says how many tokens it has.
type served struct {
	ID   string `json:"id"`
	Meta struct {
		Vocab int `json:"n_vocab"`
	} `json:"meta"`
}

// find returns the model of a name. A server that lists none has it, perhaps.
func (m *Model) find(ctx context.Context, name string) (served, error) {
	body, err := m.client.do(ctx, m.at.root+"/models", nil, "")
	var r refusal
	switch {
	case name != "" && errors.As(err, &r) && r.status == http.StatusNotFound:
		return served{ID: name}, nil
	case err != nil:
		return served{}, err
	}
	var list struct {
		Data []served `json:"data"`
	}
	if json.Unmarshal(body, &list) != nil {
		return served{}, m.noJSON(body)
	}
	return choose(list.Data, m.at.host, name)
}

func (m *Model) noJSON(body []byte) error {
	return message.Errorf("the answer of %s is no JSON, it begins with %s: is it a model's server?", m.at.host, m.client.begins(body))
}

// choose returns the model of a name, whole or as people write it: without the
// folder, without Ollama's tag. Without a name it is the only one.
func choose(list []served, host, name string) (served, error) {
	const most = 8
	var names []string
	for _, one := range list {
		alike := path.Base(one.ID) == name || strings.HasPrefix(one.ID, name+":")
		if name == "" && len(list) == 1 || name != "" && (one.ID == name || alike) {
			return one, nil
		}
		if len(names) < most {
			names = append(names, one.ID)
		}
	}
	all := strings.Join(names, ", ")
	if len(list) > most {
		all += ", …"
	}
	switch {
	case len(list) == 0:
		return served{}, message.Errorf("%s has no model", host)
	case name == "":
		return served{}, message.Errorf("%s has %d models: --endpoint-model names one of %s", host, len(list), all)
	}
	return served{}, message.Errorf("%s has no model called %s: there is %s", host, name, all)
}
