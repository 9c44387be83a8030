package mandates

import (
	"cmp"
	"context"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// letters is how the keys of what letters say begin.
const letters = "mandates.letter."

// Writer writes letters to representatives, each in the language of the person. Without a Post nothing is written.
type Writer struct {
	Post      accounts.Post
	Kind      string // of the letters; empty: mandate
	Catalogue *i18n.Catalogue
}

// To queues a letter whose subject and text stand in the catalogue below a key. The pairs fill them in, besides the person's
// name.
func (w *Writer) To(ctx context.Context, tx *store.Tx, accountID, key string, pairs ...any) error {
	if w.Post == nil {
		return nil
	}
	to, err := accounts.Find(ctx, tx, accountID)
	if err != nil || to.Closed {
		return err
	}
	p := w.Catalogue.In(to.Language)
	pairs = append(pairs, "name", to.Name)
	return w.Post(ctx, tx, accounts.Letter{Kind: cmp.Or(w.Kind, "mandate"), To: to, Subject: p.T(key+".subject", pairs...), Text: p.T(key+".text", pairs...)})
}

// ToAll writes to everybody who acts for an organisation today.
func (w *Writer) ToAll(ctx context.Context, tx *store.Tx, organisationID, key string, pairs ...any) error {
	if w.Post == nil {
		return nil
	}
	all, err := Acting(ctx, tx, organisationID, today())
	if err != nil {
		return err
	}
	for i := range all {
		if err := w.To(ctx, tx, all[i].AccountID, key, pairs...); err != nil {
			return err
		}
	}
	return nil
}

// invite writes to whoever is invited: with a link that sets a password to one who has just got an account, else with where
// to go.
func (w *Writer) invite(ctx context.Context, tx *store.Tx, i *invited, site string, now time.Time) error {
	if i.Again {
		return nil
	}
	by, _ := audit.ActorIn(ctx)
	pairs := []any{"organisation", i.Mandate.Organisation, "by", by.Name}
	if i.Token == "" {
		return w.To(ctx, tx, i.Account.ID, letters+"invited", append(pairs, "link", site+"/my/organisations")...)
	}
	return w.To(ctx, tx, i.Account.ID, letters+"invited_new", append(pairs, "link", site+"/password/"+i.Token,
		"until", calendar.Clock(now.Add(accounts.LinkTime)), "again", site+"/sign-in/link")...)
}

// decided writes to the person what an officer found.
func (w *Writer) decided(ctx context.Context, tx *store.Tx, m *Mandate, site string) error {
	key := letters + "refused"
	if m.Decision == Confirm {
		key = letters + "confirmed"
	}
	return w.To(ctx, tx, m.AccountID, key, "organisation", m.Organisation, "reason", m.Reason, "link", site+"/my/organisations")
}
