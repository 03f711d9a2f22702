package lab

import "slices"

// An idea is what a knob is about, whatever a lab calls it.
type idea struct {
	is     string
	letter string // "" where letters are too few
	names  []string
}

// ideas is the one table of the letters that choose knobs: the same idea has
// the same letter in every lab. Letters are too few for all ideas, so some
// mean one thing in one lab and another in the next, never two things in one.
// The shell has c, m, n, q, r, s, v, y, z and all capitals, and actions have a
// and b.
var ideas = []idea{
	{"a text that is typed", "e", []string{"text", "prompt", "query", "edit"}},
	{"what random numbers begin with", "x", []string{"seed"}},
	{"training steps", "t", []string{"steps"}},
	{"the learning rate", "l", []string{"rate"}},
	{"a block of the model", "l", []string{"layer"}},
	{"samples or sequences at once", "b", []string{"batch"}},
	{"passages that go into the prompt", "p", []string{"top-n"}},
	{"which row is looked at", "j", []string{"row"}},
	{"which column is looked at", "k", []string{"column"}},
	{"how wide a position's vector is, as a knob of the encoding", "d", []string{"d-model"}},

	{"how tokens are told where they stand", "h", []string{"scheme"}},
	{"which dimensions make a pair", "l", []string{"layout"}},
	{"how frequencies fall", "g", []string{"spacing"}},
	{"how many positions", "o", []string{"positions"}},
	{"what the slowest frequency follows from", "b", []string{"base"}},
	{"one position", "p", []string{"position"}},
	{"steps from one position to another", "f", []string{"offset"}},
	{"one dimension", "i", []string{"dimension"}},
	{"one token of a text, which reads", "t", []string{"token"}},
	{"one token of a text, which is read", "k", []string{"key"}},
	{"a word whose rank is followed", "w", []string{"word"}},
	{"what is subtracted from a contribution", "o", []string{"against"}},
	{"what is switched off", "f", []string{"off"}},
	{"a second attention head", "u", []string{"also"}},
	{"what stands in for what is off", "i", []string{"instead"}},
	{"what questions ask for that are put to a model", "p", []string{"ability"}},
	{"the text that a head is taken from", "d", []string{"donor"}},
	{"what attention may not read", "h", []string{"hide"}},
	{"one attention head", "a", []string{"head"}},
	{"which checkpoint of a training", "g", []string{"checkpoint"}},
	{"which fact is asked for", "j", []string{"fact"}},
	{"when gradients are taken", "", []string{"moment"}},

	{"weights or activations", "w", []string{"what"}},
	{"which weights", "t", []string{"tensor"}},
	{"which activations", "i", []string{"site"}},
	{"bits of an integer", "b", []string{"bits"}},
	{"which values share a scale", "g", []string{"granularity"}},
	{"how many values share a scale", "u", []string{"group"}},
	{"how levels lie over the values", "d", []string{"grid"}},
	{"whose way to choose a scale", "", []string{"convention"}},
	{"when a scale is chosen", "a", []string{"calibration"}},
	{"how a range is chosen", "p", []string{"clip"}},
	{"one large value", "o", []string{"outlier"}},
	{"SmoothQuant's α", "h", []string{"smooth"}},
	{"how weights are stored", "x", []string{"format"}},
	{"what an effect is of", "f", []string{"scope"}},
	{"whose texts are read", "", []string{"texts"}},

	{"what is searched", "d", []string{"documents"}},
	{"what ranks passages", "i", []string{"retriever"}},
	{"which formula of BM25", "t", []string{"variant"}},
	{"BM25's k1", "k", []string{"k1"}},
	{"BM25's b", "b", []string{"b"}},
	{"sentences in a passage", "u", []string{"chunk"}},
	{"sentences that passages share", "o", []string{"overlap"}},
	{"what is done to the answering passages", "g", []string{"gold"}},
	{"function words in a search", "w", []string{"stop-words"}},
	{"where the answering passage stands", "l", []string{"place"}},
	{"the rank of a passage, or of a matrix", "a", []string{"rank", "lora-rank"}},
	{"what retrieval is used for", "f", []string{"use"}},

	{"what divides the logits", "t", []string{"temperature"}},
	{"how many tokens are kept", "k", []string{"top-k", "keep"}},
	{"how much probability is kept", "p", []string{"top-p"}},
	{"the least share that is kept", "i", []string{"min-p"}},
	{"in which order", "o", []string{"order"}},
	{"how many are drawn", "d", []string{"draws"}},
	{"the first of a list", "f", []string{"from"}},
	{"tokens written on", "l", []string{"length"}},
	{"the prompt that stands beside the first one", "w", []string{"beside"}},
	{"where logits come from", "", []string{"logits"}},
	{"which branch of a tree is taken", "j", []string{"branch"}},
	{"how many tokens deep a tree goes", "g", []string{"levels"}},
	{"how the names of special tokens are read", "u", []string{"special"}},
	{"one more step of sampling", "h", []string{"extra"}},
	{"a setting of that step", "", []string{
		"repetition", "presence", "frequency", "no-repeat", "dry", "dry-length", "top-n-sigma", "typical",
		"epsilon-cut", "eta-cut", "top-h", "xtc", "xtc-above",
	}},

	{"which norm", "o", []string{"norm"}},
	{"training steps of a race", "w", []string{"updates"}},
	{"training or evaluation", "d", []string{"mode"}},
	{"the weight of a new batch", "u", []string{"momentum"}},
	{"what is done to a neighbour", "h", []string{"push"}},
	{"places beyond a sentence's end", "p", []string{"padding"}},
	{"how a sentence ends", "g", []string{"ending"}},
	{"what is added to a variance", "i", []string{"epsilon"}},
	{"where numbers come from", "a", []string{"data"}},
	{"gain and bias as the model has learnt them", "", []string{"learned"}},

	{"how many layers", "d", []string{"depth"}},
	{"how wide the stream is", "h", []string{"width"}},
	{"how weights begin", "i", []string{"init"}},
	{"cross-attention", "o", []string{"cross"}},
	{"of what the gradient is", "g", []string{"gradient"}},
	{"networks that are averaged", "k", []string{"networks"}},
	{"steps in which the rate rises", "w", []string{"warm-up"}},

	{"how many facts", "f", []string{"facts"}},
	{"which parameters are trained", "o", []string{"method"}},
	{"texts for each fact", "h", []string{"paraphrases"}},
	{"old documents in a batch", "d", []string{"replay"}},
	{"answers for each change", "w", []string{"answers"}},
	{"how much a machine does", "u", []string{"throughput"}},
	{"the way that is explained", "g", []string{"way"}},

	{"what is measured", "a", []string{"measure"}},
	{"what a model was asked", "k", []string{"task"}},
	{"the model that is looked at", "g", []string{"gpt"}},
	{"the model beside it", "o", []string{"compare"}},
	{"how a weight is stored", "p", []string{"precision"}},
	{"tokens in a cache", "t", []string{"context"}},

	{"a logarithmic axis", "l", []string{"log"}},
	{"the picture, which has the shell's v", "", []string{"view"}},
}

// Letter is the key that chooses a knob, from the table of letters: "" if it
// has none.
func (k Knob) Letter() string {
	letter, _ := LetterOf(k.Name)
	return letter
}

// LetterOf returns the letter of the knobs with a name, "" if they have none;
// known is false for a name that is not in the table.
func LetterOf(name string) (letter string, known bool) {
	i := slices.IndexFunc(ideas, func(i idea) bool { return slices.Contains(i.names, name) })
	if i < 0 {
		return "", false
	}
	return ideas[i].letter, true
}
