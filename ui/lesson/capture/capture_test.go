package capture

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"logitarium/ui/lesson/tape"

	tea "charm.land/bubbletea/v2"
)

var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// doer presses keys, each some time after the last.
type doer struct {
	*Capture
	now time.Time
}

func begin() *doer {
	return &doer{Begin("logitarium sampling", tape.Size{Width: 80, Height: 24}, start), start}
}

func (d *doer) after(t time.Duration) *doer { d.now = d.now.Add(t); return d }

func (d *doer) press(keys ...tea.Key) *doer {
	for _, k := range keys {
		d.Press(k, false, d.after(50*time.Millisecond).now)
	}
	return d
}

func (d *doer) typed(keys ...tea.Key) *doer {
	for _, k := range keys {
		d.Press(k, true, d.after(50*time.Millisecond).now)
	}
	return d
}

func letters(text string) (keys []tea.Key) {
	for _, r := range text {
		keys = append(keys, tea.Key{Code: r, Text: string(r)})
	}
	return keys
}

var left, right, enter, backspace = tea.Key{Code: tea.KeyLeft}, tea.Key{Code: tea.KeyRight}, tea.Key{Code: tea.KeyEnter}, tea.Key{Code: tea.KeyBackspace}

const opening = "#@ size 80x24\n#@ chapter \"Chapter 1\"\nType \"logitarium sampling\"\nEnter\nSleep 1s\n"

func TestTape(t *testing.T) {
	for _, tt := range []struct {
		name string
		done *doer
		tidy bool
		want string
	}{
		{"nothing", begin().press(letters("q")...), false, "Sleep 2s\n"},
		{"keys with counts", begin().press(letters("t")...).press(right, right, right).press(letters("q")...), false, "Type \"t\"\nRight 3\nSleep 2s\n"},
		{"a pause, rounded", begin().press(right).after(1300 * time.Millisecond).press(right).press(letters("q")...), false, "Right\nSleep 1500ms\nRight\nSleep 2s\n"},
		{"no longer than ten seconds", begin().press(right).after(time.Hour).press(right).press(letters("q")...), false, "Right\nSleep 10s\nRight\nSleep 2s\n"},
		{"letters of a lab", begin().press(letters("tv")...).press(letters("q")...), false, "Type \"tv\"\nSleep 2s\n"},
		{"space in a lab", begin().press(tea.Key{Code: ' ', Text: " "}).press(letters("q")...), false, "Space\nSleep 2s\n"},
		{"a text", begin().press(letters("e")...).press(enter).typed(letters("狐 a")...).typed(enter).press(letters("q")...), false, "Type \"e\"\nEnter\nType \"狐 a\"\nEnter\nSleep 2s\n"},
		{"the ends of a text", begin().typed(tea.Key{Code: tea.KeyHome}, tea.Key{Code: tea.KeyEnd}).press(letters("q")...), false, "Ctrl+a\nCtrl+e\nSleep 2s\n"},
		{"ctrl+c ends it, too", begin().press(right).press(tea.Key{Code: 'c', Mod: tea.ModCtrl}), false, "Right\nSleep 2s\n"},
		{"shift+tab", begin().press(tea.Key{Code: tea.KeyTab, Mod: tea.ModShift}).press(letters("q")...), false, "Shift+Tab\nSleep 2s\n"},
		{"held keys have no counts", begin().press(tea.Key{Code: tea.KeyTab}, tea.Key{Code: tea.KeyTab}).press(tea.Key{Code: tea.KeyTab, Mod: tea.ModShift}, tea.Key{Code: tea.KeyTab, Mod: tea.ModShift}).typed(tea.Key{Code: tea.KeyHome}, tea.Key{Code: tea.KeyHome}).press(letters("q")...), false, "Tab 2\nShift+Tab\nShift+Tab\nCtrl+a\nCtrl+a\nSleep 2s\n"},
		{"letters of a lab and of a text", begin().press(letters("e")...).typed(letters("ab")...).press(letters("cd")...).press(letters("q")...), false, "Type \"e\"\nType \"ab\"\nType \"cd\"\nSleep 2s\n"},
		{"too far and back", begin().press(right, right, right, left).press(letters("q")...), true, "Right 2\nSleep 2s\n"},
		{"back to where it was", begin().press(letters("t")...).press(right, left).press(letters("v")...).press(letters("q")...), true, "Type \"t\"\nType \"v\"\nSleep 2s\n"},
		{"beyond", begin().press(right, left, left).press(letters("q")...), true, "Left\nSleep 2s\n"},
		{"looked at meanwhile", begin().press(right).after(3 * time.Second).press(left).press(letters("q")...), true, "Right\nSleep 3s\nLeft\nSleep 2s\n"},
		{"not tidied", begin().press(right, left).press(letters("q")...), false, "Right\nLeft\nSleep 2s\n"},
		{"taken back", begin().press(letters("t")...).press(right, right).press(letters("zv")...).press(letters("q")...), true, "Type \"t\"\nType \"v\"\nSleep 2s\n"},
		{"taken back and done again", begin().press(letters("t")...).press(right).press(letters("zZ")...).press(letters("q")...), true, "Type \"t\"\nRight\nType \"zZ\"\nSleep 2s\n"},
		{"q at the end of a text", begin().press(enter).typed(letters("faq")...).press(), false, "Enter\nType \"faq\"\nSleep 2s\n"},
		{"letters deleted", begin().typed(letters("foxx")...).typed(backspace).typed(letters("y")...).typed(enter).press(letters("q")...), true, "Type \"fox\"\nType \"y\"\nEnter\nSleep 2s\n"},
	} {
		parsed := tt.done.Tape(tt.tidy)
		if got, want := parsed.String(), opening+tt.want; got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, want)
		}
	}
}

