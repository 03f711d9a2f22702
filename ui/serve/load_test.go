package serve

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/tensor"
	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/message"

	"github.com/charmbracelet/colorprofile"
	"golang.org/x/crypto/ssh"
)

var (
	loadSessions = flag.String("load", "", "measure this many sessions, as in 40, or 10,40: a row for each")
	loadTraining = flag.Int("training", 10, "with -load: how many of them train")
	loadFor      = flag.Duration("loadfor", 15*time.Second, "with -load: for how long keys are pressed")
)

// loadServer, in the environment, has the test's binary be a server with the key
// in that file, until its input ends.
const loadServer = "LOGITARIUM_LOAD_SERVER"

func serveLoad(t *testing.T, path string) {
	tensor.UseExact()
	debug.SetGCPercent(50) // as the command does
	own := builtintest.Load(t)
	key, _, err := HostKey(path)
	if err != nil {
		t.Fatal(err)
	}
	fresh := func() []lab.Lab { return labs.All(own, own) }
	s, err := Listen(Options{SSH: "127.0.0.1:0", HostKey: key, Who: Who{Open: true}, Env: os.Environ(), Version: "load",
		Program: func(Guest) Program {
			all := fresh()
			return Program{Profile: colorprofile.TrueColor, Model: ui.New(all, ui.Options{Theme: "dark", Map: atlas.New(own, all, fresh, false), Printer: message.Printer{}})}
		}})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("listens %s\n", s.SSH())
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = s.Close()
}

// TestLoad measures sessions on a server in a process of its own, while some of
// them train: how long a key takes to its frame, and what a session costs.
//
//	go test ./ui/serve -run Load -load 10,40 -training 10 -v
func TestLoad(t *testing.T) {
	if path := os.Getenv(loadServer); path != "" {
		serveLoad(t, path)
		return
	}
	if *loadSessions == "" {
		t.Skip("-load was not given")
	}
	t.Logf("%8s %8s %8s %8s %8s %10s %10s", "sessions", "training", "keys", "p50 ms", "p99 ms", "MB each", "idle %each")
	for _, n := range strings.Split(*loadSessions, ",") {
		count, err := strconv.Atoi(n)
		if err != nil {
			t.Fatal(err)
		}
		measureLoad(t, count, min(*loadTraining, count))
	}
}

// loaded is a client that takes what comes.
type loaded struct {
	keys  io.Writer
	bytes atomic.Int64
	came  chan time.Time // of output, the first since it was emptied
}

func (l *loaded) Write(p []byte) (int, error) {
	l.bytes.Add(int64(len(p)))
	select {
	case l.came <- time.Now():
	default:
	}
	return len(p), nil
}

// settles waits until nothing came for a while.
func (l *loaded) settles(quiet time.Duration) {
	for {
		select {
		case <-l.came:
		case <-time.After(quiet):
			return
		}
	}
}

func measureLoad(t *testing.T, sessions, training int) {
	cmd := exec.Command(os.Args[0], "-test.run", "^TestLoad$")
	cmd.Env = append(os.Environ(), loadServer+"="+filepath.Join(t.TempDir(), "key"))
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = in.Close()
		_ = cmd.Wait()
	}()
	address := ""
	for lines := bufio.NewScanner(out); address == "" && lines.Scan(); {
		address, _ = strings.CutPrefix(lines.Text(), "listens ")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	var all []*loaded
	empty := resident(t, cmd.Process.Pid)
	for i := range sessions {
		c, err := ssh.Dial("tcp", address, &ssh.ClientConfig{User: "load", HostKeyCallback: ssh.InsecureIgnoreHostKey()})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		session, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		l := &loaded{came: make(chan time.Time, 1)}
		session.Stdout = l
		if l.keys, err = session.StdinPipe(); err != nil {
			t.Fatal(err)
		}
		if err := session.RequestPty("xterm-256color", 30, 100, nil); err != nil {
			t.Fatal(err)
		}
		if err := session.Shell(); err != nil {
			t.Fatal(err)
		}
		lab := []string{"4t", "5", "4t", "6w"}[i%4] // Sampling, its temperature; Norm; Pre/Post, its width
		if i < training {
			lab = []string{"5", "7"}[i%2] // Norm, RAG/FT
		}
		_, _ = io.WriteString(l.keys, lab)
		all = append(all, l)
	}
	time.Sleep(5 * time.Second) // all is drawn, and what is computed once is
	begin := processor(t, cmd.Process.Pid)
	const rest = 5 * time.Second
	time.Sleep(rest)
	idle := 100 * (processor(t, cmd.Process.Pid) - begin).Seconds() / rest.Seconds() / float64(sessions)
	each := float64(resident(t, cmd.Process.Pid)-empty) / float64(sessions) / (1 << 20)
	for _, l := range all[:training] {
		_, _ = io.WriteString(l.keys, " ") // trains
	}
	time.Sleep(time.Second)
	var mu sync.Mutex
	var took []time.Duration
	var hands sync.WaitGroup
	end := time.Now().Add(*loadFor)
	for i, l := range all[training:] {
		hands.Go(func() {
			for n := 0; time.Now().Before(end); n++ {
				time.Sleep(time.Duration(300+(i*37+n*101)%400) * time.Millisecond) // two keys a second each
				l.settles(60 * time.Millisecond)
				key := "\x1b[C"
				if n%2 == 1 {
					key = "\x1b[D"
				}
				pressed := time.Now()
				if _, err := io.WriteString(l.keys, key); err != nil {
					t.Error(err)
					return
				}
				select {
				case at := <-l.came:
					mu.Lock()
					took = append(took, at.Sub(pressed))
					mu.Unlock()
				case <-time.After(5 * time.Second):
					t.Error("no frame follows a key within 5 s")
				}
			}
		})
	}
	hands.Wait()
	slices.Sort(took)
	p := func(share float64) float64 {
		if len(took) == 0 {
			return math.NaN()
		}
		return took[min(int(share*float64(len(took))), len(took)-1)].Seconds() * 1000
	}
	t.Logf("%8d %8d %8d %8.1f %8.1f %10.2f %10.2f", sessions, training, len(took), p(.5), p(.99), each, idle)
}

// resident is the memory of a process, in bytes, and processor the time that it
// has worked: of Linux.
func resident(t *testing.T, pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Skip(err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}

func processor(t *testing.T, pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Skip(err)
	}
	const utime = 11 // fields after the name in parentheses
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	sum := 0
	for _, f := range fields[utime : utime+2] {
		n, _ := strconv.Atoi(f)
		sum += n
	}
	const ticks = 100 // a second
	return time.Duration(sum) * time.Second / ticks
}
