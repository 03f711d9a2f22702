package site

import "testing"

func TestOEmbeds(t *testing.T) {
	s := Pages{Labs: []Lab{{ID: "norm", Title: `Batch & "layer"`}}}
	want := OEmbed{
		Version: "1.0", Type: "rich", ProviderName: "logitarium", ProviderURL: "https://example.org/course/", Title: `Batch & "layer"`,
		HTML:  `<iframe src="https://example.org/course/labs/norm.html?embed" title="Batch &amp; &#34;layer&#34;" loading="lazy" style="width:100%;aspect-ratio:80/48;border:0"></iframe>`,
		Width: 800, Height: 480,
	}
	if got := s.OEmbeds("https://example.org/course"); len(got) != 1 || got[0] != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
