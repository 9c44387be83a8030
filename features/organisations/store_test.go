package organisations_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"

	"samverk/features/audit"
	"samverk/features/organisations"
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

func write(t testing.TB, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, fn); err != nil {
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

// actions are what the trail has about an organisation.
func actions(t *testing.T, db *store.DB, kind, id string) (all []string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error {
		return tx.Select(ctx, &all, "SELECT action FROM audit_entry WHERE object_kind = $1 AND object_id = $2 ORDER BY at, id", kind, id)
	})
	return all
}

func add(t *testing.T, db *store.DB, c organisations.Content) string {
	t.Helper()
	id := store.NewID()
	for range 2 { // the same form sent twice adds one
		write(t, db, func(tx *store.Tx) error { return organisations.Add(ctx, tx, id, c) })
	}
	return id
}

func find(t *testing.T, db *store.DB, id string) (o organisations.Organisation) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		o, err = organisations.Find(ctx, tx, id)
		return err
	})
	return o
}

func names(page organisations.Page) (all []string) {
	for i := range page.Organisations {
		all = append(all, page.Organisations[i].Name)
	}
	return all
}

func list(t *testing.T, db *store.DB, f organisations.Filter) (page organisations.Page) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		page, err = organisations.List(ctx, tx, f)
		return err
	})
	return page
}

func TestAnOrganisationIsKeptAndChangedWithItsHistory(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		content := organisations.Content{Number: "5560360793", Name: "Solrosen i Kumla AB", Form: organisations.Limited, SVB: true, Class: organisations.Class{Vocabulary: organisations.SNI2007, Code: "88990"},
			Seat: "1881", Municipalities: []string{"1880", "1814"}, Web: "https://exempel.se", Email: "info@exempel.se", Telephone: "019-12 34 56", Address: "Storgatan 1",
			IsPublic: true, PublicFields: []string{"number", "web"}, Note: "Ny"}
		id := add(t, db, content)
		kept := find(t, db, id)
		if !slices.Equal(kept.Municipalities, []string{"1814", "1880"}) || kept.Number.String() != "556036-0793" || !kept.SVB || !kept.Shows("web") || kept.Shows("email") || kept.Version != 1 {
			t.Errorf("kept is %+v", kept)
		}
		content.Name, content.FormerNames = "Solrosen Mitt AB", []string{"Solrosen i Kumla AB"}
		for range 2 { // sent twice it is changed once
			write(t, db, func(tx *store.Tx) error { return organisations.Change(ctx, tx, id, content, 1) })
		}
		if now := find(t, db, id); now.Name != content.Name || now.Version != 2 || !slices.Equal(now.FormerNames, content.FormerNames) {
			t.Errorf("now it is %+v", now)
		}
		content.Note = "Sist"
		err := db.Write(ctx, func(tx *store.Tx) error { return organisations.Change(ctx, tx, id, content, 1) })
		if !errors.Is(err, organisations.ErrSavedMeanwhile) {
			t.Errorf("the second to save is told %v", err)
		}
		if got := actions(t, db, "organisation", id); !slices.Equal(got, []string{"organisation.added", "organisation.changed"}) {
			t.Errorf("the trail has %q", got)
		}
	})
}

func TestANumberBelongsToOneOrganisation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		add(t, db, organisations.Content{Number: "5560360793", Name: "Solrosen"})
		first, second := add(t, db, organisations.Content{Name: "Utan nummer"}), add(t, db, organisations.Content{Name: "Också utan"})
		err := db.Write(ctx, func(tx *store.Tx) error {
			return organisations.Add(ctx, tx, store.NewID(), organisations.Content{Number: "5560360793", Name: "En till"})
		})
		if wantFault(t, err, "organisations.number.taken"); !errors.Is(err, organisations.ErrNumberTaken) {
			t.Errorf("got %v", err)
		}
		err = db.Write(ctx, func(tx *store.Tx) error {
			return organisations.Change(ctx, tx, first, organisations.Content{Number: "5560360793", Name: "Utan nummer"}, 1)
		})
		wantFault(t, err, "organisations.number.taken")
		write(t, db, func(tx *store.Tx) error {
			return organisations.Change(ctx, tx, second, organisations.Content{Number: "5562265719", Name: "Också utan"}, 1)
		})
	})
}

