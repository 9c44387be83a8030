package accounts_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"samverk/features/accounts"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// codeAt is what the telephone shows.
func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	check(t, err)
	return code
}

var stepField = regexp.MustCompile(`name="step" value="([^"]+)"`)

// withCode is an account with a one-time code, its secret and its recovery codes.
func withCode(t *testing.T, db *store.DB, email string, at time.Time) (account accounts.Account, secret string, recovery []string) {
	t.Helper()
	account, secret = person(t, db, email, accounts.Officer), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	check(t, db.Write(ctx, func(tx *store.Tx) (err error) {
		if err = accounts.BeginCode(ctx, tx, account.ID, secret, at); err == nil {
			recovery, err = accounts.ConfirmCode(ctx, tx, account.ID, "", codeAt(t, secret, at), at)
		}
		return err
	}))
	return account, secret, recovery
}

// toSecondStep signs in with the password and gives the token of the second step.
func toSecondStep(t *testing.T, b *browser, email string) string {
	t.Helper()
	answer := b.post("/sign-in", "email", email, "password", sentence)
	want(t, "the right password", answer.Code, http.StatusOK)
	found := stepField.FindStringSubmatch(answer.Body.String())
	if found == nil {
		t.Fatalf("no code is asked for:\n%s", answer.Body)
	}
	if b.get("/account").Code == http.StatusOK {
		t.Fatal("the password alone lets in")
	}
	return found[1]
}

func TestTheCodeIsAskedForAfterThePasswordAndWorksOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now := time.Now()
		_, secret, recovery := withCode(t, db, "strateg@exempel.se", now.Add(-time.Hour))
		site := program(db)
		b := newBrowser(site, "192.0.2.1")
		if answer := b.post("/sign-in", "email", "strateg@exempel.se", "password", "fel"); strings.Contains(answer.Body.String(), `name="step"`) {
			t.Error("a code is asked for although the password is wrong")
		}
		step := toSecondStep(t, b, "strateg@exempel.se")
		code := codeAt(t, secret, now)
		want(t, "a wrong code", b.post("/sign-in/code", "step", step, "code", "000000").Code, wrong)
		want(t, "an old code", b.post("/sign-in/code", "step", step, "code", codeAt(t, secret, now.Add(-5*time.Minute))).Code, wrong)
		want(t, "the right code", b.post("/sign-in/code", "step", step, "code", code[:3]+" "+code[3:], "back", "/account").Code, in)
		want(t, "signed in", b.get("/account").Code, http.StatusOK)

		other := newBrowser(site, "192.0.2.2")
		want(t, "the step again", other.post("/sign-in/code", "step", step, "code", code).Code, http.StatusNotFound)
		step = toSecondStep(t, other, "strateg@exempel.se")
		want(t, "the same code again", other.post("/sign-in/code", "step", step, "code", code).Code, wrong)
		want(t, "a recovery code", other.post("/sign-in/code", "step", step, "code", " "+strings.ToLower(strings.ReplaceAll(recovery[3], "-", " "))).Code, in)

		third := newBrowser(site, "192.0.2.3")
		step = toSecondStep(t, third, "strateg@exempel.se")
		want(t, "the recovery code again", third.post("/sign-in/code", "step", step, "code", recovery[3]).Code, wrong)
	})
}

func TestGuessesAtTheCodeAreHeldBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, secret, _ := withCode(t, db, "strateg@exempel.se", time.Now().Add(-time.Hour))
		b := newBrowser(program(db), "192.0.2.1")
		step := toSecondStep(t, b, "strateg@exempel.se")
		refused := 0
		for range 12 {
			if b.post("/sign-in/code", "step", step, "code", "000000").Code == tooMany {
				refused++
			}
		}
		if refused < 7 {
			t.Errorf("of twelve guesses %d were refused", refused)
		}
		want(t, "the right code, too early", b.post("/sign-in/code", "step", step, "code", codeAt(t, secret, time.Now())).Code, tooMany)
	})
}

