package class

import (
	"math"

	"logitarium/ui/lesson"
)

// A Guess is what somebody answered to a question, as far as it can be counted
// with the guesses of others.
type Guess struct {
	Kind   Kind
	Number float64 // of [Number]: rounded to four digits in a code
	Wrong  int     // of [Wrong]: which of the answers that the lesson knows to be wrong, from 0
}

// Kind says what a guess is.
type Kind int

// The kinds of guesses.
const (
	None   Kind = iota // the answer was looked at without one
	Right              // the answer, in words or as a number
	Number             // another number, where the answer is one
	Wrong              // words that the lesson knows to be wrong
	Other              // other words
)

// Guessed tells what a guess is.
func Guessed(c lesson.Caption) Guess {
	switch said := c.Reply(); {
	case said.Empty:
		return Guess{}
	case said.Wrong >= 0:
		return Guess{Kind: Wrong, Wrong: said.Wrong}
	case said.Right:
		return Guess{Kind: Right}
	case said.Numeric:
		return Guess{Kind: Number, Number: said.Number}
	}
	return Guess{Kind: Other}
}

// How guesses stand in a code: words by their number among the known answers,
// a number as a sign, four digits and a power of ten.
const (
	packedNone, packedWords, packedNumber = 0, 1, 2

	exponentBits = 5
	mantissaBits = 14

	lowestPower = -15
	mostDigits  = 9999
)

// The words of a payload: 0 is the answer, i + 1 the wrong one of that number.
const packedOther = 1<<payloadBits - 1

func (g Guess) pack() (kind, payload uint32) {
	switch g.Kind {
	case Right:
		return packedWords, 0
	case Wrong:
		return packedWords, uint32(min(g.Wrong+1, packedOther))
	case Other:
		return packedWords, packedOther
	case Number:
		return packedNumber, packNumber(g.Number)
	}
	return packedNone, 0
}

func unpack(kind, payload uint32) Guess {
	switch {
	case kind == packedWords && payload == 0:
		return Guess{Kind: Right}
	case kind == packedWords && payload == packedOther:
		return Guess{Kind: Other}
	case kind == packedWords:
		return Guess{Kind: Wrong, Wrong: int(payload) - 1}
	case kind == packedNumber:
		return Guess{Kind: Number, Number: unpackNumber(payload)}
	}
	return Guess{}
}

// packNumber rounds a number to four digits, the last of a power of ten from
// 1e-15 to 1e16; what is smaller is 0, what is larger the largest.
func packNumber(v float64) uint32 {
	sign := uint32(0)
	if v < 0 {
		sign, v = 1, -v
	}
	power := lowestPower
	for power < lowestPower+1<<exponentBits-1 && math.RoundToEven(v/math.Pow10(power)) > mostDigits {
		power++
	}
	digits := min(math.RoundToEven(v/math.Pow10(power)), mostDigits)
	if digits == 0 || math.IsNaN(v) {
		return 0
	}
	return sign<<(exponentBits+mantissaBits) | uint32(power-lowestPower)<<mantissaBits | uint32(digits)
}

func unpackNumber(p uint32) float64 {
	digits := float64(p & (1<<mantissaBits - 1))
	power := int(p>>mantissaBits&(1<<exponentBits-1)) + lowestPower
	v := digits * math.Pow10(power)
	if power < 0 {
		v = digits / math.Pow10(-power) // 0.46, and not 0.46000000000000002
	}
	if p>>(exponentBits+mantissaBits) == 1 {
		v = -v
	}
	return v
}
