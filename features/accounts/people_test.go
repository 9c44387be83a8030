package accounts_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/platform/fold"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

const sentence = "en lång mening räcker"

// sentenceHash is made once: hashing is slow by design.
var sentenceHash = sync.OnceValues(func() (string, error) { return accounts.HashPassword(sentence) })

// person adds an account that can sign in.
func person(t *testing.T, db *store.DB, email string, role accounts.Role) (account accounts.Account) {
	t.Helper()
	hash, err := sentenceHash()
	check(t, err)
	check(t, db.Write(ctx, func(tx *store.Tx) (err error) {
		if account, err = accounts.Add(ctx, tx, "Namn", email, role); err != nil {
			return err
		}
		return accounts.SetPassword(ctx, tx, email, hash)
	}))
	return account
}

func write(db *store.DB, do func(tx *store.Tx) error) error { return db.Write(ctx, do) }

func TestTheLastAdministratorStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		first := person(t, db, "a@exempel.se", accounts.Administrator)
		demote := func(id string) error {
			return write(db, func(tx *store.Tx) error { return accounts.ChangeRole(ctx, tx, id, accounts.Reader) })
		}
		shut := func(id string) error {
			return write(db, func(tx *store.Tx) error { return accounts.Close(ctx, tx, id) })
		}
		wantMessage(t, demote(first.ID), "accounts.last_administrator")
		wantMessage(t, shut(first.ID), "accounts.last_administrator")
		// Whoever has no password, or is closed, is nobody to rely on.
		check(t, add(t, db, "Utan", "utan@exempel.se", accounts.Administrator))
		closed := person(t, db, "stangd@exempel.se", accounts.Administrator)
		check(t, shut(closed.ID))
		wantMessage(t, demote(first.ID), "accounts.last_administrator")
		second := person(t, db, "b@exempel.se", accounts.Administrator)
		check(t, demote(first.ID))
		wantMessage(t, shut(second.ID), "accounts.last_administrator")
	})
}

func TestNobodyGetsInWithAnAccountThatIsClosed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		account := person(t, db, "strateg@exempel.se", accounts.Officer)
		var token, link string
		check(t, write(db, func(tx *store.Tx) (err error) {
			if token, err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, start); err != nil {
				return err
			}
			link, err = accounts.PasswordLink(ctx, tx, account.ID, start)
			return err
		}))
		for range 2 { // twice is no fault
			check(t, write(db, func(tx *store.Tx) error { return accounts.Close(ctx, tx, account.ID) }))
		}
		if signedIn(t, db, token, start) || isRight(t, db, sentence) {
			t.Error("a closed account lets somebody in")
		}
		wantMessage(t, write(db, func(tx *store.Tx) error {
			_, err := accounts.UsePasswordLink(ctx, tx, link, "hash", start)
			return err
		}), "accounts.password_link_over")
		wantMessage(t, write(db, func(tx *store.Tx) error {
			_, err := accounts.PasswordLink(ctx, tx, account.ID, start)
			return err
		}), "accounts.is_closed")
		check(t, write(db, func(tx *store.Tx) error { return accounts.Reopen(ctx, tx, account.ID) }))
		if signedIn(t, db, token, start) || !isRight(t, db, sentence) {
			t.Error("an account opened again has its password, but no session")
		}
	})
}

func TestAPasswordLinkWorksOnceAndSignsOutEverywhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		account := person(t, db, "strateg@exempel.se", accounts.Officer)
		link := func() (token string) {
			check(t, write(db, func(tx *store.Tx) (err error) {
				token, err = accounts.PasswordLink(ctx, tx, account.ID, start)
				return err
			}))
			return token
		}
		hash, err := accounts.HashPassword("en helt annan mening")
		check(t, err)
		use := func(token string, at time.Time) error {
			return write(db, func(tx *store.Tx) error {
				_, err := accounts.UsePasswordLink(ctx, tx, token, hash, at)
				return err
			})
		}
		var session string
		check(t, write(db, func(tx *store.Tx) (err error) {
			session, err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, start)
			return err
		}))
		earlier, token := link(), link()
		wantMessage(t, use(earlier, start), "accounts.password_link_over")
		wantMessage(t, use(token, start.Add(25*time.Hour)), "accounts.password_link_over")
		wantMessage(t, write(db, func(tx *store.Tx) error {
			_, err := accounts.UseFirstLink(ctx, tx, token, "Ny", "ny@exempel.se", hash, start)
			return err
		}), "accounts.link_over") // it makes no administrator
		check(t, use(token, start))
		wantMessage(t, use(token, start), "accounts.password_link_over")
		if signedIn(t, db, session, start) || isRight(t, db, sentence) || !isRight(t, db, "en helt annan mening") {
			t.Error("the old password or session still works, or the new password does not")
		}
	})
}

