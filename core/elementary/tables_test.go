package elementary

import (
	"bytes"
	"fmt"
	"go/format"
	"math"
	"math/big"
	"os"
	"testing"
)

const precision = 220 // bits of what the tables and the results are compared with

func real(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

func op(f func(z, x, y *big.Float) *big.Float, x, y *big.Float) *big.Float {
	return f(new(big.Float).SetPrec(precision), x, y)
}

var (
	add = (*big.Float).Add
	sub = (*big.Float).Sub
	mul = (*big.Float).Mul
	quo = (*big.Float).Quo
)

// bigLog returns ln x by 2 artanh((x−1)/(x+1)), of an x near 1 or a mantissa.
func bigLog(x *big.Float) *big.Float {
	k := x.MantExp(nil)
	m := new(big.Float).SetPrec(precision).SetMantExp(x, -k)
	if m.Cmp(real(math.Sqrt2/2)) < 0 {
		m, k = op(mul, m, real(2)), k-1
	}
	series := func(m *big.Float) *big.Float {
		s := op(quo, op(sub, m, real(1)), op(add, m, real(1)))
		s2, sum, term := op(mul, s, s), real(0), s
		for i := 1; i < 200; i += 2 {
			sum, term = op(add, sum, op(quo, term, real(float64(i)))), op(mul, term, s2)
		}
		return op(mul, real(2), sum)
	}
	return op(add, series(m), op(mul, real(float64(k)), series(real(2))))
}

// bigExp returns e^x by its series at x/2^16.
func bigExp(x *big.Float) *big.Float {
	const halvings = 16
	x = new(big.Float).SetPrec(precision).SetMantExp(x, -halvings)
	sum, term := real(1), real(1)
	for i := 1; i < 40; i++ {
		term = op(quo, op(mul, term, x), real(float64(i)))
		sum = op(add, sum, term)
	}
	for range halvings {
		sum = op(mul, sum, sum)
	}
	return sum
}

// bigPi returns π by Machin's formula.
func bigPi() *big.Float {
	arctan := func(inverse float64) *big.Float {
		x := op(quo, real(1), real(inverse))
		x2, sum, term := op(mul, x, x), real(0), x
		for i := 1; i < 200; i += 2 {
			sum = op(add, sum, op(quo, term, real(float64(i*(2-i%4)))))
			term = op(mul, term, x2)
		}
		return sum
	}
	return op(mul, real(4), op(sub, op(mul, real(4), arctan(5)), arctan(239)))
}

// front returns x rounded to so many bits behind the point, and the rest.
func front(x *big.Float, bits int) (float64, *big.Float) {
	f, _ := x.Float64()
	high := math.RoundToEven(math.Ldexp(f, bits)) / math.Ldexp(1, bits)
	return high, op(sub, x, real(high))
}

func nearest(x *big.Float) float64 {
	f, _ := x.Float64()
	return f
}

// tables are the constants that stand in tables.go.
func tables() []byte {
	var b bytes.Buffer
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	say("package elementary\n\n// The numbers of this file are written by UPDATE=1 go test, from the formulas in\n// tables_test.go.\n\nconst (")
	two := func(name string, x *big.Float, bits int) {
		high, rest := front(x, bits)
		say("%sHigh = %x\n%sLow = %x", name, high, name, nearest(rest))
	}
	ln2 := bigLog(real(2))
	two("ln2", ln2, 42)
	two("step", op(quo, ln2, real(steps)), 43)
	two("inverseLn2", op(quo, real(1), ln2), 20)
	inverse := op(quo, real(1), bigLog(real(10)))
	high := nearest(inverse)
	say("inverseLn10High = %x\ninverseLn10Low = %x", high, nearest(op(sub, inverse, real(high))))
	quarter := op(quo, bigPi(), real(2))
	high, rest := front(quarter, 32)
	middle, rest := front(rest, 65)
	say("quarterHigh = %x\nquarterMiddle = %x\nquarterLow = %x\n)\n", high, middle, nearest(rest))

	say("// powers are 2^(i/%d) as high·(1 + low).\nvar powers = [steps]pair{", steps)
	for i := range steps {
		p := bigExp(op(mul, op(quo, ln2, real(steps)), real(float64(i))))
		if i == 0 {
			p = real(1)
		}
		high := nearest(p)
		say("{%x, %x},", high, nearest(op(sub, op(quo, p, real(high)), real(1))))
	}
	say("}\n\n// logarithms are those of 1/inverse, to e and to 2, for each part of 11/16 to 11/8.\nvar logarithms = [parts]logarithm{")
	for i := range parts {
		from := math.Float64frombits(firstBits + uint64(i)<<(fraction-partBits))
		to := math.Float64frombits(firstBits + uint64(i+1)<<(fraction-partBits))
		inverse := math.RoundToEven(1024*2/(from+to)) / 1024
		if from == 1 || to == 1 {
			inverse = 1
		}
		l := op(sub, real(0), bigLog(real(inverse)))
		high, rest := front(l, 42)
		high2, rest2 := front(op(quo, l, ln2), 42)
		say("{%x, %x, %x, %x, %x},", inverse, high, nearest(rest), high2, nearest(rest2))
	}
	say("}")
	text, err := format.Source(b.Bytes())
	if err != nil {
		panic(err)
	}
	return text
}

func TestTables(t *testing.T) {
	want := tables()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("tables.go", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("tables.go does not hold what the formulas give: UPDATE=1 writes it")
	}
}
