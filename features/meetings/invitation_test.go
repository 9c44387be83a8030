package meetings_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/features/meetings"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestPeopleAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string][]meetings.Guest{
		"":                                       nil,
		"Anna Ek, anna@exempel.se, Solrosen":     {{Name: "Anna Ek", Email: "anna@exempel.se", Organisation: "Solrosen"}},
		"Anna Ek <Anna@Exempel.se>":              {{Name: "Anna Ek", Email: "anna@exempel.se"}},
		"bo@exempel.se; \"Anna\" <a@exempel.se>": {{Email: "bo@exempel.se"}, {Name: "Anna", Email: "a@exempel.se"}},
		"a@exempel.se, b@exempel.se":             {{Email: "a@exempel.se"}, {Email: "b@exempel.se"}},
		"\n Anna ; Solrosen\t\n\nBo":             {{Name: "Anna", Organisation: "Solrosen"}, {Name: "Bo"}},
	} {
		got, fault := meetings.ParseGuests(text)
		if fault != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %+v, %v", text, got, fault)
		}
	}
	for _, text := range []string{"Anna, anna@", "Anna, a b@exempel.se", strings.Repeat("a", 201), "Anna 640823-3234"} {
		if got, fault := meetings.ParseGuests(text); fault == nil {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}

func FuzzGuests(f *testing.F) {
	f.Add("Anna Ek <anna@exempel.se>; bo@exempel.se\nCilla, Solrosen")
	f.Add("@,;<>\t\"\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		all, fault := meetings.ParseGuests(text)
		if fault != nil {
			return
		}
		for _, g := range all {
			if g == (meetings.Guest{}) || strings.ContainsAny(g.Email, " \r\n,;<>") || strings.ContainsAny(g.Name+g.Organisation, "\r\n\t;<>") {
				t.Errorf("%q is read as %+v", text, g)
			}
		}
	})
}

func FuzzAttendees(f *testing.F) {
	f.Add("Anna Ek, Solrosen\nSolrosen\n, Okänd förening")
	f.Fuzz(func(t *testing.T, text string) {
		all, fault := meetings.ParseAttendees(text, func(name string) (string, string) {
			if name == "Solrosen" {
				return "1", "Solrosen"
			}
			return "", ""
		})
		if fault != nil {
			return
		}
		var lines []string
		for _, a := range all {
			if a.Name+a.Organisation == "" || strings.ContainsAny(a.Called(), "\r\n") {
				t.Errorf("%q is read as %+v", text, a)
			}
			lines = append(lines, a.Name+", "+a.Organisation)
		}
		again, fault := meetings.ParseAttendees(strings.Join(lines, "\n"), func(string) (string, string) { return "", "" })
		if fault != nil || len(again) != len(all) {
			t.Errorf("%q is read as %+v, and that as %+v", text, all, again)
		}
	})
}

var secretIn = regexp.MustCompile(`/invitation/([a-z2-7]+)`)

// Each who has an address gets one mail with a link of their own, whoever has none is noted, and asking again asks nobody.
func TestEverybodyIsInvitedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		id := h.meeting(t, h.big, 30)
		h.everybody(t, id)
		h.everybody(t, id)
		m := h.find(t, id)
		if m.State != meetings.Invited {
			t.Errorf("the meeting is %s", m.State)
		}
		var to []string
		secrets := map[string]bool{}
		for _, l := range h.letters {
			to = append(to, l.To)
			secrets[secretIn.FindStringSubmatch(l.Text)[1]] = true
			if l.Method != "REQUEST" || !strings.Contains(l.Calendar, "METHOD:REQUEST") || !strings.Contains(strings.ReplaceAll(l.Calendar, "\r\n ", ""), "mailto:"+l.To) || strings.Contains(l.Text, "meetings.") {
				t.Errorf("the mail to %s: %s", l.To, l.Calendar)
			}
		}
		slices.Sort(to)
		if !slices.Equal(to, []string{"asta@exempel.se", "bo@exempel.se", "cilla@exempel.se", "orjan@exempel.se"}) || len(secrets) != 4 {
			t.Errorf("mails went to %v with %d links", to, len(secrets))
		}
		for _, i := range h.invitations(t, id) {
			switch {
			case i.Name == "Gammal Medlem":
				t.Error("a member who has left is invited")
			case (i.Email == "") != i.SentAt.IsZero() || (i.Email == "") == i.ToldAt.IsZero():
				t.Errorf("%s was told %v, mailed %v", i.Called(), i.ToldAt, i.SentAt)
			case i.Email != "" && i.SentSequence != m.Sequence:
				t.Errorf("%s got sequence %d of %d", i.Called(), i.SentSequence, m.Sequence)
			}
		}
		read(t, db, func(tx *store.Tx) error {
			var hashes []string
			err := tx.Select(ctx, &hashes, "SELECT secret_hash FROM meeting_link")
			for _, hash := range hashes {
				if secrets[hash] || len(hash) != 64 {
					t.Errorf("a secret is kept as %s", hash)
				}
			}
			return err
		})
	})
}

