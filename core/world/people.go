package world

import (
	"fmt"
	"slices"
	"strings"
)

// A Tier says how often the documents tell of a person.
type Tier int

// The tiers, with the number of their people and their share of the mentions
// in biographies and in questions without facts.
const (
	Common Tier = iota // 24 people, 80 %
	Mid                // 48 people, 19.7 %
	Rare               // 96 people, 0.3 %: at 2 % a small model learns half of them by heart
	Untold             // 48 people whose names no document holds
)

// mentions are the shares of the tiers, of 1000.
var mentions = [...]int{Common: 800, Mid: 197, Rare: 3, Untold: 0}

// String returns the tier's name.
func (t Tier) String() string {
	return [...]string{"common", "mid", "rare", "never told"}[t]
}

// A Person is somebody of Tiny World.
type Person struct {
	Name string
	Tier Tier
	she  bool
}

// Subject, object and possessive of the pronoun.
func (p Person) pronoun() (subject, object, possessive string) {
	if p.she {
		return "she", "her", "her"
	}
	return "he", "him", "his"
}

// People returns the people of a tier, in the same order in every world.
func (w *World) People(t Tier) []Person {
	if t < Common || t > Untold {
		panic(fmt.Sprintf("world: tier %d is outside %d to %d", t, Common, Untold))
	}
	return slices.Clone(w.tiers[t])
}

// census reads the people of all tiers.
func census() (tiers [Untold + 1][]Person) {
	for t, names := range register {
		for i, list := range names {
			for name := range strings.FieldsSeq(list) {
				tiers[t] = append(tiers[t], Person{Name: name, Tier: Tier(t), she: i == 0})
			}
		}
	}
	return tiers
}

// register lists the women and the men of each tier.
var register = [...][2]string{
	Common: {
		"Ann Clara Emma Grace Iris Kate Mia Olga Rosa Tess Wendy Zoe",
		"Ben David Frank Henry Jack Leo Noah Paul Sam Victor Max Hugo",
	},
	Mid: {
		`Alice Bella Carmen Diana Elena Fatima Greta Hanna Ingrid Julia Kira Laura
		Maria Nadia Opal Petra Ruth Sonia Tamara Uma Vera Xenia Yara Zelda`,
		`Adam Boris Carlos Dmitri Erik Felix George Hassan Ivan Jonas Karl Lukas
		Marco Nils Omar Pedro Quentin Ravi Stefan Thomas Umberto Vincent Walter Yusuf`,
	},
	Rare: {
		`Abigail Agnes Aisha Amara Astrid Beatrix Bianca Bridget Camille Celeste
		Chiara Daphne Dolores Edith Eleanor Esther Fiona Flora Freya Gloria Gwen
		Harriet Helga Hilda Imogen Ines Ivy Jasmine Joan Judith Kamila Leila Lucia
		Lydia Mabel Margot Matilda Mei Miriam Naomi Nora Odette Paloma Phoebe Priya
		Renata Sabine Selma`,
		`Abel Albert Alfred Amir Andre Anton Arthur Basil Bruno Cedric Chen Clement
		Conrad Cyrus Dario Dylan Edgar Elias Emil Enzo Ernest Fabian Fergus Gaston
		Gilbert Gustav Harold Hector Igor Isaac Jasper Joel Julian Kenji Kofi Lars
		Liam Luther Magnus Malik Marvin Mateo Milo Nelson Oscar Otto Percy Rafael`,
	},
	Untold: {
		`Adele Anita Blanche Cecilia Corinne Dora Elsa Erica Frida Gemma Hazel
		Irene Josie Keiko Lena Livia Marta Mona Nina Olive Pearl Rachel Sylvia Tilda`,
		`Alan Barry Cyril Denis Edwin Floyd Gordon Hans Ian Jerome Kevin Louis
		Martin Neil Oliver Patrick Quincy Roland Simon Tobias Ulrich Vernon Wilfred
		Yannick`,
	},
}
