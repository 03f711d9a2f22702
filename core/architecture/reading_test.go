package architecture

import (
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/gguf"
	"logitarium/core/gpt"
)

// changed returns the small file of 32 columns with one tensor stored otherwise.
func changed(t *testing.T, name string, kind gguf.Type, change func(data []byte)) *gguf.File {
	t.Helper()
	metadata, sizes := small(), shapes()
	for key, n := range map[string]uint32{"embedding_length": 32, "feed_forward_length": 32} {
		metadata["llama."+key] = n
	}
	sizes["rope_freqs.weight"] = []int{8}
	var tensors []gguf.Stored
	for _, n := range slices.Sorted(maps.Keys(sizes)) {
		s := gguf.Stored{Name: n, Type: gguf.F32, Shape: slices.Clone(sizes[n])}
		for i, d := range s.Shape {
			if d == 4 || d == 6 {
				s.Shape[i] = 32
			}
		}
		if n == name {
			s.Type = kind
		}
		weights, size := s.Type.Block()
		s.Data = make([]byte, gguf.Tensor{Shape: s.Shape}.Len()/weights*size)
		if n == "rope_freqs.weight" {
			for i := range 8 {
				s.Data[4*i+3] = 0x40 // 2
			}
		}
		if n == name {
			change(s.Data)
		}
		tensors = append(tensors, s)
	}
	return written(t, metadata, tensors)
}

// put returns a change of the data from one byte on.
func put(at int, b ...byte) func([]byte) { return func(data []byte) { copy(data[at:], b) } }

// However a matrix is stored and held, what can't be a weight is an error that
// names the tensor and the row.
func TestRefusesWeights(t *testing.T) {
	const up = "blk.0.ffn_up.weight"
	for _, tt := range []struct {
		what, tensor string
		kind         gguf.Type
		held         gpt.Precision
		change       func([]byte)
		want         string // no error if empty
	}{
		{"a NaN", up, gguf.F32, gpt.Float32, put(4*40, 0, 0, 0xc0, 0x7f), up + " holds 1 NaN and 0 infinities from row 0 on"},
		{"an infinity", up, gguf.F16, gpt.Int8, put(3, 0x7c), up + " holds 0 NaN and 1 infinities"},
		{"a gain of NaN", "output_norm.weight", gguf.F32, gpt.Int8, put(0, 0, 0, 0xc0, 0x7f), "output_norm.weight holds 1 NaN"},
		{"the largest half", up, gguf.F16, gpt.Float32, put(0, 0xff, 0x7b), ""},
		{"an infinite scale", up, gguf.Q8_0, gpt.Int8, put(3*34, 0, 0x7c), up + " has the scale +Inf in row 3"},
		{"a scale of NaN", up, gguf.Q8_0, gpt.Int8, put(31*34, 1, 0x7e), up + " has the scale NaN in row 31"},
		{"-128", up, gguf.Q8_0, gpt.Int8, put(7*34+2+31, 0x80), up + " has the integer -128 in row 7"},
		{"-127", up, gguf.Q8_0, gpt.Int8, put(7*34+2+31, 0x81), ""},
		{"-128, not for those kernels", up, gguf.Q8_0, gpt.Float32, put(7*34+2+31, 0x80), ""},
		{"an infinite scale, held as stored", up, gguf.Q4_0, gpt.Stored, put(18, 0, 0x7c), "the tensor " + up + ": row 1 has a scale"},
		{"a frequency not divided", "rope_freqs.weight", gguf.F32, gpt.Float32, put(28, 0, 0, 0, 0), "rope_freqs.weight divides a frequency by 0"},
		{"a frequency divided by less than 0", "rope_freqs.weight", gguf.F32, gpt.Float32, put(0, 0, 0, 0, 0xc0), "rope_freqs.weight divides a frequency by -2"},
		{"a frequency divided by NaN", "rope_freqs.weight", gguf.F32, gpt.Float32, put(0, 0, 0, 0xc0, 0x7f), "rope_freqs.weight divides a frequency by NaN"},
		{"frequencies as integers", "rope_freqs.weight", 26, gpt.Float32, func([]byte) {}, "rope_freqs.weight\" is stored as I32, which is not read"},
		{"weights as integers", up, 26, gpt.Float32, func([]byte) {}, up + "\" is stored as I32, which is not read"},
	} {
		m, err := GGUF(changed(t, tt.tensor, tt.kind, tt.change), Options{Weights: tt.held})
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", tt.what, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: %v, want %q", tt.what, err, tt.want)
		case tt.want == "" && (len(m.Slower) != 8 || m.Slower[7] != 2):
			t.Errorf("%s: frequencies are divided by %v", tt.what, m.Slower)
		}
	}
}

