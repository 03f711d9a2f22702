package family

// chat is GPT-3 taught to follow instructions, and what came of it.
func chat() []Model {
	sizes := gpt3()
	base := sizes[len(sizes)-1]
	instruct := Model{
		ID: "instructgpt", Name: "InstructGPT", Series: "InstructGPT", Flagship: true,
		Released: paperRLHF.at("arXiv:2203.02155, first version").word("2022-03-04").noted("in the API since 27 January 2022"),
		Parameters: paperRLHF.at("abstract").count(175e9, "175B").
			noted("also 1.3B and 6B; people preferred the answers of the 1.3B to those of GPT-3 175B"),
		Layers: base.Layers, Width: base.Width, Heads: base.Heads,
		Context:  paperRLHF.at("appendix C").count(2048, "2k").in("tokens"),
		Vocab:    base.Vocab,
		Tokens:   base.Tokens.noted("of the GPT-3 that it began as: fine-tuning, 4.9 and 60 petaflop/s-days beside 3,640 (section 5.1), is not counted"),
		Training: paperRLHF.at("section 3.1").word("+ RLHF").noted("13k demonstrations, 33k rankings, 31k prompts to practise on"),
		Input:    paperRLHF.at("section 3.2").word("text"),
		Block:    base.Block,
		Corpora:  base.Corpora,
		Shape:    base.Shape,
	}
	chat := hidden(newsChat)
	chat.ID, chat.Name, chat.Series, chat.Flagship = "chatgpt", "ChatGPT (3.5)", "ChatGPT", true
	chat.Released = newsChat.at("date").word("2022-11-30")
	chat.Parameters = chat.Parameters.noted("GPT-3.5 names a series, not a size")
	chat.Context = thirdChat.at("gpt-3.5-turbo").count(4097, "4097").in("tokens").
		noted("that of gpt-3.5-turbo in the API, from March 2023; the launch model's is not published")
	chat.Vocab = chat.Vocab.
		noted("of the 3.5 series text-davinci-002 and 003 have p50k_base and gpt-3.5-turbo has cl100k_base (tiktoken, model.py); which the launch model had is not published")
	chat.Training = newsChat.at("methods").word("+ RLHF")
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
	first.Released = news4.at("date").word("2023-03-14").noted("not 2022, as older notes have it")
	first.Parameters = first.Parameters.noted("figures that go round are rumours; OpenAI has printed none")
	first.Context = news4.at("API").count(8192, "8192").in("tokens").noted("gpt-4-32k: 32,768")
	first.Vocab = cl100k()
	first.Training = report4.at("section 2").word("+ RLHF")
	first.Input = report4.at("abstract").word("text, images").noted("it \"can accept image and text inputs and produce text outputs\"")

	turbo := hidden(kept)
	turbo.ID, turbo.Name, turbo.Series, turbo.Flagship = "gpt-4-turbo", "GPT-4 Turbo", "GPT-4 Turbo", true
	turbo.Released = newsTurbo.at("date").word("2023-11-06")
	turbo.Context = newsTurbo.at("GPT-4 Turbo with 128K context").count(128_000, "128k").in("tokens")
	turbo.Vocab = cl100k()
	turbo.Input = cookbook4o.at("current API capabilities").word("text, images")
	return []Model{first, turbo}
}

// omni is what came between GPT-4 and GPT-5.
func omni() []Model {
	omni := hidden(kept)
	omni.ID, omni.Name, omni.Series, omni.Flagship = "gpt-4o", "GPT-4o", "GPT-4o", true
	omni.Released = news4o.at("date").word("2024-05-13")
	omni.Context = news41.at("long context").count(128_000, "128k").in("tokens")
	omni.Vocab = o200k()
	omni.Training = card4o.at("abstract").word("end-to-end").
		noted("\"trained end-to-end across text, vision, and audio\": one network for all inputs and outputs")
	omni.Input = card4o.at("abstract").word("text, images, audio, video")

	large := hidden(card45)
	large.ID, large.Name, large.Series, large.Flagship = "gpt-4.5", "GPT-4.5", "GPT-4.5", true
	large.Released = card45.at("date").word("2025-02-27").noted("a research preview; gone from the API since July 2025")
	large.Context = third45.at("gpt-4.5-preview").count(128_000, "128k").in("tokens")
	large.Vocab = o200k()
	large.Training = card45.at("introduction").word("+ RLHF").
		noted("\"our largest and most knowledgeable model yet\"; how large is not said")

	long := hidden(kept)
	long.ID, long.Name, long.Series, long.Flagship = "gpt-4.1", "GPT-4.1", "GPT-4.1", true
	long.Released = news41.at("date").word("2025-04-14")
	long.Context = news41.at("long context").count(1_000_000, "1M").in("tokens").
		noted("1,047,576, says OpenAI's page on gpt-4.1-mini")
	long.Vocab = o200k()
	return []Model{omni, large, long}
}

