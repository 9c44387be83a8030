package organisations_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/organisations"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// fataller is a test, or a draw of one.
type fataller interface {
	Helper()
	Fatal(args ...any)
}

// merging is a merge of two as they are, with some fields of the one that goes.
func merging(t fataller, db *store.DB, kept, gone string, of ...string) organisations.Merging {
	t.Helper()
	m := organisations.Merging{ID: store.NewID(), KeptID: kept, GoneID: gone, Why: "Samma förening", Choose: map[string]organisations.Side{}}
	if err := db.Read(ctx, func(tx *store.Tx) error {
		one, err := organisations.Find(ctx, tx, kept)
		if err != nil {
			return err
		}
		other, err := organisations.Find(ctx, tx, gone)
		m.SeenKept, m.SeenGone = one.Version, other.Version
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, field := range of {
		m.Choose[field] = organisations.Gone
	}
	return m
}

func merge(t *testing.T, db *store.DB, kept, gone string, of ...string) string {
	t.Helper()
	m := merging(t, db, kept, gone, of...)
	for range 2 { // the same form sent twice merges once
		write(t, db, func(tx *store.Tx) error { return organisations.MergeTwo(ctx, tx, m) })
	}
	return m.ID
}

func unmerge(t *testing.T, db *store.DB, id string) (left []string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		left, err = organisations.Unmerge(ctx, tx, id, "Det var två")
		return err
	})
	write(t, db, func(tx *store.Tx) error { _, err := organisations.Unmerge(ctx, tx, id, "Det var två"); return err })
	return left
}

// finds gives the keys of what a search finds.
func finds(t fataller, db *store.DB, f organisations.Filter) (ids []string) {
	t.Helper()
	if err := db.Read(ctx, func(tx *store.Tx) error {
		found, err := organisations.Search(ctx, tx, f)
		for _, o := range found {
			ids = append(ids, o.ID)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestTwoThatAreTheSameAreMergedAndParted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		kept := add(t, db, organisations.Content{Name: "Solrosen", Number: "8290001018", Seat: "1881", IsPublic: true, PublicFields: []string{"number"}})
		gone := add(t, db, organisations.Content{Name: "Tistelgården", Number: "2120000142", Seat: "1880", Email: "info@exempel.se", FormerNames: []string{"Kardborren"}, Note: "Ring först"})
		write(t, db, func(tx *store.Tx) error {
			role := organisations.Role{ID: store.NewID(), OrganisationID: gone, Kind: organisations.Partner, From: day("2019-01-01")}
			return errors.Join(organisations.AddRole(ctx, tx, role), organisations.AddContact(ctx, tx, organisations.Contact{ID: store.NewID(), OrganisationID: gone, Name: "Alva Prov"}))
		})
		one, other := find(t, db, kept), find(t, db, gone)
		id := merge(t, db, kept, gone, "number", "email")

		now := find(t, db, kept)
		if now.Number != "2120000142" || now.Email != "info@exempel.se" || now.Name != "Solrosen" || !slices.Equal(now.FormerNames, []string{"Tistelgården", "Kardborren"}) ||
			!slices.Equal(now.Municipalities, []string{"1880"}) || now.Note != "Ring först" {
			t.Errorf("merged it is %+v", now)
		}
		if away := find(t, db, gone); away.MergedInto != kept || away.Number != "8290001018" || away.Name != "Tistelgården" {
			t.Errorf("the one that goes is %+v", away)
		}
		for _, words := range []string{"solrosen", "tistelgården", "tistelgrden", "kardborren", "829000-1018", "212000-0142"} {
			if got := finds(t, db, organisations.Filter{Words: words}); !slices.Equal(got, []string{kept}) {
				t.Errorf("%q finds %v, want %s", words, got, kept)
			}
		}
		for _, words := range []string{"kardborren", "829000"} { // what was not public of the one that goes
			if got := finds(t, db, organisations.Filter{Words: words, OnlyPublic: true}); words == "829000" && len(got) > 0 {
				t.Errorf("anybody finds %q", words)
			}
		}
		partners := organisations.Filter{Role: organisations.Partner, Day: day("2020-01-01")}
		if got := names(list(t, db, partners)); !slices.Equal(got, []string{"Solrosen"}) {
			t.Errorf("partners are %q", got)
		}
		if got := names(list(t, db, organisations.Filter{Municipality: "1880"})); !slices.Equal(got, []string{"Solrosen"}) {
			t.Errorf("in Örebro are %q", got)
		}
		write(t, db, func(tx *store.Tx) error {
			roles, err := organisations.Roles(ctx, tx, kept)
			people, wrong := organisations.Contacts(ctx, tx, kept)
			if len(roles) != 1 || len(people) != 1 || roles[0].OrganisationID != gone {
				t.Errorf("it has the roles %+v and the contacts %+v", roles, people)
			}
			return errors.Join(err, wrong)
		})
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error { return organisations.Change(ctx, tx, gone, other.Content, 2) }), "organisations.merge.is_merged")
		wantFault(t, db.Write(ctx, func(tx *store.Tx) error {
			return organisations.Add(ctx, tx, store.NewID(), organisations.Content{Name: "Ny", Number: "8290001018"})
		}), "organisations.number.of_merged")
		if got := actions(t, db, "organisation", gone); !slices.Equal(got[len(got)-1:], []string{"organisation.merged"}) {
			t.Errorf("the trail has %q", got)
		}

		if left := unmerge(t, db, id); left != nil {
			t.Errorf("left were %q", left)
		}
		same := func(a, b organisations.Organisation) bool {
			return a.Content.IsSame(&b.Content) && a.MergedInto == b.MergedInto
		}
		if !same(find(t, db, kept), one) || !same(find(t, db, gone), other) {
			t.Errorf("parted they are %+v and %+v", find(t, db, kept), find(t, db, gone))
		}
		if got := finds(t, db, organisations.Filter{Words: "tistelgården"}); !slices.Equal(got, []string{gone}) {
			t.Errorf("parted, its name finds %v", got)
		}
		if got := names(list(t, db, partners)); !slices.Equal(got, []string{"Tistelgården"}) {
			t.Errorf("partners are %q", got)
		}
		if got := actions(t, db, "organisation", kept); !slices.Equal(got, []string{"organisation.added", "organisation.merged", "organisation.unmerged"}) {
			t.Errorf("the trail has %q", got)
		}
	})
}

