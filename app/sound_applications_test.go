package app_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// The pages of applications hold with nothing in them, and with words longer than any line in every text.
func TestThePagesOfApplicationsAreSoundWithNothingAndWithTooMuch(t *testing.T) {
	for name, word := range map[string]string{"nothing": "", "too much": longWord} {
		t.Run(name, func(t *testing.T) {
			db := storetest.Open(t, store.SQLite)
			officer, berit := as(t, db, accounts.Administrator), as(t, db, accounts.Representative)
			sees := func(b *browser, addresses ...string) {
				for _, language := range []string{"sv", "en"} {
					for _, address := range addresses {
						answer := b.get(address + with(address) + "lang=" + language)
						if answer.Code != http.StatusOK {
							t.Errorf("%s answers %d", address, answer.Code)
						}
						b.seesSound(language+" "+address, answer.Body.String())
					}
				}
			}
			sees(officer, "/applications", "/applications?show=late&state=checking")
			sees(berit, "/my/applications")
			organisation, _, _, _ := represented(t, db, word)
			call, id := applied(t, db, organisation, word)
			own, one := "/my/applications/"+id, "/applications/"+id
			sees(berit, "/my/applications", "/my/organisations/"+organisation+"/applications/"+call, own, own+"/steps/who", own+"/check", own+"/withdraw")
			berit.seesSound("refused step", berit.post(own+"/steps/who", "seen", "0", "amount", word+"x").Body.String())
			handedIn(t, db, id)
			sees(berit, own, own+"/versions/1")
			sees(officer, "/applications", one, one+"/versions/1", "/trail/application/"+id)
			for _, address := range []string{"/decide", "/checks", "/notes", "/messages"} {
				officer.seesSound("refused "+address, officer.post(one+address, "seen", word, "officer", word, "to", "dismissed", "note.signed", word+"x").Body.String())
			}
		})
	}
}

// applied gives a call and an application that the organisation has begun in it.
func applied(t *testing.T, db *store.DB, organisation, word string) (call, id string) {
	t.Helper()
	call, id = store.NewID(), store.NewID()
	text := questions.Text{"sv": "Fråga " + word}
	form := questions.Form{Sections: []questions.Section{{Key: "who", Title: text, Lead: text, Questions: []questions.Question{{Key: "title", Kind: questions.Line, Label: text},
		{Key: "amount", Kind: questions.Money, Label: text, Hint: text}, {Key: "plan", Kind: questions.Files, Label: text, Optional: true}}}}}
	answers := questions.Answers{"title": {Texts: []string{"Odling " + word[:min(len(word), 150)]}}, "amount": {Texts: []string{"1 000"}}}
	ctx, now := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"}), store.Now()
	if err := db.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO programme (id, name, sort_key, kind, purpose, legal_basis, account, decision_maker, decided_by, years, needs_direction, de_minimis, is_assessed, rules, form,
			report_form, criteria, pots, added_at, version) VALUES ($1, $2, $3, 'association', '', '', '', 'board', '', 1, $4, $4, $4, '{}', '{}', '{}', '[]', '[]', $5, 1)`, call, "Bidraget "+word, []byte("b"), false, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO grant_call (id, programme_id, title, year, state, direction, opens_at, closes_at, contact, form, report_form, criteria, rules, pots, cancelled_why, added_at, version)
			VALUES ($1, $1, $2, 2026, 'scheduled', '', $3, $4, '', $5, '{}', '[]', $6, '[]', '', $3, 1)`, call, "Utlysningen "+word, store.TimeOf(time.Now().Add(-time.Hour)), store.TimeOf(time.Now().Add(time.Hour)),
			store.AsJSON(form), store.AsJSON(grants.Rules{AmountAnswer: "amount"})); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO application (id, call_id, organisation_id, state, title, answers, requested, days_late, late_taken, begun_at, changed_at, version)
			VALUES ($1, $2, $3, 'draft', $4, $5, 100000, 0, '', $6, $6, 1)`, id, call, organisation, answers.Text("title"), store.AsJSON(answers), now)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return call, id
}

// handedIn gives the application a version and a diary number as if it had been sent late.
func handedIn(t *testing.T, db *store.DB, id string) {
	t.Helper()
	ctx, now := context.Background(), store.Now()
	if err := db.Write(ctx, func(tx *store.Tx) error {
		a, err := applications.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		call, err := grants.FindCall(ctx, tx, a.CallID)
		if err != nil {
			return err
		}
		content, err := questions.Canonical(&call.Terms.Form, a.Answers)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO application_version (application_id, number, content, sha256, sent_at) VALUES ($1, 1, $2, $3, $4)", id, string(content), "0123456789abcdef", now); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "UPDATE application SET state = 'checking', diary_number = 'RS 2026:1', submitted_at = $2, days_late = 3 WHERE id = $1", id, now)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
