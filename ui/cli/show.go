package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"logitarium/core/gpt"
	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/export"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/ui/message/languages"
	"logitarium/ui/terminal"
	"logitarium/viz"
)

// show says how a lab is to be shown; its fields are flags.
type show struct {
	print, plain, json, csv bool
	size                    cells
	theme                   oneOf
	color                   oneOf
	glyphs                  oneOf
	lang                    oneOf
	mouse                   oneOf
	pixels                  oneOf
	reducedMotion           bool
	present                 bool
	only                    []string // the knobs that can be turned; empty: all
	exact                   bool
	model                   string // the path of a file or a folder
	weights                 oneOf  // the precision to hold it in
	endpoint                served // a model behind a server
	capture                 string // the path of a tape
	tidy                    bool
}

func (a *app) showFlags(cmd *cobra.Command) {
	s := &a.show
	flags := cmd.PersistentFlags()
	flags.SortFlags = false
	flags.BoolVar(&s.print, "print", false, a.text("write one frame and end"))
	flags.Var(&s.size, "size", a.text("columns x rows of the screen; without it the lesson's or the terminal's, or 80x24"))
	flags.BoolVar(&s.plain, "plain", false, a.text("write it as text, for a screen reader; ACCESSIBLE=1 does too"))
	flags.BoolVar(&s.json, "json", false, a.text("write knobs and readings as JSON"))
	flags.BoolVar(&s.csv, "csv", false, a.text("write knobs and readings as CSV"))
	themes := []string{"auto"}
	for _, t := range viz.Themes() {
		themes = append(themes, t.Name)
	}
	s.theme = oneOf{value: "auto", names: themes}
	a.choice(cmd, &s.theme, "theme", a.text("colours"))
	s.color = oneOf{value: "auto", names: []string{"auto", "truecolor", "256", "16", "none"}}
	a.choice(cmd, &s.color, "color", a.text("how many colours to write"))
	s.glyphs = oneOf{value: "auto", names: append([]string{"auto"}, viz.GlyphNames()...)}
	a.choice(cmd, &s.glyphs, "glyphs", a.text("characters to draw with"))
	s.lang = oneOf{value: "auto", names: append([]string{"auto"}, languages.Names()...)}
	a.choice(cmd, &s.lang, "lang", a.text("the language of what is read; auto goes by LC_ALL, LC_MESSAGES or LANG"))
	s.mouse = oneOf{value: "auto", names: []string{"auto", "on", "off"}}
	a.choice(cmd, &s.mouse, "mouse", a.text("clicks, drags and the wheel"))
	s.pixels = oneOf{value: "auto", names: []string{"auto", "on", "off"}}
	a.choice(cmd, &s.pixels, "pixels", a.text("heatmaps as images, where the terminal says that it shows them"))
	flags.BoolVar(&s.reducedMotion, "reduced-motion", false, a.text("steps instead of animation; REDUCE_MOTION=1 does too"))
	flags.BoolVar(&s.present, "present", false, a.text("for a class: the picture and the number under discussion, large"))
	flags.StringSliceVar(&s.only, "only", nil, a.text("lock the screen to these `knobs`, as in temperature,top-p: the others, the view and the other labs stay as they are"))
	_ = cmd.RegisterFlagCompletionFunc("only", a.completeOnly) // fails for an unknown flag only
	flags.BoolVar(&s.exact, "exact", false, a.text("compute the same digits on every machine, a little slower; lessons always do"))
	flags.StringVar(&s.capture, "capture", "", a.text("write down what is done, as a lesson, to this `.tape` file, which must be new; computes as --exact"))
	flags.BoolVar(&s.tidy, "tidy", false, a.text("with --capture: leave out what was undone at once, as a knob turned too far and back"))
	flags.StringVar(&s.model, "model", "", a.text("look at the model in this GGUF file or Hugging Face folder, or of this name in logitarium model --list"))
	s.endpoint.flags(a, flags)
	s.weights = oneOf{value: chosenWeights, names: []string{chosenWeights, gpt.Float32.String(), gpt.Int8.String(), gpt.Stored.String()}}
	a.choice(cmd, &s.weights, "weights", a.text("how --model holds its weights: int8 is faster, smaller, and rounded; stored is as a GGUF file has them; auto is stored for large files of blocks, else f32"))
}

