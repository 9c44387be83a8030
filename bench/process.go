package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// process is a server that runs in a process of its own.
type process struct {
	cmd     *exec.Cmd
	address string
	started time.Duration // until it answered
}

// startServer starts a server at a free address and waits until it answers at the path, with whatever status.
func startServer(cmd *exec.Cmd, path string) *process {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	p := &process{cmd: cmd, address: listener.Addr().String()}
	must(listener.Close())
	cmd.Args = append(cmd.Args, "--addr", p.address)
	var said bytes.Buffer
	cmd.Stderr = &said
	start := time.Now()
	must(cmd.Start())
	for {
		if response, err := http.Get("http://" + p.address + path); err == nil {
			response.Body.Close() //nolint:errcheck // only that it answers matters
			p.started = time.Since(start)
			return p
		}
		if time.Since(start) > time.Minute {
			must(fmt.Errorf("%s did not answer within a minute: %s", cmd.Path, said.String()))
		}
		time.Sleep(time.Millisecond)
	}
}

func (p *process) stop() {
	p.cmd.Process.Signal(os.Interrupt) //nolint:errcheck // it may have ended
	p.cmd.Wait()                       //nolint:errcheck // its status says nothing here
}

// memory is the process's resident memory in MB, as the kernel says; 0 where it does not.
func (p *process) memory() float64 {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid)) // there is none on other systems
	for line := range strings.Lines(string(data)) {
		if value, found := strings.CutPrefix(line, "VmRSS:"); found {
			kilobytes, _ := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 64)
			return kilobytes / 1024
		}
	}
	return 0
}

// processorTime is how long the process has kept processors busy, as the kernel says; 0 where it does not.
func (p *process) processorTime() time.Duration {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid)) // there is none on other systems
	_, after, _ := bytes.Cut(data, []byte(") "))
	fields := strings.Fields(string(after))
	if len(fields) < 13 {
		return 0
	}
	const tick = 10 * time.Millisecond // Linux counts hundredths of a second
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * tick
}

// client keeps one connection and asks for one page, with as little work of its own as can be.
type client struct {
	conn    net.Conn
	reader  *bufio.Reader
	request []byte
}

func (p *process) client(asked page, token string) *client {
	conn, err := net.Dial("tcp", p.address)
	must(err)
	request := "GET " + asked.path + " HTTP/1.1\r\nHost: " + p.address + "\r\nAccept-Language: sv\r\n"
	if asked.signedIn {
		request += "Cookie: samverk_session=" + token + "\r\n"
	}
	return &client{conn, bufio.NewReaderSize(conn, 64<<10), []byte(request + "\r\n")}
}

// ask gives the status and the length of the answer.
func (c *client) ask() (status, length int) {
	_, err := c.conn.Write(c.request)
	must(err)
	chunked := false
	for first := true; ; first = false {
		line, err := c.reader.ReadSlice('\n')
		must(err)
		name, value, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
		switch {
		case first:
			status, err = strconv.Atoi(value[:3])
			must(err)
		case name == "Content-Length:":
			length, err = strconv.Atoi(value)
			must(err)
		case name == "Transfer-Encoding:":
			chunked = true
		case name == "":
			if chunked {
				n, err := io.Copy(io.Discard, httputil.NewChunkedReader(c.reader))
				must(err)
				_, err = c.reader.Discard(2) // the empty line after the last part
				must(err)
				return status, int(n)
			}
			_, err = c.reader.Discard(length)
			must(err)
			return status, length
		}
	}
}

// mustAnswer asks once and gives the page's length.
func (p *process) mustAnswer(asked page, token string) int {
	c := p.client(asked, token)
	defer c.conn.Close() //nolint:errcheck // thrown away
	status, length := c.ask()
	if status != http.StatusOK {
		must(fmt.Errorf("%s answered %d", asked.path, status))
	}
	return length
}

// alone is the middle time of requests one after the other.
func (p *process) alone(asked page, token string, times int) time.Duration {
	c := p.client(asked, token)
	defer c.conn.Close() //nolint:errcheck // thrown away
	return median(times, func() { c.ask() })
}

// loaded is how it went with several asking at once.
type loaded struct {
	count    int
	rate     float64
	p50, p99 time.Duration
}

func (p *process) load(asked page, token string, duration time.Duration) loaded {
	var mu sync.Mutex
	var all []time.Duration
	var group sync.WaitGroup
	start := time.Now()
	for range connections {
		group.Go(func() {
			c := p.client(asked, token)
			defer c.conn.Close() //nolint:errcheck // thrown away
			mine := make([]time.Duration, 0, 1<<16)
			for time.Since(start) < duration {
				asked := time.Now()
				c.ask()
				mine = append(mine, time.Since(asked))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, mine...)
		})
	}
	group.Wait()
	took := time.Since(start)
	slices.Sort(all)
	return loaded{len(all), float64(len(all)) / took.Seconds(), all[len(all)/2], all[len(all)*99/100]}
}
