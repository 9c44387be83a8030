package orgimport_test

import (
	"errors"
	"slices"
	"testing"

	"samverk/features/organisations"
	"samverk/features/orgimport"
	"samverk/platform/calendar"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// brought keeps a file as a draft whose columns are guessed, and gives its key.
func brought(t *testing.T, db *store.DB, file string) string {
	t.Helper()
	table, err := sheet.Read([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	id := store.NewID()
	settings := orgimport.Settings{Mapping: orgimport.Guess(table.Head), Consent: "Sa ja på årsmötet", RolesFrom: calendar.MustDate("2019-01-01")}
	write(t, db, func(tx *store.Tx) error {
		return errors.Join(orgimport.Bring(ctx, tx, id, "register.csv", table), orgimport.Arrange(ctx, tx, id, settings, towns))
	})
	return id
}

// readIn reads a draft into the register.
func readIn(t *testing.T, db *store.DB, id string) {
	t.Helper()
	seen := counts(t, db, id)
	write(t, db, func(tx *store.Tx) error { return orgimport.Run(ctx, tx, id, seen, towns) })
}

// merge makes two one, as they are.
func merge(t *testing.T, db *store.DB, kept, gone string) (id string) {
	t.Helper()
	id = store.NewID()
	write(t, db, func(tx *store.Tx) error {
		one, err := organisations.Find(ctx, tx, kept)
		if err != nil {
			return err
		}
		other, err := organisations.Find(ctx, tx, gone)
		if err != nil {
			return err
		}
		return organisations.MergeTwo(ctx, tx, organisations.Merging{ID: id, KeptID: kept, GoneID: gone, Why: "Samma", SeenKept: one.Version, SeenGone: other.Version})
	})
	return id
}

// ofLine is the key of the organisation that a row became or is.
func ofLine(t *testing.T, db *store.DB, id string, line int) (key string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error {
		l, err := orgimport.FindLine(ctx, tx, id, line)
		key = l.OrganisationID
		return err
	})
	return key
}

func findOne(t *testing.T, db *store.DB, id string) (o organisations.Organisation) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		o, err = organisations.Find(ctx, tx, id)
		return err
	})
	return o
}

// A register that is older than a merge knows the one that is merged; its rows are about the one that stays.
func TestARowOfAMergedOrganisationIsAboutTheOneThatStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		kept, gone := store.NewID(), store.NewID()
		write(t, db, func(tx *store.Tx) error {
			return errors.Join(organisations.Add(ctx, tx, kept, organisations.Content{Name: "Solrosen", Number: "8290001018"}),
				organisations.Add(ctx, tx, gone, organisations.Content{Name: "Tistlarna", Number: "2120000142"}),
				organisations.AddRole(ctx, tx, organisations.Role{ID: store.NewID(), OrganisationID: gone, Kind: organisations.Partner, From: calendar.MustDate("2018-01-01")}),
				organisations.AddContact(ctx, tx, organisations.Contact{ID: store.NewID(), OrganisationID: gone, Name: "Bo Provman"}))
		})
		merge(t, db, kept, gone)
		named := brought(t, db, "Namn;Org.nr\nTistlarna;\n")
		wantFates(t, db, named, map[int]string{2: "double orgimport.why.name"})
		id := brought(t, db, "Namn;Org.nr;E-post;Kontaktperson;Roll\nTistlarna;212000-0142;ny@exempel.se;Bo Provman;Partner, Leverantör\nTistlarna;;;;\nSolrosen;829000-1018;;;\n")
		wantFates(t, db, id, map[int]string{2: "changed orgimport.why.changes", 3: "double orgimport.why.row", 4: "double orgimport.why.row"})
		if got := ofLine(t, db, id, 2); got != kept {
			t.Error("the row is about the one that is merged")
		}
		readIn(t, db, id)
		o := findOne(t, db, kept)
		if o.Name != "Solrosen" || o.Number != "8290001018" || o.Email != "ny@exempel.se" || !slices.Equal(o.FormerNames, []string{"Tistlarna"}) {
			t.Errorf("it became %+v", o)
		}
		write(t, db, func(tx *store.Tx) error {
			roles, err := organisations.Roles(ctx, tx, kept)
			if err != nil {
				return err
			}
			if len(roles) != 2 || roles[1].Kind != organisations.Supplier { // it was a partner already, by the one that is merged
				t.Errorf("its roles are %+v", roles)
			}
			people, err := organisations.Contacts(ctx, tx, kept)
			if len(people) != 1 {
				t.Errorf("its people are %+v", people)
			}
			return err
		})
		write(t, db, func(tx *store.Tx) error { return orgimport.Undo(ctx, tx, id, "fel fil") })
		if o := findOne(t, db, kept); o.Email != "" || o.Name != "Solrosen" || !slices.Equal(o.FormerNames, []string{"Tistlarna"}) {
			t.Errorf("undone it is %+v", o)
		}
	})
}

