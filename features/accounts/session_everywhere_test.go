package accounts_test

import (
	"strings"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// isIn tells whether the browser's reader is signed in.
func (b *browser) isIn() bool { return b.get("/account").Code == 200 }

func TestSigningOutEverywhereButHere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		me := person(t, db, "strateg@exempel.se", accounts.Officer)
		person(t, db, "annan@exempel.se", accounts.Officer)
		here, there, other := newBrowser(program(db), "192.0.2.1"), newBrowser(program(db), "192.0.2.2"), newBrowser(program(db), "192.0.2.3")
		want(t, "the other", other.signIn("annan@exempel.se", sentence), in)
		want(t, "here", here.signIn("strateg@exempel.se", sentence), in)
		if strings.Contains(here.get("/account").Body.String(), "/account/sessions/end-elsewhere") {
			t.Error("there is nowhere else to be signed out of")
		}
		want(t, "there", there.signIn("strateg@exempel.se", sentence), in)
		if !strings.Contains(here.get("/account").Body.String(), "/account/sessions/end-elsewhere") {
			t.Error("the page has no button for it")
		}
		for range 2 {
			w := here.post("/account/sessions/end-elsewhere")
			if w.Code != in || w.Header().Get("Location") != "/account?done=elsewhere" {
				t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
			}
		}
		if !here.isIn() || there.isIn() || !other.isIn() {
			t.Errorf("signed in here: %t, there: %t, the other: %t", here.isIn(), there.isIn(), other.isIn())
		}
		wantTrail(t, db, "session.ended_everywhere", me.ID+` {"ended":1} `+me.ID)
		for newBrowser(there.program, "192.0.2.9").signIn("strateg@exempel.se", "fel") != tooMany { // now only browsers that are known get in
		}
		want(t, "the browser there is known no longer", there.signIn("strateg@exempel.se", sentence), tooMany)
		here.signOut()
		want(t, "the browser here still is", here.signIn("strateg@exempel.se", sentence), in)
	})
}

// wantTrail asks for the entries of an action: the object, what it was made, and who did it.
func wantTrail(t *testing.T, db *store.DB, action string, want ...string) {
	t.Helper()
	var entries []string
	check(t, db.Read(ctx, func(tx *store.Tx) error {
		return tx.Select(ctx, &entries, "SELECT object_id || ' ' || after || ' ' || actor_id FROM audit_entry WHERE action = $1 ORDER BY at, id", action)
	}))
	if strings.Join(entries, "\n") != strings.Join(want, "\n") {
		t.Errorf("the trail says of %s %q, want %q", action, entries, want)
	}
}

func TestAnAdministratorSignsSomebodyOutEverywhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		admin, officer := person(t, db, "a@exempel.se", accounts.Administrator), person(t, db, "strateg@exempel.se", accounts.Officer)
		site := program(db)
		a, b := newBrowser(site, "192.0.2.1"), newBrowser(program(db), "192.0.2.2")
		want(t, "the administrator", a.signIn("a@exempel.se", sentence), in)
		want(t, "the person", b.signIn("strateg@exempel.se", sentence), in)
		want(t, "the person may not", b.post("/people/"+admin.ID+"/sign-out").Code, 403)
		for range 2 {
			w := a.post("/people/" + officer.ID + "/sign-out")
			if w.Code != in || w.Header().Get("Location") != "/people/"+officer.ID+"?done=signed_out" {
				t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
			}
		}
		if b.isIn() || !a.isIn() {
			t.Error("the wrong one is signed out")
		}
		wantTrail(t, db, "session.ended_everywhere", officer.ID+` {"ended":1} `+admin.ID)
		want(t, "the password is the same", b.signIn("strateg@exempel.se", sentence), in)
		a.post("/people/" + admin.ID + "/sign-out")
		if !a.isIn() {
			t.Error("the administrator is signed out where they are")
		}
		want(t, "nobody", a.post("/people/ingen/sign-out").Code, 404)
		proofsAge(t, db, 16*time.Minute)
		want(t, "with an old proof", a.post("/people/"+officer.ID+"/sign-out").Code, 401)
		want(t, "with an old proof", a.post("/account/sessions/end-elsewhere").Code, 401)
		want(t, "with an old proof", a.post("/account/sessions/end", "session", "x").Code, 401)
	})
}
