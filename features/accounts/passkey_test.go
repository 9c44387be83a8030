package accounts_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

const ownSite = "https://samverk.exempel.se"

// device holds one passkey, as a telephone does.
type device struct {
	virtualwebauthn.Authenticator
	key    virtualwebauthn.Credential
	origin string // of the page that asks
}

func newDevice(account accounts.Account) *device {
	return &device{virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(account.ID)}),
		newKey(), ownSite}
}

// newKey makes a key pair whose coordinates fill their 32 bytes each: the library leaves out leading zeros, which no real
// device does (RFC 9053, section 7.1.1), and one key in 128 would be refused.
func newKey() virtualwebauthn.Credential {
	for {
		key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
		if bytes.Count(key.Key.AttestationData(), []byte{0x58, 32}) == 2 {
			return key
		}
	}
}

func (d *device) site() virtualwebauthn.RelyingParty {
	return virtualwebauthn.RelyingParty{ID: "samverk.exempel.se", Name: "Samverk", Origin: d.origin}
}

// makes gives the device's answer when it is asked for a new passkey.
func (d *device) makes(t *testing.T, asked string) string {
	t.Helper()
	options, err := virtualwebauthn.ParseAttestationOptions(asked)
	if err != nil {
		t.Fatal(err, asked)
	}
	return virtualwebauthn.CreateAttestationResponse(d.site(), d.Authenticator, d.key, *options)
}

// signs gives the device's answer when it is asked to sign in, and counts.
func (d *device) signs(t *testing.T, asked string) string {
	t.Helper()
	options, err := virtualwebauthn.ParseAssertionOptions(asked)
	if err != nil {
		t.Fatal(err, asked)
	}
	d.key.Counter++
	return virtualwebauthn.CreateAssertionResponse(d.site(), d.Authenticator, d.key, *options)
}

// withPasskey is somebody who has added a passkey, and a browser where they are signed in.
func withPasskey(t *testing.T, db *store.DB) (site http.Handler, account accounts.Account, b *browser, d *device) {
	t.Helper()
	account = person(t, db, "strateg@exempel.se", accounts.Administrator)
	site = programOf(&accounts.Feature{DB: db, BaseURL: ownSite})
	b, d = newBrowser(site, "192.0.2.1"), newDevice(account)
	want(t, "signing in", b.signIn(account.Email, sentence), in)
	answer := d.makes(t, b.post("/account/passkeys/begin", "name", "Telefonen").Body.String())
	want(t, "adding", b.post("/account/passkeys", "name", "Telefonen", "credential", answer).Code, in)
	return site, account, b, d
}

// signInWith asks this browser and sends what the device answers.
func (b *browser) signInWith(t *testing.T, d *device) *httptest.ResponseRecorder {
	t.Helper()
	return b.post("/sign-in/passkey", "credential", d.signs(t, b.post("/sign-in/passkey/begin").Body.String()))
}

func passkeysOf(t *testing.T, db *store.DB, account accounts.Account) (passkeys []accounts.Passkey) {
	t.Helper()
	check(t, db.Read(ctx, func(tx *store.Tx) (err error) {
		passkeys, err = accounts.Passkeys(ctx, tx, account.ID)
		return err
	}))
	return passkeys
}

// told is how often the trail tells of such an act.
func told(t *testing.T, db *store.DB, action string) (times int) {
	t.Helper()
	check(t, db.Read(ctx, func(tx *store.Tx) error {
		return tx.Get(ctx, &times, "SELECT count(*) FROM audit_entry WHERE action = $1", action)
	}))
	return times
}

func TestAPasskeySignsInUntilItIsRemoved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		site, account, first, d := withPasskey(t, db)
		b := newBrowser(site, "192.0.2.2")
		w := b.signInWith(t, d)
		want(t, "signing in with it", w.Code, in)
		if page := b.get("/account").Body.String(); !strings.Contains(page, "med passnyckel") || !strings.Contains(page, "Telefonen") {
			t.Errorf("the account does not tell of the passkey: %s", page)
		}
		key := passkeysOf(t, db, account)[0]
		if key.UsedAt.IsZero() {
			t.Error("it is not told when it was used")
		}
		proofsAge(t, db, 16*time.Minute)
		want(t, "removing it long after", first.post("/account/passkeys/"+key.ID+"/remove").Code, http.StatusUnauthorized)
		want(t, "showing again who one is", b.signInWith(t, d).Code, in)
		want(t, "removing it", b.post("/account/passkeys/"+key.ID+"/remove").Code, in)
		w = newBrowser(site, "192.0.2.3").signInWith(t, d)
		want(t, "signing in without it", w.Code, wrong)
		if !strings.Contains(w.Body.String(), "hör inte till något konto") {
			t.Errorf("it is not told why: %s", w.Body)
		}
		if told(t, db, "account.passkey_added") != 1 || told(t, db, "account.passkey_removed") != 1 {
			t.Error("the trail does not tell what was done")
		}
	})
}

func TestWhichAnswersOfAPasskeyAreRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		site, account, _, d := withPasskey(t, db)
		try := func(what string, b *browser, answer string) {
			t.Helper()
			want(t, what, b.post("/sign-in/passkey", "credential", answer).Code, wrong)
			want(t, what+", and then one's account", b.get("/account").Code, in)
			if to := b.get("/account").Header().Get("Location"); !strings.HasPrefix(to, "/sign-in") {
				t.Errorf("%s: signed in", what)
			}
		}
		here, there := newBrowser(site, "192.0.2.2"), newBrowser(site, "192.0.2.3")
		asked := func(b *browser) string { return b.post("/sign-in/passkey/begin").Body.String() }

		answer := d.signs(t, asked(here))
		want(t, "the answer once", here.post("/sign-in/passkey", "credential", answer).Code, in)
		here.signOut()
		try("the answer again", here, answer)
		asked(here)
		try("the answer to an earlier question", here, answer)

		question := asked(here)
		asked(there)
		try("the answer to another browser's question", there, d.signs(t, question))
		try("an answer without a question", newBrowser(site, "192.0.2.4"), d.signs(t, question))

		d.origin = "https://samverk.exempel.com"
		try("an answer from another site", here, d.signs(t, asked(here)))
		d.origin = ownSite
		d.Options.UserNotVerified = true
		try("without the finger or the code", here, d.signs(t, asked(here)))
		d.Options.UserNotVerified = false
		try("no answer", here, "")
		try("nonsense", here, `{"id":"x"}`)
		stranger := newDevice(account)
		try("a passkey that nobody has", here, stranger.signs(t, asked(here)))
		stranger.key.ID = d.key.ID
		try("a passkey signed by somebody else", here, stranger.signs(t, asked(here)))

		question = asked(here)
		check(t, db.Write(ctx, func(tx *store.Tx) error { return accounts.EndOver(ctx, tx, time.Now().Add(11*time.Minute)) }))
		try("an answer that comes too late", here, d.signs(t, question))
		want(t, "a right answer after all that", here.signInWith(t, d).Code, in)
	})
}

func TestAPasskeyThatCountsBackwardsIsRefusedAndTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		site, _, _, d := withPasskey(t, db)
		copied := *d
		b := newBrowser(site, "192.0.2.2")
		want(t, "once", b.signInWith(t, d).Code, in)
		want(t, "twice", b.signInWith(t, d).Code, in)
		w := newBrowser(site, "192.0.2.3").signInWith(t, &copied)
		want(t, "the copy", w.Code, wrong)
		if !strings.Contains(w.Body.String(), "verkar ha kopierats") || told(t, db, "account.passkey_refused") != 1 {
			t.Errorf("it is not told: %s", w.Body)
		}
	})
}

func TestAPasskeyOfAClosedAccountSignsNobodyIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		site, account, _, d := withPasskey(t, db)
		check(t, db.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE account SET closed_at = $1 WHERE id = $2", store.Now(), account.ID)
			if err != nil {
				return err
			}
			return audit.Append(ctx, tx, audit.Change{Action: "x"})
		}))
		want(t, "signing in", newBrowser(site, "192.0.2.2").signInWith(t, d).Code, wrong)
	})
}

func TestTheLastWayOfSigningInStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, account, b, _ := withPasskey(t, db)
		check(t, db.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE account SET password_hash = NULL WHERE id = $1", account.ID)
			return err
		}))
		path := "/account/passkeys/" + passkeysOf(t, db, account)[0].ID + "/remove"
		want(t, "removing the only way", b.post(path).Code, wrong)
		want(t, "removing it as an administrator", b.post("/people/"+account.ID+strings.TrimPrefix(path, "/account")).Code, wrong)
		second := newDevice(account)
		answer := second.makes(t, b.post("/account/passkeys/begin", "name", "Datorn").Body.String())
		want(t, "adding another", b.post("/account/passkeys", "name", "Datorn", "credential", answer).Code, in)
		want(t, "removing one of two", b.post(path).Code, in)
		if left := passkeysOf(t, db, account); len(left) != 1 || left[0].Name != "Datorn" {
			t.Errorf("left: %v", left)
		}
	})
}

func TestNobodyAddsOrRemovesAnothersPasskey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		site, account, b, d := withPasskey(t, db)
		other := person(t, db, "annan@exempel.se", accounts.Officer)
		theirs := newBrowser(site, "192.0.2.9")
		want(t, "signing in", theirs.signIn(other.Email, sentence), in)
		theirs.post("/account/passkeys/" + passkeysOf(t, db, account)[0].ID + "/remove")
		question := b.post("/account/passkeys/begin", "name", "Datorn").Body.String()
		theirs.cookies["samverk_passkey"] = b.cookies["samverk_passkey"]
		d.key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
		want(t, "adding what another was asked", theirs.post("/account/passkeys", "name", "Datorn", "credential", d.makes(t, question)).Code, wrong)
		if own, others := len(passkeysOf(t, db, account)), len(passkeysOf(t, db, other)); own != 1 || others != 0 {
			t.Errorf("%d and %d passkeys", own, others)
		}
	})
}

