package cli

import (
	"context"

	"github.com/charmbracelet/colorprofile"

	"logitarium/core/lm"
	"logitarium/core/modelfile"
	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
	"logitarium/viz"
)

// openMap shows the map in the way that the flags ask for, or that the
// surroundings allow.
func (a *app) openMap(ctx context.Context) error {
	m := a.newMap()
	if m == nil {
		return a.open(ctx, a.labs[0])
	}
	ways, err := a.ways()
	switch {
	case err != nil:
		return err
	case a.show.csv:
		return usagef("the map is no table: use --json, or a lab, as in logitarium %s --csv", a.labs[0].Info().ID)
	case ways == 0 && a.seen():
		if err := a.unsized("--print"); err != nil {
			return err
		}
		return a.run(ctx, "", m)
	}
	m.Settle()
	var text string
	switch {
	case a.show.json:
		text, err = m.JSON()
	case a.show.plain || ways == 0 && a.accessible():
		text = m.Plain(a.words)
	default:
		theme, profile := a.screen()
		text = paint(ui.MapScreen(a.labs, m, a.size(), theme, a.chrome(), a.words).String(), profile)
	}
	if err != nil {
		return err
	}
	return a.write(text)
}

// newMap is the map of the model that was chosen; nil without one. What is behind
// a server has no way to show, and its labs' facts would be many requests.
func (a *app) newMap() *atlas.Map {
	m, fresh := a.model(), a.freshLabs
	if m == nil {
		return nil
	}
	if a.remote {
		fresh = func() []lab.Lab { return a.build(a.lm, a.lm) }
	}
	return atlas.New(m, a.labs, fresh, a.reducedMotion())
}

// lessonMap makes the maps that lessons open, of labs of their own; nil without
// a model.
func (a *app) lessonMap() func(labs []lab.Lab) *atlas.Map {
	m := a.model()
	if m == nil {
		return nil
	}
	return func(labs []lab.Lab) *atlas.Map { return atlas.New(m, labs, a.freshLabs, false) }
}

// scene is what a lesson plays on: the labs and maps of the program, or of the
// model that the lesson asks for. That is the built-in one, as a file would have
// it.
func (a *app) scene(t *tape.Tape) (fresh func() []lab.Lab, chart func([]lab.Lab) *atlas.Map, err error) {
	if t.Model == "" {
		return a.freshLabs, a.lessonMap(), nil
	}
	if a.chosen != nil {
		return nil, nil, usagef("the lesson brings a model of its own: leave out --model")
	}
	m, err := modelfile.Saved(a.lm.Model, a.lm.Tokens, a.lm.Name(), savedTypes[t.Model])
	if err != nil {
		return nil, nil, err
	}
	fresh = func() []lab.Lab { return a.build(m, a.lm) }
	return fresh, func(labs []lab.Lab) *atlas.Map { return atlas.New(m, labs, fresh, false) }, nil
}

// model is the model that was chosen, if its network is at hand, or the built-in
// one; nil without either.
func (a *app) model() lm.Model {
	switch {
	case a.chosen != nil && !a.remote:
		return a.chosen
	case a.lm != nil:
		return a.lm
	}
	return nil
}

func (a *app) reducedMotion() bool { return a.show.reducedMotion || enabled(a.env, "REDUCE_MOTION") }

// screen is how one frame is drawn.
func (a *app) screen() (viz.Theme, colorprofile.Profile) {
	return a.look(isTerminal(a.out) && drawsScreens(a.env) && (a.show.print || a.interactive()), viz.Dark())
}
