package nearest_test

import (
	"testing"

	"logitarium/ui/message"
	"logitarium/ui/nearest"
)

func TestSuggest(t *testing.T) {
	names := []string{"temperature", "top-k", "top-p", "dice"}
	for typed, want := range map[string]string{
		"temprature": `no such name; did you mean "temperature"?`,
		"TOP-K":      `no such name; did you mean "top-k"?`,
		"topk":       `no such name; did you mean "top-k"?`,
		"dcie":       `no such name; did you mean "dice"?`,
		"edci":       "no such name",
		"banana":     "no such name",
		"":           "no such name",
	} {
		if got := nearest.Suggest(message.New("no such name"), typed, names).String(); got != want {
			t.Errorf("of %q it says %q, want %q", typed, got, want)
		}
	}
}
