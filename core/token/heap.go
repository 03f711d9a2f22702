package token

// A pairHeap holds pairs that can be merged, rank<<32 | position each: the
// lowest rank comes first, then the leftmost.
type pairHeap []uint64

func (p *pairHeap) push(key uint64) {
	h := append(*p, key)
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if h[up] <= h[i] {
			break
		}
		h[up], h[i] = h[i], h[up]
		i = up
	}
	*p = h
}

func (p *pairHeap) pop() uint64 {
	h := *p
	top, last := h[0], len(h)-1
	h[0] = h[last]
	h = h[:last]
	for i := 0; ; {
		low := 2*i + 1
		if low+1 < last && h[low+1] < h[low] {
			low++
		}
		if low >= last || h[i] <= h[low] {
			break
		}
		h[i], h[low] = h[low], h[i]
		i = low
	}
	*p = h
	return top
}
