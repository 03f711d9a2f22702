//go:build !js

package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"logitarium/core/fault"
	"logitarium/core/regular"
	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/message"
	"logitarium/ui/serve"
	"logitarium/ui/terminal"
	"logitarium/viz"

	"github.com/spf13/cobra"
)

// classes is what the flags of serve say.
type classes struct {
	ssh        string
	hostKey    string
	word, keys string // files
	open       bool
	idle       time.Duration
}

// serveCommands lets a class in.
func (a *app) serveCommands() []*cobra.Command {
	var c classes
	cmd := &cobra.Command{
		Use:   "serve",
		Short: a.text("a class: every student at a screen of their own, by ssh"),
		Long: a.text("Lets a class in over ssh. Each student gets the program on their own terminal,\n" +
			"computed here on one copy of the weights: the labs, and no shell, file or\n" +
			"command of this machine. Who may come knows the class word, which is made up\n" +
			"and shown unless a file has one, or holds one of the keys. ctrl-c says goodbye\n" +
			"to all."),
		Annotations: map[string]string{isExact: "yes"},
		Args:        noArguments,
		RunE:        func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), c) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&c.ssh, "ssh", "127.0.0.1:2222", a.text("the `address` to listen on for ssh, as in 0.0.0.0:2222 for all of the network"))
	flags.StringVar(&c.word, "password-file", "", a.text("the `file` with the class word; without it one is made up"))
	flags.StringVar(&c.keys, "keys", "", a.text("the `file` with the public keys of who may come, as OpenSSH's authorized_keys; then there is no class word"))
	flags.BoolVar(&c.open, "open", false, a.text("let anybody in who reaches the address"))
	flags.StringVar(&c.hostKey, "host-key", "", a.text("the `file` with this server's own key, made at first use; without it one in the configuration folder"))
	flags.DurationVar(&c.idle, "idle", time.Hour, a.text("for how long no key may be pressed before a session ends"))
	return []*cobra.Command{cmd}
}

// serve lets a class in until a signal ends it.
func (a *app) serve(ctx context.Context, c classes) error {
	if err := a.choose(); err != nil {
		return err
	}
	o, word, err := a.classOptions(c)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, terminal.Hangup)
	defer stop()
	s, err := serve.Listen(o)
	if err != nil {
		return message.Errorf("--ssh: %v", bare(err))
	}
	if err := a.welcome(s, c, word); err != nil {
		return err
	}
	<-ctx.Done()
	return s.Close()
}

// welcome says how to come in.
func (a *app) welcome(s *serve.Server, c classes, word string) error {
	var b strings.Builder
	for _, line := range serve.Commands(s.Addr()) {
		fmt.Fprintln(&b, line)
	}
	if err := a.write(b.String()); err != nil {
		return err
	}
	switch {
	case c.open:
		p := a.page(isTerminal(a.err) && drawsScreens(a.env))
		return p.print(a.err, p.paragraph(a.text("open: anybody who reaches this address can come in"), p.theme.Bad))
	case word != "":
		a.say(message.New("class word: %s", word))
	}
	return nil
}

// classOptions checks the flags. The word is what is to be shown of it: one that
// was made up.
func (a *app) classOptions(c classes) (o serve.Options, word string, err error) {
	var mu sync.Mutex
	o = serve.Options{
		SSH: c.ssh, Idle: c.idle, Program: a.forGuest, Env: a.env, Version: version(), Words: a.words,
		Log: func(t message.Text) {
			mu.Lock()
			defer mu.Unlock()
			fmt.Fprintln(a.err, time.Now().UTC().Format(time.RFC3339), viz.Clean(a.words.Print(t)))
		},
	}
	ways := 0
	for _, asked := range []bool{c.word != "", c.keys != "", c.open} {
		if asked {
			ways++
		}
	}
	if ways > 1 {
		return o, "", usagef("--password-file, --keys and --open are different ways to say who may come: give one of them")
	}
	if c.idle < 0 {
		return o, "", usagef("--idle %v is less than nothing; 0 lets a session last", c.idle)
	}
	switch {
	case c.open:
		o.Who.Open = true
	case c.keys != "":
		text, err := readSmall(c.keys)
		if err == nil {
			o.Who.Keys, err = serve.ReadKeys(text)
		}
		if err != nil {
			return o, "", coded{exitRejected, message.Errorf("--keys: %s: %v", c.keys, bare(err))}
		}
	case c.word != "":
		text, err := readSmall(c.word)
		if err == nil {
			o.Who.Word, err = serve.NewWord(string(text))
		}
		if err != nil {
			return o, "", coded{exitRejected, message.Errorf("--password-file: %s: %v", c.word, bare(err))}
		}
	default:
		word = serve.RandomWord()
		if o.Who.Word, err = serve.NewWord(word); err != nil {
			return o, "", err
		}
	}
	path := c.hostKey
	if path == "" {
		if path, err = configFile(a.env, "host_key"); err != nil {
			return o, "", err
		}
	}
	if o.HostKey, _, err = serve.HostKey(path); err != nil {
		return o, "", coded{exitRejected, message.Errorf("--host-key: %s: %v", path, bare(err))}
	}
	return o, word, nil
}

// readSmall reads a file of the user's that holds no more than a few lines.
func readSmall(path string) ([]byte, error) {
	const most = 1 << 20 // bytes
	f, size, err := regular.Open(path, fault.Text{})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if size > most {
		return nil, message.Errorf("more than %d bytes", most)
	}
	return io.ReadAll(io.LimitReader(f, most))
}

// configFile is where the XDG base directory specification keeps what a program
// is to find again.
func configFile(env environ, name string) (string, error) {
	for _, at := range []struct {
		variable string
		below    []string
		on       bool
	}{
		{"XDG_CONFIG_HOME", nil, true},
		{"APPDATA", nil, runtime.GOOS == "windows"},
		{"HOME", []string{".config"}, true},
	} {
		if dir := env.get(at.variable); at.on && filepath.IsAbs(dir) {
			return filepath.Join(append(append([]string{dir}, at.below...), "logitarium", name)...), nil
		}
	}
	return "", usagef("neither XDG_CONFIG_HOME nor HOME is set: say with --host-key where the server's key is kept")
}

// forGuest is the program as a guest has it: the labs on the same weights, and
// nothing that reaches beyond the screen.
func (a *app) forGuest(g serve.Guest) serve.Program {
	profile, _ := colors("auto", true, g.Env)
	set, _ := glyphs("auto", g.Env)
	fresh := a.freshLabs()
	var chart *atlas.Map
	if m := a.lessonMap(); m != nil {
		chart = m(fresh)
	}
	return serve.Program{Profile: profile, Model: ui.New(fresh, ui.Options{
		Theme: a.theme(profile), Glyphs: set, Colors: depth(profile), Map: chart, Printer: a.words,
		Refused: []ui.Refusal{
			{Key: "s", Why: message.New("no file is written here: this program runs on the machine of the class")},
			{Key: "y", Why: message.New("over ssh the clipboard of a terminal is left alone")},
		},
	})}
}
