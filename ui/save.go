package ui

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"logitarium/core/wholefile"
	"logitarium/ui/atlas"
	"logitarium/ui/command"
	"logitarium/ui/export"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/ui/nearest"
	"logitarium/ui/raster"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// savedMsg is the end of a save.
type savedMsg struct {
	path string
	err  error
}

// formats are the endings of a file's name, and what is written to it.
var formats = []struct {
	ending string
	write  func(shot) (string, error)
}{
	{".txt", func(s shot) (string, error) { return s.grid.Plain() + "\n", nil }},
	{".ansi", func(s shot) (string, error) { return s.grid.String() + "\n", nil }},
	{".svg", func(s shot) (string, error) { return export.SVG(s.grid, s.ground), nil }},
	{".png", shot.png},
	{".csv", shot.csv},
	{".json", shot.json},
}

// shot is what can be saved: the screen, and the lab on it.
type shot struct {
	grid   viz.Grid
	ground export.Ground
	lab    lab.Lab
	chart  *atlas.Map // the map, if it is on the screen; else nil
	opened command.Opened
}

func (s shot) png() (string, error) {
	p, err := raster.NewPainter(1, s.ground, nil)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = p.PNG(&b, s.grid)
	return b.String(), err
}

func (s shot) csv() (string, error) {
	if s.chart != nil {
		return "", message.Errorf("the map is no table: give .json, or save in a lab")
	}
	return export.CSV(s.lab)
}

func (s shot) json() (string, error) {
	if s.chart != nil {
		return s.chart.JSON()
	}
	return export.JSON(s.lab, s.opened.Of(s.lab))
}

// content returns what a file of that name gets.
func content(path string, s shot) (string, error) {
	ending := strings.ToLower(filepath.Ext(path))
	var known []string
	for _, f := range formats {
		if f.ending == ending {
			return f.write(s)
		}
		known = append(known, f.ending)
	}
	if ending == "" {
		return "", message.Errorf("%s has no ending; give one of %s", viz.Clean(filepath.Base(path)), strings.Join(known, " "))
	}
	return "", message.Failure(nearest.Suggest(message.New("%s can't be written; give one of %s", viz.Clean(ending), strings.Join(known, " ")), ending, known))
}

// saveAs writes the screen behind the prompt, or the lab's numbers. A file
// that exists is overwritten after a second enter only.
func (m *Model) saveAs(e *edit) tea.Cmd {
	path := strings.TrimSpace(e.field.Text())
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			path = filepath.Join(home, rest)
		}
	}
	m.edit = nil
	s := shot{grid: m.draw().grid, ground: export.GroundOf(m.win.Theme), lab: m.here().lab, opened: m.options.Opened} // as it is without the prompt
	if m.mapped {
		s.chart = m.options.Map
	}
	m.edit = e
	var text string
	if text, e.err = content(path, s); e.err != nil {
		return nil
	}
	overwrite := e.second
	write := wholefile.Create
	if overwrite {
		write = wholefile.Replace
	}
	return func() tea.Msg {
		return savedMsg{path, write(path, func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		})}
	}
}

// saved ends the prompt, or asks again.
func (m *Model) saved(msg savedMsg) {
	m.win.Stale = true
	e := m.edit
	prompting := e != nil && e.knob == aFile
	switch {
	case prompting && errors.Is(msg.err, fs.ErrExist):
		e.err, e.second = message.Errorf("%s exists: enter again overwrites it", viz.Clean(msg.path)), true
	case msg.err != nil && prompting:
		e.err = msg.err
	case msg.err != nil:
		m.complain(msg.err)
	default:
		if prompting {
			m.edit = nil
		}
		m.say("saved: %s", viz.Clean(msg.path))
	}
}
