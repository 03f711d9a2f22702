//go:build !js

package speaker

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"logitarium/ui/message"
)

// maxPath is the longest name of a socket that every system takes.
const maxPath = 103

// socketPath is where the socket is: in the user's runtime directory, else in a
// directory of the user's own among the temporary files. Nobody else can have
// made it or can look into it; make says to make it.
func socketPath(env []string, make bool) (string, error) {
	dir := ""
	if runtime := variable(env, "XDG_RUNTIME_DIR"); filepath.IsAbs(runtime) {
		dir = filepath.Join(runtime, "logitarium")
	} else {
		dir = filepath.Join(os.TempDir(), fmt.Sprintf("logitarium-%d", os.Getuid()))
	}
	if make {
		if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
	info, err := os.Lstat(dir)
	switch {
	case err != nil:
		return "", err
	case !info.IsDir():
		return "", message.Errorf("%s is no directory", dir)
	case !private(info):
		return "", message.Errorf("%s is not yours alone: others could read the notes or fake them; remove it", dir)
	}
	path := filepath.Join(dir, "notes.sock")
	if len(path) > maxPath {
		return "", message.Errorf("%s is too long for the name of a socket: at most %d bytes", path, maxPath)
	}
	return path, nil
}

// variable looks an environment variable up; the last one of a name counts.
func variable(env []string, name string) string {
	value := ""
	for _, each := range env {
		if v, ok := strings.CutPrefix(each, name+"="); ok {
			value = v
		}
	}
	return value
}

// dialTime is how long somebody at the other end of a local socket may take.
const dialTime = 500 * time.Millisecond

// listen opens the socket. One that a player left behind when it was killed is
// taken away first: nobody answers there.
func listen(env []string) (net.Listener, error) {
	path, err := socketPath(env, true)
	if err != nil {
		return nil, err
	}
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSocket == 0:
		return nil, message.Errorf("%s is no socket; remove it", path)
	default:
		if conn, err := net.DialTimeout("unix", path, dialTime); err == nil {
			_ = conn.Close()
			return nil, ErrTaken
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		_ = l.Close()
		return nil, err
	}
	return l, nil
}

// dial opens the socket of a player.
func dial(env []string) (net.Conn, error) {
	path, err := socketPath(env, false)
	if err != nil {
		return nil, err
	}
	return net.DialTimeout("unix", path, dialTime)
}
