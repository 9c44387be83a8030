package e2e

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"samverk/features/outbox/smtptest"
	"samverk/platform/store"
)

// An association's representative is invited by mail, proves the mandate with a document, sees to the association's details,
// hands in the yearly documents step by step, and the association becomes entitled to grants. When the time is out it is
// reminded, and lapses.
func TestARepresentativeProvesTheMandateAndTheAssociationBecomesEntitled(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		post := smtptest.Start(t, "", "")
		s := d.start(append([]string{"--demo"}, mailing(post)...)...)
		officer := d.signedInOfficer(s, "handlaggare@exempel.se", "Ove Handläggare")
		officer.visit("/organisations")
		officer.press("Solrosens odlare")
		organisation := officer.at()
		officer.press("Bjud in en företrädare")
		officer.inspect()
		officer.fill("Namn", "Berit Påhittad")
		officer.fill("E-post", "berit@exempel.se")
		officer.press("Skicka inbjudan")
		officer.sees("Personen är inbjuden", "Inget underlag är inlämnat")

		berit := reader{}.open(t, s, letterTo(t, post, "berit@exempel.se", "inbjuden att företräda"))
		berit.fill("Nytt lösenord", "ett helt eget lösenord")
		berit.fill("Nytt lösenord igen", "ett helt eget lösenord")
		berit.press("Spara och logga in")
		berit.sees("Mina organisationer", "Solrosens odlare", "Lämna in ett underlag som visar ditt uppdrag")
		berit.inspect()
		berit.press("Solrosens odlare")
		mandate := berit.at()
		own := "/my" + organisation
		berit.expectComplaint("the server responded with a status of 4")
		if hidden := berit.statusOf(own); hidden != 404 {
			t.Errorf("somebody who is not confirmed sees the organisation: %d", hidden)
		}
		berit.attach("Dokument", d.path(d.write("protokollsutdrag.pdf", "%PDF-1.7\nPROTOKOLL")))
		berit.press("Lämna in")
		berit.sees("Välj hur firman får tecknas", "protokollsutdrag.pdf", "mottaget men inte inlämnat")
		berit.inspect()
		berit.choose("Ensam")
		berit.press("Lämna in")
		berit.sees("Underlaget är inlämnat", "Väntar på bekräftelse")

		officer.visit("/")
		officer.sees("Ett uppdrag som företrädare att bekräfta")
		officer.press("Ett uppdrag som företrädare att bekräfta")
		officer.inspect()
		officer.press("Berit Påhittad")
		officer.sees("protokollsutdrag.pdf", "Ensam")
		officer.inspect()
		officer.press("Bekräfta uppdraget")
		officer.sees("Uppdraget är bekräftat")
		if link := letterTo(t, post, "berit@exempel.se", "bekräftat"); link != "/my/organisations" {
			t.Errorf("the mail leads to %s", link)
		}

		berit.visit(own)
		berit.inspect()
		berit.press("Ändra kontaktuppgifter")
		berit.inspect()
		berit.fill("Webbplats", "ingen adress")
		berit.fill("Telefon", "019-12 34 56")
		berit.press("Spara")
		berit.sees("Skriv webbadressen")
		if got := berit.holds("Telefon"); got != "019-12 34 56" {
			t.Errorf("what was typed is lost: %q", got)
		}
		berit.fill("Webbplats", "solrosen.example.se")
		berit.press("Spara")
		berit.sees("Kontaktuppgifterna är sparade", "https://solrosen.example.se")
		officer.visit(organisation)
		officer.sees("https://solrosen.example.se", "Berit Påhittad bekräftades som företrädare")

		year := time.Now().Year()
		berit.press("Se och lämna in underlag")
		berit.inspect()
		berit.press("Börja med " + strconv.Itoa(year))
		berit.inspect()
		filing := berit.at()
		berit.press("Årsmöte")
		berit.inspect()
		berit.set("[name=met_on]", strconv.Itoa(year)+"-01-01")
		berit.press("Spara")
		berit.press("Handlingar")
		berit.inspect()
		for _, one := range [][2]string{{"Årsmötesprotokoll", "arsmote.pdf"}, {"Styrelse", "styrelse.pdf"}, {"Stadgar", "stadgar.pdf"}, {"Årsbokslut", "bokslut.pdf"},
			{"Revisionsberättelse", "revision.pdf"}, {"Verksamhetsberättelse", "verksamhet.pdf"}} {
			berit.attach(one[0], d.path(d.write(one[1], "%PDF-1.7\n"+one[1])))
		}
		berit.press("Skicka filerna")
		berit.sees("stadgar.pdf")
		berit.inspect()
		berit.press("Klar med handlingarna")
		telephone := reader{width: 390, height: 844}.open(t, s, "/sign-in?back="+filing) // goes on from another device
		telephone.fill("E-postadress", "berit@exempel.se")
		telephone.fill("Lösenord", "ett helt eget lösenord")
		telephone.press("Logga in")
		telephone.sees("6 av 6 är skickade")
		telephone.press("Medlemmar")
		telephone.accessible()
		telephone.fits()
		telephone.fill("Antal medlemmar", "120")
		telephone.fill("Varav 6–25 år", "45")
		telephone.press("Spara")
		telephone.press("Spridning i länet")
		telephone.accessible()
		telephone.fits()
		for _, code := range []string{"1880", "1881", "1884"} {
			telephone.waitFor(`(document.querySelector("input[name=active][value='` + code + `']").checked = true)`)
		}
		telephone.press("Spara")
		berit.visit(filing + "/check")
		berit.inspect()
		berit.press("Lämna in")
		berit.sees("Underlaget är inlämnat", "120 medlemmar")
		berit.inspect()
		letterTo(t, post, "berit@exempel.se", "Kvitto")

		officer.visit("/entitlement")
		officer.sees("Ett underlag väntar på granskning", "Solrosens odlare")
		officer.inspect()
		officer.press("Underlag för " + strconv.Itoa(year))
		officer.inspect()
		officer.press("Besluta bidragsberättigad")
		officer.sees("Organisationen är bidragsberättigad")
		letterTo(t, post, "berit@exempel.se", "bidragsberättigad")
		anybody := reader{}.open(t, s, "/public"+organisation)
		anybody.sees("Bidragsberättigad", "till och med den")
		officer.visit(organisation)
		officer.inspect()

		d.lapses(60)
		d.makeDue("entitlements")
		letterTo(t, post, "berit@exempel.se", "rätten till bidrag förfaller")
		letterTo(t, post, "handlaggare@exempel.se", "förfaller för en organisation")
		officer.visit("/entitlement?show=soon")
		officer.sees("Solrosens odlare", "Förfaller snart")
		d.lapses(-1)
		d.makeDue("entitlements")
		letterTo(t, post, "berit@exempel.se", "har förfallit")
		officer.visit("/entitlement?show=lapsed")
		officer.sees("Solrosens odlare", "Förfallen")
		berit.visit(own)
		berit.sees("Förfallen", "Lämna in ett nytt underlag")

		berit.visit(mandate + "/end")
		berit.inspect()
		berit.press("Avsluta mitt uppdrag")
		berit.sees("Uppdraget är avslutat")
		if hidden := berit.statusOf(own); hidden != 404 {
			t.Errorf("somebody whose mandate has ended sees the organisation: %d", hidden)
		}
		d.must("check")
	})
}

