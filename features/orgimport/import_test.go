package orgimport_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/features/orgimport"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var ctx = i18n.With(audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"}),
	i18n.NewCatalogue(organisations.Messages(), orgimport.Messages()).In(i18n.Swedish))

var towns, _ = organisations.ReadMunicipalities("")

func write(t *testing.T, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

// messy is a register as such are found.
const messy = `Föreningsregister;;;;
Föreningens namn;Org.nr;Hemkommun;Form;E-post
Nya kören;829000-1018;Örebro;Ideell förening;kor@exempel.se
Nya kören igen;8290001018;Örebro;61;
Bollklubben;;Kumla kommun;;
bollklubben ;;Kumla;;
Fel nummer;829000-1019;Nora;;
Okänd ort;;Långtbortistan;;
;;Nora;;
Personen;19640823-3234;Nora;;
Kvarnens vänner;;Nora;;
Granlunds stiftelse;802000-0000;Nora;72;ny@exempel.se
`

// bring adds two organisations and a file about them and others, and gives the import's key.
func bring(t *testing.T, db *store.DB) (id, known string) {
	t.Helper()
	table, err := sheet.Read([]byte(strings.Replace(messy, "802000-0000", "212000-0142", 1)))
	if err != nil {
		t.Fatal(err)
	}
	id, known = store.NewID(), store.NewID()
	write(t, db, func(tx *store.Tx) error {
		return errors.Join(organisations.Add(ctx, tx, known, organisations.Content{Name: "Granlunds stiftelse", Number: "2120000142", Seat: "1884", Email: "gammal@exempel.se"}),
			organisations.Add(ctx, tx, store.NewID(), organisations.Content{Name: "Kvarnens Vänner", Seat: "1884"}))
	})
	for range 2 { // the same form sent twice brings one
		write(t, db, func(tx *store.Tx) error { return orgimport.Bring(ctx, tx, id, "register.csv", table) })
	}
	write(t, db, func(tx *store.Tx) error {
		imp, err := orgimport.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		return orgimport.Arrange(ctx, tx, id, orgimport.Settings{Mapping: imp.Mapping.V, Public: true}, towns)
	})
	return id, known
}

// fates tells what becomes of each line, with why.
func fates(t *testing.T, db *store.DB, id string) map[int]string {
	t.Helper()
	all := map[int]string{}
	write(t, db, func(tx *store.Tx) error {
		lines, _, err := orgimport.Lines(ctx, tx, id, "", 0)
		for _, l := range lines {
			all[l.Line] = strings.TrimSpace(fmt.Sprintf("%s %s", l.Fate, l.Why.V.ID))
		}
		return err
	})
	return all
}

func wantFates(t *testing.T, db *store.DB, id string, want map[int]string) {
	t.Helper()
	if got := fates(t, db, id); !maps.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func counts(t *testing.T, db *store.DB, id string) (c orgimport.Counts) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		c, err = orgimport.Count(ctx, tx, id)
		return err
	})
	return c
}

// names are those of the register.
func names(t *testing.T, db *store.DB) (all []string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error {
		page, err := organisations.List(ctx, tx, organisations.Filter{})
		for _, o := range page.Organisations {
			all = append(all, o.Name+" "+o.Email)
		}
		return err
	})
	return all
}

func correct(t *testing.T, db *store.DB, id string, line int, choice orgimport.Choice, cells ...string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error { return orgimport.Correct(ctx, tx, id, line, cells, choice, towns) })
}

func TestEveryRowHasAFate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id, _ := bring(t, db)
		wantFates(t, db, id, map[int]string{3: "added", 4: "double orgimport.why.row", 5: "added", 6: "double orgimport.why.row", 7: "refused organisations.number.check_digit",
			8: "refused orgimport.fault.town", 9: "refused organisations.name_missing", 10: "refused organisations.number.of_person", 11: "double orgimport.why.name", 12: "changed orgimport.why.changes"})
		correct(t, db, id, 7, orgimport.ByProgram, "Fel nummer", "", "Nora", "", "")
		correct(t, db, id, 11, orgimport.AsNew, "Kvarnens vänner", "", "Nora", "", "")
		correct(t, db, id, 4, orgimport.AsNew, "En annan kör", "829000-1018", "Örebro", "", "")
		if got := fates(t, db, id)[4]; got != "double orgimport.why.row" {
			t.Errorf("two have the same number: %s", got)
		}
		correct(t, db, id, 4, orgimport.ByProgram, "En annan kör", "", "Örebro", "", "")
		write(t, db, func(tx *store.Tx) error { return orgimport.LeaveOut(ctx, tx, id) })
		wantFates(t, db, id, map[int]string{3: "added", 4: "added", 5: "added", 6: "double orgimport.why.row", 7: "added", 8: "left_out", 9: "left_out", 10: "left_out", 11: "added", 12: "changed orgimport.why.changes"})
	})
}

