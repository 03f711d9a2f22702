package serve

import "testing"

func TestCheckAddress(t *testing.T) {
	for address, right := range map[string]bool{
		"0.0.0.0:2222": true, ":2222": true, "[::1]:0": true, "classroom:65535": true,
		"": false, "2222": false, "0.0.0.0": false, "0.0.0.0:": false, "0.0.0.0:65536": false, "::1:22": false, "0.0.0.0:-1": false, "0.0.0.0:ssh": false,
	} {
		if err := CheckAddress(address); (err == nil) != right {
			t.Errorf("%q: %v", address, err)
		}
	}
}
