package meetings_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/accounts/accountstest"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/meetings"
	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/web/webtest"
)

// desk is a house with its pages, an officer, a reader, a partner who is a member, and a stranger.
type desk struct {
	*house
	webtest.Visitor
	officer, reader, partner, stranger string
	partnerID                          string
}

func openDesk(t *testing.T, db *store.DB) *desk {
	t.Helper()
	d := &desk{house: newHouse(t, db)}
	_, d.officer = accountstest.SignIn(t, db, "ove@exempel.se", "Ove Handläggare", accounts.Officer)
	_, d.reader = accountstest.SignIn(t, db, "lis@exempel.se", "Lis Läsare", accounts.Reader)
	_, d.stranger = accountstest.SignIn(t, db, "framling@exempel.se", "Främling", accounts.Partner)
	partner, token := accountstest.SignIn(t, db, "asta@exempel.se", "Asta Påhittad", accounts.Partner)
	d.partner, d.partnerID = token, partner.ID
	d.f.Words = accountstest.Words(plan.Messages(), evidence.Messages(), organisations.Messages(), meetings.Messages())
	d.Visitor = accountstest.Open(t, db, d.f.Words, d.f)
	return d
}

func (d *desk) get(address string, wanted ...string) string {
	d.T.Helper()
	return d.As(d.officer).Send("GET", address, 200, nil, wanted...).Body.String()
}

func (d *desk) post(address string, code int, fields url.Values, wanted ...string) {
	d.T.Helper()
	d.As(d.officer).Send("POST", address, code, fields, wanted...)
}

func TestInvitationsAreSeenBeforeTheyAreSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := openDesk(t, db)
		id := d.meeting(t, d.big, 30)
		at := "/meetings/" + id
		form := d.get(at+"/invitations/new", "Asta Påhittad, Solrosens odlare", "Medlemmar utan e-postadress", "Åsens bygdegård", "-Gammal Medlem")
		if strings.Count(form, "checked") != 3 {
			t.Errorf("%d are ticked", strings.Count(form, "checked"))
		}
		d.post(at+"/invitations", 422, nil, "Välj minst en person")
		d.post(at+"/invitations", 422, url.Values{"member": {d.members["Asta Påhittad"]}, "others": {"Cilla Gäst, cilla@"}}, "Rad 1: cilla@ är ingen e-postadress", "Cilla Gäst, cilla@", "checked")
		chosen := url.Values{"member": {d.members["Asta Påhittad"]}, "told": {d.members[""]}, "others": {"Cilla Gäst, cilla@exempel.se"}}
		d.post(at+"/invitations", 200, chosen, "2 personer får inbjudan", "En person antecknas", "Inbjudan: Stormöte om hälsa", "kl. 9.00–12.00", "Var: Rådhuset", "Välkommen!", "Skriv till ove@exempel.se", "Skicka till 2 personer")
		if len(d.letters) != 0 {
			t.Error("a preview sends mails")
		}
		chosen.Set("step", "change")
		d.post(at+"/invitations", 200, chosen, "checked", "Cilla Gäst, cilla@exempel.se")
		chosen.Set("step", "send")
		for range 2 {
			d.post(at+"/invitations", 303, chosen)
		}
		if len(d.letters) != 2 {
			t.Errorf("%d mails are sent", len(d.letters))
		}
		d.get(at+"?around=invited&n=3", "3 personer är inbjudna", "0 ja, 0 kanske, 0 nej, 3 har inte svarat", "Påminn de 2 som inte har svarat", "Åsens bygdegård")
		d.As(d.reader).Send("GET", at, 200, nil, "Cilla Gäst", "-/invitations/new", "-Påminn")
		d.f.Post = nil
		d.get(at+"/invitations/new", "ingen e-postserver")
	})
}

