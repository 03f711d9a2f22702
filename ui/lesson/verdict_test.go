package lesson

import (
	"strings"
	"testing"
)

func TestVerdict(t *testing.T) {
	for _, c := range []struct{ guess, answer, want string }{
		{"", "it falls", "the answer: it falls"},
		{"1.2", "0.64", "you said 1.2; it is 0.64: 0.56 too high (almost twice)"},
		{"1,2 bits", "0.64 bits", "you said 1,2 bits; it is 0.64 bits: 0.56 too high (almost twice)"},
		{"0.64", "0.64 bits", "you said 0.64; it is 0.64 bits: right"},
		{"0.6401", "0.64", "you said 0.6401; it is 0.64: right"},
		{"0.6", "0.64", "you said 0.6; it is 0.64: 0.04 too low (close)"},
		{"about 5", "10", "you said about 5; it is 10: 5 too low (the answer is twice that)"},
		{"two", "2 of 1024", "you said two; it is 2 of 1024: right"},
		{"1,024", "1024 tokens", "you said 1,024; it is 1024 tokens: right"},
		{"1.024,5", "1024.5", "you said 1.024,5; it is 1024.5: right"},
		{"0,125", "0.125", "you said 0,125; it is 0.125: right"},
		{"-3", "3", "you said -3; it is 3: 6 too low"},
		{"0", "5", "you said 0; it is 5: 5 too low"},
		{"120", "100", "you said 120; it is 100: 20 too high"},
		{"30 %", "45 percent", "you said 30 %; it is 45 percent: 15 too low (the answer is 1.5 times that)"},
		{"1e6", "124", "you said 1e6; it is 124: 999876 too high (more than 1000 times)"},
		{"640 MB", "0.64 GB", "you said 640 MB; the answer: 0.64 GB"}, // no judging over units
		{"1/2", "0.5", "you said 1/2; the answer: 0.5"},
		{"It Falls.", "it falls", "you said It Falls.: that is it"},
		{"the fox", "A fox", "you said the fox: that is it"},
		{"it falls", "It falls, to 0.64 bits.", "you said it falls: right; the answer: It falls, to 0.64 bits."},
		{"ＩＴ　falls", "it falls", "you said ＩＴ　falls: that is it"},
		{"１２", "12", "you said １２; it is 12: right"},
		{"it", "the", "you said it; the answer: the"},
		{"it rises", "it falls", "you said it rises; the answer: it falls"},
		{"no", "yes, because of the norm", "you said no; the answer: yes, because of the norm"},
		{"...", "the", "you said ...; the answer: the"},
		{"森", "森", "you said 森: that is it"},
		{"3 of them", "three", "you said 3 of them; it is three: right"},
		{"0.000", "by 0.000", "you said 0.000; it is by 0.000: right"},
		{"by 1", "0.000", "you said by 1; it is 0.000: 1 too high"},
		{"24 and 1", "24 and 1", "you said 24 and 1; it is 24 and 1: right"},
		{"24 and 5", "24 and 1", "you said 24 and 5; the answer: 24 and 1"},
		{"preln", "pre-LN, by far", "you said preln: right; the answer: pre-LN, by far"},
		{"pre ln", "pre-LN", "you said pre ln: that is it"},
		{"no, it rises", "no: soup", "you said no, it rises: right; the answer: no: soup"},
		{"no it rises", "no: soup", "you said no it rises: right; the answer: no: soup"},
		{"no idea", "no: soup", "you said no idea; the answer: no: soup"},
		{"不會，會用猜的", "不會", "you said 不會，會用猜的: that is it"},
		{"1.5", "1 step", "you said 1.5; it is 1 step: 0.5 too high (1.5 times)"},
		{"I think it falls", "it falls", "you said I think it falls: that is it"},
		{"a guess", "a guess", "you said a guess: that is it"},
		{"第三列", "第三列，平移過的那一列", "you said 第三列: right; the answer: 第三列，平移過的那一列"},
		{"第 3 列", "第3列", "you said 第 3 列: that is it"},
		{"應該不動吧", "不動", "you said 應該不動吧: that is it"},
		{"我覺得是", "是", "you said 我覺得是: that is it"},
		{"的", "的", "you said 的: that is it"},
		{"十五", "15", "you said 十五; it is 15: right"},
		{"兩題", "2 題", "you said 兩題; it is 2 題: right"},
		{"一百二十八", "128", "you said 一百二十八; it is 128: right"},
		{"一二八", "128", "you said 一二八; it is 128: right"},
		{"一千五百", "大約 1,500", "you said 一千五百; it is 大約 1,500: right"},
		{"it is less open", "less open: 1.2", "you said it is less open: right; the answer: less open: 1.2"},
		{"with instructions", "by instructions", "you said with instructions: that is it"},
		{"fewer than 8", "fewer: 6", "you said fewer than 8: right; the answer: fewer: 6"},
		{"百分之五", "4.4%", "you said 百分之五; it is 4.4%: 0.6 too high"},
		{"大約 18 倍左右", "18 倍", "you said 大約 18 倍左右; it is 18 倍: right"},
		{"14個", "14 題", "you said 14個; it is 14 題: right"},
		{"一樣", "3", "you said 一樣; the answer: 3"},
		{"一半", "3", "you said 一半; the answer: 3"},
		{"10 到 20", "15", "you said 10 到 20; the answer: 15"},
		{"10-20", "15", "you said 10-20; the answer: 15"},
		{"241", "24, 1", "you said 241; it is 24, 1: 217 too high (10 times)"},
		{"0.3", "2e-3", "you said 0.3; it is 2e-3: 0.298 too high (150 times)"},
		{"3e-3", "2e-3", "you said 3e-3; it is 2e-3: 0.001 too high (1.5 times)"},
		{"0.0024", "2e-3", "you said 0.0024; it is 2e-3: right"},
		{"0.00154", "1.5e-3", "you said 0.00154; it is 1.5e-3: right"},
		{"1e-300", "2e-3", "you said 1e-300; it is 2e-3: 0.002 too low (the answer is more than 1000 times that)"},
		{"1,2e3", "1200", "you said 1,2e3; it is 1200: right"},
		{"1200", "1.2e3", "you said 1200; it is 1.2e3: right"},
		{"many", "12", "you said many; the answer: 12"},
	} {
		if got := (Caption{Guess: c.guess, Answer: c.answer}).Verdict().String(); got != c.want {
			t.Errorf("%q for %q:\n got %s\nwant %s", c.guess, c.answer, got, c.want)
		}
	}
}

