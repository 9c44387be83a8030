package app

import (
	"context"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/meetings"
	"samverk/features/outbox"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ical"
	"samverk/platform/store"
)

// aroundMeetings gives meetings what they need of others: mails, and what a held meeting counts towards.
func aroundMeetings(settings Settings, links accounts.LinkFinder) meetings.Around {
	around := meetings.Around{Site: settings.BaseURL, Words: Catalogue(), Counts: meetingCounts, ThroughLink: links}
	if settings.MailServer != nil {
		sender := settings.MailServer.Sender()
		around.Organizer = ical.Person{Name: sender.Name, Email: sender.Address}
		around.Post = postMeeting
	}
	return around
}

// postMeeting queues a mail about a meeting, with its event.
func postMeeting(ctx context.Context, tx *store.Tx, l meetings.Letter) error {
	d := outbox.Draft{Once: l.Once, Kind: l.Kind, To: l.To, AccountID: l.AccountID, Subject: l.Subject, Text: l.Text}
	if l.Calendar != "" {
		d.With = outbox.Attachment{Name: "mote.ics", Media: "text/calendar; method=" + l.Method, Text: l.Calendar}
	}
	return outbox.Queue(ctx, tx, d)
}

// meetingCounts is what the record of a held meeting counts towards.
func meetingCounts(ctx context.Context, tx *store.Tx, recordID string) (all []meetings.Counted, err error) {
	links, err := followup.CountsTowards(ctx, tx, recordID, calendar.Today(time.Now()))
	for _, link := range links {
		all = append(all, meetings.Counted{Text: link.Text, Href: link.Href})
	}
	return all, err
}

// recordSource tells where a record comes from that was made of something.
func recordSource(source string) evidence.Source {
	return evidence.Source{Text: i18n.Msg("app.source.meeting"), Act: i18n.Msg("app.source.open_meeting"), Href: "/meetings/" + strings.TrimPrefix(source, meetings.SourceKind)}
}

// waitingMeetings is what waits for somebody among meetings, for the first page.
func waitingMeetings(ctx context.Context, tx *store.Tx, account accounts.Account, today calendar.Date) (all []followup.WaitingFor, err error) {
	list, err := meetings.WaitingFor(ctx, tx, account, today)
	for _, one := range list {
		all = append(all, followup.WaitingFor(one))
	}
	return all, err
}
