package elementary

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

// off is by how many units of the last place got is away from the true value.
func off(got float64, want *big.Float) float64 {
	near := nearest(want)
	if math.IsInf(near, 0) || near == 0 {
		if got == near {
			return 0
		}
		return math.Inf(1)
	}
	unit := math.Abs(math.Nextafter(near, 2*near) - near)
	return math.Abs(nearest(op(quo, op(sub, real(got), want), real(unit))))
}

// functions are all of one argument, with what they are in many digits, a draw
// of arguments and the error that their comments allow.
var functions = []struct {
	name  string
	got   func(float64) float64
	other func(float64) float64
	want  func(*big.Float) *big.Float
	draw  func(*rand.Rand) float64
	most  float64
}{
	{"Exp", Exp, math.Exp, bigExp, anyOf(uniform(-745, 709), uniform(-1, 1), small), 0.6},
	{"Exp2", Exp2, math.Exp2, func(x *big.Float) *big.Float { return bigExp(op(mul, x, bigLog(real(2)))) }, anyOf(uniform(-1074, 1023), uniform(-1, 1), small), 0.6},
	{"expm1", expm1, math.Expm1, bigExpm1, anyOf(uniform(-45, 709), uniform(-1, 1), uniform(-.01, .01), small), 2},
	{"Tanh", Tanh, math.Tanh, func(x *big.Float) *big.Float {
		e := bigExpm1(op(mul, x, real(2)))
		return op(quo, e, op(add, e, real(2)))
	}, anyOf(uniform(-22, 22), uniform(-1, 1), small), 4},
	{"Log", Log, math.Log, bigLog, anyOf(wide, uniform(.5, 2), uniform(.98, 1.02), nearOne), 0.6},
	{"Log2", Log2, math.Log2, func(x *big.Float) *big.Float { return op(quo, bigLog(x), bigLog(real(2))) }, anyOf(wide, uniform(.5, 2), uniform(.98, 1.02), nearOne), 0.6},
	{"Log10", Log10, math.Log10, func(x *big.Float) *big.Float { return op(quo, bigLog(x), bigLog(real(10))) }, anyOf(wide, uniform(.5, 2), uniform(.98, 1.02), nearOne), 0.6},
	{"Sin", Sin, math.Sin, bigSin, anyOf(uniform(-far, far), uniform(-7, 7), small, turns), 0.8},
	{"Cos", Cos, math.Cos, func(x *big.Float) *big.Float { return bigSin(op(add, x, op(quo, bigPi(), real(2)))) }, anyOf(uniform(-far, far), uniform(-7, 7), small, turns), 0.8},
}

func uniform(from, to float64) func(*rand.Rand) float64 {
	return func(rng *rand.Rand) float64 { return from + float64((to-from)*rng.Float64()) }
}

func anyOf(draws ...func(*rand.Rand) float64) func(*rand.Rand) float64 {
	return func(rng *rand.Rand) float64 { return draws[rng.IntN(len(draws))](rng) }
}

// small are numbers around 0 of any size, turns what is nearly a quarter turn.
func small(rng *rand.Rand) float64   { return math.Ldexp(rng.Float64()-.5, -rng.IntN(200)) }
func wide(rng *rand.Rand) float64    { return math.Ldexp(rng.Float64(), rng.IntN(2090)-1065) }
func nearOne(rng *rand.Rand) float64 { return 1 + math.Ldexp(rng.Float64()-.5, -rng.IntN(52)) }
func turns(rng *rand.Rand) float64   { return float64(rng.IntN(600_000)) * (math.Pi / 2) }

// bigExpm1 returns e^x − 1.
func bigExpm1(x *big.Float) *big.Float {
	if math.Abs(nearest(x)) > 1 {
		return op(sub, bigExp(x), real(1))
	}
	sum, term := real(0), real(1)
	for i := 1; i < 50; i++ {
		term = op(quo, op(mul, term, x), real(float64(i)))
		sum = op(add, sum, term)
	}
	return sum
}

// bigSin returns sin x by its series, after whole turns are taken off.
func bigSin(x *big.Float) *big.Float {
	half := bigPi()
	f := nearest(op(quo, x, half))
	n := math.RoundToEven(f)
	r := op(sub, x, op(mul, real(n), half))
	r2, sum, term := op(mul, r, r), real(0), r
	for i := 1; i < 90; i += 2 {
		sum = op(add, sum, term)
		term = op(quo, op(mul, term, r2), real(-float64((i+1)*(i+2))))
	}
	if math.Mod(n, 2) != 0 {
		sum = op(sub, real(0), sum)
	}
	return sum
}

