package encoder

import (
	"bytes"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/checkpoint"
	"logitarium/core/retrieval"
	"logitarium/core/tensor"
	"logitarium/core/token"
)

func load(t testing.TB) (*builtin.LM, *Encoder) {
	t.Helper()
	lm, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	e, err := Load(lm)
	if err != nil {
		t.Fatal(err)
	}
	return lm, e
}

// The embedded encoder is what its card says, and small.
func TestEmbedded(t *testing.T) {
	lm, e := load(t)
	const most = 512 << 10
	if len(embedded) > most {
		t.Errorf("the file has %d bytes, more than %d", len(embedded), most)
	}
	if e.Card.Recipe != Default() || e.Card.Steps != Default().Steps {
		t.Errorf("the embedded weights were trained by %+v in %d steps, the default recipe is %+v: train again, or keep the recipe", e.Card.Recipe, e.Card.Steps, Default())
	}
	if e.Card.World != lm.Card.Recipe.World {
		t.Errorf("trained on world %d, the model on %d", e.Card.World, lm.Card.Recipe.World)
	}
	// What was measured then is measured now, on fewer questions.
	now := e.Measure(lm.World, 100, 1)
	if len(now) != len(e.Card.Figures) || len(now) != 12 {
		t.Fatalf("%d figures, the card has %d", len(now), len(e.Card.Figures))
	}
	for i, f := range now {
		then := e.Card.Figures[i]
		if f.Test != then.Test || f.By != then.By || math.Abs(f.Hit1-then.Hit1) > 0.12 || math.Abs(f.Hit10-then.Hit10) > 0.06 {
			t.Errorf("%+v now, %+v on the card", f, then)
		}
	}
}

// What the lab relies on: meaning finds what shares no word with the question,
// where BM25 finds nothing; a name that was never seen is BM25's.
func TestEmbeddedFigures(t *testing.T) {
	_, e := load(t)
	at := make(map[string]Figures)
	for _, f := range e.Card.Figures {
		at[f.Test+"/"+f.By] = f
	}
	clue, clueWords := at[testClue+"/"+byMeaning], at[testClue+"/"+byWords]
	if clue.Hit1 < 0.95 || clueWords.Hit10 != 0 || clueWords.Nothing < 0.9 {
		t.Errorf("no word shared: %+v and %+v", clue, clueWords)
	}
	reworded, rewordedWords := at[testReworded+"/"+byMeaning], at[testReworded+"/"+byWords]
	if reworded.Hit1 < 0.95 || rewordedWords.Hit1 > 0.5 {
		t.Errorf("other words: %+v and %+v", reworded, rewordedWords)
	}
	name, nameWords, both := at[testStranger+"/"+byMeaning], at[testStranger+"/"+byWords], at[testStranger+"/"+byBoth]
	if nameWords.Hit1 < 0.99 || name.Hit1 > nameWords.Hit1-0.1 || both.Hit1 < name.Hit1 {
		t.Errorf("a name never seen: %+v, %+v and %+v", name, nameWords, both)
	}
}

// Vectors are one long, a search is exact, and the parts of a cosine sum to it
// and lie in their texts.
func TestVectorsAndParts(t *testing.T) {
	_, e := load(t)
	passages := []string{"Ann has a house in Paris.", "", " ", "Zoë’s 猫 and \xff", strings.Repeat("a long text ", 400), "Ben plays the harp."}
	x := e.Index(passages)
	if x.Docs() != len(passages) {
		t.Fatalf("%d vectors of %d passages", x.Docs(), len(passages))
	}
	for _, q := range []string{"Who comes from France?", "", "Ann"} {
		scores := x.Scores(q)
		for doc, text := range passages {
			v := x.Vector(doc)
			if length := math.Sqrt(float64(tensor.Dot(v, v))); math.Abs(length-1) > 1e-5 || len(v) != e.Width() {
				t.Errorf("the vector of %.20q is %g long and has %d values", text, length, len(v))
			}
			cosine, asked, told := e.Explain(q, text)
			if math.Abs(cosine-scores[doc]) > 1e-5 {
				t.Errorf("%q in %.20q: cosine %g, explained as %g", q, text, scores[doc], cosine)
			}
			whole(t, q, asked, cosine)
			whole(t, text, told, cosine)
		}
		if got, want := fmt.Sprint(x.Search(q, 3)), fmt.Sprint(retrieval.Top(scores, 3)); got != want {
			t.Errorf("%q finds %s, want %s", q, got, want)
		}
	}
}

