package labs_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui"
	"logitarium/ui/export"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/message"
	"logitarium/viz"
)

var (
	sheet = flag.String("sheet", "", "the folder for the contact sheet of all views")
	only  = flag.String("only", "", "of the contact sheet: the lab, by its ID")
)

// TestSheet writes a contact sheet, to be looked at: every view as SVG at 80x24
// and 120x40, dark and light, in true colour and 256 colours, and index.html,
// which shows them all, each also at a quarter of its size, which is what the
// last row of a room sees.
//
//	go test ./ui/labs -run Sheet -sheet /tmp/sheet [-only sampling]
func TestSheet(t *testing.T) {
	if *sheet == "" {
		t.Skip("-sheet names a folder to write it to")
	}
	b := builtintest.Load(t)
	if err := os.MkdirAll(*sheet, 0o755); err != nil {
		t.Fatal(err)
	}
	var index strings.Builder
	index.WriteString("<!doctype html><meta charset=utf-8><title>contact sheet</title>\n" +
		"<style>body{background:#777;font:14px sans-serif}img.full{width:48em}img.quarter{width:12em}</style>\n")
	all := labs.All(b, b)
	for _, l := range all {
		if *only != "" && l.Info().ID != *only {
			continue
		}
		views := l.Views()
		for at, view := range views.List {
			*views.At = at
			fmt.Fprintf(&index, "<h2>%s %s</h2>\n", l.Info().ID, view.Name)
			for _, name := range sheetOf(t, all, l) {
				fmt.Fprintf(&index, "<img class=full src=%s> <img class=quarter src=%[1]s>\n", name)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(*sheet, "index.html"), []byte(index.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// sheetOf writes the pictures of the open view of a lab and returns their names.
func sheetOf(t *testing.T, all []lab.Lab, l lab.Lab) (names []string) {
	t.Helper()
	for _, size := range []viz.Size{{W: 80, H: 24}, {W: 120, H: 40}} {
		for _, theme := range []viz.Theme{viz.Dark(), viz.Light()} {
			for _, colors := range []viz.Colors{viz.TrueColor, viz.Colors256} {
				limited, suffix := theme.In(colors), "true"
				if colors == viz.Colors256 {
					suffix = "256"
				}
				g, err := ui.Screen(all, l.Info().ID, size, limited, ui.WithFooter, message.Printer{})
				if err != nil {
					t.Fatal(err)
				}
				name := fmt.Sprintf("%s-%s-%dx%d-%s-%s.svg", l.Info().ID, l.Views().Open().Name, size.W, size.H, theme.Name, suffix)
				if err := os.WriteFile(filepath.Join(*sheet, name), []byte(export.SVG(g, export.GroundOf(limited))), 0o644); err != nil {
					t.Fatal(err)
				}
				names = append(names, name)
			}
		}
	}
	return names
}