// A mail whose meeting changes is followed by another, a cancelled one by a cancellation, with the same key and a higher number;
// reminders go to those who have not answered, once a day.
func TestThoseWhoAreInvitedAreToldWhatHappens(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		id := h.meeting(t, h.big, 30)
		h.everybody(t, id)
		asta := slices.IndexFunc(h.invitations(t, id), func(i meetings.Invitation) bool { return i.Email == "asta@exempel.se" })
		writing(t, db, func(tx *store.Tx) error {
			return meetings.GiveAnswer(ctx, tx, id, h.invitations(t, id)[asta].ID, meetings.Yes, "", time.Now())
		})
		act := func(do func(*store.Tx) error) []meetings.Letter {
			h.letters = nil
			writing(t, db, do)
			return h.letters
		}
		remind := func(tx *store.Tx) error { _, err := h.f.Remind(ctx, tx, id, time.Now()); return err }
		change := func(tx *store.Tx) error { _, err := h.f.SendChange(ctx, tx, id, time.Now()); return err }
		if got := act(remind); len(got) != 3 || strings.Contains(strings.Join([]string{got[0].To, got[1].To, got[2].To}, " "), "asta") {
			t.Errorf("reminded are %+v", got)
		}
		if got := act(remind); len(got) != 0 {
			t.Errorf("%d are reminded twice in a day", len(got))
		}
		if got := act(change); len(got) != 0 {
			t.Errorf("%d mails about no change", len(got))
		}
		if got := act(func(tx *store.Tx) error { return h.f.Rename(ctx, tx, id, "Stormöte om skola", 1) }); len(got) != 0 {
			t.Errorf("%d mails before anybody has sent the change", len(got))
		}
		for i, want := range []int{4, 0} {
			if got := act(change); len(got) != want {
				t.Errorf("%d mails about a change, time %d", len(got), i)
			}
		}
		before := h.find(t, id).Sequence
		got := act(func(tx *store.Tx) error { return h.f.Cancel(ctx, tx, id, "Salen är upptagen.") })
		if len(got) != 4 || got[0].Method != "CANCEL" || !strings.Contains(got[0].Calendar, "METHOD:CANCEL") || !strings.Contains(got[0].Calendar, "STATUS:CANCELLED") ||
			!strings.Contains(got[0].Calendar, "UID:"+id+"@samverk") || h.find(t, id).Sequence <= before {
			t.Errorf("the cancellation is %+v", got)
		}
		act(func(tx *store.Tx) error { return h.f.Replan(ctx, tx, id) })
		if got := act(change); len(got) != 4 || got[0].Method != "REQUEST" {
			t.Errorf("when it takes place after all: %+v", got)
		}
		if state := h.find(t, id).State; state != meetings.Invited {
			t.Errorf("the meeting is %s", state)
		}
	})
}

