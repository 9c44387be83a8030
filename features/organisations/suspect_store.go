package organisations

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Bounds of a page of suspects. Keys that few share are read in their order, so that the work grows with the register and
// not with its square.
const (
	suspectsLength = 25 // pairs
	keysAtOnce     = 100
	mostRounds     = 20 // of keysAtOnce, however few pairs they gave
)

// Suspects is a page of pairs that may be the same.
type Suspects struct {
	Pairs []SuspectPair
	Next  string // leads on; empty at the end
}

// SuspectPair is two organisations that may be the same, and why.
type SuspectPair struct {
	One, Other Organisation
	Reasons    []Reason
}

// suspectOrder is the order in which keys are gone through: places in keyColumns.
var suspectOrder = []int{0, 2, 3, 1}

// FindSuspects gives pairs of organisations that go on, have a key in common and are likely the same, from a place on.
func FindSuspects(ctx context.Context, tx *store.Tx, after string, towns Municipalities) (page Suspects, err error) {
	source, key := readPlace(after)
	for range mostRounds {
		if source >= len(suspectOrder) {
			page.Next = ""
			return page, nil
		}
		column := keyColumns[suspectOrder[source]]
		var shared [][]byte
		if err := tx.Select(ctx, &shared, "SELECT "+column+" FROM organisation WHERE "+column+" > $1 AND merged_into IS NULL AND ended_on IS NULL GROUP BY "+column+
			" HAVING count(*) BETWEEN 2 AND "+strconv.Itoa(mostWithOneKey)+" ORDER BY "+column+" LIMIT "+strconv.Itoa(keysAtOnce), key); err != nil {
			return page, err
		}
		until := len(shared)
		pairs, ends, err := pairsOf(ctx, tx, source, shared, towns)
		if err != nil {
			return page, err
		}
		for i, end := range ends { // a key's pairs stand on one page
			if len(page.Pairs)+end >= suspectsLength {
				until, pairs = i+1, pairs[:end]
				break
			}
		}
		page.Pairs = append(page.Pairs, pairs...)
		if until == len(shared) && len(shared) < keysAtOnce {
			source, key = source+1, []byte{}
		} else {
			key = shared[until-1]
		}
		page.Next = writtenPlace(source, key)
		if source >= len(suspectOrder) {
			page.Next = ""
		}
		if len(page.Pairs) >= suspectsLength {
			return page, nil
		}
	}
	return page, nil
}

// pairsOf gives the pairs that have one of some keys in common, and how many pairs there are up to each key.
func pairsOf(ctx context.Context, tx *store.Tx, source int, shared [][]byte, towns Municipalities) (pairs []SuspectPair, ends []int, err error) {
	if len(shared) == 0 {
		return nil, nil, nil
	}
	column := suspectOrder[source]
	var q query
	var rows []organisationRow
	if err := tx.Select(ctx, &rows, "SELECT "+organisationColumns+" FROM organisation o WHERE o."+keyColumns[column]+" IN ("+places(&q, shared)+
		") AND o.merged_into IS NULL AND o.ended_on IS NULL ORDER BY o.id", q.args...); err != nil {
		return nil, nil, err
	}
	all := make([]Organisation, len(rows))
	for i := range rows {
		all[i] = rows[i].organisation()
	}
	if all, err = withMunicipalities(ctx, tx, all); err != nil {
		return nil, nil, err
	}
	differ, err := saidToDiffer(ctx, tx, keysOf(all))
	if err != nil {
		return nil, nil, err
	}
	byKey := map[string][]*Organisation{}
	for i := range all {
		key := string(all[i].keys()[column].([]byte)) //nolint:forcetypeassert // it was found by it
		byKey[key] = append(byKey[key], &all[i])
	}
	for _, key := range shared {
		group := byKey[string(key)]
		for i, one := range group {
			for _, other := range group[i+1:] {
				if p, is := suspect(one, other, source, towns); is && !differ[pairOf(one.ID, other.ID)] {
					pairs = append(pairs, p)
				}
			}
		}
		ends = append(ends, len(pairs))
	}
	return pairs, ends, nil
}

// suspect tells whether two that share a key are likely the same, unless they have stood among those of an earlier key.
func suspect(one, other *Organisation, source int, towns Municipalities) (SuspectPair, bool) {
	if !mayBeLikely(&one.Content, &other.Content) {
		return SuspectPair{}, false
	}
	a, b := one.keys(), other.keys()
	for _, column := range suspectOrder[:source] {
		if a[column] != nil && b[column] != nil && string(a[column].([]byte)) == string(b[column].([]byte)) { //nolint:forcetypeassert // keys are bytes
			return SuspectPair{}, false
		}
	}
	l := likenessOf(&one.Content, &other.Content, towns)
	return SuspectPair{*one, *other, l.reasons}, l.isLikely()
}

// writtenPlace is a place in the list of suspects, as an address has it.
func writtenPlace(source int, key []byte) string {
	return fmt.Sprintf("%d.%s", source, base64.RawURLEncoding.EncodeToString(key))
}

// readPlace reads a place; one that cannot be read is the beginning.
func readPlace(text string) (source int, key []byte) {
	at, rest, _ := strings.Cut(text, ".")
	source, err := strconv.Atoi(at)
	key, wrong := base64.RawURLEncoding.DecodeString(rest)
	if err != nil || wrong != nil || source < 0 {
		return 0, []byte{}
	}
	return source, key
}

// NotTheSame notes that two organisations are not the same, so that they are not suspected again.
func NotTheSame(ctx context.Context, tx *store.Tx, one, other, why string) error {
	if err := firstFault(checkDistinct(why)); err != nil {
		return err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	both, err := Named(ctx, tx, []string{one, other})
	if err != nil {
		return err
	}
	if len(both) < 2 {
		return i18n.Fail("organisations.unknown").Because(store.ErrNotFound)
	}
	differ, err := saidToDiffer(ctx, tx, []string{one})
	if err != nil || differ[pairOf(one, other)] {
		return err
	}
	if err := setApart(ctx, tx, one, other, why); err != nil {
		return err
	}
	for _, id := range []string{one, other} {
		with := both[one]
		if id == one {
			with = both[other]
		}
		if err := audit.Append(ctx, tx, audit.Change{Action: "organisation.told_apart", ObjectKind: "organisation", ObjectID: id, Reason: why, After: map[string]string{"mergedWith": with}}); err != nil {
			return err
		}
	}
	return nil
}

// CatchUp works out the keys of organisations that were there before keys were.
func CatchUp(ctx context.Context, db *store.DB) error {
	for done := false; !done; {
		if err := db.Write(ctx, func(tx *store.Tx) (err error) {
			done, err = catchUp(ctx, tx)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// catchUp works out some keys, and tells whether there are no more to work out.
func catchUp(ctx context.Context, tx *store.Tx) (done bool, err error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return false, err
	}
	var rows []organisationRow
	if err := tx.Select(ctx, &rows, "SELECT "+organisationColumns+" FROM organisation o WHERE o.name_key IS NULL ORDER BY o.place LIMIT "+strconv.Itoa(lookedUp)); err != nil {
		return false, err
	}
	for i := range rows {
		o := rows[i].organisation()
		if _, err := tx.Exec(ctx, "UPDATE organisation SET name_key = $2, address_key = $3, email_key = $4, web_key = $5 WHERE id = $1", slices.Concat([]any{o.ID}, o.keys())...); err != nil {
			return false, err
		}
	}
	return len(rows) < lookedUp, nil
}
