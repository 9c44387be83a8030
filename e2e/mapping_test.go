package e2e

import (
	"strings"
	"testing"
	"time"

	"samverk/features/outbox/smtptest"
	"samverk/platform/store"
)

// A mapping round goes from its list to the table and the map that everybody reads, and a certification that ends soon is
// shown and reminded of.
func TestAMappingRoundIsPublishedAndACertificationIsRemindedOf(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		post := smtptest.Start(t, "", "")
		s := d.start(append([]string{"--demo"}, mailing(post)...)...)
		d.must("user", "add", "handlaggare@exempel.se", "--name", "Ove Handläggare", "--role", "officer")
		d.runWith(password+"\n"+password+"\n", "user", "password", "handlaggare@exempel.se")
		p := reader{}.open(t, s, "/sign-in?back=/organisations")
		p.fill("E-postadress", "handlaggare@exempel.se")
		p.fill("Lösenord", password)
		p.press("Logga in")
		p.press("Solrosens odlare")
		p.press("Bedöm som socialt företag")
		p.expectComplaint("the server responded with a status of 422")
		p.fill("Underlag om samhällsmålet", "Stadgarna, paragraf 2")
		p.press("Spara bedömningen")
		p.sees("Välj ett svar")
		if got := p.holds("Underlag om samhällsmålet"); got != "Stadgarna, paragraf 2" {
			t.Errorf("what was typed is lost: %q", got)
		}
		p.accessible()
		for _, field := range []string{"goal", "results", "surplus"} {
			p.waitFor(`(document.querySelector("input[name=` + field + `][value=yes]").checked = true)`)
		}
		p.fill("Underlag om resultatet", "Årsberättelsen")
		p.fill("Underlag om överskottet", "Årsredovisningen")
		p.press("Spara bedömningen")
		p.sees("Bedömdes som socialt företag: Ja", "Bedömd av Ove Handläggare")

		p.visit("/mapping/new")
		p.fill("Omgångens namn", "Sociala företag i länet")
		p.press("Öppna en omgång")
		round := p.at()
		if hidden := s.get("/public" + round); hidden.status != 404 {
			t.Errorf("the public reads an open round: %d", hidden.status)
		}
		p.press("Lägg till i listan")
		p.choose("Solrosens odlare")
		p.choose("Tiveds vandrarvänner")
		p.press("Lägg till i listan")
		p.press("Har svarat Solrosens odlare")
		p.sees("Tiveds vandrarvänner")
		p.press("Ångra svaret Solrosens odlare")
		p.press("Har svarat Solrosens odlare")
		p.press("Publicera")
		p.sees("Nämns med namn", "1 organisation")
		p.accessible()
		p.press("Publicera")
		p.sees("Publicerad")
		anybody := reader{width: 390}.open(t, s, "/public"+round)
		anybody.sees("Solrosens odlare", "Täckning per kommun", "Kumla")
		if anybody.says("Tiveds vandrarvänner") {
			t.Error("the public reads of an organisation that is not public")
		}
		anybody.accessible()
		anybody.fits()
		if file := s.get("/public" + round + "/list.csv"); file.status != 200 || !strings.Contains(file.body, "Solrosens odlare") || strings.Contains(file.body, "Tiveds") {
			t.Errorf("the public's file: %d %s", file.status, file.body)
		}

		p.visit("/organisations")
		p.press("Solrosens odlare")
		p.press("Lägg till roll")
		p.choose("Certifierad")
		p.set("[name=until]", time.Now().AddDate(0, 0, 30).Format(time.DateOnly))
		p.set("[name=certifier]", "Provrådet")
		p.press("Lägg till roll")
		p.sees("Certifieringen från Provrådet går ut")
		p.visit("/mapping")
		p.sees("Certifieringar som snart går ut", "Solrosens odlare")
		d.makeDue("certifications")
		if link := letterTo(t, post, "handlaggare@exempel.se", "certifiering"); !strings.HasPrefix(link, "/organisations/") {
			t.Errorf("the mail leads to %s", link)
		}
		d.must("check")
	})
}

// makeDue lets work that comes back be done now.
func (d desk) makeDue(periodic string) {
	d.t.Helper()
	db, err := store.Open(d.t.Context(), d.database)
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // nothing more is asked of it
	if err := db.Write(d.t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(d.t.Context(), "UPDATE periodic_job SET next_at = $1 WHERE name = $2", store.TimeOf(time.Now().Add(-time.Minute)), periodic)
		return err
	}); err != nil {
		d.t.Fatal(err)
	}
}
