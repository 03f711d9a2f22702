package viz

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestWrapKeepsNumbersWhole(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  []string
	}{
		{"it loses 11.3 %.", 14, []string{"it loses", "11.3 %."}},
		{"it takes 64 MB, or", 12, []string{"it takes", "64 MB, or"}},
		{"in 64 MBs", 6, []string{"in 64", "MBs"}}, // no unit of ours
		{"for k = 3 only", 8, []string{"for", "k = 3", "only"}},
		{"and 0.2 < 0.5 so", 10, []string{"and", "0.2 < 0.5", "so"}},
		{"where p ≥ .9 is", 10, []string{"where", "p ≥ .9 is"}},
		{"at T 0.7 it", 6, []string{"at", "T 0.7", "it"}},
		{"it is a 12 or", 8, []string{"it is a", "12 or"}}, // an article
		{"so 3 of 8 are", 6, []string{"so", "3 of 8", "are"}},
		{"so 3 of it", 7, []string{"so 3 of", "it"}},
		{"12 + 13 + 14", 8, []string{"12 + 13", "+ 14"}}, // a sum breaks before its signs
		{"costs ln 1,024 = 6.93 nats.", 22, []string{"costs", "ln 1,024 = 6.93 nats."}},
		{"loss = 1.25 now", 8, []string{"loss", "= 1.25", "now"}},
		{"那時T = 0.7，", 9, []string{"那時", "T = 0.7，"}},
		{"大約 11.3 %。", 8, []string{"大約", "11.3 %。"}},
		{"佔 3 of 8 個", 9, []string{"佔", "3 of 8 個"}},
		// Too narrow for both: the blank breaks, and no word does.
		{"it is 12345 MB", 7, []string{"it is", "12345", "MB"}},
		{"123456 %", 6, []string{"123456", "%"}},
		{"k = 12345", 6, []string{"k =", "12345"}},
		{"第 2345 對", 5, []string{"第", "2345", "對"}},
	} {
		var got []string
		for _, line := range Wrap(CleanLines(c.in), c.width) {
			got = append(got, line.String())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q in %d: %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

// TestWrapParts wraps sentences of parts that are whole each: as long as a line
// has room for each of them, none is parted, and no line has more than fits.
func TestWrapParts(t *testing.T) {
	parts := strings.Split("11.3 %|64 MB,|2.5 bits|−3 dB.|(5 ms)|k = 3|p ≥ .9|γ 1.0|0.2 < 0.5|3 × 4|3 of 8|1,024 σ;|174.6 B|"+
		"y 7|第 2 對|12 個，|1498倍。|3.5％|圖書館", "|")
	between := strings.Fields("the forest. word, 「好」 （圖）")
	room := 0
	for _, p := range parts {
		room = max(room, Clean(p).Width())
	}
	src := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var sentence []string
		for range 2 + src.IntN(12) {
			sentence = append(sentence, parts[src.IntN(len(parts))], between[src.IntN(len(between))])
		}
		text := strings.Join(sentence, " ")
		width := room + src.IntN(40)
		var all []string
		for _, line := range Wrap(Clean(text), width) {
			if line.Width() > width {
				t.Fatalf("%q has %d cells of %d", line.s, line.Width(), width)
			}
			all = append(all, line.s)
		}
		at := 0
		whole := strings.Join(all, "\n")
		for _, p := range sentence {
			if p == "圖書館" {
				continue // may break between its characters
			}
			i := strings.Index(whole[at:], p)
			if i < 0 {
				t.Fatalf("%q in %d: %q is parted: %q", text, width, p, all)
			}
			at += i
		}
	}
}

func TestBound(t *testing.T) {
	for in, want := range map[string]string{
		"":                               "",
		" ":                              " ",
		"it loses 11.3 %, so k = 3 is 3": "it loses 11.3_%, so k_=_3 is 3",
		"第 2 對有 64 MB。 好":                "第_2_對有 64_MB。 好",
	} {
		if got := strings.ReplaceAll(Clean(in).Bound().String(), "\u00a0", "_"); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// TestWrapPunctuation wraps Chinese text without blanks: where each character
// with its punctuation has room, no line begins with what closes or ends with
// what opens.
func TestWrapPunctuation(t *testing.T) {
	const closes, opens = "，。、：；！？」）》％%…”", "「（《“"
	src := rand.New(rand.NewPCG(3, 4))
	one := func(of string) string {
		all := []rune(of)
		return string(all[src.IntN(len(all))])
	}
	for range 3000 {
		var text strings.Builder
		for range 4 + src.IntN(30) {
			if src.IntN(4) == 0 {
				text.WriteString(one(opens))
			}
			text.WriteString(one("圖書館第個7跟3x"))
			for range src.IntN(3) {
				text.WriteString(one(closes))
			}
		}
		width := longestRun(text.String()) + src.IntN(20)
		for _, line := range Wrap(Clean(text.String()), width) {
			if line.Width() > width {
				t.Fatalf("%q has %d cells of %d", line.s, line.Width(), width)
			}
			drawn := []rune(line.s)
			if strings.ContainsRune(closes, drawn[0]) {
				t.Fatalf("%q in %d: a line begins %q", text.String(), width, line.s)
			}
			if strings.ContainsRune(opens, drawn[len(drawn)-1]) {
				t.Fatalf("%q in %d: a line ends %q", text.String(), width, line.s)
			}
		}
	}
}

// longestRun is how many cells the longest part of a text takes that no line
// needs to be broken in: between two Chinese characters there may be a break.
func longestRun(text string) int {
	longest, from := 0, 0
	all := []rune(text)
	for i, r := range all {
		if i > 0 && unicode.Is(unicode.Han, r) && unicode.Is(unicode.Han, all[i-1]) && all[i-1] != '第' {
			from = i
		}
		longest = max(longest, Clean(string(all[from:i+1])).Width())
	}
	return longest
}
