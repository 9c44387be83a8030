package e2e

import (
	"strings"
	"testing"
	"time"

	"samverk/features/outbox/smtptest"
)

// mailTo waits for a mail to an address with words in its subject.
func mailTo(t *testing.T, post *smtptest.Server, to, subject string) smtptest.Message {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		for _, m := range post.Received(t) {
			if m.Recipient == to && strings.Contains(m.Subject(), subject) {
				return m
			}
		}
	}
	t.Fatalf("no mail about %q came to %s", subject, to)
	return smtptest.Message{}
}
