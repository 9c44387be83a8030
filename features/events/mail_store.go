package events

import (
	"context"
	"strings"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Letter is a mail to somebody who may have no account.
type Letter struct {
	Once    string // a second letter with the same is not sent; empty for no such check
	Kind    string // what it is about
	To      string
	Subject string
	Text    string
}

// Post queues a letter in the transaction that causes it. It goes after the commit.
type Post func(ctx context.Context, tx *store.Tx, l Letter) error

// mail writes to somebody what has become of their registration, in the language in which they registered. Nothing is sent to those
// without an address, or when the program cannot send mails.
func (f *Feature) mail(ctx context.Context, tx *store.Tx, e *Event, r *Registration, about, once string) error {
	if f.Post == nil || r.Email == "" {
		return nil
	}
	p := f.printer(ctx, r.Language)
	if once != "" {
		once = "event " + once
	}
	title := shortened(e.Title)
	text := p.T("events.mail."+about, "name", r.Name, "title", e.Title, "when", e.when(p), "where", e.where(p), "link", f.BaseURL+r.href(""), "why", e.CancelledWhy) +
		"\n\n" + p.T("events.mail.ends", "organiser", e.signedBy(p), "contact", e.Contact)
	return f.Post(ctx, tx, Letter{Once: once, Kind: "event", To: r.Email, Subject: p.T("events.subject."+about, "title", title), Text: text})
}

// printer writes in somebody else's language than the one who acts.
func (f *Feature) printer(ctx context.Context, language i18n.Language) i18n.Printer {
	if f.Words == nil {
		return i18n.In(ctx)
	}
	return f.Words.In(language)
}

// shortened is a title that fits in a mail's subject, and that nothing takes for an encoded word (RFC 2047).
func shortened(title string) string {
	title = strings.ReplaceAll(title, "=?", "= ?")
	if letters := []rune(title); len(letters) > 80 {
		return string(letters[:79]) + "…"
	}
	return title
}

// href is where somebody sees and changes their own registration.
func (r *Registration) href(below string) string {
	return "/public/events/registration/" + r.Token + below
}

// where says where the event is: its place, or the address where it is followed.
func (c *Content) where(i18n.Printer) string {
	switch {
	case c.Link == "":
		return c.Place
	case c.Place == "":
		return c.Link
	}
	return c.Place + " (" + c.Link + ")"
}

// signedBy is who a mail comes from.
func (e *Event) signedBy(p i18n.Printer) string {
	if e.Organiser == "" {
		return p.T("events.mail.organiser")
	}
	return e.Organiser
}