func TestAnImportIsReadInWholeOrNotAtAllAndUndone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id, known := bring(t, db)
		before := names(t, db)
		run := func(seen orgimport.Counts) error {
			return db.Write(ctx, func(tx *store.Tx) error { return orgimport.Run(ctx, tx, id, seen, towns) })
		}
		if err := run(counts(t, db, id)); err == nil {
			t.Error("an import with refused rows is read in")
		}
		write(t, db, func(tx *store.Tx) error { return orgimport.LeaveOut(ctx, tx, id) })
		if err := run(orgimport.Counts{orgimport.Added: 9}); !errors.Is(err, orgimport.ErrMeanwhile) {
			t.Errorf("something else than what was seen: %v", err)
		}
		if got := names(t, db); !slices.Equal(got, before) {
			t.Errorf("half an import is done: %v", got)
		}
		if err := run(counts(t, db, id)); err != nil {
			t.Fatal(err)
		}
		if want := []string{"Bollklubben ", "Granlunds stiftelse ny@exempel.se", "Kvarnens Vänner ", "Nya kören kor@exempel.se"}; !slices.Equal(names(t, db), want) {
			t.Errorf("got %q, want %q", names(t, db), want)
		}
		if err := run(counts(t, db, id)); !errors.Is(err, orgimport.ErrOver) {
			t.Errorf("read in twice: %v", err)
		}
		var left int
		write(t, db, func(tx *store.Tx) error {
			return tx.Get(ctx, &left, "SELECT count(*) FROM organisation_import_row WHERE cells <> '[]'")
		})
		if left > 0 {
			t.Errorf("%d rows keep their cells", left)
		}
		write(t, db, func(tx *store.Tx) error { return orgimport.Undo(ctx, tx, id, "fel fil") })
		if got := names(t, db); !slices.Equal(got, before) {
			t.Errorf("undone: %q, want %q", got, before)
		}
		write(t, db, func(tx *store.Tx) error {
			found, err := organisations.Search(ctx, tx, organisations.Filter{Words: "bollklubben"})
			if len(found) > 0 {
				t.Errorf("what is withdrawn is found: %v", found)
			}
			o, err2 := organisations.Find(ctx, tx, known)
			if o.Email != "gammal@exempel.se" {
				t.Errorf("not as it was: %+v", o)
			}
			return errors.Join(err, err2)
		})
	})
}

func TestWhatIsInUseIsNotUndone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id, known := bring(t, db)
		write(t, db, func(tx *store.Tx) error { return orgimport.LeaveOut(ctx, tx, id) })
		seen := counts(t, db, id)
		write(t, db, func(tx *store.Tx) error { return orgimport.Run(ctx, tx, id, seen, towns) })
		write(t, db, func(tx *store.Tx) error {
			o, err := organisations.Find(ctx, tx, known)
			o.Telephone = "019-10 00 00"
			return errors.Join(err, organisations.Change(ctx, tx, known, o.Content, o.Version))
		})
		write(t, db, func(tx *store.Tx) error { return orgimport.Undo(ctx, tx, id, "fel fil") })
		if got := fates(t, db, id); got[3] != "back" || !strings.HasPrefix(got[12], "kept") {
			t.Errorf("got %v", got)
		}
	})
}

func TestAnOldDraftIsForgotten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id, _ := bring(t, db)
		forget := func(days int) {
			write(t, db, func(tx *store.Tx) error { return orgimport.Forget(ctx, tx, store.Now().AddDate(0, 0, days)) })
		}
		forget(-1)
		if n := counts(t, db, id).Total(); n != 10 {
			t.Errorf("%d rows of a new draft are left", n)
		}
		forget(1)
		if n := counts(t, db, id).Total(); n != 0 {
			t.Errorf("%d rows are kept", n)
		}
	})
}

func TestColumnsAreGuessedByTheirHeadings(t *testing.T) {
	for heading, want := range map[string]orgimport.Field{"Org.nr": orgimport.Number, "Organisationsnummer": orgimport.Number, "Föreningens namn": orgimport.Name, "NAMN": orgimport.Name,
		"Kommun": orgimport.Seat, "Säte": orgimport.Seat, "E-post": orgimport.Email, "Mobil": orgimport.Telephone, "Postadress": orgimport.Address, "Medlemmar": "", "": ""} {
		if got := orgimport.Guess([]string{heading})[0]; got != want {
			t.Errorf("%q: got %q, want %q", heading, got, want)
		}
	}
	if err := (orgimport.Mapping{orgimport.Name, orgimport.Address, orgimport.Address}).Check(); err != nil {
		t.Errorf("an address may stand in two columns: %v", err)
	}
	for _, wrong := range []orgimport.Mapping{{orgimport.Email}, {orgimport.Name, orgimport.Email, orgimport.Email}, {orgimport.Name, "annat"}} {
		if wrong.Check() == nil {
			t.Errorf("%v is taken", wrong)
		}
	}
}
