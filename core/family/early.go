package family

// blockGPT2 is the block of GPT-2 and, but for attention, of GPT-3.
func blockGPT2(s source) Block {
	return Block{
		NormPlace:  s.word("pre-LN"),
		NormKind:   s.word("LayerNorm"),
		Positions:  s.word("learned"),
		Attention:  s.word("all earlier"),
		KV:         s.word("each head"),
		MLP:        s.word("one, 4d"),
		Activation: s.word("GELU tanh"),
		Head:       s.word("tied"),
	}
}

func gpt1() []Model {
	block := blockGPT2(paper1)
	block.NormPlace = paper1.word("post-LN").noted("no norm after the last block")
	return []Model{{
		ID: "gpt-1", Name: "GPT-1", Series: "GPT-1", Flagship: true,
		Released: paper1.word("2018-06-11"),
		Parameters: paper2.count(117e6, "117M").
			noted("110M, in an old list, is BERT-base's number"),
		Layers:  paper1.count(12, "12"),
		Width:   paper1.count(768, "768"),
		Heads:   paper1.count(12, "12"),
		Context: paper1.count(512, "512").in("tokens"),
		Vocab: code1.count(40_478, "own BPE").in("ids").
			noted("40,000 merges are not 40,000 ids"),
		Tokens:   paper1.unprinted().noted("over 7,000 books, read 100 times"),
		Training: paper1.word("+ fine-tuning").noted("predict the next token, then one fine-tuning for each task"),
		Block:    block,
		Corpora: []Corpus{{
			Name: "BooksCorpus", Size: paper1.word("over 7,000 books"),
			Epochs: paper1.count(100, "100"),
		}},
		Shape: &Shape{
			Vocab: 40_478, Context: 512, Width: 768, Layers: 12,
			Heads: 12, KVHeads: 12, HeadWidth: 64, Inner: 3072, PostLN: true,
		},
	}}
}

// The four sizes of GPT-2: the paper's counts were wrong, the repository says.
func gpt2() []Model {
	var models []Model
	for _, m := range []struct {
		id, name, released   string
		layers, width, heads int
		count                float64
		text, paper          string
	}{
		{"gpt-2", "GPT-2 small", "2019-02-14", 12, 768, 12, 124e6, "124M", "117M"},
		{"gpt-2-medium", "GPT-2 medium", "2019-05", 24, 1024, 16, 355e6, "355M", "345M"},
		{"gpt-2-large", "GPT-2 large", "2019-08-20", 36, 1280, 20, 774e6, "774M", "762M"},
		{"gpt-2-xl", "GPT-2 XL", "2019-11-05", 48, 1600, 25, 1558e6, "1558M", "1542M"},
	} {
		models = append(models, Model{
			ID: m.id, Name: m.name, Series: "GPT-2", Flagship: m.id == "gpt-2-xl",
			Released: card2.word(m.released),
			Parameters: card2.count(m.count, m.text).
				noted("the paper printed " + m.paper + "; its counts were wrong, says OpenAI's README"),
			Layers:  paper2.count(float64(m.layers), itoa(m.layers)),
			Width:   paper2.count(float64(m.width), itoa(m.width)),
			Heads:   code2.count(float64(m.heads), itoa(m.heads)),
			Context: paper2.count(1024, "1024").in("tokens"),
			Vocab: encodings.count(50_257, "r50k_base").in("ids").
				noted("50,000 is the merges alone: 256 bytes + 50,000 merges + 1 special"),
			Tokens:   paper2.unprinted().noted("WebText is 40 GB of text; how often it was read is not said"),
			Training: paper2.word("next token"),
			Block:    blockGPT2(paper2),
			Corpora:  []Corpus{{Name: "WebText", Size: paper2.word("8M documents, 40 GB")}},
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
		layers, width, heads, dHead  int
		count                        float64
		text                         string
		widthNote, headNote, sumNote string
		wholeHeads                   int // for the shape; 0: as printed
	}{
		{id: "gpt-3-125m", name: "GPT-3 Small", layers: 12, width: 768, heads: 12, dHead: 64, count: 125e6, text: "125M"},
		{id: "gpt-3-350m", name: "GPT-3 Medium", layers: 24, width: 1024, heads: 16, dHead: 64, count: 350e6, text: "350M"},
		{id: "gpt-3-760m", name: "GPT-3 Large", layers: 24, width: 1536, heads: 16, dHead: 96, count: 760e6, text: "760M"},
		{id: "gpt-3-1.3b", name: "GPT-3 XL", layers: 24, width: 2048, heads: 24, dHead: 128, count: 1.3e9, text: "1.3B",
			headNote: "as printed: 24 heads of 128 are 3072, not 2048; 16 would fit", wholeHeads: 16},
		{id: "gpt-3-2.7b", name: "GPT-3 2.7B", layers: 32, width: 2560, heads: 32, dHead: 80, count: 2.7e9, text: "2.7B"},
		{id: "gpt-3-6.7b", name: "GPT-3 6.7B", layers: 32, width: 4096, heads: 32, dHead: 128, count: 6.7e9, text: "6.7B"},
		{id: "gpt-3-13b", name: "GPT-3 13B", layers: 40, width: 5140, heads: 40, dHead: 128, count: 13e9, text: "13.0B",
			widthNote: "as printed: 40 heads of 128 are 5120, and table D.1's 12,850M fits 5120, not 5140", wholeHeads: 20},
		{id: "gpt-3-175b", name: "GPT-3 175B", layers: 96, width: 12288, heads: 96, dHead: 128, count: 175e9, text: "175.0B",
			sumNote: "the shape gives 174.6B, which table D.1 prints too"},
	} {
		block := blockGPT2(paper3)
		block.Attention = paper3.word("half banded").
			noted("dense and locally banded layers alternate; the width of the band was not printed")
		wholeHeads := m.wholeHeads
		if wholeHeads == 0 {
			wholeHeads = m.heads
		}
		models = append(models, Model{
			ID: m.id, Name: m.name, Series: "GPT-3", Flagship: m.id == "gpt-3-175b",
			Released:   paper3.word("2020-05-28"),
			Parameters: paper3.count(m.count, m.text).noted(m.sumNote),
			Layers:     paper3.count(float64(m.layers), itoa(m.layers)),
			Width:      paper3.count(float64(m.width), itoa(m.width)).noted(m.widthNote),
			Heads:      paper3.count(float64(m.heads), itoa(m.heads)).noted(m.headNote),
			Context:    paper3.count(2048, "2048").in("tokens"),
			Vocab:      encodings.count(50_257, "r50k_base").in("ids"),
			Tokens:     paper3.count(300e9, "300B").in("tokens").noted("seen in training; the corpora hold 499B, and 570 GB is Common Crawl alone"),
			Training:   paper3.word("next token"),
			Block:      block,
			Corpora:    corporaGPT3(),
			Shape:      dense(50_257, 2048, m.width, m.layers, wholeHeads),
		})
	}
	return models
}
