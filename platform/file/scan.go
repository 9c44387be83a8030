package file

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"samverk/platform/i18n"
)

// Scanner looks for viruses in files that are sent: clamd, the server of ClamAV, at an address.
type Scanner struct {
	Network string // "tcp" or "unix"
	Address string
}

// scanTime bounds how long one file may be looked at.
const scanTime = 30 * time.Second

// longestReply bounds what clamd answers, in bytes.
const longestReply = 4096

// errReply is the cause when clamd answers something that is neither clean nor infected.
var errReply = errors.New("clamd did not say whether the file is clean")

// NewScanner reads an address: "tcp:host:3310" or "unix:/run/clamav/clamd.ctl". The error is an *i18n.Error.
func NewScanner(written string) (*Scanner, error) {
	network, address, found := strings.Cut(written, ":")
	if !found || address == "" || network != "tcp" && network != "unix" {
		return nil, i18n.Fail("file.scanner_wrong", "text", written)
	}
	if network == "tcp" {
		if _, _, err := net.SplitHostPort(address); err != nil {
			return nil, i18n.Fail("file.scanner_wrong", "text", written).Because(err)
		}
	}
	return &Scanner{network, address}, nil
}

// Check refuses a file in which clamd finds a virus, and every file while clamd does not answer: what has not been looked at is
// not kept. The error is an *i18n.Error.
func (s *Scanner) Check(ctx context.Context, n *New) error {
	ctx, cancel := context.WithTimeout(ctx, scanTime)
	defer cancel()
	reply, err := s.ask(ctx, n.Content)
	switch {
	case err != nil:
		return i18n.Fail("file.scanner_down", "name", n.Name).Because(err)
	case strings.HasSuffix(reply, " FOUND"):
		return i18n.Fail("file.infected", "name", n.Name)
	case !strings.HasSuffix(reply, ": OK"):
		return i18n.Fail("file.scanner_down", "name", n.Name).Because(fmt.Errorf("%w: %q", errReply, reply))
	}
	return nil
}

// scanPiece is how much of a file is sent to clamd at a time.
const scanPiece = 64 << 10

// ask sends a content by clamd's command INSTREAM: pieces, each after its length in four bytes, and a length of 0 last.
func (s *Scanner) ask(ctx context.Context, content []byte) (string, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, s.Network, s.Address)
	if err != nil {
		return "", err
	}
	defer conn.Close() //nolint:errcheck // the answer is what matters
	if until, bounded := ctx.Deadline(); bounded {
		if err := conn.SetDeadline(until); err != nil {
			return "", err
		}
	}
	out := bufio.NewWriterSize(conn, scanPiece+4)
	out.WriteString("zINSTREAM\x00") //nolint:errcheck // told by Flush
	for len(content) > 0 {
		piece := content[:min(len(content), scanPiece)]
		binary.Write(out, binary.BigEndian, uint32(len(piece))) //nolint:errcheck // as above
		out.Write(piece)                                        //nolint:errcheck // as above
		content = content[len(piece):]
	}
	binary.Write(out, binary.BigEndian, uint32(0)) //nolint:errcheck // as above
	if err := out.Flush(); err != nil {
		return "", err
	}
	reply, err := io.ReadAll(io.LimitReader(conn, longestReply))
	return strings.TrimRight(string(reply), "\x00\n"), err
}

type scannerKey struct{}

// Scanned lets every file that comes with a request be looked at. Without a scanner nothing is.
func Scanned(s *Scanner, next http.Handler) http.Handler {
	if s == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), scannerKey{}, s)))
	})
}

// Look looks for viruses in a file that came with a request, when there is somebody to look.
func Look(ctx context.Context, n *New) error {
	s, wanted := ctx.Value(scannerKey{}).(*Scanner)
	if !wanted || len(n.Content) == 0 || len(n.Content) > Largest {
		return nil
	}
	return s.Check(ctx, n)
}
