package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
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
	"logitarium/ui/seat"

	"github.com/charmbracelet/colorprofile"
	"github.com/coder/websocket"
	"golang.org/x/crypto/ssh"
)

var (
	loadSessions = flag.String("load", "", "measure this many sessions, as in 40, or 10,40: a row for each")
	loadTraining = flag.Int("training", 10, "with -load: how many of them train")
	loadFor      = flag.Duration("loadfor", 15*time.Second, "with -load and -relays: for how long keys are pressed, or moments shown")
	loadBy       = flag.String("by", "ssh", "with -load: how the sessions come, ssh or browser")
	loadRelays   = flag.Int("relays", 0, "measure this many pages that compute for themselves")
	loadHeap     = flag.String("loadheap", "", "with -load: write the server's heap at rest to this file")
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
	room := &Class{}
	s, err := Listen(Options{SSH: "127.0.0.1:0", HTTP: "127.0.0.1:0", HostKey: key, Who: Who{Open: true}, Env: os.Environ(), Version: "load",
		Class: room, Page: &seat.Opening{},
		Program: func(Guest) Program {
			all := fresh()
			return Program{Profile: colorprofile.TrueColor, Model: ui.New(all, ui.Options{Theme: "dark", Map: atlas.New(own, all, fresh, false), Printer: message.Printer{}})}
		}})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("listens %s %s\n", s.SSH(), s.HTTP())
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if path, heap := strings.CutPrefix(lines.Text(), "heap "); heap {
			writeHeap(t, path)
			continue
		}
		scene := ui.Scene{Command: lines.Text()}
		room.show(moment{Moment: seat.Moment{Shown: true, Scene: scene, Caption: strconv.FormatInt(time.Now().UnixNano(), 10)}})
	}
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
	server := startLoad(t)
	var all []*loaded
	for i := range sessions {
		l := server.comes(t)
		lab := []string{"4t", "5", "4t", "6w"}[i%4] // Sampling, its temperature; Norm; Pre/Post, its width
		if i < training {
			lab = []string{"5", "7"}[i%2] // Norm, RAG/FT
		}
		_, _ = io.WriteString(l.keys, lab)
		all = append(all, l)
	}
	server.settles(t) // all is drawn, and what is computed once is
	begin := processor(t, server.pid)
	const rest = 5 * time.Second
	time.Sleep(rest)
	idle := 100 * (processor(t, server.pid) - begin).Seconds() / rest.Seconds() / float64(sessions)
	each := float64(resident(t, server.pid)-server.empty) / float64(sessions) / (1 << 20)
	if *loadHeap != "" {
		_, _ = fmt.Fprintf(server.in, "heap %s\n", *loadHeap)
	}
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
	t.Logf("%8d %8d %8d %8.1f %8.1f %10.2f %10.2f", sessions, training, len(took), quantile(took, .5), quantile(took, .99), each, idle)
}

// quantile is a share of times in order, in milliseconds.
func quantile(took []time.Duration, share float64) float64 {
	if len(took) == 0 {
		return math.NaN()
	}
	slices.Sort(took)
	return took[min(int(share*float64(len(took))), len(took)-1)].Seconds() * 1000
}

// loadedServer is a server in a process of its own.
type loadedServer struct {
	pid       int
	in        io.Writer
	ssh, http string // where it listens
	empty     int64  // bytes, before anybody comes
}

