package rag

import "logitarium/ui/lab"

// Keep implements [lab.Kept]. The library is a cache, and an answer that goes
// on copies what it fills in.
func (l *Lab) Keep() (restore func()) { return lab.KeepStruct(l) }
