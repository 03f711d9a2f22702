package cli

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"logitarium/core/builtin"
	"logitarium/core/checkpoint"
	"logitarium/core/retrieval/encoder"
	"logitarium/ui/message"
	"logitarium/ui/terminal"
)

// training is what the flags of train say.
type training struct {
	recipe    builtin.Recipe
	out       string
	resume    bool
	force     bool
	questions int    // of each kind, for the card
	keep      string // file for the record of how it went; or ""

	retriever       bool // train that, by this recipe, and not the model
	retrieverRecipe encoder.Recipe
}

// kept is the file that holds the training while it goes on.
func (t training) kept() string { return t.out + ".run" }

func (a *app) trainCommand() *cobra.Command {
	t := training{recipe: builtin.Default(), out: "tiny-world.safetensors", questions: 400}
	cmd := &cobra.Command{
		Use:   "train",
		Short: a.text("train the built-in model again, from nothing"),
		Long: a.text("Trains the built-in model again, from nothing: the same recipe gives the same weights.\n" +
			"The training is kept in OUT.run while it goes on; ctrl-c saves it there, and --resume goes on.\n" +
			"At the end the model is written to OUT, and its card to standard output.\n" +
			"With --retriever it is the built-in retriever, which begins with the model's token embeddings.\n" +
			"It has its own recipe: the defaults of --steps and the flags after it are the model's.\n" +
			"With --keep the file holds how the model grew: what it could do after so many steps, and\n" +
			"its weights after some of them, computed with the exact kernels."),
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if t.retriever {
				if err := t.forRetriever(own(cmd)); err != nil {
					return err
				}
			}
			if err := t.checkFlags(own(cmd)); err != nil {
				return err
			}
			return a.train(t)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&t.out, "out", t.out, a.text("file for the trained model"))
	flags.BoolVar(&t.resume, "resume", false, a.text("go on with the training in OUT.run, by its own recipe"))
	flags.BoolVar(&t.force, "force", false, a.text("replace OUT, and a training in OUT.run that is not resumed"))
	flags.BoolVar(&t.retriever, "retriever", false, a.text("train the retriever, not the model"))
	flags.IntVar(&t.questions, "questions", t.questions, a.text("of each kind, to measure the trained model with"))
	flags.StringVar(&t.keep, "keep", "", a.text("file for the record of how the model grew: abilities, heads and some checkpoints"))
	flags.IntVar(&t.recipe.Steps, "steps", t.recipe.Steps, a.text("updates"))
	flags.Uint64Var(&t.recipe.Seed, "seed", t.recipe.Seed, a.text("of the first weights and of the order of documents"))
	flags.Uint64Var(&t.recipe.World, "world", t.recipe.World, a.text("seed of the facts of Tiny World"))
	flags.Float64Var(&t.recipe.Peak, "learning-rate", t.recipe.Peak, a.text("the highest, after the warm-up"))
	flags.IntVar(&t.recipe.Warmup, "warmup", t.recipe.Warmup, a.text("steps of warm-up"))
	flags.IntVar(&t.recipe.Rows, "rows", t.recipe.Rows, a.text("rows in a batch"))
	flags.IntVar(&t.recipe.Length, "length", t.recipe.Length, a.text("tokens in a row"))
	flags.IntVar(&t.recipe.EvalEvery, "evaluate", t.recipe.EvalEvery, a.text("steps between evaluations, which save the training too"))
	return cmd
}

// checkFlags refuses what would have no effect, or none but at the very end.
func (t training) checkFlags(flags *pflag.FlagSet) error {
	if t.out == "" {
		return usagef("--out names no file")
	}
	if t.keep == "" && flags.Changed("keep") {
		return usagef("--keep names no file")
	}
	if t.keep == t.out || t.keep == t.kept() {
		return usagef("--keep: %s is for the training itself", t.keep)
	}
	if t.questions < 1 {
		return usagef("--questions: %d; at least 1", t.questions)
	}
	var refused error
	flags.VisitAll(func(f *pflag.Flag) {
		switch f.Name {
		case "out", "resume", "force", "questions", "retriever", "keep":
		default:
			if t.resume && f.Changed {
				refused = usagef("--resume goes on by the recipe of the saved training: leave --%s out", f.Name)
			}
		}
	})
	return refused
}

// checkFiles finds out before the training what would spoil its end.
func (t training) checkFiles() error {
	files := map[string]string{t.kept(): "out", t.out: "out"}
	if t.keep != "" {
		files[t.keep] = "keep"
	}
	there := map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if err := mayWrite(files[path], path); err != nil {
			return err
		}
		_, err := os.Stat(path)
		there[path] = err == nil
	}
	kept, out, record := there[t.kept()], there[t.out], there[t.keep]
	switch {
	case t.resume && !kept:
		return coded{exitRejected, message.Errorf("%s is not there: no training to go on with; begin one without --resume", t.kept())}
	case out && !t.force:
		return message.Errorf("%s is there already: name another file with --out, or replace it with --force", t.out)
	case kept && !t.resume && !t.force:
		return message.Errorf("%s holds a training that was stopped: go on with --resume, or throw it away with --force", t.kept())
	case record && !t.resume && !t.force:
		return message.Errorf("%s is there already: name another file with --keep, or replace it with --force", t.keep)
	}
	return nil
}

