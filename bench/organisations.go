package main

import (
	"fmt"
	"slices"
	"time"

	"samverk/features/organisations"
	"samverk/features/organisations/madeup"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
)

// registerSizes are how many organisations are measured; Sweden has some 265 000.
var registerSizes = []int{1000, 30_000, 300_000}

// measureOrganisations measures searching the register at every keystroke, and its list at depth, beside a bare query by
// an index of its own, as the register grows.
func measureOrganisations(server *pgtemp.Server, rows int, quick bool) {
	sizes := registerSizes
	switch {
	case rows > 0:
		sizes = []int{rows}
	case quick:
		sizes = sizes[:2]
	}
	register := madeup.Register(sizes[len(sizes)-1])
	dbs, closeAll := databases(server, "organisations")
	defer closeAll()
	there := 0
	for _, size := range sizes {
		heading(fmt.Sprintf("%d organisations                     median ms   slowest ms", size))
		for _, db := range dbs {
			start := time.Now()
			fillRegister(db, register[there:size], there)
			fmt.Printf("%-40s %11.0f per second added\n", db.Engine(), float64(size-there)/time.Since(start).Seconds())
			measureRegister(db, register[:size])
			if size == sizes[len(sizes)-1] {
				measureEntitlement(db)
			}
		}
		there = size
	}
}

// fillRegister adds organisations, a tenth of them with a role.
func fillRegister(db *store.DB, register []organisations.Content, there int) {
	for some := range slices.Chunk(register, 5000) {
		must(db.Write(ctx, func(tx *store.Tx) error { _, err := organisations.AddMany(ctx, tx, some); return err }))
	}
	must(db.Write(ctx, func(tx *store.Tx) error {
		var ids []string
		if err := tx.Select(ctx, &ids, "SELECT id FROM organisation WHERE place > $1 AND place % 10 = 0", there); err != nil {
			return err
		}
		for i, id := range ids {
			kind := organisations.RoleKinds[i%len(organisations.RoleKinds)]
			r := organisations.Role{ID: store.NewID(), OrganisationID: id, Kind: kind, From: calendar.MustDate("2019-01-01"), Certifier: "Sociala rådet"}
			if err := organisations.AddRole(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	}))
	if db.Engine() == store.Postgres {
		must(db.Execute(ctx, "ANALYZE"))
	}
}

func measureRegister(db *store.DB, register []organisations.Content) {
	name := register[len(register)/3].Name
	searches := map[string][]string{
		"searching, every keystroke of a name":  keystrokes(name),
		"searching, a word that many have":      {"if", "ab", "förening", "idrottsförening", "stiftelsen", "och"},
		"searching, two words that many have":   {"björkby if", "idrottsföreningen i lindtorp", "i ab", "ekonomisk förening", "stiftelsen sand"},
		"searching, one letter":                 {"a", "s", "k", "ö"},
		"searching, misspelt":                   {"idrotsförening", "björkbi", "stifftelsen sandby", "pensionersklubb", "ekonomsk förning", misspelt(name)},
		"searching, what nobody has":            {"qqqqqq", "xylofonfabriken zzzz", "jjjj hhhh gggg ffff"},
		"searching, a number as it is typed":    keystrokes(register[len(register)/2].Number.String())[3:],
		"searching, a name with a municipality": {name, "förening", "idrotsförening"},
	}
	for _, what := range []string{"searching, every keystroke of a name", "searching, a word that many have", "searching, two words that many have", "searching, one letter",
		"searching, misspelt", "searching, what nobody has", "searching, a number as it is typed", "searching, a name with a municipality"} {
		f := organisations.Filter{Limit: 10}
		if what == "searching, a name with a municipality" {
			f.Municipality = "1885"
		}
		told(what, searches[what], func(words string) {
			f.Words = words
			must(db.Read(ctx, func(tx *store.Tx) error {
				_, err := organisations.Search(ctx, tx, f)
				return err
			}))
		})
	}
	measureDuplicates(db, register)
	measureLists(db)
	var ids []string
	told("bare query: one row by its number", []string{string(register[0].Number), string(register[len(register)-1].Number)}, func(number string) {
		must(db.Read(ctx, func(tx *store.Tx) error {
			return tx.Select(ctx, &ids, "SELECT id FROM organisation WHERE number = $1", number)
		}))
	})
}

// measureDuplicates finds what a name may be the same as, while it is typed, and pairs that are in the register already.
func measureDuplicates(db *store.DB, register []organisations.Content) {
	towns, err := organisations.ReadMunicipalities("")
	must(err)
	names := make([]string, 0, 20)
	for i := range cap(names) {
		names = append(names, register[i*(len(register)/cap(names))].Name)
	}
	told("what a new one may be, by its name", names, func(name string) {
		must(db.Read(ctx, func(tx *store.Tx) error {
			_, err := organisations.FindAlike(ctx, tx, "", &organisations.Content{Name: name}, towns)
			return err
		}))
	})
	told("a page of likely duplicates", []string{""}, func(after string) {
		must(db.Read(ctx, func(tx *store.Tx) error {
			_, err := organisations.FindSuspects(ctx, tx, after, towns)
			return err
		}))
	})
}

// measureLists reads pages of the list in the middle of the register.
func measureLists(db *store.DB) {
	var middle string
	must(db.Read(ctx, func(tx *store.Tx) error {
		return tx.Get(ctx, &middle, "SELECT id FROM organisation WHERE place >= (SELECT max(place) / 2 FROM organisation) ORDER BY place LIMIT 1")
	}))
	for _, list := range []struct {
		what   string
		filter organisations.Filter
	}{
		{"a page of the list in the middle", organisations.Filter{After: middle}},
		{"of a municipality", organisations.Filter{After: middle, Municipality: "1881"}},
		{"of a legal form", organisations.Filter{After: middle, Form: "51"}},
		{"of a role", organisations.Filter{After: middle, Role: organisations.ASF, Day: calendar.MustDate("2020-01-01")}},
		{"of a role in a municipality", organisations.Filter{After: middle, Role: organisations.ASF, Day: calendar.MustDate("2020-01-01"), Municipality: "1881"}},
		{"that anybody may read", organisations.Filter{After: middle, OnlyPublic: true}},
	} {
		told(list.what, []string{""}, func(string) {
			must(db.Read(ctx, func(tx *store.Tx) error {
				_, err := organisations.List(ctx, tx, list.filter)
				return err
			}))
		})
	}
}

// told prints the middle and the slowest of some inputs, each the median of several times.
func told(what string, inputs []string, fn func(input string)) {
	times := make([]time.Duration, len(inputs))
	slowest := 0
	for i, input := range inputs {
		times[i] = median(5, func() { fn(input) })
		if times[i] > times[slowest] {
			slowest = i
		}
	}
	worst, which := times[slowest], inputs[slowest]
	slices.Sort(times)
	fmt.Printf("  %-38s %9.2f %12.2f  %s\n", what, times[len(times)/2].Seconds()*1000, worst.Seconds()*1000, which)
}

// keystrokes is what stands in the field while somebody types.
func keystrokes(name string) (all []string) {
	letters := []rune(name)
	for i := range letters {
		all = append(all, string(letters[:i+1]))
	}
	return all
}

// misspelt changes two letters of a name with each other.
func misspelt(name string) string {
	letters := []rune(name)
	letters[2], letters[3] = letters[3], letters[2]
	return string(letters)
}
