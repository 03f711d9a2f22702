package sampling

func hf() Engine {
	defaults := Neutral()
	defaults.TopK = 50
	return Engine{
		Name:   "hf",
		Source: "transformers 5.12.1, GenerationMixin._get_logits_processor and generation/logits_process.py",
		Order: []Kind{
			KindRepetition, KindNoRepeatNgram, KindTemperature, KindTopH, KindTopK, KindTopP,
			KindMinP, KindTypical, KindEpsilon, KindEta, KindNormalize,
		},
		Nucleus:  NucleusTail,
		Zero:     "an error there, which says to use do_sample=False; that is done here: the best token, without the cuts",
		Only:     "generate in transformers has no such argument",
		Defaults: defaults,
	}
}

func vllm() Engine {
	return Engine{
		Name:   "vllm",
		Source: "vLLM v1, v1/sample/sampler.py and sampling_params.py",
		Order: []Kind{
			KindRepetition, KindFrequency, KindPresence, KindTemperature, KindMinP, KindTopK, KindTopP,
		},
		Nucleus:    NucleusTail,
		LeastT:     0.01, // sampling_params.py raises it, with a warning
		Zero:       "the best token, and top-k, top-p and min-p are reset",
		Only:       "SamplingParams in vLLM has no such field",
		Defaults:   Neutral(),
		PromptFree: true,
	}
}

func llamaCPP() Engine {
	defaults := Neutral()
	defaults.Temperature, defaults.TopK, defaults.TopP, defaults.MinP = 0.8, 40, 0.95, 0.05
	defaults.PenaltyWindow = 64
	defaults.DRY = DRY{Base: 1.75, Allowed: 2, Window: 64}
	defaults.XTC = XTC{Threshold: 0.1}
	return Engine{
		Name:   "llama.cpp",
		Source: "llama.cpp, common/common.h and src/llama-sampling.cpp as of libllama 0.7.0; the order can be changed with --samplers",
		Order: []Kind{
			KindRepetition, KindFrequency, KindPresence, KindDRY, KindTopNSigma, KindTopK,
			KindTypical, KindTopP, KindMinP, KindXTC, KindTemperature,
		},
		ExactTies: true,
		Nucleus:   NucleusReach,
		Zero:      "the best of the tokens that the cuts left",
		Only:      "llama.cpp has no such sampler",
		Defaults:  defaults,
	}
}

func gpt2() Engine {
	return Engine{
		Name:    "gpt-2",
		Source:  "openai/gpt-2, src/sample.py (2019)",
		Order:   []Kind{KindTemperature, KindTopK, KindTopP},
		Nucleus: NucleusWithin,
		Zero:    "a division by zero there, and no usable token; the best token here, the limit",
		Only:    "sample.py has only T, top-k and top-p",
		// At its default of 1 the top-p of sample.py still runs, and rounding
		// may cost it tokens at the very end of the tail; here it is off.
		Defaults: Neutral(),
	}
}

func llama2C() Engine {
	defaults := Neutral()
	defaults.TopP = 0.9
	return Engine{
		Name:     "llama2.c",
		Source:   "karpathy/llama2.c, run.c",
		Order:    []Kind{KindTemperature, KindTopP},
		Nucleus:  NucleusExceed,
		TopPZero: true,
		Zero:     "the best token",
		Only:     "run.c has only T and top-p",
		Defaults: defaults,
	}
}
