//go:build !js

package cli

import (
	"bytes"
	"encoding/json"
	"html/template"
	"path/filepath"
	"slices"
	"strings"

	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/command"
	"logitarium/ui/export"
	"logitarium/ui/lab"
	"logitarium/ui/lesson"
	"logitarium/ui/message"
	"logitarium/ui/web/packed"
	"logitarium/ui/web/site"
	"logitarium/viz"

	"github.com/spf13/cobra"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// siteFlags is what the flags of site say.
type siteFlags struct {
	out, runtime  string // folders
	url           string // where they will stand
	labs, lessons []string
}

// siteCommands writes the program as pages.
func (a *app) siteCommands() []*cobra.Command {
	var p siteFlags
	cmd := &cobra.Command{
		Use:   "site -o FOLDER [--runtime FOLDER]",
		Short: a.text("the labs and lessons as static pages, alive in a browser"),
		Long: a.text("Writes an index, a page for each lab and a page for each lesson, for any static\n" +
			"host. The frames on them are text; with the runtime, which go run ./ui/web/build\n" +
			"makes, they are the program itself, computed in the reader's browser."),
		Annotations: map[string]string{isExact: "yes", isDrawn: naming("lang")},
		Args:        noArguments,
		RunE:        func(*cobra.Command, []string) error { return a.site(p) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&p.out, "output", "o", "", a.text("the `folder` to write to, made if it is not there"))
	flags.StringVar(&p.runtime, "runtime", "", a.text("the `folder` with the runtime; without it the pages are text"))
	flags.StringSliceVar(&p.labs, "lab", nil, a.text("the `labs` that get a page; without it, all"))
	flags.StringSliceVar(&p.lessons, "lesson", nil, a.text("the `lessons` that get a page, by name or file; without it, all that the program brings along"))
	flags.StringVar(&p.url, "url", "", a.text("the `URL` at which the folder will stand: prints how other pages embed each lab, as oEmbed"))
	_ = cmd.RegisterFlagCompletionFunc("lab", a.completeLabs)
	_ = cmd.RegisterFlagCompletionFunc("lesson", a.completeTape)
	_ = cmd.MarkFlagDirname("output") // as the next, fails for an unknown flag only
	_ = cmd.MarkFlagDirname("runtime")
	return []*cobra.Command{cmd}
}

// site makes all pages, and only then writes any of them.
func (a *app) site(p siteFlags) error {
	if p.out == "" {
		return usagef("give the pages a folder, as in -o site")
	}
	if p.url != "" && !isFolder(p.url) {
		return usagef("--url is the address of a folder, as in https://example.org/course/, and not %q", p.url)
	}
	for _, id := range p.labs {
		if _, err := lab.ByID(a.labs, id); err != nil {
			return coded{exitUsage, err}
		}
	}
	if err := mayFill("output", p.out); err != nil {
		return err
	}
	s := site.Pages{Words: a.words, Alive: p.runtime != "", Runtime: map[string][]byte{}}
	if s.Alive {
		if err := readRuntime(s.Runtime, p.runtime); err != nil {
			return coded{exitRejected, message.Errorf("--runtime: %v", bare(err))}
		}
		if s.Runtime["runtime/logitarium.wasm"] == nil {
			return coded{exitRejected, message.Errorf("--runtime: %s has no logitarium.wasm: make it with go run ./ui/web/build -o %[1]s", p.runtime)}
		}
		if err := mayHoldRuntime(filepath.Join(p.out, "runtime"), p.runtime); err != nil {
			return err
		}
	}
	if err := a.addPages(&s, p); err != nil {
		return err
	}
	files, err := s.Files()
	if err != nil {
		return err
	}
	for name, data := range files {
		if err := packed.Write(p.out, name, data); err != nil {
			return err
		}
	}
	if s.Alive {
		if err := copyRuntime(filepath.Join(p.out, "runtime"), p.runtime); err != nil {
			return err
		}
	}
	pages := len(s.Labs) + len(s.Lessons) + 1
	if p.url != "" {
		e := json.NewEncoder(a.data)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(s.OEmbeds(p.url))
	}
	a.say(message.Count(pages, "%d page in %s", "%d pages in %s", pages, p.out))
	return nil
}

// isFolder says whether a text can be the address of a folder on the web.
func isFolder(address string) bool {
	rest, secure := strings.CutPrefix(address, "https://")
	if !secure {
		var ok bool
		if rest, ok = strings.CutPrefix(address, "http://"); !ok {
			return false
		}
	}
	strange := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("?#\"'<>\\^`{|}", r) }
	return rest != "" && rest[0] != '/' && !strings.ContainsFunc(rest, strange)
}

// addPages adds the labs and lessons that were asked for.
func (a *app) addPages(s *site.Pages, p siteFlags) error {
	if p.lessons == nil {
		p.lessons = a.lessonNames()
	}
	for _, name := range p.lessons {
		l, err := a.lessonPage(name)
		if err != nil {
			return err
		}
		s.Lessons = append(s.Lessons, l)
	}
	for _, l := range a.labs {
		id := l.Info().ID
		if p.labs != nil && !slices.Contains(p.labs, id) {
			continue
		}
		page, err := a.labPage(l)
		if err != nil {
			return err
		}
		for _, told := range s.Lessons {
			if told.Name == id || strings.HasPrefix(told.Name, id+"-") {
				page.Lessons = append(page.Lessons, told)
			}
		}
		s.Labs = append(s.Labs, page)
	}
	chart := atlas.New(a.model(), a.labs, a.freshLabs, true)
	chart.Settle()
	s.Map = site.Screen{Command: "logitarium"}
	s.Map.Wide, s.Map.Narrow = twice(func(size viz.Size) viz.Grid {
		return ui.MapScreen(a.labs, chart, size, viz.Dark(), ui.WithFooter, a.words)
	})
	return nil
}

// The sizes in which a page shows a screen: one for telephones held upright.
var wideScreen, narrowScreen = viz.Size{W: 80, H: 24}, viz.Size{W: 60, H: 32}

func twice(draw func(viz.Size) viz.Grid) (wide, narrow template.HTML) {
	on := export.GroundOf(viz.Dark())
	return template.HTML(export.HTML(draw(wideScreen), on)), template.HTML(export.HTML(draw(narrowScreen), on))
}

func (a *app) labPage(l lab.Lab) (site.Lab, error) {
	info := l.Info()
	if err := l.Refresh(); err != nil {
		return site.Lab{}, message.Errorf("%s: %v", info.ID, err)
	}
	if err := lab.Settle(l); err != nil {
		return site.Lab{}, message.Errorf("%s: %v", info.ID, err)
	}
	var failed error
	wide, narrow := twice(func(size viz.Size) viz.Grid {
		g, err := ui.Screen(a.labs, info.ID, size, viz.Dark(), ui.WithFooter, a.words, command.Opened{})
		if err != nil {
			failed = message.Errorf("%s: %v", info.ID, err)
		}
		return g
	})
	if failed != nil {
		return site.Lab{}, failed
	}
	var notes bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.Table)).Convert([]byte(a.words.Read(info.Notes)), &notes); err != nil {
		return site.Lab{}, err
	}
	return site.Lab{
		Screen: site.Screen{Command: command.Of(l), Wide: wide, Narrow: narrow},
		ID:     info.ID, Title: a.words.Print(message.New(info.Title)), Question: a.words.Print(message.New(info.Question)),
		Sentence: a.words.Print(lab.Sentence(l)),
		Notes:    template.HTML(notes.String()),
	}, nil
}

// lessonPage plays a lesson, and pictures what each of its captions speaks of.
func (a *app) lessonPage(name string) (site.Lesson, error) {
	told, err := a.tellAs(name, a.words.Language, viz.Dark(), wideScreen, narrowScreen)
	if err != nil {
		return site.Lesson{}, err
	}
	return site.Lesson{
		Name: strings.TrimSuffix(filepath.Base(name), lessonEnding), Title: told.Title,
		Length: lesson.Minutes(told.Length), Blocks: site.Blocks(told, export.GroundOf(viz.Dark())),
	}, nil
}
