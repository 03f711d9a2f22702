package family

import "slices"

// chat is GPT-3 taught to follow instructions, and what came of it.
func chat() []Model {
	sizes := gpt3()
	base := sizes[len(sizes)-1]
	instruct := Model{
		ID: "instructgpt", Name: "InstructGPT", Series: "InstructGPT", Flagship: true,
		Released: paperRLHF.word("2022-03-04").noted("in the API since 27 January 2022"),
		Parameters: paperRLHF.count(175e9, "175B").
			noted("also 1.3B and 6B; people preferred the answers of the 1.3B to those of GPT-3 175B"),
		Layers: base.Layers, Width: base.Width, Heads: base.Heads,
		Context:  paperRLHF.count(2048, "2k").in("tokens"),
		Vocab:    base.Vocab,
		Tokens:   base.Tokens,
		Training: paperRLHF.word("+ RLHF").noted("13k demonstrations, 33k rankings, 31k prompts to practise on"),
		Block:    base.Block,
		Corpora:  base.Corpora,
		Shape:    base.Shape,
	}
	chat := hidden(newsChat)
	chat.ID, chat.Name, chat.Series, chat.Flagship = "chatgpt", "ChatGPT (3.5)", "ChatGPT", true
	chat.Released = newsChat.word("2022-11-30")
	chat.Parameters = chat.Parameters.noted("GPT-3.5 names a series, not a size")
	chat.Context = thirdChat.count(4097, "4097").in("tokens")
	chat.Vocab = encodings.count(100_277, "cl100k_base").in("ids")
	chat.Training = newsChat.word("+ RLHF")
	return []Model{instruct, chat}
}

// hidden is a model of which nothing is known: keeper is who keeps it back.
func hidden(keeper source) Model {
	no := keeper.silent()
	return Model{
		Parameters: no, Layers: no, Width: no, Heads: no, Context: no, Vocab: no, Tokens: no, Training: no,
		Block: Block{no, no, no, no, no, no, no, no},
	}
}

func gpt4() []Model {
	first := hidden(report4)
	first.ID, first.Name, first.Series, first.Flagship = "gpt-4", "GPT-4", "GPT-4", true
	first.Released = news4.word("2023-03-14").noted("not 2022, as older notes have it")
	first.Parameters = first.Parameters.noted("figures that go round are rumours; nobody who knows has printed one")
	first.Context = news4.count(8192, "8192").in("tokens").noted("gpt-4-32k: 32,768")
	first.Vocab = encodings.count(100_277, "cl100k_base").in("ids")
	first.Training = report4.word("+ RLHF")

	turbo := hidden(kept)
	turbo.ID, turbo.Name, turbo.Series, turbo.Flagship = "gpt-4-turbo", "GPT-4 Turbo", "GPT-4 Turbo", true
	turbo.Released = thirdTurbo.word("2023-11-06")
	turbo.Context = thirdTurbo.count(128_000, "128k").in("tokens")
	turbo.Vocab = encodings.count(100_277, "cl100k_base").in("ids")
	return []Model{first, turbo}
}

func later() []Model {
	omni := hidden(kept)
	omni.ID, omni.Name, omni.Series, omni.Flagship = "gpt-4o", "GPT-4o", "GPT-4o", true
	omni.Released = thirdLater.word("2024-05-13")
	omni.Context = thirdContext.count(128_000, "128k").in("tokens")
	omni.Vocab = encodings.count(200_019, "o200k_base").in("ids")

	long := hidden(kept)
	long.ID, long.Name, long.Series, long.Flagship = "gpt-4.1", "GPT-4.1", "GPT-4.1", true
	long.Released = thirdLater.word("2025-04-14")
	long.Context = thirdContext.count(1_047_576, "1M").in("tokens")
	long.Vocab = encodings.count(200_019, "o200k_base").in("ids")

	five := hidden(kept)
	five.ID, five.Name, five.Series, five.Flagship = "gpt-5", "GPT-5", "GPT-5", true
	five.Released = thirdLater.word("2025-08-07").
		noted("later: 5.2 (11 Dec 2025), 5.4 (5 Mar 2026), 5.5 (23 Apr 2026), 5.6 (mid-2026)")
	five.Context = thirdLater.count(400_000, "400k").in("tokens")
	five.Vocab = encodings.count(200_019, "o200k_base").in("ids")
	five.Training = card5.word("+ reasoning").noted("a fast model, a reasoning model, and a router between them")
	return slices.Concat([]Model{omni, long}, oss(), []Model{five})
}

// oss is the two models whose weights OpenAI published again in 2025.
func oss() []Model {
	var models []Model
	for _, m := range []struct {
		id             string
		layers, expert int
		total          float64
		text           string
	}{
		{"gpt-oss-20b", 24, 32, 20.91e9, "20.91B"},
		{"gpt-oss-120b", 36, 128, 116.83e9, "116.83B"},
	} {
		models = append(models, Model{
			ID: m.id, Name: m.id, Series: m.id, Flagship: true,
			Released:   cardOSS.word("2025-08-05"),
			Parameters: cardOSS.count(m.total, m.text).noted("one token goes through a fraction of them"),
			Layers:     codeOSS.count(float64(m.layers), itoa(m.layers)),
			Width:      codeOSS.count(2880, "2880"),
			Heads:      codeOSS.count(64, "64").noted("64 heads of 64 are 4096, not d = 2880: 12d² does not hold here"),
			Context:    codeOSS.count(131_072, "131072").in("tokens"),
			Vocab:      codeOSS.count(201_088, "o200k_harmony").in("ids"),
			Tokens:     cardOSS.unprinted().noted("\"trillions of tokens\", says the card"),
			Training:   cardOSS.word("+ RL").noted("reinforcement learning of long reasoning"),
			Block: Block{
				NormPlace:  codeOSS.word("pre-LN"),
				NormKind:   codeOSS.word("RMSNorm"),
				Positions:  codeOSS.word("rotary").noted("RoPE of base 150,000, stretched 32 times by YaRN"),
				Attention:  codeOSS.word("half last 128").noted("every other layer sees 128 tokens; heads have a sink"),
				KV:         codeOSS.word("8 for 64").noted("8 heads of keys and values serve 64 of queries"),
				MLP:        codeOSS.word("4 of " + itoa(m.expert)).noted("a router sends each token to 4 experts of " + itoa(m.expert)),
				Activation: codeOSS.word("SwiGLU").noted("clipped at 7"),
				Head:       codeOSS.word("untied"),
			},
			Shape: &Shape{
				Vocab: 201_088, Context: 131_072, Width: 2880, Layers: m.layers,
				Heads: 64, KVHeads: 8, HeadWidth: 64, Window: 128,
				Inner: 2880, Experts: m.expert, Chosen: 4,
				Rotary: true, RMS: true, Gated: true, Sinks: true, Untied: true,
			},
		})
	}
	return models
}
