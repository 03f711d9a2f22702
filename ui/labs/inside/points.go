package inside

import (
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// pointName names a point at which the stream is looked at: the embedding, then
// the attention and the MLP of each block.
func pointName(point int) message.Text {
	switch {
	case point == 0:
		return message.New("the embedding")
	case point%2 == 1:
		return message.New("attention %d", (point-1)/2)
	}
	return message.New("MLP %d", (point-1)/2)
}

// pointShort names it in six columns.
func pointShort(point int) message.Text {
	switch {
	case point == 0:
		return message.New("embed")
	case point%2 == 1:
		return message.New("attn %d", (point-1)/2)
	}
	return message.New("MLP %d", (point-1)/2)
}

// shownPoints are so many of all points, the last one among them: all, or those
// after blocks, evenly.
func shownPoints(all, room int) []int {
	var points []int
	if all <= room {
		for p := range all {
			points = append(points, p)
		}
		return points
	}
	blocks := (all - 1) / 2
	room = max(min(room, blocks+1), 1)
	for i := range room {
		block := blocks
		if room > 1 {
			block = i * blocks / (room - 1)
		}
		points = append(points, 2*block)
	}
	return points
}

// short are the words of the text, for an axis.
func (l *Lab) short(lab.Frame) []viz.Safe {
	out := make([]viz.Safe, len(l.text0.labels))
	for i, word := range l.text0.labels {
		out[i] = viz.Clean(word)
	}
	return out
}
