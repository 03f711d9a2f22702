package class

import (
	"strings"

	"logitarium/ui/message"
)

// A Sheet is what one student guessed in one chapter of a lesson.
type Sheet struct {
	Lesson  uint16 // which lesson, and which version of it: [Quiz.Lesson]
	Chapter int    // from 0; the questions before the first chapter count as in it
	ID      uint32 // of the student, random, below [MaxID]: one that is handed in twice counts once
	Guesses []Guess
}

// Limits of a sheet, so that its code has no more than [MaxCode] characters.
const (
	MaxChapters = 1 << chapterBits
	MaxGuesses  = 5
	MaxID       = 1 << idBits
	MaxCode     = 40
)

// The fields of a code, in bits and in this order; the guesses stand before
// the check, each as its kind and a payload.
const (
	versionBits = 3
	lessonBits  = 16
	chapterBits = 5
	idBits      = 20
	checkBits   = 16

	kindBits    = 2
	payloadBits = exponentBits + mantissaBits + 1
	guessBits   = kindBits + payloadBits

	headBits = versionBits + lessonBits + chapterBits + idBits

	version = 1
)

// digits are those of Crockford's base 32: no I, L, O or U, which are read as
// other digits or make words.
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	digitBits = 5
	group     = 5 // digits between two hyphens
)

// Code writes a sheet in at most [MaxCode] digits, capitals and hyphens. A number
// keeps four digits. The error says which limit the sheet exceeds.
func (s Sheet) Code() (string, error) {
	switch {
	case s.Chapter < 0 || s.Chapter >= MaxChapters:
		return "", message.Errorf("a code is for one of the first %d chapters, and this is chapter %d", MaxChapters, s.Chapter+1)
	case len(s.Guesses) > MaxGuesses:
		return "", message.Errorf("a code holds %d answers, and the chapter has %d questions", MaxGuesses, len(s.Guesses))
	case s.ID >= MaxID:
		return "", message.Errorf("the number of a student is below %d, and this is %d", MaxID, s.ID)
	}
	var w bits
	w.add(version, versionBits)
	w.add(uint32(s.Lesson), lessonBits)
	w.add(uint32(s.Chapter), chapterBits)
	w.add(s.ID, idBits)
	for _, g := range s.Guesses {
		kind, payload := g.pack()
		w.add(kind, kindBits)
		w.add(payload, payloadBits)
	}
	w.add(uint32(w.check()), checkBits)
	return w.text(), nil
}

// Read reads a code. Small letters, missing hyphens and blanks between groups
// are read too, and O for 0, I and L for 1. The error says what is wrong with it.
func Read(code string) (Sheet, error) {
	w, err := readBits(code)
	if err != nil {
		return Sheet{}, err
	}
	guesses := (len(w) - headBits - checkBits) / guessBits
	used := headBits + guesses*guessBits + checkBits
	if len(w) < headBits+checkBits || guesses > MaxGuesses || len(w)-used >= digitBits || len(w[used:].trim()) > 0 {
		return Sheet{}, message.Errorf("%s is no answer code: none has this many characters", code)
	}
	r := bitReader{w[:used]}
	v := r.next(versionBits)
	s := Sheet{Lesson: uint16(r.next(lessonBits)), Chapter: int(r.next(chapterBits)), ID: r.next(idBits)}
	s.Guesses = make([]Guess, guesses)
	for i := range s.Guesses {
		kind := r.next(kindBits)
		s.Guesses[i] = unpack(kind, r.next(payloadBits))
	}
	switch {
	case uint16(r.next(checkBits)) != w[:used-checkBits].check():
		return Sheet{}, message.Errorf("%s is not a whole answer code: its last characters don't fit the others", code)
	case v != version:
		return Sheet{}, message.Errorf("%s is an answer code of another version of logitarium", code)
	}
	return s, nil
}

// bits is a string of bits, one a byte, the first of a number its highest.
type bits []byte

func (w *bits) add(v uint32, n int) {
	for i := n - 1; i >= 0; i-- {
		*w = append(*w, byte(v>>i&1))
	}
}

// check is the CRC-16 with the polynomial 0x1021 of CCITT, which finds every
// fault within 16 bits in a row: any wrong digit, any two that changed places.
// It is complemented, so that zeros behind a code are a fault too.
func (w bits) check() uint16 {
	crc := uint16(0xffff)
	for _, b := range w {
		top := crc >> 15
		crc <<= 1
		if top != uint16(b) {
			crc ^= 0x1021
		}
	}
	return ^crc
}

// trim drops the zeros at the end.
func (w bits) trim() bits {
	for len(w) > 0 && w[len(w)-1] == 0 {
		w = w[:len(w)-1]
	}
	return w
}

// text writes bits as digits in groups; the last one is filled with zeros.
func (w bits) text() string {
	var b strings.Builder
	for at := 0; at < len(w); at += digitBits {
		if at > 0 && at/digitBits%group == 0 {
			b.WriteByte('-')
		}
		v := 0
		for i := range digitBits {
			v <<= 1
			if at+i < len(w) {
				v |= int(w[at+i])
			}
		}
		b.WriteByte(digits[v])
	}
	return b.String()
}

// readBits reads digits, of which there are at most [MaxCode] with their hyphens.
func readBits(code string) (bits, error) {
	var w bits
	for _, c := range strings.ToUpper(code) {
		switch c {
		case '-', ' ':
			continue
		case 'O':
			c = '0'
		case 'I', 'L':
			c = '1'
		}
		v := strings.IndexRune(digits, c)
		if v < 0 {
			return nil, message.Errorf("%s is no answer code: a code has digits, capitals and hyphens, and no %q", code, c)
		}
		if w.add(uint32(v), digitBits); len(w) > MaxCode*digitBits {
			return nil, message.Errorf("this is no answer code: a code has at most %d characters", MaxCode)
		}
	}
	return w, nil
}

// bitReader takes numbers from the front of bits that has enough of them.
type bitReader struct{ rest bits }

func (r *bitReader) next(n int) uint32 {
	v := uint32(0)
	for _, b := range r.rest[:n] {
		v = v<<1 | uint32(b)
	}
	r.rest = r.rest[n:]
	return v
}
