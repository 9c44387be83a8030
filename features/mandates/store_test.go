package mandates_test

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
	pdf   = []byte("%PDF-1.7\n1 0 obj")
)

func write(t testing.TB, db *store.DB, do func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

func refusedWith(t *testing.T, err error, id string) {
	t.Helper()
	var own *i18n.Error
	if !errors.As(err, &own) || own.ID != id {
		t.Errorf("%v, want %s", err, id)
	}
}

func addOrganisation(t *testing.T, db *store.DB, name string) string {
	t.Helper()
	id := store.NewID()
	write(t, db, func(tx *store.Tx) error {
		return organisations.Add(ctx, tx, id, organisations.Content{Name: name, Form: "61"})
	})
	return id
}

// actsFor makes somebody who acts for an organisation today, with a document and a decision.
func actsFor(t *testing.T, db *store.DB, organisationID, email string, signs mandates.Signs) mandates.Mandate {
	t.Helper()
	var m mandates.Mandate
	write(t, db, func(tx *store.Tx) error {
		in, err := mandates.Invite(ctx, tx, mandates.Invitation{ID: store.NewID(), OrganisationID: organisationID, Name: "Berit Påhittad", Email: email}, time.Now())
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
		m, err = mandates.Approve(ctx, tx, m.ID, mandates.Term{Signs: signs, From: today}, m.Version)
		return err
	})
	return m
}

func TestAMandateGoesFromInvitationToItsEnd(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		one, other := addOrganisation(t, db, "Solrosen"), addOrganisation(t, db, "Tussilago")
		invitation := mandates.Invitation{ID: store.NewID(), OrganisationID: one, Name: "Berit Påhittad", Email: "Berit@Exempel.se"}
		var m mandates.Mandate
		for range 2 { // the same form sent twice
			write(t, db, func(tx *store.Tx) error {
				in, err := mandates.Invite(ctx, tx, invitation, time.Now())
				m = in.Mandate
				return err
			})
		}
		write(t, db, func(tx *store.Tx) error {
			all, err := mandates.OfOrganisation(ctx, tx, one)
			if len(all) != 1 || all[0].State(today) != mandates.Invited || all[0].Email != "berit@exempel.se" {
				t.Errorf("invited %+v", all)
			}
			if account, err := accounts.Find(ctx, tx, m.AccountID); err != nil || account.Role != accounts.Representative {
				t.Errorf("the account is %+v, %v", account, err)
			}
			return err
		})
		try := func(do func(tx *store.Tx) error) error { return db.Write(ctx, do) }
		refusedWith(t, try(func(tx *store.Tx) error {
			_, err := mandates.Invite(ctx, tx, mandates.Invitation{ID: store.NewID(), OrganisationID: one, Name: "B", Email: "berit@exempel.se"}, time.Now())
			return err
		}), "mandates.invited_already")
		refusedWith(t, try(func(tx *store.Tx) error {
			_, err := mandates.HandIn(ctx, tx, m.ID, mandates.Alone, m.Version)
			return err
		}), "mandates.document_missing")
		refusedWith(t, try(func(tx *store.Tx) error {
			return mandates.Send(ctx, tx, m.ID, store.NewID(), m.AccountID, file.New{Name: "protokoll.pdf", Content: []byte("MZ\x90\x00")})
		}), "file.kind_differs")
		refusedWith(t, try(func(tx *store.Tx) error {
			return mandates.Send(ctx, tx, m.ID, store.NewID(), m.AccountID, file.New{Name: "19640823-3234.pdf", Content: pdf})
		}), "mandates.file_name_personal")
		write(t, db, func(tx *store.Tx) error {
			for _, name := range []string{"fel.pdf", "protokoll.pdf"} { // the second takes the first's place
				if err := mandates.Send(ctx, tx, m.ID, store.NewID(), m.AccountID, file.New{Name: name, Content: append(pdf, name...)}); err != nil {
					return err
				}
			}
			documents, err := mandates.Documents(ctx, tx, m.ID)
			if len(documents) != 1 || documents[0].Name != "protokoll.pdf" {
				t.Errorf("documents: %+v", documents)
			}
			if err == nil {
				m, err = mandates.HandIn(ctx, tx, m.ID, mandates.Jointly, m.Version)
			}
			return err
		})
		asPerson := audit.As(ctx, audit.Actor{Kind: audit.Account, ID: m.AccountID, Name: "Berit"})
		refusedWith(t, db.Write(asPerson, func(tx *store.Tx) error {
			_, err := mandates.Approve(asPerson, tx, m.ID, mandates.Term{Signs: mandates.Alone, From: today}, m.Version)
			return err
		}), "mandates.own_decision")
		write(t, db, func(tx *store.Tx) error {
			waiting, more, err := mandates.Waiting(ctx, tx, "")
			if n, _, _ := mandates.Waits(ctx, tx); len(waiting) != 1 || more || n != 1 {
				t.Errorf("%d wait", len(waiting))
			}
			if err == nil {
				m, err = mandates.Reject(ctx, tx, m.ID, "Saknar underskrift", m.Version)
			}
			return err
		})
		write(t, db, func(tx *store.Tx) error {
			if _, err := mandates.ActsFor(ctx, tx, m.AccountID, one, today); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("acts after a refusal: %v", err)
			}
			if err := mandates.Send(ctx, tx, m.ID, store.NewID(), m.AccountID, file.New{Name: "bättre.pdf", Content: pdf}); err != nil {
				return err
			}
			var err error
			if m, err = mandates.HandIn(ctx, tx, m.ID, mandates.Alone, m.Version); err != nil {
				return err
			}
			documents, err := mandates.Documents(ctx, tx, m.ID)
			if len(documents) != 2 {
				t.Errorf("the refused document is gone: %+v", documents)
			}
			return err
		})
		seen := m.Version
		write(t, db, func(tx *store.Tx) (err error) {
			m, err = mandates.Approve(ctx, tx, m.ID, mandates.Term{Signs: mandates.Alone, From: today}, seen)
			return err
		})
		if err := try(func(tx *store.Tx) error {
			_, err := mandates.Reject(ctx, tx, m.ID, "För sent", seen)
			return err
		}); !errors.Is(err, mandates.ErrSavedMeanwhile) {
			t.Errorf("decided over another's decision: %v", err)
		}
		write(t, db, func(tx *store.Tx) error {
			if alone, err := mandates.MaySign(ctx, tx, one, []string{m.AccountID}, today); err != nil || !alone {
				t.Errorf("may not sign: %v", err)
			}
			if elsewhere, _ := mandates.MaySign(ctx, tx, other, []string{m.AccountID}, today); elsewhere {
				t.Error("signs for another organisation")
			}
			if all, err := mandates.Of(ctx, tx, m.AccountID, today); err != nil || len(all) != 1 || all[0].OrganisationID != one {
				t.Errorf("acts by %+v, %v", all, err)
			}
			_, err := mandates.Finish(ctx, tx, m.ID, "Har slutat", m.Version)
			return err
		})
		write(t, db, func(tx *store.Tx) error {
			all, err := mandates.Of(ctx, tx, m.AccountID, today)
			if len(all) != 0 {
				t.Errorf("acts after the end by %+v", all)
			}
			return err
		})
	})
}