// What an import added or changed and somebody has merged since is left as it is, said beforehand and afterwards; and the merge
// can still be taken back.
func TestWhatHasBeenMergedIsNotUndone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		known, changed := store.NewID(), store.NewID()
		write(t, db, func(tx *store.Tx) error {
			return errors.Join(organisations.Add(ctx, tx, known, organisations.Content{Name: "Björken"}),
				organisations.Add(ctx, tx, changed, organisations.Content{Name: "Eken", Number: "8290001018"}))
		})
		id := brought(t, db, "Namn;Org.nr;E-post;Roll\nIF Björken;;;Partner\nGranen;;;\nGranens vänner;;;\nEken;829000-1018;ny@exempel.se;\nLinden;;;Partner\n")
		wantFates(t, db, id, map[int]string{2: "added orgimport.why.beside", 3: "added", 4: "added", 5: "changed orgimport.why.changes", 6: "added orgimport.why.beside"})
		readIn(t, db, id)
		first := merge(t, db, known, ofLine(t, db, id, 2))       // one that was added goes
		merge(t, db, ofLine(t, db, id, 3), ofLine(t, db, id, 4)) // of two that were added one goes
		apart := merge(t, db, changed, ofLine(t, db, id, 6))     // into one that was changed, and parted again
		write(t, db, func(tx *store.Tx) error { _, err := organisations.Unmerge(ctx, tx, apart, "Det var två"); return err })
		var f orgimport.Foreseen
		write(t, db, func(tx *store.Tx) (err error) { f, err = orgimport.ForeseeUndo(ctx, tx, id); return err })
		if f.Gone != 0 || f.AsBefore != 0 || f.Kept != 5 || len(f.Stay) != 5 {
			t.Errorf("foreseen: %+v", f)
		}
		write(t, db, func(tx *store.Tx) error { return orgimport.Undo(ctx, tx, id, "fel fil") })
		if c := counts(t, db, id); c[orgimport.Kept] != 5 || c.Total() != 5 {
			t.Errorf("the rows are %v", c)
		}
		if o := findOne(t, db, changed); o.Email != "ny@exempel.se" {
			t.Errorf("what was merged meanwhile became %+v", o)
		}
		write(t, db, func(tx *store.Tx) error {
			roles, err := organisations.Roles(ctx, tx, known)
			if len(roles) != 1 {
				t.Errorf("the role that came with the one that is merged: %+v", roles)
			}
			return err
		})
		write(t, db, func(tx *store.Tx) error { _, err := organisations.Unmerge(ctx, tx, first, "Det var två"); return err })
		if o := findOne(t, db, ofLine(t, db, id, 2)); o.Name != "IF Björken" || o.MergedInto != "" {
			t.Errorf("parted it is %+v", o)
		}
	})
}

