// Package delta stores the checkpoints of a training as what changed from one to
// the next, rounded to a few levels.
//
// Each row of a matrix has one step, and each of its values a whole number of
// steps from −levels to levels:
//
//	step = max|to − from| / levels     code = round((to − from) / step)
//
// The next difference is taken to what was rebuilt, not to what was trained, so
// that it makes up for the rounding of this one (error feedback, as in Seide et
// al. 2014, "1-bit stochastic gradient descent"): a rebuilt checkpoint is off by
// half a step of its last difference, however many there were before.
package delta

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"logitarium/core/fault"
	"logitarium/core/gpt"
	"logitarium/core/half"
)

// MostLevels is how many levels there can be on each side of 0: a code is a byte.
const MostLevels = math.MaxInt8

// Between returns the difference that [Apply] makes to the parameters from, so
// that they come near to: to half a step of their row. 3 levels on each side
// take 3 bits a parameter before the codes are deflated, 7 take 4. It panics if
// the shapes differ, a difference is not finite or more than half precision
// holds, or the levels are not 1 to [MostLevels].
func Between(from, to []gpt.Tensor, levels int) []byte {
	if levels < 1 || levels > MostLevels {
		panic(fmt.Sprintf("delta: %d levels; 1 to %d", levels, MostLevels))
	}
	if len(from) != len(to) {
		panic(fmt.Sprintf("delta: %d tensors and %d", len(from), len(to)))
	}
	var steps, codes []byte
	for i, m := range from {
		next := to[i]
		if m.Rows != next.Rows || m.Cols != next.Cols {
			panic(fmt.Sprintf("delta: %s is [%d, %d] and becomes [%d, %d]", m.Name, m.Rows, m.Cols, next.Rows, next.Cols))
		}
		for r := range m.Rows {
			step := stepOf(m.Row(r), next.Row(r), levels)
			steps = binary.LittleEndian.AppendUint16(steps, step)
			codes = appendCodes(codes, m.Row(r), next.Row(r), half.Float32(step))
		}
	}
	return deflate(append(steps, codes...))
}

// stepOf returns the smallest step in half precision with which the codes of a
// row do not go beyond the levels.
func stepOf(from, to []float32, levels int) uint16 {
	most := 0.0
	for i, v := range to {
		d := math.Abs(float64(v) - float64(from[i]))
		if !(d <= math.MaxFloat32) {
			panic(fmt.Sprintf("delta: from %g to %g", from[i], v))
		}
		most = max(most, d)
	}
	step := half.Bits(float32(most / float64(levels)))
	for float64(half.Float32(step))*float64(levels) < most {
		step++ // the next larger one
	}
	if math.IsInf(float64(half.Float32(step)), 0) {
		panic(fmt.Sprintf("delta: a difference of %g in %d levels", most, levels))
	}
	return step
}

func appendCodes(codes []byte, from, to []float32, step float32) []byte {
	for i, v := range to {
		code := 0.0
		if step > 0 {
			code = math.RoundToEven((float64(v) - float64(from[i])) / float64(step))
		}
		codes = append(codes, byte(int8(code)))
	}
	return codes
}

// Apply changes parameters by a difference, to the same bits on every machine.
// If it returns an error, because the difference is damaged or was taken between
// parameters of another shape, they stay as they were.
func Apply(parameters []gpt.Tensor, difference []byte) error {
	rows, values := 0, 0
	for _, m := range parameters {
		rows, values = rows+m.Rows, values+m.Rows*m.Cols
	}
	const perStep = 2 // bytes
	raw, err := inflate(difference, perStep*rows+values)
	if err != nil {
		return err
	}
	steps, codes := raw[:perStep*rows], raw[perStep*rows:]
	for r := range rows {
		if step := half.Float32(binary.LittleEndian.Uint16(steps[perStep*r:])); !(step >= 0) || math.IsInf(float64(step), 0) {
			return fault.Errorf("the step of row %d is %g", r, step)
		}
	}
	for _, m := range parameters {
		for r := range m.Rows {
			step := half.Float32(binary.LittleEndian.Uint16(steps))
			for i := range m.Row(r) {
				m.Row(r)[i] += float32(step * float32(int8(codes[i])))
			}
			steps, codes = steps[perStep:], codes[m.Cols:]
		}
	}
	return nil
}

// deflate leaves it at counting: rounded differences repeat nothing, but small
// codes are more frequent than large ones.
func deflate(raw []byte) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.HuffmanOnly)
	if err == nil {
		_, err = w.Write(raw)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // the level is valid, and memory takes everything
	}
	return out.Bytes()
}

// inflate returns what was deflated, which has n bytes.
func inflate(deflated []byte, n int) ([]byte, error) {
	rest := bytes.NewReader(deflated)
	r := flate.NewReader(rest)
	raw := make([]byte, n)
	if _, err := io.ReadFull(r, raw); err != nil {
		return nil, fault.Errorf("a difference of %d bytes: %v", n, err)
	}
	if _, err := io.ReadFull(r, make([]byte, 1)); err != io.EOF || rest.Len() > 0 {
		return nil, fault.Errorf("a difference that does not end after %d bytes: it is damaged, or of another shape", n)
	}
	return raw, nil
}