// gpt5 is GPT-5 and those that followed under its name, as far as a source
// was found for each of their facts.
func gpt5() []Model {
	member := func(id, name string, released, context Cell) Model {
		m := hidden(kept)
		m.ID, m.Name, m.Series = id, name, "GPT-5"
		m.Released, m.Context, m.Vocab = released, context.in("tokens"), o200k()
		m.Vocab.Source, m.Vocab.Date = models.name+" and openai_public.py", models.date
		m.Vocab.Place = "names that begin with gpt-5; the highest id is 200018"
		return m
	}
	five := member("gpt-5", "GPT-5", news5.at("date").word("2025-08-07"),
		news5.at("evaluations, long context").count(400_000, "400k").noted("272,000 to read and 128,000 to write"))
	five.Flagship = true
	five.Training = card5.at("introduction").word("+ reasoning").noted("a fast model, a reasoning model, and a router between them")

	one := member("gpt-5.1", "GPT-5.1", libraryPy.at("gpt-5.1-2025-11-13").word("2025-11-13").
		noted("the date of the version in the API; in ChatGPT since 12 November"),
		thirdHub.at("contextLength").count(400_000, "400k"))
	two := member("gpt-5.2", "GPT-5.2", libraryPy.at("gpt-5.2-2025-12-11").word("2025-12-11"),
		thirdGateway.at("gpt-5.2-fast").count(400_000, "400k"))
	four := member("gpt-5.4", "GPT-5.4", thirdBox.at("release date").word("2026-03-05"),
		thirdOxen.at("gpt-5-4-2026-03-05").count(1_050_000, "1.05M"))
	last := member("gpt-5.5", "GPT-5.5", library.at("gpt-5.5-2026-04-23").word("2026-04-23").
		noted("later ones, 5.6 among them, have names in OpenAI's library, and no date there"),
		thirdOxen.at("gpt-5-5-2026-04-23").count(1_050_000, "1.05M"))
	return []Model{five, one, two, four, last}
}

// oss is the two models whose weights OpenAI published again in 2025.
func oss() []Model {
	card, code := cardOSS.at("section 2.2"), func(place string) source { return codeOSS.at(place) }
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
			Released:   cardOSS.at("date").word("2025-08-05"),
			Parameters: cardOSS.at("table 1").count(m.total, m.text).noted("one token goes through a fraction of them"),
			Layers:     cardOSS.at("section 2").count(float64(m.layers), itoa(m.layers)),
			Width:      card.count(2880, "2880"),
			Heads:      card.count(64, "64").noted("64 heads of 64 are 4096, not d = 2880: 12d² does not hold here"),
			Context:    card.count(131_072, "131072").in("tokens"),
			Vocab:      cardOSS.at("section 2.3").count(201_088, "o200k_harmony").in("ids"),
			Tokens:     cardOSS.unprinted().noted("\"trillions of tokens\", says the card"),
			Training:   cardOSS.at("section 2.5").word("+ RL").noted("reinforcement learning of long reasoning"),
			Input:      cardOSS.at("section 2.4").word("text"),
			Block: Block{
				NormPlace:  card.word("pre-LN"),
				NormKind:   card.word("RMSNorm"),
				Positions:  card.word("rotary").noted("RoPE of base 150,000, stretched 32 times by YaRN"),
				Attention:  card.word("half last 128").noted("every other layer sees 128 tokens; heads have a sink"),
				KV:         card.word("8 for 64").noted("8 heads of keys and values serve 64 of queries"),
				MLP:        card.word("4 of " + itoa(m.expert)).noted("a router sends each token to 4 experts of " + itoa(m.expert)),
				Activation: card.word("SwiGLU").noted("clipped at 7"),
				Head:       code("unembedding").word("untied"),
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
