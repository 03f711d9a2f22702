package lab

import (
	"slices"
	"strings"

	"logitarium/ui/message"
	"logitarium/ui/nearest"
)

// ByID returns the lab of an ID. The error says which there are.
func ByID(labs []Lab, id string) (Lab, error) {
	var ids []string
	for _, l := range labs {
		if l.Info().ID == id {
			return l, nil
		}
		ids = append(ids, l.Info().ID)
	}
	return nil, message.Failure(nearest.Suggest(message.New("no lab %q; there are %s", id, strings.Join(ids, ", ")), id, ids))
}

// KnobNamed returns the knob of a name, or of a name that it had once, the one
// that chooses the view included, and its index in [Knobs]. The error says what was perhaps meant.
func KnobNamed(l Lab, name string) (k Knob, at int, err error) {
	knobs := Knobs(l)
	at = slices.IndexFunc(knobs, func(k Knob) bool { return k.Name == name })
	if at < 0 && name != "" {
		at = slices.IndexFunc(knobs, func(k Knob) bool { return k.Formerly == name })
	}
	if at >= 0 {
		return knobs[at], at, nil
	}
	names := make([]string, len(knobs))
	for i, k := range knobs {
		names[i] = k.Name
	}
	return Knob{}, -1, message.Failure(nearest.Suggest(message.New("%s has no knob %q", l.Info().ID, name), name, names))
}

// Assignment is what a knob is to be turned to, as it is typed.
type Assignment struct{ Knob, Value string }

// Assignments are what all knobs of a lab are at, the view's first.
func Assignments(l Lab) []Assignment {
	var list []Assignment
	for _, k := range Knobs(l) {
		list = append(list, Assignment{k.Name, k.Setting.String()})
	}
	return list
}

// Turn turns knobs in the order given. What a knob allows may follow from what
// the others make of the lab: one that refuses its value is asked again when
// the lab has been refreshed with the rest, and has something to show. One that
// is idle then stays as it is: it would change nothing. The error names the
// knob as a flag.
func Turn(l Lab, list []Assignment) error {
	var again []Assignment
	for _, a := range list {
		k, _, err := KnobNamed(l, a.Knob)
		if err != nil {
			return err
		}
		if k.Setting.Set(a.Value) != nil {
			again = append(again, a)
		}
	}
	if len(again) == 0 {
		return nil
	}
	if err := l.Refresh(); err != nil {
		return err
	}
	if err := Show(l); err != nil {
		return err
	}
	for _, a := range again {
		k, _, err := KnobNamed(l, a.Knob)
		if err == nil {
			err = k.Setting.Set(a.Value)
		}
		if err != nil && k.Idle.Empty() {
			return message.Errorf("--%s: %v", a.Knob, err)
		}
	}
	return nil
}