// That two were said to be others is forgotten with one of them.
func TestWhatIsUndoneLeavesNothingOfPairs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id := brought(t, db, "Namn;Org.nr\nIF Björken;\nGranen;\nGranens vänner;\n")
		readIn(t, db, id)
		known := store.NewID()
		write(t, db, func(tx *store.Tx) error {
			return organisations.Add(ctx, tx, known, organisations.Content{Name: "Björken"})
		})
		for _, pair := range [][2]string{{known, ofLine(t, db, id, 2)}, {ofLine(t, db, id, 3), ofLine(t, db, id, 4)}} {
			write(t, db, func(tx *store.Tx) error { return organisations.NotTheSame(ctx, tx, pair[0], pair[1], "Två olika") })
		}
		write(t, db, func(tx *store.Tx) error { return orgimport.Undo(ctx, tx, id, "fel fil") })
		if c := counts(t, db, id); c[orgimport.Back] != 3 {
			t.Errorf("the rows are %v", c)
		}
		var pairs int
		write(t, db, func(tx *store.Tx) error { return tx.Get(ctx, &pairs, "SELECT count(*) FROM organisation_distinct") })
		if pairs != 0 {
			t.Errorf("%d pairs are left of organisations that are gone", pairs)
		}
		if got := names(t, db); !slices.Equal(got, []string{"Björken "}) {
			t.Errorf("the register has %q", got)
		}
	})
}

// What was read in or changed in bulk is likely the same as others by the same keys as what is written by hand, at once.
func TestWhatIsReadInIsFoundByLikeness(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		write(t, db, func(tx *store.Tx) error {
			return organisations.Add(ctx, tx, store.NewID(), organisations.Content{Name: "Idrottsföreningen Björken"})
		})
		write(t, db, func(tx *store.Tx) error {
			return organisations.Add(ctx, tx, store.NewID(), organisations.Content{Name: "Rönnen", Number: "8290001018"})
		})
		alike := func(c organisations.Content, want ...string) {
			t.Helper()
			var got []string
			write(t, db, func(tx *store.Tx) error {
				all, err := organisations.FindAlike(ctx, tx, "", &c, towns)
				for _, one := range all {
					got = append(got, one.Name)
				}
				return err
			})
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Errorf("%+v is like %q, want %q", c, got, want)
			}
		}
		suspected := func(want int) {
			t.Helper()
			write(t, db, func(tx *store.Tx) error {
				page, err := organisations.FindSuspects(ctx, tx, "", towns)
				if len(page.Pairs) != want {
					t.Errorf("%d pairs are suspected, want %d: %+v", len(page.Pairs), want, page.Pairs)
				}
				return err
			})
		}
		id := brought(t, db, "Namn;Org.nr;E-post;Webbplats;Adress\nIF Björken;;;;\nEken;;eken@exempel.se;;\nStora linden;;;https://linden.exempel.se;Lindvägen 4, 692 30 Kumla\nHäggen;829000-1018;hagg@exempel.se;;\n")
		readIn(t, db, id)
		alike(organisations.Content{Name: "Björken IF"}, "IF Björken", "Idrottsföreningen Björken")
		alike(organisations.Content{Name: "Någon annan", Email: "EKEN@exempel.se"}, "Eken")
		alike(organisations.Content{Name: "Lilla linden", Web: "https://www.linden.exempel.se/", Address: "Lindvägen 4, 69230 Kumla"}, "Stora linden")
		alike(organisations.Content{Name: "Någon annan", Email: "hagg@exempel.se"}, "Häggen") // it was changed, not added
		suspected(1)
		write(t, db, func(tx *store.Tx) error { return orgimport.Undo(ctx, tx, id, "fel fil") })
		alike(organisations.Content{Name: "Björken IF"}, "Idrottsföreningen Björken")
		alike(organisations.Content{Name: "Någon annan", Email: "hagg@exempel.se"})
		suspected(0)
		var keyless int
		write(t, db, func(tx *store.Tx) error {
			return tx.Get(ctx, &keyless, "SELECT count(*) FROM organisation WHERE name_key IS NULL")
		})
		if keyless != 0 {
			t.Errorf("%d organisations have no keys", keyless)
		}
	})
}
