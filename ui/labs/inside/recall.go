package inside

import "sync"

// What a training comes to follows from its key alone, and takes seconds: a lab
// has it once for all settings, and its twins have it too. Another lab trains
// anew, so that what a lesson waits for is not what was opened before it.
type (
	taughtKey   struct{}
	finishedKey struct{}
	proofKey    struct{ fact int }
)

// results are what trainings came to, by key; nobody changes them.
type results struct{ byKey sync.Map }

func (r *results) remember(key, result any) { r.byKey.Store(key, result) }

// recall returns the result for a key, if there is one.
func recall[T any](r *results, key any) (result T, ok bool) {
	v, ok := r.byKey.Load(key)
	if ok {
		result = v.(T)
	}
	return result, ok
}