// What asks to be told may also end the reading, in each of the three ways that
// a matrix is read.
func TestProgressEndsReading(t *testing.T) {
	enough := errors.New("enough")
	for _, tt := range []struct {
		kind gguf.Type
		held gpt.Precision
	}{{gguf.F16, gpt.Float32}, {gguf.Q8_0, gpt.Int8}, {gguf.Q4_0, gpt.Stored}} {
		f := changed(t, "blk.0.ffn_up.weight", tt.kind, func([]byte) {})
		c, err := Config(f)
		if err != nil {
			t.Fatal(err)
		}
		total := c.Counts().Total()
		last, calls := 0, 0
		o := Options{Weights: tt.held, Progress: func(done, of int) error {
			if calls++; of != total || done <= last || done > total {
				t.Errorf("%v: %d of %d after %d", tt.kind, done, of, last)
			}
			last = done
			return nil
		}}
		if _, err := GGUF(f, o); err != nil || last != total {
			t.Errorf("%v: %d of %d, %v", tt.kind, last, total, err)
		}
		for stop := range calls {
			n := 0
			o.Progress = func(int, int) error {
				if n++; n > stop {
					return enough
				}
				return nil
			}
			if _, err := GGUF(f, o); !errors.Is(err, enough) || n != stop+1 {
				t.Errorf("%v: told to stop at call %d, it went on to %d: %v", tt.kind, stop+1, n, err)
			}
		}
	}
}

// A matrix of more than 2^20 weights is read in parts, none of which is lost.
func TestReadsInParts(t *testing.T) {
	for _, rows := range []int{1 << 18, 1<<18 + 3} {
		readInParts(t, rows)
	}
}

func readInParts(t *testing.T, rows int) {
	t.Helper()
	var tensors []gguf.Stored
	for name, shape := range shapes() {
		if name == "token_embd.weight" {
			shape = []int{rows, 4}
		}
		data := make([]byte, 4*gguf.Tensor{Shape: shape}.Len())
		for i := 0; i < len(data); i += 4 { // 1, 2, 3, 4, 5 and so on, as far as 24 bits go
			binary.LittleEndian.PutUint32(data[i:], math.Float32bits(float32(i/4+1)))
		}
		tensors = append(tensors, gguf.Stored{Name: name, Type: gguf.F32, Shape: shape, Data: data})
	}
	f := written(t, small(), tensors)
	var told []int
	m, err := GGUF(f, Options{Progress: func(done, _ int) error { told = append(told, done); return nil }})
	if err != nil {
		t.Fatal(err)
	}
	if told[0] != 1<<20 || 4*rows > 1<<20 && told[1] != 4*rows || len(slices.Compact(told)) != len(told) {
		t.Errorf("the table of %d weights is read up to %v", 4*rows, told[:2])
	}
	for i, v := range m.Tokens.Data {
		if v != float32(i+1) {
			t.Fatalf("weight %d is %g", i, v)
		}
	}
}

// Before memory is taken the file has to have what its metadata promise.
func TestPromise(t *testing.T) {
	gpt2 := map[string]any{
		"general.architecture": "gpt2", "gpt2.context_length": uint32(8), "gpt2.embedding_length": uint32(4), "gpt2.block_count": uint32(1),
		"gpt2.attention.head_count": uint32(2), "gpt2.feed_forward_length": uint32(6), "gpt2.attention.layer_norm_epsilon": float32(1e-5),
	}
	with := func(m map[string]any, key string, v any) map[string]any {
		m = maps.Clone(m)
		m[key] = v
		return m
	}
	without := func(name string) map[string][]int {
		s := shapes()
		delete(s, name)
		return s
	}
	table := map[string][]int{"token_embd.weight": {3, 4}, "position_embd.weight": {7, 4}}
	for _, tt := range []struct {
		metadata map[string]any
		shapes   map[string][]int
		want     string
	}{
		{with(small(), "llama.attention.key_length", uint32(1<<16)), shapes(), "blk.0.attn_output.weight has the shape [4 4], and by the metadata it must be [4 131072]"},
		{with(small(), "llama.attention.key_length", uint32(1<<16+2)), shapes(), "heads of 65538 values are more than any model has"},
		{small(), without("blk.0.ffn_up.weight"), "blk.0.ffn_up.weight is missing"},
		{small(), without("blk.0.attn_output.weight"), "blk.0.attn_output.weight is missing"},
		{with(small(), "llama.block_count", uint32(1<<12)), shapes(), "blk.1.attn_output.weight is missing"},
		{with(small(), "llama.block_count", uint32(1<<12+1)), shapes(), "4097 layers of width 4"},
		{with(with(small(), "llama.attention.head_count", uint32(16)), "llama.embedding_length", uint32(1<<20)), shapes(), "token_embd.weight has the shape [3 4]"},
		{with(small(), "llama.embedding_length", uint32(1<<20+2)), shapes(), "of width 1048578 with"},
		{with(small(), "llama.feed_forward_length", uint32(1<<22)), shapes(), "blk.0.ffn_up.weight has the shape [6 4]"},
		{with(small(), "llama.feed_forward_length", uint32(1<<22+1)), shapes(), "inner width 4194305"},
		{with(small(), "llama.context_length", uint32(1<<30+1)), shapes(), "context 1073741825"},
		{with(small(), "llama.attention.head_count", uint32(1<<16)), shapes(), "width 4 is not a multiple of 65536 heads"},
		{with(small(), "llama.attention.head_count", uint32(1<<16+1)), shapes(), "with 65537 heads"},
		{gpt2, table, "position_embd.weight has the shape [7 4], and by the metadata it must be [8 4]"},
	} {
		_, err := GGUF(file(t, tt.metadata, tt.shapes), Options{})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v, want %q", err, tt.want)
		}
	}
	// A context takes no memory before it is used.
	if _, err := GGUF(file(t, with(small(), "llama.context_length", uint32(1<<30)), shapes()), Options{}); err != nil {
		t.Errorf("a context of 2^30: %v", err)
	}
}

