package e2e

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

// The partnership with its member organisations plans its year from the year wheel: days are proposed for four big meetings, one
// is corrected, they are booked, and the wheel shows them. On one engine it is done without scripts.
func TestThePartnershipPlansItsYear(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		s := d.start("--demo")
		d.must("user", "add", "handlaggare@exempel.se", "--name", "Ove Handläggare", "--role", "officer")
		d.runWith(password+"\n"+password+"\n", "user", "password", "handlaggare@exempel.se")
		year := time.Now().Year() + 2 // the example has meetings ahead next year
		at := "/year-wheel?year=" + strconv.Itoa(year)
		officer := reader{withoutScript: strings.HasSuffix(t.Name(), "postgres")}
		p := officer.open(t, s, "/sign-in?back=/networks")
		inspect := func() {
			if !officer.withoutScript { // axe-core is one
				p.accessible()
			}
		}
		p.fill("E-postadress", "handlaggare@exempel.se")
		p.fill("Lösenord", password)
		p.press("Logga in")
		p.press("Partnerskapet för social innovation")
		p.sees("34 organisationer")
		p.press("Visa i årshjulet")
		p.sees("Årshjul")
		p.press(strconv.Itoa(year - 1))
		p.press(strconv.Itoa(year))
		p.sees("Fyra stormöten saknas, senast 31 december "+strconv.Itoa(year), "0 av 4")
		inspect()
		p.press("Föreslå datum Stormöte, Partnerskapet för social innovation")
		p.sees("Föreslagna datum "+strconv.Itoa(year), "Årets första möte", "veckor efter förra mötet", "Folkets hus, stora salen")
		inspect()
		p.expectComplaint("the server responded with a status of 422")
		p.set("[name=day0]", strconv.Itoa(year-1)+"-03-10")
		p.set("[name=from1]", "13.15")
		p.set("[name=until1]", "16")
		p.press("Boka mötena")
		p.sees("Dagen ska ligga under " + strconv.Itoa(year))
		inspect()
		if got := ask[string](p, `document.querySelector("[name=from1]").value`); got != "13.15" {
			t.Errorf("what was typed is lost: %q", got)
		}
		p.set("[name=day0]", wednesdayIn(year).Format(time.DateOnly))
		p.press("Boka mötena")
		p.sees("4 möten är bokade", "4 bokade", "Stormöte 1/"+strconv.Itoa(year))
		if pages := p.pdf(); len(pages) != 1 || !pages[0].isLandscapeA3() {
			t.Errorf("the year wheel prints on %v", pages)
		}
		if p.says("stormöten saknas") {
			t.Error("big meetings are missing though they have been booked")
		}
		inspect()
		p.press("Planerat, Stormöte 1/" + strconv.Itoa(year))
		p.sees("Stormöte 1/"+strconv.Itoa(year), "Folkets hus, stora salen", "09.00–12.00")

		p.visit("/plan/" + exampleKey + "/indicator/25")
		p.press("Stormöte, Partnerskapet för social innovation")
		p.sees("Årshjul", "Stormöte")
		p.visit(at)
		p.looksAs(onTelephone)
		p.sees("Möten per månad", "Stormöte")
		inspect()
		p.fits()
		anybody := reader{width: 390}.open(t, s, "/public/meetings")
		anybody.press("Visa årshjulet")
		anybody.press(strconv.Itoa(year - 1))
		anybody.press(strconv.Itoa(year))
		anybody.sees("Partnerskapet för social innovation", "Stormöte")
		if anybody.says("saknas") || anybody.says("Arbetsutskottets möte") {
			t.Error("the public reads of what is not public")
		}
		anybody.accessible()
		anybody.fits()
		if file := s.get("/public/year-wheel/file.xlsx?year=" + strconv.Itoa(year)); file.status != 200 {
			t.Errorf("the public's workbook: %d", file.status)
		}
		d.must("check")
	})
}

// wednesdayIn is the first Wednesday from the eighth of March on.
func wednesdayIn(year int) time.Time {
	day := time.Date(year, time.March, 8, 0, 0, 0, 0, time.UTC)
	for day.Weekday() != time.Wednesday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}
