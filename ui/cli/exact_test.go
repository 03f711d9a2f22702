package cli

import "testing"

// The exact kernels are chosen before the labs are made: a lab computes what it
// shows first when it is made.
func TestAsksExact(t *testing.T) {
	for _, c := range []struct {
		args []string
		want bool
	}{
		{nil, false},
		{[]string{"position", "--json"}, false},
		{[]string{"position", "--json", "--exact"}, true},
		{[]string{"position", "--exact=true"}, true},
		{[]string{"position", "--exact=false"}, false},
		{[]string{"--capture", "my.tape"}, true},
		{[]string{"--capture=my.tape"}, true},
		{[]string{"rag", "--query", "exact"}, false},
	} {
		if got := asksExact(c.args); got != c.want {
			t.Errorf("%q: %v", c.args, got)
		}
	}
}
