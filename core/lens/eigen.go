package lens

import (
	"math"

	"logitarium/core/elementary"
)

// eigenvalues returns the eigenvalues of a square matrix [n][n], which it
// overwrites: elimination to the form of Hessenberg, then QR steps with the shift
// of Wilkinson (Golub and Van Loan, Matrix Computations, 7.4 and 7.5). ok is
// false where they do not come out, as of what is no finite number.
func eigenvalues(a [][]float64) (values []complex128, ok bool) {
	hessenberg(a)
	z := make([][]complex128, len(a))
	for i, row := range a {
		for _, v := range row {
			z[i] = append(z[i], complex(v, 0))
		}
	}
	for n, tries := len(a)-1, 0; n >= 0; tries++ {
		switch from := blockUpTo(z, n); {
		case from == n:
			values = append(values, z[n][n])
			n, tries = n-1, 0
		case tries == 100:
			return nil, false
		case tries%10 == 9: // it may go in circles
			step(z, from, n, complex(0.75*size(z[n][n-1]), 0))
		default:
			step(z, from, n, shift(z, n))
		}
	}
	return values, true
}

// hessenberg takes a matrix by similar ones to where nothing is below the first
// subdiagonal.
func hessenberg(a [][]float64) {
	for m := 1; m < len(a)-1; m++ {
		pivot := m
		for i := m; i < len(a); i++ {
			if math.Abs(a[i][m-1]) > math.Abs(a[pivot][m-1]) {
				pivot = i
			}
		}
		if a[pivot][m-1] == 0 {
			continue
		}
		a[pivot], a[m] = a[m], a[pivot]
		for _, row := range a {
			row[pivot], row[m] = row[m], row[pivot]
		}
		for i := m + 1; i < len(a); i++ {
			f := a[i][m-1] / a[m][m-1]
			a[i][m-1] = 0
			for j := m; j < len(a); j++ {
				a[i][j] -= float64(f * a[m][j])
			}
			for _, row := range a {
				row[m] += float64(f * row[i])
			}
		}
	}
}

// blockUpTo returns where the block begins that ends at n: the entry below the
// diagonal before it is nothing against its neighbours.
func blockUpTo(z [][]complex128, n int) int {
	for from := n; from > 0; from-- {
		if size(z[from][from-1]) <= 0x1p-53*(size(z[from-1][from-1])+size(z[from][from])) {
			return from
		}
	}
	return 0
}

// shift is the eigenvalue of the last two rows and columns up to n that is
// nearer to the last entry of the diagonal.
func shift(z [][]complex128, n int) complex128 {
	a, d := z[n-1][n-1], z[n][n]
	half := over(a-d, 2)
	root := squareRoot(times(half, half) + times(z[n-1][n], z[n][n-1]))
	if size(half+root) > size(half-root) {
		root = -root
	}
	return d + half + root
}

// step makes one QR step on the block from and up to: Q·R = block − by, and the
// block becomes R·Q + by.
func step(z [][]complex128, from, to int, by complex128) {
	for i := from; i <= to; i++ {
		z[i][i] -= by
	}
	type rotation struct{ c, s complex128 }
	rotations := make([]rotation, 0, to-from)
	for k := from; k < to; k++ {
		x, y := z[k][k], z[k+1][k]
		length := elementary.Hypot(size(x), size(y))
		r := rotation{c: 1}
		if length > 0 {
			r = rotation{over(x, length), over(y, length)}
		}
		rotations = append(rotations, r)
		for j := k; j <= to; j++ {
			x, y := z[k][j], z[k+1][j]
			z[k][j] = times(conjugate(r.c), x) + times(conjugate(r.s), y)
			z[k+1][j] = times(r.c, y) - times(r.s, x)
		}
	}
	for i, r := range rotations {
		k := from + i
		for j := from; j <= k+1; j++ {
			x, y := z[j][k], z[j][k+1]
			z[j][k] = times(x, r.c) + times(y, r.s)
			z[j][k+1] = times(y, conjugate(r.c)) - times(x, conjugate(r.s))
		}
	}
	for i := from; i <= to; i++ {
		z[i][i] += by
	}
}

func size(z complex128) float64         { return elementary.Hypot(real(z), imag(z)) }
func conjugate(z complex128) complex128 { return complex(real(z), -imag(z)) }
func over(z complex128, by float64) complex128 {
	return complex(float64(real(z)/by), float64(imag(z)/by))
}

// times is x·y with no product fused with a sum.
func times(x, y complex128) complex128 {
	a, b, c, d := real(x), imag(x), real(y), imag(y)
	return complex(float64(a*c)-float64(b*d), float64(a*d)+float64(b*c))
}

// squareRoot is the root of z with a real part of at least 0.
func squareRoot(z complex128) complex128 {
	length := size(z)
	return complex(math.Sqrt(max(length+real(z), 0)/2), math.Copysign(math.Sqrt(max(length-real(z), 0)/2), imag(z)))
}
