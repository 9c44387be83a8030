package web

import (
	"io"
	"net/http"
	"time"
)

// NewServer is the server that the site answers with. Its limits are for pages and ordinary forms: a client that takes longer
// is cut off, whatever it sends. Files may take longer (see Steady and Download).
func NewServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           stamped(handler),
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
	}
}

// steadily is how much of a sending must come within each patience: some 70 kbit a second, which any line has.
const steadily = 256 << 10

// Steady lets a sending with files take the time it needs, as long as it comes steadily. Without it the whole must have come
// within a minute. It is called before the body is read, for those only who may send files.
func Steady(w http.ResponseWriter, r *http.Request) {
	r.Body = &steadyBody{ReadCloser: r.Body, control: http.NewResponseController(w), within: patience}
}

type steadyBody struct {
	io.ReadCloser
	control *http.ResponseController
	within  time.Duration
	come    int // bytes since the time was last put off
}

// Read puts the time off each time enough has come, for what follows and for the answer.
func (b *steadyBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.come += n; b.come >= steadily {
		b.come = 0
		now := time.Now()
		b.control.SetReadDeadline(now.Add(b.within))      //nolint:errcheck // without deadlines it is only less strict
		b.control.SetWriteDeadline(now.Add(3 * b.within)) //nolint:errcheck // as above
	}
	return n, err
}
