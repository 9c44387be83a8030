package networks_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"

	"samverk/features/audit"
	"samverk/features/networks"
	"samverk/features/organisations"
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

// add adds a network; the form is sent twice.
func add(t *testing.T, db *store.DB, c networks.Content) string {
	t.Helper()
	id := store.NewID()
	for range 2 {
		write(t, db, func(tx *store.Tx) error { return networks.Add(ctx, tx, id, c) })
	}
	return id
}

func organisation(t *testing.T, db *store.DB, c organisations.Content) string {
	t.Helper()
	id := store.NewID()
	write(t, db, func(tx *store.Tx) error { return organisations.Add(ctx, tx, id, c) })
	return id
}

func members(t *testing.T, db *store.DB, id, on string) (names []string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error {
		all, err := networks.MembersOn(ctx, tx, id, day(on))
		for _, m := range all {
			names = append(names, m.Called())
		}
		return err
	})
	return names
}

var council = networks.Content{Name: "Rådet", Kind: networks.Council, Purpose: "Att mötas", IsPublic: true}

func TestANetworkIsKeptChangedEndedAndOpenedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id := add(t, db, council)
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error {
			return networks.Add(ctx, tx, store.NewID(), networks.Content{Name: "rådet ", Kind: networks.Council})
		}), "networks.name_taken")
		changed := council
		changed.Name = "Samrådet"
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return networks.Change(ctx, tx, id, changed, 1) })
		}
		err := db.Write(ctx, func(tx *store.Tx) error { return networks.Change(ctx, tx, id, council, 1) })
		if !errors.Is(err, networks.ErrSavedMeanwhile) {
			t.Errorf("the second to save is told %v", err)
		}
		first, second := organisation(t, db, organisations.Content{Name: "Ängen"}), organisation(t, db, organisations.Content{Name: "Berget"})
		join := func(role networks.MemberRole, ids ...string) {
			write(t, db, func(tx *store.Tx) error {
				_, err := networks.Join(ctx, tx, networks.Joining{NetworkID: id, OrganisationIDs: ids, Role: role, From: day("2026-01-01")})
				return err
			})
		}
		join(networks.Chair, first)
		join(networks.Ordinary, first, second) // the first is a member already
		if got := members(t, db, id, "2026-02-01"); !slices.Equal(got, []string{"Ängen", "Berget"}) {
			t.Errorf("the chair does not stand first: %q", got)
		}
		write(t, db, func(tx *store.Tx) error { return networks.End(ctx, tx, id, day("2026-06-30"), "Uppdraget är slut") })
		if got := members(t, db, id, "2026-07-01"); len(got) != 0 {
			t.Errorf("members of a network that has ended: %q", got)
		}
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error {
			_, err := networks.Join(ctx, tx, networks.Joining{NetworkID: id, OrganisationIDs: []string{second}, Role: networks.Ordinary, From: day("2026-08-01")})
			return err
		}), "networks.has_ended")
		write(t, db, func(tx *store.Tx) error { return networks.Reopen(ctx, tx, id) })
		if got := members(t, db, id, "2026-07-01"); len(got) != 2 {
			t.Errorf("those who ended with the network do not go on: %q", got)
		}
		var actions []string
		write(t, db, func(tx *store.Tx) error {
			return tx.Select(ctx, &actions, "SELECT action FROM audit_entry WHERE object_kind = 'network' AND object_id = $1 ORDER BY at, id", id)
		})
		want := []string{"network.added", "network.changed", "network.member_added", "network.member_added", "network.ended", "network.reopened"}
		if !slices.Equal(actions, want) {
			t.Errorf("the trail has %q", actions)
		}
	})
}

