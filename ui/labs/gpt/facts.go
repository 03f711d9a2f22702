package gpt

import (
	"logitarium/core/family"
	"logitarium/ui/message"
)

// facts are the words of [family]: what it says of a model in words of its
// own. What it quotes, and names, stands as its source has it.
var facts = messages(
	"own BPE",
	"40,000 merges are not 40,000 ids",
	"not printed",
	"over 7,000 books, read 100 times",
	"over 7,000 books",
	"no norm after the last block",
	"learned",
	"all earlier",
	"each head",
	"one, 4d",
	"tied",
	"untied",
	"predict the next token, then one fine-tuning for each task",
	"+ fine-tuning",
	"text",
	"fine-tuned for each task",
	"weights for all",
	"the paper has no section on it",
	"6·N·D needs D, the tokens seen",
	"50,000 is the merges alone: 256 bytes + 50,000 merges + 1 special",
	"WebText is 40 GB of text; how often it was read is not said",
	"8M documents, 40 GB",
	"next token",
	"zero-shot: the text alone",
	"weights in four stages",
	"124M in February 2019, 355M in May, 774M in August, 1558M in November",
	`nine months later, with the largest: "We've seen no strong evidence of misuse so far." (openai.com, GPT-2: 1.5B release)`,
	"the paper printed 117M; its counts were wrong, says OpenAI's README",
	"the paper printed 345M; its counts were wrong, says OpenAI's README",
	"the paper printed 762M; its counts were wrong, says OpenAI's README",
	"the paper printed 1542M; its counts were wrong, says OpenAI's README",
	"110M, in an old list, is BERT-base's number",
	"seen in training; the corpora hold 499B, and 570 GB is Common Crawl alone",
	"of the GPT-3 that it began as: fine-tuning, 4.9 and 60 petaflop/s-days beside 3,640 (section 5.1), is not counted",
	"half banded",
	"dense and locally banded layers alternate; the width of the band was not printed",
	"examples in the prompt",
	"a service; no weights",
	"as printed: 24 heads of 128 are 3072, not 2048; 16 would fit",
	"as printed: 40 heads of 128 are 5120, and table D.1's 12,850M fits 5120, not 5140",
	"the shape gives 174.6B, which table D.1 prints too",
	"in the API since 27 January 2022",
	"also 1.3B and 6B; people preferred the answers of the 1.3B to those of GPT-3 175B",
	"13k demonstrations, 33k rankings, 31k prompts to practise on",
	"instructions",
	"undisclosed",
	"GPT-3.5 names a series, not a size",
	"that of gpt-3.5-turbo in the API, from March 2023; the launch model's is not published",
	"of the 3.5 series text-davinci-002 and 003 have p50k_base and gpt-3.5-turbo has cl100k_base (tiktoken, model.py); which the launch model had is not published",
	"a post; there is no paper",
	"in a dialogue",
	"not 2022, as older notes have it",
	"figures that go round are rumours; OpenAI has printed none",
	"gpt-4-32k: 32,768",
	"text, images",
	`it "can accept image and text inputs and produce text outputs"`,
	"end-to-end",
	`"trained end-to-end across text, vision, and audio": one network for all inputs and outputs`,
	"text, images, audio, video",
	"spoken, too",
	"a research preview; gone from the API since July 2025",
	`"our largest and most knowledgeable model yet"; how large is not said`,
	"1,047,576, says OpenAI's page on gpt-4.1-mini",
	"one token goes through a fraction of them",
	"64 heads of 64 are 4096, not d = 2880: 12d² does not hold here",
	"rotary",
	"RoPE of base 150,000, stretched 32 times by YaRN",
	"half last 128",
	"every other layer sees 128 tokens; heads have a sink",
	"8 for 64",
	"8 heads of keys and values serve 64 of queries",
	"4 of 32",
	"4 of 128",
	"a router sends each token to 4 experts of 32",
	"a router sends each token to 4 experts of 128",
	"clipped at 7",
	`"trillions of tokens", says the card`,
	"reinforcement learning of long reasoning",
	"+ reasoning",
	"instructions, reasons first",
	"how much it reasons is set in the prompt",
	"272,000 to read and 128,000 to write",
	"a fast model, a reasoning model, and a router between them",
	"a router decides whether",
	"the date of the version in the API; in ChatGPT since 12 November",
	"later ones, 5.6 among them, have names in OpenAI's library, and no date there",
	"32-bit floats",
	"16-bit floats",
	"matrices at 8.5 bits, scales included (ggml Q8_0)",
	"matrices at 4.5 bits, scales included (ggml Q4_0)",
	"MLP matrices at 4.25 bits (MXFP4), the rest bf16, as gpt-oss is released",
	"next-token prediction",
	"causal attention",
	"residual additions",
	"one block, repeated L times",
	"softmax over the vocabulary",
	"GELU tanh",
	"GELU exact",
	"+ RLHF",
	"+ RL",
	"Apache 2.0",
	"a fact, without a text to look it up in",
	"a sum such as 48 + 76",
	"the last word of a paragraph",
	"which of four endings fits",
	"which of two endings fits a story",
	// Of a model that is in no report.
	inProgram, card, itsFile, notInFile, ownBPE, nextToken, earlier, eachHead, windows, endless, tells, server, program, itsOwn,
)

// messages are some messages by their English.
func messages(ids ...message.ID) map[string]message.ID {
	all := make(map[string]message.ID, len(ids))
	for _, id := range ids {
		all[string(id)] = id
	}
	return all
}

// said is a text of [family] or of the model in this program: a message, or,
// if it was printed somewhere, as it was printed.
func said(text string) message.Text {
	if id, ok := facts[text]; ok {
		return message.New(id)
	}
	return message.Verbatim(text)
}

// word is a fact in words.
func word(c family.Cell) message.Text { return said(c.Text) }
