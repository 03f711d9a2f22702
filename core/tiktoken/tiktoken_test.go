package tiktoken_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"logitarium/core/tiktoken"
)

func ids(tokens []tiktoken.Token) []int {
	out := []int{}
	for _, t := range tokens {
		out = append(out, t.ID)
	}
	return out
}

func joined(tokens []tiktoken.Token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.Bytes)
	}
	return b.String()
}

// r50k_base is GPT-2's vocabulary: all reference cases.
func TestAsGPT2(t *testing.T) {
	data, err := os.ReadFile("testdata/gpt2_tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID, Op, Text string
			Expected     struct {
				IDs   []int    `json:"ids"`
				Bytes []string `json:"token_bytes_hex"`
			}
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	enc, checked := r50k(), 0
	for _, c := range file.Cases {
		if c.Op != "" && c.Op != "encode_ordinary" {
			continue // facts about the files; a special token written out
		}
		checked++
		got := enc.Encode(c.Text)
		if !slices.Equal(ids(got), c.Expected.IDs) {
			t.Errorf("%s: %q is %v, want %v", c.ID, c.Text, ids(got), c.Expected.IDs)
			continue
		}
		for i, want := range c.Expected.Bytes {
			if h := hex.EncodeToString([]byte(got[i].Bytes)); h != want {
				t.Errorf("%s: token %d has the bytes %s, want %s", c.ID, i, h, want)
			}
		}
	}
	if checked != 71 {
		t.Errorf("%d reference cases were checked, want 71", checked)
	}
}

// What tiktoken's own tests and the notebook about it in openai-cookbook say.
func TestAsPublished(t *testing.T) {
	for _, c := range []struct {
		enc  *tiktoken.Encoding
		text string
		want []int
	}{
		{r50k(), "00000000000000000", []int{8269, 10535, 830}},
		{r50k(), "antidisestablishmentarianism", []int{415, 29207, 44390, 3699, 1042}},
		{r50k(), "お誕生日おめでとう", []int{2515, 232, 45739, 243, 37955, 33768, 98, 2515, 232, 1792, 223, 30640, 30201, 29557}},
		{cl100k(), "hello world", []int{15339, 1917}},
		{cl100k(), "rer", []int{38149}},
		{cl100k(), "'rer", []int{2351, 81}},
		{cl100k(), "today\n ", []int{31213, 198, 220}},
		{cl100k(), "today\n \n", []int{31213, 27907}},
		{cl100k(), "today\n  \n", []int{31213, 14211}},
		{cl100k(), " \u00850", []int{220, 126, 227, 15}},
		{cl100k(), "👍", []int{9468, 239, 235}},
		{cl100k(), "tiktoken is great!", []int{83, 1609, 5963, 374, 2294, 0}},
		{cl100k(), "antidisestablishmentarianism", []int{519, 85342, 34500, 479, 8997, 2191}},
		{cl100k(), "2 + 2 = 4", []int{17, 489, 220, 17, 284, 220, 19}},
		{cl100k(), "お誕生日おめでとう", []int{33334, 45918, 243, 21990, 9080, 33334, 62004, 16556, 78699}},
		{o200k(), "antidisestablishmentarianism", []int{493, 129901, 376, 160388, 21203, 2367}},
		{o200k(), "2 + 2 = 4", []int{17, 659, 220, 17, 314, 220, 19}},
		{o200k(), "お誕生日おめでとう", []int{8930, 9697, 243, 128225, 8930, 17693, 4344, 48669}},
	} {
		if got := ids(c.enc.Encode(c.text)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q is %v, want %v", c.enc.Name(), c.text, got, c.want)
		}
	}
}

// The vocabularies are OpenAI's, to the byte: their files, written again, have
// the checksums that tiktoken pins.
func TestVocabularies(t *testing.T) {
	for _, c := range []struct {
		enc    *tiktoken.Encoding
		tokens int
		sum    string
	}{
		{r50k(), 50_256, "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930"},
		{cl100k(), 100_256, "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"},
		{o200k(), 199_998, "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"},
	} {
		h := sha256.New()
		tokens := c.enc.Tokens()
		for id, token := range tokens {
			fmt.Fprintf(h, "%s %d\n", base64.StdEncoding.EncodeToString([]byte(token)), id)
		}
		if sum := hex.EncodeToString(h.Sum(nil)); sum != c.sum || len(tokens) != c.tokens {
			t.Errorf("%s: %d tokens with the checksum %s, want %d with %s", c.enc.Name(), len(tokens), sum, c.tokens, c.sum)
		}
	}
}

// Each token comes back as itself where the pattern lets it stand alone.
func TestSingleTokens(t *testing.T) {
	for _, e := range all() {
		alone := 0
		for id, text := range e.Tokens() {
			if id%37 != 0 || !utf8.ValidString(text) {
				continue
			}
			if got := e.Encode(text); len(got) == 1 {
				alone++
				if got[0].ID != id {
					t.Fatalf("%s: %q is %d, want %d", e.Name(), text, got[0].ID, id)
				}
			}
		}
		if alone < 1200 {
			t.Errorf("%s: only %d tokens stand alone", e.Name(), alone)
		}
	}
}

// What the patterns do to numbers, lines and words: the bytes of the tokens.
func TestPieces(t *testing.T) {
	for _, c := range []struct {
		enc  *tiktoken.Encoding
		text string
		want []string
		why  string
	}{
		{cl100k(), "1234567", []string{"123", "456", "7"}, "numbers by three digits"},
		{o200k(), "1234567", []string{"123", "456", "7"}, "numbers by three digits"},
		{cl100k(), "x  y", []string{"x", " ", " y"}, "the last blank belongs to the word"},
		{o200k(), "x\u00a0\u00a0y", []string{"x", "\u00a0", "\u00a0", "y"}, "a blank that does not break is one too"},
	} {
		var got []string
		for _, token := range c.enc.Encode(c.text) {
			got = append(got, token.Bytes)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q is %q, want %q: %s", c.enc.Name(), c.text, got, c.want, c.why)
		}
	}
}

func TestSize(t *testing.T) {
	for enc, want := range map[*tiktoken.Encoding]int{
		r50k(): 50_257, cl100k(): 100_277, o200k(): 200_019,
	} {
		if enc.Size() != want {
			t.Errorf("%s counts %d ids, want %d", enc.Name(), enc.Size(), want)
		}
	}
}

func TestInvalidUTF8(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a\xffb", "a\ufffdb"},
		{"\xe4\xbd", "\ufffd\ufffd"},
	} {
		if got := joined(o200k().Encode(c.text)); got != c.want {
			t.Errorf("%q is read as %q, want %q", c.text, got, c.want)
		}
	}
}

