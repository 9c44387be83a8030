package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"samverk/platform/store"
)

// before is a day some days before today, as forms take it.
func before(days int) string { return time.Now().AddDate(0, 0, -days).Format(time.DateOnly) }

// withBoardPlan imports a plan that goes on now and asks for a proposal to the board.
func (d desk) withBoardPlan() {
	d.t.Helper()
	year := time.Now().Year()
	d.must("plan", "import", d.path(d.write("nämndplan.md", fmt.Sprintf(`# Plan för föreningslivet %d–%d

## Mål 1: Föreningarna ska veta vad som gäller

**Aktivitet 1:** Skriva nya riktlinjer

- Indikator 1: Förslag till nya riktlinjer har lämnats till nämnden.

**Prioritet:** Hög
**Tid:** %[1]d–%[2]d
`, year-1, year+1))))
}

// seat gives somebody an account and opens a page as them.
func (d desk) seat(s *server, r reader, email, name, role, path string) *page {
	d.t.Helper()
	d.must("user", "add", email, "--name", name, "--role", role)
	d.runWith(password+"\n"+password+"\n", "user", "password", email)
	p := r.open(d.t, s, "/sign-in?back="+path)
	p.fill("E-postadress", email)
	p.fill("Lösenord", password)
	p.press("Logga in")
	return p
}

// board adds a board with its members and a meeting on a day, and gives the meeting's address.
func (p *page) board(day string) (meeting string) {
	p.t.Helper()
	p.visit("/boards/new")
	p.fill("Namn", "Nämnden för prov")
	p.press("Lägg till nämnd eller styrelse")
	for _, m := range [][3]string{{"Ada Ordförande", "Ordförande", "Inget konto"}, {"Bodil Ledamot", "Ledamot", "Bodil Ledamot"}, {"Cesar Ledamot", "Ledamot", "Inget konto"}} {
		p.press("Lägg till ledamot")
		p.fill("Namn", m[0])
		p.choose(m[1])
		p.fill("Konto", m[2])
		p.fill("Från och med", before(400))
		p.press("Lägg till ledamot")
	}
	p.sees("Läser handlingarna här")
	return p.meeting(day)
}

// meeting adds a meeting from the board's page.
func (p *page) meeting(day string) (address string) {
	p.t.Helper()
	p.press("Lägg till sammanträde")
	p.fill("Dag", day)
	p.fill("Tid", "09.00")
	p.press("Lägg till sammanträde")
	return p.at()
}

// A case goes the whole way: drafted with a document, put to the board, read by a member who declares a conflict, decided
// with the member out of the room and one point changed, adjusted, posted and final. The plan's indicator is met on the
// day when the proposal was handed over.
func TestACaseIsDecidedByTheBoard(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withBoardPlan()
		s := d.start()
		member := d.seat(s, reader{width: 820}, "bodil@exempel.se", "Bodil Ledamot", "elected", "/cases")
		p := d.seat(s, reader{}, "ove@exempel.se", "Ove Handläggare", "officer", "/cases")
		p.sees("Inga ärenden än")
		p.accessible()
		meeting := p.board(before(5))
		p.accessible()
		p.visit("/boards")
		p.accessible()
		p.press("Nämnden för prov")
		p.accessible()

		p.visit("/cases/new")
		p.expectComplaint("the server responded with a status of 422")
		p.fill("Sammanfattning", "Riktlinjerna blir lättare att läsa.")
		p.press("Spara utkast")
		p.sees("Skriv en rubrik")
		if got := p.holds("Sammanfattning"); got != "Riktlinjerna blir lättare att läsa." {
			t.Errorf("what was typed is lost: %q", got)
		}
		p.accessible()
		p.fill("Rubrik", "Nya riktlinjer för bidrag")
		p.fill("Förslag till beslut", "1. att anta riktlinjerna\n2. att de gäller från årsskiftet")
		p.choose("Förslag")
		p.choose("1. Förslag till nya riktlinjer har lämnats till nämnden.")
		p.press("Spara utkast")
		diary := "RS " + fmt.Sprint(time.Now().Year()) + ":1"
		p.sees(diary, "Utkast", "att de gäller från årsskiftet")
		address := p.at()
		p.attach("Lägg till en fil", d.path(d.write("riktlinjer.txt", "Riktlinjer för bidrag\n")))
		p.press("Lägg till filen")
		p.sees("riktlinjer.txt")
		p.accessible()
		member.visit("/cases")
		if member.says("Nya riktlinjer för bidrag") {
			t.Error("a member sees a draft")
		}
		p.press("Markera som presenterat")
		p.fill("När det presenterades", before(20))
		p.press("Markera som presenterat")
		p.press("Lämna in till sammanträde")
		p.fill("Sammanträde", before(5)+", Nämnden för prov")
		p.fill("Inlämnat", before(10))
		p.accessible()
		p.press("Lämna in till sammanträde")
		p.sees("Inlämnat", "Inlämnade handlingar")
		if p.says("Lägg till en fil") {
			t.Error("documents can be added after the submission")
		}

		d.readsAndDeclares(member)
		d.decides(p, meeting)

		p.visit(address)
		p.sees("Anslaget", "att de gäller från 1 mars", "Lämnade rummet", "Bodil Ledamot")
		p.accessible()
		anybody := reader{width: 390}.open(t, s, "/public/decisions")
		anybody.sees("§ 12 Nya riktlinjer för bidrag", "att de gäller från 1 mars", "Kan överklagas till och med")
		anybody.accessible()
		anybody.fits()
		if standing, _ := d.status(before(10)); met(standing) != before(10) {
			t.Errorf("the indicator is met on %q, want %s", met(standing), before(10))
		}
		if standing, _ := d.status(before(11)); met(standing) != "" {
			t.Errorf("the indicator is met on %q already", met(standing))
		}
		d.weeksLater(30)
		p.visit(address)
		p.sees("Laga kraft")
		d.makeDue("legal_force")
		for tries := 0; d.state(address) != "final"; tries++ {
			if tries == 200 {
				t.Fatal("the clock does not give the decision legal force")
			}
			time.Sleep(100 * time.Millisecond)
		}
		p.visit(meeting)
		p.press("Ta ned anslaget")
		p.fill("När det togs ned", before(0))
		p.press("Ta ned anslaget")
		p.sees("Klart, anslaget är nedtaget")
		d.must("check")
	})
}

