package networks_test

import (
	"slices"
	"testing"

	"samverk/features/networks"
	"samverk/features/organisations"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// merge lets one organisation be another, and gives what takes that back.
func merge(t *testing.T, db *store.DB, kept, gone string) (undo func()) {
	t.Helper()
	m := organisations.Merging{ID: store.NewID(), KeptID: kept, GoneID: gone, Why: "Samma förening"}
	write(t, db, func(tx *store.Tx) error {
		one, err := organisations.Find(ctx, tx, kept)
		if err != nil {
			return err
		}
		other, err := organisations.Find(ctx, tx, gone)
		if err != nil {
			return err
		}
		m.SeenKept, m.SeenGone = one.Version, other.Version
		return organisations.MergeTwo(ctx, tx, m)
	})
	return func() {
		write(t, db, func(tx *store.Tx) error {
			_, err := organisations.Unmerge(ctx, tx, m.ID, "Det var två")
			return err
		})
	}
}

// The one that stays has the members of both, each once, and ends once; taking the merge back gives what was.
func TestAMergedOrganisationIsAMemberOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		both, alone := add(t, db, networks.Content{Name: "Båda", Kind: networks.Council, IsPublic: true}), add(t, db, networks.Content{Name: "En", Kind: networks.Council})
		kept, gone := organisation(t, db, organisations.Content{Name: "Solrosens odlare", IsPublic: true}), organisation(t, db, organisations.Content{Name: "Solrosen odlarna", IsPublic: true})
		ids := map[string]string{"kept": store.NewID(), "gone": store.NewID(), "person": store.NewID(), "alone": store.NewID()}
		write(t, db, func(tx *store.Tx) error {
			for _, m := range []networks.Member{{ID: ids["kept"], NetworkID: both, OrganisationID: kept, Role: networks.Ordinary, From: day("2021-01-01")},
				{ID: ids["gone"], NetworkID: both, OrganisationID: gone, Role: networks.Chair, From: day("2020-01-01")},
				{ID: ids["person"], NetworkID: both, OrganisationID: gone, Name: "Bo Påhittad", Email: "bo@exempel.se", Role: networks.Deputy, From: day("2030-01-01")},
				{ID: ids["alone"], NetworkID: alone, OrganisationID: gone, Role: networks.Ordinary, From: day("2020-01-01")}} {
				if err := networks.AddMember(ctx, tx, m); err != nil {
					return err
				}
			}
			return nil
		})
		wants := func(network, on string, want ...string) {
			t.Helper()
			if got := members(t, db, network, on); !slices.Equal(got, want) {
				t.Errorf("on %s the members are %q, want %q", on, got, want)
			}
		}
		shared := func(want int) {
			t.Helper()
			write(t, db, func(tx *store.Tx) error {
				got, err := networks.Sharing(ctx, tx, []string{both}, day("2022-01-01"))
				if len(got[both]) != want {
					t.Errorf("networks with the same members: %v, want %d", got, want)
				}
				return err
			})
		}
		other := organisation(t, db, organisations.Content{Name: "Linden"})
		third := add(t, db, networks.Content{Name: "Tre", Kind: networks.Council})
		write(t, db, func(tx *store.Tx) error {
			for _, m := range []networks.Member{{NetworkID: third, OrganisationID: other}, {NetworkID: third, OrganisationID: kept}} {
				m.ID, m.Role, m.From = store.NewID(), networks.Ordinary, day("2020-01-01")
				if err := networks.AddMember(ctx, tx, m); err != nil {
					return err
				}
			}
			return nil
		})
		wants(both, "2022-01-01", "Solrosen odlarna", "Solrosens odlare")
		shared(2)
		undo := merge(t, db, kept, gone)
		wants(both, "2022-01-01", "Solrosens odlare")
		wants(both, "2020-06-01", "Solrosens odlare") // it was the other's
		wants(alone, "2022-01-01", "Solrosens odlare")
		shared(2)
		write(t, db, func(tx *store.Tx) error {
			added, err := networks.Join(ctx, tx, networks.Joining{NetworkID: both, OrganisationIDs: []string{kept, gone}, Role: networks.Ordinary, From: day("2023-01-01")})
			if added != 0 {
				t.Errorf("%d joined who were members", added)
			}
			return err
		})
		undo()
		wants(both, "2020-06-01", "Solrosen odlarna")
		wants(both, "2022-01-01", "Solrosen odlarna", "Solrosens odlare")
		wants(alone, "2022-01-01", "Solrosen odlarna")

		merge(t, db, kept, gone)
		write(t, db, func(tx *store.Tx) error {
			all, err := networks.MembersOn(ctx, tx, both, day("2022-01-01"))
			if err != nil || len(all) != 1 || all[0].Role != networks.Chair {
				t.Fatalf("the members are %+v, %v", all, err)
			}
			return networks.EndMember(ctx, tx, both, all[0].ID, day("2022-06-30"), "Slutade")
		})
		wants(both, "2022-07-01")
	})
}
