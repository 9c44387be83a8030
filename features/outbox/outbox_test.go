package outbox_test

import (
	"context"
	"errors"
	"net/mail"
	"os"
	"strings"
	"testing"
	"time"

	"samverk/features/audit"
	"samverk/features/outbox"
	"samverk/features/outbox/smtptest"
	"samverk/platform/i18n"
	"samverk/platform/jobs"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(smtptest.Main(m, (*testing.M).Run)) }

var ctx = audit.As(context.Background(), audit.Actor{Kind: audit.Account, ID: "a", Name: "Test"})

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func draft(to string) outbox.Draft {
	return outbox.Draft{Kind: "reminder", To: to, Subject: "Påminnelse: två mätningar", Text: "Hej!\n\nRäkna möten på Åland.\n.\nSlut."}
}

func queue(t *testing.T, db *store.DB, drafts ...outbox.Draft) {
	t.Helper()
	check(t, db.Write(ctx, func(tx *store.Tx) error {
		for _, d := range drafts {
			if err := outbox.Queue(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	}))
}

// running sends what is queued, through a server, until the test ends.
func running(t *testing.T, db *store.DB, address string) {
	t.Helper()
	f := &outbox.Feature{DB: db}
	if address != "" {
		server, err := outbox.NewServer(address, "Samverk <samverk@example.se>")
		check(t, err)
		f.Server = server
	}
	work := jobs.New(db)
	f.Work(work)
	stopping, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); work.Run(stopping) }()
	t.Cleanup(func() { stop(); <-ended })
}

func listed(t *testing.T, db *store.DB, state outbox.State) []outbox.Mail {
	t.Helper()
	var mails []outbox.Mail
	check(t, db.Read(ctx, func(tx *store.Tx) (err error) {
		mails, _, err = outbox.Listed(ctx, tx, state, "")
		return err
	}))
	return mails
}

func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(40 * time.Second); !is(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

func TestAMailArrivesAsItWasWritten(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		server := smtptest.Start(t, "samverk", "p@ss w/rd")
		running(t, db, "smtp://samverk:p%40ss%20w%2Frd@"+server.Addr)
		d := draft("anna@example.se")
		queue(t, db, d)
		until(t, "the mail is sent", func() bool { return len(listed(t, db, outbox.Sent)) == 1 })
		got := server.Received(t)
		if len(got) != 1 {
			t.Fatalf("%d mails came", len(got))
		}
		m := got[0]
		if m.Recipient != d.To || m.Subject() != d.Subject || strings.TrimRight(m.Text, "\n") != d.Text {
			t.Errorf("to %q came %q: %q", m.Recipient, m.Subject(), m.Text)
		}
		from, err := mail.ParseAddress(m.Header.Get("From"))
		if err != nil || from.Address != "samverk@example.se" || from.Name != "Samverk" {
			t.Errorf("it is from %q", m.Header.Get("From"))
		}
		sent := listed(t, db, outbox.Sent)[0]
		if m.Header.Get("Message-Id") != "<"+sent.ID+"@example.se>" || m.Header.Get("Auto-Submitted") != "auto-generated" || m.Header.Get("Date") == "" {
			t.Errorf("the header is %v", m.Header)
		}
		if sent.Body != "" {
			t.Error("the text of a mail that was sent is still kept")
		}
	})
}

func TestNothingIsSentForWhatWasRolledBackAndNothingTwice(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		server := smtptest.Start(t, "", "")
		running(t, db, "smtp://"+server.Addr)
		regret := errors.New("regretted")
		if err := db.Write(ctx, func(tx *store.Tx) error {
			return errors.Join(outbox.Queue(ctx, tx, draft("regretted@example.se")), regret)
		}); !errors.Is(err, regret) {
			t.Fatal(err)
		}
		once := draft("once@example.se")
		once.Once = "reminder:once"
		queue(t, db, once)
		queue(t, db, once, draft("last@example.se"))
		until(t, "both are sent", func() bool { return len(listed(t, db, outbox.Sent)) == 2 })
		var to []string
		for _, m := range server.Received(t) {
			to = append(to, m.Recipient)
		}
		if len(to) != 2 {
			t.Errorf("mails came to %v", to)
		}
	})
}

