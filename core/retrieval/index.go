package retrieval

import (
	"slices"
	"sort"
)

// An Index is an inverted index: for each term the documents that have it. A
// query reads the lists of its own terms and nothing else, so its cost grows
// with their lengths and not with the texts'. While it is not added to, any
// number of goroutines may use it. Scorers hold for the index as it was when
// they were made.
type Index struct {
	id       map[string]int32
	terms    []string    // in the order of their first occurrence
	postings [][]posting // by term, by rising document
	lengths  []int32     // terms in each document, repetitions counted
	total    int         // Σ lengths
	filled   int         // documents that are not empty
	unheld   int         // occurrences of terms that had no room
	firsts   []posting   // room for the first posting of new terms: most have no other
}

// MaxTerms is the largest number of different terms in an [Index]: more than natural
// texts of tens of megabytes have. Those that come later count in the lengths
// of documents and are not found.
const MaxTerms = 1 << 18

// A posting says how often a document has a term.
type posting struct{ doc, count int32 }

// NewIndex indexes documents, each given by its terms (see [Analyzer]).
func NewIndex(docs [][]string) *Index {
	x := &Index{id: make(map[string]int32), lengths: make([]int32, 0, len(docs))}
	for _, terms := range docs {
		x.Add(terms)
	}
	return x
}

// Add indexes one more document, which gets the next number.
func (x *Index) Add(terms []string) {
	doc := int32(len(x.lengths))
	x.lengths = append(x.lengths, int32(len(terms)))
	x.total += len(terms)
	if len(terms) > 0 {
		x.filled++
	}
	for _, term := range terms {
		x.add(term, doc)
	}
}

func (x *Index) add(term string, doc int32) {
	id, ok := x.id[term]
	if !ok && len(x.terms) == MaxTerms {
		x.unheld++
		return
	}
	if !ok {
		id = int32(len(x.terms))
		x.id[term] = id
		x.terms = append(x.terms, term)
		x.postings = append(x.postings, nil)
	}
	list := x.postings[id]
	if n := len(list); n > 0 && list[n-1].doc == doc {
		list[n-1].count++
		return
	}
	if list == nil {
		list = x.first()
	}
	x.postings[id] = append(list, posting{doc, 1})
}

// first returns an empty list with room for one posting. Lists that are made
// one by one are most of the time that a text of rare words takes.
func (x *Index) first() []posting {
	const together = 1024
	if len(x.firsts) == 0 {
		x.firsts = make([]posting, together)
	}
	list := x.firsts[:0:1]
	x.firsts = x.firsts[1:]
	return list
}

// Docs returns the number of documents.
func (x *Index) Docs() int { return len(x.lengths) }

// Terms returns all terms, sorted.
func (x *Index) Terms() []string {
	terms := slices.Clone(x.terms)
	slices.Sort(terms)
	return terms
}

// Unheld returns how many occurrences of terms beyond the first [MaxTerms] the
// documents have: none of them is found.
func (x *Index) Unheld() int { return x.unheld }

// Length returns the number of terms in a document, repetitions counted.
func (x *Index) Length(doc int) int { return int(x.lengths[doc]) }

// MeanLength returns the mean length of the documents; 0 if there are none.
func (x *Index) MeanLength() float64 {
	if len(x.lengths) == 0 {
		return 0
	}
	return float64(x.total) / float64(len(x.lengths))
}

// Frequency returns the number of documents that have a term.
func (x *Index) Frequency(term string) int {
	if id, ok := x.id[term]; ok {
		return len(x.postings[id])
	}
	return 0
}

// Count returns how often a document has a term.
func (x *Index) Count(term string, doc int) int {
	if id, ok := x.id[term]; ok {
		return x.count(id, doc)
	}
	return 0
}

func (x *Index) count(id int32, doc int) int {
	list := x.postings[id]
	i := sort.Search(len(list), func(i int) bool { return int(list[i].doc) >= doc })
	if i < len(list) && int(list[i].doc) == doc {
		return int(list[i].count)
	}
	return 0
}
