package site

import (
	"net/url"
	"testing"
)

func TestOEmbeds(t *testing.T) {
	at, err := url.Parse("https://example.org/a course")
	if err != nil {
		t.Fatal(err)
	}
	s := Site{Labs: []Lab{{ID: "norm", Title: `Batch & "layer"`}}}
	want := OEmbed{
		Version: "1.0", Type: "rich", ProviderName: "logitarium", ProviderURL: "https://example.org/a%20course/", Title: `Batch & "layer"`,
		HTML:  `<iframe src="https://example.org/a%20course/labs/norm.html?embed" title="Batch &amp; &#34;layer&#34;" loading="lazy" style="width:100%;aspect-ratio:80/48;border:0"></iframe>`,
		Width: 800, Height: 480,
	}
	if got := s.OEmbeds(at); len(got) != 1 || got[0] != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
