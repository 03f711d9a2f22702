package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestLatin(t *testing.T) {
	for _, c := range []struct {
		key  tea.KeyPressMsg
		want string
		ok   bool
	}{
		{tea.KeyPressMsg{Code: 'v', Text: "v"}, "v", true},
		{tea.KeyPressMsg{Code: 'é', Text: "é"}, "é", true},
		{tea.KeyPressMsg{Code: tea.KeyUp}, "up", true},
		{tea.KeyPressMsg{Code: 'м', Text: "м", BaseCode: 'v'}, "v", true},
		{tea.KeyPressMsg{Code: 'м', Text: "М", BaseCode: 'v', Mod: tea.ModShift}, "V", true},
		{tea.KeyPressMsg{Code: '№', Text: "№", BaseCode: '/', Mod: tea.ModShift}, "?", true},
		{tea.KeyPressMsg{Code: 'ｖ', Text: "ｖ"}, "v", true},
		{tea.KeyPressMsg{Code: '？', Text: "？"}, "?", true},
		{tea.KeyPressMsg{Code: '\u3000', Text: "\u3000"}, "space", true},
		{tea.KeyPressMsg{Code: 'м', Text: "м"}, "м", false},
		{tea.KeyPressMsg{Code: 'ㄒ', Text: "ㄒ"}, "ㄒ", false},
	} {
		if got, ok := Latin(c.key); got.String() != c.want || ok != c.ok {
			t.Errorf("%q is %q, %v; want %q, %v", c.key.Text, got.String(), ok, c.want, c.ok)
		}
	}
}

func TestKeysOfAnotherLayout(t *testing.T) {
	m := shell(t, 80, 24)
	m.Update(tea.KeyPressMsg{Code: 'м', Text: "м"})
	if !strings.Contains(onScreen(m), "switch to Latin letters") {
		t.Errorf("nothing is said:\n%s", onScreen(m))
	}
	before := onScreen(m)
	m.Update(tea.KeyPressMsg{Code: 'м', Text: "м", BaseCode: 'v'})
	if !strings.Contains(before, "▸bars  list") || !strings.Contains(onScreen(m), "bars ▸list") {
		t.Errorf("the key at the place of v turns to no other view:\n%s", onScreen(m))
	}
}