func TestTheLinkInTheMailAnswersOnlyWhenAButtonIsPressed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := openDesk(t, db)
		id := d.meeting(t, d.big, 30)
		d.everybody(t, id)
		link := "/invitation/" + secretIn.FindStringSubmatch(d.letters[0].Text)[1]
		page := d.As("").Send("GET", link, 200, nil, "Kommer du?", "Ja, jag kommer", "Nej, jag kommer inte", "Rådhuset", "-Cilla")
		if page.Header().Get("X-Robots-Tag") == "" || page.Header().Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("the headers are %v", page.Header())
		}
		for _, i := range d.invitations(t, id) {
			if i.Answer != meetings.NoAnswer {
				t.Error("looking at the page answers")
			}
		}
		d.As("").Send("POST", link, 422, url.Values{"note": {"Bo kommer i stället"}}, "Välj ett svar", "Bo kommer i stället")
		d.As("").Send("POST", link, 303, url.Values{"answer": {"no"}, "note": {"Bo kommer i stället"}})
		d.As("").Send("GET", link+"?saved", 200, nil, "Tack för ditt svar", "Du har svarat att du inte kommer")
		d.As("").Send("POST", link, 303, url.Values{"answer": {"yes"}})
		d.As("").Send("GET", link, 200, nil, "Ditt svar just nu: Ja")
		d.As("").Send("GET", link+"/event.ics", 200, nil, "BEGIN:VCALENDAR", "METHOD:PUBLISH", "-ATTENDEE")
		d.As("").Send("GET", "/invitation/finnsinte", 404, nil, "Länken gäller inte")
		d.As("").Send("POST", "/invitation/finnsinte", 404, url.Values{"answer": {"yes"}})
		d.get("/meetings/"+id, "1 ja, 0 kanske, 0 nej, 4 har inte svarat")
		writing(t, db, func(tx *store.Tx) error { return d.f.Cancel(ctx, tx, id, "Salen är upptagen.") })
		d.As("").Send("GET", link, 200, nil, "Mötet är inställt", "Salen är upptagen.", "-Kommer du?")
	})
}

func TestTheFormThatClosesAMeetingLosesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := openDesk(t, db)
		d.f.Counts = nil
		id := d.meeting(t, d.big, -7)
		at := "/meetings/" + id
		asta := "m:" + d.members["Asta Påhittad"]
		d.get(at, "Mötet är inte stängt", "Markera som genomfört")
		d.get(at+"/held/edit", "Asta Påhittad, Solrosens odlare", "Åsens bygdegård", "40 timmar")
		seen := strconv.Itoa(d.find(t, id).Version)
		d.post(at+"/held", 422, url.Values{"day": {"i går"}, "seen": {seen}, "others": {"Cilla Gäst, Tiveds vandrarvänner"}, "present": {asta}, "head_count": {"1"}},
			"i går", "Cilla Gäst, Tiveds vandrarvänner", "checked", "2 är antecknade")
		held := d.find(t, id)
		day := held.Day().String()
		fields := url.Values{"day": {day}, "seen": {seen}, "others": {"Cilla Gäst, tiveds vandrarvänner\nDoris Gäst, Okända gruppen"}, "present": {asta}, "head_count": {"38"}, "hours": {"1,5"}}
		for range 2 {
			d.post(at+"/held", 303, fields)
		}
		d.get(at+"?around=held&n=38", "stängt som genomfört med 38 deltagare", "Cilla Gäst, Tiveds vandrarvänner", "Doris Gäst, Okända gruppen", "1,5 timmar", "Öppna händelsen", "-Markera som genomfört")
		if n := len(d.standing(t)["meeting:"+id]); n != 1 {
			t.Errorf("%d records", n)
		}
		fields.Set("head_count", "50")
		d.post(at+"/held", 409, fields, "50", "Ove Handläggare")
		d.get(at+"/held/edit", `value="38"`, "Doris Gäst, Okända gruppen", `value="1,5"`)
		d.post(at+"/held/reopen", 422, url.Values{"why": {""}}, "Skriv ett skäl")
		d.post(at+"/held/reopen", 303, url.Values{"why": {"Fel dag"}})
		d.get(at+"/held/edit", `value="38"`, "checked")
	})
}

