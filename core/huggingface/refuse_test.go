package huggingface

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/core/checkpoint"
)

func TestOpenRefuses(t *testing.T) {
	set := func(key string, v any) func(*sample) { return func(s *sample) { s.config[key] = v } }
	file := func(name, text string) func(*sample) { return func(s *sample) { s.files[name] = text } }
	tensor := func(name string, change func(*checkpoint.Tensor)) func(*sample) {
		return func(s *sample) {
			x := s.tensors[name]
			x.Name = name
			change(&x)
			s.tensors[name] = x
		}
	}
	one := func(part, key string, v any) func(*sample) {
		return func(s *sample) {
			s.setOne([]string{"t h", "th e", "Ġ the"}, func(all map[string]any) {
				if key == "" {
					all[part] = v
					return
				}
				all[part].(map[string]any)[key] = v
			})
		}
	}
	for _, c := range []struct {
		change func(*sample)
		shards int
		want   string
	}{
		{func(s *sample) { s.config = nil }, 1, "no config.json"},
		{func(s *sample) { s.config = nil; s.files["config.json"] = "{" }, 1, "config.json: unexpected end"},
		{set("model_type", "bloom"), 1, `config.json: model_type is "bloom"; supported are gpt2, llama, mistral, qwen2, qwen3 and gemma3_text`},
		{set("n_layer", 0), 1, "n_layer is 0"},
		{set("n_embd", 1<<40), 1, "n_embd is 1099511627776"},
		{set("n_inner", -1), 1, "n_inner is -1"},
		{set("n_head", 4), 1, "n_embd 6 is not a multiple of n_head 4"},
		{set("layer_norm_epsilon", 0), 1, "layer_norm_epsilon is 0"},
		{set("scale_attn_weights", false), 1, "scale_attn_weights is false; supported is true"},
		{set("scale_attn_by_inverse_layer_idx", true), 1, "scale_attn_by_inverse_layer_idx is true"},
		{set("add_cross_attention", true), 1, "add_cross_attention is true"},
		{set("activation_function", "silu"), 1, `activation_function is "silu"; supported are gelu_new`},
		{set("tie_word_embeddings", false), 1, "tie_word_embeddings is false, and there is no tensor lm_head.weight"},
		{set("eos_token_id", -5), 1, "config.json: eos_token_id is -5; of a vocabulary of 262 it must be 0 to 261"},
		{set("eos_token_id", 1_000_000_000_000_000), 1, "eos_token_id is 1000000000000000"},
		{set("eos_token_id", 262), 1, "eos_token_id is 262"},
		{set("vocab_size", 1<<20), 1, `"wte.weight" has shape [262 6]; by config.json it should be [1048576 6]`},
		{func(s *sample) { s.config = nil; s.files["config.json"] = "\xef\xbb\xbf{}" }, 1, "config.json begins with a byte order mark (BOM)"},
		{func(s *sample) { s.files[vocabFile] = "\xef\xbb\xbf" + s.files[vocabFile] }, 1, "vocab.json begins with a byte order mark (BOM)"},
		{file(vocabFile, "\xff\xfe{\x00}\x00"), 1, "vocab.json begins with a byte order mark (BOM)"},
		{file(mergesFile, "\xef\xbb\xbf#version: 0.2\n"), 1, "merges.txt begins with a byte order mark (BOM)"},
		{set("n_layer", 3), 1, "numbers, and the model of config.json has"},
		{set("n_layer", 1), 1, `tensor "h.1.attn.c_attn.bias" has no place in a model of this kind with 1 layers`},
		{set("vocab_size", 263), 1, `"wte.weight" has shape [262 6]; by config.json it should be [263 6]`},
		{set("n_inner", 9), 1, `tensor "h.0.mlp.c_fc.weight" has shape [6 10]; by config.json it should be [6 9]`},

		{func(s *sample) { clear(s.tensors) }, 1, "neither model.safetensors nor"},
		{func(s *sample) { clear(s.tensors); s.files["pytorch_model.bin"] = "x" }, 1, "Python pickle"},
		{func(s *sample) { clear(s.tensors); s.files[single] = "\x80\x02pickled!" }, 1, "Python pickle"},
		{tensor("wpe.weight", func(x *checkpoint.Tensor) { x.Data[3] = float32(math.NaN()) }), 1, `"transformer.wpe.weight" holds 1 NaN`},
		{tensor("extra", func(x *checkpoint.Tensor) { x.Shape, x.Data = []int{1}, []float32{1} }), 1, `tensor "extra" has no place`},
		{tensor(head, func(x *checkpoint.Tensor) { x.Shape, x.Data = []int{262, 6}, make([]float32, 262*6) }), 1, "lm_head.weight differs from wte.weight, which config.json makes the output head"},
		{func(s *sample) {
			delete(s.tensors, "wte.weight")
			s.tensors[head] = checkpoint.Tensor{Name: head, Shape: []int{1}, Data: []float32{1}}
		}, 1, `no tensor "wte.weight"`},
		{tensor(head, func(x *checkpoint.Tensor) { x.Shape, x.Data = []int{1}, []float32{1} }), 1, "has shape [1]"},
		{func(s *sample) {
			delete(s.tensors, "ln_f.bias")
			s.tensors["h.9.attn.bias"] = checkpoint.Tensor{Shape: []int{9}, Data: make([]float32, 9)}
		}, 1, `no tensor "ln_f.bias"`},

		{file(index, `{"weight_map": {}}`), 2, "weight_map names no tensors"},
		{file(index, `[`), 2, "model.safetensors.index.json: unexpected end"},
		{file(index, `{"weight_map": {"a": "../part-a.safetensors"}}`), 2, "only files of the same folder"},
		{file(index, `{"weight_map": {"a": "/etc/hosts"}}`), 2, "only files of the same folder"},
		{file(index, `{"weight_map": {"a": ".."}}`), 2, "only files of the same folder"},
		{file(index, `{"weight_map": {"a": "sub\\x"}}`), 2, "only files of the same folder"},
		{file(index, `{"weight_map": {"a": ""}}`), 2, "only files of the same folder"},
		{file(index, `{"weight_map": {"a": "gone.safetensors"}}`), 2, "no such file"},
		{file(index, `{"weight_map": {"a": "part-a.safetensors"}}`), 2, `part-a.safetensors has no tensor "a"`},

		{func(s *sample) { delete(s.files, mergesFile) }, 1, "vocab.json without merges.txt"},
		{func(s *sample) { delete(s.files, vocabFile) }, 1, "merges.txt without vocab.json"},
		{file(vocabFile, `{"a": 262}`), 1, `token "a" has id 262, and vocab_size in config.json is 262`},
		{file(vocabFile, `{"a": 1}`), 1, "no token for byte"},
		{file(mergesFile, "x y\n"), 1, "merges.txt: line 1"},
		{file(addedFile, `{"x": "y"}`), 1, "added_tokens.json: json"},
		{file(oneFile, `{`), 1, "tokenizer.json: unexpected end"},
		{one("model", "type", "Unigram"), 1, `tokenizer.json: model.type is "Unigram"`},
		{one("model", "dropout", 0.1), 1, "model.dropout is 0.1"},
		{one("model", "continuing_subword_prefix", "##"), 1, "continuing_subword_prefix"},
		{one("model", "end_of_word_suffix", "</w>"), 1, "end_of_word_suffix"},
		{one("model", "ignore_merges", true), 1, "ignore_merges"},
		{one("model", "merges", []string{"t\nh"}), 1, "end of a line"},
		{one("model", "merges", [][]string{{"t"}}), 1, "a merge of 1 tokens"},
		{one("normalizer", "", map[string]any{"type": "NFC"}), 1, `normalizer is "NFC"`},
		{one("pre_tokenizer", "", nil), 1, "no pre_tokenizer"},
		{one("pre_tokenizer", "type", "Metaspace"), 1, `pre_tokenizer is "Metaspace"`},
		{one("pre_tokenizer", "add_prefix_space", true), 1, "add_prefix_space is true"},
		{one("pre_tokenizer", "use_regex", false), 1, "use_regex is false"},
	} {
		t.Run(c.want, func(t *testing.T) {
			s := newSample()
			c.change(s)
			dir := s.write(t, "transformer.", checkpoint.F32, c.shards)
			_, err := Open(dir, Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if err != nil && !strings.Contains(err.Error(), dir) {
				t.Errorf("%v does not name the folder", err)
			}
		})
	}
}

func TestOpenRefusesTwoPrefixes(t *testing.T) {
	s := newSample()
	x := s.tensors["ln_f.bias"]
	s.tensors["transformer.ln_f.bias"] = x
	if _, err := Open(s.write(t, "", checkpoint.F32, 1), Options{}); err == nil || !strings.Contains(err.Error(), "with and without the prefix") {
		t.Error(err)
	}
}

func TestOpenRefusesWhatIsNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), single)
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{file: "is a file: name the folder", file + "x": "no such file"} {
		if _, err := Open(path, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
