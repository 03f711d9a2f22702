// Package chat writes a question in the format that a model was tuned to be
// asked in: special tokens stand around it, and the model's turn comes next.
//
// Model files carry that format as a template in a language of its own, Jinja,
// which is not run here: the templates of some families are recognised by the
// names of their special tokens, as llama.cpp does without a Jinja interpreter,
// and one that is not recognised is said to be unknown.
//
// Source: llama.cpp, src/llama-chat.cpp, llm_chat_detect_template and
// llm_chat_apply_template, with one message, of the user.
package chat

import "strings"

// Format is how a family of models is asked. A prompt is Open, Lead, the
// question and Close. The token that begins a text stands before it as the
// tokenizer has it, and never twice.
type Format struct {
	Family string // "Llama 3"
	Open   string // names of special tokens
	Lead   string // text before the question
	Close  string // special tokens, and the head of the model's turn
}

// Prompt returns what the model reads.
func (f Format) Prompt(question string) string { return f.Open + f.Lead + question + f.Close }

// formats are the families that are recognised, by what their templates have
// and lack. The first that fits counts.
var formats = []struct {
	has, lacks []string
	Format
}{
	{[]string{"<|im_start|>"}, []string{"<|im_sep|>", "<end_of_utterance>"},
		Format{"ChatML (Qwen)", "<|im_start|>", "user\n", "<|im_end|>\n<|im_start|>assistant\n"}},
	{[]string{"<|start_header_id|>", "<|end_header_id|>"}, []string{"<|im_start|>"},
		Format{"Llama 3", "<|start_header_id|>user<|end_header_id|>", "\n\n", "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"}},
	{[]string{"<start_of_turn>"}, []string{"<|im_start|>"},
		Format{"Gemma", "<start_of_turn>", "user\n", "<end_of_turn>\n<start_of_turn>model\n"}},
	{[]string{"[INST]", "[AVAILABLE_TOOLS]", `"[INST]"`}, []string{"[SYSTEM_PROMPT]", " [INST]", "<|im_start|>"},
		Format{"Mistral v3 (Tekken)", "[INST]", "", "[/INST]"}},
	{[]string{"[INST]", "[AVAILABLE_TOOLS]"}, []string{"[SYSTEM_PROMPT]", " [INST]", "<|im_start|>"},
		Format{"Mistral v3", "[INST]", " ", "[/INST]"}},
	{[]string{"[INST]", "[SYSTEM_PROMPT]"}, []string{"<|im_start|>"},
		Format{"Mistral v7", "[INST]", " ", "[/INST]"}},
}

// Recognise returns the format of a template; ok is false if it is of no family
// that is known here.
func Recognise(template string) (f Format, ok bool) {
	in := func(marker string) bool { return strings.Contains(template, marker) }
	for _, c := range formats {
		fits := true
		for _, m := range c.has {
			fits = fits && in(m)
		}
		for _, m := range c.lacks {
			fits = fits && !in(m)
		}
		if fits {
			return c.Format, true
		}
	}
	return Format{}, false
}
