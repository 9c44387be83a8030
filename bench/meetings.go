package main

import (
	"fmt"
	"os/exec"
	"strings"
	"time"

	"samverk/features/audit"
	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/features/organisations/madeup"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
)

// What is filled in: so many networks, each with some types of meetings, and meetings over ten years of which five have been.
const (
	manyNetworks     = 200
	typesEach        = 3
	membersEach      = 34
	manyMeetings     = 100_000
	yearsOfMeetings  = 10
	aimYearWheel     = 50 * time.Millisecond
	aimListOfMeeting = 20 * time.Millisecond
)

// measureMeetings measures the year wheel, lists at depth, a meeting's page and a network's calendar among many meetings and
// organisations, beside a bare query by an index in the same run.
func measureMeetings(program string, server *pgtemp.Server, quick bool) {
	register := madeup.Register(300_000)
	if quick {
		register = register[:3000]
	}
	dbs, closeAll := databases(server, "meetings")
	defer closeAll()
	for _, db := range dbs {
		fillRegister(db, register, 0)
		f := fillMeetings(db)
		heading(fmt.Sprintf("%s, %d meetings, %d networks, %d organisations   median ms   slowest ms", db.Engine(), manyMeetings, manyNetworks, len(register)))
		f.measureReading()
		f.measurePages(program)
	}
}

// met is a database full of meetings, and some of them.
type met struct {
	db               *store.DB
	networks         []string
	middle, middleOf string // the middle meeting of all, and of the first network
	year             int
}

// fillMeetings adds networks with members and types by the features' own functions, and the meetings by bare statements.
func fillMeetings(db *store.DB) *met {
	f := &met{db: db, year: calendar.Today(time.Now()).Year()}
	var types []string
	must(db.Write(ctx, func(tx *store.Tx) error {
		var members []string
		if err := tx.Select(ctx, &members, "SELECT id FROM organisation ORDER BY place LIMIT $1", manyNetworks*10+membersEach); err != nil {
			return err
		}
		for n := range manyNetworks {
			id := store.NewID()
			f.networks = append(f.networks, id)
			if err := networks.Add(ctx, tx, id, networks.Content{Name: fmt.Sprintf("Nätverk %03d", n), Kind: networks.Council, IsPublic: n%2 == 0}); err != nil {
				return err
			}
			if _, err := networks.Join(ctx, tx, networks.Joining{NetworkID: id, OrganisationIDs: members[n*10 : n*10+membersEach], Role: networks.Ordinary,
				From: calendar.MustDate("2019-01-01")}); err != nil {
				return err
			}
			for k := range typesEach {
				kind := networks.Type{ID: store.NewID(), NetworkID: id, Name: fmt.Sprintf("Möte %d", k), Kind: plan.Meeting, Wanted: 20, Minutes: 60}
				if err := networks.AddType(ctx, tx, kind); err != nil {
					return err
				}
				types = append(types, kind.ID)
			}
		}
		return nil
	}))
	const some = 500
	for from := 0; from < manyMeetings; from += some {
		must(db.Write(ctx, func(tx *store.Tx) error { return f.insert(tx, types, from, some) }))
	}
	if db.Engine() == store.Postgres {
		_, err := audit.SealAll(ctx, db) // or the program that is measured would do it meanwhile
		must(err)
		must(db.Execute(ctx, "ANALYZE"))
	}
	must(db.Read(ctx, func(tx *store.Tx) error {
		if err := tx.Get(ctx, &f.middle, "SELECT id FROM meeting ORDER BY starts_at, id LIMIT 1 OFFSET $1", manyMeetings/2); err != nil {
			return err
		}
		return tx.Get(ctx, &f.middleOf, "SELECT id FROM meeting WHERE network_id = $1 ORDER BY starts_at, id LIMIT 1 OFFSET $2", f.networks[0], manyMeetings/manyNetworks/2)
	}))
	return f
}

func (f *met) insert(tx *store.Tx, types []string, from, some int) error {
	var text strings.Builder
	text.WriteString(`INSERT INTO meeting (id, network_id, type_id, title, search_key, starts_at, ends_at, day, place, link, body, is_public, state, cancelled_why, sequence,
		minutes, minutes_state, adjusters, changed_at, version) VALUES `)
	var args []any
	first := calendar.NewDate(f.year-yearsOfMeetings/2, time.January, 1)
	for n := from; n < from+some; n++ {
		day := first.AddDays(n * yearsOfMeetings * 365 / manyMeetings)
		state := meetings.Planned
		if day.Before(calendar.Today(time.Now())) {
			state = meetings.Held
		}
		kind := n % len(types)
		at := day.Begins().Add(9 * time.Hour)
		if n > from {
			text.WriteString(", ")
		}
		i := len(args)
		fmt.Fprintf(&text, "($%d, $%d, $%d, $%d, $%d, $%d, $%d, $%d, 'Rådhuset', '', '', true, $%d, '', 0, '', 'none', '', $%d, 1)", i+1, i+2, i+3, i+4, i+5, i+6, i+7, i+8, i+9, i+10)
		args = append(args, store.NewID(), f.networks[kind/typesEach], types[kind], fmt.Sprintf("Möte %d", n), fmt.Sprintf("mote %d", n), store.TimeOf(at), store.TimeOf(at.Add(time.Hour)), day, state, store.Now())
	}
	_, err := tx.Exec(ctx, text.String(), args...)
	return err
}

