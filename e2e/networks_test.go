package e2e

import (
	"strings"
	"testing"
	"time"
)

// A network gets members, a type of meeting and a series; one of its meetings gets an agenda with a document and is read by
// everybody, and then it is cancelled. On one engine it is done without scripts.
func TestANetworkPlansItsMeetings(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		s := d.start("--demo")
		d.must("user", "add", "handlaggare@exempel.se", "--name", "Ove Handläggare", "--role", "officer")
		d.runWith(password+"\n"+password+"\n", "user", "password", "handlaggare@exempel.se")
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
		p.sees("Partnerskapet för social innovation", "34")
		p.press("Lägg till nätverk")
		p.expectComplaint("the server responded with a status of 422")
		p.fill("Syfte", "Att odla mer")
		p.press("Lägg till nätverk")
		p.sees("Skriv vad nätverket heter", "Välj slag av nätverk")
		inspect()
		if got := p.holds("Syfte"); got != "Att odla mer" {
			t.Errorf("what was typed is lost: %q", got)
		}
		p.fill("Namn", "Odlarnas råd")
		p.choose("Annat")
		p.choose("Nätverket syns för alla")
		p.press("Lägg till nätverk")
		network, _, _ := strings.Cut(p.at(), "?")

		p.press("Lägg till organisationer")
		p.choose("Solrosens odlare")
		p.fill("Sök på namn eller nummer", "Hällefors")
		p.press("Sök")
		p.sees("En är markerad")
		p.choose("Odlarna i Hällefors")
		p.fill("Första dagen", "2026-01-01")
		p.choose("Låt organisationens kontaktperson")
		inspect()
		p.press("Lägg till i nätverket")
		p.sees("2 organisationer", "Alva Exempel", "alva@solrosen.exempel.se")
		p.press("Lägg till mötestyp")
		p.fill("Mötestypens namn", "Odlarträff")
		p.fill("Räknas som", "Ett stormöte")
		p.fill("Möten per år som behövs", "4")
		p.press("Visa vad mötena räknas till")
		p.sees("Ett möte av den här typen räknas till:", "Indikator 25")
		inspect()
		p.press("Lägg till mötestyp")
		p.sees("Odlarträff", "Indikator 25")

		p.press("Planera Odlarträff")
		p.press("Planera flera möten på en gång")
		year := time.Now().Year() + 1
		first := thursdayIn(year)
		p.fill("Första dagen", first.Format(time.DateOnly))
		p.fill("Börjar", "13")
		p.fill("Slutar", "15.30")
		p.choose("Varje vecka")
		p.fill("Antal möten", "3")
		p.fill("Dagar utan möte", first.AddDate(0, 0, 7).Format(time.DateOnly))
		p.fill("Plats", "Kolonistugan")
		p.choose("Mötet är öppet för alla")
		p.press("Visa dagarna")
		p.sees("Dagar som hoppas över", "Dag utan möte", "3 dagar")
		inspect()
		p.press("Planera de markerade mötena")
		p.sees("Odlarträff 1/", "Odlarträff 3/", "13.00–15.30")
		inspect()

		p.press("Odlarträff 1/")
		meeting, _, _ := strings.Cut(p.at(), "?")
		p.press("Skriv dagordningen")
		for _, title := range []string{"Öppnande", "Skördefesten"} {
			p.fill("Punktens rubrik", title)
			p.fill("Tid", "20")
			p.press("Lägg till punkt")
		}
		p.press("Flytta upp Skördefesten")
		p.sees("1 Skördefesten", "13.20")
		inspect()
		p.press("Lägg till dokument Skördefesten")
		p.attach("Filer", d.path(d.write("skord.txt", "Pumpor och dalior\n")))
		p.press("Lägg till dokument")
		p.sees("skord.txt", "1. Skördefesten")
		p.press("Visa kallelse")
		p.sees("Kallelse till Odlarträff 1/", "Kolonistugan", "13.20")
		inspect()

		anybody := reader{width: 390}.open(t, s, "/public"+network)
		anybody.sees("Odlarträff 1/", "Solrosens odlare")
		if anybody.says("Alva Exempel") || anybody.says("alva@") {
			t.Error("the public reads who comes to the meetings")
		}
		anybody.accessible()
		anybody.fits()
		anybody.press("Odlarträff 1/")
		anybody.sees("Kolonistugan", "Skördefesten")
		if anybody.says("skord.txt") {
			t.Error("the public reads of documents")
		}
		anybody.accessible()
		anybody.fits()

		p.visit(meeting)
		p.press("Ställ in")
		p.fill("Varför mötet ställs in", "Stugan är uthyrd")
		p.press("Ställ in")
		p.sees("Mötet är inställt", "Stugan är uthyrd")
		anybody.visit("/public" + meeting)
		anybody.sees("Mötet är inställt", "Stugan är uthyrd")
		p.visit("/organisations")
		p.press("Odlarna i Hällefors")
		p.sees("Blev medlem i Odlarnas råd")
		d.must("check")
	})
}

// thursdayIn is a Thursday in October of a year, with no holidays near it.
func thursdayIn(year int) time.Time {
	day := time.Date(year, time.October, 1, 0, 0, 0, 0, time.UTC)
	for day.Weekday() != time.Thursday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}
