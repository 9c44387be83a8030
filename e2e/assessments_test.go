package e2e

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"samverk/features/outbox/smtptest"
	"samverk/platform/store"
)

// An officer gives two applications to three assessors. One of them has a conflict of interest in one, one works on a
// telephone, one without scripts. They do not agree; one is asked for more; then all is locked and the applications are
// assessed.
func TestAssessorsScoreACall(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		post := smtptest.Start(t, "", "")
		s := d.start(append([]string{"--demo"}, mailing(post)...)...)
		d.closesWithApplications("Mötesplatsen", "Reparationsverkstaden")
		officer := d.seat(s, reader{}, "ove@exempel.se", "Ove Handläggare", "officer", "/assessments")
		anna := d.seat(s, reader{}, "anna@exempel.se", "Anna Bedömare", "assessor", "/my/assessments")
		anna.sees("Du har inget att bedöma")
		anna.expectComplaint("the server responded with a status of 4")
		anna.inspect()
		bo := d.seat(s, reader{width: 390, height: 844}, "bo@exempel.se", "Bo Bedömare", "assessor", "/my/assessments")
		cia := d.seat(s, reader{withoutScript: true}, "cia@exempel.se", "Cia Bedömare", "assessor", "/my/assessments")

		officer.visit("/assessments")
		officer.inspect()
		officer.press("Innovationer i höst")
		officer.sees("2 ansökningar är klara att bedöma")
		call := officer.at()
		officer.set("[name=due_on]", time.Now().AddDate(0, 0, 14).Format(time.DateOnly))
		officer.press("Spara sista dag")
		officer.sees("Sista dagen är sparad")
		officer.inspect()
		officer.press("Fördela ansökningar")
		officer.inspect()
		for _, name := range []string{"Anna Bedömare", "Bo Bedömare", "Cia Bedömare"} {
			officer.choose(name)
		}
		officer.choose("Alla bedömer allt")
		officer.press("Visa förslag")
		officer.sees("6 nya tilldelningar")
		officer.inspect()
		officer.press("Gör 6 tilldelningar och skicka mejl")
		officer.sees("6 tilldelningar är gjorda", "Väntar på besked om jäv")
		officer.inspect()
		for _, email := range []string{"anna@exempel.se", "bo@exempel.se", "cia@exempel.se"} {
			if link := letterTo(t, post, email, "Ansökningar att bedöma"); link != "/my/assessments" {
				t.Errorf("the mail leads to %s", link)
			}
		}

		// Anna reads nothing before she has answered, scores by the keyboard, and goes on the next day.
		anna.visit("/my/assessments")
		anna.sees("2 kvar att bedöma")
		anna.inspect()
		anna.press("Mötesplatsen")
		anna.sees("När är man jävig?", "16–18 §§ förvaltningslagen")
		if anna.says("återbrukat virke") {
			t.Error("the application can be read before the declaration")
		}
		anna.inspect()
		anna.press("Jag har inget jäv")
		anna.sees("återbrukat virke", "0 av 3 kriterier")
		anna.inspect()
		anna.do(evaluated(`document.querySelector("input[name=score_1]").focus()`))
		anna.keys(" ")
		for range 4 {
			anna.keys(kb.ArrowDown)
		}
		if chosen := ask[string](anna, `document.querySelector("input[name=score_1]:checked").value`); chosen != "4" {
			t.Errorf("the keyboard chooses step %s", chosen)
		}
		anna.fill("Kommentar till Behov", "Behovet är väl visat")
		anna.press("Lämna in bedömningen")
		anna.sees("Välj ett steg för Metod", "1 av 3 kriterier har poäng")
		if got := anna.holds("Kommentar till Behov"); got != "Behovet är väl visat" {
			t.Errorf("what was typed is lost: %q", got)
		}
		anna.inspect()
		anna.score(0, 4, 4, 2)
		anna.press("Spara utkast")
		anna.sees("Utkastet är sparat", "3 av 3 kriterier")
		anna.visit(anna.at())
		anna.fill("Sammanfattande omdöme", "Genomtänkt")
		anna.press("Lämna in bedömningen")
		anna.sees("Bedömningen är inlämnad", "Fortsätt med Reparationsverkstaden")
		anna.inspect()
		first := anna.at()

		// Bo thinks otherwise, on a telephone. He cannot see what Anna wrote.
		bo.visit("/my/assessments")
		bo.press("Mötesplatsen")
		bo.press("Jag har inget jäv")
		bo.accessible()
		bo.fits()
		bo.score(0, 0, 1, 1)
		bo.press("Lämna in bedömningen")
		bo.sees("Bedömningen är inlämnad")
		if bo.says("Genomtänkt") {
			t.Error("an assessor sees what another wrote")
		}
		bo.fits()
		bo.expectComplaint("the server responded with a status of 4")
		if got := bo.statusOf(first); got != 404 {
			t.Errorf("somebody else's assessment answers %d", got)
		}

		// Cia is on the board of the first applicant.
		cia.expectComplaint("the server responded with a status of 4")
		cia.visit("/my/assessments")
		cia.press("Mötesplatsen")
		cia.press("Anmäl jäv")
		cia.sees("Skriv vad jävet beror på")
		cia.fill("Vad beror jävet på?", "Jag sitter i styrelsen")
		cia.press("Anmäl jäv")
		cia.sees("Du har anmält jäv")
		if cia.says("återbrukat virke") {
			t.Error("the application can be read in spite of the conflict of interest")
		}
		cia.press("Fortsätt med Reparationsverkstaden")
		cia.press("Jag har inget jäv")
		cia.score(0, 3, 3, 1)
		cia.press("Lämna in bedömningen")
		cia.sees("Bedömningen är inlämnad")

		// The officer sees the spread and asks Bo for more.
		officer.visit(call)
		officer.inspect()
		officer.press("Mötesplatsen")
		officer.sees("Stor spridning: 0 till 4", "Jag sitter i styrelsen", "Genomtänkt")
		officer.inspect()
		officer.tap("Be om komplettering Bo Bedömare")
		officer.fill("Vad ska bedömaren komplettera?", "Skriv hur du har tänkt")
		officer.press("Skicka tillbaka Bo Bedömare")
		officer.sees("Bedömaren får ett mejl", "Ska kompletteras")
		back := letterTo(t, post, "bo@exempel.se", "Komplettera din bedömning")
		officer.visit(call)
		officer.press("Påminn alla som har något kvar")
		officer.sees("2 bedömare får en påminnelse")
		letterTo(t, post, "anna@exempel.se", "Påminnelse")

		bo.visit(back)
		bo.sees("Handläggaren ber dig komplettera", "Skriv hur du har tänkt")
		bo.score(0, 1, 1, 1)
		bo.fill("Kommentar till Behov", "Andra gör redan detta")
		bo.press("Lämna in bedömningen")
		for _, p := range []*page{anna, bo} {
			p.visit("/my/assessments")
			p.press("Reparationsverkstaden")
			p.press("Jag har inget jäv")
			p.score(0, 2, 2, 1)
			p.press("Lämna in bedömningen")
			p.sees("Bedömningen är inlämnad")
		}

		officer.visit(call)
		officer.press("Rangordning")
		officer.sees("Preliminär", "Mötesplatsen")
		officer.inspect()
		officer.visit(call)
		officer.press("Lås alla bedömningar")
		officer.sees("Bedömningarna av 2 ansökningar är låsta", "Bedömd")
		officer.inspect()
		anna.visit(first)
		anna.sees("Bedömarna tillsammans", "2 bedömare", "Stor spridning: 1 till 4")
		anna.inspect()
		if states := d.applicationStates(); states != "assessed assessed" {
			t.Errorf("the applications are %s", states)
		}
		d.must("check")
	})
}