func TestEverybodyEndsTheirOwnSessionsOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		mine, other := person(t, db, "strateg@exempel.se", accounts.Officer), person(t, db, "b@exempel.se", accounts.Reader)
		var here, there string
		check(t, write(db, func(tx *store.Tx) (err error) {
			if here, err = accounts.Begin(ctx, tx, mine.ID, accounts.ByPassword, start); err == nil {
				there, err = accounts.Begin(ctx, tx, mine.ID, accounts.ByPassword, start.Add(time.Minute))
			}
			return err
		}))
		var list []accounts.Session
		check(t, db.Read(ctx, func(tx *store.Tx) (err error) {
			list, err = accounts.Sessions(ctx, tx, mine.ID, start.Add(time.Hour))
			return err
		}))
		if len(list) != 2 {
			t.Fatalf("%d sessions", len(list))
		}
		end := func(who accounts.Account) {
			check(t, write(db, func(tx *store.Tx) error { return accounts.EndOne(ctx, tx, who.ID, list[0].TokenHash) }))
		}
		end(other)
		if !signedIn(t, db, there, start) {
			t.Error("somebody else ended it")
		}
		end(mine)
		if signedIn(t, db, there, start) || !signedIn(t, db, here, start) {
			t.Error("the wrong session ended")
		}
		hash, err := accounts.HashPassword("en helt annan mening")
		check(t, err)
		check(t, write(db, func(tx *store.Tx) (err error) {
			there, err = accounts.Begin(ctx, tx, mine.ID, accounts.ByPassword, start)
			return err
		}))
		check(t, write(db, func(tx *store.Tx) error { return accounts.ChangePassword(ctx, tx, mine.ID, hash, here) }))
		if signedIn(t, db, there, start) || !signedIn(t, db, here, start) {
			t.Error("a new password signs out everywhere but here")
		}
	})
}

func TestChangesAreInTheTrailAndNoChangeIsNot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		person(t, db, "a@exempel.se", accounts.Administrator)
		who := person(t, db, "b@exempel.se", accounts.Reader)
		for range 2 {
			for _, do := range []func(tx *store.Tx) error{
				func(tx *store.Tx) error { return accounts.ChangeRole(ctx, tx, who.ID, accounts.Officer) },
				func(tx *store.Tx) error { return accounts.Rename(ctx, tx, who.ID, " Ny ") },
			} {
				check(t, write(db, do))
			}
		}
		wantMessage(t, write(db, func(tx *store.Tx) error { return accounts.Rename(ctx, tx, who.ID, " ") }), "accounts.name_missing")
		wantMessage(t, write(db, func(tx *store.Tx) error { return accounts.ChangeRole(ctx, tx, who.ID, "king") }), "accounts.role_unknown")
		if err := write(db, func(tx *store.Tx) error { return accounts.Close(ctx, tx, "ingen") }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("an account that is not there: %v", err)
		}
		var actions []string
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			return tx.Select(ctx, &actions, "SELECT action FROM audit_entry WHERE object_id = $1 ORDER BY at, id", who.ID)
		}))
		if got := strings.Join(actions, " "); got != "account.added account.password_set account.role_changed account.renamed" {
			t.Errorf("the trail says %s", got)
		}
	})
}

func TestPeopleAreFoundByNameAndAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		check(t, add(t, db, "Åsa Öst", "asa@exempel.se", accounts.Reader))
		check(t, add(t, db, "Bo", "bo@exempel.se", accounts.Reader))
		for query, want := range map[string]int{"ost": 1, "asa": 1, "exempel": 2, "": 0, "Åsa Bo": 0} {
			check(t, db.Read(ctx, func(tx *store.Tx) error {
				found, err := accounts.FindPeople(ctx, tx, fold.NewQuery(query))
				if len(found) != want {
					t.Errorf("%q finds %d", query, len(found))
				}
				return err
			}))
		}
	})
}