func all() []*tiktoken.Encoding {
	return []*tiktoken.Encoding{r50k(), cl100k(), o200k()}
}

// FuzzEncode holds that a text comes back from its tokens, that ids are in the
// vocabulary, and that the same bytes always have the same id.
func FuzzEncode(f *testing.F) {
	for _, s := range []string{"", "the fox's den\n\n", "你好，世界", "👩‍👩‍👧", "\t x  =  1e9;", "\xff\xfe", "<|endoftext|>", strings.Repeat("^", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 {
			t.Skip()
		}
		for _, e := range all() {
			tokens := e.Encode(text)
			if utf8.ValidString(text) && joined(tokens) != text {
				t.Fatalf("%s: %q comes back as %q", e.Name(), text, joined(tokens))
			}
			seen := map[string]int{}
			for _, token := range tokens {
				if id, ok := seen[token.Bytes]; token.ID < 0 || token.ID >= e.Size() || ok && id != token.ID {
					t.Fatalf("%s: %q has the id %d, and %d elsewhere", e.Name(), token.Bytes, token.ID, id)
				}
				seen[token.Bytes] = token.ID
			}
		}
	})
}

func ExampleEncoding_Encode() {
	for _, e := range all() {
		tokens := e.Encode("你好, world")
		fmt.Printf("%s (%d ids): %d tokens, the last is %q\n", e.Name(), e.Size(), len(tokens), tokens[len(tokens)-1].Bytes)
	}
	// Output:
	// r50k_base (50257 ids): 6 tokens, the last is " world"
	// cl100k_base (100277 ids): 4 tokens, the last is " world"
	// o200k_base (200019 ids): 3 tokens, the last is " world"
}

func BenchmarkEncode(b *testing.B) {
	text := strings.Repeat("The quick brown fox, 你好, x := 1\n", 60) // 2,000 bytes
	for _, e := range all() {
		b.Run(e.Name(), func(b *testing.B) {
			for b.Loop() {
				e.Encode(text)
			}
		})
	}
}

// Names of special tokens are read as those where that is asked for.
func TestEncodeSpecial(t *testing.T) {
	r50k := r50k()
	if got, want := ids(r50k.EncodeSpecial("a<|endoftext|>b")), []int{64, 50256, 65}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want) // special-allowed in testdata/gpt2_tokens.json
	}
	if got, want := ids(r50k.Encode("a<|endoftext|>b")), []int{64, 27, 91, 437, 1659, 5239, 91, 29, 65}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, e := range []*tiktoken.Encoding{r50k, cl100k(), o200k()} {
		special := e.Special()
		if last := special[len(special)-1].ID; last != e.Size()-1 {
			t.Errorf("%s: the highest id is %d, of %d", e.Name(), last, e.Size())
		}
		text := ""
		for _, s := range special {
			text += s.Bytes
		}
		if got := e.EncodeSpecial(text); !slices.Equal(got, special) {
			t.Errorf("%s: %v, want %v", e.Name(), got, special)
		}
		for _, plain := range []string{"", "no <| special |> name", "狐狸"} {
			if !slices.Equal(e.EncodeSpecial(plain), e.Encode(plain)) {
				t.Errorf("%s: %q has no special token", e.Name(), plain)
			}
		}
	}
}

// The vocabularies, unpacked.
func r50k() *tiktoken.Encoding   { return tiktoken.Published()[0].Encoding() }
func cl100k() *tiktoken.Encoding { return tiktoken.Published()[1].Encoding() }
func o200k() *tiktoken.Encoding  { return tiktoken.Published()[2].Encoding() }

func ExamplePublished() {
	for _, v := range tiktoken.Published() {
		e := v.Encoding()
		fmt.Println(e.Name(), e.Size(), len(e.Encode("狐狸住在森林里。")))
	}
	// Output:
	// r50k_base 50257 17
	// cl100k_base 100277 15
	// o200k_base 200019 6
}
