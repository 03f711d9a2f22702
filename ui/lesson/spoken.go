package lesson

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// counted are the numbers that people write as a word, by their value.
var counted = []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// written is a number in Chinese characters and what is counted, which has to
// follow: 三題 is three of them, while 一樣 and 一半 are no number.
var written = regexp.MustCompile(`^(百分之)?([零〇一二兩三四五六七八九十百千]+)(?:$|\s|[，。,.個題倍步階層列欄種項則名次份段句格位度])`)

// readWritten reads a number in Chinese characters, below 10,000, at the start of
// a text, and returns what follows it. Percent, which Chinese says before the
// number, is put behind it.
func readWritten(text string) (value float64, rest string, ok bool) {
	m := written.FindStringSubmatch(text)
	if m == nil {
		return 0, "", false
	}
	rest = text[len(m[1])+len(m[2]):]
	if m[1] != "" {
		rest = "%" + rest
	}
	return valueOf(m[2]), rest, true
}

// valueOf is the number that Chinese characters write: 十五 is 15, 二十 is 20,
// and 一二八, digit by digit, 128.
func valueOf(characters string) float64 {
	var sum, digit float64
	for _, r := range characters {
		switch i := slices.Index([]rune("零一二三四五六七八九"), r); {
		case r == '十':
			sum, digit = sum+float64(10*max(digit, 1)), 0
		case r == '百':
			sum, digit = sum+float64(100*max(digit, 1)), 0
		case r == '千':
			sum, digit = sum+float64(1000*max(digit, 1)), 0
		case r == '兩':
			digit = float64(10*digit) + 2
		default:
			digit = float64(10*digit) + float64(max(i, 0)) // 〇 is 0 too
		}
	}
	return sum + digit
}

// opening are the words that may stand before what somebody means to say, and
// articles, which may stand anywhere.
var (
	articles = []string{"a", "an", "the", "it", "they"}
	opening  = []string{"i", "think", "guess", "say", "maybe", "perhaps", "probably", "it's", "they're", "is", "are", "by", "with"}

	openingHan = regexp.MustCompile(`^(?:我|覺得|認為|猜|想|應該|可能|也許|大概|答案是)+`)
	closingHan = regexp.MustCompile(`[吧啊喔哦呢啦耶的了]+$`)
)

// says reports whether a guess has the words of a form of an answer, or begins
// with them: "no, it rises" says no, and so does "no it rises"; "fewer than 8"
// says fewer.
func says(guess, form string) bool {
	if sameWords(guess, form) {
		return true
	}
	if first := lead(guess); strings.ContainsFunc(first, unicode.IsLetter) && sameWords(first, form) {
		return true
	}
	words := strings.Fields(strings.ToLower(guess))
	if than := slices.Index(words, "than"); than > 0 && sameWords(strings.Join(words[:than], " "), form) {
		return true
	}
	return len(words) > 2 && (words[0] == "yes" || words[0] == "no") && sameWords(words[0], form)
}

// plainWords folds case and width, and drops punctuation, articles, the it and
// they with which an answer may begin, and what is said in politeness, as in I
// think or 應該. Blanks and hyphens count between digits only: pre LN is preLN,
// and 24 1 is not 241.
func plainWords(text string) string {
	words := strings.FieldsFunc(strings.ToLower(halfWidth(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\''
	})
	var kept []string
	for _, w := range words {
		w = strings.Trim(w, "'")
		if w == "" || slices.Contains(articles, w) {
			continue
		}
		kept = append(kept, w)
	}
	for len(kept) > 1 && slices.Contains(opening, kept[0]) {
		kept = kept[1:]
	}
	plain := joinWords(kept)
	short := openingHan.ReplaceAllString(closingHan.ReplaceAllString(plain, ""), "")
	if short == "" {
		return plain
	}
	return short
}

// joinWords writes words without blanks, except between two digits.
func joinWords(words []string) string {
	var b strings.Builder
	last := ' '
	for _, w := range words {
		runes := []rune(w)
		if unicode.IsDigit(last) && unicode.IsDigit(runes[0]) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		last = runes[len(runes)-1]
	}
	return b.String()
}
