package app_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"samverk/app"
	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/personaldata"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// staysNamed are the columns where a person's name may stand after an erasure, and why. The address stands nowhere.
var staysNamed = map[string]string{
	"board_member.name":            "minutes have to show who decided",
	"audit_entry.actor_name":       "the trail is a chain: see decision 16",
	"audit_entry.before":           "the trail is a chain: see decision 16",
	"audit_entry.after":            "the trail is a chain: see decision 16",
	"assessment.signed_by":         "an assessment is signed",
	"waiver.decided_by":            "what the authority reports depends on the decision",
	"staffing_decision.decided_by": "what has to wait was decided by somebody who answers for it",
}

// tracesOf are the columns in which a text stands, whatever its case.
func tracesOf(t *testing.T, db *store.DB, text string) (columns []string) {
	t.Helper()
	ctx, like := context.Background(), map[store.Engine]string{store.SQLite: "LIKE", store.Postgres: "ILIKE"}[db.Engine()]
	if err := db.Read(ctx, func(tx *store.Tx) error {
		for _, column := range textColumns(t, db) {
			table, name, _ := strings.Cut(column, ".")
			if name == "bytes" || strings.HasPrefix(table, "record_grams") {
				continue // contents of files, and the index over what record_text has
			}
			var n int
			if err := tx.Get(ctx, &n, fmt.Sprintf("SELECT count(*) FROM %s WHERE CAST(%s AS text) %s $1", table, name, like), "%"+text+"%"); err != nil {
				return err
			}
			if n > 0 {
				columns = append(columns, column)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return columns
}

func accountOf(t *testing.T, db *store.DB, id string) (account accounts.Account) {
	t.Helper()
	if err := db.Read(context.Background(), func(tx *store.Tx) (err error) {
		account, err = accounts.Find(context.Background(), tx, id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return account
}

func erasures(t *testing.T, db *store.DB, id string) (entries []audit.Entry) {
	t.Helper()
	if err := db.Read(context.Background(), func(tx *store.Tx) error {
		all, err := audit.Of(context.Background(), tx, "account", id)
		for _, entry := range all {
			if entry.Action == "account.erased" {
				entries = append(entries, entry)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestAnErasureLeavesNoTraceButThoseThatMustStay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		who, administrator := withKnown(t, db), as(t, db, accounts.Administrator)
		for _, source := range app.PersonalData() { // what is looked for below must have been there
			for _, whose := range source.Whose {
				if whose.By == personaldata.ByName && !slices.Contains(append(tracesOf(t, db, who.name), tracesOf(t, db, who.earlier)...), source.Table+"."+whose.Column) {
					t.Fatalf("%s.%s names nobody before the erasure", source.Table, whose.Column)
				}
			}
		}
		page := administrator.get("/people/" + who.id + "/erase")
		want(t, page, http.StatusOK, "Tas bort", "Blir namnlöst", "Står kvar med namn")
		for _, address := range []string{"/erase", "/erase?lang=en", "/data", "/data?lang=en"} {
			administrator.seesSound(address, administrator.get("/people/"+who.id+address).Body.String())
		}
		for range 2 {
			want(t, administrator.post("/people/"+who.id+"/erase", "reason", "Begäran 2026-17", "sure", "yes"), http.StatusSeeOther)
		}
		want(t, administrator.get("/people/"+who.id+"/erase"), http.StatusOK, "Uppgifterna är borttagna")
		for _, name := range []string{who.name, who.earlier} {
			for _, column := range tracesOf(t, db, name) {
				if staysNamed[column] == "" {
					t.Errorf("%s still holds %q", column, name)
				}
			}
		}
		if left := tracesOf(t, db, who.email); len(left) > 0 {
			t.Errorf("the address still stands in %q", left)
		}
		if left := tracesOf(t, db, "Borttagen person "); !slices.Contains(left, "record.recorded_by") || !slices.Contains(left, "account.name") {
			t.Errorf("only %q say that somebody is erased", left)
		}
		entries := erasures(t, db, who.id)
		if len(entries) != 1 || entries[0].Reason != "Begäran 2026-17" || entries[0].Before != "" || !strings.Contains(entries[0].After, `"session":1`) {
			t.Errorf("the trail has %+v", entries)
		}
		if report, err := audit.Verify(context.Background(), db, ""); err != nil {
			t.Errorf("the chain does not hold: %v, %+v", err, report)
		}
	})
}

func TestWhoIsErasedNeverComesBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		who, administrator := withKnown(t, db), as(t, db, accounts.Administrator)
		want(t, administrator.post("/people/"+who.id+"/erase", "reason", "Slutat", "sure", "yes"), http.StatusSeeOther)
		own := *administrator
		own.token = who.token
		want(t, own.get("/account"), http.StatusSeeOther)
		for _, act := range []string{"reopen", "role", "link"} {
			administrator.post("/people/"+who.id+"/"+act, "role", string(accounts.Administrator), "seen", string(accounts.Officer))
		}
		account := accountOf(t, db, who.id)
		if !account.Erased || !account.Closed || account.HasPassword || account.Role != accounts.Officer || strings.Contains(account.Email, "alva") {
			t.Errorf("the account is %+v", account)
		}
		want(t, administrator.get("/people/"+who.id), http.StatusOK, "Personuppgifterna är borttagna")
		want(t, administrator.get("/people/"+who.id+"/data"), http.StatusOK, "Borttagen person")
	})
}

func TestAnErasureIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		who, administrator, auditor := withKnown(t, db), as(t, db, accounts.Administrator), as(t, db, accounts.Auditor)
		at := "/people/" + who.id + "/erase"
		want(t, administrator.post(at, "reason", "", "sure", "yes"), http.StatusUnprocessableEntity, "Skriv varför uppgifterna tas bort.")
		want(t, administrator.post(at, "reason", "Slutat"), http.StatusUnprocessableEntity, "Slutat", "Kryssa i rutan")
		for _, naming := range []string{"ALVA ÖSTERFÄLT har slutat", "Alva Prövling har slutat", "Skriv inte till Alva@exempel.se"} {
			want(t, administrator.post(at, "reason", naming, "sure", "yes"), http.StatusUnprocessableEntity, "Skälet nämner personen", naming)
		}
		want(t, administrator.post(at, "reason", strings.Repeat("å", 2001), "sure", "yes"), http.StatusUnprocessableEntity, "Skälet är för långt")
		want(t, auditor.post(at, "reason", "Slutat", "sure", "yes"), http.StatusForbidden)
		var own string
		if err := db.Read(context.Background(), func(tx *store.Tx) error {
			account, err := accounts.FindByEmail(context.Background(), tx, "administrator@exempel.se")
			own = account.ID
			return err
		}); err != nil {
			t.Fatal(err)
		}
		want(t, administrator.get("/people/"+own+"/erase"), http.StatusOK, "Be en annan administratör")
		want(t, administrator.post("/people/"+own+"/erase", "reason", "Slutat", "sure", "yes"), http.StatusForbidden, "Be en annan administratör")
		for _, id := range []string{who.id, own} {
			if accountOf(t, db, id).Erased {
				t.Error("somebody was erased all the same")
			}
		}
	})
}

// Somebody acting from the command line may be no account at all, and still not take the last administrator away.
func TestTheLastAdministratorIsNotErased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		as(t, db, accounts.Administrator)
		ctx := audit.As(context.Background(), audit.Actor{Kind: audit.SystemUser, ID: "0", Name: "root"})
		err := db.Write(ctx, func(tx *store.Tx) error {
			account, err := accounts.FindByEmail(ctx, tx, "administrator@exempel.se")
			if err != nil {
				return err
			}
			return personaldata.Erase(ctx, tx, app.PersonalData(), account.ID, "Borttagen", "Slutat")
		})
		if err == nil || !strings.Contains(err.Error(), "last_administrator") {
			t.Errorf("got %v", err)
		}
	})
}

