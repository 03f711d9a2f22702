package quant

import (
	"encoding/hex"
	"encoding/json"
	"slices"
	"testing"
)

func TestGoldenBlocks(t *testing.T) {
	type block struct {
		D, M float32
		Q    []int8
	}
	type blockCase struct {
		ID, Format    string
		BlockSize     int     `json:"block_size"`
		BytesPerBlock int     `json:"bytes_per_block"`
		BitsPerWeight float64 `json:"bits_per_weight"`
		X             []float32
		Expected      struct {
			Hex     string `json:"bytes_hex"`
			Blocks  []block
			Dequant []float32
		}
	}
	formats := map[string]Format{}
	for f := Q8_0; f <= Q5_1; f++ {
		formats[f.String()] = f
	}
	counts := map[Format]int{}
	for _, c := range readCases[blockCase](t, "quant_ggml.json") {
		t.Run(c.ID, func(t *testing.T) {
			f, ok := formats[c.Format]
			if !ok {
				t.Fatalf("unknown format %s", c.Format)
			}
			counts[f]++
			if BlockSize != c.BlockSize || f.BlockBytes() != c.BytesPerBlock || f.BitsPerWeight() != c.BitsPerWeight {
				t.Errorf("blocks of %d in %d bytes, %g bits a weight", BlockSize, f.BlockBytes(), f.BitsPerWeight())
			}
			data, err := f.Encode(c.X)
			if err != nil {
				t.Fatal(err)
			}
			if got := hex.EncodeToString(data); got != c.Expected.Hex {
				t.Errorf("bytes\n%s, want\n%s", got, c.Expected.Hex)
			}
			blocks, err := f.Blocks(data)
			if err != nil || len(blocks) != len(c.Expected.Blocks) {
				t.Fatalf("%d blocks, error %v; want %d", len(blocks), err, len(c.Expected.Blocks))
			}
			for i, want := range c.Expected.Blocks {
				if got := blocks[i]; got.D != want.D || got.M != want.M || !slices.Equal(got.Q[:], want.Q) {
					t.Errorf("block %d is %v, want %v", i, got, want)
				}
			}
			x, err := f.Decode(data)
			if err != nil || !slices.Equal(x, c.Expected.Dequant) {
				t.Errorf("decoded %v, error %v; want %v", x, err, c.Expected.Dequant)
			}
		})
	}
	for f := Q8_0; f <= Q5_1; f++ {
		if counts[f] != 3 {
			t.Errorf("%d cases of %v, want 3", counts[f], f)
		}
	}
}

func TestGoldenBlockMeasures(t *testing.T) {
	type measured struct {
		ID, Format string
		X          []float32
		Expected   map[string]json.RawMessage
	}
	for _, c := range readCases[measured](t, "quant_ggml.json") {
		t.Run(c.ID, func(t *testing.T) {
			y, _ := floats(t, c.Expected["dequant"])
			compareErrors(t, c.X, y, c.Expected)
		})
	}
}
