package feedback

import (
	"unicode/utf8"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the accessibility statement and what comes in about it.
type Feature struct {
	DB *store.DB
	Contact
}

// Contact is who answers for the site. What is empty is left out.
type Contact struct {
	Authority string
	Email     string
	Phone     string
	ReportAt  string // where the supervising agency takes reports; Digg's address when empty
}

// reportAt is where the regulations (MDFFS 2019:2) say that a statement shall lead.
const reportAt = "https://www.digg.se/tdosanmalan"

func (c Contact) reportAt() string {
	if c.ReportAt == "" {
		return reportAt
	}
	return c.ReportAt
}

func (c Contact) has() bool { return c.Email != "" || c.Phone != "" }

// assessedOn is the day when the pages were last gone through for the statement. Change it together with the list of
// shortcomings in the catalogue.
var assessedOn = calendar.MustDate("2026-11-23")

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /accessibility", accounts.Anybody, f.showStatement)
	site.Handle("POST /accessibility", accounts.Anybody, f.receive)
	site.Handle("GET /feedback", accounts.ReadFeedback, f.showReceived)
	site.Handle("POST /feedback/{id}/done", accounts.HandleFeedback, f.mark(true))
	site.Handle("POST /feedback/{id}/open", accounts.HandleFeedback, f.mark(false))
}

// Message is what somebody told.
type Message struct {
	ID         string
	Text       string `db:"message"`
	Page       string // the address it is about, as written; may be empty
	ReplyTo    string // may be empty
	ReceivedAt store.Time
	DoneBy     string // empty until it is dealt with
	DoneAt     store.Time
}

// Bounds of what can be told, in letters.
const (
	longestText  = 4000
	longestPage  = 500
	longestReply = 200
)

// check names the field that is missing or too long, by the form's name for it.
func (m *Message) check() (field string, fault *i18n.Error) {
	for _, part := range []struct {
		field, text string
		longest     int
	}{{"message", m.Text, longestText}, {"page", m.Page, longestPage}, {"reply", m.ReplyTo, longestReply}} {
		if utf8.RuneCountInString(part.text) > part.longest {
			return part.field, i18n.Fail("feedback.too_long", "longest", part.longest)
		}
	}
	if m.Text == "" {
		return "message", i18n.Fail("feedback.message_missing")
	}
	return "", nil
}
