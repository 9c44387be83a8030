package applications_test

import (
	"context"
	"errors"
	"os"
	"strconv"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/grants/allocation"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var (
	ctx   = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	today = calendar.Today(time.Now())
	pdf   = []byte("%PDF-1.7\n1 0 obj")
)

func write(t testing.TB, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

func refusedWith(t testing.TB, err error, id string) {
	t.Helper()
	var own *i18n.Error
	if !errors.As(err, &own) || own.ID != id {
		t.Errorf("%v, want %s", err, id)
	}
}

func words(text string) questions.Text { return questions.Text{i18n.Swedish: text} }

// theForm asks for what the example's call does: who, what for, money, hours, a table and a file.
var theForm = questions.Form{Sections: []questions.Section{
	{Key: "who", Title: words("Sökande"), Questions: []questions.Question{
		{Key: "name", Kind: questions.Line, Label: words("Organisationens namn"), Fill: "organisation.name"},
		{Key: "contact", Kind: questions.Line, Label: words("Kontaktperson")}}},
	{Key: "what", Title: words("Projektet"), Questions: []questions.Question{
		{Key: "title", Kind: questions.Line, Label: words("Rubrik")},
		{Key: "level", Kind: questions.Choice, Label: words("Sorts stöd"), Options: []questions.Option{{Value: "prestudy", Label: words("Förstudie")}, {Value: "development", Label: words("Utveckling")}}},
		{Key: "plan", Kind: questions.Files, Label: words("Projektplan"), Optional: true}}},
	{Key: "money", Title: words("Pengar"), Questions: []questions.Question{
		{Key: "amount", Kind: questions.Money, Label: words("Sökt belopp")},
		{Key: "hours", Kind: questions.Number, Label: words("Egen tid i timmar")}}},
}}

var theRules = grants.Rules{AmountAnswer: "amount", LevelAnswer: "level", OwnHours: "hours", HourlyRate: 330_00, OwnPart: 1000,
	Levels: []grants.Level{{Key: "prestudy", Most: 50_000_00}, {Key: "development", Most: 200_000_00}},
	Late:   allocation.Ladder{{Days: 7, Deduct: 100}, {Days: 14, Deduct: 200}}}

// addCall makes a programme with a call that is open between two moments.
func addCall(t testing.TB, db *store.DB, opens, closes time.Time) (programme, call string) {
	t.Helper()
	programme = store.NewID()
	write(t, db, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO programme (id, name, sort_key, kind, purpose, legal_basis, account, decision_maker, decided_by, years, needs_direction, de_minimis,
			is_assessed, rules, form, report_form, criteria, pots, added_at, version) VALUES ($1, 'Sociala innovationer', $2, 'innovation', '', '', '', 'board', '', 1, $3, $3, $3,
			'{}', '{"sections":null}', '{"sections":null}', 'null', 'null', $4, 1)`, programme, []byte("s"), false, store.Now())
		return err
	})
	return programme, addCallOf(t, db, programme, opens, closes)
}

func addCallOf(t testing.TB, db *store.DB, programme string, opens, closes time.Time) string {
	t.Helper()
	id := store.NewID()
	write(t, db, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO grant_call (id, programme_id, title, year, state, direction, opens_at, closes_at, contact, form, report_form, criteria, rules, pots,
			cancelled_why, added_at, version) VALUES ($1, $2, 'Sociala innovationer i år', 2026, 'scheduled', '', $3, $4, '', $5, '{"sections":null}', 'null', $6, 'null', '', $7, 1)`,
			id, programme, store.TimeOf(opens), store.TimeOf(closes), store.AsJSON(theForm), store.AsJSON(theRules), store.Now())
		return err
	})
	return id
}

// openCall makes a call that is open now.
func openCall(t testing.TB, db *store.DB) string {
	t.Helper()
	_, call := addCall(t, db, time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour))
	return call
}

func addOrganisation(t testing.TB, db *store.DB, name string) string {
	t.Helper()
	id := store.NewID()
	write(t, db, func(tx *store.Tx) error {
		return organisations.Add(ctx, tx, id, organisations.Content{Name: name, Form: "61", Seat: "1880"})
	})
	return id
}

