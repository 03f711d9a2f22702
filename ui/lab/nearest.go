package lab

import "logitarium/ui/nearest"

// DidYouMean is `; did you mean "x"?`, the end of an error about a name that
// nothing has; "" where no [nearest.Name] is near.
func DidYouMean(typed string, names []string) string {
	if name := nearest.Name(typed, names); name != "" {
		return `; did you mean "` + name + `"?`
	}
	return ""
}
