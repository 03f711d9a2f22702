package languages

import "logitarium/core/attached"

// folders lists the languages that have a folder, which no page can list: one
// more is added here too.
func folders() []string { return []string{"zh-Hant"} }

// read returns the files of a language, one after the other, as the page has them.
func read(name string) (string, error) {
	text, err := attached.Read("ui/message/languages/" + name + ".po")
	return string(text), err
}
