package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// Somebody turns on a one-time code, is asked for it at the next sign-in, and gets in with a recovery code when the telephone
// is gone.
func TestSomebodySignsInWithAOneTimeCode(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]reader{"with scripts": {}, "without scripts": withoutAidOf} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, d desk) {
				s := d.start("--demo")
				p := r.signedIn(t, s, "/account")
				seen := func() {
					if !r.withoutScript { // axe itself is a script
						p.accessible()
					}
				}
				p.press("Hantera engångskod")
				seen()
				p.press("Slå på engångskod")
				seen()
				secret := strings.ReplaceAll(ask[string](p, `[...document.querySelectorAll("dd")].map(d => d.innerText).find(t => /^[A-Z2-7 ]{20,}$/.test(t)) ?? ""`), " ", "")
				telephone := func() string {
					code, err := totp.GenerateCode(secret, time.Now())
					if err != nil {
						t.Fatal(err)
					}
					return code
				}
				p.fill("Koden som appen visar", telephone())
				p.press("Slå på")
				p.sees("Engångskod är påslagen")
				seen()
				recovery := ask[string](p, `document.querySelector(".codes code").innerText`)

				again := r.open(t, s, "/sign-in?back=/records")
				again.expectComplaint("the server responded with a status of 422")
				again.fill("E-postadress", address)
				again.fill("Lösenord", password)
				again.press("Logga in")
				again.sees("Skriv din engångskod")
				again.fill("Engångskod", "000000")
				again.press("Logga in")
				again.sees("Koden stämmer inte")
				again.fill("Engångskod", recovery)
				again.press("Logga in")
				if at := again.at(); at != "/records" {
					t.Errorf("signed in, one comes to %s", at)
				}
			})
		})
	}
}