func TestWhatHasEndedStaysWithItsReason(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id := add(t, db, organisations.Content{Name: "Solrosen"})
		role := organisations.Role{ID: store.NewID(), OrganisationID: id, Kind: organisations.Partner, From: day("2019-01-01")}
		past := organisations.Role{ID: store.NewID(), OrganisationID: id, Kind: organisations.Supplier, From: day("2018-01-01"), Until: day("2018-12-31")}
		for range 2 {
			write(t, db, func(tx *store.Tx) error {
				return errors.Join(organisations.AddRole(ctx, tx, role), organisations.AddRole(ctx, tx, past))
			})
		}
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return organisations.End(ctx, tx, id, day("2020-06-30"), "Upplöst") })
		}
		o := find(t, db, id)
		if o.EndedOn != day("2020-06-30") || o.EndedWhy != "Upplöst" {
			t.Errorf("it is %+v", o)
		}
		write(t, db, func(tx *store.Tx) error {
			roles, err := organisations.Roles(ctx, tx, id)
			if len(roles) != 2 || roles[0].Until != past.Until || roles[1].Until != day("2020-06-30") || roles[1].EndedWhy != "Upplöst" {
				t.Errorf("roles are %+v", roles)
			}
			return err
		})
		late := organisations.Role{ID: store.NewID(), OrganisationID: id, Kind: organisations.Partner, From: day("2021-01-01")}
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error { return organisations.AddRole(ctx, tx, late) }), "organisations.role_after_end")
		if got := names(list(t, db, organisations.Filter{})); len(got) != 0 {
			t.Errorf("the list has %q", got)
		}
		if got := names(list(t, db, organisations.Filter{WithEnded: true})); len(got) != 1 {
			t.Errorf("with those that have ended it has %q", got)
		}
		write(t, db, func(tx *store.Tx) error { return organisations.Reopen(ctx, tx, id) })
		if got := actions(t, db, "organisation", id); !slices.Equal(got, []string{"organisation.added", "organisation.role_added", "organisation.role_added",
			"organisation.role_ended", "organisation.ended", "organisation.reopened"}) {
			t.Errorf("the trail has %q", got)
		}
	})
}

func TestPeopleToTurnToAreKeptOnlyAsLongAsTheyAreNeeded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id := add(t, db, organisations.Content{Name: "Solrosen"})
		c := organisations.Contact{ID: store.NewID(), OrganisationID: id, Name: "Alva Prov", Role: "Ordförande", Email: "alva@exempel.se", Telephone: "070-123 45 67"}
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return organisations.AddContact(ctx, tx, c) })
		}
		changed := c
		changed.Telephone, changed.IsPublic, changed.Consent = "070-765 43 21", true, "Ja per telefon 2026-05-03"
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return organisations.ChangeContact(ctx, tx, changed, 1) })
		}
		err := db.Write(ctx, func(tx *store.Tx) error { return organisations.ChangeContact(ctx, tx, c, 1) })
		if !errors.Is(err, organisations.ErrSavedMeanwhile) {
			t.Errorf("the second to save is told %v", err)
		}
		for id, spoil := range map[string]func(c *organisations.Contact){
			"organisations.contact.name_missing":    func(c *organisations.Contact) { c.Name = "" },
			"organisations.contact.consent_missing": func(c *organisations.Contact) { c.Consent = "" },
			"organisations.personal_number":         func(c *organisations.Contact) { c.Role = "Kassör 811218-9876" },
		} {
			wrong := changed
			spoil(&wrong)
			wantFault(t, db.Write(ctx, func(tx *store.Tx) error { return organisations.ChangeContact(ctx, tx, wrong, 2) }), id)
		}
		write(t, db, func(tx *store.Tx) error {
			all, err := organisations.Contacts(ctx, tx, id)
			if changed.Version = 2; len(all) != 1 || all[0] != changed {
				t.Errorf("contacts are %+v", all)
			}
			return err
		})
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return organisations.RemoveContact(ctx, tx, id, c.ID) })
		}
		if got := actions(t, db, "organisation_contact", id); !slices.Equal(got, []string{"organisation.contact_added", "organisation.contact_changed", "organisation.contact_removed"}) {
			t.Errorf("the trail has %q", got)
		}
		write(t, db, func(tx *store.Tx) error {
			var told int
			err := tx.Get(ctx, &told, "SELECT count(*) FROM audit_entry WHERE COALESCE(before, '') || COALESCE(after, '') LIKE '%exempel.se%' OR COALESCE(before, '') || COALESCE(after, '') LIKE '%070%'")
			if told > 0 {
				t.Error("the trail tells how to reach a person who has been taken away")
			}
			return err
		})
	})
}

