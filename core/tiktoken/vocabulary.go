package tiktoken

import "math"

// index finds a token by its bytes: a hash table of ids with open addressing.
// A map from strings would take twice the memory and twice the time to fill.
type index struct {
	byID  []string
	table []int32 // 1 + an id, at its hash or at the next free place; 0: free
}

// none stands for an id where there is no token, and for the rank of two parts
// that are none together.
const none = math.MaxInt32

// add enters a token into the table.
func (x index) add(id int) { x.table[x.place(x.byID[id])] = int32(id) + 1 }

// id returns the id of a token, none if there is none.
func (x index) id(token string) int32 {
	if found := x.table[x.place(token)]; found != 0 {
		return found - 1
	}
	return none
}

// place returns where a token stands in the table, or would. The table is at
// most half full, so there is always a free place to end at.
func (x index) place(token string) int {
	hash := uint32(2166136261) // FNV-1a
	for i := range len(token) {
		hash = (hash ^ uint32(token[i])) * 16777619
	}
	last := len(x.table) - 1
	at := int(hash) & last
	for x.table[at] != 0 && x.byID[x.table[at]-1] != token {
		at = (at + 1) & last
	}
	return at
}
