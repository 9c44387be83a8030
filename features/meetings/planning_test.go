package meetings_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var ctx = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})

func day(text string) calendar.Date { return calendar.MustDate(text) }

func write(t testing.TB, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

func wantFault(t *testing.T, err error, id string) {
	t.Helper()
	var own *i18n.Error
	if !errors.As(err, &own) || own.ID != id {
		t.Errorf("got %v, want %s", err, id)
	}
}

// at is a moment as clocks in Stockholm show it.
func at(text string) time.Time {
	moment, err := time.ParseInLocation("2006-01-02 15.04", text, calendar.Stockholm())
	if err != nil {
		panic(err)
	}
	return moment
}

// between is a meeting of two hours.
func between(from string) meetings.Content {
	return meetings.Content{Starts: at(from), Ends: at(from).Add(2 * time.Hour), Place: "Rådhuset"}
}

// withType makes a network with one type of meeting.
func withType(t *testing.T, db *store.DB) (network, kind string) {
	t.Helper()
	network, kind = store.NewID(), store.NewID()
	write(t, db, func(tx *store.Tx) error {
		if err := networks.Add(ctx, tx, network, networks.Content{Name: "Rådet " + network, Kind: networks.Council, IsPublic: true}); err != nil {
			return err
		}
		return networks.AddType(ctx, tx, networks.Type{ID: kind, NetworkID: network, Name: "Möte", Kind: plan.Meeting, Wanted: 4, Minutes: 120})
	})
	return network, kind
}

// planned plans a meeting; the form is sent twice.
func planned(t *testing.T, db *store.DB, kind string, c meetings.Content) string {
	t.Helper()
	id := store.NewID()
	for range 2 {
		write(t, db, func(tx *store.Tx) error {
			_, err := meetings.Plan(ctx, tx, meetings.NewMeeting{ID: id, TypeID: kind, Content: c, WithAgenda: true})
			return err
		})
	}
	return id
}

func find(t *testing.T, db *store.DB, id string) (m meetings.Meeting) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) { m, err = meetings.Find(ctx, tx, id); return err })
	return m
}

func TestAMeetingIsPlannedChangedCancelledAndPlannedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, kind := withType(t, db)
		id := planned(t, db, kind, between("2026-03-12 09.00"))
		second := find(t, db, planned(t, db, kind, between("2026-05-12 09.00")))
		m := find(t, db, id)
		if m.Title != "Möte 1/2026" || second.Title != "Möte 2/2026" || m.Day() != day("2026-03-12") || m.State != meetings.Planned {
			t.Errorf("planned are %+v and %s", m, second.Title)
		}
		change := func(c meetings.Content, seen int) error {
			return db.Write(ctx, func(tx *store.Tx) error {
				_, _, err := meetings.Change(ctx, tx, id, c, seen)
				return err
			})
		}
		text := m.Content
		text.Body = "Ta med kaffe"
		for range 2 { // what is the same already is not saved again
			if err := change(text, 1); err != nil {
				t.Fatal(err)
			}
		}
		if m = find(t, db, id); m.Sequence != 0 || m.Version != 2 {
			t.Errorf("a new text moves it in calendars: %d, version %d", m.Sequence, m.Version)
		}
		if err := change(between("2026-03-13 09.00"), 1); !errors.Is(err, meetings.ErrSavedMeanwhile) {
			t.Errorf("the second to save is told %v", err)
		}
		if err := change(between("2026-03-13 09.00"), 2); err != nil {
			t.Fatal(err)
		}
		if m = find(t, db, id); m.Sequence != 1 || m.Day() != day("2026-03-13") || m.Title != "Möte 1/2026" {
			t.Errorf("moved it is %+v", m)
		}
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error { _, _, err := meetings.Cancel(ctx, tx, id, ""); return err }), "meetings.why_missing")
		for range 2 {
			write(t, db, func(tx *store.Tx) error { _, _, err := meetings.Cancel(ctx, tx, id, "Sjukdom"); return err })
		}
		if m = find(t, db, id); m.State != meetings.Cancelled || m.CancelledWhy != "Sjukdom" || m.Sequence != 2 {
			t.Errorf("cancelled it is %+v", m)
		}
		wantFault(t, change(between("2026-04-13 09.00"), m.Version), "meetings.is_cancelled")
		for range 2 {
			write(t, db, func(tx *store.Tx) error { _, _, err := meetings.Resume(ctx, tx, id); return err })
		}
		if m = find(t, db, id); m.State != meetings.Planned || m.CancelledWhy != "" || m.Sequence != 3 {
			t.Errorf("planned again it is %+v", m)
		}
		var actions []string
		write(t, db, func(tx *store.Tx) error {
			return tx.Select(ctx, &actions, "SELECT action FROM audit_entry WHERE object_kind = 'meeting' AND object_id = $1 ORDER BY at, id", id)
		})
		if want := []string{"meeting.planned", "meeting.changed", "meeting.changed", "meeting.cancelled", "meeting.resumed"}; !slices.Equal(actions, want) {
			t.Errorf("the trail has %q", actions)
		}
		bad := between("2026-03-12 09.00")
		bad.Ends = bad.Starts
		wantFault(t, change(bad, m.Version), "meetings.ends_before")
		write(t, db, func(tx *store.Tx) error { return networks.EndType(ctx, tx, kind, day("2026-06-01")) })
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error {
			return meetings.PlanMany(ctx, tx, []meetings.NewMeeting{{ID: store.NewID(), TypeID: kind, Content: between("2026-03-12 09.00")}})
		}), "meetings.type_ended")
	})
}