func TestWhatHasBeenChangedSinceAMergeIsLeft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		kept := add(t, db, organisations.Content{Name: "Solrosen", Telephone: "019-1", Seat: "1881"})
		gone := add(t, db, organisations.Content{Name: "Tistlarna", Telephone: "019-2", Email: "info@exempel.se", Seat: "1880"})
		id := merge(t, db, kept, gone, "telephone", "email", "name")
		c := find(t, db, kept).Content
		c.Telephone, c.Municipalities = "019-3", append(c.Municipalities, "1884")
		write(t, db, func(tx *store.Tx) error { return organisations.Change(ctx, tx, kept, c, 2) })
		if left := unmerge(t, db, id); !slices.Equal(left, []string{"telephone"}) {
			t.Errorf("left were %q", left)
		}
		if o := find(t, db, kept); o.Telephone != "019-3" || o.Email != "" || o.Name != "Solrosen" || len(o.FormerNames) > 0 || !slices.Equal(o.Municipalities, []string{"1884"}) {
			t.Errorf("it is %+v", o)
		}
	})
}

func TestWhatCannotBeMergedIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, b, c := add(t, db, organisations.Content{Name: "A"}), add(t, db, organisations.Content{Name: "B"}), add(t, db, organisations.Content{Name: "C"})
		try := func(m organisations.Merging, want string) {
			t.Helper()
			wantFault(t, db.Write(ctx, func(tx *store.Tx) error { return organisations.MergeTwo(ctx, tx, m) }), want)
		}
		stale, silent := merging(t, db, a, b), merging(t, db, a, b)
		stale.SeenGone, silent.Why = 0, ""
		try(stale, "organisations.meanwhile")
		try(silent, "organisations.merge.why_missing")
		try(merging(t, db, a, a), "organisations.merge.itself")
		first := merge(t, db, b, a)
		try(merging(t, db, a, c), "organisations.merge.is_merged")
		try(merging(t, db, c, a), "organisations.merge.is_merged")
		try(merging(t, db, a, b), "organisations.merge.is_merged") // a ring
		merge(t, db, c, b)
		write(t, db, func(tx *store.Tx) error {
			for _, id := range []string{a, b, c} {
				if stands, err := organisations.Resolve(ctx, tx, id); err != nil || stands != c {
					t.Errorf("for %s stands %s, %v", id, stands, err)
				}
			}
			keys, err := organisations.Keys(ctx, tx, c)
			if len(keys) != 3 || keys[0] != c {
				t.Errorf("the keys of the last are %q", keys)
			}
			return err
		})
		err := db.Write(ctx, func(tx *store.Tx) error { _, err := organisations.Unmerge(ctx, tx, first, "Fel"); return err })
		wantFault(t, err, "organisations.merge.later_first")
		write(t, db, func(tx *store.Tx) error { return organisations.End(ctx, tx, c, day("2020-01-01"), "Upplöst") })
		try(merging(t, db, c, add(t, db, organisations.Content{Name: "D"})), "organisations.merge.has_ended")
	})
}

