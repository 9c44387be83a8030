package awards_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/awards"
	"samverk/features/cases"
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
)

// house is a database with a closed call of some applications, a board that meets today, and two officers.
type house struct {
	t                      testing.TB
	db                     *store.DB
	desk                   *awards.Desk
	call, table            string
	applications           []string
	asta, bo, mona         accounts.Account // two officers and a manager
	rep                    accounts.Account // of the first applicant
	board, member, meeting string
	opened                 []awards.Granted
	mails                  []accounts.Letter
	recused                map[string]bool // account and application
	mailsFail              bool
}

func (h *house) IsRecused(_ context.Context, _ *store.Tx, account, application string) (bool, error) {
	return h.recused[account+application], nil
}

func (h *house) write(do func(tx *store.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(ctx, do); err != nil {
		h.t.Fatal(err)
	}
}

// as does something as somebody, and gives the error.
func (h *house) as(who *accounts.Account, do func(ctx context.Context, tx *store.Tx) error) error {
	c := audit.As(context.Background(), audit.Actor{Kind: audit.Account, ID: who.ID, Name: who.Name})
	return h.db.Write(c, func(tx *store.Tx) error { return do(c, tx) })
}

// must is as, and the test ends when it fails.
func (h *house) must(who *accounts.Account, do func(ctx context.Context, tx *store.Tx) error) {
	h.t.Helper()
	if err := h.as(who, do); err != nil {
		h.t.Fatal(err)
	}
}

// rules are how a house's programme is.
type rules struct {
	maker string // board or delegation
	frame int64  // öre
	pots  []allocation.Pot
}

func catalogue() *i18n.Catalogue {
	return i18n.NewCatalogue(store.Messages(), accounts.Messages(), audit.Messages(), organisations.Messages(), mandates.Messages(), grants.Messages(), applications.Messages(),
		cases.Messages(), awards.Messages())
}

func newHouse(t testing.TB, db *store.DB, count int, r rules) *house {
	t.Helper()
	h := &house{t: t, db: db, call: store.NewID(), recused: map[string]bool{}}
	h.desk = &awards.Desk{Words: catalogue(), Recusals: h, Site: "https://exempel.se", Letters: mandates.Writer{Catalogue: catalogue(), Post: func(_ context.Context, _ *store.Tx, l accounts.Letter) error {
		if h.mailsFail {
			return errors.New("no mail today")
		}
		h.mails = append(h.mails, l)
		return nil
	}}, Open: func(_ context.Context, _ *store.Tx, g awards.Granted) (string, error) {
		h.opened = append(h.opened, g)
		return store.NewID(), nil
	}}
	h.write(func(tx *store.Tx) error {
		for _, one := range []struct {
			to   *accounts.Account
			name string
			role accounts.Role
		}{{&h.asta, "Asta Prov", accounts.Officer}, {&h.bo, "Bo Prov", accounts.Officer}, {&h.mona, "Mona Prov", accounts.Manager}} {
			a, err := accounts.Add(ctx, tx, one.name, store.NewID()+"@exempel.se", one.role)
			if err != nil {
				return err
			}
			*one.to = a
		}
		return h.addCall(tx, r)
	})
	for i := range count {
		h.apply(fmt.Sprintf("Föreningen %03d", i+1), int64(100_000_00), i)
	}
	h.addBoard()
	return h
}

func (h *house) addCall(tx *store.Tx, r rules) error {
	programme := store.NewID()
	form := questions.Form{Sections: []questions.Section{{Key: "s", Questions: []questions.Question{{Key: "members", Kind: questions.Number}}}}}
	if _, err := tx.Exec(ctx, `INSERT INTO programme (id, name, sort_key, kind, purpose, legal_basis, account, decision_maker, decided_by, years, needs_direction, de_minimis, is_assessed,
		rules, form, report_form, criteria, pots, added_at, version) VALUES ($1, 'Föreningsbidrag', $2, 'association', '', '', '4510', $3, 'Enhetschefen', 1, FALSE, FALSE, FALSE,
		'{}', '{}', '{}', '[]', '[]', $4, 1)`, programme, []byte("f"), r.maker, store.Now()); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO grant_call (id, programme_id, title, year, state, direction, opens_at, closes_at, contact, form, report_form, criteria, rules, pots, cancelled_why, added_at, version)
		VALUES ($1, $2, 'Föreningsbidrag', $3, 'scheduled', '', $4, $5, '', $6, '{}', '[]', $7, $8, '', $4, 1)`, h.call, programme, today.Year(),
		store.TimeOf(time.Now().AddDate(0, -2, 0)), store.TimeOf(time.Now().AddDate(0, -1, 0)), store.AsJSON(form),
		store.AsJSON(grants.Rules{Late: allocation.Ladder{{Days: 7, Deduct: 100}}}), store.AsJSON(r.pots)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "INSERT INTO call_frame (call_id, account, year, amount) VALUES ($1, '4510', $2, $3)", h.call, today.Year(), r.frame)
	return err
}

// apply makes an organisation with an admissible application.
func (h *house) apply(name string, requested int64, n int) {
	h.t.Helper()
	organisation, application := store.NewID(), store.NewID()
	h.write(func(tx *store.Tx) error {
		if err := organisations.Add(ctx, tx, organisation, organisations.Content{Name: name, Form: "61"}); err != nil {
			return err
		}
		answers := questions.Answers{"members": {Texts: []string{fmt.Sprint(10 + n)}}}
		_, err := tx.Exec(ctx, `INSERT INTO application (id, call_id, organisation_id, state, title, answers, requested, diary_number, submitted_at, days_late, late_taken, begun_at, changed_at, version)
			VALUES ($1, $2, $3, 'admissible', 'Verksamhet', $4, $5, $6, $7, 0, '', $7, $7, 1)`, application, h.call, organisation, store.AsJSON(answers), requested, "B:"+name, store.Now())
		return err
	})
	h.applications = append(h.applications, application)
	if n == 0 {
		h.rep = h.actFor(organisation)
	}
}

func (h *house) actFor(organisation string) (who accounts.Account) {
	h.write(func(tx *store.Tx) error {
		in, err := mandates.Invite(ctx, tx, mandates.Invitation{ID: store.NewID(), OrganisationID: organisation, Name: "Berit Påhittad", Email: store.NewID() + "@exempel.se"}, time.Now())
		if err != nil {
			return err
		}
		m := in.Mandate
		who = in.Account
		if err := mandates.Send(ctx, tx, m.ID, store.NewID(), m.AccountID, file.New{Name: "protokoll.pdf", Content: []byte("%PDF-1.7\n1 0 obj")}); err != nil {
			return err
		}
		if m, err = mandates.HandIn(ctx, tx, m.ID, mandates.Alone, m.Version); err != nil {
			return err
		}
		_, err = mandates.Approve(ctx, tx, m.ID, mandates.Term{Signs: mandates.Alone, From: today}, m.Version)
		return err
	})
	return who
}

func (h *house) addBoard() {
	h.board, h.member = store.NewID(), store.NewID()
	h.write(func(tx *store.Tx) error {
		if err := cases.AddBoard(ctx, tx, h.board, "Tillväxtnämnden"); err != nil {
			return err
		}
		return cases.AddMember(ctx, tx, cases.Member{ID: h.member, BoardID: h.board, Name: "Ledamot Prov", Office: cases.Chair, From: today.AddDays(-100)})
	})
	h.addMeeting()
}

// addMeeting makes a meeting of today, at which the member is there.
func (h *house) addMeeting() {
	h.meeting = store.NewID()
	h.write(func(tx *store.Tx) error {
		if err := cases.AddMeeting(ctx, tx, cases.Meeting{ID: h.meeting, BoardID: h.board, Day: today}); err != nil {
			return err
		}
		return cases.SetPresent(ctx, tx, h.meeting, []string{h.member})
	})
}

// begin makes the proposal as Asta.
func (h *house) begin() *awards.Table {
	h.must(&h.asta, func(ctx context.Context, tx *store.Tx) error {
		t, err := h.desk.Begin(ctx, tx, h.call)
		if err == nil {
			h.table = t.ID
		}
		return err
	})
	return h.now()
}

func (h *house) now() (t *awards.Table) {
	h.t.Helper()
	if err := h.db.Read(ctx, func(tx *store.Tx) (err error) {
		t, err = h.desk.Find(ctx, tx, h.table)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return t
}

// edit is a row with an amount in öre.
func (h *house) edit(n int, amount int64) awards.Edit {
	r := h.now().Row(h.applications[n])
	to := r.RowContent
	to.Proposed, to.Reason = &amount, awards.FrameReason
	return awards.Edit{ApplicationID: r.ApplicationID, Seen: r.RowContent, To: to}
}

func (h *house) save(who *accounts.Account, edits ...awards.Edit) error {
	return h.as(who, func(ctx context.Context, tx *store.Tx) error { return h.desk.Save(ctx, tx, h.table, edits) })
}

func (h *house) check(who *accounts.Account) error {
	seen := h.now().Version
	return h.as(who, func(ctx context.Context, tx *store.Tx) error { return h.desk.Check(ctx, tx, h.table, seen) })
}

func (h *house) submit() error {
	seen := h.now().Version
	return h.as(&h.asta, func(ctx context.Context, tx *store.Tx) error {
		return h.desk.Submit(ctx, tx, h.table, seen, "Kort.", today)
	})
}

// toMeeting takes the case of a part to the meeting.
func (h *house) toMeeting(part int) (item string) {
	h.t.Helper()
	id := ""
	for _, p := range h.now().Parts {
		if p.Part == part {
			id = p.CaseID
		}
	}
	h.write(func(tx *store.Tx) error {
		c, err := cases.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		if c.State == cases.Drafted {
			if err := cases.PresentCase(ctx, tx, id, today, "Presidiet", today); err != nil {
				return err
			}
		}
		if err := cases.SubmitCase(ctx, tx, cases.Press{Words: catalogue().In(i18n.Swedish)}, id, h.meeting, today, today); err != nil {
			return err
		}
		var row struct{ ID string }
		err = tx.Get(ctx, &row, "SELECT id FROM board_item WHERE case_id = $1 AND outcome = ''", id)
		item = row.ID
		return err
	})
	return item
}

func (h *house) rule(item string, outcome cases.Act, paragraph int) error {
	return h.as(&h.mona, func(ctx context.Context, tx *store.Tx) error {
		return cases.Record(ctx, tx, cases.Hooks{awards.SourceKind: h.desk.Hook}, h.meeting, item, cases.Ruling{Outcome: outcome, Paragraph: paragraph, Decision: []string{"Ja"}, Why: "Nämndens skäl"}, today)
	})
}
