package web_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"samverk/platform/i18n"
	"samverk/platform/web"
)

func TestADownloadComesWholeOrAsAPage(t *testing.T) {
	site := web.NewSite(i18n.NewCatalogue(web.Messages()), nil, nil)
	site.Handle("GET /file", web.Anybody, func(w http.ResponseWriter, _ *http.Request) error {
		return web.Download(w, "text/csv", "läge.csv", func(file io.Writer) error {
			_, err := io.WriteString(file, strings.Repeat("åäö;", 300_000))
			return err
		})
	})
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/file", nil))
	if w.Code != http.StatusOK || w.Body.String() != strings.Repeat("åäö;", 300_000) {
		t.Errorf("%d, %d bytes", w.Code, w.Body.Len())
	}
	if at := w.Header().Get("Content-Disposition"); !strings.HasPrefix(at, "attachment") {
		t.Errorf("it is shown: %s", at)
	}
	if policy := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "sandbox;") || !strings.Contains(policy, "base-uri 'none'") ||
		w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("a browser may open it as a page: %v", w.Header())
	}
	half := errors.New("half a file")
	if err := web.Download(httptest.NewRecorder(), "text/csv", "x", func(file io.Writer) error {
		io.WriteString(file, "half") //nolint:errcheck // what follows is the fault
		return half
	}); !errors.Is(err, half) {
		t.Errorf("a fault while writing gives %v", err)
	}
}

// However slowly a reader takes a file, whatever it was written from is free.
func TestASlowReaderHoldsNothing(t *testing.T) {
	written := make(chan struct{}, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		web.Download(w, "text/csv", "x.csv", func(file io.Writer) error { //nolint:errcheck // the reader goes away
			defer func() { written <- struct{}{} }()
			_, err := file.Write(make([]byte, 64<<20))
			return err
		})
	}))
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() //nolint:errcheck // it is only read a little
	fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	if _, err := bufio.NewReader(conn).ReadString('\n'); err != nil { // and then nothing more is taken
		t.Fatal(err)
	}
	select {
	case <-written:
	case <-time.After(10 * time.Second):
		t.Error("the file is being written for as long as the reader takes it")
	}
}
