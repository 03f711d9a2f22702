package message

// Read refuses: a page has no environment that could name a catalogue.
func Read([]byte) (Catalogue, error) {
	return nil, Errorf("on a page the program is in English")
}
