package tensor

// The kernels in plain Go: what the assembly computes, for every machine.

// tilePlain sets the tileRows × tileCols values at c, whose rows are ldc
// apart, to the product of a (steps row and col) and the first k rows of b.
func tilePlain(c []float32, ldc int, a []float32, row, col int, b *panel, k int, add bool) {
	for i := 0; i < tileRows; i += 2 {
		for j := 0; j < tileCols; j += 4 {
			var s00, s01, s02, s03, s10, s11, s12, s13 float32
			at := i * row
			for p := range k {
				b4 := (*[4]float32)(b[p*tileCols+j:])
				a0, a1 := a[at], a[at+row]
				s00 += a0 * b4[0]
				s01 += a0 * b4[1]
				s02 += a0 * b4[2]
				s03 += a0 * b4[3]
				s10 += a1 * b4[0]
				s11 += a1 * b4[1]
				s12 += a1 * b4[2]
				s13 += a1 * b4[3]
				at += col
			}
			c0, c1 := (*[4]float32)(c[i*ldc+j:]), (*[4]float32)(c[(i+1)*ldc+j:])
			if add {
				s00, s01, s02, s03 = s00+c0[0], s01+c0[1], s02+c0[2], s03+c0[3]
				s10, s11, s12, s13 = s10+c1[0], s11+c1[1], s12+c1[2], s13+c1[3]
			}
			*c0 = [4]float32{s00, s01, s02, s03}
			*c1 = [4]float32{s10, s11, s12, s13}
		}
	}
}

// copyPlain copies k rows of tileCols values of b, ld apart, into p.
func copyPlain(p *panel, b []float32, ld, k int) {
	for r := range k {
		copy(p[r*tileCols:], b[r*ld:][:tileCols])
	}
}

// packPlain copies the first k values of tileCols runs of b, ld apart, into
// the columns of p.
func packPlain(p *panel, b []float32, ld, k int) {
	for c := range tileCols {
		for r, v := range b[c*ld:][:k] {
			p[r*tileCols+c] = v
		}
	}
}

func dotPlain(a, b []float32) float32 {
	// Four sums: the additions need not wait for each other.
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		a4, b4 := (*[4]float32)(a[i:]), (*[4]float32)(b[i:])
		s0 += a4[0] * b4[0]
		s1 += a4[1] * b4[1]
		s2 += a4[2] * b4[2]
		s3 += a4[3] * b4[3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return (s0 + s1) + (s2 + s3)
}

func axpyPlain(dst []float32, s float32, x []float32) {
	x = x[:len(dst)]
	for i := range dst {
		dst[i] += s * x[i]
	}
}

func scalePlain(x []float32, s float32) {
	for i := range x {
		x[i] *= s
	}
}

func expPlain(dst, x []float32, shift float32) (sum float32) {
	x = x[:len(dst)]
	for i := range dst {
		e := exp(x[i] - shift)
		dst[i] = e
		sum += e
	}
	return sum
}

func geluPlain(dst, x []float32) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = v * gate(v)
	}
}

func geluBackPlain(dst, x, dy []float32) {
	dy, dst = dy[:len(x)], dst[:len(x)]
	for i, v := range x {
		s := gate(v)
		dst[i] = dy[i] * (s + v*s*(1-s)*(geluA+geluB*(v*v)))
	}
}
