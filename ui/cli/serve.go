//go:build !js

package cli

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"

	"logitarium/core/fault"
	"logitarium/core/regular"
	"logitarium/core/wholefile"
	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/player"
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
		Annotations: map[string]string{isExact: "yes"},
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
	places := a.resume(room)
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
	if places == "" {
		return err
	}
	kept := os.MkdirAll(filepath.Dir(places), 0o700)
	if kept == nil {
		kept = wholefile.ReplacePrivate(places, func(w io.Writer) error { return room.Keep(w, time.Now()) })
	}
	return errors.Join(err, kept)
}

// resume puts those who come back where they were before the server was started
// again, and returns the file for the next time; "" for none.
func (a *app) resume(room *serve.Class) (path string) {
	path, err := a.stateFile("class.json")
	if err != nil {
		return "" // and nobody is known again
	}
	text, err := readSmall(path, serve.MostPlaces)
	if errors.Is(err, fs.ErrNotExist) {
		return path
	}
	if err == nil {
		err = room.Resume(bytes.NewReader(text), time.Now())
	}
	if err != nil {
		a.say(message.New("%s: %v: all begin anew", path, message.Of(err)))
	}
	return path
}

// stateFile is where the XDG base directory specification keeps what a program
// leaves behind.
func (a *app) stateFile(name string) (string, error) {
	env := environ(a.env)
	if dir := env.get("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "logitarium", name), nil
	}
	if dir := env.get("LOCALAPPDATA"); runtime.GOOS == "windows" && filepath.IsAbs(dir) {
		return filepath.Join(dir, "logitarium", name), nil
	}
	if home := env.get("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "state", "logitarium", name), nil
	}
	return "", message.Errorf("neither XDG_STATE_HOME nor HOME is set")
}

// checkClass checks the flags that ask for a file, before anybody comes.
func (a *app) checkClass(c classes) error {
	if c.lesson != "" {
		if !a.seen() {
			return usagef("--lesson is played on the teacher's terminal, and this is none")
		}
		if _, err := a.readLesson(c.lesson); err != nil {
			return err
		}
	}
	if c.report != "" {
		if _, err := os.Lstat(c.report); err == nil {
			return usagef("--report: %s exists, and is not overwritten", c.report)
		}
		if _, err := os.Stat(filepath.Dir(c.report)); err != nil {
			return coded{exitRejected, message.Errorf("--report: %v", err)}
		}
	}
	return nil
}

// unled lets a class in that nobody leads, until a signal ends it.
func (a *app) unled(ctx context.Context, s *serve.Server, c classes, word string, encrypted bool) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, terminal.Hangup)
	defer stop()
	if err := a.welcome(s, c, word, encrypted); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// lead shows the teacher's screen: the labs, or a lesson, after which they come.
func (a *app) lead(ctx context.Context, room *serve.Class, d serve.Door, lesson string) error {
	theme, profile := a.look(true, viz.Dark())
	follow := a.shownTheme(profile) == "auto"
	tty := terminal.TTY{In: a.in, Out: a.out, Env: a.env, Profile: profile, Watched: true}
	for {
		if lesson != "" {
			p, err := a.classPlayer(lesson, theme, follow)
			if err == nil {
				err = terminal.Run(ctx, serve.LeadLesson(room, p, d, theme, follow, a.words), version(), tty)
			}
			if err != nil {
				return err
			}
		}
		shell := a.shell("", a.newMap(), profile)
		if err := terminal.Run(ctx, serve.Lead(room, shell, d, theme, follow, a.words), version(), tty); err != nil {
			return err
		}
		if lesson = shell.Lesson(); lesson == "" {
			return nil
		}
	}
}

// classPlayer is the player of a lesson for a class.
func (a *app) classPlayer(name string, theme viz.Theme, follow bool) (*player.Player, error) {
	t, err := a.readLesson(name)
	if err != nil {
		return nil, err
	}
	fresh, chart, err := a.scene(t)
	if err != nil {
		return nil, err
	}
	p, err := player.New(t, player.Options{
		Labs: fresh, Map: chart, Theme: theme, Follow: follow, Mouse: a.show.mouse.value != "off",
		ReducedMotion: a.reducedMotion(), Present: a.show.present, Speed: 1, Words: a.lessonWords(), Now: time.Now, Student: student(),
	})
	if err != nil {
		return nil, coded{exitRejected, message.Errorf("%s: %v", name, err)}
	}
	return p, nil
}

// classLog is where lines about a class go.
type classLog struct {
	mu    sync.Mutex
	to    io.Writer
	file  *os.File // nil without one
	words message.Printer
}

// classLog opens the file, if one was asked for. On a teacher's screen is no room
// for lines.
func (a *app) classLog(path string, led bool) (*classLog, error) {
	l := &classLog{to: a.err, words: a.words}
	if led {
		l.to = io.Discard
	}
	if path == "" {
		return l, nil
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, coded{exitRejected, message.Errorf("--log: %v", err)}
	}
	l.to, l.file = f, f
	return l, nil
}

// line writes one, with the time.
func (l *classLog) line(t message.Text) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(l.to, time.Now().UTC().Format(time.RFC3339), viz.Clean(l.words.Print(t)))
}

// Close ends the log.
func (l *classLog) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.to = io.Discard
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}