func TestNearTheTrueValue(t *testing.T) {
	for _, f := range functions {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			n := 1000
			if testing.Short() {
				n = 200
			}
			rng := rand.New(rand.NewPCG(3, 5))
			worst, where := 0.0, 0.0
			for range n {
				x := f.draw(rng)
				if d := off(f.got(x), f.want(real(x))); d > worst {
					worst, where = d, x
				}
			}
			if !(worst <= f.most) {
				t.Errorf("%s(%v) is %v, %v units of its last place off", f.name, where, f.got(where), worst)
			}
			t.Logf("at most %.4f units of the last place off", worst)
		})
	}
}

func TestPowNearTheTrueValue(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 6))
	worst, where := 0.0, ""
	draws := []func() (x, y float64){
		func() (x, y float64) { return wide(rng), uniform(-2, 2)(rng) },
		func() (x, y float64) { return uniform(.5, 2)(rng), uniform(-700, 700)(rng) },
		func() (x, y float64) { return nearOne(rng), math.Ldexp(rng.Float64()-.5, rng.IntN(50)) },
		func() (x, y float64) { return 10_000, uniform(-1, 0)(rng) },
		func() (x, y float64) { return uniform(0, 20)(rng), float64(rng.IntN(40) - 20) },
	}
	for i := range 4000 {
		x, y := draws[i%len(draws)]()
		got := Pow(x, y)
		if x <= 0 || math.IsInf(got, 0) || got < 0x1p-1000 {
			continue
		}
		if d := off(got, bigExp(op(mul, real(y), bigLog(real(x))))); d > worst {
			worst, where = d, fmt.Sprintf("Pow(%v, %v)", x, y)
		}
	}
	if worst > 0.52 {
		t.Errorf("%s is %v units of its last place off", where, worst)
	}
	t.Logf("at most %.4f units of the last place off", worst)
}

// Powers and logarithms that are whole numbers are exact.
func TestExact(t *testing.T) {
	for n := range 23 {
		ten := 1.0
		for range n {
			ten *= 10
		}
		if got := Pow(10, float64(n)); got != ten {
			t.Errorf("10^%d is %v", n, got)
		}
		if got := Log10(ten); got != float64(n) {
			t.Errorf("Log10(%v) is %v", ten, got)
		}
	}
	for n := -1074; n <= 1023; n++ {
		two := math.Ldexp(1, n)
		if got := Exp2(float64(n)); got != two {
			t.Errorf("Exp2(%d) is %v", n, got)
		}
		if got := Log2(two); got != float64(n) {
			t.Errorf("Log2(2^%d) is %v", n, got)
		}
		if got := Pow(2, float64(n)); got != two {
			t.Errorf("Pow(2, %d) is %v", n, got)
		}
	}
	for x := -20.; x <= 20; x++ {
		for n := range 10 {
			want := 1.0
			for range n {
				want *= x
			}
			if got := Pow(x, float64(n)); got != want {
				t.Errorf("Pow(%v, %d) is %v", x, n, got)
			}
		}
	}
}

var edges = []float64{
	math.Copysign(0, -1), 0, math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 0x1p-1022, 0x1p-60, -0x1p-60,
	.5, -.5, 1, -1, 1.5, 2, -2, 3, -3, 20, -20, 700, -700, 707.9999, 708, -708, 709.78, 709.79, 710, -745.1, -745.2, -746, 799, 801, -1021.9, -1022,
	-1074, -1075, -1076, 1023.9, 1024, 1100, -1100, far, -far, 1e19, 1e300, -1e300, math.MaxFloat64, -math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN(),
}

// like says whether a result that is not rounded is as package math has it.
func like(got, want float64) bool {
	return got == want && math.Signbit(got) == math.Signbit(want) || got != got && want != want
}

