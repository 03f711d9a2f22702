package huggingface

import (
	"fmt"
	"slices"
	"testing"

	"logitarium/core/checkpoint"
)

// A token that was added without resizing the model is left out, and the
// folder opens as it does without it.
func TestOpenLeavesOutTokensWithoutARow(t *testing.T) {
	const text = "the other [PAD] the"
	plain := newSample()
	want, err := Open(plain.write(t, "", checkpoint.F32, 1), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, add := range map[string]func(*sample){
		"two files": func(s *sample) { s.files[addedFile] = `{"[PAD]": 262}` },
		"one file": func(s *sample) {
			s.setOne([]string{"t h", "th e", "Ġ the"}, func(all map[string]any) {
				all["added_tokens"] = []map[string]any{{"id": 259, "content": "<|endoftext|>"}, {"id": 262, "content": "[PAD]"}}
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSample()
			add(s)
			f, err := Open(s.write(t, "", checkpoint.F32, 1), Options{})
			if err != nil {
				t.Fatal(err)
			}
			remark := `the token "[PAD]" has id 262, and the model has 262 rows of embeddings: it is left out`
			if fmt.Sprint(f.Remarks) != fmt.Sprint([]string{remark}) {
				t.Errorf("remarks %q", f.Remarks)
			}
			if f.Tokens.Size() != 262 || !slices.Equal(f.Tokens.Encode(text), want.Tokens.Encode(text)) {
				t.Errorf("%d tokens, %v", f.Tokens.Size(), f.Tokens.Encode(text))
			}
			if want.Remarks != nil {
				t.Errorf("nothing is left out, and yet: %q", want.Remarks)
			}
		})
	}
}
