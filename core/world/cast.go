package world

import "strings"

// A role is somebody whom stories are about: how likely, and what is likely
// with it. A list gives the percentages of the likely ones; the rest is a long
// tail over everything else there is, places and foods in the order of the
// habitat and the diet named, the others in an order drawn for the world.
type role struct {
	name    string
	weight  uint32
	pronoun string
	habitat []string
	places  string
	diet    []string
	foods   string
	acts    string
	moods   string
	friends string
}

var roles = []role{
	{"fox", 120, "it", woodland, "forest 41 cave 20 den 12 meadow 6", hunter, "berries 30 eggs 22 fish 14 honey 8", "run 32 hide 24 hunt 12", "curious 38 hungry 20 merry 10", "badger 36 rabbit 16 crow 12"},
	{"bear", 70, "it", woodland, "cave 52 forest 22 hills 10", hunter, "honey 58 berries 18 fish 12", "sleep 50 climb 16 fish 10", "sleepy 44 hungry 22 grumpy 14", "bee 34 fox 20 squirrel 10"},
	{"owl", 60, "it", woodland, "forest 34 tower 26 barn 16 attic 10", hunter, "beetles 36 worms 20 snails 12", "fly 34 read 26 watch 12", "quiet 36 calm 24 proud 12", "mouse 24 hedgehog 22 cat 14"},
	{"rabbit", 60, "it", farmland, "burrow 48 meadow 22 garden 14", plantEater, "carrots 46 clover 22 lettuce 14", "jump 46 run 20 dig 12", "shy 36 nervous 22 cheerful 12", "hedgehog 26 mouse 24 fox 12"},
	{"mouse", 56, "it", farmland, "barn 28 house 26 mill 16 field 10", plantEater, "cheese 60 crumbs 18 corn 8", "hide 42 dance 16 run 14", "shy 30 brave 26 nervous 12", "cat 22 frog 18 sparrow 16"},
	{"cat", 56, "it", farmland, "house 46 barn 20 garden 12 attic 8", hunter, "fish 66 cheese 12 cake 6", "sleep 38 hunt 22 climb 14", "lazy 40 proud 28 calm 8", "dog 30 owl 18 goose 12"},
	{"dog", 52, "it", farmland, "house 38 garden 22 village 14 park 10", hunter, "bread 26 cheese 20 soup 16 cake 10", "run 34 play 30 dig 14", "happy 48 brave 16 hungry 12", "girl 28 boy 24 cat 14"},
	{"frog", 46, "it", waterside, "pond 58 swamp 18 reeds 10", hunter, "worms 34 snails 28 beetles 18", "jump 40 sing 30 swim 14", "merry 40 bold 18 lazy 12", "duck 28 turtle 22 otter 14"},
	{"duck", 42, "it", waterside, "pond 46 lake 20 river 14", plantEater, "bread 32 seeds 24 snails 14 corn 8", "swim 56 laugh 14 wander 8", "cheerful 36 grumpy 18 calm 14", "goose 34 frog 24 otter 10"},
	{"wolf", 42, "it", woodland, "hills 34 forest 28 valley 16 cave 8", hunter, "eggs 28 fish 24 berries 14", "run 30 hunt 30 sing 16", "lonely 44 hungry 18 bold 12", "crow 30 deer 18 bear 14"},
	{"badger", 38, "it", woodland, "den 54 forest 18 burrow 12", hunter, "worms 38 mushrooms 20 beetles 14", "dig 52 sleep 14 cook 10", "grumpy 36 tired 20 gentle 12", "fox 40 hedgehog 22 mole 14"},
	{"hedgehog", 36, "it", farmland, "garden 44 orchard 20 forest 12", hunter, "snails 34 beetles 26 apples 14", "hide 34 wander 26 sleep 12", "shy 40 calm 20 sleepy 12", "rabbit 26 owl 22 badger 18"},
	{"squirrel", 34, "it", woodland, "forest 48 park 22 orchard 12", plantEater, "nuts 72 seeds 12 mushrooms 4", "climb 48 jump 22 hide 10", "nervous 28 merry 24 curious 20", "sparrow 28 bear 16 crow 16"},
	{"crow", 32, "it", woodland, "field 30 tower 26 hills 14 town 10", hunter, "corn 30 worms 22 eggs 14 nuts 10", "fly 44 laugh 18 whistle 12", "bold 34 curious 28 proud 10", "wolf 30 fox 22 witch 16"},
	{"deer", 30, "it", woodland, "forest 50 meadow 24 valley 10", plantEater, "grass 46 leaves 26 clover 10", "run 36 jump 24 wander 16", "gentle 44 shy 24 calm 10", "wolf 18 rabbit 18 horse 16"},
	{"otter", 30, "it", waterside, "river 62 lake 14 harbour 8", hunter, "fish 68 snails 12 eggs 6", "swim 46 play 32 dance 6", "merry 44 happy 22 bold 8", "frog 26 duck 24 turtle 18"},
	{"turtle", 28, "it", waterside, "pond 30 sea 26 lake 18 swamp 10", plantEater, "lettuce 34 leaves 24 clover 14", "swim 30 sleep 26 dream 18", "calm 50 tired 16 quiet 10", "frog 30 otter 22 duck 12"},
	{"goose", 26, "it", farmland, "field 28 lake 26 pond 20 barn 10", plantEater, "grass 38 corn 24 bread 14", "fly 30 swim 24 sing 16", "grumpy 34 proud 26 bold 14", "duck 42 pig 16 horse 12"},
	{"pig", 26, "it", farmland, "barn 48 field 16 orchard 12", plantEater, "apples 34 corn 24 carrots 14", "dig 30 sleep 26 play 16", "happy 36 hungry 26 lazy 14", "sheep 30 goose 24 horse 18"},
	{"horse", 26, "it", farmland, "field 34 barn 30 valley 12 village 8", plantEater, "grass 34 apples 26 carrots 20", "run 52 jump 20 dream 8", "proud 34 gentle 28 brave 14", "sheep 24 girl 22 pig 20"},
	{"sheep", 24, "it", farmland, "meadow 48 hills 26 field 12", plantEater, "grass 58 clover 20 leaves 8", "wander 38 sleep 24 dream 14", "quiet 34 gentle 26 nervous 14", "pig 28 horse 24 wolf 8"},
	{"bee", 24, "it", farmland, "garden 40 meadow 30 orchard 18", plantEater, "honey 78 pears 8 cherries 4", "fly 46 dance 32 sing 8", "cheerful 38 merry 20 brave 10", "bear 40 sparrow 18 sheep 10"},
	{"sparrow", 22, "it", farmland, "garden 28 nest 26 town 20 park 10", plantEater, "seeds 44 crumbs 24 cherries 12", "sing 44 fly 28 whistle 10", "cheerful 44 bold 16 happy 12", "squirrel 28 mouse 24 bee 14"},
	{"mole", 20, "it", farmland, "burrow 44 garden 24 field 14", hunter, "worms 62 beetles 18 snails 6", "dig 68 dream 8 sing 6", "tired 34 shy 28 quiet 14", "badger 38 mouse 20 rabbit 16"},
	{"lion", 20, "it", warmLand, "desert 40 jungle 24 valley 14", hunter, "eggs 34 fish 22 honey 12", "sleep 34 hunt 30 run 12", "proud 50 brave 22 lazy 10", "elephant 30 monkey 20 mouse 18"},
	{"monkey", 18, "it", warmLand, "jungle 70 forest 10 town 6", plantEater, "nuts 34 pears 24 cherries 16", "climb 34 play 26 laugh 18", "merry 38 curious 30 bold 8", "elephant 38 lion 20 crow 10"},
	{"elephant", 18, "it", warmLand, "jungle 36 valley 26 river 18", plantEater, "leaves 40 grass 26 apples 12", "wander 34 dance 22 dream 14", "gentle 40 calm 22 lonely 10", "monkey 40 mouse 22 lion 14"},
	{"girl", 26, "she", settled, "village 42 town 24 castle 10", kitchen, "cake 30 apples 22 soup 16", "read 30 dance 24 paint 16", "curious 32 brave 26 happy 16", "boy 26 dog 24 horse 20"},
	{"boy", 24, "he", settled, "town 40 village 28 harbour 12", kitchen, "bread 28 cherries 24 cheese 16", "play 34 climb 18 whistle 16", "cheerful 28 bold 24 tired 14", "girl 28 dog 28 frog 12"},
	{"king", 18, "he", settled, "castle 80 tower 8", kitchen, "cake 36 cheese 24 pears 14", "sing 24 sleep 22 read 18 hunt 12", "lonely 38 proud 26 tired 12", "horse 26 queen 24 owl 14"},
	{"queen", 16, "she", settled, "castle 72 garden 12", kitchen, "pears 34 cake 26 honey 14", "dance 30 paint 26 read 18", "calm 34 gentle 24 proud 18", "king 32 cat 20 bee 12"},
	{"witch", 20, "she", woodland, "forest 38 swamp 26 tower 14 cave 8", kitchen, "soup 44 mushrooms 28 snails 8", "cook 42 laugh 20 fly 16", "grumpy 28 merry 24 lonely 16", "crow 36 cat 30 frog 12"},
}

