package family

// blockGPT2 is the block of GPT-2.
func blockGPT2() Block {
	code := func(place, text string) Cell { return code2.at(place).word(text) }
	return Block{
		NormPlace:  paper2.at("section 2.3").word("pre-LN"),
		NormKind:   code("norm", "LayerNorm"),
		Positions:  code("wpe", "learned"),
		Attention:  code("attention_mask", "all earlier"),
		KV:         code("attn", "each head"),
		MLP:        code("block, nx*4", "one, 4d"),
		Activation: code("gelu", "GELU tanh"),
		Head:       code("logits, transpose of wte", "tied"),
	}
}

// blockGPT1 is the block of GPT-1, as its code has it.
func blockGPT1() Block {
	code := func(place, text string) Cell { return code1.at(place).word(text) }
	return Block{
		NormPlace:  code("block, norm(x+a)", "post-LN").noted("no norm after the last block"),
		NormKind:   code("_norm", "LayerNorm"),
		Positions:  paper1.at("section 4.1").word("learned"),
		Attention:  code("mask_attn_weights", "all earlier"),
		KV:         code("attn", "each head"),
		MLP:        code("block, nx*4", "one, 4d"),
		Activation: code("gelu", "GELU tanh"),
		Head:       code("lm_logits, transpose of we", "tied"),
	}
}

// blockGPT3 is GPT-2's but for attention, as the paper says.
func blockGPT3() Block {
	block := blockGPT2()
	same := paper3.at("section 2.1: the same as GPT-2")
	for _, c := range []*Cell{&block.NormPlace, &block.NormKind, &block.Positions, &block.KV, &block.MLP, &block.Activation, &block.Head} {
		*c = same.word(c.Text)
	}
	block.Attention = paper3.at("section 2.1").word("half banded").
		noted("dense and locally banded layers alternate; the width of the band was not printed")
	return block
}

func gpt1() []Model {
	spec := paper1.at("section 4.1, model specifications")
	return []Model{{
		ID: "gpt-1", Name: "GPT-1", Series: "GPT-1", Flagship: true,
		Released: post1.at("date").word("2018-06-11"),
		Parameters: paper2.at("table 2, the smallest model is \"equivalent to the original GPT\"").count(117e6, "117M").
			noted("110M, in an old list, is BERT-base's number"),
		Layers:  spec.count(12, "12"),
		Width:   spec.count(768, "768"),
		Heads:   spec.count(12, "12"),
		Context: spec.count(512, "512").in("tokens"),
		Vocab: shapes1.at("the second shape, [40478, 768]").count(40_478, "own BPE").in("ids").
			noted("40,000 merges are not 40,000 ids"),
		Tokens:   paper1.unprinted().noted("over 7,000 books, read 100 times"),
		Training: paper1.at("section 3").word("+ fine-tuning").noted("predict the next token, then one fine-tuning for each task"),
		Input:    paper1.at("section 3.1").word("text"),
		Block:    blockGPT1(),
		Corpora: []Corpus{{
			Name: "BooksCorpus", Size: paper1.at("section 4.1").word("over 7,000 books"),
			Epochs: spec.count(100, "100"),
		}},
		Shape: &Shape{
			Vocab: 40_478, Context: 512, Width: 768, Layers: 12,
			Heads: 12, KVHeads: 12, HeadWidth: 64, Inner: 3072, PostLN: true,
		},
	}}
}

// hparams are the settings that OpenAI released with a size of GPT-2.
func hparams(size string) source {
	return source{name: "openai/gpt-2, models/" + size + "/hparams.json", date: "2019-11-05", origin: Official}
}

