package tensor

// The kernels in plain Go, for every machine. What is here for exact kernels and
// fast ones alike rounds as the exact kernels do.

// tilePlain sets the tileRows × tileCols values at c, whose rows are ldc
// apart, to the product of a (steps row and col) and the first k rows of b.
func tilePlain(c []float32, ldc int, a []float32, row, col int, b *panel, k int, add bool) {
	var gathered [3][depth]float32
	for i := 0; i < tileRows; i += 3 {
		a0, a1, a2 := a[i*row:], a[(i+1)*row:], a[(i+2)*row:]
		if col != 1 {
			for p := range k {
				gathered[0][p], gathered[1][p], gathered[2][p] = a0[p*col], a1[p*col], a2[p*col]
			}
			a0, a1, a2 = gathered[0][:], gathered[1][:], gathered[2][:]
		}
		for j := 0; j < tileCols; j += 2 {
			var s [3][2]float32
			if exact {
				s = sumsExact(a0[:k], a1[:k], a2[:k], b[:k], j)
			} else {
				s = sums(a0[:k], a1[:k], a2[:k], b[:k], j)
			}
			for r := range s {
				out := (*[2]float32)(c[(i+r)*ldc+j:])
				if add {
					s[r][0] += out[0]
					s[r][1] += out[1]
				}
				*out = s[r]
			}
		}
	}
}

// sums returns the products of three rows of a and the columns j and j+1 of
// b: with more sums than these six, the compiler runs out of registers.
func sums(a0, a1, a2 []float32, b [][tileCols]float32, j int) [3][2]float32 {
	var s00, s01, s10, s11, s20, s21 float32
	a0, a1, a2 = a0[:len(b)], a1[:len(b)], a2[:len(b)]
	j &= tileCols - 2 // shows the compiler that j+1 is inside
	for p := range b {
		v, w := b[p][j], b[p][j|1]
		s00 += a0[p] * v
		s01 += a0[p] * w
		s10 += a1[p] * v
		s11 += a1[p] * w
		s20 += a2[p] * v
		s21 += a2[p] * w
	}
	return [3][2]float32{{s00, s01}, {s10, s11}, {s20, s21}}
}

// sumsExact is sums with each product rounded.
func sumsExact(a0, a1, a2 []float32, b [][tileCols]float32, j int) [3][2]float32 {
	var s00, s01, s10, s11, s20, s21 float32
	a0, a1, a2 = a0[:len(b)], a1[:len(b)], a2[:len(b)]
	j &= tileCols - 2
	for p := range b {
		v, w := b[p][j], b[p][j|1]
		s00 += float32(a0[p] * v)
		s01 += float32(a0[p] * w)
		s10 += float32(a1[p] * v)
		s11 += float32(a1[p] * w)
		s20 += float32(a2[p] * v)
		s21 += float32(a2[p] * w)
	}
	return [3][2]float32{{s00, s01}, {s10, s11}, {s20, s21}}
}

// copyPlain copies k rows of tileCols values of b, ld apart, into p.
func copyPlain(p *panel, b []float32, ld, k int) {
	for r := range k {
		p[r] = [tileCols]float32(b[r*ld:])
	}
}

// packPlain copies the first k values of tileCols runs of b, ld apart, into
// the columns of p.
func packPlain(p *panel, b []float32, ld, k int) {
	for c := range tileCols {
		for r, v := range b[c*ld:][:k] {
			p[r][c] = v
		}
	}
}

func dotPlain(a, b []float32) float32 {
	if exact {
		return dotExact(a, b)
	}
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

// dotExact adds in the order of the assembly: 32 lanes, the products beyond
// them to the first 8, the lanes in pairs, and at last what fills no 8.
func dotExact(a, b []float32) float32 {
	n, whole := len(a)&^31, len(a)&^7
	b = b[:len(a)]
	var lanes [32]float32
	// Four lanes at a time are held in registers.
	for j := 0; j < len(lanes) && j < whole; j += 4 {
		var s0, s1, s2, s3 float32
		i := j
		for ; i < n; i += 32 {
			a4, b4 := (*[4]float32)(a[i:]), (*[4]float32)(b[i:])
			s0 += float32(a4[0] * b4[0])
			s1 += float32(a4[1] * b4[1])
			s2 += float32(a4[2] * b4[2])
			s3 += float32(a4[3] * b4[3])
		}
		for ; j < 8 && i < whole; i += 8 {
			a4, b4 := (*[4]float32)(a[i:]), (*[4]float32)(b[i:])
			s0 += float32(a4[0] * b4[0])
			s1 += float32(a4[1] * b4[1])
			s2 += float32(a4[2] * b4[2])
			s3 += float32(a4[3] * b4[3])
		}
		lanes[j], lanes[j+1], lanes[j+2], lanes[j+3] = s0, s1, s2, s3
	}
	var eight [8]float32
	for j := range eight {
		eight[j] = (lanes[j] + lanes[8+j]) + (lanes[16+j] + lanes[24+j])
	}
	sum := sum8(&eight)
	for i := whole; i < len(a); i++ {
		sum += float32(a[i] * b[i])
	}
	return sum
}

// sum8 adds eight sums as the assembly does: the halves, then neighbours.
func sum8(s *[8]float32) float32 {
	return ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]))
}

func axpyPlain(dst []float32, s float32, x []float32) {
	x = x[:len(dst)]
	for i := range dst {
		dst[i] += float32(s * x[i])
	}
}

func scalePlain(x []float32, s float32) {
	for i := range x {
		x[i] *= s
	}
}

func expPlain(dst, x []float32, shift float32) (sum float32) {
	x = x[:len(dst)]
	var lanes [8]float32
	whole := len(dst) &^ 7
	for i := range whole {
		e := exp(x[i] - shift)
		dst[i] = e
		lanes[i&7] += e
	}
	sum = sum8(&lanes)
	for i := whole; i < len(dst); i++ {
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
		dst[i] = dy[i] * (s + float32(v*s*(1-s)*(geluA+float32(geluB*(v*v)))))
	}
}

// dotsQ8Plain sets sums to the products of eight rows of a [Q8] and one of
// rounded values.
func dotsQ8Plain(sums *[groupRows]float32, w []int8, scales []float32, x []int8, xScales []float32) {
	*sums = [groupRows]float32{}
	for b, xScale := range xScales {
		var s [groupRows]int32
		for j := 0; j < Q8Block; j += 4 {
			four := (*[4]int8)(x[b*Q8Block+j:])
			rows := (*[groupRows * 4]int8)(w[(b*Q8Block+j)*groupRows:])
			x0, x1, x2, x3 := int32(four[0]), int32(four[1]), int32(four[2]), int32(four[3])
			for r := range s {
				s[r] += int32(rows[4*r])*x0 + int32(rows[4*r+1])*x1 + int32(rows[4*r+2])*x2 + int32(rows[4*r+3])*x3
			}
		}
		for r, sum := range s {
			sums[r] += float32(float32(sum) * (scales[b*groupRows+r] * xScale))
		}
	}
}