func TestVerdictOfForms(t *testing.T) {
	rises := Caption{Answer: "it rises", Right: []string{"up", "it goes up", "2"}, Wrong: []string{"falls", "down"}}
	none := Caption{Answer: "none", Right: []string{"0", "no step"}, Wrong: []string{"one"}}
	row := Caption{Answer: "the row", Right: []string{"one row", "row 1"}}
	for _, c := range []struct {
		of          Caption
		guess, want string
	}{
		{row, "3", "you said 3; the answer: the row"},
		{row, "3 rows", "you said 3 rows; the answer: the row"},
		{rises, "Rises!", "you said Rises!: that is it"},
		{rises, "  UP ", "you said UP: right; the answer: it rises"},
		{rises, "goes  ｕｐ", "you said goes  ｕｐ: right; the answer: it rises"},
		{rises, "it Falls", "you said it Falls: no; the answer: it rises"},
		{rises, "2 times", "you said 2 times: right; the answer: it rises"},
		{rises, "it goes up than", "you said it goes up than: right; the answer: it rises"},
		{rises, "never down", "you said never down; the answer: it rises"},
		{none, "0", "you said 0: right; the answer: none"},
		{none, "5", "you said 5; it is none: 5 too high"},
		{none, "no steps", "you said no steps; the answer: none"},
		{none, "no step", "you said no step: right; the answer: none"},
		{none, "one", "you said one: no; the answer: none"},
	} {
		c.of.Guess = c.guess
		if got := c.of.Verdict().String(); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.guess, got, c.want)
		}
	}
}

// Whatever is typed, the answer is told, and nothing panics.
func FuzzVerdict(f *testing.F) {
	f.Add("1.2", "0.64 bits")
	f.Add("-.5e-3", "1,000,000")
	f.Add("²", "½")
	f.Add("ｕｐ", "up")
	f.Fuzz(func(t *testing.T, guess, answer string) {
		c := Caption{Guess: guess, Answer: answer, Right: []string{guess}, Wrong: []string{answer}}
		if got := c.Verdict().String(); !strings.Contains(got, strings.TrimSpace(answer)) && plainWords(guess) != plainWords(answer) {
			t.Errorf("%q for %q: %q", guess, answer, got)
		}
	})
}