func TestASeriesIsPlannedMovedAndCancelled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, kind := withType(t, db)
		pattern := meetings.Pattern{Repeat: meetings.Weekly, From: day("2026-03-12"), Number: 4}
		days, _ := pattern.Dates()
		s := meetings.Series{ID: store.NewID(), TypeID: kind, Content: between("2026-03-12 09.00"), Pattern: pattern, Days: days}
		for range 2 { // the same form sent twice plans one series
			write(t, db, func(tx *store.Tx) error { return meetings.PlanSeries(ctx, tx, s) })
		}
		list := func() (all []meetings.Listed) {
			write(t, db, func(tx *store.Tx) error {
				page, err := meetings.List(ctx, tx, meetings.Filter{SeriesID: s.ID})
				all = page.Meetings
				return err
			})
			return all
		}
		starts := func() (all []string) {
			for _, l := range list() {
				all = append(all, calendar.Clock(l.Starts)+" "+string(l.State))
			}
			return all
		}
		want := []string{"2026-03-12 09:00 planned", "2026-03-19 09:00 planned", "2026-03-26 09:00 planned", "2026-04-02 09:00 planned"} // summer time begins between
		if got := starts(); !slices.Equal(got, want) {
			t.Fatalf("planned are %q", got)
		}
		third := find(t, db, list()[2].ID)
		write(t, db, func(tx *store.Tx) error { // the third is moved by itself
			_, _, err := meetings.Change(ctx, tx, third.ID, between("2026-03-27 15.00"), third.Version)
			return err
		})
		var told []string
		tell := func(_ context.Context, _ *store.Tx, before, after *meetings.Meeting) error {
			told = append(told, before.Day().String()+" "+after.Day().String())
			return nil
		}
		second := find(t, db, list()[1].ID)
		to := between("2026-03-20 10.00")
		to.Place = "Biblioteket"
		write(t, db, func(tx *store.Tx) error {
			return meetings.ChangeFollowing(ctx, tx, second.ID, to, second.Version, tell)
		})
		want = []string{"2026-03-12 09:00 planned", "2026-03-20 10:00 planned", "2026-03-27 15:00 planned", "2026-04-03 10:00 planned"}
		if got := starts(); !slices.Equal(got, want) {
			t.Errorf("moved they are %q", got)
		}
		if wantTold := []string{"2026-03-19 2026-03-20", "2026-03-27 2026-03-27", "2026-04-02 2026-04-03"}; !slices.Equal(told, wantTold) {
			t.Errorf("told is %q", told)
		}
		for i, l := range list() {
			if (l.Place == "Biblioteket") != (i > 0) {
				t.Errorf("meeting %d is at %s", i, l.Place)
			}
		}
		write(t, db, func(tx *store.Tx) error { return meetings.CancelFollowing(ctx, tx, third.ID, "Inga pengar", tell) })
		want = []string{"2026-03-12 09:00 planned", "2026-03-20 10:00 planned", "2026-03-27 15:00 cancelled", "2026-04-03 10:00 cancelled"}
		if got := starts(); !slices.Equal(got, want) {
			t.Errorf("in the end they are %q", got)
		}
	})
}

