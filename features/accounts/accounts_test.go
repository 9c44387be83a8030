package accounts_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

var ctx = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func add(t *testing.T, db *store.DB, name, email string, role accounts.Role) error {
	t.Helper()
	return db.Write(ctx, func(tx *store.Tx) error {
		_, err := accounts.Add(ctx, tx, name, email, role)
		return err
	})
}

func TestAnAccountGetsAPasswordAndIsListed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		check(t, add(t, db, "Strateg", " Strateg@Exempel.se ", accounts.Officer))
		const password = "en lång mening räcker"
		if isRight(t, db, password) {
			t.Error("an account without a password let somebody in")
		}
		hash, err := accounts.HashPassword(password)
		check(t, err)
		check(t, db.Write(ctx, func(tx *store.Tx) error { return accounts.SetPassword(ctx, tx, "STRATEG@exempel.se", hash) }))
		if !isRight(t, db, password) || isRight(t, db, password+"!") {
			t.Error("the password is not told from a wrong one")
		}
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			list, err := accounts.List(ctx, tx)
			if len(list) != 1 || list[0].Email != "strateg@exempel.se" || !list[0].HasPassword {
				t.Errorf("%+v", list)
			}
			return err
		}))
	})
}

func isRight(t *testing.T, db *store.DB, password string) bool {
	t.Helper()
	right, err := accounts.PasswordIsRight(ctx, db, "strateg@exempel.se", password)
	check(t, err)
	return right
}

func TestThePasswordHashIsNotInTheTrail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		check(t, add(t, db, "Strateg", "strateg@exempel.se", accounts.Officer))
		hash, err := accounts.HashPassword("en lång mening räcker")
		check(t, err)
		check(t, db.Write(ctx, func(tx *store.Tx) error { return accounts.SetPassword(ctx, tx, "strateg@exempel.se", hash) }))
		var entries []string
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			return tx.Select(ctx, &entries, "SELECT before || after FROM audit_entry")
		}))
		if len(entries) != 2 || strings.Contains(strings.Join(entries, ""), "argon2") {
			t.Errorf("%d entries: %s", len(entries), entries)
		}
	})
}

func TestAccountsThatAreRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		check(t, add(t, db, "En", "en@exempel.se", accounts.Reader))
		for _, c := range []struct {
			name, email string
			role        accounts.Role
			message     string
		}{
			{" ", "a@exempel.se", accounts.Reader, "accounts.name_missing"},
			{"A", "exempel.se", accounts.Reader, "accounts.email_wrong"},
			{"A", "A <a@exempel.se>", accounts.Reader, "accounts.email_wrong"},
			{"A", "a@exempel.se", "king", "accounts.role_unknown"},
			{"A", "EN@exempel.se", accounts.Reader, "accounts.email_taken"},
		} {
			wantMessage(t, add(t, db, c.name, c.email, c.role), c.message)
		}
		err := db.Write(ctx, func(tx *store.Tx) error { return accounts.SetPassword(ctx, tx, "ingen@exempel.se", "x") })
		wantMessage(t, err, "accounts.unknown")
	})
}

func TestPasswordsThatAreRefused(t *testing.T) {
	for password, message := range map[string]string{
		"":                           "accounts.password_short",
		"åäöåäöåäöåäöåä":             "accounts.password_short", // fourteen characters, twenty-eight bytes
		strings.Repeat("långt ", 50): "accounts.password_long",
		"passwordpassword":           "accounts.password_guessable",
		"123456789012345":            "accounts.password_guessable",
		"qwertyuiopasdfgh":           "accounts.password_guessable",
		"aaaaaaaaaaaaaaaaaaaa":       "accounts.password_guessable",
		"samverksamverk2026":         "accounts.password_guessable",
		"lösenordlösenord":           "accounts.password_guessable",
		"Alva.Provling2026!":         "accounts.password_guessable",
		"alva provling alva":         "accounts.password_guessable",
	} {
		_, err := accounts.HashPassword(password, "Alva Provling", "alva.provling@exempel.se")
		wantMessage(t, err, message)
	}
}

func TestASentenceIsAPassword(t *testing.T) {
	for _, password := range []string{"en mening att minnas", "korrekt häst batteri häftklammer", "min katt heter inte Alva", strings.Repeat("9aÖ#", 64)} {
		if _, err := accounts.HashPassword(password, "Alva Provling", "alva@exempel.se"); err != nil {
			t.Errorf("%.40s: %v", password, err)
		}
	}
}

func wantMessage(t *testing.T, err error, id string) {
	t.Helper()
	var own *i18n.Error
	if !errors.As(err, &own) || own.ID != id {
		t.Errorf("got %v, want %s", err, id)
	}
}
