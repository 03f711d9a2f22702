package endpoint

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"logitarium/core/token"
	"logitarium/ui/message"
)

// position is what a server tells of one token: the likeliest, by falling
// probability, and the one that it wrote itself.
type position struct {
	told  []piece
	wrote string
	ended bool // with it the text ended
}

// piece is a text that may come next. Tokens that read alike are one.
type piece struct {
	text string
	p    float64
}

// The answers of the forms in one struct, as far as they are read.
type reply struct {
	Choices []struct {
		Logprobs     *logprobs `json:"logprobs"`
		FinishReason string    `json:"finish_reason"`
	} `json:"choices"`
	Own    []candidate `json:"completion_probabilities"` // llama
	Native []candidate `json:"logprobs"`                 // ollama
	Reason string      `json:"done_reason"`              // ollama
	Stop   string      `json:"stop_type"`                // llama
}

// logprobs are those of chat and of llama-server, a list, or OpenAI's older ones
// of completions, in columns.
type logprobs struct {
	Content []candidate          `json:"content"`
	Tokens  []string             `json:"tokens"`
	Top     []map[string]float64 `json:"top_logprobs"`
}

// candidate is a token, and those that could have come in its place.
type candidate struct {
	Token   string      `json:"token"`
	Bytes   []int       `json:"bytes"`
	Logprob *float64    `json:"logprob"`
	Top     []candidate `json:"top_logprobs"`
	// Of llama-server before it had log-probabilities:
	Content string `json:"content"`
	Probs   []struct {
		Text string  `json:"tok_str"`
		P    float64 `json:"prob"`
	} `json:"probs"`
}

var (
	errNoJSON = message.Errorf("the answer is no JSON")
	errUntold = message.Errorf("the answer has no log-probabilities")
)

// decode reads an answer: a position for each token that was written, of which
// the first most are kept.
func decode(body []byte, most int) ([]position, error) {
	var r reply
	if err := json.Unmarshal(body, &r); err != nil {
		return nil, errNoJSON
	}
	entries, ended := r.Own, r.Stop == "eos"
	if r.Native != nil {
		entries, ended = r.Native, r.Reason == "stop"
	}
	var columns *logprobs
	if len(r.Choices) > 0 {
		c := r.Choices[0]
		if ended = c.FinishReason == "stop"; c.Logprobs != nil {
			entries, columns = c.Logprobs.Content, c.Logprobs
		}
	}
	var all []position
	for _, e := range entries {
		all = append(all, e.position(most))
	}
	if columns != nil && len(entries) == 0 {
		all = columns.positions(most)
	}
	for i, at := range all {
		if len(at.told) == 0 {
			return nil, errUntold
		}
		if sum := at.mass(); !(sum <= 1.001) { // a NaN too
			return nil, message.Errorf("the probabilities that are told sum to %.3f", sum)
		}
		all[i].ended = ended && i == len(all)-1
	}
	if len(all) == 0 {
		return nil, errUntold
	}
	return all, nil
}

func (p position) mass() (sum float64) {
	for _, t := range p.told {
		sum += t.p
	}
	return sum
}

func (e candidate) position(most int) position {
	at := position{wrote: e.text()}
	for _, t := range e.Top {
		if t.Logprob != nil {
			at.told = append(at.told, piece{t.text(), math.Exp(*t.Logprob)})
		}
	}
	if e.Probs != nil {
		at.wrote = e.Content
	}
	for _, t := range e.Probs {
		at.told = append(at.told, piece{t.Text, t.P})
	}
	at.tidy(most)
	return at
}

// text is what a token stands for: its bytes where they are told.
func (e candidate) text() string {
	if len(e.Bytes) == 0 {
		return e.Token
	}
	out := make([]byte, len(e.Bytes))
	for i, c := range e.Bytes {
		if c < 0 || c > 255 {
			return e.Token
		}
		out[i] = byte(c)
	}
	return string(out)
}

// positions reads columns.
func (l *logprobs) positions(most int) (all []position) {
	for i, top := range l.Top {
		at := position{}
		if i < len(l.Tokens) {
			at.wrote = unescaped(l.Tokens[i])
		}
		for text, logprob := range top {
			at.told = append(at.told, piece{unescaped(text), math.Exp(logprob)})
		}
		at.tidy(most)
		all = append(all, at)
	}
	return all
}

// unescaped reads how completions write a token that is no text:
// bytes:\xe2\x80.
func unescaped(s string) string {
	rest, ok := strings.CutPrefix(s, "bytes:")
	if !ok {
		return s
	}
	var out []byte
	for rest != "" {
		hex, ok := strings.CutPrefix(rest, `\x`)
		if !ok || len(hex) < 2 {
			return s
		}
		c, err := strconv.ParseUint(hex[:2], 16, 8)
		if err != nil {
			return s
		}
		out, rest = append(out, byte(c)), hex[2:]
	}
	return string(out)
}

// tidy ranks what is told. Some servers add the token that they drew to the
// likeliest, or give one that cannot come a log-probability of -9999: the first
// most are the likeliest.
func (p *position) tidy(most int) {
	p.told = slices.DeleteFunc(p.told, func(t piece) bool { return !(t.p > 0) }) // a NaN too
	byFall := func(a, b piece) int {
		return cmp.Or(cmp.Compare(b.p, a.p), strings.Compare(a.text, b.text))
	}
	slices.SortFunc(p.told, byFall)
	p.told = p.told[:min(len(p.told), most)]
	p.spell()
	sum := map[string]float64{}
	for _, t := range p.told {
		sum[t.text] += t.p
	}
	var one []piece
	for _, t := range p.told {
		if all, ok := sum[t.text]; ok {
			one = append(one, piece{t.text, all})
			delete(sum, t.text)
		}
	}
	slices.SortFunc(one, byFall)
	p.told = one
}

// spell reads tokens that are written as vocabularies have them, Ġthere or ▁there
// for " there": one of them has such a sign, and none a blank, which such
// writing does not have.
func (p *position) spell() {
	for _, way := range []struct {
		sign rune
		read func(string) (string, bool)
	}{
		{token.ByteRune(' '), token.OfByteRunes},
		{'▁', func(s string) (string, bool) { return strings.ReplaceAll(s, "▁", " "), !strings.Contains(s, " ") }},
	} {
		signed, fits := false, true
		for _, t := range p.told {
			_, ok := way.read(t.text)
			signed, fits = signed || strings.ContainsRune(t.text, way.sign), fits && (ok || ends[t.text])
		}
		if !signed || !fits {
			continue
		}
		for i, t := range p.told {
			if !ends[t.text] {
				p.told[i].text, _ = way.read(t.text)
			}
		}
		return
	}
}