func (f *met) read(fn func(tx *store.Tx) error) { must(f.db.Read(ctx, fn)) }

func (f *met) measureReading() {
	told("the year of every network", []string{""}, func(string) {
		f.read(func(tx *store.Tx) error { _, err := meetings.Year(ctx, tx, f.year); return err })
	})
	for _, list := range []struct {
		what   string
		filter meetings.Filter
	}{
		{"a page of meetings in the middle", meetings.Filter{After: f.middle}},
		{"the page before it", meetings.Filter{Before: f.middle, Latest: true}},
		{"of a network, in the middle", meetings.Filter{NetworkID: f.networks[0], After: f.middleOf}},
		{"of a state, in the middle", meetings.Filter{State: meetings.Held, After: f.middle}},
		{"that anybody may read, in the middle", meetings.Filter{OnlyPublic: true, After: f.middle}},
		{"a page of meetings by a word", meetings.Filter{Words: "möte 99"}},
	} {
		told(list.what, []string{""}, func(string) {
			f.read(func(tx *store.Tx) error { _, err := meetings.List(ctx, tx, list.filter); return err })
		})
	}
	told("a meeting", []string{""}, func(string) {
		f.read(func(tx *store.Tx) error { _, err := meetings.Find(ctx, tx, f.middle); return err })
	})
	told("the calendar of a network, a year back", []string{""}, func(string) {
		f.read(func(tx *store.Tx) error {
			_, err := meetings.Calendar(ctx, tx, meetings.Wanted{NetworkID: f.networks[0], From: calendar.Today(time.Now()).AddDays(-365)})
			return err
		})
	})
	told("networks that share members", []string{""}, func(string) {
		f.read(func(tx *store.Tx) error {
			_, err := networks.Sharing(ctx, tx, f.networks[:20], calendar.Today(time.Now()))
			return err
		})
	})
	f.measureBare()
}

// measureBare asks the engine for the same rows by an index, and does nothing with them but read them.
func (f *met) measureBare() {
	span := calendar.Year(f.year)
	var id, typeID, title, state string
	var day calendar.Date
	told("bare query: the year's rows", []string{""}, func(string) {
		f.read(func(tx *store.Tx) error {
			rows, err := tx.QueryContext(ctx, "SELECT id, type_id, day, title, state FROM meeting WHERE day >= $1 AND day <= $2", span.From, span.To)
			if err != nil {
				return err
			}
			defer rows.Close() //nolint:errcheck // rows.Err is what tells
			for rows.Next() {
				if err := rows.Scan(&id, &typeID, &day, &title, &state); err != nil {
					return err
				}
			}
			return rows.Err()
		})
	})
	var ids []string
	told("bare query: 50 rows by when they begin", []string{""}, func(string) {
		f.read(func(tx *store.Tx) error {
			return tx.Select(ctx, &ids, "SELECT id FROM meeting WHERE starts_at >= $1 ORDER BY starts_at, id LIMIT 50", store.TimeOf(span.From.Begins()))
		})
	})
	told("bare query: one row by its key", []string{f.middle}, func(key string) {
		f.read(func(tx *store.Tx) error { return tx.Get(ctx, &id, "SELECT id FROM meeting WHERE id = $1", key) })
	})
}

// measurePages asks the program for pages, one request at a time.
func (f *met) measurePages(program string) {
	token := signIn(f.db)
	server := startServer(exec.Command(program, "--db", f.db.Address(), "serve"), "/accessibility")
	defer server.stop()
	for _, p := range []struct {
		page
		aim time.Duration
	}{
		{page{name: "page: the year wheel", path: "/year-wheel", signedIn: true}, aimYearWheel},
		{page{name: "page: the year wheel of a network", path: "/year-wheel?network=" + f.networks[0], signedIn: true}, aimYearWheel},
		{page{name: "page: the public year wheel", path: "/public/year-wheel"}, aimYearWheel},
		{page{name: "page: days proposed for a network", path: fmt.Sprintf("/year-wheel/dates/new?year=%d&network=%s", f.year+3, f.networks[0]), signedIn: true}, aimYearWheel},
		{page{name: "page: meetings in the middle", path: "/meetings?all=1&after=" + f.middle, signedIn: true}, aimListOfMeeting},
		{page{name: "page: a meeting", path: "/meetings/" + f.middle, signedIn: true}, aimListOfMeeting},
	} {
		size := server.mustAnswer(p.page, token)
		alone := server.alone(p.page, token, 30)
		fmt.Printf("  %-38s %9.2f %19d kB   under %.0f ms: %s\n", p.name, ms(alone), size/1000, ms(p.aim), yes(alone < p.aim))
	}
}
