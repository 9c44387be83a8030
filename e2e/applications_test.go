package e2e

import (
	"context"
	"strings"
	"testing"
	"time"

	"samverk/features/outbox/smtptest"
	"samverk/platform/store"
)

// An association applies for a grant: one signatory begins, goes on from a telephone, another signs too, an officer checks and
// asks for a completion, and finds that it can be tried. Another association comes late.
func TestApplicationFromDraftToAdmissible(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		post := smtptest.Start(t, "", "")
		s := d.start(append([]string{"--demo"}, mailing(post)...)...)
		officer := d.signedInOfficer(s, "handlaggare@exempel.se", "Ove Handläggare")
		call := d.withOpenCall(time.Now().Add(24 * time.Hour))
		berit := d.signatory(s, post, officer, "Solrosens odlare", "Berit Påhittad", "berit@exempel.se", "jointly")
		cecilia := d.signatory(s, post, officer, "Solrosens odlare", "Cecilia Påhittad", "cecilia@exempel.se", "jointly")

		berit.visit("/my/applications")
		berit.sees("Prova nytt i år", "Sök för Solrosens odlare")
		berit.inspect()
		berit.press("Sök för Solrosens odlare")
		berit.inspect()
		berit.press("Börja ansökan")
		own := berit.at()
		berit.sees("Att göra", "ifyllt svar att kontrollera")
		berit.inspect()
		berit.press("Sökande")
		berit.sees("Ifyllt ur registret")
		berit.inspect()
		berit.fill("Kontaktperson", "Berit Påhittad")
		berit.press("Spara och fortsätt")
		berit.fill("Rubrik", "Odling för alla")
		berit.choose("Förstudie")
		berit.attach("Lägg till filer (högst 10)", d.path(d.write("plan.pdf", "%PDF-1.7\nPLAN")))
		berit.press("Spara och fortsätt")
		berit.fill("Sökt belopp", "fyrtio tusen")
		berit.fill("Egen tid i timmar", "122")
		berit.expectComplaint("the server responded with a status of 4")
		berit.press("Spara och fortsätt")
		berit.sees("Det du skrev är sparat", "fyrtio tusen")
		berit.inspect()

		telephone := reader{width: 390, height: 844}.open(t, s, "/sign-in?back="+own) // goes on from another device
		telephone.fill("E-postadress", "berit@exempel.se")
		telephone.fill("Lösenord", "ett helt eget lösenord")
		telephone.press("Logga in")
		telephone.sees("Ett svar behöver rättas")
		telephone.press("Pengar")
		if got := telephone.holds("Sökt belopp"); got != "fyrtio tusen" {
			t.Errorf("what was typed is lost on another device: %q", got)
		}
		telephone.fill("Sökt belopp", "40 000")
		telephone.press("Spara och fortsätt")
		telephone.sees("Kontrollera och skicka in", "plan.pdf", "Cecilia Påhittad")
		telephone.accessible()
		telephone.fits()
		telephone.press("Godkänn ansökan")
		telephone.sees("inte inskickad än", "Väntar på firmatecknare")
		officer.visit("/applications")
		officer.sees("Inga ansökningar här")
		officer.inspect()

		to := letterTo(t, post, "cecilia@exempel.se", "väntar på ditt godkännande")
		cecilia.visit(to)
		cecilia.sees("Odling för alla", "Godkänt av: Berit Påhittad")
		cecilia.inspect()
		cecilia.press("Skicka in ansökan")
		cecilia.sees("Ansökan är mottagen", "Diarienumret är")
		cecilia.inspect()
		letterTo(t, post, "berit@exempel.se", "Ansökan är mottagen")

		officer.visit("/applications")
		officer.sees("Odling för alla", "Utan handläggare (1)")
		officer.inspect()
		officer.press("Odling för alla")
		officer.inspect()
		officer.press("Jag tar den")
		officer.sees("Handläggaren är sparad", "Granskas")
		officer.tap("Begär komplettering")
		officer.set("[id=to-completion_requested-due_on]", time.Now().AddDate(0, 0, 14).Format(time.DateOnly))
		officer.fill("Vad som ska kompletteras", "Skriv vem som är kontaktperson för ekonomin.")
		officer.leaves(func() { officer.tapIn("form:has([value=completion_requested]) button") })
		officer.sees("Komplettering begärd")
		letterTo(t, post, "berit@exempel.se", "Komplettera ansökan")

		berit.visit(own)
		berit.sees("Skriv vem som är kontaktperson för ekonomin.", "Komplettera senast")
		berit.inspect()
		berit.press("Sökande")
		berit.fill("Kontaktperson", "Cecilia Påhittad, ekonomi")
		berit.press("Spara")
		berit.visit(own + "/check")
		berit.press("Godkänn ansökan")
		cecilia.visit(own + "/check")
		cecilia.press("Skicka in ansökan")
		letterTo(t, post, "handlaggare@exempel.se", "är kompletterad")
		officer.visit("/applications?show=mine")
		officer.press("Odling för alla")
		officer.sees("Cecilia Påhittad, ekonomi", "Version 2")
		officer.press("Vad som har ändrats sedan version 1")
		officer.sees("Berit Påhittad", "Cecilia Påhittad, ekonomi")
		officer.inspect()
		officer.press("Odling för alla")
		officer.tap("Ansökan kan prövas")
		officer.leaves(func() { officer.tapIn("form:has([value=admissible]) button") })
		officer.sees("Kan prövas")
		officer.inspect()
		letterTo(t, post, "berit@exempel.se", "prövas")

		david := d.signatory(s, post, officer, "Nora Kulturverkstad", "David Påhittad", "david@exempel.se", "alone")
		david.visit("/my/applications")
		david.press("Sök för Nora Kulturverkstad")
		david.press("Börja ansökan")
		late := david.at()
		d.inDatabase(func(ctx context.Context, tx *store.Tx) error { // the time goes
			_, err := tx.Exec(ctx, "UPDATE grant_call SET closes_at = $1 WHERE id = $2", store.TimeOf(time.Now().Add(-time.Hour)), call)
			return err
		})
		david.visit(late)
		david.sees("En dag för sent.", "minskas med 10 procent")
		david.press("Sökande")
		david.fill("Kontaktperson", "David Påhittad")
		david.press("Spara och fortsätt")
		david.fill("Rubrik", "Keramik i kvarteret")
		david.choose("Förstudie")
		david.press("Spara och fortsätt")
		david.fill("Sökt belopp", "10 000")
		david.fill("Egen tid i timmar", "31")
		david.press("Spara och fortsätt")
		david.press("Skicka in ansökan")
		david.sees("Ansökan är mottagen", "minskas med 10 procent")
		officer.visit("/applications?show=late")
		officer.sees("Keramik i kvarteret", "En dag för sent")
		d.must("check")
	})
}