func whole(t *testing.T, text string, parts []Part, cosine float64) {
	t.Helper()
	share, score, end := 0.0, 0.0, 0
	for _, p := range parts {
		share += p.Share
		score += p.Score
		if p.Start != end || p.End < p.Start || p.End > len(text) {
			t.Fatalf("part %v of %.20q, after %d", p.Span, text, end)
		}
		end = p.End
	}
	if len(parts) < maxTokens && end != len(text) {
		t.Errorf("the parts of %.20q end at %d of %d", text, end, len(text))
	}
	if math.Abs(share-1) > 1e-5 || math.Abs(score-cosine) > 1e-5 {
		t.Errorf("the parts of %.20q have %g of the attention and %g of the cosine %g", text, share, score, cosine)
	}
}

func TestSaveAndRead(t *testing.T) {
	lm, _ := load(t)
	run := begin(t, lm, small())
	train(t, run)
	e, err := run.Finish(3)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "r.safetensors")
	if err := e.Save(path); err != nil {
		t.Fatal(err)
	}
	f, err := checkpoint.OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	again, err := Read(f, lm.Tokens)
	if err != nil {
		t.Fatal(err)
	}
	if hash(again) != hash(e) {
		t.Error("the weights that come back are not those that were measured")
	}
	if a, b := fmt.Sprint(again.Card.Page()), fmt.Sprint(e.Card.Page()); a != b {
		t.Errorf("the card comes back as\n%s\nand was\n%s", a, b)
	}
	if _, err := Resume(f, lm); err == nil || !strings.Contains(err.Error(), "no checkpoint of a training") {
		t.Errorf("resuming a finished encoder: %v", err)
	}
}

// A file of somebody else, or one that is not what it says, gets an error that
// names what is missing.
func TestReadRefuses(t *testing.T) {
	lm, e := load(t)
	card, err := e.notes()
	if err != nil {
		t.Fatal(err)
	}
	with := func(old, new string) map[string]string {
		changed := strings.Replace(card[cardKey], old, new, 1)
		if changed == card[cardKey] {
			t.Fatalf("the card has no %s", old)
		}
		return map[string]string{cardKey: changed}
	}
	nan := zeros(e.Card.Shape)
	nan.bias.Data[3] = float32(math.NaN())
	for _, tt := range []struct {
		name    string
		tensors []named
		notes   map[string]string
		says    string
	}{
		{"no card", nil, nil, "no card"},
		{"card is no JSON", nil, map[string]string{cardKey: "{"}, "the card in the file"},
		{"no size", nil, with(`"inner":128`, `"inner":0`), "inner: 0 is outside"},
		{"a size out of all bounds", nil, with(`"out":32`, `"out":99999999`), "out: 99999999 is outside"},
		{"other tokens", nil, with(`"tokens":"`, `"tokens":"0`), "train --retriever"},
		{"nothing in it", nil, card, "has 0 values"},
		{"a tensor too few", e.weights.all()[:6], with(`"width":128`, `"width":1`), `"table" has shape`},
		{"not a number", nan.all(), card, "1 NaN"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := checkpoint.Write(&b, stored(tt.tensors, checkpoint.F16), tt.notes); err != nil {
				t.Fatal(err)
			}
			f, err := checkpoint.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Read(f, lm.Tokens); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want one with %q", err, tt.says)
			}
		})
	}
	none := token.Train(func(func(string) bool) {}, 257)
	if _, err := Load(&builtin.LM{Tokens: none}); err == nil || !strings.Contains(err.Error(), "the built-in model has 257") {
		t.Errorf("another vocabulary: %v", err)
	}
}

// Vectors for which room was made are not copied when more are added.
func TestGrow(t *testing.T) {
	_, e := load(t)
	x := e.Index(nil)
	x.Grow(3)
	x.Add([]string{"one"})
	first := &x.Vector(0)[0]
	x.Add([]string{"two", "three"})
	if &x.Vector(0)[0] != first || x.Docs() != 3 {
		t.Errorf("the vectors of %d passages were copied", x.Docs())
	}
}

// What an encoder does not read of a text is counted, and changes nothing.
func TestReads(t *testing.T) {
	_, e := load(t)
	short, long := "Ann lives in Oslo.", strings.Repeat("狐狸", 200)
	if read, of := e.Reads(short); read != of || of != len(e.encode(nil, short)) {
		t.Errorf("%d of %d tokens of a short text", read, of)
	}
	read, of := e.Reads(long)
	if read != maxTokens || of <= read {
		t.Errorf("%d of %d tokens of a long one", read, of)
	}
	if !slices.Equal(e.Vector(Passage, long), e.Vector(Passage, long+" and more")) {
		t.Error("what is not read changes the vector")
	}
	x := e.Index([]string{short, long})
	if x.Add([]string{long, short}); x.Cut() != 2 {
		t.Errorf("%d of 4 passages are cut, want 2", x.Cut())
	}
}
