package smtptest

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// folderVariable tells a process that it is to be the server, and where it keeps its mails.
const (
	folderVariable   = "SMTPTEST_FOLDER"
	userVariable     = "SMTPTEST_USER"
	passwordVariable = "SMTPTEST_PASSWORD"
)

// Main runs a package's tests with run, or the server when the process was started to be it. Every package that calls Start has it
// in its TestMain.
func Main(m *testing.M, run func(*testing.M) int) int {
	folder := os.Getenv(folderVariable)
	if folder == "" {
		return run(m)
	}
	if err := serve(folder, os.Getenv(userVariable), os.Getenv(passwordVariable)); err != nil {
		fmt.Fprintln(os.Stderr, "smtptest:", err)
	}
	return 0
}

// Server is a running mail server.
type Server struct {
	Addr   string // host and port
	folder string
}

// Start starts a server as a process of its own; it ends with the test. With a user it demands to be signed in to.
func Start(tb testing.TB, user, password string) *Server {
	tb.Helper()
	s := &Server{folder: tb.TempDir()}
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), folderVariable+"="+s.folder, userVariable+"="+user, passwordVariable+"="+password)
	process.Stderr = os.Stderr
	input, err := process.StdinPipe()
	check(tb, err)
	output, err := process.StdoutPipe()
	check(tb, err)
	check(tb, process.Start())
	tb.Cleanup(func() {
		input.Close()  //nolint:errcheck // it tells the server to end
		process.Wait() //nolint:errcheck // it has ended
	})
	line, err := bufio.NewReader(output).ReadString('\n')
	check(tb, err)
	s.Addr = strings.TrimSpace(line)
	return s
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// Message is a mail that the server has taken.
type Message struct {
	Recipient string
	Header    mail.Header
	Text      string // the plain text
	Parts     []Part // what stands beside it, or goes along
}

// Part is a part of a mail other than its plain text.
type Part struct {
	Media   string // "text/calendar"
	Method  string // what a calendar asks of whom it is sent to
	Name    string // of a file
	Content string
}

// Subject is the subject in plain text.
func (m *Message) Subject() string {
	decoded, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return m.Header.Get("Subject")
	}
	return decoded
}

// Received are the mails taken so far, in the order in which they came.
func (s *Server) Received(tb testing.TB) []Message {
	tb.Helper()
	names, err := filepath.Glob(filepath.Join(s.folder, "*.eml"))
	check(tb, err)
	slices.Sort(names)
	all := make([]Message, len(names))
	for i, name := range names {
		content, err := os.ReadFile(name)
		check(tb, err)
		all[i], err = read(content)
		check(tb, err)
	}
	return all
}

// parts takes a body apart: its plain text, and whatever else there is.
func parts(header textproto.MIMEHeader, body io.Reader) (text string, others []Part, err error) {
	media, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return "", nil, err
	}
	if !strings.HasPrefix(media, "multipart/") {
		content, err := decoded(header, body)
		if media == "text/plain" && !strings.HasPrefix(header.Get("Content-Disposition"), "attachment") {
			return strings.ReplaceAll(content, "\r\n", "\n"), nil, err
		}
		return "", []Part{{Media: media, Method: params["method"], Name: params["name"], Content: content}}, err
	}
	for reader := multipart.NewReader(body, params["boundary"]); ; {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return text, others, nil
		}
		if err != nil {
			return text, others, err
		}
		words, more, err := parts(part.Header, part)
		if err != nil {
			return text, others, err
		}
		text += words
		others = append(others, more...)
	}
}

func decoded(header textproto.MIMEHeader, body io.Reader) (string, error) {
	switch strings.ToLower(header.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		return "", errors.Join(errors.New("the mail's text"), err)
	}
	return string(content), nil
}