// Gemma 3 27B alone divides scores by the root of 168, what its width leaves to
// each head, where its heads have 128 values (config.json of google/gemma-3-27b-it:
// query_pre_attn_scalar 168, head_dim 128; of 12b: 256, 256).
func TestGemmaScores(t *testing.T) {
	for _, tt := range []struct {
		layers, width, heads, head int
		want                       float32
	}{{62, 5376, 32, 128, float32(1 / math.Sqrt(168))}, {48, 3840, 16, 256, 0}} {
		c, err := Config(file(t, map[string]any{
			"general.architecture": "gemma3", "gemma3.context_length": uint32(131072), "gemma3.block_count": uint32(tt.layers),
			"gemma3.embedding_length": uint32(tt.width), "gemma3.feed_forward_length": uint32(8), "gemma3.attention.head_count": uint32(tt.heads),
			"gemma3.attention.key_length": uint32(tt.head), "gemma3.attention.value_length": uint32(tt.head),
			"gemma3.attention.layer_norm_rms_epsilon": float32(1e-6), "gemma3.attention.sliding_window": uint32(1024), "gemma3.final_logit_softcapping": float32(30),
		}, map[string][]int{"token_embd.weight": {2, tt.width}}))
		if err != nil {
			t.Fatal(err)
		}
		if p := c.Parts; p.ScoreScale != tt.want || p.Window != 1024 || p.Every != 6 || p.LogitCap != 30 || !p.Rotation.Halves || !p.Local.Halves || p.Local.Base != 10_000 || float64(p.EmbeddingScale) != float64(float32(math.Sqrt(float64(tt.width)))) {
			t.Errorf("%d layers: %+v, want scores times %g", tt.layers, p, tt.want)
		}
	}
}

// Biases of queries, keys and values are read where a Llama has them; Qwen 2
// always does, Qwen 3 has norms instead.
func TestFamilies(t *testing.T) {
	for name, want := range map[string]func(p gpt.Parts) bool{
		"llama": func(p gpt.Parts) bool { return p.Biases == gpt.NoBiases && !p.Rotation.Halves && !p.QKNorm && p.Gated },
		"qwen2": func(p gpt.Parts) bool {
			return p.Biases == gpt.InputBiases && p.Rotation.Halves && !p.QKNorm && p.Gated
		},
		"qwen3": func(p gpt.Parts) bool { return p.Biases == gpt.NoBiases && p.Rotation.Halves && p.QKNorm && p.Gated },
	} {
		metadata := map[string]any{}
		for key, v := range small() {
			metadata[strings.Replace(key, "llama", name, 1)] = v
		}
		metadata["general.architecture"] = name
		c, err := Config(file(t, metadata, shapes()))
		if err != nil || !want(c.Parts) || !c.Parts.RMSNorm || !c.Parts.Separate || c.Untied {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
		s := shapes()
		s["output.weight"], s["blk.0.attn_q.bias"] = []int{3, 4}, []int{4}
		if c, err = Config(file(t, metadata, s)); err != nil || !c.Untied || name == "llama" && c.Parts.Biases != gpt.InputBiases {
			t.Errorf("%s with a head and a bias: %+v, %v", name, c, err)
		}
	}
}

// What a matrix is held as follows from its type and how long its rows are.
func TestHeldAtLimits(t *testing.T) {
	for _, tt := range []struct {
		name        string
		kind        gguf.Type
		shape       []int
		rows, whole gguf.Type
	}{
		{"blk.0.ffn_up.weight", gguf.Q4_K, []int{2, 256}, gguf.Q4_K, gguf.Q4_K},
		{"blk.0.ffn_up.weight", gguf.F32, []int{2, 256}, gguf.F32, gguf.F32},
		{"blk.0.ffn_norm.weight", gguf.Q8_0, []int{256}, gguf.F32, gguf.F32},
		{"position_embd.weight", gguf.Q8_0, []int{2, 256}, gguf.F32, gguf.F32},
		{"blk.0.ffn_up.weight", gguf.Q5_0, []int{2, 32}, gguf.Q8_0, gguf.F32},
		{"blk.0.ffn_up.weight", gguf.IQ4_NL, []int{2, 33}, gguf.F32, gguf.F32},
	} {
		at := gguf.Tensor{Name: tt.name, Type: tt.kind, Shape: tt.shape}
		if rows, whole := Held(at, false), Held(at, true); rows != tt.rows || whole != tt.whole {
			t.Errorf("%v of %v as %s: %v and %v, want %v and %v", tt.shape, tt.kind, tt.name, rows, whole, tt.rows, tt.whole)
		}
	}
}
