package outbox

import (
	"context"
	"errors"
	"fmt"
	"samverk/features/audit"
	"samverk/platform/jobs"
	"samverk/platform/store"
	"time"
)

// unsetPause is how long mails wait before it is looked again whether there is a server.
const unsetPause = time.Minute

// send tries once to hand over a mail.
func (f *Feature) send(ctx context.Context, args sendArgs, try jobs.Try) error {
	if f.Server == nil {
		return jobs.Later(unsetPause)
	}
	ctx = audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "outbox", Name: "Samverk"})
	var m Mail
	err := f.DB.Write(ctx, func(tx *store.Tx) (err error) {
		m, err = take(ctx, tx, args.Mail, time.Now())
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return f.leave(ctx, args.Mail)
	}
	if err != nil {
		return err
	}
	fault, answer := f.Server.hand(ctx, &m)
	last := fault == Refused || try.Last
	if err := f.DB.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		if fault == "" {
			return setSent(ctx, tx, m, time.Now())
		}
		return setFault(ctx, tx, m, fault, answer, last, time.Now())
	}); err != nil {
		return err
	}
	switch failure := fmt.Errorf("a mail was not sent: %s", fault); { // the answer may name people
	case fault == "":
		return nil
	case last:
		return jobs.Final(failure)
	default:
		return failure
	}
}

// leave gives up a job whose mail is not to be sent, and waits when another copy of the program is at it: should that one
// be killed, the mail must not be forgotten.
func (f *Feature) leave(ctx context.Context, id string) error {
	var m Mail
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		m, err = Find(ctx, tx, id)
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && m.State != Waiting:
		return nil
	case err != nil:
		return err
	}
	return jobs.Later(mailRules.Longest)
}
