package viz

import "math"

// The colour maps are perceptually even by construction: levels are equally
// spaced in the lightness of OKLab (B. Ottosson, "A perceptual color space for
// image processing", 2020), and stops only say which hue a lightness has. As
// lightness alone orders them, they can be read with any colour vision and in
// a grey print; the idea and the choice of hues follow cividis (Nuñez,
// Anderton, Renslow, PLoS ONE 2018) for sequential maps, and twilight
// (matplotlib) for the cyclic one. They are quantised to few levels because
// equal neighbours then share their escape codes.

// lab is a colour in OKLab: lightness 0 to 1, green-red, blue-yellow.
type lab struct{ l, a, b float64 }

// ramp returns n levels through stops of rising or falling lightness.
func ramp(n int, stops ...uint32) []Color {
	points := make([]lab, len(stops))
	for i, s := range stops {
		points[i] = toLab(s)
	}
	first, last := points[0].l, points[len(points)-1].l
	levels := make([]Color, n)
	for i := range levels {
		l := first + (last-first)*float64(i)/float64(n-1)
		levels[i] = fromLab(atLightness(points, l))
	}
	return levels
}

// atLightness returns the colour of lightness l on the path through points.
func atLightness(points []lab, l float64) lab {
	k := 1
	for k < len(points)-1 && (l-points[k].l)*(points[0].l-l) < 0 {
		k++
	}
	p, q := points[k-1], points[k]
	at := min(max((l-p.l)/(q.l-p.l), 0), 1)
	return lab{l, p.a + float64(at*(q.a-p.a)), p.b + float64(at*(q.b-p.b))}
}

// diverge returns n levels, n odd, from one end over the middle to the other.
func diverge(n int, low, lower, middle, higher, high uint32) []Color {
	left := ramp(n/2+1, low, lower, middle)
	right := ramp(n/2+1, middle, higher, high)
	return append(left, right[1:]...)
}

// wheel returns n levels of a circle: light, blue, dark, red, light again.
func wheel(n int) []Color {
	levels := make([]Color, n)
	for i := range levels {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		levels[i] = fromLab(lab{0.58 + float64(0.30*cos), float64(0.022*(1-cos)) - float64(0.05*sin), -0.095 * sin})
	}
	return levels
}

func toLab(rgb uint32) lab {
	r, g, b := linear(byte(rgb>>16)), linear(byte(rgb>>8)), linear(byte(rgb))
	l := math.Cbrt(float64(0.4122214708*r) + float64(0.5363325363*g) + float64(0.0514459929*b))
	m := math.Cbrt(float64(0.2119034982*r) + float64(0.6806995451*g) + float64(0.1073969566*b))
	s := math.Cbrt(float64(0.0883024619*r) + float64(0.2817188376*g) + float64(0.6299787005*b))
	return lab{
		float64(0.2104542553*l) + float64(0.7936177850*m) - float64(0.0040720468*s),
		float64(1.9779984951*l) - float64(2.4285922050*m) + float64(0.4505937099*s),
		float64(0.0259040371*l) + float64(0.7827717662*m) - float64(0.8086757660*s),
	}
}

func fromLab(c lab) Color {
	l := c.l + float64(0.3963377774*c.a) + float64(0.2158037573*c.b)
	m := c.l - float64(0.1055613458*c.a) - float64(0.0638541728*c.b)
	s := c.l - float64(0.0894841775*c.a) - float64(1.2914855480*c.b)
	l, m, s = l*l*l, m*m*m, s*s*s
	return RGB(
		companded(float64(4.0767416621*l)-float64(3.3077115913*m)+float64(0.2309699292*s)),
		companded(float64(-1.2684380046*l)+float64(2.6097574011*m)-float64(0.3413193965*s)),
		companded(float64(-0.0041960863*l)-float64(0.7034186147*m)+float64(1.7076147010*s)),
	)
}

// linear undoes the transfer function of sRGB (IEC 61966-2-1); companded
// applies it and clips to the gamut.
func linear(v byte) float64 {
	x := float64(v) / 255
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

func companded(x float64) byte {
	if x <= 0.0031308 {
		x *= 12.92
	} else {
		x = float64(1.055*math.Pow(x, 1/2.4)) - 0.055
	}
	return byte(math.Round(255 * min(max(x, 0), 1)))
}