// numberOf makes the i-th number.
func numberOf(i int) organisations.Number {
	for last := range 10 {
		if n, err := organisations.ParseNumber("80" + strconv.Itoa(2_000_000+i) + strconv.Itoa(last)); err == nil {
			return n
		}
	}
	return ""
}

// town is a register of its own within the database: those that have their seat in one place.
type town struct {
	t      *rapid.T
	db     *store.DB
	seat   string
	ids    []string
	words  map[string]string // a word that stands in no other name, by key
	roles  int
	merges []string
}

func (w *town) write(fn func(tx *store.Tx) error) {
	if err := w.db.Write(ctx, fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) add(serial int) {
	id := store.NewID()
	word := string([]rune{rune('a' + serial%26), rune('a' + serial/26%26), rune('a' + serial/676%26)}) // so short that none is nearly it
	c := organisations.Content{Name: "Förening " + word, Seat: w.seat}
	if rapid.Bool().Draw(w.t, "has a number") {
		c.Number = numberOf(serial)
	}
	c.Telephone = rapid.SampledFrom([]string{"", "019-1", "019-2"}).Draw(w.t, "telephone")
	c.Municipalities = rapid.SliceOfN(rapid.SampledFrom([]string{"0001", "0002", "0003"}), 0, 2).Draw(w.t, "municipalities")
	w.write(func(tx *store.Tx) error {
		if err := organisations.Add(ctx, tx, id, c); err != nil {
			return err
		}
		w.roles++
		return organisations.AddRole(ctx, tx, organisations.Role{ID: store.NewID(), OrganisationID: id, Kind: organisations.Partner, From: day("2019-01-01")})
	})
	w.ids, w.words[id] = append(w.ids, id), word
}

// whole is all there is of the town, by key.
func (w *town) whole() map[string]any {
	all := map[string]any{}
	w.write(func(tx *store.Tx) error {
		for _, id := range w.ids {
			o, err := organisations.Find(ctx, tx, id)
			if err != nil {
				return err
			}
			roles, err := organisations.Roles(ctx, tx, id)
			if err != nil {
				return err
			}
			all[id] = []any{o.Content, o.MergedInto, roles}
		}
		return nil
	})
	return all
}

func (w *town) merge() {
	var standing []string
	w.write(func(tx *store.Tx) error {
		for _, id := range w.ids {
			if stands, err := organisations.Resolve(ctx, tx, id); err != nil || stands == id {
				standing = append(standing, id)
			}
		}
		return nil
	})
	if len(standing) < 2 {
		return
	}
	both := rapid.Permutation(standing).Draw(w.t, "which")[:2]
	of := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"name", "number", "telephone", "public"}), rapid.ID[string]).Draw(w.t, "fields of the one that goes")
	m := merging(w.t, w.db, both[0], both[1], of...)
	w.write(func(tx *store.Tx) error { return organisations.MergeTwo(ctx, tx, m) })
	w.merges = append(w.merges, m.ID)
}

func (w *town) change() {
	id := rapid.SampledFrom(w.ids).Draw(w.t, "whom")
	o := organisations.Organisation{}
	w.write(func(tx *store.Tx) (err error) {
		if id, err = organisations.Resolve(ctx, tx, id); err == nil {
			o, err = organisations.Find(ctx, tx, id)
		}
		return err
	})
	o.Telephone = rapid.SampledFrom([]string{"", "019-4", "019-5"}).Draw(w.t, "telephone")
	w.write(func(tx *store.Tx) error { return organisations.Change(ctx, tx, id, o.Content, o.Version) })
}

