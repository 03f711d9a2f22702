package position

import (
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// remark stands where a scheme has nothing to show in a view: why, and what
// to choose instead.
type remark struct {
	scheme string
	says   message.Text
	ends   bool // because there are no more positions
	lacks  bool // because the model does not offer what it takes
}

func (r remark) draw(f lab.Frame) viz.Grid {
	return viz.Paragraph(f.Size, f.Theme, f.Print(r.says), f.Theme.Text)
}

func (r remark) readings() []lab.Reading {
	return []lab.Reading{{Name: "scheme", Help: message.New("the scheme that has nothing to show here"), Text: message.Label("value", r.scheme)}}
}

func (r remark) insight() message.Text {
	if r.lacks {
		return r.says
	}
	if r.ends {
		return message.New("The model has so many positions and no more: that is the end of its context.")
	}
	return message.New("The scheme %v has nothing to show in this view. The picture says why, and what to choose.", message.Label("value", r.scheme))
}