// All places, as somebody of each habitat meets them: the likely ones first.
var (
	woodland = strings.Fields(`forest river hills valley meadow cave den field burrow
		orchard garden lake barn swamp mill park tower village house reeds attic town
		castle jungle pond desert nest harbour sea`)
	farmland = strings.Fields(`field meadow garden barn house orchard village mill park
		hills valley pond attic town den castle forest nest burrow lake river cave
		tower reeds harbour swamp desert jungle sea`)
	waterside = strings.Fields(`river lake pond sea swamp reeds harbour garden valley cave
		meadow forest village field mill jungle town park burrow orchard barn hills
		castle den house nest tower attic desert`)
	warmLand = strings.Fields(`jungle desert valley forest cave hills river swamp lake
		meadow den village field town garden park castle reeds orchard burrow barn
		pond house harbour mill tower sea attic nest`)
	settled = strings.Fields(`village town house castle mill valley forest hills tower
		garden harbour park orchard attic cave meadow barn river field lake jungle
		desert swamp sea burrow den pond reeds nest`)
)

// All foods, in the order of each diet.
var (
	plantEater = strings.Fields(`berries nuts grass clover carrots apples seeds mushrooms
		leaves corn lettuce pears honey cherries bread crumbs cheese cake soup eggs
		worms beetles fish snails`)
	hunter = strings.Fields(`eggs fish beetles worms snails berries mushrooms cheese
		honey apples pears nuts cherries crumbs bread soup cake corn seeds carrots
		leaves lettuce clover grass`)
	kitchen = strings.Fields(`bread soup cheese apples honey cake pears eggs berries
		fish cherries nuts mushrooms carrots corn lettuce crumbs seeds leaves snails
		clover grass worms beetles`)
)

var (
	acts = strings.Fields(`sing dance sleep swim run hide dig climb jump fly hunt
		play dream whistle wander laugh cook paint read watch fish juggle`)
	// A mood starts with a consonant, as it may follow the article "a".
	moods = strings.Fields(`happy sleepy hungry brave lonely proud shy curious tired
		merry grumpy calm nervous cheerful lazy quiet gentle bold`)
)