// The four sizes of GPT-2: the paper's counts were wrong, the repository says.
func gpt2() []Model {
	var models []Model
	for _, m := range []struct {
		id, name             string
		released             Cell
		layers, width, heads int
		count                float64
		text, paper          string
	}{
		{"gpt-2", "GPT-2 small", post2.at("date").word("2019-02-14"), 12, 768, 12, 124e6, "124M", "117M"},
		{"gpt-2-medium", "GPT-2 medium", halfYear2.at("first sentence: in May").word("2019-05"), 24, 1024, 16, 355e6, "355M", "345M"},
		{"gpt-2-large", "GPT-2 large", halfYear2.at("date").word("2019-08-20"), 36, 1280, 20, 774e6, "774M", "762M"},
		{"gpt-2-xl", "GPT-2 XL", last2.at("date").word("2019-11-05"), 48, 1600, 25, 1558e6, "1558M", "1542M"},
	} {
		size := hparams(m.text)
		models = append(models, Model{
			ID: m.id, Name: m.name, Series: "GPT-2", Flagship: m.id == "gpt-2-xl",
			Released: m.released,
			Parameters: halfYear2.at("summary").count(m.count, m.text).
				noted("the paper printed " + m.paper + "; its counts were wrong, says OpenAI's README"),
			Layers:  size.at("n_layer").count(float64(m.layers), itoa(m.layers)),
			Width:   size.at("n_embd").count(float64(m.width), itoa(m.width)),
			Heads:   size.at("n_head").count(float64(m.heads), itoa(m.heads)),
			Context: paper2.at("section 2.3").count(1024, "1024").in("tokens"),
			Vocab: r50k().
				noted("50,000 is the merges alone: 256 bytes + 50,000 merges + 1 special"),
			Tokens:   paper2.unprinted().noted("WebText is 40 GB of text; how often it was read is not said"),
			Training: paper2.at("section 2").word("next token"),
			Input:    paper2.at("section 2.1").word("text"),
			Block:    blockGPT2(),
			Corpora:  []Corpus{{Name: "WebText", Size: paper2.at("section 2.1").word("8M documents, 40 GB")}},
			Shape:    dense(50_257, 1024, m.width, m.layers, m.heads),
		})
	}
	return models
}

// The eight sizes of GPT-3, as table 2.1 prints them.
func gpt3() []Model {
	var models []Model
	for _, m := range []struct {
		id, name                     string
		layers, width, heads         int
		count                        float64
		text                         string
		widthNote, headNote, sumNote string
		wholeHeads                   int // for the shape; 0: as printed
	}{
		{id: "gpt-3-125m", name: "GPT-3 Small", layers: 12, width: 768, heads: 12, count: 125e6, text: "125M"},
		{id: "gpt-3-350m", name: "GPT-3 Medium", layers: 24, width: 1024, heads: 16, count: 350e6, text: "350M"},
		{id: "gpt-3-760m", name: "GPT-3 Large", layers: 24, width: 1536, heads: 16, count: 760e6, text: "760M"},
		{id: "gpt-3-1.3b", name: "GPT-3 XL", layers: 24, width: 2048, heads: 24, count: 1.3e9, text: "1.3B",
			headNote: "as printed: 24 heads of 128 are 3072, not 2048; 16 would fit", wholeHeads: 16},
		{id: "gpt-3-2.7b", name: "GPT-3 2.7B", layers: 32, width: 2560, heads: 32, count: 2.7e9, text: "2.7B"},
		{id: "gpt-3-6.7b", name: "GPT-3 6.7B", layers: 32, width: 4096, heads: 32, count: 6.7e9, text: "6.7B"},
		{id: "gpt-3-13b", name: "GPT-3 13B", layers: 40, width: 5140, heads: 40, count: 13e9, text: "13.0B",
			widthNote: "as printed: 40 heads of 128 are 5120, and table D.1's 12,850M fits 5120, not 5140", wholeHeads: 20},
		{id: "gpt-3-175b", name: "GPT-3 175B", layers: 96, width: 12288, heads: 96, count: 175e9, text: "175.0B",
			sumNote: "the shape gives 174.6B, which table D.1 prints too"},
	} {
		table := paper3.at("table 2.1")
		wholeHeads := m.wholeHeads
		if wholeHeads == 0 {
			wholeHeads = m.heads
		}
		models = append(models, Model{
			ID: m.id, Name: m.name, Series: "GPT-3", Flagship: m.id == "gpt-3-175b",
			Released:   paper3.at("arXiv:2005.14165, first version").word("2020-05-28"),
			Parameters: table.count(m.count, m.text).noted(m.sumNote),
			Layers:     table.count(float64(m.layers), itoa(m.layers)),
			Width:      table.count(float64(m.width), itoa(m.width)).noted(m.widthNote),
			Heads:      table.count(float64(m.heads), itoa(m.heads)).noted(m.headNote),
			Context:    paper3.at("section 2.1, below table 2.1").count(2048, "2048").in("tokens"),
			Vocab:      r50k(),
			Tokens:     paper3.at("table 2.1, caption").count(300e9, "300B").in("tokens").noted("seen in training; the corpora hold 499B, and 570 GB is Common Crawl alone"),
			Training:   paper3.at("section 2").word("next token"),
			Input:      paper3.at("section 2.2").word("text"),
			Block:      blockGPT3(),
			Corpora:    corporaGPT3(),
			Shape:      dense(50_257, 2048, m.width, m.layers, wholeHeads),
		})
	}
	return models
}
