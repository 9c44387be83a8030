package accounts

import (
	"context"
	"errors"
	"slices"
	"time"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// A link that is sent by e-mail signs in whoever reads the mail. It suits people who come a few times a year, and lets
// them see little but their own; the authority's own people sign in with more.
var byMail = []Role{Representative, Partner, Assessor}

const (
	signInByMail     = "sign_in"        // what such a link is for
	mailLinkTime     = 10 * time.Minute // as long as ASVS 6.5.5 lets what is sent beside the browser live
	mailLinksPerHour = 3                // to one account, so that nobody can fill somebody's inbox
)

// SignInLink makes the token of a link that signs in the account with this e-mail. It is empty for an account that may not
// sign in so, one that is not there, and one that has got enough links for now: whoever asked is not told which.
func SignInLink(ctx context.Context, tx *store.Tx, email string, now time.Time) (account Account, token string, err error) {
	account, err = FindByEmail(ctx, tx, email)
	if errors.Is(err, store.ErrNotFound) {
		return account, "", nil
	}
	if err != nil || account.Closed || !slices.Contains(byMail, account.Role) {
		return account, "", err
	}
	if err := tx.Lock(ctx, "sign_in_link"); err != nil {
		return account, "", err
	}
	lately := 0
	if err := tx.Get(ctx, &lately, "SELECT count(*) FROM sign_in_link WHERE account_id = $1 AND purpose = $2 AND made_at > $3",
		account.ID, signInByMail, store.TimeOf(now.Add(-time.Hour))); err != nil || lately >= mailLinksPerHour {
		return account, "", err
	}
	token = newToken()
	if _, err := tx.Exec(ctx, "INSERT INTO sign_in_link (token_hash, purpose, account_id, made_at, ends_at) VALUES ($1, $2, $3, $4, $5)",
		hashToken(token), signInByMail, account.ID, store.TimeOf(now), store.TimeOf(now.Add(mailLinkTime))); err != nil {
		return account, "", err
	}
	return account, token, audit.Append(asAccount(ctx, account), tx, audit.Change{Action: "account.sign_in_link_sent", ObjectKind: "account", ObjectID: account.ID})
}

// signInLinked is whom the link signs in; the error says that it no longer works.
func signInLinked(ctx context.Context, tx *store.Tx, token string, now time.Time) (Account, error) {
	var account Account
	err := tx.Get(ctx, &account, "SELECT "+accountColumns+` FROM sign_in_link l JOIN account ON account.id = l.account_id
		WHERE l.token_hash = $1 AND l.purpose = $2 AND l.used_at IS NULL AND l.ends_at > $3 AND account.closed_at IS NULL`,
		hashToken(token), signInByMail, store.TimeOf(now))
	if err == nil && !slices.Contains(byMail, account.Role) { // it has got another role since
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return account, i18n.Fail("accounts.mail_link.over").Because(err)
	}
	return account, err
}

// useSignInLink uses up the link and gives whom it signs in.
func useSignInLink(ctx context.Context, tx *store.Tx, token string, now time.Time) (Account, error) {
	account, err := signInLinked(ctx, tx, token, now)
	if err != nil {
		return account, err
	}
	used, err := useLink(ctx, tx, token, signInByMail, now)
	if err == nil && !used { // somebody was quicker with the same link
		err = i18n.Fail("accounts.mail_link.over").Because(store.ErrNotFound)
	}
	return account, err
}
