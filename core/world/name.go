package world

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
)

// The parts of fresh names. They are as varied as the spellings of the world
// (clusters, digraphs, doubled letters, single syllables), because a model that
// has only copied plain syllables drops the l of "Berlin".
var (
	plainOnsets = strings.Fields(`b d f g h j k l m n p r s t v w z br ch cl dr fl
		gr kr pl pr sh st th tr`)
	onsets = strings.Fields(`bl c chr cr dj fr gh gl gw hr kh kl kn kw ll mb nd ng
		ph qu rh sc sch sk sl sm sn sp spr str sv sw ts tw vl wh x y zh`)
	plainVowels = strings.Fields(`a e i o u`)
	vowels      = strings.Fields(`ai au ea ee ei ey ia ie io oa oe oi oo ou ua ue y`)
	plainCodas  = strings.Fields(`n n r r l l s m t k d ck ll nd ng nn nt rd rk rt st th`)
	codas       = strings.Fields(`b g p z w x h ff ld lf lk lm lt mp nk ns nz rf rg rl rm
		rn rs rz sch sh sk ss ts tt tz wn xt zz`)
	endings = strings.Fields(`ski sky son sson sen ov ova enko ez es ini etti elli
		aro ado ura ita ana berg burg feld mann stein ford ham ton ley lin ovic wala
		onkwo unde ami ato eida ia ina us os er el en an in on y o a i`)
)

// Syllables at random sometimes spell a word. The first list must not be a
// whole name ("Fact: She lives in …"), the second not a part of one: the names
// are read out to classes.
var (
	little = strings.Fields(`am an and are as at be by do her he hi him his ho go if in
		is it its me my no nor not of on or our out she so the they to too up us was we
		why you`)
	rude = strings.Fields(`bitc coc cok cum cun dic dik fag fuc fuk hitl jap jew kik kkk
		naz nig pis rap sex shi slu spic tit twa wan who`)
)

// heldOut reports whether a word is one of the tenth of all possible names
// that no document holds. Copying a name that a model has never seen is tested
// with these.
func heldOut(word string) bool {
	h := fnv.New64a()
	h.Write([]byte(lower(word)))
	return h.Sum64()%10 == 0
}

// freshWord makes up a word in lower case that is neither a name nor a value
// of this world: a held-out one, or one that is not.
func (w *World) freshWord(rng *rand.Rand, held bool) string {
	for {
		s := coin(rng)
		if len(s) >= 2 && len(s) <= 8 && !w.taken[s] && heldOut(s) == held && !slices.ContainsFunc(rude, within(s)) {
			return s
		}
	}
}

// coin puts a word together: a syllable ("xu", "brandt"), two ("berlin"), or
// one or two with an ending ("kowalski", "okonkwo").
func coin(rng *rand.Rand) string {
	var b strings.Builder
	add := func(plain, rare []string) {
		if chance(rng, 70) {
			rare = plain
		}
		b.WriteString(pick(rng, rare))
	}
	open := func() {
		add(plainOnsets, onsets)
		add(plainVowels, vowels)
	}
	closed := func() { add(plainCodas, codas) }
	if chance(rng, 8) {
		add(plainVowels, vowels)
	} else {
		open()
	}
	switch share(rng, 22, 5, 24, 19, 22, 8) {
	case 0:
		closed()
	case 1: // an open syllable
	case 2:
		open()
		closed()
	case 3:
		closed()
		open()
	case 4:
		closed()
		b.WriteString(pick(rng, endings))
	case 5:
		open()
		closed()
		b.WriteString(pick(rng, endings))
	}
	return b.String()
}

func within(s string) func(part string) bool {
	return func(part string) bool { return strings.Contains(s, part) }
}

func lower(s string) string { return strings.ToLower(s) }

// capital returns the word with a capital: the fresh words are ASCII.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
