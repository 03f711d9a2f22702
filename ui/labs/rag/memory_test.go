package rag

import (
	"runtime"
	"testing"
	"testing/fstest"
)

// A folder of ten megabytes in which no word comes twice opens within 256 MB:
// what lives at the worst moment is less than half of that, and the collector
// lets garbage grow as large again.
func TestDistinctWordsInBounds(t *testing.T) {
	size := 10_000_000
	if raceDetector {
		size = 3_000_000 // just more terms than an index holds
	}
	files := fstest.MapFS{"a.txt": {Data: []byte(distinctWords(size))}}
	l := fresh(t)
	turn(t, l)
	l.indexing.Patience = -1 // in steps, between which is looked
	var at runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&at)
	live, taken := at.HeapAlloc, at.TotalAlloc
	most, steps := uint64(0), 0
	openFolder(t, l, files, func() {
		if steps++; steps%8 == 0 || !l.Busy() {
			runtime.GC()
			runtime.ReadMemStats(&at)
			most = max(most, at.HeapAlloc-min(live, at.HeapAlloc))
		}
	})
	taken = at.TotalAlloc - taken
	t.Logf("%d MB taken in all, %d MB alive at most", taken>>20, most>>20)
	if bound := uint64(60 * size); taken > bound && !raceDetector { // which drops what is kept to be used again
		t.Errorf("%d MB are taken in all, more than %d", taken>>20, bound>>20)
	}
	if bound := uint64(10*size) + 16<<20; most > bound { // an index of all its terms takes the rest
		t.Errorf("%d MB are alive, more than %d", most>>20, bound>>20)
	}
	if n := len(l.corpus.passages); n < size/130 || l.corpus.index.Unheld() == 0 {
		t.Errorf("%d passages, %d words not held: this tests too little", n, l.corpus.index.Unheld())
	}
	runtime.KeepAlive(files)
}
