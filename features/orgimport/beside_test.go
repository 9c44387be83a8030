package orgimport_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/features/orgimport"
	"samverk/platform/calendar"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// withPeople is a register with people to turn to and roles.
const withPeople = `Namn;Org.nr;Juridisk form;Svb;Kontaktperson;Befattning;Kontaktpersonens e-post;Roll;Roll från
Nya kören;829000-1018;61;;Alva Prövling;Ordförande;alva@exempel.se;Partner;2019-03-01
Vävstugan;;61;;;;;Socialt företag, Leverantör;
Sol AB;556036-0793;49;ja;Bo Provman;;;;
Föreningen;;61;ja;;;;;
Okänd roll;;61;;;;;Kompis;
Utan namn;;61;;;;nagon@exempel.se;;
Fel dag;;61;;;;;Partner;i våras
Granlunds stiftelse;212000-0142;;;Alva Prövling;;;Partner;
Kvarnen;802000-1007;;;Bo Provman;;;Partner;
`

func bringPeople(t *testing.T, db *store.DB) string {
	t.Helper()
	table, err := sheet.Read([]byte(withPeople))
	if err != nil {
		t.Fatal(err)
	}
	id := store.NewID()
	write(t, db, func(tx *store.Tx) error {
		for key, c := range map[string]organisations.Content{store.NewID(): {Name: "Granlunds stiftelse", Number: "2120000142"}, store.NewID(): {Name: "Kvarnen", Number: "8020001007"}} {
			if err := organisations.Add(ctx, tx, key, c); err != nil {
				return err
			}
			if c.Name == "Kvarnen" { // it has all of it already
				if err := organisations.AddContact(ctx, tx, organisations.Contact{ID: store.NewID(), OrganisationID: key, Name: "Bo  PROVMAN"}); err != nil {
					return err
				}
				if err := organisations.AddRole(ctx, tx, organisations.Role{ID: store.NewID(), OrganisationID: key, Kind: organisations.Partner, From: calendar.MustDate("2018-01-01")}); err != nil {
					return err
				}
			}
		}
		return orgimport.Bring(ctx, tx, id, "folk.csv", table)
	})
	settings := orgimport.Settings{Mapping: orgimport.Guess(table.Head)}
	if want := (orgimport.Mapping{orgimport.Name, orgimport.Number, orgimport.Form, orgimport.SVB, orgimport.ContactName, orgimport.ContactRole, orgimport.ContactEmail, orgimport.Roles,
		orgimport.RolesFrom}); !slices.Equal(settings.Mapping, want) {
		t.Fatalf("guessed %q", settings.Mapping)
	}
	if field, err := settings.Check(); field != "consent" || err == nil {
		t.Errorf("people are brought in without consent: %s %v", field, err)
	}
	settings.Consent, settings.RolesFrom = "Sa ja på årsmötet 2019", calendar.MustDate("2019-01-01")
	write(t, db, func(tx *store.Tx) error { return orgimport.Arrange(ctx, tx, id, settings, towns) })
	return id
}

func TestPeopleAndRolesComeWithTheirOrganisations(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id := bringPeople(t, db)
		wantFates(t, db, id, map[int]string{2: "added orgimport.why.beside", 3: "added orgimport.why.beside", 4: "added orgimport.why.beside", 5: "refused orgimport.fault.svb_form",
			6: "refused orgimport.fault.role", 7: "refused organisations.contact.name_missing", 8: "refused orgimport.fault.day", 9: "changed orgimport.why.changes", 10: "same"})
		write(t, db, func(tx *store.Tx) error { return orgimport.LeaveOut(ctx, tx, id) })
		seen := counts(t, db, id)
		write(t, db, func(tx *store.Tx) error { return orgimport.Run(ctx, tx, id, seen, towns) })
		var told []string
		write(t, db, func(tx *store.Tx) error {
			return tx.Select(ctx, &told, `SELECT o.name || ': ' || c.name || ', ' || c.role || ', ' || c.email || ', ' || c.consent FROM organisation_contact c JOIN organisation o ON o.id = c.organisation_id
				WHERE c.consent <> '' ORDER BY 1`)
		})
		if want := []string{"Granlunds stiftelse: Alva Prövling, , , Sa ja på årsmötet 2019", "Nya kören: Alva Prövling, Ordförande, alva@exempel.se, Sa ja på årsmötet 2019",
			"Sol AB: Bo Provman, , , Sa ja på årsmötet 2019"}; !slices.Equal(told, want) {
			t.Errorf("people are %q", told)
		}
		roles := func() (all []string) {
			write(t, db, func(tx *store.Tx) error {
				all = nil
				return tx.Select(ctx, &all, `SELECT o.name || ' ' || r.role || ' ' || CAST(r.starts_on AS text) FROM organisation_role r JOIN organisation o ON o.id = r.organisation_id ORDER BY 1`)
			})
			return all
		}
		if want := []string{"Granlunds stiftelse partner 2019-01-01", "Kvarnen partner 2018-01-01", "Nya kören partner 2019-03-01", "Vävstugan social_enterprise 2019-01-01",
			"Vävstugan supplier 2019-01-01"}; !slices.Equal(roles(), want) {
			t.Errorf("roles are %q", roles())
		}
		var emails int
		write(t, db, func(tx *store.Tx) error {
			return tx.Get(ctx, &emails, "SELECT count(*) FROM audit_entry WHERE after LIKE '%alva@exempel.se%'")
		})
		if emails > 0 {
			t.Error("the trail has somebody's address")
		}
		// Somebody takes up the phone of one contact; then the import is undone.
		write(t, db, func(tx *store.Tx) error {
			var c organisations.Contact
			if err := tx.Get(ctx, &c, "SELECT id, organisation_id, name, role, email, telephone, consent, is_public, version FROM organisation_contact WHERE name = 'Bo Provman' AND consent <> ''"); err != nil {
				return err
			}
			c.Telephone = "019-10 00 00"
			return organisations.ChangeContact(ctx, tx, c, c.Version)
		})
		var f orgimport.Foreseen
		write(t, db, func(tx *store.Tx) (err error) { f, err = orgimport.ForeseeUndo(ctx, tx, id); return err })
		if f.Gone != 2 || f.AsBefore != 1 || f.Kept != 1 || len(f.Stay) != 1 || f.Stay[0].Name != "Sol AB" {
			t.Errorf("foreseen: %+v", f)
		}
		write(t, db, func(tx *store.Tx) error { return orgimport.Undo(ctx, tx, id, "fel fil") })
		if got := names(t, db); !slices.Equal(got, []string{"Granlunds stiftelse ", "Kvarnen ", "Sol AB "}) {
			t.Errorf("left are %q", got)
		}
		if got := roles(); !slices.Equal(got, []string{"Kvarnen partner 2018-01-01"}) {
			t.Errorf("roles that are left: %q", got)
		}
		if _, err := audit.SealAll(ctx, db); err != nil {
			t.Fatal(err)
		}
		if _, err := audit.Verify(ctx, db, ""); err != nil {
			t.Error(err)
		}
	})
}