// signedInOfficer adds somebody who works at the authority and signs them in.
func (d desk) signedInOfficer(s *server, email, name string) *page {
	d.t.Helper()
	return d.signedInAs(s, email, name, "officer")
}

// signedInAs adds somebody with a role and signs them in.
func (d desk) signedInAs(s *server, email, name, role string) *page {
	d.t.Helper()
	d.must("user", "add", email, "--name", name, "--role", role)
	d.runWith(password+"\n"+password+"\n", "user", "password", email)
	p := reader{}.open(d.t, s, "/sign-in")
	p.fill("E-postadress", email)
	p.fill("Lösenord", password)
	p.press("Logga in")
	return p
}

// statusOf is how the site answers the reader at an address, without going there.
func (p *page) statusOf(path string) int {
	p.t.Helper()
	return ask[int](p, "fetch("+quoted(path)+").then(r => r.status)")
}

// lapses moves time so that what was given for this year's meeting has so many days left.
func (d desk) lapses(left int) {
	d.t.Helper()
	db, err := store.Open(d.t.Context(), d.database)
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // nothing more is asked of it
	day := func(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }
	if err := db.Write(d.t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(d.t.Context(), `UPDATE entitlement_step SET day = $1, until = CASE WHEN until IS NULL THEN until ELSE $2 END
			WHERE year = $3`, day(-500), day(left), time.Now().Year())
		return err
	}); err != nil {
		d.t.Fatal(err)
	}
}

// represents lets the reader represent an association that another has confirmed, hand in a filing and begin the next, and
// leaves a mandate and a request for somebody to look at. It gives the addresses that no link leads to.
func (d desk) represents(p *page) (addresses []string) {
	d.t.Helper()
	other := d.signedInOfficer(p.site, "bekraftar@exempel.se", "Ove Handläggare")
	pdf := d.path(d.write("underlag.pdf", "%PDF-1.7\n"))
	p.visit("/organisations")
	p.press("Solrosens odlare")
	organisation := p.at()
	organisation, _, _ = strings.Cut(organisation, "?")
	for _, email := range []string{address, "vantar@exempel.se"} {
		p.visit(organisation + "/mandates/new")
		p.fill("Namn", "Vanja Påhittad")
		p.fill("E-post", email)
		p.press("Skicka inbjudan")
	}
	p.visit("/my/organisations")
	p.press("Solrosens odlare")
	mandate := p.at()
	p.attach("Dokument", pdf)
	p.choose("Ensam")
	p.press("Lämna in")
	other.visit("/mandates")
	other.press(administrator)
	other.press("Bekräfta uppdraget")
	p.visit("/my" + organisation + "/request")
	p.fill("Namn", "Solrosens trädgård")
	p.fill("Varför det ska ändras", "Årsmötet har beslutat")
	p.press("Skicka begäran")
	year := time.Now().Year()
	before := ""
	for _, one := range []int{year - 1, year} {
		p.visit("/my" + organisation + "/entitlement")
		p.press("Börja med " + strconv.Itoa(one))
		filing := p.at()
		if one == year {
			break
		}
		p.press("Årsmöte")
		p.set("[name=met_on]", strconv.Itoa(one)+"-12-01")
		p.press("Spara")
		p.press("Medlemmar")
		p.fill("Antal medlemmar", "12")
		p.press("Spara")
		p.press("Handlingar")
		for _, kind := range []string{"Årsmötesprotokoll", "Styrelse", "Stadgar", "Årsbokslut", "Revisionsberättelse", "Verksamhetsberättelse"} {
			p.attach(kind, pdf)
		}
		p.press("Skicka filerna")
		p.visit(filing + "/check")
		p.press("Lämna in")
		before = filing
	}
	return []string{"/my" + organisation, "/my" + organisation + "/request", mandate, strings.TrimPrefix(mandate, "/my"), before, "/mandates", "/entitlement"}
}