func TestMinutesAreWrittenAdjustedLockedAndUnlocked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := openDesk(t, db)
		id := d.meeting(t, d.big, -7)
		at := "/meetings/" + id
		writing(t, db, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO meeting_item (id, meeting_id, place, title, body, presenter, minutes) VALUES ($1, $2, 1, 'Mötet öppnas', '', '', 0)", store.NewID(), id)
			return err
		})
		form := d.get(at+"/minutes/edit", "# Mötet öppnas")
		seen := cutOut(form, `name="seen" value="`, `"`)
		text := "# Mötet öppnas\n\nOrdföranden hälsade\nvälkommen."
		d.post(at+"/minutes", 422, url.Values{"minutes": {"Anna 640823-3234"}, "seen": {seen}}, "Anna 640823-3234")
		d.post(at+"/minutes", 303, url.Values{"minutes": {text}, "decisions": {"Att mötas igen.\n\nAtt skriva."}, "seen": {seen}})
		d.post(at+"/minutes", 409, url.Values{"minutes": {"Något annat."}, "seen": {seen}}, "Något annat.", "Ove Handläggare", "Ordföranden")
		d.get(at+"/minutes", "<h3>Mötet öppnas</h3>", "§ 1", "Att mötas igen.", "§ 2", "utkast", "Vid protokollet")
		d.post(at+"/minutes/adjust", 422, url.Values{"day": {today().String()}, "adjusters": {"Anna och Bo"}}, "Protokollet kan justeras när")
		if err := d.hold(t, id, 12); err != nil {
			t.Fatal(err)
		}
		hash := cutOut(d.get(at+"/minutes/adjust"), `name="seen" value="`, `"`)
		d.post(at+"/minutes/adjust", 422, url.Values{"day": {today().String()}, "seen": {hash}}, "Skriv vem som har justerat")
		d.post(at+"/minutes/adjust", 422, url.Values{"day": {today().AddDays(-8).String()}, "adjusters": {"Anna och Bo"}, "seen": {hash}}, "före mötet", "Anna och Bo")
		for range 2 {
			d.post(at+"/minutes/adjust", 303, url.Values{"day": {today().String()}, "adjusters": {"Anna och Bo"}, "seen": {hash}})
		}
		if m := d.find(t, id); m.State != meetings.Adjusted || m.MinutesState != meetings.AdjustedMinutes || m.Adjusters != "Anna och Bo" {
			t.Errorf("the meeting is %s, %s by %s", m.State, m.MinutesState, m.Adjusters)
		}
		d.post(at+"/minutes", 422, url.Values{"minutes": {"Annat"}, "seen": {hash}}, "Lås upp det först")
		d.As(d.officer).Send("GET", at+"/minutes/edit", 400, nil, "Lås upp det först")
		public := "/public" + at + "/minutes"
		d.As("").Send("GET", public, 404, nil)
		d.post(at+"/minutes/open", 303, url.Values{"open": {"1"}})
		d.As("").Send("GET", public, 200, nil, "Att mötas igen.", "Justerat", "-Vid protokollet", "-Närvarande")
		d.post(at+"/minutes/unlock", 303, url.Values{"why": {"Ett namn var fel"}})
		d.As("").Send("GET", public, 404, nil)
		d.get(at, "Utkast", "Ändra protokollet")
		read(t, db, func(tx *store.Tx) error {
			entries, err := audit.Of(ctx, tx, "meeting", id)
			for _, e := range entries {
				if e.Action == "meeting.minutes_adjusted" && !strings.Contains(e.After, hash) {
					t.Errorf("the trail says %s", e.After)
				}
				if strings.Contains(e.After+e.Before, "välkommen") {
					t.Error("the trail holds the minutes")
				}
			}
			return err
		})
	})
}

func cutOut(text, begin, end string) string {
	_, text, _ = strings.Cut(text, begin)
	text, _, _ = strings.Cut(text, end)
	return text
}