// Whoever has an account already keeps it and its role, and may act for several; a mandate that is soon over can be renewed.
func TestAnAccountActsForSeveralAndRenews(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		one, other := addOrganisation(t, db, "Solrosen"), addOrganisation(t, db, "Tussilago")
		var account accounts.Account
		write(t, db, func(tx *store.Tx) (err error) {
			account, err = accounts.Add(ctx, tx, "Alva", "alva@exempel.se", accounts.Reader)
			return err
		})
		first, second := actsFor(t, db, one, "alva@exempel.se", mandates.Jointly), actsFor(t, db, other, "alva@exempel.se", mandates.Never)
		if first.AccountID != account.ID || second.AccountID != account.ID {
			t.Fatal("another account was made")
		}
		actsFor(t, db, one, "berit@exempel.se", mandates.Jointly)
		write(t, db, func(tx *store.Tx) error {
			if again, err := accounts.Find(ctx, tx, account.ID); err != nil || again.Role != accounts.Reader || again.Name != "Alva" {
				t.Errorf("the account has become %+v, %v", again, err)
			}
			acting, err := mandates.Acting(ctx, tx, one, today)
			if len(acting) != 2 {
				t.Errorf("%d act", len(acting))
			}
			if together, _ := mandates.MaySign(ctx, tx, one, []string{acting[0].AccountID, acting[1].AccountID}, today); !together {
				t.Error("two may not sign together")
			}
			if alone, _ := mandates.MaySign(ctx, tx, one, []string{account.ID}, today); alone {
				t.Error("one of two signs alone")
			}
			return err
		})
		refusedWith(t, db.Write(ctx, func(tx *store.Tx) error {
			_, err := mandates.Renew(ctx, tx, first.ID, store.NewID(), time.Now())
			return err
		}), "mandates.not_now")
		key := store.NewID()
		write(t, db, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE mandate SET ends_on = $2 WHERE id = $1", first.ID, today.AddDays(30))
			return err
		})
		for range 2 {
			write(t, db, func(tx *store.Tx) error {
				_, err := mandates.Renew(ctx, tx, first.ID, key, time.Now())
				return err
			})
		}
		write(t, db, func(tx *store.Tx) error {
			all, err := mandates.OfAccount(ctx, tx, account.ID)
			if len(all) != 3 {
				t.Errorf("%d mandates after a renewal", len(all))
			}
			if closed := accounts.Close(ctx, tx, account.ID); closed != nil {
				return closed
			}
			if acting, _ := mandates.Acting(ctx, tx, one, today); len(acting) != 1 {
				t.Error("somebody acts with a closed account")
			}
			return err
		})
		refusedWith(t, db.Write(ctx, func(tx *store.Tx) error {
			_, err := mandates.Invite(ctx, tx, mandates.Invitation{ID: store.NewID(), OrganisationID: addOrganisation2(tx), Name: "A", Email: "alva@exempel.se"}, time.Now())
			return err
		}), "mandates.account_closed")
	})
}

