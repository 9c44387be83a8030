package e2e

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"samverk/features/outbox/smtptest"
	"samverk/platform/ical/icaltest"
	"samverk/platform/store"
)

// The partnership with its 34 member organisations through a year: days are proposed and booked from the year wheel, everybody is
// invited by mail and one answers by the link, meetings are held and the indicator moves, minutes are adjusted, a calendar
// program follows it all, and what is cancelled no longer counts. On one engine the year is planned without scripts.
func TestThePartnershipsYear(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		post := smtptest.Start(t, "", "")
		s := d.start(append([]string{"--demo"}, mailing(post)...)...)
		d.allCanBeMailed()
		planner := d.officer(reader{withoutScript: strings.HasSuffix(t.Name(), "postgres")}, s, "/networks")
		y := partnershipsYear{desk: d, site: s, post: post, year: time.Now().Year() + 2} // the example has meetings ahead next year
		y.isPlanned(planner, !strings.HasSuffix(t.Name(), "postgres"))
		y.isReadByAnybody()
		y.page = planner
		if strings.HasSuffix(t.Name(), "postgres") {
			y.page = reader{}.open(t, s, "/sign-in")
			y.fill("E-postadress", "handlaggare@exempel.se")
			y.fill("Lösenord", password)
			y.press("Logga in")
		}
		y.isSubscribedTo()
		y.isInvitedTo()
		y.isAnswered()
		y.losesAMeetingAndGetsItBack()
		y.isHeld()
		y.isTracedBack()
		y.isReopenedAndClosed()
		y.hasMinutes()
		y.isCancelledAfterwards()
		d.must("check")
	})
}

type partnershipsYear struct {
	*page
	desk     desk
	site     *server
	post     *smtptest.Server
	year     int
	network  string   // its address
	meetings []string // the addresses of the four big meetings
	feed     string   // where a calendar program fetches the network's meetings
}

// allCanBeMailed lets every member of the example's networks have somebody who comes and can be written to.
func (d desk) allCanBeMailed() {
	d.t.Helper()
	d.change(func(tx *store.Tx) error {
		var ids []string
		if err := tx.Select(d.t.Context(), &ids, "SELECT m.id FROM network_member m JOIN organisation o ON o.id = m.organisation_id WHERE m.email = '' ORDER BY o.sort_key"); err != nil {
			return err
		}
		for i, id := range ids {
			if _, err := tx.Exec(d.t.Context(), "UPDATE network_member SET name = $2, email = $3 WHERE id = $1", id, fmt.Sprintf("Medlem %d Påhittad", i+1), fmt.Sprintf("medlem%d@exempel.se", i+1)); err != nil {
				return err
			}
		}
		return nil
	})
}

// isPlanned books four big meetings on days that the year wheel proposes, of which one is corrected.
func (y *partnershipsYear) isPlanned(p *page, withScript bool) {
	t, year := p.t, strconv.Itoa(y.year)
	t.Helper()
	inspect := func() {
		if withScript { // axe-core is one
			p.inspect()
		}
	}
	p.press("Partnerskapet för social innovation")
	p.sees("34 organisationer")
	inspect()
	y.network, _, _ = strings.Cut(p.at(), "?")
	p.press("Visa i årshjulet")
	p.sees("Årshjul")
	p.press(strconv.Itoa(y.year - 1))
	p.press(year)
	p.sees("Fyra stormöten saknas, senast 31 december "+year, "0 av 4")
	inspect()
	p.press("Föreslå datum Stormöte, Partnerskapet för social innovation")
	p.sees("Föreslagna datum "+year, "Årets första möte", "veckor efter förra mötet", "Folkets hus, stora salen")
	inspect()
	p.expectComplaint("the server responded with a status of 422")
	p.set("[name=day0]", strconv.Itoa(y.year-1)+"-03-10")
	p.set("[name=from1]", "13.15")
	p.set("[name=until1]", "16")
	p.press("Boka mötena")
	p.sees("Dagen ska ligga under " + year)
	inspect()
	if got := ask[string](p, `document.querySelector("[name=from1]").value`); got != "13.15" {
		t.Errorf("what was typed is lost: %q", got)
	}
	p.set("[name=day0]", wednesdayIn(y.year).Format(time.DateOnly))
	p.press("Boka mötena")
	p.sees("4 möten är bokade", "4 bokade", "Stormöte 1/"+year)
	if pages := p.pdf(); len(pages) != 1 || !pages[0].isLandscapeA3() {
		t.Errorf("the year wheel prints on %v", pages)
	}
	if p.says("stormöten saknas") {
		t.Error("big meetings are missing though they have been booked")
	}
	inspect()
	p.looksAs(onTelephone)
	p.sees("Möten per månad", "Stormöte")
	p.fits()
	p.looksAs(reader{})
	for n := range 4 {
		p.visit("/year-wheel?year=" + year)
		p.press(fmt.Sprintf("Planerat, Stormöte %d/%s", n+1, year))
		at, _, _ := strings.Cut(p.at(), "?")
		y.meetings = append(y.meetings, at)
		p.sees(fmt.Sprintf("Stormöte %d/%s", n+1, year), "Folkets hus, stora salen")
	}
	p.visit("/plan/" + exampleKey + "/indicator/25")
	p.press("Stormöte, Partnerskapet för social innovation")
	p.sees("Årshjul", "Stormöte")
}

