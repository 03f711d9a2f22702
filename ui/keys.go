package ui

import (
	"fmt"
	"slices"
	"strconv"

	"logitarium/ui/field"
	"logitarium/ui/lab"
	"logitarium/ui/message"

	"charm.land/bubbles/v2/key"
)

// keyMap is every key of the shell, with its help. What a lab adds - letters
// of knobs, actions - is bound by [labKeys].
type keyMap struct {
	labs               []key.Binding // 1 to 9
	nextLab, lastLab   key.Binding
	up, down           key.Binding
	less, more         key.Binding
	farLess, farMore   key.Binding
	first, last        key.Binding
	enter              key.Binding
	view, viewBack     key.Binding
	reset, compare     key.Binding
	undo, redo, find   key.Binding
	lessons, fold      key.Binding
	copy, save         key.Binding
	notes, help, mouse key.Binding
	back, quit         key.Binding
	home               key.Binding // disabled where there is no map

	page  pageKeys
	edit  editKeys
	chart mapKeys
}

// refuse takes keys away that reach beyond the screen.
func (k *keyMap) refuse(list []Refusal) {
	for _, b := range []*key.Binding{&k.copy, &k.save} {
		if slices.ContainsFunc(list, func(r Refusal) bool { return slices.Contains(b.Keys(), r.Key) }) {
			b.SetEnabled(false)
		}
	}
}

func bind(help string, does message.ID, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, string(does)))
}

// does is what a binding's key does.
func does(b key.Binding) message.Text { return message.Known(b.Help().Desc) }

func newKeys(labs int) keyMap {
	k := keyMap{
		nextLab:  bind("tab", "next lab", "tab"),
		lastLab:  bind("shift+tab", "previous lab", "shift+tab"),
		up:       bind("↑", "previous knob", "up"),
		down:     bind("↓", "next knob", "down"),
		less:     bind("←", "turn down", "left"),
		more:     bind("→", "turn up", "right"),
		farLess:  bind("pgdn", "turn down a lot", "pgdown", "shift+left"),
		farMore:  bind("pgup", "turn up a lot", "pgup", "shift+right"),
		first:    bind("home", "to the lower end", "home"),
		last:     bind("end", "to the upper end", "end"),
		enter:    bind("enter", "type a value", "enter"),
		view:     bind("v", "next view", "v"),
		viewBack: bind("V", "previous view", "V", "shift+v"),
		reset:    bind("r", "reset all knobs", "r"),
		undo:     bind("z", "undo the last change of a knob, or the reset", "z"),
		redo:     bind("Z", "do again what was undone", "Z", "shift+z"),
		find:     bind("/", "choose any knob by the beginning of its name", "/"),
		compare:  bind("c", "pin as A and compare; again to end", "c"),
		copy:     bind("y", "copy the command that opens this screen", "y"),
		save:     bind("s", "save: .txt .ansi .svg .png .csv .json", "s"),
		notes:    bind("n", "notes", "n"),
		lessons:  bind("L", "the lessons; a digit there plays one", "L", "shift+l"),
		fold:     bind("I", "unfold the idle knobs, or fold them again", "I", "shift+i"),
		help:     bind("?", "all keys and knobs", "?"),
		mouse:    bind("m", "mouse on or off; off, the terminal selects text", "m"),
		back:     bind("esc", "back", "esc"),
		quit:     bind("q", "quit", "q", "ctrl+c"),
		home:     bind("0", "the map", "0"),
		page:     newPageKeys(),
		edit:     newEditKeys(),
		chart:    newMapKeys(),
	}
	for i := range min(labs, 9) {
		n := strconv.Itoa(i + 1)
		k.labs = append(k.labs, bind(n, "open a lab by its number", n))
	}
	return k
}

// browsing lists the keys that are live while a lab is shown.
func (k keyMap) browsing() []key.Binding {
	all := append(slices.Clone(k.labs), k.nextLab, k.lastLab, k.up, k.down, k.less, k.more, k.farLess, k.farMore,
		k.first, k.last, k.enter, k.find, k.view, k.viewBack, k.fold, k.undo, k.redo, k.reset, k.compare, k.copy, k.save,
		k.notes, k.lessons, k.help, k.mouse, k.home, k.back, k.quit)
	return enabled(all)
}

func enabled(all []key.Binding) []key.Binding {
	return slices.DeleteFunc(all, func(b key.Binding) bool { return !b.Enabled() })
}

// reading lists the keys that are live while a page is read.
func (k keyMap) reading() []key.Binding {
	return enabled(append(k.page.all(), k.notes, k.lessons, k.help, k.home, k.back, k.quit, k.nextLab, k.lastLab))
}

// labKeys are the keys that a lab adds.
type labKeys struct {
	knobs   []key.Binding // as Knobs; disabled without a key
	actions []key.Binding // as Actions
}

func keysOf(l lab.Lab) labKeys {
	var k labKeys
	for _, knob := range lab.Knobs(l) {
		b := key.NewBinding(key.WithKeys(knob.Letter()), key.WithHelp(knob.Letter(), knob.Name))
		b.SetEnabled(knob.Letter() != "")
		k.knobs = append(k.knobs, b)
	}
	for _, a := range lab.Actions(l) {
		k.actions = append(k.actions, key.NewBinding(key.WithKeys(a.Key), key.WithHelp(a.Key, a.Name)))
	}
	return k
}

// Clashes lists the keys that mean two things while a lab is shown, or while
// its notes or help are: none, for a lab that fits.
func Clashes(l lab.Lab) []string {
	shell, own := newKeys(9), keysOf(l)
	browsing := append(shell.browsing(), slices.Concat(own.knobs, own.actions)...)
	return slices.Concat(clashes(browsing), clashes(shell.reading()), clashes(shell.onMap()), clashes(append(shell.edit.all(), field.Keys()...)))
}

func clashes(bindings []key.Binding) []string {
	var found []string
	owner := map[string]string{}
	for _, b := range bindings {
		if !b.Enabled() {
			continue
		}
		for _, k := range b.Keys() {
			if other, taken := owner[k]; taken {
				found = append(found, fmt.Sprintf("%s is both %q and %q", k, other, b.Help().Desc))
			}
			owner[k] = b.Help().Desc
		}
	}
	return found
}
