package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strconv"
	"time"
)

// patience is how long a reader may take for each piece of a file.
const patience = 30 * time.Second

// Download writes a file whole to a temporary one and then sends it: whatever write reads from is free again while a slow
// reader takes the file, and a fault in writing still becomes a page.
func Download(w http.ResponseWriter, media, name string, write func(io.Writer) error) error {
	file, err := os.CreateTemp("", "samverk-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) //nolint:errcheck // it is temporary
	defer file.Close()           //nolint:errcheck // it was written whole below
	if err := write(file); err != nil {
		return err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	Attach(w, media, name, size, file)
	return nil
}

// Attach sends a file to be kept, never shown: whatever it holds, no browser opens it as a page of this site.
func Attach(w http.ResponseWriter, media, name string, size int64, content io.Reader) {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	send(w, content)
}

// send gives the file piece by piece. A reader who has gone away, or takes nothing for too long, is let go.
func send(w http.ResponseWriter, file io.Reader) {
	control, piece := http.NewResponseController(w), make([]byte, 256<<10)
	for {
		n, err := file.Read(piece)
		if n > 0 {
			control.SetWriteDeadline(time.Now().Add(patience)) //nolint:errcheck // without deadlines it is only less strict
			if _, err := w.Write(piece[:n]); err != nil {
				return
			}
		}
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			panic(http.ErrAbortHandler) // so that nobody takes half a file for a whole one
		}
	}
}
