package position

import (
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// remark stands where a scheme has nothing to show in a view: why, and what
// to choose instead.
type remark struct {
	scheme, says string
	ends         bool // because there are no more positions
	lacks        bool // because the model does not offer what it takes
}

func (r remark) draw(f lab.Frame) viz.Grid {
	return viz.Paragraph(f.Size, f.Theme, viz.Clean(r.says), f.Theme.Text)
}

func (r remark) readings() []lab.Reading {
	return []lab.Reading{{Name: "scheme", Help: message.New("the scheme that has nothing to show here"), Text: message.Verbatim(r.scheme)}}
}

func (r remark) insight() string {
	if r.lacks {
		return r.says
	}
	if r.ends {
		return "The model has so many positions and no more: that is the end of its context."
	}
	return "The scheme " + r.scheme + " has nothing to show in this view. The picture says why, and what to choose."
}