// check holds each function of x to the true value; where there is none it is
// what package math says.
func check(t *testing.T, x float64) {
	for _, f := range functions {
		got := f.got(x)
		// Beyond, each is a limit, or what package math says.
		beyond := 1200.
		if f.name == "Sin" || f.name == "Cos" {
			beyond = far
		}
		in := math.Abs(x) < beyond
		if strings.HasPrefix(f.name, "Log") {
			in = positive(x)
		}
		if !in || x == 0 {
			if want := f.other(x); !like(got, want) {
				t.Errorf("%s(%v) is %v, of package math %v", f.name, x, got, want)
			}
			continue
		}
		if d := off(got, f.want(real(x))); !(d <= max(f.most, roughly(got))) {
			t.Errorf("%s(%v) is %v, %v units of its last place off", f.name, x, got, d)
		}
	}
}

// roughly is by how much a result that is no normal number, and is therefore
// rounded twice, may be off.
func roughly(v float64) float64 {
	if math.Abs(v) < 0x1p-1022 {
		return 1
	}
	return 0
}

// checkPow does the same for a power.
func checkPow(t *testing.T, x, y float64) {
	got, want := Pow(x, y), math.Pow(x, y)
	switch exponent := y * math.Log(math.Abs(x)); {
	case math.IsNaN(want) || x == 0 || y == 0 || math.IsInf(x, 0) || math.IsInf(y, 0) || !(math.Abs(exponent) < 2000):
		if !like(got, want) {
			t.Errorf("Pow(%v, %v) is %v, of package math %v", x, y, got, want)
		}
	default:
		true := bigExp(op(mul, real(y), bigLog(real(math.Abs(x)))))
		if d := off(math.Abs(got), true); !(d <= max(0.52, roughly(got))) || math.Signbit(got) != math.Signbit(want) {
			t.Errorf("Pow(%v, %v) is %v, %v units of its last place off", x, y, got, d)
		}
	}
}

func TestEdges(t *testing.T) {
	for _, x := range edges {
		check(t, x)
		for _, y := range edges {
			checkPow(t, x, y)
		}
	}
}

func FuzzNearTheTrueValue(f *testing.F) {
	for i, x := range edges {
		f.Add(x, edges[(i*7+3)%len(edges)])
	}
	f.Fuzz(func(t *testing.T, x, y float64) {
		check(t, x)
		checkPow(t, x, y)
	})
}

// The bits were written once; no machine may give others.
func TestSameOnEveryProcessor(t *testing.T) {
	want := map[string]uint64{
		"Exp":   0x844cdbef8926b39d,
		"Exp2":  0xbb8d215ef399e6db,
		"expm1": 0xfb6e3cb613def9d,
		"Tanh":  0x5f7d5d43841de782,
		"Log":   0x29b805d4657ebc0d,
		"Log2":  0x51e0987090da4772,
		"Log10": 0xc17f4abcce9b201b,
		"Sin":   0xe2e6be74872e5800,
		"Cos":   0x3ea3fac135bfe7ca,
		"Pow":   0x4d585a14c639feaf,
	}
	keep := func(name string, value func(rng *rand.Rand) float64) {
		h, rng := fnv.New64a(), rand.New(rand.NewPCG(11, 7))
		for range 20_000 {
			v := math.Float64bits(value(rng))
			for i := range 8 {
				h.Write([]byte{byte(v >> (8 * i))})
			}
		}
		if h.Sum64() != want[name] {
			t.Errorf("%q: %#x, want %#x", name, h.Sum64(), want[name])
		}
	}
	for _, f := range functions {
		keep(f.name, func(rng *rand.Rand) float64 { return f.got(f.draw(rng)) })
	}
	keep("Pow", func(rng *rand.Rand) float64 { return Pow(wide(rng), uniform(-3, 3)(rng)) })
}

func Benchmark(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	logits := make([]float64, 152_000) // as many as Qwen 2.5 has tokens
	for i := range logits {
		logits[i] = -math.Abs(rng.NormFloat64() * 8)
	}
	p := make([]float64, len(logits))
	for i, z := range logits {
		p[i] = math.Exp(z)
	}
	for _, f := range functions {
		x := logits
		if f.name[0] == 'L' {
			x = p
		}
		for _, of := range []struct {
			name string
			f    func(float64) float64
		}{{"own", f.got}, {"math", f.other}} {
			b.Run(f.name+"/"+of.name, func(b *testing.B) {
				sum := 0.0
				for b.Loop() {
					for _, v := range x {
						sum += of.f(v)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(x)), "ns/value")
			})
		}
	}
}
