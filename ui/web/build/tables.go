package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// tableMagic begins the tables that Go's runtime finds functions in, since Go 1.20,
// where memory is read eight bytes at a time.
var tableMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// Where they are, as runtime.pcHeader has it; the fields of a runtime._func, of four
// bytes each; and those of the runtime.moduledata, of eight.
const (
	headerFunctions = 8 + 0*8 // how many
	headerNames     = 8 + 3*8
	headerPackages  = 8 + 4*8 // which files are a package's; behind the names, before the files
	headerTables    = 8 + 6*8 // where what changes within a function stands; behind the files
	headerList      = 8 + 7*8 // pairs: where a function's code is, and its _func
	headerEnd       = 8 + 8*8

	functionName  = 1 * 4
	functionStack = 4 * 4
	functionFile  = 5 * 4
	functionLine  = 6 * 4
	functionMore  = 7 * 4  // how many other tables it has
	functionFrom  = 9 * 4  // the line that it begins in
	functionEnd   = 11 * 4 // its last byte says how many data follow the numbers of those tables

	moduleFinder = 19 * 8
	moduleTypes  = 37 * 8
	moduleEtypes = 38 * 8 // where types end, and the tables begin
	moduleRodata = 39 * 8 // where they begin too
	moduleData   = 40 * 8
	moduleEnd    = 42 * 8
)

// functions are the tables of a program's memory.
type functions struct {
	memory              []byte
	count, tables, list int // how many there are, and where in memory the tables and the list stand
	names, files        piece
	finder              int // where what finds the function of an address stands
	data                int // where the data of functions begin
}

// tablesOf finds them.
func tablesOf(memory []byte) (functions, error) {
	t := functions{memory: memory}
	at := bytes.Index(memory, tableMagic)
	if at < 0 || at+headerEnd > len(memory) {
		return t, errors.New("the tables of Go's runtime are not found: its version is another one")
	}
	t.count, t.tables, t.list = t.word(at+headerFunctions), at+t.word(at+headerTables), at+t.word(at+headerList)
	t.names = piece{at + t.word(at+headerNames), at + t.word(at+headerPackages)}
	t.files = piece{t.names.to, t.tables}
	next := t.first()
	for i := range t.count {
		if f := t.of(i); f != next || f+functionEnd > len(memory) || t.word(f) != t.word(t.list+8*i) {
			return t, fmt.Errorf("function %d of %d is not where it is expected: the version of Go is another one", i, t.count)
		}
		next += (t.words(i) + 1) / 2 * 8
	}
	begins := binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, uint64(at)), uint64(t.names.from))
	module := bytes.Index(memory, begins)
	if module < 0 || module+moduleEnd > len(memory) {
		return t, errors.New("the description of the program is not found: the version of Go is another one")
	}
	t.finder, t.data = t.word(module+moduleFinder), t.word(module+moduleData)
	if t.word(module+moduleTypes) != t.word(module+moduleRodata) || t.word(module+moduleEtypes) != at || !t.isBucket(16*(t.count/2)) {
		return t, errors.New("the description of the program is not as it is expected: the version of Go is another one")
	}
	return t, nil
}

func (t functions) word(at int) int { return int(binary.LittleEndian.Uint32(t.memory[at:])) }

func (t functions) put(at, v int) { binary.LittleEndian.PutUint32(t.memory[at:], uint32(v)) }

// of is where the _func of a function stands: eight bytes each, the first behind
// the list, which one number ends.
func (t functions) of(i int) int { return t.list + t.word(t.list+8*i+4) }

func (t functions) first() int { return t.list + 8*(t.count+1) }

// words is how many numbers a _func has.
func (t functions) words(i int) int {
	return functionEnd/4 + t.word(t.of(i)+functionMore) + t.dataCount(i)
}

func (t functions) dataCount(i int) int { return t.word(t.of(i)+functionEnd-4) >> 24 }

// byColumn puts the first numbers of all functions before all the second ones, and
// so on, which packs better: of a third, that is half. Of the first two, which
// rise, it puts the differences. The list, which follows from the rest, it clears.
// It returns how many numbers there are. program.mjs puts all of it back.
func (t functions) byColumn() (numbers int) {
	var columns []int
	for k := 0; ; k++ {
		before, last := len(columns), 0
		for i := range t.count {
			if k >= t.words(i) {
				continue
			}
			v := t.word(t.of(i) + 4*k)
			columns = append(columns, v-last)
			if k < 2 {
				last = v
			}
		}
		if len(columns) == before {
			break
		}
	}
	end := t.of(t.count-1) + 4*t.words(t.count-1)
	clear(t.memory[t.list : t.list+8*t.count])
	clear(t.memory[t.first():end])
	for i, v := range columns {
		t.put(t.first()+4*i, v)
	}
	return len(columns)
}

// withoutFinder clears what finds the function of an address, as far as it follows
// from a count, which it returns: sixteen buckets for each function, with the
// function's number and four zeros.
func (t functions) withoutFinder() (buckets int) {
	for t.isBucket(buckets) {
		buckets++
	}
	clear(t.memory[t.finder : t.finder+bucketSize*buckets])
	return buckets
}

const bucketSize = 5 * 4 // of a runtime.findfuncbucket

func (t functions) isBucket(n int) bool {
	at := t.finder + bucketSize*n
	if t.finder%4 != 0 || at+bucketSize > len(t.memory) || t.word(at) != n/16 {
		return false
	}
	return bytes.Count(t.memory[at+4:at+bucketSize], []byte{0}) == bucketSize-4
}
