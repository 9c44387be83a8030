package e2e

import (
	"strings"
	"testing"
	"time"

	"samverk/features/outbox/smtptest"
)

// A tender school with two places: an officer makes it, three register on a telephone without scripts, the third gets a place
// when the first gives hers back, and what was held counts towards the plan until it is taken back.
func TestATenderSchoolFromDraftToEvidence(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		post := smtptest.Start(t, "", "")
		s := d.start(append([]string{"--demo"}, mailing(post)...)...)
		d.must("user", "add", "handlaggare@exempel.se", "--name", "Ove Handläggare", "--role", "officer")
		d.runWith(password+"\n"+password+"\n", "user", "password", "handlaggare@exempel.se")
		p := reader{}.open(t, s, "/sign-in?back=/events")
		p.fill("E-postadress", "handlaggare@exempel.se")
		p.fill("Lösenord", password)
		p.press("Logga in")
		p.accessible()
		j := tenderSchool{p, d, s, post, ""}
		j.isMade()
		links := j.isRegisteredFor()
		j.losesOne(links[0])
		j.seesWhoComes()
		j.isHeldAndTakenBack()
		j.isEvaluated()
		d.must("check")
	})
}

type tenderSchool struct {
	*page
	desk desk
	site *server
	post *smtptest.Server
	at   string // the event's address
}

// isMade writes the event, loses nothing on the way, and publishes it.
func (j *tenderSchool) isMade() {
	t := j.t
	t.Helper()
	j.expectComplaint("the server responded with a status of 422")
	j.press("Lägg till evenemang")
	j.accessible()
	j.fill("Slag", "Anbudsskola")
	j.fill("Rubrik", "Anbudsskola för sociala företag")
	j.fill("Dag", time.Now().AddDate(0, 0, 7).Format(time.DateOnly))
	j.fill("Börjar kl.", "nio")
	j.fill("Slutar kl.", "12.30")
	j.fill("Plats", "Stadshuset, Kumla")
	j.fill("Antal platser (frivilligt)", "2")
	j.press("Spara utkast")
	j.sees("nio går inte att läsa som en tid")
	if got := j.holds("Rubrik"); got != "Anbudsskola för sociala företag" {
		t.Errorf("what was typed is lost: %q", got)
	}
	j.fill("Börjar kl.", "9")
	j.tap("Välj vilka indikatorer det ska räknas till")
	j.choose("15. En anbudsskola")
	j.press("Spara utkast")
	j.sees("Utkastet är sparat", "Det här är ett utkast")
	j.tenderAt()
	if hidden := j.site.get("/public" + j.at); hidden.status != 404 {
		t.Errorf("the public sees a draft: %d", hidden.status)
	}
	j.press("Skriv programmet")
	j.accessible()
	j.fill("Program (frivilligt)", "9.00 Samling och kaffe\n9.30 Så läser du ett förfrågningsunderlag|Alva Exempel|Lokal Björken")
	j.press("Spara")
	j.sees("Programmet är sparat", "Alva Exempel. Lokal Björken")
	j.press("Publicera")
	j.sees("0 av 2 platser")
	j.accessible()
}

func (j *tenderSchool) tenderAt() {
	j.at, _, _ = strings.Cut(j.page.at(), "?")
}