func TestAnAgendaAndItsDocuments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, kind := withType(t, db)
		id := planned(t, db, kind, between("2026-03-12 09.00"))
		add := func(title string) string {
			item := meetings.Item{ID: store.NewID(), Title: title, Minutes: 10, Presenter: "Alva Prov"}
			for range 2 {
				write(t, db, func(tx *store.Tx) error { return meetings.AddItem(ctx, tx, id, item) })
			}
			return item.ID
		}
		first, second, third := add("Öppnande"), add("Läget"), add("Avslutning")
		agenda := func(id string) (titles []string) {
			write(t, db, func(tx *store.Tx) error {
				items, err := meetings.Agenda(ctx, tx, id)
				for _, i := range items {
					titles = append(titles, fmt.Sprintf("%d %s", i.Place, i.Title))
				}
				return err
			})
			return titles
		}
		write(t, db, func(tx *store.Tx) error { return meetings.MoveItem(ctx, tx, id, third, false) })
		write(t, db, func(tx *store.Tx) error { return meetings.MoveItem(ctx, tx, id, first, false) }) // first already
		if got := agenda(id); !slices.Equal(got, []string{"1 Öppnande", "2 Avslutning", "3 Läget"}) {
			t.Errorf("moved it is %q", got)
		}
		pdf := evidence.NewFile{Name: "underlag.pdf", Content: []byte("%PDF-1.7\n1 0 obj")}
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return meetings.AddDocuments(ctx, tx, id, second, []evidence.NewFile{pdf}) })
		}
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error {
			return meetings.AddDocuments(ctx, tx, id, "", []evidence.NewFile{{Name: "program.exe", Content: []byte("MZ")}})
		}), "file.kind_unknown")
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return meetings.RemoveItem(ctx, tx, id, second) })
		}
		write(t, db, func(tx *store.Tx) error {
			documents, err := meetings.Documents(ctx, tx, id)
			if err != nil || len(documents) != 1 || documents[0].ItemID != "" {
				t.Fatalf("the documents of a point that is gone are %+v, %v", documents, err)
			}
			d, content, err := meetings.OpenDocument(ctx, tx, id, documents[0].ID)
			if d.Media != "application/pdf" || string(content) != string(pdf.Content) {
				t.Errorf("it holds %+v %q", d, content)
			}
			if _, _, err := meetings.OpenDocument(ctx, tx, store.NewID(), d.ID); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("another meeting gives it out: %v", err)
			}
			if err := meetings.RemoveDocument(ctx, tx, id, d.ID); err != nil {
				return err
			}
			return err
		})
		later := planned(t, db, kind, between("2026-05-12 09.00"))
		if got := agenda(later); !slices.Equal(got, []string{"1 Öppnande", "2 Avslutning"}) {
			t.Errorf("the next meeting has %q", got)
		}
		write(t, db, func(tx *store.Tx) error {
			items, err := meetings.Agenda(ctx, tx, later)
			if items[0].Presenter != "" || items[0].Minutes != 10 {
				t.Errorf("taken over is %+v", items[0])
			}
			return err
		})
		write(t, db, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE meeting SET state = 'held' WHERE id = $1", id)
			return err
		})
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error { return meetings.RemoveItem(ctx, tx, id, first) }), "meetings.agenda_fixed")
	})
}

