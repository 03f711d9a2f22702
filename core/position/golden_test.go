package position

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"
)

// The cases of testdata/posenc.json, computed by the implementations that its
// source block names. Expected values stay raw until the name of the reference
// tells their shape.
type goldenFile struct {
	Cases []goldenCase
}

type goldenCase struct {
	ID, Op    string
	Length    int
	DModel    int `json:"d_model"`
	Start     int
	Q, K      [][][][]float64 // [batch][seq][head][head_dim]
	Positions json.RawMessage
	Theta     float64
	NHeads    int `json:"n_heads"`
	Table     [][]float64
	GradOut   [][][]float64 `json:"grad_out"`
	Expected  map[string]json.RawMessage
}

func readGolden(t *testing.T) []goldenCase {
	t.Helper()
	raw, err := os.ReadFile("testdata/posenc.json")
	if err != nil {
		t.Fatal(err)
	}
	var f goldenFile
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	return f.Cases
}

func decode[T any](t *testing.T, raw json.RawMessage) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func fromRows(rows [][]float64) Table {
	return Table{Rows: len(rows), Cols: len(rows[0]), Data: slices.Concat(rows...)}
}

// near fails unless |got − want| ≤ tol in every place; NaN fails.
func near(t *testing.T, what string, got, want []float64, tol float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= tol) {
			t.Fatalf("%s: value %d is %v, want %v within %g", what, i, got[i], want[i], tol)
		}
	}
}

// tolerance is that of the file: 1e-12 for float64 references, 1e-7·(p+2) for
// those that compute the angle of position p in float32.
func tolerance(reference string, p int) float64 {
	if len(reference) > 2 && reference[len(reference)-2:] == "64" {
		return 1e-12
	}
	return 1e-7 * float64(p+2)
}

func TestGolden(t *testing.T) {
	counts := map[string]int{}
	for _, c := range readGolden(t) {
		t.Run(c.ID, func(t *testing.T) {
			compared := 0
			switch c.Op {
			case "sinusoidal":
				compared = compareSinusoid(t, c)
			case "rope":
				compared = compareRotary(t, c)
			case "alibi":
				compared = compareSlopes(t, c)
			case "learned":
				compared = compareLearned(t, c)
			}
			if compared != len(c.Expected) {
				t.Errorf("compared %d of %d references", compared, len(c.Expected))
			}
		})
		counts[c.Op]++
	}
	for op, want := range map[string]int{"sinusoidal": 4, "rope": 3, "alibi": 6, "learned": 1} {
		if counts[op] != want {
			t.Errorf("%d cases of %s, want %d", counts[op], op, want)
		}
	}
}

func compareSinusoid(t *testing.T, c goldenCase) (compared int) {
	paper := vaswani(c.DModel, 10000)
	marian := paper
	marian.Layout = Split
	t2t := tensor2tensor(c.DModel, 10000)
	encodings := map[string]Sinusoid{
		"vaswani_interleaved_float64": paper, "vaswani_interleaved_float32": paper, "hf_xlm_interleaved_float32": paper,
		"hf_marian_concat_float32": marian, "whisper_concat_float32": t2t, "fairseq_concat_float32": t2t,
		"tensor2tensor_concat_float64": t2t, "tensor2tensor_concat_float32": t2t,
	}
	for name, raw := range c.Expected {
		encoding, ok := encodings[name]
		if !ok {
			t.Errorf("unknown reference %s", name)
			continue
		}
		rows := decode[[][]float64](t, raw)
		table := encoding.Table(c.Start, c.Length)
		if table.Rows != len(rows) {
			t.Fatalf("%s: %d rows, want %d", name, table.Rows, len(rows))
		}
		for p, want := range rows {
			near(t, name, table.Row(p), want, tolerance(name, c.Start+p))
			for j := range want {
				near(t, name+" value", []float64{encoding.Value(float64(c.Start+p), j)}, want[j:j+1], tolerance(name, c.Start+p))
			}
		}
		compared++
	}
	return compared
}

