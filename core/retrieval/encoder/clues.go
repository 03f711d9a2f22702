package encoder

import (
	"strings"

	"logitarium/core/world"
)

// A clue asks for a person by what belongs to a value, in words that no
// passage has: who comes from France is answered by who lives in Paris. What
// belongs to what is nowhere in the passages, the encoder learns it from the
// pairs.

// clueForms are the ways to ask; %s is the clue.
var clueForms = [...][clueFormCount]string{
	world.Home:       {"Who comes from %s?", "Who is native to %s?", "Whose letters arrive from %s?"},
	world.Job:        {"Who deals with %s?", "Whose days are full of %s?", "Who gets paid for %s?"},
	world.Pet:        {"Who keeps %s?", "Who adopted %s?", "Whose companion is %s?"},
	world.Colour:     {"Who admires the tint of %s?", "Whose clothes resemble %s?", "Who picks the shade of %s?"},
	world.Food:       {"Who is hungry for %s?", "Who cooks %s?", "Whose plate holds %s?"},
	world.Instrument: {"Who performs with %s?", "Who entertains using %s?", "Whose concert needs %s?"},
}

const (
	clueFormCount = 3
	cluesEach     = 2
)

// clues gives two for each value of Tiny World.
var clues = map[string][cluesEach]string{
	"Paris": {"France", "the Seine"}, "Berlin": {"Germany", "the Spree"}, "Cairo": {"Egypt", "the Nile"},
	"Lima": {"Peru", "the land of llamas"}, "Oslo": {"Norway", "the fjords"}, "Delhi": {"India", "the Yamuna"},
	"Tokyo": {"Japan", "the island of Honshu"}, "Rome": {"Italy", "the Tiber"}, "Quito": {"Ecuador", "the equator"},
	"Dakar": {"Senegal", "the cape of West Africa"}, "Hanoi": {"Vietnam", "the Red River"},
	"Perth": {"Australia", "the Swan River"}, "Lagos": {"Nigeria", "the Gulf of Guinea"}, "Boston": {"America", "Massachusetts"},

	"nurse": {"a hospital ward", "bandages"}, "baker": {"dough", "a hot oven"}, "pilot": {"a cockpit", "flying"},
	"farmer": {"a tractor", "ploughing"}, "teacher": {"a classroom", "homework"}, "judge": {"a courtroom", "verdicts"},
	"sailor": {"a ship", "ocean voyages"}, "tailor": {"sewing", "suits and needles"}, "doctor": {"surgery", "prescriptions"},
	"writer": {"novels", "manuscripts"}, "miner": {"digging coal", "deep tunnels"}, "guard": {"watching gates", "security"},
	"potter": {"clay", "vases"}, "artist": {"sketches", "an easel"},

	"parrot": {"a talking bird", "feathers and chatter"}, "hamster": {"a rodent on a wheel", "full cheeks"},
	"rabbit": {"long ears", "a hopping bunny"}, "turtle": {"a slow shell", "an armoured reptile"},
	"pony": {"a small horse", "a saddle and mane"}, "goat": {"horns and a beard", "a bleating climber"},
	"lizard": {"a gecko", "a basking reptile"}, "canary": {"a singing bird", "a yellow songbird"},
	"ferret": {"a kind of weasel", "a polecat"}, "snake": {"a python", "something that slithers"},
	"kitten": {"a young cat", "something that purrs"}, "puppy": {"a young dog", "something that barks"},
	"spider": {"eight legs", "a web"}, "goldfish": {"a bowl of water", "something that swims"},

	"red": {"blood", "ripe tomatoes"}, "blue": {"the clear sky", "sapphires"}, "green": {"grass", "emeralds"},
	"yellow": {"lemons", "sunflowers"}, "purple": {"lavender", "violets"}, "white": {"snow", "milk"},
	"black": {"coal", "midnight"}, "orange": {"carrots", "pumpkins"}, "pink": {"flamingos", "bubblegum"},
	"brown": {"chocolate", "bark"}, "grey": {"ash", "elephants"}, "gold": {"treasure", "a wedding ring"},
	"silver": {"the moon", "cutlery"}, "turquoise": {"tropical lagoons", "shallow seas"},

	"bread": {"a loaf", "toast"}, "soup": {"hot broth", "something with a spoon"}, "rice": {"grains from paddies", "risotto"},
	"pasta": {"spaghetti", "macaroni"}, "cheese": {"cheddar", "gouda"}, "honey": {"what bees produce", "sweet nectar"},
	"salad": {"lettuce", "raw leaves"}, "pizza": {"a Neapolitan slice", "margherita"}, "curry": {"turmeric and chilli", "a spicy dish"},
	"noodles": {"ramen", "long strands"}, "plums": {"a stone fruit", "prunes"}, "porridge": {"oats", "a gruel"},
	"pancakes": {"batter", "something with syrup"}, "fish": {"salmon", "cod"},

	"piano": {"eighty-eight keys", "a Steinway"}, "violin": {"a Stradivarius", "a bow and rosin"}, "flute": {"silver woodwind", "a piccolo"},
	"drum": {"sticks and rhythm", "percussion"}, "guitar": {"six strings", "a plectrum"}, "harp": {"forty-seven strings", "what angels hold"},
	"cello": {"a big bass voice", "something between the knees"}, "trumpet": {"brass and valves", "a fanfare"},
	"banjo": {"bluegrass", "a five-string twang"}, "horn": {"a hunting call", "coiled brass"}, "organ": {"church pipes", "pedals and bellows"},
	"lute": {"a medieval minstrel", "a pear-shaped body"}, "oboe": {"a double reed", "the tuning note"},
	"fiddle": {"a barn dance", "jigs and reels"},
}

// clueQuestion returns a question for the people whose value of a relation is v.
func clueQuestion(r world.Relation, v string, clue, form int) string {
	return strings.Replace(clueForms[r][form], "%s", clues[v][clue], 1)
}
