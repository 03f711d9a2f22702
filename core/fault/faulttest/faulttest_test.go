package faulttest

import (
	"errors"
	"fmt"
	"testing"
)

func TestPanic(t *testing.T) {
	for want, f := range map[string]func(){
		"":              func() {},
		"core: 3 rows":  func() { panic("core: 3 rows") },
		"no such thing": func() { panic(errors.New("no such thing")) },
		"7":             func() { panic(7) },
	} {
		if said := Panic(f); said != want {
			t.Errorf("%q, want %q", said, want)
		}
	}
}

// counter counts the errors of a test.
type counter struct {
	testing.TB
	errors []string
}

func (c *counter) Helper() {}
func (c *counter) Errorf(format string, args ...any) {
	c.errors = append(c.errors, fmt.Sprintf(format, args...))
}

func TestMustPanic(t *testing.T) {
	for _, tt := range []struct {
		f    func()
		want string
	}{
		{func() { panic("core: 3 rows of 4") }, ""},
		{func() { panic("core: 4 rows") }, `panic "core: 4 rows", want one with "3 rows"`},
		{func() {}, `no panic, want one with "3 rows"`},
	} {
		c := &counter{TB: t}
		if MustPanic(c, "3 rows", tt.f); tt.want == "" && len(c.errors) > 0 || tt.want != "" && (len(c.errors) != 1 || c.errors[0] != tt.want) {
			t.Errorf("%q, want %q", c.errors, tt.want)
		}
	}
}