func TestMembersComeAndGo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id, org := add(t, db, council), organisation(t, db, organisations.Content{Name: "Ängen"})
		write(t, db, func(tx *store.Tx) error {
			return organisations.AddContact(ctx, tx, organisations.Contact{ID: store.NewID(), OrganisationID: org, Name: "Alva Prov", Email: "alva@exempel.se"})
		})
		write(t, db, func(tx *store.Tx) error {
			_, err := networks.Join(ctx, tx, networks.Joining{NetworkID: id, OrganisationIDs: []string{org, org}, Role: networks.Ordinary, From: day("2026-01-01"), WithContacts: true})
			return err
		})
		person := networks.Member{ID: store.NewID(), NetworkID: id, Name: "Bo Prov", Email: "Bo@Exempel.se", Role: networks.Secretary, From: day("2026-01-01")}
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return networks.AddMember(ctx, tx, person) })
		}
		again := person
		again.ID = store.NewID()
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error { return networks.AddMember(ctx, tx, again) }), "networks.member_there")
		var all []networks.Member
		write(t, db, func(tx *store.Tx) (err error) { all, err = networks.Members(ctx, tx, id); return err })
		if len(all) != 2 || all[0].Name != "Bo Prov" || all[0].Email != "bo@exempel.se" || all[1].Email != "alva@exempel.se" || all[1].Called() != "Ängen" {
			t.Fatalf("members are %+v", all)
		}
		write(t, db, func(tx *store.Tx) error {
			return networks.EndMember(ctx, tx, id, person.ID, day("2026-03-31"), "Flyttade")
		})
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error {
			return networks.EndMember(ctx, tx, id, person.ID, day("2025-03-31"), "Flyttade")
		}), "networks.until_before_from")
		if got := members(t, db, id, "2026-04-01"); !slices.Equal(got, []string{"Ängen"}) {
			t.Errorf("in April there are %q", got)
		}
		if got := members(t, db, id, "2026-03-31"); len(got) != 2 {
			t.Errorf("the last day counts: %q", got)
		}
		write(t, db, func(tx *store.Tx) error { return networks.AddMember(ctx, tx, withFrom(again, "2026-05-01")) }) // comes back
		organisationEnds(t, db, org)
		write(t, db, func(tx *store.Tx) (err error) { all, err = networks.Members(ctx, tx, id); return err })
		if got := members(t, db, id, "2026-06-01"); len(got) != 2 || !all[2].HasEnded {
			t.Errorf("an organisation that ends leaves silently: %q, %+v", got, all)
		}
		// What is said of people never stands in the trail.
		var told int
		write(t, db, func(tx *store.Tx) error {
			return tx.Get(ctx, &told, `SELECT count(*) FROM audit_entry WHERE object_kind = 'network' AND (COALESCE(after, '') LIKE '%Prov%' OR lower(COALESCE(after, '')) LIKE '%exempel.se%')`)
		})
		if told != 0 {
			t.Errorf("%d entries of the trail name people", told)
		}
	})
}

func withFrom(m networks.Member, from string) networks.Member {
	m.From = day(from)
	return m
}

func organisationEnds(t *testing.T, db *store.DB, id string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error { return organisations.End(ctx, tx, id, day("2026-05-31"), "Upplöst") })
}

func TestTypesOfMeetingsAreKeptChangedAndEnded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id := add(t, db, council)
		kind := networks.Type{ID: store.NewID(), NetworkID: id, Name: "Möte", Kind: plan.Meeting, Wanted: 4, Minutes: 120}
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return networks.AddType(ctx, tx, kind) })
		}
		kind.Wanted, kind.IndicatorIDs = 6, []string{store.NewID()}
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return networks.ChangeType(ctx, tx, kind, 1) })
		}
		kind.Wanted = 8
		if err := db.Write(ctx, func(tx *store.Tx) error { return networks.ChangeType(ctx, tx, kind, 1) }); !errors.Is(err, networks.ErrSavedMeanwhile) {
			t.Errorf("the second to save is told %v", err)
		}
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return networks.EndType(ctx, tx, kind.ID, day("2026-06-30")) })
		}
		write(t, db, func(tx *store.Tx) error {
			all, err := networks.Types(ctx, tx, id)
			if len(all) != 1 || all[0].Wanted != 6 || len(all[0].IndicatorIDs) != 1 || !all[0].HasEnded() {
				t.Errorf("types are %+v", all)
			}
			return err
		})
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error {
			return networks.AddType(ctx, tx, networks.Type{ID: store.NewID(), NetworkID: id, Name: "Resa", Kind: plan.Proposal, Minutes: 1})
		}), "networks.type_kind_missing")
	})
}