// isRegisteredFor lets three register, and gives the links in their mails.
func (j *tenderSchool) isRegisteredFor() (links []string) {
	t := j.t
	t.Helper()
	for i, name := range []string{"Asta", "Bror", "Cilla"} {
		anybody := reader{width: 390, height: 844, withoutScript: true}.open(t, j.site, "/public/events")
		anybody.expectComplaint("the server responded with a status of 4")
		anybody.press("Anbudsskola för sociala företag")
		anybody.sees("Stadshuset, Kumla", "Så läser du ett förfrågningsunderlag")
		anybody.fits()
		anybody.fill("Namn", name+" Påhittad")
		anybody.fill("E-post", strings.ToLower(name)+"@exempel.se")
		anybody.fill("Organisation (frivilligt)", "Solrosen odlare")
		button := "Anmäl mig"
		if i == 2 {
			button = "Ställ mig i kö"
		}
		anybody.press(button)
		anybody.sees("Kryssa i rutan om du godkänner")
		if i == 0 {
			anybody.press("Sök organisationen i registret")
			anybody.choose("Solrosens odlare")
			anybody.fill("Mat och tillgänglighet (frivilligt)", "Glutenfritt")
		}
		anybody.choose("Jag godkänner att mina uppgifter sparas")
		anybody.press(button)
		subject, standing := "Du är anmäld", "Du har en plats"
		if i == 2 {
			subject, standing = "Du står i kö", "Du har plats 1 i kön"
		}
		anybody.sees("Tack för din anmälan", "Vi har skickat ett mejl till dig")
		anybody.fits()
		received := anybody.text()
		links = append(links, letterTo(t, j.post, strings.ToLower(name)+"@exempel.se", subject))
		anybody.visit(links[i])
		anybody.sees(standing)
		anybody.fits()
		if i == 0 {
			anybody.visit("/public" + j.at)
			anybody.fill("Namn", "Asta Påhittad")
			anybody.fill("E-post", "asta@exempel.se")
			anybody.choose("Jag godkänner att mina uppgifter sparas")
			anybody.press("Anmäl mig")
			if again := anybody.text(); again != received {
				t.Errorf("a second registration is answered with %q", again)
			}
			letterTo(t, j.post, "asta@exempel.se", "Din anmälan")
		}
	}
	inspector := reader{}.open(t, j.site, "/public"+j.at)
	inspector.inspect()
	inspector.visit("/public/events")
	inspector.inspect()
	inspector.visit(links[2])
	inspector.inspect()
	inspector.visit("/public/events/received/" + strings.TrimPrefix(j.at, "/events/"))
	inspector.inspect()
	return links
}

// losesOne lets the first give her place back by the link in the mail; the third is told that it is hers now.
func (j *tenderSchool) losesOne(link string) {
	j.t.Helper()
	asta := reader{width: 390, height: 844, withoutScript: true}.open(j.t, j.site, link)
	asta.sees("Du har en plats")
	asta.press("Avboka min plats")
	asta.sees("Du är avbokad")
	given := letterTo(j.t, j.post, "cilla@exempel.se", "Du har fått en plats")
	cilla := reader{width: 390, height: 844, withoutScript: true}.open(j.t, j.site, given)
	cilla.sees("Du har en plats")
	if got := cilla.holds("Namn"); got != "Cilla Påhittad" {
		j.t.Errorf("the link in the mail leads to the registration of %q", got)
	}
	cilla.fill("Mat och tillgänglighet (frivilligt)", "Hörslinga")
	cilla.press("Spara")
	cilla.sees("Ändringarna är sparade")
}

// seesWhoComes goes through what an officer keeps of those who have registered.
func (j *tenderSchool) seesWhoComes() {
	j.t.Helper()
	j.visit(j.at + "/registrations")
	j.sees("Bror Påhittad", "Cilla Påhittad", "Avbokade", "Hörslinga")
	j.inspect()
	if file := j.site.get(j.at + "/registrations.csv"); strings.Contains(file.body, "Bror") {
		j.t.Error("anybody fetches who has registered")
	}
	j.visit(j.at + "/attendance")
	j.choose("Cilla Påhittad")
	j.press("Spara närvaron")
	j.sees("1 av 2 har kommit")
	j.inspect()
	j.press("Lägg till den som kom")
	j.accessible()
	j.fill("Namn", "Dag Påhittad")
	j.fill("Organisation (frivilligt)", "Nora Kulturverkstad")
	j.press("Lägg till den som kom")
	j.sees("Dag Påhittad", "Kom utan anmälan", "2 av 3 har kommit")
	j.press("Namnbrickor")
	j.sees("Nora Kulturverkstad")
	j.inspect()
	if pages := j.pdf(); len(pages) != 1 || pages[0].width > 211 || pages[0].width < 209 || pages[0].height > 298 || pages[0].height < 296 {
		j.t.Errorf("the badges are printed on %v, not on one A4", pages)
	}
}

// counted is how many tender schools the plan counts in 2019.
func (j *tenderSchool) counted() int {
	j.t.Helper()
	s, _ := j.desk.status("2019-12-31")
	c, found := s.cell(15, "2019-01-01")
	if !found {
		j.t.Fatal("the example has no tender school in 2019")
	}
	return c.Count
}

