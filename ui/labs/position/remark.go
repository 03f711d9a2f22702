package position

import (
	"logitarium/core/gpt"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// remark stands where a scheme has nothing to show in a view: why, and what
// to choose instead.
type remark struct {
	scheme, says string
	ends         bool // because there are no more positions
}

// unfit returns the remark for a scheme that makes no sense in a view, or for
// a model.
func unfit(s settings, c gpt.Config) (r remark, ok bool) {
	r.scheme = schemes[s.scheme].Name
	switch {
	case s.scheme == learned && c.Positions != gpt.Learned:
		r.says = "This model has no table of positions. Choose the scheme sinusoidal."
	case s.asksModel() && (s.scheme == rope && c.HeadWidth()%2 != 0 || s.scheme == sinusoidal && c.Width%2 != 0):
		r.says = "This model's vectors have an odd width, and no pairs. Choose the scheme alibi or none."
	case s.asksModel():
	case s.scheme == none:
		r.says = "Without an encoding every position is alike: there is nothing to draw. View shuffle shows what that does to attention; or choose the scheme sinusoidal."
	case s.view == viewHeatmap || s.view == viewWaves || s.scheme == sinusoidal:
	case s.view == viewRotation && s.scheme == learned:
		r.says = "No single matrix shifts a learned table: its rows were trained one by one. Choose the scheme sinusoidal or rope."
	case s.scheme == alibi:
		r.says = "ALiBi has no vectors, only a number for each offset and head. Choose view attention, or the scheme sinusoidal."
	case s.scheme == rope && s.view != viewRotation:
		r.says = "RoPE adds no vector that could be compared: it turns queries and keys. Choose view rotation or attention, or the scheme sinusoidal."
	}
	return r, r.says != ""
}

func (r remark) draw(f lab.Frame) viz.Grid {
	return viz.Paragraph(f.Size, f.Theme, viz.Clean(r.says), f.Theme.Text)
}

func (r remark) readings() []lab.Reading {
	return []lab.Reading{{Name: "scheme", Text: r.scheme}}
}

func (r remark) insight() string {
	if r.ends {
		return "The model has so many positions and no more: that is the end of its context."
	}
	return "The scheme " + r.scheme + " has nothing to show in this view. The picture says why, and what to choose."
}
