package token

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Every byte has a character of its own, printable and no blank.
func TestByteRuneIsOneToOne(t *testing.T) {
	seen := map[rune]int{}
	for c := range 256 {
		r := ByteRune(byte(c))
		if other, twice := seen[r]; twice {
			t.Errorf("bytes %d and %d are both %q", other, c, r)
		}
		seen[r] = c
		if r <= ' ' || r == 0x7f || r == 0xa0 || r == 0xad || !utf8.ValidRune(r) {
			t.Errorf("byte %d is %q", c, r)
		}
	}
	if ByteRune(' ') != 'Ġ' || ByteRune('\n') != 'Ċ' || ByteRune('a') != 'a' {
		t.Error("blank, line feed and a are not as in GPT-2")
	}
}

// random returns bytes of a small alphabet, so that merges meet.
func random(rng *rand.Rand) string {
	const alphabet = "aab  ts'é1\n\xff"
	out := make([]byte, rng.IntN(40))
	for i := range out {
		out[i] = alphabet[rng.IntN(len(alphabet))]
	}
	return string(out)
}

// Texts that are cut where pieces are cut are encoded piece by piece.
func TestEncodePieceByPiece(t *testing.T) {
	b, rng := small(t), rand.New(rand.NewPCG(1, 1))
	for range 300 {
		text := random(rng)
		var ids []int
		var joined strings.Builder
		for piece := range Pieces(text) {
			if piece == "" {
				t.Fatalf("an empty piece of %q", text)
			}
			joined.WriteString(piece)
			ids = b.AppendEncode(ids, piece)
		}
		if joined.String() != text {
			t.Fatalf("the pieces of %q are %q", text, joined.String())
		}
		if got := b.Encode(text); !slices.Equal(got, ids) {
			t.Fatalf("%q is %v, its pieces are %v", text, got, ids)
		}
	}
}

// No pair of neighbours in an encoded piece is one token: it would have been
// merged.
func TestNothingIsLeftToMerge(t *testing.T) {
	b, rng := small(t), rand.New(rand.NewPCG(2, 1))
	for range 200 {
		for piece := range Pieces(random(rng) + prose[rng.IntN(len(prose)):]) {
			ids := b.Encode(piece)
			for i := 1; i < len(ids); i++ {
				if id, ok := b.ID(string(b.Bytes(ids[i-1])) + string(b.Bytes(ids[i]))); ok {
					t.Fatalf("%q: %d and %d are token %d", piece, ids[i-1], ids[i], id)
				}
			}
		}
	}
}

// ID is the inverse of Bytes.
func TestIDOfBytes(t *testing.T) {
	b := small(t)
	for id := range b.Size() {
		if got, ok := b.ID(string(b.Bytes(id))); !ok || got != id {
			t.Errorf("token %d, %q, is found as %d, %v", id, b.Bytes(id), got, ok)
		}
	}
	if id, ok := b.ID("no such token"); ok {
		t.Errorf("no such token is %d", id)
	}
	if _, ok := b.ID(""); ok {
		t.Error("the empty text is a token")
	}
}

// The merges that were written make the same vocabulary, and are written alike.
func TestMergesAreWrittenAlike(t *testing.T) {
	b := small(t)
	var one, two bytes.Buffer
	if err := b.WriteMerges(&one); err != nil {
		t.Fatal(err)
	}
	again, err := ReadMerges(bytes.NewReader(one.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := again.WriteMerges(&two); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Errorf("written again they differ: %v", err)
	}
}

// Appending does not touch what is there.
func TestAppendKeepsWhatIsThere(t *testing.T) {
	b := small(t)
	dst := b.AppendEncode([]int{-7, -8}, "the fox")
	if dst[0] != -7 || dst[1] != -8 || !slices.Equal(dst[2:], b.Encode("the fox")) {
		t.Errorf("%v", dst)
	}
	if got := b.AppendEncode(nil, ""); len(got) != 0 {
		t.Errorf("the empty text is %v", got)
	}
}
