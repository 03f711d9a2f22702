package family

import "math"

// source is where a group of facts was printed.
type source struct {
	name   string
	date   string
	origin Provenance
	place  string
}

// The sources, each once. OpenAI's posts were read in stored copies of them,
// as their site answers browsers alone.
var (
	paper1     = source{name: "Radford et al. 2018", date: "2018-06-11", origin: Paper}
	post1      = source{name: "openai.com, Improving language understanding with unsupervised learning", date: "2018-06-11", origin: Official}
	shapes1    = source{name: "openai/finetune-transformer-lm, model/params_shapes.json", date: "2018-06-11", origin: Official}
	code1      = source{name: "openai/finetune-transformer-lm, train.py", date: "2018-06-11", origin: Official}
	paper2     = source{name: "Radford et al. 2019", date: "2019-02-14", origin: Paper}
	post2      = source{name: "openai.com, Better language models and their implications", date: "2019-02-14", origin: Official}
	halfYear2  = source{name: "openai.com, GPT-2: 6-month follow-up", date: "2019-08-20", origin: Official}
	last2      = source{name: "openai.com, GPT-2: 1.5B release", date: "2019-11-05", origin: Official}
	code2      = source{name: "openai/gpt-2, src/model.py", date: "2019-11-05", origin: Official}
	paper3     = source{name: "Brown et al. 2020", date: "2020-05-28", origin: Paper}
	paperRLHF  = source{name: "Ouyang et al. 2022", date: "2022-03-04", origin: Paper}
	newsChat   = source{name: "openai.com, Introducing ChatGPT", date: "2022-11-30", origin: Official}
	report4    = source{name: "GPT-4 Technical Report", date: "2023-03-15", origin: Official}
	news4      = source{name: "openai.com, GPT-4", date: "2023-03-14", origin: Official}
	newsTurbo  = source{name: "openai.com, New models and developer products announced at DevDay", date: "2023-11-06", origin: Official}
	news4o     = source{name: "openai.com, Hello GPT-4o", date: "2024-05-13", origin: Official}
	card4o     = source{name: "GPT-4o system card", date: "2024-10-25", origin: Official}
	cookbook4o = source{name: "openai/openai-cookbook, introduction_to_gpt4o.ipynb", date: "2024-07-18", origin: Official}
	card45     = source{name: "GPT-4.5 system card", date: "2025-02-27", origin: Official}
	news41     = source{name: "openai.com, Introducing GPT-4.1 in the API", date: "2025-04-14", origin: Official}
	codeOSS    = source{name: "openai/gpt-oss, torch/model.py", date: "2025-08-05", origin: Official}
	cardOSS    = source{name: "gpt-oss model card", date: "2025-08-05", origin: Official}
	card5      = source{name: "GPT-5 system card", date: "2025-08-07", origin: Official}
	news5      = source{name: "openai.com, Introducing GPT-5 for developers", date: "2025-08-07", origin: Official}
	library    = source{name: "openai/openai-node, src/resources/shared.ts", date: "2026", origin: Official}
	libraryPy  = source{name: "openai/openai-python, types/shared/chat_model.py", date: "2025-12", origin: Official}
	encodings  = source{name: "openai/tiktoken, openai_public.py", date: "2025-08-05", origin: Official}
	models     = source{name: "openai/tiktoken, model.py", date: "2026-10-04", origin: Official}
	kept       = source{name: "OpenAI", date: "2026-10", origin: Official} // of models without a report of their own

	thirdChat    = source{name: "users' error messages (4097 tokens)", date: "2023-11-10", origin: ThirdParty}
	third45      = source{name: "tambo.co, table of models", date: "2025", origin: ThirdParty}
	thirdGateway = source{name: "vercel.com, AI Gateway", date: "2026", origin: ThirdParty}
	thirdHub     = source{name: "continuedev/openai-continue-hub, gpt-5.1.yaml", date: "2025-11", origin: ThirdParty}
	thirdBox     = source{name: "developer.box.com, GPT-5.4 model card", date: "2026-03", origin: ThirdParty}
	thirdOxen    = source{name: "docs.oxen.ai, models", date: "2026", origin: ThirdParty}
)

// at says where in the source a fact stands.
func (s source) at(place string) source {
	s.place = place
	return s
}

// count is a number as it was printed.
func (s source) count(value float64, text string) Cell {
	return Cell{Value: value, Text: text, Date: s.date, Origin: s.origin, Source: s.name, Place: s.place}
}

// word is a fact in words.
func (s source) word(text string) Cell { return s.count(math.NaN(), text) }

// noted adds an erratum.
func (c Cell) noted(note string) Cell {
	c.Note = note
	return c
}

// in gives the unit.
func (c Cell) in(unit string) Cell {
	c.Unit = unit
	return c
}

// undisclosed is a cell that its maker keeps back.
func undisclosed(by, date string) Cell {
	return Cell{Value: math.NaN(), Text: "undisclosed", Date: date, Origin: Undisclosed, Source: by}
}

// silent is undisclosed in a source.
func (s source) silent() Cell { return undisclosed(s.name, s.date) }

// unprinted is a cell of an open model that its source does not give.
func (s source) unprinted() Cell {
	c := s.silent()
	c.Text = "not printed"
	return c
}

// The vocabularies, of as many ids as the highest one and 1.
func r50k() Cell {
	return encodings.at("r50k_base, explicit_n_vocab").count(50_257, "r50k_base").in("ids")
}

func cl100k() Cell {
	return encodings.at("cl100k_base: the highest id is 100276").count(100_277, "cl100k_base").in("ids")
}

func o200k() Cell {
	return encodings.at("o200k_base: the highest id is 200018").count(200_019, "o200k_base").in("ids")
}