func met(s standing) string {
	for _, i := range s.Indicators {
		for _, c := range i.Cells {
			if c.MetOn != nil {
				return *c.MetOn
			}
		}
	}
	return ""
}

// readsAndDeclares reads the paper on a tablet and declares a conflict.
func (d desk) readsAndDeclares(member *page) {
	d.t.Helper()
	member.visit("/cases")
	member.sees("Nya riktlinjer för bidrag", "Nämnden för prov")
	member.accessible()
	member.fits()
	member.press("1. Nya riktlinjer för bidrag")
	member.sees("Förslag till beslut", "Riktlinjerna blir lättare att läsa.", "riktlinjer.txt", "SHA-256")
	member.accessible()
	member.looksAs(reader{width: 390})
	member.fits()
	member.looksAs(reader{width: 820})
	for _, kind := range []string{"pdf", "docx"} {
		if sum := ask[[2]string](member, `(async () => {
			const sums = [];
			for (const _ of [1, 2]) {
				const file = await (await fetch(location.pathname + ".`+kind+`")).arrayBuffer();
				sums.push([...new Uint8Array(await crypto.subtle.digest("SHA-256", file))].join());
			}
			return sums })()`); sum[0] != sum[1] || sum[0] == "" {
			d.t.Errorf("the same paper is another %s the second time", kind)
		}
	}
	member.visit("/cases")
	member.press("Dagordning och protokoll")
	member.press("Anmäl jäv Nya riktlinjer för bidrag")
	member.accessible()
	member.press("Anmäl jäv")
	member.sees("Du har anmält jäv")
	member.accessible()
	member.fits()
}

// decides records the meeting's decision, adjusts the minutes and posts the notice.
func (d desk) decides(p *page, meeting string) {
	d.t.Helper()
	p.visit(meeting)
	p.sees("Har anmält jäv: Bodil Ledamot")
	p.press("Anteckna närvaro")
	p.accessible()
	p.press("Spara närvaron")
	p.press("Anteckna beslut Nya riktlinjer för bidrag")
	p.accessible()
	p.fill("Paragraf", "12")
	p.choose("Bodil Ledamot") // takes the tick away
	p.choose("Med ändring")
	p.fill("Beslutet", "att anta riktlinjerna\natt de gäller från 1 mars")
	p.press("Spara beslutet")
	p.sees("Den som har anmält jäv får inte delta i beslutet", "Skriv vad som ändrades")
	if got := p.holds("Beslutet"); got != "att anta riktlinjerna\natt de gäller från 1 mars" {
		d.t.Errorf("what was typed is lost: %q", got)
	}
	p.accessible()
	p.choose("Bodil Ledamot")
	p.fill("Vad som ändrades, eller skälet", "De gäller från mars i stället.")
	p.press("Spara beslutet")
	p.sees("§ 12 Nya riktlinjer för bidrag", "Med ändring")
	p.press("Anteckna reservation Nya riktlinjer för bidrag")
	p.choose("Cesar Ledamot")
	p.press("Spara reservationen")
	p.sees("Cesar Ledamot")
	p.press("Justera protokollet")
	p.fill("När det justerades", before(4))
	p.fill("Vem som justerade", "Ada Ordförande och Cesar Ledamot")
	p.press("Justera protokollet")
	p.press("Anslå justeringen")
	p.fill("När det anslogs", before(3))
	p.press("Anslå justeringen")
	p.sees("Kan överklagas till och med")
	p.accessible()
}

