package cli

import (
	"slices"
	"strings"
	"testing"
)

// What a shell offers is what may stand there, and its description is read as it is.
func TestCompletions(t *testing.T) {
	const files, noFiles = ":0", ":4" // directives of cobra
	for _, tt := range []struct {
		line  []string
		offer string // one of the lines
		not   string // at the beginning of none
		last  string // the directive
	}{
		{[]string{"help", ""}, "sampling\tWhat do temperature, top-k and top-p each do?", "help", noFiles},
		{[]string{"help", "norm", ""}, "", "sampling", noFiles},
		{[]string{"sampling", "--only", ""}, "top-k\tkeep the k most likely tokens", "bits", ":6"},
		{[]string{"sampling", "--only", "top-k,top"}, "top-k,top-p\tkeep the fewest tokens whose probabilities sum to p", "top-k,top-k", ":6"},
		{[]string{"record", "--only", ""}, "", "top-k", noFiles},
		{[]string{"site", "--lab", "norm,"}, "norm,rag\tHow does retrieval put knowledge into an answer?", "norm,norm", ":6"},
		{[]string{"site", "--lesson", ""}, "norm\tLayerNorm and BatchNorm: whose mean is it?", "syllabus", files},
		{[]string{"serve", "--lesson", ""}, "norm\tLayerNorm and BatchNorm: whose mean is it?", "syllabus", files},
		{[]string{"play", ""}, "syllabus\tFrom a token's place to the GPT series", "", files},
		{[]string{"collect", ""}, "norm\tLayerNorm and BatchNorm: whose mean is it?", "syllabus", files},
		{[]string{"collect", "norm", ""}, "", "norm", files},
		{[]string{"record", "--"}, "--frames\tfolder for the lesson's Screenshots, each as txt, ansi, svg and png; without -o, for them alone", "", noFiles},
	} {
		code, out, _ := callReal(t, append([]string{"__complete"}, tt.line...)...)
		lines := strings.Split(strings.TrimSpace(out), "\n")
		if code != 0 || tt.offer != "" && !slices.Contains(lines, tt.offer) || lines[len(lines)-1] != tt.last {
			t.Errorf("%q: exit code %d: no %q or %s in\n%s", tt.line, code, tt.offer, tt.last, out)
		}
		if tt.not != "" && slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, tt.not) }) {
			t.Errorf("%q: %s is offered:\n%s", tt.line, tt.not, out)
		}
		if strings.Contains(out, "`") {
			t.Errorf("%q: quotes that are for help: %s", tt.line, out)
		}
	}
}
