package organisations

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"samverk/platform/store"
)

// Bounds of what is looked at to find those that may be the same.
const (
	mostAlike      = 5  // are shown
	mostWithOneKey = 20 // with the same key; what more have in common says little
	mostFound      = 12 // by a search for the name
	fewestLetters  = 3  // of a name, before anything is looked for
)

// Alike is an organisation that another may be, and why.
type Alike struct {
	Organisation
	Reasons []Reason
	weight  int
}

// FindAlike gives the organisations that one with such a content may be, the likeliest first. The one whose key is given
// is not among them, nor those that somebody has said are others.
func FindAlike(ctx context.Context, tx *store.Tx, id string, c *Content, towns Municipalities) ([]Alike, error) {
	var candidates []string
	found, err := byKeys(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	candidates = append(candidates, found...)
	if words := soughtFor(c.Name); words != "" {
		similar, err := Search(ctx, tx, Filter{Words: words, WithEnded: true, Limit: mostFound})
		if err != nil {
			return nil, err
		}
		candidates = append(candidates, keysOf(similar)...)
	}
	if c.Number != "" {
		numbered, err := ByNumbers(ctx, tx, []Number{c.Number})
		if err != nil {
			return nil, err
		}
		for _, o := range numbered {
			candidates = append(candidates, o.ID)
		}
	}
	slices.Sort(candidates)
	return weighed(ctx, tx, id, c, slices.Compact(candidates), towns)
}

// weighed keeps those of the candidates that are likely.
func weighed(ctx context.Context, tx *store.Tx, id string, c *Content, candidates []string, towns Municipalities) ([]Alike, error) {
	whole, err := ByIDs(ctx, tx, candidates)
	if err != nil {
		return nil, err
	}
	others, err := saidToDiffer(ctx, tx, []string{id})
	if err != nil {
		return nil, err
	}
	var likely []Alike
	for _, o := range whole {
		if o.ID == id || others[pairOf(id, o.ID)] {
			continue
		}
		l := likenessOf(c, &o.Content, towns)
		for _, one := range o.absorbed {
			byOther := o.Content
			byOther.Name, byOther.Number = one.Name, Number(one.Number)
			if other := likenessOf(c, &byOther, towns); other.weight > l.weight {
				l = other
			}
		}
		if l.isLikely() {
			likely = append(likely, Alike{*o, l.reasons, l.weight})
		}
	}
	slices.SortFunc(likely, func(a, b Alike) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.ID, b.ID)) })
	return likely[:min(len(likely), mostAlike)], nil
}

// soughtFor are the words of a name that the register is searched for: those that tell which organisation it is, without
// their endings.
func soughtFor(name string) string {
	words := telling(name)
	if len([]rune(strings.Join(words, ""))) < fewestLetters {
		return ""
	}
	some := slices.DeleteFunc(slices.Clone(words), isKind)
	if len(some) == 0 {
		some = words
	}
	return strings.Join(some, " ")
}

// byKeys finds those that go on and have a key in common with a content.
func byKeys(ctx context.Context, tx *store.Tx, c *Content) (ids []string, err error) {
	for i, key := range c.keys() {
		if key == nil || i == 0 && len(c.Name) < fewestLetters {
			continue
		}
		var found []string
		if err := tx.Select(ctx, &found, "SELECT id FROM organisation WHERE "+keyColumns[i]+" = $1 AND merged_into IS NULL AND ended_on IS NULL LIMIT "+strconv.Itoa(mostWithOneKey), key); err != nil {
			return nil, err
		}
		ids = append(ids, found...)
	}
	return ids, nil
}

// keyColumns are the columns of Content.keys.
var keyColumns = []string{"name_key", "address_key", "email_key", "web_key"}

// setApart notes that two organisations are not the same, and why. The first reason stands.
func setApart(ctx context.Context, tx *store.Tx, one, other, why string) error {
	p := pairOf(one, other)
	_, err := tx.Exec(ctx, "INSERT INTO organisation_distinct (one_id, other_id, why, said_at) VALUES ($1, $2, $3, $4) ON CONFLICT (one_id, other_id) DO NOTHING", p[0], p[1], why, store.Now())
	return err
}

// pairOf is two keys, the lower first.
func pairOf(one, other string) [2]string {
	if other < one {
		return [2]string{other, one}
	}
	return [2]string{one, other}
}

// saidToDiffer gives the pairs of which somebody has said that they are not the same, among those that have one of some
// organisations.
func saidToDiffer(ctx context.Context, tx *store.Tx, ids []string) (map[[2]string]bool, error) {
	differ := map[[2]string]bool{}
	for some := range slices.Chunk(ids, lookedUp) {
		var q query
		var rows []struct{ OneID, OtherID string }
		at := places(&q, some)
		if err := tx.Select(ctx, &rows, "SELECT one_id, other_id FROM organisation_distinct WHERE one_id IN ("+at+") OR other_id IN ("+at+")", q.args...); err != nil {
			return nil, err
		}
		for _, row := range rows {
			differ[[2]string{row.OneID, row.OtherID}] = true
		}
	}
	return differ, nil
}