// isHeldAndTakenBack closes the event as held, sees that the plan counts it, and takes it back and closes it again. The day lies
// in the example's plan.
func (j *tenderSchool) isHeldAndTakenBack() {
	t := j.t
	t.Helper()
	before := j.counted()
	hold := func() {
		j.visit(j.at + "/held/edit")
		j.accessible()
		j.fill("Hölls den", "2019-05-14")
		j.press("Avsluta som genomfört")
	}
	hold()
	j.sees("Evenemanget är avslutat och räknas som genomfört", "15. En anbudsskola")
	j.inspect()
	if got := j.counted(); got != before+1 {
		t.Errorf("the plan counts %d tender schools, want %d", got, before+1)
	}
	j.press("Anbudsskola för sociala företag") // the record
	j.sees("Nora Kulturverkstad", "Solrosen odlare")
	j.visit(j.at)
	j.press("Rätta dag och antal")
	j.fill("Antal deltagare", "4")
	j.press("Rätta dag och antal")
	j.sees("Rättelsen är sparad")
	j.press("Återöppna evenemanget")
	j.accessible()
	j.fill("Varför öppnas det igen?", "Fel dag")
	j.press("Återöppna evenemanget")
	j.sees("öppet igen")
	if got := j.counted(); got != before {
		t.Errorf("after it was taken back the plan counts %d tender schools, want %d", got, before)
	}
	hold()
}

// isEvaluated asks those who came, and lets one of them answer.
func (j *tenderSchool) isEvaluated() {
	t := j.t
	t.Helper()
	j.visit(j.at + "/evaluation")
	j.press("Skriv frågor")
	j.accessible()
	j.press("Spara")
	j.press("Skicka utvärderingen")
	j.sees("0 av 1 har svarat", "Svaren visas inte än")
	j.accessible()
	link := letterTo(t, j.post, "cilla@exempel.se", "Vad tyckte du")
	cilla := reader{}.open(t, j.site, link)
	cilla.inspect()
	cilla.expectComplaint("the server responded with a status of 4")
	cilla.press("Skicka svaren")
	cilla.sees("Svara på minst en fråga")
	cilla.choose("5, mycket")
	cilla.press("Skicka svaren")
	cilla.sees("Tack för ditt svar")
	cilla.accessible()
	if again := j.site.get(link); again.status != 404 {
		t.Errorf("the link works twice: %d", again.status)
	}
	j.visit(j.at + "/budget")
	j.press("Lägg till kostnad")
	j.fill("Vad det kostar", "Lokal och kaffe")
	j.fill("Planerat", "tolv tusen")
	j.press("Spara")
	j.sees("tolv tusen går inte att läsa som ett belopp")
	j.fill("Planerat", "12 500,50")
	j.press("Spara")
	j.sees("12 500,50 kr")
	j.press("Lägg till finansiering")
	j.fill("Vem som finansierar", "Regionen")
	j.fill("Planerat", "15000")
	j.press("Spara")
	j.sees("2 499,50 kr enligt plan")
	j.inspect()
}

// furnishEvents makes events of each kind of state, and gives the addresses that no link leads to.
func (p *page) furnishEvents() (addresses []string) {
	p.t.Helper()
	add := func(title string) string {
		p.visit("/events/new")
		p.fill("Slag", "Seminarium")
		p.fill("Rubrik", title)
		p.fill("Dag", time.Now().AddDate(0, 0, 7).Format(time.DateOnly))
		p.fill("Börjar kl.", "9")
		p.fill("Slutar kl.", "12")
		p.fill("Plats", "Kumla")
		p.press("Spara utkast")
		at, _, _ := strings.Cut(p.at(), "?")
		return at
	}
	registers := func(title string) string {
		at := add(title)
		p.press("Publicera")
		p.press("Anmälda")
		p.press("Anmäl någon")
		p.fill("Namn", "Gun Påhittad")
		p.fill("E-post", "gun@exempel.se")
		p.press("Anmäl någon")
		p.visit(at + "/attendance")
		p.choose("Gun Påhittad")
		p.press("Spara närvaron")
		p.visit(at + "/budget")
		p.press("Lägg till kostnad")
		p.fill("Vad det kostar", "Kaffe")
		p.fill("Planerat", "500")
		p.press("Spara")
		return at
	}
	draft, open := add("Ett utkast"), registers("Ett seminarium som väntar")
	held := registers("Ett seminarium")
	p.visit(held + "/held/edit")
	p.fill("Hölls den", "2019-05-14")
	p.press("Avsluta som genomfört")
	cancelled := registers("Ett inställt seminarium")
	p.visit(cancelled + "/cancel")
	p.fill("Varför ställs det in?", "Salen är uthyrd")
	p.press("Ställ in evenemanget")
	for _, at := range []string{open, held, cancelled} {
		addresses = append(addresses, at, "/public"+at, at+"/registrations", at+"/attendance", at+"/evaluation", at+"/budget")
	}
	return append(addresses, draft, "/public/events/received/"+strings.TrimPrefix(open, "/events/"))
}
