package world

import "logitarium/core/fault"

// About says in a paragraph what the corpus consists of, with the shares that
// [World.Document] draws by.
func About() fault.Text {
	percent := func(tenths int) float64 { return float64(tenths) / 10 }
	tiers := census()
	people := func(t Tier) int { return len(tiers[t]) }
	told := func(t Tier) float64 { return percent(mentions[t]) }
	return fault.New("An endless stream of short documents, drawn from a seed: %.1f %% facts and questions about them, %.1f %% stories, "+
		"%.1f %% questions and answers, %.1f %% biographies, %.1f %% words to repeat. The people, %d facts about each, come in tiers: "+
		"%d common (%.1f %% of the mentions), %d mid (%.1f %% of the mentions), %d rare (%.1f %% of the mentions), %d never told (%.1f %% of the mentions).",
		percent(shares[0]), percent(shares[1]), percent(shares[2]), percent(shares[3]), percent(shares[4]), int(relations),
		people(Common), told(Common), people(Mid), told(Mid), people(Rare), told(Rare), people(Untold), told(Untold))
}
