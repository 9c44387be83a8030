package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"samverk/features/outbox/smtptest"
	"samverk/platform/calendar"
	"samverk/platform/ical/icaltest"
	"samverk/platform/store"
)

// withNetwork furnishes the database with a network of two members, whose big meetings count towards an indicator, and gives
// the type's key.
func (d desk) withNetwork() (network, big string) {
	d.t.Helper()
	network, big = store.NewID(), store.NewID()
	d.inDatabase(func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO network (id, name, sort_key, kind, purpose, management, web, is_public, ended_why, added_at, version)
			VALUES ($1, 'Partnerskapet för hälsa', $2, 'partnership', '', '', '', $3, '', $4, 1)`, network, []byte("partnerskapet"), true, store.Now()); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO meeting_type (id, network_id, name, kind, wanted, minutes, indicator_ids, version)
			SELECT $1, $2, 'Stormöte', 'big_meeting', 4, 180, '["' || id || '"]', 1 FROM indicator WHERE number = 25`, big, network); err != nil {
			return err
		}
		for _, m := range [][2]string{{"Asta Påhittad", "asta@exempel.se"}, {"Bo Påhittad", "bo@exempel.se"}, {"Telefonlösa gruppen", ""}} {
			if _, err := tx.Exec(ctx, `INSERT INTO network_member (id, network_id, name, email, role, starts_on, ended_why, sort_key, version) VALUES ($1, $2, $3, $4, 'member', '2019-01-01', '', $5, 1)`,
				store.NewID(), network, m[0], m[1], []byte(m[0])); err != nil {
				return err
			}
		}
		return nil
	})
	return network, big
}

// withMeeting plans a meeting on a day, with two items on its agenda.
func (d desk) withMeeting(network, kind, title string, day calendar.Date) (id string) {
	d.t.Helper()
	id = store.NewID()
	starts := day.Time().Add(8 * time.Hour)
	d.inDatabase(func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO meeting (id, network_id, type_id, title, search_key, starts_at, ends_at, day, place, link, body, is_public, state, cancelled_why, sequence, minutes,
			minutes_state, adjusters, changed_at, version) VALUES ($1, $2, $3, $4, 'stormote', $5, $6, $7, 'Rådhuset, Örebro', '', 'Välkommen till ett stormöte.

Vi bjuder på fika.', $8, 'planned', '', 0, '', 'none', '', $9, 1)`, id, network, kind, title, store.TimeOf(starts), store.TimeOf(starts.Add(3*time.Hour)), day, true, store.Now()); err != nil {
			return err
		}
		for i, item := range []string{"Mötet öppnas", "Hälsa på lika villkor"} {
			if _, err := tx.Exec(ctx, "INSERT INTO meeting_item (id, meeting_id, place, title, body, presenter, minutes) VALUES ($1, $2, $3, $4, '', '', 0)", store.NewID(), id, i+1, item); err != nil {
				return err
			}
		}
		return nil
	})
	return id
}

// inDatabase writes in the program's database beside it.
func (d desk) inDatabase(do func(ctx context.Context, tx *store.Tx) error) {
	d.t.Helper()
	db, err := store.Open(d.t.Context(), d.database)
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // nothing more is asked of it
	if err := db.Write(d.t.Context(), func(tx *store.Tx) error { return do(d.t.Context(), tx) }); err != nil {
		d.t.Fatal(err)
	}
}

// mailTo waits for a mail to an address with words in its subject.
func mailTo(t *testing.T, post *smtptest.Server, to, subject string) smtptest.Message {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		for _, m := range post.Received(t) {
			if m.Recipient == to && strings.Contains(m.Subject(), subject) {
				return m
			}
		}
	}
	t.Fatalf("no mail about %q came to %s", subject, to)
	return smtptest.Message{}
}

