package accountstest

import (
	"context"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/store"
)

// SignIn begins a session of the account with an address for e-mail, which is made when there is none.
func SignIn(t testing.TB, db *store.DB, email, name string, role accounts.Role) (account accounts.Account, token string) {
	t.Helper()
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	err := db.Write(ctx, func(tx *store.Tx) (err error) {
		if account, err = accounts.FindByEmail(ctx, tx, email); err != nil {
			account, err = accounts.Add(ctx, tx, name, email, role)
		}
		if err == nil {
			token, err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, time.Now())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return account, token
}

// SignInAs begins a session for one of each role, and gives the tokens.
func SignInAs(t testing.TB, db *store.DB, names map[accounts.Role]string) map[accounts.Role]string {
	t.Helper()
	tokens := map[accounts.Role]string{}
	for role, name := range names {
		_, tokens[role] = SignIn(t, db, string(role)+"@exempel.se", name, role)
	}
	return tokens
}
