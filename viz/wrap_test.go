package viz

import (
	"slices"
	"strings"
	"testing"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  []string
	}{
		{"the fox lives", 7, []string{"the fox", "lives"}},
		{"the fox ", 7, []string{"the fox"}},
		{"  indented text", 10, []string{"  indented", "text"}},
		{"a\n\nb", 5, []string{"a", "", "b"}},
		{"unbreakable", 4, []string{"unbr", "eaka", "ble"}},
		{"図書館の本。", 10, []string{"図書館の", "本。"}},
		{"世界", 3, []string{"世", "界"}},
		{"世", 1, []string{"?"}},
		{"", 5, nil},
		{"x", 0, nil},
		{"這裡有3.5％了", 9, []string{"這裡有", "3.5％了"}},
		{"說‘不好’的人", 8, []string{"說‘不好’", "的人"}},
		{"說‘不好’的人", 7, []string{"說‘不", "好’的人"}},
		{"說“好”～嗎", 7, []string{"說“好”", "～嗎"}},
		{"他說“好”", 5, []string{"他說", "“好”"}},
		{"這裡是（括號）", 9, []string{"這裡是", "（括號）"}},
		{"結束。」（完）", 12, []string{"結束。」", "（完）"}},
		{"看第 2 對波", 7, []string{"看", "第 2 對", "波"}},
		{"有 1498 倍大", 8, []string{"有", "1498 倍", "大"}},
		{"答對 0 題了", 6, []string{"答對", "0 題了"}},
		{"共1498倍大", 7, []string{"共", "1498倍", "大"}},
		{"at 12 個", 5, []string{"at", "12 個"}},
		{"in 12 steps", 5, []string{"in 12", "steps"}},
		{"see 世界 now", 6, []string{"see 世", "界 now"}},
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

// FuzzWrap: no line is too long, and nothing but blanks and breaks is lost.
func FuzzWrap(f *testing.F) {
	for i, s := range attacks {
		f.Add(s+" the fox lives in the forest 図書館の本。", i)
	}
	f.Fuzz(func(t *testing.T, in string, width int) {
		width = 2 + (width%60+60)%60
		text := CleanLines(in)
		var all strings.Builder
		for _, line := range Wrap(text, width) {
			if line.Width() > width {
				t.Fatalf("%q has %d cells of %d", line.s, line.Width(), width)
			}
			all.WriteString(line.s)
		}
		bare := strings.NewReplacer(" ", "", "\n", "")
		if got, want := bare.Replace(all.String()), bare.Replace(text.s); got != want {
			t.Fatalf("%q became %q", want, got)
		}
	})
}
