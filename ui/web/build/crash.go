package main

import (
	"bytes"
	"encoding/binary"
)

// Of the tables and data that a function may have, by number, those which only a
// report of a crash reads, as internal/abi names them.
const (
	tableInlined = 2 // PCDATA_InlTreeIndex: which call of the tree an instruction is from

	dataInlined   = 3 // FUNCDATA_InlTree: the calls that were inlined
	dataArguments = 5 // FUNCDATA_ArgInfo: where the arguments stand
	dataNone      = 0xffffffff

	inlinedCall  = 16   // bytes of a runtime.inlinedCall
	argumentsEnd = 0xff // ends what dataArguments says
)

// parts are parts of memory that functions share, by where they begin.
type parts map[int]part

type part struct {
	needed bool
	length int // of one that nobody needs
}

func (p parts) need(at int) { p[at] = part{needed: true} }

func (p parts) spare(at, length int) {
	if u := p[at]; !u.needed {
		p[at] = part{length: max(u.length, length)}
	}
}

// clear clears those that nobody needs.
func (p parts) clear(memory []byte) {
	for at, u := range p {
		if !u.needed {
			clear(memory[at : at+u.length])
		}
	}
}

// withoutPlaces takes away what nobody but a report of a crash reads: the files and
// lines that code is from, which calls were inlined, and where arguments stand. The
// runtime writes ? for a file, and leaves out the rest.
func (t functions) withoutPlaces() {
	tables, data := parts{}, parts{}
	for i := range t.count {
		f := t.of(i)
		tables.need(t.tables + t.word(f+functionStack))
		for _, field := range []int{functionFile, functionLine} {
			t.spareTable(tables, f+field)
		}
		t.put(f+functionFrom, 0)

		inlined := -1
		more := t.word(f + functionMore)
		for k := range more {
			at := f + functionEnd + 4*k
			if k == tableInlined {
				inlined = t.spareTable(tables, at)
				continue
			}
			tables.need(t.tables + t.word(at))
		}
		for k := range t.dataCount(i) {
			at := f + functionEnd + 4*(more+k)
			if t.word(at) == dataNone {
				continue
			}
			place := t.data + t.word(at)
			switch k {
			case dataInlined:
				data.spare(place, inlinedCall*(inlined+1))
			case dataArguments:
				data.spare(place, bytes.IndexByte(t.memory[place:], argumentsEnd)+1)
			default:
				data.need(place)
				continue
			}
			t.put(at, dataNone)
		}
	}
	tables.clear(t.memory)
	data.clear(t.memory)
	clear(t.memory[t.files.from:t.files.to])
}

// spareTable takes the table away whose number stands at a place, and returns the
// highest value in it; -1 if there is none.
func (t functions) spareTable(tables parts, at int) (highest int) {
	table := t.word(at)
	if table == 0 {
		return -1
	}
	length, highest := tableOf(t.memory[t.tables+table:])
	tables.spare(t.tables+table, length)
	t.put(at, 0)
	return highest
}

// takeNames takes the names of functions out of a memory and returns one that has
// them alone: a report of a crash has them put back. Those of the runtime's own
// stay, which it tells by their names, also in what is returned.
func (t functions) takeNames() (names []byte) {
	names = make([]byte, t.names.to)
	own := make([]byte, t.names.to)
	for i := range t.count {
		from := t.names.from + t.word(t.of(i)+functionName)
		to := from + bytes.IndexByte(t.memory[from:], 0)
		name := t.memory[from:to]
		copy(names[from:], name)
		if bytes.HasPrefix(name, []byte("runtime.")) {
			copy(own[from:], name)
		}
	}
	copy(t.memory[t.names.from:t.names.to], own[t.names.from:])
	return names
}

// tableOf says how long a table is, and the highest value in it: pairs of LEB128, a
// change of the value, which begins at -1, and a number of bytes, until a change is
// 0 that is not the first.
func tableOf(table []byte) (length, highest int) {
	value := int32(-1)
	highest = -1
	for first := true; ; first = false {
		change, size := binary.Uvarint(table[length:])
		if length += size; change == 0 && !first {
			return length, highest
		}
		value += int32(uint32(change)>>1) ^ -int32(change&1)
		highest = max(highest, int(value))
		_, size = binary.Uvarint(table[length:])
		length += size
	}
}
