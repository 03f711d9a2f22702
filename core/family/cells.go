package family

import "math"

// source is where a group of facts was printed.
type source struct {
	name   string
	date   string
	origin Provenance
}

// The sources, each once.
var (
	paper1       = source{"Radford et al. 2018", "2018-06-11", Paper}
	code1        = source{"openai/finetune-transformer-lm, params_shapes.json", "2018-06-11", Official}
	paper2       = source{"Radford et al. 2019", "2019-02-14", Paper}
	card2        = source{"openai/gpt-2, model_card.md", "2019-11-05", Official}
	code2        = source{"openai/gpt-2, src/model.py", "2019-11-05", Official}
	paper3       = source{"Brown et al. 2020, table 2.1", "2020-05-28", Paper}
	paperRLHF    = source{"Ouyang et al. 2022", "2022-03-04", Paper}
	newsChat     = source{"openai.com, Introducing ChatGPT", "2022-11-30", Official}
	report4      = source{"GPT-4 Technical Report", "2023-03-15", Official}
	news4        = source{"openai.com, GPT-4", "2023-03-14", Official}
	kept         = source{"OpenAI", "2026-07-01", Official} // of models without a report of their own
	encodings    = source{"openai/tiktoken, openai_public.py", "2025-08-05", Official}
	codeOSS      = source{"openai/gpt-oss, torch/model.py", "2025-08-05", Official}
	cardOSS      = source{"gpt-oss model card", "2025-08-05", Official}
	card5        = source{"GPT-5 system card", "2025-08-07", Official}
	thirdChat    = source{"users' error messages (4097 tokens)", "2023-11-10", ThirdParty}
	thirdTurbo   = source{"vercel.com, AI Gateway", "2023-11-06", ThirdParty}
	thirdContext = source{"chatai.guide, context windows", "2026-05-04", ThirdParty}
	thirdLater   = source{"keeleinstitut, models.json", "2026-07-01", ThirdParty}
)

// count is a number as it was printed.
func (s source) count(value float64, text string) Cell {
	return Cell{Value: value, Text: text, Date: s.date, Origin: s.origin, Source: s.name}
}

// word is a fact in words.
func (s source) word(text string) Cell {
	return Cell{Value: math.NaN(), Text: text, Date: s.date, Origin: s.origin, Source: s.name}
}

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
