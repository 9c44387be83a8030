package outbox

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"
	"testing"

	"samverk/platform/store"
)

// Whatever somebody writes in an address, a subject or a text: what is not refused goes as one mail to that address, with the
// headers that the program sets and no others, and comes out as it was written.
func FuzzDraft(f *testing.F) {
	f.Add("anna@example.se", "Påminnelse: två mätningar", "Hej!\n\nRäkna möten på Åland.\n.\nSlut.")
	f.Add("anna@example.se", "Hej\r\nBcc: alla@example.se", "x")
	f.Add("anna@example.se\nBcc: alla@example.se", "Hej", "x")
	f.Add("anna@example.se, alla@example.se", "Hej", "Bcc: alla@example.se\n\nx")
	f.Add("\"a b\"@example.se", "Hej", "x")
	f.Add("anna@example.se", "=?utf-8?q?a=0D=0ABcc:_b@example.se?=", "\n\nFrom x\r\r\n.\r\n")
	f.Add("å@exempel.se", strings.Repeat("Räksmörgås ", 40), strings.Repeat("ord ", 5000))
	f.Add("a@b.se", "\u2028\u0085", "\xff")
	server, err := NewServer("smtp://localhost", "Samverk <samverk@example.se>")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, to, subject, text string) {
		d := Draft{Kind: "reminder", To: to, Subject: subject, Text: text}
		if d.check() != nil {
			return
		}
		if len(subject) > longestSubject || len(text) > longestText {
			t.Fatalf("%d bytes of subject and %d of text are let through", len(subject), len(text))
		}
		message, err := server.message(&Mail{ID: "1", Recipient: to, Subject: subject, Body: text, QueuedAt: store.Now()})
		if err != nil {
			return // it is given up, and the outbox says why
		}
		var written bytes.Buffer
		if _, err := message.WriteTo(&written); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(written.String(), "\r\n") {
			if len(line) > 998 || strings.ContainsAny(line, "\r\n") { // RFC 5322, 2.1.1 and 2.3
				t.Fatalf("a line of %d bytes, or one that is broken otherwise: %q", len(line), line)
			}
		}
		got, err := mail.ReadMessage(&written)
		if err != nil {
			t.Fatal(err)
		}
		for name, values := range got.Header {
			if len(values) != 1 || !slices.Contains(ownHeaders, name) {
				t.Fatalf("%s is %q", name, values)
			}
		}
		if came, err := got.Header.AddressList("To"); err != nil || len(came) != 1 || came[0].Address != to || came[0].Name != "" {
			t.Fatalf("it goes to %v instead of %q: %v", came, to, err)
		}
		if came, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject")); err != nil || strings.TrimSpace(came) != strings.TrimSpace(subject) {
			t.Fatalf("the subject %q came as %q: %v", subject, came, err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(got.Body))
		if err != nil || lines(string(body)) != lines(text) {
			t.Fatalf("the text %q came as %q: %v", text, body, err)
		}
	})
}

// ownHeaders are those that the program sets.
var ownHeaders = []string{"Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}

// lines divides a text's lines alike, and leaves out how it ends.
func lines(text string) string {
	return strings.TrimRight(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
}

// Whatever goes along, the mail stays one mail with the program's headers, and its text comes out as it was written.
func FuzzAttachment(f *testing.F) {
	f.Add("mote.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
	f.Add("möte\".ics", "text/csv", "--\r\nContent-Type: text/html\r\n\r\n")
	f.Add("a\nBcc: b@example.se", "text/calendar\r\nBcc: b@example.se", "x")
	f.Add("=?utf-8?q?a=0D=0A?=", "text/x; a=\"b\"", strings.Repeat("å", 2000))
	server, err := NewServer("smtp://localhost", "Samverk <samverk@example.se>")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name, media, text string) {
		d := Draft{Kind: "reminder", To: "anna@example.se", Subject: "Hej", Text: "Hej!", With: Attachment{name, media, text}}
		if d.check() != nil {
			return
		}
		message, err := server.message(&Mail{ID: "1", Recipient: d.To, Subject: d.Subject, Body: d.Text, QueuedAt: store.Now(), AttachmentName: name, AttachmentMedia: media, Attachment: text})
		if err != nil {
			return
		}
		var written bytes.Buffer
		if _, err := message.WriteTo(&written); err != nil {
			t.Fatal(err)
		}
		got, err := mail.ReadMessage(&written)
		if err != nil {
			t.Fatal(err)
		}
		for name, values := range got.Header {
			if len(values) != 1 || !slices.Contains(ownHeaders, name) {
				t.Fatalf("%s is %q", name, values)
			}
		}
		kind, params, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
		if err != nil || len(d.With.Name) > 0 && !strings.HasPrefix(kind, "multipart/") {
			t.Fatalf("the mail is %q, %v", kind, err)
		}
		if len(d.With.Name) == 0 {
			return
		}
		all := multipart.NewReader(got.Body, params["boundary"])
		first, err := all.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(first)
		if err != nil || lines(string(body)) != d.Text {
			t.Fatalf("the text came as %q: %v", body, err)
		}
	})
}
