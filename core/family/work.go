package family

// Operations is floating-point operations by part, over all layers; a multiply-add is
// two. Norms, softmax, activations and additions are left out: they are a
// fraction of a percent.
type Operations struct {
	QKV        float64 // queries, keys and values
	Scores     float64 // q·k for every pair of positions
	Mix        float64 // values weighted by attention
	Projection float64 // out of attention
	MLP        float64 // with the router, of the chosen experts
	Head       float64 // logits
}

// Total returns the sum of the parts.
func (w Operations) Total() float64 {
	return w.QKV + w.Scores + w.Mix + w.Projection + w.MLP + w.Head
}

// Forward returns the work of reading T tokens at once, logits at every one:
//
//	QKV 2·T·d·(H + 2G)·d_h   scores, mix 2·H·d_h·T·T each   projection 2·T·H·d_h·d
//	MLP 2·T·2·d·f (3 if gated, k times)                      head 2·T·d·V
//
// Scores are counted for all T·T pairs, as programs that mask compute them
// (the convention of nanoGPT's transformer_sizing); a layer with a window w
// has T·min(T, w). It panics if T < 1.
func (s Shape) Forward(tokens int) Operations {
	check("tokens", tokens)
	t, d := float64(tokens), float64(s.Width)
	layers := float64(s.Layers)
	q, kv := float64(s.Heads*s.HeadWidth), float64(s.KVHeads*s.HeadWidth)

	reach := layers * t // Σ over the layers of the keys per query
	if narrow := float64(s.windowed()); narrow > 0 {
		reach = float64((layers-narrow)*t) + float64(narrow*min(t, float64(s.Window)))
	}
	matrices := 2.0
	if s.Gated {
		matrices = 3
	}
	mlp := matrices * d * float64(s.Inner)
	if s.Experts > 0 {
		mlp = float64(float64(s.Chosen)*mlp) + float64(float64(s.Experts)*d)
	}
	return Operations{
		QKV:        layers * 2 * t * d * (q + 2*kv),
		Scores:     2 * t * reach * q,
		Mix:        2 * t * reach * q,
		Projection: layers * 2 * t * q * d,
		MLP:        layers * 2 * t * mlp,
		Head:       2 * t * d * float64(s.Vocab),
	}
}

// PaLM returns the estimate 6N + 12·L·H·d_h·T of the operations that training
// needs for one token in a sequence of T (Chowdhery et al. 2022, appendix B),
// N without the table of positions. It panics if T < 1.
func (s Shape) PaLM(tokens int) float64 {
	check("tokens", tokens)
	n := s.Parts().Total() - s.Parts().Positions
	return float64(6*float64(n)) + float64(12*float64(s.Layers*s.Heads*s.HeadWidth)*float64(tokens))
}

// TrainingFLOPs returns 6·N·D, the operations of training N parameters on D
// tokens: 2 forward and 4 backward for each pair (Kaplan et al. 2020, section
// 2.1; Brown et al. 2020, appendix D).
func TrainingFLOPs(parameters, tokens float64) float64 { return 6 * parameters * tokens }

// PetaflopDay is the operations of 10¹⁵ a second for a day.
const PetaflopDay = 1e15 * 86400
