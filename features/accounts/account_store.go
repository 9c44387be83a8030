package accounts

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"github.com/alexedwards/argon2id"

	"samverk/features/audit"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// hashing follows OWASP's Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
var hashing = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

const accountColumns = `account.id, account.name, account.email, account.role, account.password_hash IS NOT NULL AS has_password,
	EXISTS (SELECT 1 FROM account_identity i WHERE i.account_id = account.id) AS has_identity,
	EXISTS (SELECT 1 FROM passkey p WHERE p.account_id = account.id) AS has_passkey,
	EXISTS (SELECT 1 FROM account_totp t WHERE t.account_id = account.id AND t.confirmed_at IS NOT NULL) AS has_code,
	account.closed_at IS NOT NULL AS closed, account.erased_at IS NOT NULL AS erased, account.reminders, account.language, account.created_at`

const accountQuery = "SELECT " + accountColumns + " FROM account"

// Add makes an account that cannot sign in until it has a password.
func Add(ctx context.Context, tx *store.Tx, name, email string, role Role) (Account, error) {
	account := Account{ID: store.NewID(), Name: name, Email: foldEmail(email), Role: role, Reminders: true, Language: i18n.Swedish, CreatedAt: store.Now()}
	if err := checkAccount(account.Name, account.Email, role); err != nil {
		return account, err
	}
	_, err := tx.Exec(ctx, "INSERT INTO account (id, name, email, role, created_at) VALUES ($1, $2, $3, $4, $5)",
		account.ID, account.Name, account.Email, account.Role, account.CreatedAt)
	if errors.Is(err, store.ErrConflict) {
		return account, i18n.Fail("accounts.email_taken", "email", account.Email)
	}
	if err != nil {
		return account, err
	}
	return account, audit.Append(ctx, tx, audit.Change{Action: "account.added", ObjectKind: "account", ObjectID: account.ID, After: account})
}

// HashPassword checks a password that somebody chooses, about whom others know what is given, and gives its argon2id hash. It takes tens of milliseconds by design, so it
// stands outside any transaction.
func HashPassword(password string, about ...string) (string, error) {
	if err := checkPassword(password, about...); err != nil {
		return "", err
	}
	return argon2id.CreateHash(password, hashing)
}

// SetPassword gives the account with this e-mail a new password, as a hash from HashPassword.
func SetPassword(ctx context.Context, tx *store.Tx, email, hash string) error {
	before, err := FindByEmail(ctx, tx, email)
	if err != nil {
		return err
	}
	return setPassword(ctx, tx, before, hash)
}

func setPassword(ctx context.Context, tx *store.Tx, before Account, hash string) error {
	if _, err := tx.Exec(ctx, "UPDATE account SET password_hash = $1 WHERE id = $2", hash, before.ID); err != nil {
		return err
	}
	after := before
	after.HasPassword = true
	return audit.Append(ctx, tx, audit.Change{Action: "account.password_set", ObjectKind: "account", ObjectID: before.ID,
		Before: before, After: after})
}

// nobodysHash is compared with when there is no account, so that the time taken does not tell which addresses are known.
var nobodysHash = sync.OnceValue(func() string {
	hash, err := argon2id.CreateHash(newToken(), hashing)
	if err != nil {
		panic(err) // it only fails without random numbers
	}
	return hash
})

// comparing bounds how many passwords are compared at once: each takes the memory that hashing says.
var comparing = make(chan struct{}, 2*runtime.GOMAXPROCS(0))

// PasswordIsRight tells whether the password is the account's. Nothing is right for an account that is closed. It takes
// tens of milliseconds by design, and holds nothing of the database meanwhile.
func PasswordIsRight(ctx context.Context, db *store.DB, email, password string) (bool, error) {
	var hash string
	err := db.Glance(func(tx *store.Tx) error {
		return tx.Get(ctx, &hash, "SELECT COALESCE(password_hash, '') FROM account WHERE email = $1 AND closed_at IS NULL", foldEmail(email))
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	if hash == "" {
		hash = nobodysHash()
	}
	select {
	case comparing <- struct{}{}:
		defer func() { <-comparing }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	return argon2id.ComparePasswordAndHash(password, hash)
}

// FindByEmail gives the account with this e-mail.
func FindByEmail(ctx context.Context, tx *store.Tx, email string) (Account, error) {
	var account Account
	err := tx.Get(ctx, &account, accountQuery+" WHERE email = $1", foldEmail(email))
	if errors.Is(err, store.ErrNotFound) {
		return account, i18n.Fail("accounts.unknown", "email", foldEmail(email)).Because(err)
	}
	return account, err
}

// Find gives the account with this key.
func Find(ctx context.Context, tx *store.Tx, id string) (Account, error) {
	var account Account
	err := tx.Get(ctx, &account, accountQuery+" WHERE id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		return account, i18n.Fail("accounts.gone").Because(err)
	}
	return account, err
}

// List gives every account by e-mail.
func List(ctx context.Context, tx *store.Tx) ([]Account, error) {
	var accounts []Account
	return accounts, tx.Select(ctx, &accounts, accountQuery+" ORDER BY email")
}

// FindPeople gives the accounts whose name or address answers a query, by e-mail.
func FindPeople(ctx context.Context, tx *store.Tx, q fold.Query) ([]Account, error) {
	all, err := List(ctx, tx)
	if err != nil {
		return nil, err
	}
	var found []Account
	for _, account := range all {
		if !q.IsEmpty() && q.Score(account.Name, account.Email) > 0 {
			found = append(found, account)
		}
	}
	return found, nil
}

// keepingAWayIn removes a way of signing in, and refuses when nobody could sign in as the account without it. Its caller's
// transaction must not be kept then.
func keepingAWayIn(ctx context.Context, tx *store.Tx, accountID string, mails bool, remove func() error) error {
	if err := tx.Lock(ctx, "accounts"); err != nil { // two windows must not take one each
		return err
	}
	if err := remove(); err != nil {
		return err
	}
	account, err := Find(ctx, tx, accountID)
	if err == nil && !account.hasWayIn(mails) {
		return i18n.Fail("accounts.last_way")
	}
	return err
}