// A row that is corrected has, with all other rows, the fate that it would have if the whole file were judged anew.
func TestACorrectionGivesTheFatesThatAWholeJudgingWould(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var known []string
		write(t, db, func(tx *store.Tx) error {
			for _, c := range []organisations.Content{{Name: "Alfa", Number: "8290001018", Seat: "1880"}, {Name: "Beta"}, {Name: "Beta", Seat: "1881"}, {Name: "Gamma", Number: "2120000142"},
				{Name: "Zeta", Number: "2120001355", Seat: "1880"}, {Name: "Eta", Number: "5562265719"}, {Name: "Gamma", Seat: "1880"}} {
				known = append(known, store.NewID())
				if err := organisations.Add(ctx, tx, known[len(known)-1], c); err != nil {
					return err
				}
			}
			return nil
		})
		merge(t, db, known[0], known[4]) // Alfa stands for Zeta
		merge(t, db, known[2], known[5]) // one Beta for Eta, whose number it thereby has
		merge(t, db, known[3], known[6]) // Gamma for one that is called the same
		cell := func(values ...string) *rapid.Generator[string] { return rapid.SampledFrom(values) }
		row := rapid.Custom(func(t *rapid.T) []string {
			return []string{cell("Alfa", "Beta", "beta", "Gamma", "Zeta", "Eta", "Delta", "Epsilon", "").Draw(t, "name"), cell("", "", "829000-1018", "212000-0142", "212000-1355", "556226-5719", "556036-0793", "fel").Draw(t, "number"),
				cell("", "Örebro", "Kumla").Draw(t, "seat")}
		})
		rapid.Check(t, func(rt *rapid.T) {
			rows := rapid.SliceOfN(row, 2, 9).Draw(rt, "rows")
			table := &sheet.Table{Head: []string{"Namn", "Orgnr", "Kommun"}}
			for i := range rows {
				table.Rows = append(table.Rows, sheet.Row{Line: i + 2, Cells: rows[i]})
			}
			id := store.NewID()
			write(t, db, func(tx *store.Tx) error {
				if err := orgimport.Bring(ctx, tx, id, "rader.csv", table); err != nil {
					return err
				}
				return orgimport.Arrange(ctx, tx, id, orgimport.Settings{Mapping: orgimport.Guess(table.Head)}, towns)
			})
			for range rapid.IntRange(1, 6).Draw(rt, "corrections") {
				correct(t, db, id, rapid.IntRange(2, len(rows)+1).Draw(rt, "line"), rapid.SampledFrom(orgimport.Choices).Draw(rt, "choice"), row.Draw(rt, "now")...)
			}
			got := fates(t, db, id)
			write(t, db, func(tx *store.Tx) error { return orgimport.Refresh(ctx, tx, id, towns) })
			for line, want := range fates(t, db, id) {
				if got[line] != want {
					rt.Fatalf("line %d is %s, and judged anew %s", line, got[line], want)
				}
			}
		})
	})
}

func TestCellsAreReadAsTheyWereKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", `"`, `\`, `","`, "a\",\"b", "å", "["}))).Draw(t, "cells")
		kept, err := json.Marshal(cells)
		if err != nil {
			t.Fatal(err)
		}
		got, err := orgimport.CellsOf(string(kept))
		var want []string
		if err2 := json.Unmarshal(kept, &want); err != nil || err2 != nil || !slices.Equal(got, want) {
			t.Fatalf("%s: got %q, want %q", kept, got, want)
		}
	})
}
