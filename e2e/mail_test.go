package e2e

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"samverk/features/outbox/smtptest"
)

// mailing are the arguments with which the program sends through the server.
func mailing(post *smtptest.Server) []string {
	return []string{"--smtp", "smtp://" + post.Addr, "--mail-from", "Samverk <samverk@exempel.se>", "--base-url", "https://samverk.exempel.se"}
}

var siteLink = regexp.MustCompile(`https://samverk\.exempel\.se(/\S+)`)

// letterTo waits for a mail to the address with the words in its subject, and gives the path of the link in it.
func letterTo(t *testing.T, post *smtptest.Server, to, subject string) string {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		for _, m := range post.Received(t) {
			if m.Recipient != to || !strings.Contains(m.Subject(), subject) {
				continue
			}
			if found := siteLink.FindStringSubmatch(m.Text); found != nil {
				return found[1]
			}
			t.Fatalf("the mail has no link to the site:\n%s", m.Text)
		}
	}
	t.Fatalf("no mail about %q came to %s: %v", subject, to, post.Received(t))
	return ""
}

// An administrator adds somebody who represents an association, with the link sent by e-mail. She chooses a password with
// it; another day she asks for a link that signs her in, since she has forgotten the password.
func TestSomebodyIsInvitedByMailAndSignsInByMail(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		post := smtptest.Start(t, "", "")
		s := d.start(append([]string{"--demo"}, mailing(post)...)...)
		admin := reader{}.signedIn(t, s, "/people/new")
		admin.fill("Namn", "Berit Påhittad")
		admin.fill("E-postadress", "berit@exempel.se")
		admin.choose("Föreningsföreträdare")
		admin.press("Lägg till")
		admin.sees("Kontot är skapat")
		admin.accessible()

		invited := reader{}.open(t, s, letterTo(t, post, "berit@exempel.se", "Välj ditt lösenord"))
		invited.fill("Nytt lösenord", "ett helt eget lösenord")
		invited.fill("Nytt lösenord igen", "ett helt eget lösenord")
		invited.press("Spara och logga in")
		invited.do(chromedp.WaitVisible(`form[action="/sign-out"]`))

		another := reader{}.open(t, s, "/sign-in")
		another.press("Logga in med länk i e-post")
		another.accessible()
		another.fill("E-postadress", "Berit@Exempel.se")
		another.press("Skicka länken")
		another.sees("Titta i din e-post")
		link := letterTo(t, post, "berit@exempel.se", "logga in")
		another.visit(link)
		another.sees("Du loggar in som Berit Påhittad")
		another.accessible()
		another.press("Logga in")
		another.do(chromedp.WaitVisible(`form[action="/sign-out"]`))
		if again := s.get(link); again.status != 404 {
			t.Errorf("the link works twice: %d", again.status)
		}

		stranger := reader{}.open(t, s, "/sign-in/link")
		stranger.fill("E-postadress", "ingen@exempel.se")
		stranger.press("Skicka länken")
		stranger.sees("Titta i din e-post")    // nothing tells who has an account
		stranger.fill("E-postadress", address) // the administrator
		stranger.press("Skicka länken")        // who does not sign in so
		admin.visit("/outbox?state=sent")
		admin.sees("berit@exempel.se", "Länk för att logga in")
		admin.accessible()
		for _, m := range post.Received(t) {
			if m.Recipient != "berit@exempel.se" {
				t.Errorf("a mail came to %s: %s", m.Recipient, m.Subject())
			}
		}
	})
}

// What the server refuses is shown with its reason, and can be sent again.
func TestAMailThatFailedIsShownAndSentAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		post := smtptest.Start(t, "", "")
		s := d.start(append([]string{"--demo"}, mailing(post)...)...)
		admin := reader{}.signedIn(t, s, "/people/new")
		admin.fill("Namn", "Nils Påhittad")
		admin.fill("E-postadress", smtptest.Refused+"nils@exempel.se")
		admin.choose("Läsare")
		admin.press("Lägg till")
		for end := time.Now().Add(30 * time.Second); !admin.says("E-postservern tog inte emot mejlet") && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
			admin.visit("/outbox?state=failed")
		}
		admin.sees("E-postservern tog inte emot mejlet", "nobody of that name")
		admin.accessible()
		admin.press("Försök igen")
		admin.sees("Mejlet skickas på nytt")
	})
}
