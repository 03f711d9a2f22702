package world

// A scene is a sentence of the plot. Each form has its weight and its pattern;
// next lists the scenes that may follow, with their weights.
type scene struct {
	name  string
	forms []wording
	next  string
}

type wording struct {
	weight  uint32
	pattern string
}

// plot is all stories of Tiny World: portraits, which are told in the present,
// and tales, told in the past. No scene leads back, so a story ends, and what
// was chosen once (the hero, its home, its friend) stays as it is.
//
// The contexts differ on purpose: after "once upon a" only one word can come,
// after "the fox lives in the" four are likely and twenty possible, after
// "it counts" ten are equally likely, after "there it met the" a name depends
// on who tells it.
var plot = []scene{
	{"start", []wording{{1, ""}}, "home 60 once 40"},

	{"home", []wording{
		{64, "the {hero} lives in the {place}."},
		{16, "in the {place} lives {an} {hero}."},
		{20, "there is {an} {hero} in the {place}."},
	}, "eats 50 does 35 friend 15"},
	{"eats", []wording{
		{40, "{it} eats {food} and {dish}."},
		{30, "{it} likes {food} better than {dish}."},
		{30, "{it} eats {food} every {often}."},
	}, "does 40 friend 20 shelter 25 stars 15"},
	{"does", []wording{
		{40, "{it} likes to {act} near the {friend}."},
		{35, "in the {hour} {it} likes to {act}."},
		{25, "{it} loves to {act} and to {deed}."},
	}, "friend 35 shelter 45 mood 20"},
	{"friend", []wording{
		{60, "{its} best friend is the {friend}."},
		{40, "{its} friend the {friend} is {humour}."},
	}, "shelter 50 mood 30 stars 20"},
	{"shelter", []wording{
		{55, "when it {falls}, the {hero} stays in the {place}."},
		{45, "when it {falls}, {it} dreams of {food}."},
	}, "mood 50 end 50"},
	{"stars", []wording{
		{50, "at night {it} counts {number} stars."},
		{50, "today {it} walked {number} miles."},
	}, "mood 40 end 60"},
	{"mood", []wording{
		{60, "the {hero} is often {mood}."},
		{40, "tonight the {hero} is {mood}."},
	}, "end 100"},

	{"once", []wording{
		{40, "once upon a time there was {an} {hero}."},
		{25, "once upon a time there was a {mood} {hero}."},
		{35, "once upon a time {an} {hero} lived in the {place}."},
	}, "went 100"},
	{"went", []wording{
		{50, "one {sky} day {it} went to the {goal}."},
		{25, "one {sky} {hour} {it} got lost in the {goal}."},
		{25, "one day the {hero} walked {number} miles to the {goal}."},
	}, "met 65 found 35"},
	{"met", []wording{
		{50, "there {it} met the {friend}."},
		{30, "the {friend} was there too."},
		{20, "there {it} saw the {friend} {deed}."},
	}, "gave 45 played 55"},
	{"gave", []wording{
		{50, "the {friend} gave {him} some {food}."},
		{50, "they shared some {food}."},
	}, "played 50 back 50"},
	{"found", []wording{
		{60, "there {it} found some {food}."},
		{40, "there {it} found {number} {treasure}."},
	}, "glad 50 back 50"},
	{"glad", []wording{
		{50, "the {hero} was {mood} and began to {act}."},
		{50, "{it} was so {mood} that {it} began to {act}."},
	}, "back 100"},
	{"played", []wording{
		{60, "they began to {act} until {late}."},
		{40, "the {friend} was {humour}, so they began to {act}."},
	}, "back 75 end 25"},
	{"back", []wording{
		{55, "then the {hero} went back to the {place}."},
		{45, "at {late} the {hero} went home and felt {mood}."},
	}, "end 100"},
}
