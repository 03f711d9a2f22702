package tensor

// exact says which kernels run. It is set before anything is computed, or not
// at all.
var exact bool

// UseExact makes every product, sum and function of this package give the same
// bits on every machine, for the rest of the process: what is to be compared
// with a recording, or recorded, is computed so. A product of matrices takes
// up to twice its time.
//
// It is for the beginning of a program: a process that has computed with the
// fast kernels before holds numbers of both kinds.
func UseExact() { exact = true }

// Exact reports whether [UseExact] was called.
func Exact() bool { return exact }