func TestAListIsReadPageByPageBothWays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		wanted := []string{"Alvik", "Alvik", "bygdegården", "Café Solen", "Zebran", "Ångbåten", "Älgen", "Ödlan"}
		for i, name := range wanted {
			c := organisations.Content{Name: name, Form: "61", Seat: "1881", IsPublic: i%2 == 0}
			if i == 4 {
				c.Form, c.Seat, c.Municipalities = "72", "1880", []string{"1814"}
			}
			id := add(t, db, c)
			if i > 4 {
				for _, from := range []string{"2019-01-01", "2020-01-01"} { // twice the same role gives one row
					write(t, db, func(tx *store.Tx) error {
						return organisations.AddRole(ctx, tx, organisations.Role{ID: store.NewID(), OrganisationID: id, Kind: organisations.Partner, From: day(from)})
					})
				}
			}
		}
		for _, c := range []struct {
			filter organisations.Filter
			want   []string
		}{
			{organisations.Filter{}, wanted},
			{organisations.Filter{Municipality: "1814"}, wanted[4:5]},
			{organisations.Filter{Municipality: "1881"}, slices.Concat(wanted[:4], wanted[5:])},
			{organisations.Filter{Form: "72"}, wanted[4:5]},
			{organisations.Filter{Role: organisations.Partner, Day: day("2020-06-01")}, wanted[5:]},
			{organisations.Filter{Role: organisations.Partner, Day: day("2018-06-01")}, nil},
			{organisations.Filter{Role: organisations.Partner, Day: day("2020-06-01"), Municipality: "1880"}, nil},
			{organisations.Filter{OnlyPublic: true}, []string{"Alvik", "bygdegården", "Zebran", "Älgen"}},
		} {
			for _, limit := range []int{0, 1, 3} {
				c.filter.Limit = limit
				pages, got := readOn(t, db, c.filter)
				if !slices.Equal(got, c.want) {
					t.Errorf("%+v gives %q", c.filter, got)
				}
				readBack(t, db, c.filter, pages)
			}
		}
	})
}

// readOn reads a list from its beginning to its end.
func readOn(t *testing.T, db *store.DB, f organisations.Filter) (pages []organisations.Page, got []string) {
	for {
		page := list(t, db, f)
		if (page.Previous == "") != (len(pages) == 0) {
			t.Errorf("page %d has %q before it", len(pages)+1, page.Previous)
		}
		pages, got = append(pages, page), append(got, names(page)...)
		if f.After = page.Next; f.After == "" {
			return pages, got
		}
	}
}

// readBack reads the same pages from the end to the beginning.
func readBack(t *testing.T, db *store.DB, f organisations.Filter, pages []organisations.Page) {
	for i := len(pages) - 2; i >= 0; i-- {
		f.Before = pages[i+1].Previous
		page := list(t, db, f)
		if !slices.Equal(names(page), names(pages[i])) || page.Next != pages[i].Next || (page.Previous == "") != (i == 0) {
			t.Errorf("back on page %d are %q, before %q, next %q", i+1, names(page), page.Previous, page.Next)
		}
		f.After = ""
	}
}
