package e2e

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is a running `samverk serve`.
type server struct {
	t       *testing.T
	address string // http://127.0.0.1:port
	process *exec.Cmd
	out     *lockedBuffer // both streams
	ended   chan struct{} // closed when it has

	administrator sync.Once // has been made
}

// lockedBuffer is written by the program and read by the test.
type lockedBuffer struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.String()
}

var listening = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// start serves on a free port and returns when the program says where it answers. The program is killed with the test.
func (d desk) start(args ...string) *server {
	d.t.Helper()
	cmd := d.command(append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	s := &server{t: d.t, process: cmd, out: &lockedBuffer{}, ended: make(chan struct{})}
	cmd.Stderr = s.out
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { cmd.Process.Kill() }) //nolint:errcheck // it has ended already when all is well
	found := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(io.TeeReader(pipe, s.out))
		for lines.Scan() {
			if address := listening.FindString(lines.Text()); address != "" {
				found <- address
			}
		}
		close(found)
		cmd.Wait() //nolint:errcheck // its exit status is looked at in stop
		close(s.ended)
	}()
	select {
	case s.address = <-found:
	case <-time.After(20 * time.Second):
	}
	if s.address == "" {
		d.t.Fatalf("samverk serve does not say where it answers:\n%s", s.out)
	}
	return s
}

// stop asks the program to end, as a service manager does, and gives its exit status and how long it took.
func (s *server) stop() (exit int, took time.Duration) {
	s.t.Helper()
	began := time.Now()
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	select {
	case <-s.ended:
	case <-time.After(15 * time.Second):
		s.t.Fatal("the program does not end when asked to")
	}
	return s.process.ProcessState.ExitCode(), time.Since(began)
}

// answer is what the program answered to a request.
type answer struct {
	status int
	header http.Header
	body   string
}

// get asks for an address of the site, as a reader of Swedish does.
func (s *server) get(path string) answer { s.t.Helper(); return s.getIn("sv", path) }

// getIn asks for an address as a reader of the language does.
func (s *server) getIn(language, path string) answer {
	s.t.Helper()
	request, err := http.NewRequestWithContext(within(s.t, 10*time.Second), http.MethodGet, s.address+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Accept-Language", language)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // only read
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// within is a context that ends with the test, or earlier when the limit has passed.
func within(t *testing.T, limit time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	return ctx
}
