package chat_test

import (
	"fmt"
	"testing"

	"logitarium/core/chat"
)

// The templates are beginnings of those that the models' makers publish; the
// prompts are what llama.cpp makes of them for one message of the user
// (tests/test-chat-template.cpp and src/llama-chat.cpp).
func TestRecognise(t *testing.T) {
	for _, c := range []struct{ template, family, prompt string }{
		{"{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}",
			"ChatML (Qwen)", "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n"},
		{"{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim + '<|eot_id|>' %}",
			"Llama 3", "<|start_header_id|>user<|end_header_id|>\n\nhi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"},
		{"{{ bos_token }}{{'<start_of_turn>' + role + '\n' + message['content'] | trim + '<end_of_turn>\n' }}",
			"Gemma", "<start_of_turn>user\nhi<end_of_turn>\n<start_of_turn>model\n"},
		{"{{ \"[AVAILABLE_TOOLS] [\" }}{{- \"[INST] \" + message[\"content\"] + \"[/INST]\" }}", "Mistral v3", "[INST] hi[/INST]"},
		{"{{ \"[AVAILABLE_TOOLS][\" }}{{- \"[INST]\" + message[\"content\"] + \"[/INST]\" }}", "Mistral v3 (Tekken)", "[INST]hi[/INST]"},
		{"{{ '[SYSTEM_PROMPT] ' }}{{ '[INST] ' + message['content'] + '[/INST]' }}", "Mistral v7", "[INST] hi[/INST]"},
		{"{{ '<|im_start|>' + role + '<|im_sep|>' }}", "", ""},          // Phi 4
		{"{{ '[INST] <<SYS>>' + message['content'] }}", "", ""},         // Llama 2
		{"{{ '<|user|>' + content + '<|end|><|assistant|>' }}", "", ""}, // Phi 3
		{"", "", ""},
	} {
		f, ok := chat.Recognise(c.template)
		if ok != (c.family != "") || f.Family != c.family || ok && f.Prompt("hi") != c.prompt {
			t.Errorf("%q: %+v, %v", c.template, f, ok)
		}
	}
}

func ExampleRecognise() {
	f, ok := chat.Recognise("{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>'}}")
	fmt.Printf("%v %s %q\n", ok, f.Family, f.Prompt("Who are you?"))
	// Output: true ChatML (Qwen) "<|im_start|>user\nWho are you?<|im_end|>\n<|im_start|>assistant\n"
}

func ExampleFormat_Prompt() {
	f := chat.Format{Open: "[INST]", Lead: " ", Close: "[/INST]"}
	fmt.Println(f.Prompt("Who are you?"))
	// Output: [INST] Who are you?[/INST]
}
