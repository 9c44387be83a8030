package organisations

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"slices"

	"samverk/platform/store"
)

// named is an organisation's place with the words that it is found by.
type named struct {
	place int64
	words []string
}

// spot is a block of a word's places.
type spot struct {
	term  string
	block int64
}

// indexer lets organisations be found by their words. Whoever uses it holds the lock until the transaction ends.
type indexer struct {
	tx           *store.Tx
	terms, stems map[string]bool // those that it knows to be there
}

func newIndexer(tx *store.Tx) *indexer {
	return &indexer{tx, map[string]bool{}, map[string]bool{}}
}

// index lets organisations be found by their words. Whoever calls it holds the lock.
func index(ctx context.Context, tx *store.Tx, all []named) error {
	return newIndexer(tx).add(ctx, all, noneAfter)
}

// noneAfter is said when any place may have been taken before.
const noneAfter = math.MaxInt64

// add writes the words of organisations. Of places after last there is nothing yet, so their blocks need not be read.
func (x *indexer) add(ctx context.Context, all []named, last int64) error {
	added := map[spot][]uint16{}
	for _, n := range all {
		for _, word := range n.words {
			at := spot{word, n.place / blockLength}
			added[at] = append(added[at], uint16(n.place%blockLength))
		}
	}
	if err := x.addTerms(ctx, added); err != nil {
		return err
	}
	old := map[spot][]uint16{}
	for at := range added {
		if at.block*blockLength <= last {
			old[at] = nil
		}
	}
	there, err := readSpots(ctx, x.tx, old)
	if err != nil {
		return err
	}
	rows := store.NewBulk(x.tx, postings, " ON CONFLICT (term, block) DO UPDATE SET places = excluded.places", 3)
	fresh := store.NewBulk(x.tx, postings, "", 3)
	for _, at := range sorted(added) {
		list := append(there[at], added[at]...)
		slices.Sort(list)
		to := fresh
		if len(there[at]) > 0 {
			to = rows
		}
		if err := to.Add(ctx, []byte(at.term), at.block, written(slices.Compact(list))); err != nil {
			return err
		}
	}
	return errors.Join(rows.Flush(ctx), fresh.Flush(ctx))
}

const postings = "organisation_posting (term, block, places)"

// sorted gives the keys in order, so that the tables are written in theirs.
func sorted(spots map[spot][]uint16) []spot {
	return slices.SortedFunc(maps.Keys(spots), func(a, b spot) int { return cmp.Or(cmp.Compare(a.term, b.term), cmp.Compare(a.block, b.block)) })
}

// reindex changes what an organisation is found by.
func reindex(ctx context.Context, tx *store.Tx, before, after *Organisation) error {
	old, now := before.words(), after.words()
	if slices.Equal(old, now) {
		return nil
	}
	var place int64
	if err := tx.Get(ctx, &place, "SELECT place FROM organisation WHERE id = $1", after.ID); err != nil {
		return err
	}
	lost := map[spot][]uint16{}
	for _, word := range old {
		if !slices.Contains(now, word) {
			lost[spot{word, place / blockLength}] = []uint16{uint16(place % blockLength)}
		}
	}
	if err := forgetAll(ctx, tx, lost); err != nil {
		return err
	}
	return index(ctx, tx, []named{{place, now}})
}

// addTerms writes the words that are new, and the rests of their stems.
func (x *indexer) addTerms(ctx context.Context, added map[spot][]uint16) error {
	terms := store.NewBulk(x.tx, "organisation_term (term, stem)", " ON CONFLICT DO NOTHING", 2)
	var stems []string
	for _, at := range sorted(added) {
		if x.terms[at.term] {
			continue
		}
		x.terms[at.term] = true
		stem := stemOf(at.term)
		if !x.stems[stem] {
			x.stems[stem] = true
			stems = append(stems, stem)
		}
		if err := terms.Add(ctx, []byte(at.term), []byte(stem)); err != nil {
			return err
		}
	}
	if err := terms.Flush(ctx); err != nil {
		return err
	}
	slices.Sort(stems)
	known := map[string]bool{}
	for some := range slices.Chunk(stems, 500) {
		var q query
		var rests [][]byte
		if err := x.tx.Select(ctx, &rests, "SELECT stem FROM organisation_stem WHERE rest = stem AND rest IN ("+places(&q, asBytes(some))+")", q.args...); err != nil {
			return err
		}
		for _, rest := range rests {
			known[string(rest)] = true
		}
	}
	rows := store.NewBulk(x.tx, "organisation_stem (rest, stem)", "", 2)
	for _, stem := range stems {
		if known[stem] {
			continue
		}
		for _, rest := range restsOf(stem) {
			if err := rows.Add(ctx, []byte(rest), []byte(stem)); err != nil {
				return err
			}
		}
	}
	return rows.Flush(ctx)
}

// readSpots gives what stands in the blocks that are asked for.
func readSpots(ctx context.Context, tx *store.Tx, wanted map[spot][]uint16) (map[spot][]uint16, error) {
	byBlock := map[int64][]string{}
	for at := range wanted {
		byBlock[at.block] = append(byBlock[at.block], at.term)
	}
	found := map[spot][]uint16{}
	for block, terms := range byBlock {
		for some := range slices.Chunk(terms, 500) {
			var q query
			var rows []struct{ Term, Places []byte }
			text := "SELECT term, places FROM organisation_posting WHERE block = " + q.place(block) + " AND term IN (" + places(&q, asBytes(some)) + ")"
			if err := tx.Select(ctx, &rows, text, q.args...); err != nil {
				return nil, err
			}
			for _, row := range rows {
				found[spot{string(row.Term), block}] = read(row.Places)
			}
		}
	}
	return found, nil
}

func asBytes(words []string) [][]byte {
	all := make([][]byte, len(words))
	for i, word := range words {
		all[i] = []byte(word)
	}
	return all
}

// written is a list of offsets as it is kept: two bytes each.
func written(offsets []uint16) []byte {
	kept := make([]byte, 0, 2*len(offsets))
	for _, offset := range offsets {
		kept = binary.BigEndian.AppendUint16(kept, offset)
	}
	return kept
}

func read(kept []byte) []uint16 {
	offsets := make([]uint16, len(kept)/2)
	for i := range offsets {
		offsets[i] = binary.BigEndian.Uint16(kept[2*i:])
	}
	return offsets
}
