package token_test

import (
	"fmt"
	"slices"

	"logitarium/core/token"
)

func ExamplePattern_Pieces() {
	for _, cut := range []token.Pattern{token.GPT2, token.Llama3, token.Qwen2} {
		fmt.Printf("%q\n", slices.Collect(cut.Pieces("Don't (12345)\n\nx")))
	}
	// Output:
	// ["Don" "'t" " (" "12345" ")" "\n" "\n" "x"]
	// ["Don" "'t" " (" "123" "45" ")\n\n" "x"]
	// ["Don" "'t" " (" "1" "2" "3" "4" "5" ")\n\n" "x"]
}

func ExampleCutNamed() {
	_, err := token.CutNamed("viking")
	fmt.Println(err)
	// Output:
	// text is cut by the pre-tokenizer "viking", which is not built in; gpt-2, llama-bpe, qwen2, smollm and deepseek-llm are
}

// A SentencePiece vocabulary of the bytes and four tokens more. "é" is none of
// them and is spelt by its bytes.
func ExampleNewVocabulary() {
	s := token.Spec{SentencePiece: true, Blank: true, Begin: 256, End: 256, AddBegin: true}
	add := func(name string, role token.Role, score float32) {
		s.Tokens, s.Roles, s.Scores = append(s.Tokens, name), append(s.Roles, role), append(s.Scores, score)
	}
	for c := range 256 {
		add(fmt.Sprintf("<0x%02X>", c), token.Byte, 0)
	}
	add("<s>", token.Control, 0)
	add("▁", token.Normal, -3)
	add("a", token.Normal, -4)
	add("▁a", token.Normal, -1)
	v, err := token.NewVocabulary(s)
	if err != nil {
		fmt.Println(err)
		return
	}
	ids := v.Encode("a aé")
	for _, id := range ids {
		fmt.Printf("%d %q\n", id, v.Bytes(id))
	}
	fmt.Printf("%q %v\n", v.Decode(ids), v.Tokenize("<s>", true))
	// Output:
	// 256 "<s>"
	// 259 " a"
	// 259 " a"
	// 195 "\xc3"
	// 169 "\xa9"
	// "a aé" [256 256]
}