// A case that the board refers back comes again in another round; what the board was given first stays as it was.
func TestACaseIsReferredBackAndComesAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		s := d.start()
		member := d.seat(s, reader{width: 390}, "bodil@exempel.se", "Bodil Ledamot", "elected", "/cases")
		p := d.seat(s, reader{withoutScript: true}, "ove@exempel.se", "Ove Handläggare", "officer", "/cases")
		first := p.board(before(30))
		p.visit("/cases/new")
		p.fill("Rubrik", "Nytt bidrag till unga")
		p.fill("Förslag till beslut", "att inrätta bidraget")
		p.choose("Räknas inte")
		p.press("Spara utkast")
		address := p.at()
		p.press("Markera som presenterat")
		p.fill("När det presenterades", before(50))
		p.press("Markera som presenterat")
		p.submits(before(40), before(30))
		p.visit(first)
		p.press("Anteckna närvaro")
		p.press("Spara närvaron")
		p.press("Anteckna beslut Nytt bidrag till unga")
		p.choose("Återremiss")
		p.fill("Vad som ändrades, eller skälet", "Räkna på kostnaden")
		p.press("Spara beslutet")
		p.sees("Återremiss", "Räkna på kostnaden")

		p.visit(address)
		p.sees("Utkast", "Omgång")
		p.press("Ändra ärendet")
		p.fill("Bakgrund", "Bidraget kostar 200 000 kronor.")
		p.press("Spara")
		member.visit(address)
		member.sees("Ärendet återremitterades och bereds på nytt")
		if member.says("200 000 kronor") {
			t.Error("a member reads what is being written anew")
		}
		member.accessible()
		member.fits()
		p.visit("/boards")
		p.press("Nämnden för prov")
		p.meeting(before(2))
		p.visit(address)
		p.press("Markera som presenterat")
		p.fill("När det presenterades", before(20))
		p.press("Markera som presenterat")
		p.submits(before(10), before(2))
		member.visit(address + "/paper")
		member.sees("200 000 kronor")
		member.visit(address + "/paper?round=1")
		if member.says("200 000 kronor") {
			t.Error("the first paper has changed")
		}
		d.must("check")
	})
}

// submits puts the case on the page to the meeting of a day.
func (p *page) submits(day, meeting string) {
	p.t.Helper()
	p.press("Lämna in till sammanträde")
	p.fill("Sammanträde", meeting+", Nämnden för prov")
	p.fill("Inlämnat", day)
	p.press("Lämna in till sammanträde")
	p.sees("Inlämnade handlingar")
}

// weeksLater lets the decisions have been posted so many days earlier.
func (d desk) weeksLater(days int) {
	d.t.Helper()
	past := time.Now().AddDate(0, 0, -days)
	d.change(func(tx *store.Tx) error {
		for _, change := range []string{"UPDATE board_meeting SET appeal_until = $1 WHERE posted_on IS NOT NULL", "UPDATE board_case SET appeal_until = $1 WHERE state = 'posted'"} {
			if _, err := tx.Exec(d.t.Context(), change, past.Format(time.DateOnly)); err != nil {
				return err
			}
		}
		return nil
	})
}

// state is the state of the case at an address, as it has been written down.
func (d desk) state(address string) (state string) {
	d.t.Helper()
	d.change(func(tx *store.Tx) error {
		var row struct{ State string }
		err := tx.Get(d.t.Context(), &row, "SELECT state FROM board_case WHERE id = $1", strings.TrimPrefix(address, "/cases/"))
		state = row.State
		return err
	})
	return state
}

// change does something in the database beside the program.
func (d desk) change(do func(*store.Tx) error) {
	d.t.Helper()
	db, err := store.Open(d.t.Context(), d.database)
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // nothing more is asked of it
	if err := db.Write(d.t.Context(), do); err != nil {
		d.t.Fatal(err)
	}
}
