package web

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// serving gives the address of the program's server with its times made so much shorter.
func serving(t *testing.T, shorter time.Duration, handler http.HandlerFunc) string {
	t.Helper()
	server := NewServer(handler)
	for _, limit := range []*time.Duration{&server.ReadHeaderTimeout, &server.ReadTimeout, &server.WriteTimeout, &server.IdleTimeout} {
		*limit /= shorter
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(listener)            //nolint:errcheck // it ends with the test
	t.Cleanup(func() { server.Close() }) //nolint:errcheck // as above
	return listener.Addr().String()
}

// drip sends a text one byte at a time and tells how long it took until the server hung up; false when it never did.
func drip(t *testing.T, address, first, rest string, every, longest time.Duration) (time.Duration, bool) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() //nolint:errcheck // the server has closed it
	gone := make(chan struct{})
	go func() {
		io.Copy(io.Discard, conn) //nolint:errcheck // what ends it is what is waited for
		close(gone)
	}()
	began := time.Now()
	io.WriteString(conn, first) //nolint:errcheck // the server may be gone already
	tick := time.NewTicker(every)
	defer tick.Stop()
	for i := 0; time.Since(began) < longest; i++ {
		select {
		case <-gone:
			return time.Since(began), true
		case <-tick.C:
			io.WriteString(conn, rest[i%len(rest):i%len(rest)+1]) //nolint:errcheck // as above
		}
	}
	return longest, false
}

// Five seconds for the header and a minute for a form are a twentieth here.
func TestWhoSendsOneByteAtATimeIsCutOff(t *testing.T) {
	t.Parallel()
	const shorter = 20
	body := func(steady bool) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if steady {
				Steady(w, r)
			}
			io.Copy(io.Discard, r.Body) //nolint:errcheck // it is cut off
		}
	}
	form := "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n"
	for _, c := range []struct {
		name, first string
		handler     http.HandlerFunc
		within      time.Duration
	}{
		{"in the header", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", body(false), 5 * time.Second / shorter},
		{"in a form", form, body(false), time.Minute / shorter},
		{"in a form with files", form, body(true), time.Minute / shorter},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			took, cut := drip(t, serving(t, shorter, c.handler), c.first, "abcdefgh", 20*time.Millisecond, c.within+5*time.Second)
			if !cut || took < c.within/2 {
				t.Errorf("cut off: %v, after %v; it should be after %v", cut, took, c.within)
			}
		})
	}
}

// sendSteadily sends 50 megabytes in pieces with pauses and gives the answer's status. It takes several times the limit for a form.
func sendSteadily(address string, pause time.Duration) (status int, err error) {
	const pieces, size = 50, 1 << 20
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return 0, err
	}
	defer conn.Close() //nolint:errcheck // the answer has been read
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", pieces*size)
	piece := strings.Repeat("x", size)
	for range pieces {
		if _, err := io.WriteString(conn, piece); err != nil {
			return 0, err
		}
		time.Sleep(pause)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close() //nolint:errcheck // only its status is asked for
	return answer.StatusCode, nil
}

// Fifty megabytes over a slow line come through where files may be sent, however long they take, and nowhere else.
func TestASlowButSteadyUploadComesThrough(t *testing.T) {
	t.Parallel()
	for _, steady := range []bool{true, false} {
		var read int64
		address := serving(t, 120, func(w http.ResponseWriter, r *http.Request) { // half a second for a form
			if steady {
				Steady(w, r)
			}
			var err error
			if read, err = io.Copy(io.Discard, r.Body); err != nil {
				panic(http.ErrAbortHandler)
			}
			w.WriteHeader(http.StatusCreated)
		})
		status, err := sendSteadily(address, 30*time.Millisecond)
		if came := err == nil && status == http.StatusCreated && read == 50<<20; came != steady {
			t.Errorf("steady %v: came %v (%v)", steady, came, err)
		}
	}
}

// What comes steadily and then stops is let go after the patience for a piece, not after the minute for a form.
func TestAnUploadThatStopsIsLetGo(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 1)
	address := serving(t, 1, func(w http.ResponseWriter, r *http.Request) {
		r.Body = &steadyBody{ReadCloser: r.Body, control: http.NewResponseController(w), within: 200 * time.Millisecond}
		_, err := io.Copy(io.Discard, r.Body)
		ended <- err
	})
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() //nolint:errcheck // the server has closed it
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n%s", strings.Repeat("x", 2*steadily))
	select {
	case err := <-ended:
		var late net.Error
		if !errors.As(err, &late) || !late.Timeout() {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it was waited for")
	}
}
