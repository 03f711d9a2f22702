package retrieval

import "strings"

// English returns the function words of English, which are in most texts and
// say little about any: articles, pronouns, prepositions, conjunctions,
// auxiliary verbs and question words, and what is left of contractions.
func English() map[string]bool {
	stop := make(map[string]bool)
	for word := range strings.FieldsSeq(functionWords) {
		stop[word] = true
	}
	return stop
}

const functionWords = `
a an the
i me my mine myself we us our ours ourselves you your yours yourself yourselves
he him his himself she her hers herself it its itself they them their theirs themselves
this that these those one ones some any each every either neither both all few many
more most much other another such own same none nobody nothing anybody anything
somebody someone something everybody everyone everything
who whom whose which what when where why how
about above across after against along among around as at before behind below beneath
beside between beyond by down during except for from in inside into like near of off on
onto out outside over past since through throughout till to toward towards under until
up upon with within without
and but or nor so yet if then than because while although though unless whether
am is are was were be been being do does did doing done have has had having
can could may might must shall should will would
not no only too very just also even still again ever never once here there
s t d ll m re ve don doesn didn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn
`
