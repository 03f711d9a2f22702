package gpt

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/core/tensor"
)

// goldenModels are the checkpoints in testdata, made by transformers.
var goldenModels = []struct {
	name   string
	config Config
}{
	{"gpt2_tiny", Config{Vocab: 128, Context: 64, Width: 32, Layers: 2, Heads: 4, Inner: 128, Epsilon: 1e-5}},
	{"gpt2_tiny_gelu_erf", Config{Vocab: 64, Context: 16, Width: 16, Layers: 1, Heads: 2, Inner: 64, Activation: GELUErf, Epsilon: 1e-5}},
	{"gpt1_tiny_postln", Config{Vocab: 96, Context: 32, Width: 32, Layers: 2, Heads: 4, Inner: 128, Norm: PostLN, Epsilon: 1e-5}},
}

type goldenCase struct {
	ID       string
	InputIDs [][]int `json:"input_ids"`
	Expected struct {
		Float64 struct {
			Logits       []vectors
			Loss         *float64
			LogProbs     vectors            `json:"per_token_logprob"`
			HiddenStates [][]vectors        `json:"hidden_states"` // state, row
			Attentions   [][][]vectors      // layer, row, head
			GradNorm     map[string]float64 `json:"grad_norm"`
		}
		Float32 struct {
			Logits   []vectors
			Loss     *float64
			LogProbs vectors `json:"per_token_logprob"`
		}
		Greedy []struct {
			Token   int
			LogProb float64
		} `json:"greedy_float64"`
		Activations map[string][]vectors `json:"activations_float64"`
	}
}