// The link works until the meeting is over, for the one who got it, and is forgotten with the invitation.
func TestALinkWorksUntilTheMeetingIsOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		id := h.meeting(t, h.big, 30)
		h.everybody(t, id)
		secret := secretIn.FindStringSubmatch(h.letters[0].Text)[1]
		leads := func(secret string) bool {
			return db.Read(ctx, func(tx *store.Tx) error {
				found, _, err := meetings.FindLink(ctx, tx, secret)
				if err == nil && found != id {
					t.Errorf("it leads to %s", found)
				}
				return err
			}) == nil
		}
		if !leads(secret) || leads(secret[1:]) || leads("") {
			t.Error("the link does not lead where it should")
		}
		writing(t, db, func(tx *store.Tx) error { return h.f.Rename(ctx, tx, id, "Stormöte", -60) })
		if leads(secret) {
			t.Error("the link works when the meeting is over")
		}
		writing(t, db, func(tx *store.Tx) error { return meetings.Forget(ctx, tx, time.Now()) })
		if n := len(h.invitations(t, id)); n != 5 {
			t.Errorf("%d invitations are left after a month", n)
		}
		writing(t, db, func(tx *store.Tx) error { return meetings.Forget(ctx, tx, time.Now().AddDate(2, 0, 0)) })
		if n := len(h.invitations(t, id)); n != 0 {
			t.Errorf("%d invitations are left after two years", n)
		}
	})
}

// An answer can be changed, but not for ever, nor when there is nothing to come to.
func TestAnAnswerCanBeChangedWhileThereIsSomethingToComeTo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		id := h.meeting(t, h.big, 30)
		h.everybody(t, id)
		i := h.invitations(t, id)[0].ID
		give := func(answer meetings.Answer, note string) error {
			return db.Write(ctx, func(tx *store.Tx) error { return meetings.GiveAnswer(ctx, tx, id, i, answer, note, time.Now()) })
		}
		for _, wrong := range []struct {
			answer meetings.Answer
			note   string
		}{{"none", ""}, {"", ""}, {"yes", strings.Repeat("å", 501)}, {"yes", "640823-3234"}} {
			if give(wrong.answer, wrong.note) == nil {
				t.Errorf("%v is taken", wrong)
			}
		}
		for n := range 60 {
			err := give([]meetings.Answer{meetings.Yes, meetings.No}[n%2], "")
			if (err != nil) != (n >= 50 && n%2 == 0) { // the other is the answer that was kept
				t.Errorf("answer %d: %v", n, err)
			}
		}
		writing(t, db, func(tx *store.Tx) error { return h.f.Cancel(ctx, tx, id, "Salen är upptagen.") })
		if give(meetings.Maybe, "") == nil {
			t.Error("a cancelled meeting can be answered")
		}
		other := h.meeting(t, h.big, 40)
		if db.Write(ctx, func(tx *store.Tx) error { return meetings.GiveAnswer(ctx, tx, other, i, meetings.Yes, "", time.Now()) }) == nil {
			t.Error("an invitation answers for another meeting")
		}
	})
}

// Whatever is written about people, what is read can be invited, and nobody twice.
func TestWhateverGuestsAreWrittenEachIsInvitedOnce(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	h := newHouse(t, db)
	rapid.Check(t, func(rt *rapid.T) {
		id := h.meeting(rt, h.small, 10)
		guest := rapid.Custom(func(rt *rapid.T) meetings.Guest {
			return meetings.Guest{Name: rapid.SampledFrom([]string{"Anna", "Bo", ""}).Draw(rt, "name"), Email: rapid.SampledFrom([]string{"", "anna@exempel.se", "bo@exempel.se"}).Draw(rt, "email"), Organisation: "Solrosen"}
		})
		guests := rapid.SliceOfN(guest, 1, 8).Draw(rt, "guests")
		for range 2 {
			writing(rt, db, func(tx *store.Tx) error {
				_, err := h.f.Invite(ctx, tx, id, meetings.Inviting{Guests: guests}, time.Now())
				return err
			})
		}
		seen := map[string]bool{}
		for _, i := range h.invitations(rt, id) {
			key := i.Email
			if key == "" {
				key = i.Called()
			}
			if seen[key] {
				rt.Fatalf("%s is invited twice", key)
			}
			seen[key] = true
		}
	})
}
