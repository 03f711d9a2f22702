package retrieval

import (
	"fmt"
	"strings"
	"testing"
)

func TestKin(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Kinship
	}{
		{"instrument", "instruments", ByEnding}, {"plays", "played", ByEnding}, {"make", "making", ByEnding}, {"makes", "making", ByEnding},
		{"city", "cities", ByEnding}, {"cat", "cats", ByEnding}, {"box", "boxes", ByEnding}, {"bake", "baker", ByEnding}, {"slow", "slowly", ByEnding},
		{"play", "playground", NotKin}, {"cat", "dog", NotKin}, {"cat", "cat", NotKin}, {"as", "a", NotKin}, {"is", "i", NotKin}, {"", "s", NotKin}, {"", "", NotKin},
		{"café", "cafe", ByAccent}, {"cafe\u0301", "café", ByAccent}, {"łódź", "lodz", ByAccent}, {"naïve", "naive", ByAccent},
		{"狐", "狐狸", ByPair}, {"狸", "狐狸", ByPair}, {"狐狸", "狐狗", NotKin}, {"狐", "狗", NotKin}, {"a", "狐a", NotKin},
	} {
		if got := Kin(c.a, c.b); got != c.want {
			t.Errorf("Kin(%q, %q) = %q, want %q", c.a, c.b, got, c.want)
		}
		if got := Kin(c.b, c.a); got != c.want {
			t.Errorf("Kin(%q, %q) = %q, want %q", c.b, c.a, got, c.want)
		}
	}
}

func FuzzKin(f *testing.F) {
	f.Add("instrument", "instruments")
	f.Add("é", "e\u0301")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.ToLower(a), strings.ToLower(b)
		if Kin(a, b) != Kin(b, a) {
			t.Errorf("Kin(%q, %q) = %q, the other way %q", a, b, Kin(a, b), Kin(b, a))
		}
		if Kin(a, a) != NotKin {
			t.Errorf("%q is kin to itself", a)
		}
	})
}

func ExampleIndex_Kin() {
	a := Analyzer{MinRunes: 2}
	x := NewIndex([][]string{a.Terms("She plays two instruments."), a.Terms("Other instruments, played by others.")})
	fmt.Println(x.Frequency("instrument"), x.Kin("instrument", 3), x.Kin("play", 3))
	// Output: 0 [instruments] [plays played]
}