// wednesdayIn is the first Wednesday from the eighth of March on.
func wednesdayIn(year int) time.Time {
	day := time.Date(year, time.March, 8, 0, 0, 0, 0, time.UTC)
	for day.Weekday() != time.Wednesday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// isReadByAnybody lets somebody without an account read of the year on a telephone.
func (y *partnershipsYear) isReadByAnybody() {
	t := y.desk.t
	anybody := reader{}.open(t, y.site, "/public/meetings")
	anybody.press("Visa årshjulet")
	anybody.press(strconv.Itoa(y.year - 1))
	anybody.press(strconv.Itoa(y.year))
	anybody.sees("Partnerskapet för social innovation", "Stormöte")
	if anybody.says("saknas") || anybody.says("Arbetsutskottets möte") {
		t.Error("the public reads of what is not public")
	}
	anybody.inspect()
	if file := y.site.get("/public/year-wheel/file.xlsx?year=" + strconv.Itoa(y.year)); file.status != 200 {
		t.Errorf("the public's workbook: %d", file.status)
	}
}

// isSubscribedTo makes an address for the network's calendar, which has the meetings.
func (y *partnershipsYear) isSubscribedTo() {
	y.t.Helper()
	y.visit(y.network + "/calendar")
	y.press("Skapa en kalenderadress")
	y.inspect()
	y.feed = strings.Replace(y.holds("Kalenderadress"), "https://samverk.exempel.se", y.site.address, 1)
	for n := range y.meetings {
		if event, there := y.inFeed(n); !there || event.Status == "CANCELLED" || event.Place != "Folkets hus, stora salen" || event.Starts.Year() != y.year || event.Zone != "Europe/Stockholm" {
			y.t.Errorf("meeting %d is in the calendar program as %+v, %v", n+1, event, there)
		}
	}
}

// inFeed is a big meeting as a calendar program has it.
func (y *partnershipsYear) inFeed(n int) (icaltest.Event, bool) {
	y.t.Helper()
	got := fetched(y.t, y.feed)
	if got.status != 200 {
		y.t.Fatalf("the feed answers %d %s", got.status, got.body)
	}
	for _, event := range icaltest.Read(y.t, got.body).Events {
		if event.UID == strings.TrimPrefix(y.meetings[n], "/meetings/")+"@samverk" {
			return event, true
		}
	}
	return icaltest.Event{}, false
}

// isInvitedTo sends the first meeting's invitation to all members and a guest.
func (y *partnershipsYear) isInvitedTo() {
	title := fmt.Sprintf("Stormöte 1/%d", y.year)
	y.visit(y.meetings[0])
	y.sees("Ingen är inbjuden än", "Mötet har inte varit än", "Gruppsamtal")
	y.inspect()
	y.press("Bjud in")
	y.inspect()
	y.fill("Andra som ska bjudas in", "Cilla Gäst, cilla@exempel.se, Gästfria gruppen")
	y.press("Förhandsgranska")
	y.sees("35 personer får inbjudan med e-post", "Gruppsamtal", "Folkets hus")
	y.inspect()
	y.press("Skicka till 35 personer")
	y.sees("35 personer är inbjudna", "0 ja, 0 kanske, 0 nej, 35 har inte svarat")
	y.inspect()
	letter := mailTo(y.t, y.post, "alva@solrosen.exempel.se", "Inbjudan: "+title)
	if len(letter.Parts) != 1 || letter.Parts[0].Method != "REQUEST" {
		y.t.Fatalf("the mail has the parts %+v", letter.Parts)
	}
	event, uid := icaltest.Read(y.t, []byte(letter.Parts[0].Content)), strings.TrimPrefix(y.meetings[0], "/meetings/")+"@samverk"
	if event.Method != "REQUEST" || len(event.Events) != 1 || event.Events[0].Title != title || event.Events[0].UID != uid || event.Events[0].Attendee.Address != "mailto:alva@solrosen.exempel.se" {
		y.t.Errorf("the event is %+v", event)
	}
}

// isAnswered lets one answer by the link in the mail, and reminds the others.
func (y *partnershipsYear) isAnswered() {
	letter := mailTo(y.t, y.post, "alva@solrosen.exempel.se", "Inbjudan")
	link := siteLink.FindStringSubmatch(letter.Text)[1]
	alva := reader{width: 390, withoutScript: true}.open(y.t, y.site, link)
	alva.sees("Kommer du?", "Folkets hus", "Gruppsamtal")
	reader{}.open(y.t, y.site, link).inspect()
	alva.fill("Meddelande", "Jag kommer efter fikat.")
	alva.press("Ja, jag kommer")
	alva.sees("Tack för ditt svar", "Vi räknar med dig")
	y.visit(y.meetings[0])
	y.sees("1 ja, 0 kanske, 0 nej, 34 har inte svarat", "Jag kommer efter fikat.")
	y.press("Påminn de 34 som inte har svarat")
	y.sees("Påminnelsen skickas till 34 personer")
	mailTo(y.t, y.post, "cilla@exempel.se", "Påminnelse")
}

// losesAMeetingAndGetsItBack cancels the last meeting and plans it again; a calendar program sees both.
func (y *partnershipsYear) losesAMeetingAndGetsItBack() {
	before, _ := y.inFeed(3)
	y.visit(y.meetings[3])
	y.press("Ställ in")
	y.inspect()
	y.fill("Varför mötet ställs in", "Salen är uthyrd")
	y.press("Ställ in")
	y.sees("Mötet är inställt", "Salen är uthyrd")
	y.inspect()
	cancelled, there := y.inFeed(3)
	if !there || cancelled.Status != "CANCELLED" || cancelled.Sequence <= before.Sequence {
		y.t.Errorf("the calendar program has the cancelled meeting as %+v, earlier %+v", cancelled, before)
	}
	y.press("Planera mötet igen")
	again, there := y.inFeed(3)
	if !there || again.Status == "CANCELLED" || again.Sequence <= cancelled.Sequence {
		y.t.Errorf("the calendar program has the meeting that is planned again as %+v", again)
	}
}

// standsAt sees where the indicator of four big meetings a year stands at the end of 2021.
func (y *partnershipsYear) standsAt(want string) {
	y.t.Helper()
	standing, _ := y.desk.status("2021-12-31")
	if got, _ := standing.cell(25, "2021-01-01"); got.String() != want {
		y.t.Errorf("indicator 25 stands at %s in 2021, want %s", got, want)
	}
}

// close closes a meeting as held in the last year of the example's plan.
func (y *partnershipsYear) close(n int) {
	y.t.Helper()
	y.visit(y.meetings[n] + "/held/edit")
	y.fill("Datum", fmt.Sprintf("2021-%02d-10", 2+3*n))
	if n == 0 {
		y.inspect()
		y.fill("Antal deltagare", "0")
		y.expectComplaint("the server responded with a status of 422")
		y.press("Markera som genomfört")
		y.sees("Skriv hur många som kom")
	}
	y.choose("Medlem 7 Påhittad")
	y.fill("Andra som kom", "Cilla Gäst, Gästfria gruppen")
	y.fill("Antal deltagare", "34")
	y.press("Markera som genomfört")
	y.sees("Mötet är stängt som genomfört med 34 deltagare")
}

// isHeld closes the four meetings, and the indicator moves with each.
func (y *partnershipsYear) isHeld() {
	for n := range y.meetings {
		y.close(n)
		y.sees(fmt.Sprintf("Räknas till indikator 25: %d av 4 stormöten 2021", n+1))
		if n == 2 {
			y.standsAt("at_risk 3/4")
		}
	}
	y.standsAt("met 4/4 2021-11-10")
	y.inspect()
}

// isTracedBack goes from the indicator to the record and from that to the meeting.
func (y *partnershipsYear) isTracedBack() {
	y.visit("/plan/" + exampleKey + "/indicator/25?date=2021-12-31")
	y.inspect()
	y.press(fmt.Sprintf("Stormöte 1/%d", y.year))
	y.sees("Händelsen är ett möte som har hållits", "Gästfria gruppen")
	if y.says("Ogiltigförklara") {
		y.t.Error("the record can be voided beside its meeting")
	}
	y.inspect()
	y.press("Öppna mötet")
	if at, _, _ := strings.Cut(y.at(), "?"); at != y.meetings[0] {
		y.t.Errorf("the record leads to %s, not to %s", at, y.meetings[0])
	}
}

// isReopenedAndClosed says that a meeting had not been held after all, and then that it had.
func (y *partnershipsYear) isReopenedAndClosed() {
	y.visit(y.meetings[1])
	y.press("Öppna igen")
	y.inspect()
	y.fill("Skäl", "Stängdes av misstag.")
	y.press("Öppna igen")
	y.sees("Mötet är öppet igen")
	y.standsAt("at_risk 3/4")
	y.visit(y.meetings[1] + "/held/edit")
	y.press("Markera som genomfört")
	y.standsAt("met 4/4 2021-11-10")
}

// hasMinutes writes the first meeting's minutes, lets who came read them, adjusts them and lets everybody read them.
func (y *partnershipsYear) hasMinutes() {
	y.visit(y.meetings[0])
	y.press("Skriv protokoll")
	y.inspect()
	if got := y.holds("Anteckningar"); !strings.Contains(got, "# Gruppsamtal") {
		y.t.Errorf("the minutes begin with %q", got)
	}
	y.fill("Anteckningar", "# Gruppsamtal\n\nMötet talade om hälsa.")
	y.fill("Beslut", "Att mötas igen i höst.")
	y.press("Spara protokollet")
	y.sees("Protokollet är sparat", "Att mötas igen i höst.")
	y.press("Lägg till uppgift")
	y.inspect()
	y.fill("Vad ska göras?", "Boka salen")
	y.fill("Namn", "Asta Påhittad")
	y.press("Lägg till uppgift")
	y.sees("Boka salen")
	y.press("Skicka utkastet till dem som kom")
	y.sees("Utkastet skickas till")
	draft := mailTo(y.t, y.post, "alva@solrosen.exempel.se", "Utkast till protokoll")
	came := reader{}.open(y.t, y.site, siteLink.FindStringSubmatch(draft.Text)[1])
	came.sees("Mötet talade om hälsa.", "utkast")
	came.inspect()
	y.press("Justera protokollet")
	y.inspect()
	y.fill("Justerat av", "Asta Påhittad och Bo Påhittad")
	y.press("Justera protokollet")
	y.sees("Protokollet är justerat och låst")
	y.press("Låt alla läsa protokollet")
	y.sees("Alla kan läsa protokollet")
	y.inspect()
	anybody := reader{}.open(y.t, y.site, "/public"+y.meetings[0]+"/minutes")
	anybody.sees("Att mötas igen i höst.")
	anybody.inspect()
	y.press("Visa protokollet")
	y.inspect()
	if sheets := y.pdf(); len(sheets) == 0 {
		y.t.Error("the minutes cannot be printed")
	}
	y.visit("/meetings/actions")
	y.sees("Boka salen")
	y.inspect()
	for _, at := range []string{"/", "/my/meetings"} {
		y.visit(at)
		y.inspect()
	}
}

// isCancelledAfterwards finds that a meeting that was closed and adjusted had never been. The evidence is taken back, and the
// calendar program does not have it.
func (y *partnershipsYear) isCancelledAfterwards() {
	y.visit(y.meetings[0])
	y.press("Öppna händelsen")
	record, _, _ := strings.Cut(y.at(), "?")
	y.visit(y.meetings[0])
	y.press("Ställ in")
	y.fill("Varför mötet ställs in", "Det var ett annat möte")
	y.press("Ställ in")
	y.sees("Mötet är inställt", "Det var ett annat möte")
	y.standsAt("at_risk 3/4")
	y.visit(record)
	y.sees("Det var ett annat möte")
	y.inspect()
	if event, there := y.inFeed(0); there && event.Status != "CANCELLED" {
		y.t.Errorf("the calendar program has the cancelled meeting as %+v", event)
	}
}