// A list gives every meeting once, in order, whichever way it is leafed through.
func TestAListIsLeafedThroughBothWays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		network, kind := withType(t, db)
		other, otherKind := withType(t, db)
		var all []meetings.NewMeeting
		for n := range 23 {
			all = append(all, meetings.NewMeeting{ID: store.NewID(), TypeID: kind, Content: between(day("2026-01-01").AddDays(n/2).String() + " 09.00")})
		}
		all = append(all, meetings.NewMeeting{ID: store.NewID(), TypeID: otherKind, Content: between("2026-01-05 08.00")})
		write(t, db, func(tx *store.Tx) error { return meetings.PlanMany(ctx, tx, all) })
		for _, f := range []meetings.Filter{{}, {Latest: true}, {NetworkID: network}, {TypeID: otherKind}, {Words: "möte"}, {Words: "MÖTE 3/"}, {Words: "rådet " + other}, {Words: "finns inte"},
			{From: day("2026-01-03"), To: day("2026-01-05")}, {State: meetings.Planned, Latest: true}, {State: meetings.Held}, {OnlyPublic: true}} {
			whole, forward, back := f, []string{}, []string{}
			whole.Limit = 100
			read := func(f meetings.Filter) (page meetings.Page) {
				write(t, db, func(tx *store.Tx) (err error) { page, err = meetings.List(ctx, tx, f); return err })
				return page
			}
			want := keys(read(whole))
			f.Limit = 5
			page := read(f)
			for {
				forward = append(forward, keys(page)...)
				if page.Next == "" {
					break
				}
				f.After, f.Before = page.Next, ""
				page = read(f)
			}
			for {
				back = append(keys(page), back...)
				if page.Previous == "" {
					break
				}
				f.After, f.Before = "", page.Previous
				page = read(f)
			}
			if !slices.Equal(forward, want) || !slices.Equal(back, want) {
				t.Errorf("%+v: of %d forward %d, back %d", whole, len(want), len(forward), len(back))
			}
		}
	})
}

func keys(page meetings.Page) (all []string) {
	for _, l := range page.Meetings {
		all = append(all, l.ID)
	}
	return all
}

func TestACalendarAndAYearHaveEveryMeeting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		network, kind := withType(t, db)
		open := between("2026-03-12 09.00")
		open.IsPublic = true
		first, second := planned(t, db, kind, open), planned(t, db, kind, between("2027-03-12 09.00"))
		write(t, db, func(tx *store.Tx) error {
			if _, _, err := meetings.Cancel(ctx, tx, first, "Sjukdom"); err != nil {
				return err
			}
			return networks.AddMember(ctx, tx, networks.Member{ID: store.NewID(), NetworkID: network, Name: "Alva Prov", Email: "alva@exempel.se", Role: networks.Ordinary,
				From: day("2027-01-01")})
		})
		write(t, db, func(tx *store.Tx) error {
			for want, w := range map[string]meetings.Wanted{first + " " + second: {NetworkID: network}, first: {Public: true}, second: {AccountEmail: "Alva@exempel.se"}, "": {NetworkID: store.NewID()}} {
				entries, err := meetings.Calendar(ctx, tx, w)
				got := ""
				for _, e := range entries {
					got += " " + e.ID
				}
				if err != nil || got != " "+want && got != want {
					t.Errorf("%+v gives %s, %v", w, got, err)
				}
			}
			years, err := meetings.Year(ctx, tx, 2026)
			if err != nil || len(years) != 1 || years[0].Wanted != 4 || len(years[0].Meetings) != 1 || years[0].Meetings[0].State != meetings.Cancelled {
				t.Errorf("the year has %+v, %v", years, err)
			}
			told, err := meetings.OnNetworks{}.Of(ctx, tx, &networks.Network{ID: network}, day("2027-01-01"), false)
			if told.Coming != 1 || told.Numbers[kind] != (networks.Number{Booked: 1}) {
				t.Errorf("the network's page is told %+v", told)
			}
			return err
		})
	})
}
