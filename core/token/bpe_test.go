package token

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const prose = `The fox lives in the forest. It's fond of berries, isn't it?
The owl lives in the old tower; the fox visits the owl on 12 winter nights.
  Où est le renard ? 狐は森に住んでいる。`

func small(t testing.TB) *BPE {
	t.Helper()
	return Train(slices.Values([]string{prose, prose, strings.ToLower(prose)}), 330)
}

func TestSize(t *testing.T) {
	b := small(t)
	if b.Size() != 330 || b.End() != 329 {
		t.Errorf("size %d, end %d; want 330 and 329", b.Size(), b.End())
	}
	if got := string(b.Bytes(b.End())); got != End {
		t.Errorf("the last token is %q, want %q", got, End)
	}
	if few := Train(slices.Values([]string{"ab"}), 1000); few.Size() != 258 {
		t.Errorf("size %d from a text with one pair, want 258", few.Size())
	}
}

func TestEndIsNeverMadeFromText(t *testing.T) {
	b := Train(slices.Values([]string{strings.Repeat(End, 50)}), 300)
	ids := b.Encode("a" + End + "b")
	if slices.Contains(ids, b.End()) {
		t.Errorf("Encode made the special token: %v", ids)
	}
	if got := b.Decode(ids); got != "a"+End+"b" {
		t.Errorf("decoded %q", got)
	}
	if got := b.Decode([]int{b.End()}); got != End {
		t.Errorf("the special token reads %q", got)
	}
}

func TestPanicsOnStrangers(t *testing.T) {
	b := small(t)
	for name, f := range map[string]func(){
		"id too large":     func() { b.Decode([]int{b.Size()}) },
		"id negative":      func() { b.Bytes(-1) },
		"vocabulary small": func() { Train(slices.Values([]string{"a"}), 256) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if s, ok := recover().(string); !ok || !strings.HasPrefix(s, "token: ") {
					t.Errorf("panicked with %v", s)
				}
			}()
			f()
		})
	}
}

// slowEncode is Sennrich et al. 2016, algorithm 1, to the letter: look for the
// pair learnt earliest, merge it everywhere, look again.
func slowEncode(b *BPE, text string) []int {
	var out []int
	for piece := range Pieces(text) {
		var ids []int32
		for i := range len(piece) {
			ids = append(ids, b.byteID[piece[i]])
		}
		for {
			best := product{rank: never}
			var which pair
			for i := 1; i < len(ids); i++ {
				p := pair{ids[i-1], ids[i]}
				if r, ok := b.rule[p]; ok && r.rank < best.rank {
					best, which = r, p
				}
			}
			if best.rank == never {
				break
			}
			var joined []int32
			for i := 0; i < len(ids); i++ {
				if i+1 < len(ids) && (pair{ids[i], ids[i+1]}) == which {
					joined = append(joined, best.id)
					i++
				} else {
					joined = append(joined, ids[i])
				}
			}
			ids = joined
		}
		for _, id := range ids {
			out = append(out, int(id))
		}
	}
	return out
}

func FuzzEncode(f *testing.F) {
	for _, s := range []string{"", " ", "the fox", "it's \t\n x  y", prose, "aaaaaaaaa", "\xff\xfe 'S 're", "a\u00a0\u2003b", End} {
		f.Add(s)
	}
	b := small(f)
	f.Fuzz(func(t *testing.T, s string) {
		ids := b.Encode(s)
		if got := b.Decode(ids); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
		if want := slowEncode(b, s); !slices.Equal(ids, want) {
			t.Errorf("%q: ids %v, slowly %v", s, ids, want)
		}
		if got := strings.Join(slices.Collect(Pieces(s)), ""); got != s {
			t.Errorf("pieces of %q join to %q", s, got)
		}
	})
}

// The counts kept while merging must be those of counting afresh.
func TestTrainCountsAfresh(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 30 {
		count := make(map[string]int)
		for range 20 {
			w := make([]byte, 1+rng.IntN(12))
			for i := range w {
				w[i] = "abc"[rng.IntN(3)]
			}
			count[string(w)] = 1 + rng.IntN(9)
		}
		b := trainOn(count, 290)
		for n, want := range b.merges {
			if got, ok := naiveBest(b, count, n); !ok || got != want {
				t.Fatalf("merge %d of %v is %v, counting afresh gives %v", n, count, want, got)
			}
		}
	}
}

// naiveBest returns the pair to merge next once the first n merges are known:
// the most frequent, then the smallest.
func naiveBest(b *BPE, count map[string]int, n int) (best pair, ok bool) {
	known := &BPE{text: b.text, byteID: b.byteID, rule: make(map[pair]product)}
	for _, p := range b.merges[:n] {
		known.rule[p] = b.rule[p]
	}
	times := make(map[pair]int)
	for w, k := range count {
		ids := slowEncode(known, w)
		for i := 1; i < len(ids); i++ {
			times[pair{int32(ids[i-1]), int32(ids[i])}] += k
		}
	}
	pairs := slices.SortedFunc(maps.Keys(times), func(p, q pair) int {
		return cmp.Or(times[q]-times[p], int(p.left-q.left), int(p.right-q.right))
	})
	if len(pairs) == 0 {
		return best, false
	}
	return pairs[0], true
}

