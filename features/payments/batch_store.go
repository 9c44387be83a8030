package payments

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Batch is a payment file.
type Batch struct {
	ID     string
	Order  Order
	MadeBy string
	MadeAt store.Time
}

type batchRow struct {
	ID      string
	Content store.JSON[Order]
	MadeBy  string
	MadeAt  store.Time
}

// Batches lists the payment files, the latest first.
func Batches(ctx context.Context, tx *store.Tx) ([]Batch, error) {
	var rows []batchRow
	err := tx.Select(ctx, &rows, "SELECT id, content, made_by, made_at FROM payment_batch ORDER BY number DESC")
	list := make([]Batch, len(rows))
	for i, r := range rows {
		list[i] = Batch{r.ID, r.Content.V, r.MadeBy, r.MadeAt}
	}
	return list, err
}

// FindBatch gives a payment file; store.ErrNotFound when there is none.
func FindBatch(ctx context.Context, tx *store.Tx, id string) (Batch, error) {
	if !store.IsID(id) {
		return Batch{}, unknown()
	}
	var r batchRow
	err := tx.Get(ctx, &r, "SELECT id, content, made_by, made_at FROM payment_batch WHERE id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		err = unknown()
	}
	return Batch{r.ID, r.Content.V, r.MadeBy, r.MadeAt}, err
}

// Send makes a payment file of payments that two have attested, all of them or none: each must be as its tick says it was seen.
// The key was made with the form, so the same form makes one file.
func Send(ctx context.Context, tx *store.Tx, key string, ticks []string, on calendar.Date) error {
	if on.IsZero() {
		return i18n.Fail("payments.due_missing")
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	if _, err := FindBatch(ctx, tx, key); !errors.Is(err, store.ErrNotFound) {
		return err // made already, by the same form
	}
	setting, err := CurrentSetting(ctx, tx)
	if err != nil {
		return err
	}
	if setting.Version == 0 {
		return i18n.Fail("payments.setting_missing")
	}
	o := Order{MadeAt: store.Now().UTC(), ExecuteOn: on, Payer: setting.Payer}
	if err := tx.Get(ctx, &o.Number, "SELECT COALESCE(MAX(number), 0) + 1 FROM payment_batch"); err != nil {
		return err
	}
	actor, _ := audit.ActorIn(ctx)
	if _, err := tx.Exec(ctx, "INSERT INTO payment_batch (id, number, execute_on, content, made_by, made_at) VALUES ($1, $2, $3, '{}', $4, $5)", key, o.Number, on, actor.Name,
		store.TimeOf(o.MadeAt)); err != nil {
		return err
	}
	if err := withTicked(ctx, tx, ticks, "grant.payment_sent", func(g *Grant, id string) error {
		if _, err := notConcerned(ctx, tx, g); err != nil {
			return err
		}
		t, p := g.Find(id)
		if !g.isPaid() || g.Pays.IsZero() {
			return notNow()
		}
		if p.DueOn.After(on) {
			return i18n.Fail("payments.not_due", "organisation", g.Organisation, "day", p.DueOn.String())
		}
		if err := p.Move(Sent, ""); err != nil {
			return err
		}
		p.BatchID = key
		o.Lines = append(o.Lines, Line{p.ID, g.ID, g.Organisation, g.Pays, p.Amount, strings.TrimSpace(g.Programme + " " + strconv.Itoa(t.Year) + " " + g.DiaryNumber)})
		return nil
	}); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE payment_batch SET content = $2 WHERE id = $1", key, store.AsJSON(o)); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "payment_batch.made", ObjectKind: "payment_batch", ObjectID: key, After: struct {
		Number int64 `json:"batchNumber"`
		Count  int   `json:"paymentCount"`
		Sum    int64 `json:"sumOre"`
	}{o.Number, len(o.Lines), o.Sum()}})
}

// InBatch lists the payments of a file as they are now, in the file's order.
func InBatch(ctx context.Context, tx *store.Tx, b *Batch) ([]Attestable, error) {
	all, err := find(ctx, tx, " WHERE g.id IN (SELECT i.grant_id FROM instalment i WHERE i.batch_id = $1)", b.ID)
	if err != nil {
		return nil, err
	}
	var list []Attestable
	for n := range b.Order.Lines {
		for i := range all {
			if t, p := all[i].Find(b.Order.Lines[n].InstalmentID); p != nil && p.BatchID == b.ID {
				list = append(list, Attestable{all[i], *p, t.Year})
			}
		}
	}
	return list, nil
}

// MarkPaid says that the bank has paid every payment of a file that has not been answered yet.
func MarkPaid(ctx context.Context, tx *store.Tx, batchID string, day calendar.Date) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	b, err := FindBatch(ctx, tx, batchID)
	if err != nil {
		return err
	}
	if day.IsZero() || day.Before(calendar.Today(b.MadeAt.Time)) {
		return i18n.Fail("payments.paid_before_sent")
	}
	list, err := InBatch(ctx, tx, &b)
	if err != nil {
		return err
	}
	for i := range list {
		if list[i].Instalment.State != Sent {
			continue
		}
		if _, err := change(ctx, tx, list[i].Grant.ID, 0, "grant.payment_paid", "", func(g *Grant) error {
			return g.step(list[i].Instalment.ID, Paid, "", "", day)
		}); err != nil {
			return err
		}
	}
	return nil
}
