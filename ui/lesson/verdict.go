package lesson

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"logitarium/ui/message"
)

// Verdict says what is right, and how near a guess was: by how much, if it and
// the answer, or another form of it, begin with a number of the same unit, else
// whether its words are those of a right or a wrong answer. Where that can't be
// said the two stand side by side.
func (c Caption) Verdict() message.Text {
	guess, answer := strings.TrimSpace(c.Guess), strings.TrimSpace(c.Answer)
	if guess == "" {
		return message.New("the answer: %s", answer)
	}
	isSaid := func(form string) bool { return says(guess, form) }
	how, isNear := nearness(guess, answer)
	switch {
	case slices.ContainsFunc(c.Wrong, isSaid):
		return message.New("you said %s: no; the answer: %s", guess, answer)
	case isNear && !slices.ContainsFunc(c.Right, isSaid):
		return message.New("you said %s; it is %s: %v", guess, answer, how)
	case isSaid(answer):
		return message.New("you said %s: that is it", guess)
	case c.isRight(guess), c.isNumber(guess):
		return message.New("you said %s: right; the answer: %s", guess, answer)
	}
	for _, form := range c.numbers() {
		if how, ok := nearness(guess, form); ok {
			return message.New("you said %s; it is %s: %v", guess, answer, how)
		}
	}
	return message.New("you said %s; the answer: %s", guess, answer)
}

// isRight reports whether a guess has the words of the answer, of what it begins
// with, or of another form of it.
func (c Caption) isRight(guess string) bool {
	return says(guess, c.Answer) || says(guess, lead(c.Answer)) ||
		slices.ContainsFunc(c.Right, func(form string) bool { return says(guess, form) })
}

// isNumber reports whether a guess is one of the answer's numbers, to its digits:
// "2 times" is 2.
func (c Caption) isNumber(guess string) bool {
	said, _ := readAmount(guess)
	return slices.ContainsFunc(c.numbers(), func(form string) bool {
		right, _ := readAmount(form)
		_, ok := nearness(guess, form)
		return ok && said.is(right)
	})
}

// numbers are the forms of the answer that are a number and nothing else: a guess
// of 3 is not "2 too high" for "the row", though "one row" is a form of it.
func (c Caption) numbers() []string {
	var all []string
	for _, form := range c.Right {
		words := plainWords(form)
		if slices.Contains(counted, words) || words != "" && digits.FindString(form) == form {
			all = append(all, form)
		}
	}
	return all
}

func sameWords(a, b string) bool {
	words := plainWords(a)
	return words != "" && words == plainWords(b)
}

// nearness says how near a guess is to an answer, if both begin with a number
// of the same unit, and the guess has no second number that the answer lacks.
func nearness(guess, answer string) (message.Text, bool) {
	g, ok := readAmount(guess)
	a, ok2 := readAmount(answer)
	if !ok || !ok2 || !g.comparable(a) {
		return message.Text{}, false
	}
	answers := digits.FindAllString(answer, -1)
	for i, d := range digits.FindAllString(halfWidth(guess), -1) {
		if i > 0 && !slices.Contains(answers, d) {
			return message.Text{}, false
		}
	}
	return g.against(a), true
}

// digits is a number as it stands in a text.
var digits = regexp.MustCompile(`\d+(?:[.,]\d+)*(?:[eE][-+]?\d+)?`)

// amount is a number at the start of a text, and the unit after it.
type amount struct {
	value    float64
	decimals int    // of its last digit: 4 of 1.5e-3
	unit     string // a word, folded; "" for none
}

var (
	hedge  = regexp.MustCompile(`(?i)^(?:(?:about|around|roughly|approximately|almost|nearly|some|circa|ca\.|by)\s+|[~≈=]\s*|(?:大約|約|大概|差不多|將近|接近)\s*)`)
	number = regexp.MustCompile(`^[-+−–]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][-+]?\d{1,3})?`)
	unit   = regexp.MustCompile(`^\s*(%|°C?|[\p{L}/²³µ]+)`)
)

// readAmount reads a number with a decimal point or comma, or a small one that
// is written as a word or in Chinese characters.
func readAmount(text string) (amount, bool) {
	text = strings.TrimSpace(halfWidth(text))
	text = text[len(hedge.FindString(text)):]
	digits := number.FindString(text)
	if digits == "" {
		for i, word := range counted {
			if rest, ok := strings.CutPrefix(strings.ToLower(text), word); ok && (rest == "" || rest[0] == ' ') {
				return amount{value: float64(i), unit: unitOf(rest)}, true
			}
		}
		if v, rest, ok := readWritten(text); ok {
			return amount{value: v, unit: unitOf(rest)}, true
		}
		return amount{}, false
	}
	plain := strings.NewReplacer("−", "-", "–", "-").Replace(digits)
	plain = pointed(plain)
	v, err := strconv.ParseFloat(plain, 64)
	if err != nil {
		return amount{}, false
	}
	a := amount{value: v, unit: unitOf(text[len(digits):])}
	if strings.HasPrefix(text[len(digits):], "/") { // 1/2 is no 1
		return amount{}, false
	}
	mantissa, exponent, _ := strings.Cut(strings.ToLower(plain), "e")
	_, decimals, _ := strings.Cut(mantissa, ".")
	power, _ := strconv.Atoi(exponent) // "" is 0
	a.decimals = max(len(decimals)-power, 0)
	return a, true
}