// welcome says how to come in.
func (a *app) welcome(s *serve.Server, c classes, word string, encrypted bool) error {
	var b strings.Builder
	for _, line := range append(serve.Commands(s.SSH()), serve.Links(s.HTTP(), encrypted, word)...) {
		fmt.Fprintln(&b, line)
	}
	if err := a.write(b.String()); err != nil {
		return err
	}
	switch {
	case c.open:
		p := a.typesetter(isTerminal(a.err) && drawsScreens(a.env))
		return p.print(a.err, p.paragraph(a.text("open: anybody who reaches this address can come in"), p.theme.Bad))
	case word != "":
		a.say(message.New("class word: %s", word))
	}
	return nil
}

// classOptions checks the flags. The word is what is to be shown of it: one that
// was made up.
func (a *app) classOptions(c classes) (o serve.Options, word string, err error) {
	o = serve.Options{SSH: c.ssh, Idle: c.idle, Env: a.env, Version: version(), Words: a.words, Named: c.names}
	if c.ssh == "off" {
		o.SSH = ""
	}
	if err := openWeb(&o, c); err != nil {
		return o, "", err
	}
	if o.SSH == "" && o.HTTP == "" {
		return o, "", usagef("with --ssh off and no --site nobody can come")
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
		text, err := readSmall(c.keys, mostRead)
		if err == nil {
			o.Who.Keys, err = serve.ReadKeys(text)
		}
		if err != nil {
			return o, "", coded{exitRejected, message.Errorf("--keys: %s: %v", c.keys, bare(err))}
		}
	case c.word != "":
		text, err := readSmall(c.word, mostRead)
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
	if o.SSH == "" {
		return o, word, nil
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

// openWeb is what browsers get.
func openWeb(o *serve.Options, c classes) error {
	switch {
	case (c.cert == "") != (c.key == ""):
		return usagef("--cert and --key are given together")
	case c.site == "" && (c.http != "" && c.http != "off" || c.cert != ""):
		return usagef("a browser needs the pages: give --site FOLDER, which logitarium site -o FOLDER --runtime RUNTIME writes")
	case c.site == "" || c.http == "off":
		return nil
	case c.keys != "":
		return usagef("a browser has no ssh key: leave out --keys, or --site")
	}
	o.HTTP = c.http
	if o.HTTP == "" {
		o.HTTP = "127.0.0.1:8080"
	}
	root, err := os.OpenRoot(c.site) // what leads out of it is not served
	if err == nil {
		o.Site = root.FS()
		_, err = fs.Stat(o.Site, "runtime/xterm.mjs")
	}
	if err != nil {
		return coded{exitRejected, message.Errorf("--site: %s: %v; logitarium site -o FOLDER --runtime RUNTIME writes such a folder", c.site, bare(err))}
	}
	if c.cert == "" {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return coded{exitRejected, message.Errorf("--cert: %v", err)}
	}
	o.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	return nil
}

// mostRead bounds a file with a word or with keys, in bytes.
const mostRead = 1 << 20

// readSmall reads a file of at most so many bytes.
func readSmall(path string, most int64) ([]byte, error) {
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

// lockedRoom is the lab that a room is locked to, and the knobs that it may turn;
// the zero value is open.
type lockedRoom struct {
	lab  string
	only []string
}

// lockedRoom is the first lab that has all the knobs of --only.
func (a *app) lockedRoom() (lockedRoom, error) {
	if len(a.show.only) == 0 {
		return lockedRoom{}, nil
	}
	for _, l := range a.labs {
		room := lockedRoom{lab: l.Info().ID}
		for _, name := range a.show.only {
			if k, _, err := lab.KnobNamed(l, strings.TrimSpace(name)); err == nil {
				room.only = append(room.only, k.Name)
			}
		}
		if len(room.only) == len(a.show.only) {
			return room, nil
		}
	}
	return lockedRoom{}, usagef("--only: no lab has all of the knobs %s", strings.Join(a.show.only, ", "))
}

// forGuest is the program as a guest has it: the labs on the same weights, and
// nothing that reaches beyond the screen. In a class that is led they follow.
func (a *app) forGuest(g serve.Guest, room *serve.Class, led bool, locked lockedRoom) serve.Program {
	profile, _ := colors("auto", true, g.Env)
	set, _ := glyphs("auto", g.Env)
	fresh := a.freshLabs()
	var chart *atlas.Map
	if m := a.lessonMap(); m != nil {
		chart = m(fresh)
	}
	name := a.theme(profile)
	shell := ui.New(fresh, ui.Options{
		Theme: name, Glyphs: set, Colors: depth(profile), Map: chart, Printer: a.words, Start: locked.lab, Only: locked.only,
		Refused: []ui.Refusal{
			{Key: "s", Why: message.New("no file is written here: this program runs on the machine of the class")},
			{Key: "y", Why: message.New("over ssh the clipboard of a terminal is left alone")},
		},
	})
	if !led {
		return serve.Program{Model: shell, Profile: profile}
	}
	theme, ok := viz.ThemeByName(name)
	if !ok {
		theme = viz.Dark()
	}
	theme.Glyphs, _ = viz.GlyphsByName(set)
	m, leave := serve.Seat(room, g, shell, theme.In(depth(profile)), !ok, a.words)
	return serve.Program{Model: m, Profile: profile, Leave: leave}
}
