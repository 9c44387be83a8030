package assessments_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/assessments"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/grants/assessment"
	"samverk/features/organisations"
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

var ctx = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})

// as is a context in which somebody acts.
func as(account accounts.Account) context.Context {
	return audit.As(context.Background(), audit.Actor{Kind: audit.Account, ID: account.ID, Name: account.Name})
}

func write(t testing.TB, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

var (
	five     = []string{"saknas", "svag", "godtagbar", "god", "mycket god"}
	criteria = []assessment.Criterion{{Key: "Behov", Weight: 3, Steps: five}, {Key: "Metod", Weight: 2, Steps: five}, {Key: "Spridning", Weight: 1, Steps: []string{"nej", "delvis", "ja"}}}
)

const secret = "Vi bygger en mötesplats av återbrukat virke"

// asked is the form of the call.
var asked = questions.Form{Sections: []questions.Section{{Key: "idea", Title: questions.Text{i18n.Swedish: "Idén"}, Questions: []questions.Question{
	{Key: "what", Kind: questions.Long, Label: questions.Text{i18n.Swedish: "Vad vill ni göra?"}},
	{Key: "plan", Kind: questions.Files, Label: questions.Text{i18n.Swedish: "Projektplan"}}}}}}

// call is a call that has closed, with applications that are admissible.
type call struct {
	id            string
	applications  []string
	organisations []string
	attachment    string // SHA-256 of a file that goes along with each application
}

// withCall makes a call of a programme with or without assessment, and so many applications.
func withCall(t testing.TB, db *store.DB, isAssessed bool, number int) (c call) {
	t.Helper()
	programme, now := store.NewID(), store.Now()
	c.id = store.NewID()
	write(t, db, func(tx *store.Tx) (err error) {
		if _, err = tx.Exec(ctx, `INSERT INTO programme (id, name, sort_key, kind, purpose, legal_basis, account, decision_maker, decided_by, years, needs_direction, de_minimis,
			is_assessed, rules, form, report_form, criteria, pots, added_at, version) VALUES ($1, 'Sociala innovationer', $2, 'innovation', '', '', '', 'board', '', 1, $3, $3, $4,
			'{}', '{}', '{}', '[]', '[]', $5, 1)`, programme, []byte("sociala"), false, isAssessed, now); err != nil {
			return err
		}
		if _, err = tx.Exec(ctx, `INSERT INTO grant_call (id, programme_id, title, year, state, direction, opens_at, closes_at, contact, form, report_form, criteria, rules, pots,
			cancelled_why, added_at, version) VALUES ($1, $2, 'Innovationer i höst', 2026, 'scheduled', '', $3, $4, '', $5, '{}', $6, '{}', '[]', '', $3, 1)`, c.id, programme,
			store.TimeOf(now.AddDate(0, -2, 0)), store.TimeOf(now.AddDate(0, 0, -3)), store.AsJSON(asked), store.AsJSON(criteria)); err != nil {
			return err
		}
		if c.attachment, err = file.Keep(ctx, tx, []byte("%PDF-1.7\nplan")); err != nil {
			return err
		}
		for n := range number {
			id, organisation := store.NewID(), store.NewID()
			c.applications, c.organisations = append(c.applications, id), append(c.organisations, organisation)
			if err := organisations.Add(ctx, tx, organisation, organisations.Content{Name: []string{"Solrosen", "Blåklinten", "Vallmon", "Prästkragen", "Hästhoven", "Linnéan"}[n%6], Seat: "1880"}); err != nil {
				return err
			}
			answers := questions.Answers{"what": {Texts: []string{secret}}, "plan": {Files: []file.File{{Name: "plan.pdf", Media: "application/pdf", SHA256: c.attachment, Size: 13}}}}
			content, err := questions.Canonical(&asked, answers)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO application (id, call_id, organisation_id, state, title, answers, requested, diary_number, submitted_at, days_late, late_taken,
				begun_at, changed_at, version) VALUES ($1, $2, $3, 'admissible', $4, $5, 15000000, $6, $7, 0, '', $7, $7, 1)`, id, c.id, organisation,
				[]string{"Mötesplatsen", "Reparationsverkstaden", "Odlingen", "Cykelköket", "Matbanken", "Kören"}[n%6], store.AsJSON(answers), "BID 2026/"+id[24:], now); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "INSERT INTO application_version (application_id, number, content, sha256, sent_at) VALUES ($1, 1, $2, 'x', $3)", id, string(content), now); err != nil {
				return err
			}
		}
		return nil
	})
	return c
}

func withAccount(t testing.TB, db *store.DB, name, email string, role accounts.Role) (account accounts.Account) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		account, err = accounts.Add(ctx, tx, name, email, role)
		return err
	})
	return account
}

// assign gives all applications of a call to some people.
func (c *call) assign(t testing.TB, db *store.DB, people ...accounts.Account) {
	t.Helper()
	var pairs []assessments.Pair
	for _, id := range c.applications {
		for _, person := range people {
			pairs = append(pairs, assessments.Pair{ApplicationID: id, AssessorID: person.ID})
		}
	}
	write(t, db, func(tx *store.Tx) error {
		_, err := assessments.Assign(ctx, tx, c.id, pairs, time.Now())
		return err
	})
}

// of reads somebody's assessment of an application.
func of(t testing.TB, db *store.DB, applicationID, accountID string) (found assessments.Assessment) {
	t.Helper()
	if err := db.Read(ctx, func(tx *store.Tx) error {
		all, err := assessments.OfApplication(ctx, tx, applicationID)
		for _, a := range all {
			if a.AssessorID == accountID {
				found = a
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return found
}

func stateOf(t testing.TB, db *store.DB, applicationID string) (state applications.State) {
	t.Helper()
	if err := db.Read(ctx, func(tx *store.Tx) error {
		a, err := applications.Find(ctx, tx, applicationID)
		state = a.State
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return state
}

func callState(t testing.TB, db *store.DB, id string) (state grants.CallState) {
	t.Helper()
	if err := db.Read(ctx, func(tx *store.Tx) error {
		c, err := grants.FindCall(ctx, tx, id)
		state = c.State
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return state
}

// full scores every criterion with the same share of its scale.
func full(step int) assessments.Draft {
	return assessments.Draft{Scores: assessment.Scores{"Behov": step, "Metod": step, "Spridning": step / 2}, Comments: map[string]string{"Behov": "Väl visat"}, Overall: "Bra"}
}

// refused wants an error of a kind.
func refused(t testing.TB, err, kind error, what string) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}
