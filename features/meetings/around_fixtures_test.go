package meetings_test

import (
	"context"
	"fmt"
	"time"

	"samverk/features/meetings"
	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ical"
	"samverk/platform/store"
)

type fataler interface {
	Helper()
	Fatal(...any)
	Errorf(string, ...any)
}

func writing(t fataler, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

func read(t fataler, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Read(ctx, do); err != nil {
		t.Fatal(err)
	}
}

// house is a network with members, two types of meetings and the mails that have been queued.
type house struct {
	db      *store.DB
	f       *meetings.Feature
	network string
	big     string // type: big meetings, whose indicator is named
	small   string // type: meetings, whose rules decide
	members map[string]string
	letters []meetings.Letter
	plan    *plan.Plan
}

// newHouse furnishes a house. Three members have an address, one has none, and one has left.
func newHouse(t fataler, db *store.DB) *house {
	t.Helper()
	h := &house{db: db, network: store.NewID(), big: store.NewID(), small: store.NewID(), members: map[string]string{}}
	h.f = &meetings.Feature{DB: db, Around: meetings.Around{Site: "https://samverk.exempel.se", Organizer: ical.Person{Name: "Samverk", Email: "samverk@exempel.se"},
		Words: i18n.NewCatalogue(store.Messages(), meetings.Messages(), organisations.Messages()),
		Post: func(_ context.Context, _ *store.Tx, l meetings.Letter) error {
			h.letters = append(h.letters, l)
			return nil
		}}}
	writing(t, db, func(tx *store.Tx) (err error) {
		year := calendar.Today(time.Now()).Year()
		from, to := calendar.NewDate(year-1, 1, 1), calendar.NewDate(year, 12, 31)
		activity := plan.DraftActivity{Number: 1, Label: "1", Title: "Mötas", Priority: plan.Medium, Recurrence: plan.Ongoing,
			Window: calendar.QuarterSpan{From: calendar.QuarterOf(from), To: calendar.QuarterOf(to)}}
		for i, kind := range []plan.EvidenceKind{plan.BigMeeting, plan.Meeting} {
			activity.Indicators = append(activity.Indicators, plan.DraftIndicator{Number: i + 1, Label: fmt.Sprint(25 + i), Text: "Fyra möten per år",
				Rule: plan.Rule{Kind: plan.CountPerPeriod, Target: 4, Period: plan.PerYear, From: from, To: to, Evidence: []plan.EvidenceKind{kind}}})
		}
		draft := plan.Draft{Title: "Provplan", Period: calendar.Span{From: from, To: to},
			Goals: []plan.DraftGoal{{Number: 1, Label: "1", Title: "Samverkan", Activities: []plan.DraftActivity{activity}}}}
		if h.plan, err = plan.Accept(ctx, tx, draft, nil, false); err != nil {
			return err
		}
		return h.furnish(tx)
	})
	return h
}

func (h *house) furnish(tx *store.Tx) error {
	if _, err := tx.Exec(ctx, `INSERT INTO network (id, name, sort_key, kind, purpose, management, web, is_public, ended_why, added_at, version)
		VALUES ($1, 'Partnerskapet', $2, 'partnership', '', '', '', $3, '', $4, 1)`, h.network, []byte("partnerskapet"), true, store.Now()); err != nil {
		return err
	}
	for _, kind := range []struct{ id, name, kind, indicators string }{{h.big, "Stormöte", "big_meeting", `["` + h.plan.Indicators()[0].ID + `"]`}, {h.small, "Möte", "meeting", "[]"}} {
		if _, err := tx.Exec(ctx, `INSERT INTO meeting_type (id, network_id, name, kind, wanted, minutes, indicator_ids, version) VALUES ($1, $2, $3, $4, 4, 120, $5, 1)`,
			kind.id, h.network, kind.name, kind.kind, kind.indicators); err != nil {
			return err
		}
	}
	for _, m := range []struct{ organisation, name, email, until string }{{"Solrosens odlare", "Asta Påhittad", "asta@exempel.se", ""}, {"Tiveds vandrarvänner", "Bo Påhittad", "bo@exempel.se", ""},
		{"", "Örjan Påhittad", "orjan@exempel.se", ""}, {"Åsens bygdegård", "", "", ""}, {"", "Gammal Medlem", "gammal@exempel.se", "2020-01-01"}} {
		var organisation, until any
		if m.organisation != "" {
			id := store.NewID()
			if err := organisations.Add(ctx, tx, id, organisations.Content{Name: m.organisation}); err != nil {
				return err
			}
			organisation = id
		}
		if m.until != "" {
			until = calendar.MustDate(m.until)
		}
		id := store.NewID()
		h.members[m.name] = id
		if _, err := tx.Exec(ctx, `INSERT INTO network_member (id, network_id, organisation_id, name, email, role, starts_on, ends_on, ended_why, sort_key, version)
			VALUES ($1, $2, $3, $4, $5, 'member', '2019-01-01', $6, '', $7, 1)`, id, h.network, organisation, m.name, m.email, until, organisations.SortKey(m.organisation+m.name)); err != nil {
			return err
		}
	}
	return nil
}

// meeting plans a meeting so many days from today, at nine in the morning.
func (h *house) meeting(t fataler, typeID string, days int) string {
	t.Helper()
	id := store.NewID()
	day := calendar.Today(time.Now()).AddDays(days)
	starts := time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, calendar.Stockholm())
	writing(t, h.db, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO meeting (id, network_id, type_id, title, search_key, starts_at, ends_at, day, place, link, body, is_public, state, cancelled_why, sequence, minutes,
			minutes_state, adjusters, changed_at, version) VALUES ($1, $2, $3, 'Stormöte om hälsa', 'stormote om halsa', $4, $5, $6, 'Rådhuset', '', 'Välkommen!', $7, 'planned', '', 0, '', 'none', '', $8, 1)`,
			id, h.network, typeID, store.TimeOf(starts), store.TimeOf(starts.Add(3*time.Hour)), day, true, store.Now())
		return err
	})
	return id
}

func (h *house) find(t fataler, id string) (m meetings.Meeting) {
	t.Helper()
	read(t, h.db, func(tx *store.Tx) (err error) {
		m, err = meetings.Find(ctx, tx, id)
		return err
	})
	return m
}

func (h *house) invitations(t fataler, id string) (all []meetings.Invitation) {
	t.Helper()
	read(t, h.db, func(tx *store.Tx) (err error) {
		all, err = meetings.Invitations(ctx, tx, id)
		return err
	})
	return all
}

// everybody invites every member and a guest.
func (h *house) everybody(t fataler, id string) {
	t.Helper()
	who := meetings.Inviting{Guests: []meetings.Guest{{Name: "Cilla Gäst", Email: "cilla@exempel.se", Organisation: "Gästfria gruppen"}}}
	for _, member := range h.members {
		who.MemberIDs = append(who.MemberIDs, member)
	}
	writing(t, h.db, func(tx *store.Tx) error {
		_, err := h.f.Invite(ctx, tx, id, who, time.Now())
		return err
	})
}

func hashNow(tx *store.Tx, id string) string {
	hash, err := meetings.MinutesHash(ctx, tx, id)
	if err != nil {
		return err.Error()
	}
	return hash
}

type ctxType = context.Context
