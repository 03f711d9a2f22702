package tensor

// exact says which kernels run. It is set before anything is computed, or not
// at all.
var exact bool

// UseExact makes every product, sum and function of this package give the same
// bits on every machine, for the rest of the process: what is recorded, or is
// compared with a recording, is computed so. It costs some percent of the time
// of a decoding or training step.
//
// It is for the beginning of a program: a process that has computed with the
// fast kernels before holds numbers of both kinds.
func UseExact() {
	if !exact { // a second call writes nothing that others read
		exact = true
	}
}
