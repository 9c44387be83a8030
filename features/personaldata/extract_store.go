package personaldata

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// find gives whom an extract is about, with every name the account has had: most tables say who did something by the
// name at the time.
func find(ctx context.Context, tx *store.Tx, id string) (Person, error) {
	account, err := accounts.Find(ctx, tx, id)
	if err != nil {
		return Person{}, err
	}
	p := Person{Account: account, Names: []string{account.Name}}
	entries, err := audit.Of(ctx, tx, "account", id)
	if err != nil {
		return p, err
	}
	for i := range entries {
		var before struct{ Name string }
		if entries[i].Before == "" || json.Unmarshal([]byte(entries[i].Before), &before) != nil {
			continue
		}
		if before.Name != "" && !slices.Contains(p.Names, before.Name) {
			p.Names = append(p.Names, before.Name)
		}
	}
	all, err := accounts.List(ctx, tx)
	for _, other := range all {
		if other.ID != id && slices.Contains(p.Names, other.Name) && !slices.Contains(p.Shared, other.Name) {
			p.Shared = append(p.Shared, other.Name)
		}
	}
	return p, err
}

// parts tells what is kept about the person, each kind once, in the order of the sources.
func parts(ctx context.Context, tx *store.Tx, sources []Source, p *Person) ([]Part, error) {
	var all []Part
	for i := range sources {
		s := &sources[i]
		n, err := s.count(ctx, tx, p)
		if err != nil {
			return nil, err
		}
		var latest []Glimpse
		if n > 0 {
			if latest, err = s.latest(ctx, tx, p); err != nil {
				return nil, err
			}
		}
		at := slices.IndexFunc(all, func(part Part) bool { return part.Kind == s.Kind })
		if at < 0 {
			all, at = append(all, Part{Kind: s.Kind, Fate: s.Fate}), len(all)
		}
		all[at].Number += n
		all[at].Latest = append(all[at].Latest, latest...)
	}
	return all, nil
}

// writeExtract writes everything that is kept about the account's person.
func writeExtract(ctx context.Context, tx *store.Tx, out io.Writer, sources []Source, id string, now time.Time) error {
	p, err := find(ctx, tx, id)
	if err != nil {
		return err
	}
	x := &extract{out: out}
	x.head(&p, now)
	for i := range sources {
		x.part(i18n.In(ctx), &sources[i], i == 0)
		if err := sources[i].each(ctx, tx, &p, x.row); err != nil {
			return err
		}
		x.endPart()
	}
	x.end()
	return x.fault
}
