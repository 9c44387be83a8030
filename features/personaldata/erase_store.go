package personaldata

import (
	"context"
	"slices"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/store"
)

// Mentioner finds texts that people have written in which some words stand.
type Mentioner func(ctx context.Context, tx *store.Tx, words string) ([]Mention, error)

// erased is what the trail keeps of an erasure: how much of each kind went or became nameless, and nothing of what it was.
type erased struct {
	Kinds map[string]int64 `json:"kinds"`
}

// Erase takes away everything that the program keeps about an account's person but what must stay: all of it or nothing.
// Erasing twice changes nothing.
func Erase(ctx context.Context, tx *store.Tx, sources []Source, id, nameless, reason string) error {
	p, err := find(ctx, tx, id)
	if err != nil {
		return err
	}
	if fault := mayErase(ctx, &p, reason); fault != nil {
		return fault
	}
	if done, err := accounts.Erase(ctx, tx, id, nameless); err != nil || !done {
		return err
	}
	gone := erased{Kinds: map[string]int64{}}
	for i := range sources {
		n, err := sources[i].erase(ctx, tx, &p, nameless)
		if err != nil {
			return err
		}
		if n > 0 {
			gone.Kinds[sources[i].Kind] += n
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: "account.erased", ObjectKind: "account", ObjectID: id, Reason: reason, After: gone})
}

// erase does to the person's rows what their fate says, and gives how many they were.
func (s *Source) erase(ctx context.Context, tx *store.Tx, p *Person, nameless string) (n int64, err error) {
	alone := p.alone()
	switch s.Fate {
	case Removed:
		condition, args := s.chosen(alone)
		return tx.Exec(ctx, "DELETE FROM "+s.Table+" WHERE "+condition, args...)
	case Emptied, Nameless:
		put := ""
		if s.Fate == Nameless {
			put = nameless
		}
		for _, whose := range s.Whose {
			column := Source{Table: s.Table, Only: s.Only, Whose: []Whose{whose}}
			condition, args := column.chosen(alone)
			args = append(args, put)
			changed, err := tx.Exec(ctx, "UPDATE "+s.Table+" SET "+whose.Column+" = "+placeOf(len(args))+" WHERE "+condition, args...)
			if err != nil {
				return n, err
			}
			n += changed
		}
	}
	return n, nil
}

// alone is the person without the names that others have too: what is kept by those may be about the others.
func (p *Person) alone() *Person {
	without := *p
	without.Names = slices.DeleteFunc(slices.Clone(p.Names), func(name string) bool { return slices.Contains(p.Shared, name) })
	return &without
}