// A server that breaks off after it has taken a mail gets it again, and can tell that it is the same.
func TestAFaultIsToldAndTheMailComesAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		server := smtptest.Start(t, "", "")
		running(t, db, "smtp://"+server.Addr)
		queue(t, db, draft(smtptest.Refused+"a@example.se"), draft(smtptest.Later+"b@example.se"), draft(smtptest.Dropped+"c@example.se"), draft("d@example.se"))
		faults := map[string]outbox.Fault{}
		until(t, "every mail has been tried", func() bool {
			for _, state := range []outbox.State{outbox.Waiting, outbox.Failed} {
				for _, m := range listed(t, db, state) {
					faults[m.Recipient] = m.Fault
				}
			}
			return faults[smtptest.Refused+"a@example.se"] != "" && faults[smtptest.Later+"b@example.se"] != "" && faults[smtptest.Dropped+"c@example.se"] != ""
		})
		want := map[string]outbox.Fault{smtptest.Refused + "a@example.se": outbox.Refused, smtptest.Later + "b@example.se": outbox.Later, smtptest.Dropped + "c@example.se": outbox.Unreachable}
		for to, fault := range want {
			if faults[to] != fault {
				t.Errorf("%s: the fault is %q", to, faults[to])
			}
		}
		failed := listed(t, db, outbox.Failed)
		if len(failed) != 1 || !strings.Contains(failed[0].Answer, "nobody of that name") {
			t.Errorf("given up are %+v", failed)
		}
		for range 2 { // greylisted twice
			for _, m := range listed(t, db, outbox.Waiting) {
				check(t, db.Write(ctx, func(tx *store.Tx) error { return outbox.Retry(ctx, tx, m.ID) }))
			}
			until(t, "they have been tried again", func() bool {
				for _, m := range listed(t, db, outbox.Waiting) {
					if m.Fault == "" {
						return false
					}
				}
				return true
			})
		}
		until(t, "they are sent", func() bool { return len(listed(t, db, outbox.Sent)) == 3 })
		ids := map[string]int{}
		for _, m := range server.Received(t) {
			if m.Recipient == smtptest.Dropped+"c@example.se" {
				ids[m.Header.Get("Message-Id")]++
			}
		}
		if len(ids) != 1 {
			t.Errorf("the mail that came again has the keys %v", ids)
		}
	})
}

func TestAMailThatFailedCanBeRetriedOrCancelled(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		server := smtptest.Start(t, "", "")
		running(t, db, "smtp://"+server.Addr)
		queue(t, db, draft(smtptest.Refused+"a@example.se"))
		until(t, "it has failed", func() bool { return len(listed(t, db, outbox.Failed)) == 1 })
		failed := listed(t, db, outbox.Failed)[0]
		for range 2 { // pressed twice
			check(t, db.Write(ctx, func(tx *store.Tx) error { return outbox.Retry(ctx, tx, failed.ID) }))
		}
		until(t, "it has failed again", func() bool {
			again := listed(t, db, outbox.Failed)
			return len(again) == 1 && again[0].EndedAt.After(failed.EndedAt.Time)
		})
		for range 2 {
			check(t, db.Write(ctx, func(tx *store.Tx) error { return outbox.Cancel(ctx, tx, failed.ID) }))
		}
		cancelled := listed(t, db, outbox.Cancelled)
		if len(cancelled) != 1 || cancelled[0].Body != "" {
			t.Errorf("cancelled are %+v", cancelled)
		}
		err := db.Write(ctx, func(tx *store.Tx) error { return outbox.Retry(ctx, tx, "no such mail") })
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a mail that is not there: %v", err)
		}
	})
}

// Without a server mails wait, and go when there is one.
func TestWithoutAServerMailsWait(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		running(t, db, "")
		queue(t, db, draft("anna@example.se"))
		time.Sleep(2 * time.Second) // it would have gone by now
		if waiting := listed(t, db, outbox.Waiting); len(waiting) != 1 || waiting[0].Tries != 0 {
			t.Errorf("waiting are %+v", waiting)
		}
	})
}

func TestWhatIsNoMailIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for name, spoil := range map[string]func(*outbox.Draft){
			"no address":                   func(d *outbox.Draft) { d.To = "" },
			"two addresses":                func(d *outbox.Draft) { d.To = "a@example.se, b@example.se" },
			"a name with it":               func(d *outbox.Draft) { d.To = "Anna <a@example.se>" },
			"a header in the address":      func(d *outbox.Draft) { d.To = "a@example.se\r\nBcc: b@example.se" },
			"a header in the subject":      func(d *outbox.Draft) { d.Subject = "Hej\r\nBcc: b@example.se" },
			"a lone line feed in subject":  func(d *outbox.Draft) { d.Subject = "Hej\nBcc: b@example.se" },
			"a subject that reads as code": func(d *outbox.Draft) { d.Subject = "=?utf-8?q?Bcc:_b@example.se?=" },
			"no subject":                   func(d *outbox.Draft) { d.Subject = "" },
			"no text":                      func(d *outbox.Draft) { d.Text = "" },
			"a text longer than any other": func(d *outbox.Draft) { d.Text = strings.Repeat("a", 300_000) },
		} {
			d := draft("a@example.se")
			spoil(&d)
			var own *i18n.Error
			if err := db.Write(ctx, func(tx *store.Tx) error { return outbox.Queue(ctx, tx, d) }); !errors.As(err, &own) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestSettingsOfTheServer(t *testing.T) {
	for _, c := range []struct {
		address, from string
		right         bool
	}{
		{"smtp://localhost", "a@example.se", true},
		{"smtp://user:word@mail.example.se:2525", "Samverk <a@example.se>", true},
		{"smtps://mail.example.se", "a@example.se", true},
		{"mail.example.se", "a@example.se", false},
		{"https://mail.example.se", "a@example.se", false},
		{"smtp://", "a@example.se", false},
		{"smtp://mail.example.se:0", "a@example.se", false},
		{"smtp://mail.example.se:99999", "a@example.se", false},
		{"smtp://mail.example.se/path", "a@example.se", false},
		{"smtp://mail.example.se", "nobody", false},
		{"smtp://user:secret%zz@mail.example.se", "a@example.se", false},
	} {
		_, err := outbox.NewServer(c.address, c.from)
		if (err == nil) != c.right {
			t.Errorf("%s from %s: %v", c.address, c.from, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}

// What goes with a mail arrives as it was written, a calendar beside the text and anything else as a file, and is not kept.
func TestWhatGoesWithAMailArrivesAndIsNotKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		server := smtptest.Start(t, "", "")
		running(t, db, "smtp://"+server.Addr)
		event := "BEGIN:VCALENDAR\r\nSUMMARY:Stormöte = möte\r\nEND:VCALENDAR\r\n"
		invited, listed1 := draft("anna@example.se"), draft("bo@example.se")
		invited.With = outbox.Attachment{Name: "mote.ics", Media: "text/calendar; method=REQUEST", Text: event}
		listed1.With = outbox.Attachment{Name: "lista.csv", Media: "text/csv", Text: "namn\r\nÖrjan\r\n"}
		queue(t, db, invited)
		until(t, "the first is sent", func() bool { return len(listed(t, db, outbox.Sent)) == 1 })
		queue(t, db, listed1)
		until(t, "both are sent", func() bool { return len(listed(t, db, outbox.Sent)) == 2 })
		got := server.Received(t)
		if len(got) != 2 || len(got[0].Parts) != 1 || len(got[1].Parts) != 1 {
			t.Fatalf("came %+v", got)
		}
		if part := got[0].Parts[0]; part.Media != "text/calendar" || part.Method != "REQUEST" || part.Content != event || !strings.HasPrefix(got[0].Header.Get("Content-Type"), "multipart/alternative") {
			t.Errorf("the calendar is %+v in %s", part, got[0].Header.Get("Content-Type"))
		}
		if part := got[1].Parts[0]; part.Media != "text/csv" || part.Name != "lista.csv" || part.Content != listed1.With.Text {
			t.Errorf("the file is %+v", part)
		}
		for i, m := range got {
			if strings.TrimRight(m.Text, "\n") != invited.Text {
				t.Errorf("%d says %q", i, m.Text)
			}
		}
		for _, m := range listed(t, db, outbox.Sent) {
			if m.Attachment != "" {
				t.Errorf("%s is still kept", m.AttachmentName)
			}
		}
		bad := draft("anna@example.se")
		bad.With = outbox.Attachment{Name: "a\r\nBcc: b@example.se", Media: "text/calendar", Text: "x"}
		if err := db.Write(ctx, func(tx *store.Tx) error { return outbox.Queue(ctx, tx, bad) }); err == nil {
			t.Error("a name with a line break is let through")
		}
	})
}
