package lab

import "logitarium/ui/nearest"

// DidYouMean is [nearest.DidYouMean]: the end of an error about a name that
// nothing has.
func DidYouMean(typed string, names []string) string { return nearest.DidYouMean(typed, names) }