// A meeting is invited to by mail and answered by the link without scripts; four are held, the indicator moves, minutes are
// adjusted; one that is opened again is taken back.
func TestAMeetingGoesFromInvitationToAdjustedMinutes(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		post := smtptest.Start(t, "", "")
		s := d.start(append([]string{"--demo"}, mailing(post)...)...)
		d.must("user", "add", "handlaggare@exempel.se", "--name", "Ove Handläggare", "--role", "officer")
		d.runWith(password+"\n"+password+"\n", "user", "password", "handlaggare@exempel.se")
		network, big := d.withNetwork()
		today := calendar.Today(time.Now())
		coming := d.withMeeting(network, big, "Stormöte om framtiden", today.AddDays(30))
		p := reader{}.open(t, s, "/sign-in?back=/meetings/"+coming)
		p.fill("E-postadress", "handlaggare@exempel.se")
		p.fill("Lösenord", password)
		p.press("Logga in")

		p.sees("Ingen är inbjuden än", "Mötet har inte varit än")
		p.accessible()
		p.press("Bjud in")
		p.accessible()
		p.fill("Andra som ska bjudas in", "Cilla Gäst, cilla@exempel.se, Gästfria gruppen")
		p.press("Förhandsgranska")
		p.sees("3 personer får inbjudan med e-post", "Hälsa på lika villkor", "Rådhuset")
		p.accessible()
		p.press("Skicka till 3 personer")
		p.sees("3 personer är inbjudna", "0 ja, 0 kanske, 0 nej, 3 har inte svarat")
		p.accessible()

		letter := mailTo(t, post, "asta@exempel.se", "Inbjudan: Stormöte om framtiden")
		if len(letter.Parts) != 1 || letter.Parts[0].Method != "REQUEST" {
			t.Fatalf("the mail has the parts %+v", letter.Parts)
		}
		event := icaltest.Read(t, []byte(letter.Parts[0].Content))
		if event.Method != "REQUEST" || len(event.Events) != 1 || event.Events[0].Title != "Stormöte om framtiden" || event.Events[0].UID != coming+"@samverk" || event.Events[0].Attendee.Address != "mailto:asta@exempel.se" {
			t.Errorf("the event is %+v", event)
		}
		link := siteLink.FindStringSubmatch(letter.Text)[1]
		asta := reader{width: 390, withoutScript: true}.open(t, s, link)
		asta.sees("Kommer du?", "Rådhuset", "Hälsa på lika villkor")
		looking := reader{width: 390}.open(t, s, link)
		looking.accessible()
		looking.fits()
		asta.fill("Meddelande", "Jag kommer efter fikat.")
		asta.press("Ja, jag kommer")
		asta.sees("Tack för ditt svar", "Vi räknar med dig")
		p.visit("/meetings/" + coming)
		p.sees("1 ja, 0 kanske, 0 nej, 2 har inte svarat", "Jag kommer efter fikat.")
		p.press("Påminn de 2 som inte har svarat")
		p.sees("Påminnelsen skickas till 2 personer")
		mailTo(t, post, "cilla@exempel.se", "Påminnelse")

		var held string
		for n := range 4 {
			held = d.withMeeting(network, big, fmt.Sprintf("Stormöte %d", n+1), calendar.NewDate(2021, time.Month(2+3*n), 10))
			p.visit("/meetings/" + held)
			p.press("Markera som genomfört")
			if n == 0 {
				p.accessible()
				p.fill("Antal deltagare", "0")
				p.expectComplaint("the server responded with a status of 422")
				p.press("Markera som genomfört")
				p.sees("Skriv hur många som kom")
			}
			p.choose("Asta Påhittad")
			p.fill("Andra som kom", "Cilla Gäst, Gästfria gruppen")
			p.fill("Antal deltagare", "34")
			p.press("Markera som genomfört")
			p.sees("Mötet är stängt som genomfört med 34 deltagare", fmt.Sprintf("Räknas till indikator 25: %d av 4 stormöten 2021", n+1))
		}
		year := func(want string) {
			t.Helper()
			standing, _ := d.status("2021-12-31")
			if got, _ := standing.cell(25, "2021-01-01"); got.String() != want {
				t.Errorf("indicator 25 stands at %s in 2021, want %s", got, want)
			}
		}
		year("met 4/4 2021-11-10")
		p.accessible()
		p.press("Öppna händelsen")
		p.sees("Händelsen är ett möte som har hållits", "Gästfria gruppen")
		if p.says("Ogiltigförklara") {
			t.Error("the record can be voided beside its meeting")
		}
		p.accessible()
		p.press("Öppna mötet")

		p.press("Skriv protokoll")
		p.accessible()
		if got := p.holds("Anteckningar"); !strings.Contains(got, "# Hälsa på lika villkor") {
			t.Errorf("the minutes begin with %q", got)
		}
		p.fill("Anteckningar", "# Hälsa på lika villkor\n\nMötet talade om hälsa.")
		p.fill("Beslut", "Att mötas igen i höst.")
		p.press("Spara protokollet")
		p.sees("Protokollet är sparat", "Att mötas igen i höst.")
		p.press("Lägg till uppgift")
		p.accessible()
		p.fill("Vad ska göras?", "Boka salen")
		p.fill("Namn", "Asta Påhittad")
		p.press("Lägg till uppgift")
		p.sees("Boka salen")
		p.press("Skicka utkastet till dem som kom")
		p.sees("Utkastet skickas till")
		draft := mailTo(t, post, "asta@exempel.se", "Utkast till protokoll")
		came := reader{width: 390}.open(t, s, siteLink.FindStringSubmatch(draft.Text)[1])
		came.sees("Mötet talade om hälsa.", "utkast")
		came.accessible()
		came.fits()
		p.press("Justera protokollet")
		p.accessible()
		p.fill("Justerat av", "Asta Påhittad och Bo Påhittad")
		p.press("Justera protokollet")
		p.sees("Protokollet är justerat och låst")
		p.press("Låt alla läsa protokollet")
		p.sees("Alla kan läsa protokollet")
		anybody := reader{width: 390}.open(t, s, "/public/meetings/"+held+"/minutes")
		anybody.sees("Att mötas igen i höst.")
		anybody.accessible()
		anybody.fits()
		p.press("Visa protokollet")
		p.accessible()
		if sheets := p.pdf(); len(sheets) == 0 {
			t.Error("the minutes cannot be printed")
		}

		p.visit("/meetings/actions")
		p.sees("Boka salen")
		p.accessible()
		p.visit("/meetings/" + held)
		p.press("Lås upp")
		p.fill("Skäl", "Ett namn var fel.")
		p.press("Lås upp")
		p.press("Öppna igen")
		p.accessible()
		p.fill("Skäl", "Stängdes av misstag.")
		p.press("Öppna igen")
		p.sees("Mötet är öppet igen")
		year("at_risk 3/4")
		p.visit("/")
		p.accessible()
		p.visit("/my/meetings")
		p.accessible()
		d.must("check")
	})
}
