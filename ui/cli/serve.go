//go:build !js

package cli

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"logitarium/core/wholefile"
	"logitarium/ui/message"
	"logitarium/ui/serve"

	"github.com/spf13/cobra"
)

// classes is what the flags of serve say.
type classes struct {
	ssh        string
	hostKey    string
	word, keys string // files
	open       bool
	idle       time.Duration
	http, site string // an address, and a folder
	cert, key  string // files, for TLS
	lesson     string
	names      bool
	report     string // the path of a file
	log        string // the path of a file
}

// serveCommands lets a class in.
func (a *app) serveCommands() []*cobra.Command {
	var c classes
	cmd := &cobra.Command{
		Use:   "serve",
		Short: a.text("a class: every student at a screen of their own, by ssh or in a browser"),
		Long: a.text("Lets a class in. Each student gets the program on their own terminal, or in a browser,\n" +
			"computed here on one copy of the weights: the labs, and no shell, file or\n" +
			"command of this machine. On a terminal this is the teacher's screen, which the\n" +
			"students follow until they let go; F2 says how to come in. Who may come knows\n" +
			"the class word, which is made up and shown unless a file has one, or holds one\n" +
			"of the keys. Without a terminal nobody leads, until a signal ends it."),
		Annotations: map[string]string{isExact: "yes", isDrawn: naming("theme", "color", "glyphs", "lang", "mouse", "pixels", "reduced-motion", "present", "only", "model", "weights")},
		Args:        noArguments,
		RunE:        func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), c) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&c.ssh, "ssh", "127.0.0.1:2222", a.text("the `address` to listen on for ssh, as in 0.0.0.0:2222 for all of the network, or off"))
	flags.StringVar(&c.http, "http", "", a.text("the `address` to listen on for browsers; with --site 127.0.0.1:8080"))
	flags.StringVar(&c.site, "site", "", a.text("the `folder` that logitarium site --runtime has written: browsers get its pages, and the class beside them"))
	flags.StringVar(&c.cert, "cert", "", a.text("the `file` with the certificate for browsers; with --key, and without both the connection is not encrypted here"))
	flags.StringVar(&c.key, "key", "", a.text("the `file` with the key of the certificate"))
	flags.StringVar(&c.word, "password-file", "", a.text("the `file` with the class word; without it one is made up"))
	flags.StringVar(&c.keys, "keys", "", a.text("the `file` with the public keys of who may come, as OpenSSH's authorized_keys; then there is no class word"))
	flags.BoolVar(&c.open, "open", false, a.text("let anybody in who reaches the address"))
	flags.StringVar(&c.hostKey, "host-key", "", a.text("the `file` with this server's own key, made at first use; without it one in the configuration folder"))
	flags.DurationVar(&c.idle, "idle", time.Hour, a.text("for how long no key may be pressed before a session ends"))
	flags.StringVar(&c.lesson, "lesson", "", a.text("play this `lesson` for the class, by name or file"))
	flags.BoolVar(&c.names, "names", false, a.text("guesses have the names that students come in by; without it they are anonymous"))
	flags.StringVar(&c.report, "report", "", a.text("write what was guessed to this CSV `file`, which must be new, at the end"))
	flags.StringVar(&c.log, "log", "", a.text("add lines about who comes and goes to this `file`; without a terminal they go to standard error"))
	_ = cmd.RegisterFlagCompletionFunc("lesson", a.completeTape) // fails for an unknown flag only
	return []*cobra.Command{cmd}
}

// serve lets a class in until its teacher quits, or a signal ends it.
func (a *app) serve(ctx context.Context, c classes) (err error) {
	if err := a.choose(); err != nil {
		return err
	}
	if err := a.checkClass(c); err != nil {
		return err
	}
	locked, err := a.lockedRoom()
	if err != nil {
		return err
	}
	o, word, err := a.classOptions(c)
	if err != nil {
		return err
	}
	if a.chosen == nil {
		const garbage = 50 // percent: a session costs a third less memory than at Go's own rate
		debug.SetGCPercent(garbage)
	}
	led := a.seen()
	room := &serve.Class{Named: c.names}
	o.Keep = a.resume(room)
	o.Class, o.Page = room, a.pageSeat(led, locked)
	o.Program = func(g serve.Guest) serve.Program { return a.forGuest(g, room, led, locked) }
	logged, err := a.classLog(c.log, led)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, logged.Close()) }()
	o.Log = logged.line
	s, err := serve.Listen(o)
	if err != nil {
		return message.Errorf("no class can come: %v", bare(err))
	}
	if led {
		err = a.lead(ctx, room, serve.Door{Commands: serve.Commands(s.SSH()), Links: serve.Links(s.HTTP(), o.TLS != nil, word), Word: word, Open: c.open}, c.lesson)
	} else {
		err = a.unled(ctx, s, c, word, o.TLS != nil)
	}
	if c.report != "" {
		err = errors.Join(err, wholefile.Create(c.report, room.Report))
	}
	err = errors.Join(s.Close(), err) // now all have left
	if o.Keep == nil {
		return err
	}
	return errors.Join(err, o.Keep())
}
