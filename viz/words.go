package viz

// Words is what pictures say about themselves, in the language of whoever
// looks: all other text comes with the data. See [Theme.Words].
type Words interface {
	// More is the last line of a picture that has no room for n of its rows.
	More(n int) Safe

	// Bins says how many bins a histogram has. Asked is how many the rule asks
	// for, where that is another number; 0 if the bins were given.
	Bins(n, asked int, rule BinRule) Safe
	// Below, Above and NotFinite count the values that have no bin.
	Below(n int) Safe
	Above(n int) Safe
	NotFinite(n int) Safe

	// Dot says which values one dot of a heatmap stands for, in a longer and a
	// shorter wording.
	Dot(r Reduction, rows, columns int) [2]Safe
	// By names both sides of a matrix.
	By(rows, columns Safe) Safe

	// Less says that less is better, in ever shorter wordings; of a row with a
	// name, if it has one.
	Less(row Safe) []Safe
	// Best says what '*' marks in a table, in a longer and a shorter wording.
	Best() []Safe
}

// words returns the theme's words, or signs and numbers where it has none.
func (t Theme) words() Words {
	if t.Words == nil {
		return signs{}
	}
	return t.Words
}

// signs says it without a language.
type signs struct{}

func (signs) More(n int) Safe { return Cleanf("… +%d", n) }

func (signs) Bins(n, asked int, rule BinRule) Safe {
	switch asked {
	case 0:
		return Cleanf("[%d]", n)
	case n:
		return Cleanf("[%d] %v", n, rule)
	}
	return Cleanf("[%d] %v [%d]", n, rule, asked)
}

func (signs) Below(n int) Safe     { return Cleanf("< %d", n) }
func (signs) Above(n int) Safe     { return Cleanf("> %d", n) }
func (signs) NotFinite(n int) Safe { return Cleanf("NaN %d", n) }

func (signs) Dot(r Reduction, rows, columns int) [2]Safe {
	sign := "x̄"
	if r == Extreme {
		sign = "max |x|"
	}
	return [2]Safe{Cleanf("%s %d x %d", sign, rows, columns), Cleanf("%s %dx%d", sign, rows, columns)}
}

func (signs) By(rows, columns Safe) Safe { return Cleanf("%s x %s", rows, columns) }

func (signs) Best() []Safe { return []Safe{{"* !"}} }

func (signs) Less(row Safe) []Safe {
	if row.s == "" {
		return []Safe{{"↓"}}
	}
	return []Safe{Cleanf("%s ↓", row), Cleanf("↓ %s", row)}
}
