package quant

// products is the sums of [Linear] before they are scaled, [x.Rows, w.Rows].
func products(x, w Matrix) []int32 {
	y := make([]int32, x.Rows*w.Rows)
	for i := range x.Rows {
		for j := range w.Rows {
			for k := 0; k < x.Cols; {
				sum, end := run(x, w, i, j, k)
				y[i*w.Rows+j] += sum
				k = end
			}
		}
	}
	return y
}
