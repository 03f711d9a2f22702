package nearest_test

import (
	"testing"

	"logitarium/ui/nearest"
)

func TestDidYouMean(t *testing.T) {
	names := []string{"temperature", "top-k", "top-p", "dice"}
	for typed, want := range map[string]string{
		"temprature": `; did you mean "temperature"?`,
		"TOP-K":      `; did you mean "top-k"?`,
		"topk":       `; did you mean "top-k"?`,
		"dcie":       `; did you mean "dice"?`,
		"edci":       "",
		"banana":     "",
		"":           "",
	} {
		if got := nearest.DidYouMean(typed, names); got != want {
			t.Errorf("DidYouMean(%q) = %q, want %q", typed, got, want)
		}
	}
}
