package meetings

import (
	"context"
	"slices"
	"time"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ical"
	"samverk/platform/store"
)

// Around is what the feature needs of others for what surrounds a meeting; whoever puts the program together gives it.
type Around struct {
	Post      Post   // nil when mails could not be sent
	Site      string // where the site is reached, for links in mails
	Organizer ical.Person
	Words     *i18n.Catalogue // in which letters are written in the language of whom they go to; nil for the sender's
	// Counts tells what a record counts towards in the plans in force. Nil: nothing is told.
	Counts func(ctx context.Context, tx *store.Tx, recordID string) ([]Counted, error)
	// ThroughLink looks up what a secret in an address leads to, and lets whoever tries too many wait. Nil: nobody waits.
	ThroughLink accounts.LinkFinder
}

// lookAround reads what stands around a meeting on its page.
func (f *Feature) lookAround(ctx context.Context, tx *store.Tx, m *Meeting) (v aroundView, err error) {
	v.canMail, v.now = f.Post != nil, time.Now()
	if v.invited, err = Invitations(ctx, tx, m.ID); err != nil {
		return v, err
	}
	today := calendar.Today(v.now)
	for i := range v.invited {
		one := &v.invited[i]
		if one.isUnsent(m) {
			v.unsent++
		}
		if one.isWaiting() {
			v.waiting++
			if one.RemindedOn == today {
				v.reminded++
			}
		}
	}
	if v.holding, err = holdingOf(ctx, tx, m); err != nil {
		return v, err
	}
	if v.protocol, err = protocolOf(ctx, tx, m); err != nil {
		return v, err
	}
	if v.actions, err = Actions(ctx, tx, m.ID); err != nil {
		return v, err
	}
	if f.Counts != nil && m.RecordID != "" {
		v.counted, err = f.Counts(ctx, tx, m.RecordID)
	}
	return v, err
}

// candidatesOf are those who may have come to a meeting.
func candidatesOf(ctx context.Context, tx *store.Tx, m *Meeting) ([]candidate, error) {
	members, err := membersOn(ctx, tx, m.NetworkID, m.Day())
	if err != nil {
		return nil, err
	}
	invited, err := Invitations(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	return slices.Clip(expected(members, invited)), nil
}