// holds checks what is always so.
func (w *town) holds() {
	stands := map[string]string{}
	numbers := map[organisations.Number]string{}
	roles := 0
	w.write(func(tx *store.Tx) error {
		for _, id := range w.ids {
			o, err := organisations.Find(ctx, tx, id)
			if err != nil {
				return err
			}
			if stands[id] = o.MergedInto; stands[id] == "" {
				stands[id] = id
				held, err := organisations.Roles(ctx, tx, id)
				if err != nil {
					return err
				}
				roles += len(held)
			}
			if o.Number != "" {
				numbers[o.Number] = stands[id]
			}
		}
		found, err := organisations.ByNumbers(ctx, tx, slices.Collect(func(yield func(organisations.Number) bool) {
			for n := range numbers {
				if !yield(n) {
					return
				}
			}
		}))
		for n, id := range numbers {
			if found[n].ID != id {
				w.t.Fatalf("the number %s leads to %s, want %s", n, found[n].ID, id)
			}
		}
		return err
	})
	if roles != w.roles {
		w.t.Fatalf("there are %d roles, want %d", roles, w.roles)
	}
	page := organisations.Page{}
	w.write(func(tx *store.Tx) (err error) {
		page, err = organisations.List(ctx, tx, organisations.Filter{Municipality: w.seat})
		return err
	})
	listed := map[string]bool{}
	for _, o := range page.Organisations {
		listed[o.ID] = true
	}
	for id, to := range stands {
		if stands[to] != to {
			w.t.Fatalf("%s is merged into one that is merged", id)
		}
		if listed[id] != (to == id) {
			w.t.Fatalf("%s is listed: %v, but %s stands for it", id, listed[id], to)
		}
		if got := finds(w.t, w.db, organisations.Filter{Words: w.words[id]}); !slices.Equal(got, []string{to}) {
			w.t.Fatalf("%s finds %v, want %s", w.words[id], got, to)
		}
	}
}

// Whatever is merged, taking all of it back in the other order gives what was. Whatever is done in between, nothing is lost,
// nothing stands for one that is merged, and everybody is found once.
func TestMergesAreTakenBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		serial, run := 0, 1000
		rapid.Check(t, func(rt *rapid.T) {
			run++
			w := &town{t: rt, db: db, seat: fmt.Sprintf("%04d", run), words: map[string]string{}}
			for range rapid.IntRange(2, 4).Draw(rt, "organisations") {
				serial++
				w.add(serial)
			}
			var before []map[string]any
			for range rapid.IntRange(1, 3).Draw(rt, "merges") {
				before = append(before, w.whole())
				w.merge()
				before = before[:len(w.merges)]
			}
			w.holds()
			for i, id := range slices.Backward(w.merges) {
				w.write(func(tx *store.Tx) error { _, err := organisations.Unmerge(ctx, tx, id, "Åter"); return err })
				if now := w.whole(); !reflect.DeepEqual(now, before[i]) {
					rt.Fatalf("taken back it is\n%+v, was\n%+v", now, before[i])
				}
			}
			w.merges = nil
			for range rapid.IntRange(2, 5).Draw(rt, "doings") {
				switch rapid.IntRange(0, 2).Draw(rt, "what") {
				case 0:
					w.merge()
				case 1:
					w.change()
				default:
					if len(w.merges) > 0 { // one that cannot be taken back yet is refused, and nothing happens
						which := rapid.SampledFrom(w.merges).Draw(rt, "which merge")
						_ = db.Write(ctx, func(tx *store.Tx) error { _, err := organisations.Unmerge(ctx, tx, which, "Åter"); return err })
					}
				}
			}
			w.holds()
			for _, id := range slices.Backward(w.merges) {
				w.write(func(tx *store.Tx) error { _, err := organisations.Unmerge(ctx, tx, id, "Åter"); return err })
			}
			w.holds()
			if merged := w.countMerged(); merged > 0 {
				rt.Fatalf("all is taken back, but %d are merged", merged)
			}
		})
	})
}

func (w *town) countMerged() (n int) {
	w.write(func(tx *store.Tx) error {
		return tx.Get(ctx, &n, "SELECT count(*) FROM organisation WHERE merged_into IS NOT NULL AND seat = $1", w.seat)
	})
	return n
}

func TestOrganisationsFromBeforeAreComparedToo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		add(t, db, organisations.Content{Name: "IF Björken", Email: "info@exempel.se"})
		add(t, db, organisations.Content{Name: "Idrottsföreningen Björken", Address: "Storgatan 1, 692 30 Kumla"})
		pairs := func() (n int) {
			write(t, db, func(tx *store.Tx) error {
				page, err := organisations.FindSuspects(ctx, tx, "", nil)
				n = len(page.Pairs)
				return err
			})
			return n
		}
		write(t, db, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE organisation SET name_key = NULL, address_key = NULL, email_key = NULL, web_key = NULL")
			return err
		})
		if n := pairs(); n != 0 {
			t.Errorf("without keys there are %d pairs", n)
		}
		if err := organisations.CatchUp(ctx, db); err != nil {
			t.Fatal(err)
		}
		if n := pairs(); n != 1 {
			t.Errorf("there are %d pairs, want 1", n)
		}
	})
}
