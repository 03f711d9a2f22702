package checkpoint

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/fault/faulttest"
	"logitarium/core/half"
)

func sample() []Tensor {
	return []Tensor{
		{Name: "b", Shape: []int{2, 3}, Data: []float32{1, 2, 3, 4, 5, -6.5}},
		{Name: "half", Shape: []int{3}, Data: []float32{1, 0.1, 70000}, DType: F16},
		{Name: "a <&> \u2028", Shape: []int{}, Data: []float32{float32(math.Pi)}, DType: F32},
		{Name: "none", Shape: []int{4, 0}},
	}
}

func TestWrittenFileReadsBack(t *testing.T) {
	var b bytes.Buffer
	notes := map[string]string{"format": "pt", "note": "a \"quoted\"\nline"}
	if err := Write(&b, sample(), notes); err != nil {
		t.Fatal(err)
	}
	f, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if f.data%8 != 0 {
		t.Errorf("data starts at %d, not at a multiple of 8", f.data)
	}
	if !maps.Equal(f.Metadata(), notes) {
		t.Errorf("metadata %q, want %q", f.Metadata(), notes)
	}
	for _, want := range sample() {
		got, err := float32s(f, want.Name)
		if err != nil {
			t.Fatal(err)
		}
		data := slices.Clone(want.Data)
		if want.DType == F16 {
			for i, v := range data {
				data[i] = half.Float32(half.Bits(v))
			}
		}
		if info, _ := f.Tensor(want.Name); !slices.Equal(info.Shape, want.Shape) || !slices.Equal(got, data) {
			t.Errorf("%s: %v %v, want %v %v", want.Name, info.Shape, got, want.Shape, data)
		}
	}
}

func TestWriteRefusesNonsense(t *testing.T) {
	write := func(tensors ...Tensor) func() { return func() { Write(io.Discard, tensors, nil) } }
	faulttest.MustPanic(t, `"w" has shape [2 2] and 3 values`, write(Tensor{Name: "w", Shape: []int{2, 2}, Data: make([]float32, 3)}))
	faulttest.MustPanic(t, `shape [-1 -1] and 1 values`, write(Tensor{Name: "w", Shape: []int{-1, -1}, Data: make([]float32, 1)}))
	faulttest.MustPanic(t, `has shape [4294967296 4294967296] and 0 values`, write(Tensor{Name: "w", Shape: []int{1 << 32, 1 << 32}}))
	faulttest.MustPanic(t, `written as BF16`, write(Tensor{Name: "w", Shape: []int{0}, DType: BF16}))
	faulttest.MustPanic(t, `"w" is there twice`, write(Tensor{Name: "w", Shape: []int{0}}, Tensor{Name: "w", Shape: []int{0}}))
	faulttest.MustPanic(t, `outside what can be read again`, write(Tensor{Name: "\xff", Shape: []int{0}}))
	huge := map[string]string{"a": strings.Repeat("x", maxHeader)}
	if err := Write(io.Discard, nil, huge); err == nil || !strings.Contains(err.Error(), "larger than can be read again") {
		t.Errorf("%v, want a refusal of the large header", err)
	}
}

// full is a disk with room for so many bytes.
type full int

var errFull = errors.New("no space left on device")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > int(*f) {
		n := int(*f)
		*f = 0
		return n, errFull
	}
	*f -= full(len(p))
	return len(p), nil
}

func TestFullDiskIsReported(t *testing.T) {
	large := []Tensor{{Name: "w", Shape: []int{50_000}, Data: make([]float32, 50_000)}}
	var whole bytes.Buffer
	if err := Write(&whole, large, nil); err != nil {
		t.Fatal(err)
	}
	for _, room := range []int{0, 5, 8, 60, 70_000, 150_000, whole.Len() - 1} {
		disk := full(room)
		if err := Write(&disk, large, nil); !errors.Is(err, errFull) {
			t.Errorf("room for %d of %d bytes: %v, want the disk's error", room, whole.Len(), err)
		}
	}
}

func TestWriteFileKeepsTheOldOneOnError(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "model.safetensors")
	if err := WriteFile(path, sample(), nil); err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, sample(), map[string]string{"a": strings.Repeat("x", maxHeader)}); err == nil {
		t.Error("what can't be written gives no error")
	}
	if now, _ := os.ReadFile(path); !bytes.Equal(now, old) {
		t.Error("the old file changed")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%v left in the folder (%v), want the old file alone", left, err)
	}
	if err := WriteFile(filepath.Join(dir, "no", "where"), sample(), nil); err == nil {
		t.Error("writing into a folder that does not exist gives no error")
	}
	if f, err := OpenPath(path); err != nil {
		t.Error(err)
	} else {
		f.Close()
	}
}