// open shows a lab in the way that the flags ask for, or that the
// surroundings allow.
func (a *app) open(ctx context.Context, l lab.Lab) error {
	ways, err := a.ways()
	if err != nil {
		return err
	}
	if ways == 0 && a.seen() {
		if err := a.unsized("--print"); err != nil {
			return err
		}
		if err := a.run(ctx, l.Info().ID, nil); err != nil {
			return err
		}
		return a.outcome(l)
	}
	if err := l.Refresh(); err != nil {
		return message.Errorf("%s: %v", l.Info().ID, err)
	}
	if err := lab.Settle(l); err != nil {
		return message.Errorf("%s: %v", l.Info().ID, err)
	}
	if err := a.outcome(l); err != nil {
		return err
	}
	var text string
	switch {
	case a.show.json:
		text, err = export.JSON(l, a.opened.Of(l))
	case a.show.csv:
		text, err = export.CSV(l)
	case a.show.plain || ways == 0 && a.accessible():
		text = asText(l, a.opened.Of(l), a.words)
	default:
		text, err = a.frame(l)
	}
	if err != nil {
		return err
	}
	return a.write(text)
}

// ways is how many ways to write were asked for: none or one.
func (a *app) ways() (n int, err error) {
	for _, asked := range []bool{a.show.print, a.show.plain, a.show.json, a.show.csv} {
		if asked {
			n++
		}
	}
	if n > 1 {
		return n, usagef("--print, --plain, --json and --csv are different ways to write a lab: give one of them")
	}
	if a.show.present && n > 0 && !a.show.print {
		return n, usagef("--present is about the picture, and --plain, --json and --csv write none")
	}
	return n, nil
}

// unsized refuses a size for what is as large as the terminal. Writes is what
// writes one frame of that size.
func (a *app) unsized(writes string) error {
	if a.show.size == (cells{}) {
		return nil
	}
	return usagef("--size %v is for what is written, and a live screen is as large as the terminal: use %s, or make the terminal that large", &a.show.size, writes)
}

// run opens the shell with a lab in front, by its ID, or with the map, and plays
// the lesson that was chosen in it.
func (a *app) run(ctx context.Context, start string, chart *atlas.Map) error {
	if chart == nil {
		chart = a.newMap()
	}
	profile, _ := colors(a.show.color.value, true, a.env)
	m := a.shell(start, chart, profile)
	tty := terminal.TTY{In: a.in, Out: a.out, Env: a.env, Profile: profile, Watched: true}
	if a.show.capture != "" {
		return a.runCaptured(ctx, m, tty)
	}
	if err := terminal.Run(ctx, a.followed(m), version(), tty); err != nil || m.Lesson() == "" {
		return err
	}
	if a.remote { // a lesson asks no server
		a.chosen, a.remote = nil, false
	}
	return a.play(ctx, m.Lesson(), play{speed: 1})
}

// shell is the program as the flags ask for it.
func (a *app) shell(start string, chart *atlas.Map, profile colorprofile.Profile) *ui.Model {
	set, _ := glyphs(a.show.glyphs.value, a.env)
	asks := a.pixels(profile)
	return ui.New(a.labs, ui.Options{
		Theme:         a.shownTheme(profile),
		Light:         lightGround(a.env),
		Present:       a.show.present,
		Glyphs:        set,
		Colors:        depth(profile),
		Mouse:         a.show.mouse.value != "off",
		ReducedMotion: a.reducedMotion(),
		Asks:          &asks,
		Start:         start,
		Map:           chart,
		Opened:        a.opened,
		Lessons:       a.told(),
		Printer:       a.words,
		First:         a.firstWord(),
		Captured:      a.show.capture != "",
		Only:          a.opened.Only,
	})
}

// firstWord is what the reader of another language is told at first, of the
// built-in model.
func (a *app) firstWord() message.Text {
	if a.words.Language == "" || a.chosen != nil {
		return message.Text{}
	}
	return message.New("The built-in model speaks English only.")
}

// frame is the screen as one picture.
func (a *app) frame(l lab.Lab) (string, error) {
	theme, profile := a.screen()
	grid, err := ui.Screen(a.labs, l.Info().ID, a.size(), theme, a.chrome(), a.words, a.opened)
	if err != nil {
		return "", err
	}
	return paint(grid.String(), profile), nil
}

