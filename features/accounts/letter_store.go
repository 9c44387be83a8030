package accounts

import (
	"context"
	"time"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Letter is a mail to whoever has an account.
type Letter struct {
	Kind    string // what it is about
	To      Account
	Subject string
	Text    string
}

// Post queues a letter in the transaction that causes it. It goes after the commit.
type Post func(ctx context.Context, tx *store.Tx, letter Letter) error

// postLink queues the letter with a link that sets a password.
func (f *Feature) postLink(ctx context.Context, tx *store.Tx, to Account, link string, now time.Time) error {
	p := i18n.In(ctx)
	by, _ := audit.ActorIn(ctx)
	return f.Post(ctx, tx, Letter{Kind: "password_link", To: to, Subject: p.T("accounts.letter.password_subject"),
		Text: p.T("accounts.letter.password_text", "name", to.Name, "by", by.Name, "link", link, "until", calendar.Clock(now.Add(LinkTime)))})
}

// postSignIn queues the letter with a link that signs in.
func (f *Feature) postSignIn(ctx context.Context, tx *store.Tx, to Account, link string, now time.Time) error {
	p := i18n.In(ctx)
	return f.Post(ctx, tx, Letter{Kind: "sign_in_link", To: to, Subject: p.T("accounts.letter.sign_in_subject"),
		Text: p.T("accounts.letter.sign_in_text", "name", to.Name, "link", link, "until", calendar.Clock(now.Add(mailLinkTime)))})
}