// actsFor makes somebody who acts for an organisation, and gives the account.
func actsFor(t testing.TB, db *store.DB, organisationID, name, email string, signs mandates.Signs) string {
	t.Helper()
	var m mandates.Mandate
	write(t, db, func(tx *store.Tx) error {
		in, err := mandates.Invite(ctx, tx, mandates.Invitation{ID: store.NewID(), OrganisationID: organisationID, Name: name, Email: email}, time.Now())
		if err != nil {
			return err
		}
		m = in.Mandate
		if err := mandates.Send(ctx, tx, m.ID, store.NewID(), m.AccountID, file.New{Name: "protokoll.pdf", Content: pdf}); err != nil {
			return err
		}
		if m, err = mandates.HandIn(ctx, tx, m.ID, signs, m.Version); err != nil {
			return err
		}
		m, err = mandates.Approve(ctx, tx, m.ID, mandates.Term{Signs: signs, From: today.AddDays(-400)}, m.Version)
		return err
	})
	return m.AccountID
}

func officer(t testing.TB, db *store.DB, name, email string, role accounts.Role) (id string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error {
		account, err := accounts.Add(ctx, tx, name, email, role)
		id = account.ID
		return err
	})
	return id
}

func begin(t testing.TB, db *store.DB, call, organisation, account string) (a applications.Application) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		a, err = applications.Begin(ctx, tx, applications.Beginning{CallID: call, OrganisationID: organisation, AccountID: account, Known: map[string]string{"organisation.name": "Solrosen"}, At: time.Now()})
		return err
	})
	return a
}

// answers are what a whole application says.
func answers() map[string]questions.Answers {
	text := func(s string) questions.Answer { return questions.Answer{Texts: []string{s}} }
	return map[string]questions.Answers{
		"who":   {"name": text("Solrosen"), "contact": text("Berit Påhittad")},
		"what":  {"title": text("Odling för alla"), "level": text("prestudy")},
		"money": {"amount": text("40 000"), "hours": text("122")},
	}
}

// save saves a step, seeing the version that there is.
func save(db *store.DB, id, account, section string, seen int, some questions.Answers) (a applications.Application, err error) {
	err = db.Write(ctx, func(tx *store.Tx) error {
		a, err = applications.SaveStep(ctx, tx, applications.Step{ID: id, AccountID: account, Section: section, Seen: seen,
			Answer: func(_ *questions.Form, _ *questions.Section, before questions.Answers) questions.Answers {
				all := questions.Answers{}
				for key, answer := range before {
					all[key] = answer
				}
				for key, answer := range some {
					all[key] = answer
				}
				return all
			}})
		return err
	})
	return a, err
}

func saved(db *store.DB, id, section string) (version int) {
	db.Read(ctx, func(tx *store.Tx) error { //nolint:errcheck // 0 then
		steps, err := applications.SavedSteps(ctx, tx, id)
		version = steps[section].Version
		return err
	})
	return version
}

// fillIn answers everything.
func fillIn(t testing.TB, db *store.DB, id, account string) {
	t.Helper()
	for section, some := range answers() {
		if _, err := save(db, id, account, section, saved(db, id, section), some); err != nil {
			t.Fatal(err)
		}
	}
}

func find(t testing.TB, db *store.DB, id string) (a applications.Application) {
	t.Helper()
	if err := db.Read(ctx, func(tx *store.Tx) (err error) { a, err = applications.Find(ctx, tx, id); return err }); err != nil {
		t.Fatal(err)
	}
	return a
}

// hashNow is the hash of what the application would be sent as.
func hashNow(t testing.TB, a *applications.Application) string {
	t.Helper()
	data, err := questions.Canonical(&theForm, a.Answers)
	if err != nil {
		t.Fatal(err)
	}
	return sha256Of(data)
}

func send(t testing.TB, db *store.DB, id, account string, received time.Time) (out applications.Outcome, err error) {
	t.Helper()
	a := find(t, db, id)
	err = db.Write(ctx, func(tx *store.Tx) error {
		out, err = applications.Send(ctx, tx, applications.Sending{ID: id, AccountID: account, SHA256: hashNow(t, &a), Received: received})
		return err
	})
	return out, err
}

// sent makes an application that has been sent by somebody who signs alone.
func sent(t testing.TB, db *store.DB, call, name, email string) (a applications.Application, account string) {
	t.Helper()
	organisation := addOrganisation(t, db, name)
	account = actsFor(t, db, organisation, "Berit Påhittad", email, mandates.Alone)
	a = begin(t, db, call, organisation, account)
	fillIn(t, db, a.ID, account)
	out, err := send(t, db, a.ID, account, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return out.Application, account
}

func versions(t testing.TB, db *store.DB, id string) (all []applications.Sent) {
	t.Helper()
	if err := db.Read(ctx, func(tx *store.Tx) (err error) { all, err = applications.Versions(ctx, tx, id); return err }); err != nil {
		t.Fatal(err)
	}
	return all
}

func itoa(n int) string { return strconv.Itoa(n) }