// chrome is what stands around a picture.
func (a *app) chrome() ui.Chrome {
	if a.show.present {
		return ui.PresentingAlone
	}
	return ui.WithFooter
}

// look is the theme that the flags ask for, or fallback where they leave it to
// the terminal, which is not asked, and the colours that it may be drawn in.
func (a *app) look(terminal bool, fallback viz.Theme) (viz.Theme, colorprofile.Profile) {
	profile, _ := colors(a.show.color.value, terminal, a.env)
	theme, ok := viz.ThemeByName(a.shownTheme(profile))
	if !ok {
		theme = fallback
	}
	if !ok && terminal && fallback.Name == viz.Dark().Name && lightGround(a.env) {
		theme = viz.Light()
	}
	set, _ := glyphs(a.show.glyphs.value, a.env)
	theme.Glyphs, _ = viz.GlyphsByName(set)
	return theme.In(depth(profile)), profile
}

// depth is how many colours a profile has, as a theme is told.
func depth(p colorprofile.Profile) viz.Colors {
	switch p {
	case colorprofile.ANSI256:
		return viz.Colors256
	case colorprofile.ANSI:
		return viz.Colors16
	}
	return viz.TrueColor
}

// shownTheme is the theme of a screen: before a class, one for projectors
// where the flags leave it open.
func (a *app) shownTheme(p colorprofile.Profile) string {
	if name := a.theme(p); name != "auto" || !a.show.present {
		return name
	}
	return viz.HighContrast().Name
}

// theme is the name of the theme: what can't be coloured has to be told by
// its glyphs, which is what the plain theme is for.
func (a *app) theme(p colorprofile.Profile) string {
	if p <= colorprofile.ASCII {
		return viz.Plain().Name
	}
	return a.show.theme.value
}

func (a *app) size() viz.Size {
	if a.show.size != (cells{}) {
		return viz.Size(a.show.size)
	}
	size, ok := sizeOf(a.out)
	if ok && size.H > 1 {
		size.H-- // the prompt comes below
	}
	return size
}

// sizeOf is the size of a terminal, or 80x24 and no.
func sizeOf(stream any) (viz.Size, bool) {
	if e, ok := stream.(terminal.Emulator); ok {
		w, h := e.Size()
		return viz.Size{W: w, H: h}, true
	}
	if f, ok := stream.(term.File); ok {
		if w, h, err := term.GetSize(f.Fd()); err == nil && w > 0 && h > 0 {
			return viz.Size{W: w, H: h}, true
		}
	}
	return viz.Size{W: 80, H: 24}, false
}

// interactive reports whether somebody can look and press keys.
func (a *app) interactive() bool {
	return isTerminal(a.in) && isTerminal(a.out) && drawsScreens(a.env)
}

// seen reports whether what is laid out for the eye finds one.
func (a *app) seen() bool { return a.interactive() && !a.accessible() }

func (a *app) accessible() bool { return enabled(a.env, "ACCESSIBLE") }

// enabled reports whether a switch of the environment is on.
func enabled(env environ, name string) bool {
	on, err := strconv.ParseBool(env.get(name))
	return err == nil && on
}

func isTerminal(stream any) bool {
	if _, ok := stream.(terminal.Emulator); ok {
		return true
	}
	f, ok := stream.(term.File)
	return ok && term.IsTerminal(f.Fd())
}

// cells is a size as a flag: 80x24.
type cells viz.Size

func (c *cells) String() string {
	if *c == (cells{}) {
		return ""
	}
	return fmt.Sprintf("%dx%d", c.W, c.H)
}

func (c *cells) Type() string { return "80x24" }

func (c *cells) Set(text string) error {
	const most = 1000 // of anything; a frame of a million cells is still drawn
	wide, high, ok := strings.Cut(strings.ToLower(text), "x")
	w, errW := strconv.Atoi(wide)
	h, errH := strconv.Atoi(high)
	if !ok || errW != nil || errH != nil {
		return message.Errorf("%q is not a size such as 80x24", text)
	}
	if w < 1 || h < 1 || w > most || h > most {
		return message.Errorf("%dx%d is outside 1x1 to %dx%d", w, h, most, most)
	}
	c.W, c.H = w, h
	return nil
}
