package cli

import (
	"strings"

	"logitarium/ui/markdown"
)

// markdown sets what model cards are written in.
func (p typesetter) markdown(source string) []string {
	var blocks []string
	for i, b := range markdown.Set(source, p.theme, p.width) {
		if i > 0 {
			blocks = append(blocks, "")
		}
		if t := b.Table; t != nil {
			blocks = append(blocks, p.table(rows{t.Head, t.Body, t.Right}))
			continue
		}
		var lines []string
		for _, line := range b.Lines {
			var text strings.Builder
			for _, s := range line {
				text.WriteString(style(s.Style).Render(s.Text.String()))
			}
			lines = append(lines, text.String())
		}
		blocks = append(blocks, strings.Join(lines, "\n"))
	}
	return blocks
}
