package atlas

import (
	"bytes"
	"encoding/json"
	"strings"

	"logitarium/core/lm"
	"logitarium/ui/message"
	"logitarium/viz"
)

// Plain tells the map in lines, for a screen reader: every stop, with what is
// found there, and what can be read about it.
func (a *Map) Plain(words message.Printer) string {
	var b strings.Builder
	line := func(t message.Text) { b.WriteString(viz.Clean(words.Print(t)).String() + "\n") }
	line(a.Headline())
	rows := a.rows()
	for i, s := range a.stops() {
		b.WriteString("\n")
		line(message.New("%v: %v", rows[i].name, rows[i].fact))
		if s.lab >= 0 {
			line(message.New("here is lab %d, %v: %v", s.lab+1, message.New(a.labs[s.lab].Info().Tab), a.question(s)))
		}
		if said := a.says(s); s.kind != atCard && s.kind != atText {
			line(said)
		}
	}
	return b.String()
}

// The form of the JSON.
type (
	document struct {
		Model    string   `json:"model"`
		Text     string   `json:"text"`
		Skipped  int      `json:"skipped,omitempty"` // tokens before those that were read
		Tokens   []piece  `json:"tokens"`
		Word     *float64 `json:"word,omitempty"`
		Place    *float64 `json:"place,omitempty"`
		Sum      *float64 `json:"sum,omitempty"`
		Blocks   []inside `json:"blocks,omitempty"`
		Sampling cuts     `json:"sampling"`
		Told     []guess  `json:"told,omitempty"`
		Next     []guess  `json:"next,omitempty"`
		Cards    []about  `json:"cards"`
	}
	piece struct {
		ID   int    `json:"id"`
		Text string `json:"text"`
	}
	inside struct {
		Attention float64     `json:"attention"`
		MLP       float64     `json:"mlp"`
		RMS       float64     `json:"rms"`
		Heads     [][]float32 `json:"heads"`
		Says      []guess     `json:"says"`
	}
	guess struct {
		ID   int     `json:"id"`
		Text string  `json:"text"`
		P    float64 `json:"p"`
	}
	cuts struct {
		Temperature float64 `json:"temperature"`
		TopK        int     `json:"top_k"`
		TopP        float64 `json:"top_p"`
		MinP        float64 `json:"min_p"`
	}
	about struct {
		Lab  string `json:"lab"`
		Fact string `json:"fact"`
	}
)

// JSON returns the map as one JSON object with all digits, a line break after
// it. Temperature and cuts have been applied to "next" alone.
func (a *Map) JSON() (string, error) {
	if a.failure != nil {
		return "", a.failure
	}
	d := document{Model: lm.Subject(a.lm.Model), Text: a.text, Cards: []about{}}
	text := func(token int) string { return string(a.lm.Tokens.Bytes(token)) }
	if v := a.view; v != nil {
		d.Skipped = v.skipped
		for _, t := range v.tokens {
			d.Tokens = append(d.Tokens, piece{t, text(t)})
		}
		if l := v.look; l != nil {
			d.Word, d.Place, d.Sum = &l.Word, &l.Place, &l.Start
			for _, b := range l.Blocks {
				out := inside{Attention: b.Attention, MLP: b.MLP, RMS: b.RMS, Heads: b.Heads}
				for _, g := range b.Says {
					out.Says = append(out.Says, guess{g.Token, text(g.Token), g.P})
				}
				d.Blocks = append(d.Blocks, out)
			}
		}
		d.Sampling = cuts{v.by.temperature, v.by.topK, v.by.topP, v.by.minP}
		for _, c := range v.next.Top {
			d.Told = append(d.Told, guess{c.Token, text(c.Token), c.P})
		}
		if v.certain {
			for _, t := range v.chosen.Order {
				d.Next = append(d.Next, guess{t, text(t), v.chosen.P(t)})
			}
		}
	}
	for _, c := range a.cards {
		d.Cards = append(d.Cards, about{c.id, c.known.String()})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(d)
	return b.String(), err
}
