package meetings_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"samverk/features/meetings"
	"samverk/features/organisations"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// An organisation into which another has been merged is asked once for both, under its own name; who was asked before stays as it
// was written. Taking the merge back lets both be asked.
func TestAMergedOrganisationIsInvitedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		before, merged, after := h.meeting(t, h.big, 5), h.meeting(t, h.big, 6), h.meeting(t, h.big, 7)
		invited := func(id string) (organisations []string) {
			t.Helper()
			writing(t, db, func(tx *store.Tx) error {
				if _, err := h.f.Invite(ctx, tx, id, meetings.Inviting{MemberIDs: slices.Collect(maps.Values(h.members))}, time.Now()); err != nil {
					return err
				}
				all, err := meetings.Invitations(ctx, tx, id)
				for i := range all {
					organisations = append(organisations, all[i].Organisation)
				}
				return err
			})
			slices.Sort(organisations)
			return organisations
		}
		apart := []string{"", "Solrosens odlare", "Tiveds vandrarvänner", "Åsens bygdegård"}
		if got := invited(before); !slices.Equal(got, apart) {
			t.Fatalf("before the merge %q are asked", got)
		}
		m := organisations.Merging{ID: store.NewID(), Why: "Samma förening", SeenKept: 1, SeenGone: 1}
		writing(t, db, func(tx *store.Tx) error {
			if err := tx.Get(ctx, &m.KeptID, "SELECT id FROM organisation WHERE name = 'Solrosens odlare'"); err != nil {
				return err
			}
			if err := tx.Get(ctx, &m.GoneID, "SELECT id FROM organisation WHERE name = 'Åsens bygdegård'"); err != nil {
				return err
			}
			return organisations.MergeTwo(ctx, tx, m)
		})
		if got := invited(merged); !slices.Equal(got, []string{"", "Solrosens odlare", "Tiveds vandrarvänner"}) {
			t.Errorf("after the merge %q are asked", got)
		}
		read(t, db, func(tx *store.Tx) error {
			all, err := meetings.Invitations(ctx, tx, before)
			if len(all) != 4 {
				t.Errorf("who was asked has become %+v", all)
			}
			return err
		})
		writing(t, db, func(tx *store.Tx) error { _, err := organisations.Unmerge(ctx, tx, m.ID, "Det var två"); return err })
		if got := invited(after); !slices.Equal(got, apart) {
			t.Errorf("when the merge is taken back %q are asked", got)
		}
	})
}
