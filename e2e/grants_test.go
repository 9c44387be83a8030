package e2e

import (
	"strings"
	"testing"
	"time"
)

// A call goes from the board's direction to being open: an officer writes programme, form and guidelines, the direction is decided
// as a case, the call says what it lacks, is scheduled, and anybody reads it and checks whether they may apply.
func TestGrantCallFromDirectionToOpen(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withBoardPlan()
		s := d.start()
		member := d.seat(s, reader{width: 390}, "bodil@exempel.se", "Bodil Ledamot", "elected", "/grants")
		p := d.seat(s, reader{}, "ove@exempel.se", "Ove Handläggare", "officer", "/grants")
		p.sees("Inga utlysningar än")
		p.accessible()
		meeting := p.board(before(5))

		p.visit("/grants/new")
		p.expectComplaint("the server responded with a status of 422")
		p.fill("Syfte", "Att pröva nytt.")
		p.press("Spara")
		p.sees("Skriv vad bidragsformen heter.")
		if got := p.holds("Syfte"); got != "Att pröva nytt." {
			t.Errorf("what was typed is lost: %q", got)
		}
		p.accessible()
		p.fill("Namn", "Provbidrag")
		p.choose("Sociala innovationer")
		p.choose("Nämnden beslutar en inriktning före varje utlysning")
		p.press("Spara")
		p.sees("Tillagt.", "Inga riktlinjer gäller nu.")
		programme, _, _ := strings.Cut(p.at(), "?")
		p.accessible()
		d.writesFormAndGuidelines(p, programme)

		p.visit(programme + "/calls/new")
		p.fill("Rubrik", "Provbidrag i år")
		p.fill("Inriktning", "Det som ingen har prövat.")
		p.fill("Öppnar, dag", before(1))
		p.press("Spara")
		call, _, _ := strings.Cut(p.at(), "?")
		p.sees("Inriktning skrivs")
		p.accessible()
		p.press("Lägg fram för beslut")
		p.accessible()
		p.press("Öppna ärendet")
		p.sees("Inriktning hos nämnden", "Ett ärende har öppnats")
		p.press("Ärende RS")
		d.decidesDirection(p, meeting)

		p.visit(call)
		p.sees("Inriktning beslutad", "sista dag att söka")
		p.press("Börja förbereda")
		p.press("Börja förbereda")
		p.press("Ändra")
		p.fill("Sista dag", time.Now().AddDate(0, 0, 20).Format(time.DateOnly))
		p.fill("Beslut fattas", time.Now().AddDate(0, 0, 60).Format(time.DateOnly))
		p.fill("Kontakt", "bidrag@exempel.se")
		p.fill("Ram 1: konto", "4711")
		p.fill("Ram 1: belopp", "500 000")
		p.accessible()
		p.press("Spara")
		p.press("Schemalägg")
		p.sees("Öppen", "Låsta när utlysningen schemalades")
		p.accessible()

		member.visit(call)
		member.sees("Öppen", "Det som ingen har prövat.")
		member.accessible()
		member.fits()

		anybody := reader{width: 390}.open(t, s, "/public/grants")
		anybody.sees("Provbidrag i år", "Öppen")
		anybody.accessible()
		anybody.press("Provbidrag i år")
		anybody.tap("Läs riktlinjerna")
		anybody.sees("Vad heter projektet?", "Ett stycke.")
		anybody.accessible()
		anybody.fits()
		anybody.press("Se om ni får söka")
		anybody.fill("I hur många kommuner har ni medlemmar?", "3")
		anybody.press("Visa svaret")
		anybody.sees("Ni kan inte söka", "Ni behöver medlemmar i minst 4 kommuner.")
		anybody.accessible()
		anybody.fits()
		d.must("check")
	})
}

// writesFormAndGuidelines puts a question in the form, a rule and guidelines that hold.
func (d desk) writesFormAndGuidelines(p *page, programme string) {
	d.t.Helper()
	p.visit(programme + "/form/form")
	p.press("Lägg till avsnitt")
	p.fill("Rubrik på svenska", "Idén")
	p.press("Spara")
	p.press("Lägg till fråga Idén")
	p.fill("Frågan på svenska", "Vad heter projektet?")
	p.accessible()
	p.press("Spara")
	p.sees("Formuläret är sparat.", "Vad heter projektet?")
	p.accessible()
	p.press("Förhandsvisa")
	p.accessible()
	p.visit(programme + "/rules/edit")
	p.fill("Medlemmar i minst så många kommuner", "4")
	p.accessible()
	p.press("Spara")
	p.sees("Medlemmar i minst 4 kommuner")
	p.visit(programme + "/guidelines/new")
	p.fill("Text", "Ett stycke.")
	p.fill("Ska gälla från", before(300))
	p.fill("Beslutade", before(310))
	p.fill("Beslutade av", "Nämnden § 3")
	p.press("Spara")
	p.sees("Riktlinjerna är sparade.", "Ett stycke.")
	p.accessible()
}

// decidesDirection takes the case on the page through the board's meeting.
func (d desk) decidesDirection(p *page, meeting string) {
	d.t.Helper()
	p.press("Markera som presenterat")
	p.fill("När det presenterades", before(20))
	p.press("Markera som presenterat")
	p.submits(before(10), before(5))
	p.visit(meeting)
	p.press("Anteckna närvaro")
	p.press("Spara närvaron")
	p.press("Anteckna beslut Inriktning för Provbidrag i år")
	p.fill("Paragraf", "7")
	p.choose("Enligt förslaget")
	p.press("Spara beslutet")
	p.sees("§ 7")
}