func TestADraftIsSentToThoseWhoCame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := openDesk(t, db)
		id := d.meeting(t, d.big, -7)
		at := "/meetings/" + id
		d.post(at+"/minutes/send", 400, nil, "inget utkast")
		m := d.find(t, id)
		if err := d.holdAs(id, meetings.Holding{Day: m.Day(), Present: []meetings.Attendee{{MemberID: d.members["Asta Påhittad"], Name: "Asta Påhittad"}, {Name: "Någon Annan"}}}, m.Version); err != nil {
			t.Fatal(err)
		}
		writing(t, db, func(tx *store.Tx) error { return meetings.SaveMinutes(ctx, tx, id, "Vi talade.", nil, hashNow(tx, id)) })
		d.As(d.partner).Send("GET", "/my"+at+"/minutes", 404, nil)
		d.post(at+"/minutes/send", 303, nil)
		if len(d.letters) != 1 || d.letters[0].To != "asta@exempel.se" || d.letters[0].Calendar != "" {
			t.Fatalf("sent are %+v", d.letters)
		}
		link := "/invitation/" + secretIn.FindStringSubmatch(d.letters[0].Text)[1]
		d.As("").Send("GET", link, 200, nil, "Vi talade.", "utkast", "Asta Påhittad", "-Ändra protokollet")
		d.As("").Send("POST", link, 404, url.Values{"answer": {"yes"}})
		d.As(d.partner).Send("GET", "/my"+at+"/minutes", 200, nil, "Vi talade.")
	})
}

func TestOnesOwnMeetingsAreNobodyElses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := openDesk(t, db)
		coming, past := d.meeting(t, d.big, 30), d.meeting(t, d.big, -7)
		d.everybody(t, coming)
		action, document := store.NewID(), store.NewID()
		writing(t, db, func(tx *store.Tx) error {
			if err := meetings.AddAction(ctx, tx, meetings.Action{ID: action, MeetingID: past, Body: "Ring kommunen", Owner: "Asta Påhittad", AccountID: d.partnerID, DueOn: today()}); err != nil {
				return err
			}
			hash, err := file.Keep(ctx, tx, []byte("Ja."))
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, "INSERT INTO meeting_document (id, meeting_id, name, media, size, sha256, added_at) VALUES ($1, $2, 'bilaga.txt', 'text/plain', 3, $3, $4)", document, coming, hash, store.Now())
			return err
		})
		own := "/my/meetings/" + coming
		d.As(d.partner).Send("GET", "/my/meetings", 200, nil, "Stormöte om hälsa", "ditt svar: Inget svar", "Ring kommunen", own)
		d.As(d.partner).Send("GET", own, 200, nil, "Kommer du?", "bilaga.txt", "Rådhuset")
		d.As(d.partner).Send("GET", own+"/documents/"+document, 200, nil, "Ja.")
		d.As(d.partner).Send("POST", own+"/answer", 422, url.Values{"note": {"Kanske sent"}}, "Välj ett svar", "Kanske sent")
		d.As(d.partner).Send("POST", own+"/answer", 303, url.Values{"answer": {"maybe"}})
		d.As(d.partner).Send("GET", "/meetings/"+coming, 403, nil)

		d.As(d.stranger).Send("GET", "/my/meetings", 200, nil, "Du har inget möte framför dig", "-Stormöte", "-Ring kommunen")
		for _, address := range []string{own, own + "/minutes", own + "/documents/" + document, "/my/meetings/" + past, "/my/meetings/x", own + "/documents/x"} {
			d.As(d.stranger).Send("GET", address, 404, nil, "-Stormöte")
		}
		d.As(d.stranger).Send("POST", own+"/answer", 404, url.Values{"answer": {"yes"}})
		d.As(d.stranger).Send("POST", "/my/meetings/"+past+"/actions/"+action+"/done", 404, nil)
		d.As(d.officer).Send("GET", own, 404, nil)
		d.As(d.partner).Send("POST", "/my/meetings/"+past+"/actions/"+action+"/done", 303, url.Values{"note": {"Klart"}})
		d.As(d.partner).Send("GET", "/my/meetings?done", 200, nil, "Du har inga uppgifter", "Uppgiften är klar")
		for _, i := range d.invitations(t, coming) {
			if want := map[bool]meetings.Answer{true: meetings.Maybe, false: meetings.NoAnswer}[i.Email == "asta@exempel.se"]; i.Answer != want {
				t.Errorf("%s has answered %s", i.Called(), i.Answer)
			}
		}
	})
}