func readJSON(t *testing.T, into any, path ...string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{"testdata"}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// eachGolden calls test with every case of every golden model.
func eachGolden(t *testing.T, test func(t *testing.T, m *Model, c goldenCase)) {
	for _, g := range goldenModels {
		m := goldenModel(t, g.name, g.config)
		var file struct{ Cases []goldenCase }
		readJSON(t, &file, g.name, "expected.json")
		if len(file.Cases) == 0 {
			t.Fatalf("%s has no cases", g.name)
		}
		for _, c := range file.Cases {
			t.Run(c.ID, func(t *testing.T) { test(t, m, c) })
		}
	}
}

// goldenModel fills a model from testdata/name/model.safetensors, where
// matrices of linear maps are [in, out].
func goldenModel(t *testing.T, name string, c Config) *Model {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name, "model.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	size := binary.LittleEndian.Uint64(data)
	header, body := data[8:8+size], data[8+size:]
	type entry struct {
		Shape   []int
		Offsets [2]int `json:"data_offsets"`
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(header, &raw); err != nil {
		t.Fatal(err)
	}
	m := Zeros(c)
	for _, x := range m.Tensors() {
		var e entry
		if err := json.Unmarshal(raw[goldenName(name, x.Name)], &e); err != nil {
			t.Fatalf("%s: %v", x.Name, err)
		}
		bytes := body[e.Offsets[0]:e.Offsets[1]]
		if len(bytes) != 4*len(x.Data) {
			t.Fatalf("%s: %v in the file, [%d, %d] in the model", x.Name, e.Shape, x.Rows, x.Cols)
		}
		for i := range x.Data {
			from := i
			if strings.HasPrefix(x.Name, "blocks.") && x.Decay {
				from = i%x.Cols*x.Rows + i/x.Cols
			}
			x.Data[i] = math.Float32frombits(binary.LittleEndian.Uint32(bytes[4*from:]))
		}
	}
	return m
}

// libraryName is the name that a parameter has in the library.
func libraryName(tensor string) string {
	return strings.NewReplacer("tokens", "wte.weight", "positions", "wpe.weight", "blocks.", "h.",
		"norm1.gain", "ln_1.weight", "norm1.bias", "ln_1.bias", "norm2.gain", "ln_2.weight", "norm2.bias", "ln_2.bias",
		"qkv.", "attn.c_attn.", "out.", "attn.c_proj.", "up.", "mlp.c_fc.", "down.", "mlp.c_proj.",
		"final.gain", "ln_f.weight", "final.bias", "ln_f.bias", "head", "lm_head.weight").Replace(tensor)
}

func goldenName(model, tensor string) string {
	tensor = libraryName(tensor)
	if model == "gpt1_tiny_postln" {
		tensor = strings.NewReplacer("wte", "tokens_embed", "wpe", "positions_embed").Replace(tensor)
	}
	return "transformer." + tensor
}

// The tolerances that stand in the golden files.
const (
	rel64, abs64 = 1e-9, 1e-10
	rel32, abs32 = 1e-4, 2e-5
)

func checkNear(t *testing.T, what string, got, want, rel, abs float64) {
	t.Helper()
	if !(math.Abs(got-want) <= rel*math.Abs(want)+abs) { // NaN fails too
		t.Fatalf("%s: %.9g, want %.9g", what, got, want)
	}
}

func checkVectors(t *testing.T, what string, got, want vectors, rel, abs float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d rows, want %d", what, len(got), len(want))
	}
	for i := range want {
		if len(got[i]) != len(want[i]) {
			t.Fatalf("%s: row %d has %d values, want %d", what, i, len(got[i]), len(want[i]))
		}
		for j := range want[i] {
			checkNear(t, what, got[i][j], want[i][j], rel, abs)
		}
	}
}

func toVectors(m tensor.Matrix) vectors {
	x := make(vectors, m.Rows)
	for i := range x {
		for _, v := range m.Row(i) {
			x[i] = append(x[i], float64(v))
		}
	}
	return x
}

// following returns rows of tokens as one list, with the next token of each
// as its target and none for the last.
func following(rows [][]int) (tokens, targets []int) {
	for _, row := range rows {
		tokens = append(tokens, row...)
		targets = append(append(targets, row[1:]...), NoTarget)
	}
	return tokens, targets
}

func TestOracleAgreesWithTransformers(t *testing.T) {
	eachGolden(t, func(t *testing.T, m *Model, c goldenCase) {
		o, want := newOracle(m), c.Expected.Float64
		for r, tokens := range c.InputIDs {
			got := o.run(tokens, false)
			checkVectors(t, "logits", got.logits, want.Logits[r], rel64, abs64)
			for s, state := range want.HiddenStates {
				hidden := got.hidden[s]
				if s == m.Config.Layers && m.Config.Norm == PreLN {
					hidden = got.modules["ln_f"] // the library's last state is after it
				}
				checkVectors(t, "hidden state", hidden, state[r], rel64, abs64)
			}
			for l, layer := range want.Attentions {
				for h, head := range layer[r] {
					checkVectors(t, "attention", got.attention[l][h], head, rel64, abs64)
				}
			}
			for name, module := range c.Expected.Activations {
				if x, ok := got.module(sharedModule(m.Config, name)); ok {
					checkVectors(t, name, x, module[r], rel64, abs64)
				}
			}
		}
		if want.Loss != nil {
			tokens, targets := following(c.InputIDs)
			checkNear(t, "loss", o.loss(tokens, targets, len(c.InputIDs[0])), *want.Loss, rel64, abs64)
		}
	})
}

// sharedModule corrects a name: GPT-1's blocks share one activation module,
// so what is recorded under the first block is of the last.
func sharedModule(c Config, name string) string {
	if c.Norm == PostLN {
		return strings.Replace(name, "h.0.mlp.act", "h.1.mlp.act", 1)
	}
	return name
}

func TestForwardAgreesWithTransformers(t *testing.T) {
	eachGolden(t, func(t *testing.T, m *Model, c goldenCase) {
		tokens, targets := following(c.InputIDs)
		length := len(c.InputIDs[0])
		var p Pass
		logits := m.Forward(&p, tokens, length)
		for r := range c.InputIDs {
			rows := func(x tensor.Matrix) vectors { return toVectors(x.Slice(r*length, (r+1)*length)) }
			checkVectors(t, "logits", rows(logits), c.Expected.Float32.Logits[r], rel32, abs32)
			for s, state := range c.Expected.Float64.HiddenStates {
				checkVectors(t, "hidden state", rows(p.hidden(m.Config, s)), state[r], rel32, abs32)
			}
			for l, layer := range c.Expected.Float64.Attentions {
				for h, head := range layer[r] {
					at := (r*m.Config.Heads + h) * length
					checkVectors(t, "attention", toVectors(p.Layers[l].Attention.Slice(at, at+length)), head, rel32, abs32)
				}
			}
			for name, want := range c.Expected.Activations {
				checkVectors(t, name, rows(p.module(t, sharedModule(m.Config, name))), want[r], rel32, abs32)
			}
		}
		if want := c.Expected.Float32.Loss; want != nil {
			loss, counted := CrossEntropy(logits, targets)
			checkNear(t, "loss", loss, *want, rel32, abs32)
			if counted != len(tokens)-len(c.InputIDs) {
				t.Errorf("%d of %d targets counted", counted, len(tokens))
			}
			logs := LogProbs(logits, targets)
			for r, row := range c.Expected.Float32.LogProbs {
				for i, log := range row {
					checkNear(t, "log-probability", logs[r*length+i], log, rel32, abs32)
				}
			}
		}
	})
}

// hidden returns state s as the library counts them.
func (p *Pass) hidden(c Config, s int) tensor.Matrix {
	switch {
	case s < c.Layers:
		return p.Layers[s].In
	case c.Norm == PreLN:
		return p.Final.Out
	}
	return p.Layers[c.Layers-1].Norm2.Out
}

// module returns what the library's module of that name puts out.
func (p *Pass) module(t *testing.T, name string) tensor.Matrix {
	name = strings.TrimPrefix(name, "transformer.")
	switch name {
	case "wte", "tokens_embed":
		return p.tokens
	case "wpe", "positions_embed":
		return p.positions
	case "ln_f":
		return p.Final.Out
	case "lm_head":
		return p.Logits
	}
	y := &p.Layers[name[2]-'0']
	switch name[4:] {
	case "ln_1":
		return y.Norm1.Out
	case "attn.c_attn":
		return y.qkv
	case "attn.c_proj":
		return y.AttentionOut
	case "ln_2":
		return y.Norm2.Out
	case "mlp.c_fc":
		return y.Hidden
	case "mlp.act":
		return y.Activated
	case "mlp.c_proj":
		return y.MLPOut
	}
	t.Fatalf("no module %s", name)
	return tensor.Matrix{}
}

func TestBackwardAgreesWithTransformers(t *testing.T) {
	eachGolden(t, func(t *testing.T, m *Model, c goldenCase) {
		if c.Expected.Float64.GradNorm == nil {
			t.Skip("one token: no loss")
		}
		tokens, targets := following(c.InputIDs)
		grad := gradient(m, tokens, targets, len(c.InputIDs[0]))
		name, _, _ := strings.Cut(c.ID, "-")
		for _, x := range grad.Tensors() {
			var squares float64
			for _, v := range x.Data {
				squares += float64(v) * float64(v)
			}
			want, ok := c.Expected.Float64.GradNorm[goldenName(name, x.Name)]
			if !ok {
				t.Fatalf("no gradient norm of %s", x.Name)
			}
			checkNear(t, x.Name, math.Sqrt(squares), want, rel32, abs32)
		}
	})
}

// gradient is that of the mean cross-entropy.
func gradient(m *Model, tokens, targets []int, length int) *Model {
	var p Pass
	logits := m.Forward(&p, tokens, length)
	_, counted := CrossEntropy(logits, targets)
	d := tensor.New(logits.Rows, logits.Cols)
	CrossEntropyBack(d, logits, targets, 1/float32(counted))
	grad := Zeros(m.Config)
	m.Backward(&p, d, grad)
	return grad
}

func TestDecoderWritesWhatTransformersWrites(t *testing.T) {
	eachGolden(t, func(t *testing.T, m *Model, c goldenCase) {
		if len(c.Expected.Greedy) == 0 {
			t.Skip("no continuation recorded")
		}
		d := NewDecoder(m)
		logits := d.Feed(c.InputIDs[0])
		last := logits.Slice(logits.Rows-1, logits.Rows)
		for i, want := range c.Expected.Greedy {
			best := 0
			for v := range last.Cols {
				if last.Data[v] > last.Data[best] {
					best = v
				}
			}
			if best != want.Token {
				t.Fatalf("token %d is %d, want %d", i, best, want.Token)
			}
			checkNear(t, "log-probability", LogProbs(last, []int{best})[0], want.LogProb, rel32, abs32)
			if d.Full() {
				break
			}
			last = tensor.Of(1, m.Config.Vocab, d.Step(best))
		}
	})
}