// What is kept under a name that two have may be about either, so it is left alone and the page says so.
func TestANamesakeKeepsTheirName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		who, administrator := withKnown(t, db), as(t, db, accounts.Administrator)
		administrator.post("/people", "name", who.earlier, "email", "annan@exempel.se", "role", string(accounts.Officer))
		want(t, administrator.get("/people/"+who.id+"/erase"), http.StatusOK, "Någon annan har eller har haft samma namn")
		want(t, administrator.post("/people/"+who.id+"/erase", "reason", "Slutat", "sure", "yes"), http.StatusSeeOther)
		if left := tracesOf(t, db, who.earlier); !slices.Contains(left, "record.recorded_by") {
			t.Errorf("the namesake's records are nameless; the name stands in %q", left)
		}
		if left := tracesOf(t, db, who.name); slices.Contains(left, "record.voided_by") || slices.Contains(left, "account.name") {
			t.Errorf("the name that was alone still stands in %q", left)
		}
	})
}

// Texts that people have written are shown to be corrected, and left as they are.
func TestTextsThatNameThePersonAreShown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		who, administrator := withKnown(t, db), as(t, db, accounts.Administrator)
		ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
		if err := db.Write(ctx, func(tx *store.Tx) error {
			for _, text := range []string{"Hon är alva österfält.", "Skriv till " + who.email, "Alva såg Österfält."} {
				n := evidence.NewRecord{Content: evidence.Content{Kind: plan.Meeting, Day: calendar.MustDate("2019-05-21"), Title: "Om " + text, Text: text}}
				if _, err := evidence.Add(ctx, tx, n, calendar.MustDate("2026-01-01")); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		page := administrator.get("/people/" + who.id + "/erase")
		want(t, page, http.StatusOK, "Om Hon är alva österfält.", "Om Skriv till alva@exempel.se", "/edit\"")
		if strings.Contains(page.Body.String(), "Om Alva såg") {
			t.Error("a text that does not name the person is shown")
		}
	})
}
