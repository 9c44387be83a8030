// Package smtptest is a mail server for tests: a process of its own that speaks SMTP, keeps what it takes in a folder, and
// misbehaves when the address of a mail asks for it.
package smtptest

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/mail"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// What an address begins with to make the server misbehave.
const (
	Refused = "refused-" // 550 to the recipient
	Later   = "later-"   // 451 the first two times
	Dropped = "dropped-" // the first time the mail is taken, but the connection ends before the answer
	Slow    = "slow-"    // the answer takes a while
)

const slowness = 300 * time.Millisecond

// backend makes sessions.
type backend struct {
	folder         string
	user, password string

	mu    sync.Mutex
	tries map[string]int // by recipient
	taken int
}

func (b *backend) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &session{backend: b, connection: c.Conn(), known: b.user == ""}, nil
}

func (b *backend) try(recipient string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tries[recipient]++
	return b.tries[recipient]
}

// keep writes a mail where Received finds it. It is whole or not there.
func (b *backend) keep(recipient string, content []byte) error {
	b.mu.Lock()
	b.taken++
	name := filepath.Join(b.folder, fmt.Sprintf("%06d", b.taken))
	b.mu.Unlock()
	content = append([]byte("X-Recipient: "+recipient+"\r\n"), content...)
	if err := os.WriteFile(name+".partial", content, 0o600); err != nil {
		return err
	}
	return os.Rename(name+".partial", name+".eml")
}

// session is one connection.
type session struct {
	*backend
	connection net.Conn
	known      bool
	recipient  string
}

func (s *session) AuthMechanisms() []string {
	if s.user == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if s.known = user == s.user && password == s.password; !s.known {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *session) Mail(string, *smtp.MailOptions) error {
	if !s.known {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.recipient = to
	switch {
	case strings.HasPrefix(to, Refused):
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "nobody of that name"}
	case strings.HasPrefix(to, Later) && s.try(to) <= 2:
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted, come again"}
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if strings.HasPrefix(s.recipient, Slow) {
		time.Sleep(slowness)
	}
	if err := s.keep(s.recipient, content); err != nil {
		return err
	}
	if strings.HasPrefix(s.recipient, Dropped) && s.try(s.recipient) == 1 {
		s.connection.Close() //nolint:errcheck // that is the misbehaviour
	}
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// serve is the process: it says on its output where it listens, and ends when its input ends.
func serve(folder, user, password string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := smtp.NewServer(&backend{folder: folder, user: user, password: password, tries: map[string]int{}})
	server.Domain = "localhost"
	server.AllowInsecureAuth = true
	server.EnableSMTPUTF8 = true
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	fmt.Println(listener.Addr())
	go func() {
		io.Copy(io.Discard, os.Stdin) //nolint:errcheck // its end is what counts
		server.Close()                //nolint:errcheck // the process ends
	}()
	return server.Serve(listener)
}

// read takes a mail apart.
func read(content []byte) (Message, error) {
	m, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return Message{}, err
	}
	text, others, err := parts(textproto.MIMEHeader(m.Header), m.Body)
	return Message{Recipient: m.Header.Get("X-Recipient"), Header: m.Header, Text: text, Parts: others}, err
}