func startLoad(t *testing.T) loadedServer {
	t.Helper()
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
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	s := loadedServer{pid: cmd.Process.Pid, in: in}
	for lines := bufio.NewScanner(out); s.http == "" && lines.Scan(); {
		rest, _ := strings.CutPrefix(lines.Text(), "listens ")
		s.ssh, s.http, _ = strings.Cut(rest, " ")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	s.empty = resident(t, s.pid)
	return s
}

// comes opens a session.
func (s loadedServer) comes(t *testing.T) *loaded {
	t.Helper()
	l := &loaded{came: make(chan time.Time, 1)}
	if *loadBy == "browser" {
		c := s.dials(t, "/class/room", `{"columns":100,"rows":30}`)
		go func() {
			for {
				_, data, err := c.Read(context.Background())
				if err != nil {
					return
				}
				_, _ = l.Write(data)
			}
		}()
		l.keys = typist{c}
		return l
	}
	c, err := ssh.Dial("tcp", s.ssh, &ssh.ClientConfig{User: "load", HostKeyCallback: ssh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
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
	return l
}

// settles waits until the server rests, for a minute at most.
func (s loadedServer) settles(t *testing.T) {
	const pause, little = 2 * time.Second, 100 * time.Millisecond
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		before := processor(t, s.pid)
		time.Sleep(pause)
		if processor(t, s.pid)-before < little {
			return
		}
	}
}

// dials opens a WebSocket and says a first text.
func (s loadedServer) dials(t *testing.T, path, first string) *websocket.Conn {
	t.Helper()
	c, _, err := websocket.Dial(t.Context(), "ws://"+s.http+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.CloseNow() })
	c.SetReadLimit(1 << 20)
	if err := c.Write(t.Context(), websocket.MessageText, []byte(first)); err != nil {
		t.Fatal(err)
	}
	return c
}

// typist types on a WebSocket.
type typist struct{ *websocket.Conn }

func (t typist) Write(p []byte) (int, error) {
	return len(p), t.Conn.Write(context.Background(), websocket.MessageBinary, p)
}

// TestRelays measures pages that compute for themselves: how long it takes from
// what the teacher shows until they are told, ten times a second.
//
//	go test ./ui/serve -run Relays -relays 500 -v
func TestRelays(t *testing.T) {
	if *loadRelays == 0 {
		t.Skip("-relays was not given")
	}
	server := startLoad(t)
	var mu sync.Mutex
	var took []time.Duration
	for range *loadRelays {
		c := server.dials(t, "/class/line", "{}")
		go func() {
			for {
				_, data, err := c.Read(context.Background())
				if err != nil {
					return
				}
				now := time.Now()
				var told seat.Notice
				if json.Unmarshal(data, &told) != nil || told.Moment == nil || told.Moment.Caption == "" {
					continue
				}
				at, _ := strconv.ParseInt(told.Moment.Caption, 10, 64)
				mu.Lock()
				took = append(took, now.Sub(time.Unix(0, at)))
				mu.Unlock()
			}
		}()
	}
	const rest = 5 * time.Second
	time.Sleep(2 * time.Second)
	each := float64(resident(t, server.pid)-server.empty) / float64(*loadRelays) / (1 << 10)
	begin := processor(t, server.pid)
	time.Sleep(rest)
	idle := 100 * (processor(t, server.pid) - begin).Seconds() / rest.Seconds()
	begin = processor(t, server.pid)
	shown := 0
	for end := time.Now().Add(*loadFor); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		_, _ = fmt.Fprintf(server.in, "logitarium sampling --temperature %.2f\n", float64(shown%200)/100)
		shown++
	}
	busy := 100 * (processor(t, server.pid) - begin).Seconds() / loadFor.Seconds()
	time.Sleep(time.Second)
	mu.Lock()
	defer mu.Unlock()
	t.Logf("%8s %8s %8s %8s %8s %10s %8s %8s", "relays", "moments", "told", "p50 ms", "p99 ms", "KB each", "idle %", "busy %")
	t.Logf("%8d %8d %8d %8.1f %8.1f %10.1f %8.2f %8.1f", *loadRelays, shown, len(took), quantile(took, .5), quantile(took, .99), each, idle, busy)
}

// writeHeap writes a profile of the heap that is in use.
func writeHeap(t *testing.T, path string) {
	t.Helper()
	runtime.GC()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := pprof.Lookup("heap").WriteTo(f, 0); err != nil {
		t.Fatal(err)
	}
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