// Short alphabets make merges compete for the same letters.
func TestEncodeAsSlowly(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	letters := func(n int) string {
		s := make([]byte, n)
		for i := range s {
			s[i] = "abc"[rng.IntN(3)]
		}
		return string(s)
	}
	for range 20 {
		b := trainOn(map[string]int{letters(30): 3, letters(30): 2, letters(30): 1}, 300)
		for range 50 {
			s := letters(1 + rng.IntN(40))
			if got, want := b.Encode(s), slowEncode(b, s); !slices.Equal(got, want) {
				t.Fatalf("%q: ids %v, slowly %v", s, got, want)
			}
		}
	}
}

func TestLongRunsAreQuick(t *testing.T) {
	b := Train(slices.Values([]string{strings.Repeat("a", 64)}), 300)
	s := strings.Repeat("a", 1<<16)
	if got := b.Decode(b.Encode(s)); got != s {
		t.Error("a long run came back changed")
	}
}

func BenchmarkEncode(b *testing.B) {
	bpe := small(b)
	b.SetBytes(int64(len(prose)))
	b.ReportAllocs()
	for b.Loop() {
		bpe.Encode(prose)
	}
}

func BenchmarkTrain(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields(prose)
	texts := make([]string, 1000)
	for i := range texts {
		var s strings.Builder
		for range 40 {
			fmt.Fprintf(&s, "%s%c ", words[rng.IntN(len(words))], 'a'+rune(rng.IntN(26)))
		}
		texts[i] = s.String()
	}
	for b.Loop() {
		Train(slices.Values(texts), 768)
	}
}

func ExampleTrain() {
	b := Train(slices.Values([]string{"low low low lower newest newest"}), 262)
	for _, id := range b.Encode("low newer") {
		fmt.Printf("%q ", b.Bytes(id))
	}
	fmt.Println(b.Size())
	// Output: "low" " " "n" "ew" "e" "r" 262
}

// A text takes the memory of the one before it.
// What is allocated does not grow with the text.
func TestAppendEncodeAllocatesForNoPiece(t *testing.T) {
	b := small(t)
	dst := b.Encode(prose)
	want := slices.Clone(dst)
	allocations := func(text string) float64 {
		dst = b.AppendEncode(dst[:0], text)
		return testing.AllocsPerRun(20, func() { dst = b.AppendEncode(dst[:0], text) })
	}
	if few, more := allocations(prose), allocations(strings.Repeat(prose, 50)); more > few && !raceDetector {
		t.Errorf("%v allocations, and %v of a text fifty times as long", few, more)
	}
	if got := b.AppendEncode([]int{-1}, prose); got[0] != -1 || !slices.Equal(got[1:], want) {
		t.Error("what is appended is not what Encode returns")
	}
}

func ExampleBPE_AppendEncode() {
	b := Train(slices.Values([]string{"low low low lower newest newest"}), 262)
	ids := b.AppendEncode([]int{b.End()}, "low")
	fmt.Println(ids[0] == b.End(), b.Decode(ids[1:]))
	// Output: true low
}

func ExamplePieces() {
	for p := range Pieces("It's  12 foxes!") {
		fmt.Printf("%q ", p)
	}
	// Output: "It" "'s" " " " 12" " foxes" "!"
}

func ExampleByteRune() {
	fmt.Println(string(ByteRune(' ')), string(ByteRune('\n')), string(ByteRune('a')))
	// Output: Ġ Ċ a
}

func ExampleOfByteRunes() {
	text, ok := OfByteRunes("Ġthere")
	_, blank := OfByteRunes(" there")
	fmt.Printf("%q %v %v", text, ok, blank)
	// Output: " there" true false
}

func ExampleBPE_Encode() {
	b := Train(slices.Values([]string{"hello"}), 257)
	ids := b.Encode("héllo")
	fmt.Println(ids, utf8.ValidString(b.Decode(ids[:2])), b.Decode(ids))
	// Output: [71 127 102 75 75 78] false héllo
}

// The special token's name becomes the token where that is asked for.
func TestEncodeSpecial(t *testing.T) {
	b := newBPE().finish()
	for text, want := range map[string][]int{
		"": nil, End: {b.End()}, "a": b.Encode("a"), End + End: {b.End(), b.End()},
		"a" + End + "b": slices.Concat(b.Encode("a"), []int{b.End()}, b.Encode("b")),
	} {
		got := b.EncodeSpecial(text)
		if !slices.Equal(got, want) {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
		if string(b.Decode(got)) != text {
			t.Errorf("%q comes back as %q", text, b.Decode(got))
		}
	}
	if slices.Contains(b.Encode(End), b.End()) {
		t.Error("Encode makes the special token from text")
	}
}
