package film

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"time"

	"logitarium/ui/export"
	"logitarium/viz"
)

// SVG returns the film as one animated picture, which plays for ever in a page or
// a README, without a script. For a reader who wants less motion it shows the
// last screen.
func (f Film) SVG() string {
	d := f.draw(f.End + Rest)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" role="img" %s>`+"\n", d.frame)
	fmt.Fprintf(&b, "<title>%s</title>\n<desc>", html.EscapeString(f.Title))
	for i, c := range f.Captions {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(html.EscapeString(c.Text))
	}
	b.WriteString("</desc>\n<style>\n")
	b.WriteString(d.rest)
	fmt.Fprintf(&b, "@media (prefers-reduced-motion: no-preference) {\n.m { animation: %s step-end infinite }\n%s}\n", seconds(d.whole), d.names)
	b.WriteString(d.moves + "</style>\n" + d.body + "</svg>\n")
	return b.String()
}

// drawing is a film as SVG. A row of the screen is a window; behind it a column of
// all that the row ever shows moves up and down.
type drawing struct {
	whole time.Duration // of one round
	frame string        // attributes of the svg element
	moves string        // CSS: where the columns stand, and when
	names string        // CSS: which column moves how
	rest  string        // CSS: where the columns stand at the end
	body  string
}

// pitch is how far apart what a row shows stands in its column: with a gap, so
// that nothing of the next is seen at the window's edge, whatever the zoom.
const pitch = 2 * export.CellH

// version is what a row shows from a time on.
type version struct {
	at   time.Duration
	look string
}

// draw draws a film that takes so long.
func (f Film) draw(whole time.Duration) drawing {
	rows, times := f.rows()
	w, h := f.Size.W*export.CellW, f.Size.H*export.CellH
	d := drawing{whole: whole, frame: fmt.Sprintf(`viewBox="0 0 %d %d" width="%[1]d" height="%d" %s`, w, h, export.Letters)}
	var body, moves, names, rest strings.Builder
	body.WriteString("<defs>\n")
	shared := map[string]string{} // of what is seen more than once
	for _, versions := range rows {
		for _, v := range versions {
			if v.look != "" && times[v.look] > 1 && shared[v.look] == "" {
				shared[v.look] = "s" + strconv.Itoa(len(shared))
				fmt.Fprintf(&body, `<g id="%s">`+"\n%s</g>\n", shared[v.look], v.look)
			}
		}
	}
	fmt.Fprintf(&body, "</defs>\n"+`<rect width="100%%" height="100%%" fill="%s"/>`+"\n", f.On.Paper)
	for y, versions := range rows {
		if len(versions) == 1 && versions[0].look == "" {
			continue
		}
		fmt.Fprintf(&body, `<svg y="%d" width="%d" height="%d">`+"\n", y*export.CellH, w, export.CellH)
		if len(versions) > 1 {
			fmt.Fprintf(&body, `<g class="m r%d">`+"\n", y)
			fmt.Fprintf(&names, ".r%d { animation-name: r%[1]d }\n", y)
			fmt.Fprintf(&rest, ".r%d { transform: %s }\n", y, up(len(versions)-1))
			fmt.Fprintf(&moves, "@keyframes r%d {", y)
		}
		for i, v := range versions {
			if len(versions) > 1 {
				fmt.Fprintf(&moves, "%s%%{transform:%s}", percent(v.at, whole), up(i))
			}
			place := fmt.Sprintf(` y="%d"`, i*pitch)
			switch name := shared[v.look]; {
			case v.look == "":
			case name != "":
				fmt.Fprintf(&body, `<use href="#%s"%s/>`+"\n", name, place)
			default:
				fmt.Fprintf(&body, `<g transform="translate(0 %d)">`+"\n%s</g>\n", i*pitch, v.look)
			}
		}
		if len(versions) > 1 {
			body.WriteString("</g>\n")
			moves.WriteString("}\n")
		}
		body.WriteString("</svg>\n")
	}
	d.body, d.moves, d.names, d.rest = body.String(), moves.String(), names.String(), rest.String()
	return d
}

// rows returns what each row shows over time, and how often each look is shown.
func (f Film) rows() (rows [][]version, times map[string]int) {
	rows, times = make([][]version, f.Size.H), map[string]int{}
	shown := viz.NewGrid(f.Size)
	for i, s := range f.Shots {
		for y := range f.Size.H {
			if x, end := s.Grid.Changed(shown, y); i > 0 && x == end {
				continue
			}
			row := viz.NewGrid(viz.Size{W: f.Size.W, H: 1})
			row.Put(0, -y, s.Grid)
			v := version{s.At, export.Inside(row, f.On)}
			rows[y] = append(rows[y], v)
			times[v.look]++
		}
		shown = s.Grid
	}
	return rows, times
}

func up(rows int) string {
	if rows == 0 {
		return "none"
	}
	return fmt.Sprintf("translateY(-%dpx)", rows*pitch)
}

// percent is a time as a share of the whole, to less than a thousandth of a
// second in ten minutes.
func percent(at, whole time.Duration) string {
	return strconv.FormatFloat(float64(int64(1e6*at.Seconds()/whole.Seconds()+.5))/1e4, 'f', -1, 64)
}

func seconds(d time.Duration) string {
	return strconv.FormatFloat(float64(d.Milliseconds())/1000, 'f', -1, 64) + "s"
}