// claim keeps other trainings away from the same files until free is called,
// or the program ends in whatever way.
func (t training) claim() (free func(), err error) {
	lock := flock.New(t.kept() + ".lock")
	got, err := lock.TryLock()
	switch {
	case err != nil:
		return nil, message.Errorf("--out: %s can't be locked: %v", lock.Path(), err)
	case !got:
		return nil, message.Errorf("another training is writing to %s: wait for its end, or name another file with --out", t.out)
	}
	return func() {
		_ = os.Remove(lock.Path()) // while it is locked, so that nobody else's goes
		_ = lock.Unlock()
	}, nil
}

// train makes a training, or goes on with one, to its end or to the first
// signal.
func (a *app) train(t training) error {
	if err := t.checkFiles(); err != nil {
		return err
	}
	free, err := t.claim()
	if err != nil {
		return err
	}
	defer free()
	run, err := t.begin()
	if err != nil {
		return err
	}
	grows, err := t.growing(run)
	if err != nil {
		return err
	}
	p := a.progress(run)
	if err := grows.look(p); err != nil {
		return err
	}
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, terminal.Hangup} {
		if !terminal.Ignored(s) { // as nohup asks for
			signal.Notify(signals, s)
		}
	}
	defer signal.Stop(signals)
	for {
		select {
		case sent := <-signals:
			return t.stop(run, p, sent.(syscall.Signal))
		default:
		}
		if run.Done() {
			break
		}
		loss, err := run.Step()
		if err != nil {
			p.end()
			return err
		}
		p.show(run, loss)
		if err := grows.look(p); err != nil {
			p.end()
			return err
		}
		if run.Steps()%run.plan().evaluate == 0 || run.Done() {
			t.evaluate(run, p)
		}
	}
	// All that is left can be done again from what was saved: a signal may end
	// the program at once.
	signal.Stop(signals)
	return a.finish(t, run, p)
}

// begin starts a training, or reads the one that is kept.
func (t training) begin() (trainee, error) {
	if !t.resume {
		run, err := t.create()
		if err != nil {
			return nil, coded{exitUsage, err}
		}
		return run, nil
	}
	f, err := checkpoint.OpenPath(t.kept())
	if err != nil {
		return nil, coded{exitRejected, err}
	}
	defer func() { _ = f.Close() }() // only read
	run, err := t.read(f)
	if err != nil {
		return nil, coded{exitRejected, message.Errorf("%s: %v", t.kept(), err)}
	}
	return run, nil
}

// stop saves a training that a signal has interrupted.
func (t training) stop(run trainee, p *progress, sent syscall.Signal) error {
	if err := run.Save(t.kept()); err != nil {
		p.end()
		return message.Errorf("stopped at step %d of %d, and the training is not saved: %v", run.Steps(), run.plan().steps, err)
	}
	again := "--resume"
	if t.retriever {
		again = "--retriever --resume"
	}
	p.say(message.New("stopped at step %d of %d, saved in %s: %s goes on", run.Steps(), run.plan().steps, t.kept(), again))
	return terminal.Signalled{Signal: sent}
}

// evaluate saves a training and says what the model knows by now. A disk that
// is full now may have room the next time: the training goes on.
func (t training) evaluate(run trainee, p *progress) {
	if err := run.Save(t.kept()); err != nil {
		p.say(message.New("not saved: %v; the training goes on", message.Of(err)))
	}
	if run.Done() {
		return // the card says it
	}
	p.say(message.New("step %d: %s", run.Steps(), run.exam(t.few())))
}

// few is how many questions of each kind are asked on the way.
func (t training) few() int { return (t.questions + 3) / 4 }

// finish measures the trained model, writes it, and shows its card.
func (a *app) finish(t training, run trainee, p *progress) error {
	p.say(message.Count(t.questions, "trained; for its card it answers one question of each kind",
		"trained; for its card it answers %d questions of each kind", t.questions))
	done, err := run.graduate(t.questions)
	if err != nil {
		return err
	}
	if err := done.save(t.out); err != nil {
		return message.Errorf("%v; --resume tries again from %s", err, t.kept())
	}
	if err := os.Remove(t.kept()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		p.say(message.Of(err))
	}
	p.say(message.New("written: %s", t.out))
	return a.writeCard(a.page(done.card))
}
