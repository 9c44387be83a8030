package payments_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/features/payments"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/i18n"
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
	giro  = payments.BankAccount{Kind: payments.Bankgiro, Number: "50501055"}
)

// house is a database with a programme of recurring grants, a call and an organisation that people act for.
type house struct {
	t                                        testing.TB
	db                                       *store.DB
	programme, call, organisation            string
	signer, officer, economist, manager, rep accounts.Account
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

func newHouse(t testing.TB, db *store.DB) *house {
	t.Helper()
	h := &house{t: t, db: db, programme: store.NewID(), call: store.NewID()}
	h.write(func(tx *store.Tx) error {
		for _, one := range []struct {
			to   *accounts.Account
			name string
			role accounts.Role
		}{{&h.officer, "Ove Handläggare", accounts.Officer}, {&h.economist, "Eva Ekonom", accounts.Economist}, {&h.manager, "Mona Chef", accounts.Manager}} {
			a, err := accounts.Add(ctx, tx, one.name, store.NewID()+"@exempel.se", one.role)
			if err != nil {
				return err
			}
			*one.to = a
		}
		if _, err := tx.Exec(ctx, `INSERT INTO programme (id, name, sort_key, kind, purpose, legal_basis, account, decision_maker, decided_by, years, needs_direction, de_minimis, is_assessed,
			rules, form, report_form, criteria, pots, added_at, version) VALUES ($1, 'Föreningsbidrag', $2, 'association', '', '', '4510', 'board', '', 1, false, false, false, '{}', '{}', '{}', '[]', '[]', $3, 1)`,
			h.programme, []byte("f"), store.Now()); err != nil {
			return err
		}
		return h.addCall(tx, h.call, today.Year())
	})
	h.organisation, h.signer = h.addOrganisation("Solrosen", mandates.Alone)
	return h
}

func (h *house) addCall(tx *store.Tx, id string, year int) error {
	_, err := tx.Exec(ctx, `INSERT INTO grant_call (id, programme_id, title, year, state, direction, contact, form, report_form, criteria, rules, pots, cancelled_why, added_at, version)
		VALUES ($1, $2, 'Föreningsbidrag', $3, 'decided', '', '', '{}', '{}', '[]', '{}', '[]', '', $4, 1)`, id, h.programme, year, store.Now())
	return err
}

// addOrganisation makes an organisation with somebody who acts for it.
func (h *house) addOrganisation(name string, signs mandates.Signs) (id string, who accounts.Account) {
	h.t.Helper()
	id = store.NewID()
	h.write(func(tx *store.Tx) error {
		return organisations.Add(ctx, tx, id, organisations.Content{Name: name, Form: "61"})
	})
	return id, h.actFor(id, signs)
}

func (h *house) actFor(organisation string, signs mandates.Signs) (who accounts.Account) {
	h.t.Helper()
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
		if m, err = mandates.HandIn(ctx, tx, m.ID, signs, m.Version); err != nil {
			return err
		}
		_, err = mandates.Approve(ctx, tx, m.ID, mandates.Term{Signs: signs, From: today}, m.Version)
		return err
	})
	return who
}

// grant opens a grant of an organisation.
func (h *house) grant(organisation, call string, amount int64, first, years int) (id string) {
	h.t.Helper()
	application := store.NewID()
	h.write(func(tx *store.Tx) (err error) {
		if _, err = tx.Exec(ctx, `INSERT INTO application (id, call_id, organisation_id, state, title, answers, requested, diary_number, days_late, late_taken, begun_at, changed_at, version)
			VALUES ($1, $2, $3, 'granted', 'Verksamhet', '{}', $4, $1, 0, '', $5, $5, 1)`, application, call, organisation, amount, store.Now()); err != nil {
			return err
		}
		id, err = payments.Open(ctx, tx, payments.Decision{ApplicationID: application, CallID: call, OrganisationID: organisation, Amount: amount, FirstYear: first, Years: years,
			DecidedOn: today, Conditions: "Redovisa senast i mars."})
		return err
	})
	return id
}

func (h *house) find(id string) (g payments.Grant) {
	h.t.Helper()
	if err := h.db.Read(ctx, func(tx *store.Tx) (err error) {
		g, err = payments.Find(ctx, tx, id)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return g
}

// accept accepts a grant by the one who signs for Solrosen.
func (h *house) accept(id string) {
	h.t.Helper()
	if err := h.as(&h.signer, func(ctx context.Context, tx *store.Tx) error {
		done, err := payments.Accept(ctx, tx, id, h.signer.ID, giro, 0, today)
		if err == nil && !done {
			err = errors.New("not accepted")
		}
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
}

func refusedWith(t testing.TB, err error, id string) {
	t.Helper()
	var own *i18n.Error
	if !errors.As(err, &own) || own.ID != id {
		t.Errorf("%v, want %s", err, id)
	}
}

// tick gives the tick of a payment as it is now.
func (h *house) tick(grantID string, n int) (tick string) {
	h.t.Helper()
	g := h.find(grantID)
	a := payments.Attestable{Grant: g, Instalment: g.Tranches[0].Instalments[n]}
	return a.Tick()
}

// setPayer tells who pays.
func (h *house) setPayer() {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		return payments.Set(ctx, tx, payments.Payer{Name: "Region Påhittad", Number: "2321000016", IBAN: "SE4550000000058398257466", BIC: "ESSESESS"}, 0)
	})
}

// payAll brings the first payment of a grant's first year to the bank, and says that it was paid.
func (h *house) payAll(id string) (batch string) {
	h.t.Helper()
	first := h.find(id).Tranches[0].Instalments[0].ID
	for _, step := range []func() error{
		func() error {
			return h.as(&h.officer, func(ctx context.Context, tx *store.Tx) error { return payments.Prepare(ctx, tx, id, first, 0) })
		},
		func() error {
			tick := h.tick(id, 0)
			return h.as(&h.economist, func(ctx context.Context, tx *store.Tx) error { return payments.Attest(ctx, tx, []string{tick}) })
		},
		func() error {
			tick := h.tick(id, 0)
			return h.as(&h.manager, func(ctx context.Context, tx *store.Tx) error { return payments.Attest(ctx, tx, []string{tick}) })
		},
		func() error {
			batch = store.NewID()
			tick := h.tick(id, 0)
			return h.as(&h.economist, func(ctx context.Context, tx *store.Tx) error {
				return payments.Send(ctx, tx, batch, []string{tick}, today)
			})
		},
		func() error {
			return h.as(&h.economist, func(ctx context.Context, tx *store.Tx) error { return payments.MarkPaid(ctx, tx, batch, today) })
		},
	} {
		if err := step(); err != nil {
			h.t.Fatal(err)
		}
	}
	return batch
}
