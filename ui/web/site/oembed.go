package site

import (
	"html/template"
	"strings"
)

// OEmbed is what a page of a lab gives to a course page that asks how to show it:
// the answer of an oEmbed provider (oembed.com, version 1.0, type rich), for a
// host that answers by hand.
type OEmbed struct {
	Version      string `json:"version"`
	Type         string `json:"type"`
	ProviderName string `json:"provider_name"`
	ProviderURL  string `json:"provider_url"`
	Title        string `json:"title"`
	HTML         string `json:"html"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
}

// OEmbeds are the answers for all labs of a site whose folder has that address.
func (s Pages) OEmbeds(at string) []OEmbed {
	const width, height = 800, 480 // the shape of 80x24
	at = strings.TrimSuffix(at, "/") + "/"
	var all []OEmbed
	for _, l := range s.Labs {
		page := at + "labs/" + l.ID + ".html?embed"
		frame := `<iframe src="` + template.HTMLEscapeString(page) + `" title="` + template.HTMLEscapeString(l.Title) +
			`" loading="lazy" style="width:100%;aspect-ratio:80/48;border:0"></iframe>`
		all = append(all, OEmbed{"1.0", "rich", "logitarium", at, l.Title, frame, width, height})
	}
	return all
}
