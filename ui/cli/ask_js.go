package cli

// ask refuses: what stands on a page is sent nowhere.
func (a *app) ask() error {
	return usagef("--endpoint: on a page the program asks no server; in a terminal it does")
}