func TestWhatPeopleTookUponThemselvesIsFollowed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := openDesk(t, db)
		id, key := d.meeting(t, d.big, -7), store.NewID()
		at := "/meetings/" + id
		d.get(at+"/actions/new", "Asta Påhittad", "Ove Handläggare", "-Främling")
		d.post(at+"/actions", 422, url.Values{"id": {key}, "body": {"Ring kommunen"}}, "Ring kommunen", "Välj vem som gör det")
		late := today().AddDays(-1).String()
		for range 2 {
			d.post(at+"/actions", 303, url.Values{"id": {key}, "body": {"Ring kommunen"}, "account": {d.partnerID}, "due_on": {late}})
		}
		d.post(at+"/actions", 303, url.Values{"body": {"Skriv brev"}, "owner": {"Någon Annan"}})
		list := d.get("/meetings/actions", "Ring kommunen", "Försenad", "Skriv brev", "Ingen dag", "Asta Påhittad")
		if strings.Count(list, "Ring kommunen</a>") != 1 || strings.Index(list, "Ring kommunen") > strings.Index(list, "Skriv brev") {
			t.Error("a task stands twice, or in the wrong order")
		}
		edit := at + "/actions/" + key + "/edit"
		d.get(edit, "Ring kommunen", late)
		d.post(edit, 303, url.Values{"body": {"Ring kommunen igen"}, "account": {d.partnerID}, "due_on": {late}, "seen": {"1"}})
		d.post(edit, 409, url.Values{"body": {"Ring regionen"}, "account": {d.partnerID}, "due_on": {late}, "seen": {"1"}}, "Ring regionen", "Ring kommunen igen")
		reminders := &meetings.ActionReminders{DB: db, Catalogue: d.f.Words, Site: "https://samverk.exempel.se"}
		var mails []accounts.Letter
		reminders.Post = func(_ ctxType, _ *store.Tx, l accounts.Letter) error { mails = append(mails, l); return nil }
		for range 2 {
			if err := reminders.Send(ctx, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		if len(mails) != 1 || mails[0].To.Email != "asta@exempel.se" || !strings.Contains(mails[0].Text, "Skulle ha varit klart") {
			t.Errorf("reminded are %+v", mails)
		}
		d.post(at+"/actions/"+key+"/done", 422, url.Values{"done_on": {today().AddDays(1).String()}}, "Dagen har inte varit än")
		d.post(at+"/actions/"+key+"/done", 303, url.Values{"done_on": {today().String()}, "note": {"De svarade."}})
		d.get(at, "De svarade.", "Klar "+today().String())
		d.get("/meetings/actions", "-Ring kommunen")
		d.post(at+"/actions/"+key+"/undo", 303, nil)
		d.get("/meetings/actions", "Ring kommunen")
		read(t, db, func(tx *store.Tx) error {
			officer, err := accounts.FindByEmail(ctx, tx, "ove@exempel.se")
			if err != nil {
				return err
			}
			all, err := meetings.WaitingFor(i18n.With(ctx, d.f.Words.In(i18n.Swedish)), tx, officer, today())
			if len(all) != 1 || all[0].ActHref != at+"/held/edit" {
				t.Errorf("for the officer waits %+v", all)
			}
			partner, err2 := accounts.FindByEmail(ctx, tx, "asta@exempel.se")
			if err2 != nil {
				return err2
			}
			all, err2 = meetings.WaitingFor(i18n.With(ctx, d.f.Words.In(i18n.Swedish)), tx, partner, today())
			if len(all) != 1 || all[0].What != "Ring kommunen igen" {
				t.Errorf("for the partner waits %+v", all)
			}
			if err == nil {
				err = err2
			}
			return err
		})
	})
}
