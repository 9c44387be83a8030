package e2e

import (
	"strings"
	"testing"
	"time"

	"samverk/platform/store"
)

// A representative accepts a grant with the account to pay to, an officer makes the payment ready, two others attest it, and an
// economist makes the file for the bank and says that it has been paid.
func TestGrantIsAcceptedAttestedAndPaid(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		s := d.start("--demo")
		officer := d.signedInAs(s, "handlaggare@exempel.se", "Ove Handläggare", "officer")
		economist := d.signedInAs(s, "ekonom@exempel.se", "Eva Ekonom", "economist")
		manager := d.signedInAs(s, "chef@exempel.se", "Mona Chef", "manager")
		berit := d.signedInAs(s, "berit@exempel.se", "Berit Påhittad", "representative")
		grant := d.granted("berit@exempel.se")

		berit.visit("/my/grants")
		berit.sees("Provbidrag 2026", "Väntar på att godkännas", "Solrosens odlare")
		berit.inspect()
		berit.press("Provbidrag 2026")
		berit.inspect()
		berit.expectComplaint("the server responded with a status of 4")
		berit.choose("Bankgiro")
		berit.set("[name=pay_number]", "5050-1056")
		berit.press("Godkänn bidraget")
		berit.sees("Bankgironumret stämmer inte")
		berit.inspect()
		berit.set("[name=pay_number]", "5050-1055")
		berit.press("Godkänn bidraget")
		berit.sees("Godkännandet är sparat", "Pågår", "Bankgiro 5050-1055")
		berit.inspect()
		if code := berit.statusOf("/payments/grants/" + grant); code != 403 {
			t.Errorf("a representative comes to the officers' page: %d", code)
		}

		officer.visit("/payments")
		officer.sees("Solrosens odlare", "Pågår")
		officer.inspect()
		officer.press("Solrosens odlare")
		officer.inspect()
		officer.visit("/payments/grants/" + grant + "/years/2026")
		officer.inspect()
		officer.visit("/payments/grants/" + grant)
		officer.press("Utbetalning")
		officer.inspect()
		officer.press("Gör klar att attestera")
		officer.sees("Utbetalningen är klar att attestera", "Klar att attestera")

		manager.visit("/payments/attest")
		manager.inspect()
		manager.choose("Solrosens odlare")
		manager.press("Attestera de valda")
		manager.sees("De valda utbetalningarna är attesterade", "Du har redan attesterat")
		telephone := onTelephone.open(t, s, "/sign-in?back=/payments/attest")
		telephone.fill("E-postadress", "ekonom@exempel.se")
		telephone.fill("Lösenord", password)
		telephone.press("Logga in")
		telephone.accessible()
		telephone.fits()
		telephone.choose("Solrosens odlare")
		telephone.press("Attestera de valda")
		telephone.sees("Inget att attestera")

		economist.visit("/payments/files")
		economist.sees("Ange först vem som betalar")
		economist.inspect()
		economist.visit("/payments/payer")
		economist.inspect()
		economist.fill("Namn", "Region Påhittad")
		economist.fill("Organisationsnummer", "232100-0016")
		economist.fill("IBAN", "SE45 5000 0000 0583 9825 7466")
		economist.fill("BIC", "ESSESESS")
		economist.press("Spara")
		economist.visit("/payments/files")
		economist.inspect()
		economist.press("Skapa betalfilen")
		economist.sees("Betalfil 1", "Skickad till banken", "Bankgiro 5050-1055")
		economist.inspect()
		file, _, _ := strings.Cut(economist.at(), "?")
		if content := ask[string](economist, "fetch("+quoted(file+"/pain.xml")+").then(r => r.text())"); !strings.Contains(content, `<InstdAmt Ccy="SEK">2000.00</InstdAmt>`) || !strings.Contains(content, "BGNR") {
			t.Errorf("the file says %s", content)
		}
		economist.press("Markera alla som betalda")
		economist.sees("Utbetalningarna är markerade som betalda", "Utbetald")
		berit.visit("/my/grants/" + grant)
		berit.sees("Utbetald", "utbetalat")
		for _, path := range []string{"/payments/reclaims", "/payments/advances"} {
			officer.visit(path)
			officer.inspect()
		}
		small := onTelephone.open(t, s, "/sign-in?back=/my/grants/"+grant)
		small.fill("E-postadress", "berit@exempel.se")
		small.fill("Lösenord", password)
		small.press("Logga in")
		small.accessible()
		small.fits()
	})
}

// granted gives an association of the example a grant of 2 000 kronor, and lets an account sign for it alone.
func (d desk) granted(email string) (id string) {
	d.t.Helper()
	db, err := store.Open(d.t.Context(), d.database)
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // nothing more is asked of it
	id, now := store.NewID(), store.TimeOf(time.Now())
	if err := db.Write(d.t.Context(), func(tx *store.Tx) error {
		var organisation, account string
		if err := tx.Get(d.t.Context(), &organisation, "SELECT id FROM organisation WHERE name = 'Solrosens odlare'"); err != nil {
			return err
		}
		if err := tx.Get(d.t.Context(), &account, "SELECT id FROM account WHERE email = $1", email); err != nil {
			return err
		}
		for _, row := range []struct {
			query string
			args  []any
		}{
			{`INSERT INTO mandate (id, organisation_id, account_id, invited_by, invited_at, signs, handed_in_at, decision, decided_by, decided_at, reason, starts_on, ended_by, ended_why, version)
				VALUES ($1, $2, $3, '', $4, 'alone', $4, 'confirmed', '', $4, '', '2019-01-01', '', '', 1)`, []any{id, organisation, account, now}},
			{`INSERT INTO programme (id, name, sort_key, kind, purpose, legal_basis, account, decision_maker, decided_by, years, needs_direction, de_minimis, is_assessed, rules, form, report_form,
				criteria, pots, added_at, version) VALUES ($1, 'Provbidrag', $2, 'association', '', '', '4510', 'board', '', 1, false, false, false, '{}', '{}', '{}', '[]', '[]', $3, 1)`, []any{id, []byte("p"), now}},
			{`INSERT INTO grant_call (id, programme_id, title, year, state, direction, contact, form, report_form, criteria, rules, pots, cancelled_why, added_at, version)
				VALUES ($1, $1, 'Provbidrag', 2026, 'decided', '', '', '{}', '{}', '[]', '{}', '[]', '', $2, 1)`, []any{id, now}},
			{`INSERT INTO application (id, call_id, organisation_id, state, title, answers, requested, days_late, late_taken, begun_at, changed_at, version)
				VALUES ($1, $1, $2, 'granted', 'Odling', '{}', 200000, 0, '', $3, $3, 1)`, []any{id, organisation, now}},
			{`INSERT INTO given_grant (id, application_id, call_id, organisation_id, kind, first_year, amount, decided_on, conditions, state, state_why, pay_kind, pay_number, opened_at, version)
				VALUES ($1, $1, $1, $2, 'award', 2026, 200000, '2026-02-01', 'Redovisa i mars.', 'awaiting_acceptance', '', '', '', $3, 1)`, []any{id, organisation, now}},
			{"INSERT INTO grant_year (grant_id, year, amount, off, state, why, answer) VALUES ($1, 2026, 200000, 0, 'planned', '', '')", []any{id}},
			{"INSERT INTO instalment (id, grant_id, year, amount, state, due_on, is_advance, why) VALUES ($1, $1, 2026, 200000, 'planned', '2026-02-01', false, '')", []any{id}},
		} {
			if _, err := tx.Exec(d.t.Context(), row.query, row.args...); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		d.t.Fatal(err)
	}
	return id
}
