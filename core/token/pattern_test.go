package token

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// white is \s of the published patterns: Unicode's white space.
const white = `[\t-\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]`

// The published patterns as far as Go's regexp has them: what stands before the
// two that look ahead, which take white space.
var (
	asGPT2   = regexp.MustCompile(`^('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?(?:[^\p{L}\p{N}` + white[1:] + `)+)`)
	asLlama3 = regexp.MustCompile(modern(`\p{N}{1,3}`))
	asQwen2  = regexp.MustCompile(modern(`\p{N}`))
)

func modern(numbers string) string {
	return `^('[sStTmMdD]|'[rR][eE]|'[vV][eE]|'[lL][lL]|[^\r\n\p{L}\p{N}]?\p{L}+|` + numbers + `| ?(?:[^\p{L}\p{N}` + white[1:] + `)+[\r\n]*|` + white + `*[\r\n]+)`
}

var spaces = regexp.MustCompile(`^` + white + `+`)

// byPattern cuts a text as a pattern does: first its beginning, then \s+(?!\S),
// which leaves the last of some white space to what follows, then \s+. The
// first alternative that matches counts, not the longest.
func byPattern(p *regexp.Regexp, text string) (all []string) {
	for text != "" {
		n := len(p.FindString(text))
		if n == 0 {
			blank := spaces.FindString(text)
			n = len(blank)
			if _, last := utf8.DecodeLastRuneInString(blank); n < len(text) && n > last {
				n -= last
			}
		}
		all = append(all, text[:n])
		text = text[n:]
	}
	return all
}

// What is written by hand cuts texts as the patterns do.
func TestCutsAsPatterns(t *testing.T) {
	parts := []string{" ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000", "a", "B", "ß", "狐", "狐狸", "1", "23", "4567", "½", "٣", "'", "'s", "'S", "'re", "'Re", "'LL", "'l", "'ſ", ".", "...", "-", "€", "😀", "\u0301", "_", "x's", "!\n", "?\r"}
	r := rand.New(rand.NewPCG(7, 7))
	for _, tt := range []struct {
		name string
		cut  Pattern
		as   *regexp.Regexp
	}{{"gpt-2", GPT2, asGPT2}, {"llama-bpe", Llama3, asLlama3}, {"qwen2", Qwen2, asQwen2}} {
		for range 4000 {
			var b strings.Builder
			for range r.IntN(9) {
				b.WriteString(parts[r.IntN(len(parts))])
			}
			text := b.String()
			got, want := slices.Collect(tt.cut.Pieces(text)), byPattern(tt.as, text)
			if !slices.Equal(got, want) {
				t.Fatalf("%s cuts %q into %q, want %q", tt.name, text, got, want)
			}
		}
	}
}

// Every way to cut gives back the text, without empty pieces, and may be left
// early.
func TestPiecesAreTheText(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for cut := GPT2; cut <= DeepSeekLLM; cut++ {
		for range 500 {
			b := make([]byte, r.IntN(30))
			for i := range b {
				b[i] = " \t\r\n'sabz019.,\xff\xe7\x8b\x90\xf0\xc2\xa0"[r.IntN(21)]
			}
			text := string(b)
			all := slices.Collect(cut.Pieces(text))
			if strings.Join(all, "") != text || slices.Contains(all, "") {
				t.Fatalf("cut %d: %q becomes %q", cut, text, all)
			}
			for first := range cut.Pieces(text) {
				if first != all[0] {
					t.Fatalf("cut %d: the first piece of %q is %q, and alone %q", cut, text, all[0], first)
				}
				break
			}
		}
	}
}

// Cuts that are several patterns in turn, worked out by hand.
func TestCutsInTurn(t *testing.T) {
	for _, tt := range []struct {
		cut  Pattern
		text string
		want []string
	}{
		{SmolLM, "", nil},
		{SmolLM, "12", []string{"1", "2"}},
		{SmolLM, " 12 a3b", []string{" ", "1", "2", " a", "3", "b"}},
		{SmolLM, "½x", []string{"½", "x"}},
		{SmolLM, "  a", []string{" ", " a"}},
		{DeepSeekLLM, "", nil},
		{DeepSeekLLM, "a\nb", []string{"a", "\n", "b"}},
		{DeepSeekLLM, "\r\n", []string{"\r", "\n"}},
		{DeepSeekLLM, "one two", []string{"one", " two"}},
		{DeepSeekLLM, "one  two", []string{"one", " ", " two"}},
		{DeepSeekLLM, "one, two!", []string{"one", ",", " two", "!"}},
		{DeepSeekLLM, "one !", []string{"one", " !"}},
		{DeepSeekLLM, "one  ", []string{"one", "  "}},
		{DeepSeekLLM, "狐狸1234狗", []string{"狐狸", "1234", "狗"}},
		{DeepSeekLLM, " 12 ½", []string{" ", "12", " ", "½"}},
	} {
		if got := slices.Collect(tt.cut.Pieces(tt.text)); !slices.Equal(got, tt.want) {
			t.Errorf("cut %d: %q becomes %q, want %q", tt.cut, tt.text, got, tt.want)
		}
	}
}

// The sets are ranges in rising order, and hold their ends and what is between.
func TestRanges(t *testing.T) {
	for name, set := range map[string][]rune{"letters": deepSeekLetters, "punctuation": deepSeekPunctuation, "han": deepSeekHan} {
		if len(set)%2 != 0 || !slices.IsSorted(set) {
			t.Fatalf("%s: %d bounds, sorted %v", name, len(set), slices.IsSorted(set))
		}
		for i := 0; i < len(set); i += 2 {
			first, last := set[i], set[i+1]
			if !inRanges(set, first) || !inRanges(set, last) || !inRanges(set, (first+last)/2) {
				t.Errorf("%s: %U to %U is not whole", name, first, last)
			}
			if i > 0 && first > set[i-1]+1 && inRanges(set, first-1) || (i == 0 && inRanges(set, first-1)) {
				t.Errorf("%s has %U before %U", name, first-1, first)
			}
		}
		if inRanges(set, set[len(set)-1]+1) || inRanges(nil, 'a') {
			t.Errorf("%s goes on behind its end", name)
		}
	}
}

// Several names of one way, and one that is not UTF-8 in the error.
func TestCutNames(t *testing.T) {
	for name, want := range cutNames {
		if got, err := CutNamed(name); err != nil || got != want {
			t.Errorf("%s is %d, %v", name, got, err)
		}
	}
	for _, name := range []string{"", "default", "Llama-BPE", "x\xff" + strings.Repeat("y", 99)} {
		if _, err := CutNamed(name); err == nil || !utf8.ValidString(err.Error()) || len(err.Error()) > 200 {
			t.Errorf("%q: %v", name, err)
		}
	}
}
