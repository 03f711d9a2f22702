package lab

import (
	"testing"

	"logitarium/ui/message"
)

// Of one thing the unit is a singular; of a measured number it stays as it is.
func TestUnitOfOne(t *testing.T) {
	for _, c := range []struct {
		r    Reading
		want string
	}{
		{Reading{Value: 1, Unit: "tokens"}, "token"},
		{Reading{Value: 2, Unit: "tokens"}, "tokens"},
		{Reading{Value: 0, Unit: "passages"}, "passages"},
		{Reading{Value: 1, Unit: "words", Digits: 2}, "words"},
		{Reading{Value: 1, Unit: "bits"}, "bits"},
		{Reading{Value: 1, Unit: "%"}, "%"},
		{Reading{Value: 1}, ""},
	} {
		if got := c.r.In().String(); got != c.want {
			t.Errorf("%v %s: %q, want %q", c.r.Value, c.r.Unit, got, c.want)
		}
	}
	for many := range counted {
		if r := (Reading{Value: 1, Unit: many}); r.In().String() == message.New(many).String() {
			t.Errorf("one of %s is not told from several", many)
		}
	}
}
