package outbox

import (
	"mime"
	"net/mail"
	"strings"
	"time"
	"unicode"

	"samverk/platform/i18n"
	"samverk/platform/jobs"
	"samverk/platform/store"
)

// Draft is a mail to be sent.
type Draft struct {
	Once      string // a second mail with the same is not sent; empty for no such check
	Kind      string // what it is about: outbox.kind.KIND says it in words
	To        string // one address, without a name
	AccountID string // whose address it is; empty for nobody's
	Subject   string
	Text      string // plain text; lines are divided by \n
	With      Attachment
}

// Attachment is a text in another format that goes with a mail. What is for calendar programs stands as another way of
// saying the same (RFC 6047), where they look for it; anything else is a file.
type Attachment struct {
	Name  string // of the file; empty for no attachment
	Media string // "text/calendar; method=REQUEST"
	Text  string
}

// Bounds of a mail, in bytes.
const (
	longestSubject = 500
	longestText    = 200_000
)

// check refuses what cannot be a mail. A line break in an address or subject would let whoever wrote it add headers, and a
// subject that reads as an encoded word (RFC 2047) would be shown as something else.
func (d *Draft) check() error {
	address, err := mail.ParseAddress(d.To)
	if err != nil || address.Address != d.To || hasControl(d.To) {
		return i18n.Fail("outbox.bad_address", "address", d.To)
	}
	if d.Subject == "" || len(d.Subject) > longestSubject || hasControl(d.Subject) || strings.Contains(d.Subject, "=?") || d.Text == "" || len(d.Text) > longestText {
		return i18n.Fail("outbox.bad_mail")
	}
	return d.With.check()
}

// check refuses an attachment that could not go as one.
func (a *Attachment) check() error {
	if *a == (Attachment{}) {
		return nil
	}
	media, _, err := mime.ParseMediaType(a.Media)
	if err != nil || !strings.HasPrefix(media, "text/") || a.Name == "" || len(a.Name) > longestSubject || hasControl(a.Name+a.Media) || a.Text == "" || len(a.Text) > longestText {
		return i18n.Fail("outbox.bad_mail")
	}
	return nil
}

// isCalendar tells whether calendar programs look for it beside the text.
func (a *Attachment) isCalendar() bool { return strings.HasPrefix(a.Media, "text/calendar") }

func hasControl(text string) bool { return strings.ContainsFunc(text, unicode.IsControl) }

// State is how far a mail has come.
type State string

// The states of a mail.
const (
	Waiting   State = "waiting"
	Sent      State = "sent"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// States lists them in the order in which somebody wants to see them.
var States = []State{Failed, Waiting, Sent, Cancelled}

// Fault is why a try failed.
type Fault string

// The faults. All but refused may pass by themselves.
const (
	Unset       Fault = "unset"       // the program has not been told of any server
	Unreachable Fault = "unreachable" // the server did not answer, or broke off
	Unsafe      Fault = "unsafe"      // the connection could not be made safe
	SignIn      Fault = "sign_in"     // the server did not take the program's name and password
	Later       Fault = "later"       // the server asked to be tried later
	Refused     Fault = "refused"     // the server will not take this mail
)

// Mail is a mail that was queued.
type Mail struct {
	ID                                          string
	Kind                                        string
	Recipient                                   string
	Subject                                     string
	Body                                        string
	AttachmentName, AttachmentMedia, Attachment string
	State                                       State
	Tries                                       int
	QueuedAt                                    store.Time
	NextAt                                      store.Time
	EndedAt                                     store.Time
	Fault                                       Fault
	Answer                                      string
}

// waits is how long after each try the next comes. Together they last three days, so that a mail outlives a weekend
// without anybody at work.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour}

// waitAfter is how long the next try waits after so many, from 1.
func waitAfter(tries int) time.Duration { return waits[min(max(tries, 1), len(waits))-1] }

// longestSending bounds one try: what has not gone by then is tried again.
const longestSending = 20 * time.Second

// mailRules is how mails are tried.
var mailRules = jobs.Rules{Longest: longestSending + 10*time.Second, Tries: len(waits) + 1, Wait: waitAfter}