// tapIn clicks what a selector finds.
func (p *page) tapIn(selector string) {
	p.t.Helper()
	if !ask[bool](p, "(e => { e?.click(); return !!e })(document.querySelector("+quoted(selector)+"))") {
		p.t.Fatalf("%s has no %s", p.at(), selector)
	}
}

// signatory is somebody who acts for an organisation by a mandate that has been confirmed, and has signed in.
func (d desk) signatory(s *server, post *smtptest.Server, officer *page, organisation, name, email, signs string) *page {
	d.t.Helper()
	officer.visit("/organisations?q=" + strings.ReplaceAll(organisation, " ", "+"))
	officer.press(organisation)
	officer.press("Bjud in en företrädare")
	officer.fill("Namn", name)
	officer.fill("E-post", email)
	officer.press("Skicka inbjudan")
	p := reader{}.open(d.t, s, letterTo(d.t, post, email, "inbjuden att företräda"))
	p.fill("Nytt lösenord", "ett helt eget lösenord")
	p.fill("Nytt lösenord igen", "ett helt eget lösenord")
	p.press("Spara och logga in")
	d.inDatabase(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE mandate SET signs = $2, handed_in_at = $3, decision = 'confirmed', decided_by = 'Prov', decided_at = $3, starts_on = '2020-01-01'
			WHERE account_id = (SELECT a.id FROM account a WHERE a.email = $1)`, email, signs, store.Now())
		return err
	})
	return p
}

// withOpenCall makes a call that is open until a moment, and takes what comes at most a week late.
func (d desk) withOpenCall(closes time.Time) (call string) {
	d.t.Helper()
	programme, call := store.NewID(), store.NewID()
	form := `{"sections":[{"key":"who","title":{"sv":"Sökande"},"questions":[{"key":"name","kind":"text","label":{"sv":"Organisationens namn"},"fill":"organisation.name"},
		{"key":"contact","kind":"text","label":{"sv":"Kontaktperson"}}]},
		{"key":"what","title":{"sv":"Projektet"},"questions":[{"key":"title","kind":"text","label":{"sv":"Rubrik"}},
		{"key":"level","kind":"choice","label":{"sv":"Sorts stöd"},"options":[{"value":"prestudy","label":{"sv":"Förstudie"}},{"value":"development","label":{"sv":"Utveckling"}}]},
		{"key":"plan","kind":"files","label":{"sv":"Projektplan"},"optional":true}]},
		{"key":"money","title":{"sv":"Pengar"},"questions":[{"key":"amount","kind":"money","label":{"sv":"Sökt belopp"}},{"key":"hours","kind":"number","label":{"sv":"Egen tid i timmar"}}]}]}`
	rules := `{"amountAnswer":"amount","levelAnswer":"level","ownHours":"hours","hourlyRate":33000,"ownPart":1000,"levels":[{"key":"prestudy","most":5000000}],"late":[{"days":7,"deduct":100}]}`
	d.inDatabase(func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO programme (id, name, sort_key, kind, purpose, legal_basis, account, decision_maker, decided_by, years, needs_direction, de_minimis, is_assessed,
			rules, form, report_form, criteria, pots, added_at, version) VALUES ($1, 'Prova nytt', $2, 'innovation', '', '', '', 'board', '', 1, $3, $3, $3, '{}', '{}', '{}', '[]', '[]', $4, 1)`,
			programme, []byte("prova"), false, store.Now()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO grant_call (id, programme_id, title, year, state, direction, opens_at, closes_at, contact, form, report_form, criteria, rules, pots, cancelled_why, added_at, version)
			VALUES ($1, $2, 'Prova nytt i år', 2026, 'scheduled', '', $3, $4, '', $5, '{}', '[]', $6, '[]', '', $7, 1)`, call, programme, store.TimeOf(time.Now().Add(-time.Hour)), store.TimeOf(closes),
			form, rules, store.Now())
		return err
	})
	return call
}
