package networks

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"samverk/platform/calendar"
)

// However organisations have been merged, nobody gains or loses a day, none of whom the register has one stands twice, and
// those whom no merge concerns are as they were.
func TestMergedOrganisationsAreMembersOnce(t *testing.T) {
	first := calendar.MustDate("2026-01-01")
	rapid.Check(t, func(t *rapid.T) {
		all := make([]Member, rapid.IntRange(0, 8).Draw(t, "members"))
		for i := range all {
			m := &all[i]
			*m = Member{ID: string(rune('a' + i)), OrganisationID: rapid.SampledFrom([]string{"", "solrosen", "linden"}).Draw(t, "organisation"),
				Name: rapid.SampledFrom([]string{"", "Åsa", "asa", "Bo"}).Draw(t, "name"), Role: rapid.SampledFrom(MemberRoles).Draw(t, "role"), From: first.AddDays(rapid.IntRange(0, 20).Draw(t, "from"))}
			if m.Was = m.OrganisationID; m.OrganisationID == "solrosen" && rapid.Bool().Draw(t, "by a merge") {
				m.Was = "solros"
			}
			if rapid.Bool().Draw(t, "ends") {
				m.Until = m.From.AddDays(rapid.IntRange(0, 10).Draw(t, "until"))
			}
		}
		one, hidden := asOne(slices.Clone(all))
		count := len(one)
		for _, some := range hidden {
			count += len(some)
		}
		if count != len(all) {
			t.Fatalf("%d of %d are somewhere", count, len(all))
		}
		belong := func(some []Member, organisation string, day calendar.Date) bool {
			return slices.ContainsFunc(some, func(m Member) bool { return m.OrganisationID == organisation && m.Belongs(day) })
		}
		for n := range 60 {
			for _, organisation := range []string{"", "solrosen", "linden"} {
				if day := first.AddDays(n); belong(all, organisation, day) != belong(one, organisation, day) {
					t.Fatalf("%q on %s: %+v became %+v", organisation, day, all, one)
				}
			}
		}
		for i := range one {
			if m := &one[i]; m.OrganisationID != "solrosen" {
				if !slices.Contains(all, *m) {
					t.Fatalf("%+v was changed", *m)
				}
				continue
			}
			for k := range one {
				if one[i].OrganisationID == one[k].OrganisationID && one[i].Was != one[k].Was && one[i].saysTheSame(&one[k]) {
					t.Fatalf("%+v and %+v are the same", one[i], one[k])
				}
			}
		}
		if again, none := asOne(slices.Clone(one)); len(none) != 0 || !slices.Equal(again, one) {
			t.Fatalf("%+v became %+v", one, again)
		}
	})
}
