package file_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"samverk/platform/file"
	"samverk/platform/i18n"
)

// clamd answers as clamd does: it takes the pieces of a stream and says whether there is a virus in them.
func clamd(t *testing.T, answer string) (address string, got *bytes.Buffer) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() }) //nolint:errcheck // it is only a test's
	got = &bytes.Buffer{}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			got.Reset()
			command := make([]byte, len("zINSTREAM\x00"))
			io.ReadFull(conn, command) //nolint:errcheck // then nothing follows
			for length := uint32(0); binary.Read(conn, binary.BigEndian, &length) == nil && length > 0; {
				io.CopyN(got, conn, int64(length)) //nolint:errcheck // as above
			}
			text := answer
			if text == "" {
				text = "stream: OK"
				if bytes.Contains(got.Bytes(), []byte("VIRUS")) {
					text = "stream: Prov.Virus FOUND"
				}
			}
			conn.Write([]byte(text + "\x00")) //nolint:errcheck // as above
			conn.Close()                      //nolint:errcheck // as above
		}
	}()
	return "tcp:" + listener.Addr().String(), got
}

func idOf(err error) string {
	var own *i18n.Error
	if errors.As(err, &own) {
		return own.ID
	}
	return ""
}

func TestAFileIsTakenOnlyWhenClamdSaysThatItIsClean(t *testing.T) {
	long := bytes.Repeat([]byte("a"), 200_001)
	for name, test := range map[string]struct {
		answer  string
		content []byte
		want    string
	}{"clean": {"", long, ""}, "infected": {"", append(long, "VIRUS"...), "file.infected"}, "too large for clamd": {"INSTREAM size limit exceeded. ERROR", long, "file.scanner_down"},
		"nothing": {"\x00", long, "file.scanner_down"}} {
		address, got := clamd(t, test.answer)
		s, err := file.NewScanner(address)
		if err != nil {
			t.Fatal(err)
		}
		if id := idOf(s.Check(t.Context(), &file.New{Name: "a.txt", Content: test.content})); id != test.want {
			t.Errorf("%s: %q, want %q", name, id, test.want)
		}
		if !bytes.Equal(got.Bytes(), test.content) {
			t.Errorf("%s: clamd got %d bytes of %d", name, got.Len(), len(test.content))
		}
	}
	s, _ := file.NewScanner("unix:" + t.TempDir() + "/nobody")
	if id := idOf(s.Check(t.Context(), &file.New{Name: "a.txt", Content: long})); id != "file.scanner_down" {
		t.Errorf("with nobody there: %q", id)
	}
	for _, wrong := range []string{"", "clamd", "tcp:", "tcp:host", "http://host:1"} {
		if _, err := file.NewScanner(wrong); idOf(err) != "file.scanner_wrong" {
			t.Errorf("%q is taken for an address", wrong)
		}
	}
}

// What comes with a form is looked at, and the fault stands beside its field.
func TestFilesOfAFormAreLookedAt(t *testing.T) {
	address, _ := clamd(t, "")
	s, _ := file.NewScanner(address)
	for content, clean := range map[string]bool{"hej": true, "VIRUS": false} {
		var body bytes.Buffer
		parts := multipart.NewWriter(&body)
		part, _ := parts.CreateFormFile("files", "a.txt")
		part.Write([]byte(content)) //nolint:errcheck // to memory
		parts.Close()               //nolint:errcheck // to memory
		r := httptest.NewRequest("POST", "/", &body)
		r.Header.Set("Content-Type", parts.FormDataContentType())
		file.Scanned(s, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			typed, err := file.ReadForm(w, r, 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			sent, err := file.Sent(r, typed, "files")
			_, wrong := typed.FaultOf("files")
			if err != nil || (len(sent) == 1) != clean || wrong == clean {
				t.Errorf("%q: %d files, fault %v, %v", content, len(sent), wrong, err)
			}
			if _, _, err := file.One(r, "files"); (err == nil) != clean {
				t.Errorf("%q alone: %v", content, err)
			}
		})).ServeHTTP(httptest.NewRecorder(), r)
	}
}