// A link for a new password does not go around the code, and a form sent after the session ended asks for it too.
func TestNothingGoesAroundTheCode(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now := time.Now()
		account, secret, recovery := withCode(t, db, "strateg@exempel.se", now.Add(-time.Hour))
		var link string
		check(t, db.Write(ctx, func(tx *store.Tx) (err error) {
			link, err = accounts.PasswordLink(ctx, tx, account.ID, now)
			return err
		}))
		b := newBrowser(program(db), "192.0.2.1")
		answer := b.post("/password/"+link, "password", sentence, "again", sentence)
		step := stepField.FindStringSubmatch(answer.Body.String())
		if answer.Code != http.StatusOK || step == nil || b.get("/account").Code == http.StatusOK {
			t.Fatalf("the link lets in without the code: %d", answer.Code)
		}
		want(t, "the code after the link", b.post("/sign-in/code", "step", step[1], "code", codeAt(t, secret, now)).Code, in)

		late := newBrowser(program(db), "192.0.2.9")
		answer = late.post("/account/name?sign-in=1", "name", "Nytt Namn", "sign-in-email", "strateg@exempel.se", "sign-in-password", sentence)
		want(t, "a form with the password alone", answer.Code, http.StatusUnauthorized)
		kept := regexp.MustCompile(`name="sign-in-step" value="([^"]+)"`).FindStringSubmatch(answer.Body.String())
		if kept == nil || !strings.Contains(answer.Body.String(), "Nytt Namn") {
			t.Fatalf("the code is not asked for, or what was typed is lost:\n%s", answer.Body)
		}
		answer = late.post("/account/name?sign-in=1", "name", "Nytt Namn", "sign-in-step", kept[1], "sign-in-code", "111111")
		if answer.Code != wrong || !strings.Contains(answer.Body.String(), "Nytt Namn") {
			t.Errorf("a wrong code: %d\n%s", answer.Code, answer.Body)
		}
		want(t, "the form with a code", late.post("/account/name?sign-in=1", "name", "Nytt Namn", "sign-in-step", kept[1], "sign-in-code", recovery[0]).Code, in)
		check(t, db.Read(ctx, func(tx *store.Tx) (err error) {
			if account, err = accounts.Find(ctx, tx, account.ID); err == nil && account.Name != "Nytt Namn" {
				t.Errorf("the name is %q", account.Name)
			}
			return err
		}))
	})
}

func TestTheCodeIsTurnedOnAndOff(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		account := person(t, db, "strateg@exempel.se", accounts.Officer)
		b := newBrowser(program(db), "192.0.2.1")
		want(t, "signing in", b.signIn("strateg@exempel.se", sentence), in)
		want(t, "beginning", b.post("/account/code").Code, in)
		page := b.get("/account/code").Body.String()
		if !strings.Contains(page, "data:image/png;base64,") {
			t.Fatalf("no picture:\n%s", page)
		}
		var secret string
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			return tx.Get(ctx, &secret, "SELECT secret FROM account_totp WHERE account_id = $1", account.ID)
		}))
		want(t, "a wrong code", b.post("/account/code/confirm", "code", "123").Code, wrong)
		b.signOut()
		want(t, "not confirmed: the password is enough", b.signIn("strateg@exempel.se", sentence), in)
		answer := b.post("/account/code/confirm", "code", codeAt(t, secret, time.Now()))
		want(t, "confirming", answer.Code, http.StatusOK)
		if codes := regexp.MustCompile(`<code>[A-Z2-7]{5}(-[A-Z2-7]{5}){4}</code>`).FindAllString(answer.Body.String(), -1); len(codes) != 10 {
			t.Errorf("the recovery codes are %v", codes)
		}
		if again := b.get("/account/code").Body.String(); strings.Contains(again, "<code>") || strings.Contains(again, secret) {
			t.Error("the codes or the secret are shown again")
		}
		want(t, "a second one", b.post("/account/code").Code, http.StatusBadRequest)
		want(t, "turning it off", b.post("/account/code/remove").Code, in)
		b.signOut()
		want(t, "then the password is enough", b.signIn("strateg@exempel.se", sentence), in)
		var told int
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			return tx.Get(ctx, &told, "SELECT count(*) FROM audit_entry WHERE action IN ('account.code_added', 'account.code_removed')")
		}))
		if told != 2 {
			t.Errorf("the trail tells of it %d times", told)
		}
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			return tx.Get(ctx, &told, "SELECT count(*) FROM audit_entry WHERE before LIKE $1 OR after LIKE $1", "%"+secret+"%")
		}))
		if told != 0 {
			t.Error("the secret is in the trail")
		}
	})
}