// A lab that was at work, and was done when the next key came, is waited for.
func TestAwait(t *testing.T) {
	d := begin().press(tea.Key{Code: ' ', Text: " "})
	d.Work(true)
	d.after(3 * time.Second)
	d.Work(false)
	d.press(right)
	d.Work(true) // and at once pressed again
	d.press(right).press(letters("q")...)
	if got, want := d.Tape(false).String(), opening+"Space\n#@ await\nSleep 3s\nRight 2\nSleep 2s\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What was waited for is not waited for again.
func TestAwaitedOnce(t *testing.T) {
	d := begin().press(tea.Key{Code: ' ', Text: " "})
	d.Work(true)
	d.after(3 * time.Second)
	d.Work(false)
	d.press(right).press(left).press(letters("q")...)
	if got, want := d.Tape(false).String(), opening+"Space\n#@ await\nSleep 3s\nRight\nLeft\nSleep 2s\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	d = begin().press(tea.Key{Code: ' ', Text: " "})
	d.Work(true)
	d.Work(false) // and nothing is pressed any more
	if got, want := d.Tape(false).String(), opening+"Space\n#@ await\nSleep 2s\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestSet(t *testing.T) {
	d := begin()
	d.Set("0.05", d.after(time.Second).now)
	d.Set("0.1", d.after(100*time.Millisecond).now)
	d.Set("0.05", d.after(100*time.Millisecond).now)
	if got := d.press(letters("q")...).Tape(false).String(); got != opening+"Sleep 1s\nEnter\nType \"0.05\"\nEnter\nSleep 2s\n" {
		t.Errorf("got\n%s", got)
	}
	d.press(tea.Key{Code: tea.KeyF5})
	if left := d.Left(); !slices.Equal(left, []string{"f5"}) {
		t.Errorf("left out: %q", left)
	}
}

// Whatever is pressed, the tape parses, and has these keys in this order.
func TestTapeHasAllKeys(t *testing.T) {
	all := append(letters("atv?Q\"'`#/\\狐é"), left, right, enter, backspace, tea.Key{Code: tea.KeyTab, Mod: tea.ModShift}, tea.Key{Code: ' ', Text: " "}, tea.Key{Code: 'a', Mod: tea.ModCtrl})
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 1))
		d := begin()
		var want strings.Builder
		for range rng.IntN(30) {
			k := all[rng.IntN(len(all))]
			d.after(time.Duration(rng.IntN(700)) * time.Millisecond)
			if rng.IntN(2) == 0 {
				d.press(k)
			} else {
				d.typed(k)
			}
			want.WriteString(k.Keystroke() + " ")
		}
		text := d.press(letters("q")...).Tape(false).String()
		parsed, err := tape.Parse("x.tape", text, nil)
		if err != nil {
			t.Fatalf("%v:\n%s", err, text)
		}
		var got strings.Builder
		for _, s := range parsed.Steps[3:] {
			switch s.Kind {
			case tape.Type:
				for _, r := range s.Text {
					name := string(r)
					if r == ' ' {
						name = "space"
					}
					got.WriteString(name + " ")
				}
			case tape.Key:
				name := strings.ToLower(s.Key)
				if s.Ctrl {
					name = "ctrl+" + name
				}
				if s.Shift {
					name = "shift+" + name
				}
				got.WriteString(strings.Repeat(name+" ", s.Count))
			}
		}
		if !strings.EqualFold(got.String(), want.String()) {
			t.Fatalf("pressed  %s\nthe tape %s\n%s", want.String(), got.String(), text)
		}
	}
}

// What is pasted is a line without controls, and goes on in another one when it
// has 4000 bytes.
func TestPaste(t *testing.T) {
	types := func(text string) (lines []string) {
		d := begin()
		d.Paste(text, true, d.after(time.Second).now)
		for _, s := range d.press(letters("q")...).Tape(false).Steps {
			if s.Kind == tape.Type {
				lines = append(lines, s.Text)
			}
		}
		return lines[1:] // the first opens the lab
	}
	if got := types("a\tb\nc\x1bd\x00\u0085e"); !slices.Equal(got, []string{"a b cde"}) {
		t.Errorf("%q", got)
	}
	x := strings.Repeat("x", 4000)
	if got := types(x); !slices.Equal(got, []string{x}) {
		t.Errorf("4000 bytes are %d lines", len(got))
	}
	if got := types(x + "yz"); !slices.Equal(got, []string{x, "yz"}) {
		t.Errorf("4002 bytes are %d lines", len(got))
	}
}

// A word with all three quotes is typed in parts, as is what is longer than a line.
func TestTextOfAnyKind(t *testing.T) {
	for _, text := range []string{"`'\"", "a `'\" b", strings.Repeat("x", 20000), strings.Repeat("狐", 9000), "one\ntwo\tthree"} {
		d := begin()
		d.Paste(text, true, d.after(time.Second).now)
		parsed, err := tape.Parse("x.tape", d.press(letters("q")...).Tape(false).String(), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, s := range parsed.Steps[4:] {
			got += s.Text
		}
		if want := strings.NewReplacer("\n", " ", "\t", " ").Replace(text); got != want {
			t.Errorf("%.40q is typed as %.40q", want, got)
		}
	}
}
