package networks_test

import (
	"slices"
	"testing"

	"samverk/features/networks"
	"samverk/features/organisations"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestNetworksThatShareMembersAreKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		one := add(t, db, networks.Content{Name: "Ett", Kind: networks.Council})
		sameOrganisation := add(t, db, networks.Content{Name: "Två", Kind: networks.Council})
		samePerson := add(t, db, networks.Content{Name: "Tre", Kind: networks.Council})
		before := add(t, db, networks.Content{Name: "Fyra", Kind: networks.Council})
		alone := add(t, db, networks.Content{Name: "Fem", Kind: networks.Council})
		shared, left := organisation(t, db, organisations.Content{Name: "Solrosen"}), organisation(t, db, organisations.Content{Name: "Linden"})
		own := organisation(t, db, organisations.Content{Name: "Eken"})
		write(t, db, func(tx *store.Tx) error {
			for _, m := range []networks.Member{
				{NetworkID: one, OrganisationID: shared}, {NetworkID: sameOrganisation, OrganisationID: shared},
				{NetworkID: one, Name: "Bo Påhittad", Email: "bo@exempel.se"}, {NetworkID: samePerson, Name: "B. Påhittad", Email: "bo@exempel.se"},
				{NetworkID: one, OrganisationID: left}, {NetworkID: before, OrganisationID: left, Until: day("2026-12-31")},
				{NetworkID: alone, OrganisationID: own}, {NetworkID: alone, Name: "Utan adress"}, {NetworkID: one, Name: "Utan adress"},
			} {
				m.ID, m.Role, m.From = store.NewID(), networks.Ordinary, day("2020-01-01")
				if err := networks.AddMember(ctx, tx, m); err != nil {
					return err
				}
			}
			got, err := networks.Sharing(ctx, tx, []string{one, alone, sameOrganisation}, day("2027-03-10"))
			wanted := []string{sameOrganisation, samePerson}
			slices.Sort(wanted)
			if !slices.Equal(got[one], wanted) || len(got[alone]) != 0 || !slices.Equal(got[sameOrganisation], []string{one}) {
				t.Errorf("shared are %v", got)
			}
			if earlier, err := networks.Sharing(ctx, tx, []string{one}, day("2026-12-31")); err != nil || len(earlier[one]) != 3 {
				t.Errorf("before the last day: %v %v", earlier, err)
			}
			return err
		})
	})
}