// pointed writes a number with a decimal point: 0,64 and 1,024 and 1.024,5 are
// 0.64, 1024 and 1024.5. The digits of an exponent don't count.
func pointed(s string) string {
	if e := strings.IndexAny(s, "eE"); e >= 0 {
		return pointed(s[:e]) + s[e:]
	}
	point, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	switch {
	case comma < 0:
		return s
	case point > comma, strings.Count(s, ",") > 1: // commas group thousands
		return strings.ReplaceAll(s, ",", "")
	case point >= 0: // points do
		return strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	}
	whole, rest, _ := strings.Cut(s, ",")
	whole = strings.TrimLeft(whole, "-+")
	if len(rest) == 3 && whole != "" && whole != "0" && len(whole) <= 3 {
		return strings.ReplaceAll(s, ",", "")
	}
	return strings.Replace(s, ",", ".", 1)
}

// unitOf is the first word after a number, if it may be a unit.
func unitOf(rest string) string {
	m := unit.FindStringSubmatch(rest)
	if m == nil {
		return ""
	}
	word := strings.ToLower(m[1])
	for _, around := range []string{"左右", "上下", "吧"} {
		word = strings.TrimSuffix(word, around)
	}
	switch word {
	case "", "個", "of", "or", "and", "to", "in", "at", "by", "per", "more", "less":
		return ""
	case "percent", "pct":
		return "%"
	}
	if len(word) > 3 {
		word = strings.TrimSuffix(word, "s")
	}
	return word
}

// comparable reports whether both count the same, as far as they say what.
func (a amount) comparable(b amount) bool { return a.unit == "" || b.unit == "" || a.unit == b.unit }

// is reports whether a guess is right, to the decimals of what is right.
func (a amount) is(right amount) bool {
	return math.Abs(a.value-right.value) < 0.5*math.Pow(10, -float64(right.decimals))*(1-1e-9)
}

// against says how near a guess is to what is right.
func (a amount) against(right amount) message.Text {
	diff := a.value - right.value
	if a.is(right) {
		return message.New("right")
	}
	const most = 12 // beyond which a difference is written by its power of ten
	decimals := min(max(a.decimals, right.decimals), most)
	size := strconv.FormatFloat(math.Abs(diff), 'f', decimals, 64)
	if strings.Contains(size, ".") {
		size = strings.TrimRight(strings.TrimRight(size, "0"), ".")
	}
	if math.Abs(diff) >= 1e9 || size == "0" {
		size = strconv.FormatFloat(math.Abs(diff), 'g', 3, 64)
	}
	var about message.Text
	if a.value*right.value > 0 {
		guess, answer := math.Abs(a.value), math.Abs(right.value)
		switch {
		case math.Abs(diff) <= 0.1*answer:
			about = message.New("close")
		case guess > answer:
			about = largerBy.words(guess / answer)
		default:
			about = smallerBy.words(answer / guess)
		}
	}
	switch {
	case diff < 0 && about.Empty():
		return message.New("%s too low", size)
	case diff < 0:
		return message.New("%s too low (%v)", size, about)
	case about.Empty():
		return message.New("%s too high", size)
	}
	return message.New("%s too high (%v)", size, about)
}

// ratio says how many times what was guessed is of the answer, or the answer of
// what was guessed.
type ratio struct{ twice, almostTwice, times, almost, about, most message.ID }

var (
	largerBy = ratio{
		"twice", "almost twice", "%.0f times", "almost %.0f times", "%.1f times", "more than 1000 times",
	}
	smallerBy = ratio{
		"the answer is twice that", "the answer is almost twice that", "the answer is %.0f times that",
		"the answer is almost %.0f times that", "the answer is %.1f times that", "the answer is more than 1000 times that",
	}
)

// words puts a ratio of 1 or more in words; it is empty for one close to 1.
func (r ratio) words(of float64) message.Text {
	n := math.Round(of)
	exact, almost := n >= 2 && math.Abs(of-n) <= 0.02*n, n >= 2 && of < n && n-of <= 0.15*n
	switch {
	case of < 1.3:
		return message.Text{}
	case of >= 1000:
		return message.New(r.most)
	case exact && n == 2:
		return message.New(r.twice)
	case exact:
		return message.New(r.times, n)
	case almost && n == 2:
		return message.New(r.almostTwice)
	case almost:
		return message.New(r.almost, n)
	}
	return message.New(r.about, of)
}

// lead returns the beginning of an answer: "it falls" of "It falls, to 0.64 bits."
func lead(answer string) string {
	if first := strings.IndexAny(answer, ",;:.(–—，；：。（"); first > 0 {
		return answer[:first]
	}
	return answer
}

// halfWidth writes the full-width forms of ASCII, which an input method for
// Chinese or Japanese gives, in the usual ones.
func halfWidth(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '\uff01' && r <= '\uff5e':
			return r - '\uff01' + '!'
		case r == '\u3000':
			return ' '
		}
		return r
	}, text)
}

// Reply is what a guess says, as far as it can be counted with others.
type Reply struct {
	Empty   bool
	Right   bool    // it is the answer, in its words or as a number
	Wrong   int     // the wrong answer whose words it has, by its place in the tape; -1 for none
	Numeric bool    // it begins with a number that can be held against the answer's
	Number  float64 // if Numeric
}

// Reply tells what was guessed at a question.
func (c Caption) Reply() Reply {
	guess := strings.TrimSpace(c.Guess)
	r := Reply{Empty: guess == "", Right: c.isRight(guess)}
	r.Wrong = slices.IndexFunc(c.Wrong, func(form string) bool { return says(guess, form) })
	for _, form := range append([]string{strings.TrimSpace(c.Answer)}, c.numbers()...) {
		if _, ok := nearness(guess, form); !ok {
			continue
		}
		said, _ := readAmount(guess)
		right, _ := readAmount(form)
		r.Numeric, r.Number = true, said.value
		r.Right = r.Right || said.is(right)
	}
	return r
}
