// Package outbox owns the e-mail that the program sends. A mail is queued in the transaction that causes it and sent after
// the commit; the page shows what waits, what failed and why, and what was sent. It does not own what mails say: each
// feature words its own.
//
// A mail is sent once as far as SMTP allows. Between the moment when the receiving server has taken it and the moment when
// that is written down the program may be killed; it is then sent again, with the same Message-ID, by which servers and
// people can tell that it is the same.
//
// An event for calendar programs may go with a mail, as another way of saying the same. Text and event are taken away when
// the mail has been sent.
//
// Tables: mail. Addresses: /outbox, for administrators and auditors.
package outbox
