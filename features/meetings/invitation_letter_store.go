package meetings

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"samverk/features/accounts"
	"samverk/platform/i18n"
	"samverk/platform/ical"
	"samverk/platform/store"
)

// Letter is a mail about a meeting.
type Letter struct {
	Once      string // a second mail with the same is not sent
	Kind      string // what it is about
	To        string // one address
	AccountID string // whose address it is; empty for nobody's
	Subject   string
	Text      string
	Calendar  string // the event for calendar programs; empty for none
	Method    string // what the event asks for: REQUEST or CANCEL
}

// Post queues a letter in the transaction that causes it. It goes after the commit.
type Post func(ctx context.Context, tx *store.Tx, letter Letter) error

// occasion is why people are written to about a meeting. The words stand in the catalogue under
// meetings.invitation.letter.
type occasion string

const (
	inviting   occasion = "inviting"
	changed    occasion = "changed"
	reminding  occasion = "reminding"
	cancelling occasion = "cancelling"
)

// secretLetters write secrets. Programs that change capitals to small letters do no harm.
var secretLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// newLink makes a secret that leads to an invitation, or without one to the minutes, and keeps its hash. Ends is no time
// for one that works until the meeting is over.
func newLink(ctx context.Context, tx *store.Tx, meetingID, invitationID string, ends time.Time) (secret string, err error) {
	bytes := make([]byte, 20) // 160 bits: it cannot be guessed
	if _, err := rand.Read(bytes); err != nil {
		return "", err
	}
	secret = secretLetters.EncodeToString(bytes)
	var endsAt any
	if !ends.IsZero() {
		endsAt = store.TimeOf(ends)
	}
	_, err = tx.Exec(ctx, "INSERT INTO meeting_link (secret_hash, meeting_id, invitation_id, ends_at, made_at) VALUES ($1, $2, $3, $4, $5)",
		secretHash(secret), meetingID, orNull(invitationID), endsAt, store.Now())
	return secret, err
}

func secretHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// addressee is who a letter goes to: the language it is written in, and the account when there is one.
func (f *Feature) addressee(ctx context.Context, tx *store.Tx, email string) (p i18n.Printer, accountID string, err error) {
	language := i18n.Swedish
	account, err := accounts.FindByEmail(ctx, tx, email)
	switch {
	case err == nil:
		language, accountID = account.Language, account.ID
	case !errors.Is(err, store.ErrNotFound):
		return p, "", err
	}
	if f.Words == nil {
		return i18n.In(ctx), accountID, nil
	}
	return f.Words.In(language), accountID, nil
}

// mail writes to somebody about a meeting, with the event and a link of its own.
func (f *Feature) mail(ctx context.Context, tx *store.Tx, m *Meeting, titles []string, to *Invitation, why occasion) error {
	p, accountID, err := f.addressee(ctx, tx, to.Email)
	if err != nil {
		return err
	}
	secret, err := newLink(ctx, tx, m.ID, to.ID, time.Time{})
	if err != nil {
		return err
	}
	words := letterWords{meeting: m, titles: titles, to: to, why: why, link: f.Site + "/invitation/" + secret}
	words.by, words.byEmail = signer(ctx)
	calendar := ical.Calendar{Method: ical.Request, Organizer: f.Organizer, Attendee: ical.Person{Name: to.Name, Email: to.Email}}
	method := "REQUEST"
	if why == cancelling {
		calendar.Method, method = ical.Cancel, "CANCEL"
	}
	calendar.Events = []ical.Event{m.event(words.text(p), words.link)}
	return f.Post(ctx, tx, Letter{Once: fmt.Sprintf("meeting:%s:%s:%d:%s", to.ID, why, m.Sequence, to.RemindedOn), Kind: "meeting", To: to.Email, AccountID: accountID,
		Subject: words.subject(p), Text: words.letter(p), Calendar: string(calendar.Bytes()), Method: method})
}

// signer is who writes, and where they are reached; the program has no address.
func signer(ctx context.Context) (name, email string) {
	if account, is := accounts.In(ctx); is {
		return account.Name, account.Email
	}
	return "Samverk", ""
}