func compareRotary(t *testing.T, c goldenCase) (compared int) {
	type rotated struct {
		Q, K     [][][][]float64
		Cos, Sin [][]float64 // [seq][head_dim/2], or both halves alike
		InvFreq  []float64   `json:"inv_freq"`
	}
	positions := decode[[]int](t, c.Positions)
	layouts := map[string]Layout{
		"meta_interleaved_float64": Interleaved, "meta_interleaved_float32": Interleaved,
		"hf_half_float64": Split, "hf_half_float32": Split,
		"hf_gptj_interleaved_float32": Interleaved, "hf_LlamaRotaryEmbedding_float32": Split,
	}
	dim := len(c.Q[0][0][0])
	for name, raw := range c.Expected {
		if name == "scores_qk_float64" {
			compareScores(t, c, positions, decode[[][][][]float64](t, raw))
			compared++
			continue
		}
		layout, ok := layouts[name]
		if !ok {
			t.Errorf("unknown reference %s", name)
			continue
		}
		want := decode[rotated](t, raw)
		r := Rotary{Dim: dim, Base: c.Theta, Layout: layout}
		near(t, name+" frequencies", r.Frequencies()[:len(want.InvFreq)], want.InvFreq, 1e-7)
		for batch := range c.Q {
			for i, p := range positions {
				// Values up to about 3 are turned, in float32 by a rounded angle.
				tol := 3 * tolerance(name, p)
				for head := range c.Q[batch][i] {
					near(t, name+" q", r.Rotate(c.Q[batch][i][head], float64(p)), want.Q[batch][i][head], tol)
				}
				for head := range c.K[batch][i] {
					if want.K == nil {
						continue
					}
					near(t, name+" k", r.Rotate(c.K[batch][i][head], float64(p)), want.K[batch][i][head], tol)
				}
			}
		}
		for i, row := range want.Cos {
			for j, angle := range r.Angles(float64(positions[i])) {
				sin, cos := math.Sincos(angle)
				near(t, name+" angle", []float64{cos, sin}, []float64{row[j], want.Sin[i][j]}, tolerance(name, positions[i]))
			}
		}
		compared++
	}
	return compared
}

// The reference's scores [batch][head][query][key] are not divided by √d.
func compareScores(t *testing.T, c goldenCase, positions []int, want [][][][]float64) {
	r := Rotary{Dim: len(c.Q[0][0][0]), Base: c.Theta}
	for b := range want {
		for h := range want[b] {
			for i, row := range want[b][h] {
				for j, w := range row {
					got := r.Score(c.Q[b][i][h], c.K[b][j][h], float64(positions[i]-positions[j]))
					near(t, "score", []float64{got * math.Sqrt(float64(r.Dim))}, []float64{w}, 1e-12)
				}
			}
		}
	}
}

// Bloom counts its bias from the first key and MPT from the last query: rows
// that differ from −slope·(i−j) by a constant, which softmax does not see.
func compareSlopes(t *testing.T, c goldenCase) (compared int) {
	slopes := Slopes(c.NHeads)
	for name, raw := range c.Expected {
		switch name {
		case "paper_slopes_float64":
			near(t, name, slopes, decode[[]float64](t, raw), 1e-15)
		case "bloom_bias_float32", "mpt_bias_float32":
			for h, want := range decode[[][]float64](t, raw) {
				last := make([]float64, c.Length)
				for j := range last {
					last[j] = Bias(slopes[h], float64(c.Length-1-j))
				}
				got := slices.Clone(last)
				if name == "bloom_bias_float32" {
					for j := range got {
						got[j] -= last[0]
					}
				}
				near(t, name, got, want, 1e-7*float64(c.Length+2))
			}
		default:
			t.Errorf("unknown reference %s", name)
			continue
		}
		compared++
	}
	return compared
}

func compareLearned(t *testing.T, c goldenCase) (compared int) {
	table := fromRows(c.Table)
	positions := decode[[][]int](t, c.Positions)
	y := decode[[][][]float64](t, c.Expected["y"])
	gradient := NewTable(table.Rows, table.Cols)
	for b, row := range positions {
		got, err := table.Take(row)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "y", got.Data, slices.Concat(y[b]...), 1e-12)
		for i, g := range table.Gradient(row, fromRows(c.GradOut[b])).Data {
			gradient.Data[i] += g
		}
	}
	near(t, "dtable", gradient.Data, slices.Concat(decode[[][]float64](t, c.Expected["dtable"])...), 1e-12)
	return 2
}
