package gguf

import (
	"encoding/json"
	"math"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// golden are the expected results: of libggml's reader, and of gguf-py's for the
// values.
type golden struct {
	Cases []struct {
		ID, File string
		Expected struct {
			LibGGML struct {
				Version   int
				Alignment int64
				KV        [][]any
				Tensors   []struct {
					Name, Type   string
					Offset, Size int64
				}
			}
			Py struct {
				KV      map[string]struct{ Value any }
				Tensors []struct {
					Name   string
					Shape  []int `json:"shape_ne"`
					At     int64 `json:"offset_abs"`
					Values any   `json:"values_row_major"`
				}
			} `json:"gguf_py"`
		}
	}
}

func TestGolden(t *testing.T) {
	raw, err := os.ReadFile("testdata/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var g golden
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	if err := d.Decode(&g); err != nil {
		t.Fatal(err)
	}
	if len(g.Cases) != 2 {
		t.Fatalf("%d cases", len(g.Cases))
	}
	for _, c := range g.Cases {
		f, err := OpenPath("testdata/" + c.File)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		want := c.Expected.LibGGML
		if f.Version != want.Version || f.Metadata.Len() != len(want.KV) {
			t.Errorf("%s: version %d, %d keys; want %d, %d", c.ID, f.Version, f.Metadata.Len(), want.Version, len(want.KV))
		}
		i := 0
		for key, v := range f.Metadata.All() {
			if kv := want.KV[i]; key != kv[0] || kindOf(v) != kv[1] {
				t.Errorf("%s: key %d is %s of the kind %s, want %v %v", c.ID, i, key, kindOf(v), kv[0], kv[1])
			}
			if got, want := plain(v), plain(c.Expected.Py.KV[key].Value); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %s = %v, want %v", c.ID, key, got, want)
			}
			i++
		}
		for i, tensor := range f.Tensors() {
			meta, py := want.Tensors[i], c.Expected.Py.Tensors[i]
			if tensor.Name != meta.Name || strings.ToLower(tensor.Type.String()) != meta.Type || tensor.Bytes != meta.Size || tensor.Offset != py.At {
				t.Errorf("%s: %+v, want %+v at %d", c.ID, tensor, meta, py.At)
			}
			slices.Reverse(py.Shape)
			if !slices.Equal(tensor.Shape, py.Shape) {
				t.Errorf("%s: %s has the shape %v, want %v", c.ID, tensor.Name, tensor.Shape, py.Shape)
			}
			values, err := f.Float32(tensor)
			if err != nil {
				t.Fatal(err)
			}
			if want := flat(py.Values); !slices.Equal(values, want) {
				t.Errorf("%s: %s = %v, want %v", c.ID, tensor.Name, values, want)
			}
		}
	}
}

// flat returns the numbers of rows of rows.
func flat(v any) []float32 {
	if n, ok := v.(json.Number); ok {
		f, _ := n.Float64() // what encoding/json took for a number
		return []float32{float32(f)}
	}
	var all []float32
	for _, part := range v.([]any) {
		all = append(all, flat(part)...)
	}
	return all
}

// plain makes numbers of all kinds comparable: as decimal text.
func plain(v any) any {
	switch r := reflect.ValueOf(v); {
	case v == nil:
		return nil
	case r.Kind() == reflect.Slice:
		list := []any{}
		for i := range r.Len() {
			list = append(list, plain(r.Index(i).Interface()))
		}
		return list
	case r.CanFloat():
		return strconv.FormatFloat(r.Float(), 'g', -1, 64)
	case r.CanInt():
		return strconv.FormatInt(r.Int(), 10)
	case r.CanUint():
		return strconv.FormatUint(r.Uint(), 10)
	}
	if n, ok := v.(json.Number); ok {
		if f, err := n.Float64(); err == nil && strings.ContainsAny(n.String(), ".e") {
			return strconv.FormatFloat(f, 'g', -1, 64)
		}
		return n.String()
	}
	return v
}

// blocks are superblocks of 256 weights that llama-quantize 0.7.0 made of the
// weights beside them.
type blocks struct {
	Weights []float32
	Stored  []struct {
		Type string
		Raw  []byte
	}
}

// What llama.cpp stored is what Decode reads: the weights are found again as
// nearly as the bits of the type allow. A wrong place of a single bit, scale or
// half of a block costs far more.
func TestDecodeFindsTheWeightsAgain(t *testing.T) {
	raw, err := os.ReadFile("testdata/blocks.json")
	if err != nil {
		t.Fatal(err)
	}
	var b blocks
	if err := json.Unmarshal(raw, &b); err != nil {
		t.Fatal(err)
	}
	most := map[string]float64{ // relative error, root of the mean square
		"F16": 5e-4, "BF16": 4e-3, "Q8_0": 8e-3, "Q6_K": .025, "Q5_K": .04, "Q5_0": .06, "Q5_1": .05,
		"Q4_K": .08, "Q4_0": .12, "Q4_1": .1, "IQ4_NL": .1, "IQ4_XS": .1, "Q3_K": .17, "Q2_K": .35,
	}
	if len(b.Stored) != len(most) {
		t.Errorf("%d types, want %d", len(b.Stored), len(most))
	}
	for _, s := range b.Stored {
		kind, ok := typeNamed(s.Type)
		if !ok {
			t.Fatalf("no type %s", s.Type)
		}
		got := make([]float32, superblock)
		kind.Decode(got, s.Raw)
		var wrong, all float64
		for i, w := range b.Weights {
			wrong += math.Pow(float64(got[i]-w), 2)
			all += float64(w) * float64(w)
		}
		if e := math.Sqrt(wrong / all); !(e > 0 && e <= most[s.Type]) {
			t.Errorf("%s: relative error %.4f, want at most %g", s.Type, e, most[s.Type])
		} else {
			t.Logf("%-7s %.5f", s.Type, e)
		}
	}
}

func typeNamed(name string) (Type, bool) {
	for t, l := range layouts {
		if l.name == name {
			return t, true
		}
	}
	return 0, false
}