// score chooses steps of the criteria from the one at a place on.
func (p *page) score(from int, steps ...int) {
	p.t.Helper()
	for i, step := range steps {
		p.waitFor(fmt.Sprintf(`(e => { e.checked = true; return e.checked })(document.querySelector('input[name=score_%d][value="%d"]'))`, from+i+1, step))
	}
}

// closesWithApplications leaves a call that has closed, with applications that have been checked.
func (d desk) closesWithApplications(titles ...string) {
	d.t.Helper()

	d.inDatabase(func(ctx context.Context, tx *store.Tx) error {
		programme, call, now := store.NewID(), store.NewID(), store.Now()
		if _, err := tx.Exec(ctx, `INSERT INTO programme (id, name, sort_key, kind, purpose, legal_basis, account, decision_maker, decided_by, years, needs_direction, de_minimis,
			is_assessed, rules, form, report_form, criteria, pots, added_at, version) VALUES ($1, 'Sociala innovationer', $2, 'innovation', '', '', '', 'board', '', 1, $3, $3, $4,
			'{}', '{}', '{}', '[]', '[]', $5, 1)`, programme, []byte("sociala"), false, true, now); err != nil {
			return err
		}
		form := `{"sections":[{"key":"idea","title":{"sv":"Idén"},"questions":[{"key":"what","kind":"long","label":{"sv":"Vad vill ni göra?"}},
			{"key":"who","kind":"long","label":{"sv":"Vilka är det till för?"}},{"key":"amount","kind":"money","label":{"sv":"Sökt belopp"}}]}]}`
		steps := `["saknas","svag","godtagbar","god","mycket god"]`
		criteria := `[{"Key":"Behov","Weight":3,"Steps":` + steps + `},{"Key":"Metod","Weight":2,"Steps":` + steps + `},{"Key":"Spridning","Weight":1,"Steps":["nej","delvis","ja"]}]`
		if _, err := tx.Exec(ctx, `INSERT INTO grant_call (id, programme_id, title, year, state, direction, opens_at, closes_at, contact, form, report_form, criteria, rules, pots,
			cancelled_why, added_at, version) VALUES ($1, $2, 'Innovationer i höst', 2026, 'closed', '', $3, $4, '', $5, '{}', $6, '{}', '[]', '', $3, 1)`, call, programme,
			store.TimeOf(now.AddDate(0, -2, 0)), store.TimeOf(now.AddDate(0, 0, -3)), form, criteria); err != nil {
			return err
		}
		var organisations []string
		if err := tx.Select(ctx, &organisations, "SELECT id FROM organisation ORDER BY sort_key, id LIMIT 10"); err != nil {
			return err
		}
		answers := `{"what":{"texts":["Vi bygger en mötesplats av återbrukat virke. ` + strings.Repeat("Där möts unga och gamla kring ett gemensamt arbete. ", 12) + `"]},
			"who":{"texts":["Alla som vill bygga något tillsammans."]},"amount":{"texts":["150 000"]}}`
		for n, title := range titles {
			id := store.NewID()
			if _, err := tx.Exec(ctx, `INSERT INTO application (id, call_id, organisation_id, state, title, answers, requested, diary_number, submitted_at, days_late, late_taken,
				begun_at, changed_at, version) VALUES ($1, $2, $3, 'admissible', $4, $5, 15000000, $6, $7, 0, '', $7, $7, 1)`, id, call, organisations[n], title, answers,
				"BID 2026/"+strconv.Itoa(n+1), now); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "INSERT INTO application_version (application_id, number, content, sha256, sent_at) VALUES ($1, 1, $2, 'x', $3)", id,
				`{"form":`+form+`,"answers":`+answers+`}`, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// applicationStates are the states of all applications, with spaces between.
func (d desk) applicationStates() string {
	d.t.Helper()
	var states []string
	d.inDatabase(func(ctx context.Context, tx *store.Tx) error {
		return tx.Select(ctx, &states, "SELECT state FROM application ORDER BY id")
	})
	return strings.Join(states, " ")
}
