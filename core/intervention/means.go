package intervention

import (
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// Means is what the parts of a network give on average, over all tokens of the
// passes that were probed. A part that is switched off can give that instead of
// zeros: it says nothing about this text then, but keeps what it always says,
// such as a bias. The zero value has seen nothing, and stands for zeros.
type Means struct {
	tokens int
	sums   map[layerSite][]float64
}

// layerSite is an intermediate of a layer.
type layerSite struct {
	site  gpt.Site
	layer int
}

// Tokens returns over how many tokens the means are taken.
func (m *Means) Tokens() int { return m.tokens }

// Probe adds a pass to the means.
func (m *Means) Probe(site gpt.Site, layer int, x tensor.Matrix) {
	switch site {
	case gpt.TokenEmbedding:
		m.tokens += x.Rows
	case gpt.Heads, gpt.AttentionOut, gpt.MLPOut:
		m.add(layerSite{site, layer}, x)
	}
}

func (m *Means) add(at layerSite, x tensor.Matrix) {
	if m.sums == nil {
		m.sums = make(map[layerSite][]float64)
	}
	sum := m.sums[at]
	if sum == nil {
		sum = make([]float64, x.Cols)
		m.sums[at] = sum
	}
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			sum[j] += float64(v)
		}
	}
}

// fill sets all of x to the mean of a site, or to zeros.
func (m *Means) fill(x tensor.Matrix, layer int, site gpt.Site) {
	m.set(x, layerSite{site, layer}, 0, x.Cols)
}

// fillColumns sets a head's columns to the mean of what it reads, or to zeros.
func (m *Means) fillColumns(x tensor.Matrix, layer, lo, hi int) {
	m.set(x, layerSite{gpt.Heads, layer}, lo, hi)
}

func (m *Means) set(x tensor.Matrix, at layerSite, lo, hi int) {
	var sum []float64
	if m != nil {
		sum = m.sums[at]
	}
	for i := range x.Rows {
		row := x.Row(i)[lo:hi]
		if sum == nil {
			clear(row)
			continue
		}
		for j := range row {
			row[j] = float32(sum[lo+j] / float64(m.tokens))
		}
	}
}