func TestAnAdministratorRemovesThePasskeyOfALostDevice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		site, account, b, d := withPasskey(t, db)
		other := person(t, db, "annan@exempel.se", accounts.Administrator)
		person(t, db, "granskare@exempel.se", accounts.Auditor)
		thief, admin, auditor := newBrowser(site, "192.0.2.2"), newBrowser(site, "192.0.2.3"), newBrowser(site, "192.0.2.4")
		want(t, "with the device", thief.signInWith(t, d).Code, in)
		want(t, "the administrator", admin.signIn(other.Email, sentence), in)
		want(t, "the auditor", auditor.signIn("granskare@exempel.se", sentence), in)
		page := "/people/" + account.ID
		remove := page + "/passkeys/" + passkeysOf(t, db, account)[0].ID + "/remove"
		if seen := auditor.get(page).Body.String(); !strings.Contains(seen, "Telefonen") || strings.Contains(seen, remove) {
			t.Error("the auditor does not see the passkey, or is offered to remove it")
		}
		want(t, "the auditor may not", auditor.post(remove).Code, 403)
		want(t, "it is another's", admin.post(strings.Replace(remove, account.ID, other.ID, 1)).Code, in)
		if seen := admin.get(page).Body.String(); !strings.Contains(seen, "Telefonen") || !strings.Contains(seen, remove) || !thief.isIn() {
			t.Error("the administrator does not see the passkey, or cannot remove it")
		}
		for range 2 {
			want(t, "removing", admin.post(remove).Code, in)
		}
		if thief.isIn() || !b.isIn() || !admin.isIn() {
			t.Errorf("signed in: with the device %t, with the password %t, the administrator %t", thief.isIn(), b.isIn(), admin.isIn())
		}
		want(t, "the device afterwards", thief.signInWith(t, d).Code, wrong)
		if strings.Contains(admin.get(page+"?done=passkey_removed").Body.String(), "Telefonen") || told(t, db, "account.passkey_removed") != 1 {
			t.Error("it is still shown, or not told once")
		}
		want(t, "nobody's", admin.post("/people/ingen/passkeys/x/remove").Code, 404)
		proofsAge(t, db, 16*time.Minute)
		want(t, "with an old proof", admin.post(remove).Code, 401)
	})
}

func TestWherePasskeysAreOffered(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	person(t, db, "a@exempel.se", accounts.Administrator)
	const button, unset = "Logga in med passnyckel", "Administratören måste först ange"
	for _, c := range []struct {
		set, host      string
		offered, unset bool
	}{
		{"https://samverk.exempel.se", "whatever", true, false},
		{"http://samverk.exempel.se", "samverk.exempel.se", false, false},
		{"https://192.0.2.1", "192.0.2.1", false, false},
		{"", "localhost:8080", true, false},
		{"", "samverk.localhost", true, false},
		{"", "samverk.exempel.se", false, true},
		{"", "127.0.0.1:8080", false, false},
		{"", "[::1]:8080", false, false},
	} {
		b := newBrowser(programOf(&accounts.Feature{DB: db, BaseURL: c.set}), "192.0.2.1")
		at := "http://" + c.host
		if offered := strings.Contains(b.get(at+"/sign-in").Body.String(), button); offered != c.offered {
			t.Errorf("%q at %s: offered %v", c.set, c.host, offered)
		}
		want(t, "signing in", b.post(at+"/sign-in", "email", "a@exempel.se", "password", sentence).Code, in)
		page := b.get(at + "/account").Body.String()
		if told := strings.Contains(page, unset); told != c.unset {
			t.Errorf("%q at %s: told %v", c.set, c.host, told)
		}
		if begins := b.post(at+"/account/passkeys/begin", "name", "Telefonen").Code == http.StatusOK; begins != c.offered {
			t.Errorf("%q at %s: begins %v", c.set, c.host, begins)
		}
	}
}

func TestTheNameOfAPasskeyIsKeptAfterShowingWhoItIs(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	person(t, db, "a@exempel.se", accounts.Administrator)
	b := newBrowser(programOf(&accounts.Feature{DB: db, BaseURL: ownSite}), "192.0.2.1")
	want(t, "signing in", b.signIn("a@exempel.se", sentence), in)
	proofsAge(t, db, 16*time.Minute)
	want(t, "asking", b.post("/account/passkeys/begin", "name", "Telefonen").Code, http.StatusUnauthorized)
	w := b.post("/account/passkeys", "name", "Telefonen", "credential", "")
	want(t, "adding", w.Code, http.StatusUnauthorized)
	status, page := b.sendAgain(w.Body.String(), sentence)
	want(t, "going on", status, wrong)
	if !strings.Contains(page, `value="Telefonen"`) || !strings.Contains(page, "en gång till") {
		t.Errorf("what was typed is lost: %s", page)
	}
	want(t, "no name", b.post("/account/passkeys", "name", " ").Code, wrong)
	want(t, "a long name", b.post("/account/passkeys", "name", strings.Repeat("å", 61)).Code, wrong)
}
