package organisations

import (
	"context"
	"strconv"
	"strings"

	"samverk/features/audit"
	"samverk/platform/store"
)

// place adds an argument and gives its place.
func (q *query) place(arg any) string {
	q.args = append(q.args, arg)
	return "$" + strconv.Itoa(len(q.args))
}

// places adds several arguments and gives their places, with commas between.
func places[T any](q *query, values []T) string {
	all := make([]string, len(values))
	for i, value := range values {
		all[i] = q.place(value)
	}
	return strings.Join(all, ", ")
}

// Newcomer is an organisation that is to be added under a key made beforehand.
type Newcomer struct {
	ID  string
	Key string // of its name: NameKey
	Content
}

// Adder adds many organisations in one transaction. What it has learnt of the register it remembers between one adding and
// the next.
type Adder struct {
	tx     *store.Tx
	before int64 // the last place that was taken before
	last   int64 // the last place that is taken
	words  *indexer
}

// NewAdder begins to add. It holds the register's lock until the transaction ends.
func NewAdder(ctx context.Context, tx *store.Tx) (*Adder, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return nil, err
	}
	return newAdder(ctx, tx)
}

func newAdder(ctx context.Context, tx *store.Tx) (*Adder, error) {
	a := &Adder{tx: tx, words: newIndexer(tx)}
	err := tx.Get(ctx, &a.last, "SELECT COALESCE(max(place), 0) FROM organisation")
	a.before = a.last
	return a, err
}

// Room is how many organisations are best added next: as many as fill a block of the search's lists, which are then
// written once.
func (a *Adder) Room() int { return blockLength - int((a.last+1)%blockLength) }

// Add adds organisations that are not there, each with its own entry in the trail.
func (a *Adder) Add(ctx context.Context, some []Newcomer) error {
	list := make([]Organisation, len(some))
	changes := make([]audit.Change, len(some))
	for i := range some {
		c := some[i].Content
		c.tidy()
		if err := firstFault(c.check()); err != nil {
			return err
		}
		list[i] = Organisation{ID: some[i].ID, Content: c, Version: 1}
		changes[i] = audit.Change{Action: "organisation.added", ObjectKind: "organisation", ObjectID: list[i].ID, After: list[i].told()}
	}
	if err := a.insert(ctx, list); err != nil {
		return err
	}
	return audit.AppendMany(ctx, a.tx, changes)
}

func (a *Adder) insert(ctx context.Context, all []Organisation) error {
	now := store.Now()
	rows, towns := store.NewBulk(a.tx, insertOrganisation, "", organisationValues), store.NewBulk(a.tx, insertMunicipality, "", 3)
	names, keys := make([]named, len(all)), make([][]byte, len(all))
	before := a.last
	for i := range all {
		o := &all[i]
		a.last++
		names[i], keys[i] = named{a.last, o.words()}, sortKey(o.Name)
		if err := rows.Add(ctx, o.row(a.last, keys[i], now, 1)...); err != nil {
			return err
		}
	}
	if err := rows.Flush(ctx); err != nil {
		return err
	}
	for i := range all {
		for _, code := range all[i].everywhere() {
			if err := towns.Add(ctx, all[i].ID, code, keys[i]); err != nil {
				return err
			}
		}
	}
	if err := towns.Flush(ctx); err != nil {
		return err
	}
	return a.words.add(ctx, names, before)
}

// row is the organisation as the table has it, in the order of insertOrganisation.
func (o *Organisation) row(place int64, key []byte, now store.Time, version int) []any {
	var number any
	if o.Number != "" {
		number = string(o.Number)
	}
	return append([]any{o.ID, place, number, o.Name, key, store.AsJSON(o.FormerNames), o.Form, o.SVB, o.Class.Vocabulary, o.Class.Code, o.Seat,
		o.Web, o.Email, o.Telephone, o.Address, o.IsPublic, store.AsJSON(o.PublicFields), o.Note, o.EndedOn, o.EndedWhy, now, version}, o.keys()...)
}

// AddMany adds organisations that are not there, each with its own entry in the trail. The keys are made here and given in
// the same order.
func AddMany(ctx context.Context, tx *store.Tx, all []Content) (keys []string, err error) {
	adder, err := NewAdder(ctx, tx)
	if err != nil {
		return nil, err
	}
	some := make([]Newcomer, len(all))
	for i := range all {
		some[i] = Newcomer{ID: store.NewID(), Content: all[i]}
		keys = append(keys, some[i].ID)
	}
	for len(some) > 0 && err == nil {
		n := min(len(some), adder.Room())
		err, some = adder.Add(ctx, some[:n]), some[n:]
	}
	return keys, err
}
