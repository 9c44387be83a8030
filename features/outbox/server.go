package outbox

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/mail"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"samverk/platform/i18n"
)

// Server is where mails are handed over, and as whom.
type Server struct {
	host           string
	port           int
	safe           bool // TLS from the first byte
	local          bool // on this machine, where nothing needs to be kept from others
	user, password string
	from           mail.Address
}

// NewServer reads an address such as smtp://user:password@mail.example.se:587 (with STARTTLS, which is demanded unless the
// server is this machine) or smtps://…:465 (TLS from the start), and the sender, with or without a name.
func NewServer(address, from string) (*Server, error) {
	at, err := url.Parse(address)
	if err != nil || at.Hostname() == "" || at.Scheme != "smtp" && at.Scheme != "smtps" || at.Path != "" && at.Path != "/" {
		return nil, i18n.Fail("outbox.bad_server") // not repeated: it may hold a password
	}
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return nil, i18n.Fail("outbox.bad_sender", "from", from)
	}
	s := &Server{host: at.Hostname(), port: 587, safe: at.Scheme == "smtps", user: at.User.Username(), from: *sender}
	s.password, _ = at.User.Password()
	if s.safe {
		s.port = 465
	}
	if at.Port() != "" {
		if s.port, err = strconv.Atoi(at.Port()); err != nil || s.port < 1 || s.port > 65535 {
			return nil, i18n.Fail("outbox.bad_server")
		}
	}
	ip := net.ParseIP(s.host)
	s.local = s.host == "localhost" || ip != nil && ip.IsLoopback()
	return s, nil
}

// Sender is whom mails are from.
func (s *Server) Sender() mail.Address { return s.from }

// domain is the part of the sender's address that makes message keys the authority's own.
func (s *Server) domain() string {
	return s.from.Address[strings.LastIndexByte(s.from.Address, '@')+1:]
}

// message is the mail as it goes. The same mail has the same Message-ID each time it is tried.
func (s *Server) message(m *Mail) (*gomail.Msg, error) {
	out := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	out.FromMailAddress(&s.from)
	if err := out.To(m.Recipient); err != nil {
		return nil, err
	}
	out.Subject(m.Subject)
	out.SetMessageIDWithValue(m.ID + "@" + s.domain())
	out.SetDateWithValue(m.QueuedAt.Time)
	out.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no machine should answer
	out.SetBodyString(gomail.TypeTextPlain, m.Body)
	with := Attachment{m.AttachmentName, m.AttachmentMedia, m.Attachment}
	switch {
	case with.Name == "":
	case with.isCalendar():
		out.AddAlternativeString(gomail.ContentType(with.Media), with.Text)
	default:
		if err := out.AttachReader(with.Name, strings.NewReader(with.Text), gomail.WithFileContentType(gomail.ContentType(with.Media))); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// hand hands the mail over. The fault is empty when the server has taken it; answer is what it said otherwise.
func (s *Server) hand(ctx context.Context, m *Mail) (fault Fault, answer string) {
	out, err := s.message(m)
	if err != nil {
		return Refused, shortened(err.Error())
	}
	ctx, cancel := context.WithTimeout(ctx, longestSending)
	defer cancel()
	err = s.converse(ctx, out)
	if err == nil || out.IsDelivered() { // what goes wrong after that concerns nobody
		return "", ""
	}
	return faultOf(err)
}

func (s *Server) converse(ctx context.Context, out *gomail.Msg) error {
	client, err := s.client()
	if err != nil {
		return err
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return err
	}
	defer client.CloseWithSMTPClient(connection) //nolint:errcheck // the mail has gone, or its own error is told
	return client.SendWithSMTPClient(connection, out)
}

func (s *Server) client() (*gomail.Client, error) {
	options := []gomail.Option{gomail.WithPort(s.port), gomail.WithTimeout(longestSending / 2), gomail.WithTLSPolicy(gomail.TLSMandatory)}
	if s.local {
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	}
	if s.safe {
		options = append(options, gomail.WithSSL())
	}
	if s.user != "" {
		way := gomail.SMTPAuthAutoDiscover
		if s.local {
			way = gomail.SMTPAuthPlainNoEnc
		}
		options = append(options, gomail.WithSMTPAuth(way), gomail.WithUsername(s.user), gomail.WithPassword(s.password))
	}
	return gomail.NewClient(s.host, options...)
}

// longestAnswer bounds what is kept of what a server said.
const longestAnswer = 300

// faultOf tells why a server did not take a mail: from its answer (RFC 5321, 4.2.1: 4xx may pass, 5xx does not; RFC 4954,
// 6: 530 to 538 are about signing in), or from what became of the connection.
func faultOf(err error) (fault Fault, answer string) {
	var sending *gomail.SendError
	var replied *textproto.Error
	code := 0
	switch {
	case errors.As(err, &replied):
		code = replied.Code
	case errors.As(err, &sending):
		code = sending.ErrorCode()
	}
	switch {
	case code >= 530 && code <= 538:
		fault = SignIn
	case code >= 500:
		fault = Refused
	case code >= 400:
		fault = Later
	case isUnsafe(err):
		fault = Unsafe
	case strings.Contains(err.Error(), "AUTH"): // nor for one that offers no way of signing in
		fault = SignIn
	default:
		fault = Unreachable
	}
	return fault, shortened(err.Error())
}

// isUnsafe tells whether the connection could not be made safe.
func isUnsafe(err error) bool {
	return errors.As(err, new(*tls.CertificateVerificationError)) || errors.As(err, new(tls.RecordHeaderError)) ||
		strings.Contains(err.Error(), "STARTTLS") // the library has no kind of its own for a server without it
}

func shortened(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	if len(text) > longestAnswer {
		text = strings.ToValidUTF8(text[:longestAnswer], "") + "…"
	}
	return text
}