func addOrganisation2(tx *store.Tx) string {
	id := store.NewID()
	organisations.Add(ctx, tx, id, organisations.Content{Name: "Maskrosen"}) //nolint:errcheck // the invitation fails without it
	return id
}

func TestARequestIsAnsweredOnceAndChangesTheRegister(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		id := addOrganisation(t, db, "Solrosen")
		m := actsFor(t, db, id, "berit@exempel.se", mandates.Alone)
		request := mandates.Request{ID: store.NewID(), OrganisationID: id, AccountID: m.AccountID, Name: "Solrosens vänner", Number: "2120000142", Form: "61", Why: "Årsmötet"}
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return mandates.Ask(ctx, tx, request) })
		}
		second := request
		second.ID = store.NewID()
		refusedWith(t, db.Write(ctx, func(tx *store.Tx) error { return mandates.Ask(ctx, tx, second) }), "mandates.request.waits_already")
		asPerson := audit.As(ctx, audit.Actor{Kind: audit.Account, ID: m.AccountID, Name: "Berit"})
		refusedWith(t, db.Write(asPerson, func(tx *store.Tx) error {
			_, err := mandates.AnswerRequest(asPerson, tx, request.ID, mandates.Accepted, "")
			return err
		}), "mandates.own_decision")
		refusedWith(t, db.Write(ctx, func(tx *store.Tx) error {
			_, err := mandates.AnswerRequest(ctx, tx, request.ID, mandates.Denied, "")
			return err
		}), "mandates.why_missing")
		write(t, db, func(tx *store.Tx) error {
			_, err := mandates.AnswerRequest(ctx, tx, request.ID, mandates.Accepted, "")
			if err != nil {
				return err
			}
			o, err := organisations.Find(ctx, tx, id)
			if o.Name != "Solrosens vänner" || o.Number != "2120000142" || len(o.FormerNames) != 1 || o.FormerNames[0] != "Solrosen" {
				t.Errorf("the register has %+v", o)
			}
			return err
		})
		refusedWith(t, db.Write(ctx, func(tx *store.Tx) error {
			_, err := mandates.AnswerRequest(ctx, tx, request.ID, mandates.Denied, "Ångrat")
			return err
		}), "mandates.request.answered")
	})
}
