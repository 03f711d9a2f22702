package atlas

import "logitarium/ui/lab"

// Keep takes a snapshot: the function it returns restores the text, what is
// shown of it, the chosen stop and the work under way. What the cards have
// measured stays known.
func (a *Map) Keep() (restore func()) { return lab.KeepStruct(a) }

// Await works until the text is read.
func (a *Map) Await() {
	for a.work.Waiting() {
		a.work.Step()
	}
}
