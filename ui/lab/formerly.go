package lab

import "slices"

// NameNow returns the name that a reading of the open view or a knob of a lab
// has now, of which a name is given that it may have had once. What nothing is
// and was called is returned as it is.
func NameNow(l Lab, name string) string {
	readings, knobs := Readings(l), Knobs(l)
	if slices.ContainsFunc(readings, func(r Reading) bool { return r.Name == name }) ||
		slices.ContainsFunc(knobs, func(k Knob) bool { return k.Name == name }) {
		return name
	}
	if i := slices.IndexFunc(readings, func(r Reading) bool { return name != "" && r.Formerly == name }); i >= 0 {
		return readings[i].Name
	}
	if i := slices.IndexFunc(knobs, func(k Knob) bool { return name != "" && k.Formerly == name }); i >= 0 {
		return knobs[i].Name
	}
	return name
}
