package message

// Printer prints texts in one language. The zero Printer prints English.
type Printer struct {
	Catalogue
	Language string // its name, as in zh-Hant; "" is English, or one that has none
}

// Catalogue has the messages of one language.
type Catalogue interface {
	// LookUp returns the format of a message in that language, or in English
	// where it has no translation. About is its context, or ""; of a message
	// that depends on a count many is its English plural and n the count, else
	// many is "".
	LookUp(about, id, many string, n int) string
}

// lookUp returns the format of a message in the printer's language.
func (p Printer) lookUp(t Text) string {
	switch {
	case p.Catalogue != nil:
		return p.LookUp(t.about, string(t.id), string(t.many), t.n)
	case t.many != "" && t.n != 1:
		return string(t.many)
	default:
		return string(t.id)
	}
}
