package family

// Use is how a model came into the world: what its report is called, how it is
// asked, how it was given out, and what its makers said of its dangers.
type Use struct {
	Title   Cell // of the paper, report or card, or of the post where there is none
	Asked   Cell // how it is told what to do, in a few words
	Release Cell // who got what
	Safety  Cell // a sentence of the source's own, quoted
}

// The ways of asking, in the order in which they came up.
const (
	Finetuned    = "fine-tuned for each task"
	ZeroShotUse  = "zero-shot: the text alone"
	ExamplesUse  = "examples in the prompt"
	Instructions = "instructions"
	ReasonsFirst = "instructions, reasons first"
)

var newsAPI = source{name: "openai.com, OpenAI API", date: "2020-06-11", origin: Official}

// uses are those of the series, by its name.
func uses() map[string]Use {
	openWeights := func(s source) Cell { return s.word("weights for all") }
	service := func(s source) Cell { return s.word("a service; no weights") }
	return map[string]Use{
		"GPT-1": {
			Title:   paper1.at("title").word("Improving Language Understanding by Generative Pre-Training"),
			Asked:   paper1.at("section 3.2").word(Finetuned),
			Release: openWeights(code1.at("model")),
			Safety:  paper1.unprinted().noted("the paper has no section on it"),
		},
		"GPT-2": {
			Title: paper2.at("title").word("Language Models are Unsupervised Multitask Learners"),
			Asked: paper2.at("section 3").word(ZeroShotUse),
			Release: last2.at("first sentence: the final model release").word("weights in four stages").
				noted("124M in February 2019, 355M in May, 774M in August, 1558M in November"),
			Safety: post2.at("first paragraph").word("Due to our concerns about malicious applications of the technology, we are not releasing the trained model.").
				noted("nine months later, with the largest: \"We've seen no strong evidence of misuse so far.\" (openai.com, GPT-2: 1.5B release)"),
		},
		"GPT-3": {
			Title:   paper3.at("title").word("Language Models are Few-Shot Learners"),
			Asked:   paper3.at("section 2").word(ExamplesUse),
			Release: service(newsAPI.at("first paragraph")),
			Safety:  paper3.at("section 6.2").word("internet-trained models have internet-scale biases"),
		},
		"InstructGPT": {
			Title:   paperRLHF.at("title").word("Training language models to follow instructions with human feedback"),
			Asked:   paperRLHF.at("abstract").word(Instructions),
			Release: service(paperRLHF.at("section 3.2: prompts to the API")),
			Safety:  paperRLHF.at("abstract").word("InstructGPT models show improvements in truthfulness and reductions in toxic output generation"),
		},
		"ChatGPT": {
			Title:   newsChat.at("title").word("Introducing ChatGPT").noted("a post; there is no paper"),
			Asked:   newsChat.at("first paragraph").word(Instructions).noted("in a dialogue"),
			Release: service(newsChat.at("first paragraphs")),
			Safety:  newsChat.at("limitations").word("ChatGPT sometimes writes plausible-sounding but incorrect or nonsensical answers."),
		},
		"GPT-4": {
			Title:   report4.at("title").word("GPT-4 Technical Report"),
			Asked:   news4.at("steerability").word(Instructions),
			Release: service(news4.at("API")),
			Safety:  report4.at("section 5").word("it still is not fully reliable (it “hallucinates” facts and makes reasoning errors)"),
		},
		"GPT-4o": {
			Title:   card4o.at("title").word("GPT-4o System Card"),
			Asked:   news4o.at("title and first paragraphs").word(Instructions).noted("spoken, too"),
			Release: service(news4o.at("model availability")),
			Safety:  card4o.at("abstract").word("In line with our commitment to building AI safely and consistent with our voluntary commitments to the White House, we are sharing the GPT-4o System Card"),
		},
		"GPT-4.5": {
			Title:   card45.at("title").word("OpenAI GPT-4.5 System Card"),
			Asked:   card45.at("introduction").word(Instructions),
			Release: service(card45.at("introduction: a research preview")),
			Safety:  card45.at("introduction").word("We conducted extensive safety evaluations prior to deployment and did not find any significant increase in safety risk compared to existing models"),
		},
		"GPT-5": {
			Title:   card5.at("title").word("GPT-5 System Card"),
			Asked:   card5.at("introduction").word(ReasonsFirst).noted("a router decides whether"),
			Release: service(news5.at("API")),
			Safety:  card5.at("introduction").word("We’ve made significant advances in reducing hallucinations, improving instruction following, and minimizing sycophancy"),
		},
		"gpt-oss": {
			Title:   cardOSS.at("title").word("gpt-oss-120b & gpt-oss-20b Model Card"),
			Asked:   cardOSS.at("section 1").word(ReasonsFirst).noted("how much it reasons is set in the prompt"),
			Release: openWeights(cardOSS.at("section 1")).noted("Apache 2.0"),
			Safety:  cardOSS.at("section 1").word("Once they are released, determined attackers could fine-tune them to bypass safety refusals or directly optimize for harm"),
		},
	}
}

// Use returns what is known of it for a model's series; of one without a source
// all is undisclosed. A later GPT-5 is another model than the one that GPT-5's
// card describes: of that no source was found, and each Cell is zero.
func (m Model) Use() Use {
	series := m.Series
	if series == "GPT-5" && m.ID != "gpt-5" {
		return Use{}
	}
	if series == "gpt-oss-20b" || series == "gpt-oss-120b" {
		series = "gpt-oss"
	}
	if u, ok := uses()[series]; ok {
		return u
	}
	no := kept.silent()
	switch series {
	case "GPT-4 Turbo":
		return Use{newsTurbo.at("title").word("New models and developer products announced at DevDay").noted("a post; there is no paper"), no, newsTurbo.at("GPT-4 Turbo with 128K context").word("a service; no weights"), no}
	case "GPT-4.1":
		return Use{news41.at("title").word("Introducing GPT-4.1 in the API").noted("a post; there is no paper"), news41.at("instruction following").word(Instructions), news41.at("title").word("a service; no weights"), no}
	}
	return Use{no, no, no, no}
}

// UseAspects lists the cells of the model's use with their names, what it reads
// among them; a Cell is zero where no source was found.
func (m Model) UseAspects() []Aspect {
	u := m.Use()
	return []Aspect{{"title", u.Title}, {"input", m.Input}, {"asked", u.Asked}, {"release", u.Release}, {"safety", u.Safety}}
}
