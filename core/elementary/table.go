package elementary

const (
	stepBits = 7
	steps    = 1 << stepBits // how many powers stand between 1 and 2
	partBits = 7
	parts    = 1 << partBits // how many logarithms stand for numbers from 11/16 to 11/8
)

type pair struct{ high, low float64 }

type logarithm struct{ inverse, high, low, high2, low2 float64 }
